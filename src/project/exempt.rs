//! `per-path-ignore`: rules that do not hold for some pages.

use super::Request;
use super::plan::{shown_root, way};
use crate::check::{Diagnostic, UnknownRule, named};
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

    /// Whether there are pages that a rule does not hold for.
    pub(super) fn concerns(&self, rule: &str) -> bool {
        self.rows.iter().any(|(_, rules)| rules.contains(&rule))
    }

    /// Whether the finding's rule does not hold for its page.
    pub(super) fn holds_for(&self, diagnostic: &Diagnostic) -> bool {
        let mut rows = self.rows.iter().filter(|(_, rules)| rules.contains(&diagnostic.rule)).peekable();
        if rows.peek().is_none() {
            return false;
        }
        let path = way(&self.base, &walk::absolute(&self.root.join(&*diagnostic.place.path)));
        rows.any(|(globs, _)| globs.is_match(&path))
    }
}
