//! `isogloss diff`.

use super::output::{Failure, Outlet};
use super::progress::Progress;
use super::{Done, Verdict, source};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use isogloss::base::diff::{self, DiffFormat};
use isogloss::base::{self, FactBase};
use isogloss::history::Commit;
use isogloss::project::{self, FactsOptions, Request, Revisions};
use std::path::{Path, PathBuf};

/// Arguments of `diff`.
#[derive(clap::Args)]
#[command(after_help = "Exit code: 0 where no fact differs, 1 where facts differ, 2 where it could not run.")]
pub(super) struct Args {
    /// A fact base, a folder, or a git revision
    #[arg(value_name = "OLD", required_unless_present = "rev")]
    old: Option<PathBuf>,
    /// The same; without it, OLD is a revision, and the working tree is held against it
    #[arg(value_name = "NEW")]
    new: Option<PathBuf>,
    /// Two revisions, `A..B`; `A...B` is B against where it left A; `A` alone is held against the working tree
    #[arg(long, value_name = "RANGE", conflicts_with_all = ["old", "new"])]
    rev: Option<String>,
    /// The folder whose revisions are meant [default: the working folder]
    #[arg(long, value_name = "DIR", default_value = ".", hide_default_value = true)]
    folder: PathBuf,
    /// How to write what changed
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = format())]
    format: DiffFormat,
    /// Only facts of these kinds
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    kind: Vec<String>,
    /// Write to this file instead of stdout; it is whole or not there
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    source: source::SourceArgs,
}

fn format() -> impl TypedValueParser<Value = DiffFormat> {
    let row = |format: DiffFormat| {
        PossibleValue::new(format.name()).help(match format {
            DiffFormat::Human => "Lines for people",
            DiffFormat::Json => "One object, `isogloss.diff/1`",
            DiffFormat::Markdown => "Tables for a comment on a pull request",
        })
    };
    PossibleValuesParser::new(DiffFormat::ALL.map(row)).map(|name| DiffFormat::named(&name).unwrap_or_default())
}

/// Where a version of the facts comes from.
enum Side {
    File(PathBuf),
    Folder(PathBuf),
    Commit(Commit),
}

/// Shows what changed.
pub(super) fn run(args: Args, outlet: &Outlet) -> Done {
    let (old, new) = sides(&args)?;
    let (mut old, mut new) = (read(old, &args, outlet)?, read(new, &args, outlet)?);
    if !args.kind.is_empty() {
        let request = args.source.request(vec![args.folder.clone()], None, Vec::new())?;
        project::require_kinds(&args.kind, &request, Some(&new)).or_else(|error| {
            // a kind that has gone altogether is known to the old facts
            project::require_kinds(&args.kind, &request, Some(&old)).map_err(|_| error)
        })?;
        for base in [&mut old, &mut new] {
            base.facts.retain(|fact| args.kind.iter().any(|kind| *kind == fact.kind));
        }
    }
    let diff = base::diff(&old, &new);
    outlet.result(args.output.as_deref(), |_, out| diff::write(&diff, args.format, out))?;
    Ok(if diff.is_empty() { Verdict::Clean } else { Verdict::Findings })
}

fn sides(args: &Args) -> Result<(Side, Side), Failure> {
    let working_tree = || Side::Folder(args.folder.clone());
    let range = |range: &str| -> Result<(Side, Side), Failure> {
        let Revisions { old, new } = project::revisions(&args.folder, range)?;
        Ok((Side::Commit(old), new.map_or_else(working_tree, Side::Commit)))
    };
    match (&args.rev, &args.old, &args.new) {
        (Some(rev), ..) => range(rev),
        (None, Some(old), Some(new)) => Ok((side(old, &args.folder)?, side(new, &args.folder)?)),
        (None, Some(old), None) if old.exists() => {
            let shown = old.display();
            Err(Failure::Other(format!("{shown}: held against what? Two of them are needed, or `--rev {shown}`")))
        }
        (None, Some(old), None) => range(&old.to_string_lossy()),
        (None, None, _) => Err(Failure::Other("nothing to compare".to_owned())),
    }
}

/// What is there is meant as a path; anything else is a revision.
fn side(named: &Path, folder: &Path) -> Result<Side, Failure> {
    if named.is_dir() {
        return Ok(Side::Folder(named.to_owned()));
    }
    if named.exists() {
        return Ok(Side::File(named.to_owned()));
    }
    let name = named.to_string_lossy();
    if Path::new(&*name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json")) {
        return Err(project::Error::NoSuchPath(named.to_owned()).into());
    }
    match project::revisions(folder, &name)? {
        Revisions { old, new: None } => Ok(Side::Commit(old)),
        Revisions { .. } => Err(Failure::Other(format!("`{name}` is a range; give it alone"))),
    }
}

fn read(side: Side, args: &Args, outlet: &Outlet) -> Result<FactBase, Failure> {
    let options = FactsOptions::default();
    let progress = Progress::new(!args.source.quiet);
    let progress = |done, all| progress.update(done, all);
    let request = |folder: PathBuf| -> Result<Request, Failure> { args.source.request(vec![folder], None, Vec::new()) };
    let (base, summary) = match side {
        Side::File(path) => return Ok(project::read_facts(&path)?),
        Side::Folder(folder) => project::fact_base(&request(folder)?, &options, Some(&progress))?,
        Side::Commit(commit) => {
            project::fact_base_at(&request(args.folder.clone())?, &commit, &options, Some(&progress))?
        }
    };
    args.source.say(&summary, false, outlet);
    Ok(base)
}
