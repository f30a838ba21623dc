//! The fact base: what all pages of all locales state, as one canonical document that programs can build on.
//!
//! [`group_json`] makes the records of one page key, in parallel and without a tree in between; [`FactWriter`] joins them
//! in order. [`FactBase`] is the same document read back, for [`query`](query()), [`diff`](diff()) and [`merge`](fn@merge). `docs/formats.md`
//! explains each field and says what may change.
//!
//! ```
//! use isogloss::base::{FactBase, query::{Options, QueryFormat, query}};
//!
//! let json = br#"{
//!   "schema": "isogloss.facts/1", "source": "en-US", "locales": [],
//!   "pages": [{"key": "ports", "locale": "en-US", "path": "en-us/ports.md", "sha256": "", "front_matter": {}}],
//!   "facts": [{"id": "0123456789abcdef", "kind": "port", "value": "tcp/443", "polarity": "affirmed", "page": "ports",
//!     "data": {"protocol": "tcp", "first": 443, "last": 443}, "section": [], "status": {},
//!     "occurrences": {"en-US": [{"line": 3, "column": 1, "start": 9, "end": 17, "text": "port 443"}]}}]}"#;
//! let base = FactBase::read(json)?;
//! let options = Options { kinds: vec!["port".into()], format: QueryFormat::Lines, ..Options::default() };
//! let mut lines = Vec::new();
//! assert_eq!(query(&base, &options, &mut lines)?, 1);
//! assert_eq!(lines, b"tcp/443\n");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::check::Comparison;
use crate::facts::Fact;
use crate::locale::Locale;
use crate::parse::Document;

mod canonical;
mod data;
pub mod diff;
mod format;
mod group;
mod id;
mod json;
mod merge;
mod output;
mod place;
mod positions;
mod pretty;
pub mod query;
mod read;
mod record;
mod rows;
mod schema;
mod wire;

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

pub use data::{
    CodeBlockData, Data, DateData, FrontMatterData, IdentifierData, PlainData, PortData, QuantityData, TargetData,
    TimeData, VersionData,
};
pub use diff::{Diff, diff};
pub use format::Format;
pub use group::{Frame, GroupChunk, group_json};
pub use json::{Json, Key};
pub use merge::{MergeError, Shard, merge, shard_of};
pub use output::{FactWriter, assemble};
pub use query::query;
pub use read::{ReadError, ReadProblem};
pub use schema::{diff_schema, facts_schema};
pub use wire::{FactBase, FactRecord, Occurrence, PageRecord, Polarity, SCHEMA, Status, Tag};

/// A page with its facts, as the earlier stages leave it.
#[derive(Clone, Copy, Debug)]
pub struct PageInput<'a> {
    /// The page's locale.
    pub locale: &'a Locale,
    /// Relative to the root, with `/`.
    pub path: &'a str,
    /// The file as read.
    pub text: &'a str,
    /// The parsed page.
    pub document: &'a Document,
    /// Its facts in document order.
    pub facts: &'a [Fact],
}

/// The pages of one key: the source page and its translations, each with the comparison to the source.
///
/// A locale has one page of a key; that is for `layout` to see to.
#[derive(Clone, Debug)]
pub struct GroupInput<'a> {
    /// The page key.
    pub key: &'a str,
    /// The source page; `None` for orphans.
    pub source: Option<PageInput<'a>>,
    /// The translations by locale; without a source there is nothing to compare.
    pub translations: Vec<(PageInput<'a>, Option<&'a Comparison>)>,
}
