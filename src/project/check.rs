//! `check`: every group compared, in parallel, and the findings put in order.

use super::across::{Gathered, report};
use super::bound::bound;
use super::exempt::Exempt;
use super::load::{file_finding, load_group, load_loose, view};
use super::plan::{Job, Plan, plan};
use super::{Error, GRAIN, Page, Progress, Request, align_pages, loose, pool};
use crate::check::{self, Diagnostic, Keys, Outcome, PairNote, Rule, Selection, Severity, Summary, rules};
use crate::layout::PageRef;
use crate::locale::Locale;
use crate::pair::Fingerprint;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What a job comes to.
#[derive(Default)]
struct Done {
    diagnostics: Vec<Diagnostic>,
    pairs: Vec<PairNote>,
    pages: usize,
    unpaired: usize,
    facts: usize,
    gathered: Vec<Gathered>,
    /// How many findings of each severity there were, those not shown included.
    counts: BTreeMap<Severity, usize>,
}

/// Which findings are reported.
struct Sieve {
    selection: Selection,
    exempt: Exempt,
    least: Severity,
}

impl Sieve {
    /// How grave the findings of a rule are, where all are asked for and none is shown: there it is enough to count them.
    fn unseen(&self, rule: &Rule) -> Option<Severity> {
        let severity = self.selection.severity(rule).filter(|severity| *severity < self.least);
        severity.filter(|_| !self.exempt.concerns(rule.id))
    }
}

impl Done {
    /// Counts the findings that the run asks for, and lets go of those that it does not show: there may be far more of them than of
    /// the others.
    fn sift(mut self, sieve: &Sieve) -> Self {
        self.diagnostics
            .retain_mut(|diagnostic| sieve.selection.admit(diagnostic) && !sieve.exempt.holds_for(diagnostic));
        for diagnostic in &self.diagnostics {
            *self.counts.entry(diagnostic.severity).or_default() += 1;
        }
        self.diagnostics.retain(|diagnostic| diagnostic.severity >= sieve.least);
        self
    }

    /// All together.
    fn sum(all: Vec<Done>) -> Self {
        let mut total = Self::default();
        // moved once each
        total.diagnostics.reserve_exact(all.iter().map(|done| done.diagnostics.len()).sum());
        total.gathered.reserve_exact(all.iter().map(|done| done.gathered.len()).sum());
        all.into_iter().for_each(|done| total.add(done));
        total
    }

    fn add(&mut self, other: Done) {
        self.diagnostics.extend(other.diagnostics);
        self.pairs.extend(other.pairs);
        self.pages += other.pages;
        self.unpaired += other.unpaired;
        self.facts += other.facts;
        self.gathered.extend(other.gathered);
        for (severity, count) in other.counts {
            *self.counts.entry(severity).or_default() += count;
        }
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
    let sieve = Sieve { selection, exempt, least: request.min_severity.unwrap_or(Severity::Warning) };
    let mut plan = plan(request)?;
    let keys = Keys::new(&config.front_matter.agree, &config.front_matter.differ);
    let missing = sieve.unseen(rules::PAGE_MISSING_TRANSLATION);
    let expected = Expected { locales: job_locales(&plan.jobs), unseen: missing };
    let all = plan.jobs.len() + plan.loose.len();
    let done = AtomicUsize::new(0);
    let tick = || {
        let now = done.fetch_add(1, Ordering::Relaxed) + 1;
        if let Some(progress) = progress {
            progress(now, all);
        }
    };
    let placed = || -> Vec<Done> {
        let check = |job| {
            let result = check_job(job, &plan, &keys, &expected).sift(&sieve);
            tick();
            result
        };
        plan.jobs.par_iter().with_max_len(GRAIN).map(check).collect()
    };
    let (placed, (paired, loose)) = rayon::join(placed, || check_loose(&plan, &keys, &tick));
    let mut total = Done::sum(placed.into_iter().chain([paired.sift(&sieve), loose.sift(&sieve)]).collect());
    let mut rest = Done { diagnostics: std::mem::take(&mut plan.problems), ..Done::default() };
    let mut gathered = std::mem::take(&mut total.gathered);
    rest.diagnostics.extend(report(&mut gathered, &plan));
    total.add(rest.sift(&sieve));
    let most = plan.config.limits.findings;
    // to let go of so much takes a while, and nothing need wait for it
    rayon::spawn(move || drop((gathered, plan)));

    let count = |severity| total.counts.get(&severity).copied().unwrap_or_default();
    let summary = Summary {
        pages: total.pages,
        pairs: total.pairs.len(),
        unpaired: total.unpaired,
        facts: total.facts,
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        infos: count(Severity::Info),
    };
    let mut diagnostics = total.diagnostics;
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

/// The translations that a source page should have.
#[derive(Default)]
struct Expected {
    locales: Vec<Locale>,
    /// How grave it is that one is missing, where that is not shown: of many pages most are.
    unseen: Option<Severity>,
}

fn check_job(job: &Job, plan: &Plan, keys: &Keys, expected: &Expected) -> Done {
    let mut done = Done::default();
    let pages = load_group(job, plan, &mut done.diagnostics);
    let Some(source) = &pages.source else {
        for page in &pages.translations {
            done.pages += 1;
            done.unpaired += 1;
            done.facts += page.facts.facts.len();
            let view = view(page);
            done.diagnostics.extend(check::check_page(&view));
            done.gathered.extend(Gathered::new(&job.base, &job.group.translations, &view));
            let mut orphan = file_finding(
                rules::PAGE_ORPHAN_TRANSLATION,
                page.path.clone(),
                format!("no source page for `{}`", pages.key),
            );
            orphan.locale = Some(page.locale.clone());
            done.diagnostics.push(orphan);
        }
        return done;
    };
    let ours = view(source);
    done.pages += 1 + pages.translations.len();
    done.facts +=
        source.facts.facts.len() + pages.translations.iter().map(|page| page.facts.facts.len()).sum::<usize>();
    done.unpaired += usize::from(pages.translations.is_empty());
    if !job.only_translation {
        done.diagnostics.extend(check::check_page(&ours));
        done.gathered.extend(Gathered::new(&job.base, &job.group.source, &ours));
        let has = |locale: &Locale| job.group.translations.iter().any(|page| page.locale == *locale);
        let missing = expected.locales.iter().filter(|locale| !has(locale));
        match expected.unseen {
            Some(severity) => *done.counts.entry(severity).or_default() += missing.count(),
            None => done.diagnostics.extend(missing.map(|locale| missing_translation(source, locale))),
        }
    }
    for page in &pages.translations {
        let theirs = view(page);
        done.diagnostics.extend(check::check_page(&theirs));
        done.gathered.extend(Gathered::new(&job.base, &job.group.translations, &theirs));
        let alignment = align_pages(source, page);
        let pair = check::Pair { source: &ours, translation: &theirs, alignment: &alignment };
        done.diagnostics.extend(check::check_pair(&pair, keys));
        done.pairs.push(PairNote {
            source: source.path.clone(),
            translation: page.path.clone(),
            locale: Some(page.locale.to_string()),
            by: job.by,
        });
    }
    done
}

fn missing_translation(source: &Page, locale: &Locale) -> Diagnostic {
    let message = format!("no translation into {locale}");
    let missing = file_finding(rules::PAGE_MISSING_TRANSLATION, source.path.clone(), message);
    Diagnostic { locale: Some(locale.clone()), ..missing }
}

/// Pairs what no layout places by fingerprint and checks it; the rest is checked page by page.
fn check_loose(plan: &Plan, keys: &Keys, tick: &(impl Fn() + Sync)) -> (Done, Done) {
    let single: Vec<(Done, Option<Fingerprint>)> = plan
        .loose
        .par_iter()
        .with_max_len(GRAIN)
        .map(|(base, loose)| {
            let mut done = Done::default();
            let loaded = load_loose(base, loose, plan, &mut done.diagnostics);
            let print = loaded.map(|(page, known)| {
                done.pages += 1;
                done.unpaired += 1;
                done.facts += page.facts.facts.len();
                let view = view(&page);
                done.diagnostics.extend(check::check_page(&view));
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
    let paired =
        jobs.par_iter().with_max_len(GRAIN).map(|job| check_job(job, plan, keys, &Expected::default())).collect();
    let alone = single.into_iter().zip(&used).filter(|(_, used)| !**used).map(|((done, _), _)| done);
    (Done::sum(paired), Done::sum(alone.collect()))
}
