//! isogloss finds the place where a translated page stopped saying what its source says.
//!
//! This is the library that the command line stands on, and nothing that the command line can do is missing here. A
//! [`Request`](project::Request) says which pages and how; four functions carry it out:
//!
//! - [`project::load_pages`] reads pages with their translations: parsed, their facts found;
//! - [`project::check`] compares them and gives what the rules find;
//! - [`project::fact_base`] gives what all of them state, in memory, and [`project::facts`] streams the same as JSON or CSV;
//! - [`base::query()`] asks a fact base, [`base::diff()`] compares two, [`base::merge`] joins parts.
//!
//! # Load
//!
//! ```
//! use isogloss::facts::Kind;
//! use isogloss::project::{Request, load_pages};
//!
//! let request = Request { paths: vec!["corpus".into()], ..Request::default() };
//! let pages = load_pages(&request)?;
//! let ports = pages.iter().find(|pages| pages.key == "ports").expect("the corpus has a page about ports");
//! let source = ports.source.as_ref().expect("it is written in English");
//! assert_eq!(&*source.path, "en-us/ports.md");
//! assert!(source.facts.facts.iter().any(|fact| fact.kind == Kind::Port && fact.value == "tcp/10140-10155"));
//! assert_eq!(ports.translations.len(), 2);
//! # Ok::<(), isogloss::project::Error>(())
//! ```
//!
//! # Check
//!
//! ```
//! use isogloss::config::Config;
//! use isogloss::project::{Request, check};
//!
//! // the configuration is the caller's to find, so that a program can also do without
//! let mut request = Request { paths: vec!["corpus/nl-nl/ports.md".into()], ..Request::default() };
//! if let Some((file, config)) = Config::discover("corpus".as_ref())? {
//!     request.config = config;
//!     request.config_folder = file.parent().map(Into::into);
//! }
//! let outcome = check(&request, None)?;
//! let finding = outcome.diagnostics.iter().find(|finding| finding.rule == "drift/port").expect("a planted defect");
//! assert_eq!(finding.place.start.line, 35);
//! assert_eq!(finding.fact.as_ref().and_then(|fact| fact.expected.as_deref()), Some("tcp/10140-10155"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Facts
//!
//! ```
//! use isogloss::base::{FactBase, Format, Status};
//! use isogloss::project::{FactsOptions, Request, fact_base, facts};
//!
//! let request = Request { paths: vec!["corpus".into()], ..Request::default() };
//! let (base, summary) = fact_base(&request, &FactsOptions::default(), None)?;
//! let lost = base.facts.iter().filter(|fact| fact.status.get("de-DE") == Some(&Status::Missing));
//! assert!(lost.clone().any(|fact| fact.page == "requirements" && fact.value == "Microsoft.Network"));
//!
//! // the same, written to wherever it is to go while pages are still being read
//! let mut json = Vec::new();
//! let options = FactsOptions { format: Format::Json, ..FactsOptions::default() };
//! assert_eq!(facts(&request, &options, None, &mut json)?.pages, summary.pages);
//! assert_eq!(FactBase::read(&json)?, base);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Query
//!
//! ```
//! use isogloss::base::query::{Options, select};
//! use isogloss::base::{Polarity, diff};
//! use isogloss::project::{FactsOptions, Request, fact_base};
//!
//! let request = Request { paths: vec!["corpus".into()], ..Request::default() };
//! let (base, _) = fact_base(&request, &FactsOptions::default(), None)?;
//! let options = Options {
//!     kinds: vec!["domain".into()],
//!     values: vec!["*.azure.com".into()],
//!     polarity: Some(Polarity::Affirmed),
//!     ..Options::default()
//! };
//! let found = select(&base, &options)?;
//! assert!(found.iter().any(|fact| fact.value == "management.azure.com"));
//! assert!(diff(&base, &base).is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The house
//!
//! The modules stand in the order in which the data passes through them; each may use those above it and none below
//! (`tests/architecture.rs` reads the imports and holds them to it).

pub mod align;
pub mod base;
pub mod check;
pub mod config;
pub mod facts;
pub mod history;
pub mod layout;
pub mod locale;
pub mod pair;
pub mod parse;
pub mod project;
pub mod report;
pub mod text;
pub mod walk;
pub mod write;
