//! `concise`: one line a finding, in the form that editors and `grep` know.

use super::paint::Paint;
use super::{Style, clean, summary};
use crate::check::Outcome;
use std::io::{self, Write};

/// Writes `path:line:column: severity[rule] message` for each finding, then the summary line.
pub(super) fn write(outcome: &Outcome, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    for diagnostic in &outcome.diagnostics {
        let place = &diagnostic.place;
        writeln!(
            out,
            "{}:{}:{}: {}[{}] {}",
            Paint::Bold.paint(clean(&place.path, style.unicode), style.color),
            place.start.line,
            place.start.column,
            Paint::of(diagnostic.severity).paint(diagnostic.severity.name(), style.color),
            diagnostic.rule,
            clean(&diagnostic.message, style.unicode),
        )?;
    }
    if style.quiet { Ok(()) } else { summary::write(outcome, style, out) }
}
