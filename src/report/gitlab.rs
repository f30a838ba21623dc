//! `gitlab`: a Code Quality report of GitLab.

use super::Style;
use super::ci::{self, Fingerprints};
use crate::check::{Outcome, Severity};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Issue<'a> {
    description: &'a str,
    check_name: &'a str,
    /// Unique in the report: issues of one fingerprint are merged.
    fingerprint: String,
    severity: &'a str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// Writes the array.
pub(super) fn write(outcome: &Outcome, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut fingerprints = Fingerprints::default();
    let issues = outcome.diagnostics.iter().map(|diagnostic| {
        let path = ci::path(&diagnostic.place, style);
        Issue {
            description: &diagnostic.message,
            check_name: diagnostic.rule,
            fingerprint: format!("{path}:{}", fingerprints.of(diagnostic)),
            severity: match diagnostic.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Info => "info",
            },
            location: Location {
                path,
                lines: Lines { begin: diagnostic.place.start.line, end: diagnostic.place.end.line },
            },
        }
    });
    let mut bytes = serde_json::to_vec(&issues.collect::<Vec<_>>())?;
    bytes.push(b'\n');
    out.write_all(&bytes)
}
