//! What a run of `check` comes to.

use super::Diagnostic;
use std::sync::Arc;

/// Everything that a run of `check` has to say, in its defined order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// The counts.
    pub summary: Summary,
    /// The pairs, by source path, then locale.
    pub pairs: Vec<PairNote>,
    /// The findings, by path, then place, then rule; those under the wanted severity are left out.
    pub diagnostics: Vec<Diagnostic>,
}

/// How much was looked at and found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Pages read.
    pub pages: usize,
    /// Pairs of a source page and a translation.
    pub pairs: usize,
    /// Pages that have no counterpart.
    pub unpaired: usize,
    /// Facts in all pages.
    pub facts: usize,
    /// Findings by severity, those not shown included.
    pub errors: usize,
    /// See `errors`.
    pub warnings: usize,
    /// See `errors`.
    pub infos: usize,
}

/// A source page and a translation that were held against each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairNote {
    /// The source page.
    pub source: Arc<str>,
    /// The translation.
    pub translation: Arc<str>,
    /// The translation's locale, if known.
    pub locale: Option<String>,
    /// How the two were found to belong together.
    pub by: PairedBy,
}

/// How a pair was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PairedBy {
    /// By their paths.
    Layout,
    /// By the facts that they share.
    Fingerprint,
}

impl PairedBy {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            PairedBy::Layout => "layout",
            PairedBy::Fingerprint => "fingerprint",
        }
    }
}
