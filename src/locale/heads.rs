//! What the words of a text may be to the scanner, told by one look at each: the tree of spellings is walked for few of them.

use super::scan::{CAPITAL, PART, word_end};
use crate::text::LONG;

/// The first word of spellings, or all of one.
#[derive(Clone, Debug)]
pub(super) struct Head {
    word: Box<str>,
    key: u64,
    /// Whether the key tells it from any other word of its length: so does that of a short word in ASCII.
    short: bool,
    /// The term that is spelled so.
    term: Option<u16>,
    /// A bit for each way in which the spellings go on that do: see [`next`].
    follow: u64,
}

/// What the scanner is to do with a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// No term begins with it.
    Nothing,
    /// It is a term, and no longer one stands there.
    Term(u16),
    /// A longer or shorter term may stand there.
    Walk,
}

/// The first words of all spellings, and the stems that words may begin with.
#[derive(Clone, Debug)]
pub(super) struct Heads {
    heads: Vec<Head>,
    /// Where a head is in `heads`, plus one, by its hash; the next free slot where that is taken.
    slots: Box<[u16; SLOTS]>,
    /// The first four letters of the words that may begin with a stem.
    stems: Letters<4>,
    /// Where they may be those of a stem: the first four letters where the stem has no more of them,
    short: Letters<4>,
    /// and the first six where it has.
    long: Letters<6>,
    /// The bytes with which the spellings begin that begin with no word.
    pub(super) marks: Vec<u8>,
}

/// Spreads keys over a table.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
/// Several times as many as there are heads in any lexicon, and still little enough to stay in the fast caches.
const SLOTS: usize = 1 << 13;
/// The most heads: so that slots stay free.
const MOST: usize = SLOTS / 2;

impl Heads {
    /// Sorts the spellings by how they begin; `None` where they are too many. Each comes with its term, the flags of it, and whether any
    /// ending may follow.
    pub(super) fn new<'a>(spellings: impl Iterator<Item = (&'a str, u16, u8, bool)> + Clone) -> Option<Self> {
        let mut all = Self {
            heads: Vec::new(),
            slots: Box::new([0; SLOTS]),
            stems: Letters::none(),
            short: Letters::none(),
            long: Letters::none(),
            marks: Vec::new(),
        };
        // a whole spelling is preferred to an open one
        let (whole, open) = (spellings.clone().filter(|(.., open)| !open), spellings.filter(|(.., open)| *open));
        for (text, term, flags, open) in whole.chain(open) {
            all.enter(text, term, flags, open)?;
        }
        Some(all)
    }

    fn enter(&mut self, text: &str, term: u16, flags: u8, open: bool) -> Option<()> {
        let (word, rest) = text.split_at(word_end(text, 0));
        if word.is_empty() {
            let first = *text.as_bytes().first()?;
            if !self.marks.contains(&first) {
                self.marks.push(first);
            }
            return Some(());
        }
        let head = self.head(word)?;
        match rest.as_bytes() {
            [] if head.term.is_none() => {
                head.term = Some(term);
                // without the capital that this one must have, it is another one's word
                if flags & CAPITAL != 0 {
                    head.follow = u64::MAX;
                }
            }
            [] => {}
            [_, one, two, ..] => head.follow |= 1 << next(*one, *two),
            [_, ..] => head.follow = u64::MAX,
        }
        if rest.is_empty() && (open || flags & PART != 0) {
            let key = key(word.as_bytes(), 0, word.len());
            self.stems.enter(key, word.len());
            match word.len() {
                len @ ..=4 => self.short.enter(key, len),
                len => self.long.enter(key, len),
            }
        }
        Some(())
    }

    /// The head of that word, made where there is none.
    fn head(&mut self, word: &str) -> Option<&mut Head> {
        let key = key(word.as_bytes(), 0, word.len());
        let mut slot = slot(key, word.len());
        loop {
            match self.slots[slot] {
                0 => break,
                at if self.heads[usize::from(at) - 1].is(key, word.as_bytes()) => {
                    return self.heads.get_mut(usize::from(at) - 1);
                }
                _ => slot = (slot + 1) % SLOTS,
            }
        }
        if self.heads.len() == MOST {
            return None;
        }
        let short = word.len() <= 8 && word.is_ascii();
        self.heads.push(Head { word: word.into(), key, short, term: None, follow: 0 });
        self.slots[slot] = self.heads.len() as u16;
        self.heads.last_mut()
    }

    /// Whether the word with a [`key`] may be or begin a term: of longer words than [`LONG`] only so many bytes need be told.
    #[inline]
    pub(super) fn may_be(&self, key: u64, len: usize) -> bool {
        (self.slots[slot(key, len)] != 0) | self.stems.hold(key)
    }

    /// What a word is that may be something.
    #[inline]
    pub(super) fn look(&self, bytes: &[u8], at: usize, len: usize, key: u64) -> Look {
        match self.look_up(bytes, at, len, key, slot(key, len)) {
            Look::Nothing if self.stems.hold(key) && (self.short.hold(key) || self.long.hold(key)) => Look::Walk,
            look => look,
        }
    }

    /// What is known of the word as such.
    #[inline]
    fn look_up(&self, bytes: &[u8], at: usize, len: usize, key: u64, mut slot: usize) -> Look {
        if len >= LONG {
            return Look::Walk;
        }
        while let Some(index) = usize::from(self.slots[slot]).checked_sub(1) {
            let head = &self.heads[index];
            if head.is(key, &bytes[at..at + len]) {
                let ahead = |by: usize| bytes.get(at + len + by).copied().unwrap_or(0);
                return match head.term {
                    _ if head.follow >> next(ahead(1), ahead(2)) & 1 != 0 => Look::Walk,
                    Some(term) => Look::Term(term),
                    None => Look::Nothing,
                };
            }
            slot = (slot + 1) % SLOTS;
        }
        Look::Nothing
    }
}

impl Head {
    #[inline]
    fn is(&self, key: u64, word: &[u8]) -> bool {
        self.key == key
            && self.word.len() == word.len()
            && (self.short || self.word.as_bytes().eq_ignore_ascii_case(word))
    }
}

/// The first eight bytes of a word, as many as it has: letters as small ones, and other bytes of words as what none of these is.
#[inline]
pub(super) fn key(bytes: &[u8], at: usize, len: usize) -> u64 {
    const SMALL: u64 = 0x2020_2020_2020_2020;
    /// The bytes that a word of so many letters has of eight.
    const OWN: [u64; 9] = {
        let mut own = [u64::MAX; 9];
        let mut len = 0;
        while len < 8 {
            own[len] = (1 << (8 * len)) - 1;
            len += 1;
        }
        own
    };
    let first = match bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        Some(eight) => u64::from_le_bytes(*eight),
        // the last word of a text
        None => bytes[at..].iter().rev().fold(0, |first, &byte| first << 8 | u64::from(byte)),
    };
    (first | SMALL) & OWN[len.min(8)]
}

#[inline]
fn slot(key: u64, len: usize) -> usize {
    ((key ^ len.min(LONG) as u64).wrapping_mul(SPREAD) >> (64 - SLOTS.ilog2())) as usize
}

/// What the second and the third byte behind a word say, as a number below 64: of `no longer` the `l` and the `o`.
#[inline]
fn next(one: u8, two: u8) -> u8 {
    (one & 31).wrapping_mul(9).wrapping_add(two & 31) & 63
}

/// The first letters of words, as a bit for each hash of so many. What is no ASCII letter counts as one.
#[derive(Clone, Debug)]
struct Letters<const MANY: usize> {
    bits: Box<[u64; LETTERS / 64]>,
}

/// Several times as many as there are of them where words of few letters leave some of them open.
const LETTERS: usize = 1 << 16;
/// How many bits of a byte tell the letter.
const LETTER: usize = 5;

impl<const MANY: usize> Letters<MANY> {
    fn none() -> Self {
        Self { bits: Box::new([0; LETTERS / 64]) }
    }

    /// Enters the key of a stem of `len` bytes: what it does not tell of the letters may be any.
    fn enter(&mut self, key: u64, len: usize) {
        let open = MANY.saturating_sub(len);
        for letters in 0..1_u64 << (LETTER * open) {
            let rest = (0..open).map(|at| (letters >> (LETTER * at) & 31) << (8 * (len + at)));
            let slot = Self::slot(key | rest.sum::<u64>());
            self.bits[slot / 64] |= 1 << (slot % 64);
        }
    }

    #[inline]
    fn hold(&self, key: u64) -> bool {
        let slot = Self::slot(key);
        self.bits[slot / 64] >> (slot % 64) & 1 != 0
    }

    #[inline]
    fn slot(key: u64) -> usize {
        const TOLD: u64 = 0x1f1f_1f1f_1f1f_1f1f;
        let letters = key & TOLD >> (64 - 8 * MANY);
        (letters.wrapping_mul(SPREAD) >> (64 - LETTERS.ilog2())) as usize
    }
}
