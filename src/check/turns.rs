//! The words of a page that turn round what is said, block by block: those that deny it, and those that have an opposite.

use super::view::View;
use crate::locale::{CueClass, Hit, Meaning, Pole, SenseId, Term};
use crate::parse::BlockId;
use std::ops::Range;

/// The sense of adjectives that deny what they name; a translation says them with a negation of some kind.
const STRONG: &str = "negated";

/// The words of all blocks of a page, gathered once for all rules and all translations.
#[derive(Debug, Default)]
pub(super) struct Turns {
    blocks: Vec<Turn>,
    /// The words that have an opposite, in order.
    poles: Vec<(Hit, Pole)>,
}

/// What the words of a block turn round.
#[derive(Clone, Copy, Debug)]
pub(super) struct Turn {
    /// How often it denies something: its core cues.
    pub(super) denials: u32,
    /// Whether a word of it denies what it names.
    pub(super) strong: bool,
    /// Its first word that has an opposite, among all of the page.
    first_pole: usize,
}

impl Turn {
    /// Whether something is denied, whatever else is said.
    pub(super) fn tells(self) -> bool {
        self.denials > 0 || self.strong
    }
}

impl Turns {
    pub(super) fn of(page: &View<'_>) -> Self {
        let mut poles = Vec::new();
        let mut hits = page.facts.hits.as_slice();
        let turn = |range: &Range<u32>| {
            let mut turn = Turn { denials: 0, strong: false, first_pole: poles.len() };
            let (own, rest) = hits.split_at(hits.iter().take_while(|hit| hit.start < range.end).count());
            hits = rest;
            for (hit, term) in own.iter().map(|hit| (hit, page.lexicon.term(hit.term))) {
                // most words turn nothing round
                if term.meanings().iter().any(|meaning| turns(meaning)) {
                    turn.denials += u32::from(denies(term));
                    turn.strong |= term.sense().is_some_and(is_strong);
                    poles.extend(term.poles().map(|pole| (*hit, pole)));
                }
            }
            turn
        };
        let blocks = page.document.blocks.iter().map(|block| &block.text).map(turn).collect();
        Self { blocks, poles }
    }

    /// What a block turns round.
    pub(super) fn block(&self, id: BlockId) -> Turn {
        self.blocks[id as usize]
    }

    /// The words of a block that have an opposite.
    pub(super) fn poles(&self, id: BlockId) -> &[(Hit, Pole)] {
        let end = self.blocks.get(id as usize + 1).map_or(self.poles.len(), |next| next.first_pole);
        &self.poles[self.block(id).first_pole..end]
    }
}

#[inline]
fn turns(meaning: &Meaning) -> bool {
    matches!(meaning, Meaning::Negation(_) | Meaning::Sense(_) | Meaning::Pole(_))
}

/// Whether a word is a core cue.
fn denies(term: &Term) -> bool {
    term.cue().is_some_and(|cue| cue.class == CueClass::Core)
}

/// Whether a word denies, whatever else is said: a core cue or a strong one.
pub(super) fn tells(term: &Term) -> bool {
    denies(term) || term.sense().is_some_and(is_strong)
}

/// Whether it is the sense of words that deny what they name.
pub(super) fn is_strong(sense: SenseId) -> bool {
    sense.as_str() == STRONG
}
