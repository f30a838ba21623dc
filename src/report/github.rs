//! `github`: annotations of GitHub Actions.

use super::summary::count;
use super::{Style, ci, clean, summary};
use crate::check::{Diagnostic, Outcome, Severity};
use std::io::{self, Write};

/// GitHub keeps so many annotations of each level in one step and drops the rest without a word.
const LIMIT: usize = 10;

/// Writes the gravest as annotations, the rest as plain lines of the log, and the summary.
pub(super) fn write(outcome: &Outcome, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        let all: Vec<_> = outcome.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).collect();
        let shown = if all.len() > LIMIT { LIMIT - 1 } else { all.len() };
        for diagnostic in &all[..shown] {
            annotate(diagnostic, style, out)?;
        }
        let rest = &all[shown..];
        if rest.is_empty() {
            continue;
        }
        let more = count(rest.len(), severity.name());
        writeln!(out, "::{} title=isogloss::{more} more, listed in the log", command(severity))?;
        for diagnostic in rest {
            let (start, path) = (diagnostic.place.start, ci::path(&diagnostic.place, style));
            let (path, message) = (clean(&path, style.unicode), clean(&diagnostic.message, style.unicode));
            // the first word keeps a page's name from being read as a command
            writeln!(
                out,
                "{} {path}:{}:{}: [{}] {message}",
                severity.name(),
                start.line,
                start.column,
                diagnostic.rule
            )?;
        }
    }
    if style.quiet { Ok(()) } else { summary::write(outcome, &Style { color: false, ..style.clone() }, out) }
}

fn annotate(diagnostic: &Diagnostic, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let (start, end) = (diagnostic.place.start, diagnostic.place.end);
    write!(
        out,
        "::{} file={}",
        command(diagnostic.severity),
        property(&clean(&ci::path(&diagnostic.place, style), style.unicode))
    )?;
    write!(out, ",line={},endLine={}", start.line, end.line)?;
    // columns are refused where the lines differ
    if start.line == end.line {
        write!(out, ",col={},endColumn={}", start.column, end.column)?;
    }
    let message = clean(&diagnostic.message, style.unicode).replace('%', "%25");
    let source = diagnostic.source.as_ref().map(|source| {
        let path = ci::path(source, style);
        format!("%0Asource: {}:{}", clean(&path, style.unicode).replace('%', "%25"), source.start.line)
    });
    writeln!(out, ",title={}::{message}{}", property(diagnostic.rule), source.unwrap_or_default())
}

fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    }
}

/// Text for a property; line endings are gone already.
fn property(text: &str) -> String {
    text.replace('%', "%25").replace(':', "%3A").replace(',', "%2C")
}
