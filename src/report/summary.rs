//! The last line: how much was looked at and what came of it.

use super::Style;
use super::paint::Paint;
use crate::check::{Outcome, Severity, Summary};
use std::io::{self, Write};

/// What to say where there was nothing to check, which must not pass for a clean result.
pub fn nothing_checked(summary: &Summary) -> Option<String> {
    match (summary.pages, summary.pairs) {
        (0, _) => Some("nothing checked: no page found".to_owned()),
        (pages, 0) => {
            Some(format!("nothing compared: {} read, and none is the translation of another", count(pages, "page")))
        }
        _ => None,
    }
}

/// Writes the line.
pub(super) fn write(outcome: &Outcome, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let summary = &outcome.summary;
    let nothing = nothing_checked(summary);
    if let Some(nothing) = &nothing {
        write!(out, "{}", Paint::Yellow.paint(nothing, style.color))?;
    } else {
        write!(out, "{}, {}", count(summary.pages, "page"), count(summary.pairs, "pair"))?;
        if summary.unpaired > 0 {
            write!(out, ", {} unpaired", summary.unpaired)?;
        }
    }
    let found = summary.errors + summary.warnings + summary.infos;
    if found == 0 {
        // "no findings" would be no news where nothing was looked at
        return writeln!(out, "{}", if nothing.is_some() { "" } else { ": no findings" });
    }
    let counts =
        [(summary.errors, Severity::Error), (summary.warnings, Severity::Warning), (summary.infos, Severity::Info)];
    for (index, (n, severity)) in counts.into_iter().filter(|(n, _)| *n > 0).enumerate() {
        let counted = count(n, severity.name());
        write!(out, "{}{}", if index == 0 { ": " } else { ", " }, Paint::of(severity).paint(counted, style.color))?;
    }
    let hidden = found.saturating_sub(outcome.diagnostics.len());
    if hidden > 0 {
        write!(out, " ({hidden} not shown, see --min-severity)")?;
    }
    writeln!(out)
}

/// "1 page", "2 pages".
pub(super) fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}
