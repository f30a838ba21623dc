//! What a page states, small enough to be kept: a fact, the sentence around it as hashes, and what the section is about.

use super::{At, Summary};
use crate::check::View;
use crate::facts::{Data, Fact, Kind, Polarity, Written, split_fragment};
use crate::locale::sentences;
use crate::parse::{Block, BlockId, BlockKind, InlineKind};
use crate::text::Span;
use rustc_hash::{FxHashMap, FxHasher};
use std::borrow::Cow;
use std::hash::{Hash, Hasher};
use std::ops::Range;

/// A subject that more statements are about tells nothing ("next steps").
pub(super) const SUBJECT_MOST: usize = 60;
/// A sentence with fewer words beside its fact says too little to be recognised.
const WORDS_LEAST: usize = 4;

/// A longer sentence, in bytes, is a list or no sentence at all; each fact of it would keep all of its words.
const SENTENCE_MOST: usize = 4_000;

/// What the bytes of a word are multiplied with: odd, its bits in no order.
const PRIME: u64 = 0x517c_c1b7_2722_0a95;

/// The most statements that are kept of a page.
const STATEMENTS_MOST: usize = 5_000;

/// A fact and what is said of it.
#[derive(Debug)]
pub(super) struct Statement {
    pub(super) kind: Kind,
    /// Hash of the value.
    pub(super) value: u64,
    pub(super) span: Span,
    /// Hashes of the ids, work items and link targets that say what the section or sentence is about; sorted.
    pub(super) subjects: Box<[u64]>,
    /// Hashes of the sentence's words without the fact and without what negates it; sorted.
    pub(super) words: Box<[u32]>,
    /// `None` where the sentence negates something, but not clearly this.
    pub(super) polarity: Option<Polarity>,
}

/// A statement as one on a subject.
pub(super) struct On<'a> {
    pub(super) subject: u64,
    pub(super) page: u32,
    pub(super) statement: &'a Statement,
}

impl On<'_> {
    pub(super) fn at(&self) -> At {
        At { page: self.page, span: self.statement.span }
    }
}

/// All statements of a locale, one row for each subject.
pub(super) fn on_subjects<'a>(pages: &[(u32, &'a Summary)]) -> Vec<On<'a>> {
    let statements = pages.iter().flat_map(|(page, summary)| summary.statements.iter().map(move |one| (*page, one)));
    let rows = statements
        .flat_map(|(page, statement)| statement.subjects.iter().map(move |&subject| On { subject, page, statement }));
    rows.collect()
}

/// The statements of a page, in order.
pub(super) fn of(page: &View<'_>) -> Vec<Statement> {
    let mut out = Vec::new();
    let mut sections: FxHashMap<u32, Vec<u64>> = FxHashMap::default();
    let facts = &page.facts.facts;
    for run in facts.chunk_by(|a, b| a.block == b.block) {
        if out.len() >= STATEMENTS_MOST {
            break;
        }
        let Some(id) = run[0].block.filter(|_| run.iter().any(is_strong)) else {
            continue;
        };
        let block = page.block(id);
        if matches!(block.kind, BlockKind::Code | BlockKind::Heading(_)) {
            continue;
        }
        let section = sections.entry(block.section).or_insert_with(|| section_subjects(page, block));
        of_block(page, id, run, section, &mut out);
    }
    out
}

fn is_strong(fact: &Fact) -> bool {
    !fact.text.is_empty()
        && match &fact.data {
            Data::Port { .. } => true,
            Data::Quantity(quantity) => quantity.unit.is_some() && quantity.written == Written::Digits,
            _ => matches!(fact.kind, Kind::Provider | Kind::Domain | Kind::Address),
        }
}

fn of_block(page: &View<'_>, id: BlockId, facts: &[Fact], section: &[u64], out: &mut Vec<Statement>) {
    let block = page.block(id);
    let text = page.document.block_text(block);
    let mut strong: Vec<&Fact> = facts.iter().filter(|fact| is_strong(fact)).collect();
    strong.sort_by_key(|fact| fact.text.start);
    let mut links: Vec<(&Range<u32>, &Fact)> = facts.iter().filter_map(link_label).collect();
    links.sort_by_key(|(label, _)| label.start);
    let sentences = sentences(text, page.lexicon).filter(|found| found.len() <= SENTENCE_MOST);
    for found in sentences {
        let sentence = block.text.start + found.start as u32..block.text.start + found.end as u32;
        let own = strong[strong.partition_point(|fact| fact.text.start < sentence.start)..]
            .iter()
            .take_while(|fact| fact.text.start < sentence.end)
            .filter(|fact| fact.text.end <= sentence.end);
        let mut own = own.take(STATEMENTS_MOST.saturating_sub(out.len())).peekable();
        if own.peek().is_none() {
            continue;
        }
        let mut subjects = section.to_vec();
        subjects.extend(
            links[links.partition_point(|(label, _)| label.start < sentence.start)..]
                .iter()
                .take_while(|(label, _)| label.start <= sentence.end)
                .filter(|(label, _)| label.end <= sentence.end)
                .map(|(_, fact)| hash("link", split_fragment(&fact.value).0)),
        );
        subjects.sort_unstable();
        subjects.dedup();
        for fact in own {
            out.extend(statement(page, &sentence, fact, &subjects));
        }
    }
}

fn link_label(fact: &Fact) -> Option<(&Range<u32>, &Fact)> {
    match &fact.data {
        Data::Target { label, .. } if fact.kind == Kind::Link => Some((label, fact)),
        _ => None,
    }
}

fn statement(page: &View<'_>, sentence: &Range<u32>, fact: &Fact, subjects: &[u64]) -> Option<Statement> {
    let text = &page.document.text;
    let slice = |from: u32, to: u32| text.get(from as usize..to as usize).unwrap_or_default();
    let cues: Vec<_> = page.lexicon.negations(page.facts.hits_in(sentence.clone())).collect();
    let mut words = Vec::new();
    for (start, part) in
        [(sentence.start, fact.text.start), (fact.text.end, sentence.end)].map(|(a, b)| (a, slice(a, b)))
    {
        each_word(part, |at, word| {
            let place = start + at as u32;
            if !cues.iter().any(|cue| cue.start <= place && place < cue.end) {
                words.push(word);
            }
        });
    }
    if words.len() < WORDS_LEAST {
        return None;
    }
    words.sort_unstable();
    words.dedup();
    let polarity = match fact.polarity {
        Polarity::Negated => Some(Polarity::Negated),
        Polarity::Affirmed if cues.is_empty() => Some(Polarity::Affirmed),
        Polarity::Affirmed => None,
    };
    Some(Statement {
        kind: fact.kind,
        value: hash(fact.kind.name(), &lowered(&fact.value)),
        span: fact.span,
        subjects: subjects.into(),
        words: words.into(),
        polarity,
    })
}

/// A value in lower case; mostly it is.
fn lowered(value: &str) -> Cow<'_, str> {
    let lower = value.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase());
    if lower { Cow::Borrowed(value) } else { Cow::Owned(value.to_lowercase()) }
}

/// The words of a text: where each begins, and its hash whatever its case.
fn each_word(text: &str, mut each: impl FnMut(usize, u32)) {
    let mix = |print: u64, b: u8| (print.rotate_left(5) ^ u64::from(b)).wrapping_mul(PRIME);
    let (mut start, mut at, mut print) = (0, 0, 0);
    let mut end = |start: usize, at: usize, print: u64| {
        if at > start {
            each(start, (print >> 32) as u32);
        }
    };
    while let Some(&byte) = text.as_bytes().get(at) {
        if byte.is_ascii_alphanumeric() {
            print = mix(print, byte.to_ascii_lowercase());
            at += 1;
            continue;
        }
        let c = text[at..].chars().next().filter(|c| !c.is_ascii());
        let length = c.map_or(1, char::len_utf8);
        if let Some(c) = c.filter(|c| c.is_alphanumeric()) {
            print = c.to_lowercase().fold(print, |print, c| c.encode_utf8(&mut [0; 4]).bytes().fold(print, mix));
        } else {
            end(start, at, print);
            (start, print) = (at + length, 0);
        }
        at += length;
    }
    end(start, at, print);
}

/// What a section is about: its ids, and the work items that its comments name.
fn section_subjects(page: &View<'_>, block: &Block) -> Vec<u64> {
    let Some(section) = page.document.sections.get(block.section as usize).filter(|section| section.level > 1) else {
        return Vec::new();
    };
    let mut out: Vec<u64> = section.anchors.iter().map(|anchor| hash("id", anchor)).collect();
    out.push(hash("id", &section.slug));
    for id in section.blocks.clone() {
        let comments = page.document.block_inlines(page.block(id)).iter().filter_map(|inline| match &inline.kind {
            InlineKind::Comment(text) => Some(text),
            _ => None,
        });
        out.extend(
            comments
                .filter(|text| text.len() >= 5 && text.bytes().all(|b| b.is_ascii_digit()))
                .map(|text| hash("item", text)),
        );
    }
    out
}

fn hash(sort: &str, text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    (sort, text).hash(&mut hasher);
    hasher.finish()
}

/// The part of the words of both that stands in both (Jaccard); the lists are sorted.
pub(super) fn shared(a: &[u32], b: &[u32]) -> f64 {
    let (mut x, mut y, mut both) = (0, 0, 0);
    while x < a.len() && y < b.len() {
        let (one, other) = (a[x], b[y]);
        both += usize::from(one == other);
        x += usize::from(one <= other);
        y += usize::from(other <= one);
    }
    let all = a.len() + b.len() - both;
    if all == 0 { 0.0 } else { both as f64 / all as f64 }
}
