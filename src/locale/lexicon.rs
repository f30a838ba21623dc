//! The words of a language, made ready for scanning.

use super::data::Separators;
use super::heads::Heads;
use super::openings::Openings;
use super::term::{Term, TermId, UnitId};
use super::trie::Trie;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The words of a language that facts and sentences are read by.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Lexicon {
    pub(super) name: String,
    pub(super) separators: Separators,
    pub(super) terms: Vec<Term>,
    /// What the scanner must know of each term; see [`super::flags`].
    pub(super) flags: Vec<u8>,
    /// Words and phrases, with their terms.
    pub(super) words: Trie,
    pub(super) heads: Heads,
    /// How those begin that are factors.
    pub(super) factor_openings: Openings,
    /// The parts of number words that are written as one, with their terms.
    pub(super) parts: Trie,
    /// Units behind a number, compared without case, as indices of `unit_forms`.
    pub(super) units: Trie,
    pub(super) unit_forms: Vec<Vec<UnitForm>>,
    /// How they begin: most words behind a number do not.
    pub(super) unit_openings: Openings,
    /// Units before a number, compared with case.
    pub(super) units_before: Vec<(String, UnitId)>,
    pub(super) abbreviations: Vec<String>,
    /// The words of `abbreviations`, each with its full stop, in lower case.
    pub(super) abbreviated: FxHashSet<String>,
    pub(super) stop_words: BTreeSet<String>,
    pub(super) imperatives: BTreeSet<String>,
    pub(super) digit_endings: BTreeSet<String>,
    pub(super) months: FxHashSet<String>,
}

/// A unit that a spelling may stand for.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct UnitForm {
    /// The spelling that the text must have, where case matters.
    pub(super) exact: Option<String>,
    /// Whether any ending may follow.
    pub(super) open: bool,
    pub(super) unit: UnitId,
}

impl Lexicon {
    /// The language's own name; empty for the neutral lexicon.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The marks inside a number written in digits.
    pub fn numbers(&self) -> &Separators {
        &self.separators
    }

    /// The term that a hit of this lexicon stands for.
    #[inline]
    pub fn term(&self, id: TermId) -> &Term {
        &self.terms[usize::from(id.0)]
    }

    /// The abbreviations whose full stop ends no sentence.
    pub fn abbreviations(&self) -> &[String] {
        &self.abbreviations
    }

    /// Whether the letters glued behind digits make an ordinal or a count of them: `rd` of `3rd`.
    pub fn is_digit_ending(&self, letters: &str) -> bool {
        self.digit_endings.contains(letters)
    }

    /// Whether instructions begin with the word (in lower case): `enforce`, `select`.
    pub fn is_verb(&self, word: &str) -> bool {
        self.imperatives.contains(word)
    }

    /// The most frequent function words, in lower case.
    pub fn stop_words(&self) -> &BTreeSet<String> {
        &self.stop_words
    }
}
