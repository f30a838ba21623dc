//! `drift/polarity`: a sentence that negates what its source affirms, or the other way round.
//!
//! Asymmetric, as languages negate in different ways: a core cue ("not", "kein") on one side, and on the other neither a core cue
//! nor one of the many words that can stand for one ("unable", "ohne", "only").

mod explained;
mod sentence;

use self::sentence::{Sentence, beaded, sentences_of};
use super::compare::Compared;
use super::rules;
use super::turns::{Turn, Turns};
use super::view::{Bead, Finding, Pair, View};
use super::{Findings, Severity, Status};
use crate::facts::{Kind, Polarity};
use std::cmp::Ordering;
use std::ops::Range;

/// Pages are in step where no more than one block of so many stands on one side alone.
const APART_MOST: usize = 5;

/// Reports sentences whose polarity differs; a fact that is required here and not there makes it an error. It must be shown all
/// beads, in order.
pub(super) struct Rule<'p> {
    pair: &'p Pair<'p>,
    compared: &'p Compared,
    ours: &'p Turns,
    theirs: &'p Turns,
    /// How the text leans that leads to the items at hand.
    lead: Ordering,
}

impl<'p> Rule<'p> {
    /// `None` where nothing can be said.
    pub(super) fn new(pair: &'p Pair<'p>, compared: &'p Compared) -> Option<Self> {
        if pair.source.lexicon.name().is_empty() || pair.translation.lexicon.name().is_empty() {
            return None;
        }
        // pages that are out of step were edited apart, and sentences that only look alike prove nothing
        let links = &pair.alignment.links;
        let apart = links.iter().filter(|link| link.source.is_empty() || link.translation.is_empty()).count();
        let (ours, theirs) = (pair.source.turns(), pair.translation.turns());
        (apart <= links.len() / APART_MOST).then_some(Self { pair, compared, ours, theirs, lead: Ordering::Equal })
    }

    #[inline]
    pub(super) fn check(&mut self, bead: &Bead<'_>, out: &mut Findings<'_>) {
        let (a, b) = (self.ours.block(bead.link.source.start), self.theirs.block(bead.link.translation.start));
        // few blocks deny anything
        if a.tells() || b.tells() {
            self.telling(bead, (a, b), out);
        } else if bead.s.item().is_none() {
            self.lead = Ordering::Equal;
        }
    }

    fn telling(&mut self, bead: &Bead<'_>, (a, b): (Turn, Turn), out: &mut Findings<'_>) {
        let (pair, s) = (self.pair, bead.s);
        let own = b.denials.cmp(&a.denials);
        let leads = pair.source.document.block_text(s).trim_end().ends_with(':');
        if s.item().is_none() {
            self.lead = if leads { own } else { Ordering::Equal };
        }
        // where both deny as much, only a word that cannot be left out may be missing
        if own.is_eq() && !a.strong || !bead.is_text() {
            return;
        }
        // what the source says before a list may be said in each of its items, and the other way round
        let around = match s.item() {
            Some(_) => self.lead,
            None if leads => list_lean(pair, bead.at + 1),
            None => Ordering::Equal,
        };
        if own.is_eq() || around != own.reverse() {
            block(pair, self.compared, bead, own, out);
        }
    }
}

/// The same for all beads of a pair.
pub(super) fn check(pair: &Pair<'_>, compared: &Compared, out: &mut Findings<'_>) {
    if let Some(mut rule) = Rule::new(pair, compared) {
        pair.beads().for_each(|bead| rule.check(&bead, out));
    }
}

/// How the list leans that begins with a link: as its first item that leans at all.
fn list_lean(pair: &Pair<'_>, first: usize) -> Ordering {
    let rest = first..pair.alignment.links.len();
    let items = rest.map_while(|at| pair.bead(at).filter(|bead| bead.s.item().is_some()));
    let denials = |view: &View<'_>, block| view.turns().block(block).denials;
    let mut leans = items.map(|Bead { link, .. }| {
        denials(pair.translation, link.translation.start).cmp(&denials(pair.source, link.source.start))
    });
    leans.find(|lean| lean.is_ne()).unwrap_or(Ordering::Equal)
}

fn block(pair: &Pair<'_>, compared: &Compared, bead: &Bead<'_>, lean: Ordering, out: &mut Findings<'_>) {
    let (ours, theirs) = (sentences_of(pair.source, bead.s), sentences_of(pair.translation, bead.t));
    // cues that only stand in another sentence cancel out: the block must lean one way
    if ours.len() == theirs.len() {
        for (a, b) in ours.iter().zip(&theirs) {
            compare(pair, compared, bead, (a, b), lean, out);
        }
        return;
    }
    let beads = beaded(&ours, &theirs);
    let leans: Vec<Ordering> = beads.iter().map(|(a, b)| b.core.cmp(&a.core)).collect();
    for (at, (a, b)) in beads.iter().enumerate() {
        // where sentences were divided in another way, a cue may have come into the next bead
        let shifted =
            |next: Option<usize>| next.and_then(|next| leans.get(next)).is_some_and(|next| *next == lean.reverse());
        if lean.is_eq() || !shifted(at.checked_sub(1)) && !shifted(Some(at + 1)) {
            compare(pair, compared, bead, (a, b), lean, out);
        }
    }
}

fn compare(
    pair: &Pair<'_>,
    compared: &Compared,
    bead: &Bead<'_>,
    (a, b): (&Sentence, &Sentence),
    lean: Ordering,
    out: &mut Findings<'_>,
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
    let fact = contradicted(pair, compared, bead, a, b);
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
        .confidence(bead.link.confidence);
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
fn contradicted(
    pair: &Pair<'_>,
    compared: &Compared,
    bead: &Bead<'_>,
    a: &Sentence,
    b: &Sentence,
) -> Option<(Kind, String)> {
    let inside = |range: &Range<u32>, sentence: &Sentence| {
        sentence.range.start <= range.start && range.end <= sentence.range.end
    };
    pair.source.facts_in(&bead.link.source).find_map(|id| {
        let (counterpart, status) = compared.answer(id);
        let (source, translation) = (pair.source.fact(id), pair.translation.fact(counterpart?));
        let strong = matches!(
            source.kind,
            Kind::Port | Kind::Provider | Kind::Domain | Kind::Version | Kind::Address | Kind::Url
        );
        let differ = (source.polarity == Polarity::Negated) != (translation.polarity == Polarity::Negated);
        (status == Status::Agrees && strong && differ && inside(&source.text, a) && inside(&translation.text, b))
            .then(|| (source.kind, source.value.to_string()))
    })
}
