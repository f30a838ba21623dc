//! Where the repository's root is, which CI wants paths to be relative to.

use std::path::{Component, Path, PathBuf};

/// What stands before a reported path to make it relative to the repository's root: `docs/`; nothing outside of one.
pub(super) fn prefix(paths: &[PathBuf], root: Option<&Path>) -> String {
    // as the library has it: the root given, else the one folder given, else the working folder
    let base = match (root, paths) {
        (Some(root), _) => root,
        (None, [folder]) if folder.is_dir() => folder,
        _ => Path::new("."),
    };
    // links are resolved, for CI knows files by their true paths
    let Ok(base) = base.canonicalize() else {
        return String::new();
    };
    let Some(repository) = base.ancestors().find(|folder| folder.join(".git").exists()) else {
        return String::new();
    };
    let below = base.strip_prefix(repository).unwrap_or(Path::new(""));
    below.components().fold(String::new(), |prefix, component| match component {
        Component::Normal(name) => prefix + &name.to_string_lossy() + "/",
        _ => prefix,
    })
}
