//! `consistency/near-identical-name`: a name that differs by a letter or a blank from one that is used far more often.

use super::names::{Class, Name};
use super::near::{self, Slip, candidates, is_ending, is_replacement, slip};
use super::{Across, At, Conflict, Summary};
use crate::check::rules;
use rustc_hash::FxHashMap;

/// A slip stands in no more places than this; what is written so more often is meant.
const RARE_MOST: usize = 6;
/// From this many uses on, a name is a slip only against one used far more often.
const OFTEN: u32 = 3;
/// The least number of uses of the right name.
const COMMON_LEAST: u32 = 3;
/// How many times as often the right name must be used: a domain, a provider, an identifier (people coin those as they like).
const RATIOS: [u32; 3] = [2, 5, 5];
/// And how many times, where the slip stands in [`OFTEN`] places.
const RATIO_OFTEN: u32 = 20;

/// A name in all pages of a locale.
#[derive(Clone, Copy)]
struct Entry<'a> {
    class: Class,
    text: &'a str,
    count: u32,
    /// Its first place.
    first: At,
}

/// Reports the rare one of each two names that are nearly identical.
pub(super) fn check(pages: &[(u32, &Summary)], out: &mut Vec<Across>) {
    let mut found: Vec<(At, Entry<'_>, Entry<'_>, u32)> = Vec::new();
    for class in [Class::Domain, Class::Provider, Class::Identifier] {
        let entries = merge(pages, class);
        let slips = slips(&entries, class);
        let places = places(pages, class, slips.iter().map(|(rare, ..)| entries[*rare].text));
        for (rare, common, more) in slips {
            let places = places.get(entries[rare].text).into_iter().flatten();
            found.extend(places.map(|at| (*at, entries[rare], entries[common], more)));
        }
    }
    // a slip in the registered part is one in the whole name, too; the shorter says more clearly what is meant
    found.sort_by_key(|(at, rare, ..)| (*at, rare.class, rare.text.len()));
    found.dedup_by(|next, kept| next.0.page == kept.0.page && next.0.span.start < kept.0.span.end);
    out.extend(found.into_iter().map(|(at, rare, common, more)| report(at, &rare, &common, more)));
}

/// All names of a class.
fn merge<'a>(pages: &[(u32, &'a Summary)], class: Class) -> Vec<Entry<'a>> {
    let mut entries: Vec<Entry<'a>> = Vec::new();
    let mut known: FxHashMap<&str, usize> = FxHashMap::default();
    for (page, name) in names(pages, class) {
        let at = *known.entry(&name.text).or_insert_with(|| {
            let first = At { page, span: name.spans().first().copied().unwrap_or_default() };
            entries.push(Entry { class, text: &name.text, count: 0, first });
            entries.len() - 1
        });
        entries[at].count += name.count;
    }
    entries
}

fn names<'a>(pages: &[(u32, &'a Summary)], class: Class) -> impl Iterator<Item = (u32, &'a Name)> {
    let names = pages.iter().flat_map(|(page, summary)| summary.names.iter().map(|name| (*page, name)));
    names.filter(move |(_, name)| name.class == class)
}

/// The first places of these names, in all pages.
fn places<'a>(
    pages: &[(u32, &Summary)],
    class: Class,
    texts: impl Iterator<Item = &'a str>,
) -> FxHashMap<&'a str, Vec<At>> {
    let mut places: FxHashMap<&str, Vec<At>> = texts.map(|text| (text, Vec::new())).collect();
    if !places.is_empty() {
        for (page, name) in names(pages, class) {
            if let Some(places) = places.get_mut(name.text.as_str()) {
                let room = RARE_MOST.saturating_sub(places.len());
                places.extend(name.spans().iter().take(room).map(|&span| At { page, span }));
            }
        }
    }
    places
}

/// The names that are slips, by their texts, each with the right name and how often that is used.
fn slips(entries: &[Entry<'_>], class: Class) -> Vec<(usize, usize, u32)> {
    let labels = Labels::of(entries, class);
    let texts: Vec<&str> = entries.iter().map(|entry| entry.text).collect();
    let least = COMMON_LEAST.max(RATIOS[class as usize]);
    // other names may bear out the spelling of a domain that is itself used once
    let common = |at: usize| class == Class::Domain || entries[at].count >= least;
    let by_text = |(a, b): (u32, u32)| {
        let (a, b) = (a as usize, b as usize);
        if texts[a] < texts[b] { (a, b) } else { (b, a) }
    };
    let mut pairs: Vec<(usize, usize)> = candidates(&texts, common).into_iter().map(by_text).collect();
    pairs.sort_unstable_by_key(|(a, b)| (texts[*a], texts[*b]));
    let mut best: FxHashMap<usize, (u32, usize)> = FxHashMap::default();
    for (a, b) in pairs {
        let Some((rare, common, support)) = weigh(entries, a, b, &labels) else {
            continue;
        };
        let slot = best.entry(rare).or_insert((support, common));
        if support > slot.0 {
            *slot = (support, common);
        }
    }
    let mut best: Vec<_> = best.into_iter().map(|(rare, (more, common))| (rare, common, more)).collect();
    best.sort_unstable_by_key(|(rare, ..)| texts[*rare]);
    best
}

/// Which of two names is the slip, as (the slip, the right name, how often that is used).
fn weigh(entries: &[Entry<'_>], a: usize, b: usize, labels: &Labels<'_>) -> Option<(usize, usize, u32)> {
    let (first, second) = (&entries[a], &entries[b]);
    let slip = slip(first.text, second.text)?;
    if !likely(first, second, &slip) {
        return None;
    }
    // a name with an ending begins with the name without, which proves nothing
    let ending = is_ending(first.text, second.text, &slip);
    let support = |entry, edit| if ending { 0 } else { labels.support(entry, edit) };
    let (in_first, in_second) = (first.count + support(first, &slip.a), second.count + support(second, &slip.b));
    let (rare, common, less, more) =
        if in_first < in_second { (a, b, in_first, in_second) } else { (b, a, in_second, in_first) };
    let often = entries[rare].count >= OFTEN;
    let ratio = if often { RATIO_OFTEN } else { RATIOS[first.class as usize] };
    (entries[rare].count <= RARE_MOST as u32 && more >= COMMON_LEAST && more >= ratio * less)
        .then_some((rare, common, more))
}

/// Whether the difference looks like a slip in this class of name.
fn likely(a: &Entry<'_>, b: &Entry<'_>, slip: &Slip) -> bool {
    let ending = is_ending(a.text, b.text, slip);
    match a.class {
        Class::Domain => {
            // two top-level domains are two registrations, not one with a slip
            let top = a.text[slip.a.end..].contains('.');
            // `setting` and `settings` may both be hosts; below a name of one's own they are one host and a slip
            let below = a.text[..near::word(a.text, &slip.a).start].matches('.').count() > 0;
            top && (!ending || below)
        }
        Class::Provider => !ending,
        // of two words in code that differ in one letter, both are mostly meant
        Class::Identifier => !ending && !is_replacement(slip),
    }
}

fn report(at: At, rare: &Entry<'_>, common: &Entry<'_>, more: u32) -> Across {
    let spelling = |entry: &Entry<'_>| (entry.text.to_owned(), entry.count);
    let support = Some(more - common.count).filter(|_| common.count < COMMON_LEAST);
    Across {
        rule: rules::CONSISTENCY_NEAR_IDENTICAL_NAME,
        at,
        against: common.first,
        conflict: Conflict::Name { kind: rare.class.kind(), rare: spelling(rare), common: spelling(common), support },
    }
}

/// How often each label of the domains is used: `northwindcmg` bears out the spelling of `northwind.com`.
struct Labels<'a> {
    /// By text.
    all: Vec<(&'a str, u32)>,
}

impl<'a> Labels<'a> {
    fn of(entries: &[Entry<'a>], class: Class) -> Self {
        let mut all: Vec<(&str, u32)> = Vec::new();
        for entry in entries.iter().filter(|_| class == Class::Domain) {
            // the registered part is counted as a name of its own
            let whole = entry.text.split('.').count();
            let own = crate::facts::registrable(entry.text).map_or(0, |part| part.split('.').count());
            let labels = entry.text.split('.').take(if whole > own { whole - own } else { 1 });
            all.extend(labels.map(|label| (label, entry.count)));
        }
        all.sort_unstable();
        all.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            kept.1 += if same { next.1 } else { 0 };
            same
        });
        Self { all }
    }

    /// How often the word that the edit stands in begins another label.
    fn support(&self, entry: &Entry<'_>, edit: &std::ops::Range<usize>) -> u32 {
        if entry.class != Class::Domain {
            return 0;
        }
        let word = &entry.text[near::word(entry.text, edit)];
        let from = self.all.partition_point(|(label, _)| *label < word);
        let longer = self.all[from..].iter().take_while(|(label, _)| label.starts_with(word));
        longer.filter(|(label, _)| label.len() > word.len()).map(|(_, count)| count).sum::<u32>()
    }
}
