//! `diff`, of files, folders and git revisions.

use crate::{Run, docs, isogloss, ok, valid, write};
use serde_json::json;
use std::fs;
use std::path::Path;
use std::process::Command;

fn git(folder: &Path, args: &[&str]) {
    let output = Command::new("git")
        .current_dir(folder)
        .args(["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"])
        .args(args)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env_remove("GIT_DIR")
        .env_remove("GIT_INDEX_FILE")
        .env_remove("GIT_WORK_TREE")
        .output()
        .unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A repository of which `docs` is a folder, with one commit.
fn repository() -> tempfile::TempDir {
    let (outer, inner) = (tempfile::tempdir().unwrap(), docs());
    fs::create_dir(outer.path().join("docs")).unwrap();
    for locale in ["en-us", "nl-nl", "de-de"] {
        fs::rename(inner.path().join(locale), outer.path().join("docs").join(locale)).unwrap();
    }
    git(outer.path(), &["init", "-q", "-b", "main"]);
    commit(outer.path(), "first");
    outer
}

fn commit(folder: &Path, message: &str) {
    git(folder, &["add", "-A"]);
    git(folder, &["commit", "-q", "-m", message]);
}

fn change(folder: &Path, path: &str, from: &str, to: &str) {
    let text = fs::read_to_string(folder.join(path)).unwrap();
    assert!(text.contains(from));
    fs::write(folder.join(path), text.replace(from, to)).unwrap();
}

fn differs(folder: &Path, args: &[&str]) -> Run {
    let run = isogloss(folder, &[&["diff"], args].concat());
    assert_eq!((run.code, run.err.as_str()), (1, ""), "{args:?}: {}", run.text());
    run
}

#[test]
fn two_revisions_are_compared() {
    let folder = repository();
    let folder = folder.path();
    let at = folder.join("docs");
    assert_eq!(ok(folder, &["diff", "HEAD", "--folder", "docs"]).text(), "no change\n");
    // moved lines and other words are no change
    change(folder, "docs/en-us/ports.md", "# Ports\n", "# Ports\n\nThis page is about ports.\n");
    ok(folder, &["diff", "main", "--folder", "docs"]);
    change(folder, "docs/en-us/ports.md", "TCP port 443", "TCP port 8443");
    let tree = differs(folder, &["main", "--folder", "docs", "--format", "json"]).json();
    valid("diff", &tree);
    assert_eq!(tree["changes"].as_array().unwrap().len(), 1);
    assert_eq!(tree["changes"][0]["old"]["value"], "tcp/443");
    assert_eq!(tree["changes"][0]["new"]["value"], "tcp/8443");
    assert_eq!(tree["changes"][0]["new"]["path"], "en-us/ports.md");
    commit(folder, "second");
    for args in [
        &["HEAD~1", "HEAD"][..],
        &["--rev", "HEAD~1..HEAD"],
        &["--rev", "HEAD~1.."],
        &["--rev", "HEAD~1...HEAD"],
        &["HEAD~1..HEAD"],
        &["--rev", "HEAD~1"],
    ] {
        assert_eq!(differs(&at, &[args, &["--format", "json"]].concat()).json(), tree, "{args:?}");
    }
    assert!(differs(&at, &["HEAD~1", "--format", "markdown"]).text().contains("`tcp/443`"));
    assert_eq!(ok(&at, &["diff", "HEAD~1", "--kind", "quantity"]).text(), "no change\n");
    // a translation that follows
    change(folder, "docs/nl-nl/ports.md", "TCP-poort 434", "TCP-poort 8443");
    let json = differs(&at, &["HEAD~1", "--format", "json"]).json();
    assert_eq!(json["changes"][0]["translations"], json!({"nl-NL": "follows"}));
}

#[test]
fn files_folders_and_revisions_go_together() {
    let folder = repository();
    let at = folder.path().join("docs");
    ok(&at, &["facts", ".", "--output", "old.json"]);
    assert_eq!(ok(&at, &["diff", "old.json", "HEAD"]).text(), "no change\n");
    change(&at, "en-us/size.md", "4 GB", "8 GB");
    let expected = differs(&at, &["HEAD", "--format", "json"]).out;
    assert_eq!(differs(&at, &["old.json", ".", "--format", "json"]).out, expected);
    assert_eq!(differs(&at, &["HEAD", ".", "--format", "json"]).out, expected);
}

#[test]
fn what_git_does_not_know_is_said() {
    let folder = repository();
    for (args, word) in [
        (&["diff", "nosuch"][..], "nosuch"),
        (&["diff", "HEAD~7"], "HEAD~7"),
        (&["diff", "--rev=--output=x"], "--output=x"),
        (&["diff", "--rev", "main..nosuch"], "nosuch"),
        (&["diff", "HEAD:docs"], "HEAD:docs"),
    ] {
        let run = isogloss(folder.path(), args);
        assert_eq!((run.code, run.text()), (2, ""), "{args:?}");
        assert!(run.err.contains(word), "{args:?}: {}", run.err);
    }
    assert!(!folder.path().join("x").exists());
    let elsewhere = docs();
    let run = isogloss(elsewhere.path(), &["diff", "main"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("not in a git repository"), "{}", run.err);
}

#[test]
fn nothing_that_a_repository_names_is_run() {
    let folder = repository();
    let at = folder.path();
    let trap = "touch trapped; cat";
    for (key, value) in [
        ("core.fsmonitor", "touch trapped"),
        ("core.pager", "touch trapped"),
        ("diff.external", "touch trapped"),
        ("filter.trap.smudge", trap),
        ("diff.trap.textconv", trap),
    ] {
        git(at, &["config", key, value]);
    }
    write(at, "docs/.gitattributes", "*.md filter=trap diff=trap\n");
    change(at, "docs/en-us/ports.md", "443", "8443");
    differs(at, &["HEAD", "--folder", "docs"]);
    assert!(!at.join("trapped").exists() && !at.join("docs/trapped").exists());
}
