//! What a translation leaves as it is, block by block: code, targets, numbers, names. The ground for comparing blocks of two languages.

use super::Side;
use crate::facts::{Data, Fact, Kind};
use crate::parse::{BlockKind, Section};
use crate::text::Bits;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHasher};
use std::cell::OnceCell;
use std::hash::{Hash, Hasher};
use std::ops::Range;

/// Words shorter than this are no evidence: many are spelt alike by chance.
const SHORTEST_WORD: usize = 4;
/// The variance of a translation's length, per character (Gale and Church 1993, for texts in European languages).
const LENGTH_VARIANCE: f32 = 6.8;
/// How much longer than its source a translation is before the page has been looked at, and how many characters that weighs.
const GROWTH_PRIOR: f32 = 1.1;
const PRIOR_LENGTH: f32 = 2000.0;
/// What a bead of two blocks for one costs more than one for one: more than a block without counterpart, since
/// translators hardly ever split or join blocks, and pages do lose some.
const JOIN: f32 = 6.0;
/// So many facts of a block are looked at to tell whether it has one in common with another.
const FACTS_MOST: usize = 200;
/// A bead that is cheaper by less than this is not surely so.
const ROUNDING: f32 = 0.01;
/// What a length that tells nothing costs; longer differences cost no more than this.
const LENGTH_COST_MOST: f32 = 8.0;

/// Of a block with more invariants than this the first will do.
const IDS_MOST: usize = 4_096;
/// About how many bytes of text bring one more invariant.
const BYTES_AN_ID: usize = 16;
/// The sides that an invariant stands on, as bits.
const SOURCE: u8 = 1;
const TRANSLATION: u8 = 2;
const BOTH: u8 = SOURCE | TRANSLATION;

/// The blocks of both pages with their invariants as sorted ids.
pub struct Invariants {
    source: Vec<Entry>,
    translation: Vec<Entry>,
    /// Inverse document frequency by id.
    weight: Vec<f32>,
    /// On which sides an id stands.
    sides: Vec<u8>,
    /// How much longer the translation is than the source.
    growth: f32,
}

/// A block.
pub(super) struct Entry {
    kind: BlockKind,
    depth: u8,
    length: f32,
    /// Whether it may be a half of two blocks that stand for one.
    joins: bool,
    evidence: Evidence,
    hash: u64,
}

/// Two neighbours, taken as one.
pub(super) struct Joined<'a> {
    halves: (&'a Entry, &'a Entry),
    /// Built when it is asked for: mostly kinds and lengths have told enough.
    evidence: OnceCell<Evidence>,
}

/// The invariants of a block.
#[derive(Default)]
struct Evidence {
    /// All of them, ascending.
    ids: Vec<u32>,
    /// Those that the other page has too, which is all that two blocks can share: a small part, mostly.
    common: Vec<u32>,
    /// A bit for each of these, so that two blocks that share nothing are mostly told by one look.
    mask: u64,
    /// The weight of all of them.
    total: f32,
    /// The most that they take from a bead's cost, whatever the other block is.
    reach: f32,
}

impl Evidence {
    /// Takes `ids`, which ascend; of those on both `sides` some may be shared.
    fn new(ids: Vec<u32>, weight: &[f32], sides: &[u8]) -> Self {
        let is_common = |id: &u32| sides[*id as usize] == BOTH;
        let mut common = Vec::with_capacity(ids.iter().filter(|id| is_common(id)).count());
        common.extend(ids.iter().copied().filter(is_common));
        let mask = common.iter().fold(0, |mask, id| mask | 1 << (id % u64::BITS));
        let total = ids.iter().map(|&id| weight[id as usize]).sum();
        let weight_common: f32 = common.iter().map(|&id| weight[id as usize]).sum();
        // the best counterpart has all that is common and nothing else
        let least = nothing_shared(ids.is_empty(), true);
        let dice = if ids.is_empty() { least } else { least.max(2.0 * weight_common / (total + weight_common)) };
        Self { ids, common, mask, total, reach: 6.0 * (dice - 0.5) + ROUNDING }
    }
}

/// How much two blocks have in common.
#[derive(Clone, Copy, Debug)]
pub struct Alike {
    /// The weight shared, as a part of all (Dice), 0–1.
    pub dice: f32,
    /// The weight of all invariants of both blocks.
    pub weight: f32,
}

impl Invariants {
    /// Collects the invariants of both pages' blocks.
    pub(super) fn of(source: Side<'_>, translation: Side<'_>) -> Self {
        let bytes = source.document.text.len() + translation.document.text.len();
        let mut ids: FxHashMap<u64, u32> = FxHashMap::with_capacity_and_hasher(bytes / BYTES_AN_ID, FxBuildHasher);
        let mut own: Vec<u32> = Vec::new();
        let mut collect = |side: Side<'_>| {
            let mut facts = Facts::of(side);
            let (text, ends) = (&side.document.text, word_ends(&side.document.text));
            let blocks = side.document.blocks.iter().enumerate();
            blocks
                .map(|(at, block)| {
                    own.clear();
                    let mut add = |hash: u64| {
                        let next = ids.len() as u32;
                        own.push(*ids.entry(hash).or_insert(next));
                    };
                    facts.of_block(at as u32).iter().filter_map(invariant).for_each(|own| match own {
                        Invariant::Text(text) => add(hash_of(text)),
                        number => add(hash_of(number)),
                    });
                    words(text, &ends, &block.text, |word| add(hash_of(word)));
                    if let BlockKind::Heading(_) = block.kind {
                        heading_ids(&side.document.sections[block.section as usize]).for_each(&mut add);
                    }
                    own.sort_unstable();
                    own.dedup();
                    own.truncate(IDS_MOST);
                    own.clone()
                })
                .collect::<Vec<_>>()
        };
        let (s, t) = (collect(source), collect(translation));
        let (mut count, mut sides) = (vec![0u32; ids.len()], vec![0; ids.len()]);
        for (blocks, side) in [(&s, SOURCE), (&t, TRANSLATION)] {
            for id in blocks.iter().flatten() {
                count[*id as usize] += 1;
                sides[*id as usize] |= side;
            }
        }
        let all = (s.len() + t.len()) as f32;
        let weight: Vec<f32> = count.iter().map(|&n| ((all + 1.0) / n.max(1) as f32).ln().max(0.05)).collect();
        let entries = |side: Side<'_>, ids: Vec<Vec<u32>>| -> Vec<Entry> {
            let blocks = side.document.blocks.iter().zip(ids);
            blocks
                .map(|(block, ids)| {
                    let text = side.document.block_text(block);
                    Entry {
                        kind: block.kind,
                        depth: block.depth,
                        length: text.chars().count() as f32 + 1.0,
                        joins: matches!(block.kind, BlockKind::Paragraph | BlockKind::Item),
                        evidence: Evidence::new(ids, &weight, &sides),
                        hash: hash_of(text),
                    }
                })
                .collect()
        };
        let (s, t) = (entries(source, s), entries(translation, t));
        let length = |entries: &[Entry]| {
            entries.iter().filter(|entry| entry.kind != BlockKind::Code).map(|entry| entry.length).sum::<f32>().max(1.0)
        };
        // a short page with a block more or less says little about how long its language is
        let growth = ((length(&t) + GROWTH_PRIOR * PRIOR_LENGTH) / (length(&s) + PRIOR_LENGTH)).clamp(0.7, 1.6);
        Self { source: s, translation: t, weight, sides, growth }
    }

    /// Each two neighbours of a run of blocks, taken as one.
    pub(super) fn joined<'a>(&self, entries: &'a [Entry]) -> Vec<Joined<'a>> {
        let join = |pair: &'a [Entry]| Joined { halves: (&pair[0], &pair[1]), evidence: OnceCell::new() };
        entries.windows(2).map(join).collect()
    }

    /// What a source block and a translation block share.
    pub fn alike(&self, source: u32, translation: u32) -> Alike {
        let (a, b) = (&self.source[source as usize].evidence, &self.translation[translation as usize].evidence);
        Alike { dice: self.dice(a, b), weight: a.total + b.total }
    }

    fn dice(&self, a: &Evidence, b: &Evidence) -> f32 {
        if a.mask & b.mask == 0 {
            return nothing_shared(a.ids.is_empty(), b.ids.is_empty());
        }
        2.0 * self.shared(a, b) / (a.total + b.total)
    }

    fn shared(&self, a: &Evidence, b: &Evidence) -> f32 {
        let (a, b) = (&a.common, &b.common);
        let (mut x, mut y, mut sum) = (0, 0, 0.0);
        while x < a.len() && y < b.len() {
            let (one, other) = (a[x], b[y]);
            if one == other {
                sum += self.weight[one as usize];
            }
            x += usize::from(one <= other);
            y += usize::from(other <= one);
        }
        sum
    }

    /// What the two blocks' kinds speak against each other.
    pub fn kind_cost(&self, source: u32, translation: u32) -> f32 {
        kind_cost(&self.source[source as usize], &self.translation[translation as usize])
    }

    /// The cost of taking the two blocks for each other: kinds, lengths (Gale–Church) and invariants; `None` where it is surely
    /// `most` or more.
    #[inline]
    pub(super) fn cost(&self, source: &Entry, translation: &Entry, most: f32) -> Option<f32> {
        let kind = kind_cost(source, translation);
        if kind >= 9.0 {
            return Some(kind + 9.0);
        }
        if source.hash == translation.hash && source.length > 12.0 {
            return Some(kind - 2.5);
        }
        let reach = source.evidence.reach.min(translation.evidence.reach);
        if kind - reach >= most {
            return None;
        }
        let bare = kind + self.length_cost(source.length, translation.length);
        // the search for what the two share is dear, and mostly kinds and lengths have told enough
        if bare - reach >= most {
            return None;
        }
        Some(bare + 6.0 * (0.5 - self.dice(&source.evidence, &translation.evidence)))
    }

    /// The cost of one block for two that are joined; `None` where it is surely `most` or more.
    #[inline]
    pub(super) fn cost_split(&self, source: &Entry, translation: &Joined<'_>, most: f32) -> Option<f32> {
        let (first, second) = translation.halves;
        if !(source.joins && first.joins && second.joins) || JOIN - source.evidence.reach >= most {
            return None;
        }
        let bare = kind_cost(source, first) + self.length_cost(source.length, first.length + second.length) + JOIN;
        self.cost_of_joined(bare, &source.evidence, translation, most)
    }

    /// The cost of two blocks that are joined for one; `None` where it is surely `most` or more.
    #[inline]
    pub(super) fn cost_joined(&self, source: &Joined<'_>, translation: &Entry, most: f32) -> Option<f32> {
        let (first, second) = source.halves;
        if !(translation.joins && first.joins && second.joins) || JOIN - translation.evidence.reach >= most {
            return None;
        }
        let bare =
            kind_cost(first, translation) + self.length_cost(first.length + second.length, translation.length) + JOIN;
        self.cost_of_joined(bare, &translation.evidence, source, most)
    }

    fn cost_of_joined(&self, bare: f32, one: &Evidence, two: &Joined<'_>, most: f32) -> Option<f32> {
        if bare - one.reach >= most {
            return None;
        }
        let (first, second) = two.halves;
        let halves = [&first.evidence, &second.evidence];
        if halves.iter().all(|half| half.mask & one.mask == 0) {
            let empty = halves.iter().all(|half| half.ids.is_empty());
            return Some(bare + 6.0 * (0.5 - nothing_shared(one.ids.is_empty(), empty)));
        }
        let joined = two.evidence.get_or_init(|| {
            let ids = union(&first.evidence.ids, &second.evidence.ids);
            Evidence::new(ids, &self.weight, &self.sides)
        });
        Some(bare + 6.0 * (0.5 - self.dice(one, joined)))
    }

    #[inline]
    fn length_cost(&self, source: f32, translation: f32) -> f32 {
        let expected = source * self.growth;
        let mean = (expected + translation) / 2.0;
        let delta = (translation - expected).abs() / (mean * LENGTH_VARIANCE).sqrt();
        // −ln of the two-sided tail of the normal distribution, by the bound of Chernoff, which is smooth and needs no erf
        (delta * delta / 2.0).min(LENGTH_COST_MOST) * 0.6
    }

    /// How many invariants the blocks of the source and those of the translation have.
    pub(super) fn evidence(&self, source: &Range<u32>, translation: &Range<u32>) -> (usize, usize) {
        let count = |entries: &[Entry], range: &Range<u32>| {
            entries[range.start as usize..range.end as usize].iter().map(|entry| entry.evidence.ids.len()).sum()
        };
        (count(&self.source, source), count(&self.translation, translation))
    }

    pub(super) fn source(&self, blocks: &Range<u32>) -> &[Entry] {
        &self.source[blocks.start as usize..blocks.end as usize]
    }

    pub(super) fn translation(&self, blocks: &Range<u32>) -> &[Entry] {
        &self.translation[blocks.start as usize..blocks.end as usize]
    }
}

impl Entry {
    pub(super) fn kind(&self) -> BlockKind {
        self.kind
    }

    /// What it is known by where it stands as it is: its kind and its text.
    pub(super) fn text(&self) -> (BlockKind, u64) {
        (self.kind, self.hash)
    }
}

/// How much blocks have in common that share no invariant, by whether they have none.
#[inline]
fn nothing_shared(one: bool, other: bool) -> f32 {
    match (one, other) {
        (false, false) => 0.0,
        (true, true) => 0.5,
        _ => 0.25,
    }
}

/// What the two blocks' kinds speak against each other.
#[inline]
fn kind_cost(a: &Entry, b: &Entry) -> f32 {
    let kind = match (a.kind, b.kind) {
        (x, y) if x == y => 0.0,
        (BlockKind::Heading(x), BlockKind::Heading(y)) => 0.7 * f32::from(x.abs_diff(y)),
        (BlockKind::Paragraph, BlockKind::Item) | (BlockKind::Item, BlockKind::Paragraph) => 1.5,
        (
            BlockKind::Html | BlockKind::Comment | BlockKind::Directive,
            BlockKind::Html | BlockKind::Comment | BlockKind::Directive,
        ) => 2.0,
        (BlockKind::Paragraph | BlockKind::Item, BlockKind::Html | BlockKind::Directive)
        | (BlockKind::Html | BlockKind::Directive, BlockKind::Paragraph | BlockKind::Item) => 3.0,
        (BlockKind::Heading(_), BlockKind::Paragraph) | (BlockKind::Paragraph, BlockKind::Heading(_)) => 5.0,
        _ => 9.0,
    };
    kind + 0.3 * f32::from(a.depth.abs_diff(b.depth).min(3))
}

/// All of two ascending lists, ascending.
fn union(a: &[u32], b: &[u32]) -> Vec<u32> {
    let mut all = Vec::with_capacity(a.len() + b.len());
    let (mut x, mut y) = (0, 0);
    while x < a.len() && y < b.len() {
        let (one, other) = (a[x], b[y]);
        all.push(one.min(other));
        x += usize::from(one <= other);
        y += usize::from(other <= one);
    }
    all.extend_from_slice(&a[x..]);
    all.extend_from_slice(&b[y..]);
    all
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
        (Kind::Version, Data::Version { number, .. }) => Invariant::Text(number),
        (Kind::Alert | Kind::Directive | Kind::FrontMatter, _) => return None,
        _ => Invariant::Text(&fact.value),
    })
}

/// The ids of a heading, each as heavy as three words: localised pages keep the slug of the source's heading as an explicit id.
fn heading_ids(section: &Section) -> impl Iterator<Item = u64> + '_ {
    let slug = section.anchors.is_empty().then_some(&section.slug);
    let ids = section.anchors.iter().chain(slug).filter(|id| !id.is_empty());
    ids.flat_map(|id| (0..3).map(move |copy| hash_of(("heading", copy, id))))
}

/// Where the words of a text may end: what is no letter or digit of ASCII, by its first byte.
fn word_ends(text: &str) -> Bits {
    Bits::of(text.as_bytes(), |byte| {
        let inside = ((byte | 0x20).wrapping_sub(b'a') < 26) | (byte.wrapping_sub(b'0') < 10);
        !inside & !(0x80..0xc0).contains(&byte)
    })
}

/// The words of a stretch of a text that may stand in both languages: names, and what was left untranslated.
fn words<'a>(text: &'a str, ends: &Bits, range: &Range<u32>, mut each: impl FnMut(&'a str)) {
    let mut take = |word: &'a str| {
        if word.len() >= SHORTEST_WORD || (word.len() >= 2 && word.bytes().all(|b| b.is_ascii_uppercase())) {
            each(word);
        }
    };
    let (mut start, end) = (range.start as usize, range.end as usize);
    for at in ends.within(start..end).flatten() {
        let length = match text.as_bytes()[at] {
            byte if byte.is_ascii() => 1,
            _ => match text[at..].chars().next() {
                Some(c) if !c.is_alphanumeric() => c.len_utf8(),
                _ => continue,
            },
        };
        take(&text[start..at]);
        start = at + length;
    }
    take(&text[start..end]);
}
