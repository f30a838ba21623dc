//! Which blocks of two pages belong together: what `isogloss align` prints.

use super::paint::Paint;
use super::{Style, clean};
use crate::align::{Alignment, Link};
use crate::parse::{BlockKind, Document};
use crate::text::LineIndex;
use schemars::JsonSchema;
use serde::Serialize;
use std::io::{self, Write};
use std::ops::Range;

const SCHEMA: &str = "isogloss.align/1";

/// One of the two pages.
#[derive(Clone, Copy, Debug)]
pub struct AlignedPage<'a> {
    /// Its path as it is to be shown.
    pub path: &'a str,
    /// The file as read.
    pub text: &'a str,
    /// The parsed page.
    pub document: &'a Document,
}

/// What `isogloss align --format json` prints.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "isogloss.align/1")]
pub(super) struct Report<'a> {
    /// The name and version of this format: `isogloss.align/1`.
    schema: &'a str,
    /// The source page.
    source: &'a str,
    /// The translation.
    translation: &'a str,
    /// Whether both have the same sequence of blocks.
    same_structure: bool,
    /// What belongs together, in the order of the translation; every block of either page is in exactly one link.
    links: Vec<Entry>,
}

#[derive(Serialize, JsonSchema)]
struct Entry {
    /// First and last line in the source, from 1; null where the translation has something of its own.
    source: Option<(u32, u32)>,
    /// First and last line in the translation; null where it lacks something.
    translation: Option<(u32, u32)>,
    /// How sure it is, 0–1.
    confidence: f64,
    /// Whether the link crosses the order of the others.
    moved: bool,
}

/// The lines that a run of blocks covers; an alert's marker belongs to what stands first in the alert.
fn lines(page: &AlignedPage<'_>, index: &LineIndex, blocks: &Range<u32>) -> Option<(u32, u32)> {
    let all = page.document.blocks.get(blocks.start as usize..blocks.end as usize)?;
    let (first, last) = (all.first()?, all.last()?);
    let text = page.text.get(last.span.range()).unwrap_or("");
    let end = last.span.start + text.trim_end().len().saturating_sub(1) as u32;
    let before = (blocks.start as usize).checked_sub(1).and_then(|at| page.document.blocks[at].quote);
    let opened = page.document.block_quote(first).filter(|_| before != first.quote);
    let marker = opened.and_then(|quote| quote.marker);
    let start = marker.map_or(first.span.start, |marker| marker.start.min(first.span.start));
    Some((index.line(start), index.line(end)))
}

fn entries(source: &AlignedPage<'_>, translation: &AlignedPage<'_>, alignment: &Alignment) -> Vec<Entry> {
    let (ours, theirs) = (LineIndex::new(source.text), LineIndex::new(translation.text));
    let entry = |link: &Link| Entry {
        source: lines(source, &ours, &link.source),
        translation: lines(translation, &theirs, &link.translation),
        confidence: super::json::two_digits(link.confidence),
        moved: link.moved,
    };
    alignment.links.iter().map(entry).collect()
}

/// Writes an alignment as one JSON object.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write_alignment_json(
    source: &AlignedPage<'_>,
    translation: &AlignedPage<'_>,
    alignment: &Alignment,
    out: &mut dyn Write,
) -> io::Result<()> {
    let report = Report {
        schema: SCHEMA,
        source: source.path,
        translation: translation.path,
        same_structure: alignment.same_structure,
        links: entries(source, translation, alignment),
    };
    serde_json::to_writer(&mut *out, &report)?;
    writeln!(out)
}

/// Writes an alignment for people: a line a link, with the lines of both pages and how the text begins.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write_alignment(
    source: &AlignedPage<'_>,
    translation: &AlignedPage<'_>,
    alignment: &Alignment,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (both, nothing) = if style.unicode { ('↔', "–") } else { ('=', "-") };
    let bold = |text: &str| Paint::Bold.paint(clean(text, style.unicode).into_owned(), style.color);
    writeln!(out, "{} {both} {}", bold(source.path), bold(translation.path))?;
    for (entry, link) in entries(source, translation, alignment).into_iter().zip(&alignment.links) {
        let place = |lines: Option<(u32, u32)>| match lines {
            Some((first, last)) if first == last => first.to_string(),
            Some((first, last)) => format!("{first}-{last}"),
            None => nothing.to_owned(),
        };
        let (page, at) =
            if link.source.is_empty() { (translation, link.translation.start) } else { (source, link.source.start) };
        let (what, words) = page
            .document
            .blocks
            .get(at as usize)
            .map_or(("", ""), |block| (name(block.kind), page.document.block_text(block)));
        let (left, right) = (place(entry.source), place(entry.translation));
        let text = format!("{left:>11} {both} {right:<11}{:>4.2}  {what:<9} ", entry.confidence);
        let paint = match (link.source.is_empty(), link.translation.is_empty(), link.moved) {
            (true, ..) => Some(Paint::Green),
            (_, true, _) => Some(Paint::Red),
            (.., true) => Some(Paint::Yellow),
            _ => None,
        };
        let room = style.width.saturating_sub(text.chars().count()).max(20);
        let words = excerpt(words, room, style.unicode);
        match paint {
            Some(paint) => writeln!(out, "{}{}", paint.paint(text, style.color), words)?,
            None => writeln!(out, "{text}{words}")?,
        }
    }
    Ok(())
}

/// The beginning of a text, on one line.
fn excerpt(text: &str, room: usize, unicode: bool) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = clean(&words, unicode);
    if words.chars().count() <= room {
        return words.into_owned();
    }
    let more = if unicode { "…" } else { "..." };
    let mut short: String = words.chars().take(room - more.chars().count()).collect();
    short.push_str(more);
    short
}

fn name(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Heading(_) => "heading",
        BlockKind::Paragraph => "paragraph",
        BlockKind::Item => "item",
        BlockKind::Row => "row",
        BlockKind::Code => "code",
        BlockKind::Html => "html",
        BlockKind::Comment => "comment",
        BlockKind::Directive => "directive",
        BlockKind::Rule => "rule",
    }
}
