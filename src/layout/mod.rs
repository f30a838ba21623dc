//! Path → (locale, page key): which pages of a tree are translations of which.
//!
//! Layouts are rows of a table (`rules/layouts.toml`); the configuration may add some. Every row says where in a path a
//! language tag may stand; whether one does is for the tree to bear out. A whole tree ([`detect`]) and a single page
//! ([`counterparts`]) are placed by the same code, which asks only for the names in a few folders and whether pages exist.

mod data;
mod group;
mod pattern;
mod place;
mod setting;
mod slot;
mod tag;
mod tree;
mod world;

pub use group::{Counterparts, Pages, Place, counterparts, counterparts_in, detect};
pub use setting::Setting;
pub use tree::Tree;

use crate::locale::Locale;

/// A page and its locale.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PageRef {
    /// Its path relative to the root, with `/`.
    pub path: String,
    /// Its locale: as the path says, for a source whose path says nothing the configured one.
    pub locale: Locale,
}

/// A page in all its locales.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The page's name whatever the locale: the path without language tag and extension.
    pub key: String,
    /// The page that the others are translated from; `None` where it is missing.
    pub source: Option<PageRef>,
    /// The translations, by locale, then path.
    pub translations: Vec<PageRef>,
    /// The layout by which it was found: a name of the table, or `configured`.
    pub by: String,
}

/// A page that no layout places: it may be paired by what it says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Loose {
    /// Its path relative to the root, with `/`.
    pub path: String,
    /// Its locale, where its path speaks of one; its front matter may say better.
    pub locale: Option<Locale>,
}

/// The pages of a tree, sorted out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The pages that have or may have translations, and translations without source; by key.
    pub groups: Vec<Group>,
    /// All others, by path.
    pub loose: Vec<Loose>,
}

#[cfg(test)]
mod tests;
