//! `consistency/conflicting-fact`: the same said of the same subject, with another value.

use super::statement::{On, SUBJECT_MOST};
use super::{Across, At, Conflict};
use crate::check::rules;
use crate::facts::Kind;
use rustc_hash::FxHashMap;

/// The least part of their words that two sentences share when they say the same.
const SHARED_LEAST: f64 = 0.7;

/// Sentences of two pages on one subject that are much the same but for a value that the other page does not know: where the one
/// stands, where the other, and of what kind the value is.
#[derive(Default)]
pub(super) struct Found(FxHashMap<At, (At, Kind)>);

impl Found {
    /// Looks at what is said on one subject.
    pub(super) fn add(&mut self, on_subject: &mut [On<'_>]) {
        let kind = |on: &On<'_>| on.statement.kind;
        on_subject.sort_by_key(|on| (kind(on), on.page, on.statement.span));
        for run in on_subject.chunk_by(|a, b| kind(a) == kind(b)).filter(|run| run.len() <= SUBJECT_MOST) {
            for (place, one) in run.iter().enumerate() {
                let mut twins = run[place + 1..].iter().filter(|other| conflict(run, one, other));
                // a sentence with two twins is a template that is filled in
                if let (Some(other), None) = (twins.next(), twins.next()) {
                    self.0.entry(other.at()).or_insert((one.at(), one.statement.kind));
                }
            }
        }
    }

    /// Reports them.
    pub(super) fn report(self, out: &mut Vec<Across>) {
        let mut found: Vec<(At, (At, Kind))> = self.0.into_iter().collect();
        found.sort_unstable();
        out.extend(found.into_iter().map(|(at, (against, kind))| Across {
            rule: rules::CONSISTENCY_CONFLICTING_FACT,
            at,
            against,
            conflict: Conflict::Value(kind),
        }));
    }
}

fn conflict(run: &[On<'_>], one: &On<'_>, other: &On<'_>) -> bool {
    let knows = |page: u32, value: u64| run.iter().any(|on| on.page == page && on.statement.value == value);
    one.page != other.page
        && one.statement.value != other.statement.value
        && !knows(one.page, other.statement.value)
        && !knows(other.page, one.statement.value)
        && one.shares(SHARED_LEAST, other)
}
