//! Front matter in which every line is `key: scalar`, `- scalar` under a key, blank or a comment, read without a YAML parser.
//!
//! The rule is to know little and to be right: whatever looks as if YAML might read it otherwise is left to `yaml`. A
//! property test holds the two to the same answer.

use super::{Line, constant, resolve};
use crate::parse::{Entry, Value};
use crate::text::Span;
use std::ops::Range;

/// The entries, or `None` where a YAML parser is needed to tell.
pub(super) fn read(text: &str, inner: Range<usize>) -> Option<Vec<Entry>> {
    let text = &text[..inner.end];
    let bytes = text.as_bytes();
    let mut entries: Vec<Entry> = Vec::with_capacity(inner.len() / 32 + 1);
    // Looked at to the end and all at once, for many bytes are as quick as one, and a line has too few.
    let plain = !bytes[inner.clone()].iter().fold(false, |any, &byte| any | may_begin_odd(byte));
    // The indent of the sequence under the last key, once it has an item.
    let mut sequence: Option<usize> = None;
    let mut at = inner.start;
    while at < bytes.len() {
        let line = Line::at(bytes, at);
        at = line.next;
        let raw = &text[line.start..line.end];
        let content = raw.trim_start_matches(' ');
        if content.is_empty() || content.starts_with('#') {
            // A blank line inside a multi-line scalar would be part of it; but none is read here.
            if content.len() < raw.len() && !content.is_empty() {
                return None;
            }
            continue;
        }
        let indent = raw.len() - content.len();
        if let Some(rest) = content.strip_prefix('-') {
            let last = entries.last_mut()?;
            let item = rest.trim_start_matches(' ');
            if item.len() == rest.len() || sequence.is_some_and(|known| known != indent) {
                return None;
            }
            let start = line.end - item.len();
            let (value, _) = scalar(text, start..line.end, plain)?;
            // A sequence goes on to the end of its last line, comment or not, as it does over the lines before.
            let end = line.start + raw.trim_end().len();
            match (&mut last.value, sequence) {
                (Value::Sequence(items), Some(_)) => items.push(value),
                (place @ Value::Null, None) if last.value_span.is_empty() => {
                    *place = Value::Sequence(vec![value]);
                    last.value_span = Span::new(line.start + indent, end);
                    sequence = Some(indent);
                }
                _ => return None,
            }
            last.value_span.end = end as u32;
            continue;
        }
        if indent > 0 {
            return None;
        }
        let key_length =
            content.bytes().position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.')))?;
        let key = &content[..key_length];
        // What begins so is no number either.
        let is_name = key.bytes().next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_');
        if !is_name || constant(key).is_some() || bytes[line.start + key_length] != b':' {
            return None;
        }
        let colon = line.start + key_length;
        let rest = &text[colon + 1..line.end];
        let written = rest.trim_start_matches(' ');
        if !rest.is_empty() && written.len() == rest.len() {
            return None;
        }
        let (value, span) = if written.is_empty() || written.starts_with('#') {
            (Value::Null, colon + 1..colon + 1)
        } else {
            scalar(text, line.end - written.len()..line.end, plain)?
        };
        sequence = None;
        entries.push(Entry {
            key: key.into(),
            value,
            key_span: Span::new(line.start, colon),
            value_span: Span::new(span.start, span.end),
        });
    }
    // Comments alone say nothing, and so does nothing; the two need no parser either.
    Some(entries)
}

/// A scalar on one line, and where it stands without blanks and a comment; `plain` where every character is known to be so.
fn scalar(text: &str, range: Range<usize>, plain: bool) -> Option<(Value, Range<usize>)> {
    let written = &text[range.clone()];
    let first = *written.as_bytes().first()?;
    if !plain && !written.chars().all(is_plain) {
        return None;
    }
    if first == b'"' || first == b'\'' {
        let inner = &written[1..];
        let end = memchr::memchr(first, inner.as_bytes())?;
        let (inner, after) = (&inner[..end], &inner[end + 1..]);
        let rest = after.trim_start_matches(' ');
        let ends = rest.is_empty() || rest.starts_with('#') && rest.len() < after.len();
        if !ends || (first == b'"' && inner.contains('\\')) {
            return None;
        }
        return Some((Value::String(inner.into()), range.start..range.start + end + 2));
    }
    let starts_plain =
        first.is_ascii_alphanumeric() || matches!(first, b'/' | b'_' | b'(' | b'.' | b'$') || first >= 0x80;
    if !starts_plain {
        return None;
    }
    let bytes = written.as_bytes();
    let mut end = bytes.len();
    for at in memchr::memchr2_iter(b'#', b':', bytes) {
        match bytes[at] {
            b':' if matches!(bytes.get(at + 1), None | Some(b' ')) => return None,
            b'#' if at > 0 && bytes[at - 1] == b' ' => {
                end = at;
                break;
            }
            _ => {}
        }
    }
    let written = written[..end].trim_end_matches(' ');
    Some((resolve(written), range.start..range.start + written.len()))
}

/// Whether a character that is not plain may begin with the byte, in the middle of a line.
#[inline]
fn may_begin_odd(byte: u8) -> bool {
    let control = (byte < b' ') & (byte != b'\n') & (byte != b'\r');
    control | (byte == 0x7f) | (byte == 0xc2) | (byte == 0xe2) | (byte == 0xef)
}

/// Whether YAML takes the character as it is: no line break of its own, nothing that it forbids.
fn is_plain(character: char) -> bool {
    !matches!(character, '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::Limits;
    use crate::parse::front_matter::yaml;
    use proptest::prelude::*;

    fn line() -> impl Strategy<Value = String> {
        let key =
            prop::sample::select(vec!["a", "ms.date", "b-c", "_d", "E2", "true", "null", "1.5", "\"q\"", "a b", "ä"]);
        let scalar = prop::sample::select(vec![
            "",
            "text",
            "two words",
            "1.10",
            "007",
            "0x1F",
            "-1",
            "1e3",
            "+5",
            "12_3",
            ".5",
            ".inf",
            "~",
            "null",
            "Yes",
            "TRUE",
            "02/03/2021",
            "2021-02-03",
            "a: b",
            "a:b",
            "a:",
            "a #b",
            "a#b",
            "#c",
            "'q'",
            "'it''s'",
            "\"q\"",
            "\"a\\tb\"",
            "\"a\"b",
            "'a' # c",
            "[x, y]",
            "{x: y}",
            "*a",
            "&a b",
            "!t x",
            "|",
            ">",
            "- x",
            "-",
            "? x",
            "@x",
            "`x`",
            "%x",
            "Größe",
            "日本",
            "a\u{85}b",
            "a\u{2028}b",
            "a\u{7f}b",
            "a\tb",
            "\tb",
            "(x)",
            "$x",
            "/x/y.md",
            "x  ",
            "x, y",
            "x]",
            "=",
            "<<",
            "1.2.3",
            "9999999999999999999999999999999999999999999",
            "0o7",
            "-0b1",
            "--x",
            "...",
            "---x",
            "\"open",
            "'open",
        ]);
        let indent = prop::sample::select(vec!["", "", "", " ", "  "]);
        let gap = prop::sample::select(vec![" ", " ", " ", "", "  ", "\t"]);
        prop_oneof![
            6 => (indent.clone(), key, gap.clone(), scalar.clone()).prop_map(|(i, k, g, s)| format!("{i}{k}:{g}{s}")),
            3 => (indent.clone(), gap, scalar.clone()).prop_map(|(i, g, s)| format!("{i}-{g}{s}")),
            1 => (indent, scalar).prop_map(|(i, s)| format!("{i}{s}")),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 50_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_read_without_a_yaml_parser_is_what_one_reads(lines in prop::collection::vec(line(), 0..5), crlf: bool) {
            let text = lines.join(if crlf { "\r\n" } else { "\n" });
            if let Some(fast) = read(&text, 0..text.len()) {
                let slow = yaml::read(&text, 0..text.len(), &Limits::default());
                let slow = slow.map_err(|problem| TestCaseError::fail(format!("{text:?}: {problem:?}")))?;
                let pairs = |entries: Vec<Entry>| -> Vec<_> {
                    entries.into_iter().map(|e| (e.key, e.value, e.key_span, e.value_span)).collect()
                };
                prop_assert_eq!(pairs(fast), pairs(slow), "{:?}", text);
            }
        }
    }

    #[test]
    fn everyday_front_matter_needs_no_yaml_parser() {
        let text =
            "# head\ntitle: Ports, and more\nms.date: 02/03/2021\nv: 1.10 # c\ntags:\n  - a b\n  - 'c'\n\nnone:\n";
        let entries = read(text, 0..text.len()).expect("nothing in it is special");
        assert_eq!(entries.len(), 5);
        assert_eq!(entries[2].value, Value::Number("1.10".into()));
        assert_eq!(entries[3].value, Value::Sequence(vec![Value::String("a b".into()), Value::String("c".into())]));
    }
}
