//! Finds and reads files. Nothing else in the program touches them.
//!
//! Paths are relative to the root, with `/`, and sorted by their bytes, so that they are the same on every machine.
//! Nothing here aborts: what cannot be listed or read is a record beside the rest.

mod disk;
mod find;
mod ignored;
mod options;
mod read;

pub use disk::Disk;
pub use find::{Folder, Found, Listing, Walk, WalkProblem, find, named, nearest};
pub(crate) use options::globs;
pub use options::{WalkOptions, absolute};
pub use read::{FileText, ReadKind, ReadProblem, data_files, decode, read, read_bytes, read_data};

/// A child of a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// Whether it is a folder; else it is a page.
    pub folder: bool,
}

#[cfg(test)]
mod tests;
