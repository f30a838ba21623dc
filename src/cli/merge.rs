//! `isogloss merge`.

use super::output::Outlet;
use super::{Done, Verdict};
use isogloss::base::Format;
use isogloss::project;
use std::path::PathBuf;

/// Arguments of `merge`.
#[derive(clap::Args)]
pub(super) struct Args {
    /// Fact bases of parts of the same pages, in any order
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Indent the JSON; without, it is canonical (RFC 8785)
    #[arg(long)]
    pretty: bool,
    /// Write to this file instead of stdout; it is whole or not there
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Joins the parts.
pub(super) fn run(args: Args, outlet: &Outlet) -> Done {
    let whole = project::merge_facts(&args.files)?;
    let format = if args.pretty { Format::Pretty } else { Format::Json };
    outlet.result(args.output.as_deref(), |_, out| whole.write(out, format).map(drop))?;
    Ok(Verdict::Clean)
}
