//! Which pages belong together where their paths do not say: by the facts, ids and comments that they share.

use crate::facts::{Data, Fact, Kind, split_fragment};
use crate::locale::{Languages, Locale};
use crate::parse::Document;
use rustc_hash::{FxHashMap, FxHasher};
use std::borrow::Cow;
use std::hash::{Hash, Hasher};

/// The least part of their evidence that two pages must share (Dice, weighted by rarity).
const DICE_LEAST: f32 = 0.3;
/// The least number of pieces of evidence that two pages must share.
const SHARED_LEAST: usize = 4;
/// A piece of evidence in more pages than this tells nothing.
const PAGES_MOST: usize = 200;
/// How much of a page's text its language is read from, in bytes.
const LANGUAGE_SAMPLE: usize = 8_192;

/// What a page can be recognised by in another language.
#[derive(Clone, Debug, Default)]
pub struct Fingerprint {
    /// The page's locale: as its front matter says, else as its words do.
    pub locale: Option<Locale>,
    evidence: Vec<u64>,
}

impl Fingerprint {
    /// Takes a page's fingerprint; `stated` is the locale that is known of it.
    pub fn of(document: &Document, facts: &[Fact], stated: Option<Locale>) -> Self {
        let mut evidence: Vec<u64> = facts.iter().filter_map(|fact| evidence_of(fact, document)).collect();
        evidence.sort_unstable();
        evidence.dedup();
        let locale = stated.or_else(|| language_of(&document.text));
        Self { locale, evidence }
    }
}

/// The language that a text is most likely written in, of those that have a lexicon.
pub fn language_of(text: &str) -> Option<Locale> {
    let end = (0..=LANGUAGE_SAMPLE.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let guess = Languages::shipped().guess(&text[..end]);
    let clear = guess.hits >= 3 && guess.hits > 2 * guess.runner_up;
    guess.best.filter(|_| clear).and_then(Locale::parse)
}

fn evidence_of(fact: &Fact, document: &Document) -> Option<u64> {
    match (fact.kind, &fact.data) {
        (Kind::Link | Kind::Image | Kind::Include | Kind::Url, _) => {
            Some(hash("target", split_fragment(&fact.value).0))
        }
        (Kind::Quantity, Data::Quantity(quantity)) if quantity.first.mantissa >= 100 => {
            Some(hash("number", &quantity.first.to_string()))
        }
        (
            Kind::Provider
            | Kind::Port
            | Kind::Domain
            | Kind::Email
            | Kind::Address
            | Kind::Identifier
            | Kind::Comment
            | Kind::Anchor
            | Kind::Code
            | Kind::CodeBlock
            | Kind::Version,
            _,
        ) => {
            let value = fact.value.as_str();
            let lower = value.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase());
            Some(hash(fact.kind.name(), &if lower { value.into() } else { Cow::from(value.to_lowercase()) }))
        }
        (Kind::FrontMatter, _) if !fact.value.starts_with("title") && !fact.value.starts_with("ms.contentlocale") => {
            Some(hash("front-matter", &fact.statement(document)))
        }
        _ => None,
    }
}

fn hash(sort: &str, value: &str) -> u64 {
    let mut hasher = FxHasher::default();
    (sort, value).hash(&mut hasher);
    hasher.finish()
}

/// Pairs pages of other locales with pages of the source locale: (index of the source, index of the translation), where each is
/// the other's best counterpart in that locale and enough is shared.
pub fn by_fingerprint(pages: &[Fingerprint], source: &Locale) -> Vec<(usize, usize)> {
    let is_source = |page: &Fingerprint| page.locale.as_ref().is_some_and(|locale| locale.same_language(source));
    let mut holders: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
    for (at, page) in pages.iter().enumerate() {
        for &hash in &page.evidence {
            holders.entry(hash).or_default().push(at as u32);
        }
    }
    let all = pages.len().max(1) as f32;
    let weight = |hash: u64| {
        let count = holders.get(&hash).map_or(1, Vec::len);
        if count > PAGES_MOST { 0.0 } else { (1.0 + all / count as f32).ln() }
    };
    let total: Vec<f32> = pages.iter().map(|page| page.evidence.iter().map(|&hash| weight(hash)).sum()).collect();
    let mut best: FxHashMap<(usize, String), (f32, usize)> = FxHashMap::default();
    let mut candidates = Vec::new();
    for (at, page) in pages.iter().enumerate() {
        let Some(locale) = page.locale.as_ref().filter(|_| !is_source(page)) else {
            continue;
        };
        let mut shared: FxHashMap<u32, (f32, usize)> = FxHashMap::default();
        for &hash in &page.evidence {
            let own = weight(hash);
            for &other in holders
                .get(&hash)
                .into_iter()
                .flatten()
                .filter(|&&other| own > 0.0 && is_source(&pages[other as usize]))
            {
                let entry = shared.entry(other).or_default();
                entry.0 += own;
                entry.1 += 1;
            }
        }
        let mut shared: Vec<_> = shared.into_iter().collect();
        shared.sort_unstable_by_key(|(other, _)| *other);
        for (other, (sum, count)) in shared {
            let dice = 2.0 * sum / (total[at] + total[other as usize]).max(f32::EPSILON);
            if dice >= DICE_LEAST && count >= SHARED_LEAST {
                candidates.push((dice, other as usize, at));
                let slot = best.entry((other as usize, locale.to_string())).or_insert((dice, at));
                if dice > slot.0 {
                    *slot = (dice, at);
                }
            }
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut taken = vec![false; pages.len()];
    let mut pairs = Vec::new();
    for (_, source, translation) in candidates {
        let locale = pages[translation].locale.as_ref().map(ToString::to_string).unwrap_or_default();
        let mutual = best.get(&(source, locale)).is_some_and(|(_, at)| *at == translation);
        if mutual && !taken[translation] {
            taken[translation] = true;
            pairs.push((source, translation));
        }
    }
    pairs.sort_unstable();
    pairs
}
