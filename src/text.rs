//! Places in a file: byte spans, and the lines and columns that people read.

mod bits;

use serde::{Deserialize, Serialize};

pub(crate) use bits::{Bits, LONG};

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
        let narrow = |n: usize| u32::try_from(n).expect("walk refuses files that a span cannot address");
        Self { start: narrow(start), end: narrow(end) }
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

/// Where the lines of a text begin; built only for texts that have something to report.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
    /// In lines that are very long, every so often an offset and how many characters of the line stand before it: columns are
    /// counted from there.
    marks: Vec<(u32, u32)>,
}

/// How far apart the marks of a long line are at least, in bytes; shorter lines have none.
const MARK_EVERY: usize = 1 << 16;

impl LineIndex {
    /// Finds the line starts of `text` in one pass.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        // lines of documentation are some hundred bytes long
        let mut starts = Vec::with_capacity(text.len() / 64 + 1);
        starts.push(0);
        for ends in Bits::of(bytes, |byte| (byte == b'\n') | (byte == b'\r')).within(0..bytes.len()) {
            starts.extend(
                ends.filter(|at| bytes[*at] != b'\r' || bytes.get(at + 1) != Some(&b'\n')).map(|at| at as u32 + 1),
            );
        }
        let mut marks = Vec::new();
        for (line, &start) in starts.iter().enumerate() {
            let end = starts.get(line + 1).map_or(text.len(), |&next| next as usize);
            let (mut at, mut characters) = (start as usize, 0);
            while end - at > MARK_EVERY {
                let mut next = at + MARK_EVERY;
                while !text.is_char_boundary(next) {
                    next -= 1;
                }
                characters += text[at..next].chars().count() as u32;
                marks.push((next as u32, characters));
                at = next;
            }
        }
        Self { starts, marks }
    }

    /// The line of a byte offset, from 1.
    pub fn line(&self, offset: u32) -> u32 {
        self.starts.partition_point(|&start| start <= offset) as u32
    }

    /// The position of a byte offset in the text that the index was built from.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let line = self.line(offset);
        let start = self.starts[line as usize - 1] as usize;
        let mark = self.marks.partition_point(|(at, _)| *at <= offset).checked_sub(1).map(|at| self.marks[at]);
        let (from, characters) = mark.filter(|(at, _)| *at as usize > start).unwrap_or((start as u32, 0));
        let counted = text.get(from as usize..offset as usize).map_or(0, |before| before.chars().count() as u32);
        let order_mark = u32::from(start == 0 && text.starts_with('\u{feff}') && offset >= 3);
        Position { line, column: (characters + counted).saturating_sub(order_mark) + 1 }
    }

    /// The bytes of a line (from 1) without its line ending; `None` past the end.
    pub fn line_span(&self, text: &str, line: u32) -> Option<Span> {
        let start = *self.starts.get((line as usize).checked_sub(1)?)? as usize;
        let end = self.starts.get(line as usize).map_or(text.len(), |&next| next as usize);
        let body = text[start..end].trim_end_matches(['\n', '\r']);
        Some(Span::new(start, start + body.len()))
    }

    /// How many lines the text has; the empty line after a final line ending counts.
    pub fn lines(&self) -> u32 {
        self.starts.len() as u32
    }
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
    fn a_byte_order_mark_takes_no_column() {
        let text = "\u{feff}# T";
        assert_eq!(LineIndex::new(text).position(text, 3), Position { line: 1, column: 1 });
    }
}
