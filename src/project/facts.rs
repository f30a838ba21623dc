//! `facts`: every group mined, compared and written, batch by batch in the order of the keys.

use super::gather::{Work, gather};
use super::load::pages;
use super::plan::{Plan, patterns, plan};
use super::{Error, GRAIN, Page, Pages, Progress, Request, align_pages, pool};
use crate::base::{FactBase, FactWriter, Format, Frame, GroupChunk, GroupInput, PageInput, Shard, group_json};
use crate::check::{self, Comparison, Diagnostic, Keys, View};
use crate::config;
use crate::facts::{Kind, Patterns};
use crate::locale::Locale;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;

/// How many groups are read for each thread before their records go to the writer: enough to keep all threads at work, few enough
/// to fit into memory.
const BATCH: usize = 64;

/// What to write of a fact base.
#[derive(Clone, Debug, Default)]
pub struct FactsOptions {
    /// Kinds by name; none: all.
    pub kinds: Vec<String>,
    /// Only this share of the page keys.
    pub shard: Option<Shard>,
    /// How it is written.
    pub format: Format,
}

/// What went into a fact base.
#[derive(Clone, Debug, Default)]
pub struct FactsSummary {
    /// Pages read.
    pub pages: usize,
    /// Pairs compared.
    pub pairs: usize,
    /// Records of facts.
    pub facts: usize,
    /// What is wrong with files: unreadable, not UTF-8, too large.
    pub problems: Vec<Diagnostic>,
}

/// Writes what all pages of the request's paths state. The bytes do not depend on threads or on the order of paths; nothing
/// is written before the paths, the configuration and the kinds have been found to be right.
///
/// # Errors
/// Where a path, kind or locale does not exist, or `out` cannot be written.
pub fn facts(
    request: &Request,
    options: &FactsOptions,
    progress: Option<Progress<'_>>,
    out: &mut dyn Write,
) -> Result<FactsSummary, Error> {
    let pool = pool(request)?;
    let (plan, mut gathered) = pool.install(|| {
        let mut plan = plan(request)?;
        known_kinds(&options.kinds, &plan.patterns, None)?;
        let gathered = gather(&mut plan, options, slim);
        Ok::<_, Error>((plan, gathered))
    })?;
    let mut summary = FactsSummary { problems: std::mem::take(&mut gathered.problems), ..FactsSummary::default() };
    let mut writer = FactWriter::new(out, &gathered.frame)?;
    let front_matter = &plan.config.front_matter;
    let run = Run {
        keys: Keys::new(&front_matter.agree, &front_matter.differ),
        source: &gathered.source,
        frame: &gathered.frame,
    };
    let all = gathered.work.len();
    let mut work = std::mem::take(&mut gathered.work).into_iter();
    let done = AtomicUsize::new(0);
    let chunk = |work| {
        let chunk = chunk(work, &plan, &run);
        let now = done.fetch_add(1, Ordering::Relaxed) + 1;
        if let Some(progress) = progress {
            progress(now, all);
        }
        chunk
    };
    let written = std::thread::scope(|scope| {
        let (send, receive) = sync_channel(1);
        // the writer stays on this thread, so that it need not be one that may move to another
        scope.spawn(|| {
            let send = send;
            pool.install(|| {
                loop {
                    let batch: Vec<Work> = work.by_ref().take(BATCH * rayon::current_num_threads()).collect();
                    let chunks: Vec<Chunk> = batch.into_par_iter().with_max_len(GRAIN).map(chunk).collect();
                    // a writer that has failed reads no more
                    if chunks.is_empty() || send.send(chunks).is_err() {
                        break;
                    }
                }
            });
        });
        for chunk in receive.into_iter().flatten() {
            summary.pages += chunk.pages;
            summary.pairs += chunk.pairs;
            summary.facts += chunk.records.count;
            summary.problems.extend(chunk.problems);
            writer.push(&chunk.records)?;
        }
        writer.finish()
    });
    written?;
    summary.problems.sort_by(|a, b| (&a.place.path, a.rule, &a.message).cmp(&(&b.place.path, b.rule, &b.message)));
    summary.problems.dedup();
    Ok(summary)
}

/// The fact base of the request's paths, in memory; `options.format` has no meaning here.
///
/// # Errors
/// Where a path, kind or locale does not exist.
pub fn fact_base(
    request: &Request,
    options: &FactsOptions,
    progress: Option<Progress<'_>>,
) -> Result<(FactBase, FactsSummary), Error> {
    let mut json = Vec::new();
    let options = FactsOptions { format: Format::Json, ..options.clone() };
    let summary = facts(request, &options, progress, &mut json)?;
    let base = FactBase::read(&json)
        .map_err(|error| Error::NotFacts { path: "(in memory)".into(), error: Box::new(error) })?;
    Ok((base, summary))
}

/// Holds every kind to exist: built in, described by a pattern of the request's configuration, or stated in `base`. One that does
/// not exist selects nothing, which must not pass for an answer.
///
/// # Errors
/// Where one does not exist; the error has a suggestion.
pub fn require_kinds(kinds: &[String], request: &Request, base: Option<&FactBase>) -> Result<(), Error> {
    if kinds.is_empty() {
        return Ok(());
    }
    known_kinds(kinds, &patterns(&request.config, request.config_folder.as_deref())?, base)
}

fn known_kinds(kinds: &[String], patterns: &Patterns, base: Option<&FactBase>) -> Result<(), Error> {
    // collected one by one: an extension would hold the set to names that live for ever
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for kind in Kind::ALL.iter().map(|kind| kind.name()).chain(patterns.custom_kinds()) {
        known.insert(kind);
    }
    for fact in base.into_iter().flat_map(|base| &base.facts) {
        known.insert(&fact.kind);
    }
    match kinds.iter().find(|kind| !known.contains(kind.as_str())) {
        None => Ok(()),
        Some(kind) => {
            Err(Error::UnknownKind { suggestion: config::closest(kind, known.iter().copied()), name: kind.clone() })
        }
    }
}

/// What all groups of a run have in common.
struct Run<'a> {
    keys: Keys,
    source: &'a Locale,
    frame: &'a Frame,
}

/// The records of a key, and what there is to say of them.
struct Chunk {
    records: GroupChunk,
    pages: usize,
    pairs: usize,
    problems: Vec<Diagnostic>,
}

fn chunk(work: Work, plan: &Plan, run: &Run<'_>) -> Chunk {
    let mut problems = Vec::new();
    let Pages { key, source, translations } = pages(work, plan, &mut problems);
    let source_view = source.as_ref().map(Page::view);
    let compared = |page| Some(compare(source.as_ref()?, source_view.as_ref()?, page, &run.keys));
    let comparisons: Vec<Option<Comparison>> = translations.iter().map(compared).collect();
    let group = GroupInput {
        key: &key,
        source: source.as_ref().map(|page| input(page, run.source)),
        translations: translations
            .iter()
            .zip(&comparisons)
            .map(|(page, comparison)| (input(page, &page.locale), comparison.as_ref()))
            .collect(),
    };
    Chunk {
        records: group_json(&group, run.frame),
        pages: usize::from(source.is_some()) + translations.len(),
        pairs: comparisons.iter().flatten().count(),
        problems,
    }
}

/// A page without what is only asked of pages that are compared: those that wait for their turn are many.
fn slim(page: Page) -> Page {
    let Page { document, mut facts, .. } = page;
    facts.facts.shrink_to_fit();
    facts.hits = Vec::new();
    Page { document: document.outline(), facts, ..page }
}

fn compare(source: &Page, source_view: &View<'_>, translation: &Page, keys: &Keys) -> Comparison {
    let alignment = align_pages(source, translation);
    let pair = check::Pair { source: source_view, translation: &translation.view(), alignment: &alignment };
    check::compare_pair(&pair, keys)
}

fn input<'a>(page: &'a Page, locale: &'a Locale) -> PageInput<'a> {
    PageInput { locale, path: &page.path, text: &page.text, document: &page.document, facts: &page.facts.facts }
}
