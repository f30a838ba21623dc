//! Front matter: found by a splitter of our own, since the Markdown parser takes rules in mid-page for it and misses it
//! behind a byte order mark; read as YAML between `---` or as simple TOML between `+++`.
//!
//! Most front matter is `key: value` lines and nothing else; `plain` reads those. The rest goes to serde_yaml
//! (`yaml`), which is slow, and kept from being slower still by a budget.

mod plain;
mod toml;
mod yaml;

use super::names::surely_distinct;
use super::{Document, Limits, Problem, ProblemKind, Value};
use crate::text::Span;
use rustc_hash::{FxBuildHasher, FxHashSet};
use std::ops::Range;

/// Reads the front matter into `document` and answers where the page's body begins.
pub(super) fn read(text: &str, limits: &Limits, document: &mut Document) -> usize {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let bytes = text.as_bytes();
    let first = Line::at(bytes, start);
    let fence = match first.trimmed(bytes) {
        b"---" => b'-',
        b"+++" => b'+',
        _ => return start,
    };
    let mut line = first;
    let mut inner_end = None;
    while line.next < bytes.len() {
        line = Line::at(bytes, line.next);
        // Few lines begin so: the bytes decide before the line is looked at whole.
        let trimmed = match bytes.get(line.start) {
            Some(b'-' | b'+' | b'.') => line.trimmed(bytes),
            _ => continue,
        };
        if (fence == b'-' && matches!(trimmed, b"---" | b"...")) || (fence == b'+' && trimmed == b"+++") {
            inner_end = Some(line.start);
            break;
        }
    }
    let inner = first.next..inner_end.unwrap_or(bytes.len());
    if fence == b'+' {
        return match inner_end {
            Some(_) => {
                document.front_matter.span = Some(Span::new(start, line.end));
                document.front_matter.entries = toml::read(text, inner);
                name_duplicates(document);
                line.next
            }
            None => start,
        };
    }
    match inner_end {
        Some(_) if is_front_matter(bytes, inner.clone()) => {
            document.front_matter.span = Some(Span::new(start, line.end));
            entries(text, inner, limits, document);
            line.next
        }
        None if begins_with_key(bytes, inner.clone()) => {
            let end = unclosed_end(bytes, inner.clone());
            document.problems.push(Problem {
                kind: ProblemKind::FrontMatterUnclosed,
                span: Span::new(start, first.end),
                detail: String::new(),
            });
            document.front_matter.span = Some(Span::new(start, end));
            // Half-written front matter is read as far as it goes; that it is broken has been said already.
            if let Some(entries) = plain::read(text, inner.start..end) {
                document.front_matter.entries = entries;
                name_duplicates(document);
            }
            end
        }
        _ => start,
    }
}

/// Reads closed YAML front matter.
fn entries(text: &str, inner: Range<usize>, limits: &Limits, document: &mut Document) {
    if inner.len() > limits.front_matter_bytes {
        document.problems.push(Problem {
            kind: ProblemKind::FrontMatterInvalid,
            span: Span::new(inner.start, inner.start),
            detail: format!("larger than {} bytes", limits.front_matter_bytes),
        });
        return;
    }
    match plain::read(text, inner.clone()) {
        Some(entries) => document.front_matter.entries = entries,
        None => match yaml::read(text, inner, limits) {
            Ok(entries) => document.front_matter.entries = entries,
            Err(problem) => document.problems.push(problem),
        },
    }
    name_duplicates(document);
}

/// Reports each key that stands a second time, where it does.
fn name_duplicates(document: &mut Document) {
    let entries = &document.front_matter.entries;
    if surely_distinct(entries.iter().map(|entry| entry.key.as_str())) {
        return;
    }
    let mut seen = FxHashSet::with_capacity_and_hasher(entries.len(), FxBuildHasher);
    for entry in entries {
        if !seen.insert(entry.key.as_str()) {
            document.problems.push(Problem {
                kind: ProblemKind::FrontMatterDuplicateKey,
                span: entry.key_span,
                detail: entry.key.to_string(),
            });
        }
    }
}

/// A page may begin with a thematic break and have another one later; what stands between is front matter if it
/// begins as YAML does, or has a key somewhere and no blank line.
fn is_front_matter(bytes: &[u8], inner: Range<usize>) -> bool {
    if begins_with_key(bytes, inner.clone()) {
        return true;
    }
    let (mut any, mut key) = (false, false);
    let mut at = inner.start;
    while at < inner.end {
        let line = Line::at(bytes, at);
        at = line.next;
        let trimmed = line.trimmed(bytes);
        if trimmed.is_empty() {
            if any {
                return false;
            }
            continue;
        }
        any |= !trimmed.starts_with(b"#");
        key |= is_key_line(trimmed);
    }
    key || !any
}

/// Whether the first line that says something is `key:` or opens a flow mapping; comments and blank lines are passed.
fn begins_with_key(bytes: &[u8], inner: Range<usize>) -> bool {
    let mut at = inner.start;
    while at < inner.end {
        let line = Line::at(bytes, at);
        at = line.next;
        let trimmed = line.trimmed(bytes);
        if trimmed.is_empty() || trimmed.starts_with(b"#") {
            continue;
        }
        return trimmed[0] == b'{' || is_key_line(trimmed);
    }
    false
}

/// Whether a line reads `key:` or `key: value`. Prose may too ("Note: see below"), so a key with a blank is none.
fn is_key_line(line: &[u8]) -> bool {
    let Some(colon) = memchr::memchr(b':', line) else { return false };
    let after = line.get(colon + 1);
    colon > 0 && after.is_none_or(|b| b.is_ascii_whitespace()) && !line[..colon].contains(&b' ')
}

/// Where front matter without a closing fence ends: before the first line that YAML would not have there.
fn unclosed_end(bytes: &[u8], inner: Range<usize>) -> usize {
    let mut at = inner.start;
    while at < inner.end {
        let line = Line::at(bytes, at);
        let raw = &bytes[line.start..line.end];
        let nested = raw.first().is_some_and(|&b| b == b' ' || b == b'\t');
        let item = raw.starts_with(b"- ");
        if line.trimmed(bytes).is_empty() || !(nested || item || is_key_line(raw)) {
            break;
        }
        at = line.next;
    }
    at
}

/// A line of bytes: its start, its end without the line ending, and the start of the next.
#[derive(Clone, Copy, Debug)]
struct Line {
    start: usize,
    end: usize,
    next: usize,
}

impl Line {
    /// The line that begins at `start`. Lines end at LF, CRLF or a lone CR.
    fn at(bytes: &[u8], start: usize) -> Self {
        match memchr::memchr2(b'\n', b'\r', &bytes[start..]) {
            Some(found) => {
                let end = start + found;
                let long = bytes[end] == b'\r' && bytes.get(end + 1) == Some(&b'\n');
                Self { start, end, next: end + 1 + usize::from(long) }
            }
            None => Self { start, end: bytes.len(), next: bytes.len() },
        }
    }

    /// Its bytes without blanks at the end.
    fn trimmed(self, bytes: &[u8]) -> &[u8] {
        bytes[self.start..self.end].trim_ascii_end()
    }
}

/// What a plain YAML scalar is: the rules of the YAML 1.2 core schema as serde_yaml has them. `no` and `on` are strings, a
/// number with a leading zero is one too, and a number stays as written.
fn resolve(scalar: &str) -> Value {
    match constant(scalar) {
        Some(value) => value,
        None if is_number(scalar) => Value::Number(scalar.into()),
        None => Value::String(scalar.into()),
    }
}

/// The value of a word that is no string.
fn constant(scalar: &str) -> Option<Value> {
    match scalar {
        "" | "~" | "null" | "Null" | "NULL" => Some(Value::Null),
        "true" | "True" | "TRUE" => Some(Value::Bool(true)),
        "false" | "False" | "FALSE" => Some(Value::Bool(false)),
        _ => None,
    }
}

fn is_number(scalar: &str) -> bool {
    let first = scalar.as_bytes().first();
    if !first.is_some_and(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.')) {
        return false;
    }
    let plus = scalar.strip_prefix('+');
    let unsigned = plus.unwrap_or(scalar);
    if plus.is_some() && unsigned.starts_with(['+', '-']) {
        return false;
    }
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(digits) = unsigned.strip_prefix(prefix) {
            return !digits.starts_with(['+', '-']) && u128::from_str_radix(digits, radix).is_ok();
        }
        if let Some(digits) = scalar.strip_prefix('-').and_then(|rest| rest.strip_prefix(prefix)) {
            return i128::from_str_radix(&format!("-{digits}"), radix).is_ok();
        }
    }
    let digits = scalar.strip_prefix(['-', '+']).unwrap_or(scalar);
    if digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    matches!(unsigned, ".inf" | ".Inf" | ".INF")
        || matches!(scalar, "-.inf" | "-.Inf" | "-.INF" | ".nan" | ".NaN" | ".NAN")
        || unsigned.parse::<f64>().is_ok_and(f64::is_finite)
}
