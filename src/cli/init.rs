//! `isogloss init`.

use super::output::{Failure, Outlet};
use super::{Done, Verdict};
use isogloss::write;
use std::io::ErrorKind;
use std::path::PathBuf;

/// Every key that there is, commented out where its default will mostly do.
const TEMPLATE: &str = include_str!("init.toml");

/// Arguments of `init`.
#[derive(clap::Args)]
pub(super) struct Args {
    /// Where to write the configuration
    #[arg(default_value = "isogloss.toml", value_name = "FILE")]
    path: PathBuf,
    /// Replace a configuration that is there already
    #[arg(long)]
    force: bool,
}

/// Writes a configuration to start from.
pub(super) fn run(args: Args, outlet: &Outlet) -> Done {
    let text = TEMPLATE.as_bytes();
    let written =
        if args.force { write::write(&args.path, |out| out.write_all(text)) } else { write::create(&args.path, text) };
    match written {
        Ok(()) => {
            outlet.result(None, |_, out| {
                writeln!(out, "wrote {}", isogloss::report::clean(&args.path.to_string_lossy(), true))
            })?;
            Ok(Verdict::Clean)
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            Err(Failure::Other(format!("{} is there already; --force replaces it", args.path.display())))
        }
        Err(error) => Err(Failure::File(args.path, error)),
    }
}
