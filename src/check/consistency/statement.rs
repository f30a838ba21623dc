//! What a page states, small enough to be kept: facts, the sentences around them, and what the sections are about.

use super::{Across, At, Summary, fact, lowered, polarity};
use crate::check::View;
use crate::facts::{Data, Fact, Kind, Polarity, Written, split_fragment};
use crate::locale::sentences;
use crate::parse::{Block, BlockKind, Document, InlineKind};
use crate::text::Span;
use rustc_hash::{FxHashMap, FxHasher};
use std::cell::OnceCell;
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
    sentences: Box<[Sentence]>,
    /// What the sections or sentences are about: hashes of ids, work items and link targets.
    subjects: Box<[u64]>,
    /// The text of the sentences. Its words are read for the few that are held against others.
    text: Box<str>,
    /// Where in their sentences words negate.
    cues: Box<[Range<u32>]>,
}

/// A sentence that states something: where its text, its subjects and what negates it are.
#[derive(Debug)]
struct Sentence {
    text: Range<u32>,
    subjects: Range<u32>,
    cues: Range<u32>,
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
    /// The number of the sentence.
    sentence: u32,
    /// Where in it the fact is.
    at: Range<u32>,
}

/// A statement as one on a subject.
pub(super) struct On<'a> {
    pub(super) page: u32,
    pub(super) statement: &'a Statement,
    sentence: Beside<'a>,
    words: OnceCell<Vec<u32>>,
}

impl On<'_> {
    pub(super) fn at(&self) -> At {
        At { page: self.page, span: self.statement.span }
    }

    /// Whether at least this part of the words of both stands in both (Jaccard).
    pub(super) fn shares(&self, least: f64, other: &On<'_>) -> bool {
        let (a, b) = (self.words(), other.words());
        // what both share is at most the shorter, and what either has at least the longer
        a.len().min(b.len()) as f64 / a.len().max(b.len()) as f64 >= least && shared(a, b) >= least
    }

    /// Hashes of the words of its sentence, without the fact and without what negates it; sorted.
    fn words(&self) -> &[u32] {
        self.words.get_or_init(|| {
            let mut words: Vec<u32> = self.sentence.words().collect();
            settle(&mut words, 0);
            words
        })
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
            let several =
                statements.subjects_of(statement).iter().filter(|subject| known.get(subject) == Some(&SEVERAL));
            rows.extend(several.map(|&subject| Row { subject, page, statement: at }));
        }
    }
    rows.sort_unstable();
    rows
}

impl Statements {
    fn on(&self, page: u32, at: usize) -> On<'_> {
        let statement = &self.all[at];
        let Sentence { text, cues, .. } = &self.sentences[statement.sentence as usize];
        let sentence = Beside {
            text: &self.text[text.start as usize..text.end as usize],
            fact: statement.at.start as usize..statement.at.end as usize,
            cues: &self.cues[cues.start as usize..cues.end as usize],
        };
        On { page, statement, sentence, words: OnceCell::new() }
    }

    fn subjects_of(&self, statement: &Statement) -> &[u64] {
        let subjects = &self.sentences[statement.sentence as usize].subjects;
        &self.subjects[subjects.start as usize..subjects.end as usize]
    }
}

/// The statements of a page about its strong facts: those are few, and few blocks have any.
pub(super) fn of(page: &View<'_>, mut strong: Vec<&Fact>) -> Statements {
    let mut reader = Reader::default();
    if strong.is_empty() {
        return Statements::default();
    }
    strong.sort_by_key(|fact| (fact.block, fact.text.start));
    let mut links = Vec::new();
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
        links.clear();
        links.extend(page.facts_in(&(id..id + 1)).filter_map(|id| Link::of(page.fact(id), page.document)));
        links.sort_by_key(|link| link.label.start);
        reader.block(page, block, (run, &links), subjects);
    }
    let Reader { all, sentences, subjects, text, cues } = reader;
    Statements {
        all: all.into(),
        sentences: sentences.into(),
        subjects: subjects.into(),
        text: text.into(),
        cues: cues.into(),
    }
}

/// Whether a fact is of those that are held against each other across pages.
pub(super) fn is_strong(fact: &Fact) -> bool {
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
    sentences: Vec<Sentence>,
    subjects: Vec<u64>,
    text: String,
    cues: Vec<Range<u32>>,
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
            let first_cue = self.cues.len();
            let cues = page.lexicon.negations(page.facts.hits_in(sentence.clone()));
            self.cues.extend(cues.map(|cue| cue.start - sentence.start..cue.end - sentence.start));
            let known = self.all.len();
            for fact in own.iter().filter(whole).take(STATEMENTS_MOST.saturating_sub(known)) {
                self.statement(&text[found.clone()], sentence.start, fact, first_cue);
            }
            if self.all.len() == known {
                self.subjects.truncate(from);
                self.cues.truncate(first_cue);
                continue;
            }
            let first_byte = self.text.len();
            self.text.push_str(&text[found]);
            self.sentences.push(Sentence {
                text: first_byte as u32..self.text.len() as u32,
                subjects: from as u32..self.subjects.len() as u32,
                cues: first_cue as u32..self.cues.len() as u32,
            });
        }
    }

    /// Reads a fact of the sentence that begins there and is the next to be kept.
    fn statement(&mut self, sentence: &str, start: u32, fact: &Fact, first_cue: usize) {
        let (at, cues) = (fact.text.start - start..fact.text.end - start, &self.cues[first_cue..]);
        let beside = Beside { text: sentence, fact: at.start as usize..at.end as usize, cues };
        if beside.words().nth(WORDS_LEAST - 1).is_none() {
            return;
        }
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
            sentence: self.sentences.len() as u32,
            at,
        });
    }
}

/// A sentence beside a fact in it.
struct Beside<'a> {
    text: &'a str,
    fact: Range<usize>,
    /// Where words negate.
    cues: &'a [Range<u32>],
}

impl<'a> Beside<'a> {
    /// The hashes of its words, but for those that negate. The fact may begin or end within a word.
    fn words(&self) -> impl Iterator<Item = u32> + use<'a> {
        let Self { text, fact: Range { start, end }, cues } = self;
        let (before, behind) = (text.get(..*start).unwrap_or_default(), text.get(*end..).unwrap_or_default());
        let (cues, end) = (*cues, *end);
        let behind = words(behind).map(move |(at, print)| (end + at, print));
        let denies = move |at: usize| cues.iter().any(|cue| cue.start as usize <= at && at < cue.end as usize);
        words(before).chain(behind).filter(move |(at, _)| !denies(*at)).map(|(_, print)| print)
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

/// A link of a block.
struct Link<'a> {
    label: &'a Range<u32>,
    target: &'a str,
}

impl<'a> Link<'a> {
    fn of(fact: &'a Fact, document: &'a Document) -> Option<Self> {
        let link = fact.inline(document).filter(|_| fact.kind == Kind::Link)?;
        Some(Self { label: &link.text, target: &fact.value })
    }
}

/// The words of a text: where each begins, and its hash whatever its case.
fn words(text: &str) -> impl Iterator<Item = (usize, u32)> {
    let mix = |print: u64, b: u8| (print.rotate_left(5) ^ u64::from(b)).wrapping_mul(PRIME);
    let mut at = 0;
    std::iter::from_fn(move || {
        let (mut start, mut print) = (at, 0);
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
                at += length;
                continue;
            }
            let word = (at > start).then_some((start, (print >> 32) as u32));
            at += length;
            if word.is_some() {
                return word;
            }
            (start, print) = (at, 0);
        }
        (at > start).then_some((start, (print >> 32) as u32))
    })
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
