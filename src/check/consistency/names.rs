//! The names that a page uses, with how often and where first.

use crate::check::View;
use crate::facts::{Data, Fact, Kind, Scheme, registrable, split_host};
use crate::text::Span;
use compact_str::CompactString;
use rustc_hash::FxHashMap;

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
    pub(super) spans: [Option<Span>; 2],
}

/// The names of a page, in the order of their first places.
pub(super) fn of(page: &View<'_>) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    // the end of each one's last place
    let mut ends: Vec<u32> = Vec::new();
    let mut known: FxHashMap<(Class, CompactString), usize> = FxHashMap::default();
    // many links lead to a few hosts: what they are written as stands for the names that are found in it
    let mut written: FxHashMap<(Class, &str), [Option<usize>; 2]> = FxHashMap::default();
    for fact in &page.facts.facts {
        let Some((class, text)) = read(fact) else {
            continue;
        };
        let found = *written.entry((class, text)).or_insert_with(|| {
            parts(class, text).map(|part| {
                let part = part.filter(|part| (NAME_LEAST..=NAME_MOST).contains(&part.len()))?;
                Some(*known.entry((class, part)).or_insert_with_key(|(_, text)| {
                    names.push(Name { class, text: text.clone(), count: 0, spans: [None; 2] });
                    ends.push(0);
                    names.len() - 1
                }))
            })
        });
        for at in found.into_iter().flatten() {
            // the label and the target of `<https://…>` are one use
            if fact.span.start < ends[at] {
                continue;
            }
            ends[at] = fact.span.end;
            let name = &mut names[at];
            name.count += 1;
            if let Some(free) = name.spans.iter_mut().find(|span| span.is_none()) {
                *free = Some(fact.span);
            }
        }
    }
    names
}

/// A name as it is compared, and the part of it that is a name of its own.
fn parts(class: Class, text: &str) -> [Option<CompactString>; 2] {
    // hosts and providers are compared without case; in an identifier it tells the words apart
    let text = if class == Class::Identifier { text.into() } else { CompactString::from(text.to_lowercase()) };
    let part = match class {
        Class::Domain => registrable(&text).filter(|part| *part != text),
        Class::Provider => text.split_once('/').map(|(namespace, _)| namespace),
        Class::Identifier => None,
    };
    let part = part.map(CompactString::from);
    [Some(text), part]
}

fn read(fact: &Fact) -> Option<(Class, &str)> {
    match (fact.kind, &fact.data) {
        (Kind::Domain, _) => Some((Class::Domain, fact.value.trim_start_matches("*."))),
        // most links lead to pages beside this one
        (Kind::Url | Kind::Link, _) if !fact.value.contains(':') => None,
        (Kind::Url | Kind::Link, _) => split_host(&fact.value).map(|(_, host, _)| (Class::Domain, host)),
        (Kind::Email, _) => fact.value.split_once('@').map(|(_, host)| (Class::Domain, host)),
        (Kind::Provider, _) => Some((Class::Provider, &fact.value)),
        // hexadecimal digits and numbers have neighbours of their own
        (Kind::Identifier, Data::Identifier(Scheme::Guid | Scheme::Hex | Scheme::Oid)) => None,
        (Kind::Identifier, _) => Some((Class::Identifier, &fact.value)),
        (Kind::Code, _) if is_name(&fact.value) => Some((Class::Identifier, &fact.value)),
        _ => None,
    }
}

/// Whether a code span holds one name: a token, a blank allowed beside a mark (`SMS_ CLOUD`).
fn is_name(text: &str) -> bool {
    let bytes = text.as_bytes();
    let joint = |at: usize| {
        let mark = |b: Option<&u8>| b.is_some_and(|b| matches!(b, b'.' | b'_' | b'/' | b'\\'));
        mark(bytes.get(at + 1)) || at > 0 && mark(bytes.get(at - 1))
    };
    bytes.iter().enumerate().all(|(at, b)| !b.is_ascii_whitespace() || *b == b' ' && joint(at))
}
