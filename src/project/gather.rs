//! What a fact base is made of, known before its first record is written: every page key, and every locale.

use super::load::load_loose;
use super::plan::{Base, Job, Plan};
use super::{FactsOptions, GRAIN, Page, loose};
use crate::base::Frame;
use crate::check::Diagnostic;
use crate::layout::PageRef;
use crate::locale::Locale;
use crate::pair::Fingerprint;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many bytes of loose pages stay in memory once their fingerprints are taken; the rest is read a second time.
const KEPT: usize = 16 << 20;

/// The pages of one key.
pub(super) struct Work {
    /// Unique in the run.
    pub(super) key: String,
    pub(super) what: What,
}

pub(super) enum What {
    /// A page and its translations, or a translation without source.
    Group(Job),
    /// A page that nothing is known to belong to.
    Alone {
        base: Arc<Base>,
        page: PageRef,
        /// Whether it is in the source's language.
        source: bool,
        /// As it was read for its fingerprint.
        kept: Option<Box<Page>>,
    },
}

/// All there is to do, by ascending key.
pub(super) struct Gathered {
    pub(super) work: Vec<Work>,
    /// The source locale as the pages have it.
    pub(super) source: Locale,
    pub(super) frame: Frame,
    /// Problems of pages that are in no work.
    pub(super) problems: Vec<Diagnostic>,
}

/// Sorts out the plan's pages. What is kept of a page for later is what `keep` makes of it.
pub(super) fn gather(plan: &mut Plan, options: &FactsOptions, keep: fn(Page) -> Page) -> Gathered {
    let mut problems = std::mem::take(&mut plan.problems);
    let mut work = loose_pages(plan, &mut problems, keep);
    let jobs = std::mem::take(&mut plan.jobs);
    let source = source_locale(&jobs, &plan.config.source);
    let mut doubles = Vec::new();
    for mut job in jobs {
        single_out(&mut job, &mut doubles);
        if job.group.source.is_some() || !job.group.translations.is_empty() {
            work.push(Work { key: job.group.key.clone(), what: What::Group(job) });
        }
    }
    work.append(&mut doubles);
    let mut locales: Vec<Locale> = work.iter().flat_map(|work| work.what.locales()).cloned().collect();
    locales.sort();
    locales.dedup();
    part(&mut work);
    if let Some(shard) = options.shard {
        work.retain(|work| shard.holds(&work.key));
    }
    let frame = Frame::new(&source, &locales).with_kinds(&options.kinds).with_format(options.format);
    Gathered { work, source, frame, problems }
}

/// The source locale: what the source pages say if they agree (`en`), else what the configuration says (`en-US`).
fn source_locale(jobs: &[Job], configured: &Locale) -> Locale {
    let mut said = jobs.iter().filter_map(|job| job.group.source.as_ref()).map(|page| &page.locale);
    match said.next() {
        Some(first) if said.all(|other| other == first) => first.clone(),
        _ => configured.clone(),
    }
}

/// A key has one page a locale: of two, the first by path translates the source, and the other stands alone.
fn single_out(job: &mut Job, doubles: &mut Vec<Work>) {
    let mut seen = FxHashSet::default();
    job.group.translations.retain(|page| {
        let first = seen.insert(page.locale.clone());
        if !first {
            let what = What::Alone { base: job.base.clone(), page: page.clone(), source: false, kept: None };
            doubles.push(Work { key: page.path.clone(), what });
        }
        first
    });
}

/// A page's fingerprint, and the page where it is kept.
type Print = (Fingerprint, Option<Box<Page>>);

/// Reads what no layout places, and pairs it by what it states.
fn loose_pages(plan: &Plan, problems: &mut Vec<Diagnostic>, keep: fn(Page) -> Page) -> Vec<Work> {
    let room = AtomicUsize::new(0);
    let read: Vec<(Option<Print>, Vec<Diagnostic>)> = plan
        .loose
        .par_iter()
        .with_max_len(GRAIN)
        .map(|(base, loose)| {
            let mut out = Vec::new();
            let page = load_loose(base, loose, plan, &mut out).map(|(page, known)| {
                let print = Fingerprint::of(&page.document, &page.facts.facts, known);
                let fits = room.fetch_add(page.text.len(), Ordering::Relaxed) < KEPT;
                // mined with the words of another language, it must be read again
                let right = page.locale == self::loose::locale(&print, plan);
                (print, (fits && right).then(|| Box::new(keep(page))))
            });
            (page, out)
        })
        .collect();
    let (mut prints, mut kept) = (Vec::with_capacity(read.len()), Vec::with_capacity(read.len()));
    for (page, out) in read {
        problems.extend(out);
        match page {
            Some((print, page)) => {
                prints.push(print);
                kept.push(Some(page));
            }
            None => {
                prints.push(Fingerprint::default());
                kept.push(None);
            }
        }
    }
    let (jobs, used) = loose::jobs(plan, &prints);
    let mut work: Vec<Work> =
        jobs.into_iter().map(|job| Work { key: job.group.key.clone(), what: What::Group(job) }).collect();
    for (at, (base, loose)) in plan.loose.iter().enumerate() {
        if used[at] {
            continue;
        }
        let Some(kept) = kept[at].take() else { continue };
        let locale = loose::locale(&prints[at], plan);
        let source = locale.same_language(&plan.config.source);
        if !source && !plan.admits(&locale) {
            continue;
        }
        let page = PageRef { path: loose.path.clone(), locale };
        let what = What::Alone { base: base.clone(), page, source, kept };
        work.push(Work { key: without_extension(&loose.path).to_owned(), what });
    }
    work
}

fn without_extension(path: &str) -> &str {
    let name = path.rfind('/').map_or(0, |slash| slash + 1);
    path[name..].rfind('.').filter(|&dot| dot > 0).map_or(path, |dot| &path[..name + dot])
}

impl What {
    /// The locales of its translations.
    fn locales(&self) -> Box<dyn Iterator<Item = &Locale> + '_> {
        match self {
            What::Group(job) => Box::new(job.group.translations.iter().map(|page| &page.locale)),
            What::Alone { page, source, .. } => Box::new((!source).then_some(&page.locale).into_iter()),
        }
    }

    /// The path that stands for it: of the source, else of the first translation.
    fn shown(&self) -> Arc<str> {
        match self {
            What::Group(job) => {
                let page = job.group.source.as_ref().or(job.group.translations.first());
                page.map_or_else(|| Arc::from(""), |page| job.base.shown(&page.path))
            }
            What::Alone { base, page, .. } => base.shown(&page.path),
        }
    }

    fn pages(&self) -> usize {
        match self {
            What::Group(job) => job.group.translations.len() + 1,
            What::Alone { .. } => 1,
        }
    }
}

/// Sorts the work by key. Where two came to share one, as folders given side by side may, their paths take its place; what was
/// named twice (a folder and a page of it) is done once.
fn part(work: &mut Vec<Work>) {
    let mut named: Vec<(Arc<str>, Work)> = work.drain(..).map(|work| (work.what.shown(), work)).collect();
    named.sort_by(|(a, x), (b, y)| {
        (a, y.what.pages(), x.key.len(), &x.key).cmp(&(b, x.what.pages(), y.key.len(), &y.key))
    });
    named.dedup_by(|later, first| later.0 == first.0);
    loop {
        let mut counts: FxHashMap<String, usize> = FxHashMap::default();
        for (_, work) in &named {
            *counts.entry(work.key.clone()).or_default() += 1;
        }
        let mut changed = false;
        for (path, work) in &mut named {
            if counts.get(&work.key).is_some_and(|&count| count > 1) && *work.key != **path {
                work.key = path.to_string();
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    work.extend(named.into_iter().map(|(_, work)| work));
    work.sort_by(|a, b| a.key.cmp(&b.key));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extension_is_one_of_the_name() {
        assert_eq!(without_extension("a.b/c.d.md"), "a.b/c.d");
        assert_eq!(without_extension("a.b/c"), "a.b/c");
        assert_eq!(without_extension("a/.md"), "a/.md");
    }
}
