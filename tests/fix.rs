//! `check --fix` and what is written to disk, from outside: only what is meant changes, and a file is its old bytes or
//! its new ones, whatever happens to the process.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

const SOURCE: &str =
    "# Register\r\n\r\nRegister Microsoft.Compute and Microsoft.Storage.\r\n\r\nOpen TCP port 443.\r\n";
const BROKEN: &str =
    "\u{feff}# Registreren\r\n\r\nRegistreer Microsoft. Compute en micro soft. Storage.\r\n\r\nOpen TCP-poort 444.\r\n";
const MENDED: &str =
    "\u{feff}# Registreren\r\n\r\nRegistreer Microsoft.Compute en Microsoft.Storage.\r\n\r\nOpen TCP-poort 444.\r\n";

fn isogloss(folder: &Path) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("isogloss"));
    command.current_dir(folder).stdin(Stdio::null()).env("RUST_BACKTRACE", "0");
    command
}

fn run(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } = isogloss(folder).args(args).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

/// A folder with so many pages, and a translation of each.
fn pages(count: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for locale in ["en-us", "nl-nl"] {
        fs::create_dir(folder.path().join(locale)).unwrap();
    }
    for page in 0..count {
        fs::write(folder.path().join(format!("en-us/p{page}.md")), SOURCE).unwrap();
        fs::write(folder.path().join(format!("nl-nl/p{page}.md")), BROKEN).unwrap();
    }
    folder
}

fn translation(folder: &Path) -> String {
    fs::read_to_string(folder.join("nl-nl/p0.md")).unwrap()
}

#[test]
fn what_is_sure_is_mended_and_the_rest_reported() {
    let folder = pages(1);
    let (code, out, err) = run(folder.path(), &["check", "--fix", "--format", "concise"]);
    assert_eq!(translation(folder.path()), MENDED, "{out}");
    assert_eq!(fs::read_to_string(folder.path().join("en-us/p0.md")).unwrap(), SOURCE);
    assert_eq!(code, 1);
    assert!(err.contains("fixed 2 places in 1 page"), "{err}");
    assert!(out.contains("drift/port") && !out.contains("text/split-identifier"), "{out}");
    // once is enough
    let before = fs::metadata(folder.path().join("nl-nl/p0.md")).unwrap().modified().unwrap();
    let (code, again, err) = run(folder.path(), &["check", "--fix", "--format", "concise"]);
    assert_eq!((code, again), (1, out));
    assert!(err.contains("nothing fixed"), "{err}");
    assert_eq!(fs::metadata(folder.path().join("nl-nl/p0.md")).unwrap().modified().unwrap(), before);
}

#[test]
fn what_is_not_reported_is_not_mended() {
    let folder = pages(1);
    run(folder.path(), &["check", "--fix", "--ignore", "text/split-identifier"]);
    assert_eq!(translation(folder.path()), BROKEN);
    run(folder.path(), &["check", "--diff"]);
    assert_eq!(translation(folder.path()), BROKEN);
}

#[test]
fn a_page_is_mended_from_any_folder_and_by_name() {
    let folder = pages(2);
    run(&folder.path().join("en-us"), &["check", "--fix", "--quiet", "../nl-nl/p1.md"]);
    assert_eq!(translation(folder.path()), BROKEN);
    assert_eq!(fs::read_to_string(folder.path().join("nl-nl/p1.md")).unwrap(), MENDED);
    run(&folder.path().join("en-us"), &["check", "--fix", "--root", "..", "p0.md"]);
    assert_eq!(translation(folder.path()), MENDED);
}

#[test]
fn a_read_only_page_is_said_and_kept() {
    let folder = pages(2);
    let path = folder.path().join("nl-nl/p0.md");
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let (code, out, err) = run(folder.path(), &["check", "--fix", "--format", "concise"]);
    assert_eq!(code, 2);
    assert!(err.contains("nl-nl/p0.md is not fixed: the file is read-only"), "{err}");
    assert!(out.contains("nl-nl/p0.md:3:12: error[text/split-identifier]"), "{out}");
    assert_eq!(translation(folder.path()), BROKEN);
    assert_eq!(fs::read_to_string(folder.path().join("nl-nl/p1.md")).unwrap(), MENDED);
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = pages(1);
    let (page, kept) = (folder.path().join("nl-nl/p0.md"), folder.path().join("kept.txt"));
    fs::rename(&page, &kept).unwrap();
    fs::set_permissions(&kept, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("../kept.txt", &page).unwrap();
    run(folder.path(), &["check", "--fix", "nl-nl/p0.md"]);
    assert!(fs::symlink_metadata(&page).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&kept).unwrap(), MENDED);
    assert_eq!(fs::metadata(&kept).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn two_runs_at_once_do_no_harm() {
    let folder = pages(40);
    let start = || isogloss(folder.path()).args(["check", "--fix", "--quiet"]).stdout(Stdio::null()).spawn().unwrap();
    let mut runs: Vec<_> = (0..4).map(|_| start()).collect();
    for run in &mut runs {
        assert_eq!(run.wait().unwrap().code(), Some(1));
    }
    for page in 0..40 {
        assert_eq!(fs::read_to_string(folder.path().join(format!("nl-nl/p{page}.md"))).unwrap(), MENDED);
    }
    assert_eq!(left_over(folder.path()), 0);
}

/// Temporary files that were left beside the pages.
fn left_over(folder: &Path) -> usize {
    let entries = fs::read_dir(folder.join("nl-nl")).unwrap();
    entries.filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with('.')).count()
}

#[test]
fn a_run_that_is_killed_leaves_old_or_new() {
    let folder = pages(60);
    let page = |page: usize| folder.path().join(format!("nl-nl/p{page}.md"));
    // how long a whole run takes here tells when to kill the others
    let started = Instant::now();
    assert_eq!(run(folder.path(), &["check", "--fix", "--quiet"]).0, 1);
    let whole = started.elapsed();
    let (mut old, mut new) = (0, 0);
    for round in 0..30_u32 {
        (0..60).for_each(|at| fs::write(page(at), BROKEN).unwrap());
        let mut child =
            isogloss(folder.path()).args(["check", "--fix", "--quiet"]).stdout(Stdio::null()).spawn().unwrap();
        std::thread::sleep((whole * round / 30).max(Duration::from_millis(1)));
        child.kill().unwrap();
        child.wait().unwrap();
        for at in 0..60 {
            match fs::read_to_string(page(at)).unwrap() {
                text if text == BROKEN => old += 1,
                text if text == MENDED => new += 1,
                text => panic!("round {round}: neither old nor new: {text:?}"),
            }
        }
        assert!(left_over(folder.path()) <= round as usize + 1, "a run leaves one temporary file at most");
    }
    assert!(old > 0 && new > 0, "killed always before or always after the work: {old} old, {new} new");
    // what such runs leave behind is in nobody's way
    run(folder.path(), &["check", "--fix", "--quiet"]);
    assert!((0..60).all(|at| fs::read_to_string(page(at)).unwrap() == MENDED));
}

/// How long a run takes here tells when to kill the others.
#[test]
fn a_report_is_old_or_new_when_the_run_is_killed() {
    let folder = pages(60);
    let report = folder.path().join("report.json");
    let args = ["facts", "--quiet", "--output", "report.json", "en-us", "nl-nl"];
    let started = Instant::now();
    assert_eq!(run(folder.path(), &args).0, 0);
    let whole = started.elapsed();
    let new = fs::read(&report).unwrap();
    let (mut old, mut done) = (0, 0);
    for round in 0..30_u32 {
        fs::write(&report, "old").unwrap();
        let mut child = isogloss(folder.path()).args(args).spawn().unwrap();
        std::thread::sleep((whole * round / 25).max(Duration::from_millis(1)));
        child.kill().unwrap();
        child.wait().unwrap();
        match fs::read(&report).unwrap() {
            bytes if bytes == b"old" => old += 1,
            bytes if bytes == new => done += 1,
            bytes => panic!("round {round}: neither old nor new, {} bytes", bytes.len()),
        }
    }
    assert!(old > 0, "never killed in time: {old} old, {done} new");
    // four at once, each whole
    let mut runs: Vec<_> = (0..4).map(|_| isogloss(folder.path()).args(args).spawn().unwrap()).collect();
    while runs.iter_mut().any(|run| run.try_wait().unwrap().is_none()) {
        let bytes = fs::read(&report).unwrap();
        assert!(bytes == new || bytes == b"old");
    }
    assert_eq!(fs::read(&report).unwrap(), new);
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_file() {
    let folder = pages(200);
    let report = folder.path().join("report.json");
    fs::write(&report, "old").unwrap();
    // a limit on the size of files fails a write in the middle, as a full disk does
    let limited = |args: &str| {
        let program = assert_cmd::cargo::cargo_bin!("isogloss");
        let script = format!("trap '' XFSZ; ulimit -f 8; exec '{}' {args}", program.display());
        Command::new("sh").args(["-c", &script]).current_dir(folder.path()).output().unwrap()
    };
    let output = limited("check --format json --output report.json");
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stderr).contains("report.json"));
    assert_eq!(fs::read_to_string(&report).unwrap(), "old");
    let hidden = fs::read_dir(folder.path())
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with('.'));
    assert_eq!(hidden.count(), 0);
}

#[cfg(unix)]
#[test]
fn output_may_go_where_no_file_is() {
    let folder = pages(1);
    let output = isogloss(folder.path())
        .args(["check", "--format", "json", "--output", "/dev/stdout"])
        .stdout(Stdio::piped())
        .output()
        .unwrap();
    assert!(output.stdout.starts_with(b"{"), "{output:?}");
    assert_eq!(run(folder.path(), &["check", "--output", "/dev/null"]).0, 1);
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
}
