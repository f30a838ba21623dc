//! Tokens of a text that may hold a fact: one pass over the bytes, everything else is passed over.

use crate::text::Bits;
use std::ops::Range;

/// What a token's bytes say about it.
pub(super) mod has {
    /// An ASCII digit.
    pub(in crate::facts) const DIGIT: u16 = 1;
    /// A full stop that is not at the end.
    pub(in crate::facts) const DOT: u16 = 1 << 1;
    /// A colon.
    pub(in crate::facts) const COLON: u16 = 1 << 2;
    /// An at sign.
    pub(in crate::facts) const AT: u16 = 1 << 3;
    /// A slash.
    pub(in crate::facts) const SLASH: u16 = 1 << 4;
    /// A backslash.
    pub(in crate::facts) const BACKSLASH: u16 = 1 << 5;
    /// A per cent sign.
    pub(in crate::facts) const PERCENT: u16 = 1 << 6;
    /// A hyphen or dash.
    pub(in crate::facts) const DASH: u16 = 1 << 7;
    /// An ASCII letter.
    pub(in crate::facts) const LETTER: u16 = 1 << 8;
    /// `$`.
    pub(in crate::facts) const DOLLAR: u16 = 1 << 9;
    /// A byte of a character beyond ASCII.
    pub(in crate::facts) const WIDE: u16 = 1 << 10;
    /// A byte that ends a token.
    pub(in crate::facts) const BREAK: u16 = 1 << 11;
    /// A comma or apostrophe: part of a number, else the end of the token.
    pub(in crate::facts) const MARK: u16 = 1 << 12;
    /// `*`: the wildcard before a domain, else left-over emphasis, which ends a token.
    pub(in crate::facts) const STAR: u16 = 1 << 14;
    /// `_`, `=`, `&`, `#`, `+`, `~`, `^`, `?`.
    pub(in crate::facts) const SIGN: u16 = 1 << 13;
}

const CLASS: [u16; 256] = {
    let mut class = [has::BREAK; 256];
    let mut byte = 0;
    while byte < 256 {
        class[byte] = match byte as u8 {
            b'0'..=b'9' => has::DIGIT,
            b'a'..=b'z' | b'A'..=b'Z' => has::LETTER,
            b'.' => has::DOT,
            b':' => has::COLON,
            b'@' => has::AT,
            b'/' => has::SLASH,
            b'\\' => has::BACKSLASH,
            b'%' => has::PERCENT,
            b'-' => has::DASH,
            b'$' => has::DOLLAR,
            b',' | b'\'' => has::MARK,
            b'_' | b'=' | b'&' | b'#' | b'+' | b'~' | b'^' | b'?' => has::SIGN,
            b'*' => has::STAR,
            0x80..=0xff => has::WIDE,
            _ => has::BREAK,
        };
        byte += 1;
    }
    class
};

/// A token: byte offsets in the text that was scanned, and the union of [`has`] of its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
    /// What its bytes are.
    pub flags: u16,
}

/// What a token must hold to be worth a look; colons, slashes and dashes count only beside one of these or in `://`, `--`, `/x/`.
const WORTH: u16 = has::DIGIT | has::AT | has::BACKSLASH | has::PERCENT | has::DOLLAR;

/// The places of the bytes without one of which no token is worth a look: digits and `@`, `\\`, `%`, `$`, `.`, `:`, `/`, `-`.
fn telling(text: &str) -> Bits {
    // `-`, `.`, `/`, the digits and `:` stand side by side, and so do `$` and `%`
    Bits::of(text.as_bytes(), |byte| {
        (byte.wrapping_sub(b'-') <= b':' - b'-')
            | (byte.wrapping_sub(b'$') <= b'%' - b'$')
            | (byte == b'@')
            | (byte == b'\\')
    })
}

/// Finds the tokens of some stretches of `text` that may hold a fact. Line ends bound them, so that none is of two blocks.
pub(super) fn tokens(text: &str, stretches: impl Iterator<Item = Range<usize>>, out: &mut Vec<Token>) {
    let bytes = text.as_bytes();
    let telling = telling(text);
    for stretch in stretches {
        let (mut from, end) = (stretch.start, stretch.end);
        for places in telling.within(stretch) {
            for at in places {
                if at >= from && tells(bytes, at) {
                    from = token(text, token_start(bytes, from, at), end, out);
                }
            }
        }
    }
}

/// Whether the byte at `at`, which is one of the [`telling`], makes its token worth a look: marks at the end of a word do not, nor does
/// the hyphen of a compound.
fn tells(bytes: &[u8], at: usize) -> bool {
    let next = bytes.get(at + 1);
    match bytes[at] {
        b'.' => next.is_some_and(|next| CLASS[usize::from(*next)] & has::BREAK == 0),
        mark @ (b':' | b'-') => next == Some(&mark),
        _ => true,
    }
}

/// Where the token begins that the byte at `at` belongs to; the one before ends at `from`, and no digit stands between.
fn token_start(bytes: &[u8], from: usize, at: usize) -> usize {
    let mut first = at;
    while first > from {
        let mut before = first - 1;
        while before > from && bytes[before] & 0xc0 == 0x80 {
            before -= 1;
        }
        let class = CLASS[usize::from(bytes[before])];
        let ends = class & (has::BREAK | has::MARK) != 0
            || (class & has::STAR != 0 && bytes[first] != b'.')
            || (class & has::WIDE != 0 && wide_break(bytes, before) == Some(0));
        if ends {
            break;
        }
        first = before;
    }
    first
}

/// Reads the token that begins at `first`; gives its end.
fn token(text: &str, first: usize, end: usize, out: &mut Vec<Token>) -> usize {
    let bytes = text.as_bytes();
    let mut at = first;
    let mut flags = 0;
    while at < end {
        let class = CLASS[bytes[at] as usize];
        if class & (has::BREAK | has::MARK | has::WIDE | has::STAR) != 0 {
            if class & has::BREAK != 0 || (class & has::STAR != 0 && bytes.get(at + 1) != Some(&b'.')) {
                break;
            }
            if class & has::MARK != 0 {
                let between_digits =
                    at > first && bytes[at - 1].is_ascii_digit() && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
                if !between_digits {
                    break;
                }
            } else if class & has::WIDE != 0
                && let Some(length) = wide_break(bytes, at)
            {
                if length == 0 {
                    break;
                }
                // a dash beyond ASCII: 3–24
                flags |= has::DASH | has::WIDE;
                at += length;
                continue;
            }
        }
        flags |= class;
        at += 1;
    }
    push(text, first, at, flags, out);
    at
}

/// For the lead byte of a character beyond ASCII: `Some(0)` where it is a blank or a quotation mark and ends the token,
/// `Some(length)` for a dash, `None` for a letter.
fn wide_break(bytes: &[u8], at: usize) -> Option<usize> {
    match (bytes[at], bytes.get(at + 1), bytes.get(at + 2)) {
        (0xc2, Some(0xa0 | 0xab | 0xbb), _) => Some(0),
        // U+2000–200F: blanks and zero-width characters
        (0xe2, Some(0x80), Some(0x80..=0x8f)) => Some(0),
        // U+2010–2015: hyphens and dashes
        (0xe2, Some(0x80), Some(0x90..=0x95)) => Some(3),
        // U+2018–201F quotation marks, U+2026 ellipsis, U+2028–202F, U+2039/203A
        (0xe2, Some(0x80), Some(0x98..=0x9f | 0xa6 | 0xa8..=0xaf | 0xb9 | 0xba)) => Some(0),
        // U+2212 minus, U+3000–3002 ideographic blank and stops
        (0xe2, Some(0x88), Some(0x92)) => Some(3),
        (0xe3, Some(0x80), Some(0x80..=0x82)) => Some(0),
        _ => None,
    }
}

fn push(text: &str, mut start: usize, mut end: usize, flags: u16, out: &mut Vec<Token>) {
    let bytes = text.as_bytes();
    let dotted = flags & has::DOT != 0;
    let odd = flags & (has::SLASH | has::COLON | has::DASH) != 0;
    if flags & WORTH == 0 && !dotted && !odd {
        return;
    }
    while start < end {
        let next = bytes.get(start + 1).copied().unwrap_or(b' ');
        let drop = match bytes[start] {
            b'*' => next != b'.' || !bytes.get(start + 2).is_some_and(u8::is_ascii_alphabetic),
            b'.' => !next.is_ascii_digit(),
            b'_' | b':' | b'?' | b'=' | b'&' | b'^' => true,
            _ => false,
        };
        if !drop {
            break;
        }
        start += 1;
    }
    while end > start && matches!(bytes[end - 1], b'.' | b':' | b'?' | b'*' | b'_' | b'-' | b'\'' | b'&' | b'=') {
        end -= 1;
    }
    let token = &bytes[start..end];
    let worth = flags & WORTH != 0
        || (dotted && token.contains(&b'.'))
        || (flags & has::COLON != 0 && flags & has::SLASH != 0)
        || (flags & has::COLON != 0 && memchr::memmem::find(token, b"::").is_some())
        || token.starts_with(b"--")
        || (token.first() == Some(&b'/') && token.len() > 3 && token[1..].contains(&b'/'));
    if worth && end > start {
        out.push(Token { start: start as u32, end: end as u32, flags });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        tokens(text, std::iter::once(0..text.len()), &mut out);
        out.iter().map(|t| &text[t.start as usize..t.end as usize]).collect()
    }

    #[test]
    fn only_what_may_hold_a_fact_is_found() {
        assert_eq!(found("Nothing to see here, „wirklich“ nichts."), Vec::<&str>::new());
        assert_eq!(found("Ports 10140-10155, or 3–24; see a.b/c."), ["10140-10155", "3–24", "a.b/c"]);
        assert_eq!(found("(2,000 clients) 1.234,5 and 380\u{a0}000."), ["2,000", "1.234,5", "380", "000"]);
        assert_eq!(found("**.76** *.cloudapp.net, „cloudapp.net“"), [".76", "*.cloudapp.net", "cloudapp.net"]);
        assert_eq!(
            found("https://a.b/c?d=e%20f, x@y.org --flag %TEMP% /etc/hosts"),
            ["https://a.b/c?d=e%20f", "x@y.org", "--flag", "%TEMP%", "/etc/hosts"]
        );
        assert_eq!(found("and/or e.g. ü.ö"), ["e.g", "ü.ö"]);
    }
}
