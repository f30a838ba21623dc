//! The cheapest sequence of beads between two runs of blocks: dynamic programming after Gale and Church (1993), with the
//! invariants' overlap in the cost.

use super::{Invariants, Link};
use crate::parse::BlockKind;
use std::ops::Range;

/// The cost of a block that has no counterpart.
const GAP: f32 = 4.6;
/// What raw HTML, comments and the like cost without a counterpart: translators drop and add them.
const GAP_MINOR: f32 = 2.0;
/// Past this many cells the search keeps to a band around the diagonal.
const CELLS_MOST: usize = 4_000_000;
/// Half the width of that band, in blocks.
const BAND: usize = 400;

#[derive(Clone, Copy)]
struct Cell {
    cost: f32,
    /// Blocks of the source and of the translation that the last bead took.
    bead: (u8, u8),
}

/// Aligns `source` with `translation` and appends the links in order.
pub(super) fn fill(own: &Invariants, source: Range<u32>, translation: Range<u32>, links: &mut Vec<Link>) {
    let (n, m) = (source.len(), translation.len());
    if n == 0 || m == 0 {
        links.extend(super::gap_links(source, translation));
        return;
    }
    let banded = n.saturating_mul(m) > CELLS_MOST;
    let width = if banded { (2 * BAND + 1).min(m + 1) } else { m + 1 };
    let first_of = |row: usize| {
        if banded { ((row * m / n).saturating_sub(BAND)).min(m + 1 - width) } else { 0 }
    };
    let mut cells = vec![Cell { cost: f32::INFINITY, bead: (0, 0) }; (n + 1) * width];
    let slot = |row: usize, column: usize| {
        let first = first_of(row);
        (column >= first && column < first + width).then(|| row * width + column - first)
    };
    let gap_source: Vec<f32> = source.clone().map(|at| gap(own.kind(at))).collect();
    let gap_translation: Vec<f32> = translation.clone().map(|at| gap(own.translation_kind(at))).collect();
    cells[0].cost = 0.0;
    for row in 0..=n {
        for column in first_of(row)..(first_of(row) + width).min(m + 1) {
            let mut best = if row == 0 && column == 0 {
                Cell { cost: 0.0, bead: (0, 0) }
            } else {
                Cell { cost: f32::INFINITY, bead: (0, 0) }
            };
            let mut try_bead = |taken: (u8, u8), cost: &dyn Fn() -> f32| {
                let (Some(row_before), Some(column_before)) =
                    (row.checked_sub(taken.0 as usize), column.checked_sub(taken.1 as usize))
                else {
                    return;
                };
                let Some(before) = slot(row_before, column_before) else {
                    return;
                };
                let base = cells[before].cost;
                if base >= best.cost {
                    return;
                }
                let cost = base + cost();
                if cost < best.cost {
                    best = Cell { cost, bead: taken };
                }
            };
            let (s, t) = (source.start + row as u32, translation.start + column as u32);
            try_bead((1, 1), &|| own.cost(s - 1, t - 1));
            try_bead((1, 0), &|| gap_source[row - 1]);
            try_bead((0, 1), &|| gap_translation[column - 1]);
            try_bead((1, 2), &|| own.cost_joined(&[s - 1], &[t - 2, t - 1]));
            try_bead((2, 1), &|| own.cost_joined(&[s - 2, s - 1], &[t - 1]));
            if let Some(here) = slot(row, column) {
                cells[here] = best;
            }
        }
    }
    let from = links.len();
    let (mut row, mut column) = (n, m);
    while row > 0 || column > 0 {
        let Some(here) = slot(row, column) else { break };
        let (s, t) = cells[here].bead;
        if (s, t) == (0, 0) {
            break;
        }
        let (source_end, translation_end) = (source.start + row as u32, translation.start + column as u32);
        row -= s as usize;
        column -= t as usize;
        let step = cells[here].cost - slot(row, column).map_or(0.0, |before| cells[before].cost);
        links.push(Link {
            source: if s == 0 { 0..0 } else { source.start + row as u32..source_end },
            translation: if t == 0 { 0..0 } else { translation.start + column as u32..translation_end },
            confidence: confidence(step, s > 0 && t > 0),
            moved: false,
        });
    }
    links[from..].reverse();
}

fn gap(kind: BlockKind) -> f32 {
    if matches!(kind, BlockKind::Html | BlockKind::Comment | BlockKind::Directive | BlockKind::Rule) {
        GAP_MINOR
    } else {
        GAP
    }
}

/// From a bead's cost: far below that of two gaps is sure, near it is a guess.
fn confidence(cost: f32, pair: bool) -> f32 {
    if !pair {
        return 0.9;
    }
    (1.0 / (1.0 + ((cost - 1.5 * GAP) / 1.2).exp())).clamp(0.05, 0.97)
}
