//! Which rules run, and how grave their findings are: the command line over the configuration over the table.

use super::Severity;
use super::rules::RULES;
use crate::config;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// A rule or group that does not exist.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown rule `{name}`{}", .suggestion.as_ref().map(|s| format!(", did you mean `{s}`?")).unwrap_or_default())]
pub struct UnknownRule {
    /// As given.
    pub name: String,
    /// The nearest there is.
    pub suggestion: Option<String>,
}

/// The rules in force.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    off: FxHashMap<&'static str, ()>,
    severity: FxHashMap<&'static str, Severity>,
}

impl Selection {
    /// Resolves names of rules (`drift/port`), groups (`drift`) and `all`. `select` empty means all.
    ///
    /// # Errors
    /// Where a name is no rule's and no group's.
    pub fn new(
        select: &[String],
        ignore: &[String],
        severity: &BTreeMap<String, config::Severity>,
    ) -> Result<Self, UnknownRule> {
        let mut selection = Self::default();
        if !select.is_empty() {
            let mut on = Vec::new();
            for name in select {
                on.extend(named(name)?);
            }
            selection.off = RULES.iter().map(|rule| rule.id).filter(|id| !on.contains(id)).map(|id| (id, ())).collect();
        }
        for name in ignore {
            selection.off.extend(named(name)?.into_iter().map(|id| (id, ())));
        }
        for (name, severity) in severity {
            for id in named(name)? {
                match severity {
                    config::Severity::Off => drop(selection.off.insert(id, ())),
                    config::Severity::Info => drop(selection.severity.insert(id, Severity::Info)),
                    config::Severity::Warning => drop(selection.severity.insert(id, Severity::Warning)),
                    config::Severity::Error => drop(selection.severity.insert(id, Severity::Error)),
                }
            }
        }
        Ok(selection)
    }

    /// How grave a finding of a rule is taken that is `own` by itself; `None` where the rule does not run.
    pub fn severity(&self, rule: &'static str, own: Severity) -> Option<Severity> {
        (!self.off.contains_key(rule)).then(|| self.severity.get(rule).copied().unwrap_or(own))
    }
}

/// The ids that a name stands for.
///
/// # Errors
/// Where it is no rule's and no group's.
pub fn named(name: &str) -> Result<Vec<&'static str>, UnknownRule> {
    let name = name.trim().trim_end_matches("/*").trim_end_matches('/');
    let all = RULES.iter().map(|rule| rule.id);
    let found: Vec<&'static str> =
        all.clone().filter(|id| name == "all" || *id == name || id.split('/').next() == Some(name)).collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let groups = all.clone().filter_map(|id| id.split('/').next());
    let nearest = all.chain(groups).map(|id| (strsim::damerau_levenshtein(id, name), id)).min();
    let suggestion = nearest.filter(|(distance, id)| *distance <= id.len() / 2).map(|(_, id)| id.to_owned());
    Err(UnknownRule { name: name.to_owned(), suggestion })
}
