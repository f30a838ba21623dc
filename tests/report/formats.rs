//! How each format looks.

use crate::sample::{finding, outcome, place, written};
use isogloss::check::{Diagnostic, Fix, Outcome, Severity, Summary};
use isogloss::report::{FORMATS, Style, write_diff, write_statistics};

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

#[test]
fn fixes_are_shown_as_a_diff_that_can_be_applied() {
    let line = "Micro soft.Compute en Micro soft.Network";
    let broken = |marked: &str, replacement: &str| {
        let place = place("nl-nl/a.md", 3, 40, line, marked);
        let fix = Fix { title: String::new(), span: place.span, replacement: replacement.to_owned() };
        Diagnostic { fixes: vec![fix], ..finding("text/split-identifier", Severity::Error, place, "") }
    };
    let two = vec![
        broken("Micro soft.Compute", "Microsoft.Compute"),
        broken("soft.Compute en", "clash"),
        broken("Micro soft.Network", "Microsoft.Network"),
    ];
    let diagnostics = outcome().diagnostics.into_iter().filter(|diagnostic| diagnostic.fixes.is_empty()).chain(two);
    let outcome = Outcome { diagnostics: diagnostics.collect(), ..outcome() };
    let mut out = Vec::new();
    write_diff(&outcome, &Style::default(), &mut out).unwrap();
    insta::assert_snapshot!(String::from_utf8(out).unwrap(), @r"
    --- nl-nl/a.md
    +++ nl-nl/a.md
    @@ -3 +3 @@
    -Micro soft.Compute en Micro soft.Network
    +Microsoft.Compute en Microsoft.Network
    # 1 change not shown: over several lines, or in the way of another
    ");
}

#[test]
fn github_keeps_to_its_limit() {
    let one = finding("drift/port", Severity::Error, place("a%b,c.md", 1, 0, "tekst", "tekst"), "100% :: mis");
    let outcome = Outcome { diagnostics: vec![one; 25], ..Outcome::default() };
    let style = Style { prefix: "docs/".to_owned(), ..Style::default() };
    let text = written("github", &outcome, &style);
    assert_eq!(text.lines().filter(|line| line.starts_with("::")).count(), 10);
    let first = text.lines().next().unwrap();
    assert!(first.starts_with("::error file=docs/a%25b%2Cc.md,line=1,endLine=1,col=1,endColumn=6,"), "{first}");
    assert!(first.ends_with("::100%25 :: mis"), "{first}");
    assert_eq!(text.matches("error docs/a%b,c.md:1:1: [drift/port] 100% :: mis").count(), 16);
}

#[test]
fn fingerprints_are_unique_and_outlive_a_moved_line() {
    let prints = |outcome: &Outcome| -> Vec<String> {
        let json: serde_json::Value = serde_json::from_str(&written("gitlab", outcome, &Style::default())).unwrap();
        json.as_array().unwrap().iter().map(|issue| issue["fingerprint"].to_string()).collect()
    };
    let mut outcome = outcome();
    let again = outcome.diagnostics[3].clone();
    outcome.diagnostics.insert(3, again);
    let before = prints(&outcome);
    assert_eq!(before.iter().collect::<std::collections::BTreeSet<_>>().len(), outcome.diagnostics.len());
    for diagnostic in &mut outcome.diagnostics {
        diagnostic.place.start.line += 7;
    }
    assert_eq!(prints(&outcome), before);
}
