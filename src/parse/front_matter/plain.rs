//! Front matter in which every line is `key: scalar`, `- scalar` under a key, blank or a comment, read without a YAML parser.
//!
//! The rule is to know little and to be right: whatever looks as if YAML might read it otherwise is left to `yaml`. A
//! property test holds the two to the same answer.

use super::{Line, resolve};
use crate::parse::{Entry, Value};
use crate::text::Span;
use std::ops::Range;

/// The entries, or `None` where a YAML parser is needed to tell.
pub(super) fn read(text: &str, inner: Range<usize>) -> Option<Vec<Entry>> {
    let text = &text[..inner.end];
    let bytes = text.as_bytes();
    let mut entries: Vec<Entry> = Vec::new();
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
            let (value, span) = scalar(text, start..line.end)?;
            match (&mut last.value, sequence) {
                (Value::Sequence(items), Some(_)) => items.push(value),
                (place @ Value::Null, None) if last.value_span.is_empty() => {
                    *place = Value::Sequence(vec![value]);
                    last.value_span = Span::new(line.start + indent, span.end);
                    sequence = Some(indent);
                }
                _ => return None,
            }
            last.value_span.end = span.end as u32;
            continue;
        }
        if indent > 0 {
            return None;
        }
        let key_length = content.bytes().position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.')))?;
        let key = &content[..key_length];
        let is_name = key.bytes().next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_');
        if !is_name || !matches!(resolve(key), Value::String(_)) || bytes[line.start + key_length] != b':' {
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
            scalar(text, line.end - written.len()..line.end)?
        };
        sequence = None;
        entries.push(Entry {
            key: key.to_owned(),
            value,
            key_span: Span::new(line.start, colon),
            value_span: Span::new(span.start, span.end),
        });
    }
    // Comments alone say nothing, and so does nothing; the two need no parser either.
    Some(entries)
}

/// A scalar on one line, and where it stands without blanks and a comment.
fn scalar(text: &str, range: Range<usize>) -> Option<(Value, Range<usize>)> {
    let written = &text[range.clone()];
    let first = *written.as_bytes().first()?;
    if !written.bytes().all(|b| b >= b' ' && b != 0x7f) || !written.is_ascii() && !written.chars().all(is_plain) {
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
        return Some((Value::String(inner.to_owned()), range.start..range.start + end + 2));
    }
    let starts_plain = first.is_ascii_alphanumeric() || matches!(first, b'/' | b'_' | b'(' | b'.' | b'$') || first >= 0x80;
    if !starts_plain {
        return None;
    }
    let written = match written.find(" #") {
        Some(comment) => &written[..comment],
        None => written,
    };
    let written = written.trim_end_matches(' ');
    if written.ends_with(':') || written.contains(": ") {
        return None;
    }
    Some((resolve(written), range.start..range.start + written.len()))
}

/// Whether YAML takes the character as it is: no line break of its own, nothing that it forbids.
fn is_plain(character: char) -> bool {
    match character {
        '\u{80}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => false,
        _ => true,
    }
}
