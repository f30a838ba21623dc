//! The lexicons that the program brings along.

use super::build::{self, NEUTRAL};
use super::data::{self, LexiconError};
use super::lexicon::Lexicon;
use super::tag::Locale;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

/// The shipped lexicons by name, each read when it is first asked for.
static SHIPPED: LazyLock<BTreeMap<&'static str, Shipped>> = LazyLock::new(|| {
    let packed: Vec<(&str, &[u8], &[u8])> = read(include_bytes!(concat!(env!("OUT_DIR"), "/locales")));
    packed
        .into_iter()
        .map(|(name, data, packed)| {
            (name, Shipped { locale: Locale::parse(name), data, packed, lexicon: OnceLock::new() })
        })
        .collect()
});

struct Shipped {
    /// The locale of that name.
    locale: Option<Locale>,
    /// What the file says, for those that build on it.
    data: &'static [u8],
    /// The lexicon of it.
    packed: &'static [u8],
    lexicon: OnceLock<Lexicon>,
}

impl Shipped {
    fn lexicon(&'static self) -> &'static Lexicon {
        self.lexicon.get_or_init(|| read(self.packed))
    }
}

/// Reads what `build.rs` has packed.
fn read<T: Deserialize<'static>>(packed: &'static [u8]) -> T {
    postcard::from_bytes(packed).expect("the build has written it")
}

impl Lexicon {
    /// The shipped lexicon for a locale: its own, else its language's, else the neutral one, which has no words, knows the units
    /// that are the same everywhere and takes both decimal marks.
    pub fn of(locale: &Locale) -> &'static Self {
        let own = SHIPPED.values().find(|shipped| shipped.locale.as_ref() == Some(locale));
        own.map(Shipped::lexicon).or_else(|| Self::shipped(locale.language())).unwrap_or_else(Self::neutral)
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
        build::build("", data::read(yaml)?, |name| SHIPPED.get(name).map(|shipped| read(shipped.data)))
    }

    /// The lexicon in the file of that name.
    pub(super) fn shipped(name: &str) -> Option<&'static Self> {
        SHIPPED.get(name).map(Shipped::lexicon)
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
