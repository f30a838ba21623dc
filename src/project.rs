//! The way of the data from folder to report, group by group: a page and its translations are read, compared and let go of before
//! memory holds the next ones.

use crate::align::{self, Alignment, Side};
use crate::check::{self, Diagnostic, Keys, Outcome, PairNote, PairedBy, Place, Selection, Severity, Summary, UnknownRule, View, rules};
use crate::config::Config;
use crate::facts::{self, Address, PageFacts, Patterns, root_of};
use crate::layout::{self, Group, PageRef, Setting};
use crate::locale::{Lexicon, Locale};
use crate::pair::{self, Fingerprint};
use crate::parse::{self, Document};
use crate::text::{Position, Span};
use crate::walk::{self, ReadKind, ReadProblem, WalkOptions};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What to look at and how, as the command line or a program says it.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Files and folders; none means the working folder.
    pub paths: Vec<PathBuf>,
    /// What reported paths are relative to; by default the folder given, else the working folder.
    pub root: Option<PathBuf>,
    /// The configuration (discovered or given); its patterns are relative to `config_folder`.
    pub config: Config,
    /// The folder of the configuration file.
    pub config_folder: Option<PathBuf>,
    /// The source locale, over the configuration's.
    pub source: Option<String>,
    /// Only these locales.
    pub locales: Vec<String>,
    /// Only these rules or groups (`drift`, `drift/port`); empty: all.
    pub select: Vec<String>,
    /// Not these.
    pub ignore: Vec<String>,
    /// Findings below are left out.
    pub min_severity: Option<Severity>,
    /// Threads; `None`: as many as there are processors.
    pub threads: Option<usize>,
}

/// Why a run could not start or finish (exit code 2).
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A path that does not exist.
    #[error("{}: no such file or folder", .0.display())]
    NoSuchPath(PathBuf),
    /// A rule or group that does not exist.
    #[error(transparent)]
    UnknownRule(#[from] UnknownRule),
    /// A locale that is no language tag.
    #[error("{0}")]
    Locale(String),
    /// A file of the user's rules that cannot be used.
    #[error("{}: {detail}", .path.display())]
    Rules {
        /// The file.
        path: PathBuf,
        /// Why.
        detail: String,
    },
    /// Threads could not be started.
    #[error("{0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}

/// Watches a run: called with the number of groups done and the number in all, from any thread.
pub type Progress<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// A page as it was read, parsed and mined.
#[derive(Debug)]
pub struct Page {
    /// Relative to the root of the output, with `/`.
    pub path: Arc<str>,
    /// Its locale.
    pub locale: Locale,
    /// The file as read.
    pub text: String,
    /// The parsed page.
    pub document: Document,
    /// Its facts.
    pub facts: PageFacts,
}

/// The pages of one key, ready to be compared.
#[derive(Debug)]
pub struct Pages {
    /// The key.
    pub key: String,
    /// The source page.
    pub source: Option<Page>,
    /// The translations, by locale.
    pub translations: Vec<Page>,
}

/// A group and where its paths are relative to.
struct Job {
    base: Arc<Base>,
    group: Group,
    by: PairedBy,
    /// Whether the source page is only there to be held against.
    only_translation: bool,
}

/// A folder that paths are relative to, and what leads from the output's root to it.
struct Base {
    folder: PathBuf,
    prefix: String,
}

impl Base {
    fn shown(&self, path: &str) -> Arc<str> {
        let joined = if self.prefix.is_empty() { path.to_owned() } else { format!("{}/{path}", self.prefix) };
        Arc::from(normal(&joined))
    }
}

/// A path with `/` in which `..` takes away what stands before it.
fn normal(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// What a request comes to before any page is read.
struct Plan {
    jobs: Vec<Job>,
    /// Pages that no layout places.
    loose: Vec<(Arc<Base>, layout::Loose)>,
    problems: Vec<Diagnostic>,
    config: Config,
    patterns: Patterns,
}

/// What a job comes to.
#[derive(Default)]
struct Done {
    diagnostics: Vec<Diagnostic>,
    pairs: Vec<PairNote>,
    pages: usize,
    unpaired: usize,
    facts: usize,
}

impl Done {
    fn add(&mut self, other: Done) {
        self.diagnostics.extend(other.diagnostics);
        self.pairs.extend(other.pairs);
        self.pages += other.pages;
        self.unpaired += other.unpaired;
        self.facts += other.facts;
    }
}

/// Checks every pair that the request's paths hold.
///
/// # Errors
/// Where a path, rule or locale does not exist.
pub fn check(request: &Request, progress: Option<Progress<'_>>) -> Result<Outcome, Error> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(request.threads.unwrap_or(0)).build()?;
    pool.install(|| run_check(request, progress))
}

fn run_check(request: &Request, progress: Option<Progress<'_>>) -> Result<Outcome, Error> {
    let config = &request.config;
    let select = if request.select.is_empty() { &config.select } else { &request.select };
    let ignore: Vec<String> = config.ignore.iter().chain(&request.ignore).cloned().collect();
    let selection = Selection::new(select, &ignore, &config.severity)?;
    let mut plan = plan(request)?;
    let keys = Keys::new(&config.front_matter.agree, &config.front_matter.differ);
    let locales = job_locales(&plan.jobs);
    let all = plan.jobs.len() + plan.loose.len();
    let done = AtomicUsize::new(0);
    let tick = || {
        let now = done.fetch_add(1, Ordering::Relaxed) + 1;
        if let Some(progress) = progress {
            progress(now, all);
        }
    };
    let mut total = Done::default();
    let results: Vec<Done> = plan
        .jobs
        .par_iter()
        .map(|job| {
            let result = check_job(job, &plan, &keys, &locales);
            tick();
            result
        })
        .collect();
    results.into_iter().for_each(|result| total.add(result));
    let (paired, loose) = check_loose(&plan, &keys, &tick);
    total.add(paired);
    total.add(loose);
    total.diagnostics.append(&mut plan.problems);

    let mut diagnostics = total.diagnostics;
    diagnostics.retain_mut(|diagnostic| selection.admit(diagnostic));
    let count = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    let summary = Summary {
        pages: total.pages,
        pairs: total.pairs.len(),
        unpaired: total.unpaired,
        facts: total.facts,
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        infos: count(Severity::Info),
    };
    let least = request.min_severity.unwrap_or(Severity::Warning);
    diagnostics.retain(|diagnostic| diagnostic.severity >= least);
    diagnostics.sort_by(|a, b| (&a.place.path, a.place.span, a.rule, &a.message).cmp(&(&b.place.path, b.place.span, b.rule, &b.message)));
    diagnostics.dedup();
    let mut pairs = total.pairs;
    pairs.sort_by(|a, b| (&a.source, &a.locale, &a.translation).cmp(&(&b.source, &b.locale, &b.translation)));
    pairs.dedup();
    Ok(Outcome { summary, pairs, diagnostics })
}

/// The locales that the run has translations in.
fn job_locales(jobs: &[Job]) -> Vec<Locale> {
    let mut all: Vec<Locale> = jobs.iter().flat_map(|job| &job.group.translations).map(|page| page.locale.clone()).collect();
    all.sort();
    all.dedup();
    all
}

fn plan(request: &Request) -> Result<Plan, Error> {
    let mut config = request.config.clone();
    if let Some(source) = &request.source {
        config.source = source.parse().map_err(Error::Locale)?;
    }
    let wanted: Vec<Locale> = request.locales.iter().map(|tag| tag.parse().map_err(Error::Locale)).collect::<Result<_, _>>()?;
    let patterns = patterns(&config, request.config_folder.as_deref())?;
    let here = [PathBuf::from(".")];
    let paths = if request.paths.is_empty() { &here[..] } else { &request.paths };
    let shown_root = match &request.root {
        Some(root) => walk::absolute(root),
        None if paths.len() == 1 && paths[0].is_dir() => walk::absolute(&paths[0]),
        None => walk::absolute(Path::new(".")),
    };
    let mut plan = Plan { jobs: Vec::new(), loose: Vec::new(), problems: Vec::new(), config, patterns };
    for path in paths {
        if path.is_dir() {
            plan.folder(path, request, &shown_root);
        } else if path.symlink_metadata().is_ok() {
            plan.page(path, request, &shown_root);
        } else {
            return Err(Error::NoSuchPath(path.clone()));
        }
    }
    let source = plan.config.source.clone();
    let admits = |locale: &Locale| wanted.is_empty() || wanted.iter().any(|want| want == locale || (want.region().is_none() && want.same_language(locale))) || locale.same_language(&source);
    for job in &mut plan.jobs {
        job.group.translations.retain(|page| admits(&page.locale));
    }
    Ok(plan)
}

/// The shipped patterns and those of the user's folders.
fn patterns(config: &Config, folder: Option<&Path>) -> Result<Patterns, Error> {
    let mut patterns = Patterns::shipped().clone();
    for rules in &config.rules {
        let facts = folder.unwrap_or(Path::new(".")).join(rules).join("facts");
        for (path, yaml) in walk::data_files(&facts, "yaml") {
            patterns.add(&yaml).map_err(|error| Error::Rules { path, detail: error.to_string() })?;
        }
    }
    Ok(patterns)
}

/// What leads from one absolute folder to another, with `/`.
fn way(from: &Path, to: &Path) -> String {
    let (mut a, mut b) = (from.components().peekable(), to.components().peekable());
    while a.peek().is_some() && a.peek() == b.peek() {
        a.next();
        b.next();
    }
    let up = a.map(|_| "..".to_owned());
    up.chain(b.map(|part| part.as_os_str().to_string_lossy().into_owned())).collect::<Vec<_>>().join("/")
}

impl Plan {
    fn folder(&mut self, path: &Path, request: &Request, shown_root: &Path) {
        let options = WalkOptions::new(&self.config, request.config_folder.as_deref());
        let folder = walk::absolute(path);
        let found = walk::find(&folder, &options);
        let base = Arc::new(Base { prefix: way(shown_root, &folder), folder });
        for problem in found.problems {
            self.problems.push(file_finding(rules::PAGE_UNREADABLE, base.shown(&problem.path), problem.detail));
        }
        let prefix = request.config_folder.as_deref().map(walk::absolute).and_then(|config| base.folder.strip_prefix(config).ok().map(|rest| rest.to_string_lossy().replace('\\', "/")));
        let setting = Setting::new(&self.config, &prefix.unwrap_or_default());
        let evidence = |path: &str| stated_locale(&base, path, &self.config);
        let layout = layout::detect(&found.files, &setting, &evidence);
        self.jobs.extend(layout.groups.into_iter().map(|group| Job { base: base.clone(), group, by: PairedBy::Layout, only_translation: false }));
        self.loose.extend(layout.loose.into_iter().map(|loose| (base.clone(), loose)));
    }

    fn page(&mut self, path: &Path, request: &Request, shown_root: &Path) {
        let found = layout::counterparts(path, &self.config, request.config_folder.as_deref());
        if found.excluded {
            return;
        }
        let base = Arc::new(Base { prefix: way(shown_root, &found.root), folder: found.root });
        match found.group {
            Some(mut group) => {
                let source = group.source.as_ref().is_some_and(|source| source.path == found.page);
                if !source {
                    group.translations.retain(|page| page.path == found.page);
                }
                let known = self.jobs.iter_mut().find(|job| job.base.folder == base.folder && job.group.key == group.key && job.group.source == group.source);
                match known {
                    // the source and a translation of it were both named
                    Some(job) => {
                        for page in group.translations {
                            if !job.group.translations.contains(&page) {
                                job.group.translations.push(page);
                            }
                        }
                        job.group.translations.sort();
                        job.only_translation &= !source;
                    }
                    None => self.jobs.push(Job { base, group, by: PairedBy::Layout, only_translation: !source }),
                }
            }
            None => {
                let locale = stated_locale(&base, &found.page, &self.config);
                self.loose.push((base, layout::Loose { path: found.page, locale }));
            }
        }
    }
}

/// The locale that a page's front matter states.
fn stated_locale(base: &Base, path: &str, config: &Config) -> Option<Locale> {
    let file = walk::read(&base.folder.join(path), &config.limits).ok()?;
    let head = parse::front_matter_locale(&file.text)?;
    Locale::parse(&head)
}

fn file_finding(rule: &'static check::Rule, path: Arc<str>, message: String) -> Diagnostic {
    let place = Place { path, span: Span::default(), start: Position { line: 1, column: 1 }, end: Position { line: 1, column: 1 }, line: String::new(), marked: Span::default() };
    Diagnostic { rule: rule.id, severity: rule.severity, place, locale: None, message, fact: None, source: None, confidence: 1.0, fixes: Vec::new() }
}

fn read_finding(path: &Arc<str>, text: &str, problem: &ReadProblem) -> Diagnostic {
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
fn load(base: &Base, page: &PageRef, key: &str, roots: &[String], plan: &Plan, out: &mut Vec<Diagnostic>) -> Option<Page> {
    let shown = base.shown(&page.path);
    let file = match walk::read(&base.folder.join(&page.path), &plan.config.limits) {
        Ok(file) => file,
        Err(problem) => {
            out.push(read_finding(&shown, "", &problem));
            return None;
        }
    };
    out.extend(file.problems.iter().map(|problem| read_finding(&shown, &file.text, problem)));
    let limits = &plan.config.limits;
    let extension = page.path.rsplit('.').next().unwrap_or("");
    let options = parse::Options {
        mdx: extension.eq_ignore_ascii_case("mdx"),
        plain: extension.eq_ignore_ascii_case("txt"),
        limits: parse::Limits { front_matter_bytes: limits.front_matter, yaml_nodes: limits.yaml_nodes, blocks: limits.blocks, cells: limits.cells, ..parse::Limits::default() },
    };
    let document = parse::parse(&file.text, &options);
    let address = Address { path: &page.path, key, roots, locales: [Some(&page.locale), Some(&plan.config.source)] };
    let context = facts::Context { lexicon: Lexicon::of(&page.locale), patterns: &plan.patterns, address };
    let facts = facts::extract(&document, &file.text, &context);
    Some(Page { path: shown, locale: page.locale.clone(), text: file.text, document, facts })
}

/// Reads all pages of a group.
fn load_group(job: &Job, plan: &Plan, out: &mut Vec<Diagnostic>) -> Pages {
    let group = &job.group;
    let mut own: Vec<String> = group.source.iter().chain(&group.translations).map(|page| root_of(&page.path, &group.key)).collect();
    own.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    own.dedup();
    let mut load = |page: &PageRef| load(&job.base, page, &group.key, &own, plan, out);
    Pages { key: group.key.clone(), source: group.source.as_ref().and_then(&mut load), translations: group.translations.iter().filter_map(&mut load).collect() }
}

/// The alignment of a source page and a translation.
pub fn align_pages(source: &Page, translation: &Page) -> Alignment {
    let side = |page: &'_ Page| -> (*const Document, *const PageFacts) { (&page.document, &page.facts) };
    let _ = side;
    align::align(Side { document: &source.document, facts: &source.facts }, Side { document: &translation.document, facts: &translation.facts })
}

fn view(page: &Page) -> View<'_> {
    View::new(page.path.clone(), Some(&page.locale), Lexicon::of(&page.locale), &page.text, &page.document, &page.facts)
}

fn check_job(job: &Job, plan: &Plan, keys: &Keys, locales: &[Locale]) -> Done {
    let mut done = Done::default();
    let pages = load_group(job, plan, &mut done.diagnostics);
    let Some(source) = &pages.source else {
        for page in &pages.translations {
            done.pages += 1;
            done.unpaired += 1;
            done.facts += page.facts.facts.len();
            done.diagnostics.extend(check::check_page(&view(page)));
            let mut orphan = file_finding(rules::PAGE_ORPHAN_TRANSLATION, page.path.clone(), format!("no source page for `{}`", pages.key));
            orphan.locale = Some(page.locale.clone());
            done.diagnostics.push(orphan);
        }
        return done;
    };
    let ours = view(source);
    done.pages += 1 + pages.translations.len();
    done.facts += source.facts.facts.len() + pages.translations.iter().map(|page| page.facts.facts.len()).sum::<usize>();
    done.unpaired += usize::from(pages.translations.is_empty());
    if !job.only_translation {
        done.diagnostics.extend(check::check_page(&ours));
        for locale in locales.iter().filter(|locale| !job.group.translations.iter().any(|page| page.locale == **locale)) {
            let mut missing = file_finding(rules::PAGE_MISSING_TRANSLATION, source.path.clone(), format!("no translation into {locale}"));
            missing.locale = Some(locale.clone());
            done.diagnostics.push(missing);
        }
    }
    for page in &pages.translations {
        let theirs = view(page);
        done.diagnostics.extend(check::check_page(&theirs));
        let alignment = align_pages(source, page);
        let pair = check::Pair { source: &ours, translation: &theirs, alignment: &alignment };
        done.diagnostics.extend(check::check_pair(&pair, keys));
        done.pairs.push(PairNote { source: source.path.clone(), translation: page.path.clone(), locale: Some(page.locale.to_string()), by: job.by });
    }
    done
}

/// Pairs what no layout places by fingerprint and checks it; the rest is checked page by page.
fn check_loose(plan: &Plan, keys: &Keys, tick: &(impl Fn() + Sync)) -> (Done, Done) {
    let single: Vec<(Done, Option<Fingerprint>)> = plan
        .loose
        .par_iter()
        .map(|(base, loose)| {
            let mut done = Done::default();
            let page = PageRef { path: loose.path.clone(), locale: loose.locale.clone().unwrap_or_else(|| plan.config.source.clone()) };
            let loaded = load(base, &page, &loose.path, &[], plan, &mut done.diagnostics);
            let print = loaded.map(|page| {
                done.pages += 1;
                done.unpaired += 1;
                done.facts += page.facts.facts.len();
                done.diagnostics.extend(check::check_page(&view(&page)));
                Fingerprint::of(&page.document, &page.facts.facts, loose.locale.clone())
            });
            tick();
            (done, print)
        })
        .collect();
    let prints: Vec<Fingerprint> = single.iter().map(|(_, print)| print.clone().unwrap_or_default()).collect();
    let pairs = pair::by_fingerprint(&prints, &plan.config.source);
    let mut jobs: Vec<Job> = Vec::new();
    let mut used = vec![false; prints.len()];
    for (source, translation) in pairs {
        used[source] = true;
        used[translation] = true;
        let page = |at: usize| PageRef { path: plan.loose[at].1.path.clone(), locale: prints[at].locale.clone().unwrap_or_else(|| plan.config.source.clone()) };
        match jobs.last_mut().filter(|job| job.group.source.as_ref().is_some_and(|known| known.path == plan.loose[source].1.path)) {
            Some(job) => job.group.translations.push(page(translation)),
            None => jobs.push(Job {
                base: plan.loose[source].0.clone(),
                group: Group { key: plan.loose[source].1.path.clone(), source: Some(page(source)), translations: vec![page(translation)], by: "fingerprint".to_owned() },
                by: PairedBy::Fingerprint,
                only_translation: false,
            }),
        }
    }
    let mut paired = Done::default();
    let results: Vec<Done> = jobs.par_iter().map(|job| check_job(job, plan, keys, &[])).collect();
    results.into_iter().for_each(|result| paired.add(result));
    let mut alone = Done::default();
    single.into_iter().zip(&used).filter(|(_, used)| !**used).for_each(|((done, _), _)| alone.add(done));
    (paired, alone)
}

/// Reads two pages and aligns them, whatever their paths say.
///
/// # Errors
/// Where one of them cannot be read.
pub fn align_files(source: &Path, translation: &Path, config: &Config) -> Result<(Page, Page, Alignment), Error> {
    let plan = Plan { jobs: Vec::new(), loose: Vec::new(), problems: Vec::new(), config: config.clone(), patterns: Patterns::shipped().clone() };
    let read = |path: &Path, fallback: Option<&Locale>| -> Result<Page, Error> {
        let absolute = walk::absolute(path);
        let (Some(folder), Some(name)) = (absolute.parent(), absolute.file_name().and_then(|name| name.to_str())) else { return Err(Error::NoSuchPath(path.to_owned())) };
        let base = Base { folder: folder.to_owned(), prefix: String::new() };
        let stated = layout::counterparts(&absolute, config, None).group.and_then(|group| {
            let page = group.source.iter().chain(&group.translations).find(|page| folder.join(name).ends_with(&page.path));
            page.map(|page| page.locale.clone())
        });
        let locale = stated_locale(&base, name, config).or(stated).or_else(|| fallback.cloned()).unwrap_or_else(|| config.source.clone());
        load(&base, &PageRef { path: name.to_owned(), locale }, name, &[], &plan, &mut Vec::new()).ok_or_else(|| Error::NoSuchPath(path.to_owned()))
    };
    let ours = read(source, Some(&config.source))?;
    let theirs = read(translation, None)?;
    let alignment = align_pages(&ours, &theirs);
    Ok((ours, theirs, alignment))
}
