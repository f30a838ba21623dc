//! What to look for: extensions, globs, ignore files.

use crate::config::Config;
use globset::{Glob, GlobSet, GlobSetBuilder};
use std::path::{Path, PathBuf};

/// What counts as a page, and where not to look.
#[derive(Clone, Debug)]
pub struct WalkOptions {
    /// The folder that the globs are relative to: that of the configuration. `None`: the root of the walk.
    pub base: Option<PathBuf>,
    /// The extensions of pages, lower case, without the dot.
    pub extensions: Vec<String>,
    /// Whether `.gitignore`, `.ignore` and `.git/info/exclude` hold.
    pub respect_ignore_files: bool,
    /// Folders outside the root that are walked too, relative to it: sibling trees of a translation.
    pub beside: Vec<String>,
    include: GlobSet,
    exclude: GlobSet,
}

impl Default for WalkOptions {
    fn default() -> Self {
        Self::new(&Config::default(), None)
    }
}

impl WalkOptions {
    /// The options that a configuration in the folder `base` states.
    pub fn new(config: &Config, base: Option<&Path>) -> Self {
        let beside = config.layouts.iter().filter_map(|l| l.root.as_deref()).filter(|root| root.starts_with("../"));
        Self {
            base: base.map(absolute),
            extensions: config.extensions.clone(),
            respect_ignore_files: true,
            beside: beside.map(|root| root.trim_end_matches('/').to_owned()).collect(),
            include: globs(&config.include),
            exclude: globs(&config.exclude),
        }
    }

    /// The same for a walk of `root`: with what leads from the globs' base to it.
    pub(super) fn at(&self, root: &Path) -> Filter<'_> {
        let root = absolute(root);
        let prefix = self.base.as_deref().and_then(|base| relative(&root, base));
        Filter { options: self, prefix: prefix.unwrap_or_default() }
    }

    /// Whether the name has the extension of a page.
    pub fn is_page(&self, name: &str) -> bool {
        extension(name).is_some_and(|found| self.extensions.iter().any(|known| known.eq_ignore_ascii_case(found)))
    }
}

/// The options, and how a path of the walk stands to their globs.
pub(super) struct Filter<'a> {
    pub(super) options: &'a WalkOptions,
    prefix: String,
}

impl Filter<'_> {
    /// Whether the configuration leaves out the file or folder.
    pub(super) fn excluded(&self, path: &str) -> bool {
        !self.options.exclude.is_empty() && self.options.exclude.is_match(self.rooted(path).as_ref())
    }

    /// Whether the configuration admits the page.
    pub(super) fn admits(&self, path: &str) -> bool {
        !self.excluded(path) && self.included(path)
    }

    fn included(&self, path: &str) -> bool {
        self.options.include.is_empty() || self.options.include.is_match(self.rooted(path).as_ref())
    }

    fn rooted<'p>(&self, path: &'p str) -> std::borrow::Cow<'p, str> {
        if self.prefix.is_empty() { path.into() } else { format!("{}/{path}", self.prefix).into() }
    }
}

/// The extension of a file name; a leading dot makes none.
pub(super) fn extension(name: &str) -> Option<&str> {
    name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map(|(_, extension)| extension)
}

/// A set of globs; the configuration has refused those that are none. A glob for a folder holds for all below it.
pub(crate) fn globs(patterns: &[String]) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let pattern = pattern.strip_prefix("./").unwrap_or(pattern).trim_end_matches('/');
        for glob in [Glob::new(pattern), Glob::new(&format!("{pattern}/**"))].into_iter().flatten() {
            set.add(glob);
        }
    }
    set.build().unwrap_or_else(|_| GlobSet::empty())
}

/// The path made absolute, `.` and `..` resolved by name: links are not followed and nothing need exist.
pub fn absolute(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => {
                out.pop();
            }
            std::path::Component::CurDir => {}
            part => out.push(part),
        }
    }
    out
}

/// The way from one absolute path to one below it, with `/`; `None` where it is not below, or not UTF-8.
pub(super) fn relative(path: &Path, base: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> =
        path.strip_prefix(base).ok()?.components().map(|part| part.as_os_str().to_str()).collect();
    parts.map(|parts| parts.join("/"))
}
