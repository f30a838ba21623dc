//! `consistency/conflicting-fact`: the same said of the same subject, with another value.

use super::statement::{On, SUBJECT_MOST, on_subjects};
use super::{Across, At, Conflict, Summary};
use crate::check::rules;
use crate::facts::Kind;
use rustc_hash::FxHashMap;

/// The least part of their words that two sentences share when they say the same.
const SHARED_LEAST: f64 = 0.7;

/// Reports sentences of two pages on one subject that are much the same but for a value that the other page does not know.
pub(super) fn check(pages: &[(u32, &Summary)], out: &mut Vec<Across>) {
    let mut all = on_subjects(pages);
    let kind = |on: &On<'_>| (on.subject, on.statement.kind);
    all.sort_by_key(|on| (kind(on), on.page, on.statement.span));
    let mut found: FxHashMap<At, (At, Kind)> = FxHashMap::default();
    for run in all.chunk_by(|a, b| kind(a) == kind(b)).filter(|run| run.len() <= SUBJECT_MOST) {
        for (place, one) in run.iter().enumerate() {
            let mut twins = run[place + 1..].iter().filter(|other| conflict(run, one, other));
            // a sentence with two twins is a template that is filled in
            if let (Some(other), None) = (twins.next(), twins.next()) {
                found.entry(other.at()).or_insert((one.at(), one.statement.kind));
            }
        }
    }
    let mut found: Vec<(At, (At, Kind))> = found.into_iter().collect();
    found.sort_unstable();
    out.extend(found.into_iter().map(|(at, (against, kind))| Across {
        rule: rules::CONSISTENCY_CONFLICTING_FACT,
        at,
        against,
        conflict: Conflict::Value(kind),
    }));
}

fn conflict(run: &[On<'_>], one: &On<'_>, other: &On<'_>) -> bool {
    let knows = |page: u32, value: u64| run.iter().any(|on| on.page == page && on.statement.value == value);
    one.page != other.page
        && one.shares(SHARED_LEAST, other)
        && !knows(one.page, other.statement.value)
        && !knows(other.page, one.statement.value)
}
