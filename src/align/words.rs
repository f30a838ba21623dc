//! The words of a text that may stand in both languages: names, and what was left untranslated.

use crate::text::Bits;
use std::ops::Range;

/// Words shorter than this are no evidence: many are spelt alike by chance.
const SHORTEST_WORD: usize = 4;
/// But those of capitals alone are names down to this length.
const SHORTEST_NAME: usize = 2;

/// Where the words of a text may end: what is no letter or digit of ASCII, by its first byte.
pub(super) fn word_ends(text: &str) -> Bits {
    Bits::of(text.as_bytes(), |byte| {
        let inside = ((byte | 0x20).wrapping_sub(b'a') < 26) | (byte.wrapping_sub(b'0') < 10);
        !inside & !(0x80..0xc0).contains(&byte)
    })
}

/// The words of a stretch of a text, as bytes.
pub(super) fn words<'a>(text: &'a str, ends: &Bits, range: &Range<u32>, mut each: impl FnMut(&'a [u8])) {
    let bytes = text.as_bytes();
    let mut take = |word: &'a [u8]| {
        if word.len() >= SHORTEST_WORD || (word.len() >= SHORTEST_NAME && word.iter().all(u8::is_ascii_uppercase)) {
            each(word);
        }
    };
    let (mut start, end) = (range.start as usize, range.end as usize);
    for places in ends.within(start..end) {
        for at in places {
            let length = match bytes[at] {
                byte if byte.is_ascii() => 1,
                _ => match text[at..].chars().next() {
                    Some(c) if !c.is_alphanumeric() => c.len_utf8(),
                    _ => continue,
                },
            };
            if at - start >= SHORTEST_NAME {
                take(&bytes[start..at]);
            }
            start = at + length;
        }
    }
    take(&bytes[start..end]);
}
