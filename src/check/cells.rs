//! Facts that a table row of the translation has, in another column than the source.

use super::compare::Compared;
use super::drift::{noun, rule_of};
use super::view::{Bead, Finding, Pair, View, quote};
use super::{Findings, Severity, Status};
use crate::facts::{self, FactId};
use crate::parse::Block;

/// Reports the first fact of a row that has changed its column.
pub(super) fn check(pair: &Pair<'_>, compared: &Compared, bead: &Bead<'_>, out: &mut Findings<'_>) {
    let Bead { link, s, t, .. } = *bead;
    let (ours, theirs) = (pair.source.facts_in(&link.source), pair.translation.facts_in(&link.translation));
    if !bead.is_likely()
        || ours.is_empty()
        || theirs.is_empty()
        || columns(pair.source, s) != columns(pair.translation, t)
    {
        return;
    }
    let moved = ours.clone().find_map(|a| {
        let (found, status) = compared.answer(a);
        let b = found.filter(|b| status == Status::Agrees && theirs.contains(b))?;
        let (from, to) = (column(pair.source, s, a), column(pair.translation, t, b));
        // the same value may stand in both columns
        let stays = |other| {
            column(pair.translation, t, other) == from
                && facts::agree(pair.source.fact(a), pair.translation.fact(other))
        };
        (from != to && !theirs.clone().any(stays)).then_some((a, b))
    });
    let Some((a, b)) = moved else { return };
    let (x, y) = (pair.source.fact(a), pair.translation.fact(b));
    let message = format!("{} {} stands in another column of the source", noun(y), quote(pair.translation.written(y)));
    out.push(
        Finding::new(rule_of(y.kind), pair.translation, y.span, message)
            .severity(Severity::Warning)
            .fact(y.kind.name(), y.value.as_str(), None)
            .source(pair.source, x.span)
            .confidence(link.confidence)
            .done(),
    );
}

fn columns(view: &View<'_>, row: &Block) -> usize {
    view.document.block_text(row).matches('\t').count()
}

/// The column that a fact of a row stands in.
fn column(view: &View<'_>, row: &Block, id: FactId) -> usize {
    let text = view.document.block_text(row);
    let before = view.fact(id).text.start.saturating_sub(row.text.start) as usize;
    text.as_bytes()[..before.min(text.len())].iter().filter(|b| **b == b'\t').count()
}
