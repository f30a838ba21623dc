//! What a translation leaves as it is, block by block: code, targets, numbers, names. The ground for comparing blocks of two languages.

use super::words::{word_ends, words};
use super::{Side, cost};
use crate::facts::{Data, Fact, Kind};
use crate::parse::{BlockKind, Document, Section};
use rustc_hash::{FxBuildHasher, FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};
use std::ops::Range;

/// How much longer than its source a translation is before the page has been looked at, and how many characters that weighs.
const GROWTH_PRIOR: f32 = 1.1;
const PRIOR_LENGTH: f32 = 2000.0;
/// So many facts of a block are looked at to tell whether it has one in common with another.
const FACTS_MOST: usize = 200;

/// Of a block with more invariants than this the first will do.
const IDS_MOST: usize = 4_096;
/// About how many bytes of text bring one more invariant.
const BYTES_AN_ID: usize = 16;
/// The sides that an invariant stands on, as bits.
const SOURCE: u8 = 1;
const TRANSLATION: u8 = 2;
const BOTH: u8 = SOURCE | TRANSLATION;

/// The blocks of both pages with their invariants as sorted ids.
pub(super) struct Invariants {
    source: Vec<Entry>,
    translation: Vec<Entry>,
    /// The invariants of all blocks, one block after the other, each block's ascending.
    ids: Vec<u32>,
    /// Those that the other page has too, which is all that two blocks can share: a small part, mostly.
    common: Vec<u32>,
    /// Inverse document frequency by id.
    pub(super) weight: Vec<f32>,
    /// How much longer the translation is than the source.
    pub(super) growth: f32,
}

/// A block.
pub(super) struct Entry {
    pub(super) kind: BlockKind,
    pub(super) depth: f32,
    pub(super) length: f32,
    /// Whether it may be a half of two blocks that stand for one.
    pub(super) joins: bool,
    /// The least that it costs where it stands for two; infinite where it never does.
    pub(super) joined_least: f32,
    pub(super) evidence: Evidence,
    /// Its text's.
    pub(super) hash: u64,
}

/// The invariants of a block.
pub(super) struct Evidence {
    /// Which of [`Invariants::ids`] are its own.
    ids: Range<u32>,
    /// And which of [`Invariants::common`].
    common: Range<u32>,
    /// A bit for each of these, so that two blocks that share nothing are mostly told by one look.
    pub(super) mask: u64,
    /// The weight of all of them.
    pub(super) total: f32,
    /// The most that they take from a bead's cost, whatever the other block is.
    pub(super) reach: f32,
}

impl Evidence {
    pub(super) fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }
}

/// The blocks of both pages while they are collected.
#[derive(Default)]
struct Collected {
    /// The id of each invariant, by its hash.
    known: FxHashMap<u64, u32>,
    /// In how many blocks an id stands, and on which sides.
    stands: Vec<(u32, u8)>,
    /// The ids of all blocks, one block after the other, each block's ascending.
    ids: Vec<u32>,
    /// Where each block's end.
    ends: Vec<u32>,
}

impl Collected {
    fn add(&mut self, page: Side<'_>, side: u8) {
        let mut facts = Facts::of(page);
        let (text, ends) = (&page.document.text, word_ends(&page.document.text));
        let mut own: Vec<u32> = Vec::new();
        for (at, block) in page.document.blocks.iter().enumerate() {
            own.clear();
            let mut add = |hash: u64| {
                let next = self.stands.len() as u32;
                let id = *self.known.entry(hash).or_insert(next);
                if id == next {
                    self.stands.push((0, 0));
                }
                own.push(id);
            };
            facts.of_block(at as u32).iter().filter_map(invariant).for_each(|own| match own {
                Invariant::Text(text) => add(hash_of_text(text.as_bytes())),
                number => add(hash_of(number)),
            });
            words(text, &ends, &block.text, |word| add(hash_of_text(word)));
            if let BlockKind::Heading(_) = block.kind {
                heading_ids(page.document, &page.document.sections[block.section as usize]).for_each(&mut add);
            }
            own.sort_unstable();
            own.dedup();
            own.truncate(IDS_MOST);
            for id in &own {
                let (count, sides) = &mut self.stands[*id as usize];
                *count += 1;
                *sides |= side;
            }
            self.ids.extend_from_slice(&own);
            self.ends.push(self.ids.len() as u32);
        }
    }
}

impl Invariants {
    /// Collects the invariants of both pages' blocks.
    pub(super) fn of(source: Side<'_>, translation: Side<'_>) -> Self {
        let bytes = source.document.text.len() + translation.document.text.len();
        let known = FxHashMap::with_capacity_and_hasher(bytes / BYTES_AN_ID, FxBuildHasher);
        let mut collected = Collected { known, ..Collected::default() };
        collected.add(source, SOURCE);
        collected.add(translation, TRANSLATION);
        let Collected { stands, ids, ends, .. } = collected;
        let all = (source.document.blocks.len() + translation.document.blocks.len()) as f32;
        let most = stands.iter().map(|(count, _)| *count).max().unwrap_or(0);
        let by_count: Vec<f32> = (0..=most).map(|n| ((all + 1.0) / n.max(1) as f32).ln().max(0.05)).collect();
        let weight: Vec<f32> = stands.iter().map(|(count, _)| by_count[*count as usize]).collect();
        let mut common = Vec::new();
        let mut start = 0;
        let mut ends = ends.into_iter();
        let mut entries = |side: Side<'_>| -> Vec<Entry> {
            let blocks = side.document.blocks.iter().zip(&mut ends);
            blocks
                .map(|(block, end)| {
                    let text = side.document.block_text(block);
                    let own = start..end;
                    start = end;
                    let from = common.len() as u32;
                    let (mut mask, mut total, mut shared) = (0, 0.0, 0.0);
                    for id in &ids[own.start as usize..own.end as usize] {
                        let weight = weight[*id as usize];
                        total += weight;
                        if stands[*id as usize].1 == BOTH {
                            shared += weight;
                            mask |= 1 << (id % u64::BITS);
                            common.push(*id);
                        }
                    }
                    let joins = matches!(block.kind, BlockKind::Paragraph | BlockKind::Item);
                    let reach = cost::reach(own.is_empty(), total, shared);
                    Entry {
                        kind: block.kind,
                        depth: f32::from(block.depth),
                        length: text.chars().count() as f32 + 1.0,
                        joins,
                        joined_least: cost::joined_least(joins, reach),
                        evidence: Evidence { ids: own, common: from..common.len() as u32, mask, total, reach },
                        hash: hash_of_text(text.as_bytes()),
                    }
                })
                .collect()
        };
        let (s, t) = (entries(source), entries(translation));
        let length = |entries: &[Entry]| {
            entries.iter().filter(|entry| entry.kind != BlockKind::Code).map(|entry| entry.length).sum::<f32>().max(1.0)
        };
        // a short page with a block more or less says little about how long its language is
        let growth = ((length(&t) + GROWTH_PRIOR * PRIOR_LENGTH) / (length(&s) + PRIOR_LENGTH)).clamp(0.7, 1.6);
        Self { source: s, translation: t, ids, common, weight, growth }
    }

    /// The invariants of a block.
    pub(super) fn ids(&self, evidence: &Evidence) -> &[u32] {
        &self.ids[evidence.ids.start as usize..evidence.ids.end as usize]
    }

    /// Those of them that the other page has too.
    pub(super) fn common(&self, evidence: &Evidence) -> &[u32] {
        &self.common[evidence.common.start as usize..evidence.common.end as usize]
    }

    /// How many invariants the blocks of the source and those of the translation have.
    pub(super) fn evidence(&self, source: &Range<u32>, translation: &Range<u32>) -> (usize, usize) {
        let count = |entries: &[Entry], range: &Range<u32>| {
            entries[range.start as usize..range.end as usize]
                .iter()
                .map(|entry| entry.evidence.ids.len())
                .sum::<usize>()
        };
        (count(&self.source, source), count(&self.translation, translation))
    }

    pub(super) fn source_block(&self, block: u32) -> &Entry {
        &self.source[block as usize]
    }

    pub(super) fn translation_block(&self, block: u32) -> &Entry {
        &self.translation[block as usize]
    }

    pub(super) fn source(&self, blocks: &Range<u32>) -> &[Entry] {
        &self.source[blocks.start as usize..blocks.end as usize]
    }

    pub(super) fn translation(&self, blocks: &Range<u32>) -> &[Entry] {
        &self.translation[blocks.start as usize..blocks.end as usize]
    }
}

impl Entry {
    /// What it is known by where it stands as it is: its kind and its text.
    pub(super) fn text(&self) -> (BlockKind, u64) {
        (self.kind, self.hash)
    }
}

/// Whether the invariants of two pages with the same sequence of blocks speak against taking them by position: more than one
/// block in thirty has facts and none of them in common with its counterpart.
pub(super) fn contradict(source: Side<'_>, translation: Side<'_>) -> bool {
    let (mut ours, mut theirs) = (Facts::of(source), Facts::of(translation));
    let mut against = 0;
    let mut told = 0;
    for (at, block) in source.document.blocks.iter().enumerate() {
        let (a, b) = (ours.of_block(at as u32), theirs.of_block(at as u32));
        if a.is_empty() && b.is_empty() {
            continue;
        }
        let mut own = a.iter().take(FACTS_MOST).filter_map(invariant);
        let agree = own.any(|own| b.iter().take(FACTS_MOST).filter_map(invariant).any(|other| own == other));
        // ids count for the two, never against them: localised pages keep in each heading the id that the source's text gives it
        let weight = |facts: &[Fact]| {
            let strong = facts.iter().filter(|fact| !matches!(fact.kind, Kind::Anchor | Kind::Heading));
            strong.filter_map(invariant).count()
        };
        if agree && !matches!(block.kind, BlockKind::Comment) {
            told += 1;
            continue;
        }
        let (a, b) = (weight(a), weight(b));
        if a == 0 || b == 0 || matches!(block.kind, BlockKind::Comment) {
            against += usize::from(a.max(b) >= 2);
            continue;
        }
        told += 1;
        against += 1;
    }
    against > 1 && against * 30 > source.document.blocks.len().max(told)
}

/// The facts of a page, block by block.
struct Facts<'a>(&'a [Fact]);

impl<'a> Facts<'a> {
    fn of(side: Side<'a>) -> Self {
        let facts = &side.facts.facts;
        Self(&facts[facts.partition_point(|fact| fact.block.is_none())..])
    }

    /// The facts of a block; to be asked for each block in turn.
    fn of_block(&mut self, block: u32) -> &'a [Fact] {
        let count = self.0.iter().take_while(|fact| fact.block == Some(block)).count();
        let (own, rest) = self.0.split_at(count);
        self.0 = rest;
        own
    }
}

/// The hash of a text, or of a word in it.
fn hash_of_text(text: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text);
    hasher.finish()
}

fn hash_of(value: impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}

/// A fact's identity across languages.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Invariant<'a> {
    Number(u128, u8),
    Text(&'a str),
}

/// The identity of a fact; `None` for kinds that say nothing about which block this is.
fn invariant(fact: &Fact) -> Option<Invariant<'_>> {
    Some(match (&fact.kind, &fact.data) {
        (_, Data::Quantity(quantity)) => Invariant::Number(quantity.first.mantissa, quantity.first.scale),
        (Kind::Link | Kind::Image | Kind::Include, _) => Invariant::Text(crate::facts::split_fragment(&fact.value).0),
        (Kind::Version, _) => Invariant::Text(crate::facts::split_version(&fact.value).1),
        (Kind::Alert | Kind::Directive | Kind::FrontMatter, _) => return None,
        _ => Invariant::Text(&fact.value),
    })
}

/// The ids of a heading, each as heavy as three words: localised pages keep the slug of the source's heading as an explicit id.
fn heading_ids(document: &Document, section: &Section) -> impl Iterator<Item = u64> {
    let mut anchors = document.anchors(section).peekable();
    let slug = anchors.peek().is_none().then(|| document.slug(section));
    let ids = anchors.chain(slug).filter(|id| !id.is_empty());
    ids.flat_map(|id| (0..3).map(move |copy| hash_of(("heading", copy, id))))
}
