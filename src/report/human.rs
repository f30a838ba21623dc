//! `human`: every finding with the line of the translation and the line of the source, for a terminal.

use super::Style;
use super::paint::Paint;
use super::snippet::Snippet;
use super::summary::{self, count};
use crate::check::Outcome;
use miette::{GraphicalReportHandler, GraphicalTheme, ThemeCharacters, ThemeStyles};
use std::io::{self, Write};

/// Narrower than this nothing can be read.
const NARROWEST: usize = 30;

/// Writes the findings, a blank line between them, and the summary.
pub(super) fn write(outcome: &Outcome, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let style = &Style { width: style.width.max(NARROWEST), ..style.clone() };
    let handler = GraphicalReportHandler::new_themed(theme(style))
        .with_width(style.width)
        .without_cause_chain()
        .with_links(false);
    let mut text = String::new();
    for diagnostic in outcome.diagnostics.iter().take(style.limit) {
        text.clear();
        let head = format!("{}[{}]", diagnostic.severity.name(), diagnostic.rule);
        handler.render_report(&mut text, &Snippet::new(diagnostic, style)).map_err(io::Error::other)?;
        writeln!(out, "{}\n{}", Paint::of(diagnostic.severity).paint(head, style.color), text)?;
    }
    let more = outcome.diagnostics.len().saturating_sub(style.limit);
    if more > 0 {
        let dots = if style.unicode { "…" } else { "..." };
        writeln!(out, "{dots} and {} more; use --format concise or json to see all\n", count(more, "finding"))?;
    }
    if style.quiet { Ok(()) } else { summary::write(outcome, style, out) }
}

fn theme(style: &Style) -> GraphicalTheme {
    GraphicalTheme {
        characters: if style.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() },
        styles: if style.color { ThemeStyles::ansi() } else { ThemeStyles::none() },
    }
}
