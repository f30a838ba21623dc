//! The corpus: every defect that its README lists is reported where it stands and by its rule, and nothing else is.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]

use isogloss::check::{Diagnostic, Severity, rules};
use isogloss::config::Config;
use isogloss::project::{self, Request};
use regex::Regex;
use std::fmt::Write;
use std::path::Path;

/// A row of the tables.
struct Defect {
    path: String,
    /// None where the page as a whole is meant; several where it takes several lines.
    lines: Vec<u32>,
    rule: &'static rules::Rule,
}

impl Defect {
    fn meets(&self, diagnostic: &Diagnostic) -> bool {
        *diagnostic.place.path == *self.path
            && (self.lines.is_empty() || self.lines.contains(&diagnostic.place.start.line))
    }
}

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// The rows of the tables whose rule is part of this version.
fn defects() -> Vec<Defect> {
    let text = std::fs::read_to_string(folder().join("README.md")).unwrap();
    let place = Regex::new(r"`([\w./-]+\.md)(?::(\d+))?`(?: and (\d+))?").unwrap();
    let mut defects = Vec::new();
    for row in text.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let Some(rule) = rules::rule(cells[3].trim_matches('`')) else { continue };
        for found in place.captures_iter(cells[1]) {
            let path = found[1].to_owned();
            let lines = [found.get(2), found.get(3)].into_iter().flatten().map(|line| line.as_str().parse().unwrap());
            let lines: Vec<u32> = lines.collect();
            // a page that is missing is reported at its source
            let missing = rule.id == rules::PAGE_MISSING_TRANSLATION.id;
            let path = if missing { format!("en-us/{}", path.rsplit('/').next().unwrap()) } else { path };
            let whole = missing || lines == [1];
            defects.push(Defect { path, lines: if whole { Vec::new() } else { lines }, rule });
        }
    }
    defects
}

#[test]
fn the_defects_are_reported_and_nothing_else_is() {
    let config = Config::load(&folder().join("isogloss.toml")).unwrap();
    let request = Request {
        paths: vec![folder()],
        config,
        config_folder: Some(folder()),
        min_severity: Some(Severity::Info),
        ..Request::default()
    };
    let found = project::check(&request, None).unwrap().diagnostics;
    let defects = defects();
    assert!(defects.len() >= 16, "only {} rows were read", defects.len());
    let mut said = String::new();
    for defect in &defects {
        let named: Vec<&Diagnostic> =
            found.iter().filter(|finding| defect.meets(finding) && finding.rule == defect.rule.id).collect();
        // a defect that takes several lines is reported in each
        if named.is_empty() || named.len() < defect.lines.len() {
            writeln!(said, "missing: {}:{:?} {}", defect.path, defect.lines, defect.rule.id).unwrap();
        }
    }
    // whoever looks at the corpus sees errors and warnings; a second one at a defect's own place is as true as the first
    for extra in found.iter().filter(|finding| finding.severity >= Severity::Warning) {
        if !defects.iter().any(|defect| defect.meets(extra)) {
            let place = &extra.place;
            writeln!(said, "extra: {}:{} {}: {}", place.path, place.start.line, extra.rule, extra.message).unwrap();
        }
    }
    assert!(said.is_empty(), "\n{said}");
}
