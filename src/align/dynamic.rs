//! The cheapest sequence of beads between two runs of blocks: dynamic programming after Gale and Church (1993), with the
//! invariants' overlap in the cost, and with gaps that cost less to go on than to open (Gotoh 1982), since what a page loses or
//! gains is mostly a run of blocks.

use super::{Invariants, Link};
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
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Pair,
    Missing,
    Extra,
}

const STATES: [State; 3] = [State::Pair, State::Missing, State::Extra];

#[derive(Clone, Copy)]
struct Cell {
    /// The cheapest way here for each state.
    cost: [f32; 3],
    /// For each state the state before, and how many blocks of the source and the translation the last bead took.
    from: [(u8, u8, u8); 3],
}

const NOWHERE: Cell = Cell { cost: [f32::INFINITY; 3], from: [(0, 0, 0); 3] };

/// Aligns `source` with `translation` and appends the links in order.
pub(super) fn fill(own: &Invariants, source: Range<u32>, translation: Range<u32>, links: &mut Vec<Link>) {
    let (n, m) = (source.len(), translation.len());
    if n == 0 || m == 0 {
        links.extend(super::gap_links(source, translation));
        return;
    }
    let table = Table::new(n, m, own.evidence(&source, &translation));
    let mut cells = vec![NOWHERE; (n + 1) * table.width];
    let missing: Vec<(f32, f32)> = source
        .clone()
        .map(|at| gap(own.kind(at), at > source.start && own.source_hash(at) == own.source_hash(at - 1)))
        .collect();
    let extra: Vec<(f32, f32)> = translation
        .clone()
        .map(|at| {
            gap(
                own.translation_kind(at),
                at > translation.start && own.translation_hash(at) == own.translation_hash(at - 1),
            )
        })
        .collect();
    cells[0].cost[0] = 0.0;
    for row in 0..=n {
        let first = table.first(row);
        for column in first..(first + table.width).min(m + 1) {
            let Some(here) = table.slot(row, column) else { continue };
            let mut best = cells[here];
            let (s, t) = (source.start + row as u32, translation.start + column as u32);
            for (rows, columns) in [(1u8, 1u8), (1, 2), (2, 1)] {
                let Some((state, before)) = table.before(&cells, row, column, rows, columns) else { continue };
                if before >= best.cost[0] {
                    continue;
                }
                let most = best.cost[0] - before;
                let cost = match (rows, columns) {
                    (1, 1) => own.cost(s - 1, t - 1, most),
                    (1, _) => own.cost_joined([s - 1], [t - 2, t - 1], most),
                    _ => own.cost_joined([s - 2, s - 1], [t - 1], most),
                };
                let Some(cost) = cost.map(|cost| before + cost) else { continue };
                if cost < best.cost[0] {
                    best.cost[0] = cost;
                    best.from[0] = (state as u8, rows, columns);
                }
            }
            for (slot, rows, columns, gaps) in [(1, 1u8, 0u8, &missing), (2, 0, 1, &extra)] {
                let at = if rows == 1 { row } else { column };
                let Some(before) = at
                    .checked_sub(1)
                    .and_then(|_| table.slot(row.checked_sub(rows.into())?, column.checked_sub(columns.into())?))
                else {
                    continue;
                };
                let (open, on) = gaps[at - 1];
                for (from, state) in STATES.iter().enumerate() {
                    let same = matches!((state, slot), (State::Missing, 1) | (State::Extra, 2));
                    let cost = cells[before].cost[from] + if same { on } else { open };
                    if cost < best.cost[slot] {
                        best.cost[slot] = cost;
                        best.from[slot] = (from as u8, rows, columns);
                    }
                }
            }
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
    let mut state = table.slot(row, column).map_or(0, |at| cheapest(&cells[at].cost));
    while row > 0 || column > 0 {
        let Some(here) = table.slot(row, column) else { break };
        let (before, rows, columns) = cells[here].from[state];
        if (rows, columns) == (0, 0) {
            break;
        }
        let (source_end, translation_end) = (source.start + row as u32, translation.start + column as u32);
        row -= usize::from(rows);
        column -= usize::from(columns);
        let step =
            cells[here].cost[state] - table.slot(row, column).map_or(0.0, |at| cells[at].cost[usize::from(before)]);
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

fn cheapest(cost: &[f32; 3]) -> usize {
    (0..3).min_by(|&a, &b| cost[a].total_cmp(&cost[b])).unwrap_or(0)
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

    fn slot(&self, row: usize, column: usize) -> Option<usize> {
        let first = self.first(row);
        (column >= first && column < first + self.width).then(|| row * self.width + column - first)
    }

    /// The cheapest state of the cell that a bead comes from, and its cost.
    fn before(&self, cells: &[Cell], row: usize, column: usize, rows: u8, columns: u8) -> Option<(usize, f32)> {
        let at = self.slot(row.checked_sub(rows.into())?, column.checked_sub(columns.into())?)?;
        let state = cheapest(&cells[at].cost);
        Some((state, cells[at].cost[state]))
    }
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
