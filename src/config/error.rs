//! What can be wrong with a configuration, said with its place and what was probably meant.

use crate::text::LineIndex;
use std::path::{Path, PathBuf};

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The file is not valid: its TOML, a key or a value.
    #[error("{}:{line}:{column}: {message}{}", path.display(), hint(suggestion.as_deref()))]
    Invalid {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u32,
        /// The column, from 1, in characters.
        column: u32,
        /// What is wrong.
        message: String,
        /// What was probably meant.
        suggestion: Option<String>,
    },
}

fn hint(suggestion: Option<&str>) -> String {
    suggestion.map_or_else(String::new, |s| format!("; did you mean `{s}`?"))
}

impl ConfigError {
    /// An error of the TOML reader, with the key or value that was probably meant.
    pub(super) fn from_toml(path: &Path, text: &str, error: &toml::de::Error) -> Self {
        let at = error.span().map_or(0, |span| span.start);
        // The reader lists the keys it knows after the one it does not; no reason to say all of them.
        let full = error.message();
        let (message, suggestion) = match full.split_once(", expected ") {
            Some((head, known)) if head.starts_with("unknown ") => {
                let wrong = quoted(head).next().unwrap_or_default();
                let suggestion = closest(wrong, quoted(known));
                let shown = if suggestion.is_some() { head } else { full };
                (shown.replace("unknown field", "unknown key"), suggestion)
            }
            _ => (full.to_owned(), None),
        };
        Self::at(path, text, at, message, suggestion)
    }

    /// An error at a byte of the file.
    pub(super) fn at(path: &Path, text: &str, at: usize, message: String, suggestion: Option<String>) -> Self {
        let place = LineIndex::new(text).position(text, u32::try_from(at).unwrap_or(0));
        Self::Invalid { path: path.to_owned(), line: place.line, column: place.column, message, suggestion }
    }
}

/// The parts of a message that stand between backticks.
fn quoted(message: &str) -> impl Iterator<Item = &str> {
    message.split('`').skip(1).step_by(2)
}

/// The known name nearest to the one written, if it is near enough to be a slip.
pub(crate) fn closest<'a>(wrong: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let wrong = wrong.to_lowercase().replace('_', "-");
    known
        .map(|name| (strsim::jaro_winkler(&wrong, name), name))
        .filter(|&(score, _)| score > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, name)| name.to_owned())
}
