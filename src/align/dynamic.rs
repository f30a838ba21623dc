//! The cheapest sequence of beads between two runs of blocks: dynamic programming after Gale and Church (1993), with the
//! invariants' overlap in the cost, and with gaps that cost less to go on than to open (Gotoh 1982), since what a page loses or
//! gains is mostly a run of blocks.

use super::Link;
use super::columns::Columns;
use super::cost::{Joined, least};
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
type Cell = [f32; 3];

/// Where no way leads.
const NOWHERE: Cell = [f32::INFINITY; 3];

/// What the ways on from a cell by a block without counterpart cost, by the last bead there: the block is the first of a run, or a
/// further one.
#[inline]
fn on_by_gap([pair, missing, extra]: Cell, state: usize, (open, on): (f32, f32)) -> Cell {
    match state {
        MISSING => [pair + open, missing + on, extra + open],
        _ => [pair + open, missing + open, extra + on],
    }
}

/// What the cheapest costs.
#[inline]
fn least_of([a, b, c]: Cell) -> f32 {
    least(a, least(b, c))
}

/// The first of the cheapest.
fn cheapest(costs: Cell) -> usize {
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

/// A block that is aligned.
struct Place<'a> {
    block: &'a Entry,
    /// With the one before it, taken as one.
    joined: Joined<'a>,
    /// What it costs without counterpart.
    gap: (f32, f32),
}

/// The blocks that are aligned.
struct Sides<'a> {
    own: &'a Invariants,
    ours: Vec<Place<'a>>,
    theirs: Vec<Place<'a>>,
    /// Theirs once more, to be compared with many at a time.
    columns: Columns,
}

/// A pair that a way ends with.
#[derive(Clone, Copy)]
struct Pair {
    /// Which of [`PAIRS`] it is.
    kind: usize,
    /// What the way costs.
    way: f32,
    /// And the pair.
    cost: f32,
}

impl Pair {
    /// Takes a pair where the way with it is cheaper: its cost is asked for with what it must be below.
    #[inline]
    fn take(&mut self, kind: usize, before: f32, cost: impl FnOnce(f32) -> Option<f32>) {
        if let Some(cost) = cost(self.way - before)
            && before + cost < self.way
        {
            *self = Self { kind, way: before + cost, cost };
        }
    }
}

impl<'a> Sides<'a> {
    fn new(own: &'a Invariants, ours: &'a [Entry], theirs: &'a [Entry]) -> Self {
        Self { own, ours: places(ours), theirs: places(theirs), columns: Columns::new(own, ours, theirs) }
    }

    /// What the cheapest ways to each cell cost. Which they are is only asked of those that the cheapest of all passes.
    fn search(&self, table: &Table) -> Vec<f32> {
        let columns = self.theirs.len() + 1;
        let mut cells = Vec::with_capacity((self.ours.len() + 1) * table.width * 3);
        // no way leads further back than two rows
        let (mut row, mut above, mut second) = (Row::new(columns), Row::new(columns), Row::new(columns));
        let mut bare = vec![0.0; table.width];
        let mut here = [0.0, f32::INFINITY, f32::INFINITY];
        row.put(0, here);
        for (theirs, column) in self.theirs.iter().zip(1..table.width) {
            here = [f32::INFINITY, f32::INFINITY, least_of(on_by_gap(here, EXTRA, theirs.gap))];
            row.put(column, here);
        }
        row.close(&(0..table.width), &mut cells);
        for block in 0..self.ours.len() {
            (row, above, second) = (second, row, above);
            let first = table.first(block + 1);
            let columns = first..first + table.width;
            self.search_row(block, columns.clone(), &mut row, [&above, &second], &mut bare);
            row.close(&columns, &mut cells);
        }
        cells
    }

    /// Fills some columns of the row after a block of the source.
    fn search_row(
        &self,
        block: usize,
        mut columns: Range<usize>,
        row: &mut Row,
        [above, second]: [&Row; 2],
        bare: &mut [f32],
    ) {
        let ours = &self.ours[block];
        let mut left = NOWHERE;
        if columns.start == 0 {
            // before all of theirs there is none to pair with
            left[MISSING] = least_of(on_by_gap(above.cell(0), MISSING, ours.gap));
            row.put(0, left);
            columns.start = 1;
        }
        let others = columns.start - 1..columns.end - 1;
        self.columns.bare(ours.block, others.clone(), bare);
        let [pairs, missing, extras] = row.filled(&columns);
        above.gaps(&columns, ours.gap, missing);
        let filled = pairs.iter_mut().zip(extras).zip(&*missing);
        let before = above.least_before(&columns, 1).iter().zip(above.least_before(&columns, 2));
        let before = before.zip(second.least_before(&columns, 1));
        let known = before.zip(&*bare).zip(&self.theirs[others]);
        for (((pair, extra), missing), ((((one, split), joined), bare), theirs)) in filled.zip(known) {
            *extra = least_of(on_by_gap(left, EXTRA, theirs.gap));
            // what no counterpart costs says how much a pair may
            let most = least(*missing, *extra) + OPENS_SAVE;
            *pair = self.pair((ours, theirs), *bare, most, [*one, *split, *joined]).way;
            left = [*pair, *missing, *extra];
        }
    }

    /// The cheapest pair that ends with a block of either side, where the way with it costs less than `most`. `bare` is what the
    /// columns say of the two, `before` what the ways to each of the pairs cost.
    #[inline(always)]
    fn pair(&self, (ours, theirs): (&Place<'_>, &Place<'_>), bare: f32, most: f32, before: [f32; 3]) -> Pair {
        let mut best = Pair { kind: 0, way: most, cost: f32::INFINITY };
        best.take(0, before[0], |most| self.own.cost(ours.block, theirs.block, bare, most));
        best.take(1, before[1], |most| self.own.cost_split(ours.block, &theirs.joined, most));
        best.take(2, before[2], |most| self.own.cost_joined(&ours.joined, theirs.block, most));
        best
    }

    /// Walks back from the end: the beads in reverse, of blocks that are counted from `first` on.
    fn trace(&self, table: &Table, cells: &[f32], first: (u32, u32)) -> Vec<Link> {
        let mut links = Vec::new();
        let cell = |row: Option<usize>, column: Option<usize>| match (row, column) {
            (Some(row), Some(column)) => table.cell(cells, row, column),
            _ => NOWHERE,
        };
        let (mut row, mut column) = (self.ours.len(), self.theirs.len());
        let mut state = cheapest(cell(Some(row), Some(column)));
        while row > 0 || column > 0 {
            let (above, left) = (row.checked_sub(1), column.checked_sub(1));
            let ((rows, columns), from, confidence) = match (state, above, left) {
                (MISSING, Some(block), _) => {
                    ((1, 0), cheapest(on_by_gap(cell(above, Some(column)), MISSING, self.ours[block].gap)), ALONE)
                }
                (EXTRA, _, Some(block)) => {
                    ((0, 1), cheapest(on_by_gap(cell(Some(row), left), EXTRA, self.theirs[block].gap)), ALONE)
                }
                (PAIR, Some(s), Some(t)) => {
                    let from = PAIRS.map(|(rows, columns)| cell(row.checked_sub(rows), column.checked_sub(columns)));
                    let before = from.map(least_of);
                    let (ours, theirs) = (&self.ours[s], &self.theirs[t]);
                    let mut bare = [0.0];
                    self.columns.bare(ours.block, t..t + 1, &mut bare);
                    let pair = self.pair((ours, theirs), bare[0], f32::INFINITY, before);
                    (PAIRS[pair.kind], cheapest(from[pair.kind]), confidence(pair.cost))
                }
                _ => break,
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

/// How many columns before the first are ways sought from.
const MARGIN: usize = 2;

/// A row while it is filled: all columns of it, after a margin that no way leads to, of which a part is filled.
struct Row {
    /// What the cheapest ways cost, by what their last bead is, and the least of these.
    pairs: Vec<f32>,
    missing: Vec<f32>,
    extras: Vec<f32>,
    least: Vec<f32>,
}

impl Row {
    fn new(columns: usize) -> Self {
        let nowhere = || vec![f32::INFINITY; MARGIN + columns];
        Self { pairs: nowhere(), missing: nowhere(), extras: nowhere(), least: nowhere() }
    }

    fn cell(&self, column: usize) -> Cell {
        let at = MARGIN + column;
        [self.pairs[at], self.missing[at], self.extras[at]]
    }

    fn put(&mut self, column: usize, cell: Cell) {
        let at = MARGIN + column;
        [self.pairs[at], self.missing[at], self.extras[at]] = cell;
    }

    /// What is filled, or to be.
    fn filled(&mut self, columns: &Range<usize>) -> [&mut [f32]; 3] {
        let part = MARGIN + columns.start..MARGIN + columns.end;
        [&mut self.pairs[part.clone()], &mut self.missing[part.clone()], &mut self.extras[part]]
    }

    /// What the cheapest ways cost to the columns so many to the left.
    fn least_before(&self, columns: &Range<usize>, left: usize) -> &[f32] {
        &self.least[MARGIN + columns.start - left..MARGIN + columns.end - left]
    }

    /// What the cheapest ways from here by a block without counterpart cost.
    fn gaps(&self, columns: &Range<usize>, cost: (f32, f32), gaps: &mut [f32]) {
        let part = MARGIN + columns.start..MARGIN + columns.end;
        let from = self.pairs[part.clone()].iter().zip(&self.missing[part.clone()]).zip(&self.extras[part]);
        for (gap, ((pair, missing), extra)) in gaps.iter_mut().zip(from) {
            *gap = least_of(on_by_gap([*pair, *missing, *extra], MISSING, cost));
        }
    }

    /// Takes note of the least of each column, and of the costs in `cells`.
    fn close(&mut self, columns: &Range<usize>, cells: &mut Vec<f32>) {
        let part = MARGIN + columns.start..MARGIN + columns.end;
        // the row was another before, which began further to the left
        self.least[columns.start..part.start].fill(f32::INFINITY);
        let least = &mut self.least[part.clone()];
        let (pairs, missing, extras) = (&self.pairs[part.clone()], &self.missing[part.clone()], &self.extras[part]);
        for (least, ((pair, missing), extra)) in least.iter_mut().zip(pairs.iter().zip(missing).zip(extras)) {
            *least = least_of([*pair, *missing, *extra]);
        }
        cells.extend_from_slice(pairs);
        cells.extend_from_slice(missing);
        cells.extend_from_slice(extras);
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

    /// A cell of those that are filled, which stand row by row, and in each row state by state.
    fn cell(&self, cells: &[f32], row: usize, column: usize) -> Cell {
        match column.checked_sub(self.first(row)) {
            Some(at) if at < self.width => {
                let row = &cells[row * 3 * self.width..];
                [row[at], row[self.width + at], row[2 * self.width + at]]
            }
            _ => NOWHERE,
        }
    }
}

/// The blocks of a run, each as it stands there.
fn places(blocks: &[Entry]) -> Vec<Place<'_>> {
    let before = std::iter::once(None).chain(blocks.iter().map(Some));
    let places = before.zip(blocks).map(|(before, block)| {
        let twice = before.is_some_and(|before| before.text() == block.text());
        Place { block, joined: Joined::new(before, block), gap: gap(block.kind, twice) }
    });
    places.collect()
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
