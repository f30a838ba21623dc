//! The cheapest sequence of beads between two runs of blocks: dynamic programming after Gale and Church (1993), with the
//! invariants' overlap in the cost, and with gaps that cost less to go on than to open (Gotoh 1982), since what a page loses or
//! gains is mostly a run of blocks.

use super::Link;
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

/// What the last bead was: a pair, or a block without counterpart.
const PAIR: usize = 0;
const MISSING: usize = 1;
const EXTRA: usize = 2;

/// What no way leads to.
const NOWHERE: u8 = 3;
/// How many blocks of the source and of the translation a pair takes.
const PAIRS: [(usize, usize); 3] = [(1, 1), (1, 2), (2, 1)];

#[derive(Clone, Copy)]
struct Cell {
    /// The cheapest way here for each state, and the state before.
    cost: [f32; 3],
    from: [u8; 3],
    /// Which of [`PAIRS`] the last bead is, where it is a pair.
    pair: u8,
    /// The cheapest state, and its cost.
    least: (u8, f32),
}

impl Cell {
    const EMPTY: Self =
        Self { cost: [f32::INFINITY; 3], from: [NOWHERE; 3], pair: 0, least: (PAIR as u8, f32::INFINITY) };

    /// Takes the way by a pair where it is cheaper, at a cost that is asked for with what it must be below.
    fn pair(&mut self, pair: u8, before: &Cell, cost: impl FnOnce(f32) -> Option<f32>) {
        let (state, so_far) = before.least;
        if so_far >= self.cost[PAIR] {
            return;
        }
        let Some(cost) = cost(self.cost[PAIR] - so_far) else { return };
        if so_far + cost < self.cost[PAIR] {
            self.cost[PAIR] = so_far + cost;
            self.from[PAIR] = state;
            self.pair = pair;
        }
    }

    /// Takes the way by a block without counterpart: as the first of a run from any other state, or as a further one.
    fn gap(&mut self, state: usize, before: &Cell, (open, on): (f32, f32)) {
        let cost = |from: usize| before.cost[from] + if from == state { on } else { open };
        let (mut from, mut least) = (PAIR, cost(PAIR));
        for other in [MISSING, EXTRA] {
            if cost(other) < least {
                (from, least) = (other, cost(other));
            }
        }
        if least < self.cost[state] {
            self.cost[state] = least;
            self.from[state] = from as u8;
        }
    }

    /// Finds the cheapest state, when all ways are known.
    fn settle(&mut self) {
        self.least = (PAIR as u8, self.cost[PAIR]);
        for state in [MISSING, EXTRA] {
            if self.cost[state] < self.least.1 {
                self.least = (state as u8, self.cost[state]);
            }
        }
    }
}

/// Aligns `source` with `translation` and appends the links in order.
pub(super) fn fill(own: &Invariants, source: Range<u32>, translation: Range<u32>, links: &mut Vec<Link>) {
    let (n, m) = (source.len(), translation.len());
    if n == 0 || m == 0 {
        links.extend(super::gap_links(source, translation));
        return;
    }
    let table = Table::new(n, m, own.evidence(&source, &translation));
    let mut cells = vec![Cell::EMPTY; (n + 1) * table.width];
    let ours: Vec<&Entry> = source.clone().map(|at| own.source(at)).collect();
    let theirs: Vec<&Entry> = translation.clone().map(|at| own.translation(at)).collect();
    let (missing, extra) = (gaps(&ours), gaps(&theirs));
    let (ours_joined, theirs_joined) = (own.source_joined(&source), own.translation_joined(&translation));
    cells[0].cost[PAIR] = 0.0;
    for at in 0..=n {
        let rows = [table.row(at), table.row_before(at, 1), table.row_before(at, 2)];
        for column in rows[0].first..(rows[0].first + table.width).min(m + 1) {
            let here = rows[0].start + column - rows[0].first;
            let mut best = cells[here];
            let before = |up: usize, left: usize| table.slot(&rows[up], column, left).map(|at| &cells[at]);
            if let Some(cell) = before(1, 1) {
                best.pair(0, cell, |most| own.cost(ours[at - 1], theirs[column - 1], most));
            }
            if let Some(cell) = before(1, 2) {
                best.pair(1, cell, |most| own.cost_joined(ours[at - 1], &theirs_joined[column - 2], most));
            }
            if let Some(cell) = before(2, 1) {
                best.pair(2, cell, |most| own.cost_joined(&ours_joined[at - 2], theirs[column - 1], most));
            }
            if let Some(cell) = before(1, 0) {
                best.gap(MISSING, cell, missing[at - 1]);
            }
            if let Some(cell) = before(0, 1) {
                best.gap(EXTRA, cell, extra[column - 1]);
            }
            best.settle();
            cells[here] = best;
        }
    }
    trace(&cells, &table, (n, m), &source, &translation, links);
}

/// Walks back from the end and appends the beads in order.
fn trace(
    cells: &[Cell],
    table: &Table,
    end: (usize, usize),
    source: &Range<u32>,
    translation: &Range<u32>,
    links: &mut Vec<Link>,
) {
    let begin = links.len();
    let (mut row, mut column) = end;
    let mut state = table.slot(&table.row(row), column, 0).map_or(PAIR, |at| usize::from(cells[at].least.0));
    while row > 0 || column > 0 {
        let Some(here) = table.slot(&table.row(row), column, 0) else { break };
        let before = cells[here].from[state];
        if before == NOWHERE {
            break;
        }
        let (rows, columns) = match state {
            MISSING => (1, 0),
            EXTRA => (0, 1),
            _ => PAIRS[usize::from(cells[here].pair)],
        };
        let (source_end, translation_end) = (source.start + row as u32, translation.start + column as u32);
        row -= rows;
        column -= columns;
        let from = table.slot(&table.row(row), column, 0);
        let step = cells[here].cost[state] - from.map_or(0.0, |at| cells[at].cost[usize::from(before)]);
        links.push(Link {
            source: if rows == 0 { 0..0 } else { source.start + row as u32..source_end },
            translation: if columns == 0 { 0..0 } else { translation.start + column as u32..translation_end },
            confidence: confidence(step, rows > 0 && columns > 0),
            moved: false,
        });
        state = usize::from(before);
    }
    links[begin..].reverse();
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

    fn row(&self, row: usize) -> Row {
        let first = if self.width > self.m {
            0
        } else {
            (row * self.m / self.n).saturating_sub(self.width / 2).min(self.m + 1 - self.width)
        };
        Row { first, width: self.width, start: row * self.width }
    }

    /// The row so many before one; one that holds nothing where there is none.
    fn row_before(&self, row: usize, up: usize) -> Row {
        row.checked_sub(up).map_or(Row { first: 0, width: 0, start: 0 }, |row| self.row(row))
    }

    /// The cell of a row that stands so many to the left of a column.
    fn slot(&self, row: &Row, column: usize, left: usize) -> Option<usize> {
        let at = column.checked_sub(left + row.first).filter(|at| *at < row.width)?;
        Some(row.start + at)
    }
}

/// The part of a row that is filled.
struct Row {
    /// Its first column.
    first: usize,
    width: usize,
    /// Its place among all cells.
    start: usize,
}

/// The costs of blocks without counterpart.
fn gaps(blocks: &[&Entry]) -> Vec<(f32, f32)> {
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

/// From a bead's cost: far below that of two gaps is sure, near it is a guess.
fn confidence(cost: f32, pair: bool) -> f32 {
    if !pair {
        return 0.9;
    }
    (1.0 / (1.0 + ((cost - 1.5 * GAP) / 1.2).exp())).clamp(0.05, 0.97)
}
