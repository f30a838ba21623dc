//! What git is told to ignore, folder by folder.
//!
//! The user's global ignore file is left out on purpose: the result must not depend on whose machine it is.

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The files that say what is ignored; the later has the last word.
const LISTS: [&str; 2] = [".gitignore", ".ignore"];

/// The ignore files that hold in a folder, outermost first.
#[derive(Clone)]
pub(super) struct Ignored {
    lists: Vec<Arc<Gitignore>>,
    on: bool,
}

impl Ignored {
    /// The ignore files above `root`, up to the repository's root, and its `.git/info/exclude`.
    pub(super) fn above(root: &Path, on: bool) -> Self {
        let mut ignored = Self { lists: Vec::new(), on };
        if !on {
            return ignored;
        }
        let repository = root.ancestors().find(|folder| folder.join(".git").exists());
        let Some(repository) = repository else { return ignored };
        ignored.add(repository, &[repository.join(".git/info/exclude")]);
        let mut between: Vec<&Path> = root.ancestors().skip(1).take_while(|f| f.starts_with(repository)).collect();
        between.reverse();
        for folder in between {
            ignored.enter(folder);
        }
        ignored
    }

    /// Takes up the ignore files of a folder in one of those that they hold in.
    pub(super) fn enter(&mut self, folder: &Path) {
        if self.on {
            self.add(folder, &LISTS.map(|list| folder.join(list)));
        }
    }

    /// Takes up an ignore file of a folder in one of those that it holds in.
    pub(super) fn take_up(&mut self, list: &Path) {
        if let (true, Some(folder)) = (self.on, list.parent()) {
            self.add(folder, &[list.to_owned()]);
        }
    }

    /// Whether a file of this name says what its folder ignores.
    pub(super) fn is_list(name: &OsStr) -> bool {
        LISTS.iter().any(|list| name == *list)
    }

    fn add(&mut self, folder: &Path, files: &[PathBuf]) {
        let mut builder = GitignoreBuilder::new(folder);
        let mut any = false;
        for file in files {
            if let Ok(text) = std::fs::read_to_string(file) {
                any = true;
                for line in text.lines() {
                    // A line that is no glob ignores nothing, as in git.
                    let _ = builder.add_line(None, line);
                }
            }
        }
        if let (true, Ok(matcher)) = (any, builder.build()) {
            self.lists.push(Arc::new(matcher));
        }
    }

    /// Whether the innermost ignore file that speaks of the path says to ignore it.
    pub(super) fn is_ignored(&self, path: &Path, folder: bool) -> bool {
        for matcher in self.lists.iter().rev() {
            match matcher.matched(path, folder) {
                Match::Ignore(_) => return true,
                Match::Whitelist(_) => return false,
                Match::None => {}
            }
        }
        false
    }

    /// Whether a file, or a folder on the way to it, is ignored; for one that no walk has led to.
    pub(super) fn hides(&self, path: &Path) -> bool {
        for matcher in self.lists.iter().rev().filter(|matcher| path.starts_with(matcher.path())) {
            match matcher.matched_path_or_any_parents(path, false) {
                Match::Ignore(_) => return true,
                Match::Whitelist(_) => return false,
                Match::None => {}
            }
        }
        false
    }
}
