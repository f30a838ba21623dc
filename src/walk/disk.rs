//! A folder tree asked piecemeal: what `layout` needs to place one page without walking the rest.

use super::options::{Filter, absolute, extension};
use super::{Entry, WalkOptions, ignored::Ignored};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// A tree on disk, seen as [`find`](fn@super::find) sees it.
pub struct Disk<'a> {
    root: PathBuf,
    filter: Filter<'a>,
    /// The page that was named: there even where git ignores it.
    named: String,
    /// Pages may also have this extension: that of the page that was named.
    also: Option<String>,
    /// The ignore files that hold in a folder.
    ignored: RefCell<FxHashMap<PathBuf, Rc<Ignored>>>,
}

impl<'a> Disk<'a> {
    /// The tree at `root`; `page`, which the user named, is one of it whatever its extension.
    pub fn new(root: &Path, page: &str, options: &'a WalkOptions) -> Self {
        let also = extension(page.rsplit('/').next().unwrap_or(page)).map(str::to_lowercase);
        Self {
            root: absolute(root),
            filter: options.at(root),
            named: page.to_owned(),
            also,
            ignored: RefCell::default(),
        }
    }

    /// The folders and pages in a folder, sorted by name; nothing for one that cannot be listed.
    pub fn entries(&self, folder: &str) -> Vec<Entry> {
        let at = self.root.join(folder);
        let Ok(list) = std::fs::read_dir(&at) else { return Vec::new() };
        let ignored = self.ignored(&at);
        let mut entries: Vec<Entry> = list
            .flatten()
            .filter_map(|entry| {
                let kind = entry.file_type().ok()?;
                let name = entry.file_name().into_string().ok()?;
                let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
                if self.leads_to_named(&path) {
                    return Some(Entry { folder: path != self.named, name });
                }
                let fits = if kind.is_dir() { !self.filter.excluded(&path) } else { self.is_page(&path, &name) };
                let hidden = name.starts_with('.') || name == "node_modules" || kind.is_symlink();
                let fits = fits && !hidden && (kind.is_dir() || kind.is_file());
                (fits && !ignored.is_ignored(&entry.path(), kind.is_dir()))
                    .then(|| Entry { name, folder: kind.is_dir() })
            })
            .collect();
        entries.sort_unstable();
        entries
    }

    /// Whether there is such a page.
    pub fn is_page_at(&self, path: &str) -> bool {
        if path == self.named {
            return true;
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        let at = self.root.join(path);
        self.is_page(path, name)
            && !self.is_hidden(path)
            && std::fs::symlink_metadata(&at).is_ok_and(|about| about.is_file())
            && !self.ignored(at.parent().unwrap_or(&self.root)).hides(&at)
    }

    fn is_page(&self, path: &str, name: &str) -> bool {
        let also = || extension(name).map(str::to_lowercase).is_some_and(|e| Some(e) == self.also);
        (self.filter.options.is_page(name) || also()) && self.filter.admits(path)
    }

    /// Whether the path is the named page's or that of a folder it stands in: there, hidden or not.
    fn leads_to_named(&self, path: &str) -> bool {
        self.named.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Whether a folder on the way is hidden that the named page does not stand in.
    fn is_hidden(&self, path: &str) -> bool {
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        ends.map(|end| &path[..end]).any(|way| {
            let name = way.rsplit('/').next().unwrap_or(way);
            name.starts_with('.') && name != ".." && !self.leads_to_named(way)
        })
    }

    fn ignored(&self, folder: &Path) -> Rc<Ignored> {
        if let Some(known) = self.ignored.borrow().get(folder) {
            return Rc::clone(known);
        }
        let mut ignored = Ignored::above(folder, self.filter.options.respect_ignore_files);
        ignored.enter(folder);
        let ignored = Rc::new(ignored);
        self.ignored.borrow_mut().insert(folder.to_owned(), Rc::clone(&ignored));
        ignored
    }
}
