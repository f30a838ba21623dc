//! Shards: a stable share of the pages each, and their results joined to the bytes of the whole run.

use super::wire::{FactBase, FactRecord, PageRecord, Status, Tag};
use rustc_hash::{FxHashMap, FxHashSet};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::str::FromStr;

/// The shard, from 0, of `of` shards that a page key belongs to: by the key alone, so that every process agrees.
pub fn shard_of(key: &str, of: u32) -> u32 {
    let digest = Sha256::digest(key);
    let mut first = [0; 8];
    first.copy_from_slice(&digest[..8]);
    (u64::from_be_bytes(first) % u64::from(of.max(1))) as u32
}

/// A share of the pages, written `2/8`: the second of eight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Which, from 1.
    pub index: u32,
    /// Of how many.
    pub of: u32,
}

impl Shard {
    /// Whether the pages of this key are in the share.
    pub fn holds(self, key: &str) -> bool {
        shard_of(key, self.of) + 1 == self.index
    }
}

impl FromStr for Shard {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        text.split_once('/')
            .and_then(|(index, of)| Some(Self { index: index.parse().ok()?, of: of.parse().ok()? }))
            .filter(|shard| (1..=shard.of).contains(&shard.index))
            .ok_or_else(|| format!("`{text}` is not a shard; the second of eight is `2/8`"))
    }
}

/// Why fact bases do not go together. Names are those that the caller gave.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MergeError {
    /// There is nothing to merge.
    #[error("there is no fact base to merge")]
    Nothing,
    /// They are of different formats.
    #[error("{second} is of format `{found}`, and {first} of `{expected}`")]
    Schema {
        /// One input.
        first: String,
        /// Another.
        second: String,
        /// The format of the first.
        expected: String,
        /// That of the second.
        found: String,
    },
    /// They have different source locales.
    #[error("{second} has the source locale {found}, and {first} has {expected}")]
    Source {
        /// One input.
        first: String,
        /// Another.
        second: String,
        /// The source locale of the first.
        expected: String,
        /// That of the second.
        found: String,
    },
    /// They have read a page differently: they belong to different versions of the documentation.
    #[error(
        "{first} and {second} differ in `{field}` of page `{key}` in {locale}: they belong to different versions of the pages"
    )]
    Page {
        /// One input.
        first: String,
        /// Another.
        second: String,
        /// The page key.
        key: String,
        /// The page's locale.
        locale: String,
        /// The field that differs.
        field: &'static str,
    },
    /// One id stands for different facts.
    #[error("{first} and {second} differ in `{field}` of fact {id} of page `{key}`")]
    Fact {
        /// One input.
        first: String,
        /// Another.
        second: String,
        /// The id.
        id: String,
        /// The page key.
        key: String,
        /// The field that differs.
        field: &'static str,
    },
}

/// Joins fact bases, each with the name that errors call it by. The order of the parts does not matter.
///
/// Parts may be shares of the pages, or of the locales of the same pages. What two parts both have must be the same.
pub fn merge(parts: impl IntoIterator<Item = (String, FactBase)>) -> Result<FactBase, MergeError> {
    let mut parts = parts.into_iter();
    let (name, mut whole) = parts.next().ok_or(MergeError::Nothing)?;
    let mut names = vec![name];
    let mut pages: FxHashMap<(String, Tag), (usize, usize)> = whole
        .pages
        .iter()
        .enumerate()
        .map(|(index, page)| ((page.key.clone(), page.locale.clone()), (0, index)))
        .collect();
    let mut facts: FxHashMap<_, (usize, usize)> =
        whole.facts.iter().enumerate().map(|(index, fact)| (fact.id.clone(), (0, index))).collect();
    for (name, part) in parts {
        let number = names.len();
        agree(&names[0], &whole, &name, &part)?;
        for page in part.pages {
            let key = (page.key.clone(), page.locale.clone());
            if let Some(&(owner, index)) = pages.get(&key) {
                same_page(&whole.pages[index], &page).map_err(|field| MergeError::Page {
                    first: names[owner].clone(),
                    second: name.clone(),
                    key: page.key,
                    locale: page.locale.to_string(),
                    field,
                })?;
            } else {
                pages.insert(key, (number, whole.pages.len()));
                whole.pages.push(page);
            }
        }
        for fact in part.facts {
            if let Some(&(owner, index)) = facts.get(&fact.id) {
                let (id, key) = (fact.id.to_string(), fact.page.clone());
                join(&mut whole.facts[index], fact).map_err(|field| MergeError::Fact {
                    first: names[owner].clone(),
                    second: name.clone(),
                    id,
                    key,
                    field,
                })?;
            } else {
                facts.insert(fact.id.clone(), (number, whole.facts.len()));
                whole.facts.push(fact);
            }
        }
        whole.locales.extend(part.locales);
        names.push(name);
    }
    whole.sort();
    whole.locales.dedup();
    fill(&mut whole);
    Ok(whole)
}

fn agree(first: &str, whole: &FactBase, second: &str, part: &FactBase) -> Result<(), MergeError> {
    let (first, second) = (first.to_owned(), second.to_owned());
    if whole.schema != part.schema {
        let (expected, found) = (whole.schema.clone(), part.schema.clone());
        return Err(MergeError::Schema { first, second, expected, found });
    }
    if whole.source != part.source {
        let (expected, found) = (whole.source.to_string(), part.source.to_string());
        return Err(MergeError::Source { first, second, expected, found });
    }
    Ok(())
}

/// The first field in which two records of a page differ.
fn same_page(a: &PageRecord, b: &PageRecord) -> Result<(), &'static str> {
    let fields = [
        (a.sha256 == b.sha256, "sha256"),
        (a.path == b.path, "path"),
        (a.title == b.title, "title"),
        (a.front_matter == b.front_matter, "front_matter"),
    ];
    fields.into_iter().find(|(same, _)| !same).map_or(Ok(()), |(_, field)| Err(field))
}

/// Adds what the other record says of further locales.
fn join(fact: &mut FactRecord, other: FactRecord) -> Result<(), &'static str> {
    let fields = [
        (fact.kind == other.kind, "kind"),
        (fact.value == other.value, "value"),
        (fact.data == other.data, "data"),
        (fact.polarity == other.polarity, "polarity"),
        (fact.page == other.page, "page"),
        (fact.section == other.section, "section"),
    ];
    if let Some((_, field)) = fields.into_iter().find(|(same, _)| !same) {
        return Err(field);
    }
    union(&mut fact.occurrences, other.occurrences, |_, _| None).ok_or("occurrences")?;
    // A part that did not look at a locale's pages may say `no-page` of them.
    let choose = |a: Status, b: Status| match (a, b) {
        (Status::NoPage, seen) | (seen, Status::NoPage) => Some(seen),
        _ => None,
    };
    union(&mut fact.status, other.status, |a, b| choose(*a, *b)).ok_or("status")
}

fn union<V: PartialEq>(
    map: &mut BTreeMap<Tag, V>,
    other: BTreeMap<Tag, V>,
    choose: impl Fn(&V, &V) -> Option<V>,
) -> Option<()> {
    for (tag, value) in other {
        match map.entry(tag) {
            Entry::Vacant(entry) => {
                entry.insert(value);
            }
            Entry::Occupied(entry) if *entry.get() == value => {}
            Entry::Occupied(mut entry) => {
                let chosen = choose(entry.get(), &value)?;
                entry.insert(chosen);
            }
        }
    }
    Some(())
}

/// A part knows nothing of locales that only other parts have looked at; where such a locale has no page, say so.
fn fill(base: &mut FactBase) {
    let pages: FxHashSet<(&str, &str)> = base.pages.iter().map(|page| (page.key.as_str(), &*page.locale)).collect();
    for fact in &mut base.facts {
        if !fact.occurrences.contains_key(&*base.source) {
            continue;
        }
        for locale in &base.locales {
            if !fact.status.contains_key(locale) && !pages.contains(&(fact.page.as_str(), &**locale)) {
                fact.status.insert(locale.clone(), Status::NoPage);
            }
        }
    }
}
