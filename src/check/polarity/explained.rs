//! Whether a negation that only one of two sentences has is said by another word in the other.

use super::sentence::Sentence;
use crate::locale::SenseId;
use rustc_hash::FxHashMap;

/// The sense of all words with a prefix that denies.
const NEGATED: &str = "un";

/// Senses of words that already say what a negation behind them repeats: what is blocked cannot be used, a
/// limit is not exceeded.
const REPEATED: [&str; 4] = ["block", "prevent", "deny", "most"];

/// Senses of words that turn a condition round, and with it the negation: `not before` for `after`, `or else not` for `so that`.
const TURNING: [&str; 4] = ["until", "otherwise", PURPOSE, "unless"];

/// The sense of words before what something is for, which deny nothing by themselves.
const PURPOSE: &str = "so";

/// Whether a negation that the translation `b` adds to `a` is said there by another word.
pub(super) fn added(a: &Sentence, b: &Sentence) -> bool {
    unexplained(&a.extended, &b.extended, strict).next().is_some()
        || a.extended.iter().copied().any(repeats)
        || unexplained(&b.extended, &a.extended, strict).any(turns)
}

/// Whether a negation of `a` that the translation `b` lacks is said there by another word.
pub(super) fn lost(a: &Sentence, b: &Sentence) -> bool {
    // where nothing else denies, the word itself is what may be said by another
    let kind = if a.core > 0 { broad } else { strict };
    unexplained(&b.extended, &a.extended, kind).any(denies)
}

/// One side's extended cues that have no cue of their kind on the other: those may stand for a negation there.
fn unexplained<'a>(
    own: &'a [Option<SenseId>],
    other: &[Option<SenseId>],
    kind: fn(SenseId) -> &'static str,
) -> impl Iterator<Item = Option<SenseId>> + 'a {
    // senses are few, however many cues a text has
    let mut left: FxHashMap<&str, usize> = FxHashMap::default();
    other.iter().copied().flatten().for_each(|sense| *left.entry(kind(sense)).or_default() += 1);
    let mut explained = move |sense: Option<SenseId>| {
        let count = sense.and_then(|sense| left.get_mut(kind(sense))).filter(|count| **count > 0);
        count.map(|count| *count -= 1).is_some()
    };
    own.iter().copied().filter(move |sense| !explained(*sense))
}

fn strict(sense: SenseId) -> &'static str {
    sense.as_str()
}

/// What cannot be left out may be said by any word that denies by its prefix.
fn broad(sense: SenseId) -> &'static str {
    if sense.is_strong() { NEGATED } else { sense.as_str() }
}

fn repeats(sense: Option<SenseId>) -> bool {
    sense.is_some_and(|sense| REPEATED.contains(&sense.as_str()))
}

fn turns(sense: Option<SenseId>) -> bool {
    sense.is_some_and(|sense| TURNING.contains(&sense.as_str()))
}

fn denies(sense: Option<SenseId>) -> bool {
    sense.is_none_or(|sense| sense.as_str() != PURPOSE)
}
