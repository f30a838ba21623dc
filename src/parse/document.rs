//! Questions that the stages after this one ask of a page.

use super::{Block, BlockId, Document, Inline, InlineKind, Quote, Row, Section, SectionId, Segment, Target, TextRange};
use crate::text::Span;

/// How many segments are looked at one by one before the place of another is sought by halving.
const NEAR: usize = 8;

impl Document {
    /// The bytes of the file that a range of [`Document::text`] came from: exactly those where the text stands in the
    /// file as it is, else the smallest range that covers what it was made of.
    pub fn span(&self, range: TextRange) -> Span {
        self.span_by(range, |offset| self.segments.partition_point(|segment| segment.text <= offset))
    }

    /// [`span`](Self::span) for many ranges: quicker where each lies not far behind the one before.
    pub(crate) fn spans(&self) -> impl FnMut(TextRange) -> Span {
        let mut count = 0;
        move |range| {
            self.span_by(range, |offset| {
                let begun = |segment: &Segment| segment.text <= offset;
                let (before, behind) = self.segments.split_at(count);
                if before.last().is_some_and(|last| !begun(last)) {
                    count = before.partition_point(begun);
                } else {
                    let near = behind.iter().take(NEAR).take_while(|segment| begun(segment)).count();
                    count += if near < NEAR { near } else { behind.partition_point(begun) };
                }
                count
            })
        }
    }

    /// The bytes of the file for a range, `count` being asked how many segments begin no later than an offset.
    fn span_by(&self, range: TextRange, mut count: impl FnMut(u32) -> usize) -> Span {
        // the segment in which a byte of the text stands, or after which it was put as a separator
        let mut segment_at = |offset| self.segments.get(count(offset).checked_sub(1)?);
        let Some(first) = segment_at(range.start) else {
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
        let end = match segment_at(range.end - 1) {
            Some(last) if last.exact => (last.source.start + (range.end - last.text)).min(last.source.end),
            Some(last) => last.source.end,
            None => start,
        };
        Span { start, end: end.max(start) }
    }

    /// The page's front matter, sections, blocks, inlines, text and names alone, in no more memory than they take.
    pub(crate) fn outline(self) -> Self {
        let Self { front_matter, sections, mut blocks, mut inlines, mut text, mut names, .. } = self;
        blocks.shrink_to_fit();
        inlines.shrink_to_fit();
        text.shrink_to_fit();
        names.shrink_to_fit();
        Self { front_matter, sections, blocks, inlines, text, names, ..Self::default() }
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

    /// What an inline or a section is called: a range of [`Document::names`].
    pub fn name(&self, name: &TextRange) -> &str {
        &self.names[name.start as usize..name.end as usize]
    }

    /// Where a link, image or include leads, escapes and entities resolved. `file` is the text that was parsed.
    pub fn url<'a>(&'a self, target: &Target, file: &'a str) -> &'a str {
        target.mended.as_ref().map_or_else(|| &file[target.span.range()], |mended| self.name(mended))
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
        self.sections.get(section as usize).map_or("", |s| self.anchors(s).next_back().unwrap_or_else(|| self.slug(s)))
    }

    /// The id that GitHub would give a section's heading.
    pub fn slug(&self, section: &Section) -> &str {
        self.name(&section.slug)
    }

    /// The explicit ids of a section's heading, in the order written: `<a name="x">`, `<a id="x">`, `{#x}`; without `#`.
    pub fn anchors(&self, section: &Section) -> impl DoubleEndedIterator<Item = &str> {
        let heading = section.heading.and_then(|heading| self.blocks.get(heading as usize));
        heading.map_or(&[][..], |heading| self.block_inlines(heading)).iter().filter_map(|inline| match &inline.kind {
            InlineKind::Anchor(id) => Some(self.name(id)),
            _ => None,
        })
    }
}
