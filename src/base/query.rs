//! Questions to a fact base: which facts, where, in which languages.

use super::rows::Rows;
use super::wire::{FactBase, FactRecord, PageRecord, Polarity, Status, Tag};
use crate::locale::Locale;
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use std::collections::BTreeSet;
use std::io::{self, Write};

/// What to look for. Of each field that names anything, one must fit; nothing named fits all.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Kinds by name.
    pub kinds: Vec<String>,
    /// Globs of the canonical value; `*` stands for any text, `/` and `.` too. Case does not matter.
    pub values: Vec<String>,
    /// Globs of the page key, or of the path of any of its pages.
    pub pages: Vec<String>,
    /// A text that one of the section's ids holds, in any case.
    pub section: Option<String>,
    /// Locales, the source too; a language alone (`pt`) stands for all its regions.
    pub locales: Vec<String>,
    /// Statuses: in one of `locales` if there are any, else in any locale.
    pub statuses: Vec<Status>,
    /// Affirmed or negated.
    pub polarity: Option<Polarity>,
    /// How the answer is written.
    pub format: QueryFormat,
}

/// How an answer is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum QueryFormat {
    /// Aligned columns for people.
    #[default]
    Table,
    /// A fact base of the facts found and their pages: the canonical JSON.
    Json,
    /// A row for each fact in each locale.
    Csv,
    /// The distinct values, sorted, a line each.
    Lines,
}

impl QueryFormat {
    /// All of them.
    pub const ALL: [QueryFormat; 4] = [QueryFormat::Table, QueryFormat::Json, QueryFormat::Csv, QueryFormat::Lines];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            QueryFormat::Table => "table",
            QueryFormat::Json => "json",
            QueryFormat::Csv => "csv",
            QueryFormat::Lines => "lines",
        }
    }

    /// The format of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }
}

/// Why a question cannot be answered.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    /// A glob that is none.
    #[error("`{glob}` is not a glob: {reason}")]
    Glob {
        /// As given.
        glob: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Something that is no language tag.
    #[error("{0}")]
    Locale(String),
    /// The answer could not be written.
    #[error("{0}")]
    Write(#[from] io::Error),
}

/// Writes the facts that are asked for; says how many they are.
pub fn query(base: &FactBase, options: &Options, out: impl Write) -> Result<usize, QueryError> {
    let found = select(base, options)?;
    write(base, &found, options, out)?;
    Ok(found.len())
}

/// The facts that are asked for, in the order of the base.
pub fn select<'b>(base: &'b FactBase, options: &Options) -> Result<Vec<&'b FactRecord>, QueryError> {
    let filter = Filter::new(base, options)?;
    Ok(base.facts.iter().filter(|fact| filter.fits(fact)).collect())
}

struct Filter<'a> {
    options: &'a Options,
    values: Option<GlobSet>,
    /// The keys of the pages that fit; `None`: all.
    pages: Option<BTreeSet<&'a str>>,
    section: Option<String>,
    locales: Vec<&'a str>,
}

impl<'a> Filter<'a> {
    fn new(base: &'a FactBase, options: &'a Options) -> Result<Self, QueryError> {
        let pages = globs(&options.pages)?.map(|globs| {
            let fit = |page: &&PageRecord| globs.is_match(&page.key) || globs.is_match(&page.path);
            base.pages.iter().filter(fit).map(|page| page.key.as_str()).collect()
        });
        Ok(Self {
            options,
            values: globs(&options.values)?,
            pages,
            section: options.section.as_ref().map(|text| text.to_lowercase()),
            locales: locales(base, &options.locales)?,
        })
    }

    fn fits(&self, fact: &FactRecord) -> bool {
        let Options { kinds, polarity, .. } = self.options;
        (kinds.is_empty() || kinds.iter().any(|kind| *kind == fact.kind))
            && polarity.is_none_or(|polarity| polarity == fact.polarity)
            && self.pages.as_ref().is_none_or(|pages| pages.contains(fact.page.as_str()))
            && self.fits_value(&fact.value)
            && self.section.as_ref().is_none_or(|text| fact.section.iter().any(|id| id.to_lowercase().contains(text)))
            && self.fits_locale(fact)
    }

    /// The very value always fits, though it may be no glob of itself (`{placeholder}`).
    fn fits_value(&self, value: &str) -> bool {
        let very = || self.options.values.iter().any(|wanted| wanted == value);
        self.values.as_ref().is_none_or(|globs| globs.is_match(value) || very())
    }

    fn fits_locale(&self, fact: &FactRecord) -> bool {
        let Options { statuses, locales, .. } = self.options;
        let wanted = |tag: &Tag| locales.is_empty() || self.locales.contains(&&**tag);
        match (locales.is_empty(), statuses.is_empty()) {
            (true, true) => true,
            (false, true) => fact.occurrences.keys().any(wanted),
            (_, false) => fact.status.iter().any(|(tag, status)| wanted(tag) && statuses.contains(status)),
        }
    }
}

/// Globs over text, not paths: there is no separator that `*` would stop at.
fn globs(patterns: &[String]) -> Result<Option<GlobSet>, QueryError> {
    if patterns.is_empty() {
        return Ok(None);
    }
    let refuse = |glob: &str, reason: &globset::Error| QueryError::Glob {
        glob: glob.to_owned(),
        reason: reason.kind().to_string(),
    };
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        // A backslash is part of many values (registry keys, paths): literal, and `[*]` is a star.
        let glob = GlobBuilder::new(pattern)
            .literal_separator(false)
            .case_insensitive(true)
            .backslash_escape(false)
            .build()
            .map_err(|error| refuse(pattern, &error))?;
        set.add(glob);
    }
    set.build().map(Some).map_err(|error| refuse(&patterns.join(" "), &error))
}

/// The locales of the base that are asked for.
fn locales<'a>(base: &'a FactBase, wanted: &[String]) -> Result<Vec<&'a str>, QueryError> {
    let wanted: Vec<Locale> =
        wanted.iter().map(|tag| tag.parse().map_err(QueryError::Locale)).collect::<Result<_, _>>()?;
    let fits = |tag: &str| {
        let Some(locale) = Locale::parse(tag) else {
            return false;
        };
        wanted.iter().any(|wanted| {
            *wanted == locale || wanted.region().is_none() && wanted.script().is_none() && wanted.same_language(&locale)
        })
    };
    Ok(base.locales.iter().chain([&base.source]).map(|tag| &**tag).filter(|tag| fits(tag)).collect())
}

fn write(base: &FactBase, found: &[&FactRecord], options: &Options, mut out: impl Write) -> io::Result<()> {
    match options.format {
        QueryFormat::Json => {
            let keys: BTreeSet<&str> = found.iter().map(|fact| fact.page.as_str()).collect();
            let part = FactBase {
                facts: found.iter().map(|&fact| fact.clone()).collect(),
                pages: base.pages.iter().filter(|page| keys.contains(page.key.as_str())).cloned().collect(),
                locales: base.locales.clone(),
                schema: base.schema.clone(),
                source: base.source.clone(),
            };
            serde_json::to_writer(&mut out, &part)?;
        }
        QueryFormat::Csv => {
            let paths = base.paths();
            let mut rows = Rows::new(&mut out)?;
            for fact in found {
                rows.fact(fact, &base.source, |locale| paths.get(&(fact.page.as_str(), locale)).copied())?;
            }
            rows.finish()?;
        }
        QueryFormat::Lines => {
            let values: BTreeSet<&str> = found.iter().map(|fact| &*fact.value).collect();
            for value in values {
                writeln!(out, "{}", one_line(value))?;
            }
        }
        QueryFormat::Table => table(base, found, &mut out)?,
    }
    out.flush()
}

/// A value as one line: a code block has several, and its control characters must not reach a terminal.
pub(super) fn one_line(value: &str) -> String {
    if !value.contains(char::is_control) {
        return value.to_owned();
    }
    value.chars().flat_map(|c| if c.is_control() { c.escape_default().collect() } else { vec![c] }).collect()
}

/// The longest value that a table shows whole, in characters.
const WIDTH: usize = 60;

fn table(base: &FactBase, found: &[&FactRecord], out: &mut impl Write) -> io::Result<()> {
    if found.is_empty() {
        return Ok(());
    }
    let paths = base.paths();
    let mut lines = vec![["KIND", "VALUE", "PLACE", "SECTION", "LOCALES"].map(str::to_owned)];
    for fact in found {
        let mut value = one_line(&fact.value);
        if value.chars().count() > WIDTH {
            value = value.chars().take(WIDTH - 1).chain(['…']).collect();
        }
        if fact.polarity == Polarity::Negated {
            value = format!("not {value}");
        }
        let place = fact.own(&base.source).map_or(String::new(), |(locale, place)| {
            let path = paths.get(&(fact.page.as_str(), locale)).copied().unwrap_or(&fact.page);
            place.map_or(path.to_owned(), |place| format!("{path}:{}", place.line))
        });
        lines.push([fact.kind.to_string(), value, place, fact.section.join(" / "), where_said(base, fact)]);
    }
    let mut widths = [0; 5];
    for line in &lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = (*width).max(cell.chars().count());
        }
    }
    for line in &lines {
        let mut text = String::new();
        for (cell, width) in line.iter().zip(widths) {
            text.push_str(&format!("{cell:width$}  "));
        }
        writeln!(out, "{}", text.trim_end())?;
    }
    Ok(())
}

/// The locales of a fact, each with its status where that is not plain agreement; those without a page are left out.
fn where_said(base: &FactBase, fact: &FactRecord) -> String {
    let mut said = Vec::new();
    if fact.occurrences.contains_key(&base.source) {
        said.push(base.source.to_string());
    }
    for locale in &base.locales {
        match fact.status.get(locale) {
            Some(Status::NoPage) => {}
            Some(Status::Agrees) => said.push(locale.to_string()),
            Some(status) => said.push(format!("{locale} ({})", status.name())),
            None if fact.occurrences.contains_key(locale) => said.push(locale.to_string()),
            None => {}
        }
    }
    said.join(", ")
}
