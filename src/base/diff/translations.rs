//! How far the translations are: which follow a change of the source, and which changed on their own.

use super::super::wire::{FactBase, FactRecord, Polarity, Status, Tag};
use super::pair::Paired;
use super::{Follow, Rendering, Side, TranslationChange};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

type Key<'b> = (&'b str, &'b str, &'b str, &'b str, Polarity);

/// Facts that a translation alone has: where the source changed, they may be what it said before.
pub(super) struct Stale<'b> {
    extra: FxHashMap<Key<'b>, Vec<&'b str>>,
    /// The ids of those that explain a change, and need no report of their own.
    explained: FxHashSet<&'b str>,
}

impl<'b> Stale<'b> {
    pub(super) fn new(new: &'b FactBase) -> Self {
        let mut extra: FxHashMap<Key<'b>, Vec<&'b str>> = FxHashMap::default();
        for (locale, fact) in alone(new) {
            extra.entry((locale, &fact.page, &fact.kind, &fact.value, fact.polarity)).or_default().push(&fact.id);
        }
        Self { extra, explained: FxHashSet::default() }
    }

    /// What each translation that has the page makes of a change.
    pub(super) fn follow(
        &mut self,
        side: &Side<'_>,
        old: Option<&FactRecord>,
        new: Option<&FactRecord>,
    ) -> BTreeMap<Tag, Follow> {
        let Some(fact) = new.or(old) else {
            return BTreeMap::new();
        };
        let mut map = BTreeMap::new();
        for locale in &side.base.locales {
            if !side.has_page(&fact.page, locale) {
                continue;
            }
            if let Some(follow) = self.follow_in(locale, old, new) {
                map.insert(locale.clone(), follow);
            }
        }
        map
    }

    fn follow_in(&mut self, locale: &str, old: Option<&FactRecord>, new: Option<&FactRecord>) -> Option<Follow> {
        let status = new.and_then(|new| new.status.get(locale));
        match (new, status) {
            (None, _) => Some(if self.says(locale, old) { Follow::Old } else { Follow::Follows }),
            (Some(_), Some(Status::Agrees)) => Some(Follow::Follows),
            (Some(new), Some(Status::Differs)) => {
                let said = new.occurrences.get(locale).and_then(|list| list.first());
                let old_value = said.zip(old).is_some_and(|(said, old)| {
                    let value = said.value.as_ref().unwrap_or(&new.value);
                    *value == old.value && said.polarity.unwrap_or(new.polarity) == old.polarity
                });
                Some(if old_value { Follow::Old } else { Follow::Other })
            }
            (Some(_), Some(Status::Missing)) => {
                Some(if self.says(locale, old) { Follow::Old } else { Follow::Missing })
            }
            // Not compared: nothing can be said.
            (Some(_), _) => None,
        }
    }

    /// Whether the translation has a fact of its own that says what the source said; that fact is then explained.
    fn says(&mut self, locale: &str, old: Option<&FactRecord>) -> bool {
        let Some(old) = old else { return false };
        let key: Key<'_> = (locale, &old.page, &old.kind, &old.value, old.polarity);
        match self.extra.get(&key) {
            Some(ids) => {
                self.explained.extend(ids);
                true
            }
            None => false,
        }
    }
}

/// The facts that a translation alone has.
fn alone(base: &FactBase) -> impl Iterator<Item = (&str, &FactRecord)> {
    base.facts.iter().filter_map(|fact| {
        let (locale, _) = fact.own(&base.source)?;
        (locale != &*base.source).then_some((locale, fact))
    })
}

/// What changed in translations while the source said the same.
pub(super) fn changes(
    old: &FactBase,
    new: &FactBase,
    paired: &Paired<'_>,
    stale: &Stale<'_>,
) -> Vec<TranslationChange> {
    let mut list = Vec::new();
    // A locale that one of the two did not look at, or a page that came or went, is no change of a fact.
    let locales: Vec<&Tag> = new.locales.iter().filter(|locale| old.locales.contains(locale)).collect();
    for (before, after) in &paired.same {
        for &locale in &locales {
            let (was, is) = (before.status.get(locale), after.status.get(locale));
            let seen = |status: Option<&Status>| status.is_some_and(|status| *status != Status::NoPage);
            if seen(was) && seen(is) && (was != is || said(before, locale) != said(after, locale)) {
                list.push(entry(after, locale, Some(before), Some(after)));
            }
        }
    }
    let (old_sides, new_sides) = (Side::new(old), Side::new(new));
    let (before, after) = (alone_by_id(old), alone_by_id(new));
    // What the source has dropped or changed explains what a translation kept; the source's own changes tell it.
    let mut dropped: FxHashSet<(&str, &str, &str)> = FxHashSet::default();
    for fact in paired.added.iter().chain(paired.changed.iter().map(|(_, after)| after)) {
        dropped.insert((&fact.page, &fact.kind, &fact.value));
    }
    for (locale, fact) in alone(old) {
        let caught_up = dropped.contains(&(&*fact.page, &*fact.kind, &*fact.value));
        if !after.contains(&*fact.id) && new_sides.has_page(&fact.page, locale) && !caught_up {
            list.push(entry(fact, &Tag::from(locale), Some(fact), None));
        }
    }
    for (locale, fact) in alone(new) {
        let explained = stale.explained.contains(&*fact.id);
        if !before.contains(&*fact.id) && old_sides.has_page(&fact.page, locale) && !explained {
            list.push(entry(fact, &Tag::from(locale), None, Some(fact)));
        }
    }
    list.sort_by(|a, b| (&a.page, &a.locale, line(a), &a.id).cmp(&(&b.page, &b.locale, line(b), &b.id)));
    list
}

fn alone_by_id(base: &FactBase) -> FxHashSet<&str> {
    alone(base).map(|(_, fact)| &*fact.id).collect()
}

fn line(change: &TranslationChange) -> Option<u32> {
    change.new.as_ref().or(change.old.as_ref()).and_then(|rendering| rendering.line)
}

/// The value and polarity that a translation gives a fact, where they are not the fact's.
fn said<'b>(fact: &'b FactRecord, locale: &str) -> Option<(Option<&'b str>, Option<Polarity>)> {
    let place = fact.occurrences.get(locale)?.first()?;
    // An agreeing translation may write the value in its own way; that is wording.
    if fact.status.get(locale) == Some(&Status::Agrees) {
        return None;
    }
    Some((place.value.as_deref(), place.polarity))
}

fn entry(fact: &FactRecord, locale: &Tag, old: Option<&FactRecord>, new: Option<&FactRecord>) -> TranslationChange {
    let rendering = |fact: &FactRecord| {
        let place = fact.occurrences.get(locale).and_then(|list| list.first());
        Rendering {
            line: place.map(|place| place.line),
            status: fact.status.get(locale).copied(),
            text: place.map(|place| place.text.clone()),
        }
    };
    TranslationChange {
        id: fact.id.to_string(),
        kind: fact.kind.to_string(),
        locale: locale.clone(),
        new: new.map(rendering),
        old: old.map(rendering),
        page: fact.page.clone(),
        section: fact.section.clone(),
        value: fact.value.to_string(),
    }
}
