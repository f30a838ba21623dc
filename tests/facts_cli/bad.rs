//! Files that are no fact base, or none that this program knows: a clear word, the place, exit code 2, and nothing written.

use crate::{docs, isogloss, ok};
use serde_json::{Value, json};
use std::fs;

/// Changes a good fact base.
type Spoil = fn(&mut Value);

#[test]
fn what_is_no_fact_base_is_refused_with_its_place() {
    let folder = docs();
    let good = ok(folder.path(), &["facts", "."]).out;
    fs::write(folder.path().join("good.json"), &good).unwrap();
    let spoilt: [(&str, Spoil, &str); 7] = [
        ("another version", |json| json["schema"] = json!("isogloss.facts/2"), "isogloss.facts/2"),
        ("another format", |json| json["schema"] = json!("isogloss.check/1"), "isogloss.check/1"),
        ("a foreign field", |json| json["facts"][1]["colour"] = json!("red"), "/facts/1"),
        ("an id twice", |json| json["facts"][2]["id"] = json["facts"][0]["id"].clone(), "/facts/2/id"),
        ("no page", |json| json["facts"][0]["page"] = json!("elsewhere"), "/facts/0/page"),
        ("a number", |json| json["pages"][0]["front_matter"]["x"] = json!(1.5), "/pages/0/front_matter"),
        ("no schema", |json| drop(json.as_object_mut().unwrap().remove("schema")), "not a fact base"),
    ];
    for (what, spoil, place) in spoilt {
        let mut json: Value = serde_json::from_slice(&good).unwrap();
        spoil(&mut json);
        fs::write(folder.path().join("bad.json"), json.to_string()).unwrap();
        refused(folder.path(), what, place);
    }
    for (what, bytes, place) in [
        ("cut short", &good[..good.len() / 2], "ends too early"),
        ("nothing", &b""[..], "ends too early"),
        ("no JSON", &b"# Ports\n"[..], "line 1"),
    ] {
        fs::write(folder.path().join("bad.json"), bytes).unwrap();
        refused(folder.path(), what, place);
    }
}

fn refused(folder: &std::path::Path, what: &str, place: &str) {
    fs::write(folder.join("out.json"), "mine").unwrap();
    for args in [
        &["merge", "good.json", "bad.json", "--output", "out.json"][..],
        &["query", "bad.json", "--output", "out.json"],
        &["diff", "good.json", "bad.json", "--output", "out.json"],
        &["diff", "bad.json", "good.json"],
    ] {
        let run = isogloss(folder, args);
        assert_eq!((run.code, run.text()), (2, ""), "{what}: {args:?}: {}", run.err);
        assert!(run.err.contains("bad.json") && run.err.contains(place), "{what}: {args:?}: {}", run.err);
        assert_eq!(fs::read_to_string(folder.join("out.json")).unwrap(), "mine");
    }
}

#[test]
fn parts_of_different_versions_do_not_go_together() {
    let folder = docs();
    ok(folder.path(), &["facts", ".", "--output", "a.json"]);
    crate::write(folder.path(), "en-us/ports.md", "# Ports\n\n## <a name=\"in\"></a> Inbound\n\nOpen TCP port 80.\n");
    ok(folder.path(), &["facts", ".", "--output", "b.json"]);
    let run = isogloss(folder.path(), &["merge", "a.json", "b.json"]);
    assert_eq!((run.code, run.text()), (2, ""));
    for word in ["a.json", "b.json", "sha256", "ports", "different versions"] {
        assert!(run.err.contains(word), "{}", run.err);
    }
    ok(folder.path(), &["facts", ".", "--source", "nl", "--output", "c.json"]);
    let run = isogloss(folder.path(), &["merge", "a.json", "c.json"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("source locale"), "{}", run.err);
}

#[test]
fn wrong_usage_is_2_and_says_what_is_right() {
    let folder = docs();
    for (args, hint) in [
        (&["facts", ".", "--shard", "3/2"][..], "the second of eight is `2/8`"),
        (&["facts", ".", "--format", "ndjsn"], "'ndjson'"),
        (&["facts", ".", "--format", "csv", "--pretty"], "--pretty"),
        (&["facts", "nowhere"], "nowhere"),
        (&["facts", ".", "--locale", "not a tag"], "not a tag"),
        (&["merge"], "<FILE>"),
        (&["merge", "none.json"], "none.json"),
        (&["diff"], "<OLD>"),
        (&["diff", "en-us"], "Two of them are needed"),
        (&["schema", "fact"], "'facts'"),
    ] {
        let run = isogloss(folder.path(), args);
        assert_eq!((run.code, run.text()), (2, ""), "{args:?}");
        assert!(run.err.contains(hint), "{args:?}: {}", run.err);
    }
}
