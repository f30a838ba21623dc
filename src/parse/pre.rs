//! What stands in a page beside Markdown: `:::` directives, MkDocs admonitions, shortcodes, and in MDX imports, JSX tags and
//! expressions.
//!
//! The Markdown parser knows none of these and would glue them to the paragraphs around them. So it is given a copy of the
//! same length in which each is *masked* by something that it reads rightly: a line by a thematic break, which may stand
//! wherever a directive may; an admonition's head by a list item, whose body is indented as its own is; inline markup by a
//! word. All offsets stay, the text is always taken from the page itself, and what was masked is known by its place. A mask
//! inside code thus does no harm. Pages without any of these are not copied.

mod colons;
mod mdx;
mod shortcodes;

use crate::text::Span;
use aho_corasick::AhoCorasick;
use compact_str::CompactString;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

/// A page ready for the Markdown parser.
#[derive(Debug)]
pub(super) struct Masked<'a> {
    /// The whole file, masked.
    pub(super) text: Cow<'a, str>,
    /// The masked lines, ascending.
    pub(super) lines: Vec<MaskedLine>,
    /// The masked inline markup, ascending.
    pub(super) holes: Vec<Hole>,
}

/// A line, or a few, that the Markdown parser sees as a thematic break.
#[derive(Clone, Debug)]
pub(super) struct MaskedLine {
    /// Its bytes, from the mark to the end of the line.
    pub(super) span: Range<usize>,
    /// What it does.
    pub(super) role: Role,
    /// A title, to be read as text.
    pub(super) title: Option<Range<usize>>,
    /// The image or file that it shows.
    pub(super) target: Option<Media>,
    /// The alert that the directive is, in lower case.
    pub(super) alert: Option<CompactString>,
}

/// What a masked line does to the lines after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Nothing.
    Leaf,
    /// Opens a directive that the line beginning at this byte closes.
    Open(usize),
    /// Closes what was opened with its own first byte.
    Close,
    /// Heads an indented body; masked as a list item.
    Head,
    /// A comment.
    Comment,
}

/// What a directive shows.
#[derive(Clone, Debug)]
pub(super) struct Media {
    /// An image, not some other file.
    pub(super) image: bool,
    /// The bytes of its address.
    pub(super) url: Range<usize>,
    /// The bytes of its alternative text.
    pub(super) alt: Option<Range<usize>>,
}

/// Inline markup that contributes no text of its own.
#[derive(Clone, Debug)]
pub(super) struct Hole {
    /// Its bytes.
    pub(super) span: Range<usize>,
    /// What it is.
    pub(super) kind: HoleKind,
}

/// The kinds of hole.
#[derive(Clone, Debug)]
pub(super) enum HoleKind {
    /// A shortcode or an expression.
    Silent,
    /// A comment: what stands between its marks.
    Comment(Range<usize>),
    /// An image or a file.
    Media(Media),
    /// Text that is marked (`:::no-loc text="…":::`).
    Text(Range<usize>),
}

/// A masking still to be done.
#[derive(Debug)]
enum Edit {
    Line(MaskedLine),
    Hole(Hole),
}

impl Edit {
    fn span(&self) -> &Range<usize> {
        match self {
            Edit::Line(line) => &line.span,
            Edit::Hole(hole) => &hole.span,
        }
    }

    /// A line without any more to it.
    fn line(span: Range<usize>) -> Self {
        Edit::Line(MaskedLine { span, role: Role::Leaf, title: None, target: None, alert: None })
    }
}

/// What begins that which is masked, but for MDX: one look for all of it, which most pages do not have, spares a look for each.
static MARKS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let marks = [":::", "!!!", "???", "=== \"", "{%", "{{<"];
    AhoCorasick::builder().match_kind(aho_corasick::MatchKind::LeftmostFirst).build(marks).expect("few and short")
});

/// Masks what stands in `text` from `body` on.
pub(super) fn mask(text: &str, body: usize, mdx: bool) -> Masked<'_> {
    let mut edits = Vec::new();
    let (mut colons, mut heads, mut braces) = (false, false, false);
    for mark in MARKS.find_iter(&text[body..]) {
        match mark.pattern().as_usize() {
            0 => colons = true,
            1..=3 => heads = true,
            _ => braces = true,
        }
    }
    if colons {
        colons::find(text, body, &mut edits);
    }
    if heads {
        colons::find_heads(text, body, &mut edits);
    }
    if braces {
        shortcodes::find(text, body, &mut edits);
    }
    if mdx {
        mdx::find(text, body, &mut edits);
    }
    if edits.is_empty() {
        return Masked { text: Cow::Borrowed(text), lines: Vec::new(), holes: Vec::new() };
    }
    // A stable sort: where two begin at the same byte, the finder that ran first knows best.
    edits.sort_by_key(|edit| edit.span().start);
    let mut masked = String::with_capacity(text.len());
    let (mut lines, mut holes) = (Vec::new(), Vec::new());
    for edit in edits {
        let span = edit.span().clone();
        if span.start < masked.len() {
            continue;
        }
        masked.push_str(&text[masked.len()..span.start]);
        let original = &text[span];
        match edit {
            Edit::Line(line) => {
                let mark = match line.role {
                    Role::Head if original.len() >= 7 => "+   ***",
                    Role::Head => "+ ***",
                    _ => "***",
                };
                cover(&mut masked, original, mark, ' ');
                lines.push(line);
            }
            Edit::Hole(hole) => {
                cover(&mut masked, original, "", 'x');
                holes.push(hole);
            }
        }
    }
    masked.push_str(&text[masked.len()..]);
    Masked { text: Cow::Owned(masked), lines, holes }
}

/// Writes `mark` and then as many `fill` as `original` has bytes left, line endings kept.
fn cover(masked: &mut String, original: &str, mark: &str, fill: char) {
    masked.push_str(mark);
    for byte in original.bytes().skip(mark.len()) {
        masked.push(if matches!(byte, b'\n' | b'\r') { byte as char } else { fill });
    }
}

/// Where the line that `at` stands in begins, if nothing but blanks and quote marks stands before it there.
fn line_start(text: &str, body: usize, at: usize) -> bool {
    let before = &text.as_bytes()[body..at];
    let end = before.iter().rposition(|b| !matches!(b, b' ' | b'\t' | b'>'));
    end.is_none_or(|end| matches!(before[end], b'\n' | b'\r'))
}

/// The end of the line that `at` stands in.
fn line_end(bytes: &[u8], at: usize) -> usize {
    memchr::memchr2(b'\n', b'\r', &bytes[at..]).map_or(bytes.len(), |found| at + found)
}

/// A span as a range of the file.
pub(super) fn span(range: &Range<usize>) -> Span {
    Span::new(range.start, range.end)
}
