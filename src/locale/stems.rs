//! Beginnings of words: stems that any ending may follow, and parts that a number written as one word may begin with.

use super::flags::{CAPITAL, OPEN};
use super::key::{self, Slots, Words};
use serde::{Deserialize, Serialize};

/// How a word may begin.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize)]
struct Stem {
    key: u64,
    term: u16,
    /// Its number in `words`.
    word: u16,
    len: u8,
    capital: bool,
    /// Whether it is a stem, and no part.
    open: bool,
    /// Whether another stands behind it that may begin the same words.
    more: bool,
}

/// What a word begins with.
#[derive(Clone, Copy, Debug)]
pub(super) enum Begins {
    /// With none of the stems and parts.
    Other,
    /// With the stem that is this term.
    Stem(u16),
    /// With a part of a number.
    Part,
}

/// The beginnings of words. There are so few with the same three letters that to look at each of these is quicker than to walk the
/// tree.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Stems {
    /// By the hash of the first three letters.
    slots: Slots,
    /// The longest first, behind one that no word begins with.
    all: Vec<Stem>,
    /// Those that their keys do not tell.
    words: Words,
}

/// How many letters stems are sorted by.
const TOLD: usize = 3;

impl Stems {
    /// Sorts stems and parts, each with its term and the flags of it; `None` where they are too many.
    pub(super) fn new<'a>(spellings: impl Iterator<Item = (&'a str, u16, u8)>) -> Option<Self> {
        let mut words = Words::default();
        let mut by_hash = Vec::new();
        for (text, term, flags) in spellings {
            let (key, word, len) =
                (key::key(text.as_bytes()), words.enter(text.as_bytes())?, u8::try_from(text.len()).ok()?);
            let (capital, open) = (flags & CAPITAL != 0, flags & OPEN != 0);
            let stem = Stem { key, term, word, len, capital, open, more: false };
            by_hash.extend(key::letters(key, text.len(), TOLD).map(|letters| (Slots::hash(letters), stem)));
        }
        by_hash.sort_by_key(|(_, stem)| std::cmp::Reverse(stem.len));
        let mut all = vec![Stem::default()];
        let slots = Slots::lay(by_hash, &mut all, |stem| stem.more = true)?;
        Some(Self { slots, all, words })
    }

    /// What the word with a [`key`](key::key) begins with that stands at a place: the longest stem, or else a part. As a whole it is
    /// none of the lexicon's.
    #[inline]
    pub(super) fn begins(&self, key: u64, text: &str, at: usize) -> Begins {
        match self.slots.first(Slots::hash(key & key::told(TOLD))) {
            0 => Begins::Other,
            first => self.begins_with(first, key, text, at),
        }
    }

    /// The same among those that stand together from the `first` on.
    fn begins_with(&self, first: usize, key: u64, text: &str, at: usize) -> Begins {
        let mut begins = Begins::Other;
        for stem in &self.all[first..] {
            if key::key_of(key, stem.len.into()) == stem.key
                && (stem.word == 0 || self.words.begins(stem.word, &text.as_bytes()[at..]))
                && (!stem.capital || text[at..].starts_with(char::is_uppercase))
            {
                if stem.open {
                    return Begins::Stem(stem.term);
                }
                begins = Begins::Part;
            }
            if !stem.more {
                break;
            }
        }
        begins
    }
}
