//! What a rule says: data, for `report` to write.

use crate::locale::Locale;
use crate::text::{Position, Span};
use std::sync::Arc;

/// How sure and how grave: an error can never be legitimate, a warning is strong evidence, info is shown when asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Style, or weak evidence.
    Info,
    /// Strong evidence.
    Warning,
    /// What can never legitimately differ.
    Error,
}

impl Severity {
    /// The name in JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// The rule's id: `drift/port`.
    pub rule: &'static str,
    /// Its severity after the configuration.
    pub severity: Severity,
    /// Where it stands.
    pub place: Place,
    /// The page's locale, where it is known.
    pub locale: Option<Locale>,
    /// What is wrong, quoting both sides as written.
    pub message: String,
    /// The fact concerned.
    pub fact: Option<FactNote>,
    /// The place in the source page that it is held against.
    pub source: Option<Place>,
    /// How sure the alignment is, 0–1.
    pub confidence: f32,
    /// What would mend it, where that is sure.
    pub fixes: Vec<Fix>,
}

/// The fact that a finding is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactNote {
    /// Its kind's name.
    pub kind: &'static str,
    /// The value concerned; for a missing fact the source's.
    pub value: String,
    /// What the source says, where it differs.
    pub expected: Option<String>,
}

/// A place in a page, with what a person needs to see of it; stands on its own, so that no page's text is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The page, relative to the root, with `/`.
    pub path: Arc<str>,
    /// The bytes.
    pub span: Span,
    /// Where `span` starts.
    pub start: Position,
    /// Where `span` ends (the column after the last character).
    pub end: Position,
    /// The line that `span` starts on, without its line ending, cut to at most 4 KiB around the span.
    pub line: String,
    /// Where in `line` the span lies, in bytes, clipped to the line.
    pub marked: Span,
}

/// A change of the page's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does: "write `Microsoft.Compute`".
    pub title: String,
    /// The bytes to replace.
    pub span: Span,
    /// What stands there then.
    pub replacement: String,
}
