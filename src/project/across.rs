//! What needs all pages of a locale: the summaries that the pages left behind, held against each other when all have been read.

use super::plan::{Base, Plan};
use crate::check::consistency::{Across, QUESTIONS, Summary};
use crate::check::{Diagnostic, View};
use crate::facts::PageFacts;
use crate::layout::PageRef;
use crate::locale::{Lexicon, Locale};
use crate::parse::Document;
use crate::walk;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A page's summary, and where to read the page again.
pub(super) struct Gathered {
    shown: Arc<str>,
    base: Arc<Base>,
    /// Relative to `base`.
    path: Box<str>,
    locale: Locale,
    /// Whether the locale is more than a guess; pages of which nothing is known are compared among themselves.
    placed: bool,
    summary: Summary,
}

impl Gathered {
    /// `named` are the paths that the page may have been read from, relative to `base`.
    pub(super) fn new<'a>(
        base: &Arc<Base>,
        named: impl IntoIterator<Item = &'a PageRef>,
        view: &View<'_>,
    ) -> Option<Self> {
        let named = named.into_iter().find(|named| base.shows(&named.path, &view.path))?;
        Some(Self {
            shown: view.path.clone(),
            base: base.clone(),
            path: named.path.as_str().into(),
            locale: view.locale.unwrap_or(&named.locale).clone(),
            placed: true,
            summary: Summary::of(view),
        })
    }

    /// Sets whether the page's locale is known.
    pub(super) fn placed(self, placed: bool) -> Self {
        Self { placed, ..self }
    }
}

/// What the pages of each locale say against each other; those of which nothing is known are a locale of their own.
fn found(pages: &[Gathered]) -> Vec<Across> {
    let mut locales: BTreeMap<Option<&Locale>, Vec<(u32, &Summary)>> = BTreeMap::new();
    for (at, page) in pages.iter().enumerate() {
        locales.entry(page.placed.then_some(&page.locale)).or_default().push((at as u32, &page.summary));
    }
    let asked: Vec<_> = locales.values().flat_map(|pages| QUESTIONS.map(|question| (question, pages))).collect();
    let found = asked.par_iter().flat_map_iter(|(question, pages)| {
        let mut out = Vec::new();
        question(pages, &mut out);
        out
    });
    found.collect()
}

/// The findings across the pages, in the order of the pages' paths.
pub(super) fn report(pages: &mut Vec<Gathered>, plan: &Plan) -> Vec<Diagnostic> {
    pages.sort_by(|a, b| a.shown.cmp(&b.shown));
    pages.dedup_by(|a, b| a.shown == b.shown);
    let found = found(pages);
    // pages with findings are few: they are read again rather than kept
    let mut texts: FxHashMap<u32, String> = FxHashMap::default();
    for at in found.iter().flat_map(|found| [found.at, found.against]) {
        texts.entry(at.page).or_insert_with(|| {
            let Gathered { base, path, .. } = &pages[at.page as usize];
            let file = walk::read(&base.folder.join(&**path), &plan.config.limits);
            file.map_or_else(|_| String::new(), |file| file.text)
        });
    }
    let (document, facts) = (Document::default(), PageFacts::default());
    let view = |page: u32| {
        let Gathered { shown, locale, .. } = &pages[page as usize];
        let text = texts.get(&page).map_or("", String::as_str);
        View::new(shown.clone(), Some(locale), Lexicon::of(locale), text, &document, &facts)
    };
    found.iter().filter_map(|found| found.finding(&view(found.at.page), &view(found.against.page))).collect()
}
