//! Where a page belongs: what it is a translation of, and what its translations are.
//!
//! Each translation has one source, the best that its path allows; a source's group is all pages that have it. So the
//! group of a page is the same from whichever of its pages one sets out.

use super::slot::Origin;
use super::tree::{alternates, below, join, segments};
use super::world::{Standing, World};
use crate::locale::Locale;
use std::collections::BTreeSet;

/// What a page is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Placed {
    /// A translation, with the path of its source.
    Translation { locale: Locale, source: String, by: String },
    /// A translation whose source is missing. Those of one page have one `id`.
    Orphan { locale: Locale, id: String, key: String, by: String },
    /// A page that is there to be translated, or that has been.
    Source { locale: Locale, key: String, by: String },
    /// No layout says.
    Loose,
}

impl World<'_> {
    /// Places a page.
    pub(super) fn place(&self, page: &str) -> Placed {
        let standings = self.all_standings(page);
        let row = |s: &Standing| self.setting.rows[s.slot.row].name.clone();
        // The deepest tag says most; of several readings of one, the first row.
        let order = |s: &&Standing| (s.slot.depth, usize::MAX - s.slot.row);
        let translated = |s: &Standing| s.member.is_some_and(|m| !s.slot.is_source(m));
        let sourced = standings.iter().filter(|s| translated(s));
        let sourced = sourced.filter_map(|s| Some((s, self.source_of(s, page)?))).max_by_key(|(s, _)| order(s));
        if let Some((standing, source)) = sourced
            && let Some(locale) = self.locale(standing)
        {
            return Placed::Translation { locale, source, by: row(standing) };
        }
        let rest = |s: &Standing| below(page, &s.at).unwrap_or_default().to_owned();
        let counts = |s: &&Standing| self.is_mirrored(s, &rest(s));
        // A tag in the path says more than a place that is a source for want of one.
        let best = standings.iter().filter(counts).max_by_key(|s| (s.member.is_some(), order(s)));
        let Some(standing) = best else {
            // A page that stands by its name beside translated ones, in a folder where the layout is at home.
            let home = self.home_of(page);
            let locale = self.setting.reader.source.clone();
            return home.map_or(Placed::Loose, |by| Placed::Source { locale, key: self.key(page, page), by });
        };
        let rest = rest(standing);
        let Some(locale) = self.locale(standing) else { return Placed::Loose };
        let by = row(standing);
        let key = self.key(&join(&standing.slot.key, &rest), page);
        if translated(standing) {
            Placed::Orphan { locale, id: format!("{}\0{rest}", standing.slot.id), key, by }
        } else {
            Placed::Source { locale, key, by }
        }
    }

    /// The pages that may have this one as their source, or share its missing one.
    pub(super) fn kin(&self, page: &str) -> BTreeSet<String> {
        let mut kin = BTreeSet::new();
        for standing in self.all_standings(page) {
            let rest = below(page, &standing.at).unwrap_or_default();
            let source = standing.slot.source().filter(|_| standing.member.is_some());
            for at in standing.slot.members.iter().map(|m| m.at.as_str()).chain(source) {
                let path = join(at, rest);
                if self.is_page(&path) {
                    kin.insert(path);
                } else if standing.slot.folder {
                    kin.extend(alternates(rest).iter().map(|r| join(at, r)).filter(|path| self.is_page(path)));
                }
            }
        }
        kin.remove(page);
        kin
    }

    /// The language that a page's path names where no layout bears it out: a lone locale folder or suffix.
    pub(super) fn hint(&self, page: &str) -> Option<Locale> {
        let path = segments(page);
        let folders = path.len().saturating_sub(1);
        path.iter().enumerate().rev().find_map(|(at, name)| {
            let splits = self.setting.reader.splits(name, at < folders);
            // A word joined to a name is too little; a whole folder name, or a tag with its region, is not.
            let said = |s: &super::tag::Split| {
                let whole = at < folders && s.pre.is_empty() && s.post.is_empty();
                s.tag.certain && (s.tag.long || whole)
            };
            splits.into_iter().find(said).map(|s| s.tag.locale)
        })
    }

    fn all_standings(&self, page: &str) -> Vec<Standing> {
        let mut all = self.standings(super::tree::split(page).0).to_vec();
        all.extend(self.by_name(page));
        all
    }

    /// The locale of the pages at a standing.
    fn locale(&self, standing: &Standing) -> Option<Locale> {
        match standing.member {
            Some(member) => standing.slot.members.get(member).map(|m| m.locale.clone()),
            None => Some(self.setting.reader.source.clone()),
        }
    }

    /// The source of a translation, if it is there.
    fn source_of(&self, standing: &Standing, page: &str) -> Option<String> {
        let source = standing.slot.source()?;
        let rest = below(page, &standing.at)?;
        let exact = join(source, rest);
        let is_there = |path: &str| self.is_page(path) && !standing.slot.is_apart(path);
        if exact != page && is_there(&exact) {
            return Some(exact);
        }
        if !standing.slot.folder {
            return None;
        }
        // A page that was renamed or converted, unless what it would be paired with has a translation by its own name.
        let free = |r: &&String| is_there(&join(source, r)) && !self.is_page(&join(&standing.at, r));
        alternates(rest).iter().find(free).map(|r| join(source, r))
    }

    /// The row by which a page without translations would have them by name, where its folder has others that do.
    fn home_of(&self, page: &str) -> Option<String> {
        let (folder, name) = super::tree::split(page);
        if !self.splits(folder, name).is_empty() {
            return None;
        }
        self.home(folder).map(|row| self.setting.rows[row].name.clone())
    }

    /// A page's key: its path without tag and extension, or its path where that is another page's.
    fn key(&self, path: &str, page: &str) -> String {
        let extension = page.rsplit_once('.').map_or("", |(_, extension)| extension);
        let key = path.strip_suffix(extension).and_then(|p| p.strip_suffix('.')).unwrap_or(path);
        let other = format!("{key}.{extension}");
        if other != page && self.is_page(&other) && !self.is_kin(&other, page) {
            page.to_owned()
        } else {
            key.to_owned()
        }
    }

    /// Whether the first page is where the source of the second would be, had that a tag.
    fn is_kin(&self, other: &str, page: &str) -> bool {
        let by_unmarked = |s: &Standing| matches!(&s.slot.origin, Origin::Unmarked(at) if below(other, at).is_some());
        self.all_standings(page).iter().any(by_unmarked)
    }
}
