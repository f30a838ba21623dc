//! What the fact base says of the corpus' planted defects, and how keys and locales come about.

use crate::{docs, ok, root, tree};
use serde_json::{Value, json};

fn find<'j>(json: &'j Value, page: &str, kind: &str, value: &str) -> &'j Value {
    let facts = json["facts"].as_array().unwrap();
    facts
        .iter()
        .find(|fact| fact["page"] == page && fact["kind"] == kind && fact["value"] == value)
        .unwrap_or_else(|| panic!("{page} has no {kind} {value}"))
}

#[test]
fn planted_defects_have_their_status() {
    let json = ok(&root(), &["facts", "corpus"]).json();
    let port = find(&json, "ports", "port", "tcp/10140-10155");
    assert_eq!(port["status"], json!({"de-DE": "agrees", "nl-NL": "differs"}));
    assert_eq!(port["occurrences"]["nl-NL"][0]["value"], "tcp/10141-10155");
    let provider = find(&json, "requirements", "provider", "Microsoft.Network");
    assert_eq!(provider["status"], json!({"de-DE": "missing", "nl-NL": "agrees"}));
    let lost = find(&json, "scale-sets", "port", "tcp/10140-10155");
    assert_eq!((&lost["polarity"], &lost["status"]["de-DE"]), (&json!("negated"), &json!("differs")));
    assert_eq!(lost["occurrences"]["de-DE"][0]["polarity"], "affirmed");
    let topic = find(&json, "cost", "front-matter", "ms.topic: conceptual");
    assert_eq!(topic["status"], json!({"de-DE": "agrees", "nl-NL": "differs"}));
    let heading = find(&json, "limitations", "heading", "bkmk_limits2203");
    assert_eq!(heading["status"], json!({"de-DE": "agrees", "nl-NL": "missing"}));
    let title = find(&json, "glossary", "front-matter", "title: Glossary");
    assert_eq!(title["status"], json!({"de-DE": "no-page"}), "a title is for the translation to choose");
    let orphan = find(&json, "classic", "provider", "Microsoft.Storage");
    assert_eq!(orphan["status"], json!({"nl-NL": "extra"}));
}

#[test]
fn agreement_is_not_drowned() {
    let json = ok(&root(), &["facts", "corpus"]).json();
    let statuses: Vec<&str> = json["facts"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|fact| fact["page"] != "classic")
        .flat_map(|fact| fact["status"].as_object().unwrap().values())
        .map(|status| status.as_str().unwrap())
        .collect();
    let count = |name: &str| statuses.iter().filter(|status| **status == name).count();
    let wrong = count("differs") + count("missing") + count("extra");
    assert!(count("agrees") > 1000 && wrong < 30, "{} agree, {wrong} do not", count("agrees"));
}

#[test]
fn a_source_whose_folder_has_no_region_is_the_source() {
    let folder = tree(&[
        ("docs/en/a.md", "# Ports\n\nOpen TCP port 443.\n"),
        ("docs/de/a.md", "# Ports\n\nÖffnen Sie den TCP-Port 443.\n"),
    ]);
    let json = ok(folder.path(), &["facts", "."]).json();
    assert_eq!((&json["source"], &json["locales"]), (&json!("en"), &json!(["de"])));
    let port = json["facts"].as_array().unwrap().iter().find(|fact| fact["kind"] == "port").unwrap();
    assert_eq!(port["status"], json!({"de": "agrees"}));
}

#[test]
fn folders_side_by_side_keep_their_pages_apart() {
    let folder = tree(&[
        ("one/en-us/a.md", "# A\n\nTCP port 1.\n"),
        ("one/nl-nl/a.md", "# A\n\nTCP-poort 1.\n"),
        ("two/en-us/a.md", "# A\n\nTCP port 2.\n"),
        ("two/nl-nl/a.md", "# A\n\nTCP-poort 2.\n"),
    ]);
    let json = ok(folder.path(), &["facts", "one", "two"]).json();
    let keys: Vec<&Value> = json["pages"].as_array().unwrap().iter().map(|page| &page["key"]).collect();
    assert_eq!(keys, ["one/a", "one/a", "two/a", "two/a"]);
    for paths in [&["two", "one"][..], &["."], &["two/nl-nl", "one/nl-nl", "one/en-us", "two/en-us"]] {
        assert_eq!(ok(folder.path(), &[&["facts"], paths].concat()).json(), json, "{paths:?}");
    }
}

#[test]
fn a_page_stands_with_its_counterparts() {
    let folder = docs();
    let json = ok(folder.path(), &["facts", "nl-nl/ports.md"]).json();
    let paths: Vec<&Value> = json["pages"].as_array().unwrap().iter().map(|page| &page["path"]).collect();
    assert_eq!(paths, ["en-us/ports.md", "nl-nl/ports.md"]);
}

#[test]
fn alignment_is_shown() {
    let args = ["align", "corpus/en-us/limitations.md", "corpus/nl-nl/limitations.md"];
    let json = ok(&root(), &[&args[..], &["--format", "json"]].concat()).json();
    crate::valid("align", &json);
    let links = json["links"].as_array().unwrap();
    assert!(links.iter().any(|link| link["source"] == json!([61, 61]) && link["translation"].is_null()));
    assert!(links.iter().all(|link| !link["source"].is_null() || !link["translation"].is_null()));
    assert_eq!(ok(&root(), &args).text().lines().count(), links.len() + 1);
    let run = crate::isogloss(&root(), &["align", "corpus/en-us/none.md", "corpus/nl-nl/limitations.md"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("none.md"), "{}", run.err);
}

#[test]
fn a_denial_ends_with_its_block() {
    let folder =
        tree(&[("docs/en/a.md", "# What is not open\n\nTCP port 443 is in use.\n\nDo not open TCP port 80.\n")]);
    let json = ok(folder.path(), &["facts", "."]).json();
    let facts = json["facts"].as_array().unwrap();
    let polarity = |value: &str| &facts.iter().find(|fact| fact["value"] == value).unwrap()["polarity"];
    assert_eq!((polarity("tcp/443"), polarity("tcp/80")), (&json!("affirmed"), &json!("negated")));
}
