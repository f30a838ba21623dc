//! The document: its bytes, its order, its formats, its schema.

use crate::base::samples::{base, bytes, frame, groups, product};
use crate::base::{FactBase, FactWriter, Format, Status, facts_schema};
use crate::facts::Kind;
use proptest::prelude::*;

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

fn validator() -> jsonschema::Validator {
    jsonschema::draft202012::new(&facts_schema().to_value()).unwrap()
}

fn assert_valid(json: &[u8]) {
    let document: serde_json::Value = serde_json::from_slice(json).unwrap();
    let errors: Vec<String> = validator().iter_errors(&document).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
}

#[test]
fn a_fact_stands_with_what_each_translation_makes_of_it() {
    let base = base(&product());
    let fact = base.facts.iter().find(|fact| fact.value == "tcp/443").unwrap();
    assert_eq!(fact.section, ["in"]);
    assert_eq!(fact.status["de-DE"], Status::Agrees);
    assert_eq!(fact.status["nl-NL"], Status::Differs);
    let dutch = &fact.occurrences["nl-NL"][0];
    assert_eq!((dutch.line, dutch.column, dutch.text.as_str()), (3, 6, "TCP-poort 434"));
    assert_eq!(dutch.value.as_deref(), Some("tcp/434"));
    assert_eq!(fact.occurrences["de-DE"][0].value, None);
}

#[test]
fn a_locale_without_the_page_is_said_to_have_none() {
    let base = base(&product());
    let fact = base.facts.iter().find(|fact| fact.page == "setup/size").unwrap();
    assert!(fact.status.values().all(|status| *status == Status::NoPage));
    assert_eq!(fact.status.len(), 2);
}

#[test]
fn a_fact_of_a_translation_alone_is_a_fact_of_its_own() {
    let base = base(&product());
    for value in ["tls/1.2", "extra.example.com"] {
        let fact = base.facts.iter().find(|fact| fact.value == value).unwrap();
        assert_eq!(fact.status.len(), 1);
        assert_eq!(fact.status["nl-NL"], Status::Extra);
        assert_eq!(fact.occurrences.len(), 1);
    }
}

#[test]
fn the_opposite_is_told_by_its_polarity() {
    let base = base(&product());
    let fact = base.facts.iter().find(|fact| fact.value == "tcp/25").unwrap();
    assert_eq!(fact.polarity.name(), "negated");
    assert_eq!(fact.occurrences["de-DE"][0].polarity.unwrap().name(), "affirmed");
    assert_eq!(fact.occurrences["en-US"][0].polarity, None);
}

#[test]
fn the_bytes_are_these() {
    let groups = &product()[2..];
    assert_eq!(
        text(bytes(groups, Format::Json)),
        concat!(
            r#"{"facts":[{"data":{"bound":"at-least","first":"9","first_other":"9000","#,
            r#""written":"digits"},"id":"b78fd95ab3540d29","kind":"quantity","#,
            r#""occurrences":{"en-US":[{"column":6,"end":19,"line":1,"start":6,"text":"at least 4 GB"}]},"#,
            r#""page":"setup/size","polarity":"affirmed","section":[],"#,
            r#""status":{"de-DE":"no-page","nl-NL":"no-page"},"value":">=4 GB"}],"#,
            r#""locales":["de-DE","nl-NL"],"pages":[{"front_matter":{},"key":"setup/size","locale":"en-US","#,
            r#""path":"en-us/setup/size.md","#,
            r#""sha256":"068bbd6452ebf45d4604a558be77c6b19847ee3a09fefd0c413dd027c9be8180"}],"#,
            r#""schema":"isogloss.facts/1","source":"en-US"}"#,
        )
    );
}

#[test]
fn kinds_are_left_out_without_touching_ids() {
    let frame = frame().with_kinds(["domain"]);
    let mut writer = FactWriter::new(Vec::new(), &frame).unwrap();
    for group in product() {
        writer.push(&group.chunk(&frame)).unwrap();
    }
    let part = FactBase::read(&writer.finish().unwrap()).unwrap();
    let mut whole = base(&product());
    whole.facts.retain(|fact| fact.kind == Kind::Domain.name());
    assert_eq!(part, whole);
}

#[test]
fn groups_out_of_order_are_refused() {
    let frame = frame();
    let mut writer = FactWriter::new(Vec::new(), &frame).unwrap();
    let [a, b, _] = &product()[..] else { panic!("three groups") };
    writer.push(&b.chunk(&frame)).unwrap();
    assert!(writer.push(&a.chunk(&frame)).is_err());
}

#[test]
fn a_spreadsheet_has_a_row_for_each_fact_in_each_locale() {
    let csv = text(bytes(&product()[1..2], Format::Csv));
    let rows: Vec<&str> = csv.lines().collect();
    assert_eq!(rows[0], "id,kind,value,polarity,page,section,locale,status,path,line,column,said,text");
    assert!(
        rows[1].ends_with("port,tcp/443,affirmed,setup/ports,in,en-US,,en-us/setup/ports.md,5,6,tcp/443,TCP port 443")
    );
    assert!(rows[3].ends_with("nl-NL,differs,nl-nl/setup/ports.md,3,6,tcp/434,TCP-poort 434"));
    assert!(
        rows[9].ends_with(
            "updates.example.com,affirmed,setup/ports,outgoing-traffic,nl-NL,missing,nl-nl/setup/ports.md,,,,"
        )
    );
}

#[test]
fn each_line_of_ndjson_is_a_record_of_the_document() {
    let lines = text(bytes(&product(), Format::Ndjson));
    let mut lines = lines.lines();
    assert_eq!(lines.next(), Some(r#"{"locales":["de-DE","nl-NL"],"schema":"isogloss.facts/1","source":"en-US"}"#));
    let whole = text(bytes(&product(), Format::Json));
    assert!(lines.clone().all(|line| whole.contains(line)));
    assert_eq!(lines.count(), 5 + 6);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_bytes_are_canonical_json(groups in groups()) {
        let written = bytes(&groups, Format::Json);
        let tree: serde_json::Value = serde_json::from_slice(&written).unwrap();
        prop_assert_eq!(&text(serde_json_canonicalizer::to_vec(&tree).unwrap()), &text(written));
    }

    #[test]
    fn what_is_read_back_is_written_alike_in_every_format(groups in groups()) {
        let base = base(&groups);
        for format in Format::ALL {
            prop_assert_eq!(text(base.write(Vec::new(), format).unwrap()), text(bytes(&groups, format)));
        }
    }

    #[test]
    fn every_document_fits_the_schema(groups in groups()) {
        assert_valid(&bytes(&groups, Format::Json));
    }
}

#[test]
fn the_schema_refuses_what_the_reader_refuses() {
    let whole = text(bytes(&product(), Format::Json));
    for (from, to) in [
        ("isogloss.facts/1", "isogloss.facts/2"),
        ("\"kind\":", "\"sort\":"),
        ("\"first\":443", "\"first\":\"443\""),
        ("\"first\":443", "\"first\":443.5"),
        ("\"affirmed\"", "\"yes\""),
    ] {
        let other = whole.replacen(from, to, 1);
        assert_ne!(other, whole);
        assert!(!validator().is_valid(&serde_json::from_str(&other).unwrap()), "{to}");
        assert!(FactBase::read(other.as_bytes()).is_err(), "{to}");
    }
}
