//! `isogloss rules`.

use super::output::Outlet;
use super::{Done, Verdict};
use isogloss::report;

/// Arguments of `rules`.
#[derive(clap::Args)]
pub(super) struct Args {
    /// How to write them
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum Format {
    /// One line a rule
    #[default]
    Human,
    /// One object, `isogloss.rules/1`
    Json,
}

/// Lists the rules.
pub(super) fn run(args: Args, outlet: &Outlet) -> Done {
    outlet.result(
        None,
        match args.format {
            Format::Human => report::write_rules,
            Format::Json => report::write_rules_json,
        },
    )?;
    Ok(Verdict::Clean)
}
