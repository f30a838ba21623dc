//! What changed between two fact bases: for release notes, pull requests, and whoever brings translations up to date.
//!
//! Facts are compared by what they say. Moved lines, other words around a fact, a renamed section are no change.

use super::wire::{FactBase, FactRecord, Occurrence, Polarity, Status, Tag};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

mod pair;
mod text;
mod translations;

pub use text::{DiffFormat, write};

/// The name and version of the format.
pub const SCHEMA: &str = "isogloss.diff/1";

/// What changed.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(title = "isogloss.diff/1")]
pub struct Diff {
    /// The changes of the source's facts, by page and place.
    pub changes: Vec<Change>,
    /// Pages that only one of the two has.
    pub pages: Pages,
    /// The format: `isogloss.diff/1`.
    #[schemars(extend("const" = "isogloss.diff/1"))]
    pub schema: String,
    /// The source locale.
    pub source: Tag,
    /// What changed in translations of facts that the source did not change.
    pub translations: Vec<TranslationChange>,
}

impl Diff {
    /// Whether no fact differs. Pages without facts may have come or gone.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.translations.is_empty()
    }
}

/// Pages that only one of the two has.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Pages {
    /// Those of the new one.
    pub added: Vec<PageName>,
    /// Those of the old one.
    pub removed: Vec<PageName>,
}

/// A page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct PageName {
    /// The page key.
    pub key: String,
    /// Its locale.
    pub locale: Tag,
    /// Its path.
    pub path: String,
}

/// A fact of the source that came, went or changed.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Change {
    /// What became of it.
    pub change: ChangeKind,
    /// The fact's kind.
    pub kind: String,
    /// What it says now; absent if it was removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Said>,
    /// What it said before; absent if it was added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Said>,
    /// The key of its page.
    pub page: String,
    /// Its section, outermost first; the new one if there is one.
    pub section: Vec<String>,
    /// How far each translation is that has the page.
    pub translations: BTreeMap<Tag, Follow>,
}

/// What became of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It says something else, or the opposite.
    Changed,
    /// It is gone.
    Removed,
}

/// A fact as one of the two bases has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Said {
    /// Its id.
    pub id: String,
    /// The line in the source page.
    pub line: u32,
    /// The path of the source page.
    pub path: String,
    /// Affirmed or negated.
    pub polarity: Polarity,
    /// As written.
    pub text: String,
    /// The canonical value.
    pub value: String,
}

/// How far a translation is with a change of the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Follow {
    /// It says what the source says now.
    Follows,
    /// It says what the source said before.
    Old,
    /// It says something else.
    Other,
    /// It does not have the fact.
    Missing,
}

impl Follow {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Follow::Follows => "follows",
            Follow::Old => "old",
            Follow::Other => "other",
            Follow::Missing => "missing",
        }
    }
}

/// A translation that treats a fact otherwise than before, while the source says the same.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TranslationChange {
    /// The fact's id.
    pub id: String,
    /// The fact's kind.
    pub kind: String,
    /// The translation's locale.
    pub locale: Tag,
    /// What it says now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Rendering>,
    /// What it said before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Rendering>,
    /// The key of its page.
    pub page: String,
    /// Its section, outermost first.
    pub section: Vec<String>,
    /// The canonical value of the fact.
    pub value: String,
}

/// What a translation says of a fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Rendering {
    /// The line in the translation, where it has the fact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// What it makes of the fact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// As written there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// Compares two bases of the same pages.
pub fn diff(old: &FactBase, new: &FactBase) -> Diff {
    let paired = pair::pair(old, new);
    let (old_side, new_side) = (Side::new(old), Side::new(new));
    let mut stale = translations::Stale::new(new);
    let mut changes: Vec<Change> = Vec::new();
    for &(before, after) in &paired.changed {
        changes.push(change(&old_side, &new_side, Some(before), Some(after), &mut stale));
    }
    for &before in &paired.removed {
        changes.push(change(&old_side, &new_side, Some(before), None, &mut stale));
    }
    for &after in &paired.added {
        changes.push(change(&old_side, &new_side, None, Some(after), &mut stale));
    }
    changes.sort_by(|a, b| place(a).cmp(&place(b)));
    Diff {
        changes,
        pages: Pages { added: old_side.missing(&new_side), removed: new_side.missing(&old_side) },
        schema: SCHEMA.to_owned(),
        source: new.source.clone(),
        translations: translations::changes(old, new, &paired, &stale),
    }
}

/// The order of changes: by page and line, gone ones by the line that they stood at.
fn place(change: &Change) -> (&str, u32, ChangeKind, &str, Option<&str>, Option<&str>) {
    let line = change.new.as_ref().or(change.old.as_ref()).map_or(0, |said| said.line);
    let new = change.new.as_ref().map(|said| said.id.as_str());
    let old = change.old.as_ref().map(|said| said.id.as_str());
    (&change.page, line, change.change, &change.kind, new, old)
}

fn change(
    old_side: &Side<'_>,
    new_side: &Side<'_>,
    old: Option<&FactRecord>,
    new: Option<&FactRecord>,
    stale: &mut translations::Stale<'_>,
) -> Change {
    let fact = new.or(old).expect("a change has a side");
    Change {
        change: match (old, new) {
            (Some(_), Some(_)) => ChangeKind::Changed,
            (Some(_), None) => ChangeKind::Removed,
            (None, _) => ChangeKind::Added,
        },
        kind: fact.kind.to_string(),
        new: new.map(|fact| new_side.said(fact)),
        old: old.map(|fact| old_side.said(fact)),
        page: fact.page.clone(),
        section: fact.section.clone(),
        translations: stale.follow(new_side, old, new),
    }
}

/// One of the two bases, with its pages at hand.
struct Side<'b> {
    base: &'b FactBase,
    paths: rustc_hash::FxHashMap<(&'b str, &'b str), &'b str>,
}

impl<'b> Side<'b> {
    fn new(base: &'b FactBase) -> Self {
        Self { base, paths: base.paths() }
    }

    fn has_page(&self, key: &str, locale: &str) -> bool {
        self.paths.contains_key(&(key, locale))
    }

    /// The pages that this side does not have.
    fn missing(&self, other: &Side<'_>) -> Vec<PageName> {
        let missing = other.base.pages.iter().filter(|page| !self.has_page(&page.key, &page.locale));
        missing
            .map(|page| PageName { key: page.key.clone(), locale: page.locale.clone(), path: page.path.clone() })
            .collect()
    }

    fn said(&self, fact: &FactRecord) -> Said {
        let place = fact.occurrences.get(&self.base.source).and_then(|list| list.first());
        Said {
            id: fact.id.to_string(),
            line: place.map_or(0, |place| place.line),
            path: self.paths.get(&(fact.page.as_str(), &*self.base.source)).map_or("", |path| path).to_owned(),
            polarity: fact.polarity,
            text: place.map_or("", |place: &Occurrence| &place.text).to_owned(),
            value: fact.value.to_string(),
        }
    }
}
