//! Where a leaf block begins and ends, and what kind it turns out to be.

use super::inline::{Open, lower, marker_word};
use super::{Frame, Reader, Stop};
use crate::parse::pre::{MaskedLine, Role};
use crate::parse::{Block, BlockKind, Extra, Inline, InlineKind, slug};
use crate::text::Span;
use std::borrow::Cow;
use std::ops::Range;

/// A leaf block being read. Offsets are the file's but for `text` and `cell`.
#[derive(Debug)]
pub(super) struct Leaf {
    pub(super) kind: BlockKind,
    start: usize,
    pub(super) end: usize,
    /// Where its text begins.
    text: u32,
    /// Where the text of the current cell begins; that of the leaf outside tables.
    pub(super) cell: u32,
    /// Its first inline.
    first_inline: u32,
    /// What stands before this is no text: the marker of an alert.
    pub(super) skip_to: usize,
    /// Nor is what stands from here on: a heading's `{#id}`.
    pub(super) cut: usize,
    /// Its start is that of what comes first behind a marker.
    start_pending: bool,
    /// It holds a directive that makes one of it, whatever else it holds.
    pub(super) directive: bool,
    /// It holds markup that contributes nothing.
    pub(super) silent: bool,
    /// What only leaves of its kind have.
    pub(super) extra: Extra,
}

impl Reader<'_> {
    /// Begins a leaf.
    pub(super) fn open_leaf(&mut self, kind: BlockKind, start: usize, end: usize) {
        let text = self.arena.len();
        let extra = match self.frames.last() {
            Some(&Frame::Item { item, .. }) if kind == BlockKind::Item => Extra::Item(item),
            _ => Extra::None,
        };
        self.leaf = Some(Leaf {
            kind,
            start,
            end,
            text,
            cell: text,
            first_inline: self.document.inlines.len() as u32,
            skip_to: 0,
            cut: usize::MAX,
            start_pending: false,
            directive: false,
            silent: false,
            extra,
        });
    }

    /// What text that begins at `at` is, and where: the first of a list item is its own, and begins at its marker if nothing
    /// else stands between.
    pub(super) fn text_block(&mut self, at: usize) -> (BlockKind, usize) {
        let blocks = self.document.blocks.len();
        match self.frames.last_mut() {
            Some(Frame::Item { start, own: own @ false, first, .. }) => {
                *own = true;
                (BlockKind::Item, if *first == blocks { *start } else { at })
            }
            _ => (BlockKind::Paragraph, at),
        }
    }

    /// Sees to it that a leaf is open for inline content at `range`: a tight list item has no paragraph that would have
    /// opened one.
    #[inline]
    pub(super) fn ensure_flow(&mut self, range: &Range<usize>) {
        if self.leaf.is_none() {
            // The backslash of an escape is not in the range of what it escapes.
            let escaped = range.start > 0 && self.file.as_bytes()[range.start - 1] == b'\\';
            let start = range.start - usize::from(escaped);
            let (kind, start) = self.text_block(start);
            self.open_leaf(kind, start, range.end);
        }
        if let Some(leaf) = &mut self.leaf {
            leaf.end = leaf.end.max(range.end);
            if leaf.start_pending && range.start >= leaf.skip_to {
                let text = &self.file.as_bytes()[range.clone()];
                leaf.start = range.start + text.iter().take_while(|&&b| b == b' ').count();
                leaf.start_pending = false;
            }
        }
    }

    /// Reads an alert's marker (`[!NOTE]`) where a quote's first paragraph begins.
    pub(super) fn alert_marker(&mut self, start: usize) {
        let fresh = matches!(self.frames.last(), Some(Frame::Quote { first }) if *first == self.document.blocks.len());
        let Some(word) = fresh.then(|| marker_word(self.file, start)).flatten() else { return };
        let after = &self.file[word.end..];
        let blanks = after.len() - after.trim_start_matches([' ', '\t']).len();
        if !after[blanks..].starts_with(']') {
            return;
        }
        let end = word.end + blanks + 1;
        // `[!NOTE](target)` and `[!NOTE]: target` are links.
        if matches!(self.file.as_bytes().get(end), Some(b'(' | b'[' | b':')) {
            return;
        }
        if let (Some(&quote), Some(leaf)) = (self.quotes.last(), &mut self.leaf) {
            let quote = &mut self.document.quotes[quote as usize];
            quote.alert = Some(lower(&self.file[word]));
            quote.marker = Some(Span::new(start, end));
            leaf.skip_to = end;
            leaf.start_pending = true;
        }
    }

    /// A quote that holds a marker and nothing else (`> [!ENDTABS]`) is a directive.
    pub(super) fn empty_alert(&mut self) -> Result<(), Stop> {
        let empty = matches!(self.frames.last(), Some(Frame::Quote { first }) if *first == self.document.blocks.len());
        let marker = self.quotes.last().and_then(|&quote| self.document.quotes[quote as usize].marker);
        let Some(marker) = marker.filter(|_| empty) else { return Ok(()) };
        self.open_leaf(BlockKind::Directive, marker.start as usize, marker.end as usize);
        self.close_leaf()
    }

    /// Finds a `{#id}` at the end of a heading, and leaves it out of its text.
    pub(super) fn heading_id(&mut self, range: &Range<usize>) {
        let written = &self.file.as_bytes()[range.clone()];
        // As most do, and those that are underlined never: their first line may end in one all the same.
        if written.trim_ascii_end().last().is_some_and(u8::is_ascii_alphanumeric) {
            return;
        }
        if memchr::memchr(b'{', written).is_none() {
            return;
        }
        let source = self.file[range.clone()].lines().next().unwrap_or("");
        let source = source.trim_end().trim_end_matches('#').trim_end();
        let Some(inner) = source.strip_suffix('}') else { return };
        let Some(open) = inner.rfind('{') else { return };
        let attributes = inner[open + 1..].trim();
        let attributes = attributes.strip_prefix("/*").and_then(|a| a.strip_suffix("*/")).unwrap_or(attributes).trim();
        let Some(id) = attributes.strip_prefix('#') else { return };
        let id = &id[..id.find([' ', '\t']).unwrap_or(id.len())];
        if id.is_empty() {
            return;
        }
        let at = |part: &str| range.start + (part.as_ptr() as usize - source.as_ptr() as usize);
        let id = at(id)..at(id) + id.len();
        let brace = range.start + open..range.start + source.len();
        if let Some(leaf) = &mut self.leaf {
            leaf.cut = brace.start;
            self.heading_id = Some((brace, id));
        }
    }

    /// The bytes of the info string of the fence at `start`.
    pub(super) fn fence_info(&self, start: usize) -> Span {
        let bytes = self.file.as_bytes();
        let mark = bytes[start];
        let fence = start + bytes[start..].iter().take_while(|&&b| b == mark).count();
        let line = memchr::memchr2(b'\n', b'\r', &bytes[fence..]).map_or(bytes.len(), |found| fence + found);
        let info = self.file[fence..line].trim_end();
        let trimmed = info.trim_start();
        let from = fence + info.len() - trimmed.len();
        Span::new(from, from + trimmed.len())
    }

    /// Begins a table cell.
    pub(super) fn start_cell(&mut self, at: usize) -> Result<(), Stop> {
        self.cells += 1;
        let limit = self.options.limits.cells;
        let Some(leaf) = &mut self.leaf else { return Ok(()) };
        if self.cells > limit {
            let start = leaf.start;
            return Err(self.too_large(start, format!("more than {limit} table cells")));
        }
        if matches!(&leaf.extra, Extra::Row(row) if !row.cells.is_empty()) {
            // A cell that the row leaves out stands nowhere; its tab does at the row's end.
            let at = at.clamp(leaf.start, leaf.end);
            self.arena.mapped("\t", at, at);
        }
        leaf.cell = self.arena.len();
        Ok(())
    }

    /// Ends a table cell.
    pub(super) fn end_cell(&mut self) {
        self.finish_inlines();
        if let Some(leaf) = &mut self.leaf
            && let Extra::Row(row) = &mut leaf.extra
        {
            self.arena.trim_end(leaf.cell);
            self.document.cells.push(leaf.cell..self.arena.len());
            row.cells.end += 1;
        }
    }

    /// A masked line as a block.
    pub(super) fn directive(&mut self, line: &MaskedLine) -> Result<(), Stop> {
        let comment = line.role == Role::Comment;
        self.open_leaf(if comment { BlockKind::Comment } else { BlockKind::Directive }, line.span.start, line.span.end);
        match &line.title {
            Some(content) if comment => {
                let content = self.name(self.file[content.clone()].trim());
                self.push_inline(InlineKind::Comment(content), line.span.clone());
            }
            Some(title) => self.arena.exact(self.file, title.start, title.end),
            None => {}
        }
        if let Some(media) = &line.target {
            self.media(media, line.span.clone());
        }
        if self.file.as_bytes()[line.span.start] == b'<' {
            self.tags(line.span.clone());
        }
        self.close_leaf()
    }

    /// Ends the open leaf, if one is.
    #[inline]
    pub(super) fn close_leaf(&mut self) -> Result<(), Stop> {
        match self.leaf.take() {
            Some(leaf) => self.finish_leaf(leaf),
            None => Ok(()),
        }
    }

    /// Makes a block of a leaf.
    fn finish_leaf(&mut self, mut leaf: Leaf) -> Result<(), Stop> {
        self.finish_inlines();
        if let Some((brace, id)) = self.heading_id.take() {
            let id = self.name(&self.file[id]);
            self.push_inline(InlineKind::Anchor(id), brace);
        }
        let end = self.arena.len();
        match leaf.kind {
            // Its cells are trimmed, and the tab before an empty one is wanted.
            BlockKind::Row => {}
            BlockKind::Code => {
                if self.arena.text[leaf.text as usize..].ends_with(['\n', '\r']) {
                    self.arena.truncate(self.arena.len() - 1);
                }
            }
            _ => self.arena.trim_end(leaf.text),
        }
        let text = leaf.text..self.arena.len();
        // An inline may have ended in the blanks that are gone now, or in those of a cell.
        if text.end < end || leaf.kind == BlockKind::Row {
            for inline in &mut self.document.inlines[leaf.first_inline as usize..] {
                inline.text = inline.text.start.min(text.end)..inline.text.end.min(text.end);
            }
        }
        let inlines = leaf.first_inline..self.document.inlines.len() as u32;
        if matches!(leaf.kind, BlockKind::Paragraph | BlockKind::Item) {
            let within = &self.document.inlines[inlines.start as usize..];
            if text.is_empty() && within.is_empty() && !leaf.directive && !leaf.silent {
                return Ok(());
            }
            if leaf.kind == BlockKind::Paragraph {
                leaf.kind = paragraph_kind(within, &self.names, &text, leaf.directive, leaf.silent);
            }
        }
        let limit = self.options.limits.blocks;
        if self.document.blocks.len() >= limit {
            self.arena.truncate(leaf.text);
            self.document.inlines.truncate(leaf.first_inline as usize);
            return Err(self.too_large(leaf.start, format!("more than {limit} blocks")));
        }
        let block = self.document.blocks.len() as u32;
        let section = self.document.sections.len() as u32 - 1;
        if let Some(section) = self.document.sections.last_mut() {
            section.blocks.end = block + 1;
            if matches!(leaf.kind, BlockKind::Heading(_)) {
                section.slug = slug::append(&self.arena.text[text.start as usize..], &mut self.names);
            }
        }
        let range = leaf.start..leaf.end.max(leaf.start);
        let written = &self.file.as_bytes()[range.clone()];
        let length = if leaf.kind == BlockKind::Code {
            // Blank lines in front of an end that never comes are code.
            let line = written.strip_suffix(b"\n").unwrap_or(written);
            line.strip_suffix(b"\r").unwrap_or(line).len()
        } else {
            let length = written.trim_ascii_end().len();
            match &self.masked.text {
                Cow::Borrowed(_) => length,
                // Blanks may stand within a mask, and a mask may end in them.
                Cow::Owned(masked) => length.max(masked.as_bytes()[range].trim_ascii_end().len()),
            }
        };
        self.document.blocks.push(Block {
            kind: leaf.kind,
            depth: self.depth.min(u32::from(u8::MAX)) as u8,
            section,
            span: Span::new(leaf.start, leaf.start + length),
            text,
            inlines,
            quote: self.quotes.last().copied(),
            extra: leaf.extra,
        });
        self.arena.separator('\n');
        Ok(())
    }

    /// Ends the inlines that are still open: links of HTML without an end, and in plain text what goes on in the next line.
    pub(super) fn finish_inlines(&mut self) {
        let end = self.arena.len();
        let inlines = &mut self.inlines;
        for open in &mut inlines.open {
            if let Open::Inline(index) | Open::Include(index) = std::mem::replace(open, Open::Nothing) {
                let inline = &mut self.document.inlines[index as usize];
                inline.text.end = end;
            }
        }
        inlines.html_links.clear();
        inlines.brackets.clear();
        inlines.mute = 0;
        inlines.include = None;
    }
}

/// What a paragraph turns out to be when it holds nothing but markup, or a directive.
fn paragraph_kind(inlines: &[Inline], names: &[u8], text: &Range<u32>, directive: bool, silent: bool) -> BlockKind {
    use InlineKind::{Anchor, Comment, Include, Mark, Tag};
    if let [Inline { kind: Mark(word), text: marked, .. }] = inlines
        && marked == text
        && !matches!(&names[word.start as usize..word.end as usize], b"dnl" | b"uicontrol")
    {
        return BlockKind::Directive;
    }
    let only = |wanted: fn(&InlineKind) -> bool| text.is_empty() && inlines.iter().all(|inline| wanted(&inline.kind));
    if directive || silent && only(|kind| matches!(kind, Comment(_) | Include(_))) {
        return BlockKind::Directive;
    }
    if inlines.is_empty() || !text.is_empty() {
        BlockKind::Paragraph
    } else if only(|kind| matches!(kind, Comment(_))) {
        BlockKind::Comment
    } else if only(|kind| matches!(kind, Include(_) | Comment(_))) {
        BlockKind::Directive
    } else if only(|kind| matches!(kind, Comment(_) | Anchor(_) | Tag(_))) {
        BlockKind::Html
    } else {
        BlockKind::Paragraph
    }
}
