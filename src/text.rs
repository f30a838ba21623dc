//! Places in a file: byte spans, and the lines and columns that people read.

mod bits;

use serde::{Deserialize, Serialize};
use std::ops::Range;

pub(crate) use bits::{BLOCK, Bits};

/// A half-open range of bytes in a file as it was read: byte order mark, CRLF and front matter counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The span from `start` up to `end`, in bytes.
    ///
    /// # Panics
    /// Where a bound does not fit in 32 bits; `walk` refuses larger files.
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start.max(end) <= u32::MAX as usize, "walk refuses files that a span cannot address");
        Self { start: start as u32, end: end as u32 }
    }

    /// The bytes covered, as a range for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether no byte is covered.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly in this span.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A place as people count: line and column from 1, the column in Unicode scalar values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Position {
    /// The line, from 1. Lines end at LF, CRLF or a lone CR, as in CommonMark.
    pub line: u32,
    /// The column, from 1, in Unicode scalar values; a byte order mark counts for none.
    pub column: u32,
}

/// Which line and column every so many bytes of a text stand in; what is between is counted when it is asked for, since few
/// places of a text are. Built only for texts that have something to report.
#[derive(Clone, Debug)]
pub struct LineIndex {
    marks: Vec<Mark>,
    /// How many lines the text has.
    lines: u32,
    /// Whether a line ends at a carriage return without a line feed.
    lone_returns: bool,
}

/// What is known of a place in a text.
#[derive(Clone, Copy, Debug)]
struct Mark {
    /// Its line, from 1.
    line: u32,
    /// From where on the characters of the line have to be counted: where it begins or, if that is far, nearer.
    from: u32,
    /// How many stand before that.
    characters: u32,
}

/// How far apart the marks are, in bytes: line ends are counted many bytes at a time, and most pages have few places to tell.
const MARK_EVERY: usize = 2048;

impl LineIndex {
    /// Counts the lines of `text` in one pass.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let lone_return = |at: usize| bytes.get(at + 1) != Some(&b'\n');
        let mut lone_returns = false;
        let mut marks = Vec::with_capacity(bytes.len() / MARK_EVERY + 1);
        let mut here = Mark { line: 1, from: 0, characters: 0 };
        let mut at = 0;
        loop {
            marks.push(here);
            let next = (at + MARK_EVERY).min(bytes.len());
            // Before the first of them, lines are counted without.
            lone_returns =
                lone_returns || memchr::memchr_iter(b'\r', &bytes[at..next]).any(|found| lone_return(at + found));
            here = here.after(bytes, at..next, lone_returns);
            if next == bytes.len() {
                return Self { marks, lines: here.line, lone_returns };
            }
            if next - here.from as usize > 2 * MARK_EVERY {
                here = Mark { from: next as u32, characters: here.column(bytes, next), ..here };
            }
            at = next;
        }
    }

    /// The line of a byte offset, from 1.
    pub fn line(&self, text: &str, offset: u32) -> u32 {
        self.before(text, offset as usize).line
    }

    /// The position of a byte offset in the text that the index was built from.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        self.before(text, offset as usize).position(text, offset)
    }

    /// Where a span begins and ends, and the bytes of the line that it begins on, without the line ending.
    pub fn place(&self, text: &str, span: Span) -> (Position, Position, Span) {
        let bytes = text.as_bytes();
        let mark = self.before(text, span.start as usize);
        let start = mark.position(text, span.start);
        let line = self.line_of(text, mark, span.start);
        // most are short and end on that line; a byte order mark before them counts for none
        let short = span.start > 0 && span.end <= line.end && span.len() <= MARK_EVERY;
        let between = bytes.get(span.range()).filter(|_| short);
        let end = match between {
            Some(between) => Position { line: start.line, column: start.column + characters(between) },
            None => self.position(text, span.end),
        };
        (start, end, line)
    }

    /// The bytes of the line on which an offset stands, without the line ending.
    pub fn line_around(&self, text: &str, offset: u32) -> Span {
        self.line_of(text, self.before(text, offset as usize), offset)
    }

    /// The same, `mark` being what is known of the offset.
    fn line_of(&self, text: &str, mark: Mark, offset: u32) -> Span {
        if mark.characters > 0 {
            return self.line_span(text, mark.line).unwrap_or(Span { start: offset, end: offset });
        }
        let start = mark.from as usize;
        let end = memchr::memchr2(b'\n', b'\r', &text.as_bytes()[start..]).map_or(text.len(), |found| start + found);
        Span::new(start, end)
    }

    /// The bytes of a line (from 1) without its line ending; `None` past the end.
    pub fn line_span(&self, text: &str, line: u32) -> Option<Span> {
        if line == 0 || line > self.lines {
            return None;
        }
        let bytes = text.as_bytes();
        // The first mark in this line or behind it has it begin before, and the mark before that has not.
        let before = self.marks.partition_point(|mark| mark.line < line).checked_sub(1);
        let start = before.map_or(0, |before| {
            let from = before * MARK_EVERY;
            let mut ends = line_ends(bytes, from..bytes.len(), self.lone_returns);
            ends.nth((line - self.marks[before].line) as usize - 1).map_or(bytes.len(), |end| end + 1)
        });
        let end = memchr::memchr2(b'\n', b'\r', &bytes[start..]).map_or(bytes.len(), |found| start + found);
        Some(Span::new(start, end))
    }

    /// How many lines the text has; the empty line after a final line ending counts.
    pub fn lines(&self) -> u32 {
        self.lines
    }

    /// What is known of a place.
    fn before(&self, text: &str, offset: usize) -> Mark {
        let offset = offset.min(text.len());
        let at = (offset / MARK_EVERY).min(self.marks.len() - 1);
        self.marks[at].after(text.as_bytes(), at * MARK_EVERY..offset, self.lone_returns)
    }
}

impl Mark {
    /// What is known behind the bytes of a range, which begins here.
    fn after(self, bytes: &[u8], range: Range<usize>, lone_returns: bool) -> Self {
        let (ends, last) = if lone_returns {
            let ends = line_ends(bytes, range, true);
            ends.fold((0, None), |(count, _), end| (count + 1, Some(end)))
        } else {
            let ends = memchr::memchr_iter(b'\n', &bytes[range.clone()]).count();
            (ends, memchr::memrchr(b'\n', &bytes[range.clone()]).map(|last| range.start + last))
        };
        match last {
            Some(last) => Self { line: self.line + ends as u32, from: last as u32 + 1, characters: 0 },
            None => self,
        }
    }

    /// How many characters of the line stand before `at`.
    fn column(self, bytes: &[u8], at: usize) -> u32 {
        self.characters + characters(bytes.get(self.from as usize..at).unwrap_or_default())
    }

    /// The position of an offset of which this is known.
    fn position(self, text: &str, offset: u32) -> Position {
        let before = self.column(text.as_bytes(), offset as usize);
        let order_mark = u32::from(self.line == 1 && text.starts_with('\u{feff}') && offset >= 3);
        Position { line: self.line, column: before.saturating_sub(order_mark) + 1 }
    }
}

/// How many characters begin in some bytes; those that go on with one begin with 10.
pub(crate) fn characters(bytes: &[u8]) -> u32 {
    let begins = |byte: u8| byte & 0xc0 != 0x80;
    // of so few at a time that their number is a byte, which lets the compiler look at all of them at once
    let (whole, rest) = bytes.as_chunks::<16>();
    let whole = whole.iter().map(|some| u32::from(some.iter().map(|&byte| u8::from(begins(byte))).sum::<u8>()));
    whole.sum::<u32>() + rest.iter().filter(|&&byte| begins(byte)).count() as u32
}

/// Where the lines of a range end: at LF, CRLF or a lone CR; for CRLF, at the second byte.
fn line_ends(bytes: &[u8], range: Range<usize>, lone_returns: bool) -> impl Iterator<Item = usize> {
    let other = if lone_returns { b'\r' } else { b'\n' };
    let ends = memchr::memchr2_iter(b'\n', other, &bytes[range.clone()]).map(move |found| range.start + found);
    ends.filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_lf_crlf_and_cr() {
        let text = "a\r\nbü\rc\n";
        let index = LineIndex::new(text);
        assert_eq!(index.lines(), 4);
        assert_eq!(index.position(text, 3), Position { line: 2, column: 1 });
        assert_eq!(index.position(text, 6), Position { line: 2, column: 3 });
        assert_eq!(index.line_span(text, 2), Some(Span::new(3, 6)));
        assert_eq!(index.line_span(text, 5), None);
    }

    #[test]
    fn columns_of_a_long_line_are_those_of_a_short_one() {
        for start in ["", "\u{feff}", "a\n"] {
            let text = format!("{start}{}\nb", "äb€ ".repeat(40_000));
            let index = LineIndex::new(&text);
            for offset in [0, 3, 70_000, 131_072, 262_144, text.len() - 4, text.len()] {
                let offset = (offset..).find(|&at| text.is_char_boundary(at)).unwrap();
                let line = text[..offset].rfind('\n').map_or(0, |at| at + 1);
                let column = text[line..offset].trim_start_matches('\u{feff}').chars().count() as u32 + 1;
                assert_eq!(index.position(&text, offset as u32).column, column);
            }
        }
    }

    #[test]
    fn a_place_is_where_it_begins_and_ends() {
        let long = "ä".repeat(5_000);
        for text in ["\u{feff}# T\nab", "a\r\nbü\rc\n", "", "\n\n", &format!("\u{feff}a\n{long} b\nc")] {
            let index = LineIndex::new(text);
            let offsets = || (0..=text.len()).filter(|at| text.is_char_boundary(*at)).rev().take(20);
            for (start, end) in offsets().flat_map(|start| offsets().map(move |end| (start, end))) {
                let (start, end) = (start.min(end), start.max(end));
                let (from, to) = (index.position(text, start as u32), index.position(text, end as u32));
                let line = index.line_span(text, from.line).unwrap();
                assert_eq!(index.place(text, Span::new(start, end)), (from, to, line));
                assert_eq!(index.line_around(text, start as u32), line);
            }
        }
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        let text = "\u{feff}# T";
        assert_eq!(LineIndex::new(text).position(text, 3), Position { line: 1, column: 1 });
    }
}
