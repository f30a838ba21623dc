//! The same bytes whatever the threads, the order of the paths, the working folder and the environment; the same findings
//! whatever the line endings.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

fn corpus() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus"))
}

fn run(folder: &Path, environment: &[(&str, &str)], args: &[&str]) -> Vec<u8> {
    let output = Command::new(assert_cmd::cargo::cargo_bin!("isogloss"))
        .current_dir(folder)
        .args(args)
        .envs(environment.iter().copied())
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(output.status.code().is_some_and(|code| code < 2), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    assert!(!output.stdout.is_empty());
    output.stdout
}

const CHECK: [&str; 5] = ["check", "--format", "json", "--min-severity", "info"];

#[test]
fn threads_folder_and_environment_change_nothing() {
    let root = corpus().to_str().unwrap();
    let check = |folder: &Path, environment: &[(&str, &str)], more: &[&str]| {
        run(folder, environment, &[&CHECK[..], more].concat())
    };
    let once = check(corpus(), &[], &["."]);
    for threads in ["1", "2", "7"] {
        assert!(check(corpus(), &[], &["--threads", threads, "."]) == once, "{threads} threads");
    }
    assert!(check(Path::new("/"), &[], &[root]) == once);
    assert!(check(&corpus().join("nl-nl"), &[], &[".."]) == once);
    for language in ["C", "de_DE.UTF-8", "tr_TR.UTF-8"] {
        let environment = [("LANG", language), ("LC_ALL", language), ("TZ", "Asia/Tokyo"), ("NO_COLOR", "1")];
        assert!(check(corpus(), &environment, &["."]) == once, "{language}");
    }
    let facts = run(corpus(), &[], &["facts", "--quiet", "."]);
    for (threads, language) in [("1", "C"), ("2", "de_DE.UTF-8"), ("7", "tr_TR.UTF-8")] {
        let environment = [("LC_ALL", language), ("RAYON_NUM_THREADS", threads)];
        assert!(run(Path::new("/"), &environment, &["facts", "--quiet", root]) == facts, "{threads} threads");
    }
}

#[test]
fn the_order_of_paths_changes_nothing() {
    let mut pages: Vec<String> = ["en-us", "nl-nl", "de-de"]
        .into_iter()
        .flat_map(|locale| {
            let entries = fs::read_dir(corpus().join(locale)).unwrap();
            entries.map(move |entry| format!("{locale}/{}", entry.unwrap().file_name().to_str().unwrap()))
        })
        .filter(|path| path.ends_with(".md"))
        .collect();
    pages.sort();
    let check = |pages: &[String]| {
        let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
        run(corpus(), &[], &[&CHECK[..], &pages].concat())
    };
    let once = check(&pages);
    for step in [7, 11, 19] {
        let shuffled: Vec<String> = (0..pages.len()).map(|at| pages[at * step % pages.len()].clone()).collect();
        let mut sorted = shuffled.clone();
        sorted.sort();
        if sorted == pages {
            assert!(check(&shuffled) == once, "each {step}th page first");
        }
    }
    pages.reverse();
    assert!(check(&pages) == once);
}

#[test]
fn the_folders_of_a_tree_are_the_tree() {
    for command in [&CHECK[..], &["facts", "--quiet"]] {
        let whole = run(corpus(), &[], &[command, &["."]].concat());
        for folders in [["en-us", "nl-nl", "de-de"], ["de-de", "nl-nl", "en-us"], ["de-de/..", "nl-nl", "nl-nl"]] {
            assert!(run(corpus(), &[], &[command, &folders].concat()) == whole, "{command:?} {folders:?}");
        }
    }
}

/// What is found, but for what counts bytes.
fn findings(folder: &Path) -> Vec<Value> {
    let json: Value = serde_json::from_slice(&run(folder, &[], &[&CHECK[..], &["."]].concat())).unwrap();
    let all = json["diagnostics"].as_array().unwrap().iter();
    let kept =
        ["rule", "severity", "path", "line", "column", "end_line", "end_column", "message", "fact", "confidence"];
    all.map(|found| kept.iter().map(|key| ((*key).to_owned(), found[*key].clone())).collect()).collect()
}

fn copy(from: &Path, to: &Path, ending: &str) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to, ending);
        } else {
            let text = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
            fs::write(to, text.replace('\n', ending)).unwrap();
        }
    }
}

#[test]
fn line_endings_change_no_finding() {
    let (lf, crlf) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    copy(corpus(), lf.path(), "\n");
    copy(corpus(), crlf.path(), "\r\n");
    let (lf, crlf) = (findings(lf.path()), findings(crlf.path()));
    for (one, other) in lf.iter().zip(&crlf) {
        assert_eq!(one, other);
    }
    assert_eq!(lf.len(), crlf.len());
}
