//! The few terminal styles that outputs without miette use.

use crate::check::Severity;
use std::fmt;

/// A terminal style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paint {
    /// Headings, paths.
    Bold,
    /// What matters less.
    Dim,
    /// Of an error.
    Red,
    /// What a change adds.
    Green,
    /// Of a warning.
    Yellow,
    /// Of an info.
    Cyan,
}

impl Paint {
    /// The style of a severity.
    pub(super) fn of(severity: Severity) -> Self {
        match severity {
            Severity::Error => Paint::Red,
            Severity::Warning => Paint::Yellow,
            Severity::Info => Paint::Cyan,
        }
    }

    /// `text` in this style, or as it is where nothing is to be coloured.
    pub(super) fn paint<T: fmt::Display>(self, text: T, color: bool) -> Painted<T> {
        Painted { text, paint: color.then_some(self) }
    }
}

/// A text with its style.
pub(super) struct Painted<T> {
    text: T,
    paint: Option<Paint>,
}

impl<T: fmt::Display> fmt::Display for Painted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = match self.paint {
            None => return self.text.fmt(f),
            Some(Paint::Bold) => "1",
            Some(Paint::Dim) => "2",
            Some(Paint::Red) => "1;31",
            Some(Paint::Green) => "32",
            Some(Paint::Yellow) => "1;33",
            Some(Paint::Cyan) => "1;36",
        };
        write!(f, "\u{1b}[{code}m")?;
        self.text.fmt(f)?;
        f.write_str("\u{1b}[0m")
    }
}
