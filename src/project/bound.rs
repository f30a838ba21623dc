//! The most findings of a page: what nobody will read through is no report, and must not exhaust memory or a log.

use super::load::file_finding;
use crate::check::{Diagnostic, rules};

/// Keeps the gravest findings of each page, up to `most`, and says of the page that there are more. The findings stand in the
/// order of their pages before and after.
pub(super) fn bound(diagnostics: Vec<Diagnostic>, most: usize) -> Vec<Diagnostic> {
    let within = |page: &[Diagnostic]| page.len() <= most;
    if diagnostics.chunk_by(|a, b| a.place.path == b.place.path).all(within) {
        return diagnostics;
    }
    let mut out = Vec::with_capacity(diagnostics.len());
    let mut page: Vec<Diagnostic> = Vec::new();
    for diagnostic in diagnostics {
        if page.last().is_some_and(|last| last.place.path != diagnostic.place.path) {
            flush(&mut page, most, &mut out);
        }
        page.push(diagnostic);
    }
    flush(&mut page, most, &mut out);
    out
}

fn flush(page: &mut Vec<Diagnostic>, most: usize, out: &mut Vec<Diagnostic>) {
    if let (Some(first), Some(more)) = (page.first(), page.len().checked_sub(most).filter(|more| *more > 0)) {
        let message = format!("{more} more findings, over the limit of {most}");
        out.push(file_finding(rules::PAGE_TOO_LARGE, first.place.path.clone(), message));
        // a stable sort and another by the place of before: which of the same severity are kept does not depend on chance
        let mut ranked: Vec<(usize, Diagnostic)> = page.drain(..).enumerate().collect();
        ranked.sort_by(|(a, one), (b, other)| other.severity.cmp(&one.severity).then(a.cmp(b)));
        ranked.truncate(most);
        ranked.sort_by_key(|(at, _)| *at);
        page.extend(ranked.into_iter().map(|(_, diagnostic)| diagnostic));
    }
    out.append(page);
}
