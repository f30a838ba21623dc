//! The fact base: ids, canonical form, query, diff, merge.

use crate::check::Comparison;
use crate::facts::Fact;
use crate::locale::Locale;
use crate::parse::Document;

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
#[derive(Clone, Debug)]
pub struct GroupInput<'a> {
    /// The page key.
    pub key: &'a str,
    /// The source page; `None` for orphans.
    pub source: Option<PageInput<'a>>,
    /// The translations by locale; without a source there is nothing to compare.
    pub translations: Vec<(PageInput<'a>, Option<&'a Comparison>)>,
}
