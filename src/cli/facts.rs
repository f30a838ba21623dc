//! `isogloss facts`.

use super::output::{Failure, Outlet};
use super::{Done, settings};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use isogloss::facts::Kind;
use std::path::PathBuf;

/// Arguments of `facts`.
#[derive(clap::Args)]
pub(super) struct Args {
    /// Pages and folders [default: the working folder]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How to write the facts
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Indent the JSON; without, it is canonical (RFC 8785)
    #[arg(long)]
    pretty: bool,
    /// Write to this file instead of stdout
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Only facts of these kinds
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = kind())]
    kind: Vec<Kind>,
    /// Only translations into these locales
    #[arg(long, value_name = "LOCALE", value_delimiter = ',')]
    locale: Vec<String>,
    /// The locale that the others are translated from
    #[arg(long, value_name = "LOCALE")]
    source: Option<String>,
    /// Only the I-th of N parts of the pages; `merge` joins the parts
    #[arg(long, value_name = "I/N")]
    shard: Option<Shard>,
    #[command(flatten)]
    settings: settings::ConfigArgs,
    /// The folder that paths are relative to [default: the folder given, else the working folder]
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Threads to use [default: one for each processor]
    #[arg(long, value_name = "N")]
    threads: Option<std::num::NonZeroUsize>,
}

#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum Format {
    /// One object, `isogloss.facts/1`
    #[default]
    Json,
    /// One fact a line
    Ndjson,
    /// One occurrence a row
    Csv,
}

/// A part of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Shard {
    /// From 1.
    index: u32,
    count: u32,
}

impl std::str::FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (index, count) = text.split_once('/').ok_or("a part is written I/N: 1/4")?;
        let number = |text: &str| text.parse::<u32>().map_err(|error| format!("`{text}`: {error}"));
        let shard = Self { index: number(index)?, count: number(count)? };
        if (1..=shard.count).contains(&shard.index) {
            Ok(shard)
        } else {
            Err("I is at least 1 and at most N".to_owned())
        }
    }
}

fn kind() -> impl TypedValueParser<Value = Kind> {
    PossibleValuesParser::new(Kind::ALL.map(Kind::name)).map(|name| Kind::named(&name).unwrap_or(Kind::ALL[0]))
}

/// Prints the fact base.
pub(super) fn run(args: Args, _outlet: &Outlet) -> Done {
    let settings = args.settings.resolve(&args.paths)?;
    let _ = (settings.config, settings.folder, args.format, args.pretty, args.output, args.kind, args.locale);
    let _ = (args.source, args.shard.map(|shard| (shard.index, shard.count)), args.root, args.threads);
    Err(Failure::Other("`facts` is not part of this build".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_read() {
        assert_eq!("2/4".parse(), Ok(Shard { index: 2, count: 4 }));
        for wrong in ["", "1", "0/4", "5/4", "1/0", "a/b"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}
