//! `drift/polarity`: a sentence that negates what its source affirms, or the other way round.
//!
//! Asymmetric, as languages negate in different ways: a core cue ("not", "kein") on one side, and on the other neither a core cue
//! nor one of the many words that can stand for one ("unable", "ohne", "only").

mod explained;
mod sentence;

use self::sentence::{Sentence, beaded, sentences_of};
use super::compare::Compared;
use super::rules;
use super::view::{Finding, Pair, View};
use super::{Diagnostic, Severity, Status};
use crate::align::Link;
use crate::facts::{Kind, Polarity};
use crate::parse::Block;
use std::cmp::Ordering;
use std::ops::Range;

/// Pages are in step where no more than one block of so many stands on one side alone.
const APART_MOST: usize = 5;

/// Reports sentences whose polarity differs; a fact that is required here and not there makes it an error.
pub(super) fn check(pair: &Pair<'_>, compared: &Compared, out: &mut Vec<Diagnostic>) {
    if pair.source.lexicon.name().is_empty() || pair.translation.lexicon.name().is_empty() {
        return;
    }
    // pages that are out of step were edited apart, and sentences that only look alike prove nothing
    let apart =
        pair.alignment.links.iter().filter(|link| link.source.is_empty() || link.translation.is_empty()).count();
    if apart > pair.alignment.links.len() / APART_MOST {
        return;
    }
    let (ours, theirs) = (pair.source.turns(), pair.translation.turns());
    let mut lead = Ordering::Equal;
    for (at, link) in pair.alignment.links.iter().enumerate() {
        let Some((s, t)) = pair.bead(link) else { continue };
        let (a, b) = (ours.block(link.source.start), theirs.block(link.translation.start));
        // few blocks deny anything
        if !(a.tells() || b.tells()) {
            if s.item().is_none() {
                lead = Ordering::Equal;
            }
            continue;
        }
        let own = b.denials.cmp(&a.denials);
        let leads = pair.source.document.block_text(s).trim_end().ends_with(':');
        if s.item().is_none() {
            lead = if leads { own } else { Ordering::Equal };
        }
        // where both deny as much, only a word that cannot be left out may be missing
        if own.is_eq() && !a.strong || pair.text_bead(link).is_none() {
            continue;
        }
        // what the source says before a list may be said in each of its items, and the other way round
        let around = match s.item() {
            Some(_) => lead,
            None if leads => list_lean(pair, at + 1),
            None => Ordering::Equal,
        };
        if own.is_eq() || around != own.reverse() {
            block(pair, compared, at, (s, t), own, out);
        }
    }
}

/// How the list leans that begins with a link: as its first item that leans at all.
fn list_lean(pair: &Pair<'_>, first: usize) -> Ordering {
    let rest = pair.alignment.links[first..].iter();
    let items = rest.take_while(|link| pair.bead(link).is_some_and(|(s, _)| s.item().is_some()));
    let denials = |view: &View<'_>, block| view.turns().block(block).denials;
    let mut leans = items
        .map(|link| denials(pair.translation, link.translation.start).cmp(&denials(pair.source, link.source.start)));
    leans.find(|lean| lean.is_ne()).unwrap_or(Ordering::Equal)
}

fn block(
    pair: &Pair<'_>,
    compared: &Compared,
    at: usize,
    (s, t): (&Block, &Block),
    lean: Ordering,
    out: &mut Vec<Diagnostic>,
) {
    let link = &pair.alignment.links[at];
    let (ours, theirs) = (sentences_of(pair.source, s), sentences_of(pair.translation, t));
    // cues that only stand in another sentence cancel out: the block must lean one way
    if ours.len() == theirs.len() {
        for (a, b) in ours.iter().zip(&theirs) {
            compare(pair, compared, at, link, (a, b), lean, out);
        }
        return;
    }
    let beads = beaded(&ours, &theirs);
    let leans: Vec<Ordering> = beads.iter().map(|(a, b)| b.core.cmp(&a.core)).collect();
    for (bead, (a, b)) in beads.iter().enumerate() {
        // where sentences were divided in another way, a cue may have come into the next bead
        let shifted = |at: Option<usize>| at.and_then(|at| leans.get(at)).is_some_and(|next| *next == lean.reverse());
        if lean.is_eq() || !shifted(bead.checked_sub(1)) && !shifted(Some(bead + 1)) {
            compare(pair, compared, at, link, (a, b), lean, out);
        }
    }
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
    // a label that negates stands for one that does
    let labels = a.labels.min(b.labels);
    let negates = (a.core > labels, b.core > labels);
    // a word that can stand for a negation explains one that is missing, unless the other sentence has such a word too
    let negated = match lean {
        Ordering::Less if negates == (true, false) => false,
        // one negation may do for what is joined by "and", but not for two clauses
        Ordering::Less if b.core > 0 && a.clauses > b.core => false,
        Ordering::Equal if negates == (false, false) && a.strong.is_some() => false,
        Ordering::Greater if negates == (false, true) => true,
        _ => return,
    };
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
    let explained = if negated { explained::added(a, b) } else { explained::lost(a, b) };
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

/// Whether a sentence of the translation holds a telling cue of the source's language: a label or message that was not translated.
fn keeps_cue(pair: &Pair<'_>, b: &Sentence) -> bool {
    let text = &pair.translation.document.text[b.range.start as usize..b.range.end as usize];
    let mut hits = Vec::new();
    pair.source.lexicon.scan(text, &mut hits);
    hits.iter().any(|hit| pair.source.lexicon.term(hit.term).tells())
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
