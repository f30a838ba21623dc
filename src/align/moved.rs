//! What both sides have left over may have moved: whole runs of blocks (a section that stands elsewhere now), then single blocks.

use super::{Invariants, Link, dynamic};
use std::ops::Range;

/// How much two blocks must share to be taken for one that has moved (Dice), and how much they must have to share.
const DICE_LEAST: f32 = 0.5;
const WEIGHT_LEAST: f32 = 4.0;
/// The fewest blocks that make a run.
const RUN_LEAST: usize = 3;
/// Past this many comparisons nothing is sought: the pages have hardly anything in common.
const COMPARISONS_MOST: usize = 250_000;
/// Nor past this many comparisons of the blocks' invariants.
const WORK_MOST: usize = 100_000_000;

/// A run of blocks that one side has left over: where its links stand, and which blocks they are.
struct Run {
    links: Range<usize>,
    blocks: Range<u32>,
}

/// The runs of leftover blocks of one side.
fn leftover(links: &[Link], missing: bool) -> Vec<Run> {
    let mut all: Vec<Run> = Vec::new();
    for (at, link) in links.iter().enumerate() {
        let (own, other) = if missing { (&link.source, &link.translation) } else { (&link.translation, &link.source) };
        if !other.is_empty() || own.is_empty() {
            continue;
        }
        match all.last_mut() {
            Some(run) if run.links.end == at && run.blocks.end == own.start => {
                run.links.end = at + 1;
                run.blocks.end = own.end;
            }
            _ => all.push(Run { links: at..at + 1, blocks: own.clone() }),
        }
    }
    all.retain(|run| run.blocks.len() >= RUN_LEAST);
    all
}

/// Whether all of some blocks may be compared with all of others.
fn worth(own: &Invariants, missing: impl Iterator<Item = Range<u32>>, extra: impl Iterator<Item = Range<u32>>) -> bool {
    let sum = |(blocks, ids): (usize, usize), (more, own): (usize, usize)| (blocks + more, ids + own);
    let (s, ours) = missing.map(|blocks| (blocks.len(), own.evidence(&blocks, &(0..0)).0)).fold((0, 0), sum);
    let (t, theirs) = extra.map(|blocks| (blocks.len(), own.evidence(&(0..0), &blocks).1)).fold((0, 0), sum);
    s > 0 && t > 0 && s * t <= COMPARISONS_MOST && ours * t + theirs * s <= WORK_MOST
}

/// Aligns runs that both sides have left over and that share enough of their blocks.
pub(super) fn runs(own: &Invariants, links: &mut Vec<Link>) {
    let (missing, extra) = (leftover(links, true), leftover(links, false));
    let blocks = |runs: &[Run]| runs.iter().map(|run| run.blocks.clone()).collect::<Vec<_>>().into_iter();
    if !worth(own, blocks(&missing), blocks(&extra)) {
        return;
    }
    let mut candidates = Vec::new();
    for (m, lost) in missing.iter().enumerate() {
        for (e, gained) in extra.iter().enumerate() {
            let twin = |s: u32| gained.blocks.clone().any(|t| alike(own, s, t));
            let count = lost.blocks.clone().filter(|&s| twin(s)).count();
            let least = lost.blocks.len().min(gained.blocks.len());
            if count >= 3 || (count == 2 && least <= 8) {
                candidates.push((count, m, e));
            }
        }
    }
    candidates.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let (mut used_m, mut used_e) = (vec![false; missing.len()], vec![false; extra.len()]);
    let mut gone = vec![false; links.len()];
    let mut replaced: Vec<(usize, Vec<Link>)> = Vec::new();
    for (_, m, e) in candidates {
        if used_m[m] || used_e[e] {
            continue;
        }
        (used_m[m], used_e[e]) = (true, true);
        let mut filled = Vec::new();
        dynamic::fill(own, missing[m].blocks.clone(), extra[e].blocks.clone(), &mut filled);
        for link in &mut filled {
            link.moved = !link.source.is_empty() && !link.translation.is_empty();
            link.confidence = link.confidence.min(0.9);
        }
        missing[m].links.clone().chain(extra[e].links.clone()).for_each(|at| gone[at] = true);
        replaced.push((extra[e].links.start, filled));
    }
    if replaced.is_empty() {
        return;
    }
    replaced.sort_by_key(|(at, _)| *at);
    let mut replaced = replaced.into_iter().peekable();
    let old = std::mem::take(links);
    for (at, link) in old.into_iter().enumerate() {
        if let Some((_, filled)) = replaced.next_if(|(start, _)| *start == at) {
            links.extend(filled);
        }
        if !gone[at] {
            links.push(link);
        }
    }
}

fn alike(own: &Invariants, source: u32, translation: u32) -> bool {
    let shared = own.alike(source, translation);
    shared.dice >= DICE_LEAST && shared.weight >= WEIGHT_LEAST && own.form_cost(source, translation) < 2.0
}

/// Joins blocks that both sides have left over and that share nearly all their invariants: they have moved.
pub(super) fn blocks(own: &Invariants, links: &mut Vec<Link>) {
    let missing: Vec<usize> =
        (0..links.len()).filter(|&at| links[at].translation.is_empty() && links[at].source.len() == 1).collect();
    let extra: Vec<usize> =
        (0..links.len()).filter(|&at| links[at].source.is_empty() && links[at].translation.len() == 1).collect();
    let (lost, gained) =
        (missing.iter().map(|&at| links[at].source.clone()), extra.iter().map(|&at| links[at].translation.clone()));
    if !worth(own, lost, gained) {
        return;
    }
    let mut candidates = Vec::new();
    for &m in &missing {
        for &e in &extra {
            let (s, t) = (links[m].source.start, links[e].translation.start);
            if alike(own, s, t) {
                candidates.push((own.alike(s, t).dice, m, e));
            }
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut gone = vec![false; links.len()];
    for (dice, m, e) in candidates {
        if !gone[m] && !gone[e] && links[e].source.is_empty() {
            links[e].source = links[m].source.clone();
            links[e].confidence = dice.min(0.9);
            links[e].moved = true;
            gone[m] = true;
        }
    }
    let mut at = 0;
    links.retain(|_| {
        at += 1;
        !gone[at - 1]
    });
}
