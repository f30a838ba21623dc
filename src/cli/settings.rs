//! Where the command line and the configuration meet: the one place that knows both.

use super::output::Failure;
use super::values::FailOn;
use isogloss::check::Severity;
use isogloss::config::{self, Config};
use std::path::{Path, PathBuf};

/// The configuration that holds for a run.
pub(super) struct Settings {
    /// As read, or the defaults.
    pub(super) config: Config,
    /// The folder of its file; its patterns are relative to it.
    pub(super) folder: Option<PathBuf>,
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
    /// The configuration given, or else the nearest from the first of `paths` upwards.
    pub(super) fn resolve(&self, paths: &[PathBuf]) -> Result<Settings, Failure> {
        let start = paths.first().map_or(Path::new("."), PathBuf::as_path);
        let found = match &self.config {
            _ if self.isolated => None,
            Some(path) => Some((path.clone(), Config::load(path)?)),
            None => Config::discover(start)?,
        };
        Ok(match found {
            Some((path, config)) => Settings { config, folder: Some(folder(&path)) },
            None => Settings { config: Config::default(), folder: None },
        })
    }
}

impl Settings {
    /// From which severity on findings fail the run.
    pub(super) fn fail_on(&self) -> FailOn {
        match self.config.fail_on {
            config::FailOn::Error => FailOn::From(Severity::Error),
            config::FailOn::Warning => FailOn::From(Severity::Warning),
            config::FailOn::Info => FailOn::From(Severity::Info),
            config::FailOn::Never => FailOn::Never,
        }
    }

    /// From which severity on findings are shown.
    pub(super) fn min_severity(&self) -> Severity {
        match self.config.min_severity {
            config::MinSeverity::Error => Severity::Error,
            config::MinSeverity::Warning => Severity::Warning,
            config::MinSeverity::Info => Severity::Info,
        }
    }
}

/// The folder of a file; that of a bare name is the working folder.
fn folder(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}
