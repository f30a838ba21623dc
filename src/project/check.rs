//! `check`: every group compared, in parallel, and the findings put in order.

use super::across::{Gathered, report};
use super::bound::bound;
use super::exempt::Exempt;
use super::load::{file_finding, load_group, load_loose};
use super::plan::{Job, Plan, plan};
use super::{Error, GRAIN, Progress, Request, align_pages, loose, pool};
use crate::check::{self, Diagnostic, Findings, Keys, Outcome, PairNote, Selection, Severity, Sieve, Summary, rules};
use crate::layout::PageRef;
use crate::locale::Locale;
use crate::pair::Fingerprint;
use rayon::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What a job comes to.
struct Done<'s> {
    found: Findings<'s>,
    pairs: Vec<PairNote>,
    pages: usize,
    unpaired: usize,
    facts: usize,
    gathered: Vec<Gathered>,
}

/// Which findings are reported.
struct Asked {
    selection: Selection,
    exempt: Exempt,
    least: Severity,
}

impl Sieve for Asked {
    fn severity(&self, rule: &'static str, own: Severity, path: &str) -> Option<Severity> {
        self.selection.severity(rule, own).filter(|_| !self.exempt.holds_for(rule, path))
    }

    fn least(&self) -> Severity {
        self.least
    }
}

impl<'s> Done<'s> {
    fn new(asked: &'s Asked) -> Self {
        Self { found: Findings::new(asked), pairs: Vec::new(), pages: 0, unpaired: 0, facts: 0, gathered: Vec::new() }
    }

    /// All together.
    fn sum(asked: &'s Asked, all: Vec<Self>) -> Self {
        let mut total = Self::new(asked);
        // moved once each
        total.found.shown.reserve_exact(all.iter().map(|done| done.found.shown.len()).sum());
        total.gathered.reserve_exact(all.iter().map(|done| done.gathered.len()).sum());
        all.into_iter().for_each(|done| total.add(done));
        total
    }

    fn add(&mut self, other: Self) {
        self.found.append(other.found);
        self.pairs.extend(other.pairs);
        self.pages += other.pages;
        self.unpaired += other.unpaired;
        self.facts += other.facts;
        self.gathered.extend(other.gathered);
    }
}

/// Checks every pair that the request's paths hold.
///
/// # Errors
/// Where a path, rule or locale does not exist.
pub fn check(request: &Request, progress: Option<Progress<'_>>) -> Result<Outcome, Error> {
    let pool = pool(request)?;
    pool.install(|| run_check(request, progress))
}

fn run_check(request: &Request, progress: Option<Progress<'_>>) -> Result<Outcome, Error> {
    let config = &request.config;
    let select = if request.select.is_empty() { &config.select } else { &request.select };
    let ignore: Vec<String> = config.ignore.iter().chain(&request.ignore).cloned().collect();
    let selection = Selection::new(select, &ignore, &config.severity)?;
    let exempt = Exempt::new(request)?;
    let asked = Asked { selection, exempt, least: request.min_severity.unwrap_or(Severity::Warning) };
    let mut plan = plan(request)?;
    let keys = Keys::new(&config.front_matter.agree, &config.front_matter.differ);
    let locales = job_locales(&plan.jobs);
    let all = plan.jobs.len() + plan.loose.len();
    let done = AtomicUsize::new(0);
    let tick = || {
        let now = done.fetch_add(1, Ordering::Relaxed) + 1;
        if let Some(progress) = progress {
            progress(now, all);
        }
    };
    let placed = || -> Vec<Done<'_>> {
        let check = |job| {
            let result = check_job(job, &plan, &keys, &locales, &asked);
            tick();
            result
        };
        plan.jobs.par_iter().with_max_len(GRAIN).map(check).collect()
    };
    let (placed, (paired, loose)) = rayon::join(placed, || check_loose(&plan, &keys, &asked, &tick));
    let mut total = Done::sum(&asked, placed.into_iter().chain([paired, loose]).collect());
    total.found.extend(std::mem::take(&mut plan.problems));
    let mut gathered = std::mem::take(&mut total.gathered);
    total.found.extend(report(&mut gathered, &plan));
    let most = plan.config.limits.findings;
    // to let go of so much takes a while, and nothing need wait for it
    rayon::spawn(move || drop((gathered, plan)));

    let count = |severity| total.found.counts.get(&severity).copied().unwrap_or_default();
    let summary = Summary {
        pages: total.pages,
        pairs: total.pairs.len(),
        unpaired: total.unpaired,
        facts: total.facts,
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        infos: count(Severity::Info),
    };
    let mut diagnostics = total.found.shown;
    diagnostics.sort_by(|a, b| {
        let order =
            (&a.place.path, a.place.span, a.rule, &a.message).cmp(&(&b.place.path, b.place.span, b.rule, &b.message));
        order.then_with(|| a.locale.cmp(&b.locale))
    });
    diagnostics.dedup();
    let diagnostics = bound(diagnostics, most);
    let mut pairs = total.pairs;
    pairs.sort_by(|a, b| (&a.source, &a.locale, &a.translation).cmp(&(&b.source, &b.locale, &b.translation)));
    pairs.dedup();
    Ok(Outcome { summary, pairs, diagnostics })
}

/// The locales that the run has translations in.
fn job_locales(jobs: &[Job]) -> Vec<Locale> {
    let mut all: Vec<Locale> =
        jobs.iter().flat_map(|job| &job.group.translations).map(|page| page.locale.clone()).collect();
    all.sort();
    all.dedup();
    all
}

fn check_job<'s>(job: &Job, plan: &Plan, keys: &Keys, locales: &[Locale], asked: &'s Asked) -> Done<'s> {
    let (mut done, mut problems) = (Done::new(asked), Vec::new());
    let pages = load_group(job, plan, &mut problems);
    done.found.extend(problems);
    let Some(source) = &pages.source else {
        for page in &pages.translations {
            done.pages += 1;
            done.unpaired += 1;
            done.facts += page.facts.facts.len();
            let view = page.view();
            check::check_page(&view, &mut done.found);
            done.gathered.extend(Gathered::new(&job.base, &job.group.translations, &view));
            let mut orphan = file_finding(
                rules::PAGE_ORPHAN_TRANSLATION,
                page.path.clone(),
                format!("no source page for `{}`", pages.key),
            );
            orphan.locale = Some(page.locale.clone());
            done.found.push(orphan);
        }
        return done;
    };
    let ours = source.view();
    done.pages += 1 + pages.translations.len();
    done.facts +=
        source.facts.facts.len() + pages.translations.iter().map(|page| page.facts.facts.len()).sum::<usize>();
    done.unpaired += usize::from(pages.translations.is_empty());
    if !job.only_translation {
        check::check_page(&ours, &mut done.found);
        done.gathered.extend(Gathered::new(&job.base, &job.group.source, &ours));
        let lacks = |locale: &&Locale| !job.group.translations.iter().any(|page| page.locale == **locale);
        let missing = locales.iter().filter(lacks);
        done.found.of_rule(rules::PAGE_MISSING_TRANSLATION, &source.path, missing.clone().count(), || {
            missing.map(|locale| Diagnostic {
                locale: Some(locale.clone()),
                ..file_finding(
                    rules::PAGE_MISSING_TRANSLATION,
                    source.path.clone(),
                    format!("no translation into {locale}"),
                )
            })
        });
    }
    for page in &pages.translations {
        let theirs = page.view();
        check::check_page(&theirs, &mut done.found);
        done.gathered.extend(Gathered::new(&job.base, &job.group.translations, &theirs));
        let alignment = align_pages(source, page);
        let pair = check::Pair { source: &ours, translation: &theirs, alignment: &alignment };
        check::check_pair(&pair, keys, &mut done.found);
        done.pairs.push(PairNote {
            source: source.path.clone(),
            translation: page.path.clone(),
            locale: Some(page.locale.to_string()),
            by: job.by,
        });
    }
    done
}

/// Pairs what no layout places by fingerprint and checks it; the rest is checked page by page.
fn check_loose<'s>(plan: &Plan, keys: &Keys, asked: &'s Asked, tick: &(impl Fn() + Sync)) -> (Done<'s>, Done<'s>) {
    let single: Vec<(Done<'_>, Option<Fingerprint>)> = plan
        .loose
        .par_iter()
        .with_max_len(GRAIN)
        .map(|(base, loose)| {
            let (mut done, mut problems) = (Done::new(asked), Vec::new());
            let loaded = load_loose(base, loose, plan, &mut problems);
            done.found.extend(problems);
            let print = loaded.map(|(page, known)| {
                done.pages += 1;
                done.unpaired += 1;
                done.facts += page.facts.facts.len();
                let view = page.view();
                check::check_page(&view, &mut done.found);
                let named = PageRef { path: loose.path.clone(), locale: page.locale.clone() };
                let gathered = Gathered::new(base, [&named], &view);
                done.gathered.extend(gathered.map(|page| page.placed(known.is_some())));
                Fingerprint::of(&page.document, &page.facts.facts, known)
            });
            tick();
            (done, print)
        })
        .collect();
    let prints: Vec<Fingerprint> = single.iter().map(|(_, print)| print.clone().unwrap_or_default()).collect();
    let (jobs, used) = loose::jobs(plan, &prints);
    let paired = jobs.par_iter().with_max_len(GRAIN).map(|job| check_job(job, plan, keys, &[], asked)).collect();
    let alone = single.into_iter().zip(&used).filter(|(_, used)| !**used).map(|((done, _), _)| done);
    (Done::sum(asked, paired), Done::sum(asked, alone.collect()))
}
