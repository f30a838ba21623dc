//! `--statistics`: how often each rule spoke.

use super::Style;
use super::paint::Paint;
use crate::check::{Outcome, Severity};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Writes a table of the findings shown by rule, the most frequent first.
pub fn write(outcome: &Outcome, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut counts: BTreeMap<&str, (usize, Severity)> = BTreeMap::new();
    for diagnostic in &outcome.diagnostics {
        let entry = counts.entry(diagnostic.rule).or_insert((0, diagnostic.severity));
        entry.0 += 1;
        entry.1 = entry.1.max(diagnostic.severity);
    }
    let mut rows: Vec<_> = counts.into_iter().collect();
    // stable: rules of one count stay in the order of their ids
    rows.sort_by_key(|&(_, (n, _))| std::cmp::Reverse(n));
    let width = rows.first().map_or(0, |(_, (n, _))| n.to_string().len());
    for (rule, (n, severity)) in rows {
        let name = format!("{:7}", severity.name());
        writeln!(out, "{n:width$}  {}  {rule}", Paint::of(severity).paint(name, style.color))?;
    }
    Ok(())
}
