//! The fixes of findings, chosen so that none is in the way of another, and applied to the bytes of a page.
//!
//! A fix says which bytes of the file it replaces, and its finding has the line as it was seen. The fix is applied where
//! that line still stands at the same place, byte for byte, and nowhere else.

use super::{Diagnostic, Fix, Place};
use crate::text::Span;
use std::collections::BTreeMap;
use std::ops::Range;

/// A fix and the place of its finding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edit<'a> {
    /// Where the finding stands, with its line as seen.
    pub place: &'a Place,
    /// What to change.
    pub fix: &'a Fix,
}

/// What can be fixed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Edits<'a> {
    /// By page, in the order of their places; no two of a page touch.
    pub pages: BTreeMap<&'a str, Vec<Edit<'a>>>,
    /// How many fixes were left out: over several lines, or in the way of another.
    pub left_out: usize,
}

/// The page with its fixes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fixed {
    /// The bytes of the page.
    pub bytes: Vec<u8>,
    /// How many fixes were applied.
    pub applied: usize,
    /// How many were not, because their line no longer reads as it was seen.
    pub moved: usize,
}

/// Chooses the fixes to apply. Of two that are in each other's way the first in the page counts; the other's turn may come
/// when the page is checked again.
pub fn edits(diagnostics: &[Diagnostic]) -> Edits<'_> {
    let mut pages: BTreeMap<&str, Vec<Edit<'_>>> = BTreeMap::new();
    for diagnostic in diagnostics.iter().filter(|diagnostic| !diagnostic.fixes.is_empty()) {
        let place = &diagnostic.place;
        pages.entry(&*place.path).or_default().extend(diagnostic.fixes.iter().map(|fix| Edit { place, fix }));
    }
    let mut left_out = 0;
    for page in pages.values_mut() {
        page.sort_by_key(|edit| edit.fix.span);
        let mut last: Option<&Fix> = None;
        page.retain(|edit| {
            let fix = edit.fix;
            // two findings may ask for the same change
            if last.is_some_and(|last| last.span == fix.span && last.replacement == fix.replacement) {
                return false;
            }
            let fits = edit.in_line().is_some() && last.is_none_or(|last| !in_the_way(last.span, fix.span));
            if fits {
                last = Some(fix);
            } else {
                left_out += 1;
            }
            fits
        });
    }
    pages.retain(|_, edits| !edits.is_empty());
    Edits { pages, left_out }
}

/// Applies the chosen fixes of a page to its bytes.
pub fn apply(bytes: &[u8], edits: &[Edit<'_>]) -> Fixed {
    let mut fixed = Fixed { bytes: Vec::with_capacity(bytes.len()), ..Fixed::default() };
    let mut done = 0;
    for edit in edits {
        let range = edit.fix.span.range();
        if range.start >= done && edit.stands_in(bytes) {
            fixed.bytes.extend_from_slice(&bytes[done..range.start]);
            fixed.bytes.extend_from_slice(edit.fix.replacement.as_bytes());
            done = range.end;
            fixed.applied += 1;
        } else {
            fixed.moved += 1;
        }
    }
    fixed.bytes.extend_from_slice(&bytes[done..]);
    fixed
}

impl Edit<'_> {
    /// Where in the file the line that was seen starts.
    fn line_start(&self) -> Option<usize> {
        // the mark shows where in the line the finding's span is
        self.place.span.start.checked_sub(self.place.marked.start).map(|start| start as usize)
    }

    /// The bytes of `place.line` that the fix replaces, if it lies in that line.
    pub fn in_line(&self) -> Option<Range<usize>> {
        let line = self.line_start()?;
        let span = self.fix.span.range();
        let range = span.start.checked_sub(line)?..span.end.checked_sub(line)?;
        self.place.line.get(range.clone()).map(|_| range)
    }

    /// Whether the line stands in the file as it was seen.
    fn stands_in(&self, bytes: &[u8]) -> bool {
        let Some(start) = self.line_start().filter(|_| self.in_line().is_some()) else { return false };
        bytes.get(start..start + self.place.line.len()) == Some(self.place.line.as_bytes())
    }
}

/// Whether two changes touch: what stands between two that only meet is not clear.
fn in_the_way(one: Span, other: Span) -> bool {
    one.overlaps(other) || one.start == other.start
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Finding, View, rules};
    use crate::facts::PageFacts;
    use crate::locale::Lexicon;
    use crate::parse::Document;

    /// Findings that want `old` replaced by `new` where `old` first stands.
    fn findings(text: &str, wanted: &[(&str, &str)]) -> Vec<Diagnostic> {
        let (document, facts) = (Document::default(), PageFacts::default());
        let view = View::new("a.md".into(), None, Lexicon::neutral(), text, &document, &facts);
        let finding = |(old, new): &(&str, &str)| {
            let start = text.find(old).unwrap();
            let span = Span::new(start, start + old.len());
            Finding::new(rules::TEXT_SPACING, &view, span, String::new())
                .fix(String::new(), span, (*new).to_owned())
                .done()
        };
        wanted.iter().map(finding).collect()
    }

    fn fix(text: &str, wanted: &[(&str, &str)]) -> (String, usize, usize) {
        let findings = findings(text, wanted);
        let edits = edits(&findings);
        let fixed = apply(text.as_bytes(), edits.pages.get("a.md").map_or(&[][..], Vec::as_slice));
        (String::from_utf8(fixed.bytes).unwrap(), fixed.applied, edits.left_out)
    }

    #[test]
    fn only_the_places_meant_are_changed() {
        let text = "\u{feff}---\r\ntitle: x\r\n---\r\n\r\nthe  cat – sat\r\non the  mat\rlone\n";
        let wanted = [("the  mat", "the mat"), ("the  cat", "the cat")];
        let expected = "\u{feff}---\r\ntitle: x\r\n---\r\n\r\nthe cat – sat\r\non the mat\rlone\n";
        assert_eq!(fix(text, &wanted), (expected.to_owned(), 2, 0));
        // what is mended is as it should be: a second time changes nothing
        assert_eq!(fix(expected, &[]), (expected.to_owned(), 0, 0));
    }

    #[test]
    fn of_two_in_each_other_s_way_the_first_counts() {
        assert_eq!(fix("a b c", &[("a b", "x"), ("b c", "y")]), ("x c".to_owned(), 1, 1));
        assert_eq!(fix("a b c", &[("a b", "x"), ("a b", "x")]), ("x c".to_owned(), 1, 0));
        assert_eq!(fix("a b c", &[("", "x"), ("a", "y")]), ("xa b c".to_owned(), 1, 1));
        assert_eq!(fix("ab", &[("a", "x"), ("b", "y")]), ("xy".to_owned(), 2, 0));
    }

    #[test]
    fn a_change_over_several_lines_is_left_out() {
        assert_eq!(fix("a\nb", &[("a\nb", "a b")]), ("a\nb".to_owned(), 0, 1));
    }

    #[test]
    fn a_line_that_reads_otherwise_is_left_alone() {
        let text = "one\nold  two\nthree  four\n";
        let findings = findings(text, &[("old  two", "old two"), ("three  four", "three four")]);
        let edits = edits(&findings);
        let page = &edits.pages["a.md"];
        let now = "one\nOLD  two\nthree  four\n";
        let fixed = apply(now.as_bytes(), page);
        assert_eq!(String::from_utf8(fixed.bytes).unwrap(), "one\nOLD  two\nthree four\n");
        assert_eq!((fixed.applied, fixed.moved), (1, 1));
        // moved by a byte, cut short, gone
        for now in ["\none\nold  two\nthree  four\n", "one\nold", ""] {
            let fixed = apply(now.as_bytes(), page);
            assert_eq!((fixed.bytes.as_slice(), fixed.applied), (now.as_bytes(), 0));
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_kept() {
        let findings = findings("?\nthe  cat\n?\n", &[("the  cat", "the cat")]);
        let fixed = apply(b"\xe9\nthe  cat\n\xff\n", &edits(&findings).pages["a.md"]);
        assert_eq!(fixed.bytes, b"\xe9\nthe cat\n\xff\n");
    }
}
