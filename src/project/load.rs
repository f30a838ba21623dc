//! Reads, parses and mines pages.

use super::gather::{What, Work, gather};
use super::plan::{Base, Job, Plan, plan};
use super::{Error, FactsOptions, Page, Pages, Request, pool};
use crate::check::{self, Diagnostic, Place, View, rules};
use crate::facts::{self, Address, PageFacts, root_of};
use crate::layout::{Loose, PageRef};
use crate::locale::{Lexicon, Locale};
use crate::parse::{self, Document};
use crate::text::{Position, Span};
use crate::walk::{self, ReadKind, ReadProblem};
use rayon::prelude::*;
use std::sync::Arc;

pub(super) fn file_finding(rule: &'static check::Rule, path: Arc<str>, message: String) -> Diagnostic {
    let place = Place {
        path,
        span: Span::default(),
        start: Position { line: 1, column: 1 },
        end: Position { line: 1, column: 1 },
        line: String::new(),
        marked: Span::default(),
    };
    Diagnostic {
        rule: rule.id,
        severity: rule.severity,
        place,
        locale: None,
        message,
        fact: None,
        source: None,
        confidence: 1.0,
        fixes: Vec::new(),
    }
}

pub(super) fn read_finding(path: &Arc<str>, text: &str, problem: &ReadProblem) -> Diagnostic {
    let rule = match problem.kind {
        ReadKind::TooLarge => rules::PAGE_TOO_LARGE,
        ReadKind::NotUtf8 | ReadKind::Utf16 | ReadKind::Nul => rules::PAGE_NOT_UTF_8,
        ReadKind::Missing | ReadKind::NotAFile | ReadKind::Unreadable => rules::PAGE_UNREADABLE,
    };
    match problem.span.filter(|_| !text.is_empty()) {
        Some(span) => {
            let document = Document::default();
            let facts = PageFacts::default();
            let view = View::new(path.clone(), None, Lexicon::neutral(), text, &document, &facts);
            let mut finding = file_finding(rule, path.clone(), problem.detail.clone());
            finding.place = view.place(span);
            finding
        }
        None => file_finding(rule, path.clone(), problem.detail.clone()),
    }
}

/// Reads, parses and mines one page; `None` where there is nothing to read. Problems of the file go to `out`.
pub(super) fn load(
    base: &Base,
    page: &PageRef,
    key: &str,
    roots: &[String],
    plan: &Plan,
    out: &mut Vec<Diagnostic>,
) -> Option<Page> {
    let file = read(base, &page.path, plan, out)?;
    Some(mine(file, &page.path, (key, roots), plan, out, |_| page.locale.clone()))
}

/// The same for a page whose path does not say its locale; `locale` is given the one that the page states.
pub(super) fn load_as(
    base: &Base,
    path: &str,
    plan: &Plan,
    out: &mut Vec<Diagnostic>,
    locale: impl FnOnce(Option<Locale>) -> Locale,
) -> Option<Page> {
    let file = read(base, path, plan, out)?;
    let locale = |document: &Document| locale(document.front_matter.locale().and_then(Locale::parse));
    Some(mine(file, path, (path, &[]), plan, out, locale))
}

/// The same for a page that no layout places, with its locale where that is more than a guess: as the page says, else as its path
/// does.
pub(super) fn load_loose(
    base: &Base,
    loose: &Loose,
    plan: &Plan,
    out: &mut Vec<Diagnostic>,
) -> Option<(Page, Option<Locale>)> {
    let mut known = None;
    let page = load_as(base, &loose.path, plan, out, |stated| {
        known = stated.or_else(|| loose.locale.clone());
        known.clone().unwrap_or_else(|| plan.config.source.clone())
    })?;
    Some((page, known))
}

/// A page's path as it is shown, and its text.
type File = (Arc<str>, String);

fn read(base: &Base, path: &str, plan: &Plan, out: &mut Vec<Diagnostic>) -> Option<File> {
    let shown = base.shown(path);
    let file = match walk::read(&base.folder.join(path), &plan.config.limits) {
        Ok(file) => file,
        Err(problem) => {
            out.push(read_finding(&shown, "", &problem));
            return None;
        }
    };
    out.extend(file.problems.iter().map(|problem| read_finding(&shown, &file.text, problem)));
    Some((shown, file.text))
}

fn mine(
    (shown, text): File,
    path: &str,
    (key, roots): (&str, &[String]),
    plan: &Plan,
    out: &mut Vec<Diagnostic>,
    locale: impl FnOnce(&Document) -> Locale,
) -> Page {
    let limits = &plan.config.limits;
    let extension = path.rsplit('.').next().unwrap_or("");
    let options = parse::Options {
        mdx: extension.eq_ignore_ascii_case("mdx"),
        plain: extension.eq_ignore_ascii_case("txt"),
        limits: parse::Limits {
            front_matter_bytes: limits.front_matter,
            yaml_nodes: limits.yaml_nodes,
            blocks: limits.blocks,
            cells: limits.cells,
            ..parse::Limits::default()
        },
    };
    let document = parse::parse(&text, &options);
    let locale = locale(&document);
    let address = Address { path, key, roots, locales: [Some(&locale), Some(&plan.config.source)] };
    let lexicon = Lexicon::of(&locale);
    let context = facts::Context { lexicon, patterns: &plan.patterns, address };
    let facts = facts::extract(&document, &text, &context);
    if facts.cut {
        let message = format!("more than {} facts; the rest is not read", facts::FACTS_MOST);
        out.push(file_finding(rules::PAGE_TOO_LARGE, shown.clone(), message));
    }
    Page { path: shown, locale, lexicon, text, document, facts }
}

/// Reads all pages of a group.
pub(super) fn load_group(job: &Job, plan: &Plan, out: &mut Vec<Diagnostic>) -> Pages {
    let group = &job.group;
    let mut own: Vec<String> =
        group.source.iter().chain(&group.translations).map(|page| root_of(&page.path, &group.key)).collect();
    own.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    own.dedup();
    let mut load = |page: &PageRef| load(&job.base, page, &group.key, &own, plan, out);
    Pages {
        key: group.key.clone(),
        source: group.source.as_ref().and_then(&mut load),
        translations: group.translations.iter().filter_map(&mut load).collect(),
    }
}

/// Reads what stands under one key.
pub(super) fn pages(work: Work, plan: &Plan, out: &mut Vec<Diagnostic>) -> Pages {
    match work.what {
        What::Group(job) => Pages { key: work.key, ..load_group(&job, plan, out) },
        What::Alone { base, page, source, kept } => {
            let read = kept.map(|page| *page).or_else(|| load(&base, &page, &page.path, &[], plan, out));
            let (source, translation) = if source { (read, None) } else { (None, read) };
            Pages { key: work.key, source, translations: translation.into_iter().collect() }
        }
    }
}

/// Reads every page of the request's paths with its translations: parsed, its facts found. All of them are in memory at once, which
/// is for programs that want the pages themselves; [`check`](fn@super::check) and [`facts`](fn@super::facts) hold a few at a time.
///
/// # Errors
/// Where a path or locale does not exist.
pub fn load_pages(request: &Request) -> Result<Vec<Pages>, Error> {
    let pool = pool(request)?;
    pool.install(|| {
        let mut plan = plan(request)?;
        let work = gather(&mut plan, &FactsOptions::default(), |page| page).work;
        Ok(work.into_par_iter().map(|work| pages(work, &plan, &mut Vec::new())).collect())
    })
}
