//! `isogloss.toml`, resolved and checked.
//!
//! The file is looked for upward of where the work is, up to the repository's root. An unknown key is an error that says
//! where it stands and which key was probably meant: a setting that silently does nothing is worse than none. Names of
//! rules are kept as strings; `check` knows which there are.

mod error;
mod limits;
mod load;
mod severity;
mod tag;

pub use error::ConfigError;
pub(crate) use error::closest;
pub use limits::Limits;
pub use load::NAMES;
pub use severity::{FailOn, MinSeverity, Severity};

use crate::locale::Locale;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The settings of a documentation tree, as `isogloss.toml` states them.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Config {
    /// The locale that the pages are translated from. A tag without a region stands for every region of the language.
    #[serde(with = "tag")]
    #[schemars(with = "String")]
    pub source: Locale,

    /// The locales that the tree is translated into. Where given, no other tag is taken for a locale; `de` admits `de-DE`.
    #[serde(with = "tag::list")]
    #[schemars(with = "Vec<String>")]
    pub locales: Vec<Locale>,

    /// Globs of the pages to read, relative to this file; empty for all.
    pub include: Vec<String>,

    /// Globs of what to leave out, relative to this file; they hold for pages named on the command line too.
    pub exclude: Vec<String>,

    /// The file name extensions of pages, without the dot. A folder that holds no such page but text files is read as
    /// one of `.txt` pages.
    pub extensions: Vec<String>,

    /// Where the pages of each locale are, for trees whose layout cannot be told from the paths. They are tried before
    /// the layouts that are found without configuration.
    pub layouts: Vec<LayoutConfig>,

    /// The rules to run; empty for the default set. A rule (`drift/port`), a group (`drift`) or `all`.
    pub select: Vec<String>,

    /// The rules not to run, named as in `select`; it wins over `select`.
    pub ignore: Vec<String>,

    /// The severity of a rule or group, where it should differ from the shipped one.
    pub severity: BTreeMap<String, Severity>,

    /// The severity from which findings make the exit code 1.
    pub fail_on: FailOn,

    /// The severity under which findings are left out of every report.
    pub min_severity: MinSeverity,

    /// Folders with rules, fact kinds, terms and locales of your own, relative to this file.
    pub rules: Vec<PathBuf>,

    /// Rules that do not hold for some pages: a glob, relative to this file, with the rules or groups to ignore there.
    pub per_path_ignore: BTreeMap<String, Vec<String>>,

    /// Which front matter keys must be the same in a translation.
    pub front_matter: FrontMatterConfig,

    /// Bounds on what is read and reported.
    pub limits: Limits,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            source: tag::default_source(),
            locales: Vec::new(),
            include: Vec::new(),
            exclude: Vec::new(),
            extensions: ["md", "markdown", "mdx"].map(String::from).to_vec(),
            layouts: Vec::new(),
            select: Vec::new(),
            ignore: Vec::new(),
            severity: BTreeMap::new(),
            fail_on: FailOn::default(),
            min_severity: MinSeverity::default(),
            rules: Vec::new(),
            per_path_ignore: BTreeMap::new(),
            front_matter: FrontMatterConfig::default(),
            limits: Limits::default(),
        }
    }
}

/// Where pages and their translations are: either a `pattern` with `{locale}`, or a `root` for one `locale`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct LayoutConfig {
    /// The path of a translated page, relative to this file: `docs/{locale}/{path}`, `docs/{path}.{locale}.md`.
    /// `{locale}` is a language tag, `{path}` one or more path segments, `{name}` a part of one segment, `{base}` any
    /// number of leading folders.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,

    /// The path of the source page, where it is not `pattern` with the source locale: `docs/{path}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_pattern: Option<String>,

    /// A folder that mirrors this tree (or what `source-pattern` names) in one locale: `../docs.nl-nl`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub root: Option<String>,

    /// The locale of the pages in `root`.
    #[serde(with = "tag::option", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub locale: Option<Locale>,
}

/// Which front matter keys are compared. Keys may hold `*`: `ms.*`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct FrontMatterConfig {
    /// Keys whose values must be the same in a translation.
    pub agree: Vec<String>,
    /// Keys whose values may differ; they win over `agree`.
    pub differ: Vec<String>,
}

#[cfg(test)]
mod tests;
