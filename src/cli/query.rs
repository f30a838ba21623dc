//! `isogloss query`.

use super::output::{Failure, Outlet};
use super::progress::Progress;
use super::{Done, Verdict, source};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use isogloss::base::query::{Options, QueryFormat};
use isogloss::base::{self, FactBase, Polarity, Status};
use isogloss::project::{self, FactsOptions};
use std::path::{Path, PathBuf};

/// Arguments of `query`.
#[derive(clap::Args)]
#[command(after_help = "Exit code: 0 where facts were found, 1 where there are none, 2 where it could not run.")]
pub(super) struct Args {
    /// Pages, folders and fact bases (*.json) [default: the working folder]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Facts of these kinds
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    kind: Vec<String>,
    /// Facts whose value fits: `*` stands for any text, case does not matter
    #[arg(long, value_name = "GLOB")]
    value: Vec<String>,
    /// Facts of these pages, by page key or path
    #[arg(long, value_name = "GLOB")]
    page: Vec<String>,
    /// Facts in sections whose id holds this text
    #[arg(long, value_name = "TEXT")]
    section: Option<String>,
    /// Facts that stand in these locales
    #[arg(long, value_name = "LOCALE", value_delimiter = ',')]
    locale: Vec<String>,
    /// Facts of which a translation (one of --locale, if given) makes this
    #[arg(long, value_name = "STATUS", value_delimiter = ',', value_parser = status())]
    status: Vec<Status>,
    /// Facts that are affirmed, or negated
    #[arg(long, value_name = "POLARITY", value_parser = polarity())]
    polarity: Option<Polarity>,
    /// How to write the answer
    #[arg(long, value_name = "FORMAT", default_value = "table", value_parser = format())]
    format: QueryFormat,
    /// Write to this file instead of stdout; it is whole or not there
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    source: source::SourceArgs,
    /// The folder that paths are relative to [default: the folder given, else the working folder]
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
}

fn status() -> impl TypedValueParser<Value = Status> {
    PossibleValuesParser::new(Status::ALL.map(Status::name)).map(|name| Status::named(&name).unwrap_or(Status::ALL[0]))
}

fn polarity() -> impl TypedValueParser<Value = Polarity> {
    PossibleValuesParser::new([Polarity::Affirmed, Polarity::Negated].map(Polarity::name))
        .map(|name| Polarity::named(&name).unwrap_or(Polarity::Affirmed))
}

fn format() -> impl TypedValueParser<Value = QueryFormat> {
    let row = |format: QueryFormat| {
        PossibleValue::new(format.name()).help(match format {
            QueryFormat::Table => "Aligned columns",
            QueryFormat::Json => "A fact base of the facts found, `isogloss.facts/1`",
            QueryFormat::Csv => "One row for each fact in each locale",
            QueryFormat::Lines => "The distinct values, one a line",
        })
    };
    PossibleValuesParser::new(QueryFormat::ALL.map(row)).map(|name| QueryFormat::named(&name).unwrap_or_default())
}

/// Answers.
pub(super) fn run(args: Args, outlet: &Outlet) -> Done {
    let (files, paths): (Vec<PathBuf>, Vec<PathBuf>) = args.paths.into_iter().partition(|path| is_json(path));
    let request = args.source.request(paths, args.root, Vec::new())?;
    let mut parts: Vec<(String, FactBase)> = Vec::new();
    for file in &files {
        parts.push((file.display().to_string(), project::read_facts(file)?));
    }
    if files.is_empty() || !request.paths.is_empty() {
        let progress = Progress::new(!args.source.quiet);
        let (base, summary) =
            project::fact_base(&request, &FactsOptions::default(), Some(&|done, all| progress.update(done, all)))?;
        args.source.say(&summary, false, outlet);
        parts.push(("the pages".to_owned(), base));
    }
    let base = base::merge(parts).map_err(|error| Failure::Other(error.to_string()))?;
    project::require_kinds(&args.kind, &request, Some(&base))?;
    let options = Options {
        kinds: args.kind,
        values: args.value,
        pages: args.page,
        section: args.section,
        locales: args.locale,
        statuses: args.status,
        polarity: args.polarity,
        format: args.format,
    };
    let found = outlet.result(args.output.as_deref(), |_, out| base::query(&base, &options, out))?;
    // a reader that has gone had something to read
    Ok(if found == Some(0) { Verdict::Findings } else { Verdict::Clean })
}

fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json")) && !path.is_dir()
}
