//! `isogloss check`.

use super::fixes::Fixes;
use super::output::Outlet;
use super::progress::Progress;
use super::values::{self, FailOn};
use super::{Done, Verdict, repository, settings};
use isogloss::check::{Outcome, Severity};
use isogloss::project::{self, Request};
use isogloss::report::{self, Format, Style};
use std::path::PathBuf;

/// Arguments of `check`.
#[derive(clap::Args)]
pub(super) struct Args {
    /// Pages and folders; with a page, its counterparts are found and read too [default: the working folder]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How to write the findings
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = values::format())]
    format: &'static Format,
    /// Only these rules or groups of rules (`drift`, `drift/port`)
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    select: Vec<String>,
    /// Not these rules or groups
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    ignore: Vec<String>,
    /// Only translations into these locales
    #[arg(long, value_name = "LOCALE", value_delimiter = ',')]
    locale: Vec<String>,
    /// The locale that the others are translated from
    #[arg(long, value_name = "LOCALE")]
    source: Option<String>,
    /// Exit with 1 on findings of this severity or above [default: error]
    #[arg(long, value_name = "SEVERITY", value_parser = values::fail_on())]
    fail_on: Option<FailOn>,
    /// Leave out findings below [default: warning, or what --fail-on says if that is lower]
    #[arg(long, value_name = "SEVERITY", value_parser = values::severity())]
    min_severity: Option<Severity>,
    #[command(flatten)]
    settings: settings::ConfigArgs,
    /// The folder that reported paths are relative to [default: the folder given, else the working folder]
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Threads to use [default: one for each processor]
    #[arg(long, value_name = "N")]
    threads: Option<std::num::NonZeroUsize>,
    /// Count the findings of each rule instead of listing them
    #[arg(long, conflicts_with = "format")]
    statistics: bool,
    /// Mend what can be mended surely, then report what remains
    #[arg(long, conflicts_with = "diff")]
    fix: bool,
    /// Show what --fix would change instead of the findings
    #[arg(long, conflicts_with_all = ["format", "statistics"])]
    diff: bool,
    /// Findings alone: no summary, no progress
    #[arg(long, short)]
    quiet: bool,
    /// Write to this file instead of stdout
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Checks and reports.
pub(super) fn run(args: Args, outlet: &Outlet) -> Done {
    let settings = args.settings.resolve(&args.paths)?;
    let fail_on = args.fail_on.unwrap_or_else(|| settings.fail_on());
    // what fails a run must be seen, so asking to fail on it is asking to see it
    let wanted = settings.min_severity();
    let wanted = fail_on.severity().map_or(wanted, |severity| wanted.min(severity));
    let write = match (args.statistics, args.diff) {
        (true, _) => report::write_statistics,
        (_, true) => report::write_diff,
        _ => args.format.write,
    };
    let prefix = repository::prefix(&args.paths, args.root.as_deref());
    let request = Request {
        paths: args.paths,
        root: args.root,
        config: settings.config,
        config_folder: settings.folder,
        source: args.source,
        locales: args.locale,
        select: args.select,
        ignore: args.ignore,
        min_severity: Some(args.min_severity.unwrap_or(wanted)),
        threads: args.threads.map(Into::into),
    };
    let check = || {
        let progress = Progress::new(!args.quiet);
        project::check(&request, Some(&|done, all| progress.update(done, all)))
    };
    let mut outcome = check()?;
    let mut fixes = args.fix.then(Fixes::default);
    if let Some(fixes) = &mut fixes {
        while fixes.round(&outcome, &request) {
            outcome = check()?;
        }
    }
    outlet.result(args.output.as_deref(), |style, out| {
        write(&outcome, &Style { quiet: args.quiet, prefix, ..style.clone() }, out)
    })?;
    // formats for people say so in their summary; where there is none it is said here
    let summarised = args.format.for_people && !(args.statistics || args.diff || args.quiet || args.output.is_some());
    if let Some(nothing) = report::nothing_checked(&outcome.summary).filter(|_| !summarised) {
        outlet.warn(&nothing);
    }
    if let Some(fixes) = fixes {
        fixes.say(args.quiet, outlet)?;
    }
    let verdict = verdict(&outcome, fail_on);
    // the program ends here: to let go of one finding after the other would only take time
    std::mem::forget(outcome);
    Ok(verdict)
}

/// Findings that are not shown do not fail a run: nobody could see why.
fn verdict(outcome: &Outcome, fail_on: FailOn) -> Verdict {
    let fails = |severity| outcome.diagnostics.iter().any(|diagnostic| diagnostic.severity >= severity);
    if fail_on.severity().is_some_and(fails) { Verdict::Findings } else { Verdict::Clean }
}
