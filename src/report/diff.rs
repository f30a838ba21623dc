//! `--diff`: what the fixes would change, as a unified diff without context.

use super::paint::Paint;
use super::summary::count;
use super::{Style, clean};
use crate::check::{Fix, Outcome, Place};
use crate::text::Span;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Lines past this may have been cut; half a line is no line of a diff.
const LONGEST: usize = 4000;

/// Writes the changes by page and line; findings without a fix are left out.
pub fn write(outcome: &Outcome, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut lines: BTreeMap<(&str, u32), (&Place, Vec<&Fix>)> = BTreeMap::new();
    let mut left_out = 0;
    for diagnostic in &outcome.diagnostics {
        let place = &diagnostic.place;
        for fix in &diagnostic.fixes {
            let fits = place.line.len() < LONGEST && within(place, fix.span).is_some();
            let (_, fixes) = lines.entry((&place.path, place.start.line)).or_insert((place, Vec::new()));
            if fits && fixes.iter().all(|other| !clash(other.span, fix.span)) {
                fixes.push(fix);
            } else {
                left_out += 1;
            }
        }
    }
    let mut page = "";
    for ((path, number), (place, fixes)) in lines.iter().filter(|(_, (_, fixes))| !fixes.is_empty()) {
        if *path != page {
            page = path;
            let path = clean(path, style.unicode);
            writeln!(out, "{}", Paint::Bold.paint(format!("--- {path}\n+++ {path}"), style.color))?;
        }
        let before = clean(&place.line, style.unicode);
        let after = apply(place, fixes);
        writeln!(out, "{}", Paint::Cyan.paint(format!("@@ -{number} +{number} @@"), style.color))?;
        writeln!(out, "{}", Paint::Red.paint(format!("-{before}"), style.color))?;
        writeln!(out, "{}", Paint::Green.paint(format!("+{}", clean(&after, style.unicode)), style.color))?;
    }
    if left_out > 0 && !style.quiet {
        writeln!(out, "# {} not shown: over several lines, or in the way of another", count(left_out, "change"))?;
    }
    Ok(())
}

/// The bytes of `place.line` that a span of the page covers, if it lies in that line.
fn within(place: &Place, span: Span) -> Option<std::ops::Range<usize>> {
    // the mark shows where in the page the line starts
    let start = place.span.start.checked_sub(place.marked.start)?;
    let range = span.start.checked_sub(start)? as usize..span.end.checked_sub(start)? as usize;
    place.line.get(range.clone()).map(|_| range)
}

fn clash(one: Span, other: Span) -> bool {
    one.overlaps(other) || one.start == other.start
}

fn apply(place: &Place, fixes: &[&Fix]) -> String {
    let mut fixes = fixes.to_vec();
    // from the end, so that what is still to be replaced stays where it is
    fixes.sort_by_key(|fix| std::cmp::Reverse(fix.span));
    let mut line = place.line.clone();
    for fix in fixes {
        if let Some(range) = within(place, fix.span) {
            line.replace_range(range, &fix.replacement);
        }
    }
    line
}
