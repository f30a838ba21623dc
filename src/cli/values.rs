//! Arguments that name something, with the names that there are.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use isogloss::check::Severity;
use isogloss::report::{FORMATS, Format};

/// From which severity on a finding fails the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FailOn {
    /// This one and those above.
    From(Severity),
    /// None does.
    Never,
}

impl FailOn {
    /// The severity, where one fails.
    pub(super) fn severity(self) -> Option<Severity> {
        match self {
            FailOn::From(severity) => Some(severity),
            FailOn::Never => None,
        }
    }
}

/// `--format`.
pub(super) fn format() -> impl TypedValueParser<Value = &'static Format> {
    let names = FORMATS.iter().map(|format| PossibleValue::new(format.name).help(format.summary));
    PossibleValuesParser::new(names).map(|name| isogloss::report::format(&name).unwrap_or(&FORMATS[0]))
}

/// `--min-severity`.
pub(super) fn severity() -> impl TypedValueParser<Value = Severity> {
    PossibleValuesParser::new(["error", "warning", "info"]).map(|name| named(&name).unwrap_or(Severity::Error))
}

/// `--fail-on`.
pub(super) fn fail_on() -> impl TypedValueParser<Value = FailOn> {
    PossibleValuesParser::new(["error", "warning", "info", "never"])
        .map(|name| named(&name).map_or(FailOn::Never, FailOn::From))
}

fn named(name: &str) -> Option<Severity> {
    [Severity::Error, Severity::Warning, Severity::Info].into_iter().find(|severity| severity.name() == name)
}
