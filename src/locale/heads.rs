//! What the words of a text may be to the scanner, told by one look at each: the tree of spellings is walked for few of them.

use super::flags::{CAPITAL, PART};
use super::trie::{NodeId, Trie};
use super::word::word_end;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Range;

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
    /// Its number in `words`, plus one, where its key does not tell it from any other word of its length; else 0. The key tells a short
    /// word in ASCII.
    word: u16,
    /// How many bytes it has; 0 where there is none.
    len: u8,
    /// Whether it may begin with a stem.
    pub(super) stem: bool,
}

/// What the scanner is to do with a word.
#[derive(Clone, Copy, Debug)]
pub(super) enum Look<'a> {
    /// No term begins with it.
    Nothing,
    /// It is a term, and no longer one stands there.
    Term(u16),
    /// A longer or shorter term may stand there; and the head with which a longer one begins.
    Walk(Option<&'a Head>),
}

/// The first words of all spellings, and the stems that words may begin with.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Heads {
    /// Each by its hash, or in the next free place where that is taken. No more than every other place is.
    table: Vec<Head>,
    /// The words that a key does not tell.
    words: Vec<Box<[u8]>>,
    /// The first four letters of heads, of the words that may begin with a stem, and of the spellings that begin with a mark: those of
    /// most words of a text are not among them.
    first: Letters,
    /// The first letters of the words that may begin with a stem: four of them, six or eight, by how many the stem has.
    stems: [Letters; 3],
    /// The bytes with which the spellings begin that begin with no word.
    marks: Vec<u8>,
}

/// Spreads keys over a table.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

impl Heads {
    /// Sorts the spellings of a tree by how they begin; `None` where they are too many. Each comes with its term, the flags of it, and
    /// whether any ending may follow.
    pub(super) fn new<'a>(
        tree: &Trie,
        spellings: impl Iterator<Item = (&'a str, u16, u8, bool)> + Clone,
    ) -> Option<Self> {
        let (mut first, mut marks) = (Letters::none(), Vec::new());
        let mut stems = [(); 3].map(|()| Letters::none());
        let mut heads: BTreeMap<Vec<u8>, Head> = BTreeMap::new();
        // a whole spelling is preferred to an open one
        let (whole, open) = (spellings.clone().filter(|(.., open)| !open), spellings.filter(|(.., open)| *open));
        for (text, term, flags, open) in whole.chain(open) {
            let (word, rest) = text.split_at(word_end(text, 0));
            if word.is_empty() {
                marks.extend(text.bytes().next().filter(|mark| !marks.contains(mark)));
                first.enter(key(text.as_bytes()), text.len(), 4);
                continue;
            }
            let (key, len) = (key(word.as_bytes()), u8::try_from(word.len()).ok()?);
            let node = tree.node(word)?;
            let head =
                heads.entry(word.to_ascii_lowercase().into()).or_insert(Head { key, node, len, ..Head::default() });
            head.go_on(rest.as_bytes());
            if rest.is_empty() && head.term == 0 {
                head.term = term.checked_add(1)?;
                // without the capital that this one must have, it is another one's word
                if flags & CAPITAL != 0 {
                    head.follow = [u32::MAX; 4];
                }
            }
            first.enter(key, word.len().max(4), 4);
            if rest.is_empty() && (open || flags & PART != 0) {
                first.enter(key, word.len(), 4);
                let (stems, told) = match word.len() {
                    ..=4 => (&mut stems[0], 4),
                    5..=7 => (&mut stems[1], 6),
                    8.. => (&mut stems[2], 8),
                };
                stems.enter(key, word.len(), told);
            }
        }
        let size = (2 * heads.len()).next_power_of_two();
        let mut all = Self { table: vec![Head::default(); size], words: Vec::new(), first, stems, marks };
        for (word, head) in heads {
            all.enter(&word, head)?;
        }
        Some(all)
    }

    /// Puts the head that a word is in its place.
    fn enter(&mut self, word: &[u8], mut head: Head) -> Option<()> {
        head.stem = self.may_begin_with_stem(head.key);
        if word.len() > 8 || !word.is_ascii() {
            self.words.push(word.into());
            head.word = self.words.len().try_into().ok()?;
        }
        let mut slot = self.slot(head.key, word.len());
        while self.table[slot].len > 0 {
            slot = (slot + 1) % self.table.len();
        }
        self.table[slot] = head;
        Some(())
    }

    /// The bytes with which the spellings begin that begin with no word.
    pub(super) fn marks(&self) -> &[u8] {
        &self.marks
    }

    /// Whether a spelling may begin with a mark.
    pub(super) fn may_begin_with_mark(&self, text: &[u8]) -> bool {
        self.first.hold(key(text), 4)
    }

    /// Whether a spelling may begin where a word or one of the [`marks`](Self::marks) does. Of the `four` bytes that stand there `ahead`
    /// tells which belong to the word.
    #[inline]
    pub(super) fn may_begin(&self, four: u32, ahead: u64) -> bool {
        /// The bits of the letters that belong to a word, by how `ahead` ends: those of a mark are all that stands there.
        const OWN: [u32; 16] = {
            let mut own = [Letters::told(4) as u32; 16];
            let mut ahead = 1;
            while ahead < 15 {
                own[ahead] &= (1 << (8 * (ahead as u32).trailing_ones())) - 1;
                ahead += 2;
            }
            own
        };
        // a term may stand behind digits
        let digit = (four as u8).wrapping_sub(b'0') < 10;
        digit | self.first.holds(u64::from(four & OWN[(ahead & 15) as usize]))
    }

    /// What the word with a [`key`] is that stands at a place.
    #[inline]
    pub(super) fn look(&self, key: u64, bytes: &[u8], at: Range<usize>) -> Look<'_> {
        match self.find(key, bytes, at.clone()) {
            Some(head) if head.may_go_on(four(bytes, at.end)) => Look::Walk(Some(head)),
            Some(head) if head.term > 0 => Look::Term(head.term - 1),
            Some(head) if head.stem => Look::Walk(None),
            None if self.may_begin_with_stem(key) => Look::Walk(None),
            _ => Look::Nothing,
        }
    }

    #[inline]
    fn may_begin_with_stem(&self, key: u64) -> bool {
        self.stems.iter().zip([4, 6, 8]).any(|(stems, told)| stems.hold(key, told))
    }

    /// The head that a word is.
    #[inline]
    fn find(&self, key: u64, bytes: &[u8], at: Range<usize>) -> Option<&Head> {
        let mut slot = self.slot(key, at.len());
        loop {
            let head = self.table.get(slot)?;
            if head.key == key && usize::from(head.len) == at.len() && self.is_spelled(head, bytes, at.clone()) {
                return Some(head);
            }
            if head.len == 0 {
                return None;
            }
            slot = (slot + 1) % self.table.len();
        }
    }

    /// Whether a head with the key and the length of a word is that word.
    #[inline]
    fn is_spelled(&self, head: &Head, bytes: &[u8], at: Range<usize>) -> bool {
        head.word == 0 || self.words[usize::from(head.word) - 1].eq_ignore_ascii_case(&bytes[at])
    }

    #[inline]
    fn slot(&self, key: u64, len: usize) -> usize {
        (((key ^ len as u64).wrapping_mul(SPREAD) >> 32) as usize) & self.table.len().wrapping_sub(1)
    }
}

impl Head {
    /// How many bytes it has.
    pub(super) fn len(&self) -> usize {
        self.len.into()
    }

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

/// The [`key_of`] a word.
fn key(word: &[u8]) -> u64 {
    let mut eight = [0; 8];
    let told = &word[..word.len().min(8)];
    eight[..told.len()].copy_from_slice(told);
    key_of(u64::from_le_bytes(eight), told.len())
}

/// The first eight bytes of a word, as many as it has: letters as small ones, and other bytes of words as what none of these is.
#[inline]
pub(super) fn key_of(eight: u64, len: usize) -> u64 {
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
    (eight | SMALL) & OWN[len.min(8)]
}

/// The first letters of words, as a bit for each hash of so many. What is no ASCII letter counts as one.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct Letters {
    bits: Vec<u64>,
}

/// Several times as many as there are of them where words of few letters leave some of them open, and little enough to stay in the
/// fastest cache.
const LETTERS: usize = 1 << 16;
/// How many bits of a byte tell the letter.
const LETTER: usize = 5;

impl Letters {
    fn none() -> Self {
        Self { bits: vec![0; LETTERS / 64] }
    }

    /// The bits of a key that tell so many letters.
    const fn told(many: usize) -> u64 {
        0x1f1f_1f1f_1f1f_1f1f >> (64 - 8 * many)
    }

    /// Enters so many letters of the key of what has `len` bytes: what it does not tell of the letters may be any.
    fn enter(&mut self, key: u64, len: usize, many: usize) {
        let open = many.saturating_sub(len);
        for letters in 0..1_u64 << (LETTER * open) {
            let rest = (0..open).map(|at| (letters >> (LETTER * at) & 31) << (8 * (len + at)));
            let slot = Self::slot((key | rest.sum::<u64>()) & Self::told(many));
            self.bits[slot / 64] |= 1 << (slot % 64);
        }
    }

    #[inline]
    fn hold(&self, key: u64, many: usize) -> bool {
        self.holds(key & Self::told(many))
    }

    /// The same where nothing but the letters is told.
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
