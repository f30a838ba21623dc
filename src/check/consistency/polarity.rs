//! `consistency/conflicting-polarity`: required here, not required there.

use super::statement::{On, SUBJECT_MOST, on_subjects};
use super::{Across, Conflict, Summary};
use crate::check::rules;
use crate::facts::{Kind, Polarity};

/// The least part of their words that two sentences share when they speak of the same.
const SHARED_LEAST: f64 = 0.5;

/// Reports what one page affirms and another denies of the same value, in sections on one subject and in much the same words.
pub(super) fn check(pages: &[(u32, &Summary)], out: &mut Vec<Across>) {
    let mut all = on_subjects(pages);
    all.retain(|on| on.statement.kind != Kind::Quantity);
    let value = |on: &On<'_>| (on.subject, on.statement.value);
    all.sort_by_key(|on| (value(on), on.at()));
    let mut found: Vec<Across> = Vec::new();
    for run in all.chunk_by(|a, b| value(a) == value(b)).filter(|run| run.len() <= SUBJECT_MOST) {
        let clear: Vec<(&On<'_>, Polarity)> = run.iter().filter_map(|on| Some((on, clear(run, on)?))).collect();
        for (denied, _) in clear.iter().filter(|(_, polarity)| *polarity == Polarity::Negated) {
            let other =
                clear.iter().find(|(on, polarity)| *polarity == Polarity::Affirmed && on.shares(SHARED_LEAST, denied));
            found.extend(other.map(|(affirmed, _)| Across {
                rule: rules::CONSISTENCY_CONFLICTING_POLARITY,
                at: denied.at(),
                against: affirmed.at(),
                conflict: Conflict::Polarity(denied.statement.kind),
            }));
        }
    }
    found.sort_by_key(|found| (found.at, found.against));
    found.dedup_by(|next, kept| next.at == kept.at);
    out.append(&mut found);
}

/// What a statement's page says of the value; `None` where it weighs both cases, which is clear by itself.
fn clear(run: &[On<'_>], on: &On<'_>) -> Option<Polarity> {
    let polarity = on.statement.polarity?;
    let mut own = run.iter().filter(|other| other.page == on.page);
    own.all(|other| other.statement.polarity == Some(polarity)).then_some(polarity)
}
