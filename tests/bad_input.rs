//! What people get wrong, and what pages may hold: a wrong request ends with 2 and a hint, a bad page is a finding, and
//! the rest of the run goes on.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

const SOURCE: &str = "# Ports\n\nOpen TCP port 443.\n";
const DRIFTED: &str = "# Poorten\n\nOpen TCP-poort 444.\n";

/// Runs the program, which must neither hang nor panic.
fn run(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let mut child = Command::new(assert_cmd::cargo::cargo_bin!("isogloss"))
        .current_dir(folder)
        .args(args)
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::from(fs::File::create(folder.join(".out")).unwrap()))
        .stderr(Stdio::from(fs::File::create(folder.join(".err")).unwrap()))
        .spawn()
        .unwrap();
    let started = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if started.elapsed() > Duration::from_secs(60) {
            child.kill().unwrap();
            panic!("{args:?} hangs");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let Output { status, .. } = child.wait_with_output().unwrap();
    let text = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let (out, err) = (text(".out"), text(".err"));
    assert!(!err.contains("panicked"), "{args:?}: {err}");
    (status.code().unwrap(), out, err)
}

/// A tree with one page that drifted, and a second pair whose translation is given.
fn tree(translation: &[u8]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for locale in ["en-us", "nl-nl"] {
        fs::create_dir(folder.path().join(locale)).unwrap();
    }
    let write = |path: &str, bytes: &[u8]| fs::write(folder.path().join(path), bytes).unwrap();
    write("en-us/good.md", SOURCE.as_bytes());
    write("nl-nl/good.md", DRIFTED.as_bytes());
    write("en-us/odd.md", SOURCE.as_bytes());
    write("nl-nl/odd.md", translation);
    folder
}

/// What is found at info and above: rule, path and line.
fn found(folder: &Path, args: &[&str]) -> Vec<(String, String, u64)> {
    let (code, out, err) = run(folder, &[&["check", "--format", "json", "--min-severity", "info"], args].concat());
    assert!(code < 2, "{err}");
    let json: Value = serde_json::from_str(&out).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let all = json["diagnostics"].as_array().unwrap().iter();
    all.map(|found| (text(&found["rule"]), text(&found["path"]), found["line"].as_u64().unwrap())).collect()
}

/// The drift of the good page is found whatever the odd one holds.
fn odd(folder: &Path, args: &[&str]) -> Vec<(String, u64)> {
    let all = found(folder, args);
    let good = all.iter().filter(|(rule, path, _)| path == "nl-nl/good.md" && rule == "drift/port").count();
    assert_eq!(good, 1, "{all:?}");
    all.into_iter().filter(|(_, path, _)| path == "nl-nl/odd.md").map(|(rule, _, line)| (rule, line)).collect()
}

fn holds(found: &[(String, u64)], rule: &str, line: u64) {
    assert!(found.contains(&(rule.to_owned(), line)), "no {rule} in line {line}: {found:?}");
}

#[test]
fn a_wrong_request_is_2_and_suggests() {
    let folder = tree(DRIFTED.as_bytes());
    for (args, hints) in [
        (&["check", "en-su"][..], &["en-su: no such file or folder", "did you mean `en-us`?"][..]),
        (&["check", "nl-nl/god.md"], &["nl-nl/god.md", "did you mean `nl-nl/good.md`?"]),
        (&["check", "no/such/place"], &["no/such/place: no such file or folder"]),
        (&["check", "--select", "drift/prot"], &["drift/prot", "did you mean `drift/port`?"]),
        (&["check", "--ignore", "drfit"], &["drfit", "did you mean `drift`?"]),
        (&["check", "--format", "sarfi"], &["'sarif'"]),
        (&["check", "--source", "e"], &["`e`"]),
        (&["check", "--locale", "not a tag"], &["not a tag"]),
        (&["check", "--threads", "0"], &["--threads"]),
        (&["check", "--fix", "--diff"], &["cannot be used with"]),
    ] {
        let (code, out, err) = run(folder.path(), args);
        assert_eq!((code, out.as_str()), (2, ""), "{args:?}: {err}");
        for hint in hints {
            assert!(err.contains(hint), "{args:?}: {err}");
        }
    }
}

#[test]
fn a_wrong_configuration_is_2_says_where_and_suggests() {
    for (toml, hints) in [
        ("fail_on = \"error\"\n", &["isogloss.toml:1:1", "did you mean `fail-on`?"][..]),
        ("source = \"en\"\n\n[limits]\nfilesize = 1\n", &["isogloss.toml:4:1", "did you mean `file-size`?"]),
        ("fail-on = \"warnings\"\n", &["isogloss.toml:1:", "warning"]),
        ("ignore = [\"drift/prot\"]\n", &["drift/prot", "did you mean `drift/port`?"]),
        ("source = \"english, please\"\n", &["isogloss.toml:1:", "english, please"]),
        ("exclude = [\"a[\"]\n", &["isogloss.toml:1:", "not a glob"]),
        ("source = \n", &["isogloss.toml:1:"]),
        ("[[layouts]]\npattern = \"docs/{path}\"\n", &["isogloss.toml:2:", "{locale}"]),
    ] {
        let folder = tree(DRIFTED.as_bytes());
        fs::write(folder.path().join("isogloss.toml"), toml).unwrap();
        let (code, out, err) = run(folder.path(), &["check"]);
        assert_eq!((code, out.as_str()), (2, ""), "{toml}: {err}");
        for hint in hints {
            assert!(err.contains(hint), "{toml}: {err}");
        }
    }
}

#[test]
fn an_odd_encoding_is_a_finding_at_its_place() {
    let latin = "# H\u{e9}\n\nOpen TCP-poort 444.\n".chars().map(|c| c as u8).collect::<Vec<u8>>();
    let folder = tree(&latin);
    let all = odd(folder.path(), &[]);
    holds(&all, "page/not-utf-8", 1);
    // the rest of the page is read as ever
    holds(&all, "drift/port", 3);

    let utf_16: Vec<u8> = [0xff, 0xfe].into_iter().chain(DRIFTED.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let folder = tree(&utf_16);
    holds(&odd(folder.path(), &[]), "page/not-utf-8", 1);

    let folder = tree(b"# Poorten\n\nOpen \0 TCP-poort 444.\n");
    let all = odd(folder.path(), &[]);
    holds(&all, "page/not-utf-8", 3);
    holds(&all, "drift/port", 3);
}

#[test]
fn broken_front_matter_is_a_finding_and_the_page_goes_on() {
    for (head, rule, line, port) in [
        ("---\ntitle: [\u{fc}\nsize: 1\n---\n", "page/front-matter-invalid", 3, 8),
        ("---\ntitle: \u{fc}\u{fc}\u{fc}\u{fc}\nsize: \"1\" x\n---\n", "page/front-matter-invalid", 3, 8),
        ("---\ntitle: a\ntitle: b\n---\n", "page/front-matter-duplicate-key", 3, 8),
    ] {
        let folder = tree(format!("{head}\n{DRIFTED}").as_bytes());
        let all = odd(folder.path(), &[]);
        holds(&all, rule, line);
        holds(&all, "drift/port", port);
        // lines that a message names are lines of the file
        let (_, out, _) = run(folder.path(), &["check", "--format", "concise", "nl-nl/odd.md"]);
        assert!(!out.contains("at line 1"), "{out}");
    }
    let folder = tree(format!("---\ntitle: a\n\n{DRIFTED}").as_bytes());
    holds(&odd(folder.path(), &[]), "page/front-matter-unclosed", 1);
}

#[test]
fn front_matter_that_means_harm_is_bounded() {
    let mut bomb = "---\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let alias = vec![format!("*a{}", level - 1); 10].join(", ");
        bomb += &format!("a{level}: &a{level} [{alias}]\n");
    }
    let deep = format!("---\na: {}{}\n", "[".repeat(50_000), "]".repeat(50_000));
    for head in [bomb, deep] {
        let folder = tree(format!("{head}---\n\n{DRIFTED}").as_bytes());
        let all = odd(folder.path(), &[]);
        assert!(all.iter().any(|(rule, _)| rule == "page/front-matter-invalid"), "{all:?}");
        assert!(all.iter().any(|(rule, _)| rule == "drift/port"), "{all:?}");
    }
}

#[test]
fn pages_that_mean_harm_are_read_in_time() {
    for body in [
        "[".repeat(100_000),
        "`".repeat(100_000),
        "> ".repeat(20_000),
        "* ".repeat(20_000),
        "*a_ ".repeat(50_000),
        "<!--".repeat(50_000),
        "1".repeat(2_000_000),
        format!("|{}\n|{}\n", "a|".repeat(20_000), "-|".repeat(20_000)),
        "\u{202e}\u{200b}\u{1b}[31m\r\r\r".repeat(1000),
        "a".repeat(5_000_000),
    ] {
        let folder = tree(format!("# Poorten\n\n{body}\n").as_bytes());
        let started = Instant::now();
        odd(folder.path(), &[]);
        let (_, out, _) = run(folder.path(), &["check", "--min-severity", "info"]);
        assert!(!out.contains('\u{1b}') && !out.contains('\u{202e}'), "a page's commands reach the terminal");
        assert!(
            started.elapsed() < Duration::from_secs(40),
            "{:?}: {:?}",
            &body[..4.min(body.len())],
            started.elapsed()
        );
    }
}

#[test]
fn a_page_over_the_limit_is_a_finding() {
    let folder = tree(format!("{DRIFTED}{}", "x\n".repeat(1000)).as_bytes());
    fs::write(folder.path().join("isogloss.toml"), "[limits]\nfile-size = 1000\n").unwrap();
    holds(&odd(folder.path(), &[]), "page/too-large", 1);
}

#[test]
fn nothing_checked_is_said() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("empty")).unwrap();
    fs::create_dir(folder.path().join("alone")).unwrap();
    fs::write(folder.path().join("alone/a.md"), SOURCE).unwrap();
    for path in ["empty", "alone", "alone/a.md"] {
        let (code, out, err) = run(folder.path(), &["check", path]);
        assert_eq!(code, 0, "{path}");
        let said = if path == "empty" { "nothing checked" } else { "nothing compared" };
        assert!(format!("{out}{err}").contains(said), "{path}: {out}{err}");
        let (_, _, err) = run(folder.path(), &["check", "--format", "json", path]);
        assert!(err.contains(said), "{path}: {err}");
    }
}

#[test]
fn an_empty_page_is_no_accident() {
    for bytes in [&b""[..], b"\n", b"\xef\xbb\xbf", b"---\n---\n", b"---", b"\0"] {
        let folder = tree(bytes);
        odd(folder.path(), &[]);
        fs::write(folder.path().join("en-us/odd.md"), bytes).unwrap();
        fs::write(folder.path().join("nl-nl/odd.md"), DRIFTED).unwrap();
        odd(folder.path(), &[]);
    }
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    #[test]
    fn links_that_loop_or_lead_out_are_not_followed() {
        let folder = tree(DRIFTED.as_bytes());
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("secret.md"), DRIFTED).unwrap();
        symlink("..", folder.path().join("nl-nl/loop")).unwrap();
        symlink("self.md", folder.path().join("nl-nl/self.md")).unwrap();
        symlink(outside.path(), folder.path().join("nl-nl/out")).unwrap();
        symlink(outside.path().join("secret.md"), folder.path().join("nl-nl/secret.md")).unwrap();
        let all = found(folder.path(), &[]);
        assert!(all.iter().all(|(_, path, _)| path.ends_with("/good.md") || path.ends_with("/odd.md")), "{all:?}");
    }

    #[test]
    fn a_pipe_is_a_finding_and_is_not_waited_for() {
        let folder = tree(DRIFTED.as_bytes());
        assert!(Command::new("mkfifo").arg(folder.path().join("nl-nl/pipe.md")).status().unwrap().success());
        fs::write(folder.path().join("en-us/pipe.md"), SOURCE).unwrap();
        let all = found(folder.path(), &[]);
        assert!(all.contains(&("page/unreadable".to_owned(), "nl-nl/pipe.md".to_owned(), 1)), "{all:?}");
        let all = found(folder.path(), &["nl-nl/pipe.md"]);
        assert!(all.contains(&("page/unreadable".to_owned(), "nl-nl/pipe.md".to_owned(), 1)), "{all:?}");
    }

    #[test]
    fn a_page_that_may_not_be_read_is_a_finding() {
        let folder = tree(DRIFTED.as_bytes());
        let page = folder.path().join("nl-nl/odd.md");
        fs::set_permissions(&page, fs::Permissions::from_mode(0o000)).unwrap();
        // root may read everything
        if fs::read(&page).is_err() {
            holds(&odd(folder.path(), &[]), "page/unreadable", 1);
        }
    }

    #[test]
    fn a_name_that_is_no_text_is_a_finding() {
        use std::os::unix::ffi::OsStrExt;
        let folder = tree(DRIFTED.as_bytes());
        let name = std::ffi::OsStr::from_bytes(b"nl-nl/\xff.md");
        // some file systems refuse such names
        if fs::write(folder.path().join(name), DRIFTED).is_ok() {
            let all = found(folder.path(), &[]);
            assert!(
                all.iter().any(|(rule, path, _)| rule == "page/unreadable" && path.starts_with("nl-nl/")),
                "{all:?}"
            );
        }
    }
}
