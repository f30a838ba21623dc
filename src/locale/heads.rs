//! What the words of a text may be to the scanner, told by one look at each: the tree of spellings is walked for few of them.

use super::flags::{CAPITAL, PART};
use super::trie::{NodeId, Trie};
use super::word::word_end;
use serde::{Deserialize, Serialize};

/// The first word of spellings, or all of one.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Head {
    key: u64,
    /// A bit for each way in which the spellings go on that do: see [`next`].
    follow: u64,
    word: Box<[u8]>,
    /// Where it ends in the tree of spellings.
    pub(super) node: NodeId,
    /// The term that is spelled so.
    pub(super) term: Option<u16>,
    /// Whether the key tells it from any other word of its length: so does that of a short word in ASCII.
    short: bool,
    /// Whether it may begin with a stem.
    stem: bool,
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
    heads: Vec<Head>,
    /// Where a head is in `heads`, plus one, by its hash; the next free slot where that is taken.
    slots: Box<[u16]>,
    /// The first four letters of heads, of the words that may begin with a stem, and of the spellings that begin with a mark: those of
    /// most words of a text are not among them.
    first: Letters<4>,
    /// The first letters of the words that may begin with a stem: four where the stem has no more of them,
    short: Letters<4>,
    /// and six where it has.
    long: Letters<6>,
    /// The bytes with which the spellings begin that begin with no word.
    marks: Vec<u8>,
}

/// Spreads keys over a table.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
/// Several times as many as there are heads in any lexicon, and still little enough to stay in the fast caches.
const SLOTS: usize = 1 << 13;
/// The most heads: so that slots stay free.
const MOST: usize = SLOTS / 2;

impl Heads {
    /// Sorts the spellings of a tree by how they begin; `None` where they are too many. Each comes with its term, the flags of it, and
    /// whether any ending may follow.
    pub(super) fn new<'a>(
        tree: &Trie,
        spellings: impl Iterator<Item = (&'a str, u16, u8, bool)> + Clone,
    ) -> Option<Self> {
        let mut all = Self {
            heads: Vec::new(),
            slots: [0; SLOTS].into(),
            first: Letters::none(),
            short: Letters::none(),
            long: Letters::none(),
            marks: Vec::new(),
        };
        // a whole spelling is preferred to an open one
        let (whole, open) = (spellings.clone().filter(|(.., open)| !open), spellings.filter(|(.., open)| *open));
        for (text, term, flags, open) in whole.chain(open) {
            all.enter(tree, text, term, flags, open)?;
        }
        for head in &mut all.heads {
            head.stem = all.short.hold(head.key) || all.long.hold(head.key);
        }
        Some(all)
    }

    fn enter(&mut self, tree: &Trie, text: &str, term: u16, flags: u8, open: bool) -> Option<()> {
        let (word, rest) = text.split_at(word_end(text, 0));
        if word.is_empty() {
            let first = *text.as_bytes().first()?;
            if !self.marks.contains(&first) {
                self.marks.push(first);
            }
            self.first.enter(key(text.as_bytes()), text.len());
            return Some(());
        }
        let key = key(word.as_bytes());
        let head = self.head(tree, word, key)?;
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
        self.first.enter(key, word.len().max(4));
        if rest.is_empty() && (open || flags & PART != 0) {
            self.first.enter(key, word.len());
            match word.len() {
                len @ ..=4 => self.short.enter(key, len),
                len => self.long.enter(key, len),
            }
        }
        Some(())
    }

    /// The head of that word, made where there is none.
    fn head(&mut self, tree: &Trie, word: &str, key: u64) -> Option<&mut Head> {
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
        let node = tree.node(word)?;
        self.heads.push(Head { key, follow: 0, word: word.as_bytes().into(), node, term: None, short, stem: false });
        self.slots[slot] = self.heads.len() as u16;
        self.heads.last_mut()
    }

    /// The bytes with which the spellings begin that begin with no word.
    pub(super) fn marks(&self) -> &[u8] {
        &self.marks
    }

    /// Whether a spelling may begin with a mark.
    pub(super) fn may_begin_with_mark(&self, text: &[u8]) -> bool {
        self.first.hold(key(text))
    }

    /// Whether a spelling may begin where a word or one of the [`marks`](Self::marks) does. Of the first of `eight` bytes that stand
    /// there `ahead` tells which belong to the word.
    #[inline]
    pub(super) fn may_begin(&self, eight: u64, ahead: u64) -> bool {
        /// The bits of the letters that belong to a word, by how `ahead` ends: those of a mark are all that stands there.
        const OWN: [u64; 16] = {
            let mut own = [Letters::<4>::TOLD; 16];
            let mut ahead = 1;
            while ahead < 16 {
                own[ahead] &= (1 << (8 * (ahead as u64).trailing_ones())) - 1;
                ahead += 2;
            }
            own
        };
        // a term may stand behind digits
        (eight as u8).is_ascii_digit() || self.first.holds(eight & OWN[(ahead & 15) as usize])
    }

    /// What a word with a [`key`] is.
    #[inline]
    pub(super) fn look(&self, key: u64, word: &[u8], behind: &[u8]) -> Look<'_> {
        match self.find(key, word) {
            Some(head) if head.may_go_on(behind) => Look::Walk(Some(head)),
            Some(Head { term: Some(term), .. }) => Look::Term(*term),
            Some(head) if head.stem => Look::Walk(None),
            None if self.short.hold(key) || self.long.hold(key) => Look::Walk(None),
            _ => Look::Nothing,
        }
    }

    /// The head that a word is.
    #[inline]
    fn find(&self, key: u64, word: &[u8]) -> Option<&Head> {
        let mut slot = slot(key, word.len());
        while let Some(index) = usize::from(self.slots[slot]).checked_sub(1) {
            let head = &self.heads[index];
            if head.is(key, word) {
                return Some(head);
            }
            slot = (slot + 1) % SLOTS;
        }
        None
    }
}

impl Head {
    /// How many bytes it has.
    pub(super) fn len(&self) -> usize {
        self.word.len()
    }

    #[inline]
    fn is(&self, key: u64, word: &[u8]) -> bool {
        self.key == key && self.word.len() == word.len() && (self.short || self.word.eq_ignore_ascii_case(word))
    }

    /// Whether a spelling may go on with what stands behind the word.
    #[inline]
    fn may_go_on(&self, behind: &[u8]) -> bool {
        let ahead = |by: usize| behind.get(by).copied().unwrap_or(0);
        self.follow >> next(ahead(1), ahead(2)) & 1 != 0
    }
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

#[inline]
fn slot(key: u64, len: usize) -> usize {
    ((key ^ len as u64).wrapping_mul(SPREAD) >> (64 - SLOTS.ilog2())) as usize
}

/// What the second and the third byte behind a word say, as a number below 64: of `no longer` the `l` and the `o`.
#[inline]
fn next(one: u8, two: u8) -> u8 {
    (one & 31).wrapping_mul(9).wrapping_add(two & 31) & 63
}

/// The first letters of words, as a bit for each hash of so many. What is no ASCII letter counts as one.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct Letters<const MANY: usize> {
    bits: Box<[u64]>,
}

/// Several times as many as there are of them where words of few letters leave some of them open.
const LETTERS: usize = 1 << 16;
/// How many bits of a byte tell the letter.
const LETTER: usize = 5;

impl<const MANY: usize> Letters<MANY> {
    /// The bits of a key that tell its letters.
    const TOLD: u64 = 0x1f1f_1f1f_1f1f_1f1f >> (64 - 8 * MANY);

    fn none() -> Self {
        Self { bits: [0; LETTERS / 64].into() }
    }

    /// Enters the key of a stem of `len` bytes: what it does not tell of the letters may be any.
    fn enter(&mut self, key: u64, len: usize) {
        let open = MANY.saturating_sub(len);
        for letters in 0..1_u64 << (LETTER * open) {
            let rest = (0..open).map(|at| (letters >> (LETTER * at) & 31) << (8 * (len + at)));
            let slot = Self::slot((key | rest.sum::<u64>()) & Self::TOLD);
            self.bits[slot / 64] |= 1 << (slot % 64);
        }
    }

    #[inline]
    fn hold(&self, key: u64) -> bool {
        self.holds(key & Self::TOLD)
    }

    /// The same where nothing but the letters is told.
    #[inline]
    fn holds(&self, letters: u64) -> bool {
        let slot = Self::slot(letters);
        self.bits[slot / 64] >> (slot % 64) & 1 != 0
    }

    #[inline]
    fn slot(letters: u64) -> usize {
        (letters.wrapping_mul(SPREAD) >> (64 - LETTERS.ilog2())) as usize
    }
}
