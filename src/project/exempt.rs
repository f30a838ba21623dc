//! `per-path-ignore`: rules that do not hold for some pages.

use super::Request;
use super::plan::{shown_root, way};
use crate::check::{UnknownRule, named};
use crate::walk;
use globset::GlobSet;
use std::path::PathBuf;

/// The rules that do not hold, by globs that are relative to the configuration's folder.
pub(super) struct Exempt {
    rows: Vec<(GlobSet, Vec<&'static str>)>,
    /// What reported paths are relative to, and what globs are.
    root: PathBuf,
    base: PathBuf,
}

impl Exempt {
    pub(super) fn new(request: &Request) -> Result<Self, UnknownRule> {
        let root = shown_root(request);
        let base = request.config_folder.as_deref().map_or_else(|| root.clone(), walk::absolute);
        let mut rows = Vec::new();
        for (glob, names) in &request.config.per_path_ignore {
            let mut rules = Vec::new();
            for name in names {
                rules.extend(named(name)?);
            }
            rows.push((walk::globs(std::slice::from_ref(glob)), rules));
        }
        Ok(Self { rows, root, base })
    }

    /// Whether a rule does not hold for a page.
    pub(super) fn holds_for(&self, rule: &'static str, page: &str) -> bool {
        let mut rows = self.rows.iter().filter(|(_, rules)| rules.contains(&rule)).peekable();
        if rows.peek().is_none() {
            return false;
        }
        let path = way(&self.base, &walk::absolute(&self.root.join(page)));
        rows.any(|(globs, _)| globs.is_match(&path))
    }
}
