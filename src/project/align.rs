//! Alignment of two pages, by their groups or by their paths.

use super::load::load_as;
use super::plan::{Base, Plan};
use super::{Error, Page};
use crate::align::{self, Alignment, Side};
use crate::config::Config;
use crate::facts::Patterns;
use crate::layout;
use crate::locale::Locale;
use crate::walk;
use std::path::Path;

/// The alignment of a source page and a translation.
pub fn align_pages(source: &Page, translation: &Page) -> Alignment {
    align::align(
        Side { document: &source.document, facts: &source.facts },
        Side { document: &translation.document, facts: &translation.facts },
    )
}

/// Reads two pages and aligns them, whatever their paths say.
///
/// # Errors
/// Where one of them cannot be read.
pub fn align_files(source: &Path, translation: &Path, config: &Config) -> Result<(Page, Page, Alignment), Error> {
    let plan = Plan {
        jobs: Vec::new(),
        loose: Vec::new(),
        problems: Vec::new(),
        config: config.clone(),
        patterns: Patterns::shipped().clone(),
        wanted: Vec::new(),
    };
    let read = |path: &Path, fallback: Option<&Locale>| -> Result<Page, Error> {
        let absolute = walk::absolute(path);
        let (Some(folder), Some(name)) = (absolute.parent(), absolute.file_name().and_then(|name| name.to_str()))
        else {
            return Err(Error::NoSuchPath(path.to_owned()));
        };
        let base = Base { folder: folder.to_owned(), prefix: String::new() };
        let stated = layout::counterparts(&absolute, config, None).group.and_then(|group| {
            let page =
                group.source.iter().chain(&group.translations).find(|page| folder.join(name).ends_with(&page.path));
            page.map(|page| page.locale.clone())
        });
        let locale = |said: Option<Locale>| {
            said.or(stated).or_else(|| fallback.cloned()).unwrap_or_else(|| config.source.clone())
        };
        load_as(&base, name, &plan, &mut Vec::new(), locale).ok_or_else(|| Error::NoSuchPath(path.to_owned()))
    };
    let ours = read(source, Some(&config.source))?;
    let theirs = read(translation, None)?;
    let alignment = align_pages(&ours, &theirs);
    Ok((ours, theirs, alignment))
}
