//! Where the command line and the configuration meet: the one place that knows both.

use super::output::Failure;
use super::values::FailOn;
use isogloss::check::Severity;
use isogloss::config::Config;
use std::path::{Path, PathBuf};

/// The configuration that holds for a run.
pub(super) struct Settings {
    /// As read, or empty.
    pub(super) config: Config,
    /// The folder of its file; its patterns are relative to it.
    pub(super) folder: Option<PathBuf>,
    /// What it says about the exit code.
    pub(super) fail_on: Option<FailOn>,
    /// What it says about what to show.
    pub(super) min_severity: Option<Severity>,
}

/// Which configuration to read.
#[derive(clap::Args)]
pub(super) struct ConfigArgs {
    /// Read this configuration instead of the nearest isogloss.toml
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    config: Option<PathBuf>,
    /// Read no configuration
    #[arg(long)]
    isolated: bool,
}

impl ConfigArgs {
    /// The configuration given, or else the one found from `start` upwards.
    pub(super) fn resolve(&self, _start: &Path) -> Result<Settings, Failure> {
        Ok(Settings { config: Config::default(), folder: None, fail_on: None, min_severity: None })
    }
}
