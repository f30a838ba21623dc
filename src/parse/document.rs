//! Questions that the stages after this one ask of a page.

use super::{Block, BlockId, Document, Inline, Quote, Row, SectionId, TextRange};
use crate::text::Span;

impl Document {
    /// The bytes of the file that a range of [`Document::text`] came from: exactly those where the text stands in the
    /// file as it is, else the smallest range that covers what it was made of.
    pub fn span(&self, range: TextRange) -> Span {
        let after = self.segment_after(range.start);
        let Some(first) = after.checked_sub(1).map(|first| &self.segments[first]) else {
            return self
                .segments
                .first()
                .map_or_else(Span::default, |s| Span { start: s.source.start, end: s.source.start });
        };
        let start = if first.exact {
            (first.source.start + (range.start - first.text)).min(first.source.end)
        } else {
            first.source.start
        };
        if range.end <= range.start {
            return Span { start, end: start };
        }
        // Most ranges end in the segment that they begin in.
        let last = match self.segments.get(after) {
            Some(next) if next.text < range.end => &self.segments[self.segment_after(range.end - 1) - 1],
            _ => first,
        };
        let end = if last.exact {
            (last.source.start + (range.end - last.text)).min(last.source.end)
        } else {
            last.source.end
        };
        Span { start, end: end.max(start) }
    }

    /// The index of the first segment behind a byte of the text; the one before it holds the byte, or the byte was put after it
    /// as a separator.
    fn segment_after(&self, offset: u32) -> usize {
        self.segments.partition_point(|segment| segment.text <= offset)
    }

    /// A block's text.
    pub fn block_text(&self, block: &Block) -> &str {
        &self.text[block.text.start as usize..block.text.end as usize]
    }

    /// A block's inlines.
    pub fn block_inlines(&self, block: &Block) -> &[Inline] {
        &self.inlines[block.inlines.start as usize..block.inlines.end as usize]
    }

    /// The innermost quote or alert that a block stands in.
    pub fn block_quote(&self, block: &Block) -> Option<&Quote> {
        self.quotes.get(block.quote? as usize)
    }

    /// The cells of a table row, as ranges of [`Document::text`].
    pub fn row_cells(&self, row: &Row) -> &[TextRange] {
        &self.cells[row.cells.start as usize..row.cells.end as usize]
    }

    /// An inline's text.
    pub fn inline_text(&self, inline: &Inline) -> &str {
        &self.text[inline.text.start as usize..inline.text.end as usize]
    }

    /// The block in whose text an offset of [`Document::text`] stands; the line feed after a text belongs to it.
    /// 0 for a page without blocks.
    pub fn block_at_text(&self, offset: u32) -> BlockId {
        let after = self.blocks.partition_point(|block| block.text.start <= offset);
        after.saturating_sub(1) as BlockId
    }

    /// The ids of a section and of those around it, the outermost first; see [`Document::section_id`].
    pub fn section_path(&self, section: SectionId) -> Vec<&str> {
        let mut path = Vec::new();
        let mut next = Some(section);
        while let Some(id) = next {
            let Some(section) = self.sections.get(id as usize) else { break };
            if section.level > 0 {
                path.push(self.section_id(id));
            }
            next = section.parent;
        }
        path.reverse();
        path
    }

    /// The id that names a section across languages: the last explicit one (localised pages put the English heading's
    /// slug before the author's own id), else the slug.
    pub fn section_id(&self, section: SectionId) -> &str {
        self.sections.get(section as usize).map_or("", |s| s.anchors.last().unwrap_or(&s.slug))
    }
}
