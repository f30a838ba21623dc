//! How spellings begin, told exactly by their first three letters.

use serde::{Deserialize, Serialize};

/// How many letters a byte is told as, with what is none.
const LETTERS: usize = 32;

/// The first three letters of some spellings; what stands where one is no letter, and behind that, is not told.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Openings {
    /// By the first two, a bit for each third.
    thirds: Vec<u32>,
}

impl Openings {
    /// Of spellings, each with whether any ending may follow.
    pub(super) fn new<'a>(spellings: impl Iterator<Item = (&'a str, bool)>) -> Self {
        let mut thirds = vec![0; LETTERS * LETTERS];
        for (text, open) in spellings {
            let (row, third) = told(text.as_bytes());
            match text.len() {
                1 if open && row > 0 => thirds[row..row + LETTERS].fill(u32::MAX),
                2 if open => thirds[row] = u32::MAX,
                _ => thirds[row] |= 1 << third,
            }
        }
        Self { thirds }
    }

    /// Whether a text may begin with one of the spellings, and a word end behind it where none may follow.
    #[inline]
    pub(super) fn may_open(&self, text: &[u8]) -> bool {
        let (row, third) = told(text);
        self.thirds.get(row).is_some_and(|thirds| thirds >> third & 1 != 0)
    }
}

/// The row of the first two letters, and the third.
#[inline]
fn told(text: &[u8]) -> (usize, usize) {
    let letter = |at: usize| {
        let byte = text.get(at).copied().unwrap_or(0);
        if byte.is_ascii_alphabetic() { usize::from(byte) % LETTERS } else { 0 }
    };
    let one = letter(0);
    let two = if one > 0 { letter(1) } else { 0 };
    (one * LETTERS + two, if two > 0 { letter(2) } else { 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_otherwise_is_none() {
        let openings = Openings::new([("s", false), ("min", false), ("% x", false), ("mo", true)].into_iter());
        let may = |text: &str| openings.may_open(text.as_bytes());
        assert!(may("s") && may("S.") && may("minutes") && may("€") && may("more") && may("mo"));
        assert!(!may("so") && !may("mi") && !may("new") && !may("m"));
    }
}
