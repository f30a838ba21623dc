//! `consistency/*`: what the pages of one locale say against each other.
//!
//! A page leaves a small [`Summary`] behind; when all pages have been read, the [`QUESTIONS`] hold the summaries of each locale against
//! each other. What one page's link says against itself needs no other page.

mod fact;
mod label_target;
mod name;
mod names;
mod near;
mod polarity;
mod statement;

pub(super) use label_target::Labels;

use super::view::{Finding, quote};
use super::{Diagnostic, Rule, View};
use crate::facts::Kind;
use crate::text::Span;
use names::{Name, Names};
use statement::Statements;
use std::borrow::Cow;

/// What a page leaves behind for the comparison with the other pages of its locale.
#[derive(Debug, Default)]
pub struct Summary {
    names: Box<[Name]>,
    statements: Statements,
}

impl Summary {
    /// The summary of a page. Of all that a run keeps of its pages this is the most, so that it has no room to spare.
    pub fn of(page: &View<'_>) -> Self {
        let (mut names, mut strong) = (Names::of(page), Vec::new());
        for fact in &page.facts.facts {
            names.read(fact);
            if statement::is_strong(fact) {
                strong.push(fact);
            }
        }
        Self { names: names.all(), statements: statement::of(page, strong) }
    }
}

/// A place: the page's index, and the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct At {
    /// The page.
    pub page: u32,
    /// The bytes in its file.
    pub span: Span,
}

/// A finding that more than one place was needed for.
#[derive(Clone, Debug)]
pub struct Across {
    /// The rule.
    pub rule: &'static Rule,
    /// Where it stands.
    pub at: At,
    /// The place that it is held against.
    pub against: At,
    /// What is wrong.
    pub conflict: Conflict,
}

/// What is wrong between two places.
#[derive(Clone, Debug)]
pub enum Conflict {
    /// Two spellings of a name, with how often each is used.
    Name {
        /// The kind of the fact.
        kind: &'static str,
        /// The slip.
        rare: (String, u32),
        /// The name that is meant.
        common: (String, u32),
        /// How many more names bear out that spelling, where its own uses do not.
        support: Option<u32>,
    },
    /// Two values of this kind, the rest being much the same.
    Value(Kind),
    /// A value of this kind that is negated here and affirmed there.
    Polarity(Kind),
}

impl Across {
    /// The finding, made of the two pages that it concerns; `None` where their files do not hold the places any more.
    pub fn finding(&self, page: &View<'_>, against: &View<'_>) -> Option<Diagnostic> {
        let here = page.text.get(self.at.span.range())?;
        let there = against.text.get(self.against.span.range())?;
        let place =
            || format!("{}:{}", against.path, against.lines().position(against.text, self.against.span.start).line);
        let times = |count: u32| if count == 1 { "once".to_owned() } else { format!("{count} times") };
        let (kind, value, expected, message) = match &self.conflict {
            Conflict::Name { kind, rare, common, support } => {
                let (few, many) = (times(rare.1), times(common.1));
                let also = support.map(|count| format!(" and in longer names {}", times(count))).unwrap_or_default();
                let message =
                    format!("`{}` is used {few}, `{}` {many}{also}: one of them has a slip", rare.0, common.0);
                (*kind, rare.0.clone(), Some(common.0.clone()), message)
            }
            Conflict::Value(kind) => {
                let message = format!("{} here, {} in much the same words in {}", quote(here), quote(there), place());
                (kind.name(), here.to_owned(), Some(there.to_owned()), message)
            }
            Conflict::Polarity(kind) => {
                let message = format!("{} is negated here and affirmed in {}", quote(here), place());
                (kind.name(), here.to_owned(), None, message)
            }
        };
        let finding = Finding::new(self.rule, page, self.at.span, message).fact(kind, value, expected);
        Some(finding.source(against, self.against.span).done())
    }
}

/// Holds the pages of one locale against each other, by one of the [`QUESTIONS`]; the pages' order decides what is named first.
pub type Question = fn(&[(u32, &Summary)], &mut Vec<Across>);

/// All that is asked across the pages of a locale; each needs none of the others.
pub const QUESTIONS: [Question; 2] = [name::check, statement::check];

/// A value in lower case; mostly it is.
fn lowered(value: &str) -> Cow<'_, str> {
    let lower = value.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase());
    if lower { Cow::Borrowed(value) } else { Cow::Owned(value.to_lowercase()) }
}
