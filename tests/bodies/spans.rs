//! What must hold of the spans of any page.

use isogloss::parse::Document;

/// Whether every span of a page lies in its file, and its blocks ascend.
pub(crate) fn check(file: &str, page: &Document) {
    let inside =
        |span: isogloss::text::Span| assert!(file.get(span.range()).is_some(), "{span:?} is no part of {file:?}");
    let text = |range: &std::ops::Range<u32>| {
        let found = page.text.get(range.start as usize..range.end as usize);
        assert!(found.is_some(), "{range:?} is no part of {:?}, for {file:?}", page.text);
    };
    let (mut end, mut text_end, mut inline_end) = (0, 0, 0);
    for (id, block) in page.blocks.iter().enumerate() {
        inside(block.span);
        assert!(block.span.start >= end, "block {id} at {:?} overlaps that before it, in {file:?}", block.span);
        end = block.span.end;
        text(&block.text);
        assert!(id == 0 || block.text.start == text_end + 1);
        text_end = block.text.end;
        assert_eq!(block.inlines.start, inline_end);
        inline_end = block.inlines.end;
        assert_eq!(page.block_at_text(block.text.start), id as u32);
        assert!(page.sections[block.section as usize].blocks.contains(&(id as u32)));
        for cell in block.row().into_iter().flat_map(|row| page.row_cells(row)) {
            text(cell);
            assert!(block.text.start <= cell.start && cell.end <= block.text.end);
        }
        for inline in page.block_inlines(block) {
            inside(inline.span);
            text(&inline.text);
            assert!(
                block.text.start <= inline.text.start && inline.text.end <= block.text.end,
                "{inline:?} of {block:?} in {file:?}"
            );
        }
        if let Some(info) = block.info() {
            inside(info);
        }
        inside(page.span(block.text.clone()));
        // What the text says must be within the block, where it says anything.
        if !block.text.is_empty() {
            let span = page.span(block.text.clone());
            assert!(block.span.contains(span), "text of {:?} from {span:?}, in {file:?}", block);
        }
    }
    assert_eq!(inline_end as usize, page.inlines.len());
    for (at, character) in page.text.char_indices() {
        let span = page.span(at as u32..(at + character.len_utf8()) as u32);
        inside(span);
    }
    for entry in &page.front_matter.entries {
        inside(entry.key_span);
        inside(entry.value_span);
    }
    for problem in &page.problems {
        inside(problem.span);
    }
}
