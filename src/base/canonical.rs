//! The canonical form (RFC 8785), written straight into bytes.
//!
//! The records have fixed keys, which their writers put in order by hand; only front matter brings keys of its own.
//! serde_json's escapes and integers are those of RFC 8785, and no other numbers are ever written.

use crate::facts::Number;
use crate::parse::{FrontMatter, Value};
use std::cmp::Ordering;
use std::io::Write;

/// The largest integer that a JSON number carries safely (2^53 − 1).
pub(super) const MAX_SAFE: i64 = (1 << 53) - 1;

/// Writes a text with its quotes. Nearly all need no escape, which is seen many bytes at a time.
pub(super) fn string(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    let escape = bytes.iter().fold(false, |found, &byte| found | (byte < b' ') | (byte == b'"') | (byte == b'\\'));
    if escape {
        serde_json::to_writer(out, text).expect("writing to memory does not fail");
        return;
    }
    out.reserve(bytes.len() + 2);
    out.push(b'"');
    out.extend_from_slice(bytes);
    out.push(b'"');
}

/// Writes an integer.
pub(super) fn integer(out: &mut Vec<u8>, mut number: u32) {
    let mut digits = [0; 10];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
}

/// The order of keys: by UTF-16 code units, which is not that of UTF-8 beyond the basic plane.
pub(super) fn key_order(a: &str, b: &str) -> Ordering {
    if a.is_ascii() && b.is_ascii() { a.cmp(b) } else { a.encode_utf16().cmp(b.encode_utf16()) }
}

/// An object whose keys are all known: the caller adds them in order.
pub(super) struct Object<'a> {
    out: &'a mut Vec<u8>,
    empty: bool,
}

impl<'a> Object<'a> {
    pub(super) fn open(out: &'a mut Vec<u8>) -> Self {
        out.push(b'{');
        Self { out, empty: true }
    }

    /// Writes a key that needs no escape and gives the place for its value.
    pub(super) fn key(&mut self, key: &str) -> &mut Vec<u8> {
        self.out.reserve(key.len() + 4);
        if !std::mem::take(&mut self.empty) {
            self.out.push(b',');
        }
        self.out.push(b'"');
        self.out.extend_from_slice(key.as_bytes());
        self.out.extend_from_slice(b"\":");
        self.out
    }

    pub(super) fn text(&mut self, key: &str, value: &str) -> &mut Self {
        string(self.key(key), value);
        self
    }

    pub(super) fn integer(&mut self, key: &str, value: u32) -> &mut Self {
        integer(self.key(key), value);
        self
    }

    pub(super) fn raw(&mut self, key: &str, value: &[u8]) -> &mut Self {
        self.key(key).extend_from_slice(value);
        self
    }

    pub(super) fn close(self) {
        self.out.push(b'}');
    }
}

/// A decimal number as text: no sign, no exponent, no needless zeros, whatever its size.
pub(super) fn decimal(mantissa: u128, scale: u8) -> String {
    let digits = mantissa.to_string();
    if scale == 0 {
        return digits;
    }
    let scale = usize::from(scale);
    let digits = format!("{digits:0>width$}", width = scale + 1);
    let (whole, part) = digits.split_at(digits.len() - scale);
    let part = part.trim_end_matches('0');
    if part.is_empty() { whole.to_owned() } else { format!("{whole}.{part}") }
}

/// The number's first reading.
pub(super) fn number(number: &Number) -> String {
    decimal(number.mantissa, number.scale)
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
            Some(integer) => write!(out, "{integer}").expect("writing to memory does not fail"),
            None => string(out, text),
        },
        Value::String(text) => string(out, text),
        Value::Sequence(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                self::value(out, item);
            }
            out.push(b']');
        }
        Value::Mapping(entries) => mapping(out, entries.iter().map(|(key, value)| (key.as_str(), value))),
    }
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
    fn texts_and_integers_are_written_as_serde_json_does() {
        let mut out = Vec::new();
        for text in ["", "plain é", "a \"b\" \\ \u{7f}", "\0\u{8}\t\n\u{c}\r\u{1f}"] {
            out.clear();
            string(&mut out, text);
            assert_eq!(out, serde_json::to_vec(text).unwrap());
        }
        for number in [0, 7, 10, 4_294_967_295] {
            out.clear();
            integer(&mut out, number);
            assert_eq!(out, number.to_string().as_bytes());
        }
    }

    #[test]
    fn decimals_are_exact_and_bare() {
        assert_eq!(decimal(2000, 0), "2000");
        assert_eq!(decimal(15, 1), "1.5");
        assert_eq!(decimal(5, 3), "0.005");
        assert_eq!(decimal(1500, 3), "1.5");
        assert_eq!(decimal(0, 2), "0");
        assert_eq!(decimal(u128::MAX, 0), "340282366920938463463374607431768211455");
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
