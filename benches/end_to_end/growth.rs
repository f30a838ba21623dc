//! What the work costs as it grows in one way at a time: pages, the size of one page, its blocks, its facts, findings. A rate that
//! stays is a cost that grows in step with the work.

use crate::common::{floor, markdown, page, tree, without_a_block};
use crate::{check, facts};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group};
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;

criterion_group!(
    name = growth;
    config = Criterion::default().warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    targets = growth_pages, growth_size, growth_blocks, growth_facts, growth_findings
);

/// The time a page, in a small tree and in one ten times as large.
fn growth_pages(c: &mut Criterion) {
    let most = std::env::var("ISOGLOSS_BENCH_PAGES").ok().and_then(|pages| pages.parse().ok()).unwrap_or(20_000_usize);
    let mut group = c.benchmark_group("growth_pages");
    group.sample_size(10);
    for pages in [most / 10, most] {
        let made = tree(pages);
        let paths = [made.path().to_owned()];
        group.throughput(Throughput::Elements(markdown(made.path()).len() as u64));
        group.bench_function(BenchmarkId::new("floor", pages), |b| b.iter(|| floor(made.path())));
        group.bench_with_input(BenchmarkId::new("check", pages), &paths, |b, paths| b.iter(|| check(paths)));
        group.bench_with_input(BenchmarkId::new("facts", pages), &paths, |b, paths| b.iter(|| facts(paths)));
    }
    group.finish();
}

/// A page of up to ten megabytes, checked against one with the same blocks, and against one that lacks a block.
fn growth_size(c: &mut Criterion) {
    let mut group = c.benchmark_group("growth_size");
    group.sample_size(10);
    for bytes in [100_000, 1_000_000, 10_000_000] {
        let (source, translation) = (page("en-us", bytes), page("de-de", bytes));
        let whole = pair(&source, &translation);
        let lacking = pair(&source, &without_a_block(&translation));
        group.throughput(Throughput::Bytes((source.len() + translation.len()) as u64));
        group.bench_function(BenchmarkId::new("floor", bytes), |b| b.iter(|| floor(whole.path())));
        for (name, folder) in [("check", &whole), ("check_lacking", &lacking)] {
            let paths = [folder.path().to_owned()];
            group.bench_with_input(BenchmarkId::new(name, bytes), &paths, |b, paths| b.iter(|| check(paths)));
        }
    }
    group.finish();
}

/// A list of up to 50,000 items in one page.
fn growth_blocks(c: &mut Criterion) {
    let mut group = c.benchmark_group("growth_blocks");
    group.sample_size(10);
    for blocks in [500, 5_000, 50_000] {
        let items = |text: &str| (0..blocks).map(|at| format!("- {text} {at}\n")).collect::<String>();
        let made = pair(&items("Server number"), &items("Server Nummer"));
        let paths = [made.path().to_owned()];
        group.throughput(Throughput::Elements(2 * blocks));
        group.bench_function(BenchmarkId::new("floor", blocks), |b| b.iter(|| floor(made.path())));
        group.bench_with_input(BenchmarkId::new("check", blocks), &paths, |b, paths| b.iter(|| check(paths)));
    }
    group.finish();
}

/// A page of a thousand paragraphs, with 1, 10 and 100 facts in each.
fn growth_facts(c: &mut Criterion) {
    let mut group = c.benchmark_group("growth_facts");
    group.sample_size(10);
    for each in [1, 10, 100] {
        let text = |port: &str| {
            let paragraph = |at: usize| {
                let ports = (0..each).map(|fact| format!(" {port} {}", 1 + (at * each + fact) % 60_000));
                ports.collect::<String>() + "\n\n"
            };
            (0..1000).map(paragraph).collect::<String>()
        };
        let made = pair(&text("port"), &text("Port"));
        let paths = [made.path().to_owned()];
        group.throughput(Throughput::Elements(2 * 1000 * each as u64));
        let facts = 1000 * each;
        group.bench_function(BenchmarkId::new("floor", facts), |b| b.iter(|| floor(made.path())));
        group.bench_with_input(BenchmarkId::new("check", facts), &paths, |b, paths| b.iter(|| check(paths)));
    }
    group.finish();
}

/// 500 pages of a hundred items, of which none, ten and all state another port than their source.
fn growth_findings(c: &mut Criterion) {
    let mut group = c.benchmark_group("growth_findings");
    group.sample_size(10);
    for each in [0, 10, 100] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let items = |text: &str, other: usize| {
            let port = |at: usize| if at < other { at + 201 } else { at + 1 };
            (0..100).map(|at| format!("- {text} {}\n", port(at))).collect::<String>()
        };
        for at in 0..500 {
            write(folder.path(), &format!("{at}.md"), &items("port", 0), &items("Port", each));
        }
        let paths = [folder.path().to_owned()];
        group.throughput(Throughput::Elements(500));
        group.bench_with_input(BenchmarkId::new("check", 500 * each), &paths, |b, paths| b.iter(|| check(paths)));
    }
    group.finish();
}

/// A folder with one page and its translation.
pub(crate) fn pair(source: &str, translation: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write(folder.path(), "page.md", source, translation);
    folder
}

fn write(folder: &Path, name: &str, source: &str, translation: &str) {
    for (locale, text) in [("en-us", source), ("de-de", translation)] {
        let folder = folder.join(locale);
        std::fs::create_dir_all(&folder).expect("a folder can be made");
        std::fs::write(folder.join(name), text).expect("a page can be written");
    }
}
