//! `drift/*`: a fact of the translation differs, is missing or extra; and the names that are broken rather than missing.

mod gravity;
mod neighbours;

pub(super) use gravity::looks_like_code;
pub(super) use neighbours::side_by_side;

use super::compare::{Difference, What};
use super::rules;
use super::view::{Finding, Pair, View, quote};
use super::{Findings, Rule, Severity};
use crate::facts::{self, Data, Fact, Kind, Scheme, Written};
use crate::text::Span;
use std::ops::Range;

/// An alignment below this confidence makes a warning of what would be an error.
const SURE: f32 = 0.7;
/// In blocks of more bytes than this, nobody looks for the line where something is missing.
const NEAR_MOST: usize = 100_000;
/// The most differences that are reported of a pair: far more than anybody reads, each of them with its lines.
const DIFFERENCES_MOST: usize = 5_000;

/// Reports the differences that `compare` found.
pub(super) fn report(pair: &Pair<'_>, differences: &[Difference], out: &mut Findings<'_>) {
    for difference in differences.iter().take(DIFFERENCES_MOST) {
        let link = &pair.alignment.links[difference.link];
        let finding = match &difference.what {
            What::Differs(a, b) => differs(pair, pair.source.fact(*a), pair.translation.fact(*b)),
            What::Missing(a, instead) => missing(pair, pair.source.fact(*a), link.translation.clone(), *instead),
            What::Rewritten(a, b) => Some(rewritten(pair, pair.source.fact(*a), pair.translation.fact(*b))),
            What::Extra(b, instead) => extra(pair, pair.translation.fact(*b), link.source.clone(), *instead),
            What::Plain(a, range) => Some(plain(pair, pair.source.fact(*a), range)),
            What::Broken(a, range) => Some(broken(pair, pair.source.fact(*a), range)),
            What::Misspelt(a, range) => Some(misspelt(pair, pair.source.fact(*a), range)),
        };
        let Some((finding, severity)) = finding else {
            continue;
        };
        let severity = if link.confidence < SURE { severity.min(Severity::Warning) } else { severity };
        out.push(finding.severity(severity).confidence(link.confidence).done());
    }
}

/// The rule that a kind's drift is reported under.
pub(super) fn rule_of(kind: Kind) -> &'static Rule {
    match kind {
        Kind::Provider => rules::DRIFT_PROVIDER,
        Kind::Port => rules::DRIFT_PORT,
        Kind::Domain => rules::DRIFT_DOMAIN,
        Kind::Url => rules::DRIFT_URL,
        Kind::Email => rules::DRIFT_EMAIL,
        Kind::Address => rules::DRIFT_ADDRESS,
        Kind::Link => rules::DRIFT_LINK,
        Kind::Image => rules::DRIFT_IMAGE,
        Kind::Anchor | Kind::Heading => rules::DRIFT_ANCHOR,
        Kind::Version => rules::DRIFT_VERSION,
        Kind::Quantity => rules::DRIFT_QUANTITY,
        Kind::Date => rules::DRIFT_DATE,
        Kind::Time => rules::DRIFT_TIME,
        Kind::Code => rules::DRIFT_CODE,
        Kind::CodeBlock => rules::DRIFT_CODE_BLOCK,
        Kind::Identifier | Kind::Custom(_) => rules::DRIFT_IDENTIFIER,
        Kind::Comment => rules::DRIFT_COMMENT,
        Kind::Alert => rules::DRIFT_ALERT,
        Kind::Include => rules::DRIFT_INCLUDE,
        Kind::Directive => rules::DRIFT_DIRECTIVE,
        Kind::FrontMatter => rules::DRIFT_FRONT_MATTER,
    }
}

/// What a kind is called in a message.
pub(super) fn noun(fact: &Fact) -> &'static str {
    match fact.kind {
        Kind::Provider => "resource provider",
        Kind::Link => "link",
        Kind::Quantity => "number",
        Kind::Code => "code",
        Kind::Include => "included file",
        Kind::Url => "URL",
        Kind::Email => "e-mail address",
        Kind::Address => "address",
        Kind::Alert => "alert",
        kind => kind.name(),
    }
}

/// The fact as it is written, for a message.
fn written(view: &View<'_>, fact: &Fact) -> String {
    let target = view.target(fact).filter(|_| fact.kind != Kind::Include);
    quote(target.unwrap_or_else(|| view.written(fact).trim_matches('`')))
}

type Found = Option<(Finding, Severity)>;

fn differs(pair: &Pair<'_>, source: &Fact, translation: &Fact) -> Found {
    let severity = gravity::of(pair, source, translation)?;
    let (ours, theirs) = (written(pair.source, source), written(pair.translation, translation));
    let message = format!("{} {theirs} is {ours} in the source", noun(translation));
    let kind = if source.kind == Kind::Quantity { translation.kind } else { source.kind };
    let mut finding = Finding::new(rule_of(kind), pair.translation, translation.span, message)
        .fact(translation.kind.name(), translation.value.as_str(), Some(source.value.to_string()))
        .source(pair.source, source.span);
    let text = pair.translation.written(translation);
    if let Some(right) = mended(source, pair.source.written(source), text) {
        finding = finding.fix(format!("write `{right}`"), translation.span, right);
    }
    Some((finding, severity))
}

/// What a corrupted name should read, where that is sure: the source's name with something glued to it.
fn mended(source: &Fact, ours: &str, theirs: &str) -> Option<String> {
    let name = matches!(source.kind, Kind::Provider | Kind::Url | Kind::Domain);
    let glued = theirs.strip_prefix(ours).filter(|rest| rest.starts_with(char::is_alphabetic))?;
    name.then(|| format!("{ours} {glued}"))
}

fn missing(pair: &Pair<'_>, fact: &Fact, blocks: Range<u32>, instead: bool) -> Found {
    if is_weak(fact) || fact.kind == Kind::Directive {
        return None;
    }
    let severity = match &fact.data {
        Data::Quantity(quantity) if (quantity.written != Written::Digits && !instead) || is_one(quantity) => {
            Severity::Info
        }
        Data::Quantity(_) | Data::Version | Data::Time { .. } | Data::Date { .. } => Severity::Warning,
        Data::Identifier(Scheme::Guid | Scheme::Hex | Scheme::Oid) => Severity::Error,
        Data::Identifier(Scheme::Path | Scheme::Placeholder) => Severity::Info,
        Data::Identifier(_) => Severity::Warning,
        _ => match fact.kind {
            Kind::Code if looks_like_code(&fact.value) => Severity::Warning,
            Kind::Code | Kind::Anchor => Severity::Info,
            Kind::Comment if fact.value.bytes().all(|b| b.is_ascii_digit()) => Severity::Warning,
            Kind::Comment => Severity::Info,
            Kind::Alert => Severity::Warning,
            kind => rule_of(kind).severity,
        },
    };
    let place = near(pair, fact, blocks);
    let message = format!("{} {} of the source is missing", noun(fact), written(pair.source, fact));
    let finding = Finding::new(rule_of(fact.kind), pair.translation, place, message)
        .fact(fact.kind.name(), fact.value.as_str(), None)
        .source(pair.source, fact.span);
    Some((finding, severity))
}

/// An article or an ordinal explains a number on the other side; it never asks for one.
fn is_weak(fact: &Fact) -> bool {
    matches!(&fact.data, Data::Quantity(quantity) if quantity.written == Written::Article)
}

/// A single thing is often said without a number: "the last 1 hour", "der letzten Stunde".
fn is_one(quantity: &facts::Quantity) -> bool {
    quantity.last.is_none() && quantity.first.as_u64() == Some(1)
}

/// Where a missing fact belongs: the line of the fact before it that the translation has, else the block's first line.
fn near(pair: &Pair<'_>, fact: &Fact, blocks: Range<u32>) -> Span {
    let first = pair.translation.block(blocks.start);
    let Some(block) = fact.block else {
        return pair.translation.first_line(first);
    };
    let source = pair.source.block(block);
    // the same part of the block's length, in whole lines
    let part = f64::from(fact.span.start - source.span.start.min(fact.span.start)) / (source.span.len().max(1) as f64);
    let last = pair.translation.block(blocks.end - 1);
    let cover = first.span.cover(last.span);
    let text = &pair.translation.text[cover.range()];
    // in a block of this length no line says more than the first
    let lines = if text.len() > NEAR_MOST { 1 } else { text.lines().count().max(1) };
    if lines == 1 {
        return pair.translation.first_line(first);
    }
    let wanted = ((part * lines as f64) as usize).min(lines - 1);
    let line = text.split_inclusive('\n').nth(wanted).unwrap_or(text);
    let start = cover.start as usize + (line.as_ptr() as usize - text.as_ptr() as usize);
    let indent = line.len() - line.trim_start().len();
    Span::new(
        start + indent.min(line.trim_end().len()),
        start + line.trim_end().len().max(indent.min(line.trim_end().len())),
    )
}

fn extra(pair: &Pair<'_>, fact: &Fact, blocks: Range<u32>, instead: bool) -> Found {
    // a translation may have ids of its own
    if is_weak(fact) || matches!(fact.kind, Kind::Directive | Kind::Anchor) {
        return None;
    }
    let severity = match &fact.data {
        Data::Quantity(quantity) if quantity.written != Written::Digits && !instead => Severity::Info,
        // keys of the keyboard have names in each language: ALT+POS1
        Data::Identifier(Scheme::Name) if fact.value.contains('+') => Severity::Info,
        Data::Identifier(Scheme::Path | Scheme::Placeholder) => Severity::Info,
        Data::Quantity(_) | Data::Version | Data::Time { .. } | Data::Date { .. } | Data::Identifier(_) => {
            Severity::Warning
        }
        _ => match fact.kind {
            Kind::Code | Kind::Comment | Kind::Anchor => Severity::Info,
            Kind::Alert => Severity::Warning,
            _ => Severity::Warning,
        },
    };
    let message = format!("{} {} is not in the source", noun(fact), written(pair.translation, fact));
    let against = pair.source.block(blocks.start);
    let finding = Finding::new(rule_of(fact.kind), pair.translation, fact.span, message)
        .fact(fact.kind.name(), fact.value.as_str(), None)
        .source(pair.source, pair.source.first_line(against));
    Some((finding, severity))
}

fn rewritten(pair: &Pair<'_>, source: &Fact, translation: &Fact) -> (Finding, Severity) {
    let (ours, theirs) = (written(pair.source, source), written(pair.translation, translation));
    let message =
        format!("{} {theirs} is written {ours} in the source; both lead to {}", noun(translation), source.value);
    let finding = Finding::new(rule_of(source.kind), pair.translation, translation.span, message)
        .fact(translation.kind.name(), translation.value.as_str(), Some(source.value.to_string()))
        .source(pair.source, source.span);
    (finding, Severity::Warning)
}

fn plain(pair: &Pair<'_>, fact: &Fact, range: &Range<u32>) -> (Finding, Severity) {
    let span = pair.translation.document.span(range.clone());
    let message = format!("{} is code in the source and plain text here", written(pair.source, fact));
    let finding = Finding::new(rule_of(Kind::Code), pair.translation, span, message)
        .fact("code", fact.value.as_str(), None)
        .source(pair.source, fact.span);
    (finding, Severity::Warning)
}

fn broken(pair: &Pair<'_>, fact: &Fact, range: &Range<u32>) -> (Finding, Severity) {
    let (span, right) = (pair.translation.document.span(range.clone()), written(pair.source, fact));
    let message = format!(
        "{} {} is {right} in the source, broken by a blank",
        noun(fact),
        quote(&pair.translation.text[span.range()])
    );
    let finding = Finding::new(rules::TEXT_SPLIT_IDENTIFIER, pair.translation, span, message)
        .fact(fact.kind.name(), fact.value.as_str(), Some(fact.value.to_string()))
        .source(pair.source, fact.span);
    let literal = pair.translation.text[span.range()].chars().all(|c| !matches!(c, '[' | ']' | '*' | '`' | '<'));
    let right = pair.source.written(fact);
    let finding = if literal { finding.fix(format!("write `{right}`"), span, right.to_owned()) } else { finding };
    (finding, rules::TEXT_SPLIT_IDENTIFIER.severity)
}

fn misspelt(pair: &Pair<'_>, fact: &Fact, range: &Range<u32>) -> (Finding, Severity) {
    let span = pair.translation.document.span(range.clone());
    let message = format!(
        "{} {} is {} in the source",
        noun(fact),
        quote(&pair.translation.text[span.range()]),
        written(pair.source, fact)
    );
    let finding = Finding::new(rule_of(fact.kind), pair.translation, span, message)
        .fact(fact.kind.name(), pair.translation.text[span.range()].to_owned(), Some(fact.value.to_string()))
        .source(pair.source, fact.span);
    (finding, rule_of(fact.kind).severity)
}
