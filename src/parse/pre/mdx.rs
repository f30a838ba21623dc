//! MDX: `import` and `export` lines, JSX tags on lines of their own, `{expressions}` and `{/* comments */}`.
//!
//! JSX that stands in a line of text is left to the Markdown parser, which takes it for inline HTML, and rightly.

use super::{Edit, Hole, HoleKind, MaskedLine, Role, line_end};

/// How far a tag or an expression may reach.
const REACH: usize = 8192;

/// Finds what is MDX and not Markdown from `body` on.
pub(super) fn find(text: &str, body: usize, edits: &mut Vec<Edit>) {
    let bytes = text.as_bytes();
    // Every unclosed brace and tag is followed up to `REACH`; together they may not cost more than a few readings of the page.
    let mut budget = 8 * text.len() + REACH;
    let mut fence: Option<(u8, usize)> = None;
    let mut after_blank = true;
    let mut at = body;
    while at < bytes.len() {
        let end = line_end(bytes, at);
        let line = &text[at..end];
        let content = line.trim_start_matches([' ', '\t', '>']);
        let start = end - content.len();
        let next = after_line_ending(bytes, end);
        if let Some(mark) = fence_mark(content.as_bytes()) {
            match fence {
                None => fence = Some(mark),
                Some((byte, length)) if mark.0 == byte && mark.1 >= length => fence = None,
                Some(_) => {}
            }
            after_blank = false;
            at = next;
            continue;
        }
        if fence.is_some() || content.trim_end().is_empty() {
            after_blank = fence.is_none();
            at = next;
            continue;
        }
        let statement =
            after_blank && start == at && (content.starts_with("import ") || content.starts_with("export "));
        let masked = if statement {
            Some((statement_end(text, start), Role::Leaf))
        } else if content.starts_with('<') {
            tag_lines(text, start, &mut budget).map(|end| (end, Role::Leaf))
        } else if content.starts_with("{/*") {
            let close = bounded_find(text, start, "*/}", &mut budget);
            close.filter(|&close| blank_to_line_end(text, close)).map(|end| (end, Role::Comment))
        } else {
            None
        };
        match masked {
            Some((masked_end, role)) if masked_end >= start + 3 => {
                let mut line = MaskedLine { span: start..masked_end, role, title: None, target: None, alert: None };
                if role == Role::Comment {
                    line.title = Some(start + 3..masked_end - 3);
                }
                edits.push(Edit::Line(line));
                at = after_line_ending(bytes, line_end(bytes, masked_end));
                // More imports may follow without a blank line between.
                after_blank = true;
            }
            _ => {
                at = expressions(text, start, end, &mut budget, edits).max(next);
                after_blank = false;
            }
        }
    }
}

fn after_line_ending(bytes: &[u8], end: usize) -> usize {
    match bytes.get(end..) {
        Some([b'\r', b'\n', ..]) => end + 2,
        Some([_, ..]) => end + 1,
        _ => end,
    }
}

/// The mark of a code fence at the start of a line's content, and its length.
fn fence_mark(content: &[u8]) -> Option<(u8, usize)> {
    let &first = content.first()?;
    if first != b'`' && first != b'~' {
        return None;
    }
    let length = content.iter().take_while(|&&b| b == first).count();
    (length >= 3).then_some((first, length))
}

/// Where an import or export ends: with its line or, where brackets are open, with the line before the next blank one.
fn statement_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut open = 0i64;
    let mut at = start;
    loop {
        let end = line_end(bytes, at);
        for byte in &bytes[at..end] {
            match byte {
                b'{' | b'(' | b'[' => open += 1,
                b'}' | b')' | b']' => open -= 1,
                _ => {}
            }
        }
        let next = after_line_ending(bytes, end);
        let next_end = line_end(bytes, next);
        if open <= 0 || next >= bytes.len() || text[next..next_end].trim().is_empty() {
            return end;
        }
        at = next;
    }
}

/// Where the tags that begin at `start` end, if they are JSX (or HTML) tags and fill their lines.
fn tag_lines(text: &str, start: usize, budget: &mut usize) -> Option<usize> {
    let mut at = start;
    let mut line = line_end(text.as_bytes(), start);
    loop {
        let end = tag_end(text, at, budget)?;
        if end > line {
            line = line_end(text.as_bytes(), end);
        }
        let rest = &text[end..line];
        let content = rest.trim_start();
        if content.is_empty() {
            return Some(end);
        }
        at = line - content.len();
        if !content.starts_with('<') {
            return None;
        }
    }
}

/// The end of the tag or fragment at `start`. Braces in it hold JavaScript, in which `>` ends nothing.
fn tag_end(text: &str, start: usize, budget: &mut usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let limit = (start + REACH.min(*budget)).min(bytes.len());
    let mut at = start + 1;
    if bytes.get(at) == Some(&b'/') {
        at += 1;
    }
    // `<>` and `</>` are fragments; `<!-- -->` and `<https://…>` are no tags.
    match bytes.get(at)? {
        b'>' => return Some(at + 1),
        b if b.is_ascii_alphabetic() => {}
        _ => return None,
    }
    let name = at;
    while bytes.get(at).is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_')) {
        at += 1;
    }
    if at == name || !matches!(bytes.get(at)?, b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r' | b'{') {
        return None;
    }
    let mut braces = 0usize;
    let from = at;
    let end = loop {
        if at >= limit {
            break None;
        }
        match bytes[at] {
            b'{' => braces += 1,
            b'}' => braces = braces.saturating_sub(1),
            b'>' if braces == 0 => break Some(at + 1),
            mark @ (b'"' | b'\'') => match memchr::memchr(mark, &bytes[at + 1..limit]) {
                Some(found) => at += 1 + found,
                None => at = limit,
            },
            b'\n' if matches!(bytes.get(at + 1), Some(b'\n')) || bytes[at + 1..].starts_with(b"\r\n") => break None,
            _ => {}
        }
        at += 1;
    };
    *budget = budget.saturating_sub(at.saturating_sub(from));
    end
}

fn bounded_find(text: &str, start: usize, mark: &str, budget: &mut usize) -> Option<usize> {
    let window = &text.as_bytes()[start..(start + REACH.min(*budget)).min(text.len())];
    *budget = budget.saturating_sub(window.len());
    memchr::memmem::find(window, mark.as_bytes()).map(|found| start + found + mark.len())
}

fn blank_to_line_end(text: &str, at: usize) -> bool {
    text[at..line_end(text.as_bytes(), at)].trim().is_empty()
}

/// Makes holes of the expressions that begin in the line `start..end`; answers where the last one ends.
fn expressions(text: &str, start: usize, end: usize, budget: &mut usize, edits: &mut Vec<Edit>) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    let mut furthest = end;
    while let Some(found) = memchr::memchr2(b'{', b'`', bytes.get(at..end).unwrap_or_default()) {
        let open = at + found;
        if bytes[open] == b'`' {
            // What looks like an expression in a code span is code; skip to the marks that close it on this line.
            let length = bytes[open..end].iter().take_while(|&&b| b == b'`').count();
            let inner = open + length;
            at = memchr::memmem::find(&bytes[inner..end], &bytes[open..inner])
                .map_or(inner, |close| inner + close + length);
            continue;
        }
        at = open + 1;
        if open > start && bytes[open - 1] == b'\\' || bytes.get(at) == Some(&b'#') {
            continue;
        }
        let Some(close) = brace_end(bytes, open, budget) else { continue };
        let inner = &text[open + 1..close - 1];
        let kind = if inner.starts_with("/*") && inner.ends_with("*/") && inner.len() >= 4 {
            HoleKind::Comment(open + 3..close - 3)
        } else {
            HoleKind::Silent
        };
        edits.push(Edit::Hole(Hole { span: open..close, kind }));
        at = close;
        furthest = furthest.max(close);
    }
    if furthest > end { after_line_ending(bytes, line_end(bytes, furthest)) } else { furthest }
}

/// The end of the braces that open at `open`, in the same paragraph.
fn brace_end(bytes: &[u8], open: usize, budget: &mut usize) -> Option<usize> {
    let limit = (open + REACH.min(*budget)).min(bytes.len());
    let mut depth = 0usize;
    for at in open..limit {
        *budget -= 1;
        match bytes[at] {
            b'{' => depth += 1,
            b'}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            b'\n' if matches!(bytes.get(at + 1), Some(b'\n')) || bytes[at + 1..].starts_with(b"\r\n") => return None,
            _ => {}
        }
    }
    None
}
