//! `drift/front-matter`: values that must agree between a page and its translation.

use super::compare::Compared;
use super::rules;
use super::view::{Finding, Pair, View, quote};
use super::{Findings, Severity};
use crate::facts::{Data, FactId};
use crate::parse::{Entry, Value};
use globset::{Candidate, Glob, GlobSet, GlobSetBuilder};

/// Keys whose values are the page's, whatever its language, in the common systems.
const AGREE: [&str; 24] = [
    "ms.prod",
    "ms.technology",
    "ms.assetid",
    "ms.topic",
    "ms.service",
    "ms.subservice",
    "ms.suite",
    "ms.tgt_pltfrm",
    "ms.devlang",
    "ms.custom",
    "layout",
    "type",
    "template",
    "id",
    "exl-id",
    "weight",
    "sidebar_position",
    "order",
    "nav_order",
    "draft",
    "image",
    "robots",
    "zone_pivot_groups",
    "monikerRange",
];
/// Keys that belong to the translation, or that its tools write.
const DIFFER: [&str; 34] = [
    "title*",
    "description*",
    "summary",
    "keywords",
    "tags",
    "label*",
    "sidebar_label",
    "lang",
    "language",
    "locale",
    "slug",
    "permalink",
    "url",
    "aliases",
    "redirect*",
    "ms.openlocfilehash",
    "ms.sourcegitcommit",
    "ms.translationtype",
    "ms.contentlocale",
    "ms.lasthandoff",
    "ms.locfileid",
    "source-git-commit",
    "source-*",
    "ht-*",
    "workflow-type",
    "l10n*",
    "lastmod",
    "date",
    "ms.date",
    "updated",
    "translator*",
    "original*",
    "cover*",
    "*Title",
];

/// Which keys are compared.
#[derive(Clone, Debug)]
pub struct Keys {
    agree: GlobSet,
    differ: GlobSet,
    own_differ: GlobSet,
}

impl Keys {
    /// The defaults and what the configuration adds: keys that `agree`, and keys that `differ`, which win.
    pub fn new(agree: &[String], differ: &[String]) -> Self {
        let set = |patterns: &mut dyn Iterator<Item = &str>| {
            let mut set = GlobSetBuilder::new();
            for glob in patterns.filter_map(|pattern| Glob::new(pattern).ok()) {
                set.add(glob);
            }
            set.build().unwrap_or_else(|_| GlobSet::empty())
        };
        Self {
            agree: set(&mut AGREE.into_iter().chain(agree.iter().map(String::as_str))),
            differ: set(&mut DIFFER.into_iter()),
            own_differ: set(&mut differ.iter().map(String::as_str)),
        }
    }

    /// How grave a difference in this key is; `None` where it may differ.
    pub(super) fn severity(&self, key: &str, value: &Value) -> Option<Severity> {
        let key = Candidate::new(key);
        if self.own_differ.is_match_candidate(&key) {
            return None;
        }
        if self.agree.is_match_candidate(&key) {
            return Some(Severity::Error);
        }
        if self.differ.is_match_candidate(&key) {
            return None;
        }
        // what is no prose is likely the page's own; prose is likely translated
        let plain = match value {
            Value::Bool(_) | Value::Number(_) => true,
            Value::String(text) => !text.contains(' ') && text.contains(['_', '/', '-', '.']),
            _ => false,
        };
        Some(if plain { Severity::Info } else { return None })
    }
}

/// Compares the front matter of a pair, of which `compared` has found the keys that both pages have.
pub(super) fn check(pair: &Pair<'_>, keys: &Keys, compared: &Compared, out: &mut Findings<'_>) {
    for id in 0..pair.source.facts.facts.len() as FactId {
        // it comes first
        let Some(ours) = entry_of(pair.source, id) else { break };
        let Some(other) = compared.answer(id).0.and_then(|id| entry_of(pair.translation, id)) else { continue };
        if same(&ours.value, &other.value) {
            continue;
        }
        let Some(severity) = keys.severity(&ours.key, &ours.value) else {
            continue;
        };
        let text = |view: &View<'_>, entry: &Entry| quote(&view.text[entry.value_span.range()]);
        let (a, b) = (text(pair.source, ours), text(pair.translation, other));
        let message = format!("front matter `{}: {b}` is `{a}` in the source", ours.key);
        let span = if other.value_span.is_empty() { other.key_span } else { other.value_span };
        let finding = Finding::new(rules::DRIFT_FRONT_MATTER, pair.translation, span, message)
            .severity(severity)
            .fact("front-matter", format!("{}: {b}", ours.key), Some(format!("{}: {a}", ours.key)))
            .source(pair.source, if ours.value_span.is_empty() { ours.key_span } else { ours.value_span });
        out.push(finding.done());
    }
}

/// The key and value that a fact of the front matter stands for.
fn entry_of<'a>(view: &View<'a>, id: FactId) -> Option<&'a Entry> {
    match view.fact(id).data {
        Data::FrontMatter { entry } => view.document.front_matter.entries.get(entry as usize),
        _ => None,
    }
}

/// Whether two values say the same: an empty string is no value, the order of a list of words does not count.
pub(super) fn same(a: &Value, b: &Value) -> bool {
    let nothing =
        |value: &Value| matches!(value, Value::Null) || matches!(value, Value::String(text) if text.is_empty());
    match (a, b) {
        _ if nothing(a) && nothing(b) => true,
        (Value::Sequence(x), Value::Sequence(y)) => {
            x.len() == y.len() && x.iter().all(|item| y.iter().any(|other| same(item, other)))
        }
        (Value::String(x) | Value::Number(x), Value::String(y) | Value::Number(y)) => {
            x.trim().eq_ignore_ascii_case(y.trim())
        }
        _ => a == b,
    }
}
