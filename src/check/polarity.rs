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
use crate::locale::{CueClass, Hit, Meaning, SenseId, Term, sentences};
use crate::parse::{Block, BlockKind, InlineKind};
use rustc_hash::FxHashMap;
use std::cmp::Ordering;
use std::ops::Range;

/// The sense of adjectives that deny what they name; a translation says them with a negation of some kind.
const STRONG: &str = "negated";

/// Senses of words that already say what a negation behind them repeats: what is blocked cannot be used, a
/// limit is not exceeded.
const REPEATED: [&str; 4] = ["block", "prevent", "deny", "most"];

/// Senses of words that turn a condition round, and with it the negation: `not before` for `after`, `or else not` for `so that`.
const TURNING: [&str; 4] = ["until", "otherwise", PURPOSE, "unless"];

/// The sense of words before what something is for, which deny nothing by themselves.
const PURPOSE: &str = "so";

/// Blocks of more sentences than this are compared as a whole.
const SENTENCES_MOST: usize = 60;

/// Reports sentences whose polarity differs; a fact that is required here and not there makes it an error.
pub(super) fn check(pair: &Pair<'_>, compared: &Compared, out: &mut Vec<Diagnostic>) {
    if pair.source.lexicon.name().is_empty() || pair.translation.lexicon.name().is_empty() {
        return;
    }
    let telling = [telling(pair.source), telling(pair.translation)];
    // few blocks negate anything
    let holds = |words: &[u32], range: &Range<u32>| {
        let first = words.partition_point(|start| *start < range.start);
        words.get(first).is_some_and(|start| *start < range.end)
    };
    let mut lead = Ordering::Equal;
    for (at, link) in pair.alignment.links.iter().enumerate() {
        let Some((s, t)) = blocks(pair, link) else { continue };
        let speaks = holds(&telling[0], &s.text) || holds(&telling[1], &t.text);
        if s.item.is_none() {
            lead = if speaks { lean(pair, s, t) } else { Ordering::Equal };
        }
        if !speaks || link.confidence < 0.6 || s.kind == BlockKind::Code || t.kind == BlockKind::Code {
            continue;
        }
        // what the source says before a list may be said in each of its items, and the other way round
        let around = if s.item.is_some() { lead } else { list_lean(pair, at + 1) };
        let own = lean(pair, s, t);
        if own == Ordering::Equal || around != own.reverse() {
            block(pair, compared, at, own, out);
        }
    }
}

fn blocks<'a>(pair: &Pair<'a>, link: &Link) -> Option<(&'a Block, &'a Block)> {
    let alone = link.source.len() == 1 && link.translation.len() == 1;
    alone.then(|| (pair.source.block(link.source.start), pair.translation.block(link.translation.start)))
}

/// Whether a block denies more or less than its source.
fn lean(pair: &Pair<'_>, s: &Block, t: &Block) -> Ordering {
    let count = |view: &View<'_>, block: &Block| {
        let cues = view.facts.hits_in(block.text.clone()).iter().filter_map(|hit| view.lexicon.term(hit.term).cue());
        cues.filter(|cue| cue.class == CueClass::Core).count()
    };
    count(pair.translation, t).cmp(&count(pair.source, s))
}

/// How the list leans that begins with a link: as its first item that leans at all.
fn list_lean(pair: &Pair<'_>, first: usize) -> Ordering {
    let rest = pair.alignment.links[first..].iter();
    let items = rest.map_while(|link| blocks(pair, link).filter(|(s, _)| s.item.is_some()));
    items.map(|(s, t)| lean(pair, s, t)).find(|lean| lean.is_ne()).unwrap_or(Ordering::Equal)
}

/// Where the words stand that deny, whatever else is said: core cues and strong ones.
fn telling(view: &View<'_>) -> Vec<u32> {
    let hits = view.facts.hits.iter().filter(|hit| tells(view.lexicon.term(hit.term)));
    hits.map(|hit| hit.start).collect()
}

fn tells(term: &Term) -> bool {
    let core = term.cue().is_some_and(|cue| cue.class == CueClass::Core);
    core || term.sense().is_some_and(|sense| sense.as_str() == STRONG)
}

#[derive(Default)]
struct Sentence {
    range: Range<u32>,
    /// The core cues.
    core: usize,
    /// How many clauses have one.
    clauses: usize,
    /// How many core cues stand in a label: `**Not configured**`.
    labels: usize,
    /// The extended cues' senses, where they have one.
    extended: Vec<Option<SenseId>>,
    /// The first core cue, one outside a label if there is any.
    cue: Option<Range<u32>>,
    /// The first extended cue that a translation cannot leave out: `unauthenticated`.
    strong: Option<Range<u32>>,
}

fn sentences_of(view: &View<'_>, block: &Block) -> Vec<Sentence> {
    let range = block.text.clone();
    let text = &view.document.text[range.start as usize..range.end as usize];
    let mut all = Vec::new();
    for found in sentences(text, view.lexicon) {
        let own = range.start + found.start as u32..range.start + found.end as u32;
        let mut sentence = Sentence { range: own.clone(), ..Sentence::default() };
        let mut denied = false;
        for hit in view.facts.hits_in(own) {
            let term = view.lexicon.term(hit.term);
            denied &= !term.means(Meaning::ClauseBreak);
            let Some(cue) = term.cue() else { continue };
            match cue.class {
                CueClass::Core => {
                    let label = in_label(view, block, hit);
                    if sentence.cue.is_none() || sentence.core == sentence.labels && !label {
                        sentence.cue = Some(hit.start..hit.end);
                    }
                    sentence.core += 1;
                    sentence.clauses += usize::from(!std::mem::replace(&mut denied, true));
                    sentence.labels += usize::from(label);
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

/// Whether a cue stands in emphasised text of several words, which mostly is a label of the user interface.
fn in_label(view: &View<'_>, block: &Block, cue: &Hit) -> bool {
    view.document.block_inlines(block).iter().any(|inline| {
        matches!(inline.kind, InlineKind::Strong | InlineKind::Emphasis)
            && inline.text.start <= cue.start
            && cue.end <= inline.text.end
            && view.document.inline_text(inline).split_whitespace().nth(1).is_some()
    })
}

fn block(pair: &Pair<'_>, compared: &Compared, at: usize, lean: Ordering, out: &mut Vec<Diagnostic>) {
    let link = &pair.alignment.links[at];
    let (s, t) = (pair.source.block(link.source.start), pair.translation.block(link.translation.start));
    let (ours, theirs) = (sentences_of(pair.source, s), sentences_of(pair.translation, t));
    // cues that only stand in another sentence cancel out: the block must lean one way
    if ours.len() == theirs.len() {
        for (a, b) in ours.iter().zip(&theirs) {
            compare(pair, compared, at, link, (a, b), lean, out);
        }
        return;
    }
    let beads = beads(&lengths(&ours), &lengths(&theirs));
    let beads: Vec<_> = beads.into_iter().map(|(s, t)| (joined(&ours[s]), joined(&theirs[t]))).collect();
    let leans: Vec<Ordering> = beads.iter().map(|(a, b)| b.core.cmp(&a.core)).collect();
    for (bead, (a, b)) in beads.iter().enumerate() {
        // where sentences were divided in another way, a cue may have come into the next bead
        let shifted = |at: Option<usize>| at.and_then(|at| leans.get(at)).is_some_and(|next| *next == lean.reverse());
        if lean.is_eq() || !shifted(bead.checked_sub(1)) && !shifted(Some(bead + 1)) {
            compare(pair, compared, at, link, (a, b), lean, out);
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
    let mut all = Sentence { range, ..Sentence::default() };
    for sentence in sentences {
        all.core += sentence.core;
        all.clauses += sentence.clauses;
        all.labels += sentence.labels;
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
    // a label that negates stands for one that does
    let labels = a.labels.min(b.labels);
    let negates = (a.core > labels, b.core > labels);
    // a word that can stand for a negation explains one that is missing, unless the other sentence has such a word too
    let ours = || unexplained(&a.extended, &b.extended);
    let theirs = || unexplained(&b.extended, &a.extended);
    let stands_alone = || theirs().all(|sense| sense.is_some_and(|sense| sense.as_str() == PURPOSE));
    let negated = match lean {
        Ordering::Less if negates == (true, false) => false,
        // one negation may do for what is joined by "and", but not for two clauses
        Ordering::Less if b.core > 0 && a.clauses > b.core => false,
        Ordering::Equal if negates == (false, false) && a.strong.is_some() => false,
        Ordering::Greater if negates == (false, true) => true,
        _ => return,
    };
    let explained =
        if negated { ours().next().is_some() || repeats(a) || theirs().any(turns) } else { !stands_alone() };
    if explained {
        return;
    }
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

/// One side's extended cues that have no cue of their sense on the other: those may stand for a negation there.
fn unexplained<'a>(own: &'a [Option<SenseId>], other: &[Option<SenseId>]) -> impl Iterator<Item = Option<SenseId>> + 'a {
    // senses are few, however many cues a text has
    let mut left: FxHashMap<SenseId, usize> = FxHashMap::default();
    other.iter().copied().flatten().for_each(|sense| *left.entry(sense).or_default() += 1);
    let mut explained = move |sense: Option<SenseId>| {
        let count = sense.and_then(|sense| left.get_mut(&sense)).filter(|count| **count > 0);
        count.map(|count| *count -= 1).is_some()
    };
    own.iter().copied().filter(move |sense| !explained(*sense))
}

fn repeats(sentence: &Sentence) -> bool {
    sentence.extended.iter().flatten().any(|sense| REPEATED.contains(&sense.as_str()))
}

fn turns(sense: Option<SenseId>) -> bool {
    sense.is_some_and(|sense| TURNING.contains(&sense.as_str()))
}

/// Whether a sentence of the translation holds a telling cue of the source's language: a label or message that was not translated.
fn keeps_cue(pair: &Pair<'_>, b: &Sentence) -> bool {
    let text = &pair.translation.document.text[b.range.start as usize..b.range.end as usize];
    let mut hits = Vec::new();
    pair.source.lexicon.scan(text, &mut hits);
    hits.iter().any(|hit| tells(pair.source.lexicon.term(hit.term)))
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
