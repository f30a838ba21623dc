//! Ids: unique, and the same while a fact stands in its section.

use crate::base::FactBase;
use crate::base::samples::{Group, Line, Page, base, groups, lines, page};
use crate::facts::Kind;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn ids(base: &FactBase) -> Vec<&str> {
    base.facts.iter().map(|fact| &*fact.id).collect()
}

fn of_page(page: Page) -> FactBase {
    base(&[Group::new("p", Some(page), Vec::new())])
}

/// A page with a fact below two headings.
fn below(outer: (&str, &str), inner: (&str, &str)) -> Page {
    Page::new("en-US", "p").heading(2, outer.0, outer.1).heading(3, inner.0, inner.1).fact(
        Kind::Port,
        "tcp/443",
        "port 443",
    )
}

#[test]
fn equal_facts_of_one_section_have_ids_of_their_own() {
    let once = || Page::new("en-US", "p").fact(Kind::Port, "tcp/443", "port 443");
    let twice = of_page(once().fact(Kind::Port, "tcp/443", "port 443"));
    assert_ne!(ids(&twice)[0], ids(&twice)[1]);
    assert_eq!(ids(&twice)[0], ids(&of_page(once()))[0]);
}

#[test]
fn a_section_under_an_explicit_id_may_be_renamed_and_so_may_those_above_it() {
    let before = of_page(below(("Network", ""), ("Ports", "ports")));
    let after = of_page(below(("Networking", ""), ("Open ports", "ports")));
    assert_eq!(ids(&before), ids(&after));
}

#[test]
fn another_section_is_another_id() {
    let before = of_page(below(("Network", "net"), ("Ports", "")));
    let after = of_page(below(("Network", "net"), ("Open ports", "")));
    assert_ne!(ids(&before), ids(&after));
}

#[test]
fn the_page_may_take_another_title() {
    let with = |title: &str| Page::new("en-US", "p").heading(1, title, "").fact(Kind::Port, "tcp/443", "port 443");
    assert_eq!(ids(&of_page(with("Ports"))), ids(&of_page(with("Open ports"))));
}

#[test]
fn a_translation_does_not_take_the_id_of_the_source() {
    let page = |tag: &str| Page::new(tag, "p").fact(Kind::Port, "tcp/443", "443");
    let dutch = page("nl-NL").fact(Kind::Port, "tcp/443", "443");
    let base = base(&[Group::new("p", Some(page("en-US")), vec![dutch, page("de-DE")])]);
    assert_eq!(base.facts.len(), 2);
    assert_eq!(base.facts[1].occurrences.keys().map(|tag| &**tag).collect::<Vec<_>>(), ["nl-NL"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn ids_are_unique(groups in groups()) {
        let base = base(&groups);
        prop_assert_eq!(ids(&base).into_iter().collect::<BTreeSet<_>>().len(), base.facts.len());
    }

    #[test]
    fn lines_that_state_nothing_change_no_id(lines in lines(), filler in prop::collection::vec((0usize..13, "\\PC{0,20}"), 0..5)) {
        let before = of_page(page("en-US", "p", &lines));
        let mut longer = lines;
        for (at, text) in filler {
            longer.insert(at.min(longer.len()), Line::Filler(text));
        }
        let after = of_page(page("en-US", "p", &longer));
        prop_assert_eq!(ids(&before), ids(&after));
    }
}
