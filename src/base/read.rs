//! Reads a fact base, strictly: a program that acts on facts must not act on half a file, nor on a format that it mistakes.

use super::place;
use super::wire::{FactBase, SCHEMA};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use std::fmt;

/// Why a text is no fact base, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct ReadError {
    /// What is wrong.
    pub problem: ReadProblem,
    /// The place as a JSON pointer (RFC 6901); empty for the whole text.
    pub pointer: String,
    /// Line and byte column, from 1, where the text itself could not be read.
    pub at: Option<(usize, usize)>,
}

/// What can be wrong with a fact base.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadProblem {
    /// It is of another format, or of a version that this program does not know.
    Schema(String),
    /// It names no format: some other JSON.
    NoSchema,
    /// It ends too early.
    Truncated,
    /// It is no JSON, or a field is unknown, missing or of another type.
    Invalid(String),
    /// Two facts have this id.
    DuplicateId(String),
    /// Two pages have this key and locale.
    DuplicatePage(String, String),
    /// A fact names a page that is not among the pages.
    UnknownPage(String),
    /// A locale that is neither the source nor among the locales.
    UnknownLocale(String),
    /// A fact that stands nowhere.
    NoOccurrence,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.problem {
            ReadProblem::Schema(found) => write!(f, "the format is `{found}`, and this program reads `{SCHEMA}`")?,
            ReadProblem::NoSchema => write!(f, "not a fact base: `schema` is missing (`{SCHEMA}`)")?,
            ReadProblem::Truncated => f.write_str("the text ends too early")?,
            ReadProblem::Invalid(words) => f.write_str(words)?,
            ReadProblem::DuplicateId(id) => write!(f, "a fact before it has the id `{id}` too")?,
            ReadProblem::DuplicatePage(key, locale) => write!(f, "page `{key}` is there twice in {locale}")?,
            ReadProblem::UnknownPage(key) => write!(f, "page `{key}` is not among the pages")?,
            ReadProblem::UnknownLocale(tag) => write!(f, "{tag} is neither the source locale nor among `locales`")?,
            ReadProblem::NoOccurrence => f.write_str("the fact stands nowhere")?,
        }
        if !self.pointer.is_empty() {
            write!(f, ", at {}", self.pointer)?;
        }
        if let Some((line, column)) = self.at {
            write!(f, " (line {line} column {column})")?;
        }
        Ok(())
    }
}

impl FactBase {
    /// Reads a fact base from JSON, canonical or indented.
    pub fn read(json: &[u8]) -> Result<Self, ReadError> {
        // Some editors put one there.
        let json = json.strip_prefix("\u{feff}".as_bytes()).unwrap_or(json);
        let mut base: Self = serde_json::from_slice(json).map_err(|error| syntax(json, &error))?;
        if base.schema != SCHEMA {
            return Err(whole(ReadProblem::Schema(base.schema)));
        }
        base.examine()?;
        base.sort();
        Ok(base)
    }

    fn examine(&self) -> Result<(), ReadError> {
        let locales: FxHashSet<&str> = self.locales.iter().chain([&self.source]).map(|tag| &**tag).collect();
        let known = |tag: &str, pointer: &dyn Fn() -> String| {
            if locales.contains(tag) { Ok(()) } else { Err(at(ReadProblem::UnknownLocale(tag.to_owned()), pointer())) }
        };
        let mut pages: FxHashSet<(&str, &str)> = FxHashSet::default();
        let mut keys: FxHashSet<&str> = FxHashSet::default();
        for (index, page) in self.pages.iter().enumerate() {
            known(&page.locale, &|| format!("/pages/{index}/locale"))?;
            keys.insert(&page.key);
            if !pages.insert((&page.key, &page.locale)) {
                let problem = ReadProblem::DuplicatePage(page.key.clone(), page.locale.to_string());
                return Err(at(problem, format!("/pages/{index}")));
            }
        }
        let mut ids: FxHashMap<&str, usize> = FxHashMap::default();
        ids.reserve(self.facts.len());
        for (index, fact) in self.facts.iter().enumerate() {
            if ids.insert(&fact.id, index).is_some() {
                return Err(at(ReadProblem::DuplicateId(fact.id.to_string()), format!("/facts/{index}/id")));
            }
            if !keys.contains(fact.page.as_str()) {
                return Err(at(ReadProblem::UnknownPage(fact.page.clone()), format!("/facts/{index}/page")));
            }
            if fact.occurrences.values().all(Vec::is_empty) {
                return Err(at(ReadProblem::NoOccurrence, format!("/facts/{index}/occurrences")));
            }
            for tag in fact.occurrences.keys() {
                known(tag, &|| format!("/facts/{index}/occurrences/{tag}"))?;
            }
            for tag in fact.status.keys() {
                known(tag, &|| format!("/facts/{index}/status/{tag}"))?;
            }
        }
        Ok(())
    }
}

fn whole(problem: ReadProblem) -> ReadError {
    ReadError { problem, pointer: "/schema".to_owned(), at: None }
}

fn at(problem: ReadProblem, pointer: String) -> ReadError {
    ReadError { problem, pointer, at: None }
}

/// A later version has other fields, and the first of them would be the error: say the version instead.
fn syntax(json: &[u8], error: &serde_json::Error) -> ReadError {
    #[derive(Deserialize)]
    struct Head {
        schema: Option<serde_json::Value>,
    }
    let head: Option<Head> = serde_json::from_slice(json).ok();
    match head.map(|head| head.schema) {
        Some(Some(serde_json::Value::String(schema))) if schema != SCHEMA => {
            return whole(ReadProblem::Schema(schema));
        }
        Some(None) => {
            return ReadError { problem: ReadProblem::NoSchema, pointer: String::new(), at: None };
        }
        _ => {}
    }
    let (line, column) = (error.line(), error.column());
    let problem = match error.classify() {
        serde_json::error::Category::Eof => ReadProblem::Truncated,
        _ => {
            let words = error.to_string();
            let place = format!(" at line {line} column {column}");
            ReadProblem::Invalid(words.strip_suffix(&place).unwrap_or(&words).to_owned())
        }
    };
    // serde_json's line 0 means that it has no place.
    let pointer = if line == 0 { String::new() } else { place::pointer(json, place::offset(json, line, column)) };
    ReadError { problem, pointer, at: (line > 0).then_some((line, column)) }
}
