//! Which blocks of a pair belong together, with a confidence.
//!
//! Structure is the strongest signal: a translation mostly has its source's very sequence of blocks. So (1) the same sequence is
//! taken by position, unless the blocks' invariants speak against it; (2) otherwise blocks that both pages identify alike are
//! anchors; (3) dynamic programming fills the gaps; (4) what is left over on both sides may have moved.

mod anchor;
mod columns;
mod cost;
mod dynamic;
mod invariant;
mod moved;
mod words;

use crate::facts::PageFacts;
use crate::parse::{BlockKind, Document};
use std::ops::Range;

use invariant::Invariants;

/// A bead of the alignment (Gale and Church 1993): blocks of the source and the blocks that translate them.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Blocks of the source; empty where the translation has something of its own.
    pub source: Range<u32>,
    /// Blocks of the translation; empty where it lacks something.
    pub translation: Range<u32>,
    /// How sure the link is, 0–1.
    pub confidence: f32,
    /// Whether it crosses the order of the others.
    pub moved: bool,
}

/// How the blocks of two pages belong together. Every block of either page stands in exactly one link.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Alignment {
    /// In the order of the translation; a link without translation stands where it belongs.
    pub links: Vec<Link>,
    /// Whether the pages have the same sequence of blocks.
    pub same_structure: bool,
}

/// A page as alignment sees it.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The page.
    pub document: &'a Document,
    /// Its facts.
    pub facts: &'a PageFacts,
}

/// Aligns the leaf blocks of a source page and its translation.
pub fn align(source: Side<'_>, translation: Side<'_>) -> Alignment {
    let (s, t) = (&source.document.blocks, &translation.document.blocks);
    let same_structure = s.len() == t.len() && s.iter().zip(t).all(|(a, b)| same_kind(a.kind, b.kind));
    if s.is_empty() || t.is_empty() {
        return Alignment { links: gap_links(0..s.len() as u32, 0..t.len() as u32), same_structure };
    }
    if same_structure && !invariant::contradict(source, translation) {
        let links = (0..s.len() as u32)
            .map(|at| Link { source: at..at + 1, translation: at..at + 1, confidence: 0.99, moved: false })
            .collect();
        return Alignment { links, same_structure };
    }
    let own = Invariants::of(source, translation);
    let mut links = Vec::with_capacity(s.len().max(t.len()));
    let (mut from_s, mut from_t) = (0, 0);
    for (at_s, at_t) in anchor::anchors(&own, source, translation) {
        dynamic::fill(&own, from_s..at_s, from_t..at_t, &mut links);
        links.push(Link { source: at_s..at_s + 1, translation: at_t..at_t + 1, confidence: 0.98, moved: false });
        (from_s, from_t) = (at_s + 1, at_t + 1);
    }
    dynamic::fill(&own, from_s..s.len() as u32, from_t..t.len() as u32, &mut links);
    moved::runs(&own, &mut links);
    moved::blocks(&own, &mut links);
    Alignment { links, same_structure }
}

/// Whether two blocks are of one kind; comments and raw HTML stand for each other.
fn same_kind(a: BlockKind, b: BlockKind) -> bool {
    a == b
}

fn gap_links(source: Range<u32>, translation: Range<u32>) -> Vec<Link> {
    let missing = source.map(|at| Link { source: at..at + 1, translation: 0..0, confidence: 1.0, moved: false });
    let extra = translation.map(|at| Link { source: 0..0, translation: at..at + 1, confidence: 1.0, moved: false });
    missing.chain(extra).collect()
}
