//! The mutation benchmark: edits of known kinds are made in the corpus' translations, one at a time, and each must be reported, at
//! its line, by its value, with little besides; edits that change no fact must not be reported.
//!
//!     cargo test --release --test mutations -- --nocapture
//!
//! prints the tables, of which README.md quotes the last line of the first and all of the second (`UPDATE_README=1` renews the
//! quotation). `floors.txt` has what no figure may fall below, and the most further reports.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]
#![allow(clippy::print_stdout, reason = "the tables are what it is for")]

mod blocks;
mod edit;
mod harmless;
mod run;
mod text;

use edit::Edit;
use isogloss::check::{Diagnostic, Severity};
use rayon::prelude::*;
use run::Pair;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use text::{Random, Shape};

/// How many edits of a kind are tried in a page.
const PER_PAGE: usize = 4;
/// Edits that are reported as information: slips of form, of which no fact is wrong.
const FORM: [&str; 1] = ["version-comma"];
/// Edits that change a block or a mark rather than a value, which a report can hardly name.
const NAMELESS: [&str; 3] = ["domain-wildcard", "version-comma", "provider-split"];

type Make = Box<dyn Fn(&Pair, &mut Random) -> Option<Edit> + Sync>;

/// All kinds of edit by name, and whether a report should name the value.
fn kinds() -> Vec<(&'static str, bool, Make)> {
    let mut all: Vec<(&'static str, bool, Make)> = Vec::new();
    for name in edit::names() {
        let make = move |pair: &Pair, random: &mut Random| edit::token(name, &pair.text, &pair.source.text, random);
        all.push((name, !NAMELESS.contains(&name), Box::new(make)));
    }
    let mut add = |name, make: Make| all.push((name, false, make));
    add("swap-numbers", Box::new(|pair, random| blocks::swap_items(&pair.text, random)));
    add("heading-level", Box::new(|pair, random| blocks::heading_level(&pair.text, random)));
    for (name, shape, words) in [
        ("drop-item", Shape::Item, 2),
        ("drop-paragraph", Shape::Paragraph, 8),
        ("drop-quote", Shape::Quote, 5),
        ("drop-code-block", Shape::Fence, 0),
    ] {
        add(name, Box::new(move |pair, random| blocks::drop_block(shape, words, &pair.text, random)));
    }
    add("drop-row", Box::new(|pair, random| blocks::drop_row(&pair.text, random)));
    add("drop-section", Box::new(|pair, random| blocks::drop_section(&pair.text, random)));
    for (name, shape) in [("extra-paragraph", Shape::Paragraph), ("extra-item", Shape::Item)] {
        add(name, Box::new(move |pair, random| blocks::duplicate_block(shape, &pair.text, random)));
    }
    add("untranslated", Box::new(|pair, random| blocks::untranslated(&pair.text, &pair.source.text, random)));
    add("drop-negation", Box::new(|pair, random| blocks::drop_negation(pair.locale, &pair.text, random)));
    add("add-negation", Box::new(|pair, random| blocks::add_negation(pair.locale, &pair.text, random)));
    all
}

/// What became of the edits of a kind.
#[derive(Default)]
struct Row {
    tried: usize,
    reported: usize,
    placed: usize,
    named: usize,
    further: usize,
}

fn key(finding: &Diagnostic) -> String {
    let fact = finding.fact.as_ref().map(|fact| format!("{} {}", fact.kind, fact.value));
    format!("{} {:?} {fact:?}", finding.rule, finding.severity)
}

/// What is reported after an edit and was not before; a report may have moved, not multiplied.
fn fresh<'a>(before: &[Diagnostic], after: &'a [Diagnostic]) -> Vec<&'a Diagnostic> {
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    before.iter().for_each(|finding| *known.entry(key(finding)).or_default() += 1);
    let unknown = |finding: &&Diagnostic| match known.get_mut(&key(finding)) {
        Some(left) if *left > 0 => {
            *left -= 1;
            false
        }
        _ => true,
    };
    after.iter().filter(unknown).collect()
}

/// For each rule how often it reported an edit first, and how often besides.
type ByRule = BTreeMap<&'static str, (usize, usize)>;

fn try_kind(name: &str, make: &Make, pairs: &[Pair], by_rule: &mut ByRule) -> (Row, Vec<String>) {
    let least = if FORM.contains(&name) { Severity::Info } else { Severity::Warning };
    let tried: Vec<_> = pairs
        .par_iter()
        .flat_map_iter(|pair| {
            let before = pair.check(&pair.text, least);
            let mut random = Random::new(&format!("{name}/{}/{}", pair.locale, pair.name));
            let mut edits: Vec<Edit> = Vec::new();
            for _ in 0..PER_PAGE {
                let edit = make(pair, &mut random).filter(|edit| edit.text != pair.text);
                edits.extend(edit.filter(|edit| edits.iter().all(|other| other.text != edit.text)));
            }
            let tried = edits.into_iter().map(|edit| {
                let after = pair.check(&edit.text, least);
                let found: Vec<Diagnostic> = fresh(&before, &after).into_iter().cloned().collect();
                (pair, edit, found)
            });
            tried.collect::<Vec<_>>()
        })
        .collect();
    let (mut row, mut missed) = (Row::default(), Vec::new());
    for (pair, edit, found) in tried {
        let near = |finding: &&Diagnostic| {
            let line = finding.place.start.line as usize;
            (edit.lines.start..=edit.lines.end + 3).contains(&line)
        };
        let told = |finding: &Diagnostic| {
            let fact = finding.fact.as_ref().map_or("", |fact| fact.value.as_str());
            let text = format!("{fact} {}", finding.message).to_lowercase();
            [&edit.old, &edit.new].iter().any(|value| !value.is_empty() && text.contains(&value.to_lowercase()))
        };
        row.tried += 1;
        row.reported += usize::from(!found.is_empty());
        row.placed += usize::from(found.iter().any(|finding| near(&finding)));
        row.named += usize::from(found.iter().any(told));
        row.further += found.len().saturating_sub(1);
        let first = found.iter().find(near).or(found.first()).map(std::ptr::from_ref);
        for finding in &found {
            let counts = by_rule.entry(finding.rule).or_default();
            *(if first == Some(std::ptr::from_ref(finding)) { &mut counts.0 } else { &mut counts.1 }) += 1;
        }
        if !found.iter().any(|finding| near(&finding)) {
            let said = found.first().map_or("", |finding| finding.rule);
            let line = edit.lines.start + 1;
            missed.push(format!("{}/{}:{line} {:?} to {:?} {said}", pair.locale, pair.name, edit.old, edit.new));
        }
    }
    (row, missed)
}

/// For each kind of edit, in hundredths, the least share that is reported, in place and by value; the least number tried; and the
/// most further reports.
fn floors() -> BTreeMap<&'static str, Vec<usize>> {
    let rows = include_str!("floors.txt").lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    rows.map(|row| {
        let mut cells = row.split_whitespace();
        (cells.next().unwrap(), cells.map(|cell| cell.parse().unwrap()).collect())
    })
    .collect()
}

fn hundredths(part: usize, all: usize) -> usize {
    (part * 100).checked_div(all).unwrap_or(100)
}

/// The heads of the two tables.
const EDITS: &str = "| Edit | Tried | Reported | In place | By value | Further |";
const RULES: &str = "| Rule | Reported an edit | Said more of it |";

/// Whether README.md has these tables, known by their heads; with `UPDATE_README=1` it gets them.
fn quoted(tables: &[(&str, &str)]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    let mut renewed = text.clone();
    for (head, table) in tables {
        let (before, rest) = renewed.split_once(head).unwrap_or_else(|| panic!("README.md has no table {head}"));
        let after = rest.split_once("\n\n").unwrap().1;
        renewed = format!("{before}{table}\n{after}");
    }
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(path, renewed).unwrap();
    } else {
        assert!(renewed == text, "README.md quotes other figures; UPDATE_README=1 mends it");
    }
}

#[test]
fn edits_are_reported_at_their_lines() {
    let pairs = run::pairs();
    let floors = floors();
    let mut table = format!("{EDITS}\n|---|---|---|---|---|---|\n");
    let (mut wrong, mut notes) = (String::new(), String::new());
    let mut by_rule = ByRule::new();
    let mut all = Row::default();
    for (name, by_value, make) in kinds() {
        let (row, missed) = try_kind(name, &make, &pairs, &mut by_rule);
        let share = |part| format!("{} %", hundredths(part, row.tried));
        let named = if by_value { share(row.named) } else { "–".to_owned() };
        let further = row.further as f64 / row.tried.max(1) as f64;
        let (reported, placed) = (share(row.reported), share(row.placed));
        writeln!(table, "| {name} | {} | {reported} | {placed} | {named} | {further:.2} |", row.tried).unwrap();
        for line in &missed {
            writeln!(notes, "missed: {name}: {line}").unwrap();
        }
        let part = |part| hundredths(part, row.tried);
        let figures = [part(row.reported), part(row.placed), part(row.named), row.tried];
        let least = floors.get(name).map_or(&[100; 5][..], Vec::as_slice);
        if figures.iter().zip(least).any(|(figure, least)| figure < least) || part(row.further) > least[4] {
            writeln!(wrong, "{name} {figures:?}, further {}; wanted {least:?}", part(row.further)).unwrap();
        }
        all.tried += row.tried;
        all.reported += row.reported;
        all.placed += row.placed;
        all.further += row.further;
    }
    let share = |part| format!("{} %", hundredths(part, all.tried));
    let further = all.further as f64 / all.tried as f64;
    let (reported, placed) = (share(all.reported), share(all.placed));
    let sum = format!("| **all** | {} | {reported} | {placed} | – | {further:.2} |\n", all.tried);
    let mut rules = format!("{RULES}\n|---|---|---|\n");
    for (rule, (first, more)) in &by_rule {
        writeln!(rules, "| `{rule}` | {first} | {more} |").unwrap();
    }
    println!("{notes}\n{table}{sum}\n{rules}");
    assert!(wrong.is_empty(), "\n{notes}\n{wrong}");
    quoted(&[(EDITS, &format!("{EDITS}\n|---|---|---|---|---|---|\n{sum}")), (RULES, &rules)]);
}

#[test]
fn other_ways_to_write_the_same_are_not_reported() {
    let pairs = run::pairs();
    let mut noise = String::new();
    println!("| Written in another way | Pages | Reports |\n|---|---|---|");
    for harmless in harmless::HARMLESS {
        let reports: Vec<(usize, String)> = pairs
            .par_iter()
            .filter_map(|pair| {
                let text = (harmless.rewrite)(&pair.text)?;
                let (before, after) = (pair.check(&pair.text, Severity::Warning), pair.check(&text, Severity::Warning));
                let found = fresh(&before, &after);
                let said: String = found
                    .iter()
                    .map(|finding| {
                        let place = &finding.place;
                        let (path, line) = (&place.path, place.start.line);
                        format!("{}: {path}:{line} {}: {}\n", harmless.name, finding.rule, finding.message)
                    })
                    .collect();
                Some((found.len(), said))
            })
            .collect();
        let count: usize = reports.iter().map(|(count, _)| count).sum();
        println!("| {} | {} | {count} |", harmless.name, reports.len());
        assert!(!reports.is_empty(), "no page for {}", harmless.name);
        noise.extend(reports.into_iter().map(|(_, said)| said));
    }
    assert!(noise.is_empty(), "\n{noise}");
}
