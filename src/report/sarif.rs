//! `sarif`: SARIF 2.1.0, with what GitHub's code scanning reads of it.

use super::Style;
use super::ci::{self, Fingerprints};
use crate::check::registry;
use crate::check::{Diagnostic, Outcome, Place, Severity, rules};
use serde::Serialize;
use std::collections::BTreeSet;
use std::io::{self, Write};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'a str,
    version: &'a str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    column_kind: &'a str,
    results: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'a str,
    semantic_version: &'a str,
    information_uri: &'a str,
    rules: Vec<Rule<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule<'a> {
    id: &'a str,
    short_description: Text<'a>,
    full_description: Text<'a>,
    help: Help<'a>,
    default_configuration: Configuration<'a>,
    properties: Properties<'a>,
}

#[derive(Serialize)]
struct Text<'a> {
    text: &'a str,
}

#[derive(Serialize)]
struct Help<'a> {
    text: &'a str,
    markdown: &'a str,
}

#[derive(Serialize)]
struct Configuration<'a> {
    level: &'a str,
}

#[derive(Serialize)]
struct Properties<'a> {
    tags: Vec<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'a str,
    message: Message,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    related_locations: Option<[Location; 1]>,
    partial_fingerprints: Fingerprint,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<u32>,
    physical_location: Physical,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
    byte_offset: u32,
    byte_length: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fingerprint {
    primary_location_line_hash: String,
}

/// Writes one run with the rules that spoke.
pub(super) fn write(outcome: &Outcome, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let ids: BTreeSet<&str> = outcome.diagnostics.iter().map(|diagnostic| diagnostic.rule).collect();
    let ids: Vec<&str> = ids.into_iter().collect();
    let mut fingerprints = Fingerprints::default();
    let results = outcome.diagnostics.iter().map(|diagnostic| finding(diagnostic, &ids, &mut fingerprints, style));
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            column_kind: "unicodeCodePoints",
            results: results.collect(),
            tool: Tool {
                driver: Driver {
                    name: "isogloss",
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    information_uri: env!("CARGO_PKG_REPOSITORY"),
                    rules: ids.iter().map(|id| rule(id)).collect(),
                },
            },
        }],
    };
    let mut bytes = serde_json::to_vec(&log)?;
    bytes.push(b'\n');
    out.write_all(&bytes)
}

fn rule(id: &str) -> Rule<'_> {
    let row = rules::rule(id);
    let summary = row.map_or(id, |rule| rule.summary);
    let page = registry::page(id);
    let page = page.as_ref();
    Rule {
        id,
        short_description: Text { text: summary },
        full_description: Text { text: page.and_then(|page| page.section("What it finds")).unwrap_or(summary) },
        help: Help {
            text: page.and_then(|page| page.section("How to fix")).unwrap_or(summary),
            markdown: page.map_or(summary, |page| page.explanation()),
        },
        default_configuration: Configuration { level: level(row.map_or(Severity::Warning, |rule| rule.severity)) },
        properties: Properties { tags: page.map(|page| vec!["localization", page.its]).unwrap_or_default() },
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn finding<'a>(
    diagnostic: &'a Diagnostic,
    ids: &[&str],
    fingerprints: &mut Fingerprints,
    style: &Style,
) -> Finding<'a> {
    // a related location is shown only where the message links to it
    let link = if diagnostic.source.is_some() { " ([source](1))" } else { "" };
    Finding {
        rule_id: diagnostic.rule,
        rule_index: ids.binary_search(&diagnostic.rule).unwrap_or_default(),
        level: level(diagnostic.severity),
        message: Message { text: escape(&diagnostic.message) + link },
        locations: [location(&diagnostic.place, None, style)],
        related_locations: diagnostic.source.as_ref().map(|source| [location(source, Some("the source"), style)]),
        partial_fingerprints: Fingerprint { primary_location_line_hash: fingerprints.of(diagnostic) },
    }
}

fn location(place: &Place, related: Option<&str>, style: &Style) -> Location {
    Location {
        id: related.map(|_| 1),
        message: related.map(|text| Message { text: text.to_owned() }),
        physical_location: Physical {
            artifact_location: Artifact { uri: ci::uri(&ci::path(place, style)) },
            region: Region {
                start_line: place.start.line,
                start_column: place.start.column,
                end_line: place.end.line,
                end_column: place.end.column,
                byte_offset: place.span.start,
                byte_length: place.span.len(),
            },
        },
    }
}

/// A message's text, in which brackets would be links.
fn escape(message: &str) -> String {
    let mut text = String::with_capacity(message.len());
    for c in message.chars() {
        if matches!(c, '[' | ']' | '\\') {
            text.push('\\');
        }
        text.push(c);
    }
    text
}
