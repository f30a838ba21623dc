//! All facts of a page, in order.

use super::number::Marks;
use super::scan::{Found, Passage, Scratch, inside, scan};
use super::target::Address;
use super::{Fact, Kind, Patterns, Polarity, structure, token};
use crate::locale::{Hit, Lexicon, Meaning};
use crate::parse::{Block, BlockId, BlockKind, Document, InlineKind};
use std::ops::Range;

/// What extraction needs to know besides the page.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The words of the page's language.
    pub lexicon: &'a Lexicon,
    /// The patterns in force.
    pub patterns: &'a Patterns,
    /// Where the page stands, for its links.
    pub address: Address<'a>,
}

/// The most facts that are read in a page: ten times as many as the longest pages have, and few enough to be held in memory.
const FACTS_MOST: usize = 400_000;

/// The facts of a page and the words that they were read by.
#[derive(Clone, Debug, Default)]
pub struct PageFacts {
    /// The facts, by place in the file.
    pub facts: Vec<Fact>,
    /// The lexicon's words in [`Document::text`], by place.
    pub hits: Vec<Hit>,
    /// Whether there are more than are read of any page.
    pub cut: bool,
}

impl PageFacts {
    /// The lexicon's words that lie in a range of the text.
    pub fn hits_in(&self, range: Range<u32>) -> &[Hit] {
        hits_in(&self.hits, &range)
    }
}

/// Finds the facts of a page. `source` is the file that `document` was parsed from.
pub fn extract(document: &Document, source: &str, context: &Context<'_>) -> PageFacts {
    let text = document.text.as_str();
    let lexicon = context.lexicon;
    // a word in six has a meaning for some fact, and a word is some six letters
    let mut hits = Vec::with_capacity(text.len() / 24);
    lexicon.scan(text, &mut hits);
    let words = lexicon.number_words(text, &hits);
    let marks = Marks { decimal: lexicon.numbers().decimal.first().copied() };
    let telling = token::telling(text);
    let mut claims = Vec::new();
    context.patterns.find(text, |each| each_whole(document, each), &mut claims);
    let claimed: Vec<Range<u32>> = claims.iter().map(|found| found.range.clone()).collect();

    let mut facts = Vec::with_capacity(document.front_matter.entries.len() + document.blocks.len());
    structure::of_front_matter(&document.front_matter.entries, &mut facts);
    let mut scratch = Scratch::default();
    let mut found = Vec::new();
    let mut code = Vec::new();
    let mut columns = PortColumns::default();
    let mut claim = claims.into_iter();
    let mut word = words.iter();
    for (id, block) in document.blocks.iter().enumerate() {
        let from = facts.len();
        if from > FACTS_MOST {
            break;
        }
        structure::of_block(document, source, id as BlockId, &context.address, &mut facts);
        let mut taken = Vec::new();
        while claim.as_slice().first().is_some_and(|next| next.range.start < block.text.end) {
            taken.extend(claim.next());
        }
        let words = word.as_slice();
        let count = words.iter().take_while(|word| word.start < block.text.end).count();
        word = words[count..].iter();
        let words = &words[..count];
        let port_cells = columns.cells(document, block, |range| says_port(lexicon, &hits, range));
        if block.kind != BlockKind::Code
            && (scratch.find_tokens(text, &telling, &block.text) || !words.is_empty() || !taken.is_empty())
        {
            let here = hits_in(&hits, &block.text);
            code.clear();
            let inlines = document.block_inlines(block).iter();
            code.extend(inlines.filter(|inline| inline.kind == InlineKind::Code).map(|inline| inline.text.clone()));
            found.clear();
            let passage = Passage {
                text,
                range: block.text.clone(),
                lexicon,
                hits: here,
                words,
                code: &code,
                claimed: &claimed,
                port_cells: &port_cells,
                marks,
            };
            scan(&passage, &mut scratch, FACTS_MOST.saturating_sub(facts.len()), &mut found);
            // a name inside a URL is the URL's
            if !taken.is_empty() {
                let urls: Vec<Range<u32>> =
                    found.iter().filter(|found| found.kind == Kind::Url).map(|found| found.range.clone()).collect();
                taken.retain(|claim| !inside(&urls, &claim.range));
            }
            let any = !found.is_empty() || !taken.is_empty();
            let negatable = any && lexicon.has_cue(here);
            for Found { kind, value, data, range } in found.drain(..).chain(taken) {
                let value = if kind == Kind::Url { context.address.canonical(&value) } else { value };
                let negated = negatable && lexicon.negated(text, here, range.start as usize..range.end as usize);
                let polarity = if negated { Polarity::Negated } else { Polarity::Affirmed };
                facts.push(Fact {
                    kind,
                    value,
                    data,
                    polarity,
                    span: document.span(range.clone()),
                    text: range,
                    block: Some(id as BlockId),
                });
            }
        }
        let place = |fact: &Fact| (fact.span.start, fact.span.end, fact.kind);
        if !facts[from..].is_sorted_by_key(place) {
            facts[from..].sort_by_key(place);
        }
    }
    let cut = facts.len() > FACTS_MOST;
    PageFacts { facts, hits, cut }
}

/// Calls `each` with the stretches of text that a name may fill alone: short blocks, code spans, strong emphasis, cells.
fn each_whole(document: &Document, each: &mut dyn FnMut(&Range<u32>)) {
    let mut short = |range: &Range<u32>| {
        if (4..200).contains(&(range.end - range.start)) {
            each(range);
        }
    };
    for block in document.blocks.iter().filter(|block| block.kind != BlockKind::Code) {
        short(&block.text);
        block.row().into_iter().flat_map(|row| document.row_cells(row)).for_each(&mut short);
        for inline in document.block_inlines(block) {
            if matches!(inline.kind, InlineKind::Code | InlineKind::Strong) {
                short(&inline.text);
            }
        }
    }
}

/// The hits that lie in a range of the text.
pub(super) fn hits_in<'a>(hits: &'a [Hit], range: &Range<u32>) -> &'a [Hit] {
    let behind = &hits[hits.partition_point(|hit| hit.start < range.start)..];
    // most ranges hold a few
    const FEW: usize = 8;
    let few = behind.iter().take(FEW).take_while(|hit| hit.start < range.end).count();
    let count = if few < FEW { few } else { behind.partition_point(|hit| hit.start < range.end) };
    &behind[..count]
}

fn says_port(lexicon: &Lexicon, hits: &[Hit], range: &Range<u32>) -> bool {
    hits_in(hits, range).iter().any(|hit| lexicon.term(hit.term).means(Meaning::PortWord))
}

/// Remembers which columns of the table at hand hold ports, from its header.
#[derive(Default)]
struct PortColumns {
    table: Option<u32>,
    columns: Vec<bool>,
}

impl PortColumns {
    /// The cells of a row whose column is headed by a word for "port".
    fn cells(
        &mut self,
        document: &Document,
        block: &Block,
        says_port: impl Fn(&Range<u32>) -> bool,
    ) -> Vec<Range<u32>> {
        let Some(row) = block.row() else {
            return Vec::new();
        };
        let cells = document.row_cells(row);
        if row.index == 0 || self.table != Some(row.table) {
            self.table = Some(row.table);
            self.columns = cells.iter().map(says_port).collect();
            return Vec::new();
        }
        let named = cells.iter().zip(&self.columns).filter(|(_, ports)| **ports);
        named.map(|(cell, _)| cell.clone()).collect()
    }
}
