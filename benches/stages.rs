//! Each stage by itself: what stands before it is done outside the timed part.

mod common;

use common::{page, without_a_block};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use isogloss::align::Alignment;
use isogloss::base::{Frame, GroupInput, PageInput, group_json};
use isogloss::check::{self, Findings, Keys};
use isogloss::facts::{self, Address, Context, PageFacts, Patterns};
use isogloss::locale::{Lexicon, Locale};
use isogloss::parse::{self, Document};
use isogloss::project::{self, Page};
use std::hint::black_box;
use std::sync::Arc;

/// A page with its source, by name; the umlaut-heavy one has far more letters beyond ASCII than any page that people write.
fn pages() -> Vec<(&'static str, String, String)> {
    let sizes = [("small", 1 << 10), ("normal", 12 << 10), ("large", 512 << 10)];
    let mut all: Vec<_> =
        sizes.iter().map(|(name, size)| (*name, page("en-us", *size), page("de-de", *size))).collect();
    let heavy = |text: String| text.replace("en ", "ën ").replace('u', "ü").replace('o', "ö");
    all.push(("umlauts", page("en-us", 12 << 10), heavy(page("de-de", 12 << 10))));
    all
}

fn locale(tag: &str) -> Locale {
    Locale::parse(tag).expect("a tag")
}

fn mine(document: &Document, text: &str, locale: &Locale) -> PageFacts {
    let address = Address { path: "x/a.md", key: "a", roots: &[], locales: [Some(locale), None] };
    let context = Context { lexicon: Lexicon::of(locale), patterns: Patterns::shipped(), address };
    facts::extract(document, text, &context)
}

fn ready(text: &str, tag: &str) -> Page {
    let locale = locale(tag);
    let document = parse::parse(text, &parse::Options::default());
    let (lexicon, facts) = (Lexicon::of(&locale), mine(&document, text, &locale));
    Page { path: Arc::from(format!("{tag}/a.md")), locale, lexicon, text: text.to_owned(), document, facts }
}

fn input(page: &Page) -> PageInput<'_> {
    let Page { path, locale, text, document, facts, .. } = page;
    PageInput { locale, path, text, document, facts: &facts.facts }
}

fn compare(source: &Page, translation: &Page, alignment: &Alignment) -> usize {
    let (source, translation) = (source.view(), translation.view());
    let pair = check::Pair { source: &source, translation: &translation, alignment };
    let mut found = Findings::default();
    check::check_pair(&pair, &Keys::new(&[], &[]), &mut found);
    found.shown.len()
}

fn stages(c: &mut Criterion) {
    let pages = pages();
    let mut group = c.benchmark_group("parse");
    for (name, _, text) in &pages {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(name), text, |b, text| {
            b.iter(|| parse::parse(black_box(text), &parse::Options::default()));
        });
    }
    group.finish();

    let mut group = c.benchmark_group("facts");
    let german = locale("de-DE");
    for (name, _, text) in &pages {
        let document = parse::parse(text, &parse::Options::default());
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(name), &document, |b, document| {
            b.iter(|| mine(black_box(document), text, &german));
        });
    }
    group.finish();

    // the sections of a page that lacks one must be found again; one with the same blocks is taken by position
    for (stage, shorter) in [("align", false), ("align_changed", true)] {
        let mut group = c.benchmark_group(stage);
        for (name, source, text) in &pages {
            let text = if shorter { without_a_block(text) } else { text.clone() };
            let (source, translation) = (ready(source, "en-US"), ready(&text, "de-DE"));
            group.throughput(Throughput::Bytes((source.text.len() + text.len()) as u64));
            group.bench_function(BenchmarkId::from_parameter(name), |b| {
                b.iter(|| project::align_pages(black_box(&source), &translation));
            });
        }
        group.finish();
    }

    let mut group = c.benchmark_group("check");
    for (name, source, text) in &pages {
        let (source, translation) = (ready(source, "en-US"), ready(text, "de-DE"));
        let alignment = project::align_pages(&source, &translation);
        group.throughput(Throughput::Bytes((source.text.len() + text.len()) as u64));
        group.bench_function(BenchmarkId::from_parameter(name), |b| {
            b.iter(|| compare(black_box(&source), &translation, &alignment));
        });
    }
    group.finish();

    let mut group = c.benchmark_group("base");
    for (name, source, text) in &pages {
        let (source, translation) = (ready(source, "en-US"), ready(text, "de-DE"));
        let alignment = project::align_pages(&source, &translation);
        let pair = check::Pair { source: &source.view(), translation: &translation.view(), alignment: &alignment };
        let comparison = check::compare_pair(&pair, &Keys::new(&[], &[]));
        let frame = Frame::new(&source.locale, [&translation.locale]);
        let pages = GroupInput {
            key: "a",
            source: Some(input(&source)),
            translations: vec![(input(&translation), Some(&comparison))],
        };
        group.throughput(Throughput::Bytes((source.text.len() + text.len()) as u64));
        group.bench_function(BenchmarkId::from_parameter(name), |b| b.iter(|| group_json(black_box(&pages), &frame)));
    }
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
