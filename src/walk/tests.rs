//! Tests of finding and reading.

use super::*;
use crate::config::{Config, Limits};
use std::fs;
use std::path::Path;

fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("folder");
    for (path, text) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().expect("parent")).expect("folders");
        fs::write(path, text).expect("file");
    }
    dir
}

fn found(dir: &Path, config: &Config) -> Vec<String> {
    find(dir, &WalkOptions::new(config, Some(dir))).files
}

#[test]
fn pages_are_sorted_and_filtered() {
    let names = ["b/x.md", "a.MD", "b.markdown", "c.rs", "d.txt", "b/node_modules/x.md", ".github/x.md", "b-a/x.mdx"];
    let dir = tree(&names.map(|name| (name, "")));
    assert_eq!(found(dir.path(), &Config::default()), ["a.MD", "b-a/x.mdx", "b.markdown", "b/x.md"]);
    let config = Config { include: vec!["b*/**".into()], exclude: vec!["b-a".into()], ..Config::default() };
    assert_eq!(found(dir.path(), &config), ["b/x.md"]);
}

#[test]
fn text_files_are_pages_where_nothing_else_is() {
    let dir = tree(&[("a.txt", ""), ("b/c.txt", ""), ("x.png", "")]);
    assert_eq!(found(dir.path(), &Config::default()), ["a.txt", "b/c.txt"]);
}

#[test]
fn ignore_files_hold_from_their_folder_down() {
    let dir = tree(&[
        (".git/info/exclude", "secret.md\n"),
        (".gitignore", "/out\n*.draft.md\n"),
        ("sub/.gitignore", "!keep.draft.md\n/here.md\n"),
        ("sub/keep.draft.md", ""),
        ("sub/here.md", ""),
        ("sub/deep/here.md", ""),
        ("sub/deep/lose.draft.md", ""),
        ("sub/secret.md", ""),
        ("out/x.md", ""),
        ("tail/out/x.md", ""),
        ("tail/here.md", ""),
    ]);
    let expected = ["sub/deep/here.md", "sub/keep.draft.md", "tail/here.md", "tail/out/x.md"];
    assert_eq!(found(dir.path(), &Config::default()), expected);
    assert_eq!(
        found(&dir.path().join("sub"), &Config::default()),
        ["deep/here.md", "keep.draft.md"],
        "from above the root"
    );
}

#[test]
fn a_named_page_is_taken_unless_excluded() {
    let dir = tree(&[(".git/x", ""), (".gitignore", "a.md"), ("a.md", ""), ("old/b.md", "")]);
    let config = Config { exclude: vec!["old".into()], ..Config::default() };
    let options = WalkOptions::new(&config, Some(dir.path()));
    assert_eq!(named(dir.path(), &dir.path().join("a.md"), &options).as_deref(), Some("a.md"));
    assert_eq!(named(dir.path(), &dir.path().join("x/../old/b.md"), &options), None);
    assert_eq!(
        named(&dir.path().join("old"), &dir.path().join("old/b.md"), &options),
        None,
        "globs are the configuration's"
    );
    assert_eq!(named(&dir.path().join("old"), &dir.path().join("a.md"), &options), None);
}

#[test]
fn trees_beside_are_walked_too() {
    let dir = tree(&[("docs/a.md", ""), ("docs.nl-nl/a.md", "")]);
    let layout = crate::config::LayoutConfig { root: Some("../docs.nl-nl/".into()), ..Default::default() };
    let config = Config { layouts: vec![layout], ..Config::default() };
    assert_eq!(found(&dir.path().join("docs"), &config), ["../docs.nl-nl/a.md", "a.md"]);
}

#[cfg(unix)]
#[test]
fn odd_entries_are_records_and_links_are_left() {
    use std::os::unix::ffi::OsStrExt;
    let dir = tree(&[("a/x.md", "")]);
    std::os::unix::fs::symlink("..", dir.path().join("a/loop")).expect("link");
    std::os::unix::fs::symlink("x.md", dir.path().join("a/y.md")).expect("link");
    fs::write(dir.path().join(std::ffi::OsStr::from_bytes(b"caf\xe9.md")), "").expect("file");
    let _socket = std::os::unix::net::UnixListener::bind(dir.path().join("s.md")).expect("socket");
    let all = find(dir.path(), &WalkOptions::default());
    assert_eq!(all.files, ["a/x.md"]);
    let details: Vec<_> = all.problems.iter().map(|p| (p.path.as_str(), p.detail.as_str())).collect();
    assert_eq!(details, [("caf\u{fffd}.md", "the name is not UTF-8"), ("s.md", "not a regular file")]);
    assert_eq!(find(&dir.path().join("none"), &WalkOptions::default()).problems.len(), 1);
}

#[test]
fn the_disk_shows_what_the_walk_finds() {
    let pages =
        ["a/x.md", "a/y.tmp.md", "a/.b/x.md", "a/c/x.md", "a/z.rs", "d/out/x.md", ".git/x"].map(|name| (name, ""));
    let dir = tree(&[&pages[..], &[(".gitignore", "*.tmp.md"), ("d/.gitignore", "out/")]].concat());
    let options = WalkOptions::default();
    let disk = Disk::new(dir.path(), "a/x.md", &options);
    let names: Vec<_> = disk.entries("a").into_iter().map(|e| (e.name, e.folder)).collect();
    assert_eq!(names, [("c".to_owned(), true), ("x.md".to_owned(), false)]);
    assert!(disk.is_page_at("a/c/x.md") && !disk.is_page_at("a/y.tmp.md") && !disk.is_page_at("a/c"));
    assert!(!disk.is_page_at("d/out/x.md"), "in an ignored folder");
    assert!(Disk::new(dir.path(), "a/z.rs", &options).is_page_at("a/z.rs"), "a named page has any extension");
}

#[test]
fn bytes_keep_their_places() {
    let file = decode(b"\xef\xbb\xbfa\r\n\xe4b\xff\xfe \xc3\xa9");
    assert_eq!(file.text, "\u{feff}a\r\n?b?? \u{e9}");
    assert_eq!(file.problems.len(), 1);
    assert_eq!(file.problems[0].kind, ReadKind::NotUtf8);
    assert_eq!(file.problems[0].span.map(|s| s.start), Some(6));
    let latin = decode(&"Gr\u{fc}\u{df}e".chars().map(|c| c as u8).collect::<Vec<_>>());
    assert_eq!(latin.text, "Gr??e");
    let one = decode(b"caf\xe9 au lait");
    assert_eq!(one.problems[0].detail, "1 byte is not UTF-8; the file looks like Latin-1 or Windows-1252");
}

#[test]
fn wide_text_and_nul_are_named() {
    for bytes in [&b"\xff\xfea\0b\0"[..], b"\xfe\xff\0a", b"# \0\0\0"] {
        assert!(!decode(bytes).problems.is_empty());
    }
    let wide: Vec<u8> = "# Title\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let file = decode(&wide);
    assert_eq!((file.text.as_str(), file.problems[0].kind), ("", ReadKind::Utf16));
    let nul = decode(b"some text\0and more");
    assert_eq!((nul.text.len(), nul.problems[0].kind), (18, ReadKind::Nul));
}

#[test]
fn what_cannot_be_read_says_why() {
    let dir = tree(&[("a.md", "12345")]);
    let kind = |path: &str, size| {
        let limits = Limits { file_size: size, ..Limits::default() };
        read(&dir.path().join(path), &limits).map(|f| f.text).map_err(|p| p.kind)
    };
    assert_eq!(kind("a.md", 5), Ok("12345".to_owned()));
    assert_eq!(kind("a.md", 4), Err(ReadKind::TooLarge));
    assert_eq!(kind("b.md", 4), Err(ReadKind::Missing));
    assert_eq!(kind("", 4), Err(ReadKind::NotAFile));
}
