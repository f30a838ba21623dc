//! The table of kinds.

use std::cmp::Ordering;
use std::fmt;
use std::sync::{PoisonError, RwLock};

/// The kind of a fact. The names are public: they stand in the JSON, in `--kind` and in rule ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Kind {
    /// A resource provider namespace.
    Provider,
    /// A port or range of ports.
    Port,
    /// A host name or domain, with or without wildcard.
    Domain,
    /// An absolute URL in the text.
    Url,
    /// An e-mail address.
    Email,
    /// An IP address or network.
    Address,
    /// A link's target.
    Link,
    /// An image's target.
    Image,
    /// An explicit id.
    Anchor,
    /// A heading: its id.
    Heading,
    /// A version.
    Version,
    /// A number, with its unit if it has one.
    Quantity,
    /// A calendar date.
    Date,
    /// A time of day.
    Time,
    /// A code span.
    Code,
    /// A code block.
    CodeBlock,
    /// GUID, hex code, OID, registry key, path, environment variable, flag, product or article number.
    Identifier,
    /// An HTML comment: a work item and the like.
    Comment,
    /// An alert's kind.
    Alert,
    /// An included file.
    Include,
    /// A directive.
    Directive,
    /// A key and value of the front matter.
    FrontMatter,
    /// A kind of `rules/facts/*.yaml` or of the user's own.
    Custom(Custom),
}

impl Kind {
    /// The built-in kinds in the order in which outputs list them.
    pub const ALL: [Kind; 22] = [
        Kind::Provider,
        Kind::Port,
        Kind::Domain,
        Kind::Url,
        Kind::Email,
        Kind::Address,
        Kind::Link,
        Kind::Image,
        Kind::Anchor,
        Kind::Heading,
        Kind::Version,
        Kind::Quantity,
        Kind::Date,
        Kind::Time,
        Kind::Code,
        Kind::CodeBlock,
        Kind::Identifier,
        Kind::Comment,
        Kind::Alert,
        Kind::Include,
        Kind::Directive,
        Kind::FrontMatter,
    ];

    /// The name in JSON, in `--kind` and in `drift/<name>`.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Provider => "provider",
            Kind::Port => "port",
            Kind::Domain => "domain",
            Kind::Url => "url",
            Kind::Email => "email",
            Kind::Address => "address",
            Kind::Link => "link",
            Kind::Image => "image",
            Kind::Anchor => "anchor",
            Kind::Heading => "heading",
            Kind::Version => "version",
            Kind::Quantity => "quantity",
            Kind::Date => "date",
            Kind::Time => "time",
            Kind::Code => "code",
            Kind::CodeBlock => "code-block",
            Kind::Identifier => "identifier",
            Kind::Comment => "comment",
            Kind::Alert => "alert",
            Kind::Include => "include",
            Kind::Directive => "directive",
            Kind::FrontMatter => "front-matter",
            Kind::Custom(custom) => custom.name(),
        }
    }

    /// The built-in kind of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The kind of that name that is not built in; `None` where there are too many of them.
    pub(super) fn custom(name: &str) -> Option<Self> {
        Custom::named(name).map(Self::Custom)
    }
}

/// A kind that is not built in, by its number: every fact has a kind, and a name would take far more room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Custom(u16);

/// Their names, kept for the life of the process: there are as many as files of patterns.
static NAMES: RwLock<Vec<&'static str>> = RwLock::new(Vec::new());

impl Custom {
    fn named(name: &str) -> Option<Self> {
        let mut names = NAMES.write().unwrap_or_else(PoisonError::into_inner);
        let known = names.iter().position(|known| *known == name);
        let number = u16::try_from(known.unwrap_or(names.len())).ok()?;
        if known.is_none() {
            names.push(Box::leak(name.into()));
        }
        Some(Self(number))
    }

    /// The name.
    pub fn name(self) -> &'static str {
        NAMES.read().unwrap_or_else(PoisonError::into_inner)[usize::from(self.0)]
    }
}

impl Ord for Custom {
    /// By name, whatever the order in which they were first named.
    fn cmp(&self, other: &Self) -> Ordering {
        if self == other { Ordering::Equal } else { self.name().cmp(other.name()) }
    }
}

impl PartialOrd for Custom {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
