//! The cheapest sequence of beads between two runs of blocks: dynamic programming after Gale and Church (1993), with the
//! invariants' overlap in the cost, and with gaps that cost less to go on than to open (Gotoh 1982), since what a page loses or
//! gains is mostly a run of blocks.

use super::Link;
use super::invariant::{Entry, Invariants, Joined};
use crate::parse::BlockKind;
use std::ops::Range;

/// The cost of the first block of a run that has no counterpart.
const GAP: f32 = 4.6;
/// The cost of each further one.
const GAP_ON: f32 = 3.2;
/// The cost of a heading as the first: what is lost or gained mostly begins with its heading, and seldom ends with the next one.
const GAP_HEADING: f32 = 4.0;
/// What raw HTML, comments and the like cost without a counterpart: translators drop and add them.
const GAP_MINOR: f32 = 2.0;
/// What a block costs that stands a second time right after itself.
const GAP_TWICE: f32 = 1.0;
/// Past this many cells the search keeps to a band around the diagonal.
const CELLS_MOST: usize = 4_000_000;
/// Past this many comparisons of invariants it does so too: few blocks may have very many.
const WORK_MOST: usize = 300_000_000;
/// What a cell costs beside the comparison of the blocks' invariants, in such comparisons.
const CELL_WORK: usize = 8;
/// Half the width of that band, in blocks, where it need not be narrower.
const BAND: usize = 400;

/// How sure it is that a block has no counterpart.
const ALONE: f32 = 0.9;

/// What the last bead was: a pair, or a block without counterpart.
const PAIR: usize = 0;
const MISSING: usize = 1;
const EXTRA: usize = 2;

/// What no way leads to.
const NOWHERE: u8 = 3;
/// How many blocks of the source and of the translation a pair takes.
const PAIRS: [(usize, usize); 3] = [(1, 1), (1, 2), (2, 1)];
/// How much more a way that ends with a pair may cost than one that ends with a block without counterpart, and still lead to a
/// cheaper one: the most that opening a run ever saves over going on with one (a heading's), and a little for rounding.
const OPENS_SAVE: f32 = GAP - GAP_HEADING + 0.1;

/// The cheapest ways to a cell.
#[derive(Clone, Copy)]
struct Cell {
    /// The cost for each state; infinite for a pair that no cheapest way goes on from.
    cost: [f32; 3],
    /// The cheapest of them.
    least: Way,
}

/// How the ways to a cell end.
#[derive(Clone, Copy)]
struct Ways {
    /// For each state the one before.
    from: [u8; 3],
    /// Which of [`PAIRS`] the last bead is, where it is a pair.
    pair: u8,
}

/// What a way costs, and a state: the one before it, or its own.
#[derive(Clone, Copy)]
struct Way {
    cost: f32,
    state: u8,
}

impl Way {
    const NONE: Self = Self { cost: f32::INFINITY, state: NOWHERE };

    /// The first of the cheapest.
    #[inline]
    fn least<const N: usize>(ways: [f32; N]) -> Self {
        let mut least = 0;
        for state in 1..N {
            if ways[state] < ways[least] {
                least = state;
            }
        }
        Self { cost: ways[least], state: least as u8 }
    }

    /// The way on from a cell by a block without counterpart: as the first of a run from any other state, or as a further one.
    #[inline]
    fn gap(state: usize, before: Option<&Cell>, block: impl FnOnce() -> (f32, f32)) -> Self {
        let Some(before) = before else { return Self::NONE };
        let (open, on) = block();
        let cost = |from: usize| before.cost[from] + if from == state { on } else { open };
        Self::least([cost(PAIR), cost(MISSING), cost(EXTRA)])
    }

    /// Takes the way on from a cell by a pair where it is cheaper, at a cost that is asked for with what it must be below; tells
    /// whether it did.
    #[inline]
    fn pair(&mut self, before: Option<&Cell>, most: f32, cost: impl FnOnce(f32) -> Option<f32>) -> bool {
        let Some(Cell { least, .. }) = before else { return false };
        let most = if self.cost < most { self.cost } else { most };
        let Some(cost) = cost(most - least.cost) else { return false };
        let cheaper = least.cost + cost < self.cost;
        if cheaper {
            *self = Self { cost: least.cost + cost, state: least.state };
        }
        cheaper
    }
}

/// Aligns `source` with `translation` and appends the links in order.
pub(super) fn fill(own: &Invariants, source: Range<u32>, translation: Range<u32>, links: &mut Vec<Link>) {
    if source.is_empty() || translation.is_empty() {
        links.extend(super::gap_links(source, translation));
        return;
    }
    let table = Table::new(source.len(), translation.len(), own.evidence(&source, &translation));
    let sides = Sides {
        own,
        ours: own.source(&source),
        theirs: own.translation(&translation),
        ours_joined: own.joined(own.source(&source)),
        theirs_joined: own.joined(own.translation(&translation)),
    };
    let (ways, end) = sides.search(&table);
    let begin = links.len();
    links.extend(sides.trace(&table, &ways, end, (source.start, translation.start)));
    links[begin..].reverse();
}

/// The blocks that are aligned.
struct Sides<'a> {
    own: &'a Invariants,
    ours: &'a [Entry],
    theirs: &'a [Entry],
    /// Each two neighbours, taken as one.
    ours_joined: Vec<Joined<'a>>,
    theirs_joined: Vec<Joined<'a>>,
}

impl Sides<'_> {
    /// How the cheapest ways to each cell end, and the state of the cheapest to the last.
    fn search(&self, table: &Table) -> (Vec<Ways>, usize) {
        let (missing, extra) = (gaps(self.ours), gaps(self.theirs));
        let mut all = Vec::with_capacity((self.ours.len() + 1) * table.width);
        // no way leads further back than two rows
        let [mut row, mut above, mut second] = [(); 3].map(|()| Row { first: 0, cells: Vec::new() });
        for at in 0..=self.ours.len() {
            (row, above, second) = (second, row, above);
            row.first = table.first(at);
            row.cells.clear();
            for column in row.first..row.first + table.width {
                let missing = Way::gap(MISSING, above.cell(column, 0), || missing[at - 1]);
                let extra = Way::gap(EXTRA, row.cell(column, 1), || extra[column - 1]);
                // what no counterpart costs says how much a pair may
                let most = Way::least([missing.cost, extra.cost]).cost + OPENS_SAVE;
                let mut pair = if at + column == 0 { Way { cost: 0.0, ..Way::NONE } } else { Way::NONE };
                let mut kind = 0;
                if pair.pair(above.cell(column, 1), most, |most| {
                    self.own.cost(&self.ours[at - 1], &self.theirs[column - 1], most)
                }) {
                    kind = 0;
                }
                if pair.pair(above.cell(column, 2), most, |most| {
                    self.own.cost_split(&self.ours[at - 1], &self.theirs_joined[column - 2], most)
                }) {
                    kind = 1;
                }
                if pair.pair(second.cell(column, 1), most, |most| {
                    self.own.cost_joined(&self.ours_joined[at - 2], &self.theirs[column - 1], most)
                }) {
                    kind = 2;
                }
                let cost = [pair.cost, missing.cost, extra.cost];
                row.cells.push(Cell { cost, least: Way::least(cost) });
                all.push(Ways { from: [pair.state, missing.state, extra.state], pair: kind });
            }
        }
        let end = row.cells.last().map_or(PAIR, |cell| usize::from(cell.least.state));
        (all, end)
    }

    /// Walks back from the end: the beads in reverse, of blocks that are counted from `first` on.
    fn trace(&self, table: &Table, ways: &[Ways], end: usize, first: (u32, u32)) -> Vec<Link> {
        let mut links = Vec::new();
        let (mut row, mut column, mut state) = (self.ours.len(), self.theirs.len(), end);
        while row > 0 || column > 0 {
            let Some(here) = table.slot(row, column).map(|at| ways[at]) else { break };
            if here.from[state] == NOWHERE {
                break;
            }
            let (rows, columns) = match state {
                MISSING => (1, 0),
                EXTRA => (0, 1),
                _ => PAIRS[usize::from(here.pair)],
            };
            row -= rows;
            column -= columns;
            let cost = match (rows, columns) {
                (1, 1) => self.own.cost(&self.ours[row], &self.theirs[column], f32::INFINITY),
                (1, 2) => self.own.cost_split(&self.ours[row], &self.theirs_joined[column], f32::INFINITY),
                (2, 1) => self.own.cost_joined(&self.ours_joined[row], &self.theirs[column], f32::INFINITY),
                _ => None,
            };
            let blocks = |first: u32, at: usize, count: usize| {
                let start = first + at as u32;
                if count == 0 { 0..0 } else { start..start + count as u32 }
            };
            links.push(Link {
                source: blocks(first.0, row, rows),
                translation: blocks(first.1, column, columns),
                confidence: cost.map_or(ALONE, confidence),
                moved: false,
            });
            state = usize::from(here.from[state]);
        }
        links
    }
}

/// The part of a row that is filled.
struct Row {
    /// Its first column.
    first: usize,
    cells: Vec<Cell>,
}

impl Row {
    /// The cell so many to the left of a column.
    #[inline]
    fn cell(&self, column: usize, left: usize) -> Option<&Cell> {
        // what lies before the first wraps round to behind the last
        self.cells.get(column.wrapping_sub(left + self.first))
    }
}

/// The part of the matrix that is filled: all of it, or a band around the diagonal.
struct Table {
    n: usize,
    m: usize,
    width: usize,
}

impl Table {
    /// `evidence` is how many invariants the blocks of either side have.
    fn new(n: usize, m: usize, (ours, theirs): (usize, usize)) -> Self {
        // every block of one side is compared with all of the other, or with as many as the band is wide
        let work = (ours + CELL_WORK * n).saturating_mul(m).saturating_add(theirs.saturating_mul(n));
        let width = if n.saturating_mul(m) <= CELLS_MOST && work <= WORK_MOST {
            m + 1
        } else {
            // the band must hold two steps of the diagonal, or there is no way through
            let step = 2 * m.div_ceil(n) + 8;
            let column = ours + theirs.saturating_mul(n) / m + CELL_WORK * n;
            (2 * BAND + 1).min(CELLS_MOST / n).min(WORK_MOST / column.max(1)).max(step).min(m + 1)
        };
        Self { n, m, width }
    }

    /// The first column of a row that is filled.
    fn first(&self, row: usize) -> usize {
        if self.width > self.m {
            0
        } else {
            (row * self.m / self.n).saturating_sub(self.width / 2).min(self.m + 1 - self.width)
        }
    }

    /// The place of a cell among those that are filled.
    fn slot(&self, row: usize, column: usize) -> Option<usize> {
        let at = column.checked_sub(self.first(row)).filter(|at| *at < self.width)?;
        Some(row * self.width + at)
    }
}

/// The costs of blocks without counterpart.
fn gaps(blocks: &[Entry]) -> Vec<(f32, f32)> {
    let twice = |at: usize| at > 0 && blocks[at].text() == blocks[at - 1].text();
    blocks.iter().enumerate().map(|(at, block)| gap(block.kind(), twice(at))).collect()
}

/// The cost of a block without counterpart: as the first of a run, and as a further one.
fn gap(kind: BlockKind, twice: bool) -> (f32, f32) {
    match kind {
        _ if twice => (GAP_TWICE, GAP_TWICE),
        BlockKind::Html | BlockKind::Comment | BlockKind::Directive | BlockKind::Rule => (GAP_MINOR, GAP_MINOR),
        BlockKind::Heading(_) => (GAP_HEADING, GAP),
        _ => (GAP, GAP_ON),
    }
}

/// From a pair's cost: far below that of two gaps is sure, near it is a guess.
fn confidence(cost: f32) -> f32 {
    (1.0 / (1.0 + ((cost - 1.5 * GAP) / 1.2).exp())).clamp(0.05, 0.97)
}
