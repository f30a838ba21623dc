//! `:::` directives as Docusaurus, VitePress and Microsoft Learn have them, and MkDocs' `!!! note` with its indented body.

use super::{Edit, Hole, HoleKind, MaskedLine, Media, Role, line_end, line_start};
use crate::parse::html::attributes;
use memchr::memmem;
use std::ops::Range;

/// The directives that are alerts; others only group what they hold.
const ALERTS: [&str; 7] = ["note", "tip", "info", "warning", "danger", "caution", "important"];

/// How far an inline directive may reach.
const INLINE_REACH: usize = 2048;

/// Finds MkDocs' admonitions and tabs from `body` on.
pub(super) fn find_heads(text: &str, body: usize, edits: &mut Vec<Edit>) {
    for mark in ["!!! ", "??? ", "???+ ", "=== \""] {
        heads(text, body, mark, edits);
    }
}

/// An opened directive that waits for its end.
struct Opened {
    /// Its place among the edits.
    edit: usize,
    colons: usize,
    name: Range<usize>,
}

/// Finds the directives from `body` on.
pub(super) fn find(text: &str, body: usize, edits: &mut Vec<Edit>) {
    let bytes = text.as_bytes();
    let mut opened: Vec<Opened> = Vec::new();
    let mut at = body;
    while let Some(found) = memmem::find(&bytes[at..], b":::") {
        let start = at + found;
        let colons = bytes[start..].iter().take_while(|&&b| b == b':').count();
        let after = start + colons;
        if !line_start(text, body, start) {
            at = inline(text, start, after, edits).unwrap_or(after);
            continue;
        }
        let end = line_end(bytes, after);
        at = end;
        let rest = text[after..end].trim_end();
        let name_start = after + (rest.len() - rest.trim_start_matches([' ', '\t', '{']).len());
        let name_end = name_start
            + bytes[name_start..end]
                .iter()
                .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
                .count();
        let name = &text[name_start..name_end];
        let mut line = MaskedLine { span: start..end, role: Role::Leaf, title: None, target: None, alert: None };
        if name.is_empty() {
            if !rest.is_empty() {
                continue;
            }
            let matching = last_matching(&opened, |open| open.colons <= colons);
            close(&mut line, matching, &mut opened, edits);
        } else if let Some(opener) = name.strip_suffix("-end").or_else(|| name.strip_prefix("end-")) {
            let matching = last_matching(&opened, |open| text[open.name.clone()].eq_ignore_ascii_case(opener));
            close(&mut line, matching, &mut opened, edits);
        } else {
            let alone = rest.len() > 3 && rest.ends_with(":::");
            let inner_end = if alone { after + rest.trim_end_matches(':').len() } else { after + rest.len() };
            let inner = name_end.min(inner_end)..inner_end;
            let lower = name.to_ascii_lowercase();
            line.target = media(text, inner.clone(), &lower);
            let groups = matches!(lower.as_str(), "row" | "column");
            if !alone {
                line.title = title(text, inner);
            }
            if !alone || groups {
                line.alert = ALERTS.contains(&lower.as_str()).then(|| lower.into());
                opened.push(Opened { edit: edits.len(), colons, name: name_start..name_end });
            }
        }
        edits.push(Edit::Line(line));
    }
}

/// The place of the innermost open directive that fits. Only so many are looked at: nobody nests deeper.
fn last_matching(opened: &[Opened], fits: impl Fn(&Opened) -> bool) -> Option<usize> {
    let lowest = opened.len().saturating_sub(64);
    opened[lowest..].iter().rposition(fits).map(|found| lowest + found)
}

/// Ties a closing line to what it closes; what was opened inside and not closed ends with it.
fn close(line: &mut MaskedLine, matching: Option<usize>, opened: &mut Vec<Opened>, edits: &mut [Edit]) {
    let Some(matching) = matching else { return };
    if let Edit::Line(opener) = &mut edits[opened[matching].edit] {
        opener.role = Role::Open(line.span.start);
        line.role = Role::Close;
    }
    opened.truncate(matching);
}

/// A directive inside a line; answers where to go on.
fn inline(text: &str, start: usize, after: usize, edits: &mut Vec<Edit>) -> Option<usize> {
    let bytes = text.as_bytes();
    if !bytes.get(after)?.is_ascii_alphabetic() {
        return None;
    }
    let mut reach = (after + INLINE_REACH).min(text.len());
    reach = line_end(&bytes[..reach], after);
    let end = after + memmem::find(&bytes[after..reach], b":::")?;
    let name_end = after + bytes[after..end].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
    let name = text[after..name_end].to_ascii_lowercase();
    let kind = match media(text, name_end..end, &name) {
        Some(media) => HoleKind::Media(media),
        None if name == "no-loc" => {
            let [text] = attributes(text, name_end..end, ["text"]);
            HoleKind::Text(text?)
        }
        None => HoleKind::Silent,
    };
    edits.push(Edit::Hole(Hole { span: start..end + 3, kind }));
    Some(end + 3)
}

/// What a directive of this name shows, by its attributes in `inner`.
fn media(text: &str, inner: Range<usize>, name: &str) -> Option<Media> {
    if !matches!(name, "image" | "video" | "code") {
        return None;
    }
    let image = name == "image";
    let [url, alt] = attributes(text, inner, ["source", "alt-text"]);
    Some(Media { image, url: url?, alt: alt.filter(|_| image) })
}

/// A title in `inner`: `Title`, `[Title]`, with `{attributes}` after it or not. Attributes alone are none.
fn title(text: &str, inner: Range<usize>) -> Option<Range<usize>> {
    let mut title = &text[inner.clone()];
    let mut start = inner.start;
    if title.starts_with('}') {
        title = &title[1..];
        start += 1;
    }
    if let Some(brace) = memchr::memchr(b'{', title.as_bytes()) {
        title = &title[..brace];
    }
    if title.contains('=') {
        return None;
    }
    let trimmed = title.trim_start();
    start += title.len() - trimmed.len();
    let mut title = trimmed.trim_end();
    if let Some(inside) = title.strip_prefix('[') {
        start += 1;
        title = inside.strip_suffix(']').unwrap_or(inside);
    }
    (!title.is_empty()).then(|| start..start + title.len())
}

/// `!!! kind "Title"` and the like, where the lines below are indented as its body.
fn heads(text: &str, body: usize, mark: &str, edits: &mut Vec<Edit>) {
    let bytes = text.as_bytes();
    let finder = memmem::Finder::new(mark);
    let mut at = body;
    while let Some(found) = finder.find(&bytes[at..]) {
        let start = at + found;
        at = start + mark.len();
        if !line_start(text, body, start) {
            continue;
        }
        let end = line_end(bytes, at);
        let content = at - usize::from(mark.ends_with('"'));
        at = end;
        let rest = text[content..end].trim_end();
        let kind_length = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')).count();
        let kind = &rest[..kind_length];
        let tab = mark.starts_with('=');
        if (kind.is_empty() != tab) || end - start < 5 || !has_body(text, start, end) {
            continue;
        }
        let title = memchr::memchr(b'"', rest.as_bytes()).map(|open| {
            let inside = &rest[open + 1..];
            let length = memchr::memchr(b'"', inside.as_bytes()).unwrap_or(inside.len());
            content + open + 1..content + open + 1 + length
        });
        edits.push(Edit::Line(MaskedLine {
            span: start..end,
            role: Role::Head,
            title: title.filter(|title| !title.is_empty()),
            target: None,
            alert: (!tab).then(|| kind.to_ascii_lowercase().into()),
        }));
    }
}

/// Whether the next line that is not blank is indented four columns more than the head.
fn has_body(text: &str, start: usize, end: usize) -> bool {
    let bytes = text.as_bytes();
    let indent = bytes[..start].iter().rev().take_while(|&&b| b == b' ').count();
    let rest = &bytes[end..];
    let Some(content) = rest.iter().position(|b| !b.is_ascii_whitespace()) else { return false };
    let before = rest[..content].iter().rev().take_while(|b| matches!(b, b' ' | b'\t'));
    let width: usize = before.map(|&b| if b == b'\t' { 4 } else { 1 }).sum();
    width >= indent + 4
}
