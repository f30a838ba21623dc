//! Finds the terms of a lexicon in a text, in one pass.

use super::flags::{CAPITAL, GLUED, OPEN, PART, SILENT};
use super::heads::{Head, Look};
use super::key::key_of;
use super::lexicon::Lexicon;
use super::term::{Hit, Meaning, TermId};
use super::trie::{NodeId, ROOT};
use super::word::{ends_word, word_end};
use crate::text::{BLOCK, Bits};

/// The most parts that a number written as one word is taken apart into.
const PARTS: usize = 16;

/// A place where a spelling may begin.
#[derive(Clone, Copy, Default)]
struct Beginning {
    at: u32,
    /// A bit for the byte there and for each behind it, set where it belongs to a word.
    ahead: u32,
}

/// A word that is longer than `ahead` tells.
const LONG: usize = u32::BITS as usize;

impl Lexicon {
    /// Appends the terms in `text` to `out`, in order: at each word the longest term that ends where a word ends. The parts of a
    /// number written as one word are hits of their own, each beginning where the one before ends.
    pub fn scan(&self, text: &str, out: &mut Vec<Hit>) {
        let bytes = text.as_bytes();
        let (words, digits) = words(text);
        let marks = self.marks(bytes, &words);
        let mut until = 0;
        for Beginning { at, ahead } in self.beginnings(bytes, &words, &digits, &marks) {
            let (at, len) = (at as usize, ahead.trailing_ones() as usize);
            if at < until {
                continue;
            }
            let found = match len {
                1..LONG => match self.heads.look(key_at(bytes, at, len), text, at, len) {
                    Look::Term(term) => Some(self.push(at, at + len, term, out)),
                    Look::Nothing if !bytes[at].is_ascii_digit() => None,
                    Look::Nothing => self.scan_behind_digits(text, at, out),
                    Look::Part => self.take_apart(text, at, out),
                    Look::Walk(head) => self.walk(text, at, len, head, out),
                },
                _ => self.scan_at(text, at, false, out).or_else(|| self.scan_behind_digits(text, at, out)),
            };
            until = found.unwrap_or(until);
        }
    }

    /// The places where a spelling may begin, by the first letters there, and where letters may stand glued to digits.
    fn beginnings(&self, bytes: &[u8], words: &Bits, digits: &Bits, marks: &Bits) -> Vec<Beginning> {
        // one in some twenty bytes is such a place
        let mut all = vec![Beginning::default(); bytes.len() / 20 + BLOCK];
        let mut count = 0;
        for (block, starts) in words.starts().enumerate() {
            if all.len() < count + BLOCK {
                all.resize(2 * all.len(), Beginning::default());
            }
            let first = starts.first;
            let mut last = [0; NEAR];
            let near = near(bytes, first, &mut last);
            let (free, mut found) = (&mut all[count..count + BLOCK], 0);
            let digits = digits.block(block);
            for (place, ahead) in starts.each((starts.bits | marks.block(block)) & !digits) {
                let four = near[place % BLOCK..].first_chunk().copied().unwrap_or_default();
                // nobody can foretell where one may begin: so each is noted, and the next takes its place where it may not
                free[found % BLOCK] = Beginning { at: (first + place) as u32, ahead: ahead as u32 };
                found += usize::from(self.heads.may_begin(u32::from_le_bytes(four), ahead));
            }
            // few numbers have letters behind them
            if starts.bits & digits != 0 && (self.heads.have_digits() || starts.may_follow(digits)) {
                for (place, ahead) in starts.each(starts.bits & digits) {
                    free[found % BLOCK] = Beginning { at: (first + place) as u32, ahead: ahead as u32 };
                    found += 1;
                }
                free[..found].sort_unstable_by_key(|beginning| beginning.at);
            }
            count += found;
        }
        all.truncate(count);
        all
    }

    /// The places of the marks that a spelling may begin with.
    fn marks(&self, bytes: &[u8], words: &Bits) -> Bits {
        let mut places = words.none_of();
        for mark in self.heads.marks() {
            for at in memchr::memchr_iter(*mark, bytes).filter(|at| self.heads.may_begin_with_mark(&bytes[*at..])) {
                places.insert(at);
            }
        }
        places
    }

    /// Notes that a term stands there, if it is one to be noted; gives its end.
    #[inline]
    fn push(&self, start: usize, end: usize, term: u16, out: &mut Vec<Hit>) -> usize {
        if self.flags[usize::from(term)] & SILENT == 0 {
            out.push(Hit { start: start as u32, end: end as u32, term: TermId(term) });
        }
        end
    }

    /// Finds the longest term that begins with a word; gives its end.
    // apart from the loop over all words, in which few come this far
    #[inline(never)]
    fn walk(&self, text: &str, at: usize, len: usize, head: &Head, out: &mut Vec<Hit>) -> Option<usize> {
        // what goes on behind it is longer than it is, and that is longer than a stem
        if let (Some((end, term)), _) = self.longest(text, at, (head.node, len), false) {
            return Some(self.push(at, end, term, out));
        }
        let own = head.term().filter(|term| self.fits(text, at, *term)).map(Look::Term);
        match own.unwrap_or_else(|| self.heads.look_at_beginning(key_at(text.as_bytes(), at, len), text, at)) {
            Look::Term(term) => Some(self.push(at, at + len, term, out)),
            Look::Part => self.take_apart(text, at, out),
            Look::Nothing | Look::Walk(_) => self.scan_behind_digits(text, at, out),
        }
    }

    /// Finds the term that stands glued to the digits at a place; gives its end.
    fn scan_behind_digits(&self, text: &str, at: usize, out: &mut Vec<Hit>) -> Option<usize> {
        let digits = text.as_bytes()[at..].iter().take_while(|b| b.is_ascii_digit()).count();
        let glued = digits > 0 && text[at + digits..].starts_with(char::is_alphabetic);
        if glued { self.scan_at(text, at + digits, true, out) } else { None }
    }

    /// Finds the term at a place; gives its end.
    fn scan_at(&self, text: &str, at: usize, behind_digits: bool, out: &mut Vec<Hit>) -> Option<usize> {
        match self.longest(text, at, (ROOT, 0), behind_digits) {
            (Some((end, term)), _) => Some(self.push(at, end, term, out)),
            (None, true) => self.take_apart(text, at, out),
            (None, false) => None,
        }
    }

    /// The end of the longest term at a place, and the term; and whether a part of a number begins a longer word there. The tree is
    /// walked from a node to which so many bytes lead.
    fn longest(
        &self,
        text: &str,
        at: usize,
        (node, led): (NodeId, usize),
        behind_digits: bool,
    ) -> (Option<(usize, u16)>, bool) {
        let mut best = None;
        let mut part = false;
        self.words.prefixes_from(node, &text.as_bytes()[at + led..], |len, term| {
            let flags = self.flags[usize::from(term)];
            let end = at + led + len;
            if !self.fits(text, at, term) || behind_digits && flags & GLUED == 0 {
                return;
            }
            if flags & OPEN != 0 {
                best = Some((word_end(text, end), term));
            } else if ends_word(text, end) {
                best = Some((end, term));
            } else {
                part |= flags & PART != 0;
            }
        });
        (best, part)
    }

    /// Whether the text has the capital there that the term must have.
    #[inline]
    fn fits(&self, text: &str, at: usize, term: u16) -> bool {
        self.flags[usize::from(term)] & CAPITAL == 0 || text[at..].starts_with(char::is_uppercase)
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

/// The key of the word of so many bytes at a place.
#[inline]
fn key_at(bytes: &[u8], at: usize, len: usize) -> u64 {
    #[cold]
    fn fewer(rest: &[u8]) -> [u8; 8] {
        std::array::from_fn(|by| rest.get(by).copied().unwrap_or(0))
    }
    let rest = &bytes[at..];
    key_of(u64::from_le_bytes(rest.first_chunk().copied().unwrap_or_else(|| fewer(rest))), len)
}

/// So many bytes are looked at together: a block, and as many as a word that begins in it is told by.
const NEAR: usize = BLOCK + 4;

/// The bytes from `first` on, with noughts behind the last, for which there is room in `last`.
#[inline]
fn near<'a>(bytes: &'a [u8], first: usize, last: &'a mut [u8; NEAR]) -> &'a [u8; NEAR] {
    let rest = bytes.get(first..).unwrap_or_default();
    rest.first_chunk().unwrap_or_else(|| {
        last[..rest.len()].copy_from_slice(rest);
        last
    })
}

/// The second byte of `×`, which is no letter, as those around it are.
const TIMES: u8 = 0x97;
/// And that of `÷`.
const OBELUS: u8 = 0xb7;

/// The places of letters, digits and underscores, and those of the ASCII digits among them.
fn words(text: &str) -> (Bits, Bits) {
    // without branches, for many bytes at once: those of characters beyond ASCII are sorted out one by one
    let bytes = text.as_bytes();
    let digit = |byte: u8| byte.wrapping_sub(b'0') < 10;
    let word = |byte: u8| ((byte | 0x20).wrapping_sub(b'a') < 26) | digit(byte) | (byte == b'_') | (byte >= 0x80);
    let (mut words, digits) = (Bits::of(bytes, word), Bits::of(bytes, digit));
    let wide = Bits::of_wide(bytes, |byte| byte >= 0xc0);
    for at in wide.within(0..bytes.len()).flatten() {
        // nearly all are the letters of Western European languages
        if bytes[at] == 0xc3 && !matches!(bytes[at + 1], TIMES | OBELUS) {
            continue;
        }
        if let Some(mark) = text[at..].chars().next().filter(|c| !c.is_alphanumeric()) {
            (at..at + mark.len_utf8()).for_each(|at| words.remove(at));
        }
    }
    (words, digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::strategy::Strategy;

    /// What the tree finds when it is walked at every word and mark.
    fn walked(lexicon: &Lexicon, text: &str) -> Vec<Hit> {
        let word = |c: char| c.is_alphanumeric() || c == '_';
        let (mut hits, mut until, mut before) = (Vec::new(), 0, ' ');
        for (at, c) in text.char_indices() {
            let begins = if word(c) { !word(before) } else { c > ' ' };
            before = c;
            if at >= until && begins {
                let digits = text[at..].bytes().take_while(u8::is_ascii_digit).count();
                let end = lexicon.scan_at(text, at, false, &mut hits);
                let glued = || (digits > 0).then(|| lexicon.scan_at(text, at + digits, true, &mut hits)).flatten();
                until = end.or_else(glued).unwrap_or(until);
            }
        }
        hits
    }

    /// Words of the lexicons' own files, whole and cut short, in any case.
    fn pieces() -> impl Strategy<Value = String> {
        let yaml: String = Lexicon::available()
            .filter_map(|name| {
                std::fs::read_to_string(format!("{}/rules/locales/{name}.yaml", env!("CARGO_MANIFEST_DIR"))).ok()
            })
            .collect();
        let words: Vec<String> = yaml.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect();
        let form = |(word, form): (String, u8)| match form {
            0 => word.to_uppercase(),
            1 => word.to_lowercase(),
            2 => word.chars().take(4).collect(),
            3 => word + "en",
            _ => word,
        };
        (proptest::sample::select(words), 0..12_u8).prop_map(form)
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_passed_over_that_the_tree_would_find(parts in proptest::collection::vec(
            (pieces(), proptest::sample::select(vec![
                " ", " ", " ", " ", "", "-", "\u{2011}", ", ", ". ", "’", "'", "\u{a0}", "\n", "1", " 5", "×", "…", "_",
            ])), 0..40,
        )) {
            let text: String = parts.into_iter().flat_map(|(word, gap)| [word, gap.to_owned()]).collect();
            for name in Lexicon::available() {
                let lexicon = Lexicon::shipped(name).unwrap();
                let mut hits = Vec::new();
                lexicon.scan(&text, &mut hits);
                proptest::prop_assert_eq!(hits, walked(lexicon, &text), "{} {:?}", name, text);
            }
        }
    }
}
