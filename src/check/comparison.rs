//! How the facts of a source page and a translation answer each other: the ground for the drift rules and the fact base.

use crate::facts::FactId;

/// All facts of a pair, matched.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// One entry a fact of either page; a fact that agrees or differs stands together with its counterpart, if it has one. A fact
    /// that may well differ, such as a title, has none. In order of the source fact, those of the translation alone last.
    pub matches: Vec<Match>,
}

/// A fact and its counterpart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// Index in the source page's facts.
    pub source: Option<FactId>,
    /// Index in the translation's facts.
    pub translation: Option<FactId>,
    /// What the comparison says.
    pub status: Status,
}

/// What a translation makes of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// It says the same.
    Agrees,
    /// It says another value.
    Differs,
    /// It does not have it.
    Missing,
    /// The source does not have it.
    Extra,
}

impl Status {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Status::Agrees => "agrees",
            Status::Differs => "differs",
            Status::Missing => "missing",
            Status::Extra => "extra",
        }
    }
}
