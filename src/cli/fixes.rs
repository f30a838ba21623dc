//! `check --fix`: fixes made, and what is said of them.

use super::output::{Failure, Outlet};
use isogloss::check::Outcome;
use isogloss::project::{self, Request, Unwritten};
use std::collections::BTreeSet;

/// A fix may bring another finding to light, or make room for a fix that it was in the way of. Should two fixes undo each
/// other, this ends it.
const ROUNDS: usize = 10;

/// What was fixed so far.
#[derive(Default)]
pub(super) struct Fixes {
    rounds: usize,
    fixed: usize,
    pages: BTreeSet<String>,
    /// Of the last round: what could not be written before may be writable now.
    unwritten: Vec<Unwritten>,
}

impl Fixes {
    /// Makes the fixes of an outcome; whether the pages should be checked again.
    pub(super) fn round(&mut self, outcome: &Outcome, request: &Request) -> bool {
        if self.rounds == ROUNDS {
            return false;
        }
        self.rounds += 1;
        let report = project::fix(outcome, request);
        self.fixed += report.fixed;
        self.pages.extend(report.pages);
        self.unwritten = report.unwritten;
        // who changed a page meanwhile may be another run of this program, that has mended it
        report.fixed > 0 || self.unwritten.iter().any(|page| page.changed)
    }

    /// Says what was fixed and what could not be; a page that could not be written is a failure.
    pub(super) fn say(&self, quiet: bool, outlet: &Outlet) -> Result<(), Failure> {
        for page in &self.unwritten {
            outlet.warn(&format!("{} is not fixed: {}", page.path, page.reason));
        }
        if !quiet {
            outlet.note(&match (self.fixed, self.pages.len()) {
                (0, _) => "nothing fixed".to_owned(),
                (fixed, pages) => format!("fixed {} in {}", count(fixed, "place"), count(pages, "page")),
            });
        }
        match self.unwritten.iter().filter(|page| !page.changed).count() {
            0 => Ok(()),
            pages => Err(Failure::Other(format!("{} could not be fixed", count(pages, "page")))),
        }
    }
}

fn count(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}
