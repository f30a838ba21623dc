//! Bounds on what is read and reported, so that no input can exhaust memory or patience.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Bounds on what is read and reported. What goes over one is reported by rule, never silently cut.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Limits {
    /// The largest page that is read, in bytes; under 4 GiB.
    pub file_size: u64,
    /// The largest front matter that is parsed, in bytes.
    pub front_matter: usize,
    /// The most nodes that a page's front matter may hold, aliases expanded.
    pub yaml_nodes: usize,
    /// The most cells of tables that are read in a page.
    pub cells: usize,
    /// The most blocks (headings, paragraphs, list items, rows, code blocks) that are read in a page.
    pub blocks: usize,
    /// The most findings that are reported for one page, the gravest first.
    pub findings: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_size: 16 << 20,
            front_matter: 1 << 20,
            yaml_nodes: 10_000,
            cells: 200_000,
            blocks: 200_000,
            findings: 1_000,
        }
    }
}
