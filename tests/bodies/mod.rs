//! What must hold for any input at all: one function a target, run with random input by `tests/fuzz.rs` and with an evolving
//! corpus by `fuzz/`. Each panics where something does not hold.

#![allow(clippy::unwrap_used, reason = "a body that panics has found something, which is what it is for")]

mod page;
mod spans;

use isogloss::base::{FactBase, diff, query, query::QueryFormat};
use isogloss::check::Diagnostic;
use isogloss::check::fix::{Edit, apply, edits};
use isogloss::check::rules;
use isogloss::config::Config;
use isogloss::facts::Patterns;
use isogloss::layout::{self, Setting};
use isogloss::parse::Options;
use isogloss::walk;
use page::Page;
use std::path::Path;

/// A target: its name, and what is done with its input.
pub(crate) type Target = (&'static str, fn(&[u8]));

/// All targets.
pub(crate) const TARGETS: [Target; 12] = [
    ("front_matter", front_matter),
    ("blocks", blocks),
    ("facts", facts),
    ("pair", pair),
    ("fixes", fixes),
    ("layout", layout),
    ("config", config),
    ("patterns", patterns),
    ("fact_base", fact_base),
    ("query", query_globs),
    ("decode", decode),
    ("lines", lines),
];

/// The text of an input, as a page's bytes are read.
fn text(input: &[u8]) -> String {
    walk::decode(input).text
}

/// The two pages of an input, with a form feed between them.
fn two(input: &[u8]) -> (String, String) {
    let text = text(input);
    match text.split_once('\u{c}') {
        Some((source, translation)) => (source.to_owned(), translation.to_owned()),
        None => (text.clone(), text),
    }
}

/// Front matter in any notation, which begins the input if its first byte does not say otherwise.
pub(crate) fn front_matter(input: &[u8]) {
    let text = text(input);
    for start in ["", "---\n", "+++\n", "\u{feff}---\r\n"] {
        let file = format!("{start}{text}\n---\n# T\n");
        page::parsed(&file, &Options::default());
        let _ = isogloss::parse::parse(&file, &Options::default()).front_matter.locale();
    }
}

/// Blocks, inlines and their spans.
pub(crate) fn blocks(input: &[u8]) {
    let text = text(input);
    for (mdx, plain) in [(false, false), (true, false), (false, true)] {
        page::parsed(&text, &Options { mdx, plain, ..Options::default() });
    }
}

/// Facts of every kind in every language that is shipped, and in one that is not.
pub(crate) fn facts(input: &[u8]) {
    let text = text(input);
    for tag in ["en-us", "nl-nl", "de-de", "fi-fi"] {
        Page::new(&text, tag).hold();
    }
}

/// The alignment and comparison of two pages, twice, and the fact base that they make.
pub(crate) fn pair(input: &[u8]) {
    let (source, translation) = two(input);
    for tag in ["nl-nl", "de-de"] {
        let (ours, theirs) = (Page::new(&source, "en-us"), Page::new(&translation, tag));
        let found = ours.against(&theirs);
        for diagnostic in &found {
            hold(diagnostic, &source, &translation);
        }
        let again = Page::new(&source, "en-us").against(&Page::new(&translation, tag));
        assert_eq!(found, again, "the same pages give the same findings");
        let json = ours.fact_base(&theirs);
        let base = FactBase::read(&json).unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&json)));
        assert!(diff(&base, &base).is_empty());
        assert_eq!(json, ours.fact_base(&theirs));
    }
}

/// Where a finding stands, and what it says of it.
fn hold(diagnostic: &Diagnostic, source: &str, translation: &str) {
    assert!(rules::rule(diagnostic.rule).is_some());
    let places = [Some((&diagnostic.place, translation)), diagnostic.source.as_ref().map(|place| (place, source))];
    for (place, text) in places.into_iter().flatten() {
        assert!(text.get(place.span.range()).is_some(), "{diagnostic:?}");
        assert!(place.start <= place.end && place.start.line > 0 && place.start.column > 0, "{diagnostic:?}");
        assert!(place.line.get(place.marked.range()).is_some(), "{diagnostic:?}");
        assert!(text.contains(&place.line) && !place.line.contains('\n'), "{diagnostic:?}");
    }
    assert!((0.0..=1.0).contains(&diagnostic.confidence), "{diagnostic:?}");
    for fix in &diagnostic.fixes {
        assert!(translation.get(fix.span.range()).is_some(), "{diagnostic:?}");
    }
}

/// The fixes of two pages: applied to the text that they name, and to no other.
pub(crate) fn fixes(input: &[u8]) {
    let (source, translation) = two(input);
    let theirs = Page::new(&translation, "nl-nl");
    let found = Page::new(&source, "en-us").against(&theirs);
    let edits = edits(&found);
    for page in edits.pages.values() {
        let fixed = apply(translation.as_bytes(), page);
        assert_eq!((fixed.applied, fixed.moved), (page.len(), 0), "{found:?}");
        let after = String::from_utf8(fixed.bytes).unwrap();
        let length = |edit: &Edit<'_>| edit.fix.replacement.len() as isize - edit.fix.span.len() as isize;
        assert_eq!(after.len() as isize, translation.len() as isize + page.iter().map(length).sum::<isize>());
        let other = apply(source.as_bytes(), page);
        assert_eq!(other.applied + other.moved, page.len());
        Page::new(&after, "nl-nl").hold();
    }
}

/// A tree of files, a path a line.
pub(crate) fn layout(input: &[u8]) {
    let text = text(input);
    let mut files: Vec<String> =
        text.lines().map(|line| line.trim_matches('/').to_owned()).filter(|line| !line.is_empty()).collect();
    files.truncate(200);
    files.sort();
    files.dedup();
    let setting = Setting::new(&Config::default(), "");
    let found = layout::detect(&files, &setting);
    let grouped = found.groups.iter().flat_map(|group| group.source.iter().chain(&group.translations));
    let mut placed: Vec<&str> = grouped.map(|page| page.path.as_str()).collect();
    placed.extend(found.loose.iter().map(|loose| loose.path.as_str()));
    placed.sort_unstable();
    assert!(files.iter().eq(placed.iter()), "every page has one place: {files:?} {placed:?}");
    let mut reversed = files.clone();
    reversed.reverse();
    assert_eq!(found, layout::detect(&reversed, &setting), "the order of the files tells nothing");
}

/// A configuration, which is one or says where it is none.
pub(crate) fn config(input: &[u8]) {
    let text = text(input);
    let path = Path::new("isogloss.toml");
    match Config::from_text(&text, path) {
        Ok(config) => {
            let _ = Setting::new(&config, "docs");
            assert_eq!(Config::from_text(&text, path).unwrap(), config);
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// A user's kinds of fact.
pub(crate) fn patterns(input: &[u8]) {
    let text = text(input);
    let mut patterns = Patterns::shipped().clone();
    if let Err(error) = patterns.add(&text) {
        assert!(!error.to_string().is_empty());
    }
}

/// A fact base, which is read or says where it is none; what is read can be asked and compared.
pub(crate) fn fact_base(input: &[u8]) {
    match FactBase::read(input) {
        Ok(base) => {
            assert!(diff(&base, &base).is_empty());
            for format in QueryFormat::ALL {
                query(&base, &query::Options { format, ..query::Options::default() }, std::io::sink()).unwrap();
            }
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// Globs of a question, one a line.
pub(crate) fn query_globs(input: &[u8]) {
    let text = text(input);
    let base = FactBase::read(BASE.as_bytes()).unwrap();
    let globs: Vec<String> = text.lines().take(8).map(str::to_owned).collect();
    let all = query::Options { values: globs.clone(), ..query::Options::default() };
    let pages =
        query::Options { pages: globs, section: text.lines().next().map(str::to_owned), ..query::Options::default() };
    for options in [all, pages] {
        match query::select(&base, &options) {
            Ok(found) => assert!(found.len() <= 1),
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
}

const BASE: &str = r#"{"schema": "isogloss.facts/1", "source": "en-US", "locales": [],
  "pages": [{"key": "ports", "locale": "en-US", "path": "en-us/ports.md", "sha256": "", "front_matter": {}}],
  "facts": [{"id": "0123456789abcdef", "kind": "port", "value": "tcp/443", "polarity": "affirmed", "page": "ports",
    "data": {"protocol": "tcp", "first": 443, "last": 443}, "section": ["a"], "status": {},
    "occurrences": {"en-US": [{"line": 3, "column": 1, "start": 9, "end": 17, "text": "port 443"}]}}]}"#;

/// Bytes as text: a byte for a byte, but for UTF-16, of which nothing is read.
pub(crate) fn decode(input: &[u8]) {
    let file = walk::decode(input);
    assert!(file.text.len() == input.len() || file.text.is_empty());
    assert_eq!(
        file.problems.is_empty(),
        std::str::from_utf8(input).is_ok_and(|text| !text.contains('\0')) && file.text.len() == input.len()
    );
    for span in file.problems.iter().filter(|_| !file.text.is_empty()).filter_map(|problem| problem.span) {
        assert!(file.text.get(span.range()).is_some());
    }
}

/// Lines and columns.
pub(crate) fn lines(input: &[u8]) {
    let text = text(input);
    let index = isogloss::text::LineIndex::new(&text);
    let mut last = (0, 0);
    for at in (0..=text.len()).filter(|&at| text.is_char_boundary(at)) {
        let position = index.position(&text, at as u32);
        assert!((position.line, position.column) >= last && position.column > 0);
        last = (position.line, position.column);
        let line = index.line_span(&text, position.line).unwrap();
        assert!(text.get(line.range()).is_some_and(|line| !line.contains(['\n', '\r'])));
    }
}
