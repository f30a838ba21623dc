//! A slot: a place in a tree where a layout has a tag, the tags that stand there, and where the source is.
//!
//! Whether a tag is a locale is decided here, from the names in one folder and a bounded look for pages that are on both
//! sides. So a page can be placed from its own path, and is placed the same whether or not the rest of the tree is known.

use super::data::Trust;
use super::pattern::{Bindings, Pattern};
use super::setting::{Place, Row};
use super::tag::{Kinship, Tag};
use super::tree::{below, join, split};
use super::world::World;
use crate::locale::Locale;
use std::rc::Rc;

/// A tag that stands in a slot.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) locale: Locale,
    /// The folder whose pages are in this locale, or the page.
    pub(super) at: String,
}

/// Where the source is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// One of the members.
    Member(usize),
    /// A folder or page without a tag.
    Unmarked(String),
    /// Nowhere.
    None,
}

/// A place for a tag, with the tags that count.
#[derive(Debug)]
pub(super) struct Slot {
    /// Which of the rows.
    pub(super) row: usize,
    /// The folder that the tags stand in.
    pub(super) parent: String,
    /// Tells it from all others.
    pub(super) id: String,
    /// How deep the tag stands.
    pub(super) depth: usize,
    /// Whether the members are folders.
    pub(super) folder: bool,
    /// Sorted by where they are.
    pub(super) members: Vec<Member>,
    pub(super) origin: Origin,
    /// What a page's key begins with.
    pub(super) key: String,
}

impl Slot {
    /// Where the source is, folder or page.
    pub(super) fn source(&self) -> Option<&str> {
        match &self.origin {
            Origin::Member(index) => Some(&self.members[*index].at),
            Origin::Unmarked(at) => Some(at),
            Origin::None => None,
        }
    }

    /// Whether a path at or below an untagged source is none of it: in the folder that holds the translations, or in one
    /// of them.
    pub(super) fn is_apart(&self, path: &str) -> bool {
        let Origin::Unmarked(source) = &self.origin else { return false };
        let held = self.folder && self.parent != *source && below(&self.parent, source).is_some();
        (held && below(path, &self.parent).is_some()) || self.members.iter().any(|m| below(path, &m.at).is_some())
    }

    /// Whether the member is the source.
    pub(super) fn is_source(&self, member: usize) -> bool {
        self.origin == Origin::Member(member)
    }
}

/// A tag that may become a member.
struct Candidate {
    tag: Tag,
    kin: Option<Kinship>,
    at: String,
}

/// Pages that are on both sides.
#[derive(Clone, Copy, Default)]
struct Twins {
    any: usize,
    /// Those whose name is not one that any folder has.
    telling: usize,
}

impl World<'_> {
    /// The slot of a row at a place, if the tree bears it out.
    pub(super) fn slot(&self, row: usize, pre: &str, post: &str, bindings: &Bindings<'_>) -> Option<Rc<Slot>> {
        let Place::Tag(pattern) = &self.setting.rows[row].place else { return self.fixed(row) };
        let parent = pattern.before.fill(bindings)?;
        if !self.index(&parent).has(pre, post, pattern.folder) {
            return None;
        }
        let after = pattern.after.fill(bindings)?;
        let id = format!("{row}:{parent}/{pre}\0{post}/{after}");
        if let Some(known) = self.slots.borrow().get(&id) {
            return known.clone();
        }
        let built = self.build(row, pattern, (&parent, pre, post, &after), bindings, &id).map(Rc::new);
        self.slots.borrow_mut().insert(id, built.clone());
        built
    }

    /// The slot of a row for one folder.
    fn fixed(&self, row: usize) -> Option<Rc<Slot>> {
        let Row { place: Place::Folder(at, locale), source: Some((source, true)), .. } = &self.setting.rows[row] else {
            return None;
        };
        let (at, source) = (at.fill(&Bindings::default())?, source.fill(&Bindings::default())?);
        let members = vec![Member { locale: locale.clone(), at: at.clone() }];
        let (parent, depth) = (split(&at).0.to_owned(), at.split('/').count());
        let (key, origin, id) = (source.clone(), Origin::Unmarked(source), format!("{row}:"));
        Some(Rc::new(Slot { row, parent, id, depth, folder: true, members, origin, key }))
    }

    fn build(
        &self,
        row: usize,
        pattern: &Pattern,
        (parent, pre, post, after): (&str, &str, &str, &str),
        bindings: &Bindings<'_>,
        id: &str,
    ) -> Option<Slot> {
        let spec = &self.setting.rows[row];
        let mut all = Vec::new();
        for (tag, name) in self.index(parent).get(pre, post, pattern.folder) {
            let at = join(&join(parent, name), after);
            if after.is_empty() || self.is_folder(&at) {
                all.push(Candidate { kin: self.setting.reader.kinship(&tag.locale), tag: tag.clone(), at });
            }
        }
        let unmarked = spec.source.as_ref().and_then(|(segments, _)| segments.fill(bindings));
        let unmarked = unmarked.filter(|at| if pattern.folder { self.is_folder(at) } else { self.is_page(at) });
        // Of two folders for one locale, the first is it.
        let marked =
            all.iter().enumerate().filter(|(_, c)| c.kin.is_some()).max_by_key(|(i, c)| (c.kin, usize::MAX - i));
        let marked = marked.map(|(index, candidate)| (index, candidate.kin));
        let by_unmarked = || {
            let source = unmarked.clone()?;
            // What the source's own tag says is the source or nothing.
            let others: Vec<&Candidate> = all.iter().filter(|c| c.kin.is_none_or(|k| k == Kinship::Cousin)).collect();
            let members = self.borne_out(spec.trust, &others, &source, pattern.folder, row, parent);
            (!members.is_empty()).then_some((members, Origin::Unmarked(source)))
        };
        let by_marked = || {
            let source = &all[marked?.0];
            let mut members = self.beside_marked(spec.trust, &all, source, pattern.folder);
            members.sort_by(|a, b| a.at.cmp(&b.at));
            let index = members.iter().position(|m| m.at == source.at)?;
            (members.len() > 1).then_some((members, Origin::Member(index)))
        };
        let named = matches!(spec.trust, Trust::Named | Trust::Container | Trust::Stated);
        let cousin = marked.is_some_and(|(_, kin)| kin == Some(Kinship::Cousin));
        let (members, origin) =
            if named || cousin { by_unmarked().or_else(by_marked) } else { by_marked().or_else(by_unmarked) }
                .or_else(|| self.orphans(row, parent, &all, pattern.folder))?;
        let key = match &origin {
            Origin::Unmarked(at) => at.clone(),
            // Without the tag, and without the mark that joined it to the name.
            _ => {
                let end = post.find('.').filter(|_| !pattern.folder).unwrap_or(post.len());
                let name =
                    format!("{}{}", pre.trim_end_matches(['.', '-', '_']), post[..end].trim_start_matches(['-', '_']));
                join(&join(parent, &name), after)
            }
        };
        let depth = parent.split('/').filter(|s| !s.is_empty()).count();
        let (parent, id) = (parent.to_owned(), id.to_owned());
        Some(Slot { row, parent, id, depth, folder: pattern.folder, members, origin, key })
    }

    /// The tags that count beside a source with a tag: the others that are certain, and those that share a page with it.
    fn beside_marked(&self, trust: Trust, all: &[Candidate], source: &Candidate, folder: bool) -> Vec<Member> {
        let counts = |c: &&Candidate| {
            trust == Trust::Stated
                || c.at == source.at
                || c.tag.certain
                || !folder
                || self.twins(&c.at, &source.at).any > 0
        };
        all.iter().filter(counts).map(Candidate::member).collect()
    }

    /// The tags that count beside a source without one.
    fn borne_out(
        &self,
        trust: Trust,
        all: &[&Candidate],
        source: &str,
        folder: bool,
        row: usize,
        parent: &str,
    ) -> Vec<Member> {
        if matches!(trust, Trust::Stated | Trust::Named) {
            return all.iter().map(|c| c.member()).collect();
        }
        let stem = split(source).1.split('.').next().unwrap_or_default();
        // A README is translated where nothing else is, and beside no other file do so many tags mean a language.
        let readme = !folder && stem.eq_ignore_ascii_case("readme");
        let loud = !folder && stem.len() > 2 && !stem.contains(|c: char| c.is_lowercase());
        let twins = |c: &&Candidate| {
            if folder { self.twins(&c.at, source) } else { Twins { any: 1, telling: 0 } }
        };
        let twins: Vec<Twins> = all.iter().map(twins).collect();
        let certain = all.iter().zip(&twins).filter(|(c, t)| c.tag.certain && t.any > 0).count();
        let often = |c: &Candidate| if folder { 0 } else { self.suffixes(row, parent, &c.tag.locale) };
        let counts = |c: &Candidate, twins: &Twins| {
            let (any, telling) = (twins.any > 0, twins.telling > 0);
            match (trust, c.tag.certain) {
                (Trust::Container, _) | (Trust::Plain, true) => any,
                (Trust::Plain, false) => any && (certain > 0 || (readme && c.tag.readme) || often(c) > 2),
                (_, true) => any && (c.tag.long || telling || loud || readme || certain > 1 || often(c) > 1),
                (_, false) => any && (certain > 0 || (readme && c.tag.readme)),
            }
        };
        all.iter().zip(&twins).filter(|(c, t)| counts(c, t)).map(|(c, _)| c.member()).collect()
    }

    /// Pages with a tag in their name and without source, in a folder where the layout is at home.
    fn orphans(&self, row: usize, parent: &str, all: &[Candidate], folder: bool) -> Option<(Vec<Member>, Origin)> {
        if folder {
            return (self.setting.rows[row].trust == Trust::Stated && !all.is_empty())
                .then(|| (all.iter().map(Candidate::member).collect(), Origin::None));
        }
        let known = |c: &&Candidate| c.tag.certain && c.kin.is_none() && self.suffixes(row, parent, &c.tag.locale) > 1;
        let members: Vec<Member> = all.iter().filter(known).map(Candidate::member).collect();
        (!members.is_empty()).then_some((members, Origin::None))
    }

    /// Looks for pages that stand in both folders: until it knows, and never far.
    fn twins(&self, folder: &str, source: &str) -> Twins {
        const FOLDERS: usize = 48;
        const PAGES: usize = 512;
        let (mut found, mut pages) = (Twins::default(), 0);
        let mut queue = std::collections::VecDeque::from([String::new()]);
        for _ in 0..FOLDERS {
            let Some(at) = queue.pop_front() else { break };
            for entry in self.entries(&join(folder, &at)).iter() {
                let rest = join(&at, &entry.name);
                if entry.folder {
                    // Nothing below can be on both sides where the folder is not.
                    if self.is_folder(&join(source, &rest)) {
                        queue.push_back(rest);
                    }
                } else if pages < PAGES {
                    pages += 1;
                    if self.is_page(&join(source, &rest)) {
                        found.any += 1;
                        found.telling += usize::from(telling(&entry.name));
                    }
                }
                if found.telling > 0 {
                    return found;
                }
            }
        }
        found
    }
}

impl Candidate {
    fn member(&self) -> Member {
        Member { locale: self.tag.locale.clone(), at: self.at.clone() }
    }
}

/// Whether a page's name says more than that there is a page.
fn telling(name: &str) -> bool {
    const EVERYWHERE: [&str; 8] =
        ["readme", "index", "_index", "changelog", "license", "contributing", "code_of_conduct", "toc"];
    let stem = name.split('.').next().unwrap_or_default().to_lowercase();
    !EVERYWHERE.contains(&stem.as_str())
}
