//! Blocks that both pages identify alike: the same explicit id, the same code, the same text. The longest run in order stays
//! (patience diff).

use super::{Invariants, Side};
use crate::parse::{BlockKind, Document};
use rustc_hash::FxHasher;
use std::hash::{Hash, Hasher};

/// Pairs of blocks (source, translation), ascending in both.
pub(super) fn anchors(own: &Invariants, source: Side<'_>, translation: Side<'_>) -> Vec<(u32, u32)> {
    let of_source = keys(own, source.document, true).map(|(at, key)| (key, false, at));
    let of_translation = keys(own, translation.document, false).map(|(at, key)| (key, true, at));
    let mut all: Vec<(u64, bool, u32)> = of_source.chain(of_translation).collect();
    all.sort_unstable();
    all.dedup();
    let mut pairs: Vec<(u32, u32)> = all
        .chunk_by(|one, next| one.0 == next.0)
        .filter_map(|alike| match *alike {
            [(_, false, s), (_, true, t)] => Some((s, t)),
            _ => None,
        })
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    longest_ascending(&pairs)
}

/// What identifies a block beyond doubt where it is unique in both pages.
fn keys<'a>(own: &'a Invariants, document: &'a Document, source: bool) -> impl Iterator<Item = (u32, u64)> + 'a {
    // localised pages keep the slug of the source's heading as an explicit id
    let headings = document.sections.iter().filter_map(|section| Some((section.heading?, section)));
    let headings = headings.flat_map(|(heading, section)| {
        let ids = document.anchors(section).chain([document.slug(section)]).filter(|id| !id.is_empty());
        ids.map(move |id| (heading, hash(&("anchor", id))))
    });
    let all = 0..document.blocks.len() as u32;
    let entries = if source { own.source(&all) } else { own.translation(&all) };
    let texts = document.blocks.iter().zip(entries).zip(all).filter_map(|((block, entry), at)| {
        let (kind, text) = entry.text();
        let long = block.text.len() > 20;
        (long && !matches!(kind, BlockKind::Rule)).then(|| (at, hash(&("text", kind, text))))
    });
    headings.chain(texts)
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}

/// The longest run of pairs that ascends on both sides; `pairs` ascends in the first.
fn longest_ascending(pairs: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; pairs.len()];
    for (at, pair) in pairs.iter().enumerate() {
        let place = tails.partition_point(|&tail| pairs[tail].1 < pair.1);
        before[at] = place.checked_sub(1).map(|previous| tails[previous]);
        if place == tails.len() {
            tails.push(at);
        } else {
            tails[place] = at;
        }
    }
    let mut run = Vec::with_capacity(tails.len());
    let mut at = tails.last().copied();
    while let Some(index) = at {
        run.push(pairs[index]);
        at = before[index];
    }
    run.reverse();
    // two keys may pair one source block twice
    run.dedup_by(|next, first| next.0 == first.0);
    run
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_crosses_the_others_is_left_out() {
        assert_eq!(longest_ascending(&[(0, 5), (1, 0), (2, 1), (3, 9), (4, 2)]), [(1, 0), (2, 1), (4, 2)]);
        assert_eq!(longest_ascending(&[]), []);
    }
}
