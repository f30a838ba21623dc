//! What a page states, small enough to be kept: a fact, the sentence around it as hashes, and what the section is about.

use super::{Across, At, Summary, fact, lowered, polarity};
use crate::check::View;
use crate::facts::{Data, Fact, Kind, Polarity, Written, split_fragment};
use crate::locale::{Negation, sentences};
use crate::parse::{Block, BlockId, BlockKind, Document, InlineKind};
use crate::text::Span;
use rustc_hash::{FxHashMap, FxHasher};
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

/// The statements of a page, in order.
#[derive(Debug, Default)]
pub(super) struct Statements {
    all: Box<[Statement]>,
    /// What the sections or sentences are about: hashes of ids, work items and link targets.
    subjects: Box<[u64]>,
    /// Hashes of the sentences' words.
    words: Box<[u32]>,
}

/// A fact and what is said of it.
#[derive(Debug)]
pub(super) struct Statement {
    pub(super) kind: Kind,
    /// `None` where the sentence negates something, but not clearly this.
    pub(super) polarity: Option<Polarity>,
    /// Hash of the value.
    pub(super) value: u64,
    pub(super) span: Span,
    /// Where its subjects are.
    subjects: Range<u32>,
    /// Where the words of its sentence end, without the fact and without what negates it; sorted. They begin where those of the
    /// statement before end.
    words_end: u32,
}

/// A statement as one on a subject.
pub(super) struct On<'a> {
    pub(super) page: u32,
    pub(super) statement: &'a Statement,
    words: &'a [u32],
}

impl On<'_> {
    pub(super) fn at(&self) -> At {
        At { page: self.page, span: self.statement.span }
    }

    /// Whether at least this part of the words of both stands in both (Jaccard).
    pub(super) fn shares(&self, least: f64, other: &On<'_>) -> bool {
        let (a, b) = (self.words, other.words);
        // what both share is at most the shorter, and what either has at least the longer
        a.len().min(b.len()) as f64 / a.len().max(b.len()) as f64 >= least && shared(a, b) >= least
    }
}

/// Asks what the statements of a locale say against each other, subject by subject.
pub(super) fn check(pages: &[(u32, &Summary)], out: &mut Vec<Across>) {
    let (mut values, mut polarities) = (fact::Found::default(), polarity::Found::default());
    let mut on_subject = Vec::new();
    for rows in by_subject(pages).chunk_by(|a, b| a.subject == b.subject) {
        on_subject.clear();
        on_subject.extend(rows.iter().map(|row| {
            let (page, summary) = pages[row.page as usize];
            summary.statements.on(page, row.statement as usize)
        }));
        values.add(&mut on_subject);
        polarities.add(&mut on_subject);
    }
    values.report(out);
    polarities.report(out);
}

/// A subject, and the indices of a page and of a statement on it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    subject: u64,
    page: u32,
    statement: u32,
}

/// The statements of all pages on each subject that more than one page speaks of.
fn by_subject(pages: &[(u32, &Summary)]) -> Vec<Row> {
    /// Stands for more than one page.
    const SEVERAL: u32 = u32::MAX;
    let mut known: FxHashMap<u64, u32> = FxHashMap::default();
    for (page, summary) in pages {
        for &subject in &summary.statements.subjects {
            let first = known.entry(subject).or_insert(*page);
            *first = if *first == *page { *page } else { SEVERAL };
        }
    }
    let mut rows = Vec::new();
    for (page, (_, Summary { statements, .. })) in (0..).zip(pages) {
        for (at, statement) in (0..).zip(&statements.all) {
            let subjects = &statements.subjects[statement.subjects.start as usize..statement.subjects.end as usize];
            let several = subjects.iter().filter(|subject| known.get(subject) == Some(&SEVERAL));
            rows.extend(several.map(|&subject| Row { subject, page, statement: at }));
        }
    }
    rows.sort_unstable();
    rows
}

impl Statements {
    fn on(&self, page: u32, at: usize) -> On<'_> {
        let begin = at.checked_sub(1).map_or(0, |before| self.all[before].words_end);
        let statement = &self.all[at];
        On { page, statement, words: &self.words[begin as usize..statement.words_end as usize] }
    }
}

/// The statements of a page.
pub(super) fn of(page: &View<'_>) -> Statements {
    let mut reader = Reader::default();
    // few facts are of these kinds, and few blocks have any
    let mut strong: Vec<&Fact> = page.facts.facts.iter().filter(|fact| is_strong(fact)).collect();
    if strong.is_empty() {
        return Statements::default();
    }
    strong.sort_by_key(|fact| (fact.block, fact.text.start));
    let mut links: Vec<Link<'_>> = page.facts.facts.iter().filter_map(|fact| Link::of(fact, page.document)).collect();
    links.sort_by_key(|link| (link.block, link.label.start));
    // blocks come section by section
    let mut section: Option<(u32, Vec<u64>)> = None;
    for run in strong.chunk_by(|a, b| a.block == b.block) {
        if reader.all.len() >= STATEMENTS_MOST {
            break;
        }
        let Some(id) = run[0].block else { continue };
        let block = page.block(id);
        if matches!(block.kind, BlockKind::Code | BlockKind::Heading(_)) {
            continue;
        }
        let known = section.take().filter(|(known, _)| *known == block.section);
        let (_, subjects) = section.insert(known.unwrap_or_else(|| (block.section, section_subjects(page, block))));
        let links = &links[links.partition_point(|link| link.block < run[0].block)..];
        let links = &links[..links.partition_point(|link| link.block == run[0].block)];
        reader.block(page, block, (run, links), subjects);
    }
    Statements { all: reader.all.into(), subjects: reader.subjects.into(), words: reader.words.into() }
}

fn is_strong(fact: &Fact) -> bool {
    matches!(fact.kind, Kind::Port | Kind::Quantity | Kind::Provider | Kind::Domain | Kind::Address)
        && !fact.text.is_empty()
        && match &fact.data {
            Data::Quantity(quantity) => quantity.unit.is_some() && quantity.written == Written::Digits,
            Data::Port { .. } => true,
            _ => !matches!(fact.kind, Kind::Port | Kind::Quantity),
        }
}

/// What has been read of a page.
#[derive(Default)]
struct Reader {
    all: Vec<Statement>,
    subjects: Vec<u64>,
    words: Vec<u32>,
    /// The words of the sentence that is read, with where they stand.
    sentence: Vec<(Range<u32>, u32)>,
}

impl Reader {
    /// Reads a block that has those strong facts and links, by their places in the text.
    fn block(&mut self, page: &View<'_>, block: &Block, (mut strong, links): (&[&Fact], &[Link<'_>]), section: &[u64]) {
        // what is on no subject is held against nothing
        if section.is_empty() && links.is_empty() {
            return;
        }
        let text = page.document.block_text(block);
        for found in sentences(text, page.lexicon) {
            let sentence = block.text.start + found.start as u32..block.text.start + found.end as u32;
            strong = &strong[strong.partition_point(|fact| fact.text.start < sentence.start)..];
            if strong.is_empty() {
                break;
            }
            let (own, rest) = strong.split_at(strong.partition_point(|fact| fact.text.start < sentence.end));
            strong = rest;
            let whole = |fact: &&&Fact| fact.text.end <= sentence.end;
            if found.len() > SENTENCE_MOST || !own.iter().any(|fact| whole(&fact)) {
                continue;
            }
            let from = self.subjects.len();
            self.subjects.extend(section);
            self.subjects.extend(
                links[links.partition_point(|link| link.label.start < sentence.start)..]
                    .iter()
                    .take_while(|link| link.label.start <= sentence.end)
                    .filter(|link| link.label.end <= sentence.end)
                    .map(|link| hash("link", split_fragment(link.target).0)),
            );
            settle(&mut self.subjects, from);
            if self.subjects.len() == from {
                continue;
            }
            let subjects = from as u32..self.subjects.len() as u32;
            self.sentence.clear();
            each_word(&text[found.clone()], |word, print| {
                let at = sentence.start + word.start as u32..sentence.start + word.end as u32;
                self.sentence.push((at, print));
            });
            let cues: Vec<Negation> = page.lexicon.negations(page.facts.hits_in(sentence.clone())).collect();
            let known = self.all.len();
            for fact in own.iter().filter(whole).take(STATEMENTS_MOST.saturating_sub(known)) {
                self.statement(&page.document.text, &cues, fact, &subjects);
            }
            if self.all.len() == known {
                self.subjects.truncate(from);
            }
        }
    }

    fn statement(&mut self, text: &str, cues: &[Negation], fact: &Fact, subjects: &Range<u32>) {
        let from = self.words.len();
        let denies = |at: u32| cues.iter().any(|cue| cue.start <= at && at < cue.end);
        for (at, print) in &self.sentence {
            if at.end <= fact.text.start || at.start >= fact.text.end {
                if !denies(at.start) {
                    self.words.push(*print);
                }
                continue;
            }
            if at.start >= fact.text.start && at.end <= fact.text.end {
                continue;
            }
            // a fact may begin or end within a word
            for part in [at.start..fact.text.start, fact.text.end..at.end] {
                let part = Some(part).filter(|part| !part.is_empty() && !denies(part.start));
                let part = part.and_then(|part| text.get(part.start as usize..part.end as usize));
                each_word(part.unwrap_or_default(), |_, print| self.words.push(print));
            }
        }
        if self.words.len() - from < WORDS_LEAST {
            self.words.truncate(from);
            return;
        }
        settle(&mut self.words, from);
        let polarity = match fact.polarity {
            Polarity::Negated => Some(Polarity::Negated),
            Polarity::Affirmed if cues.is_empty() => Some(Polarity::Affirmed),
            Polarity::Affirmed => None,
        };
        self.all.push(Statement {
            kind: fact.kind,
            polarity,
            value: hash(fact.kind.name(), &lowered(&fact.value)),
            span: fact.span,
            subjects: subjects.clone(),
            words_end: self.words.len() as u32,
        });
    }
}

/// Sorts what stands in the list from there on, each once.
fn settle<T: Ord + Copy>(list: &mut Vec<T>, from: usize) {
    list[from..].sort_unstable();
    let mut end = from;
    for at in from..list.len() {
        if end == from || list[end - 1] != list[at] {
            list[end] = list[at];
            end += 1;
        }
    }
    list.truncate(end);
}

/// A link of a page.
struct Link<'a> {
    block: Option<BlockId>,
    label: &'a Range<u32>,
    target: &'a str,
}

impl<'a> Link<'a> {
    fn of(fact: &'a Fact, document: &'a Document) -> Option<Self> {
        let link = fact.inline(document).filter(|_| fact.kind == Kind::Link)?;
        Some(Self { block: fact.block, label: &link.text, target: &fact.value })
    }
}

/// The words of a text: where each stands, and its hash whatever its case.
fn each_word(text: &str, mut each: impl FnMut(Range<usize>, u32)) {
    let mix = |print: u64, b: u8| (print.rotate_left(5) ^ u64::from(b)).wrapping_mul(PRIME);
    let (mut start, mut at, mut print) = (0, 0, 0);
    let mut end = |start: usize, at: usize, print: u64| {
        if at > start {
            each(start..at, (print >> 32) as u32);
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
    let mut out: Vec<u64> = page.document.anchors(section).map(|anchor| hash("id", anchor)).collect();
    out.push(hash("id", page.document.slug(section)));
    for id in section.blocks.clone() {
        let comments = page.document.block_inlines(page.block(id)).iter().filter_map(|inline| match &inline.kind {
            InlineKind::Comment(text) => Some(page.document.name(text)),
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
fn shared(a: &[u32], b: &[u32]) -> f64 {
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
