//! Which names are one slip of a letter apart, found without comparing each with each.

use std::ops::Range;

/// The least length of the word that a slip stands in: shorter ones are often two words that are alike.
const WORD_LEAST: usize = 6;
/// More names than this that are equal but for a letter are a series, no slips.
const SERIES: usize = 12;

/// The pairs of `names` that may be one edit apart and of which one is `common`, as indices, the smaller first; sorted.
///
/// Two names one edit apart (a letter more, less, other, or two swapped) share a text that each gives when at most one character is
/// taken away (SymSpell); so equal hashes of those are looked for. Colliding hashes only cost a comparison.
pub(super) fn candidates(names: &[&str], common: impl Fn(usize) -> bool) -> Vec<(u32, u32)> {
    let mut hashes: Vec<(u64, u32)> = Vec::new();
    let mut prints = Prints::default();
    let mut each = |at: usize, out: &mut dyn FnMut(u64, u32)| {
        out(prints.read(names[at]), at as u32);
        // numbers are no slips, so that a series of numbered names brings up nothing
        prints.each_cut(names[at], is_hand, |print| out(print, at as u32));
    };
    let (right, others): (Vec<usize>, Vec<usize>) = (0..names.len()).partition(|at| common(*at));
    for at in right {
        each(at, &mut |print, at| hashes.push((print, at)));
    }
    // most names are used a few times and are near to none that is used often
    let mut seen = Seen::with_room(hashes.len());
    hashes.iter().for_each(|(print, _)| seen.add(*print));
    for at in others {
        each(at, &mut |print, at| {
            if seen.times(print) > 0 {
                seen.add(print);
                hashes.push((print, at));
            }
        });
    }
    // sorting what may stand in the list more than once is then cheap
    hashes.retain(|(print, _)| seen.times(*print) > 1);
    hashes.sort_unstable();
    hashes.dedup();
    let mut pairs = Vec::new();
    for run in hashes.chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() > 1 && run.len() <= SERIES) {
        for (at, (_, a)) in run.iter().enumerate() {
            pairs.extend(run[at + 1..].iter().map(|(_, b)| (*a.min(b), *a.max(b))));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// Which hashes were seen, and whether more than once; now and then it takes one for another.
struct Seen(Vec<u8>);

impl Seen {
    fn with_room(hashes: usize) -> Self {
        Self(vec![0; (8 * hashes).next_power_of_two().max(2)])
    }

    fn add(&mut self, hash: u64) {
        let place = self.place(hash);
        self.0[place] = self.0[place].saturating_add(1);
    }

    fn times(&self, hash: u64) -> u8 {
        self.0[self.place(hash)]
    }

    /// The high bits of a product depend on all of the hash.
    fn place(&self, hash: u64) -> usize {
        (hash.wrapping_mul(Prints::BASE) >> (u64::BITS - self.0.len().trailing_zeros())) as usize
    }
}

/// The hash of a text and of each of its beginnings: the bytes as the digits of a number (Karp and Rabin 1987), so that the hash of
/// the text without a part of it need not read the rest again.
#[derive(Default)]
struct Prints(Vec<u64>);

impl Prints {
    const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

    /// Reads a text, and gives its hash.
    fn read(&mut self, text: &str) -> u64 {
        self.0.clear();
        self.0.push(0);
        let mut print: u64 = 0;
        for b in text.bytes() {
            print = print.wrapping_mul(Self::BASE).wrapping_add(u64::from(b) + 1);
            self.0.push(print);
        }
        print
    }

    /// The hashes of the text that was read without each of the characters that may be `left_out`.
    fn each_cut(&self, text: &str, left_out: impl Fn(char) -> bool, mut each: impl FnMut(u64)) {
        let whole = self.0[text.len()];
        // how much the text before a character weighs in front of what stands behind it
        let mut weight: u64 = 1;
        for (start, c) in text.char_indices().rev() {
            let end = start + c.len_utf8();
            if left_out(c) {
                let shift = self.0[start].wrapping_sub(self.0[end]);
                each(whole.wrapping_add(shift.wrapping_mul(weight)));
            }
            for _ in start..end {
                weight = weight.wrapping_mul(Self::BASE);
            }
        }
    }
}

/// Where two texts differ, in bytes of each, if they are one edit of a letter or blank apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Slip {
    pub(super) a: Range<usize>,
    pub(super) b: Range<usize>,
}

/// The edit that leads from `a` to `b`; `None` where there is more than one, or where it is no slip of the hand: numbers, single
/// letters that number things, a plural.
pub(super) fn slip(a: &str, b: &str) -> Option<Slip> {
    let shared = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>| {
        a.zip(b).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum::<usize>()
    };
    let head = shared(&mut a.chars(), &mut b.chars());
    let tail = shared(&mut a[head..].chars().rev(), &mut b[head..].chars().rev());
    let found = Slip { a: head..a.len() - tail, b: head..b.len() - tail };
    let (x, y) = (&a[found.a.clone()], &b[found.b.clone()]);
    let edit = match (x.chars().count(), y.chars().count()) {
        (0, 1) | (1, 0) | (1, 1) => true,
        (2, 2) => x.chars().rev().eq(y.chars()),
        _ => false,
    };
    let (word_a, word_b) = (&a[word(a, &found.a)], &b[word(b, &found.b)]);
    let letters = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count();
    let beside_digit = |text: &str, edit: &Range<usize>| {
        let digit = |c: Option<char>| c.is_some_and(char::is_numeric);
        digit(text[..edit.start].chars().next_back()) || digit(text[edit.end..].chars().next())
    };
    // a blank breaks a name anywhere
    if [x, y] == ["", " "] || [x, y] == [" ", ""] {
        return Some(found);
    }
    (edit
        && x.chars().chain(y.chars()).all(is_hand)
        && letters(word_a).max(letters(word_b)) >= WORD_LEAST
        // a hand gets the first letter right: `get…` and `set…` are two words
        && word_a.chars().next() == word_b.chars().next()
        && !beside_digit(a, &found.a)
        && !beside_digit(b, &found.b))
    .then_some(found)
}

fn is_hand(c: char) -> bool {
    c.is_alphabetic() || c == ' '
}

/// The run of letters and digits around an edit.
pub(super) fn word(text: &str, edit: &Range<usize>) -> Range<usize> {
    let inner = |c: char| !c.is_alphanumeric();
    let start =
        text[..edit.start].rfind(inner).map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let end = text[edit.end..].find(inner).map_or(text.len(), |at| edit.end + at);
    start..end
}

/// Whether the edit is at the end of a word, where plurals, inflection and letters that number things are: `setting` and `settings`,
/// `deriveKey` and `derivedKey`.
pub(super) fn is_ending(a: &str, b: &str, slip: &Slip) -> bool {
    let ends = |text: &str, edit: &Range<usize>| {
        let plain = edit.len() < 2 && &text[edit.clone()] != " ";
        plain && text[edit.end..].chars().next().is_none_or(|c| !c.is_alphanumeric() || c.is_uppercase())
    };
    ends(a, &slip.a) && ends(b, &slip.b)
}

/// Whether the edit puts one letter in the place of another, as between `content` and `context`.
pub(super) fn is_replacement(slip: &Slip) -> bool {
    slip.a.len() == 1 && slip.b.len() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_a_letter_has_the_hash_of_what_is_left() {
        let mut prints = Prints::default();
        for (text, left) in [("north wind", "northwind"), ("würde", "wrde"), ("ab", "b"), ("ab", "a")] {
            let wanted = prints.read(left);
            let mut found = Vec::new();
            prints.read(text);
            prints.each_cut(text, |_| true, |print| found.push(print));
            assert_eq!(found.len(), text.chars().count());
            assert_eq!(found.iter().filter(|print| **print == wanted).count(), 1, "{text} {left}");
        }
        assert_ne!(prints.read("ab"), prints.read("ba"));
    }

    #[test]
    fn neighbours_are_found() {
        let names = ["techuisitive.com", "techusitive.com", "example.com", "exmaple.com", "contoso.com"];
        assert_eq!(candidates(&names, |_| true), [(0, 1), (2, 3)]);
        assert_eq!(candidates(&names, |at| at == 2), [(2, 3)]);
    }

    #[test]
    fn what_a_hand_slips_on() {
        for (a, b) in [
            ("techuisitive.com", "techusitive.com"),
            ("northwindtraders.com", "northwindtarders.com"),
            ("microsoft.compute", "microsoft.compite"),
            ("sms_cloud.log", "sms_ cloud.log"),
        ] {
            assert!(slip(a, b).is_some() && slip(b, a).is_some(), "{a} {b}");
        }
        for (a, b) in [
            ("server01.contoso.com", "server02.contoso.com"),
            ("contoso-a.example.com", "contoso-b.example.com"),
            ("kb4057517a", "kb4057517b"),
            ("srva.example.com", "srvb.example.com"),
            ("example.com", "example.com"),
            ("example.com", "sampled.com"),
            ("getsebool", "setsebool"),
            ("mycmg.contoso.com", "mycsg.contoso.com"),
        ] {
            assert_eq!(slip(a, b), None, "{a} {b}");
        }
    }

    #[test]
    fn plurals() {
        for (a, b, ending) in [
            ("setting.log", "settings.log", true),
            ("windows.net", "window.net", true),
            ("services", "serviced", true),
            ("techui.com", "tehui.com", false),
            ("deriveKey", "derivedKey", true),
            ("SMS_CLOUD", "SMS_ CLOUD", false),
        ] {
            assert_eq!(is_ending(a, b, &slip(a, b).unwrap()), ending, "{a} {b}");
        }
    }
}
