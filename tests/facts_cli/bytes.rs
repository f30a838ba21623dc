//! The same pages give the same bytes, in whatever way they are read and written.

use crate::{docs, isogloss, ok, root, tree, valid, write};
use std::fs;
use std::path::Path;

fn corpus(args: &[&str]) -> Vec<u8> {
    ok(&root(), &[&["facts", "corpus", "--quiet"], args].concat()).out
}

#[test]
fn threads_and_the_order_of_paths_make_no_difference() {
    let one = corpus(&["--threads", "1"]);
    for threads in ["2", "7"] {
        assert_eq!(corpus(&["--threads", threads]), one);
    }
    let pages = |order: &[&str]| ok(&root(), &[&["facts", "--root", "."], order].concat()).out;
    let (a, b, c) = ("corpus/en-us/ports.md", "corpus/nl-nl/ports.md", "corpus/en-us/plan.md");
    assert_eq!(pages(&[a, b, c]), pages(&[c, b, a]));
    assert_eq!(pages(&[a, a, c]), pages(&[c, a]));
}

#[test]
fn neither_does_where_the_folder_is() {
    let (here, there) = (docs(), docs());
    let facts = |folder: &Path, path: &str| ok(folder, &["facts", path]).out;
    let expected = facts(here.path(), ".");
    assert_eq!(facts(there.path(), "."), expected);
    assert_eq!(facts(&root(), there.path().to_str().unwrap()), expected);
}

#[test]
fn parts_make_up_the_whole() {
    let folder = tempfile::tempdir().unwrap();
    let whole = corpus(&[]);
    for count in [1u32, 2, 5] {
        let mut args = vec!["merge".to_owned()];
        for index in (1..=count).rev() {
            let file = folder.path().join(format!("{index}-{count}.json")).display().to_string();
            corpus(&["--shard", &format!("{index}/{count}"), "--output", &file]);
            args.push(file);
        }
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        assert!(ok(&root(), &args).out == whole, "{count} parts");
    }
}

#[test]
fn parts_by_locale_make_up_the_whole() {
    let folder = docs();
    let whole = ok(folder.path(), &["facts", "."]).out;
    for locale in ["nl", "de-DE"] {
        ok(folder.path(), &["facts", ".", "--locale", locale, "--output", &format!("{locale}.json")]);
    }
    assert_eq!(ok(folder.path(), &["merge", "nl.json", "de-DE.json"]).out, whole);
}

#[test]
fn pages_that_only_their_words_pair_can_be_parted_too() {
    let shared = "\n\nTCP port 8443, `contoso.example.com`, Microsoft.Network, Microsoft.Compute, KB4057517, 10.0.17763, \
                  <https://example.com/a/b>\n";
    let english = format!(
        "# Server\n\nThe server is not open to the internet and this is the way to set it up for the first time.{shared}"
    );
    let dutch = format!(
        "# Server\n\nDe server is niet open naar het internet en dit is de manier om het voor de eerste keer op te zetten.{shared}"
    );
    let folder = tree(&[("a.md", &english), ("b.md", &dutch), ("c.md", "# Other\n\nAnother page with version 2.3.\n")]);
    let whole = ok(folder.path(), &["facts", "."]);
    let json = whole.json();
    let pages: Vec<(&str, &str)> = json["pages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|page| (page["key"].as_str().unwrap(), page["locale"].as_str().unwrap()))
        .collect();
    assert_eq!(pages, [("a.md", "en"), ("a.md", "nl"), ("c", "en")]);
    for index in ["1", "2", "3"] {
        ok(folder.path(), &["facts", ".", "--shard", &format!("{index}/3"), "--output", &format!("{index}.json")]);
    }
    assert_eq!(ok(folder.path(), &["merge", "1.json", "2.json", "3.json"]).out, whole.out);
}

#[test]
fn every_format_says_the_same() {
    let json = corpus(&[]);
    let document: serde_json::Value = serde_json::from_slice(&json).unwrap();
    valid("facts", &document);
    assert_eq!(serde_json_canonicalizer::to_vec(&document).unwrap(), json);
    let pretty: serde_json::Value = serde_json::from_slice(&corpus(&["--pretty"])).unwrap();
    assert_eq!(pretty, document);
    let lines = String::from_utf8(corpus(&["--format", "ndjson"])).unwrap();
    let records = document["facts"].as_array().unwrap().len() + document["pages"].as_array().unwrap().len();
    assert_eq!(lines.lines().count(), records + 1);
    for line in lines.lines().skip(1) {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        let of = if record.get("id").is_some() { "facts" } else { "pages" };
        assert!(document[of].as_array().unwrap().contains(&record));
    }
    let table = String::from_utf8(corpus(&["--format", "csv"])).unwrap();
    assert!(table.starts_with("id,kind,value,polarity,page,section,locale,status,path,line,column,said,text"));
    let english =
        document["facts"].as_array().unwrap().iter().filter(|fact| fact["occurrences"].get("en-US").is_some());
    let rows = table.lines().filter(|row| row.contains(",en-US,,")).count();
    assert_eq!(rows, english.count());
}

#[test]
fn kinds_and_locales_leave_out_the_rest() {
    let json = ok(&root(), &["facts", "corpus", "--kind", "port,domain", "--locale", "nl"]).json();
    assert_eq!(json["locales"], serde_json::json!(["nl-NL"]));
    let facts = json["facts"].as_array().unwrap();
    assert!(facts.iter().all(|fact| fact["kind"] == "port" || fact["kind"] == "domain"));
    assert!(facts.iter().all(|fact| fact["status"].get("de-DE").is_none()));
    // ids are those of the whole base
    let all = ok(&root(), &["facts", "corpus"]).json();
    let ids: Vec<&serde_json::Value> = all["facts"].as_array().unwrap().iter().map(|fact| &fact["id"]).collect();
    assert!(facts.iter().all(|fact| ids.contains(&&fact["id"])));
}

#[test]
fn a_file_is_whole_or_not_there() {
    let folder = docs();
    let path = folder.path().join("facts.json");
    fs::write(&path, "mine").unwrap();
    let run = isogloss(folder.path(), &["facts", ".", "--kind", "prot", "--output", "facts.json"]);
    assert_eq!((run.code, run.text()), (2, ""));
    assert!(run.err.contains("unknown kind `prot`, did you mean `port`?"), "{}", run.err);
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    ok(folder.path(), &["facts", ".", "--output", "facts.json"]);
    assert_eq!(fs::read(&path).unwrap(), ok(folder.path(), &["facts", "."]).out);
    // no temporary file stays, whatever the end
    let names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 4, "{names:?}");
    let run = isogloss(folder.path(), &["facts", ".", "--output", "no/such/facts.json"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("facts.json"), "{}", run.err);
}

#[test]
fn an_empty_folder_is_said_to_be_empty() {
    let folder = tempfile::tempdir().unwrap();
    let run = ok(folder.path(), &["facts"]);
    valid("facts", &run.json());
    assert!(run.err.contains("no facts: no page found"), "{}", run.err);
}

#[test]
fn what_cannot_be_read_is_said_and_the_rest_is_there() {
    let folder = docs();
    fs::write(folder.path().join("nl-nl/size.md"), b"# Grootte\n\nTen minste 4 GB \xff\n").unwrap();
    write(folder.path(), "isogloss.toml", "[limits]\nfile-size = 1000\n");
    write(folder.path(), "en-us/large.md", &"word ".repeat(1000));
    let run = ok(folder.path(), &["facts", "."]);
    assert!(run.err.contains("nl-nl/size.md") && run.err.contains("not UTF-8"), "{}", run.err);
    assert!(run.err.contains("en-us/large.md"), "{}", run.err);
    let json = run.json();
    assert_eq!(json["locales"], serde_json::json!(["de-DE", "nl-NL"]));
    assert!(json["pages"].as_array().unwrap().iter().any(|page| page["path"] == "nl-nl/size.md"));
    assert_eq!(ok(folder.path(), &["facts", ".", "--quiet"]).err, "");
}
