//! The rules: they see aligned blocks and facts.

mod answers;
mod cells;
mod code_block;
mod compare;
mod comparison;
pub mod consistency;
mod diagnostic;
mod drift;
mod findings;
pub mod fix;
mod front_matter;
mod opposite;
mod outcome;
mod page;
mod polarity;
pub mod registry;
pub mod rules;
mod said;
mod select;
mod slip;
mod spelling;
mod structure;
mod turns;
mod untranslated;
mod view;
mod work;

pub use comparison::{Comparison, Match, Status};
pub use diagnostic::{Diagnostic, FactNote, Fix, Place, Severity};
pub use findings::{Findings, Sieve};
pub use front_matter::Keys;
pub use outcome::{Outcome, PairNote, PairedBy, Summary};
pub use rules::Rule;
pub use select::{Selection, UnknownRule, named};
pub use view::{Finding, Pair, View};

use crate::facts::Kind;
use crate::parse::BlockKind;
use compare::Compared;

/// What holds of one page by itself.
pub fn check_page(page: &View<'_>, out: &mut Findings<'_>) {
    page::check(page, out);
    let mut labels = consistency::Labels::of(page);
    for fact in &page.facts.facts {
        match fact.kind {
            Kind::Link | Kind::Url | Kind::Domain | Kind::Email => labels.read(fact, out),
            Kind::Provider => spelling::split_identifier(page, fact, out),
            _ => {}
        }
    }
    labels.end_block(out);
}

/// Compares the facts of a pair without reporting.
pub fn compare_pair(pair: &Pair<'_>, keys: &Keys) -> Comparison {
    answers::answers(pair, keys, compare::compare(pair))
}

/// What holds of a translation against its source.
pub fn check_pair(pair: &Pair<'_>, keys: &Keys, out: &mut Findings<'_>) {
    let compared = compare::compare(pair);
    drift::report(pair, &compared.differences, out);
    drift::side_by_side(pair, out);
    beads(pair, &compared, out);
    structure::check(pair, out);
    front_matter::check(pair, keys, &compared, out);
    spelling::localised_versions(pair, &compared, out);
    spelling::spacing(pair, out);
}

/// What holds of a block against the one that it translates. The blocks of two pages are more than the nearest memory holds, so that
/// they are gone through once, for all rules that look at two alone.
fn beads(pair: &Pair<'_>, compared: &Compared, out: &mut Findings<'_>) {
    let untranslated = untranslated::Rule::new(pair);
    let mut code = code_block::Rule::new(pair);
    let mut polarity = polarity::Rule::new(pair, compared);
    let opposite = opposite::Rule::new(pair);
    let slip = slip::Rule::new(pair);
    for bead in pair.beads() {
        match (bead.s.kind, bead.t.kind) {
            (BlockKind::Code, BlockKind::Code) => code.check(&bead, out),
            (BlockKind::Row, BlockKind::Row) => cells::check(pair, compared, &bead, out),
            (BlockKind::Heading(ours), BlockKind::Heading(theirs)) if ours != theirs => {
                structure::heading_level(pair, &bead, (ours, theirs), out);
            }
            _ => {}
        }
        if let Some(rule) = &untranslated {
            rule.check(&bead, out);
        }
        if let Some(rule) = &mut polarity {
            rule.check(&bead, out);
        }
        if bead.is_text() {
            opposite.check(&bead, out);
            slip.check(&bead, out);
        }
    }
}
