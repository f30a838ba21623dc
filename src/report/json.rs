//! `json`: the object `isogloss.check/1`. Its fields are public: none is renamed or dropped within version 1, and
//! readers must let pass those that they do not know.

use super::Style;
use crate::check::{Diagnostic, Fix, Outcome, PairNote, Place};
use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use std::io::{self, BufWriter, Write};

const SCHEMA: &str = "isogloss.check/1";

/// What `isogloss check --format json` prints.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "isogloss.check/1")]
pub(super) struct Report<'a> {
    /// The name and version of this format: `isogloss.check/1`.
    schema: &'a str,
    /// How much was looked at and found.
    summary: Summary,
    /// The pages that were held against each other, by source path, then locale.
    #[serde(serialize_with = "each::<_, Pair<'_>, _>")]
    #[schemars(with = "Vec<Pair<'_>>")]
    pairs: &'a [PairNote],
    /// The findings, by path, then place, then rule.
    #[serde(serialize_with = "each::<_, Finding<'_>, _>")]
    #[schemars(with = "Vec<Finding<'_>>")]
    diagnostics: &'a [Diagnostic],
}

#[derive(Serialize, JsonSchema)]
struct Summary {
    /// Pages read.
    pages: usize,
    /// Pairs of a source page and a translation.
    pairs: usize,
    /// Pages that have no counterpart.
    unpaired: usize,
    /// Facts in all pages.
    facts: usize,
    /// Errors found, those not shown included.
    errors: usize,
    /// Warnings found, those not shown included.
    warnings: usize,
    /// Infos found, those not shown included.
    infos: usize,
}

#[derive(Serialize, JsonSchema)]
struct Pair<'a> {
    /// The source page, relative to the root.
    source: &'a str,
    /// The translation, relative to the root.
    translation: &'a str,
    /// The translation's locale (BCP 47), if known.
    locale: Option<&'a str>,
    /// How the two were found to belong together: `layout` or `fingerprint`.
    by: &'a str,
}

#[derive(Serialize, JsonSchema)]
struct Finding<'a> {
    /// The rule's id: `drift/port`.
    rule: &'a str,
    /// `error`, `warning` or `info`.
    severity: &'a str,
    /// The page, relative to the root, with `/`.
    path: &'a str,
    /// The line where the text concerned starts, from 1.
    line: u32,
    /// The column where it starts, from 1, in Unicode scalar values.
    column: u32,
    /// The line where it ends.
    end_line: u32,
    /// The column after its last character.
    end_column: u32,
    /// Its first byte in the file.
    start: u32,
    /// The byte after its last.
    end: u32,
    /// The page's locale (BCP 47), if known.
    locale: Option<String>,
    /// What is wrong.
    message: &'a str,
    /// The fact concerned, if it is one.
    fact: Option<Fact<'a>>,
    /// The place in the source page that it is held against.
    source: Option<Source<'a>>,
    /// How sure it is that the two places belong together, 0–1.
    confidence: f64,
    /// What would mend it, where that is sure.
    fixes: Vec<Change<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct Fact<'a> {
    /// The fact's kind.
    kind: &'a str,
    /// The value concerned; for a missing fact the source's.
    value: &'a str,
    /// What the source says, where it differs.
    expected: Option<&'a str>,
}

#[derive(Serialize, JsonSchema)]
struct Source<'a> {
    /// The source page, relative to the root.
    path: &'a str,
    /// The line, from 1.
    line: u32,
    /// The column, from 1.
    column: u32,
    /// What stands there.
    text: &'a str,
}

#[derive(Serialize, JsonSchema)]
struct Change<'a> {
    /// What the change does.
    title: &'a str,
    /// The first byte to replace.
    start: u32,
    /// The byte after the last to replace.
    end: u32,
    /// What stands there then.
    replacement: &'a str,
}

/// Writes the object in one line.
pub(super) fn write(outcome: &Outcome, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    // what is written a few bytes at a time should know where to
    let mut out = BufWriter::with_capacity(1 << 16, out);
    serde_json::to_writer(&mut out, &Report::from(outcome))?;
    out.write_all(b"\n")?;
    out.flush()
}

/// Writes each in its wire form, made when its turn comes.
fn each<'a, T, W, S>(all: &&'a [T], out: S) -> Result<S::Ok, S::Error>
where
    W: From<&'a T> + Serialize,
    S: Serializer,
{
    out.collect_seq(all.iter().map(W::from))
}

/// A confidence: two digits say all there is to say, and say it alike on every machine.
pub(super) fn two_digits(confidence: f32) -> f64 {
    f64::from((confidence.clamp(0.0, 1.0) * 100.0).round()) / 100.0
}

impl<'a> From<&'a Outcome> for Report<'a> {
    fn from(outcome: &'a Outcome) -> Self {
        let summary = &outcome.summary;
        Self {
            schema: SCHEMA,
            summary: Summary {
                pages: summary.pages,
                pairs: summary.pairs,
                unpaired: summary.unpaired,
                facts: summary.facts,
                errors: summary.errors,
                warnings: summary.warnings,
                infos: summary.infos,
            },
            pairs: &outcome.pairs,
            diagnostics: &outcome.diagnostics,
        }
    }
}

impl<'a> From<&'a PairNote> for Pair<'a> {
    fn from(pair: &'a PairNote) -> Self {
        Self {
            source: &pair.source,
            translation: &pair.translation,
            locale: pair.locale.as_deref(),
            by: pair.by.name(),
        }
    }
}

impl<'a> From<&'a Diagnostic> for Finding<'a> {
    fn from(diagnostic: &'a Diagnostic) -> Self {
        let place = &diagnostic.place;
        Self {
            rule: diagnostic.rule,
            severity: diagnostic.severity.name(),
            path: &place.path,
            line: place.start.line,
            column: place.start.column,
            end_line: place.end.line,
            end_column: place.end.column,
            start: place.span.start,
            end: place.span.end,
            locale: diagnostic.locale.as_ref().map(ToString::to_string),
            message: &diagnostic.message,
            fact: diagnostic.fact.as_ref().map(|fact| Fact {
                kind: fact.kind,
                value: &fact.value,
                expected: fact.expected.as_deref(),
            }),
            source: diagnostic.source.as_ref().map(Source::from),
            confidence: two_digits(diagnostic.confidence),
            fixes: diagnostic.fixes.iter().map(Change::from).collect(),
        }
    }
}

impl<'a> From<&'a Place> for Source<'a> {
    fn from(place: &'a Place) -> Self {
        let text = place.line.get(place.marked.range()).unwrap_or_default();
        Self { path: &place.path, line: place.start.line, column: place.start.column, text }
    }
}

impl<'a> From<&'a Fix> for Change<'a> {
    fn from(fix: &'a Fix) -> Self {
        Self { title: &fix.title, start: fix.span.start, end: fix.span.end, replacement: &fix.replacement }
    }
}
