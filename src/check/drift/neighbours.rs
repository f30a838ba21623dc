//! Numbers that stand side by side.

use crate::check::view::{Finding, Pair, View, quote};
use crate::check::{Findings, Severity, rules};
use crate::facts::{self, Data, Fact, Written};
use std::ops::Range;

/// Reports numbers that stand side by side where the source has nothing of the kind: one of them was put there by mistake.
pub(in crate::check) fn side_by_side(pair: &Pair<'_>, out: &mut Findings<'_>) {
    // few pages have any
    if neighbours(pair.translation, &(0..pair.translation.document.blocks.len() as u32)).is_none() {
        return;
    }
    for link in &pair.alignment.links {
        if link.source.is_empty() {
            continue;
        }
        if let Some((first, second)) = neighbours(pair.translation, &link.translation)
            && neighbours(pair.source, &link.source).is_none()
            && !(says(pair.source, &link.source, first) && says(pair.source, &link.source, second))
        {
            let span = first.span.cover(second.span);
            let message = format!(
                "numbers {} stand side by side, and in the source they do not",
                quote(&pair.translation.text[span.range()])
            );
            let against = pair.source.first_line(pair.source.block(link.source.start));
            let finding =
                Finding::new(rules::DRIFT_QUANTITY, pair.translation, span, message).severity(Severity::Warning);
            out.push(
                finding
                    .fact("quantity", first.value.as_str(), None)
                    .source(pair.source, against)
                    .confidence(link.confidence)
                    .done(),
            );
        }
    }
}

/// Whether some blocks hold, in digits, what a fact of the other side says.
fn says(view: &View<'_>, blocks: &Range<u32>, fact: &Fact) -> bool {
    let word = |fact: &Fact| matches!(&fact.data, Data::Quantity(q) if q.written != Written::Digits);
    facts::numbers_agree(fact, view.facts_in(blocks).map(|id| view.fact(id)).filter(|other| !word(other)))
}

/// The first two numbers in digits with nothing but a blank between, the first without unit.
fn neighbours<'a>(view: &View<'a>, blocks: &Range<u32>) -> Option<(&'a Fact, &'a Fact)> {
    let digits =
        |fact: &Fact| matches!(&fact.data, Data::Quantity(q) if q.written == Written::Digits && q.last.is_none());
    let bare = |fact: &Fact| matches!(&fact.data, Data::Quantity(q) if q.unit.is_none());
    let ids = view.facts_in(blocks);
    let facts = view.facts.facts.get(ids.start as usize..ids.end as usize)?;
    let pairs = facts.windows(2).map(|pair| (&pair[0], &pair[1]));
    pairs.into_iter().find(|(a, b)| {
        digits(a)
            && digits(b)
            && bare(a)
            && a.text.end + 1 == b.text.start
            && view.document.text.as_bytes()[a.text.end as usize] == b' '
    })
}
