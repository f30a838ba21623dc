//! Fact bases from elsewhere: a file that was written before, and the pages as they were at a commit.

use super::facts::{FactsOptions, FactsSummary, fact_base};
use super::{Error, Progress, Request};
use crate::base::{self, FactBase};
use crate::history::{Commit, Repository};
use crate::walk;
use std::path::{Path, PathBuf};

/// Reads a fact base that `facts` wrote.
///
/// # Errors
/// Where the file cannot be read or is no fact base; the error names the place.
pub fn read_facts(path: &Path) -> Result<FactBase, Error> {
    let bytes = walk::read_data(path).map_err(|error| Error::Unreadable { path: path.to_owned(), error })?;
    FactBase::read(&bytes).map_err(|error| Error::NotFacts { path: path.to_owned(), error: Box::new(error) })
}

/// Reads fact bases and joins them; one alone is taken as it is.
///
/// # Errors
/// Where one cannot be read, or two do not go together.
pub fn merge_facts(paths: &[PathBuf]) -> Result<FactBase, Error> {
    let mut parts = Vec::with_capacity(paths.len());
    for path in paths {
        parts.push((path.display().to_string(), read_facts(path)?));
    }
    Ok(base::merge(parts)?)
}

/// Two versions of the pages of a folder, as a person names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revisions {
    /// The older.
    pub old: Commit,
    /// The newer; `None`: the working tree.
    pub new: Option<Commit>,
}

/// Finds the commits of `A` (against the working tree), `A..B`, or `A...B` (from where B left A) in the folder's repository; a
/// side that is left out is `HEAD`.
///
/// # Errors
/// Where there is no repository, no git, or no such revision.
pub fn revisions(folder: &Path, range: &str) -> Result<Revisions, Error> {
    let repository = Repository::of(folder)?;
    let commit = |name: &str| repository.commit(if name.is_empty() { "HEAD" } else { name });
    if let Some((a, b)) = range.split_once("...") {
        let (a, b) = (commit(a)?, commit(b)?);
        return Ok(Revisions { old: repository.merge_base(&a, &b)?, new: Some(b) });
    }
    if let Some((a, b)) = range.split_once("..") {
        return Ok(Revisions { old: commit(a)?, new: Some(commit(b)?) });
    }
    Ok(Revisions { old: commit(range)?, new: None })
}

/// The fact base of the request's folder (its first path, else the working folder) as it was at a commit. Configuration and rules are
/// today's: what differs is what the pages say.
///
/// # Errors
/// Where git fails, or as [`fact_base`].
pub fn fact_base_at(
    request: &Request,
    commit: &Commit,
    options: &FactsOptions,
    progress: Option<Progress<'_>>,
) -> Result<(FactBase, FactsSummary), Error> {
    let folder = request.paths.first().cloned().unwrap_or_else(|| PathBuf::from("."));
    let repository = Repository::of(&folder)?;
    let prefix = repository.prefix(&folder).unwrap_or_default();
    let limit = request.config.limits.file_size;
    let wanted = |path: &str, size: u64| size <= limit && is_wanted(path, &request.config.extensions);
    // trees that the configuration names may lie beside the folder
    let beside = request.config.layouts.iter().any(|layout| layout.root.is_some());
    let checkout = repository.checkout(commit, if beside { "" } else { &prefix }, &wanted)?;
    let mut request = request.clone();
    request.paths = vec![checkout.folder(&prefix)];
    request.root = None;
    if let Some(folder) = request.config_folder.take() {
        for rules in &mut request.config.rules {
            *rules = walk::absolute(&folder.join(&*rules));
        }
        request.config_folder = Some(match repository.prefix(&folder) {
            Some(prefix) => checkout.folder(&prefix),
            None => folder,
        });
    }
    fact_base(&request, options, progress)
}

/// Pages, and what says which of them git ignores.
fn is_wanted(path: &str, extensions: &[String]) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit('.').next().unwrap_or_default().to_lowercase();
    matches!(name, ".gitignore" | ".ignore") || extension == "txt" || extensions.contains(&extension)
}
