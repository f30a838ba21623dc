//! One outcome for all formats: umlauts, tabs, long lines, several lines, no source, characters that move a cursor.

use isogloss::check::{Diagnostic, FactNote, Fix, Outcome, PairNote, PairedBy, Place, Severity, Summary};
use isogloss::locale::Locale;
use isogloss::report::{self, Style};
use isogloss::text::{Position, Span};

/// A place on a line that starts at byte `offset` of its page; `marked` is what the finding is about.
pub(crate) fn place(path: &str, line: u32, offset: usize, text: &str, marked: &str) -> Place {
    let at = text.find(marked).expect("the marked text stands in the line");
    let column = text[..at].chars().count() as u32 + 1;
    Place {
        path: path.into(),
        span: Span::new(offset + at, offset + at + marked.len()),
        start: Position { line, column },
        end: Position { line, column: column + marked.chars().count() as u32 },
        line: text.to_owned(),
        marked: Span::new(at, at + marked.len()),
    }
}

/// A finding without source, fact or fix.
pub(crate) fn finding(rule: &'static str, severity: Severity, place: Place, message: &str) -> Diagnostic {
    Diagnostic {
        rule,
        severity,
        place,
        locale: Locale::parse("nl-NL"),
        message: message.to_owned(),
        fact: None,
        source: None,
        confidence: 1.0,
        fixes: Vec::new(),
    }
}

/// A place behind the last character of its line: where something missing belongs.
fn at_the_end(place: Place) -> Place {
    let (length, start) = (place.line.len(), place.span.start as usize);
    let end = Position { column: place.line.chars().count() as u32 + 1, ..place.start };
    let span = Span::new(start + length, start + length);
    Place { span, start: end, end, marked: Span::new(length, length), ..place }
}

fn fact(kind: &'static str, value: &str, expected: Option<&str>) -> Option<FactNote> {
    Some(FactNote { kind, value: value.to_owned(), expected: expected.map(str::to_owned) })
}

pub(crate) fn outcome() -> Outcome {
    let port = Diagnostic {
        fact: fact("port", "tcp/10141-10155", Some("tcp/10140-10155")),
        source: Some(place(
            "en-us/gateway.md",
            9,
            410,
            "It doesn't require TCP ports 10140-10155.",
            "ports 10140-10155",
        )),
        confidence: 0.984,
        ..finding(
            "drift/port",
            Severity::Error,
            place(
                "nl-nl/gateway.md",
                36,
                2158,
                "Hiervoor zijn geen TCP-poorten 10141-10155 nodig.",
                "poorten 10141-10155",
            ),
            "port 10141-10155 is 10140-10155 in the source",
        )
    };
    let long = format!(
        "{}De server luistert op Ärger\t`Micro soft.Compute`{}",
        "Een lange zin vooraf. ".repeat(20),
        " en nog meer".repeat(20)
    );
    let split_place = place("nl-nl/gateway.md", 40, 3000, &long, "Micro soft.Compute");
    let split = Diagnostic {
        fact: fact("provider", "Microsoft.Compute", None),
        source: Some(place(
            "en-us/gateway.md",
            12,
            600,
            "The server listens on\t`Microsoft.Compute`.",
            "Microsoft.Compute",
        )),
        fixes: vec![Fix {
            title: "write `Microsoft.Compute`".to_owned(),
            span: split_place.span,
            replacement: "Microsoft.Compute".to_owned(),
        }],
        ..finding(
            "text/split-identifier",
            Severity::Error,
            split_place,
            "`Micro soft.Compute` is `Microsoft.Compute`, broken by a blank",
        )
    };
    let missing = Diagnostic {
        locale: Locale::parse("de-DE"),
        source: Some(Place {
            end: Position { line: 24, column: 1 },
            ..place("en-us/gateway.md", 20, 900, "## Clean up", "## Clean up")
        }),
        confidence: 0.9,
        ..finding(
            "structure/missing-section",
            Severity::Warning,
            at_the_end(place("de-de/gateway.md", 104, 9000, "Prüfen Sie die Größe.", "")),
            "the section \"Clean up\" is missing",
        )
    };
    let several = Diagnostic {
        place: Place {
            end: Position { line: 7, column: 4 },
            span: Span::new(80, 105),
            ..place("nl-nl/code.md", 5, 80, "```console", "```console")
        },
        fact: fact("code-block", "sudo apt\nupdate", Some("sudo apt\nupgrade")),
        ..finding(
            "drift/code-block",
            Severity::Error,
            place("nl-nl/code.md", 5, 80, "```console", "```console"),
            "line 2 of the code block differs:\nupdate, upgrade",
        )
    };
    let escape = finding(
        "page/front-matter-invalid",
        Severity::Error,
        place("nl-nl/\u{1b}[2Jodd.md", 2, 4, "title: \u{1b}]0;gone\u{7}\u{202e}x", "\u{1b}]0;gone\u{7}"),
        "control characters: \u{1b}[31m\u{9b}2J",
    );
    let info = finding(
        "text/spacing",
        Severity::Info,
        place("nl-nl/wide.md", 3, 20, "漢字かな交じり文 , ende", " ,"),
        "a blank before a comma",
    );
    let diagnostics = vec![missing, escape, several, port, split, info];
    Outcome {
        summary: Summary { pages: 7, pairs: 4, unpaired: 1, facts: 310, errors: 4, warnings: 1, infos: 3 },
        pairs: vec![
            pair("en-us/gateway.md", "de-de/gateway.md", Some("de-DE"), PairedBy::Layout),
            pair("en-us/gateway.md", "nl-nl/gateway.md", Some("nl-NL"), PairedBy::Layout),
            pair("en-us/odd.md", "nl-nl/\u{1b}[2Jodd.md", None, PairedBy::Fingerprint),
        ],
        diagnostics,
    }
}

fn pair(source: &str, translation: &str, locale: Option<&str>, by: PairedBy) -> PairNote {
    PairNote { source: source.into(), translation: translation.into(), locale: locale.map(str::to_owned), by }
}

/// What a format writes.
#[track_caller]
pub(crate) fn written(format: &str, outcome: &Outcome, style: &Style) -> String {
    let mut out = Vec::new();
    let format = report::format(format).expect("the format exists");
    (format.write)(outcome, style, &mut out).expect("memory can be written");
    String::from_utf8(out).expect("formats write UTF-8")
}
