//! The names that a page uses, with how often and where first.

use super::lowered;
use crate::check::View;
use crate::facts::{Data, Fact, Kind, Scheme, registrable, split_host};
use crate::text::Span;
use compact_str::CompactString;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::borrow::Cow;

/// Longer texts are no names.
const NAME_MOST: usize = 80;
/// Shorter ones differ by a letter too often.
const NAME_LEAST: usize = 6;

/// What sort of name it is: only names of one class are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Class {
    /// A host, or the part of it that was registered.
    Domain,
    /// A resource provider.
    Provider,
    /// An identifier, in a code span or not.
    Identifier,
}

impl Class {
    /// The name of the fact kind.
    pub(super) fn kind(self) -> &'static str {
        match self {
            Class::Domain => Kind::Domain.name(),
            Class::Provider => Kind::Provider.name(),
            Class::Identifier => Kind::Identifier.name(),
        }
    }
}

/// A name and the places of a page that use it.
#[derive(Debug)]
pub(super) struct Name {
    pub(super) class: Class,
    /// In lower case but for identifiers.
    pub(super) text: CompactString,
    pub(super) count: u32,
    /// The first places; more of one page need not be shown.
    first: [Span; 2],
}

impl Name {
    /// The first places of the page that use it.
    pub(super) fn spans(&self) -> &[Span] {
        &self.first[..self.first.len().min(self.count as usize)]
    }
}

/// Where the names are that a fact is written with.
#[derive(Clone, Copy)]
struct Found {
    whole: Option<u32>,
    /// The part of it that is a name of its own.
    part: Option<u32>,
}

/// The names of a page that were found so far, in the order of their first places.
pub(super) struct Names<'a> {
    all: Vec<Name>,
    /// The end of each one's last place.
    ends: Vec<u32>,
    known: FxHashMap<(Class, Cow<'a, str>), u32>,
    /// Many links lead to a few hosts: what they are written as stands for the names that are found in it.
    written: FxHashMap<(Class, &'a str), Found>,
}

impl<'a> Names<'a> {
    /// None of the page's so far.
    pub(super) fn of(page: &View<'a>) -> Self {
        // one fact in so many names something that no fact before it has named
        let room = page.facts.facts.len() / 8;
        let known = FxHashMap::with_capacity_and_hasher(room, FxBuildHasher);
        Self { all: Vec::with_capacity(room), ends: Vec::with_capacity(room), known, written: FxHashMap::default() }
    }

    /// Counts the names that a fact is written with, if it has any.
    pub(super) fn read(&mut self, fact: &'a Fact) {
        let Some((class, text)) = read(fact) else { return };
        let found = if class == Class::Identifier {
            Found { whole: self.find(class, text.into()), part: None }
        } else if let Some(found) = self.written.get(&(class, text)) {
            *found
        } else {
            let found = self.find_parts(class, text);
            self.written.insert((class, text), found);
            found
        };
        self.count(found.whole, fact.span);
        self.count(found.part, fact.span);
    }

    /// All of them.
    pub(super) fn all(self) -> Box<[Name]> {
        self.all.into()
    }

    /// A host or provider as it is compared, which is without case, and the part of it that is a name of its own.
    fn find_parts(&mut self, class: Class, text: &'a str) -> Found {
        let whole = lowered(text);
        let part = match &whole {
            Cow::Borrowed(whole) => part(class, whole).map(Cow::Borrowed),
            Cow::Owned(whole) => part(class, whole).map(|part| Cow::Owned(part.to_owned())),
        };
        Found { whole: self.find(class, whole), part: part.and_then(|part| self.find(class, part)) }
    }

    /// Where the name is; `None` for a text that is too short or too long to be one.
    fn find(&mut self, class: Class, text: Cow<'a, str>) -> Option<u32> {
        if !(NAME_LEAST..=NAME_MOST).contains(&text.len()) {
            return None;
        }
        Some(*self.known.entry((class, text)).or_insert_with_key(|(_, text)| {
            self.all.push(Name { class, text: (&**text).into(), count: 0, first: [Span::default(); 2] });
            self.ends.push(0);
            self.all.len() as u32 - 1
        }))
    }

    fn count(&mut self, at: Option<u32>, span: Span) {
        let Some(at) = at.map(|at| at as usize) else { return };
        // the label and the target of `<https://…>` are one use
        if span.start < self.ends[at] {
            return;
        }
        self.ends[at] = span.end;
        let name = &mut self.all[at];
        if let Some(free) = name.first.get_mut(name.count as usize) {
            *free = span;
        }
        name.count += 1;
    }
}

fn part(class: Class, text: &str) -> Option<&str> {
    match class {
        Class::Domain => registrable(text).filter(|part| *part != text),
        Class::Provider => text.split_once('/').map(|(namespace, _)| namespace),
        Class::Identifier => None,
    }
}

fn read(fact: &Fact) -> Option<(Class, &str)> {
    match (fact.kind, &fact.data) {
        (Kind::Domain, _) => Some((Class::Domain, fact.value.trim_start_matches("*."))),
        (Kind::Url | Kind::Link, _) => split_host(&fact.value).map(|(_, host, _)| (Class::Domain, host)),
        (Kind::Email, _) => fact.value.split_once('@').map(|(_, host)| (Class::Domain, host)),
        (Kind::Provider, _) => Some((Class::Provider, &fact.value)),
        // hexadecimal digits and numbers have neighbours of their own
        (Kind::Identifier, Data::Identifier(Scheme::Guid | Scheme::Hex | Scheme::Oid)) => None,
        (Kind::Identifier, _) => Some((Class::Identifier, &fact.value)),
        (Kind::Code, _) if fact.value.len() <= NAME_MOST && is_name(&fact.value) => {
            Some((Class::Identifier, &fact.value))
        }
        _ => None,
    }
}

/// Whether a code span holds one name: a token, a blank allowed beside a mark (`SMS_ CLOUD`).
fn is_name(text: &str) -> bool {
    let bytes = text.as_bytes();
    // most hold no blank, which is sooner known of all bytes at once
    if !bytes.iter().fold(false, |blank, b| blank | (*b <= b' ')) {
        return true;
    }
    let joint = |at: usize| {
        let mark = |b: Option<&u8>| b.is_some_and(|b| matches!(b, b'.' | b'_' | b'/' | b'\\'));
        mark(bytes.get(at + 1)) || at > 0 && mark(bytes.get(at - 1))
    };
    bytes.iter().enumerate().all(|(at, b)| !b.is_ascii_whitespace() || *b == b' ' && joint(at))
}
