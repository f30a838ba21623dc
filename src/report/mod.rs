//! Output formats: what a run found, as people and programs read it.
//!
//! Each format is one file with wire structs of its own, and one row in [`FORMATS`]; adding one is that file and that
//! row. A writer is pure: it sees the outcome and the style, and writes.

use crate::base;
use crate::check::Outcome;
use crate::config::Config;
use std::io::{self, Write};

mod alignment;
mod ci;
mod clean;
mod concise;
mod diff;
mod excerpt;
mod github;
mod gitlab;
mod human;
mod json;
mod junit;
mod paint;
mod rules;
mod sarif;
mod snippet;
mod statistics;
mod summary;

pub use alignment::{AlignedPage, write_alignment, write_alignment_json};
pub use clean::clean;
pub use diff::write as write_diff;
pub use rules::{write_page, write_rules, write_rules_json};
pub use statistics::write as write_statistics;
pub use summary::nothing_checked;

/// How an output is to look. Formats for programs heed `prefix` alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether to colour.
    pub color: bool,
    /// Whether the reader's terminal can show more than ASCII; what pages say is written as it is in any case.
    pub unicode: bool,
    /// The columns of the terminal.
    pub width: usize,
    /// Findings alone: no summary line.
    pub quiet: bool,
    /// How many findings `human` shows; the rest is counted.
    pub limit: usize,
    /// What the formats for CI put before every path, so that it is relative to the repository's root (`docs/`).
    pub prefix: String,
}

impl Default for Style {
    fn default() -> Self {
        Self { color: false, unicode: true, width: 100, quiet: false, limit: 200, prefix: String::new() }
    }
}

/// Writes an outcome in some format.
pub type Writer = fn(&Outcome, &Style, &mut dyn Write) -> io::Result<()>;

/// A format of `isogloss check`.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it is for, in one line.
    pub summary: &'static str,
    /// Whether people read it: then it ends with a summary, and characters that could harm a terminal are made visible.
    pub for_people: bool,
    /// Its writer.
    pub write: Writer,
}

/// All formats; the first is the default.
pub const FORMATS: &[Format] = &[
    row("human", "both places of every finding, for a terminal", true, human::write),
    row("concise", "one line a finding", true, concise::write),
    row("json", "one object, `isogloss.check/1`", false, json::write),
    row("sarif", "SARIF 2.1.0, for code scanning", false, sarif::write),
    row("github", "annotations of GitHub Actions", true, github::write),
    row("gitlab", "a Code Quality report of GitLab", false, gitlab::write),
    row("junit", "JUnit XML, one suite a page", false, junit::write),
];

const fn row(name: &'static str, summary: &'static str, for_people: bool, write: Writer) -> Format {
    Format { name, summary, for_people, write }
}

/// The format of that name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// A JSON output, or the configuration, and the schema that it keeps to.
#[derive(Clone, Copy, Debug)]
pub struct Schema {
    /// Its name on the command line.
    pub name: &'static str,
    /// Makes the schema (JSON Schema 2020-12).
    pub make: fn() -> schemars::Schema,
}

/// The schemas of all JSON outputs and of the configuration.
pub const SCHEMAS: &[Schema] = &[
    Schema { name: "check", make: schema_of::<json::Report<'static>> },
    Schema { name: "facts", make: base::facts_schema },
    Schema { name: "diff", make: base::diff_schema },
    Schema { name: "align", make: schema_of::<alignment::Report<'static>> },
    Schema { name: "rules", make: schema_of::<rules::Table<'static>> },
    Schema { name: "config", make: schema_of::<Config> },
];

/// The schema of that name.
pub fn schema(name: &str) -> Option<schemars::Schema> {
    SCHEMAS.iter().find(|schema| schema.name == name).map(|schema| (schema.make)())
}

fn schema_of<T: schemars::JsonSchema>() -> schemars::Schema {
    schemars::schema_for!(T)
}
