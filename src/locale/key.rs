//! The first bytes of words as a number, which tells most words from each other, and lists that are looked up by it.

use serde::{Deserialize, Serialize};

/// Spreads numbers over a table.
pub(super) const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// The [`key_of`] a word.
pub(super) fn key(word: &[u8]) -> u64 {
    let mut eight = [0; 8];
    let told = &word[..word.len().min(8)];
    eight[..told.len()].copy_from_slice(told);
    key_of(u64::from_le_bytes(eight), word.len())
}

/// The first eight bytes of a word, as many as it has: letters as small ones, and other bytes of words as what none of these is. That
/// of a longer word is none of a shorter one.
#[inline]
pub(super) fn key_of(eight: u64, len: usize) -> u64 {
    const SMALL: u64 = 0x2020_2020_2020_2020;
    /// The bits that tell a word of so many letters, or of more than eight.
    const OWN: [u64; 10] = {
        let mut own = [u64::MAX; 10];
        let mut len = 0;
        while len < 8 {
            own[len] = (1 << (8 * len)) - 1;
            len += 1;
        }
        // one that is set in every letter
        own[9] = !(1 << 61);
        own
    };
    (eight | SMALL) & OWN[len.min(9)]
}

/// How many bits of a byte tell a letter. What is no ASCII letter counts as one.
const LETTER: usize = 5;

/// The bits of a key that tell so many letters.
pub(super) const fn told(many: usize) -> u64 {
    0x1f1f_1f1f_1f1f_1f1f >> (u64::BITS as usize - 8 * many)
}

/// What tells so many letters of the key of what has `len` bytes: those that it does not have may be any.
pub(super) fn letters(key: u64, len: usize, many: usize) -> impl Iterator<Item = u64> {
    let open = many.saturating_sub(len);
    (0..1_u64 << (LETTER * open)).map(move |others| {
        let rest = (0..open).map(|at| (others >> (LETTER * at) & 31) << (8 * (len + at)));
        (key | rest.sum::<u64>()) & told(many)
    })
}

/// The words that a key does not tell from any other of their length. It tells a short one in ASCII.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(super) struct Words {
    all: Vec<Box<[u8]>>,
}

impl Words {
    /// Notes a word, if its key does not tell it; gives its number, or 0.
    pub(super) fn enter(&mut self, word: &[u8]) -> Option<u16> {
        if word.len() <= 8 && word.is_ascii() {
            return Some(0);
        }
        self.all.push(word.into());
        u16::try_from(self.all.len()).ok()
    }

    /// Whether a word with the key of the one of that number is that word.
    pub(super) fn is(&self, number: u16, word: &[u8]) -> bool {
        number == 0 || self.all[usize::from(number) - 1].eq_ignore_ascii_case(word)
    }

    /// The same where it need but begin with that word.
    pub(super) fn begins(&self, number: u16, text: &[u8]) -> bool {
        number == 0 || {
            let word = &self.all[usize::from(number) - 1];
            text.get(..word.len()).is_some_and(|own| own.eq_ignore_ascii_case(word))
        }
    }
}

/// Where in a list those stand that have a hash, side by side.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Slots {
    firsts: Vec<u16>,
}

/// How many hashes there are: several times as many as words in a list, so that most others have one that none of these has.
const SLOTS: usize = 1 << 12;

impl Slots {
    /// Appends what comes by hash to a list, which is not empty, and tells each behind which another of its hash stands.
    pub(super) fn lay<T>(mut some: Vec<(usize, T)>, list: &mut Vec<T>, goes_on: impl Fn(&mut T)) -> Option<Self> {
        some.sort_by_key(|(hash, _)| *hash);
        let mut firsts = vec![0; SLOTS];
        for (hash, item) in some {
            match firsts[hash] {
                0 => firsts[hash] = u16::try_from(list.len()).ok()?,
                _ => list.last_mut().into_iter().for_each(&goes_on),
            }
            list.push(item);
        }
        Some(Self { firsts })
    }

    /// The hash of a number.
    #[inline]
    pub(super) fn hash(number: u64) -> usize {
        (number.wrapping_mul(SPREAD) >> (u64::BITS - SLOTS.ilog2())) as usize
    }

    /// The place of the first that has a hash, or 0.
    #[inline]
    pub(super) fn first(&self, hash: usize) -> usize {
        // of a known size, for the compiler to see that no hash is beyond it
        let firsts: Option<&[u16; SLOTS]> = self.firsts.first_chunk();
        firsts.map_or(0, |firsts| firsts[hash % SLOTS].into())
    }
}
