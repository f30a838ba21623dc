//! `structure/*`: sections and blocks that one page has and the other lacks; headings of another level.

use super::rules;
use super::view::{Bead, Finding, Pair, View, quote};
use super::{Findings, Severity};
use crate::align::Link;
use crate::facts::{Data, Fact, Kind};
use crate::locale::Meaning;
use crate::parse::{Block, BlockId, BlockKind};
use crate::text::Span;
use rustc_hash::FxHashSet;
use std::ops::Range;

/// How many facts of a missing block a report names.
const FACTS_MOST: usize = 400;

/// Reports what the alignment says of the pages' structure.
pub(super) fn check(pair: &Pair<'_>, out: &mut Findings<'_>) {
    let links = &pair.alignment.links;
    if pair.alignment.same_structure {
        return;
    }
    let mut at = 0;
    while at < links.len() {
        let run = run_of(pair, &links[at..]);
        if run > 0 {
            let before = links[..at].iter().rev().find(|link| !link.translation.is_empty() && !link.moved);
            one_sided(pair, &links[at..at + run], before, out);
        }
        at += run.max(1);
    }
}

/// Reports a heading that is of another level than in the source.
pub(super) fn heading_level(pair: &Pair<'_>, bead: &Bead<'_>, (ours, theirs): (u8, u8), out: &mut Findings<'_>) {
    let message = format!("heading of level {theirs} is of level {ours} in the source");
    let place = pair.translation.first_line(bead.t);
    out.push(
        Finding::new(rules::STRUCTURE_HEADING_LEVEL, pair.translation, place, message)
            .fact("heading", theirs.to_string(), Some(ours.to_string()))
            .source(pair.source, pair.source.first_line(bead.s))
            .confidence(bead.link.confidence)
            .done(),
    );
}

/// How many links from here on belong into one report: blocks of one side alone that make a section, a list, a table or a quote.
fn run_of(pair: &Pair<'_>, links: &[Link]) -> usize {
    let Some(first) = links.first().filter(|link| link.source.is_empty() != link.translation.is_empty()) else {
        return 0;
    };
    let missing = first.translation.is_empty();
    let side = |link: &Link| {
        (link.source.is_empty() != link.translation.is_empty() && link.translation.is_empty() == missing)
            .then(|| block_of(pair, link))
    };
    let Some(head) = side(first) else { return 0 };
    let mut length = 1;
    for link in &links[1..] {
        let Some(block) = side(link) else { break };
        if !goes_with(head, block) {
            break;
        }
        length += 1;
    }
    length
}

fn block_of<'a>(pair: &Pair<'a>, link: &Link) -> &'a Block {
    if link.translation.is_empty() {
        pair.source.block(link.source.start)
    } else {
        pair.translation.block(link.translation.start)
    }
}

/// Whether a block that follows the first missing one is told with it.
fn goes_with(head: &Block, block: &Block) -> bool {
    match (head.kind, block.kind) {
        (BlockKind::Heading(level), BlockKind::Heading(next)) => next > level,
        (BlockKind::Heading(_), _) => true,
        _ if head.item().is_some() => {
            block.item().map(|item| item.list) == head.item().map(|item| item.list) || block.depth > head.depth
        }
        _ if head.row().is_some() => block.row().map(|row| row.table) == head.row().map(|row| row.table),
        _ => head.quote == block.quote && head.quote.is_some(),
    }
}

/// Raw HTML, comments and rules come and go with tools; what they state is compared as facts.
fn counts(block: &Block, view: &View<'_>) -> bool {
    match block.kind {
        BlockKind::Comment | BlockKind::Rule => false,
        BlockKind::Html => view.document.block_text(block).split_whitespace().count() >= 4,
        BlockKind::Directive => !block.inlines.is_empty(),
        BlockKind::Code => true,
        _ => !view.document.block_text(block).trim().is_empty() || !block.inlines.is_empty(),
    }
}

fn one_sided(pair: &Pair<'_>, links: &[Link], before: Option<&Link>, out: &mut Findings<'_>) {
    let missing = links[0].translation.is_empty();
    let view = if missing { pair.source } else { pair.translation };
    let blocks: Vec<&Block> =
        links.iter().map(|link| block_of(pair, link)).filter(|block| counts(block, view)).collect();
    let Some(head) = blocks.first() else { return };
    let section = matches!(head.kind, BlockKind::Heading(_)) && blocks.len() > 1;
    let text = quote(view.document.block_text(head));
    let what = describe(&blocks, section, &text);
    let confidence = links.iter().map(|link| link.confidence).fold(1.0, f32::min);
    if missing {
        let rule = if section { rules::STRUCTURE_MISSING_SECTION } else { rules::STRUCTURE_MISSING_BLOCK };
        let place = before
            .map_or(Span::default(), |link| pair.translation.after(pair.translation.block(link.translation.end - 1)));
        let range = links[0].source.start..links[links.len() - 1].source.end;
        let facts: Vec<&Fact> = view.facts_in(&range).map(|id| view.fact(id)).collect();
        let message = format!("{what} of the source is missing{}", with_facts(view, &facts));
        let origin = view.first_line(head);
        out.push(
            Finding::new(rule, pair.translation, place, message)
                .severity(severity(&blocks))
                .fact("block", text, None)
                .source(pair.source, origin)
                .confidence(confidence)
                .done(),
        );
    } else {
        let rule = if section { rules::STRUCTURE_EXTRA_SECTION } else { rules::STRUCTURE_EXTRA_BLOCK };
        let range = links[0].translation.start..links[links.len() - 1].translation.end;
        if !section && is_note(view, &range, before.is_none()) {
            return;
        }
        let facts: Vec<&Fact> = view.facts_in(&range).map(|id| view.fact(id)).collect();
        let message = format!("{what} is not in the source{}", with_facts(view, &facts));
        out.push(
            Finding::new(rule, pair.translation, view.first_line(head), message)
                .severity(severity(&blocks))
                .fact("block", text, None)
                .confidence(confidence)
                .done(),
        );
    }
}

/// Whether blocks at the start or end of a page are a note on its translation, which no source has.
fn is_note(view: &View<'_>, blocks: &Range<BlockId>, first: bool) -> bool {
    let last = !view.document.blocks[blocks.end as usize..].iter().any(|block| counts(block, view));
    let text = view.block(blocks.start).text.start..view.block(blocks.end - 1).text.end;
    let hits = view.facts.hits_in(text);
    (first || last) && hits.iter().any(|hit| view.lexicon.term(hit.term).means(Meaning::TranslationWord))
}

fn severity(blocks: &[&Block]) -> Severity {
    let bare = blocks
        .iter()
        .all(|block| block.kind == BlockKind::Directive && block.text.is_empty() && block.inlines.is_empty());
    if bare { Severity::Info } else { Severity::Warning }
}

/// "section “Ports”", "list of 4 items “…”".
fn describe(blocks: &[&Block], section: bool, text: &str) -> String {
    let head = blocks[0];
    let text = match text.char_indices().nth(60) {
        Some((end, _)) => &format!("{}…", &text[..end]),
        None => text,
    };
    let count = blocks.len();
    let name = match head.kind {
        _ if section => "section",
        BlockKind::Heading(_) => "heading",
        BlockKind::Item if count > 1 => {
            return format!("a list of {count} items beginning with “{text}”");
        }
        BlockKind::Row if count > 1 => {
            return format!("a table of {count} rows beginning with “{text}”");
        }
        BlockKind::Item => "list item",
        BlockKind::Row => "table row",
        BlockKind::Code => "code block",
        _ if head.quote.is_some() => "quote",
        BlockKind::Html | BlockKind::Directive => "markup",
        _ => "paragraph",
    };
    if text.is_empty() { name.to_owned() } else { format!("{name} “{text}”") }
}

/// The facts that a block takes along, as written.
fn with_facts(view: &View<'_>, facts: &[&Fact]) -> String {
    let named = |fact: &&&Fact| {
        matches!(
            fact.kind,
            Kind::Provider
                | Kind::Port
                | Kind::Domain
                | Kind::Url
                | Kind::Email
                | Kind::Address
                | Kind::Link
                | Kind::Image
                | Kind::Include
                | Kind::Code
                | Kind::Custom(_)
        ) || matches!(fact.data, Data::Identifier(_))
    };
    let mut all: Vec<String> = Vec::new();
    let mut known: FxHashSet<String> = FxHashSet::default();
    for fact in facts.iter().filter(named) {
        let target = view.target(fact);
        let text = quote(target.unwrap_or_else(|| view.written(fact).trim_matches('`')));
        if known.insert(text.clone()) {
            all.push(text);
        }
    }
    let more = all.len().saturating_sub(FACTS_MOST);
    all.truncate(FACTS_MOST);
    match (all.is_empty(), more) {
        (true, _) => String::new(),
        (false, 0) => format!(", and with it {}", all.join(", ")),
        (false, more) => format!(", and with it {} and {more} more", all.join(", ")),
    }
}
