//! What all commands on the fact base have in common: how pages are read, and what is said of them on stderr.

use super::output::{Failure, Outlet};
use super::settings::{ConfigArgs, Settings};
use isogloss::project::{FactsSummary, Request};
use std::path::PathBuf;

/// How pages are read.
#[derive(clap::Args)]
pub(super) struct SourceArgs {
    /// The locale that the others are translated from
    #[arg(long, value_name = "LOCALE")]
    source: Option<String>,
    #[command(flatten)]
    pub(super) settings: ConfigArgs,
    /// Threads to use [default: one for each processor]
    #[arg(long, value_name = "N")]
    threads: Option<std::num::NonZeroUsize>,
    /// No progress, no word of pages that could not be read
    #[arg(long, short)]
    pub(super) quiet: bool,
}

impl SourceArgs {
    /// The request for these paths with the configuration that holds for them.
    pub(super) fn request(
        &self,
        paths: Vec<PathBuf>,
        root: Option<PathBuf>,
        locales: Vec<String>,
    ) -> Result<Request, Failure> {
        let settings = self.settings.resolve(&paths)?;
        Ok(self.request_with(settings, paths, root, locales))
    }

    /// The request for these paths with this configuration.
    pub(super) fn request_with(
        &self,
        settings: Settings,
        paths: Vec<PathBuf>,
        root: Option<PathBuf>,
        locales: Vec<String>,
    ) -> Request {
        Request {
            paths,
            root,
            config: settings.config,
            config_folder: settings.folder,
            source: self.source.clone(),
            locales,
            threads: self.threads.map(Into::into),
            ..Request::default()
        }
    }

    /// Says what became of the pages, where that is not what was to be expected. A share of the pages may well be empty.
    pub(super) fn say(&self, summary: &FactsSummary, share: bool, outlet: &Outlet) {
        if !self.quiet {
            for problem in &summary.problems {
                outlet.warn(&format!("{}: {}", problem.place.path, problem.message));
            }
        }
        if summary.pages == 0 && !share {
            outlet.warn("no facts: no page found");
        }
    }
}
