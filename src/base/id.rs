//! Ids that stay while lines move.
//!
//! A fact's id is made of its page's key, its section, its kind, value and polarity, and of its number among the equal
//! facts of that section: of nothing that changes when text is put before it. A section is known by the innermost
//! explicit id on the way to it and the slugs below that, so that a heading under an explicit id may be renamed, and
//! so may all above it. The page's title is no section.

use crate::facts::{Fact, Polarity};
use crate::parse::Document;
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

/// The id of a fact: 64 bits of a SHA-256.
pub(super) type Id = [u8; 8];

/// What identifies the sections of a page.
pub(super) struct Sections<'a> {
    key: &'a str,
    paths: Vec<Vec<&'a str>>,
    /// How many parts of the path stand above the innermost explicit id.
    above: Vec<usize>,
    scopes: Vec<Option<[u8; 16]>>,
}

impl<'a> Sections<'a> {
    pub(super) fn new(key: &'a str, document: &'a Document) -> Self {
        let titles = document.sections.iter().filter(|section| section.level == 1).count();
        let mut paths: Vec<Vec<&str>> = Vec::with_capacity(document.sections.len().max(1));
        let mut above: Vec<usize> = Vec::with_capacity(document.sections.len().max(1));
        for (id, section) in document.sections.iter().enumerate() {
            // A parent stands before its children; anything else is taken as the top of the page.
            let parent = section.parent.map(|parent| parent as usize).filter(|&parent| parent < paths.len());
            let mut path = parent.map_or_else(Vec::new, |parent| paths[parent].clone());
            let mut start = parent.map_or(0, |parent| above[parent]);
            let title = section.level == 1 && titles == 1;
            if section.level > 0 && !title {
                if !section.anchors.is_empty() {
                    start = path.len();
                }
                path.push(document.section_id(id as u32));
            }
            paths.push(path);
            above.push(start);
        }
        if paths.is_empty() {
            // A page without sections still has front matter.
            paths.push(Vec::new());
            above.push(0);
        }
        let scopes = vec![None; paths.len()];
        Self { key, paths, above, scopes }
    }

    /// The sections that a fact stands in, outermost first.
    pub(super) fn path(&self, section: usize) -> &[&'a str] {
        &self.paths[section]
    }

    /// The section of a fact, as an index for the other methods.
    pub(super) fn of(&self, fact: &Fact, document: &Document) -> usize {
        let block = fact.block.and_then(|block| document.blocks.get(block as usize));
        let section = block.map_or(0, |block| block.section as usize);
        if section < self.paths.len() { section } else { 0 }
    }

    fn scope(&mut self, section: usize) -> [u8; 16] {
        *self.scopes[section].get_or_insert_with(|| {
            let mut hasher = Sha256::new();
            hasher.update(self.key);
            for part in &self.paths[section][self.above[section]..] {
                hasher.update([0]);
                hasher.update(part);
            }
            truncate(hasher)
        })
    }
}

/// Gives the facts of a page their ids, in document order.
#[derive(Default)]
pub(super) struct Ids {
    seen: FxHashMap<Id, u32>,
}

impl Ids {
    /// The id of the next fact; `locale` where a translation alone has it, so that it is not taken for the source's.
    pub(super) fn next(
        &mut self,
        sections: &mut Sections<'_>,
        section: usize,
        fact: &Fact,
        locale: Option<&str>,
    ) -> Id {
        let scope = sections.scope(section);
        let first = digest(scope, fact, locale, 0);
        let count = self.seen.entry(first).or_insert(0);
        let ordinal = *count;
        *count += 1;
        if ordinal == 0 { first } else { digest(scope, fact, locale, ordinal) }
    }
}

fn digest(scope: [u8; 16], fact: &Fact, locale: Option<&str>, ordinal: u32) -> Id {
    let mut hasher = Sha256::new();
    hasher.update(scope);
    hasher.update(fact.kind.name());
    hasher.update([0, u8::from(fact.polarity == Polarity::Negated)]);
    hasher.update(ordinal.to_be_bytes());
    hasher.update(locale.unwrap_or(""));
    hasher.update([0]);
    hasher.update(fact.value.as_bytes());
    truncate(hasher)
}

fn truncate<const N: usize>(hasher: Sha256) -> [u8; N] {
    let digest = hasher.finalize();
    let mut short = [0; N];
    short.copy_from_slice(&digest[..N]);
    short
}

/// Writes bytes as hexadecimal digits.
pub(super) fn hex(out: &mut Vec<u8>, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for byte in bytes {
        out.push(DIGITS[usize::from(byte >> 4)]);
        out.push(DIGITS[usize::from(byte & 15)]);
    }
}
