//! How each format looks.

use crate::sample::{outcome, written};
use isogloss::check::{Outcome, Summary};
use isogloss::report::{FORMATS, Style, write_statistics};

#[test]
fn every_format_as_it_is() {
    for format in FORMATS {
        insta::assert_snapshot!(format.name, written(format.name, &outcome(), &Style::default()));
    }
}

#[test]
fn names_are_unique_and_found() {
    for (at, format) in FORMATS.iter().enumerate() {
        assert_eq!(isogloss::report::format(format.name).unwrap().summary, format.summary);
        assert!(FORMATS[..at].iter().all(|other| other.name != format.name));
    }
    assert!(isogloss::report::format("yaml").is_none());
}

#[test]
fn human_on_a_narrow_terminal_without_unicode() {
    let style = Style { width: 48, unicode: false, ..Style::default() };
    insta::assert_snapshot!(written("human", &outcome(), &style));
}

#[test]
fn human_and_concise_in_colour() {
    let style = Style { color: true, ..Style::default() };
    let mut outcome = outcome();
    outcome.diagnostics.truncate(1);
    let text = written("human", &outcome, &style) + &written("concise", &outcome, &style);
    insta::assert_snapshot!(text.replace('\u{1b}', "␛"));
}

#[test]
fn statistics_count_by_rule() {
    let mut outcome = outcome();
    let again = outcome.diagnostics[3].clone();
    outcome.diagnostics.push(again);
    let mut out = Vec::new();
    write_statistics(&outcome, &Style::default(), &mut out).unwrap();
    insta::assert_snapshot!(String::from_utf8(out).unwrap(), @r"
    2  error    drift/port
    1  error    drift/code-block
    1  error    page/front-matter-invalid
    1  warning  structure/missing-section
    1  info     text/spacing
    1  error    text/split-identifier
    ");
}

#[test]
fn nothing_checked_is_said_aloud() {
    let said = |pages, pairs| {
        let summary = Summary { pages, pairs, ..Summary::default() };
        written("concise", &Outcome { summary, ..Outcome::default() }, &Style::default())
    };
    insta::assert_snapshot!(said(0, 0) + &said(1, 0) + &said(3, 1), @r"
    nothing checked: no page found
    nothing compared: 1 page read, and none is the translation of another
    3 pages, 1 pair: no findings
    ");
}

#[test]
fn quiet_leaves_the_findings_alone() {
    let style = Style { quiet: true, ..Style::default() };
    assert_eq!(written("concise", &outcome(), &style).lines().count(), outcome().diagnostics.len());
    assert_eq!(written("human", &Outcome::default(), &style), "");
}
