//! Tests of layouts on made-up trees. Each tree is placed as a whole, shuffled, and page by page on disk: all must agree.

use super::tree::Listed;
use super::*;
use crate::config::{Config, LayoutConfig};
use crate::walk::{WalkOptions, find};
use std::fmt::Write;

mod layouts;
mod traps;

/// A tree's pages, one path a line.
fn files(tree: &str) -> Vec<String> {
    tree.split_whitespace().map(String::from).collect()
}

/// The groups as lines: `key: source > locale=path locale=path`; then the loose pages.
fn shown(layout: &Layout) -> String {
    let mut out = String::new();
    for group in &layout.groups {
        let source = group.source.as_ref().map_or("-", |s| &s.path);
        let _ = write!(out, "{}: {source}", group.key);
        for page in &group.translations {
            let _ = write!(out, " {}={}", page.locale, page.path);
        }
        out.push('\n');
    }
    for page in &layout.loose {
        let _ = write!(out, "? {}", page.path);
        if let Some(locale) = &page.locale {
            let _ = write!(out, " {locale}");
        }
        out.push('\n');
    }
    out
}

/// Places a tree in every way and says what came out.
fn placed(config: &Config, tree: &str) -> String {
    let mut files = files(tree);
    let setting = Setting::new(config, "");
    let layout = detect(&files, &setting);
    // Any other order must do as well; a fixed stride shuffles.
    files.sort();
    for stride in [3, 7] {
        let shuffled: Vec<String> =
            (0..stride).flat_map(|at| files.iter().skip(at).step_by(stride).rev().cloned()).collect();
        assert_eq!(detect(&shuffled, &setting), layout);
    }
    let listed = Listed::new(&files);
    for file in &files {
        same(counterparts_in(file, &setting, &listed).as_ref(), &layout, file);
    }
    on_disk(config, &files, &layout);
    shown(&layout)
}

/// Whether a page's own group is the tree's; the key may be longer in a whole tree, where another group has it too.
fn same(own: Option<&Group>, layout: &Layout, file: &str) {
    let pages = |g: &Group| (g.source.clone(), g.translations.clone(), g.by.clone());
    let all = layout.groups.iter().find(|g| g.source.iter().chain(&g.translations).any(|p| p.path == file));
    assert_eq!(own.map(pages), all.map(pages), "{file}");
}

fn on_disk(config: &Config, files: &[String], layout: &Layout) {
    let dir = tempfile::tempdir().expect("folder");
    let root = dir.path().join("root");
    std::fs::create_dir_all(root.join(".git")).expect("folder");
    for file in files {
        let path = root.join(file);
        std::fs::create_dir_all(path.parent().expect("parent")).expect("folders");
        std::fs::write(path, "").expect("file");
    }
    let found = find(&root, &WalkOptions::new(config, Some(&root)));
    assert_eq!(found.files, files);
    for file in files.iter().filter(|f| !f.starts_with("../")) {
        let own = counterparts(&root.join(file), config, Some(&root));
        assert_eq!((&own.root, &own.page), (&root, file));
        same(own.group.as_ref(), layout, file);
    }
}

fn lines(text: &str) -> String {
    text.trim().lines().map(|line| format!("{}\n", line.trim())).collect()
}

#[track_caller]
fn check(tree: &str, expected: &str) {
    assert_eq!(placed(&Config::default(), tree), lines(expected));
}

#[track_caller]
fn check_with(config: &Config, tree: &str, expected: &str) {
    assert_eq!(placed(config, tree), lines(expected));
}

fn config(source: &str, locales: &[&str]) -> Config {
    let tag = |t: &str| Locale::parse(t).expect("tag");
    Config { source: tag(source), locales: locales.iter().map(|t| tag(t)).collect(), ..Config::default() }
}
