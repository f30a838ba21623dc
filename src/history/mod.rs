//! What git knows: the pages as they were at a commit. The one place that runs git.
//!
//! Repositories are foreign ground: their configuration may name programs to run, and revisions come from command lines. So git is
//! called without a shell, hooks, pagers and monitors are off, nothing is fetched, and a revision is resolved to the name of a
//! commit before it is used.

mod git;
mod tree;

pub use tree::Checkout;

use crate::walk;
use git::Git;
use std::path::{Path, PathBuf};

/// Why git could not say.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HistoryError {
    /// There is no git to run.
    #[error("git cannot be run: {0}")]
    NoGit(std::io::Error),
    /// The folder is in no repository.
    #[error("{}: not in a git repository", .0.display())]
    NoRepository(PathBuf),
    /// A revision that does not exist.
    #[error("`{0}` is neither a file or folder nor a revision of this repository")]
    NoRevision(String),
    /// Two revisions without a common ancestor.
    #[error("`{0}` and `{1}` have no common ancestor")]
    NoMergeBase(String, String),
    /// git failed.
    #[error("git {what}: {detail}")]
    Failed {
        /// What it was to do.
        what: &'static str,
        /// What it said.
        detail: String,
    },
    /// The pages of a revision cannot be put into a temporary folder.
    #[error("cannot write the pages of a revision: {0}")]
    Write(std::io::Error),
}

/// The name of a commit: git's own, resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit(String);

/// The repository that a folder stands in.
#[derive(Clone, Debug)]
pub struct Repository {
    root: PathBuf,
}

impl Repository {
    /// The repository that `folder` is in.
    ///
    /// # Errors
    /// Where there is none, or no git.
    pub fn of(folder: &Path) -> Result<Self, HistoryError> {
        let folder = folder.canonicalize().unwrap_or_else(|_| walk::absolute(folder));
        let out = Git::at(&folder).run("rev-parse", &["rev-parse", "--show-toplevel"])?;
        if !out.success {
            // git's own words matter where it refuses a repository that is there ("dubious ownership")
            let known = folder.ancestors().any(|folder| folder.join(".git").exists());
            return Err(if known {
                HistoryError::Failed { what: "rev-parse", detail: out.error }
            } else {
                HistoryError::NoRepository(folder)
            });
        }
        let root = String::from_utf8_lossy(&out.stdout).trim_end_matches(['\n', '\r']).to_owned();
        let root = PathBuf::from(root);
        Ok(Self { root: root.canonicalize().unwrap_or(root) })
    }

    /// Its root folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The way from the root to a folder of the repository, with `/`; `None` for one outside.
    pub fn prefix(&self, folder: &Path) -> Option<String> {
        let folder = folder.canonicalize().unwrap_or_else(|_| walk::absolute(folder));
        let below = folder.strip_prefix(&self.root).ok()?;
        let parts: Option<Vec<&str>> = below.components().map(|part| part.as_os_str().to_str()).collect();
        parts.map(|parts| parts.join("/"))
    }

    /// The commit that a revision (`main`, `v1.2`, `HEAD~3`) means.
    ///
    /// # Errors
    /// Where there is no such commit.
    pub fn commit(&self, revision: &str) -> Result<Commit, HistoryError> {
        let spec = format!("{revision}^{{commit}}");
        let out =
            Git::at(&self.root).run("rev-parse", &["rev-parse", "--verify", "--quiet", "--end-of-options", &spec])?;
        match commit_name(&out.stdout) {
            Some(name) if out.success => Ok(Commit(name)),
            _ => Err(HistoryError::NoRevision(revision.to_owned())),
        }
    }

    /// The commit at which two others part, as `A...B` means it.
    ///
    /// # Errors
    /// Where they have none in common.
    pub fn merge_base(&self, a: &Commit, b: &Commit) -> Result<Commit, HistoryError> {
        let out = Git::at(&self.root).run("merge-base", &["merge-base", &a.0, &b.0])?;
        match commit_name(&out.stdout) {
            Some(name) if out.success => Ok(Commit(name)),
            _ => Err(HistoryError::NoMergeBase(a.0.clone(), b.0.clone())),
        }
    }

    /// The files of a commit under `prefix` (empty: all) that `wanted` says yes to by path and size, in a temporary folder that goes
    /// away with the answer. Links and submodules are left out.
    ///
    /// # Errors
    /// Where git fails or the folder cannot be written.
    pub fn checkout(
        &self,
        commit: &Commit,
        prefix: &str,
        wanted: &dyn Fn(&str, u64) -> bool,
    ) -> Result<Checkout, HistoryError> {
        tree::checkout(&self.root, &commit.0, prefix, wanted)
    }
}

/// The object name that git printed: hexadecimal digits and nothing else.
fn commit_name(out: &[u8]) -> Option<String> {
    let name = std::str::from_utf8(out).ok()?.lines().next()?;
    let hex = name.len() >= 40 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    hex.then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_object_names_are_taken_for_commits() {
        let name = "0123456789abcdef0123456789abcdef01234567";
        assert_eq!(commit_name(format!("{name}\n").as_bytes()).as_deref(), Some(name));
        for wrong in ["", "HEAD\n", "--help\n", "0123\n"] {
            assert_eq!(commit_name(wrong.as_bytes()), None, "{wrong:?}");
        }
    }
}
