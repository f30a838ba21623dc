//! What stands inside a leaf: its text, and the inlines that are more than text.

use super::{Leaf, Reader, Stop, emptied};
use crate::parse::html::{Scanner, Token};
use crate::parse::pre::{HoleKind, Media};
use crate::parse::{BlockKind, Inline, InlineKind, Target, TextRange};
use crate::text::Span;
use compact_str::CompactString;
use pulldown_cmark::{CowStr, LinkType, Tag};
use std::ops::Range;

/// The inlines that are open in a leaf.
#[derive(Debug, Default)]
pub(super) struct Inlines {
    /// Those that the parser will end.
    pub(super) open: Vec<Open>,
    /// Those that `</a>` will end; `None` for an anchor without a target.
    pub(super) html_links: Vec<Option<u32>>,
    /// The literal `[` not yet closed, while one of them is a mark (`[!DNL`).
    pub(super) brackets: Vec<Option<u32>>,
    /// How many inlines around the current place contribute no text.
    pub(super) mute: u32,
    /// Where the link of an include must begin, and where the include does.
    pub(super) include: Option<(usize, usize)>,
    /// The next hole of the page.
    next_hole: usize,
}

impl Inlines {
    /// The same without any.
    pub(super) fn emptied(self) -> Self {
        let Self { open, html_links, brackets, .. } = self;
        let (open, html_links, brackets) = (emptied(open), emptied(html_links), emptied(brackets));
        Self { open, html_links, brackets, ..Self::default() }
    }
}

/// An inline that the parser will end.
#[derive(Clone, Copy, Debug)]
pub(super) enum Open {
    /// Nothing of note.
    Nothing,
    /// This one.
    Inline(u32),
    /// An include; its label is no text.
    Include(u32),
}

/// The word of a marker `[!WORD` at `start`.
pub(super) fn marker_word(file: &str, start: usize) -> Option<Range<usize>> {
    let bytes = file.as_bytes();
    if !bytes[start..].starts_with(b"[!") {
        return None;
    }
    let from = start + 2;
    let length =
        bytes[from..].iter().take(64).take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')).count();
    (length > 0 && bytes[from].is_ascii_alphabetic()).then(|| from..from + length)
}

/// Whether a byte is a letter or a part of one: sooner told than what it is a part of, and mostly it is not.
#[inline]
fn may_be_letter(byte: &u8) -> bool {
    byte.is_ascii_alphabetic() || !byte.is_ascii()
}

/// A name in lower case.
pub(super) fn lower(name: &str) -> CompactString {
    let mut lower = CompactString::new(name);
    lower.make_ascii_lowercase();
    lower
}

impl Reader<'_> {
    /// Keeps a name: see [`Document::names`](crate::parse::Document::names).
    pub(super) fn name(&mut self, name: &str) -> TextRange {
        let start = self.names.len() as u32;
        self.names.extend_from_slice(name.as_bytes());
        start..self.names.len() as u32
    }

    /// Adds an inline of no text yet.
    pub(super) fn push_inline(&mut self, kind: InlineKind, span: Range<usize>) -> u32 {
        let at = self.arena.len();
        self.document.inlines.push(Inline { kind, span: Span::new(span.start, span.end), text: at..at });
        self.document.inlines.len() as u32 - 1
    }

    /// Whether what stands at `at` contributes text.
    fn silent(&self, at: usize) -> bool {
        self.inlines.mute > 0 || self.leaf.as_ref().is_none_or(|leaf| at < leaf.skip_to || at >= leaf.cut)
    }

    /// Whether a blank here would be the first of its leaf or cell, or a second one.
    pub(super) fn after_blank(&self) -> bool {
        self.leaf.as_ref().is_some_and(|leaf| leaf.cell == self.arena.len())
            || matches!(self.arena.text.as_bytes().last(), Some(b' ' | b'\n' | b'\t'))
    }

    /// Whether the text so far ends with a word: what is raised behind it is a note, and behind one or two letters (`km`) a power.
    pub(super) fn after_word(&self) -> bool {
        let letters = self.arena.text.chars().rev().take_while(|c| c.is_alphabetic());
        letters.take(3).count() == 3
    }

    /// Text.
    pub(super) fn text(&mut self, text: &CowStr<'_>, range: Range<usize>) {
        let Some(leaf) = &self.leaf else { return };
        let as_written = matches!(text, CowStr::Borrowed(_)) && text.len() == range.len();
        if leaf.kind == BlockKind::Code {
            if as_written {
                self.arena.exact(self.file, range.start, range.end);
            } else {
                self.arena.mapped(text, range.start, range.end);
            }
            return;
        }
        if self.inlines.mute > 0 {
            return;
        }
        let (start, end) = (range.start.max(leaf.skip_to), range.end.min(leaf.cut));
        if start >= end {
            return;
        }
        if end - start == 1 && self.bracket(start) {
            return;
        }
        if as_written {
            self.written(start, end);
        } else if !(text.trim().is_empty() && text.is_ascii() && self.after_blank()) {
            // The blanks behind an entity at a heading's end are in its range, but not in the heading's.
            let written = self.file[range.clone()].trim_ascii_end().len().max(1);
            self.arena.mapped(text, range.start, range.start + written);
        }
    }

    /// Text that stands in the file as it is, but for holes.
    #[inline]
    pub(super) fn written(&mut self, start: usize, end: usize) {
        match self.masked.holes.get(self.inlines.next_hole) {
            Some(hole) if hole.span.start < end => self.around_holes(start, end),
            _ => self.piece(start, end),
        }
    }

    /// Text in which holes begin, or that begins in one; most pages have none.
    #[cold]
    fn around_holes(&mut self, mut start: usize, end: usize) {
        let masked = self.masked;
        while let Some(hole) = masked.holes.get(self.inlines.next_hole) {
            if hole.span.start >= end {
                break;
            }
            if hole.span.start >= start {
                self.piece(start, hole.span.start);
                self.hole(&hole.kind, hole.span.clone());
            }
            start = start.max(hole.span.end.min(end));
            if hole.span.end > end {
                // The rest of it stands in the next line.
                return;
            }
            self.inlines.next_hole += 1;
        }
        self.piece(start, end);
    }

    /// Text without holes; a blank at its start is dropped where there is one already.
    #[inline]
    fn piece(&mut self, start: usize, end: usize) {
        let bytes = self.file.as_bytes();
        let mut from = start;
        if from < end && bytes[from] == b' ' && self.after_blank() {
            from += bytes[from..end].iter().take_while(|&&b| b == b' ').count();
        }
        self.arena.exact(self.file, from, end);
    }

    /// Inline markup that is no Markdown.
    fn hole(&mut self, kind: &HoleKind, span: Range<usize>) {
        match kind {
            HoleKind::Silent => {
                if let Some(leaf) = &mut self.leaf {
                    leaf.silent = true;
                }
            }
            HoleKind::Comment(content) => {
                let content = self.name(self.file[content.clone()].trim());
                self.push_inline(InlineKind::Comment(content), span);
            }
            HoleKind::Media(media) => self.media(media, span),
            HoleKind::Text(text) => self.arena.exact(self.file, text.start, text.end),
        }
    }

    /// An image or a file that a directive shows.
    pub(super) fn media(&mut self, media: &Media, span: Range<usize>) {
        let target = Target::written(Span::new(media.url.start, media.url.end));
        let index =
            self.push_inline(if media.image { InlineKind::Image(target) } else { InlineKind::Include(target) }, span);
        if let Some(alt) = &media.alt {
            self.arena.exact(self.file, alt.start, alt.end);
            self.end_text(index);
        }
    }

    /// Ends an inline's text here.
    pub(super) fn end_text(&mut self, index: u32) {
        let end = self.arena.len();
        let text = &mut self.document.inlines[index as usize].text;
        text.end = end.max(text.start);
    }

    /// A literal `[` or `]`; whether it was part of a marker and is no text.
    fn bracket(&mut self, at: usize) -> bool {
        match self.file.as_bytes()[at] {
            b'[' => {
                if let Some(word) = marker_word(self.file, at) {
                    return self.marker(at, word);
                }
                if !self.inlines.brackets.is_empty() {
                    self.inlines.brackets.push(None);
                }
                false
            }
            b']' => match self.inlines.brackets.pop() {
                Some(Some(index)) => {
                    self.end_text(index);
                    self.document.inlines[index as usize].span.end = at as u32 + 1;
                    true
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// A marker `[!word` at `start`; whether it is one that we know.
    fn marker(&mut self, start: usize, word: Range<usize>) -> bool {
        /// No marker of one line is longer; without a bound, a line of markers would be read again for each.
        const REACH: usize = 2048;
        let bytes = self.file.as_bytes();
        let lower = lower(&self.file[word.clone()]);
        let blanks = bytes[word.end..].iter().take(REACH).take_while(|&&b| b == b' ').count();
        let after = word.end + blanks;
        let limit = (word.end + REACH).min(bytes.len());
        let close = || {
            memchr::memchr3(b']', b'\n', b'\r', &bytes[word.end..limit])
                .map(|found| word.end + found)
                .filter(|&at| bytes[at] == b']')
        };
        let skip_to = if lower == "include" || lower == "notebook" || lower.starts_with("code") {
            if bytes.get(after) != Some(&b'[') {
                return false;
            }
            self.inlines.include = Some((after, start));
            after
        } else if lower == "video" {
            let Some(close) = close() else { return false };
            let rest = &self.file[after.min(close)..close];
            let from = close - rest.trim_start().len();
            let target = Target::written(Span::new(from, from + rest.trim().len()));
            self.push_inline(InlineKind::Include(target), start..close + 1);
            close + 1
        } else if lower == "div" {
            let Some(close) = close() else { return false };
            if let Some(leaf) = &mut self.leaf {
                leaf.directive = true;
            }
            close + 1
        } else if blanks > 0 && self.file[word].bytes().all(|b| b.is_ascii_uppercase()) {
            let word = self.name(&lower);
            let index = self.push_inline(InlineKind::Mark(word), start..after);
            self.inlines.brackets.push(Some(index));
            after
        } else {
            return false;
        };
        if let Some(leaf) = &mut self.leaf {
            leaf.skip_to = skip_to;
        }
        true
    }

    /// A line break in a leaf.
    pub(super) fn line_break(&mut self, range: Range<usize>, text: &str) -> Result<(), Stop> {
        if self.plain && self.leaf.as_ref().is_some_and(Leaf::is_flow) {
            self.finish_inlines();
            if let Some(leaf) = &mut self.leaf {
                leaf.end = leaf.end.min(range.start);
            }
            return self.close_leaf();
        }
        let in_hole =
            self.masked.holes.get(self.inlines.next_hole).is_some_and(|hole| hole.span.contains(&range.start));
        if !in_hole && !self.silent(range.start) && !self.after_blank() {
            self.arena.mapped(text, range.start, range.end);
        }
        Ok(())
    }

    /// A code span; `range` holds its marks.
    pub(super) fn code(&mut self, text: &CowStr<'_>, range: Range<usize>) {
        if self.silent(range.start) {
            return;
        }
        let index = self.push_inline(InlineKind::Code, range.clone());
        let source = &self.source[range.clone()];
        let marks = source.bytes().take_while(|&b| b == b'`').count();
        let inner = range.start + marks..range.end.saturating_sub(marks).max(range.start + marks);
        let inner_text = self.source.get(inner.clone()).unwrap_or_default();
        if inner_text == text.as_ref() {
            self.arena.exact(self.file, inner.start, inner.end);
        } else if inner_text.len() == text.len() + 2 && inner_text.get(1..inner_text.len() - 1) == Some(text.as_ref()) {
            self.arena.exact(self.file, inner.start + 1, inner.end - 1);
        } else {
            let from = self.arena.len();
            if self.code_lines(text, inner.clone()).is_none() {
                self.arena.truncate(from);
                self.arena.mapped(text, inner.start, inner.end);
            }
        }
        self.end_text(index);
    }

    /// A code span over several lines, or with an escaped `|` of a table: the parser's text and the file side by side, so
    /// that a name in it is still found at its place. A line break is one blank, and a CRLF not two, as the parser has it.
    fn code_lines(&mut self, text: &str, inner: Range<usize>) -> Option<()> {
        let source = &self.source.as_bytes()[..inner.end];
        let text = text.as_bytes();
        let (mut at, mut read) = (inner.start, 0);
        // One blank at either end of a span is a mark of it.
        if source.get(at)?.is_ascii_whitespace() && !text.first()?.is_ascii_whitespace() {
            at += 1;
        }
        while read < text.len() {
            let byte = *source.get(at)?;
            if byte == b'\r' || byte == b'\n' {
                let length = if source[at..].starts_with(b"\r\n") { 2 } else { 1 };
                let blanks = text[read..].iter().take(length).take_while(|&&b| b == b' ').count();
                if blanks == 0 {
                    return None;
                }
                self.arena.mapped(" ", at, at + length);
                (at, read) = (at + length, read + blanks);
                // The next line may begin with the marks of what it stands in.
                while text.get(read) != source.get(at) && matches!(source.get(at), Some(b' ' | b'\t' | b'>')) {
                    at += 1;
                }
            } else if byte == text[read] {
                let run =
                    source[at..].iter().zip(&text[read..]).take_while(|&(a, b)| a == b && !matches!(a, b'\n' | b'\r'));
                let run = run.count();
                self.file.get(at..at + run)?;
                self.arena.exact(self.file, at, at + run);
                (at, read) = (at + run, read + run);
            } else if byte == b'\\' && source.get(at + 1) == Some(&b'|') {
                at += 1;
            } else {
                return None;
            }
        }
        Some(())
    }

    /// An inline begins.
    pub(super) fn start_inline(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        let include = self.inlines.include.take();
        if self.inlines.mute > 0 {
            self.inlines.open.push(Open::Nothing);
            return;
        }
        let kind = match tag {
            Tag::Emphasis => InlineKind::Emphasis,
            Tag::Strong => InlineKind::Strong,
            Tag::Link { link_type, dest_url, .. } => {
                let target = self.target(*link_type, dest_url, &range);
                if let Some((at, start)) = include
                    && at == range.start
                {
                    let index = self.push_inline(InlineKind::Include(target), start..range.end);
                    self.inlines.open.push(Open::Include(index));
                    self.inlines.mute += 1;
                    return;
                }
                InlineKind::Link(target)
            }
            Tag::Image { link_type, dest_url, .. } => InlineKind::Image(self.target(*link_type, dest_url, &range)),
            _ => {
                self.inlines.open.push(Open::Nothing);
                return;
            }
        };
        let bytes = self.file.as_bytes();
        if matches!(kind, InlineKind::Strong | InlineKind::Link(_))
            && bytes[..range.start].last().is_some_and(may_be_letter)
            && self.file[..range.start].ends_with(char::is_alphabetic)
            && self.file[range.start..].trim_start_matches(['*', '_', '[']).starts_with(char::is_alphabetic)
        {
            self.part_words(range.start);
        }
        let index = self.push_inline(kind, range);
        self.inlines.open.push(Open::Inline(index));
    }

    /// An inline ends.
    pub(super) fn end_inline(&mut self, range: Range<usize>) {
        match self.inlines.open.pop() {
            Some(Open::Inline(index)) => {
                self.end_text(index);
                if self.file.as_bytes().get(range.end).is_some_and(may_be_letter)
                    && self.file[range.end..].starts_with(char::is_alphabetic)
                    && matches!(self.document.inlines[index as usize].kind, InlineKind::Strong | InlineKind::Link(_))
                {
                    self.part_words(range.end);
                }
            }
            Some(Open::Include(index)) => {
                self.inlines.mute = self.inlines.mute.saturating_sub(1);
                let closed = self.file.as_bytes().get(range.end) == Some(&b']');
                let end = range.end + usize::from(closed);
                self.document.inlines[index as usize].span.end = end as u32;
                if let Some(leaf) = &mut self.leaf {
                    leaf.skip_to = end;
                }
            }
            Some(Open::Nothing) | None => {}
        }
    }

    /// A blank where a label or strong emphasis runs into the next word: machine translation drops it, and the two are two words.
    fn part_words(&mut self, at: usize) {
        if self.arena.ends_with(char::is_alphanumeric) {
            self.arena.mapped(" ", at, at);
        }
    }

    /// Where a link leads. The parser gives no range for it, but what it gives is a part of the page unless it holds an
    /// escape, and so its place is known.
    fn target(&mut self, link_type: LinkType, url: &CowStr<'_>, range: &Range<usize>) -> Target {
        let reference =
            !matches!(link_type, LinkType::Inline | LinkType::Autolink | LinkType::Email | LinkType::WikiLink { .. });
        let place = match url {
            CowStr::Borrowed(part) if !part.is_empty() => {
                let at = (part.as_ptr() as usize).wrapping_sub(self.source.as_ptr() as usize);
                self.file.get(at..at.saturating_add(part.len())).map(|written| (at, written))
            }
            _ => None,
        };
        let (span, written) = match place {
            Some((at, written)) => (Span::new(at, at + written.len()), written),
            None => (Span::new(range.start, range.end), url.as_ref()),
        };
        let mended = match link_type {
            LinkType::Email => Some(self.name(&format!("mailto:{written}"))),
            _ => place.is_none().then(|| self.name(written)),
        };
        Target { span, reference, mended }
    }

    /// A tag or a comment in a line of text.
    pub(super) fn inline_html(&mut self, range: Range<usize>) {
        if !self.silent(range.start) {
            self.tags(range);
        }
    }

    /// The tags and comments in a range of the file, without the text between them.
    pub(super) fn tags(&mut self, range: Range<usize>) {
        let file = self.file;
        let map = [(0, range.start)];
        for token in Scanner::new(&file[range]) {
            match token {
                Token::Tag(tag) => self.html_tag(&file[map[0].1..], &tag, &map),
                Token::Comment(span, content) => self.html_comment(span, content, &map),
                Token::Text(_) | Token::Other => {}
            }
        }
    }
}

impl Leaf {
    /// Whether it is made of lines of text.
    fn is_flow(&self) -> bool {
        matches!(self.kind, BlockKind::Paragraph | BlockKind::Item)
    }
}
