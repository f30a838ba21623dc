//! `--diff`: what the fixes would change, as a unified diff without context.

use super::paint::Paint;
use super::summary::count;
use super::{Style, clean};
use crate::check::Outcome;
use crate::check::fix::{self, Edit};
use std::io::{self, Write};

/// Lines past this may have been cut; half a line is no line of a diff.
const LONGEST: usize = 4000;

/// Writes the changes by page and line; findings without a fix are left out.
pub fn write(outcome: &Outcome, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let edits = fix::edits(&outcome.diagnostics);
    let mut left_out = edits.left_out;
    for (path, page) in &edits.pages {
        let (page, long): (Vec<&Edit>, Vec<&Edit>) = page.iter().partition(|edit| edit.place.line.len() < LONGEST);
        left_out += long.len();
        for (at, line) in page.chunk_by(|one, next| one.place.start.line == next.place.start.line).enumerate() {
            if at == 0 {
                let path = clean(path, style.unicode);
                writeln!(out, "{}", Paint::Bold.paint(format!("--- {path}\n+++ {path}"), style.color))?;
            }
            let (place, number) = (line[0].place, line[0].place.start.line);
            let before = clean(&place.line, style.unicode);
            let after = apply(line);
            writeln!(out, "{}", Paint::Cyan.paint(format!("@@ -{number} +{number} @@"), style.color))?;
            writeln!(out, "{}", Paint::Red.paint(format!("-{before}"), style.color))?;
            writeln!(out, "{}", Paint::Green.paint(format!("+{}", clean(&after, style.unicode)), style.color))?;
        }
    }
    if left_out > 0 && !style.quiet {
        writeln!(out, "# {} not shown: over several lines, or in the way of another", count(left_out, "change"))?;
    }
    Ok(())
}

/// The line with its fixes.
fn apply(edits: &[&Edit<'_>]) -> String {
    let mut line = edits[0].place.line.clone();
    // from the end, so that what is still to be replaced stays where it is
    for edit in edits.iter().rev() {
        if let Some(range) = edit.in_line() {
            line.replace_range(range, &edit.fix.replacement);
        }
    }
    line
}
