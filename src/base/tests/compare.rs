//! Diff and merge.

use crate::base::diff::{ChangeKind, DiffFormat, Follow, write};
use crate::base::samples::{Group, Line, Page, base, bytes, frame, groups, lines, page, product};
use crate::base::{Diff, FactBase, Format, Frame, MergeError, assemble, diff, diff_schema, merge, shard_of};
use crate::facts::Kind;
use proptest::prelude::*;

const KEY: &str = "setup/ports";

fn group(source: Page, translations: Vec<Page>) -> Vec<Group> {
    vec![Group::new(KEY, Some(source), translations)]
}

fn port(tag: &str, number: u16) -> Page {
    Page::new(tag, KEY).heading(2, "Ports", "ports").fact(Kind::Port, &format!("tcp/{number}"), &format!("{number}"))
}

fn compare(old: &[Group], new: &[Group]) -> Diff {
    let diff = diff(&base(old), &base(new));
    let json = serde_json::to_value(&diff).unwrap();
    let schema = jsonschema::draft202012::new(&diff_schema().to_value()).unwrap();
    assert!(schema.is_valid(&json));
    diff
}

fn written(diff: &Diff, format: DiffFormat) -> String {
    let mut out = Vec::new();
    write(diff, format, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_change_says_which_translations_follow() {
    let old = group(port("en-US", 443), vec![port("de-DE", 443), port("nl-NL", 443)]);
    let new = group(port("en-US", 8443), vec![port("de-DE", 8443), port("nl-NL", 443)]);
    let diff = compare(&old, &new);
    let [change] = &diff.changes[..] else { panic!("{:?}", diff.changes) };
    assert_eq!(change.change, ChangeKind::Changed);
    assert_eq!(change.old.as_ref().unwrap().value, "tcp/443");
    assert_eq!(change.new.as_ref().unwrap().value, "tcp/8443");
    assert_eq!(change.translations["de-DE"], Follow::Follows);
    assert_eq!(change.translations["nl-NL"], Follow::Old);
    assert!(diff.translations.is_empty());
    assert_eq!(
        written(&diff, DiffFormat::Human),
        "setup/ports # ports\n  ~ port tcp/443 → tcp/8443 (line 3)\n      follows: de-DE\n      \
         still the old value: nl-NL\n0 added, 0 removed, 1 changed; 1 that a translation still has as it was\n"
    );
    assert!(
        written(&diff, DiffFormat::Markdown).contains("| changed | port | `tcp/443` | `tcp/8443` | de-DE | nl-NL |  |")
    );
}

#[test]
fn a_removed_fact_may_live_on_in_a_translation() {
    let empty = |tag: &str| Page::new(tag, KEY).heading(2, "Ports", "ports");
    let old = group(port("en-US", 443), vec![port("de-DE", 443), port("nl-NL", 443)]);
    let new = group(empty("en-US"), vec![empty("de-DE"), port("nl-NL", 443)]);
    let diff = compare(&old, &new);
    assert_eq!(diff.changes.len(), 1);
    assert_eq!(diff.changes[0].change, ChangeKind::Removed);
    assert_eq!(diff.changes[0].translations["de-DE"], Follow::Follows);
    assert_eq!(diff.changes[0].translations["nl-NL"], Follow::Old);
    assert!(diff.translations.is_empty(), "the extra port is told by the removal");
    // And when the Dutch page catches up, that alone is the change.
    let later = group(empty("en-US"), vec![empty("de-DE"), empty("nl-NL")]);
    let diff = compare(&new, &later);
    assert!(diff.changes.is_empty());
    assert_eq!(diff.translations.len(), 1);
}

#[test]
fn the_opposite_is_a_change() {
    let say = |negated: bool| {
        let page = Page::new("en-US", KEY);
        if negated { page.negated(Kind::Port, "tcp/25", "25") } else { page.fact(Kind::Port, "tcp/25", "25") }
    };
    let diff = compare(&group(say(false), Vec::new()), &group(say(true), Vec::new()));
    assert_eq!(diff.changes[0].change, ChangeKind::Changed);
    assert!(written(&diff, DiffFormat::Human).contains("~ port tcp/25 → not tcp/25"));
}

#[test]
fn the_most_similar_facts_are_one_changed_fact() {
    let domains = |list: &[&str]| {
        list.iter().fold(Page::new("en-US", KEY), |page, domain| page.fact(Kind::Domain, domain, domain))
    };
    let old = group(domains(&["login.example.com", "cdn.example.net"]), Vec::new());
    let new = group(domains(&["api.example.org", "cdn2.example.net", "login.example.com"]), Vec::new());
    let diff = compare(&old, &new);
    let said: Vec<_> = diff.changes.iter().map(|change| (change.change, &change.new.as_ref().unwrap().value)).collect();
    assert_eq!(
        said,
        [(ChangeKind::Added, &"api.example.org".to_owned()), (ChangeKind::Changed, &"cdn2.example.net".to_owned())]
    );
}

#[test]
fn a_renamed_section_changes_no_fact() {
    let named =
        |title: &str| group(Page::new("en-US", KEY).heading(2, title, "").fact(Kind::Port, "tcp/25", "25"), vec![]);
    assert!(compare(&named("Ports"), &named("Open ports")).is_empty());
}

#[test]
fn a_mended_translation_is_told_apart() {
    let old = group(port("en-US", 443), vec![port("nl-NL", 434)]);
    let new = group(port("en-US", 443), vec![port("nl-NL", 443)]);
    let diff = compare(&old, &new);
    assert!(diff.changes.is_empty() && !diff.is_empty());
    assert!(
        written(&diff, DiffFormat::Human)
            .contains("nl-NL: setup/ports # ports port tcp/443: differs (\"434\") → agrees (\"443\")")
    );
}

#[test]
fn nothing_in_a_fact_becomes_markup_in_a_comment() {
    let page = |value: &str| Page::new("en-US", "a|<b>@me").fact(Kind::Code, value, "x");
    let old = vec![Group::new("a|<b>@me", Some(page("a")), Vec::new())];
    let new = vec![Group::new("a|<b>@me", Some(page("`|`")), Vec::new())];
    let text = written(&diff(&base(&old), &base(&new)), DiffFormat::Markdown);
    assert!(text.contains("**a\\|&lt;b>&#64;me**"), "{text}");
    assert!(text.contains("| changed | code | `a` | `` `\\|` `` |"), "{text}");
}

#[test]
fn a_comment_stays_as_long_as_forges_take() {
    let page = |count| {
        (0..count).fold(Page::new("en-US", KEY), |page, port| page.fact(Kind::Code, &format!("code-{port}"), "x"))
    };
    let diff = compare(&group(page(1), vec![]), &group(page(3000), vec![]));
    let text = written(&diff, DiffFormat::Markdown);
    assert!(text.chars().count() < 65_536 && text.ends_with(" more, which do not fit here.\n"), "{}", text.len());
}

#[test]
fn pages_that_come_and_go_are_named() {
    let diff = compare(&product()[..2], &product()[1..]);
    assert_eq!(diff.pages.added.iter().map(|page| page.path.as_str()).collect::<Vec<_>>(), ["en-us/setup/size.md"]);
    assert_eq!(diff.pages.removed.iter().map(|page| page.path.as_str()).collect::<Vec<_>>(), ["nl-nl/setup/extra.md"]);
}

fn named(groups: &[Group], name: &str) -> (String, FactBase) {
    (name.to_owned(), base(groups))
}

#[test]
fn a_page_in_two_versions_is_a_conflict() {
    let old = group(port("en-US", 443), vec![]);
    let new = group(port("en-US", 443).line("More."), vec![]);
    let error = merge([named(&old, "a.json"), named(&new, "b.json")]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a.json and b.json differ in `sha256` of page `setup/ports` in en-US: they belong to different versions of the pages"
    );
}

#[test]
fn one_id_for_two_facts_is_a_conflict() {
    let (name, one) = named(&product(), "a.json");
    let mut other = one.clone();
    other.facts[0].value = "else".into();
    let error = merge([(name, one.clone()), ("b.json".to_owned(), other)]).unwrap_err();
    assert!(matches!(error, MergeError::Fact { field: "value", .. }), "{error}");
    let mut french = one.clone();
    french.source = "fr-FR".into();
    let error = merge([("a".to_owned(), one), ("b".to_owned(), french)]).unwrap_err();
    assert_eq!(error.to_string(), "b has the source locale fr-FR, and a has en-US");
    assert_eq!(merge([]).unwrap_err(), MergeError::Nothing);
}

#[test]
fn shares_of_keys_never_change() {
    // Published: a matrix may be split over machines and versions.
    let shards: Vec<u32> = ["", "a", "setup/ports", "é"].iter().map(|key| shard_of(key, 8)).collect();
    assert_eq!(shards, [4, 2, 4, 3]);
    assert_eq!("2/8".parse::<crate::base::Shard>().map(|shard| (shard.index, shard.of)), Ok((2, 8)));
    for text in ["0/8", "9/8", "2", "a/b", "1/0"] {
        assert!(text.parse::<crate::base::Shard>().is_err(), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn merged_shards_are_the_bytes_of_the_whole_run(groups in groups(), of in 1u32..5) {
        let frame = frame();
        let parts = (0..of).rev().map(|shard| {
            let share = groups.iter().filter(|group| shard_of(&group.key, of) == shard).map(|group| group.chunk(&frame));
            let part = assemble(Vec::new(), &frame, share).unwrap();
            (format!("{shard}.json"), FactBase::read(&part).unwrap())
        });
        let merged = merge(parts).unwrap().write(Vec::new(), Format::Json).unwrap();
        prop_assert_eq!(String::from_utf8(merged).unwrap(), String::from_utf8(bytes(&groups, Format::Json)).unwrap());
    }

    #[test]
    fn merged_locales_are_the_bytes_of_the_whole_run(groups in groups()) {
        let parts = ["nl-NL", "de-DE"].map(|tag| {
            let frame = Frame::new(&"en-US".parse().unwrap(), &[tag.parse().unwrap()]);
            let part = assemble(Vec::new(), &frame, groups.iter().map(|group| group.chunk(&frame))).unwrap();
            (tag.to_owned(), FactBase::read(&part).unwrap())
        });
        let merged = merge(parts).unwrap().write(Vec::new(), Format::Json).unwrap();
        prop_assert_eq!(String::from_utf8(merged).unwrap(), String::from_utf8(bytes(&groups, Format::Json)).unwrap());
    }

    #[test]
    fn what_states_nothing_is_no_change(lines in lines(), filler in prop::collection::vec((0usize..13, "\\PC{0,20}"), 0..5)) {
        let mut longer = lines.clone();
        for (at, text) in filler {
            longer.insert(at.min(longer.len()), Line::Filler(text));
        }
        let translations = || vec![page("nl-NL", KEY, &lines)];
        let old = group(page("en-US", KEY, &lines), translations());
        let new = group(page("en-US", KEY, &longer), translations());
        prop_assert!(diff(&base(&old), &base(&new)).is_empty());
    }

    #[test]
    fn a_diff_is_canonical_too(old in groups(), new in groups()) {
        let diff = diff(&base(&old), &base(&new));
        let json = written(&diff, DiffFormat::Json);
        let tree: serde_json::Value = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(String::from_utf8(serde_json_canonicalizer::to_vec(&tree).unwrap()).unwrap(), json);
    }
}
