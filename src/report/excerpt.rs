//! The part of a long line that a finding is about, fit for a terminal of some width.

use super::clean;
use std::ops::Range;
use unicode_width::UnicodeWidthChar;

/// Columns between tab stops.
const TAB: usize = 4;

/// A part of a line, tabs and control characters replaced, and where the marked text lies in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// What to show.
    pub(super) text: String,
    /// The marked bytes of `text`.
    pub(super) mark: Range<usize>,
    /// The column (from 0) of the middle of the mark, where a label would hang.
    pub(super) middle: usize,
}

/// A character as it is shown.
struct Cell {
    /// Its first byte in the line.
    at: usize,
    shown: String,
    width: usize,
}

/// Cuts `line` to at most `columns` columns around the bytes `mark`.
pub(super) fn excerpt(line: &str, mark: Range<usize>, columns: usize, unicode: bool) -> Excerpt {
    let cells = cells(line, unicode);
    let first = cells.partition_point(|cell| cell.at < mark.start);
    let last = cells.partition_point(|cell| cell.at < mark.end).max(first);
    let ellipsis = if unicode { "…" } else { "..." };
    let shown = window(&cells, first..last, columns, ellipsis.chars().count());
    let mut text = String::new();
    let mut column = 0;
    let (mut start, mut end) = (None, None);
    if shown.start > 0 {
        text.push_str(ellipsis);
        column += ellipsis.chars().count();
    }
    let (mut from, mut to) = (column, column);
    for (index, cell) in cells.iter().enumerate().take(shown.end).skip(shown.start) {
        if index == first {
            (start, from) = (Some(text.len()), column);
        }
        text.push_str(&cell.shown);
        column += cell.width;
        if index < last {
            (end, to) = (Some(text.len()), column);
        }
    }
    // a mark behind the last character shown
    let start = start.unwrap_or_else(|| {
        from = column;
        text.len()
    });
    let end = if first == last { start } else { end.unwrap_or(start).max(start) };
    if shown.end < cells.len() {
        text.push_str(ellipsis);
    }
    Excerpt { text, mark: start..end, middle: (from + to.max(from)) / 2 }
}

fn cells(line: &str, unicode: bool) -> Vec<Cell> {
    let mut column = 0;
    line.char_indices()
        // a byte order mark is no character of the page
        .filter(|&(at, c)| at > 0 || c != '\u{feff}')
        .map(|(at, c)| {
            let mut shown = String::new();
            if c == '\t' {
                shown.extend(std::iter::repeat_n(' ', TAB - column % TAB));
            } else {
                clean::push(&mut shown, c, unicode);
            }
            let width = shown.chars().map(|c| c.width().unwrap_or(0)).sum();
            column += width;
            Cell { at, shown, width }
        })
        .collect()
}

/// The cells to show: all where they fit, else the mark in the middle.
fn window(cells: &[Cell], mark: Range<usize>, columns: usize, ellipsis: usize) -> Range<usize> {
    let width = |range: Range<usize>| cells[range].iter().map(|cell| cell.width).sum::<usize>();
    if width(0..cells.len()) <= columns {
        return 0..cells.len();
    }
    let room = columns.saturating_sub(2 * ellipsis).max(1);
    let left = room.saturating_sub(width(mark.clone())) / 2;
    let mut start = mark.start;
    let mut used = 0;
    while start > 0 && used + cells[start - 1].width <= left {
        start -= 1;
        used += cells[start].width;
    }
    let mut end = start;
    let mut used = 0;
    while end < cells.len() && used + cells[end].width <= room {
        used += cells[end].width;
        end += 1;
    }
    // what the right side did not need
    while start > 0 && used + cells[start - 1].width <= room {
        start -= 1;
        used += cells[start].width;
    }
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(line: &str, marked: &str, columns: usize) -> (String, String) {
        let at = line.find(marked).unwrap();
        let excerpt = excerpt(line, at..at + marked.len(), columns, true);
        (excerpt.text.clone(), excerpt.text[excerpt.mark].to_owned())
    }

    #[test]
    fn a_line_that_fits_is_left_alone() {
        assert_eq!(cut("die Größe 5", "Größe", 80), ("die Größe 5".into(), "Größe".into()));
    }

    #[test]
    fn a_long_line_is_cut_around_the_mark() {
        let line = format!("{} X {}", "a".repeat(50), "b".repeat(50));
        assert_eq!(cut(&line, "X", 11), ("…aaa X bbb…".into(), "X".into()));
        assert_eq!(cut(&line, &"b".repeat(50), 11), (format!("…{}…", "b".repeat(9)), "b".repeat(9)));
    }

    #[test]
    fn an_empty_mark_stays_where_it_is() {
        assert_eq!(excerpt("ab", 2..2, 80, true).mark, 2..2);
        assert_eq!(excerpt("", 0..0, 80, true).mark, 0..0);
    }

    #[test]
    fn tabs_and_escapes_are_replaced() {
        assert_eq!(cut("a\tb\u{1b}[1m", "b", 80).0, "a   b␛[1m");
        assert_eq!(cut("\u{feff}# T", "T", 80), ("# T".into(), "T".into()));
    }

    proptest::proptest! {
        #[test]
        fn an_excerpt_fits_and_its_mark_is_whole_characters(line in "(?s:.{0,80})", from in 0..90usize, len in 0..40usize, columns in 8..60usize) {
            let from = line.floor_char_boundary(from.min(line.len()));
            let to = line.floor_char_boundary((from + len).min(line.len()));
            let excerpt = excerpt(&line, from..to, columns, true);
            assert!(excerpt.text.get(excerpt.mark.clone()).is_some());
            let width: usize = excerpt.text.chars().map(|c| c.width().unwrap_or(0)).sum();
            assert!(width <= columns, "{width} > {columns}: {:?}", excerpt.text);
        }
    }
}
