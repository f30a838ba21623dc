//! What a request comes to before any page is read: which pages belong together, and where they are.

use super::find::find;
use super::load::file_finding;
use super::{Error, Request};
use crate::check::{Diagnostic, PairedBy, rules};
use crate::config::Config;
use crate::facts::Patterns;
use crate::layout::{self, Group, Setting};
use crate::locale::{Lexicon, Locale};
use crate::walk::{self, WalkOptions};
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How many shares of the pages each thread places: with more, a thread that is done early can take some, but each begins anew.
const SHARES: usize = 4;

/// A group and where its paths are relative to.
pub(super) struct Job {
    pub(super) base: Arc<Base>,
    pub(super) group: Group,
    pub(super) by: PairedBy,
    /// Whether the source page is only there to be held against.
    pub(super) only_translation: bool,
}

/// A folder that paths are relative to, and what leads from the output's root to it.
pub(super) struct Base {
    pub(super) folder: PathBuf,
    pub(super) prefix: String,
}

impl Base {
    pub(super) fn shown(&self, path: &str) -> Arc<str> {
        Arc::from(&*self.below(path))
    }

    /// Whether a path is the one that is shown so.
    pub(super) fn shows(&self, path: &str, shown: &str) -> bool {
        self.below(path) == shown
    }

    /// A path of this folder as one from where the prefix begins.
    fn below<'p>(&self, path: &'p str) -> Cow<'p, str> {
        if self.prefix.is_empty() {
            normal(path)
        } else {
            Cow::Owned(normal(&format!("{}/{path}", self.prefix)).into_owned())
        }
    }
}

/// A path with `/` in which `..` takes away what stands before it.
fn normal(path: &str) -> Cow<'_, str> {
    // most are as they should be
    let bytes = path.as_bytes();
    let odd = |slash: usize| matches!(bytes.get(slash + 1), None | Some(b'/' | b'.'));
    if !path.starts_with(['/', '.']) && !memchr::memchr_iter(b'/', bytes).any(odd) {
        return Cow::Borrowed(path);
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    Cow::Owned(parts.join("/"))
}

/// What a request comes to before any page is read.
pub(super) struct Plan {
    pub(super) jobs: Vec<Job>,
    /// Pages that no layout places.
    pub(super) loose: Vec<(Arc<Base>, layout::Loose)>,
    pub(super) problems: Vec<Diagnostic>,
    pub(super) config: Config,
    pub(super) patterns: Patterns,
    /// Only these locales; none: all.
    pub(super) wanted: Vec<Locale>,
}

pub(super) fn plan(request: &Request) -> Result<Plan, Error> {
    let mut config = request.config.clone();
    if let Some(source) = &request.source {
        config.source = source.parse().map_err(Error::Locale)?;
    }
    // what all pages will need, made ready by whoever is free
    let source = config.source.clone();
    rayon::spawn(move || {
        Patterns::shipped();
        Lexicon::of(&source);
    });
    let wanted: Vec<Locale> =
        request.locales.iter().map(|tag| tag.parse().map_err(Error::Locale)).collect::<Result<_, _>>()?;
    let here = [PathBuf::from(".")];
    let paths = if request.paths.is_empty() { &here[..] } else { &request.paths };
    let shown_root = shown_root(request);
    let mut plan = Plan {
        jobs: Vec::new(),
        loose: Vec::new(),
        problems: Vec::new(),
        config,
        patterns: Patterns::default(),
        wanted,
    };
    let (folders, pages): (Vec<&PathBuf>, Vec<&PathBuf>) = paths.iter().partition(|path| path.is_dir());
    if let Some(missing) = pages.iter().find(|path| path.symlink_metadata().is_err()) {
        return Err(Error::NoSuchPath(missing.to_path_buf()));
    }
    for (top, folders) in trees(&folders, request) {
        plan.tree(top, &folders, request, &shown_root);
    }
    // asked for now that they are ready
    plan.patterns = patterns(&plan.config, request.config_folder.as_deref())?;
    for page in pages {
        plan.page(page, request, &shown_root);
    }
    // which page is whose source must not depend on the order of paths
    plan.loose.sort_by(|(_, one), (_, other)| one.path.cmp(&other.path));
    plan.loose.dedup_by(|(_, one), (_, other)| one.path == other.path);
    let mut jobs = std::mem::take(&mut plan.jobs);
    for job in &mut jobs {
        job.group.translations.retain(|page| plan.admits(&page.locale));
    }
    // two threads that want the words of one language would have to wait for each other
    let pages = jobs.iter().flat_map(|job| &job.group.translations);
    let locales: FxHashSet<&Locale> = pages.map(|page| &page.locale).collect();
    locales.into_par_iter().for_each(|locale| {
        Lexicon::of(locale);
    });
    plan.jobs = jobs;
    super::stray::rejoin(&mut plan);
    Ok(plan)
}

/// The folder that reported paths are relative to.
pub(super) fn shown_root(request: &Request) -> PathBuf {
    match (&request.root, &request.paths[..]) {
        (Some(root), _) => walk::absolute(root),
        (None, [folder]) if folder.is_dir() => walk::absolute(folder),
        (None, _) => walk::absolute(Path::new(".")),
    }
}

/// The folders of a request as trees, each with its top. Several are parts of the folder that holds them all, so that their own names
/// can tell a locale; but a configuration's layouts say nothing of what lies above it: there each folder is a tree.
fn trees(folders: &[&PathBuf], request: &Request) -> Vec<(PathBuf, Vec<PathBuf>)> {
    let mut folders: Vec<PathBuf> = folders.iter().map(|folder| walk::absolute(folder)).collect();
    folders.sort();
    folders.dedup();
    let within = |top: &PathBuf| match &request.config_folder {
        Some(config) => top.starts_with(walk::absolute(config)),
        None => !top.as_os_str().is_empty(),
    };
    match folders.iter().cloned().reduce(|one, other| shared(&one, &other)).filter(within) {
        Some(top) => vec![(top, folders)],
        None => folders.into_iter().map(|folder| (folder.clone(), vec![folder])).collect(),
    }
}

/// The folder that holds two others.
fn shared(one: &Path, other: &Path) -> PathBuf {
    one.components().zip(other.components()).take_while(|(a, b)| a == b).map(|(part, _)| part).collect()
}

/// The shipped patterns and those of the user's folders.
pub(super) fn patterns(config: &Config, folder: Option<&Path>) -> Result<Patterns, Error> {
    let mut patterns = Patterns::shipped().clone();
    for rules in &config.rules {
        let facts = folder.unwrap_or(Path::new(".")).join(rules).join("facts");
        for (path, yaml) in walk::data_files(&facts, "yaml") {
            patterns.add(&yaml).map_err(|error| Error::Rules { path, detail: error.to_string() })?;
        }
    }
    Ok(patterns)
}

/// What leads from one absolute folder to another, with `/`.
pub(super) fn way(from: &Path, to: &Path) -> String {
    let (mut a, mut b) = (from.components().peekable(), to.components().peekable());
    while a.peek().is_some() && a.peek() == b.peek() {
        a.next();
        b.next();
    }
    let up = a.map(|_| "..".to_owned());
    up.chain(b.map(|part| part.as_os_str().to_string_lossy().into_owned())).collect::<Vec<_>>().join("/")
}

impl Plan {
    /// Whether pages of this locale are asked for; those of the source always are.
    pub(super) fn admits(&self, locale: &Locale) -> bool {
        self.wanted.is_empty()
            || self.wanted.iter().any(|want| want == locale || (want.region().is_none() && want.same_language(locale)))
            || locale.same_language(&self.config.source)
    }

    fn tree(&mut self, top: PathBuf, folders: &[PathBuf], request: &Request, shown_root: &Path) {
        let options = WalkOptions::new(&self.config, request.config_folder.as_deref());
        let base = Arc::new(Base { prefix: way(shown_root, &top), folder: top });
        let mut files = Vec::new();
        for folder in folders {
            let found = find(folder, &options);
            let within = Base { prefix: way(&base.folder, folder), folder: folder.clone() };
            files.extend(found.files.iter().map(|path| within.below(path).into_owned()));
            for problem in found.problems {
                let path = base.shown(&within.below(&problem.path));
                self.problems.push(file_finding(rules::PAGE_UNREADABLE, path, problem.detail));
            }
        }
        // one folder may lie in another
        files.sort();
        files.dedup();
        let prefix = request.config_folder.as_deref().map(walk::absolute).and_then(|config| {
            base.folder.strip_prefix(config).ok().map(|rest| rest.to_string_lossy().replace('\\', "/"))
        });
        let setting = Setting::new(&self.config, &prefix.unwrap_or_default());
        let pages = layout::Pages::new(&files, &setting);
        let share = pages.paths().len().div_ceil(SHARES * rayon::current_num_threads()).max(1);
        let places = pages.paths().par_chunks(share).flat_map_iter(|share| pages.place(share)).collect();
        let layout = pages.layout(places);
        self.jobs.extend(layout.groups.into_iter().map(|group| Job {
            base: base.clone(),
            group,
            by: PairedBy::Layout,
            only_translation: false,
        }));
        for loose in layout.loose {
            self.loose(&base, loose, shown_root);
        }
    }

    /// Takes up a page that no layout places. Any other such page may be its source, so the paths of all are relative to one folder.
    fn loose(&mut self, base: &Base, loose: layout::Loose, shown_root: &Path) {
        let root = Base { folder: shown_root.to_owned(), prefix: String::new() };
        self.loose.push((Arc::new(root), layout::Loose { path: base.below(&loose.path).into_owned(), ..loose }));
    }

    fn page(&mut self, path: &Path, request: &Request, shown_root: &Path) {
        let found = layout::counterparts(path, &self.config, request.config_folder.as_deref());
        if found.excluded {
            return;
        }
        let base = Arc::new(Base { prefix: way(shown_root, &found.root), folder: found.root });
        match found.group {
            Some(mut group) => {
                let source = group.source.as_ref().is_some_and(|source| source.path == found.page);
                if !source {
                    group.translations.retain(|page| page.path == found.page);
                }
                let known = self.jobs.iter_mut().find(|job| {
                    job.base.folder == base.folder && job.group.key == group.key && job.group.source == group.source
                });
                match known {
                    // the source and a translation of it were both named
                    Some(job) => {
                        for page in group.translations {
                            if !job.group.translations.contains(&page) {
                                job.group.translations.push(page);
                            }
                        }
                        job.group.translations.sort();
                        job.only_translation &= !source;
                    }
                    None => self.jobs.push(Job { base, group, by: PairedBy::Layout, only_translation: !source }),
                }
            }
            None => self.loose(&base, layout::Loose { path: found.page, locale: None }, shown_root),
        }
    }
}
