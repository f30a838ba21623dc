//! Front matter as serde_yaml reads it, within a budget and with the positions that it does not give.
//!
//! What has to be made good here: a value knows no position; an error for a key that stands twice does not name it; `1.10`
//! comes as 1.1; a page of aliases takes seconds, and so does deep nesting. Hence a visitor of our own that counts what it
//! sees and keeps both of two equal keys, a scan for the keys at the start of a line, and numbers taken from the text.

use super::Line;
use crate::parse::{Entry, Limits, Problem, ProblemKind, Value};
use crate::text::Span;
use compact_str::CompactString;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use std::cell::Cell;
use std::fmt;
use std::ops::Range;

/// The entries of the mapping in `inner`, or what is wrong with it.
pub(super) fn read(text: &str, inner: Range<usize>, limits: &Limits) -> Result<Vec<Entry>, Problem> {
    let source = &text[inner.clone()];
    let invalid =
        |at: usize, detail: String| Problem { kind: ProblemKind::FrontMatterInvalid, span: Span::new(at, at), detail };
    if let Some(at) = too_deep(source, limits.yaml_depth) {
        return Err(invalid(inner.start + at, format!("nested deeper than {} levels", limits.yaml_depth)));
    }
    let budget = Budget { nodes: Cell::new(limits.yaml_nodes), limits };
    let value = Node { budget: &budget, depth: 0 }.deserialize(serde_yaml::Deserializer::from_str(source)).map_err(
        |error| {
            let at = error.location().map_or(0, |location| byte_of(source, location.line(), location.column()));
            let before = text[..inner.start].matches('\n').count();
            invalid(inner.start + at, in_file(&error.to_string(), before))
        },
    )?;
    match value {
        Value::Mapping(pairs) => Ok(place(text, inner, pairs)),
        Value::Null => Ok(Vec::new()),
        _ => Err(invalid(inner.start, "not a mapping of keys to values".into())),
    }
}

/// The byte at a line and column; serde_yaml counts characters.
fn byte_of(source: &str, line: usize, column: usize) -> usize {
    let start: usize = source.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = &source[start..];
    start + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at)
}

/// A message with the lines that it names counted from the start of the file: there are `before` more. The first is where
/// the finding stands and need not be said.
fn in_file(message: &str, before: usize) -> String {
    let mut parts = message.split(" at line ");
    let mut said = parts.next().unwrap_or_default().to_owned();
    for (at, part) in parts.enumerate() {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        let (line, rest) = part.split_at(digits);
        if at == 0 {
            let rest = rest.trim_start_matches(" column ");
            said.push_str(rest.trim_start_matches(|c: char| c.is_ascii_digit()));
        } else {
            let line = line.parse::<usize>().map_or(line.to_owned(), |line| (line + before).to_string());
            said.push_str(&format!(" at line {line}{rest}"));
        }
    }
    said
}

/// Where brackets first nest deeper than `limit`. Reading such YAML takes time quadratic in its size before the visitor
/// sees the first value. Brackets in strings are counted as well: none that people write opens so many.
fn too_deep(source: &str, limit: usize) -> Option<usize> {
    let mut depth = 0usize;
    for (at, byte) in source.bytes().enumerate() {
        match byte {
            b'{' | b'[' => {
                depth += 1;
                if depth > limit {
                    return Some(at);
                }
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// What may still be read.
struct Budget<'l> {
    nodes: Cell<usize>,
    limits: &'l Limits,
}

/// Reads one value.
#[derive(Clone, Copy)]
struct Node<'b, 'l> {
    budget: &'b Budget<'l>,
    depth: usize,
}

impl Node<'_, '_> {
    fn deeper(self) -> Self {
        Self { depth: self.depth + 1, ..self }
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_, '_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        let left = self.budget.nodes.get().checked_sub(1).ok_or_else(|| {
            de::Error::custom(format_args!(
                "more than {} values (aliases counted where used)",
                self.budget.limits.yaml_nodes
            ))
        })?;
        self.budget.nodes.set(left);
        if self.depth > self.budget.limits.yaml_depth {
            return Err(de::Error::custom(format_args!("nested deeper than {} levels", self.budget.limits.yaml_depth)));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_, '_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.to_string().into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.to_string().into()))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Value, E> {
        Ok(Value::Number(value.to_string().into()))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Value, E> {
        Ok(Value::Number(value.to_string().into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Number(value.to_string().into()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut sequence = Vec::new();
        while let Some(item) = items.next_element_seed(self.deeper())? {
            sequence.push(item);
        }
        Ok(Value::Sequence(sequence))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<Value, A::Error> {
        let mut mapping = Vec::new();
        while let Some(key) = pairs.next_key_seed(self.deeper())? {
            let value = pairs.next_value_seed(self.deeper())?;
            mapping.push((key_text(key), value));
        }
        Ok(Value::Mapping(mapping))
    }

    fn visit_enum<A: de::EnumAccess<'de>>(self, data: A) -> Result<Value, A::Error> {
        // A value with a tag of its own (`!secret x`): the tag says how to read it, which is not for us to know.
        let (_tag, value) = data.variant::<de::IgnoredAny>()?;
        de::VariantAccess::newtype_variant_seed(value, self.deeper())
    }
}

/// A key as a string.
fn key_text(key: Value) -> CompactString {
    match key {
        Value::Null => "null".into(),
        Value::Bool(value) => value.to_string().into(),
        Value::Number(text) | Value::String(text) => text,
        Value::Sequence(items) => items.into_iter().map(key_text).collect::<Vec<_>>().join(", ").into(),
        Value::Mapping(pairs) => pairs.into_iter().map(|(key, _)| key).collect::<Vec<_>>().join(", ").into(),
    }
}

/// A key that stands at the start of a line.
struct Key {
    /// Its bytes, quote marks included.
    span: Range<usize>,
    /// Where its value may begin.
    value: usize,
}

/// How many keys are looked at for a place. Keys that are not found where they should be are rare; a page of nothing else
/// must not cost the square of its length.
const LOOK_AHEAD: usize = 256;

/// Gives the pairs their positions and the numbers their digits.
fn place(text: &str, inner: Range<usize>, pairs: Vec<(CompactString, Value)>) -> Vec<Entry> {
    let keys = keys(text, inner.clone());
    let mut entries = Vec::with_capacity(pairs.len());
    let mut next = 0;
    for (key, mut value) in pairs {
        // Continued lines of a quoted scalar can look like keys, and keys in braces are not found: what the parser says
        // holds, and each of its keys takes the next place where it is written.
        let found = keys[next..].iter().take(LOOK_AHEAD).position(|place| {
            let written = &text[place.span.clone()];
            let bare = written.trim_matches(['"', '\'']);
            written == key || bare == key || number_equals(written, &key)
        });
        let Some(found) = found.map(|found| next + found) else {
            let at = Span::new(inner.start, inner.start);
            entries.push(Entry { key, value, key_span: at, value_span: at });
            continue;
        };
        let place = &keys[found];
        next = found + 1;
        let end = keys.get(next).map_or(inner.end, |key| key.span.start);
        let range = value_range(text, place.value..end, &value);
        Numbers { text: &text[..range.end], at: range.start, misses: 0 }.restore(&mut value);
        let written = &text[place.span.clone()];
        let key = if number_equals(written, &key) { written.into() } else { key };
        entries.push(Entry {
            key,
            value,
            key_span: Span::new(place.span.start, place.span.end),
            value_span: Span::new(range.start, range.end),
        });
    }
    entries
}

/// The keys that begin a line.
fn keys(text: &str, inner: Range<usize>) -> Vec<Key> {
    let bytes = &text.as_bytes()[..inner.end];
    let mut keys = Vec::new();
    let mut at = inner.start;
    while at < bytes.len() {
        let line = Line::at(bytes, at);
        at = line.next;
        let raw = &bytes[line.start..line.end];
        let length = match raw.first() {
            None | Some(b' ' | b'\t' | b'#' | b'-') => continue,
            Some(&mark @ (b'"' | b'\'')) => match memchr::memchr(mark, &raw[1..]) {
                Some(end) => end + 2,
                None => continue,
            },
            Some(_) => {
                let colon = memchr::memchr_iter(b':', raw)
                    .find(|&colon| raw.get(colon + 1).is_none_or(|b| b.is_ascii_whitespace()));
                match colon {
                    Some(colon) => raw[..colon].trim_ascii_end().len(),
                    None => continue,
                }
            }
        };
        let rest = &raw[length..];
        let blanks = rest.len() - rest.trim_ascii_start().len();
        if rest.get(blanks) == Some(&b':') {
            keys.push(Key { span: line.start..line.start + length, value: line.start + length + blanks + 1 });
        }
    }
    keys
}

/// Narrows what stands between a key's colon and the next key to the value: no blanks around it, no comment after it.
fn value_range(text: &str, range: Range<usize>, value: &Value) -> Range<usize> {
    let mut end = range.end;
    // Comments on lines of their own before the next key belong to that; indented ones may be part of a block scalar.
    let open = text[range.clone()].trim_start().starts_with(['|', '>', '"', '\'']);
    loop {
        let slice = text[range.start..end].trim_end();
        let line = slice.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        end = range.start + slice.len();
        let last = if open { &slice[line..] } else { slice[line..].trim_start() };
        if line > 0 && last.starts_with('#') {
            end = range.start + line;
        } else {
            break;
        }
    }
    let mut start = end - text[range.start..end].trim_start().len();
    if matches!(value, Value::Sequence(_) | Value::Mapping(_)) {
        // A comment may stand between the key and what is below it.
        while text[start..end].starts_with('#') {
            let rest = &text[start..end];
            start = end - rest[rest.find(['\n', '\r']).unwrap_or(rest.len())..].trim_start().len();
        }
    }
    if *value == Value::Null && (start >= end || text[start..].starts_with('#')) {
        return range.start..range.start;
    }
    let slice = &text[start..end];
    let end = match value {
        // A scalar on one line: `#` after a blank begins a comment, if it stands in no string.
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) if !slice.contains(['\n', '\r']) => {
            start + scalar_length(slice)
        }
        _ => end,
    };
    start..end.max(start)
}

/// The length of a scalar without the comment after it.
fn scalar_length(slice: &str) -> usize {
    let bytes = slice.as_bytes();
    let mut from = 0;
    match bytes.first() {
        Some(b'"') => {
            let mut at = 1;
            while at < bytes.len() && bytes[at] != b'"' {
                at += 1 + usize::from(bytes[at] == b'\\');
            }
            from = at;
        }
        Some(b'\'') => from = slice.rfind('\'').unwrap_or(0),
        _ => {}
    }
    let from = from.min(bytes.len());
    let comment = memchr::memchr_iter(b'#', &bytes[from..])
        .map(|at| from + at)
        .find(|&at| at > 0 && bytes[at - 1].is_ascii_whitespace());
    comment.map_or(bytes.len(), |at| bytes[..at].trim_ascii_end().len())
}

/// Gives numbers the digits with which they are written.
struct Numbers<'a> {
    text: &'a str,
    at: usize,
    misses: usize,
}

impl Numbers<'_> {
    fn restore(&mut self, value: &mut Value) {
        match value {
            Value::Number(number) => {
                if let Some(written) = self.next_equal(number) {
                    *number = written.into();
                }
            }
            Value::Sequence(items) => items.iter_mut().for_each(|item| self.restore(item)),
            Value::Mapping(pairs) => pairs.iter_mut().for_each(|(_, value)| self.restore(value)),
            Value::Null | Value::Bool(_) | Value::String(_) => {}
        }
    }

    /// The next token of the text that is this number. The numbers come in the order of the text, so none is read twice;
    /// the exception is an alias, whose number stands earlier, and which keeps the parser's digits.
    fn next_equal(&mut self, number: &str) -> Option<String> {
        const BETWEEN: [char; 10] = [' ', '\t', '\n', '\r', ',', '[', ']', '{', '}', '#'];
        let mut at = self.at;
        // After so many aliases, the parser's digits do for the others too.
        while at < self.text.len() && self.misses < LOOK_AHEAD {
            let rest = &self.text[at..];
            let length = rest.find(BETWEEN).unwrap_or(rest.len());
            let token = rest[..length].trim_end_matches(':');
            if number_equals(token, number) {
                self.at = at + length;
                return Some(token.to_owned());
            }
            at += length + 1;
        }
        self.misses += 1;
        None
    }
}

/// Whether a token is the number that the parser wrote as `number`.
fn number_equals(token: &str, number: &str) -> bool {
    if !super::is_number(token) {
        return false;
    }
    if token == number {
        return true;
    }
    let unsigned = token.strip_prefix('+').unwrap_or(token);
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(digits) = unsigned.strip_prefix(prefix) {
            return u128::from_str_radix(digits, radix).is_ok_and(|value| value.to_string() == number);
        }
        if let Some(digits) = unsigned.strip_prefix('-').and_then(|rest| rest.strip_prefix(prefix)) {
            return i128::from_str_radix(&format!("-{digits}"), radix).is_ok_and(|value| value.to_string() == number);
        }
    }
    let float = match unsigned {
        ".inf" | ".Inf" | ".INF" => f64::INFINITY,
        "-.inf" | "-.Inf" | "-.INF" => f64::NEG_INFINITY,
        ".nan" | ".NaN" | ".NAN" => return number == "NaN",
        _ => match unsigned.parse() {
            Ok(float) => float,
            Err(_) => return false,
        },
    };
    number.parse::<f64>() == Ok(float)
}
