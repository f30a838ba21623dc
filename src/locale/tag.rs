//! BCP 47 language tags as documentation trees write them.

use std::fmt;
use std::str::FromStr;
use unic_langid::LanguageIdentifier;

/// A language tag in its canonical form (`en-US`, `zh-Hans`, `nl`): language, optional script, region and variants.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Locale(LanguageIdentifier);

impl Locale {
    /// Reads a tag in any case with `-` or `_` between its parts; `None` where it is not well-formed.
    ///
    /// Well-formed says little: `images`, `media`, `to` and `api` are. Whether a folder is a locale is for `layout` to say.
    pub fn parse(tag: &str) -> Option<Self> {
        LanguageIdentifier::from_bytes(tag.as_bytes()).ok().filter(|id| !id.language.is_empty()).map(Self)
    }

    /// The primary language subtag: `nl` of `nl-NL`.
    pub fn language(&self) -> &str {
        self.0.language.as_str()
    }

    /// The region subtag: `NL` of `nl-NL`.
    pub fn region(&self) -> Option<&str> {
        self.0.region.as_ref().map(|r| r.as_str())
    }

    /// The script subtag: `Hans` of `zh-Hans`.
    pub fn script(&self) -> Option<&str> {
        self.0.script.as_ref().map(|s| s.as_str())
    }

    /// Whether the two are tags of one language, whatever the region.
    pub fn same_language(&self, other: &Self) -> bool {
        self.0.language == other.0.language
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Locale {
    type Err = String;
    fn from_str(tag: &str) -> Result<Self, String> {
        Self::parse(tag).ok_or_else(|| format!("`{tag}` is not a language tag (BCP 47)"))
    }
}
