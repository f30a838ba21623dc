//! Translations in a locale's folder under a name of their own (`de/beitragen.md` for `en/contributing.md`).
//!
//! The path says the locale and not the source. So the pages that are left over on both sides of a tree are told by what they state, as
//! pages are whose paths say nothing.

use super::load::load;
use super::plan::{Job, Plan};
use crate::check::PairedBy;
use crate::layout::PageRef;
use crate::locale::Locale;
use crate::pair::{self, Fingerprint};
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// Gives translations without source to sources that lack one in their locale.
pub(super) fn rejoin(plan: &mut Plan) {
    let orphan = |job: &Job| job.group.source.is_none() && !job.only_translation;
    if !plan.jobs.iter().any(orphan) {
        return;
    }
    // of many orphans few have a locale of their own
    let orphans = plan.jobs.iter().filter(|job| orphan(job)).flat_map(|job| &job.group.translations);
    let locales: FxHashSet<&Locale> = orphans.map(|page| &page.locale).collect();
    let lacks = |job: &Job| {
        let has = |locale: &Locale| job.group.translations.iter().any(|own| own.locale == *locale);
        job.group.source.is_some() && locales.iter().any(|locale| !has(locale))
    };
    let open: Vec<(usize, &PageRef)> = (0..plan.jobs.len())
        .flat_map(|at| {
            let job = &plan.jobs[at];
            let pages: Vec<&PageRef> = match &job.group.source {
                Some(source) if lacks(job) => vec![source],
                None if orphan(job) => job.group.translations.iter().collect(),
                _ => Vec::new(),
            };
            pages.into_iter().map(move |page| (at, page))
        })
        .collect();
    let prints: Vec<Fingerprint> = open
        .par_iter()
        .map(|(at, page)| {
            // what is wrong with the page is said when it is checked
            let page = load(&plan.jobs[*at].base, page, &plan.jobs[*at].group.key, &[], plan, &mut Vec::new());
            page.map(|page| Fingerprint::of(&page.document, &page.facts.facts, Some(page.locale.clone())))
                .unwrap_or_default()
        })
        .collect();
    let found: Vec<(usize, usize, PageRef)> = pair::by_fingerprint(&prints, &plan.config.source)
        .into_iter()
        .map(|(source, translation)| (open[source].0, open[translation].0, open[translation].1.clone()))
        .collect();
    for (source, from, page) in found {
        let job = &plan.jobs[source].group;
        if job.translations.iter().any(|own| own.locale == page.locale)
            || !Arc::ptr_eq(&plan.jobs[source].base, &plan.jobs[from].base)
        {
            continue;
        }
        plan.jobs[from].group.translations.retain(|own| *own != page);
        let job = &mut plan.jobs[source];
        if job.group.translations.is_empty() {
            job.by = PairedBy::Fingerprint;
        }
        job.group.translations.push(page);
        job.group.translations.sort();
    }
    plan.jobs.retain(|job| job.group.source.is_some() || !job.group.translations.is_empty());
}
