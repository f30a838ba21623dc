//! The records of one page key, written without a tree in between.

use super::GroupInput;
use super::format::Format;
use super::record::{self, Records, View};
use crate::facts::Fact;
use crate::locale::Locale;

/// What the whole run has in common, known before the first page is read: every record depends on it.
#[derive(Clone, Debug)]
pub struct Frame {
    source: String,
    locales: Vec<String>,
    kinds: Vec<String>,
    format: Format,
}

impl Frame {
    /// A run over the translations of `source` into `locales`, given in any order; all of them, whatever share of the
    /// pages this process reads, or merging could not give the bytes of the whole run.
    pub fn new<'a>(source: &Locale, locales: impl IntoIterator<Item = &'a Locale>) -> Self {
        let source = source.to_string();
        let mut locales: Vec<String> = locales.into_iter().map(Locale::to_string).collect();
        locales.sort();
        locales.dedup();
        locales.retain(|locale| *locale != source);
        Self { source, locales, kinds: Vec::new(), format: Format::Json }
    }

    /// Leaves out facts of other kinds; no kinds: all. Ids do not depend on it.
    #[must_use]
    pub fn with_kinds(mut self, kinds: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.kinds = kinds.into_iter().map(Into::into).collect();
        self
    }

    /// How the base is written, if not as JSON.
    #[must_use]
    pub fn with_format(self, format: Format) -> Self {
        Self { format, ..self }
    }

    /// The source locale.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The locales of the translations, sorted.
    pub fn locales(&self) -> &[String] {
        &self.locales
    }

    /// How the base is written.
    pub fn format(&self) -> Format {
        self.format
    }

    pub(super) fn wants(&self, fact: &Fact) -> bool {
        self.kinds.is_empty() || self.kinds.iter().any(|kind| kind == fact.kind.name())
    }
}

/// The records of one page key, each ended by a comma where the format is one JSON document, and by a line feed where it is not
/// (which canonical JSON never holds).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupChunk {
    /// The page key.
    pub key: String,
    /// The records of the pages, by locale.
    pub pages: Vec<u8>,
    /// The records of the facts, in their defined order.
    pub facts: Vec<u8>,
    /// How many facts there are.
    pub count: usize,
}

/// Makes the records of a group. Pure, so that groups can be made in parallel. Translations into a locale that is not in
/// the frame are left out.
pub fn group_json(group: &GroupInput<'_>, frame: &Frame) -> GroupChunk {
    let mut views: Vec<View<'_>> = Vec::with_capacity(group.translations.len() + 1);
    if let Some(source) = &group.source {
        views.push(View::new(source, None, source.facts.len()));
    }
    let source_facts = group.source.as_ref().map_or(0, |source| source.facts.len());
    for (page, comparison) in &group.translations {
        let view = View::new(page, *comparison, source_facts);
        if frame.locales.binary_search(&view.locale).is_ok() {
            views.push(view);
        }
    }
    views.sort_by(|a, b| a.locale.cmp(&b.locale));

    let mut pages = Vec::with_capacity(1024 * views.len());
    for view in &views {
        record::page(&mut pages, group.key, view);
        pages.push(frame.format.end());
    }
    let mut records = Records::new(frame, group.key, &views);
    if let Some(own) = views.iter().position(|view| group.source.is_some() && view.locale == frame.source) {
        records.of_source(own);
    }
    for (own, view) in views.iter().enumerate() {
        if view.locale != frame.source {
            records.of_translation(own);
        }
    }
    let Records { out: facts, count, .. } = records;
    GroupChunk { key: group.key.to_owned(), pages, facts, count }
}
