//! Pages that mean harm, and folders that do: each is read in time and in bounds, gets its report, and the rest of the run goes
//! on. `ISOGLOSS_HOSTILE=10 cargo test --release --test hostile` makes every page ten times as large.
//!
//! In a release build the limit is three seconds and one gibibyte of address space for the whole process; other builds get more
//! time for the same work.

#![allow(clippy::print_stdout, reason = "sizes and times are told to who asks with --nocapture")]
#![allow(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]
#![cfg(unix)]

mod hostile_pages;

use hostile_pages::{Hostile, pages};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const SOURCE: &str = "# Ports\n\nOpen TCP port 443.\n";
const DRIFTED: &str = "# Poorten\n\nOpen TCP-poort 444.\n";

fn limit() -> Duration {
    Duration::from_secs(if cfg!(debug_assertions) { 60 } else { 3 })
}

/// Runs the program in bounded time and memory; gives its exit code and what it wrote.
fn run(folder: &Path, args: &[&str]) -> (i32, String) {
    let program = assert_cmd::cargo::cargo_bin!("isogloss");
    // address space, threads' stacks and allocators' reserves counted; two threads, as every machine can have
    let script = format!("ulimit -v 1048576; exec '{}' \"$@\"", program.display());
    let mut child = Command::new("sh")
        .args(["-c", &script, "isogloss"])
        .args(args)
        .current_dir(folder)
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::null())
        .stdout(fs::File::create(folder.join(".out")).unwrap())
        .stderr(fs::File::create(folder.join(".err")).unwrap())
        .spawn()
        .unwrap();
    let started = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if started.elapsed() > limit() {
            child.kill().unwrap();
            panic!("{args:?} takes more than {:?}", limit());
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    let status = child.wait().unwrap();
    let (out, err) = (fs::read(folder.join(".out")).unwrap(), fs::read_to_string(folder.join(".err")).unwrap());
    assert!(!err.contains("panicked") && !err.contains("overflow"), "{args:?}: {err}");
    let code = status.code().unwrap_or_else(|| panic!("{args:?}: {status}: {err}"));
    assert!(code < 2, "{args:?}: {err}");
    (code, String::from_utf8(out).unwrap())
}

fn tree() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (locale, page) in [("en-us", SOURCE), ("nl-nl", DRIFTED)] {
        fs::create_dir(folder.path().join(locale)).unwrap();
        fs::write(folder.path().join(locale).join("good.md"), page).unwrap();
    }
    folder
}

/// Rule and path of what is found; the drift of the good page is always among it.
fn found(folder: &Path) -> Vec<(String, String)> {
    let (_, out) =
        run(folder, &["check", "--format", "json", "--min-severity", "info", "--threads", "2", "--isolated", "."]);
    let json: Value = serde_json::from_str(&out).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let all = json["diagnostics"].as_array().unwrap().iter();
    let all: Vec<_> = all.map(|found| (text(&found["rule"]), text(&found["path"]))).collect();
    assert!(all.contains(&("drift/port".to_owned(), "nl-nl/good.md".to_owned())), "{all:?}");
    all
}

fn page(name: &str) -> impl Fn(&Hostile) -> bool + '_ {
    move |page| page.group == name
}

fn each(group: &str) {
    let scale = std::env::var("ISOGLOSS_HOSTILE").ok().and_then(|scale| scale.parse().ok()).unwrap_or(1.0);
    let scale = if cfg!(debug_assertions) { scale * 0.01 } else { scale };
    for hostile in pages(scale).into_iter().filter(page(group)) {
        let folder = tree();
        fs::write(folder.path().join("en-us/odd.md"), &hostile.source).unwrap();
        fs::write(folder.path().join("nl-nl/odd.md"), &hostile.translation).unwrap();
        let started = Instant::now();
        println!("{}: {} bytes", hostile.name, hostile.source.len());
        let all = found(folder.path());
        println!("{}: {:?}", hostile.name, started.elapsed());
        let rules: Vec<&str> =
            all.iter().filter(|(_, path)| path.ends_with("odd.md")).map(|(rule, _)| rule.as_str()).collect();
        if let Some(rule) = hostile.rule {
            assert!(rules.contains(&rule), "{}: {rules:?}", hostile.name);
        }
        if group != "encodings" && scale < 0.5 {
            continue;
        }
        let (_, facts) = run(folder.path(), &["facts", "--isolated", "--quiet", "."]);
        serde_json::from_str::<Value>(&facts).unwrap();
        for format in ["human", "concise"] {
            let (_, out) =
                run(folder.path(), &["check", "--format", format, "--min-severity", "info", "--isolated", "."]);
            let commands = ['\u{1b}', '\u{9b}', '\u{202e}', '\u{2066}', '\u{7}', '\r'];
            assert!(!out.contains(commands), "{}: a page's commands reach the terminal", hostile.name);
        }
    }
}

#[test]
fn front_matter() {
    each("front matter");
}

#[test]
fn markup() {
    each("markup");
}

#[test]
fn facts() {
    each("facts");
}

#[test]
fn pairs() {
    each("pairs");
}

#[test]
fn encodings() {
    each("encodings");
}

#[test]
fn a_page_over_the_limit_is_not_read() {
    let folder = tree();
    // a hole takes no room on the disk, nor in memory
    let file = fs::File::create(folder.path().join("nl-nl/odd.md")).unwrap();
    file.set_len(20 << 30).unwrap();
    fs::write(folder.path().join("en-us/odd.md"), SOURCE).unwrap();
    assert!(found(folder.path()).contains(&("page/too-large".to_owned(), "nl-nl/odd.md".to_owned())));
}

#[test]
fn what_is_no_page_is_said_or_left() {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.md"), "# Secret 443\n").unwrap();
    let folder = tree();
    let at = |name: &str| folder.path().join(name);
    symlink(outside.path(), at("en-us/out")).unwrap();
    symlink(outside.path().join("secret.md"), at("en-us/secret.md")).unwrap();
    symlink("..", at("en-us/loop")).unwrap();
    symlink("itself.md", at("en-us/itself.md")).unwrap();
    symlink("/dev/zero", at("en-us/zero.md")).unwrap();
    assert!(Command::new("mkfifo").arg(at("en-us/pipe.md")).status().unwrap().success());
    fs::write(folder.path().join(std::ffi::OsStr::from_bytes(b"en-us/caf\xe9.md")), SOURCE).unwrap();
    fs::create_dir(at("en-us/closed")).unwrap();
    fs::write(at("en-us/closed/a.md"), SOURCE).unwrap();
    fs::write(at("en-us/shut.md"), SOURCE).unwrap();
    for closed in ["en-us/closed", "en-us/shut.md"] {
        fs::set_permissions(at(closed), fs::Permissions::from_mode(0o000)).unwrap();
    }
    let root = fs::read(at("en-us/shut.md")).is_ok();
    let all = found(folder.path());
    fs::set_permissions(at("en-us/closed"), fs::Permissions::from_mode(0o700)).unwrap();
    let unreadable: Vec<&str> =
        all.iter().filter(|(rule, _)| rule == "page/unreadable").map(|(_, path)| path.as_str()).collect();
    assert!(unreadable.contains(&"en-us/pipe.md") && unreadable.contains(&"en-us/caf\u{fffd}.md"), "{all:?}");
    // root may read everything
    assert!(root || unreadable.contains(&"en-us/closed") && unreadable.contains(&"en-us/shut.md"), "{all:?}");
    for path in ["secret", "out/", "loop/", "itself", "zero"] {
        assert!(!all.iter().any(|(_, found)| found.contains(path)), "{path}: {all:?}");
    }
    let (_, facts) = run(folder.path(), &["facts", "--isolated", "--quiet", "."]);
    assert!(!facts.contains("Secret"));
}

#[test]
fn files_that_change_while_they_are_read() {
    let folder = tree();
    let path = |page: usize| folder.path().join(format!("nl-nl/p{page}.md"));
    for page in 0..50 {
        fs::write(folder.path().join(format!("en-us/p{page}.md")), SOURCE).unwrap();
    }
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut round = 0_usize;
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                for page in 0..50 {
                    match (round + page) % 4 {
                        0 => drop(fs::remove_file(path(page))),
                        1 => drop(fs::write(path(page), DRIFTED.repeat(1 + round % 50))),
                        2 => drop(fs::write(path(page), "")),
                        _ => drop(fs::OpenOptions::new().append(true).open(path(page)).map(|file| file.set_len(7))),
                    }
                }
                round += 1;
            }
        });
        for _ in 0..10 {
            found(folder.path());
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
    });
}
