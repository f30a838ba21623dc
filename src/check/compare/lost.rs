//! What a number has lost though it agrees: its unit, the half of its day.

use super::super::view::View;
use super::Matcher;
use crate::facts::{self, Data, Fact};
use crate::locale::{Meridiem, UnitId};
use std::ops::Range;

impl Matcher<'_> {
    /// Whether two numbers that agree differ in what stands beside them.
    pub(super) fn lost(&self, x: &Fact, y: &Fact, theirs: &Range<u32>) -> bool {
        match (&x.data, &y.data) {
            (Data::Quantity(p), Data::Quantity(q)) => {
                p.unit.is_some_and(|unit| q.unit.is_none() && self.unit_is_gone(unit, y, theirs))
            }
            (Data::Time { .. }, Data::Time { .. }) => {
                let halves = (half_of_day(self.source, x), half_of_day(self.translation, y));
                matches!(halves, (Some(a), Some(b)) if a != b)
            }
            _ => false,
        }
    }

    /// Whether a unit that every language writes with its symbol is nowhere in the translation's text.
    fn unit_is_gone(&self, unit: UnitId, number: &Fact, range: &Range<u32>) -> bool {
        let symbol = unit.as_str();
        let universal = symbol == "%" || (facts::is_measure(unit) && symbol.ends_with(['B', 'z']));
        if !universal || self.translation.lexicon.name().is_empty() {
            return false;
        }
        let text = &self.translation.document.text;
        // "64K", "4 gigs": a unit all the same, only not one that is known
        let glued = text[number.text.end as usize..].starts_with(|c: char| c.is_alphanumeric() || c == '-');
        let written = text[number.text.start as usize..number.text.end as usize].contains(char::is_alphabetic);
        let elsewhere = self.translation.facts.facts.iter().any(|fact| {
            range.contains(&fact.text.start) && matches!(&fact.data, Data::Quantity(q) if q.unit == Some(unit))
        });
        let text = text[range.start as usize..range.end as usize].to_lowercase();
        !glued && !written && !elsewhere && !text.contains(&symbol.to_lowercase())
    }
}

/// The half of the day that stands behind a time, in any language: `1:44 PM`, `1:44 a.m.`.
fn half_of_day(view: &View<'_>, time: &Fact) -> Option<Meridiem> {
    let text = view.document.text.get(time.text.start as usize..)?;
    let behind = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':' || c.is_whitespace());
    let mut letters = behind.bytes().filter(|b| *b != b'.');
    let half = match letters.next()? {
        b'a' | b'A' => Meridiem::Am,
        b'p' | b'P' => Meridiem::Pm,
        _ => return None,
    };
    let ends = |b: u8| !b.is_ascii_alphanumeric();
    (matches!(letters.next()?, b'm' | b'M') && letters.next().is_none_or(ends)).then_some(half)
}
