//! The fixes of a run, written to the pages.

use super::Request;
use super::plan::shown_root;
use crate::check::{Outcome, fix};
use crate::config::Limits;
use crate::walk;
use crate::write::{self, Replaced};
use std::path::Path;

/// What became of the fixes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FixReport {
    /// How many fixes were made.
    pub fixed: usize,
    /// The pages that were mended, as reported.
    pub pages: Vec<String>,
    /// How many were left out: over several lines, or in the way of another.
    pub left_out: usize,
    /// Pages that could not be mended.
    pub unwritten: Vec<Unwritten>,
}

/// A page that could not be mended, and is as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unwritten {
    /// The page, as reported.
    pub path: String,
    /// Why.
    pub reason: String,
    /// Whether it was only changed by someone else since it was checked: no failure, and the next run will see.
    pub changed: bool,
}

/// Makes the fixes of the findings of a run, each page whole or not at all. `request` is what the run was asked.
///
/// What is fixed is what the outcome reports: findings that it leaves out are not mended. A page that no longer reads as
/// it was checked is left alone. What the fixes bring about is for the next run to see.
pub fn fix(outcome: &Outcome, request: &Request) -> FixReport {
    let root = shown_root(request);
    let edits = fix::edits(&outcome.diagnostics);
    let mut report = FixReport { left_out: edits.left_out, ..FixReport::default() };
    for (path, page) in &edits.pages {
        let unwritten = |reason: String, changed| Unwritten { path: (*path).to_owned(), reason, changed };
        match fix_page(&root.join(path), page, &request.config.limits) {
            Ok(Some(fixed)) => {
                report.fixed += fixed;
                report.pages.push((*path).to_owned());
            }
            Ok(None) => report.unwritten.push(unwritten("changed since it was checked".to_owned(), true)),
            Err(reason) => report.unwritten.push(unwritten(reason, false)),
        }
    }
    report
}

/// The number of fixes made; none where the page was changed meanwhile.
fn fix_page(path: &Path, edits: &[fix::Edit<'_>], limits: &Limits) -> Result<Option<usize>, String> {
    let bytes = walk::read_bytes(path, limits).map_err(|problem| problem.detail)?;
    let fixed = fix::apply(&bytes, edits);
    // The whole page is put off if one line of it changed: what else changed with it has not been checked.
    if fixed.moved > 0 {
        return Ok(None);
    }
    match write::replace(path, &bytes, &fixed.bytes).map_err(|error| error.to_string())? {
        Replaced::Yes => Ok(Some(fixed.applied)),
        Replaced::ChangedMeanwhile => Ok(None),
    }
}
