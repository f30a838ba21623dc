//! The examples of the rules' pages, run: what they mark must be reported there, and nothing else.
//!
//! Under `## Examples` each `### title` is a case: prose that says why, then pages between `~~~~` lines that name their
//! path. `⟦text⟧{rule}` stands around the text in which a report must start; an empty mark stands at the end of the line
//! after which something is missing. The marks are taken out before the pages are checked.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]

use isogloss::check::{Diagnostic, Severity, registry, rules::RULES};
use isogloss::config::Config;
use isogloss::project::{self, Request};
use std::fmt::Write;
use std::path::Path;

/// Rules that no text of a page can bring up.
const WITHOUT_CASES: [&str; 1] = ["page/unreadable"];

/// Rules that are not reported in a translation.
const REPORTED_IN_THE_SOURCE: [&str; 1] = ["page/missing-translation"];

struct Case {
    rule: &'static str,
    title: &'static str,
    files: Vec<File>,
}

struct File {
    path: &'static str,
    bytes: Vec<u8>,
    marks: Vec<Mark>,
}

/// Where a report is expected.
struct Mark {
    rule: &'static str,
    line: u32,
    /// Bytes of the file; empty for something missing.
    start: usize,
    end: usize,
}

impl Mark {
    fn meets(&self, diagnostic: &Diagnostic) -> bool {
        let start = diagnostic.place.span.start as usize;
        let there = if self.start == self.end {
            diagnostic.place.start.line == self.line
        } else {
            (self.start..self.end).contains(&start)
        };
        there && diagnostic.rule == self.rule
    }
}

fn cases(rule: &'static str) -> Vec<Case> {
    let page = registry::page(rule).unwrap_or_else(|| panic!("{rule} has no page"));
    let examples = page.body.split_once("\n## Examples\n").unwrap_or_else(|| panic!("{rule} has no examples")).1;
    let mut cases: Vec<Case> = Vec::new();
    let mut lines = examples.lines();
    while let Some(line) = lines.next() {
        if let Some(title) = line.strip_prefix("### ") {
            cases.push(Case { rule, title, files: Vec::new() });
        } else if let Some(info) = line.strip_prefix("~~~~") {
            let text: Vec<&'static str> = lines.by_ref().take_while(|line| *line != "~~~~").collect();
            let case = cases.last_mut().unwrap_or_else(|| panic!("{rule}: a page before the first case"));
            case.files.push(file(rule, info, &text.join("\n")));
        }
    }
    cases
}

fn file(rule: &str, info: &'static str, text: &str) -> File {
    let attribute = |name: &str| info.split_whitespace().find_map(|word| word.strip_prefix(name)?.strip_prefix('='));
    let path = attribute("path").unwrap_or_else(|| panic!("{rule}: a page without path: {info}"));
    let encode = encoder(attribute("encoding").unwrap_or("utf-8"));
    let mut plain = String::new();
    let mut marks = Vec::new();
    let mut rest = text;
    while let Some((before, marked)) = rest.split_once('⟦') {
        plain.push_str(before);
        let (inside, after) = marked.split_once('⟧').unwrap_or_else(|| panic!("{rule}: {path}: ⟦ without ⟧"));
        let start = plain.len();
        plain.push_str(inside);
        let (named, after) = after
            .strip_prefix('{')
            .and_then(|after| after.split_once('}'))
            .unwrap_or_else(|| panic!("{rule}: {path}: a mark without {{rule}}"));
        let named = RULES.iter().find(|rule| rule.id == named).unwrap_or_else(|| panic!("{rule}: no rule {named}"));
        let line = 1 + plain[..start].matches('\n').count() as u32;
        marks.push(Mark { rule: named.id, line, start: encode(&plain[..start]).len(), end: encode(&plain).len() });
        rest = after;
    }
    assert!(!rest.contains('⟧'), "{rule}: {path}: ⟧ without ⟦");
    plain.push_str(rest);
    plain.push('\n');
    File { path, bytes: encode(&plain), marks }
}

fn encoder(name: &str) -> fn(&str) -> Vec<u8> {
    match name {
        "utf-8" => |text| text.as_bytes().to_vec(),
        "utf-8-bom" => |text| [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        "latin-1" => |text| text.chars().map(|c| u8::try_from(c).expect("a character of Latin-1")).collect(),
        _ => panic!("no such encoding: {name}"),
    }
}

/// Runs a case and says what differs; empty where nothing does.
fn differences(case: &Case) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    for file in &case.files {
        let path = folder.path().join(file.path);
        std::fs::create_dir_all(path.parent().expect("a path has a folder")).expect("a folder");
        std::fs::write(path, &file.bytes).expect("a file");
    }
    let request = Request {
        paths: vec![folder.path().to_owned()],
        root: Some(folder.path().to_owned()),
        config: config(folder.path()),
        config_folder: Some(folder.path().to_owned()),
        min_severity: Some(Severity::Info),
        threads: Some(1),
        ..Request::default()
    };
    let mut found = match project::check(&request, None) {
        Ok(outcome) => outcome.diagnostics,
        Err(error) => return format!("    could not run: {error}\n"),
    };
    let mut said = String::new();
    for file in &case.files {
        for mark in &file.marks {
            match found.iter().position(|diagnostic| &*diagnostic.place.path == file.path && mark.meets(diagnostic)) {
                Some(at) => drop(found.remove(at)),
                None => {
                    let marked = String::from_utf8_lossy(&file.bytes[mark.start..mark.end]);
                    writeln!(said, "    missing: {}:{} {} in {marked:?}", file.path, mark.line, mark.rule).unwrap();
                }
            }
        }
    }
    for extra in found {
        let (place, rule) = (&extra.place, extra.rule);
        let marked = &place.line[place.marked.range()];
        let start = place.start;
        writeln!(
            said,
            "    extra: {}:{}:{} {rule} at {marked:?}: {}",
            place.path, start.line, start.column, extra.message
        )
        .unwrap();
    }
    said
}

/// A case may bring its own configuration.
fn config(folder: &Path) -> Config {
    let path = folder.join("isogloss.toml");
    if path.exists() { Config::load(&path).expect("a configuration") } else { Config::default() }
}

#[test]
fn what_the_pages_mark_is_what_is_reported() {
    let cases: Vec<Case> = RULES.iter().flat_map(|rule| cases(rule.id)).collect();
    let failed: Vec<String> = cases
        .iter()
        .map(|case| (case, differences(case)))
        .filter(|(_, said)| !said.is_empty())
        .map(|(case, said)| format!("{}: {}\n{said}", case.rule, case.title))
        .collect();
    assert!(failed.is_empty(), "{} of {} cases differ\n\n{}", failed.len(), cases.len(), failed.join("\n"));
    assert!(cases.len() >= 3 * (RULES.len() - WITHOUT_CASES.len()), "only {} cases ran", cases.len());
}

#[test]
fn every_page_shows_a_hit_in_dutch_one_in_german_and_a_near_miss() {
    for rule in RULES.iter().filter(|rule| !WITHOUT_CASES.contains(&rule.id)) {
        let cases = cases(rule.id);
        let hit = |locale: &str| {
            let files = cases.iter().flat_map(|case| &case.files).filter(|file| file.path.starts_with(locale));
            files.flat_map(|file| &file.marks).any(|mark| mark.rule == rule.id)
        };
        if !REPORTED_IN_THE_SOURCE.contains(&rule.id) {
            assert!(hit("nl-nl/"), "{}: no hit in Dutch", rule.id);
            assert!(hit("de-de/"), "{}: no hit in German", rule.id);
        }
        let silent = cases.iter().any(|case| case.files.iter().all(|file| file.marks.is_empty()));
        assert!(silent, "{}: no near miss", rule.id);
        assert!(cases.iter().all(|case| case.files.len() > 1), "{}: a case without translation", rule.id);
    }
}
