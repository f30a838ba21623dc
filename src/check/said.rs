//! Numbers that one side says and the other does not.

use super::view::View;
use crate::facts::{Data, Fact, Written};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Whether one side says a number from two on, in words however weak, that the other says less often, in words or digits.
pub(super) fn unanswered(one: (&View<'_>, &Range<u32>), other: (&View<'_>, &Range<u32>)) -> bool {
    let words = |(view, blocks): (&View<'_>, &Range<u32>)| {
        let range = view.block(blocks.start).text.start..view.block(blocks.end - 1).text.end;
        let hits = view.facts.hits_in(range);
        view.lexicon.number_words(&view.document.text, hits).iter().map(|word| word.value).collect::<Vec<_>>()
    };
    let digits = |(view, blocks): (&View<'_>, &Range<u32>)| {
        let value = |fact: &Fact| match &fact.data {
            Data::Quantity(q) if q.written == Written::Digits => q.first.as_u64(),
            _ => None,
        };
        view.facts_in(blocks).filter_map(|id| value(view.fact(id))).collect::<Vec<_>>()
    };
    let said = words(one);
    let all = |side| words(side).into_iter().chain(digits(side)).collect::<Vec<_>>();
    let counts = |values: Vec<u64>| {
        let mut counts: FxHashMap<u64, usize> = FxHashMap::default();
        values.into_iter().for_each(|value| *counts.entry(value).or_default() += 1);
        counts
    };
    let (ours, theirs) = (counts(all(one)), counts(all(other)));
    said.iter().any(|value| *value >= 2 && ours.get(value) > theirs.get(value))
}
