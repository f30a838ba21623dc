//! The words of a page that turn round what is said, block by block: those that deny it, and those that have an opposite.

use super::view::View;
use crate::locale::{CueClass, Hit, Meaning, Pole, SenseId};
use crate::parse::BlockId;

/// The words of all blocks of a page, gathered once for all rules and all translations.
#[derive(Debug, Default)]
pub(super) struct Turns {
    blocks: Vec<Turn>,
    /// The words that have an opposite, in order, each with its block.
    poles: Vec<(BlockId, Hit, Pole)>,
}

/// What the words of a block turn round.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Turn {
    /// How often it denies something: its core cues.
    pub(super) denials: u32,
    /// Whether a word of it denies what it names.
    pub(super) strong: bool,
    /// Whether a word of it has an opposite.
    pub(super) has_poles: bool,
}

impl Turn {
    /// Whether something is denied, whatever else is said.
    pub(super) fn tells(self) -> bool {
        self.denials > 0 || self.strong
    }
}

impl Turns {
    pub(super) fn of(page: &View<'_>) -> Self {
        // one word in ten that means something has an opposite
        let poles = Vec::with_capacity(page.facts.hits.len() / 8);
        let mut all = Self { blocks: vec![Turn::default(); page.document.blocks.len()], poles };
        // few words turn anything, and most blocks have none of them
        let mut at = 0;
        for hit in page.lexicon.turning(&page.facts.hits) {
            while page.document.blocks.get(at).is_some_and(|block| block.text.end <= hit.start) {
                at += 1;
            }
            let Some(turn) = all.blocks.get_mut(at) else { break };
            let (mut cue, mut sense) = (None, None);
            for meaning in page.lexicon.term(hit.term).meanings() {
                match *meaning {
                    Meaning::Negation(own) => cue = cue.or(Some(own.class)),
                    Meaning::Sense(own) => sense = sense.or(Some(own)),
                    Meaning::Pole(pole) => {
                        turn.has_poles = true;
                        all.poles.push((at as BlockId, *hit, pole));
                    }
                    _ => {}
                }
            }
            turn.denials += u32::from(cue == Some(CueClass::Core));
            turn.strong |= sense.is_some_and(SenseId::is_strong);
        }
        all
    }

    /// What a block turns round.
    pub(super) fn block(&self, id: BlockId) -> Turn {
        self.blocks[id as usize]
    }

    /// The words of a block that have an opposite.
    pub(super) fn poles(&self, id: BlockId) -> &[(BlockId, Hit, Pole)] {
        let behind = &self.poles[self.poles.partition_point(|(block, ..)| *block < id)..];
        &behind[..behind.partition_point(|(block, ..)| *block == id)]
    }
}
