//! Whole runs, held against the floor: to walk, read and parse the same files on the same threads.
//!
//! `ISOGLOSS_BENCH_TREE` names a folder to take in place of the copies of the corpus; `ISOGLOSS_BENCH_PAGES` says how many pages the
//! large tree of `growth_pages` has (20,000 where it is not set; the small one has a tenth).

#[path = "../common/mod.rs"]
mod common;
mod growth;
mod memory;

use common::{floor, markdown, tree};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use isogloss::check::Severity;
use isogloss::project::{self, FactsOptions, Request};
use isogloss::report;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// As `isogloss check --format json --isolated`.
fn check(paths: &[PathBuf]) {
    let request = Request { paths: paths.to_vec(), min_severity: Some(Severity::Warning), ..Request::default() };
    let outcome = project::check(&request, None).expect("the folder is there");
    let json = report::format("json").expect("there is a format `json`");
    (json.write)(&outcome, &report::Style::default(), &mut io::sink()).expect("a sink takes everything");
}

/// As `isogloss facts --isolated`.
fn facts(paths: &[PathBuf]) {
    let request = Request { paths: paths.to_vec(), ..Request::default() };
    project::facts(&request, &FactsOptions::default(), None, &mut io::sink()).expect("the folder is there");
}

/// The program itself, printing to a pipe.
fn program(args: &[&str], folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_isogloss"));
    command.args(args).arg(folder).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

fn size(root: &Path) -> u64 {
    markdown(root).iter().filter_map(|path| std::fs::metadata(path).ok()).map(|about| about.len()).sum()
}

/// `check` and `facts` over a whole tree.
fn whole_tree(c: &mut Criterion) {
    let given = std::env::var_os("ISOGLOSS_BENCH_TREE").map(PathBuf::from);
    let made = given.is_none().then(|| tree(5_000));
    let root = given.unwrap_or_else(|| made.as_ref().expect("made where none is given").path().to_owned());
    let paths = [root.clone()];
    let mut group = c.benchmark_group("whole_tree");
    group.sample_size(10).throughput(Throughput::Bytes(size(&root)));
    group.bench_function("floor", |b| b.iter(|| floor(&root)));
    group.bench_function("check", |b| b.iter(|| check(&paths)));
    group.bench_function("facts", |b| b.iter(|| facts(&paths)));
    group.finish();
}

/// `check` of one page and its counterparts: it costs the same in a tree of any size. The floor is that of the small tree.
fn one_page(c: &mut Criterion) {
    let mut group = c.benchmark_group("one_page");
    group.sample_size(10);
    for pages in [5_000, 50_000] {
        let made = tree(pages);
        let page = [made.path().join("nl-nl/00003/ports.md")];
        if pages == 5_000 {
            group.bench_function("floor", |b| b.iter(|| floor(made.path())));
        }
        group.bench_with_input(BenchmarkId::new("check", pages), &page, |b, page| b.iter(|| check(page)));
    }
    group.finish();
}

/// From the start of the process to its first byte, over an empty folder; the floor is to start it at all.
fn start(c: &mut Criterion) {
    let empty = tempfile::tempdir().expect("a temporary folder");
    let first_byte = |args: &[&str]| {
        let mut child = program(args, empty.path()).spawn().expect("the binary starts");
        let mut byte = [0];
        child.stdout.as_mut().expect("it is piped").read_exact(&mut byte).expect("it prints");
        child.wait().expect("it ends");
    };
    let mut group = c.benchmark_group("start");
    group.bench_function("floor", |b| b.iter(|| first_byte(&["--version"])));
    group.bench_function("first_byte", |b| {
        b.iter(|| first_byte(&["check", "--format", "json", "--isolated", "--quiet"]));
    });
    group.finish();
}

criterion_group!(time, whole_tree, one_page, start);
criterion_main!(time, growth::growth, memory::memory);
