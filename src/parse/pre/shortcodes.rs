//! Shortcodes of Hugo (`{{< note >}}`, `{{% note %}}`) and tags of Liquid (`{% include x %}`). A `{{placeholder}}` is text.

use super::{Edit, Hole, HoleKind, line_end, line_start};
use memchr::memmem;
use std::ops::Range;

/// The marks, and how many bytes the shortest of each has.
const MARKS: [(&str, &str); 3] = [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}")];

/// How far a shortcode may reach.
const REACH: usize = 4096;

/// Finds the shortcodes from `body` on.
pub(super) fn find(text: &str, body: usize, edits: &mut Vec<Edit>) {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (open, close) in MARKS {
        spans(text, body, open, close, &mut found);
    }
    if found.is_empty() {
        return;
    }
    found.sort_by_key(|span| span.start);
    let mut index = 0;
    while index < found.len() {
        let start = found[index].start;
        // Several one after the other may fill a line together.
        let mut last = index;
        while found.get(last + 1).is_some_and(|next| blank(text, found[last].end, next.start)) {
            last += 1;
        }
        let end = found[last].end;
        if line_start(text, body, start) && blank(text, end, line_end(text.as_bytes(), end)) {
            edits.push(Edit::line(start..end));
        } else {
            let holes = found[index..=last].iter();
            edits.extend(holes.map(|span| Edit::Hole(Hole { span: span.clone(), kind: HoleKind::Silent })));
        }
        index = last + 1;
    }
}

/// Whether nothing but blanks stands in `start..end`.
fn blank(text: &str, start: usize, end: usize) -> bool {
    start <= end && text.as_bytes()[start..end].iter().all(|b| matches!(b, b' ' | b'\t'))
}

/// Collects the shortcodes between `open` and `close`.
fn spans(text: &str, body: usize, open: &str, close: &str, found: &mut Vec<Range<usize>>) {
    let bytes = text.as_bytes();
    let (opener, closer) = (memmem::Finder::new(open), memmem::Finder::new(close));
    let mut at = body;
    // The end of the next shortcode, known until it is passed: many opening marks may wait for one closing mark.
    let mut end = 0;
    while let Some(start) = opener.find(&bytes[at..]).map(|found| at + found) {
        let inner = start + open.len();
        if end < inner + close.len() {
            // Past the last closing mark there is no shortcode any more.
            let Some(found) = closer.find(&bytes[inner..]) else { return };
            end = inner + found + close.len();
        }
        // `{{%` has `{%` in it and was found as such.
        if open.len() == 2 && start > body && bytes[start - 1] == b'{' {
            at = inner;
        } else if end - start > REACH {
            // Only an opening mark nearer to the closing one can belong to it.
            at = (start + 1).max(end - REACH);
            at = (at..=end).find(|&at| text.is_char_boundary(at)).unwrap_or(end);
        } else if has_blank_line(&text[start..end]) {
            // Nor can an earlier one than the last: what failed for this one fails for those between.
            at = start + text[start..end].rfind(open).map_or(1, |last| last.max(1));
        } else {
            found.push(start..end);
            at = end;
        }
    }
}

fn has_blank_line(text: &str) -> bool {
    text.contains("\n\n") || text.contains("\n\r\n")
}
