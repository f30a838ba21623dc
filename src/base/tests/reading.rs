//! Bad input: a clear error that names the place, and never a part of a base.

use crate::base::samples::{base, bytes, groups, product};
use crate::base::{FactBase, Format, ReadProblem};
use proptest::prelude::*;

fn document() -> String {
    String::from_utf8(bytes(&product(), Format::Json)).unwrap()
}

/// The error on the document with one text replaced.
fn spoiled(from: &str, to: &str) -> String {
    let json = document();
    assert!(json.contains(from), "{from}");
    FactBase::read(json.replacen(from, to, 1).as_bytes()).unwrap_err().to_string()
}

#[test]
fn reads_what_was_written_canonical_or_indented() {
    let pretty = bytes(&product(), Format::Pretty);
    assert_eq!(FactBase::read(&pretty).unwrap(), base(&product()));
    assert_eq!(FactBase::read(["\u{feff}", &document()].concat().as_bytes()).unwrap(), base(&product()));
}

#[test]
fn another_version_is_said_first_whatever_else_it_has() {
    let json = document().replace("isogloss.facts/1", "isogloss.facts/2").replace("\"polarity\"", "\"mood\"");
    let error = FactBase::read(json.as_bytes()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the format is `isogloss.facts/2`, and this program reads `isogloss.facts/1`, at /schema"
    );
}

#[test]
fn other_json_is_no_fact_base() {
    assert_eq!(FactBase::read(b"{\"name\": 1}").unwrap_err().problem, ReadProblem::NoSchema);
    assert!(matches!(FactBase::read(b"[1, 2]").unwrap_err().problem, ReadProblem::Invalid(_)));
    assert!(matches!(FactBase::read(b"# Ports\n").unwrap_err().problem, ReadProblem::Invalid(_)));
    assert_eq!(FactBase::read(b"").unwrap_err().problem, ReadProblem::Truncated);
}

#[test]
fn an_unknown_field_is_named_with_its_place() {
    let error = spoiled("\"protocol\":\"tcp\"", "\"proto\":\"tcp\"");
    assert!(error.starts_with("unknown field `proto`"), "{error}");
    assert!(error.contains(", at /facts/1/data/proto (line 1 column "), "{error}");
}

#[test]
fn a_wrong_type_is_named_with_its_place() {
    let error = spoiled("\"line\":5", "\"line\":\"5\"");
    assert!(
        error.starts_with("invalid type: string \"5\", expected u32, at /facts/1/occurrences/de-DE/0/line"),
        "{error}"
    );
}

#[test]
fn fields_of_two_kinds_do_not_go_together() {
    let error = spoiled("\"protocol\":\"tcp\"", "\"protocol\":\"tcp\",\"scheme\":\"guid\"");
    assert!(error.contains(", at /facts/1/data (line"), "{error}");
}

#[test]
fn a_missing_field_is_named() {
    let error = spoiled("\"polarity\":\"affirmed\",", "");
    assert!(error.starts_with("missing field `polarity`, at /facts/0 (line"), "{error}");
}

#[test]
fn two_facts_cannot_share_an_id() {
    let ids: Vec<String> = base(&product()).facts.iter().map(|fact| fact.id.to_string()).collect();
    let error = spoiled(&ids[2], &ids[1]);
    assert_eq!(error, format!("a fact before it has the id `{}` too, at /facts/2/id", ids[1]));
}

#[test]
fn a_page_is_there_once() {
    let error = spoiled("\"key\":\"setup/ports\",\"locale\":\"nl-NL\"", "\"key\":\"setup/ports\",\"locale\":\"de-DE\"");
    assert_eq!(error, "page `setup/ports` is there twice in de-DE, at /pages/3");
}

#[test]
fn what_a_fact_names_must_be_there() {
    let error = spoiled("\"page\":\"setup/ports\"", "\"page\":\"setup/port\"");
    assert_eq!(error, "page `setup/port` is not among the pages, at /facts/1/page");
    let error = spoiled("\"status\":{\"de-DE\"", "\"status\":{\"fr-FR\"");
    assert_eq!(error, "fr-FR is neither the source locale nor among `locales`, at /facts/1/status/fr-FR");
}

#[test]
fn numbers_that_readers_would_round_are_refused() {
    let json = document().replacen("\"front_matter\":{", "\"front_matter\":{\"n\":9007199254740992,", 1);
    let error = FactBase::read(json.as_bytes()).unwrap_err();
    assert!(error.to_string().contains("at /pages/0/front_matter/n"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_part_of_a_document_is_never_read(groups in groups(), cut in any::<prop::sample::Index>()) {
        let whole = bytes(&groups, Format::Json);
        let part = &whole[..cut.index(whole.len())];
        prop_assert!(FactBase::read(part).is_err());
    }
}
