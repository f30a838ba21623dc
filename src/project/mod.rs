//! The way of the data from folder to report, group by group: a page and its translations are read, compared and let go of before
//! memory holds the next ones.

mod across;
mod align;
mod bound;
mod check;
mod exempt;
mod facts;
mod find;
mod fix;
mod gather;
mod load;
mod loose;
mod plan;
mod revision;
mod stray;

pub use align::{align_files, align_pages};
pub use check::check;
pub use facts::{FactsOptions, FactsSummary, fact_base, facts, require_kinds};
pub use fix::{FixReport, Unwritten, fix};
pub use load::load_pages;
pub use revision::{Revisions, fact_base_at, merge_facts, read_facts, revisions};

use crate::base::{MergeError, ReadError};
use crate::check::{Severity, UnknownRule, View};
use crate::config::Config;
use crate::facts::PageFacts;
use crate::history::HistoryError;
use crate::locale::{Lexicon, Locale};
use crate::parse::Document;
use crate::walk;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How many groups a thread takes at a time. One: it takes far longer than to hand it over, and whoever is done early takes the next.
const GRAIN: usize = 1;

/// How much memory a thread has from the start, most of which it never touches.
const ROOM: usize = 8 << 20;

/// The threads of a run.
fn pool(request: &Request) -> Result<rayon::ThreadPool, rayon::ThreadPoolBuildError> {
    // An allocator may ask the system for a page at a time, and give it back what a large page of documentation took as soon as it is
    // let go of. Where much has been asked for at once, it keeps that for later.
    let room = |_| {
        for _ in 0..2 {
            drop(std::hint::black_box(Vec::<u8>::with_capacity(ROOM)));
        }
    };
    rayon::ThreadPoolBuilder::new().num_threads(request.threads.unwrap_or(0)).start_handler(room).build()
}

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
    #[error("{}: no such file or folder{}", .0.display(), hint(.0))]
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
    /// A kind of fact that does not exist.
    #[error("unknown kind `{name}`{}", .suggestion.as_ref().map(|kind| format!(", did you mean `{kind}`?")).unwrap_or_default())]
    UnknownKind {
        /// As given.
        name: String,
        /// The nearest there is.
        suggestion: Option<String>,
    },
    /// A file that cannot be read.
    #[error("{}: {error}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// A file that is no fact base.
    #[error("{}: {error}", .path.display())]
    NotFacts {
        /// The file.
        path: PathBuf,
        /// Why, and where in it.
        error: Box<ReadError>,
    },
    /// Fact bases that do not go together.
    #[error(transparent)]
    Merge(#[from] MergeError),
    /// What git was asked for.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// The output cannot be written.
    #[error("cannot write the output: {0}")]
    Write(#[from] std::io::Error),
    /// Threads could not be started.
    #[error("{0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}

/// What was probably meant instead of a path that is not there.
fn hint(path: &Path) -> String {
    walk::nearest(path).map(|path| format!("; did you mean `{}`?", path.display())).unwrap_or_default()
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
    /// The words of its language.
    pub lexicon: &'static Lexicon,
    /// The file as read.
    pub text: String,
    /// The parsed page.
    pub document: Document,
    /// Its facts.
    pub facts: PageFacts,
}

impl Page {
    /// The page as the rules see it.
    pub fn view(&self) -> View<'_> {
        View::new(self.path.clone(), Some(&self.locale), self.lexicon, &self.text, &self.document, &self.facts)
    }
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
