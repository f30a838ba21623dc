//! The canonical form (RFC 8785), written straight into bytes.
//!
//! The records have fixed keys, which their writers put in order by hand; only front matter brings keys of its own.
//! No numbers are written but integers.

use crate::facts::Number;
use crate::parse::{FrontMatter, Value};
use std::cmp::Ordering;
use std::io::Write;

/// The largest integer that a JSON number carries safely (2^53 − 1).
pub(super) const MAX_SAFE: i64 = (1 << 53) - 1;

/// Writes a text with its quotes, whole where it needs no escape.
pub(super) fn string(out: &mut Vec<u8>, text: &str) {
    let mut rest = text.as_bytes();
    out.push(b'"');
    while let Some(at) = escaped(rest) {
        out.extend_from_slice(&rest[..at]);
        escape(out, rest[at]);
        rest = &rest[at + 1..];
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}

/// Writes a text that is known to need no escape, with its quotes.
pub(super) fn word(out: &mut Vec<u8>, word: &str) {
    out.push(b'"');
    out.extend_from_slice(word.as_bytes());
    out.push(b'"');
}

/// The first byte that JSON writes with an escape. Eight are looked at together: a byte of `word ^ mark` is zero where the word has
/// the mark, and taking one from each byte lends from above only below a zero; so the lowest hit is one.
fn escaped(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    let first = |bytes: &[u8; 8]| {
        let word = u64::from_le_bytes(*bytes);
        let (quote, slash) = (word ^ (ONES * u64::from(b'"')), word ^ (ONES * u64::from(b'\\')));
        let hits = (quote.wrapping_sub(ONES) & !quote)
            | (slash.wrapping_sub(ONES) & !slash)
            | (word.wrapping_sub(ONES * u64::from(b' ')) & !word);
        let hits = hits & (ONES << 7);
        (hits != 0).then(|| hits.trailing_zeros() as usize / 8)
    };
    let (words, rest) = bytes.as_chunks();
    for (at, word) in words.iter().enumerate() {
        if let Some(found) = first(word) {
            return Some(8 * at + found);
        }
    }
    match bytes.last_chunk() {
        // the last eight, of which those before the rest are known to be none
        Some(last) => first(last).map(|found| bytes.len() - 8 + found),
        None => rest.iter().position(|&byte| byte < b' ' || byte == b'"' || byte == b'\\'),
    }
}

/// Writes a byte that must not stand by itself.
fn escape(out: &mut Vec<u8>, byte: u8) {
    let short = match byte {
        0x08 => b'b',
        b'\t' => b't',
        b'\n' => b'n',
        0x0c => b'f',
        b'\r' => b'r',
        b'"' | b'\\' => byte,
        _ => {
            write!(out, "\\u{byte:04x}").expect("writing to memory does not fail");
            return;
        }
    };
    out.extend_from_slice(&[b'\\', short]);
}

/// Writes an integer.
pub(super) fn integer(out: &mut Vec<u8>, number: impl itoa::Integer) {
    out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
}

/// The order of keys: by UTF-16 code units, which is not that of UTF-8 beyond the basic plane.
pub(super) fn key_order(a: &str, b: &str) -> Ordering {
    if a.is_ascii() && b.is_ascii() { a.cmp(b) } else { a.encode_utf16().cmp(b.encode_utf16()) }
}

/// A member's key as it is written, the comma before it included.
macro_rules! key {
    ($name:literal) => {
        concat!(",\"", $name, "\":").as_bytes()
    };
}
pub(super) use key;

/// An object whose keys are all known: the caller adds them in order, each with its comma ([`key!`]). The brace takes the place of
/// the first comma, so that nobody has to ask whether a member is the first.
pub(super) struct Object<'a> {
    out: &'a mut Vec<u8>,
    start: usize,
}

impl<'a> Object<'a> {
    pub(super) fn open(out: &'a mut Vec<u8>) -> Self {
        let start = out.len();
        Self { out, start }
    }

    /// Writes a key and gives the place for its value.
    #[inline]
    pub(super) fn key(&mut self, key: &[u8]) -> &mut Vec<u8> {
        self.out.extend_from_slice(key);
        self.out
    }

    #[inline]
    pub(super) fn text(&mut self, key: &[u8], value: &str) -> &mut Self {
        string(self.key(key), value);
        self
    }

    /// A text that is known to need no escape.
    #[inline]
    pub(super) fn word(&mut self, key: &[u8], value: &str) -> &mut Self {
        word(self.key(key), value);
        self
    }

    #[inline]
    pub(super) fn integer(&mut self, key: &[u8], value: u32) -> &mut Self {
        integer(self.key(key), value);
        self
    }

    pub(super) fn close(self) {
        match self.out.get_mut(self.start) {
            Some(comma) => *comma = b'{',
            None => self.out.push(b'{'),
        }
        self.out.push(b'}');
    }
}

/// Writes a decimal number as text: no sign, no exponent, no needless zeros, whatever its size.
fn decimal(out: &mut Vec<u8>, mantissa: u128, scale: u8) {
    out.push(b'"');
    let (start, scale) = (out.len(), usize::from(scale));
    integer(out, mantissa);
    if scale > 0 {
        let zeros = (scale + 1).saturating_sub(out.len() - start);
        out.splice(start..start, std::iter::repeat_n(b'0', zeros));
        let point = out.len() - scale;
        out.insert(point, b'.');
        let last = out.iter().rposition(|&byte| byte != b'0').unwrap_or(point);
        out.truncate(if last == point { point } else { last + 1 });
    }
    out.push(b'"');
}

/// The number's first reading.
pub(super) fn number(out: &mut Vec<u8>, number: &Number) {
    decimal(out, number.mantissa, number.scale);
}

/// The front matter as an object. Of a key that stands twice the first counts: an object cannot have both.
pub(super) fn front_matter(out: &mut Vec<u8>, matter: &FrontMatter) {
    mapping(out, matter.entries.iter().map(|entry| (entry.key.as_str(), &entry.value)));
}

fn value(out: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::Number(text) => match safe_integer(text) {
            Some(number) => integer(out, number),
            None => string(out, text),
        },
        Value::String(text) => string(out, text),
        Value::Sequence(items) => array(out, items, self::value),
        Value::Mapping(entries) => mapping(out, entries.iter().map(|(key, value)| (key.as_str(), value))),
    }
}

/// Writes an array, each of its members by `write`.
pub(super) fn array<T>(out: &mut Vec<u8>, items: impl IntoIterator<Item = T>, write: impl Fn(&mut Vec<u8>, T)) {
    out.push(b'[');
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write(out, item);
    }
    out.push(b']');
}

fn mapping<'a>(out: &mut Vec<u8>, entries: impl Iterator<Item = (&'a str, &'a Value)>) {
    let mut entries: Vec<_> = entries.collect();
    // Stable, so that the first of two equal keys stays first.
    entries.sort_by(|a, b| key_order(a.0, b.0));
    entries.dedup_by(|later, first| later.0 == first.0);
    out.push(b'{');
    for (index, (key, entry)) in entries.into_iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        string(out, key);
        out.push(b':');
        value(out, entry);
    }
    out.push(b'}');
}

/// The integer that a number's text is, where JSON would write it with the very same characters and carry it exactly.
fn safe_integer(text: &str) -> Option<i64> {
    let number: i64 = text.parse().ok()?;
    ((-MAX_SAFE..=MAX_SAFE).contains(&number) && number.to_string() == text).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_written_as_serde_json_does() {
        let mut out = Vec::new();
        for text in ["", "plain é", "a \"b\" \\ \u{7f}", "\0\u{8}\t\n\u{c}\r\u{1f}"] {
            out.clear();
            string(&mut out, text);
            assert_eq!(out, serde_json::to_vec(text).unwrap());
        }
        // each byte, at each place of a word and behind it, in texts of many lengths
        for byte in 0..0x80_u8 {
            for at in 0..19 {
                let mut text = *b"a\x7f!#[]aaaaaaaaaaaaa";
                text[at] = byte;
                let text = str::from_utf8(&text[at / 2..]).unwrap();
                out.clear();
                string(&mut out, text);
                assert_eq!(out, serde_json::to_vec(text).unwrap());
            }
        }
    }

    #[test]
    fn an_object_has_a_brace_in_place_of_the_first_comma() {
        let mut out = b"[".to_vec();
        Object::open(&mut out).close();
        let mut object = Object::open(&mut out);
        object.text(key!("a"), "b");
        Object::open(object.key(key!("c"))).close();
        object.integer(key!("d"), 4);
        object.close();
        assert_eq!(out, br#"[{}{"a":"b","c":{},"d":4}"#);
    }

    #[test]
    fn decimals_are_exact_and_bare() {
        for (mantissa, scale, text) in [
            (2000, 0, "2000"),
            (15, 1, "1.5"),
            (5, 3, "0.005"),
            (1500, 3, "1.5"),
            (2000, 3, "2"),
            (0, 2, "0"),
            (u128::MAX, 0, "340282366920938463463374607431768211455"),
        ] {
            let mut out = b"0".to_vec();
            decimal(&mut out, mantissa, scale);
            assert_eq!(out, format!("0\"{text}\"").as_bytes());
        }
    }

    #[test]
    fn only_integers_that_json_carries_become_numbers() {
        assert_eq!(safe_integer("42"), Some(42));
        assert_eq!(safe_integer("-9007199254740991"), Some(-MAX_SAFE));
        for text in ["9007199254740992", "1.10", "1e3", "007", "+1", "-0", "0x1F", "-9223372036854775808"] {
            assert_eq!(safe_integer(text), None, "{text}");
        }
    }

    #[test]
    fn keys_stand_in_the_order_of_utf_16() {
        // U+FB33 comes before U+1F600 in UTF-8, yet after its high surrogate.
        assert_eq!(key_order("\u{fb33}", "\u{1f600}"), Ordering::Greater);
        assert_eq!(key_order("a", "b"), Ordering::Less);
        let entries = [("b", Value::Null), ("a", Value::Bool(true)), ("b", Value::Bool(false))];
        let mut out = Vec::new();
        mapping(&mut out, entries.iter().map(|(key, value)| (*key, value)));
        assert_eq!(out, br#"{"a":true,"b":null}"#);
    }
}
