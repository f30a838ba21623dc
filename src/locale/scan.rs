//! Finds the terms of a lexicon in a text, in one pass.

use super::lexicon::Lexicon;
use super::term::{Hit, Meaning, TermId};
use crate::text::Bits;

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
/// Denies, or opens a clause that no denial reaches into.
pub(super) const DENIES: u8 = 64;
/// Keeps other terms from being found, and gives no hit.
pub(super) const SILENT: u8 = 16;

/// The beginnings of words that some term has, by three and by four letters: tables small enough to stay in the fast caches, which
/// spare most words the walk through the tree.
#[derive(Clone, Debug)]
pub(super) struct Openings {
    three: Box<[u64; 1 << 9]>,
    four: Box<[u64; 1 << 14]>,
}

/// What a byte is to [`Openings`]: an ASCII letter by its number, whatever its case; a byte of another character; or neither.
static LETTER: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            letter @ (b'a'..=b'z' | b'A'..=b'Z') => letter & 31,
            0x80.. => BEYOND,
            _ => 0,
        };
        byte += 1;
    }
    table
};

/// A byte of a character beyond ASCII.
const BEYOND: u8 = 27;

impl Openings {
    /// Notes how the terms begin; `whole` says of a term that it cannot be the beginning of a longer word.
    pub(super) fn new<'a>(terms: impl Iterator<Item = (&'a str, bool)>) -> Self {
        let mut tables = Self { three: Box::new([0; 1 << 9]), four: Box::new([0; 1 << 14]) };
        for (text, whole) in terms {
            let whole = whole && text.as_bytes().last().is_some_and(|last| is_word(*last) || !last.is_ascii());
            tables.enter(text.as_bytes(), whole, 0, 0);
        }
        tables
    }

    /// Notes every way in which a text may go on that begins with a term, `at` letters of which make up `slot`.
    fn enter(&mut self, term: &[u8], whole: bool, at: usize, slot: usize) {
        if at == 3 {
            self.three[slot >> 6] |= 1 << (slot & 63);
        }
        if at == 4 {
            self.four[slot >> 6] |= 1 << (slot & 63);
            return;
        }
        let mut go_on = |letter: u8| self.enter(term, whole, at + 1, slot << 5 | usize::from(letter));
        match term.get(at) {
            Some(byte) => go_on(LETTER[usize::from(*byte)]),
            // what stands right behind a word is no letter, but may be a mark beyond ASCII
            None if whole && at == term.len() => [0, BEYOND].into_iter().for_each(go_on),
            None => (0..32).for_each(go_on),
        }
    }

    /// Whether a term may begin at a place.
    #[inline]
    fn at(&self, bytes: &[u8], at: usize) -> bool {
        let letter = |byte: u8| usize::from(LETTER[usize::from(byte)]);
        let (slot, four) = match bytes.get(at..at + 4) {
            Some(next) => (letter(next[0]) << 10 | letter(next[1]) << 5 | letter(next[2]), letter(next[3])),
            None => {
                let next = |ahead: usize| bytes.get(at + ahead).map_or(0, |byte| letter(*byte));
                (next(0) << 10 | next(1) << 5 | next(2), next(3))
            }
        };
        let holds = |table: &[u64], slot: usize| table[slot / 64 % table.len()] >> (slot & 63) & 1 != 0;
        holds(&self.three[..], slot) && holds(&self.four[..], slot << 5 | four)
    }
}

/// The most parts that a number written as one word is taken apart into.
const PARTS: usize = 16;

impl Lexicon {
    /// Appends the terms in `text` to `out`, in order: at each word the longest term that ends where a word ends. The parts of a
    /// number written as one word are hits of their own, each beginning where the one before ends.
    pub fn scan(&self, text: &str, out: &mut Vec<Hit>) {
        let bytes = text.as_bytes();
        let (words, marks) = words_and_marks(text);
        let mut until = 0;
        words.starts_and(&marks).for_each(|at| {
            if at >= until
                && (self.openings.at(bytes, at) || bytes[at].is_ascii_digit())
                && let Some(end) = self.scan_word(text, at, out)
            {
                until = end;
            }
        });
    }

    /// Finds the term that begins at a place or stands glued to the digits there; gives its end.
    fn scan_word(&self, text: &str, at: usize, out: &mut Vec<Hit>) -> Option<usize> {
        let bytes = text.as_bytes();
        self.scan_at(text, at, false, out).or_else(|| {
            let digits = bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
            if digits > 0 { self.scan_at(text, at + digits, true, out) } else { None }
        })
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

/// The places of letters, digits and underscores, and those of the characters that are neither these nor blanks: where the terms
/// begin that are no words.
fn words_and_marks(text: &str) -> (Bits, Bits) {
    // without branches, for many bytes at once: those of characters beyond ASCII are sorted out one by one
    let word = |byte: u8| {
        ((byte | 0x20).wrapping_sub(b'a') < 26) | (byte.wrapping_sub(b'0') < 10) | (byte == b'_') | (byte >= 0x80)
    };
    let bytes = text.as_bytes();
    let mut words = Bits::of(bytes, word);
    let mut marks = Bits::of(bytes, |byte| (byte > b' ') & !word(byte));
    let wide = Bits::of(bytes, |byte| byte >= 0xc0);
    for at in wide.within(0..bytes.len()) {
        if let Some(mark) = text[at..].chars().next().filter(|c| !c.is_alphanumeric()) {
            (at..at + mark.len_utf8()).for_each(|at| words.remove(at));
            marks.insert(at);
        }
    }
    (words, marks)
}

#[inline]
fn is_word(byte: u8) -> bool {
    WORD[byte as usize]
}
