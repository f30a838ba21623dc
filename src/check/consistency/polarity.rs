//! `consistency/conflicting-polarity`: required here, not required there.

use super::statement::{On, SUBJECT_MOST};
use super::{Across, Conflict};
use crate::check::rules;
use crate::facts::{Kind, Polarity};

/// The least part of their words that two sentences share when they speak of the same.
const SHARED_LEAST: f64 = 0.5;

/// What one page affirms and another denies of the same value, in sections on one subject and in much the same words.
#[derive(Default)]
pub(super) struct Found(Vec<Across>);

impl Found {
    /// Looks at what is said on one subject.
    pub(super) fn add(&mut self, on_subject: &mut [On<'_>]) {
        // most subjects have nothing that is denied
        if !on_subject.iter().any(|on| denies(on)) {
            return;
        }
        let value = |on: &On<'_>| on.statement.value;
        on_subject.sort_by_key(|on| (value(on), on.at()));
        for run in on_subject.chunk_by(|a, b| value(a) == value(b)).filter(|run| run.len() <= SUBJECT_MOST) {
            let clear: Vec<(&On<'_>, Polarity)> = run.iter().filter_map(|on| Some((on, clear(run, on)?))).collect();
            for (denied, _) in clear.iter().filter(|(on, _)| denies(on)) {
                let other = clear
                    .iter()
                    .find(|(on, polarity)| *polarity == Polarity::Affirmed && on.shares(SHARED_LEAST, denied));
                self.0.extend(other.map(|(affirmed, _)| Across {
                    rule: rules::CONSISTENCY_CONFLICTING_POLARITY,
                    at: denied.at(),
                    against: affirmed.at(),
                    conflict: Conflict::Polarity(denied.statement.kind),
                }));
            }
        }
    }

    /// Reports them.
    pub(super) fn report(mut self, out: &mut Vec<Across>) {
        self.0.sort_by_key(|found| (found.at, found.against));
        self.0.dedup_by(|next, kept| next.at == kept.at);
        out.append(&mut self.0);
    }
}

/// Whether it denies a value that is more than a quantity, which may be other elsewhere.
fn denies(on: &On<'_>) -> bool {
    on.statement.polarity == Some(Polarity::Negated) && on.statement.kind != Kind::Quantity
}

/// What a statement's page says of the value; `None` where it weighs both cases, which is clear by itself.
fn clear(run: &[On<'_>], on: &On<'_>) -> Option<Polarity> {
    let polarity = on.statement.polarity?;
    let mut own = run.iter().filter(|other| other.page == on.page);
    own.all(|other| other.statement.polarity == Some(polarity)).then_some(polarity)
}
