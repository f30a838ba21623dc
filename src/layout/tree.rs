//! The tree that pages stand in, asked folder by folder: a list of files, or the disk.

use crate::walk::{Disk, Entry};
use rustc_hash::{FxHashMap, FxHashSet};

/// What a layout may ask of a tree. Paths are relative to its root, with `/`; the root is the empty path.
pub trait Tree {
    /// The folders and pages in a folder, sorted by name; nothing where there is no such folder.
    fn entries(&self, folder: &str) -> Vec<Entry>;
    /// Whether there is such a page.
    fn is_page(&self, path: &str) -> bool;
    /// Every folder with what it holds, in any order, where the whole tree is known.
    fn folders(&self) -> Option<Vec<(&str, &[Entry])>> {
        None
    }
}

impl Tree for Disk<'_> {
    fn entries(&self, folder: &str) -> Vec<Entry> {
        Disk::entries(self, folder)
    }
    fn is_page(&self, path: &str) -> bool {
        self.is_page_at(path)
    }
}

/// The tree that a list of files makes.
pub(super) struct Listed<'a> {
    folders: FxHashMap<&'a str, Vec<Entry>>,
    files: FxHashSet<&'a str>,
}

impl<'a> Listed<'a> {
    pub(super) fn new(files: &'a [String]) -> Self {
        let mut folders: FxHashMap<&str, Vec<Entry>> = FxHashMap::default();
        for file in files {
            let (mut path, mut folder) = (file.as_str(), false);
            loop {
                let (parent, name) = split(path);
                let known = folders.contains_key(parent);
                folders.entry(parent).or_default().push(Entry { name: name.to_owned(), folder });
                if known || parent.is_empty() {
                    break;
                }
                (path, folder) = (parent, true);
            }
        }
        #[expect(clippy::iter_over_hash_type, reason = "each is sorted by itself")]
        for entries in folders.values_mut() {
            entries.sort_unstable();
            entries.dedup();
        }
        Self { folders, files: files.iter().map(String::as_str).collect() }
    }
}

impl Tree for Listed<'_> {
    fn entries(&self, folder: &str) -> Vec<Entry> {
        self.folders.get(folder).cloned().unwrap_or_default()
    }
    fn is_page(&self, path: &str) -> bool {
        self.files.contains(path)
    }
    fn folders(&self) -> Option<Vec<(&str, &[Entry])>> {
        Some(self.folders.iter().map(|(folder, entries)| (*folder, &entries[..])).collect())
    }
}

/// A path as the folder it stands in and its name.
pub(super) fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// A path below a folder; either may be empty.
pub(super) fn join(folder: &str, rest: &str) -> String {
    match (folder, rest) {
        ("", path) | (path, "") => path.to_owned(),
        _ => format!("{folder}/{rest}"),
    }
}

/// The segments of a path; none for the root.
pub(super) fn segments(path: &str) -> Vec<&str> {
    path.split('/').filter(|s| !s.is_empty()).collect()
}

/// The path below `folder`, if it lies there or is it.
pub(super) fn below<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    if folder.is_empty() {
        return Some(path);
    }
    let rest = path.strip_prefix(folder)?;
    if rest.is_empty() { Some("") } else { rest.strip_prefix('/') }
}

/// What the path of a page is called elsewhere when it is not called the same: `a.md` may be `a.mdx` or `a/index.md`.
pub(super) fn alternates(path: &str) -> Vec<String> {
    const EXTENSIONS: [&str; 3] = ["md", "mdx", "markdown"];
    const INDEXES: [&str; 2] = ["index", "_index"];
    let Some((stem, extension)) = path.rsplit_once('.') else { return Vec::new() };
    if !EXTENSIONS.contains(&extension) {
        return Vec::new();
    }
    let (folder, name) = split(stem);
    let stem = if INDEXES.contains(&name) && !folder.is_empty() { folder } else { stem };
    let mut out = Vec::new();
    // The same extension first: a page renamed is likelier than one converted and renamed.
    let extensions = std::iter::once(extension).chain(EXTENSIONS.into_iter().filter(|e| *e != extension));
    for extension in extensions {
        out.push(format!("{stem}.{extension}"));
        out.extend(INDEXES.iter().map(|index| format!("{stem}/{index}.{extension}")));
    }
    out.retain(|other| other != path);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_files_is_a_tree() {
        let files = ["a/b/x.md", "a/y.md", "z.md"].map(String::from);
        let tree = Listed::new(&files);
        let names = |folder: &str| tree.entries(folder).into_iter().map(|e| e.name).collect::<Vec<_>>();
        assert_eq!([names(""), names("a"), names("a/b")].map(|n| n.join(" ")), ["a z.md", "b y.md", "x.md"]);
        assert!(tree.is_page("a/y.md") && !tree.is_page("a") && names("q").is_empty());
    }

    #[test]
    fn pages_have_other_names() {
        let all = alternates("a/b.md");
        assert_eq!(all[..3], ["a/b/index.md", "a/b/_index.md", "a/b.mdx"]);
        assert_eq!(alternates("a/index.mdx")[0], "a.mdx");
        assert!(alternates("a.txt").is_empty());
    }
}
