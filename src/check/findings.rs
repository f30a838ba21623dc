//! What the rules find, as far as a run asks for it.

use super::view::View;
use super::{Diagnostic, Rule, Severity};
use std::collections::BTreeMap;

/// Which findings a run asks for.
pub trait Sieve: Sync {
    /// How grave a finding of that rule in that page is taken; `None` where it is not asked for.
    fn severity(&self, rule: &'static str, own: Severity, path: &str) -> Option<Severity>;
    /// The least severity that is shown.
    fn least(&self) -> Severity;
}

/// The findings that a run shows, and how many it asks for of each severity: those not shown may be far more, and are only counted.
#[derive(Default)]
pub struct Findings<'s> {
    /// All are asked for and shown where there is none.
    sieve: Option<&'s dyn Sieve>,
    /// Those that are shown.
    pub shown: Vec<Diagnostic>,
    /// How many there are of each severity.
    pub counts: BTreeMap<Severity, usize>,
}

impl<'s> Findings<'s> {
    /// None so far.
    pub fn new(sieve: &'s dyn Sieve) -> Self {
        Self { sieve: Some(sieve), ..Self::default() }
    }

    /// Adds a finding.
    pub fn push(&mut self, mut finding: Diagnostic) {
        if let Some(severity) = self.count(finding.rule, finding.severity, &finding.place.path, 1) {
            finding.severity = severity;
            self.shown.push(finding);
        }
    }

    /// Adds findings.
    pub fn extend(&mut self, findings: impl IntoIterator<Item = Diagnostic>) {
        findings.into_iter().for_each(|finding| self.push(finding));
    }

    /// Adds findings of a rule in a page, which are made only where they are shown.
    pub fn of_rule<I>(&mut self, rule: &'static Rule, path: &str, times: usize, findings: impl FnOnce() -> I)
    where
        I: IntoIterator<Item = Diagnostic>,
    {
        if let Some(severity) = self.count(rule.id, rule.severity, path, times) {
            self.shown.extend(findings().into_iter().map(|finding| Diagnostic { severity, ..finding }));
        }
    }

    /// Adds a finding of a rule in a page, which is made only where it is shown.
    pub(super) fn add(&mut self, rule: &'static Rule, page: &View<'_>, finding: impl FnOnce() -> Diagnostic) {
        self.of_rule(rule, &page.path, 1, || Some(finding()));
    }

    /// Adds those of another part of the run.
    pub fn append(&mut self, other: Findings<'_>) {
        self.shown.extend(other.shown);
        for (severity, count) in other.counts {
            *self.counts.entry(severity).or_default() += count;
        }
    }

    /// Counts findings; their severity where they are to be shown.
    fn count(&mut self, rule: &'static str, own: Severity, path: &str, times: usize) -> Option<Severity> {
        let severity = self.sieve.map_or(Some(own), |sieve| sieve.severity(rule, own, path))?;
        *self.counts.entry(severity).or_default() += times;
        self.sieve.is_none_or(|sieve| severity >= sieve.least()).then_some(severity)
    }
}
