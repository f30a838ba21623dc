//! What git is told to ignore, folder by folder.
//!
//! The user's global ignore file is left out on purpose: the result must not depend on whose machine it is.

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// The files that say what is ignored; the later has the last word.
const LISTS: [&str; 2] = [".gitignore", ".ignore"];

/// The ignore files that hold at a place of the walk, outermost first.
pub(super) struct Ignored {
    stack: Vec<(usize, Gitignore)>,
    on: bool,
}

impl Ignored {
    /// The ignore files above `root`, up to the repository's root, and its `.git/info/exclude`.
    pub(super) fn above(root: &Path, on: bool) -> Self {
        let mut ignored = Self { stack: Vec::new(), on };
        if !on {
            return ignored;
        }
        let repository = root.ancestors().find(|folder| folder.join(".git").exists());
        let Some(repository) = repository else { return ignored };
        ignored.add(0, repository, &[repository.join(".git/info/exclude")]);
        let mut between: Vec<&Path> = root.ancestors().skip(1).take_while(|f| f.starts_with(repository)).collect();
        between.reverse();
        for folder in between {
            ignored.enter(0, folder);
        }
        ignored
    }

    /// Takes up the ignore files of a folder at this depth of the walk, and lets go of those of folders that were left.
    pub(super) fn enter(&mut self, depth: usize, folder: &Path) {
        if self.on {
            self.leave(depth);
            self.add(depth, folder, &LISTS.map(|list| folder.join(list)));
        }
    }

    /// Whether a file of this name says what its folder ignores.
    pub(super) fn is_list(name: &OsStr) -> bool {
        LISTS.iter().any(|list| name == *list)
    }

    /// Takes up the ignore files of a folder in which the walk met one of them, at this depth.
    pub(super) fn found(&mut self, depth: usize, list: &Path) {
        let Some(folder) = list.parent() else { return };
        if self.stack.last().is_none_or(|(known, matcher)| (*known, matcher.path()) != (depth, folder)) {
            self.enter(depth, folder);
        }
    }

    /// Lets go of the ignore files of folders at this depth and below; those from above the root have depth 0.
    pub(super) fn leave(&mut self, depth: usize) {
        while depth > 0 && self.stack.last().is_some_and(|&(d, _)| d >= depth) {
            self.stack.pop();
        }
    }

    fn add(&mut self, depth: usize, folder: &Path, files: &[PathBuf]) {
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
            self.stack.push((depth, matcher));
        }
    }

    /// Whether the innermost ignore file that speaks of the path says to ignore it.
    pub(super) fn is_ignored(&self, path: &Path, folder: bool) -> bool {
        for (_, matcher) in self.stack.iter().rev() {
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
        for (_, matcher) in self.stack.iter().rev().filter(|(_, matcher)| path.starts_with(matcher.path())) {
            match matcher.matched_path_or_any_parents(path, false) {
                Match::Ignore(_) => return true,
                Match::Whitelist(_) => return false,
                Match::None => {}
            }
        }
        false
    }
}
