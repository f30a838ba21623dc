//! The words of a language, read from its file in `rules/locales/` and made ready for scanning.

use super::build::Builder;
use super::data::{self, Data, LexiconError, Separators};
use super::heads::Heads;
use super::tag::Locale;
use super::term::{Term, TermId, UnitId};
use super::trie::Trie;
use compact_str::format_compact;
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{LazyLock, OnceLock};

/// The name of the file that every other builds on and that serves where a language has none.
const NEUTRAL: &str = "und";

/// The shipped files by name, each made ready when it is first asked for.
static SHIPPED: LazyLock<BTreeMap<&'static str, Shipped>> = LazyLock::new(|| {
    let packed = include_bytes!(concat!(env!("OUT_DIR"), "/locales"));
    let files: BTreeMap<&str, &[u8]> = postcard::from_bytes(packed).expect("the build has written them");
    files.into_iter().map(|(name, packed)| (name, Shipped { packed, lexicon: OnceLock::new() })).collect()
});

struct Shipped {
    /// As `build.rs` has packed it.
    packed: &'static [u8],
    lexicon: OnceLock<Lexicon>,
}

impl Shipped {
    fn data(&self) -> Data {
        postcard::from_bytes(self.packed).expect("the build has written it")
    }
}

/// The words of a language that facts and sentences are read by.
#[derive(Clone, Debug)]
pub struct Lexicon {
    pub(super) name: String,
    pub(super) separators: Separators,
    pub(super) terms: Vec<Term>,
    /// What the scanner must know of each term; see [`super::scan`].
    pub(super) flags: Vec<u8>,
    /// Words and phrases, with their terms.
    pub(super) words: Trie,
    pub(super) heads: Heads,
    /// The parts of number words that are written as one, with their terms.
    pub(super) parts: Trie,
    /// Units behind a number, compared without case, as indices of `unit_forms`.
    pub(super) units: Trie,
    pub(super) unit_forms: Vec<Vec<UnitForm>>,
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
#[derive(Clone, Debug)]
pub(super) struct UnitForm {
    /// The spelling that the text must have, where case matters.
    pub(super) exact: Option<String>,
    /// Whether any ending may follow.
    pub(super) open: bool,
    pub(super) unit: UnitId,
}

impl Lexicon {
    /// The shipped lexicon for a locale: its own, else its language's, else the neutral one, which has no words, knows the units
    /// that are the same everywhere and takes both decimal marks.
    pub fn of(locale: &Locale) -> &'static Self {
        Self::shipped(&format_compact!("{locale}"))
            .or_else(|| Self::shipped(locale.language()))
            .unwrap_or_else(Self::neutral)
    }

    /// The lexicon for texts of unknown language.
    pub fn neutral() -> &'static Self {
        Self::shipped(NEUTRAL).expect("the neutral lexicon is shipped")
    }

    /// The locales that have a lexicon, in alphabetical order.
    pub fn available() -> impl Iterator<Item = &'static str> {
        SHIPPED.keys().copied().filter(|&name| name != NEUTRAL)
    }

    /// Reads a lexicon of the form of those shipped. It builds on the neutral one, or on the one that it names under `inherits`.
    ///
    /// # Errors
    /// Where the text is no YAML of this form, or an entry's shorthand cannot be written out.
    pub fn from_yaml(yaml: &str) -> Result<Self, LexiconError> {
        Self::build("", data::read(yaml)?)
    }

    /// The lexicon in the file of that name.
    pub(super) fn shipped(name: &str) -> Option<&'static Self> {
        let (name, entry) = SHIPPED.get_key_value(name)?;
        let build = || Self::build(name, entry.data()).expect("the tests build every shipped lexicon");
        Some(entry.lexicon.get_or_init(build))
    }

    fn build(name: &str, data: Data) -> Result<Self, LexiconError> {
        let mut chain = vec![data];
        let mut at = name.to_owned();
        while let Some(parent) =
            chain.last().and_then(|d| d.inherits.clone()).or((at != NEUTRAL).then(|| NEUTRAL.to_owned()))
        {
            let shipped = SHIPPED.get(parent.as_str()).filter(|_| chain.len() < 8);
            chain.push(shipped.ok_or(LexiconError::Inherits(parent.clone()))?.data());
            at = parent;
        }
        let mut builder = Builder::default();
        for data in chain.iter().rev() {
            builder.add(data)?;
        }
        builder.finish()
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    fn of(tag: &str) -> &'static Lexicon {
        Lexicon::of(&Locale::parse(tag).unwrap())
    }

    #[test]
    fn falls_back_to_the_language_and_to_nothing() {
        assert!(std::ptr::eq(of("de-DE"), of("de")));
        assert!(!std::ptr::eq(of("de-CH"), of("de")));
        assert_eq!(of("de-CH").numbers().decimal, ['.']);
        assert!(std::ptr::eq(of("xx-YY"), Lexicon::neutral()));
        assert_eq!(Lexicon::neutral().numbers().decimal, ['.', ',']);
    }

    #[test]
    fn a_lexicon_of_the_user_s_can_build_on_a_shipped_one() {
        let own = Lexicon::from_yaml("inherits: en\nwords: {port: [socket]}").unwrap();
        let mut hits = Vec::new();
        own.scan("Sockets? No, socket", &mut hits);
        assert_eq!(hits.len(), 2);
        assert!(Lexicon::from_yaml("inherits: none").is_err());
        assert!(Lexicon::from_yaml("wordz: {}").is_err());
    }

    #[test]
    fn every_shipped_lexicon_builds_and_stays_small() {
        for name in Lexicon::available() {
            let lexicon = Lexicon::shipped(name).unwrap();
            assert!(lexicon.words.nodes() < 30_000, "{name}: {}", lexicon.words.nodes());
        }
    }
}
