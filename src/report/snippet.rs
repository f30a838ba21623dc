//! A finding as miette shows it: the translation's line and the source's, each under its own file name.

use super::Style;
use super::clean::clean;
use super::excerpt::excerpt;
use crate::check::{Diagnostic, Place, Severity, rules};
use miette::{LabeledSpan, MietteError, SourceCode, SourceSpan, SpanContents};
use std::fmt;

/// A label's longest value; longer ones are seen in the text itself.
const LONGEST_VALUE: usize = 60;

/// A finding with the lines that it shows.
#[derive(Debug)]
pub(super) struct Snippet {
    severity: Severity,
    message: String,
    help: String,
    lines: Lines,
}

/// The lines of a finding as one text to miette: one after the other, each with its own name and number. Each stands
/// for itself: a span over two of them is refused, so that miette shows two snippets. That needs no page's text, and no
/// search for a line's number from the beginning of a file.
#[derive(Debug)]
struct Lines(Vec<Line>);

#[derive(Debug)]
struct Line {
    name: String,
    /// From 1.
    number: usize,
    /// From 1.
    column: usize,
    /// With a line feed at the end, on which a mark behind the last character can stand.
    text: String,
    /// Where `text` starts in the whole.
    offset: usize,
    mark: SourceSpan,
    label: Option<String>,
}

impl Snippet {
    /// Prepares a finding for a terminal.
    pub(super) fn new(diagnostic: &Diagnostic, style: &Style) -> Self {
        let fact = diagnostic.fact.as_ref();
        // what each side was read as is worth a label only where the two can be told apart by it
        let expected = fact.and_then(|fact| fact.expected.as_deref());
        let found = expected.and(fact).map(|fact| fact.value.as_str());
        let sides = match &diagnostic.source {
            Some(source) => {
                vec![(&diagnostic.place, Some(("translation", found))), (source, Some(("source", expected)))]
            }
            None => vec![(&diagnostic.place, None)],
        };
        // both lines are cut to one width, that of the one with the wider gutter
        let digits = sides.iter().map(|(place, _)| digits(place.start.line)).max().unwrap_or(1);
        let mut lines: Vec<Line> = Vec::with_capacity(2);
        for (place, label) in sides {
            let offset = lines.last().map_or(0, |line| line.offset + line.text.len());
            lines.push(Line::new(place, label, offset, digits, style));
        }
        let help = match diagnostic.fixes.first() {
            Some(fix) => fix.title.as_str(),
            None => rules::rule(diagnostic.rule).map_or("", |rule| rule.summary),
        };
        Self {
            severity: diagnostic.severity,
            message: clean(&diagnostic.message, style.unicode).into_owned(),
            help: clean(help, style.unicode).into_owned(),
            lines: Lines(lines),
        }
    }
}

impl Line {
    fn new(place: &Place, label: Option<(&str, Option<&str>)>, offset: usize, digits: usize, style: &Style) -> Self {
        // the gutter: blank, number, blank, bar, blank
        let columns = style.width.saturating_sub(digits + 4).max(16);
        let excerpt = excerpt(&place.line, place.marked.range(), columns, style.unicode);
        let label = label.map(|(side, value)| {
            // the label hangs from the middle of the mark by "╰── "
            let room = columns.saturating_sub(excerpt.middle + 4);
            value
                .filter(|value| value.len() <= LONGEST_VALUE && !value.contains('\n'))
                .map(|value| format!("{side}: {}", clean(value, style.unicode)))
                .filter(|label| label.chars().count() <= room)
                .unwrap_or_else(|| side.to_owned())
        });
        let mark = SourceSpan::from((offset + excerpt.mark.start, excerpt.mark.len()));
        Self {
            name: clean(&place.path, style.unicode).into_owned(),
            number: place.start.line as usize,
            column: place.start.column as usize,
            text: excerpt.text + "\n",
            offset,
            mark,
            label,
        }
    }
}

fn digits(line: u32) -> usize {
    line.checked_ilog10().unwrap_or(0) as usize + 1
}

impl fmt::Display for Snippet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Snippet {}

impl miette::Diagnostic for Snippet {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        (!self.help.is_empty()).then(|| Box::new(&self.help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.lines)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let labels = self.lines.0.iter().map(|line| LabeledSpan::new_with_span(line.label.clone(), line.mark));
        Some(Box::new(labels))
    }
}

impl SourceCode for Lines {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        context_before: usize,
        _context_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let line = self
            .0
            .iter()
            .find(|line| (line.offset..line.offset + line.text.len()).contains(&span.offset()))
            .filter(|line| span.offset() + span.len() <= line.offset + line.text.len())
            .ok_or(MietteError::OutOfBounds)?;
        // without context miette asks for the place to name above the snippet, else for what to show
        let column = if context_before == 0 { line.column - 1 } else { 0 };
        Ok(Box::new(Contents { line, column, span: (line.offset, line.text.len()).into() }))
    }
}

/// One line as miette reads it.
struct Contents<'a> {
    line: &'a Line,
    column: usize,
    span: SourceSpan,
}

impl<'a> SpanContents<'a> for Contents<'a> {
    fn data(&self) -> &'a [u8] {
        self.line.text.as_bytes()
    }

    fn span(&self) -> &SourceSpan {
        &self.span
    }

    fn name(&self) -> Option<&str> {
        Some(&self.line.name)
    }

    fn line(&self) -> usize {
        self.line.number - 1
    }

    fn column(&self) -> usize {
        self.column
    }

    fn line_count(&self) -> usize {
        1
    }
}
