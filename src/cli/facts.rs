//! `isogloss facts`.

use super::output::{Failure, Outlet};
use super::progress::Progress;
use super::{Done, Verdict, source};
use isogloss::base::{Format, Shard};
use isogloss::project::{self, FactsOptions};
use std::path::PathBuf;

/// Arguments of `facts`.
#[derive(clap::Args)]
pub(super) struct Args {
    /// Pages and folders [default: the working folder]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How to write the facts
    #[arg(long, value_enum, default_value_t)]
    format: As,
    /// Indent the JSON; without, it is canonical (RFC 8785)
    #[arg(long)]
    pretty: bool,
    /// Write to this file instead of stdout; it is whole or not there
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Only facts of these kinds
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    kind: Vec<String>,
    /// Only translations into these locales
    #[arg(long, value_name = "LOCALE", value_delimiter = ',')]
    locale: Vec<String>,
    /// Only the I-th of N parts of the pages; `merge` joins the parts
    #[arg(long, value_name = "I/N")]
    shard: Option<Shard>,
    #[command(flatten)]
    source: source::SourceArgs,
    /// The folder that paths are relative to [default: the folder given, else the working folder]
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum As {
    /// One object, `isogloss.facts/1`
    #[default]
    Json,
    /// One page or fact a line
    Ndjson,
    /// One row for each fact in each locale
    Csv,
}

/// Prints the fact base.
pub(super) fn run(args: Args, outlet: &Outlet) -> Done {
    if args.pretty && args.format != As::Json {
        return Err(Failure::Other("--pretty is for `--format json`".to_owned()));
    }
    let format = match args.format {
        As::Json if args.pretty => Format::Pretty,
        As::Json => Format::Json,
        As::Ndjson => Format::Ndjson,
        As::Csv => Format::Csv,
    };
    let options = FactsOptions { kinds: args.kind, shard: args.shard, format };
    let request = args.source.request(args.paths, args.root, args.locale)?;
    let summary = outlet.result(args.output.as_deref(), |_, out| {
        let progress = Progress::new(!args.source.quiet);
        project::facts(&request, &options, Some(&|done, all| progress.update(done, all)), out)
    })?;
    if let Some(summary) = summary {
        args.source.say(&summary, options.shard.is_some(), outlet);
    }
    Ok(Verdict::Clean)
}
