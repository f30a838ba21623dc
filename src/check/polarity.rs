//! `drift/polarity`: a sentence that negates what its source affirms, or the other way round.
//!
//! Asymmetric, as languages negate in different ways: a core cue ("not", "kein") on one side, and on the other neither a core cue
//! nor one of the many words that can stand for one ("unable", "ohne", "only").

use super::compare::Compared;
use super::rules;
use super::view::{Finding, Pair, View};
use super::{Diagnostic, Severity, Status};
use crate::align::Link;
use crate::facts::{Kind, Polarity};
use crate::locale::{CueClass, Hit, SenseId, sentences};
use crate::parse::BlockKind;
use rustc_hash::FxHashMap;
use std::cmp::Ordering;
use std::ops::Range;

/// The sense of adjectives that deny what they name; a translation says them with a negation of some kind.
const STRONG: &str = "negated";

/// Blocks of more sentences than this are compared as a whole.
const SENTENCES_MOST: usize = 60;

/// Reports sentences whose polarity differs; a fact that is required here and not there makes it an error.
pub(super) fn check(pair: &Pair<'_>, compared: &Compared, out: &mut Vec<Diagnostic>) {
    if pair.source.lexicon.name().is_empty() || pair.translation.lexicon.name().is_empty() {
        return;
    }
    let telling = [telling(pair.source), telling(pair.translation)];
    for (at, link) in pair.alignment.links.iter().enumerate() {
        if link.source.len() != 1 || link.translation.len() != 1 || link.confidence < 0.6 {
            continue;
        }
        let (s, t) = (pair.source.block(link.source.start), pair.translation.block(link.translation.start));
        if s.kind == BlockKind::Code || t.kind == BlockKind::Code {
            continue;
        }
        // few blocks negate anything
        let holds = |words: &[u32], range: &Range<u32>| {
            let first = words.partition_point(|start| *start < range.start);
            words.get(first).is_some_and(|start| *start < range.end)
        };
        if holds(&telling[0], &s.text) || holds(&telling[1], &t.text) {
            block(pair, compared, at, link, out);
        }
    }
}

/// Where the words stand that deny, whatever else is said: core cues and strong ones.
fn telling(view: &View<'_>) -> Vec<u32> {
    let tells = |hit: &&Hit| {
        let term = view.lexicon.term(hit.term);
        let core = term.cue().is_some_and(|cue| cue.class == CueClass::Core);
        core || term.sense().is_some_and(|sense| sense.as_str() == STRONG)
    };
    view.facts.hits.iter().filter(tells).map(|hit| hit.start).collect()
}

struct Sentence {
    range: Range<u32>,
    core: usize,
    /// The extended cues' senses, where they have one.
    extended: Vec<Option<SenseId>>,
    /// The first core cue.
    cue: Option<Range<u32>>,
    /// The first extended cue that a translation cannot leave out: `unauthenticated`.
    strong: Option<Range<u32>>,
}

fn sentences_of(view: &View<'_>, range: Range<u32>) -> Vec<Sentence> {
    let text = &view.document.text[range.start as usize..range.end as usize];
    let mut all = Vec::new();
    for found in sentences(text, view.lexicon) {
        let own = range.start + found.start as u32..range.start + found.end as u32;
        let mut sentence = Sentence { range: own.clone(), core: 0, extended: Vec::new(), cue: None, strong: None };
        for hit in view.facts.hits_in(own) {
            let term = view.lexicon.term(hit.term);
            let Some(cue) = term.cue() else { continue };
            match cue.class {
                CueClass::Core => {
                    sentence.core += 1;
                    sentence.cue.get_or_insert(hit.start..hit.end);
                }
                CueClass::Extended => {
                    sentence.extended.push(term.sense());
                    if term.sense().is_some_and(|sense| sense.as_str() == STRONG) {
                        sentence.strong.get_or_insert(hit.start..hit.end);
                    }
                }
            }
        }
        all.push(sentence);
    }
    all
}

fn block(pair: &Pair<'_>, compared: &Compared, at: usize, link: &Link, out: &mut Vec<Diagnostic>) {
    let (s, t) = (pair.source.block(link.source.start), pair.translation.block(link.translation.start));
    let (ours, theirs) = (sentences_of(pair.source, s.text.clone()), sentences_of(pair.translation, t.text.clone()));
    // cues that only stand in another sentence cancel out: the block must lean one way
    let balance = |sentences: &[Sentence]| sentences.iter().map(|sentence| sentence.core).sum::<usize>();
    let lean = balance(&theirs).cmp(&balance(&ours));
    if ours.len() == theirs.len() {
        for (a, b) in ours.iter().zip(&theirs) {
            compare(pair, compared, at, link, (a, b), lean, out);
        }
    } else {
        for (s, t) in beads(&lengths(&ours), &lengths(&theirs)) {
            compare(pair, compared, at, link, (&joined(&ours[s]), &joined(&theirs[t])), lean, out);
        }
    }
}

fn lengths(sentences: &[Sentence]) -> Vec<f32> {
    sentences.iter().map(|sentence| sentence.range.len() as f32 + 1.0).collect()
}

/// Which runs of sentences belong together, by their lengths (Gale and Church 1993): one to one, or one to two. No sentence goes
/// without counterpart, since the blocks belong together.
fn beads(ours: &[f32], theirs: &[f32]) -> Vec<(Range<usize>, Range<usize>)> {
    let (n, m) = (ours.len(), theirs.len());
    if n == 0 || m == 0 || n > SENTENCES_MOST || m > SENTENCES_MOST {
        return vec![(0..n, 0..m)];
    }
    let growth = theirs.iter().sum::<f32>() / ours.iter().sum::<f32>();
    let mut best = vec![(f32::INFINITY, (0, 0)); (n + 1) * (m + 1)];
    best[0].0 = 0.0;
    for row in 0..=n {
        for column in 0..=m {
            for taken in [(1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 2)] {
                let (Some(from), Some(left)) = (row.checked_sub(taken.0), column.checked_sub(taken.1)) else {
                    continue;
                };
                let source = ours[from..row].iter().sum::<f32>() * growth;
                let translation = theirs[left..column].iter().sum::<f32>();
                let delta = (source - translation).abs() / (source + translation).sqrt();
                let cost = best[from * (m + 1) + left].0 + delta + 2.0 * (taken.0 + taken.1 - 2) as f32;
                if cost < best[row * (m + 1) + column].0 {
                    best[row * (m + 1) + column] = (cost, taken);
                }
            }
        }
    }
    let (mut row, mut column) = (n, m);
    if best[n * (m + 1) + m].0.is_infinite() {
        return vec![(0..n, 0..m)];
    }
    let mut all = Vec::new();
    while row > 0 {
        let (_, taken) = best[row * (m + 1) + column];
        all.push((row - taken.0..row, column - taken.1..column));
        (row, column) = (row - taken.0, column - taken.1);
    }
    all.reverse();
    all
}

fn joined(sentences: &[Sentence]) -> Sentence {
    let range =
        sentences.first().map_or(0, |first| first.range.start)..sentences.last().map_or(0, |last| last.range.end);
    let mut all = Sentence { range, core: 0, extended: Vec::new(), cue: None, strong: None };
    for sentence in sentences {
        all.core += sentence.core;
        all.extended.extend(&sentence.extended);
        all.cue = all.cue.or_else(|| sentence.cue.clone());
        all.strong = all.strong.or_else(|| sentence.strong.clone());
    }
    all
}

fn compare(
    pair: &Pair<'_>,
    compared: &Compared,
    at: usize,
    link: &Link,
    (a, b): (&Sentence, &Sentence),
    lean: Ordering,
    out: &mut Vec<Diagnostic>,
) {
    // "No" alone in a cell is a value, and often one of the user interface
    let answer = |view: &View<'_>, sentence: &Sentence| {
        view.document.text[sentence.range.start as usize..sentence.range.end as usize]
            .split_whitespace()
            .nth(2)
            .is_none()
    };
    if answer(pair.source, a) || answer(pair.translation, b) {
        return;
    }
    // a word that can stand for a negation explains one that is missing, unless the other sentence has such a word too
    let negated = match lean {
        Ordering::Less if b.core == 0 && a.core > 0 && unexplained(&b.extended, &a.extended) == 0 => false,
        Ordering::Equal if a.core == 0 && b.core == 0 && b.extended.is_empty() && a.strong.is_some() => false,
        Ordering::Greater if a.core == 0 && b.core > 0 && unexplained(&a.extended, &b.extended) == 0 => true,
        _ => return,
    };
    // what was left in the source's language negates in that language
    if !negated && keeps_cue(pair, b) {
        return;
    }
    let fact = contradicted(pair, compared, at, a, b);
    let severity = if fact.is_some() { Severity::Error } else { Severity::Warning };
    let (cue, view) = if negated {
        (&b.cue, pair.translation)
    } else {
        (if a.cue.is_some() { &a.cue } else { &a.strong }, pair.source)
    };
    let cue = cue.clone().unwrap_or(b.range.clone());
    let word = &view.document.text[cue.start as usize..cue.end as usize];
    let message = if negated {
        format!("“{word}” negates what the source affirms")
    } else {
        format!("the source negates this (“{word}”)")
    };
    let place = if negated {
        pair.translation.document.span(cue.clone())
    } else {
        pair.translation.document.span(b.range.clone())
    };
    let origin = if negated { pair.source.document.span(a.range.clone()) } else { pair.source.document.span(cue) };
    let mut finding = Finding::new(rules::DRIFT_POLARITY, pair.translation, place, message)
        .severity(severity)
        .source(pair.source, origin)
        .confidence(link.confidence);
    if let Some((kind, value)) = fact {
        finding = finding.fact(kind.name(), value, None);
    }
    out.push(finding.done());
}

/// How many of one side's extended cues have no cue of their sense on the other: those may stand for a negation there.
fn unexplained(own: &[Option<SenseId>], other: &[Option<SenseId>]) -> usize {
    // senses are few, however many cues a text has
    let mut left: FxHashMap<SenseId, usize> = FxHashMap::default();
    other.iter().copied().flatten().for_each(|sense| *left.entry(sense).or_default() += 1);
    let mut explained = |sense: &&Option<SenseId>| {
        let count = sense.and_then(|sense| left.get_mut(&sense)).filter(|count| **count > 0);
        count.map(|count| *count -= 1).is_some()
    };
    own.len() - own.iter().filter(&mut explained).count()
}

/// Whether a sentence of the translation holds a core cue of the source's language: a label or message that was not translated.
fn keeps_cue(pair: &Pair<'_>, b: &Sentence) -> bool {
    let text = &pair.translation.document.text[b.range.start as usize..b.range.end as usize];
    let mut hits = Vec::new();
    pair.source.lexicon.scan(text, &mut hits);
    pair.source.lexicon.negations(&hits).any(|cue| cue.class == CueClass::Core)
}

/// A strong fact of both sentences that one negates and the other affirms.
fn contradicted(pair: &Pair<'_>, compared: &Compared, at: usize, a: &Sentence, b: &Sentence) -> Option<(Kind, String)> {
    let inside = |range: &Range<u32>, sentence: &Sentence| {
        sentence.range.start <= range.start && range.end <= sentence.range.end
    };
    let link = &pair.alignment.links[at];
    let ids = pair.source.facts_in(&link.source);
    compared.comparison.matches[ids.start as usize..ids.end as usize].iter().find_map(|entry| {
        let (source, translation) = (pair.source.fact(entry.source?), pair.translation.fact(entry.translation?));
        let strong = matches!(
            source.kind,
            Kind::Port | Kind::Provider | Kind::Domain | Kind::Version | Kind::Address | Kind::Url
        );
        let differ = (source.polarity == Polarity::Negated) != (translation.polarity == Polarity::Negated);
        (entry.status == Status::Agrees && strong && differ && inside(&source.text, a) && inside(&translation.text, b))
            .then(|| (source.kind, source.value.to_string()))
    })
}
