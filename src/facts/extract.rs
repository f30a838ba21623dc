//! All facts of a page, in order.

use super::number::Marks;
use super::scan::{Found, Passage, inside, scan};
use super::target::Address;
use super::{Fact, Kind, Patterns, Polarity, structure, token};
use crate::locale::{Hit, Lexicon, Meaning};
use crate::parse::{BlockKind, Document, Inline, InlineKind, Row};
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
pub const FACTS_MOST: usize = 400_000;

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
    // a word in six has a meaning for some fact, and a word is some six letters
    let mut hits = Vec::with_capacity(document.text.len() / 24);
    context.lexicon.scan(&document.text, &mut hits);
    // one stage after the other over the whole page: what a stage takes of code and of tables stays at hand for it
    let (stated, mut cut) = stated(document, context, &hits);
    let mut stated = stated.into_iter();
    let mut facts = Vec::with_capacity(document.front_matter.entries.len() + document.blocks.len() + stated.len());
    structure::of_front_matter(&document.front_matter.entries, &mut facts);
    let mut span = document.spans();
    for (id, block) in (0..).zip(&document.blocks) {
        let from = facts.len();
        if from > FACTS_MOST {
            break;
        }
        structure::of_block(document, source, id, &context.address, &mut facts);
        let own = stated.as_slice().iter().take_while(|next| next.range.start < block.text.end).count();
        for Found { kind, value, data, polarity, range: text } in stated.by_ref().take(own) {
            let value = if kind == Kind::Url { context.address.canonical(&value) } else { value };
            let span = span(text.clone());
            facts.push(Fact { kind, value, data, polarity, span, text, block: Some(id) });
        }
        let place = |fact: &Fact| (fact.span.start, fact.span.end, fact.kind);
        if facts.len() > from + 1 && !facts[from..].is_sorted_by_key(place) {
            facts[from..].sort_by_key(place);
        }
    }
    cut |= facts.len() > FACTS_MOST;
    PageFacts { facts, hits, cut }
}

/// What the text states, in order; and whether there is more than is read of any page.
fn stated(document: &Document, context: &Context<'_>, hits: &[Hit]) -> (Vec<Found>, bool) {
    let (text, lexicon) = (document.text.as_str(), context.lexicon);
    let words = lexicon.number_words(text, hits);
    let marks = Marks { decimal: lexicon.numbers().decimal.first().copied() };
    // a fact in two hundred bytes is many
    let mut tokens = Vec::with_capacity(text.len() / 256 + 8);
    token::tokens(text, between_code(document), &mut tokens);
    let mut claims = Vec::new();
    context.patterns.find(text, wholes(document), &mut claims);
    let claimed: Vec<Range<u32>> = claims.iter().map(|found| found.range.clone()).collect();

    let most = (tokens.len() + words.len() + claims.len()).min(document.blocks.len());
    let (mut passages, mut places) = (Vec::with_capacity(most), Vec::with_capacity(most));
    let mut code = Vec::new();
    let mut columns = PortColumns::default();
    // what has been found and not yet been passed; blocks stand in order as it does
    let (mut tokens_left, mut words_left, mut hits_left) = (&tokens[..], &words[..], hits);
    let mut claims_left = &claimed[..];
    for block in &document.blocks {
        let Range { start, end } = block.text;
        let tokens = take_while(&mut tokens_left, |token| token.start < end);
        let words = take_while(&mut words_left, |word| word.start < end);
        let claims = take_while(&mut claims_left, |claim| claim.start < end);
        let silent = tokens.is_empty() && words.is_empty() && claims.is_empty();
        if block.kind == BlockKind::Code || (silent && block.row().is_none()) {
            continue;
        }
        take_while(&mut hits_left, |hit| hit.start < start);
        let hits = take_while(&mut hits_left, |hit| hit.start < end);
        let cells = columns.cells.len();
        if let Some(row) = block.row() {
            columns.enter(row, document.row_cells(row), |cell| says_port(lexicon, hits, cell));
        }
        if silent {
            continue;
        }
        let spans = code.len();
        let inlines = document.block_inlines(block).iter();
        code.extend(inlines.filter(|inline| inline.kind == InlineKind::Code).map(|inline| inline.text.clone()));
        // what they have in those lists is known when all of them are full
        places.push((spans..code.len(), cells..columns.cells.len()));
        let (range, claimed) = (block.text.clone(), &claimed[..]);
        passages.push(Passage {
            text,
            range,
            lexicon,
            tokens,
            hits,
            words,
            code: &[],
            claimed,
            port_cells: &[],
            marks,
        });
    }
    for (passage, (spans, cells)) in passages.iter_mut().zip(places) {
        (passage.code, passage.port_cells) = (&code[spans], &columns.cells[cells]);
    }
    let mut found = Vec::with_capacity(tokens.len() + words.len() + claims.len());
    let cut = scan(&passages, FACTS_MOST, &mut found);
    add_claims(claims, &passages, &mut found);
    found.sort_by_key(|found| (found.range.start, found.range.end));
    deny(&passages, &mut found);
    (found, cut)
}

/// Adds what patterns have found in the passages. A name inside a URL is the URL's.
fn add_claims(mut claims: Vec<Found>, passages: &[Passage<'_>], found: &mut Vec<Found>) {
    if claims.is_empty() {
        return;
    }
    let urls = found.iter().filter(|found| found.kind == Kind::Url).map(|found| found.range.clone());
    let urls: Vec<Range<u32>> = urls.collect();
    claims.retain(|claim| {
        let next = passages.partition_point(|passage| passage.range.end <= claim.range.start);
        passages.get(next).is_some_and(|passage| passage.range.start <= claim.range.start)
            && !inside(&urls, &claim.range)
    });
    found.append(&mut claims);
}

/// Tells which of the facts, which stand in order, are denied.
fn deny(passages: &[Passage<'_>], mut found: &mut [Found]) {
    for passage in passages {
        let own = found.iter().take_while(|found| found.range.start < passage.range.end).count();
        let (own, others) = found.split_at_mut(own);
        found = others;
        if !own.is_empty()
            && let Some(denials) = passage.lexicon.denials(passage.text, passage.hits)
        {
            for found in own {
                if denials.negate(found.range.start as usize..found.range.end as usize) {
                    found.polarity = Polarity::Negated;
                }
            }
        }
    }
}

/// The stretches of the text that stand between code blocks.
fn between_code(document: &Document) -> impl Iterator<Item = Range<usize>> {
    let code = document.blocks.iter().filter(|block| block.kind == BlockKind::Code).map(|block| &block.text);
    let end = document.text.len() as u32;
    let mut from = 0;
    code.map(|code| (code.start, code.end)).chain(std::iter::once((end, end))).map(move |(start, end)| {
        let stretch = from..start as usize;
        from = end as usize;
        stretch
    })
}

/// Takes the items off the front of a list for which something holds, and then for none behind.
#[inline]
fn take_while<'a, T>(left: &mut &'a [T], holds: impl Fn(&T) -> bool) -> &'a [T] {
    let count = if left.first().is_some_and(&holds) { count_while(left, holds) } else { 0 };
    let (taken, others) = left.split_at(count);
    *left = others;
    taken
}

/// The stretches of text that a name may fill alone: short blocks, cells, code spans, strong emphasis. Of those that lie in each
/// other, the outer comes first.
fn wholes(document: &Document) -> impl Iterator<Item = &Range<u32>> + Clone {
    let blocks = document.blocks.iter().filter(|block| block.kind != BlockKind::Code).map(|block| &block.text);
    let marked = |inline: &&Inline| matches!(inline.kind, InlineKind::Code | InlineKind::Strong);
    let inlines = document.inlines.iter().filter(marked).map(|inline| &inline.text);
    blocks.chain(&document.cells).chain(inlines).filter(|range| (4..200).contains(&(range.end - range.start)))
}

/// The hits that lie in a range of the text.
pub(super) fn hits_in<'a>(hits: &'a [Hit], range: &Range<u32>) -> &'a [Hit] {
    let behind = &hits[hits.partition_point(|hit| hit.start < range.start)..];
    &behind[..count_while(behind, |hit| hit.start < range.end)]
}

/// For how many items of a list something holds, and then for none behind.
#[inline]
fn count_while<T>(list: &[T], holds: impl Fn(&T) -> bool) -> usize {
    // mostly for a few, which are counted without a branch at each: nobody could tell where it would turn
    let (few, more) = list.split_first_chunk::<8>().map_or((list, &[][..]), |(few, more)| (few.as_slice(), more));
    let count = few.iter().map(|item| usize::from(holds(item))).sum();
    if count == few.len() { count + more.partition_point(holds) } else { count }
}

fn says_port(lexicon: &Lexicon, hits: &[Hit], range: &Range<u32>) -> bool {
    hits_in(hits, range).iter().any(|hit| lexicon.term(hit.term).means(Meaning::PortWord))
}

/// Remembers which columns of the table at hand hold ports, from its header.
#[derive(Default)]
struct PortColumns {
    table: Option<u32>,
    columns: Vec<bool>,
    /// The cells passed so far whose column is headed by a word for "port".
    cells: Vec<Range<u32>>,
}

impl PortColumns {
    /// Goes to the next row.
    fn enter(&mut self, row: &Row, cells: &[Range<u32>], says_port: impl Fn(&Range<u32>) -> bool) {
        if row.index == 0 || self.table != Some(row.table) {
            self.table = Some(row.table);
            self.columns.clear();
            self.columns.extend(cells.iter().map(says_port));
        } else {
            let named = cells.iter().zip(&self.columns).filter(|(_, ports)| **ports);
            self.cells.extend(named.map(|(cell, _)| cell.clone()));
        }
    }
}
