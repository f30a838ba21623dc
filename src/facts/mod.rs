//! The kinds of fact: recogniser, canonical value, equivalence.
//!
//! A fact is something that a page states and that no translation may change: a port, a domain, a version, a quantity.

use crate::locale::UnitId;
use crate::parse::{BlockId, Document, Inline, TextRange};
use crate::text::Span;
use compact_str::CompactString;

mod datetime;
mod equal;
mod extract;
mod host;
mod identifier;
mod kind;
mod network;
mod number;
mod numeral;
mod pattern;
mod port;
mod scan;
mod structure;
mod target;
mod token;
mod version;

pub use equal::{
    agree, begins_name, compounds_of, find_hyphenated, find_similar, find_written, is_measure, loosely, near_miss,
    numbers_agree, path_slip,
};
pub use extract::{Context, PageFacts, extract};
pub use host::{registrable, split_host};
pub use kind::{Custom, Kind};
pub use network::is_file_name;
pub use pattern::{PatternError, Patterns};
pub use target::{Address, root_of, split_fragment};
pub use version::split_version;

/// Index of a fact in [`PageFacts`]' list.
pub type FactId = u32;

/// Something that a page states, typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// What kind of thing it is.
    pub kind: Kind,
    /// The canonical value: its identity within the kind.
    pub value: CompactString,
    /// The typed fields.
    pub data: Data,
    /// Whether the sentence affirms or negates it.
    pub polarity: Polarity,
    /// Its bytes in the file.
    pub span: Span,
    /// Its bytes in `Document::text`; empty where it has no text of its own (a link's target, a comment, front matter).
    pub text: TextRange,
    /// The block it stands in; `None` for front matter.
    pub block: Option<BlockId>,
}

impl Fact {
    /// The link, image or include that the fact is the target of.
    pub fn inline<'a>(&self, document: &'a Document) -> Option<&'a Inline> {
        match self.data {
            Data::Target { inline } => document.inlines.get(inline as usize),
            _ => None,
        }
    }

    /// Where that leads, as written. `file` is the text that the document was parsed from.
    pub fn target<'a>(&self, document: &'a Document, file: &'a str) -> Option<&'a str> {
        self.inline(document)?.kind.target().map(|target| document.url(target, file))
    }
}

/// Whether the sentence that holds a fact affirms or negates it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Polarity {
    /// Nothing negates it.
    #[default]
    Affirmed,
    /// A cue of negation governs it ("It doesn't require ports 10140-10155").
    Negated,
}

/// The typed fields of a fact; what they are depends on its kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// The value says it all (provider, domain, e-mail, comment, anchor, alert, directive, code, …).
    Plain,
    /// A port or an inclusive range of ports.
    Port {
        /// The transport protocol.
        protocol: Protocol,
        /// The port, or the lower end.
        first: u16,
        /// The upper end; the port itself where there is no range.
        last: u16,
    },
    /// A number or an inclusive range, with its unit; apart, since it is several times as large as all else.
    Quantity(Box<Quantity>),
    /// A version; its parts are in the value, see [`split_version`].
    Version,
    /// A calendar date; `day` and `month` may be absent ("May 2020").
    Date {
        /// The year.
        year: Option<u16>,
        /// The month, from 1.
        month: Option<u8>,
        /// The day, from 1.
        day: Option<u8>,
    },
    /// A time of day.
    Time {
        /// 0–23.
        hour: u8,
        /// 0–59.
        minute: u8,
        /// 0–59.
        second: Option<u8>,
    },
    /// A link, image or include: its index in `Document::inlines`, where the target as written and the label are.
    Target {
        /// The index.
        inline: u32,
    },
    /// An identifier and what scheme it follows.
    Identifier(Scheme),
    /// A code block; its info string is the block's.
    CodeBlock,
    /// A key of the front matter: its index in `FrontMatter::entries`.
    FrontMatter {
        /// The index.
        entry: u32,
    },
}

/// A transport protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Protocol {
    /// The page does not say.
    Any,
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
}

impl Protocol {
    /// The name in canonical values: `tcp/443`.
    pub fn name(self) -> &'static str {
        match self {
            Protocol::Any => "any",
            Protocol::Tcp => "tcp",
            Protocol::Udp => "udp",
        }
    }
}

/// A number or an inclusive range with its unit and bound.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// The number, or the lower end of a range.
    pub first: Number,
    /// The upper end of a range.
    pub last: Option<Number>,
    /// The canonical unit (`s`, `GB`, `character`).
    pub unit: Option<UnitId>,
    /// "at least", "at most", …
    pub bound: Option<Bound>,
    /// How it is written.
    pub written: Written,
}

/// A decimal number, exact: `mantissa × 10^-scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Number {
    /// The digits.
    pub mantissa: u128,
    /// How many of them stand behind the decimal mark; trailing zeros are gone.
    pub scale: u8,
    /// The other reading of an ambiguous writing: "1.234" is 1234 or 1.234.
    pub other: Option<Other>,
}

/// What another reading of a number is of this one: marks group by thousands, and so does a `k` that may be no factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Other {
    /// A thousand times as much.
    Thousandfold,
    /// A thousandth of it.
    Thousandth,
}

/// Which side of a number is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Bound {
    /// "at least", "minimum".
    AtLeast,
    /// "at most", "up to".
    AtMost,
    /// "more than".
    MoreThan,
    /// "less than".
    LessThan,
}

/// How a number is written; words are weaker evidence than digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Written {
    /// In digits.
    Digits,
    /// As a word: "twenty".
    Word,
    /// As a word that may be an article: "one", "ein", "een".
    Article,
}

/// What scheme an identifier follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scheme {
    /// A GUID.
    Guid,
    /// `0x80004005`, or eight hexadecimal digits.
    Hex,
    /// An object identifier.
    Oid,
    /// A registry key.
    RegistryKey,
    /// A file path.
    Path,
    /// `%ProgramData%`, `$env:PATH`.
    Variable,
    /// `--flag`, `/flag`.
    Flag,
    /// `{placeholder}`.
    Placeholder,
    /// Letters and digits: `KB4057517`, `x64`, `SHA-256`.
    Name,
}

impl Scheme {
    /// The name in the JSON.
    pub fn name(self) -> &'static str {
        match self {
            Scheme::Guid => "guid",
            Scheme::Hex => "hex",
            Scheme::Oid => "oid",
            Scheme::RegistryKey => "registry-key",
            Scheme::Path => "path",
            Scheme::Variable => "variable",
            Scheme::Flag => "flag",
            Scheme::Placeholder => "placeholder",
            Scheme::Name => "name",
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_fact_stays_small() {
        // a page has hundreds, and they are read many times
        assert!(size_of::<super::Fact>() <= 72, "{}", size_of::<super::Fact>());
    }
}
