//! `query`.

use crate::{docs, isogloss, ok, root, valid};

#[test]
fn pages_that_mention_a_provider_are_listed_with_their_languages() {
    let run = ok(
        &root(),
        &[
            "query",
            "corpus/en-us",
            "corpus/nl-nl",
            "corpus",
            "--root",
            "corpus",
            "--kind",
            "provider",
            "--value",
            "microsoft.network",
        ],
    );
    assert!(run.text().starts_with("KIND"), "{}", run.text());
    let line = run.text().lines().find(|line| line.contains("requirements.md")).unwrap();
    assert!(line.contains("en-US, de-DE (missing), nl-NL"), "{line}");
}

#[test]
fn required_domains_and_ports_are_lines() {
    let folder = docs();
    let args = ["query", ".", "--kind", "domain,port", "--polarity", "affirmed", "--format", "lines"];
    assert_eq!(ok(folder.path(), &args).text(), "cloudapp.azure.com\ntcp/443\n");
}

#[test]
fn files_and_folders_are_asked_alike() {
    let folder = docs();
    ok(folder.path(), &["facts", ".", "--output", "facts.json"]);
    let ask = |from: &str| ok(folder.path(), &["query", from, "--status", "differs", "--format", "json"]).json();
    valid("facts", &ask("."));
    assert_eq!(ask("facts.json"), ask("."));
    for index in ["1", "2"] {
        ok(folder.path(), &["facts", ".", "--shard", &format!("{index}/2"), "--output", &format!("{index}.json")]);
    }
    let parts = ok(folder.path(), &["query", "1.json", "2.json", "--status", "differs", "--format", "json"]);
    assert_eq!(parts.json(), ask("."));
}

#[test]
fn exit_codes_are_those_of_a_search() {
    let folder = docs();
    let code = |args: &[&str]| isogloss(folder.path(), &[&["query", "."], args].concat()).code;
    assert_eq!(code(&["--kind", "port"]), 0);
    assert_eq!(code(&["--value", "nowhere.example.com"]), 1);
    assert_eq!(code(&["--value", "[a"]), 2);
    assert_eq!(code(&["--kind", "prot"]), 2);
    assert_eq!(code(&["--locale", "not a tag"]), 2);
    assert_eq!(code(&["--status", "difers"]), 2);
    assert_eq!(isogloss(folder.path(), &["query", "none.json"]).code, 2);
    assert_eq!(isogloss(folder.path(), &["query", "none"]).code, 2);
}
