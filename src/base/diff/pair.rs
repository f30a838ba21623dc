//! Which fact of the old base is which of the new one.

use super::super::data::Data;
use super::super::wire::{FactBase, FactRecord};
use rustc_hash::{FxHashMap, FxHashSet};

/// The facts of the source pages, paired.
pub(super) struct Paired<'b> {
    /// Those that say the same.
    pub(super) same: Vec<(&'b FactRecord, &'b FactRecord)>,
    /// Those that say something else.
    pub(super) changed: Vec<(&'b FactRecord, &'b FactRecord)>,
    /// Those of the old base alone.
    pub(super) removed: Vec<&'b FactRecord>,
    /// Those of the new base alone.
    pub(super) added: Vec<&'b FactRecord>,
}

/// Pairs first by id, then by what is said on the page (a section may have been renamed), then by section and kind.
pub(super) fn pair<'b>(old: &'b FactBase, new: &'b FactBase) -> Paired<'b> {
    let mut paired = Paired { same: Vec::new(), changed: Vec::new(), removed: Vec::new(), added: Vec::new() };
    let mut removed = of_source(old);
    let mut added = of_source(new);
    take_equal(&mut removed, &mut added, |fact| fact.id.as_str(), &mut paired.same);
    take_equal(
        &mut removed,
        &mut added,
        |fact| (fact.page.as_str(), &*fact.kind, &*fact.value, fact.polarity),
        &mut paired.same,
    );
    type Place<'b> = (&'b str, &'b [String], &'b str, &'b str);
    let mut places: FxHashMap<Place<'b>, Vec<usize>> = FxHashMap::default();
    for (index, fact) in added.iter().enumerate() {
        places.entry(place(fact)).or_default().push(index);
    }
    let mut order: Vec<Place<'b>> = Vec::new();
    let mut gone: FxHashMap<Place<'b>, Vec<usize>> = FxHashMap::default();
    for (index, fact) in removed.iter().enumerate() {
        let list = gone.entry(place(fact)).or_default();
        if list.is_empty() {
            order.push(place(fact));
        }
        list.push(index);
    }
    let (mut used_old, mut used_new) = (FxHashSet::default(), FxHashSet::default());
    for place in order {
        let Some(candidates) = places.get(&place) else {
            continue;
        };
        for (before, after) in likely(&gone[&place], candidates, &removed, &added) {
            paired.changed.push((removed[before], added[after]));
            used_old.insert(before);
            used_new.insert(after);
        }
    }
    paired.removed = without(removed, &used_old);
    paired.added = without(added, &used_new);
    paired
}

fn without<'b>(facts: Vec<&'b FactRecord>, used: &FxHashSet<usize>) -> Vec<&'b FactRecord> {
    facts.into_iter().enumerate().filter(|(index, _)| !used.contains(index)).map(|(_, fact)| fact).collect()
}

fn of_source(base: &FactBase) -> Vec<&FactRecord> {
    base.facts.iter().filter(|fact| fact.occurrences.contains_key(&base.source)).collect()
}

/// Page, section, kind and, for front matter, the key.
fn place(fact: &FactRecord) -> (&str, &[String], &str, &str) {
    let key = if let Data::FrontMatter(data) = &fact.data { data.key.as_str() } else { "" };
    (&fact.page, &fact.section, &fact.kind, key)
}

/// Takes the facts with equal keys out of both lists, the first with the first.
fn take_equal<'b, K: Eq + std::hash::Hash>(
    removed: &mut Vec<&'b FactRecord>,
    added: &mut Vec<&'b FactRecord>,
    key: impl Fn(&'b FactRecord) -> K,
    same: &mut Vec<(&'b FactRecord, &'b FactRecord)>,
) {
    let mut by_key: FxHashMap<K, Vec<usize>> = FxHashMap::default();
    for (index, fact) in added.iter().enumerate().rev() {
        by_key.entry(key(fact)).or_default().push(index);
    }
    let mut used = FxHashSet::default();
    removed.retain(|before| match by_key.get_mut(&key(before)).and_then(Vec::pop) {
        Some(index) => {
            same.push((before, added[index]));
            used.insert(index);
            false
        }
        None => true,
    });
    *added = without(std::mem::take(added), &used);
}

/// More candidates than this are paired in their order alone: the work grows with the product.
const MANY: usize = 64;

/// Pairs the facts of one place: the opposite of the same value first, then the most similar, then in order.
fn likely(gone: &[usize], come: &[usize], removed: &[&FactRecord], added: &[&FactRecord]) -> Vec<(usize, usize)> {
    if gone.len() > MANY || come.len() > MANY {
        return gone.iter().copied().zip(come.iter().copied()).collect();
    }
    let mut candidates: Vec<(u32, usize, usize, usize)> = Vec::with_capacity(gone.len() * come.len());
    for (i, &before) in gone.iter().enumerate() {
        for (j, &after) in come.iter().enumerate() {
            let unlike = 1000 - similarity(removed[before], added[after]);
            candidates.push((unlike, i.abs_diff(j), i, j));
        }
    }
    candidates.sort_unstable();
    let (mut used_old, mut used_new) = (vec![false; gone.len()], vec![false; come.len()]);
    let mut pairs = Vec::new();
    for (_, _, i, j) in candidates {
        if !used_old[i] && !used_new[j] {
            (used_old[i], used_new[j]) = (true, true);
            pairs.push((gone[i], come[j]));
        }
    }
    pairs.sort_unstable();
    pairs
}

/// 0–1000. Of long values (code blocks) the beginning is compared.
fn similarity(a: &FactRecord, b: &FactRecord) -> u32 {
    if a.value == b.value {
        return 1000;
    }
    let head = |value: &str| value.chars().take(200).collect::<String>();
    let similar = strsim::normalized_levenshtein(&head(&a.value), &head(&b.value));
    let polarity = if a.polarity == b.polarity { 1.0 } else { 0.5 };
    (similar * polarity * 999.0) as u32
}
