//! The fact base as it stands in a file. Fields are declared in the order of the canonical form, so that serde writes it.

use super::data::Data;
use super::json::{Json, Key};
use compact_str::CompactString;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The name and version of the format.
pub const SCHEMA: &str = "isogloss.facts/1";

/// Everything that a set of pages states, in every locale.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "isogloss.facts/1")]
pub struct FactBase {
    /// The facts, by page; in a page those of the source first, in the order in which they stand.
    pub facts: Vec<FactRecord>,
    /// The locales of the translations looked at, sorted; the source locale is not among them.
    pub locales: Vec<Tag>,
    /// The pages, by key and locale.
    pub pages: Vec<PageRecord>,
    /// The format: `isogloss.facts/1`.
    #[schemars(extend("const" = "isogloss.facts/1"))]
    pub schema: String,
    /// The source locale.
    pub source: Tag,
}

/// A language tag (BCP 47), such as `nl-NL`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(rename = "Locale")]
pub struct Tag(#[schemars(with = "String")] pub CompactString);

impl std::ops::Deref for Tag {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl std::borrow::Borrow<str> for Tag {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Tag {
    fn from(tag: &str) -> Self {
        Self(tag.into())
    }
}

impl std::fmt::Display for Tag {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A page that was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PageRecord {
    /// Its front matter. A number stands as a number only if it is an integer within ±(2^53 − 1), else as the text
    /// that the page has.
    pub front_matter: BTreeMap<Key, Json>,
    /// The page key: what the page and its translations share.
    pub key: String,
    /// The page's locale.
    pub locale: Tag,
    /// Its path, relative to the root, with `/`.
    pub path: String,
    /// SHA-256 of the text read, in hexadecimal digits.
    pub sha256: String,
    /// The title: of the front matter, else the first heading of level 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// A fact of the source page with what each translation makes of it, or a fact that a translation alone has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FactRecord {
    /// The typed fields of the value; what they are depends on the kind.
    pub data: Data,
    /// Stays the same while the fact stands in the same section of the same page; 16 hexadecimal digits.
    #[schemars(with = "String", regex(pattern = "^[0-9a-f]{16}$"))]
    pub id: CompactString,
    /// The kind: `port`, `domain`, … or one of your own.
    #[schemars(with = "String")]
    pub kind: CompactString,
    /// Where it stands, by locale: what the source says and what each translation that has a counterpart says.
    pub occurrences: BTreeMap<Tag, Vec<Occurrence>>,
    /// The key of its page.
    pub page: String,
    /// Whether the sentence affirms or negates it.
    pub polarity: Polarity,
    /// The sections that it stands in, outermost first, each by its explicit id, else by its heading's slug. The
    /// page's title is not among them.
    pub section: Vec<String>,
    /// What each translation makes of it. A fact that a translation alone has names that locale only.
    pub status: BTreeMap<Tag, Status>,
    /// The canonical value: the identity of the fact within its kind.
    #[schemars(with = "String")]
    pub value: CompactString,
}

/// A place where a fact stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Occurrence {
    /// The column of its first character, from 1, in Unicode scalar values.
    pub column: u32,
    /// The byte after its last, in the file as read.
    pub end: u32,
    /// The line, from 1.
    pub line: u32,
    /// The polarity here, where it is not the fact's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub polarity: Option<Polarity>,
    /// Its first byte, in the file as read.
    pub start: u32,
    /// Its bytes as written.
    pub text: String,
    /// The canonical value here, where it is not the fact's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub value: Option<CompactString>,
}

/// Whether a sentence affirms or negates a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Polarity {
    /// Nothing negates it.
    Affirmed,
    /// It is negated ("does not require port 25").
    Negated,
}

impl Polarity {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Polarity::Affirmed => "affirmed",
            Polarity::Negated => "negated",
        }
    }

    /// The polarity of that name.
    pub fn named(name: &str) -> Option<Self> {
        [Polarity::Affirmed, Polarity::Negated].into_iter().find(|polarity| polarity.name() == name)
    }
}

impl From<crate::facts::Polarity> for Polarity {
    fn from(polarity: crate::facts::Polarity) -> Self {
        match polarity {
            crate::facts::Polarity::Affirmed => Polarity::Affirmed,
            crate::facts::Polarity::Negated => Polarity::Negated,
        }
    }
}

/// What a translation makes of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It says the same.
    Agrees,
    /// It says another value, or the opposite.
    Differs,
    /// It does not have it.
    Missing,
    /// It alone has it.
    Extra,
    /// The locale has no such page.
    NoPage,
}

impl Status {
    /// All of them, in the order in which outputs list them.
    pub const ALL: [Status; 5] = [Status::Agrees, Status::Differs, Status::Missing, Status::Extra, Status::NoPage];

    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Status::Agrees => "agrees",
            Status::Differs => "differs",
            Status::Missing => "missing",
            Status::Extra => "extra",
            Status::NoPage => "no-page",
        }
    }

    /// The status of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }
}

impl From<crate::check::Status> for Status {
    fn from(status: crate::check::Status) -> Self {
        match status {
            crate::check::Status::Agrees => Status::Agrees,
            crate::check::Status::Differs => Status::Differs,
            crate::check::Status::Missing => Status::Missing,
            crate::check::Status::Extra => Status::Extra,
        }
    }
}

impl FactBase {
    /// A base of no pages.
    pub fn empty(source: &str) -> Self {
        Self {
            facts: Vec::new(),
            locales: Vec::new(),
            pages: Vec::new(),
            schema: SCHEMA.to_owned(),
            source: source.into(),
        }
    }

    /// Brings pages and facts into their defined order; two bases of the same content are then the same bytes.
    pub(super) fn sort(&mut self) {
        self.locales.sort();
        self.pages.sort_by(|a, b| (&a.key, &a.locale).cmp(&(&b.key, &b.locale)));
        let source = self.source.clone();
        self.facts.sort_by(|a, b| a.order(&source).cmp(&b.order(&source)));
    }
}

impl FactRecord {
    /// By page; the source's facts before those of a translation alone, then by place, kind and id.
    fn order(&self, source: &str) -> (&str, bool, &str, u32, u32, &str, &str) {
        let own = self.own(source);
        let (locale, first) = own.unwrap_or_default();
        let (start, end) = first.map_or((0, 0), |occurrence| (occurrence.start, occurrence.end));
        (&self.page, locale != source, locale, start, end, &self.kind, &self.id)
    }

    /// The locale whose fact this is (the source, else the translation that alone has it) and its place there.
    pub(super) fn own(&self, source: &str) -> Option<(&str, Option<&Occurrence>)> {
        let (locale, list) = self.occurrences.get_key_value(source).or_else(|| self.occurrences.first_key_value())?;
        Some((locale, list.first()))
    }
}
