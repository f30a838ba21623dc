//! Which pages there are.

use super::WalkOptions;
use super::ignored::Ignored;
use super::options::{Filter, absolute, extension, relative};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use walkdir::{DirEntry, WalkDir};

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
    let walk = Walk::new(root, options);
    let listings = walk.tops().into_iter().map(|top| walk.list(top, Some)).collect();
    walk.found(listings)
}

/// The same in parts: any folder can be listed by itself with those below it, in any order and on any thread.
pub struct Walk<'a> {
    trees: Vec<Tree<'a>>,
}

/// The root, or a tree beside it.
struct Tree<'a> {
    root: PathBuf,
    /// What leads from the root of the walk here.
    prefix: &'a str,
    filter: Filter<'a>,
}

/// A folder that is to be listed, with those below it.
pub struct Folder {
    tree: usize,
    /// Below the root of its tree.
    path: String,
    /// What is ignored in it: what the folders above it say, and once it is listed what it says itself.
    ignored: Arc<Ignored>,
}

/// What folders hold.
#[derive(Default)]
pub struct Listing {
    files: Vec<String>,
    /// The `.txt` files of folders that hold nothing else, and those of others.
    texts: Vec<String>,
    mixed_texts: Vec<String>,
    problems: Vec<WalkProblem>,
}

/// A folder while it is listed.
struct Listed {
    folder: Folder,
    texts: Vec<String>,
    /// Whether it holds anything beside `.txt` files.
    mixed: bool,
}

impl<'a> Walk<'a> {
    /// A walk of the folder `root` and of the trees that the options name beside it.
    pub fn new(root: &Path, options: &'a WalkOptions) -> Self {
        let tree = |root: &Path, prefix: &'a str| Tree { root: absolute(root), prefix, filter: options.at(root) };
        let beside = options.beside.iter().map(|beside| tree(&root.join(beside), beside));
        Self { trees: std::iter::once(tree(root, "")).chain(beside).collect() }
    }

    /// The folders to begin with.
    pub fn tops(&self) -> Vec<Folder> {
        let top = |(at, tree): (usize, &Tree<'_>)| {
            let ignored = Ignored::above(&tree.root, tree.filter.options.respect_ignore_files);
            Folder { tree: at, path: String::new(), ignored: Arc::new(ignored) }
        };
        self.trees.iter().enumerate().map(top).collect()
    }

    /// Lists a folder and those below it. `pass` may have others list one of these: it gives back those that it does not take.
    pub fn list(&self, folder: Folder, mut pass: impl FnMut(Folder) -> Option<Folder>) -> Listing {
        let tree = &self.trees[folder.tree];
        let mut out = Listing::default();
        let at = if folder.path.is_empty() { tree.root.clone() } else { tree.root.join(&folder.path) };
        // what a folder ignores is known before its other entries are looked at
        let list = WalkDir::new(&at).min_depth(1).sort_by_key(|entry| !Ignored::is_list(entry.file_name()));
        // no folder comes from a link but the root that was named
        let mut list = list.follow_root_links(folder.path.is_empty()).into_iter();
        // the folders on the way to an entry
        let mut way = vec![Listed::new(folder)];
        while let Some(entry) = list.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let path = error.path().map(|path| tree.shown(path)).unwrap_or_default();
                    let detail = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                    out.problems.push(WalkProblem { path, detail });
                    continue;
                }
            };
            way.drain(entry.depth().min(way.len())..).for_each(|listed| out.close(listed));
            let Some(listed) = way.last_mut() else { break };
            if Ignored::is_list(entry.file_name()) {
                Arc::make_mut(&mut listed.folder.ignored).take_up(entry.path());
            }
            match tree.take(&entry, listed, &mut out).and_then(&mut pass) {
                Some(below) => way.push(Listed::new(below)),
                None if entry.file_type().is_dir() => list.skip_current_dir(),
                None => {}
            }
        }
        way.into_iter().for_each(|listed| out.close(listed));
        out
    }

    /// What the listings of all folders come to.
    pub fn found(&self, listings: Vec<Listing>) -> Found {
        let mut found = Found::default();
        let any = listings.iter().any(|listing| !listing.files.is_empty());
        for listing in listings {
            found.files.extend(listing.files);
            found.files.extend(listing.texts);
            if !any {
                found.files.extend(listing.mixed_texts);
            }
            found.problems.extend(listing.problems);
        }
        found.files.sort_unstable();
        found.files.dedup();
        found.problems.sort();
        found
    }
}

impl Listing {
    /// Takes up what could not be told before all of a folder was seen.
    fn close(&mut self, Listed { texts, mixed, .. }: Listed) {
        let all = if mixed { &mut self.mixed_texts } else { &mut self.texts };
        all.extend(texts);
    }
}

impl Listed {
    fn new(folder: Folder) -> Self {
        Self { folder, texts: Vec::new(), mixed: false }
    }
}

impl Tree<'_> {
    /// Sorts out an entry of a folder. Gives back a folder that is to be listed as well.
    fn take(&self, entry: &DirEntry, listed: &mut Listed, out: &mut Listing) -> Option<Folder> {
        let Folder { tree, path: folder, ignored } = &listed.folder;
        let (kind, options) = (entry.file_type(), self.filter.options);
        let Some(name) = entry.file_name().to_str() else {
            if kind.is_dir() || options.is_page(&entry.file_name().to_string_lossy()) {
                let detail = "the name is not UTF-8".to_owned();
                out.problems.push(WalkProblem { path: self.shown(entry.path()), detail });
            }
            return None;
        };
        if name.starts_with('.') || kind.is_symlink() {
            return None;
        }
        let page = !kind.is_dir() && options.is_page(name);
        let text = !kind.is_dir() && !page && extension(name).is_some_and(|e| e.eq_ignore_ascii_case("txt"));
        if !(page || text || kind.is_dir()) {
            listed.mixed = true;
            return None;
        }
        if ignored.is_ignored(entry.path(), kind.is_dir()) {
            return None;
        }
        let path = joined(folder, name);
        if kind.is_dir() {
            let listed = !NEVER.contains(&name) && !self.filter.excluded(&path);
            return listed.then(|| Folder { tree: *tree, path, ignored: Arc::clone(ignored) });
        }
        if self.filter.admits(&path) {
            let path = joined(self.prefix, &path);
            match (kind.is_file(), page) {
                (true, true) => {
                    listed.mixed = true;
                    out.files.push(path);
                }
                // of a tree beside the root, only what are pages anywhere are its pages
                (true, false) if self.prefix.is_empty() => listed.texts.push(path),
                (false, true) => {
                    out.problems.push(WalkProblem { path, detail: "not a regular file".to_owned() });
                }
                _ => {}
            }
        }
        None
    }

    /// The path of something in the tree, for people.
    fn shown(&self, path: &Path) -> String {
        let path = path.strip_prefix(&self.root).unwrap_or(path);
        let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        joined(self.prefix, &parts.join("/"))
    }
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

fn joined(prefix: &str, path: &str) -> String {
    match (prefix, path) {
        ("", path) => path.to_owned(),
        (prefix, "") => prefix.to_owned(),
        (prefix, path) => [prefix, "/", path].concat(),
    }
}
