//! What it costs to take blocks of a page for blocks of another: kinds, lengths (Gale and Church 1993) and invariants.

use super::invariant::{Entry, Evidence, Invariants};
use crate::parse::BlockKind;
use std::cell::OnceCell;

/// The variance of a translation's length, per character (Gale and Church 1993, for texts in European languages).
const LENGTH_VARIANCE: f32 = 6.8;
/// What a length that tells nothing costs; longer differences cost no more than this.
const LENGTH_COST_MOST: f32 = 8.0;
/// What a bead of two blocks for one costs more than one for one: more than a block without counterpart, since
/// translators hardly ever split or join blocks, and pages do lose some.
const JOIN: f32 = 6.0;
/// A bead that is cheaper by less than this is not surely so.
const ROUNDING: f32 = 0.01;

/// A block and the one before it, taken as one.
pub(super) struct Joined<'a> {
    halves: (&'a Entry, &'a Entry),
    /// Whether they may stand for one.
    joins: bool,
    /// Built when it is asked for: mostly kinds and lengths have told enough.
    evidence: OnceCell<Union>,
}

/// The invariants of two blocks.
struct Union {
    common: Vec<u32>,
    total: f32,
}

impl<'a> Joined<'a> {
    /// The first of a run has none before it.
    pub(super) fn new(before: Option<&'a Entry>, block: &'a Entry) -> Self {
        let joins = before.is_some_and(|before| before.joins) && block.joins;
        Self { halves: (before.unwrap_or(block), block), joins, evidence: OnceCell::new() }
    }
}

/// How much two blocks have in common.
#[derive(Clone, Copy, Debug)]
pub(super) struct Alike {
    /// The weight shared, as a part of all (Dice), 0–1.
    pub(super) dice: f32,
    /// The weight of all invariants of both blocks.
    pub(super) weight: f32,
}

impl Invariants {
    /// What a source block and a translation block share.
    pub(super) fn alike(&self, source: u32, translation: u32) -> Alike {
        let (a, b) = (&self.source_block(source).evidence, &self.translation_block(translation).evidence);
        Alike { dice: self.dice(a, b), weight: a.total + b.total }
    }

    fn dice(&self, a: &Evidence, b: &Evidence) -> f32 {
        if a.mask & b.mask == 0 {
            return nothing_shared(a.is_empty(), b.is_empty());
        }
        2.0 * self.shared(self.common(a), self.common(b)) / (a.total + b.total)
    }

    /// The weight of what stands in both of two ascending lists.
    fn shared(&self, a: &[u32], b: &[u32]) -> f32 {
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

    /// What kinds and depths speak against taking the two blocks for each other.
    pub(super) fn form_cost(&self, source: u32, translation: u32) -> f32 {
        form_cost(self.source_block(source), self.translation_block(translation))
    }

    /// The cost of taking the two blocks for each other, of which kinds, depths and lengths make `bare`, and their invariants the
    /// rest; `None` where it is surely `most` or more.
    #[inline]
    pub(super) fn cost(&self, source: &Entry, translation: &Entry, bare: f32, most: f32) -> Option<f32> {
        if source.hash == translation.hash && source.length > 12.0 {
            return Some(form_cost(source, translation) - 2.5);
        }
        // the search for what the two share is dear, and mostly kinds and lengths have told enough
        if bare - least(source.evidence.reach, translation.evidence.reach) >= most {
            return None;
        }
        Some(bare + 6.0 * (0.5 - self.dice(&source.evidence, &translation.evidence)))
    }

    /// The cost of one block for two that are joined; `None` where it is surely `most` or more.
    #[inline]
    pub(super) fn cost_split(&self, source: &Entry, translation: &Joined<'_>, most: f32) -> Option<f32> {
        if source.joined_least >= most || !translation.joins {
            return None;
        }
        let (first, second) = translation.halves;
        let length = length_cost(self.growth, source.length, first.length + second.length);
        self.cost_of_joined(form_cost(source, first) + length + JOIN, &source.evidence, translation, most)
    }

    /// The cost of two blocks that are joined for one; `None` where it is surely `most` or more.
    #[inline]
    pub(super) fn cost_joined(&self, source: &Joined<'_>, translation: &Entry, most: f32) -> Option<f32> {
        if translation.joined_least >= most || !source.joins {
            return None;
        }
        let (first, second) = source.halves;
        let length = length_cost(self.growth, first.length + second.length, translation.length);
        self.cost_of_joined(form_cost(first, translation) + length + JOIN, &translation.evidence, source, most)
    }

    fn cost_of_joined(&self, bare: f32, one: &Evidence, two: &Joined<'_>, most: f32) -> Option<f32> {
        if bare - one.reach >= most {
            return None;
        }
        let (first, second) = (&two.halves.0.evidence, &two.halves.1.evidence);
        let dice = if one.mask & (first.mask | second.mask) == 0 {
            nothing_shared(one.is_empty(), first.is_empty() && second.is_empty())
        } else {
            let two = two.evidence.get_or_init(|| self.union(first, second));
            2.0 * self.shared(self.common(one), &two.common) / (one.total + two.total)
        };
        Some(bare + 6.0 * (0.5 - dice))
    }

    fn union(&self, a: &Evidence, b: &Evidence) -> Union {
        let (mut common, mut total) = (Vec::new(), 0.0);
        each_once(self.common(a), self.common(b), |id| common.push(id));
        each_once(self.ids(a), self.ids(b), |id| total += self.weight[id as usize]);
        Union { common, total }
    }
}

/// What lengths speak against it that the one block translates the other, in a language that is so much longer.
#[inline]
pub(super) fn length_cost(growth: f32, source: f32, translation: f32) -> f32 {
    let expected = source * growth;
    let mean = (expected + translation) / 2.0;
    let delta = (translation - expected).abs() / (mean * LENGTH_VARIANCE).sqrt();
    // −ln of the two-sided tail of the normal distribution, by the bound of Chernoff, which is smooth and needs no erf
    least(delta * delta / 2.0, LENGTH_COST_MOST) * 0.6
}

#[inline]
fn form_cost(a: &Entry, b: &Entry) -> f32 {
    kind_cost(a.kind, b.kind) + depth_cost(a.depth, b.depth)
}

/// The most that a block's invariants take from a bead's cost, whatever the other block is: whether it has none, what they weigh,
/// and what those of them weigh that the other page has too.
pub(super) fn reach(none: bool, total: f32, common: f32) -> f32 {
    // the best counterpart has all that is common and nothing else
    let least = nothing_shared(none, true);
    let dice = if none { least } else { least.max(2.0 * common / (total + common)) };
    6.0 * (dice - 0.5) + ROUNDING
}

/// The least that a block costs where it stands for two; infinite where it never does.
pub(super) fn joined_least(joins: bool, reach: f32) -> f32 {
    if joins { JOIN - reach } else { f32::INFINITY }
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

/// What two kinds of block speak against each other; infinite where one is never taken for the other.
#[inline]
pub(super) fn kind_cost(a: BlockKind, b: BlockKind) -> f32 {
    match (a, b) {
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
        _ => f32::INFINITY,
    }
}

/// What it speaks against two blocks that one stands deeper than the other.
#[inline]
pub(super) fn depth_cost(a: f32, b: f32) -> f32 {
    0.3 * least((a - b).abs(), 3.0)
}

/// The lesser, without the care for what is no number that [`f32::min`] takes.
#[inline]
pub(super) fn least(a: f32, b: f32) -> f32 {
    if b < a { b } else { a }
}

/// All of two ascending lists, ascending.
fn each_once(a: &[u32], b: &[u32], mut each: impl FnMut(u32)) {
    let (mut x, mut y) = (0, 0);
    while x < a.len() && y < b.len() {
        let (one, other) = (a[x], b[y]);
        each(one.min(other));
        x += usize::from(one <= other);
        y += usize::from(other <= one);
    }
    a[x..].iter().chain(&b[y..]).copied().for_each(each);
}
