//! `isogloss align`.

use super::output::Outlet;
use super::{Done, Verdict, settings};
use isogloss::project::{self, Page};
use isogloss::report::{self, AlignedPage};
use std::path::PathBuf;

/// Arguments of `align`.
#[derive(clap::Args)]
pub(super) struct Args {
    /// The source page
    #[arg(value_name = "SOURCE")]
    source: PathBuf,
    /// The page that translates it, wherever it is
    #[arg(value_name = "TRANSLATION")]
    translation: PathBuf,
    /// How to write the alignment
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    settings: settings::ConfigArgs,
}

#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum Format {
    /// One line for each pair of blocks
    #[default]
    Human,
    /// One object, `isogloss.align/1`
    Json,
}

/// Shows which blocks belong together.
pub(super) fn run(args: Args, outlet: &Outlet) -> Done {
    let settings = args.settings.resolve(std::slice::from_ref(&args.source))?;
    let (ours, theirs, alignment) = project::align_files(&args.source, &args.translation, &settings.config)?;
    let (source, translation) = (args.source.to_string_lossy(), args.translation.to_string_lossy());
    let source = page(&source, &ours);
    let translation = page(&translation, &theirs);
    outlet.result(None, |style, out| match args.format {
        Format::Human => report::write_alignment(&source, &translation, &alignment, style, out),
        Format::Json => report::write_alignment_json(&source, &translation, &alignment, out),
    })?;
    Ok(Verdict::Clean)
}

fn page<'a>(path: &'a str, page: &'a Page) -> AlignedPage<'a> {
    AlignedPage { path, text: &page.text, document: &page.document }
}
