//! `isogloss completions`.

use super::output::Outlet;
use super::{Cli, Done, Verdict};
use clap::CommandFactory;
use clap_complete::{Shell, generate};

/// Arguments of `completions`.
#[derive(clap::Args)]
pub(super) struct Args {
    /// The shell to complete for
    shell: Shell,
}

/// Prints the script.
pub(super) fn run(args: Args, outlet: &Outlet) -> Done {
    // clap_complete panics where it cannot write; memory always can be
    let mut script = Vec::new();
    generate(args.shell, &mut Cli::command(), "isogloss", &mut script);
    outlet.result(None, |_, out| out.write_all(&script))?;
    Ok(Verdict::Clean)
}
