//! What a page may not do to a terminal, and what thousands of findings may not.

use crate::sample::{finding, outcome, place, written};
use isogloss::check::{Outcome, Severity};
use isogloss::report::Style;
use proptest::prelude::*;
use std::time::{Duration, Instant};

/// `any::<String>()` leaves the control characters out.
const ANYTHING: &str = "(?s:.{0,30})|[\\x00-\\x1f\\x7f-\\x9f\\u{202a}-\\u{202e} a-c]{0,20}";

fn unsafe_in(text: &str) -> Option<char> {
    text.chars()
        .find(|&c| c != '\n' && (c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')))
}

proptest! {
    #[test]
    fn no_text_of_a_page_reaches_a_terminal_as_a_command(
        path in ANYTHING, line in ANYTHING, message in ANYTHING, width in 0usize..200, unicode: bool,
    ) {
        let one = finding("drift/port", Severity::Error, place(&path, 1, 0, &line, ""), &message);
        let two = isogloss::check::Diagnostic { source: Some(place(&path, 2, 0, &line, &line)), ..one.clone() };
        let outcome = Outcome { diagnostics: vec![one, two], ..Outcome::default() };
        let style = Style { width, unicode, ..Style::default() };
        for format in ["human", "concise", "github"] {
            let text = written(format, &outcome, &style);
            prop_assert_eq!(unsafe_in(&text), None, "{}: {:?}", format, text);
        }
    }
}

#[test]
fn human_keeps_to_the_width() {
    for width in [40, 80, 120] {
        let text = written("human", &outcome(), &Style { width, ..Style::default() });
        for line in text.lines().filter(|line| line.contains('│')) {
            assert!(line.chars().count() <= width, "{width}: {line}");
        }
    }
}

#[test]
fn human_is_bounded_and_fast() {
    let line = "lang ".repeat(800);
    let one = finding("drift/port", Severity::Error, place("a.md", 1, 0, &line, "lang"), "m");
    let outcome = Outcome { diagnostics: vec![one; 20_000], ..Outcome::default() };
    let started = Instant::now();
    let text = written("human", &outcome, &Style::default());
    assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
    assert!(text.contains("… and 19800 findings more; use --format concise or json"), "{}", &text[text.len() - 200..]);
    assert_eq!(text.matches("error[drift/port]").count(), 200);
}
