//! Groups of pages: of a whole tree, and of one page.

use super::place::Placed;
use super::tree::Listed;
use super::world::{Survey, World};
use super::{Group, Layout, Loose, PageRef, Setting, Tree};
use crate::config::Config;
use crate::locale::Locale;
use crate::walk::{Disk, WalkOptions};
use rustc_hash::FxHashMap;
use std::borrow::Borrow;
use std::path::{Path, PathBuf};

/// The most translations of translations that are followed to the source.
const CHAIN: usize = 8;

/// Sorts out the pages of a tree. The order of `files` makes no difference.
pub fn detect(files: &[String], setting: &Setting) -> Layout {
    let pages = Pages::new(files, setting);
    let placed = pages.place(pages.paths());
    pages.layout(placed)
}

/// The same in parts: each share of the pages can be placed by itself, on any thread.
pub struct Pages<'a> {
    setting: &'a Setting,
    tree: Listed<'a>,
    survey: Survey,
    paths: Vec<&'a str>,
}

/// Where a page belongs.
pub struct Place {
    placed: Placed,
    /// What its path says of its language, if no layout places it.
    hint: Option<Locale>,
}

impl<'a> Pages<'a> {
    /// The pages of a tree, in any order.
    pub fn new(files: &'a [String], setting: &'a Setting) -> Self {
        let tree = Listed::new(files);
        let survey = Survey::new(setting, &tree.folders().unwrap_or_default());
        let mut paths: Vec<&str> = files.iter().map(String::as_str).collect();
        paths.sort_unstable();
        paths.dedup();
        Self { setting, tree, survey, paths }
    }

    /// The paths of the pages, sorted.
    pub fn paths(&self) -> &[&'a str] {
        &self.paths
    }

    /// Places some of the pages. What is found out on the way is known for the next, so a share should be a run of many.
    pub fn place(&self, share: &[&str]) -> Vec<Place> {
        let world = World::new(self.setting, &self.tree, Some(&self.survey));
        let place = |page: &&str| {
            let placed = world.place(page);
            let hint = if placed == Placed::Loose { world.hint(page) } else { None };
            Place { placed, hint }
        };
        share.iter().map(place).collect()
    }

    /// What it comes to, given the places of all pages in the order of their paths.
    pub fn layout(&self, places: Vec<Place>) -> Layout {
        let places: FxHashMap<&str, Place> = self.paths.iter().copied().zip(places).collect();
        let placed = |page: &str| places.get(page).map(|place| &place.placed);
        let mut members: Vec<(Root, &str)> = Vec::with_capacity(self.paths.len());
        let mut loose = Vec::new();
        for &page in &self.paths {
            match root(page, |page| placed(page).unwrap_or(&Placed::Loose)) {
                Some(root) => members.push((root, page)),
                None => loose.push(page),
            }
        }
        members.sort();
        // A page that has translations is a source, whatever else its own path says.
        let is_root = |page: &str| {
            let root = Root::Page(page.to_owned());
            members.binary_search_by(|(other, _)| other.cmp(&root)).is_ok()
        };
        loose.retain(|page| !is_root(page));
        let group = |alike: &[(Root, &str)]| {
            let pages = alike.iter().map(|(_, page)| *page);
            group(self.setting, &alike[0].0, pages, placed)
        };
        let mut groups: Vec<Group> = members.chunk_by(|one, next| one.0 == next.0).map(group).collect();
        part(&mut groups);
        let hint = |page: &str| places.get(page).and_then(|place| place.hint.clone());
        let loose = loose.into_iter().map(|page| Loose { path: page.to_owned(), locale: hint(page) });
        Layout { groups, loose: loose.collect() }
    }
}

/// What holds a group together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Root {
    /// The source.
    Page(String),
    /// The place where it would be.
    Missing(String),
}

/// The root of a page's group; `None` for a loose page.
fn root<P: Borrow<Placed>>(page: &str, place: impl Fn(&str) -> P) -> Option<Root> {
    let mut at = page.to_owned();
    for _ in 0..CHAIN {
        match place(&at).borrow() {
            Placed::Translation { source, .. } => at.clone_from(source),
            Placed::Orphan { id, .. } => return Some(Root::Missing(id.clone())),
            Placed::Source { .. } => return Some(Root::Page(at)),
            // The source of something, so not loose.
            Placed::Loose => return (at != page).then_some(Root::Page(at)),
        }
    }
    // A ring of pages that are each other's translations: the least is as good a source as any.
    Some(Root::Page(at))
}

fn group<'p, P: Borrow<Placed>>(
    setting: &Setting,
    root: &Root,
    pages: impl Iterator<Item = &'p str>,
    place: impl Fn(&str) -> Option<P>,
) -> Group {
    let mut group = Group { key: String::new(), source: None, translations: Vec::new(), by: String::new() };
    if let Root::Page(path) = root {
        let (locale, key, by) = match place(path).as_ref().map(Borrow::borrow) {
            Some(Placed::Source { locale, key, by } | Placed::Orphan { locale, key, by, .. }) => {
                (locale.clone(), key.clone(), by.clone())
            }
            _ => (setting.reader.source.clone(), path.clone(), String::new()),
        };
        group.source = Some(PageRef { path: path.clone(), locale });
        (group.key, group.by) = (key, by);
    }
    for page in pages {
        match place(page).as_ref().map(Borrow::borrow) {
            Some(Placed::Translation { locale, by, .. }) if group.source.as_ref().is_none_or(|s| s.path != page) => {
                group.translations.push(PageRef { path: page.to_owned(), locale: locale.clone() });
                group.by.clone_from(by);
            }
            Some(Placed::Orphan { locale, key, by, .. }) if group.source.is_none() => {
                group.translations.push(PageRef { path: page.to_owned(), locale: locale.clone() });
                (group.key, group.by) = (key.clone(), by.clone());
            }
            _ => {}
        }
    }
    group.translations.sort_by(|a, b| (&a.locale, &a.path).cmp(&(&b.locale, &b.path)));
    group
}

/// Gives groups that came to share a key their source's path instead, and sorts them.
fn part(groups: &mut [Group]) {
    let mut counts: FxHashMap<String, usize> = FxHashMap::default();
    for group in groups.iter() {
        *counts.entry(group.key.clone()).or_default() += 1;
    }
    for group in groups.iter_mut().filter(|g| counts.get(&g.key).is_some_and(|&count| count > 1)) {
        if let Some(page) = group.source.as_ref().or(group.translations.first()) {
            group.key.clone_from(&page.path);
        }
    }
    groups.sort_by(|a, b| (&a.key, &a.source).cmp(&(&b.key, &b.source)));
}

/// A page with its counterparts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counterparts {
    /// The folder that the paths are relative to: that of the configuration, else the repository's, else the nearest that
    /// holds the whole group.
    pub root: PathBuf,
    /// The page itself.
    pub page: String,
    /// Its group; `None` where no layout places it.
    pub group: Option<Group>,
    /// Whether the configuration leaves out the page.
    pub excluded: bool,
}

/// Finds the counterparts of one page from its own path: a few folders are listed and some names tried, nothing is read,
/// and the size of the repository makes no difference. `folder` is that of the configuration, where there is a file.
pub fn counterparts(page: &Path, config: &Config, folder: Option<&Path>) -> Counterparts {
    let page = crate::walk::absolute(page);
    let holds = |root: &Path| page.starts_with(root);
    let stated = folder.map(crate::walk::absolute).filter(|f| holds(f));
    let repository = || page.ancestors().skip(1).find(|f| f.join(".git").exists()).map(Path::to_owned);
    let known = stated.clone().or_else(repository);
    let top = known.clone().or_else(|| page.ancestors().last().map(Path::to_owned)).unwrap_or_default();
    let options = WalkOptions::new(config, folder);
    let setting = Setting::new(config, "");
    let Some(path) = crate::walk::named(&top, &page, &options) else {
        let path = page.strip_prefix(&top).unwrap_or(&page).to_string_lossy().replace('\\', "/");
        return Counterparts { root: top, page: path, group: None, excluded: true };
    };
    let disk = Disk::new(&top, &path, &options);
    let group = counterparts_in(&path, &setting, &disk);
    let mut out = Counterparts { root: top, page: path, group, excluded: false };
    if known.is_none() {
        out.narrow();
    }
    out
}

/// The group of one page of a tree; the same that [`detect`] puts it in.
pub fn counterparts_in(page: &str, setting: &Setting, tree: &dyn Tree) -> Option<Group> {
    let survey = tree.folders().map(|folders| Survey::new(setting, &folders));
    let world = World::new(setting, tree, survey.as_ref());
    let root = root(page, |p| world.place(p));
    let begin = match &root {
        Some(Root::Page(path)) => path.clone(),
        _ => page.to_owned(),
    };
    let sought = root.clone().unwrap_or_else(|| Root::Page(begin.clone()));
    let mut seen = std::collections::BTreeSet::from([begin.clone()]);
    let mut queue = vec![begin];
    while let Some(at) = queue.pop() {
        for other in world.kin(&at) {
            if seen.contains(&other) {
                continue;
            }
            if self::root(&other, |p| world.place(p)).as_ref() == Some(&sought) {
                seen.insert(other.clone());
                queue.push(other);
            }
        }
    }
    if root.is_none() && seen.len() == 1 {
        return None;
    }
    Some(group(setting, &sought, seen.iter().map(String::as_str), |p| Some(world.place(p))))
}

impl Counterparts {
    /// Makes the nearest folder that holds the group the root.
    fn narrow(&mut self) {
        let mut shared: Vec<String> = super::tree::segments(&self.page).into_iter().map(String::from).collect();
        shared.pop();
        for page in self.group.iter().flat_map(|g| g.source.iter().chain(&g.translations)) {
            let path = super::tree::segments(&page.path);
            let same = shared.iter().zip(&path).take_while(|(a, b)| a == b).count();
            shared.truncate(same.min(path.len().saturating_sub(1)));
        }
        // The key has no tag: it lies below what the tag stands in.
        let key = self.group.as_ref().map(|g| g.key.clone());
        while !shared.is_empty()
            && key.as_deref().is_some_and(|key| super::tree::below(key, &shared.join("/")).is_none())
        {
            shared.pop();
        }
        let prefix = shared.join("/");
        if prefix.is_empty() {
            return;
        }
        let cut = |path: &str| super::tree::below(path, &prefix).unwrap_or(path).to_owned();
        if let Some(group) = &mut self.group {
            for page in group.source.iter_mut().chain(&mut group.translations) {
                page.path = cut(&page.path);
            }
            group.key = cut(&group.key);
        }
        self.page = cut(&self.page);
        self.root = self.root.join(&prefix);
    }
}
