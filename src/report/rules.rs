//! What rules there are, and what one of them is about.

use super::Style;
use super::paint::Paint;
use crate::check::registry::{self, RulePage};
use crate::check::rules::RULES;
use schemars::JsonSchema;
use serde::Serialize;
use std::io::{self, Write};

const SCHEMA: &str = "isogloss.rules/1";

/// What `isogloss rules --format json` prints.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "isogloss.rules/1")]
pub(super) struct Table<'a> {
    /// The name and version of this format: `isogloss.rules/1`.
    schema: &'a str,
    /// All rules, by id.
    rules: Vec<Row<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct Row<'a> {
    /// The rule's id.
    id: &'a str,
    /// `error`, `warning` or `info`: its severity without configuration.
    severity: &'a str,
    /// What it finds, in one line.
    summary: &'a str,
    /// The version that brought it.
    since: Option<&'a str>,
    /// The kinds of fact that it compares.
    kinds: Vec<&'a str>,
    /// The localization quality issue type of ITS 2.0.
    its: Option<&'a str>,
    /// The category of MQM.
    mqm: Option<&'a str>,
}

/// Writes the table of rules as one JSON object.
pub fn write_rules_json(_style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let row = |rule: &&'static crate::check::Rule| {
        let page = registry::page(rule.id);
        let page = page.as_ref();
        Row {
            id: rule.id,
            severity: rule.severity.name(),
            summary: rule.summary,
            since: page.map(|page| page.since),
            kinds: page.map(|page| page.kinds.clone()).unwrap_or_default(),
            its: page.map(|page| page.its),
            mqm: page.map(|page| page.mqm),
        }
    };
    let mut bytes = serde_json::to_vec(&Table { schema: SCHEMA, rules: RULES.iter().map(row).collect() })?;
    bytes.push(b'\n');
    out.write_all(&bytes)
}

/// Writes the table of rules, one line a rule.
pub fn write_rules(style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let width = RULES.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    for rule in RULES {
        let severity = format!("{:7}", rule.severity.name());
        let severity = Paint::of(rule.severity).paint(severity, style.color);
        writeln!(out, "{severity}  {:width$}  {}", rule.id, rule.summary)?;
    }
    Ok(())
}

/// Writes a rule's page for a terminal: headings bold, the pages of the examples indented under their paths. Where the
/// report must stand is between `⟦` and `⟧`, as in the page itself.
pub fn write_page(page: &RulePage, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut fence: Option<&str> = None;
    let mut open = false;
    for line in page.body.lines() {
        match fence {
            Some(end) if line == end => fence = None,
            Some(_) => writeln!(out, "    {}", marks(line, &mut open, style))?,
            None if line.starts_with("~~~~") => {
                let info = line.trim_start_matches('~');
                fence = Some(&line[..line.len() - info.len()]);
                let path = info.split_whitespace().find_map(|word| word.strip_prefix("path=")).unwrap_or(info);
                writeln!(out, "  {}", Paint::Dim.paint(path, style.color))?;
            }
            None if line.starts_with('#') => {
                let heading = line.trim_start_matches('#').trim_start();
                writeln!(out, "{}", Paint::Bold.paint(heading, style.color))?;
                if line.starts_with("# ") {
                    write_facts(page, style, out)?;
                }
            }
            None => writeln!(out, "{line}")?,
        }
    }
    Ok(())
}

fn write_facts(page: &RulePage, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    if let Some(severity) = page.severity {
        write!(out, "{}, ", Paint::of(severity).paint(severity.name(), style.color))?;
    }
    write!(out, "since {}; ITS 2.0: {}; MQM: {}", page.since, page.its, page.mqm)?;
    if !page.kinds.is_empty() {
        write!(out, "; kinds: {}", page.kinds.join(", "))?;
    }
    writeln!(out)
}

/// A line of an example with its marks for a person: without the rule's id behind them, and in colour where there is some.
/// `open`: whether a mark of an earlier line is still open.
fn marks(line: &str, open: &mut bool, style: &Style) -> String {
    let (begin, end) = if style.unicode { ("⟦", "⟧") } else { ("[[", "]]") };
    let mut out = String::new();
    let mut rest = line;
    loop {
        let stop = if *open { '⟧' } else { '⟦' };
        let (head, tail) = rest.split_once(stop).map_or((rest, None), |(head, tail)| (head, Some(tail)));
        let shown = match (*open, tail) {
            (true, Some(_)) => format!("{head}{end}"),
            _ => head.to_owned(),
        };
        let paint = *open && !shown.is_empty();
        out.push_str(&Paint::Red.paint(shown, style.color && paint).to_string());
        let Some(tail) = tail else { return out };
        rest = tail;
        if *open {
            rest = tail.strip_prefix('{').and_then(|tail| tail.split_once('}')).map_or(tail, |(_, tail)| tail);
        } else {
            out.push_str(begin);
        }
        *open = !*open;
    }
}
