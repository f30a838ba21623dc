//! Questions to the base.

use crate::base::query::{Options, QueryFormat, query};
use crate::base::samples::{base, product};
use crate::base::{FactBase, Polarity, Status, facts_schema};

fn ask(options: Options) -> String {
    let mut out = Vec::new();
    query(&base(&product()), &options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn values(options: Options) -> Vec<String> {
    ask(Options { format: QueryFormat::Lines, ..options }).lines().map(str::to_owned).collect()
}

fn texts(list: &[&str]) -> Vec<String> {
    list.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn every_domain_and_port_that_is_required_as_lines() {
    let options = Options {
        kinds: texts(&["domain", "port"]),
        locales: texts(&["en-US"]),
        polarity: Some(Polarity::Affirmed),
        ..Options::default()
    };
    assert_eq!(values(options), ["tcp/443", "updates.example.com"]);
}

#[test]
fn a_star_stands_for_slashes_and_dots_too() {
    assert_eq!(values(Options { values: texts(&["*4*"]), ..Options::default() }), [">=4 GB", "tcp/443"]);
    assert_eq!(values(Options { values: texts(&["UPDATES.*"]), ..Options::default() }), ["updates.example.com"]);
}

#[test]
fn pages_are_found_by_key_and_by_path() {
    assert_eq!(values(Options { pages: texts(&["setup/size"]), ..Options::default() }), [">=4 GB"]);
    assert_eq!(values(Options { pages: texts(&["nl-nl/*/extra.md"]), ..Options::default() }), ["extra.example.com"]);
}

#[test]
fn a_section_is_found_by_a_part_of_its_id() {
    assert_eq!(values(Options { section: Some("Outgoing".into()), ..Options::default() }), ["updates.example.com"]);
}

#[test]
fn what_a_locale_lacks_or_says_otherwise() {
    let options = |status| Options { locales: texts(&["nl"]), statuses: vec![status], ..Options::default() };
    assert_eq!(values(options(Status::Missing)), ["tcp/25", "updates.example.com"]);
    assert_eq!(values(options(Status::Differs)), ["tcp/443"]);
    assert_eq!(values(options(Status::Extra)), ["extra.example.com", "tls/1.2"]);
}

#[test]
fn a_locale_alone_asks_for_what_is_said_in_it() {
    let options = Options { locales: texts(&["nl"]), ..Options::default() };
    assert_eq!(values(options), ["extra.example.com", "tcp/443", "tls/1.2"]);
}

#[test]
fn the_table_says_where_and_in_which_languages() {
    let table = ask(Options { kinds: texts(&["port"]), ..Options::default() });
    let rows: Vec<Vec<&str>> =
        table.lines().map(|line| line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect()).collect();
    assert_eq!(rows[0], ["KIND", "VALUE", "PLACE", "SECTION", "LOCALES"]);
    assert_eq!(rows[1], ["port", "tcp/443", "en-us/setup/ports.md:5", "in", "en-US, de-DE, nl-NL (differs)"]);
    assert_eq!(
        rows[2],
        ["port", "not tcp/25", "en-us/setup/ports.md:7", "in", "en-US, de-DE (differs), nl-NL (missing)"]
    );
}

#[test]
fn the_json_is_a_fact_base_again() {
    let json = ask(Options { kinds: texts(&["domain"]), format: QueryFormat::Json, ..Options::default() });
    let part = FactBase::read(json.as_bytes()).unwrap();
    assert_eq!(part.facts.len(), 2);
    assert!(part.pages.iter().all(|page| page.key != "setup/size"));
    let schema = jsonschema::draft202012::new(&facts_schema().to_value()).unwrap();
    assert!(schema.is_valid(&serde_json::from_str(&json).unwrap()));
}

#[test]
fn a_broken_question_is_an_error() {
    let mut out = Vec::new();
    let broken = Options { values: texts(&["[a"]), ..Options::default() };
    assert!(query(&base(&product()), &broken, &mut out).unwrap_err().to_string().starts_with("`[a` is not a glob"));
    let broken = Options { locales: texts(&["!"]), ..Options::default() };
    assert!(query(&base(&product()), &broken, &mut out).is_err());
    assert!(out.is_empty());
}
