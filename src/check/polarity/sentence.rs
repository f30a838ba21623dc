//! What the sentences of a block say by way of negation, and which sentences of two blocks belong together.

use super::super::view::View;
use crate::locale::{CueClass, Hit, Meaning, SenseId, sentences};
use crate::parse::{Block, InlineKind};
use std::cell::LazyCell;
use std::ops::Range;

/// Blocks of more sentences than this are compared as a whole.
const SENTENCES_MOST: usize = 60;

/// What a sentence, or a run of them, says by way of negation.
#[derive(Default)]
pub(super) struct Sentence {
    pub(super) range: Range<u32>,
    /// The core cues.
    pub(super) core: usize,
    /// How many clauses have one.
    pub(super) clauses: usize,
    /// How many core cues stand in a label: `**Not configured**`.
    pub(super) labels: usize,
    /// The extended cues' senses, where they have one.
    pub(super) extended: Vec<Option<SenseId>>,
    /// The first core cue, one outside a label if there is any.
    pub(super) cue: Option<Range<u32>>,
    /// The first extended cue that a translation cannot leave out: `unauthenticated`.
    pub(super) strong: Option<Range<u32>>,
}

/// The sentences of a block.
pub(super) fn sentences_of(view: &View<'_>, block: &Block) -> Vec<Sentence> {
    let range = block.text.clone();
    let text = &view.document.text[range.start as usize..range.end as usize];
    // few blocks are asked for them
    let labels = LazyCell::new(|| labels(view, block));
    let in_label = |cue: &Hit| {
        let before = labels.partition_point(|label| label.start <= cue.start);
        before.checked_sub(1).is_some_and(|last| cue.end <= labels[last].end)
    };
    let mut hits = view.facts.hits_in(range.clone()).iter().peekable();
    let mut all = Vec::new();
    for found in sentences(text, view.lexicon) {
        let own = range.start + found.start as u32..range.start + found.end as u32;
        let mut sentence = Sentence { range: own.clone(), ..Sentence::default() };
        let mut denied = false;
        while let Some(hit) = hits.next_if(|hit| hit.start < own.end) {
            let term = view.lexicon.term(hit.term);
            denied &= !term.means(Meaning::ClauseBreak);
            let Some(cue) = term.cue() else { continue };
            match cue.class {
                CueClass::Core => {
                    let label = in_label(hit);
                    if sentence.cue.is_none() || sentence.core == sentence.labels && !label {
                        sentence.cue = Some(hit.start..hit.end);
                    }
                    sentence.core += 1;
                    sentence.clauses += usize::from(!std::mem::replace(&mut denied, true));
                    sentence.labels += usize::from(label);
                }
                CueClass::Extended => {
                    sentence.extended.push(term.sense());
                    if term.sense().is_some_and(SenseId::is_strong) {
                        sentence.strong.get_or_insert(hit.start..hit.end);
                    }
                }
            }
        }
        all.push(sentence);
    }
    all
}

/// Emphasised texts of several words: mostly labels of the user interface.
fn labels(view: &View<'_>, block: &Block) -> Vec<Range<u32>> {
    let emphasised = view.document.block_inlines(block).iter().filter(|inline| {
        matches!(inline.kind, InlineKind::Strong | InlineKind::Emphasis)
            && view.document.inline_text(inline).split_whitespace().nth(1).is_some()
    });
    emphasised.map(|inline| inline.text.clone()).collect()
}

/// The sentences of two blocks that were divided in different ways, joined so that they belong together.
pub(super) fn beaded(ours: &[Sentence], theirs: &[Sentence]) -> Vec<(Sentence, Sentence)> {
    let beads = beads(&lengths(ours), &lengths(theirs));
    beads.into_iter().map(|(s, t)| (joined(&ours[s]), joined(&theirs[t]))).collect()
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
