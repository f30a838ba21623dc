//! Pages whose paths say nothing, joined by what they state.

use super::plan::{Job, Plan};
use crate::check::PairedBy;
use crate::layout::{Group, PageRef};
use crate::locale::Locale;
use crate::pair::{self, Fingerprint};

/// The locale of a loose page: as it states or reads, else the source's.
pub(super) fn locale(print: &Fingerprint, plan: &Plan) -> Locale {
    print.locale.clone().unwrap_or_else(|| plan.config.source.clone())
}

/// Groups of the plan's loose pages, given their fingerprints in the same order; the key is the source's path. Says too
/// which of the pages stand in one.
pub(super) fn jobs(plan: &Plan, prints: &[Fingerprint]) -> (Vec<Job>, Vec<bool>) {
    let mut jobs: Vec<Job> = Vec::new();
    let mut used = vec![false; prints.len()];
    let mut last = None;
    for (source, translation) in pair::by_fingerprint(prints, &plan.config.source) {
        used[source] = true;
        used[translation] = true;
        let page = |at: usize| PageRef { path: plan.loose[at].1.path.clone(), locale: locale(&prints[at], plan) };
        // the pairs come by source
        match jobs.last_mut().filter(|_| last == Some(source)) {
            Some(job) => job.group.translations.push(page(translation)),
            None => jobs.push(Job {
                base: plan.loose[source].0.clone(),
                group: Group {
                    key: plan.loose[source].1.path.clone(),
                    source: Some(page(source)),
                    translations: vec![page(translation)],
                    by: "fingerprint".to_owned(),
                },
                by: PairedBy::Fingerprint,
                only_translation: false,
            }),
        }
        last = Some(source);
    }
    (jobs, used)
}
