//! The simple part of TOML front matter (`+++`, as Hugo has it): `key = value` lines before the first table.

use super::{Line, is_number};
use crate::parse::{Entry, Value};
use crate::text::Span;
use std::ops::Range;

/// The entries that are simple; other lines are passed over, and the first `[table]` ends them.
pub(super) fn read(text: &str, inner: Range<usize>) -> Vec<Entry> {
    let bytes = text.as_bytes();
    let mut entries = Vec::new();
    let mut at = inner.start;
    while at < inner.end {
        let line = Line::at(bytes, at);
        at = line.next;
        let raw = &text[line.start..line.end];
        let content = raw.trim_start();
        if content.starts_with('[') {
            break;
        }
        let Some(equals) = memchr::memchr(b'=', content.as_bytes()) else { continue };
        let key = content[..equals].trim_end();
        let bare = key.trim_matches(['"', '\'']);
        if bare.is_empty() || !bare.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.')) {
            continue;
        }
        let key_start = line.end - content.len();
        let written = content[equals + 1..].trim_start();
        let value_start = line.end - written.len();
        let Some((value, length)) = value(written) else { continue };
        entries.push(Entry {
            key: bare.into(),
            value,
            key_span: Span::new(key_start, key_start + key.len()),
            value_span: Span::new(value_start, value_start + length),
        });
    }
    entries
}

/// A value at the start of `text` and its length; `None` for what needs a TOML parser.
fn value(text: &str) -> Option<(Value, usize)> {
    match text.as_bytes().first()? {
        &mark @ (b'"' | b'\'') => {
            let inner = &text[1..];
            let end = memchr::memchr(mark, inner.as_bytes())?;
            let inner = &inner[..end];
            let escaped = mark == b'"' && inner.contains('\\');
            let long = text.starts_with("\"\"\"") || text.starts_with("'''");
            (!escaped && !long).then(|| (Value::String(inner.into()), end + 2))
        }
        b'[' => {
            let mut items = Vec::new();
            let mut at = 1;
            loop {
                at += text[at..].len() - text[at..].trim_start_matches([' ', ',', '\t']).len();
                if text[at..].starts_with(']') {
                    return Some((Value::Sequence(items), at + 1));
                }
                if text[at..].starts_with('[') {
                    return None;
                }
                let (item, length) = value(&text[at..])?;
                items.push(item);
                at += length;
            }
        }
        _ => {
            let end = text.find([',', ']', '#', ' ', '\t']).unwrap_or(text.len());
            let written = &text[..end];
            let value = match written {
                "" => return None,
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                _ if is_number(written) => Value::Number(written.into()),
                _ => Value::String(written.into()),
            };
            Some((value, end))
        }
    }
}
