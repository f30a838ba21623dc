//! One block compared with many at a time, by all but their invariants.

use super::cost::{depth_cost, kind_cost, length_cost};
use super::invariant::{Entry, Invariants};
use crate::parse::BlockKind;
use std::ops::Range;

/// A run of the translation's blocks, laid out so that a block is compared with many of them at a time.
pub(super) struct Columns {
    /// For each kind that the source has, what it speaks against each block.
    kinds: Vec<(BlockKind, Vec<f32>)>,
    depths: Vec<f32>,
    lengths: Vec<f32>,
    growth: f32,
}

impl Columns {
    pub(super) fn new(own: &Invariants, ours: &[Entry], theirs: &[Entry]) -> Self {
        let mut kinds: Vec<(BlockKind, Vec<f32>)> = Vec::new();
        for block in ours {
            if kinds.iter().all(|(kind, _)| *kind != block.kind) {
                kinds.push((block.kind, theirs.iter().map(|other| kind_cost(block.kind, other.kind)).collect()));
            }
        }
        let depths = theirs.iter().map(|block| block.depth).collect();
        let lengths = theirs.iter().map(|block| block.length).collect();
        Self { kinds, depths, lengths, growth: own.growth }
    }

    /// What kinds, depths and lengths speak against taking a block of the source for each of some of the run.
    pub(super) fn bare(&self, block: &Entry, others: Range<usize>, costs: &mut [f32]) {
        let Some((_, kinds)) = self.kinds.iter().find(|(kind, _)| *kind == block.kind) else { return };
        let (kinds, depths) = (&kinds[others.clone()], &self.depths[others.clone()]);
        let blocks = kinds.iter().zip(depths).zip(&self.lengths[others]);
        // a loop without branches, which the compiler takes several steps of at once
        for (cost, ((kind, depth), length)) in costs.iter_mut().zip(blocks) {
            *cost = kind + depth_cost(block.depth, *depth) + length_cost(self.growth, block.length, *length);
        }
    }
}
