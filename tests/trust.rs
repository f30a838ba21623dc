//! What a page, a configuration or a repository of a stranger may not do: start a process, lead out of the tree, or take long.
#![allow(clippy::print_stdout, reason = "what a test skips or meets is told to who asks with --nocapture")]
#![allow(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Output, Stdio};

const SOURCE: &str = "# Ports\n\nOpen TCP port 443.\n";
const DRIFTED: &str = "# Poorten\n\nOpen TCP-poort 444.\n";

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn tree(folder: &Path) {
    write(&folder.join("en-us/a.md"), SOURCE);
    write(&folder.join("nl-nl/a.md"), DRIFTED);
}

fn isogloss(folder: &Path) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("isogloss"));
    command.current_dir(folder).stdin(Stdio::null()).env("RUST_BACKTRACE", "0");
    command
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn git(folder: &Path, args: &[&str]) -> Option<String> {
    let who = ["-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "commit.gpgsign=false"];
    let output = Command::new("git").current_dir(folder).args(who).args(args).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// A repository in whose configuration every command that git may be made to run is one that leaves a trace, and which lacks an
/// object that git would have to fetch.
#[test]
fn a_repository_starts_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let at = |path: &str| folder.path().join(path);
    tree(folder.path());
    let commit =
        |message| git(folder.path(), &["add", "."]).and_then(|_| git(folder.path(), &["commit", "-qm", message]));
    let made = git(folder.path(), &["init", "-q"]).and_then(|_| commit("one"));
    write(&at("nl-nl/a.md"), "# Poorten\n\nOpen TCP-poort 443.\n");
    write(&at("nl-nl/b.md"), "# Poorten 17\n");
    let Some(lacking) =
        made.and_then(|_| commit("two")).and_then(|_| git(folder.path(), &["rev-parse", "HEAD:nl-nl/b.md"]))
    else {
        println!("skipped: no git here");
        return;
    };
    fs::remove_file(at(&format!(".git/objects/{}/{}", &lacking[..2], &lacking[2..]))).unwrap();
    write(&at("nl-nl/a.md"), DRIFTED);

    let trace = at("trace");
    let script = format!("#!/bin/sh\ntouch '{}'\nexit 0\n", trace.display());
    let hooks = ["post-checkout", "post-index-change", "reference-transaction", "fsmonitor-watchman", "pre-auto-gc"];
    for path in hooks.map(|hook| format!(".git/hooks/{hook}")).into_iter().chain(["evil/run".to_owned()]) {
        write(&at(&path), &script);
        fs::set_permissions(at(&path), fs::Permissions::from_mode(0o755)).unwrap();
    }
    let run = at("evil/run").display().to_string();
    let config = format!(
        "[core]\nrepositoryformatversion = 1\nfsmonitor = {run}\npager = {run}\neditor = {run}\nsshCommand = {run}\nhooksPath = evil\n\
         alternateRefsCommand = {run}\ngitProxy = {run}\naskPass = {run}\n\
         [extensions]\npartialClone = evil\n[remote \"evil\"]\nurl = ext::{run}\npromisor = true\nuploadpack = {run}\n\
         [protocol]\nallow = always\n[protocol \"ext\"]\nallow = always\n\
         [pager]\nlog = {run}\nshow = {run}\ndiff = {run}\n[alias]\nlog = !{run}\nstatus = !{run}\ncat-file = !{run}\n\
         [diff]\nexternal = {run}\n[diff \"x\"]\ntextconv = {run}\ncommand = {run}\n\
         [filter \"x\"]\nclean = {run}\nsmudge = {run}\nprocess = {run}\nrequired = true\n\
         [credential]\nhelper = !{run}\n[gpg]\nprogram = {run}\n[log]\nshowSignature = true\n[uploadpack]\npackObjectsHook = {run}\n"
    );
    write(&at(".git/config"), &config);
    write(&at(".gitattributes"), "*.md diff=x filter=x\n");
    // the trap is set: git itself falls into it
    git(folder.path(), &["status"]);
    assert!(trace.exists(), "the configuration does what it is for");
    fs::remove_file(&trace).unwrap();
    for args in [
        &["check", "."][..],
        &["check", "--min-severity", "info", "nl-nl/a.md"],
        &["check", "--format", "sarif", "."],
        &["check", "--format", "github", "."],
        &["check", "--fix", "."],
        &["facts", "."],
        &["status", "."],
        &["diff", "HEAD~1", "HEAD"],
        &["diff", "HEAD~1"],
        &["diff", "--upload-pack=evil/run", "HEAD"],
    ] {
        let output = isogloss(folder.path()).args(args).output().unwrap();
        assert!(!trace.exists(), "{args:?} started a command of the repository's: {}", said(&output));
        println!("{args:?}: {}", said(&output).lines().last().unwrap_or_default());
    }
}

#[test]
fn links_do_not_lead_out_of_the_tree() {
    let (outside, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write(&outside.path().join("a.md"), "# Secret\n\nOpen TCP port 999.\n");
    write(&outside.path().join("deep/a.md"), "# Secret\n\nOpen TCP port 999.\n");
    let at = |path: &str| folder.path().join(path);
    tree(folder.path());
    write(&at("docs/a.md"), SOURCE);
    fs::create_dir_all(at("translations")).unwrap();
    for link in ["de-de", "translations/de", "docs.de-de", "i18n"] {
        symlink(outside.path(), at(link)).unwrap();
    }
    symlink(outside.path().join("a.md"), at("en-us/a.de.md")).unwrap();
    for args in [
        &["check", "--min-severity", "info", "."][..],
        &["check", "--min-severity", "info", "en-us/a.md"],
        &["check", "--min-severity", "info", "docs/a.md"],
        &["facts", "."],
        &["facts", "en-us/a.md"],
    ] {
        let said = said(&isogloss(folder.path()).args(args).output().unwrap());
        assert!(!said.contains("999") && !said.contains("Secret"), "{args:?}: {said}");
    }
}

/// A configuration may name a folder beside the tree, and that is all that is read of what lies outside.
#[test]
fn a_configuration_reads_what_it_says_and_no_more() {
    let parent = tempfile::tempdir().unwrap();
    let at = |path: &str| parent.path().join(path);
    write(&at("docs/a.md"), SOURCE);
    write(&at("docs/isogloss.toml"), "[[layouts]]\nroot = \"../docs.nl\"\nlocale = \"nl\"\n");
    write(&at("docs.nl/a.md"), DRIFTED);
    write(&at("secret/b.md"), "# Secret 999\n");
    symlink(at("secret"), at("docs.nl/out")).unwrap();
    symlink(at("secret/b.md"), at("docs.nl/b.md")).unwrap();
    let said = said(&isogloss(&at("docs")).args(["facts", "."]).output().unwrap());
    assert!(said.contains("444"), "{said}");
    assert!(!said.contains("999") && !said.contains("Secret"), "{said}");
}

#[test]
fn a_pattern_of_a_configuration_takes_linear_time() {
    let folder = tempfile::tempdir().unwrap();
    let at = |path: &str| folder.path().join(path);
    tree(folder.path());
    write(&at("nl-nl/a.md"), &format!("{DRIFTED}\n{}!\n", "a".repeat(200_000)));
    write(&at("isogloss.toml"), "rules = [\"rules\"]\n");
    let kind = |pattern: &str| format!("- {{kind: own, summary: own, pattern: '{pattern}'}}\n");
    write(&at("rules/facts/own.yaml"), &kind("(a+)+$"));
    let started = std::time::Instant::now();
    assert_eq!(isogloss(folder.path()).args(["check", "."]).output().unwrap().status.code(), Some(1));
    assert!(started.elapsed() < std::time::Duration::from_secs(20));
    // a pattern that would not fit into memory is refused
    write(&at("rules/facts/own.yaml"), &kind("((a{1000}){1000}){1000}"));
    let output = isogloss(folder.path()).args(["check", "."]).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
}

/// On this system `\` is a letter of a name, on others it parts folders; neither may confuse the two.
#[test]
fn a_backslash_in_a_name_is_a_letter() {
    let folder = tempfile::tempdir().unwrap();
    tree(folder.path());
    write(&folder.path().join("en-us/x\\b.md"), SOURCE);
    write(&folder.path().join("nl-nl/x\\b.md"), DRIFTED);
    let output = isogloss(folder.path()).args(["check", "--format", "json", "."]).output().unwrap();
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["summary"]["pairs"], 2);
    let paths: Vec<&str> =
        json["diagnostics"].as_array().unwrap().iter().map(|found| found["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["nl-nl/a.md", "nl-nl/x\\b.md"]);
}
