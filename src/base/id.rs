//! Ids that stay while lines move.
//!
//! A fact's id is made of its page's key, its section, its kind, value and polarity, and of its number among the equal
//! facts of that section: of nothing that changes when text is put before it. A section is known by the innermost
//! explicit id on the way to it and the slugs below that, so that a heading under an explicit id may be renamed, and
//! so may all above it. The page's title is no section.

use crate::facts::{Fact, Polarity};
use crate::parse::Document;
use rustc_hash::{FxBuildHasher, FxHashMap};
use sha2::{Digest, Sha256};

/// The id of a fact: 64 bits of a SHA-256.
pub(super) type Id = [u8; 8];

/// What stands for a section in the ids of its facts.
type Scope = [u8; 16];

/// What identifies the sections of a page.
pub(super) struct Sections<'a> {
    /// What has the page's key behind it already, with which every scope begins.
    key: Sha256,
    document: &'a Document,
    /// The heading of level 1, where there is one alone.
    title: Option<usize>,
    scopes: Vec<Option<Scope>>,
}

impl<'a> Sections<'a> {
    pub(super) fn new(key: &str, document: &'a Document) -> Self {
        let mut titles = document.sections.iter().enumerate().filter(|(_, section)| section.level == 1);
        let title = titles.next().map(|(at, _)| at).filter(|_| titles.next().is_none());
        // A page without sections still has front matter.
        Self { key: Sha256::new_with_prefix(key), document, title, scopes: vec![None; document.sections.len().max(1)] }
    }

    /// A section and those that it stands in, innermost first, without the title: what each is called, and whether that is an
    /// explicit id.
    fn way(&self, section: usize) -> impl Iterator<Item = (&'a str, bool)> {
        let sections = &self.document.sections;
        // A parent stands before its children; anything else is taken as the top of the page.
        let parent = |&at: &usize| sections[at].parent.map(|parent| parent as usize).filter(|&parent| parent < at);
        std::iter::successors((section < sections.len()).then_some(section), parent)
            .filter(|&at| sections[at].level > 0 && self.title != Some(at))
            .map(|at| (self.document.section_id(at as u32), self.document.anchors(&sections[at]).next().is_some()))
    }

    /// The sections that a fact stands in, outermost first.
    pub(super) fn path(&self, section: usize) -> Vec<&'a str> {
        let mut path: Vec<&str> = self.way(section).map(|(name, _)| name).collect();
        path.reverse();
        path
    }

    /// The section of a fact, as an index for the other methods.
    pub(super) fn of(&self, fact: &Fact) -> usize {
        let block = fact.block.and_then(|block| self.document.blocks.get(block as usize));
        block.map(|block| block.section as usize).filter(|&section| section < self.scopes.len()).unwrap_or(0)
    }

    /// What the ids of a section's facts begin with.
    pub(super) fn scope(&mut self, section: usize) -> Scope {
        if let Some(scope) = self.scopes[section] {
            return scope;
        }
        let mut names = Vec::new();
        for (name, explicit) in self.way(section) {
            names.push(name);
            if explicit {
                break;
            }
        }
        let mut hasher = self.key.clone();
        for name in names.into_iter().rev() {
            hasher.update([0]);
            hasher.update(name);
        }
        *self.scopes[section].insert(truncate(hasher.finalize()))
    }
}

/// Gives the facts of a page their ids, in document order.
pub(super) struct Ids<'a> {
    /// The locale of facts that a translation alone has, so that they are not taken for the source's.
    locale: &'a str,
    /// How often there was a fact, by the first id of its kind.
    seen: FxHashMap<u64, u32>,
    /// What an id is the digest of, put together here: one piece is digested faster than many.
    message: Vec<u8>,
}

impl<'a> Ids<'a> {
    pub(super) fn new(locale: Option<&'a str>, facts: usize) -> Self {
        let seen = FxHashMap::with_capacity_and_hasher(facts, FxBuildHasher);
        Self { locale: locale.unwrap_or(""), seen, message: Vec::with_capacity(128) }
    }

    /// The id of the next fact.
    pub(super) fn next(&mut self, scope: Scope, fact: &Fact) -> Id {
        let message = &mut self.message;
        message.clear();
        message.extend_from_slice(&scope);
        message.extend_from_slice(fact.kind.name().as_bytes());
        message.extend_from_slice(&[0, u8::from(fact.polarity == Polarity::Negated)]);
        let ordinal = message.len();
        message.extend_from_slice(&0_u32.to_be_bytes());
        message.extend_from_slice(self.locale.as_bytes());
        message.push(0);
        message.extend_from_slice(fact.value.as_bytes());
        let first: Id = truncate(Sha256::digest(&*message));
        let count = self.seen.entry(u64::from_ne_bytes(first)).or_insert(0);
        if *count == 0 {
            *count = 1;
            return first;
        }
        message[ordinal..ordinal + 4].copy_from_slice(&count.to_be_bytes());
        *count += 1;
        truncate(Sha256::digest(&*message))
    }
}

fn truncate<const N: usize>(digest: impl AsRef<[u8]>) -> [u8; N] {
    let mut short = [0; N];
    short.copy_from_slice(&digest.as_ref()[..N]);
    short
}

/// Writes bytes, eight or a multiple of it, as hexadecimal digits with quotes.
pub(super) fn hex(out: &mut Vec<u8>, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    out.push(b'"');
    for eight in bytes.as_chunks::<8>().0 {
        let mut digits = [[0; 2]; 8];
        for (pair, byte) in digits.iter_mut().zip(eight) {
            *pair = [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]];
        }
        out.extend_from_slice(digits.as_flattened());
    }
    out.push(b'"');
}
