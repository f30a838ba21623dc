//! How grave a finding is, and the thresholds that speak of it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How grave a rule's findings are, or that the rule is off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The rule does not run.
    Off,
    /// Style; shown when asked for.
    Info,
    /// Strong evidence.
    Warning,
    /// What can never legitimately differ.
    Error,
}

/// From which severity findings make the exit code 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FailOn {
    /// Errors only.
    #[default]
    Error,
    /// Warnings and errors.
    Warning,
    /// Any finding.
    Info,
    /// No finding.
    Never,
}

impl FailOn {
    /// Whether a finding of this severity fails the run.
    pub fn fails(self, severity: Severity) -> bool {
        match self {
            Self::Error => severity >= Severity::Error,
            Self::Warning => severity >= Severity::Warning,
            Self::Info => severity >= Severity::Info,
            Self::Never => false,
        }
    }
}

/// Under which severity findings are left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MinSeverity {
    /// Errors only.
    Error,
    /// Errors and warnings.
    #[default]
    Warning,
    /// Everything.
    Info,
}

impl MinSeverity {
    /// Whether a finding of this severity is reported.
    pub fn admits(self, severity: Severity) -> bool {
        match self {
            Self::Error => severity >= Severity::Error,
            Self::Warning => severity >= Severity::Warning,
            Self::Info => severity >= Severity::Info,
        }
    }
}
