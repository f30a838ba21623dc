//! `isogloss schema`.

use super::output::{Failure, Outlet};
use super::{Done, Verdict};
use clap::builder::PossibleValuesParser;
use isogloss::report::{self, SCHEMAS};

/// Arguments of `schema`.
#[derive(clap::Args)]
pub(super) struct Args {
    /// The output whose schema to print, or `config`
    #[arg(value_parser = PossibleValuesParser::new(SCHEMAS.iter().map(|schema| schema.name)))]
    name: String,
}

/// Prints the schema.
pub(super) fn run(args: Args, outlet: &Outlet) -> Done {
    let schema =
        report::schema(&args.name).ok_or(Failure::Unknown { what: "schema", name: args.name, suggestion: None })?;
    outlet.result(None, |_, out| {
        serde_json::to_writer_pretty(&mut *out, &schema)?;
        writeln!(out)
    })?;
    Ok(Verdict::Clean)
}
