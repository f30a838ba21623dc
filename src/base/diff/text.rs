//! A diff for people, for programs, and for a pull request.

use super::super::query::one_line;
use super::super::wire::Polarity;
use super::{Change, ChangeKind, Diff, Follow, Rendering, Said, TranslationChange};
use std::io::{self, Write};

/// How a diff is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DiffFormat {
    /// Lines for people.
    #[default]
    Human,
    /// Canonical JSON, `isogloss.diff/1`.
    Json,
    /// Tables for a pull-request comment.
    Markdown,
}

impl DiffFormat {
    /// All of them.
    pub const ALL: [DiffFormat; 3] = [DiffFormat::Human, DiffFormat::Json, DiffFormat::Markdown];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            DiffFormat::Human => "human",
            DiffFormat::Json => "json",
            DiffFormat::Markdown => "markdown",
        }
    }

    /// The format of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }
}

/// Writes a diff.
pub fn write(diff: &Diff, format: DiffFormat, mut out: impl Write) -> io::Result<()> {
    match format {
        DiffFormat::Json => serde_json::to_writer(&mut out, diff)?,
        DiffFormat::Human => human(diff, &mut out)?,
        DiffFormat::Markdown => markdown(diff, &mut out)?,
    }
    out.flush()
}

fn human(diff: &Diff, out: &mut impl Write) -> io::Result<()> {
    let mut heading = None;
    for change in &diff.changes {
        if heading != Some((&change.page, &change.section)) {
            heading = Some((&change.page, &change.section));
            writeln!(out, "{}", place(&change.page, &change.section))?;
        }
        let (mark, words) = match (&change.old, &change.new) {
            (Some(old), Some(new)) => ('~', format!("{} → {}", value(old), value(new))),
            (Some(old), None) => ('-', value(old)),
            (None, Some(new)) => ('+', value(new)),
            (None, None) => continue,
        };
        let line = change.new.as_ref().or(change.old.as_ref()).map_or(0, |said| said.line);
        writeln!(out, "  {mark} {} {words} (line {line})", change.kind)?;
        for follow in FOLLOWS {
            let locales = locales(change, follow);
            if !locales.is_empty() {
                writeln!(out, "      {}: {}", words_for(follow, change.change), locales.join(", "))?;
            }
        }
    }
    if !diff.translations.is_empty() {
        writeln!(out, "Translations of facts that the source did not change")?;
    }
    for entry in &diff.translations {
        writeln!(
            out,
            "  {}: {} {} {}: {}",
            entry.locale,
            place(&entry.page, &entry.section),
            entry.kind,
            short(&entry.value),
            step(entry)
        )?;
    }
    writeln!(out, "{}", summary(diff))
}

/// The bytes after which no more rows are begun: forges refuse comments of more than 65 536 characters.
const ROOM: usize = 56_000;

fn markdown(diff: &Diff, out: &mut impl Write) -> io::Result<()> {
    let mut text = Vec::new();
    let left = rows(diff, &mut text)?;
    if left > 0 {
        writeln!(text, "\n… and {left} more, which do not fit here.")?;
    }
    out.write_all(&text)
}

/// Writes as many rows as there is room for, and says how many are left.
fn rows(diff: &Diff, out: &mut Vec<u8>) -> io::Result<usize> {
    writeln!(out, "### Facts: {}", summary(diff))?;
    let mut heading = None;
    for (at, change) in diff.changes.iter().enumerate() {
        if out.len() > ROOM {
            return Ok(diff.changes.len() - at + diff.translations.len());
        }
        if heading != Some((&change.page, &change.section)) {
            heading = Some((&change.page, &change.section));
            writeln!(out, "\n**{}**\n", escape(&place(&change.page, &change.section)))?;
            writeln!(out, "| | kind | before | now | follows | still the old value | otherwise |")?;
            writeln!(out, "|---|---|---|---|---|---|---|")?;
        }
        let mark = match change.change {
            ChangeKind::Added => "added",
            ChangeKind::Changed => "changed",
            ChangeKind::Removed => "removed",
        };
        let cell = |said: &Option<Said>| said.as_ref().map_or(String::new(), |said| code(&value(said)));
        let mut otherwise: Vec<String> = Vec::new();
        for follow in [Follow::Other, Follow::Missing] {
            otherwise.extend(locales(change, follow).into_iter().map(|locale| format!("{locale} ({})", follow.name())));
        }
        writeln!(
            out,
            "| {mark} | {} | {} | {} | {} | {} | {} |",
            escape(&change.kind),
            cell(&change.old),
            cell(&change.new),
            locales(change, Follow::Follows).join(", "),
            locales(change, Follow::Old).join(", "),
            otherwise.join(", "),
        )?;
    }
    if !diff.translations.is_empty() {
        writeln!(out, "\n**Translations of facts that the source did not change**\n")?;
        writeln!(out, "| locale | page | kind | fact | before → now |\n|---|---|---|---|---|")?;
        for (at, entry) in diff.translations.iter().enumerate() {
            if out.len() > ROOM {
                return Ok(diff.translations.len() - at);
            }
            writeln!(
                out,
                "| {} | {} | {} | {} | {} |",
                entry.locale,
                escape(&place(&entry.page, &entry.section)),
                escape(&entry.kind),
                code(&short(&entry.value)),
                escape(&step(entry)),
            )?;
        }
    }
    Ok(0)
}

const FOLLOWS: [Follow; 4] = [Follow::Follows, Follow::Old, Follow::Other, Follow::Missing];

fn locales(change: &Change, wanted: Follow) -> Vec<&str> {
    change.translations.iter().filter(|(_, follow)| **follow == wanted).map(|(locale, _)| &**locale).collect()
}

fn words_for(follow: Follow, change: ChangeKind) -> &'static str {
    match (follow, change) {
        (Follow::Follows, ChangeKind::Removed) => "gone too",
        (Follow::Follows, _) => "follows",
        (Follow::Old, ChangeKind::Removed) => "still there",
        (Follow::Old, _) => "still the old value",
        (Follow::Other, _) => "says something else",
        (Follow::Missing, _) => "does not have it",
    }
}

fn place(page: &str, section: &[String]) -> String {
    if section.is_empty() { page.to_owned() } else { format!("{page} # {}", section.join(" / ")) }
}

fn value(said: &Said) -> String {
    let not = if said.polarity == Polarity::Negated { "not " } else { "" };
    format!("{not}{}", short(&said.value))
}

/// A text on one line, and no more of it than people read.
fn short(text: &str) -> String {
    let line = one_line(text);
    match line.char_indices().nth(WIDTH) {
        Some((cut, _)) => format!("{}…", &line[..cut]),
        None => line,
    }
}

/// The longest value that is shown whole, in characters; JSON has them all.
const WIDTH: usize = 100;

fn step(entry: &TranslationChange) -> String {
    let words = |side: &Option<Rendering>| match side {
        None => "not there".to_owned(),
        Some(rendering) => {
            let status = rendering.status.map_or("there", |status| status.name());
            match &rendering.text {
                Some(text) => format!("{status} (\"{}\")", short(text)),
                None => status.to_owned(),
            }
        }
    };
    format!("{} → {}", words(&entry.old), words(&entry.new))
}

fn summary(diff: &Diff) -> String {
    if diff.is_empty() {
        return "no change".to_owned();
    }
    let count = |kind| diff.changes.iter().filter(|change| change.change == kind).count();
    let old =
        diff.changes.iter().filter(|change| change.translations.values().any(|follow| *follow == Follow::Old)).count();
    let mut words = format!(
        "{} added, {} removed, {} changed",
        count(ChangeKind::Added),
        count(ChangeKind::Removed),
        count(ChangeKind::Changed)
    );
    if old > 0 {
        words.push_str(&format!("; {old} that a translation still has as it was"));
    }
    if !diff.translations.is_empty() {
        words.push_str(&format!("; {} in translations alone", diff.translations.len()));
    }
    words
}

/// A code span in a table cell: a bar would end the cell, and the fence must be longer than any run of ticks inside.
fn code(text: &str) -> String {
    let text = one_line(text).replace('|', "\\|");
    let run = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(run + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    if text.is_empty() { String::new() } else { format!("{fence}{pad}{text}{pad}{fence}") }
}

/// Text in Markdown: nothing in it may become markup, a mention or a tag.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in one_line(text).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '@' => out.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}
