//! `json` is read by programs: it parses, keeps to its schema and its field order, and counts alike.

use crate::sample::{finding, outcome, place, written};
use isogloss::check::{Outcome, Severity};
use isogloss::report::{self, SCHEMAS, Style};
use proptest::prelude::*;
use serde_json::Value;

/// `any::<String>()` leaves the control characters out.
const TEXT: &str = "(?s:.{0,30})|[\\x00-\\x1f\\x7f-\\x9f\\u{202a}-\\u{202e} a-c]{0,20}";

fn json(outcome: &Outcome) -> Value {
    serde_json::from_str(&written("json", outcome, &Style::default())).expect("json parses")
}

#[test]
fn the_fields_stand_in_the_order_of_the_contract() {
    let json = json(&outcome());
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!(keys(&json), "schema summary pairs diagnostics");
    assert_eq!(keys(&json["summary"]), "pages pairs unpaired facts errors warnings infos");
    assert_eq!(keys(&json["pairs"][0]), "source translation locale by");
    let port = &json["diagnostics"][3];
    assert_eq!(
        keys(port),
        "rule severity path line column end_line end_column start end locale message fact source confidence fixes"
    );
    assert_eq!(keys(&port["fact"]), "kind value expected");
    assert_eq!(keys(&port["source"]), "path line column text");
    assert_eq!(keys(&json["diagnostics"][4]["fixes"][0]), "title start end replacement");
}

#[test]
fn the_output_keeps_to_the_schema_that_is_printed() {
    let schema = report::schema("check").unwrap().to_value();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<_> = validator.iter_errors(&json(&outcome())).map(|error| error.to_string()).collect();
    assert_eq!(errors, [""; 0]);
    assert!(!validator.is_valid(&serde_json::json!({"schema": "isogloss.check/1"})));
}

#[test]
fn every_schema_is_one() {
    for row in SCHEMAS {
        let schema = report::schema(row.name).unwrap().to_value();
        assert!(jsonschema::meta::is_valid(&schema), "{}", row.name);
        insta::assert_snapshot!(format!("schema-{}", row.name), serde_json::to_string_pretty(&schema).unwrap());
    }
    assert!(report::schema("nothing").is_none());
}

proptest! {
    #[test]
    fn whatever_pages_say_it_parses_and_counts(
        texts in prop::collection::vec((TEXT, TEXT, TEXT, 0usize..3), 0..8),
    ) {
        let severities = [Severity::Info, Severity::Warning, Severity::Error];
        let diagnostics: Vec<_> = texts
            .iter()
            .map(|(path, line, message, severity)| finding("drift/port", severities[*severity], place(path, 1, 0, line, line), message))
            .collect();
        let outcome = Outcome { diagnostics, ..Outcome::default() };
        let json = json(&outcome);
        prop_assert_eq!(json["diagnostics"].as_array().unwrap().len(), texts.len());
        for (finding, (path, _, message, severity)) in json["diagnostics"].as_array().unwrap().iter().zip(&texts) {
            prop_assert_eq!(&finding["path"], path);
            prop_assert_eq!(&finding["message"], message);
            prop_assert_eq!(&finding["severity"], severities[*severity].name());
        }
        let concise = written("concise", &outcome, &Style { quiet: true, ..Style::default() });
        prop_assert_eq!(concise.lines().count(), texts.len());
    }
}
