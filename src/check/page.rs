//! `page/*`: what is wrong with a page itself.

use super::Findings;
use super::rules;
use super::view::{Finding, View};
use crate::parse::ProblemKind;

/// Reports the problems that reading the page's structure met.
pub(super) fn check(page: &View<'_>, out: &mut Findings<'_>) {
    for problem in &page.document.problems {
        let rule = match problem.kind {
            ProblemKind::FrontMatterUnclosed => rules::PAGE_FRONT_MATTER_UNCLOSED,
            ProblemKind::FrontMatterInvalid => rules::PAGE_FRONT_MATTER_INVALID,
            ProblemKind::FrontMatterDuplicateKey => rules::PAGE_FRONT_MATTER_DUPLICATE_KEY,
            ProblemKind::TooLarge => rules::PAGE_TOO_LARGE,
        };
        out.push(Finding::new(rule, page, problem.span, problem.detail.clone()).done());
    }
}
