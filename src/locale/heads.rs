//! What the words of a text may be to the scanner, told by one look at each: the tree of spellings is walked for few of them.

use super::flags::{CAPITAL, PART};
use super::key::{self, SPREAD, Slots, Words, key};
use super::stems::{Begins, Stems};
use super::trie::{NodeId, Trie};
use super::word::word_end;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The first word of spellings, or all of one.
// all that a look needs of it in one place, and no more: two of them to a line of the caches
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize)]
pub(super) struct Head {
    key: u64,
    /// Of each of the four bytes behind the word a bit for all that it is, by its lower bits, where spellings go on.
    follow: [u32; 4],
    /// Where it ends in the tree of spellings.
    pub(super) node: NodeId,
    /// The term that is spelled so, plus one, or 0.
    term: u16,
    /// Its number in `words`.
    word: u16,
    /// Whether the next one has the same hash.
    more: bool,
}

/// What the scanner is to do with a word.
#[derive(Clone, Copy, Debug)]
pub(super) enum Look<'a> {
    /// No term begins with it.
    Nothing,
    /// It is a term or begins with the stem that is one, and no longer one stands there.
    Term(u16),
    /// It may be a number, as one begins with its first letters.
    Part,
    /// A longer term may stand there, which this head begins with.
    Walk(&'a Head),
}

/// The first words of all spellings, and the stems that words may begin with.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Heads {
    slots: Slots,
    /// Behind one that no word is.
    all: Vec<Head>,
    /// The words that a key does not tell.
    words: Words,
    stems: Stems,
    /// How heads, stems, and the spellings that begin with a mark begin: most words of a text do not.
    first: Letters,
    /// The bytes with which the spellings begin that begin with no word.
    marks: Vec<u8>,
    /// Whether any begins with a digit.
    digits: bool,
}

impl Heads {
    /// Sorts the spellings of a tree by how they begin; `None` where they are too many. Each comes with its term, the flags of it, and
    /// whether any ending may follow.
    pub(super) fn new<'a>(
        tree: &Trie,
        spellings: impl Iterator<Item = (&'a str, u16, u8, bool)> + Clone,
    ) -> Option<Self> {
        let (mut first, mut marks, mut words) = (Letters::none(), Vec::new(), Words::default());
        let mut heads: BTreeMap<Vec<u8>, Head> = BTreeMap::new();
        let is_word = |text: &str| !text.is_empty() && word_end(text, 0) == text.len();
        let stems = spellings.clone().filter(|(text, _, flags, open)| is_word(text) && (*open || flags & PART != 0));
        stems.clone().for_each(|(text, ..)| first.enter(key(text.as_bytes()), text.len()));
        let stems = Stems::new(stems.map(|(text, term, flags, _)| (text, term, flags)))?;
        // a whole spelling is preferred to an open one
        let (whole, open) = (spellings.clone().filter(|(.., open)| !open), spellings.filter(|(.., open)| *open));
        for (text, term, flags, _) in whole.chain(open) {
            let (word, rest) = text.split_at(word_end(text, 0));
            if word.is_empty() {
                marks.extend(text.bytes().next().filter(|mark| !marks.contains(mark)));
                first.enter(key(text.as_bytes()), text.len());
                continue;
            }
            let key = key(word.as_bytes());
            first.enter(key, word.len().max(TOLD));
            let node = tree.node(word)?;
            let head = heads.entry(word.to_ascii_lowercase().into()).or_insert(Head { key, node, ..Head::default() });
            head.go_on(rest.as_bytes());
            if rest.is_empty() && head.term == 0 {
                head.term = term.checked_add(1)?;
                // without the capital that this one must have, it is another one's word
                if flags & CAPITAL != 0 {
                    head.follow = [u32::MAX; 4];
                }
            }
        }
        let mut all = vec![Head::default()];
        let mut by_hash = Vec::new();
        let digits = heads.keys().any(|word| word.first().is_some_and(u8::is_ascii_digit));
        for (word, head) in heads {
            by_hash.push((Slots::hash(head.key), Head { word: words.enter(&word)?, ..head }));
        }
        let slots = Slots::lay(by_hash, &mut all, |head| head.more = true)?;
        Some(Self { slots, all, words, stems, first, marks, digits })
    }

    /// The bytes with which the spellings begin that begin with no word.
    pub(super) fn marks(&self) -> &[u8] {
        &self.marks
    }

    /// Whether a spelling may begin with a mark.
    pub(super) fn may_begin_with_mark(&self, text: &[u8]) -> bool {
        self.first.holds(key(text) & key::told(TOLD))
    }

    /// Whether a spelling may begin where a word or one of the [`marks`](Self::marks) does. Of the `four` bytes that stand there `ahead`
    /// tells which belong to the word.
    #[inline]
    pub(super) fn may_begin(&self, four: u32, ahead: u64) -> bool {
        /// The bits of the letters that belong to a word, by how `ahead` ends: those of a mark are all that stands there.
        const OWN: [u32; 16] = {
            let mut own = [key::told(TOLD) as u32; 16];
            let mut ahead = 1;
            while ahead < 15 {
                own[ahead] &= (1 << (8 * (ahead as u32).trailing_ones())) - 1;
                ahead += 2;
            }
            own
        };
        self.first.holds(u64::from(four & OWN[(ahead & 15) as usize]))
    }

    /// Whether any begins with a digit.
    pub(super) fn have_digits(&self) -> bool {
        self.digits
    }

    /// What the word with a [`key`](key::key) is that stands at a place and has `len` bytes.
    #[inline]
    pub(super) fn look(&self, key: u64, text: &str, at: usize, len: usize) -> Look<'_> {
        let head = self.find(key, text.as_bytes(), at, len);
        if head.may_go_on(four(text.as_bytes(), at + len)) {
            return Look::Walk(head);
        }
        match head.term() {
            Some(term) => Look::Term(term),
            None => self.look_at_beginning(key, text, at),
        }
    }

    /// The same, where it is no spelling and none goes on with it.
    #[inline]
    pub(super) fn look_at_beginning(&self, key: u64, text: &str, at: usize) -> Look<'_> {
        match self.stems.begins(key, text, at) {
            Begins::Other => Look::Nothing,
            Begins::Stem(term) => Look::Term(term),
            Begins::Part => Look::Part,
        }
    }

    /// The head that a word is, or one that none is.
    #[inline]
    fn find(&self, key: u64, bytes: &[u8], at: usize, len: usize) -> &Head {
        let mut next = self.slots.first(Slots::hash(key));
        loop {
            let head = &self.all[next];
            if head.key == key && (head.word == 0 || self.words.is(head.word, &bytes[at..at + len])) {
                return head;
            }
            if !head.more {
                return &self.all[0];
            }
            next += 1;
        }
    }
}

impl Head {
    /// The term that is spelled so.
    pub(super) fn term(&self) -> Option<u16> {
        self.term.checked_sub(1)
    }

    /// Notes that a spelling goes on with this; where it has fewer bytes, any may follow.
    fn go_on(&mut self, rest: &[u8]) {
        if !rest.is_empty() {
            let all = rest.iter().map(|byte| 1 << (byte % 32)).chain(std::iter::repeat(u32::MAX));
            self.follow.iter_mut().zip(all).for_each(|(bits, own)| *bits |= own);
        }
    }

    /// Whether a spelling may go on with the bytes that stand behind the word.
    #[inline]
    fn may_go_on(&self, behind: u32) -> bool {
        let [a, b, c, d] = behind.to_le_bytes();
        let [one, two, three, four] = self.follow;
        one >> (a % 32) & two >> (b % 32) & three >> (c % 32) & four >> (d % 32) & 1 != 0
    }
}

/// The four bytes at a place, with noughts behind the last.
#[inline]
fn four(bytes: &[u8], at: usize) -> u32 {
    let rest = &bytes[at..];
    u32::from_le_bytes(
        rest.first_chunk().copied().unwrap_or_else(|| std::array::from_fn(|by| rest.get(by).copied().unwrap_or(0))),
    )
}

/// The first four letters of words, as a bit for each hash of them.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct Letters {
    bits: Vec<u64>,
}

/// Several times as many as there are of them where words of few letters leave some of them open, and little enough to stay in the
/// fastest cache.
const LETTERS: usize = 1 << 16;
/// How many letters are told.
const TOLD: usize = 4;

impl Letters {
    fn none() -> Self {
        Self { bits: vec![0; LETTERS / 64] }
    }

    /// Enters the letters of the key of what has `len` bytes: what it does not tell of the letters may be any.
    fn enter(&mut self, key: u64, len: usize) {
        for letters in key::letters(key, len, TOLD) {
            let slot = Self::slot(letters);
            self.bits[slot / 64] |= 1 << (slot % 64);
        }
    }

    /// Whether the letters, and nothing else, of a key are among them.
    #[inline]
    fn holds(&self, letters: u64) -> bool {
        let slot = Self::slot(letters);
        // of a known size, for the compiler to see that no place is beyond it
        let bits: Option<&[u64; LETTERS / 64]> = self.bits.first_chunk();
        bits.is_some_and(|bits| bits[slot / 64] >> (slot % 64) & 1 != 0)
    }

    #[inline]
    fn slot(letters: u64) -> usize {
        (letters.wrapping_mul(SPREAD) >> (64 - LETTERS.ilog2())) as usize
    }
}
