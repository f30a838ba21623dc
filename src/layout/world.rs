//! The tree as it is asked while pages are placed, with everything remembered that was found out.

use super::data::Trust;
use super::pattern::{Bindings, Pattern};
use super::setting::{Place, Row, Setting};
use super::slot::{Origin, Slot};
use super::tag::{Reader, Split, Tag};
use super::tree::{Tree, join, segments, split};
use crate::locale::Locale;
use crate::walk::Entry;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

type Memo<K, V> = RefCell<FxHashMap<K, V>>;

/// A tree, and what is known of it so far.
pub(super) struct World<'a> {
    pub(super) setting: &'a Setting,
    tree: &'a dyn Tree,
    /// What a survey of the whole tree told, where there was one.
    survey: Option<&'a Survey>,
    /// The rows that may have any place in the tree.
    rows: Vec<usize>,
    listings: Memo<String, Rc<Vec<Entry>>>,
    indexes: Memo<String, Arc<Index>>,
    standings: Memo<String, Rc<Vec<Standing>>>,
    suffixes: Memo<(usize, String), Rc<FxHashMap<Locale, usize>>>,
    homes: Memo<String, Option<usize>>,
    named: Memo<String, Rc<Vec<usize>>>,
    pub(super) slots: Memo<String, Option<Rc<Slot>>>,
}

/// How a folder stands to a slot.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    pub(super) slot: Rc<Slot>,
    /// The member that it lies in; `None`: the source, which has no tag.
    pub(super) member: Option<usize>,
    /// The folder from which on the paths of source and translations are the same.
    pub(super) at: Rc<str>,
}

/// The names in a folder that can be read as having a tag, by what stands around the tag.
#[derive(Default)]
pub(super) struct Index {
    /// Whether any of them is a page's.
    files: bool,
    by_frame: FxHashMap<Frame, Vec<(Tag, String)>>,
}

/// What stands before and after a tag in a name, and whether the name is a folder's.
type Frame = (String, String, bool);

impl Index {
    fn new(entries: &[Entry], reader: &Reader) -> Self {
        let mut index = Self::default();
        for entry in entries {
            for split in reader.splits(&entry.name, entry.folder) {
                index.files |= !entry.folder;
                let names = index.by_frame.entry((split.pre, split.post, entry.folder)).or_default();
                names.push((split.tag, entry.name.clone()));
            }
        }
        index
    }

    pub(super) fn has(&self, pre: &str, post: &str, folder: bool) -> bool {
        !self.by_frame.is_empty() && !self.get(pre, post, folder).is_empty()
    }

    /// The tags that stand between `pre` and `post`, each with the name it stands in, sorted by that.
    pub(super) fn get(&self, pre: &str, post: &str, folder: bool) -> &[(Tag, String)] {
        self.by_frame.get(&(pre.to_owned(), post.to_owned(), folder)).map_or(&[], Vec::as_slice)
    }
}

/// What is known of a whole tree before any page is placed. Few of its folders hold a name with a tag, and few layouts have a place
/// in it, so that there is little to ask of each page.
pub(super) struct Survey {
    rows: Vec<usize>,
    /// The index of each folder that holds a name with a tag.
    indexes: FxHashMap<String, Arc<Index>>,
    /// The index of all others.
    untagged: Arc<Index>,
}

impl Survey {
    /// Looks once over all folders of a tree.
    pub(super) fn new(setting: &Setting, folders: &[(&str, &[Entry])]) -> Self {
        let mut indexes: FxHashMap<String, Arc<Index>> = FxHashMap::default();
        for (folder, entries) in folders {
            let index = Index::new(entries, &setting.reader);
            if !index.by_frame.is_empty() {
                indexes.insert((*folder).to_owned(), Arc::new(index));
            }
        }
        let frames: FxHashSet<&Frame> = indexes.values().flat_map(|index| index.by_frame.keys()).collect();
        let names: FxHashSet<&str> = folders.iter().map(|(folder, _)| split(folder).1).collect();
        let fits = |pattern: &Pattern| {
            let fits = |(pre, post, folder): &&Frame| {
                *folder == pattern.folder && pattern.fit_name(pre, post, &mut Bindings::default())
            };
            pattern.folder_names().all(|name| names.contains(name)) && frames.iter().any(fits)
        };
        let may = |row: &Row| match row {
            Row { place: Place::Tag(pattern), trust, .. } => *trust == Trust::Stated || fits(pattern),
            Row { place: Place::Folder(..), .. } => true,
        };
        let rows = (0..setting.rows.len()).filter(|&row| may(&setting.rows[row])).collect();
        Self { rows, indexes, untagged: Arc::default() }
    }

    fn index(&self, folder: &str) -> &Arc<Index> {
        self.indexes.get(folder).unwrap_or(&self.untagged)
    }
}

impl<'a> World<'a> {
    pub(super) fn new(setting: &'a Setting, tree: &'a dyn Tree, survey: Option<&'a Survey>) -> Self {
        Self {
            setting,
            tree,
            survey,
            rows: survey.map_or_else(|| (0..setting.rows.len()).collect(), |survey| survey.rows.clone()),
            listings: Memo::default(),
            indexes: Memo::default(),
            standings: Memo::default(),
            suffixes: Memo::default(),
            homes: Memo::default(),
            named: Memo::default(),
            slots: Memo::default(),
        }
    }

    fn rows(&self) -> impl Iterator<Item = (usize, &'a Row)> {
        self.rows.iter().map(|&row| (row, &self.setting.rows[row]))
    }

    pub(super) fn is_page(&self, path: &str) -> bool {
        self.tree.is_page(path)
    }

    pub(super) fn is_folder(&self, path: &str) -> bool {
        let (parent, name) = split(path);
        let entries = self.entries(parent);
        path.is_empty() || entries.binary_search_by(|e| e.name.as_str().cmp(name)).is_ok_and(|at| entries[at].folder)
    }

    pub(super) fn entries(&self, folder: &str) -> Rc<Vec<Entry>> {
        if let Some(known) = self.listings.borrow().get(folder) {
            return Rc::clone(known);
        }
        let listed = Rc::new(self.tree.entries(folder));
        self.listings.borrow_mut().insert(folder.to_owned(), Rc::clone(&listed));
        listed
    }

    pub(super) fn index(&self, folder: &str) -> Arc<Index> {
        if let Some(survey) = self.survey {
            return Arc::clone(survey.index(folder));
        }
        if let Some(known) = self.indexes.borrow().get(folder) {
            return Arc::clone(known);
        }
        let index = Arc::new(Index::new(&self.entries(folder), &self.setting.reader));
        self.indexes.borrow_mut().insert(folder.to_owned(), Arc::clone(&index));
        index
    }

    /// The ways to read a page's name as having a tag.
    pub(super) fn splits(&self, folder: &str, page: &str) -> Vec<Split> {
        let none = self.survey.is_some_and(|survey| !survey.index(folder).files);
        if none { Vec::new() } else { self.setting.reader.splits(page, false) }
    }

    /// How many pages of a folder have a translation into the locale by this row, which has the tag in the page's name.
    pub(super) fn suffixes(&self, row: usize, folder: &str, locale: &Locale) -> usize {
        self.all_suffixes(row, folder).get(locale).copied().unwrap_or(0)
    }

    fn all_suffixes(&self, row: usize, folder: &str) -> Rc<FxHashMap<Locale, usize>> {
        let key = (row, folder.to_owned());
        if let Some(known) = self.suffixes.borrow().get(&key) {
            return Rc::clone(known);
        }
        let mut counts: FxHashMap<Locale, usize> = FxHashMap::default();
        let spec = &self.setting.rows[row];
        if let (Place::Tag(pattern), Some((source, false))) = (&spec.place, &spec.source) {
            let path = segments(folder);
            #[expect(clippy::iter_over_hash_type, reason = "a count has no order")]
            for ((pre, post, is_folder), names) in &self.index(folder).by_frame {
                let mut bindings = Bindings::default();
                let fit = !is_folder
                    && pattern.before.fit(&path, &mut bindings)
                    && pattern.fit_name(pre, post, &mut bindings);
                if fit && source.fill(&bindings).is_some_and(|at| self.is_page(&at)) {
                    for (tag, _) in names {
                        *counts.entry(tag.locale.clone()).or_default() += 1;
                    }
                }
            }
        }
        let counts = Rc::new(counts);
        self.suffixes.borrow_mut().insert(key, Rc::clone(&counts));
        counts
    }

    /// The row by which two pages of the folder or more have a translation into one locale.
    pub(super) fn home(&self, folder: &str) -> Option<usize> {
        if !self.index(folder).files {
            return None;
        }
        if let Some(known) = self.homes.borrow().get(folder) {
            return *known;
        }
        let home = |row: &usize| self.all_suffixes(*row, folder).values().any(|&count| count > 1);
        let row = self.rows.iter().copied().find(home);
        self.homes.borrow_mut().insert(folder.to_owned(), row);
        row
    }

    /// The rows with the tag in the page's name by which pages of a folder may have translations: those for which any
    /// name with a tag stands where the translations would.
    fn rows_by_name(&self, folder: &str) -> Rc<Vec<usize>> {
        if let Some(known) = self.named.borrow().get(folder) {
            return Rc::clone(known);
        }
        let any_page = join(folder, "x.x");
        let path = segments(&any_page);
        let may = |row: &usize| {
            let spec = &self.setting.rows[*row];
            let (Place::Tag(pattern), Some((source, false))) = (&spec.place, &spec.source) else { return false };
            let mut b = Bindings::default();
            // What depends on more than the folder is left to the page.
            let parent = source.fit(&path, &mut b).then(|| pattern.before.fill(&b)).flatten();
            !pattern.folder && parent.is_none_or(|parent| self.index(&parent).files)
        };
        let rows = Rc::new(self.rows.iter().copied().filter(may).collect::<Vec<_>>());
        self.named.borrow_mut().insert(folder.to_owned(), Rc::clone(&rows));
        rows
    }

    /// The slots that the pages of a folder stand in, outermost first.
    pub(super) fn standings(&self, folder: &str) -> Rc<Vec<Standing>> {
        if let Some(known) = self.standings.borrow().get(folder) {
            return Rc::clone(known);
        }
        let mut all = Vec::new();
        // What lies above the root is in none of its slots.
        if !folder.is_empty() && folder != ".." {
            let stands = |s: &&Standing| s.member.is_some() || !s.slot.is_apart(folder);
            all.extend(self.standings(split(folder).0).iter().filter(stands).cloned());
        }
        self.begin_here(folder, &mut all);
        let all = Rc::new(all);
        self.standings.borrow_mut().insert(folder.to_owned(), Rc::clone(&all));
        all
    }

    /// The slots of which this very folder is a member or the source.
    fn begin_here(&self, folder: &str, all: &mut Vec<Standing>) {
        let path = segments(folder);
        // rows are many, and the places where they have their tags few
        let splits: Vec<OnceCell<Vec<Split>>> = path.iter().map(|_| OnceCell::new()).collect();
        for (row, spec) in self.rows() {
            let pattern = match &spec.place {
                Place::Tag(pattern) if pattern.folder => pattern,
                Place::Tag(_) => continue,
                Place::Folder(..) => {
                    let slot = self.slot(row, "", "", &Bindings::default());
                    all.extend(slot.and_then(|slot| Standing::new(slot, folder)));
                    continue;
                }
            };
            let after = pattern.after.len();
            if let Some(at) = path.len().checked_sub(after + 1) {
                for split in splits[at].get_or_init(|| self.setting.reader.splits(path[at], true)) {
                    let mut b = Bindings::default();
                    let fit = pattern.before.fit(&path[..at], &mut b)
                        && pattern.fit_name(&split.pre, &split.post, &mut b)
                        && pattern.after.fit(&path[at + 1..], &mut b);
                    let slot = fit.then(|| self.slot(row, &split.pre, &split.post, &b)).flatten();
                    all.extend(slot.and_then(|slot| Standing::new(slot, folder)));
                }
            }
            let mut b = Bindings::default();
            if let Some((source, true)) = &spec.source
                && source.fit(&path, &mut b)
                && let Some((pre, post)) = pattern.fill_name(&b)
                && let Some(slot) = self.slot(row, &pre, &post, &b)
                && slot.origin == Origin::Unmarked(folder.to_owned())
            {
                all.extend(Standing::new(slot, folder));
            }
        }
    }

    /// The slots in which a page stands by its own name.
    pub(super) fn by_name(&self, page: &str) -> Vec<Standing> {
        let (folder, name) = split(page);
        let mut all = Vec::new();
        let splits = self.splits(folder, name);
        let named = self.rows_by_name(folder);
        if splits.is_empty() && named.is_empty() {
            return all;
        }
        let whole = segments(page);
        let path = &whole[..whole.len().saturating_sub(1)];
        if !splits.is_empty() {
            for (row, spec) in self.rows() {
                let Place::Tag(pattern) = &spec.place else { continue };
                for split in splits.iter().filter(|_| !pattern.folder) {
                    let mut b = Bindings::default();
                    if pattern.fit_name(&split.pre, &split.post, &mut b) && pattern.before.fit(path, &mut b) {
                        let slot = self.slot(row, &split.pre, &split.post, &b);
                        all.extend(slot.and_then(|slot| Standing::new(slot, page)));
                    }
                }
            }
        }
        for &row in named.iter() {
            let spec = &self.setting.rows[row];
            let mut b = Bindings::default();
            if let (Place::Tag(pattern), Some((source, false))) = (&spec.place, &spec.source)
                && source.fit(&whole, &mut b)
                && let Some((pre, post)) = pattern.fill_name(&b)
                && let Some(slot) = self.slot(row, &pre, &post, &b)
                && slot.origin == Origin::Unmarked(page.to_owned())
            {
                all.extend(Standing::new(slot, page));
            }
        }
        all
    }

    /// Whether a page without translation lies in a part of the tree that is translated: where a folder's own files are
    /// the source of folders below it, only what those mirror is.
    pub(super) fn is_mirrored(&self, standing: &Standing, rest: &str) -> bool {
        let spec = &self.setting.rows[standing.slot.row];
        let whole = spec.source.as_ref().is_some_and(|(source, _)| source.is_base());
        match rest.split_once('/') {
            Some((first, _)) if whole && standing.member.is_none() => {
                standing.slot.members.iter().any(|m| self.is_folder(&join(&m.at, first)))
            }
            _ => true,
        }
    }
}

impl Standing {
    /// How the folder or page at this very path stands to the slot; `None` where its tag does not count.
    fn new(slot: Rc<Slot>, at: &str) -> Option<Self> {
        let member = slot.members.iter().position(|m| m.at == at);
        let counts = member.is_some() || slot.origin == Origin::Unmarked(at.to_owned());
        counts.then(|| Self { slot, member, at: at.into() })
    }
}
