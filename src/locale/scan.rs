//! Finds the terms of a lexicon in a text, in one pass.

use super::lexicon::Lexicon;
use super::term::{Hit, Meaning, TermId};
use super::trie::ROOT;

/// Any ending may follow.
pub(super) const OPEN: u8 = 1;
/// The text must have a capital first letter.
pub(super) const CAPITAL: u8 = 2;
/// The term may be the first part of a number written as one word.
pub(super) const PART: u8 = 4;
/// Digits may be glued to it.
pub(super) const GLUED: u8 = 8;
/// A number in words may begin with it.
pub(super) const COUNTS: u8 = 32;
/// Keeps other terms from being found, and gives no hit.
pub(super) const SILENT: u8 = 16;

/// The beginnings of words, three ASCII letters each, that some term has: a table small enough to stay in the fastest cache, which
/// spares most words the walk through the tree.
#[derive(Clone, Debug)]
pub(super) struct Openings(Box<[bool; 1 << 15]>);

impl Openings {
    /// Notes how the terms begin; `whole` says of a term that it cannot be the beginning of a longer word.
    pub(super) fn new<'a>(terms: impl Iterator<Item = (&'a str, bool)>) -> Self {
        let mut table = Box::new([false; 1 << 15]);
        for (text, whole) in terms {
            match text.as_bytes() {
                [a, b, c, ..] => table[Self::slot(*a, *b, *c)] = true,
                _ if whole => {}
                [a, b] => (0..32).for_each(|c| table[Self::slot(*a, *b, c)] = true),
                [a] => (0..=u8::MAX).for_each(|b| (0..32).for_each(|c| table[Self::slot(*a, b, c)] = true)),
                [] => {}
            }
        }
        Self(table)
    }

    fn slot(a: u8, b: u8, c: u8) -> usize {
        usize::from(a & 31) << 10 | usize::from(b & 31) << 5 | usize::from(c & 31)
    }

    /// Whether a term may begin at a place.
    #[inline]
    fn at(&self, bytes: &[u8], at: usize) -> bool {
        match bytes.get(at..at + 3) {
            Some(&[a, b, c]) if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() && c.is_ascii_alphabetic() => {
                self.0[Self::slot(a, b, c)]
            }
            _ => true,
        }
    }
}

/// The most parts that a number written as one word is taken apart into.
const PARTS: usize = 16;

impl Lexicon {
    /// Appends the terms in `text` to `out`, in order: at each word the longest term that ends where a word ends. The parts of a
    /// number written as one word are hits of their own, each beginning where the one before ends.
    pub fn scan(&self, text: &str, out: &mut Vec<Hit>) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let byte = bytes[at];
            if self.openings.at(bytes, at)
                && self.words.step(ROOT, byte) != 0
                && let Some(end) = self.scan_at(text, at, false, out)
            {
                at = end;
                continue;
            }
            if byte.is_ascii_digit() {
                at += bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
                if let Some(end) = self.scan_at(text, at, true, out) {
                    at = end;
                    continue;
                }
                at = word_end(text, at);
            } else {
                let end = word_end(text, at);
                // Bytes that are no letters are passed one character at a time.
                at = if end > at { end } else { at + char_len(byte) };
            }
        }
    }

    /// Finds the term at a place; gives its end.
    fn scan_at(&self, text: &str, at: usize, behind_digits: bool, out: &mut Vec<Hit>) -> Option<usize> {
        let bytes = text.as_bytes();
        let mut best = None;
        let mut part = false;
        self.words.prefixes(&bytes[at..], |len, term| {
            let flags = self.flags[usize::from(term)];
            let end = at + len;
            if flags & CAPITAL != 0 && !text[at..].starts_with(char::is_uppercase)
                || behind_digits && flags & GLUED == 0
            {
                return;
            }
            if flags & OPEN != 0 {
                best = Some((word_end(text, end), term, flags));
            } else if ends_word(text, end) {
                best = Some((end, term, flags));
            } else {
                part |= flags & PART != 0;
            }
        });
        match best {
            Some((end, term, flags)) => {
                if flags & SILENT == 0 {
                    out.push(Hit { start: at as u32, end: end as u32, term: TermId(term) });
                }
                Some(end)
            }
            None if part => self.take_apart(text, at, out),
            None => None,
        }
    }

    /// Takes a number written as one word apart; gives its end.
    fn take_apart(&self, text: &str, start: usize, out: &mut Vec<Hit>) -> Option<usize> {
        let end = word_end(text, start);
        let mut chain = [Hit { start: 0, end: 0, term: TermId(0) }; PARTS];
        let parts = self.parts_from(text, start, end, &mut chain, 0)?;
        out.extend_from_slice(&chain[..parts]);
        Some(end)
    }

    /// Fills `chain` from `used` on with the parts that reach from `at` to `end` and make a number; gives how many there are.
    fn parts_from(&self, text: &str, at: usize, end: usize, chain: &mut [Hit; PARTS], used: usize) -> Option<usize> {
        if at == end {
            return self.is_number(text, &chain[..used]).then_some(used);
        }
        if used == PARTS {
            return None;
        }
        // The longest first, so that `vierzehn` is no `vier` and `zehn`.
        let mut ends = [(0, 0); 8];
        let mut found = 0;
        self.parts.prefixes(&text.as_bytes()[at..end], |len, term| {
            if found < ends.len() {
                let open = self.flags[usize::from(term)] & OPEN != 0;
                ends[found] = (if open { end } else { at + len }, term);
                found += 1;
            }
        });
        ends[..found].iter().rev().find_map(|&(next, term)| {
            chain[used] = Hit { start: at as u32, end: next as u32, term: TermId(term) };
            self.parts_from(text, next, end, chain, used + 1)
        })
    }

    /// Whether the parts are a number, with at most one ending.
    fn is_number(&self, text: &str, parts: &[Hit]) -> bool {
        let Some(number) = self.compose(text, parts) else {
            return false;
        };
        let ending = |m: &Meaning| matches!(m, Meaning::TimesTail | Meaning::Tail | Meaning::Unit(_));
        match &parts[number.used..] {
            [] => true,
            [last] => self.term(last.term).meanings().iter().any(ending),
            _ => false,
        }
    }
}

/// Whether a word ends at `end`: no letter, digit or underscore follows, or a mark stands before.
pub(super) fn ends_word(text: &str, end: usize) -> bool {
    let bytes = text.as_bytes();
    match bytes.get(end) {
        None => true,
        Some(&next) if next.is_ascii() => !is_word(next) || bytes[end - 1].is_ascii() && !is_word(bytes[end - 1]),
        Some(_) => {
            !text[end..].starts_with(char::is_alphanumeric) || bytes[end - 1].is_ascii() && !is_word(bytes[end - 1])
        }
    }
}

/// The end of the run of letters, digits and underscores from `at` on.
pub(super) fn word_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = at;
    while let Some(&byte) = bytes.get(end) {
        if is_word(byte) {
            end += 1;
        } else if byte.is_ascii() {
            break;
        } else {
            match text[end..].chars().next() {
                Some(c) if c.is_alphanumeric() => end += c.len_utf8(),
                _ => break,
            }
        }
    }
    end
}

/// Which bytes are ASCII letters, digits or underscores; the scanner asks for every byte of a text.
static WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = (byte as u8).is_ascii_alphanumeric() || byte as u8 == b'_';
        byte += 1;
    }
    table
};

#[inline]
fn is_word(byte: u8) -> bool {
    WORD[byte as usize]
}

/// The length of the character that begins with a byte.
#[inline]
pub(super) fn char_len(first: u8) -> usize {
    match first {
        0..0x80 => 1,
        0x80..0xe0 => 2,
        0xe0..0xf0 => 3,
        _ => 4,
    }
}
