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
            for hit in own {
                let (mut cue, mut sense) = (None, None);
                for meaning in page.lexicon.term(hit.term).meanings() {
                    match *meaning {
                        Meaning::Negation(own) => cue = cue.or(Some(own.class)),
                        Meaning::Sense(own) => sense = sense.or(Some(own)),
                        Meaning::Pole(pole) => poles.push((*hit, pole)),
                        _ => {}
                    }
                }
                turn.denials += u32::from(cue == Some(CueClass::Core));
                turn.strong |= sense.is_some_and(is_strong);
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

/// Whether a word denies, whatever else is said: a core cue or a strong one.
pub(super) fn tells(term: &Term) -> bool {
    let core = term.cue().is_some_and(|cue| cue.class == CueClass::Core);
    core || term.sense().is_some_and(is_strong)
}

/// Whether it is the sense of words that deny what they name.
pub(super) fn is_strong(sense: SenseId) -> bool {
    sense.as_str() == STRONG
}
