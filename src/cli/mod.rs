//! The command line: one file a subcommand, and a row for it in the table below.

use clap::{Parser, Subcommand};
use output::{Failure, Outlet};
use std::process::ExitCode;

mod align;
mod check;
mod completions;
mod diff;
mod explain;
mod facts;
mod fixes;
mod init;
mod merge;
mod output;
mod progress;
mod query;
mod repository;
mod rules;
mod schema;
mod settings;
mod source;
mod terminal;
mod values;

/// Finds the place where a translated page stopped saying what its source says.
#[derive(Parser)]
#[command(name = "isogloss", version, propagate_version = true, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// When to colour the output
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    color: terminal::When,
}

/// What a subcommand gives back: whether it found something to fail on.
type Done = Result<Verdict, Failure>;

/// How a run ended that could be carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// Nothing to fail on: exit code 0.
    Clean,
    /// Findings at or above the severity to fail on: exit code 1.
    Findings,
}

macro_rules! commands {
    ($($(#[$about:meta])* $name:ident => $module:ident;)*) => {
        #[derive(Subcommand)]
        enum Command {
            $($(#[$about])* $name(Box<$module::Args>),)*
        }

        impl Command {
            fn run(self, outlet: &Outlet) -> Done {
                match self {
                    $(Command::$name(args) => $module::run(*args, outlet),)*
                }
            }
        }
    };
}

commands! {
    /// Check that every fact of a page stands in each of its translations
    Check => check;
    /// Print the fact base: what all pages of all locales state
    Facts => facts;
    /// Ask what the pages state: which values, where, in which languages
    Query => query;
    /// Show which facts changed, and which translations follow
    Diff => diff;
    /// Join the fact bases of parts of the pages
    Merge => merge;
    /// Show which blocks of a page and of its translation belong together
    Align => align;
    /// Explain a rule: what it finds, why, how to mend it
    Explain => explain;
    /// List the rules
    Rules => rules;
    /// Print the JSON Schema of an output or of the configuration
    Schema => schema;
    /// Write a configuration to start from
    Init => init;
    /// Print a completion script for a shell
    Completions => completions;
}

/// Runs the command line.
pub(crate) fn main() -> ExitCode {
    // clap itself ends the process for --help, --version and wrong usage (with 2)
    let cli = Cli::parse();
    let outlet = Outlet::new(cli.color);
    match cli.command.run(&outlet) {
        Ok(Verdict::Clean) => ExitCode::SUCCESS,
        Ok(Verdict::Findings) => ExitCode::from(1),
        Err(failure) => {
            outlet.error(&failure.to_string());
            ExitCode::from(2)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}
