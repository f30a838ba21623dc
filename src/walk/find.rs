//! Which pages there are.

use super::WalkOptions;
use super::ignored::Ignored;
use super::options::{absolute, extension, relative};
use rustc_hash::FxHashSet;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// What a walk found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The pages, sorted; relative to the root, with `/`. Those of a tree beside the root begin with `../`.
    pub files: Vec<String>,
    /// What could not be listed, sorted by path.
    pub problems: Vec<WalkProblem>,
}

/// A file or folder that could not be taken up.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WalkProblem {
    /// Its path relative to the root, with `/`; what is not UTF-8 replaced by U+FFFD.
    pub path: String,
    /// Why.
    pub detail: String,
}

/// Folders that never hold documentation of the tree they stand in.
const NEVER: [&str; 1] = ["node_modules"];

/// All pages of the folder `root` and of the trees that the options name beside it.
///
/// Hidden files and what git ignores are left out, links are not followed (what they lead to is a page of its own where
/// it lies in the tree, and not this tree's concern where it does not). A folder without any other page is read as one
/// of `.txt` pages, and so is a single folder that holds nothing but such files.
pub fn find(root: &Path, options: &WalkOptions) -> Found {
    let mut found = Found::default();
    let mut texts = Vec::new();
    let mut mixed = FxHashSet::default();
    walk(root, "", options, &mut found, &mut texts, &mut mixed);
    for beside in &options.beside {
        walk(&root.join(beside), beside, options, &mut found, &mut Vec::new(), &mut mixed);
    }
    if found.files.is_empty() {
        found.files = texts;
    } else {
        let folder = |path: &str| path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        found.files.extend(texts.into_iter().filter(|path| !mixed.contains(&folder(path))));
    }
    found.files.sort_unstable();
    found.files.dedup();
    found.problems.sort();
    found
}

/// The path of a page that the user named, relative to `root`: taken whatever its extension and even where git ignores
/// it, but not where the configuration excludes it. `None` for excluded pages and those outside the root.
pub fn named(root: &Path, page: &Path, options: &WalkOptions) -> Option<String> {
    let path = relative(&absolute(page), &absolute(root))?;
    let filter = options.at(root);
    let ways = path.match_indices('/').map(|(at, _)| &path[..at]);
    let excluded = ways.chain([path.as_str()]).any(|way| filter.excluded(way));
    (!excluded && !path.is_empty()).then_some(path)
}

/// The file or folder beside one that is not there whose name is nearest to it, if one is near enough to be a slip.
pub fn nearest(path: &Path) -> Option<PathBuf> {
    let wrong = path.file_name()?.to_str()?.to_lowercase();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let names = std::fs::read_dir(folder).ok()?.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    names
        .map(|name| (strsim::damerau_levenshtein(&wrong, &name.to_lowercase()), name))
        .filter(|(distance, name)| distance * 3 <= name.chars().count().max(3))
        .min()
        .map(|(_, name)| path.with_file_name(name))
}

/// Walks one tree: pages go to `found`, `.txt` files to `texts`, and folders that hold anything else to `mixed`.
fn walk(
    root: &Path,
    prefix: &str,
    options: &WalkOptions,
    found: &mut Found,
    texts: &mut Vec<String>,
    mixed: &mut FxHashSet<String>,
) {
    let filter = options.at(root);
    let mut ignored = Ignored::above(&absolute(root), options.respect_ignore_files);
    let absolute_root = absolute(root);
    // the folders on the way here, as paths below the root
    let mut folders: Vec<String> = Vec::new();
    // what a folder ignores is known before its other entries come
    let mut entries = WalkDir::new(&absolute_root)
        .follow_links(false)
        .sort_by_key(|entry| !Ignored::is_list(entry.file_name()))
        .into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().map(|p| shown(p, &absolute_root)).unwrap_or_default();
                let detail = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                found.problems.push(WalkProblem { path: joined(prefix, &path), detail });
                continue;
            }
        };
        let (kind, depth) = (entry.file_type(), entry.depth());
        folders.truncate(depth);
        let Some(folder) = folders.last() else {
            folders.push(String::new());
            continue;
        };
        let skip = |entries: &mut walkdir::IntoIter| {
            if kind.is_dir() {
                entries.skip_current_dir();
            }
        };
        let Some(name) = entry.file_name().to_str() else {
            let path = joined(prefix, &shown(entry.path(), &absolute_root));
            let page = options.is_page(&entry.file_name().to_string_lossy());
            if kind.is_dir() || page {
                found.problems.push(WalkProblem { path, detail: "the name is not UTF-8".to_owned() });
            }
            skip(&mut entries);
            continue;
        };
        if Ignored::is_list(entry.file_name()) {
            ignored.found(depth, entry.path());
        }
        if name.starts_with('.') || kind.is_symlink() {
            skip(&mut entries);
            continue;
        }
        let page = !kind.is_dir() && options.is_page(name);
        let text = !kind.is_dir() && !page && extension(name).is_some_and(|e| e.eq_ignore_ascii_case("txt"));
        if !(page || text || kind.is_dir()) {
            mixed.insert(joined(prefix, folder));
            continue;
        }
        let path = joined(folder, name);
        ignored.leave(depth + 1);
        if ignored.is_ignored(entry.path(), kind.is_dir()) {
            skip(&mut entries);
            continue;
        }
        if kind.is_dir() {
            if NEVER.contains(&name) || filter.excluded(&path) {
                skip(&mut entries);
            } else {
                folders.push(path);
            }
        } else if filter.admits(&path) {
            let path = joined(prefix, &path);
            match (kind.is_file(), page) {
                (true, true) => {
                    mixed.insert(path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned()));
                    found.files.push(path);
                }
                (true, false) => texts.push(path),
                (false, true) => {
                    found.problems.push(WalkProblem { path, detail: "not a regular file".to_owned() });
                }
                (false, false) => {}
            }
        }
    }
}

/// A path below the root, for people.
fn shown(path: &Path, root: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn joined(prefix: &str, path: &str) -> String {
    match (prefix, path) {
        ("", path) => path.to_owned(),
        (prefix, "") => prefix.to_owned(),
        (prefix, path) => format!("{prefix}/{path}"),
    }
}
