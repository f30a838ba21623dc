//! The cheapest sequence of beads between two runs of blocks: dynamic programming after Gale and Church (1993), with the
//! invariants' overlap in the cost, and with gaps that cost less to go on than to open (Gotoh 1982), since what a page loses or
//! gains is mostly a run of blocks.

use super::Link;
use super::cost::{Columns, Joined, joined, least};
use super::invariant::{Entry, Invariants};
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

/// How many blocks of the source and of the translation a pair takes.
const PAIRS: [(usize, usize); 3] = [(1, 1), (1, 2), (2, 1)];
/// How much more a way that ends with a pair may cost than one that ends with a block without counterpart, and still lead to a
/// cheaper one: the most that opening a run ever saves over going on with one (a heading's), and a little for rounding.
const OPENS_SAVE: f32 = GAP - GAP_HEADING + 0.1;

/// What the cheapest ways to a cell cost, by what their last bead is. Of a pair that no cheapest way goes on from it is some cost
/// that is too high.
#[derive(Clone, Copy)]
struct Cell([f32; 3]);

impl Cell {
    /// Where no way leads.
    const NOWHERE: Self = Self([f32::INFINITY; 3]);

    #[inline]
    fn least(self) -> f32 {
        least(self.0[PAIR], least(self.0[MISSING], self.0[EXTRA]))
    }

    /// What the ways on by a block without counterpart cost, by the last bead here: the block is the first of a run, or a further one.
    #[inline]
    fn gaps(self, state: usize, (open, on): (f32, f32)) -> [f32; 3] {
        let [pair, missing, extra] = self.0;
        let mut costs = [pair + open, missing + open, extra + open];
        costs[state] = self.0[state] + on;
        costs
    }

    /// What the cheapest of them costs.
    #[inline]
    fn gap(self, state: usize, cost: (f32, f32)) -> f32 {
        Self(self.gaps(state, cost)).least()
    }
}

/// The first of the cheapest.
fn cheapest(costs: [f32; 3]) -> usize {
    let first = |best, at| if costs[at] < costs[best] { at } else { best };
    first(first(0, 1), 2)
}

/// Aligns `source` with `translation` and appends the links in order.
pub(super) fn fill(own: &Invariants, source: Range<u32>, translation: Range<u32>, links: &mut Vec<Link>) {
    if source.is_empty() || translation.is_empty() {
        links.extend(super::gap_links(source, translation));
        return;
    }
    let table = Table::new(source.len(), translation.len(), own.evidence(&source, &translation));
    let sides = Sides::new(own, own.source(&source), own.translation(&translation));
    let cells = sides.search(&table);
    let begin = links.len();
    links.extend(sides.trace(&table, &cells, (source.start, translation.start)));
    links[begin..].reverse();
}

/// The blocks that are aligned.
struct Sides<'a> {
    own: &'a Invariants,
    ours: &'a [Entry],
    theirs: &'a [Entry],
    /// Theirs once more, to be compared with many at a time.
    columns: Columns,
    /// Each with the one before it, taken as one.
    ours_joined: Vec<Joined<'a>>,
    theirs_joined: Vec<Joined<'a>>,
    /// What each costs without counterpart.
    missing: Vec<(f32, f32)>,
    extra: Vec<(f32, f32)>,
}

impl<'a> Sides<'a> {
    fn new(own: &'a Invariants, ours: &'a [Entry], theirs: &'a [Entry]) -> Self {
        Self {
            own,
            ours,
            theirs,
            columns: Columns::new(own, ours, theirs),
            ours_joined: joined(ours),
            theirs_joined: joined(theirs),
            missing: gaps(ours),
            extra: gaps(theirs),
        }
    }

    /// What the cheapest ways to each cell cost. Which they are is only asked of those that the cheapest of all passes.
    fn search(&self, table: &Table) -> Vec<Cell> {
        let mut cells = vec![Cell::NOWHERE; (self.ours.len() + 1) * table.width];
        let mut left = Cell([0.0, f32::INFINITY, f32::INFINITY]);
        cells[0] = left;
        for (cell, extra) in cells[1..table.width].iter_mut().zip(&self.extra) {
            left = Cell([f32::INFINITY, f32::INFINITY, left.gap(EXTRA, *extra)]);
            *cell = left;
        }
        let mut bare = vec![0.0; table.width];
        for at in 1..=self.ours.len() {
            let (before, row) = cells.split_at_mut(at * table.width);
            let above = table.row(before, at - 1);
            let second = at.checked_sub(2).map_or(Row::NONE, |second| table.row(before, second));
            self.search_row(at - 1, table.first(at), &mut row[..table.width], [above, second], &mut bare);
        }
        cells
    }

    /// Fills the row after a block of the source, from a column on.
    fn search_row(
        &self,
        block: usize,
        first: usize,
        mut row: &mut [Cell],
        [above, second]: [Row<'_>; 2],
        bare: &mut [f32],
    ) {
        let (ours, ours_joined, missing) = (&self.ours[block], &self.ours_joined[block], self.missing[block]);
        let mut left = Cell::NOWHERE;
        let mut columns = first..first + row.len();
        if first == 0 {
            // before all of theirs there is none to pair with
            left = Cell([f32::INFINITY, above.cell(0).gap(MISSING, missing), f32::INFINITY]);
            row[0] = left;
            row = &mut row[1..];
            columns.start = 1;
        }
        // the cells above those to the left: all that pairs lead from
        let before =
            |row: Row<'_>, left| columns.start.checked_sub(left).map_or(f32::INFINITY, |at| row.cell(at).least());
        let (mut above_1, mut above_2, mut second_1) = (before(above, 1), before(above, 2), before(second, 1));
        let blocks = columns.start - 1..columns.end - 1;
        self.columns.bare(ours, blocks.clone(), bare);
        let theirs = self.theirs[blocks.clone()].iter().zip(&self.theirs_joined[blocks.clone()]);
        let theirs = theirs.zip(&self.extra[blocks]).zip(&*bare);
        for ((cell, column), (((theirs, theirs_joined), extra), bare)) in row.iter_mut().zip(columns).zip(theirs) {
            let here = above.cell(column);
            let (missing, extra) = (here.gap(MISSING, missing), left.gap(EXTRA, *extra));
            // what no counterpart costs says how much a pair may
            let mut pair = least(missing, extra) + OPENS_SAVE;
            if let Some(cost) = self.own.cost(ours, theirs, *bare, pair - above_1) {
                pair = least(pair, above_1 + cost);
            }
            if let Some(cost) = self.own.cost_split(ours, theirs_joined, pair - above_2) {
                pair = least(pair, above_2 + cost);
            }
            if let Some(cost) = self.own.cost_joined(ours_joined, theirs, pair - second_1) {
                pair = least(pair, second_1 + cost);
            }
            left = Cell([pair, missing, extra]);
            *cell = left;
            (above_1, above_2, second_1) = (here.least(), above_1, second.cell(column).least());
        }
    }

    /// Walks back from the end: the beads in reverse, of blocks that are counted from `first` on.
    fn trace(&self, table: &Table, cells: &[Cell], first: (u32, u32)) -> Vec<Link> {
        let mut links = Vec::new();
        let cell = |row: Option<usize>, column: Option<usize>| match (row, column) {
            (Some(row), Some(column)) => table.row(cells, row).cell(column),
            _ => Cell::NOWHERE,
        };
        let (mut row, mut column) = (self.ours.len(), self.theirs.len());
        let mut state = cheapest(cell(Some(row), Some(column)).0);
        while row > 0 || column > 0 {
            let (above, left) = (row.checked_sub(1), column.checked_sub(1));
            let ((rows, columns), from, confidence) = match state {
                MISSING => {
                    let Some(block) = above else { break };
                    ((1, 0), cheapest(cell(above, Some(column)).gaps(MISSING, self.missing[block])), ALONE)
                }
                EXTRA => {
                    let Some(block) = left else { break };
                    ((0, 1), cheapest(cell(Some(row), left).gaps(EXTRA, self.extra[block])), ALONE)
                }
                _ => {
                    let (Some(s), Some(t)) = (above, left) else { break };
                    let before = PAIRS.map(|(rows, columns)| cell(row.checked_sub(rows), column.checked_sub(columns)));
                    let mut bare = [0.0];
                    self.columns.bare(&self.ours[s], t..t + 1, &mut bare);
                    let mut best = (f32::INFINITY, 0, f32::INFINITY);
                    for (kind, before) in before.iter().enumerate() {
                        let before = before.least();
                        let most = best.0 - before;
                        let cost = match kind {
                            0 => self.own.cost(&self.ours[s], &self.theirs[t], bare[0], most),
                            1 => self.own.cost_split(&self.ours[s], &self.theirs_joined[t], most),
                            _ => self.own.cost_joined(&self.ours_joined[s], &self.theirs[t], most),
                        };
                        if let Some(cost) = cost
                            && before + cost < best.0
                        {
                            best = (before + cost, kind, cost);
                        }
                    }
                    let (_, kind, cost) = best;
                    (PAIRS[kind], cheapest(before[kind].0), confidence(cost))
                }
            };
            row -= rows;
            column -= columns;
            let blocks = |first: u32, at: usize, count: usize| {
                let start = first + at as u32;
                if count == 0 { 0..0 } else { start..start + count as u32 }
            };
            links.push(Link {
                source: blocks(first.0, row, rows),
                translation: blocks(first.1, column, columns),
                confidence,
                moved: false,
            });
            state = from;
        }
        links
    }
}

/// The part of a row that is filled.
#[derive(Clone, Copy)]
struct Row<'a> {
    /// Its first column.
    first: usize,
    cells: &'a [Cell],
}

impl Row<'_> {
    const NONE: Self = Self { first: 0, cells: &[] };

    #[inline]
    fn cell(self, column: usize) -> Cell {
        // what lies before the first wraps round to behind the last
        self.cells.get(column.wrapping_sub(self.first)).copied().unwrap_or(Cell::NOWHERE)
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

    /// A row of those that are filled.
    fn row<'a>(&self, cells: &'a [Cell], row: usize) -> Row<'a> {
        Row { first: self.first(row), cells: &cells[row * self.width..][..self.width] }
    }
}

/// The costs of blocks without counterpart.
fn gaps(blocks: &[Entry]) -> Vec<(f32, f32)> {
    let twice = |at: usize| at > 0 && blocks[at].text() == blocks[at - 1].text();
    blocks.iter().enumerate().map(|(at, block)| gap(block.kind, twice(at))).collect()
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
