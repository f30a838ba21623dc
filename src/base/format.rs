//! The formats of a fact base.

/// How a fact base is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Canonical JSON (RFC 8785): one line without a line ending.
    #[default]
    Json,
    /// The same, indented for people.
    Pretty,
    /// A header line, then for each page key its pages and its facts, a record a line.
    Ndjson,
    /// A row for each fact in each locale.
    Csv,
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 4] = [Format::Json, Format::Pretty, Format::Ndjson, Format::Csv];

    /// The name on the command line (`--pretty` stands for the second).
    pub fn name(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::Pretty => "pretty",
            Format::Ndjson => "ndjson",
            Format::Csv => "csv",
        }
    }

    /// The format of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// What ends a record where records stand one after the other.
    pub(super) fn end(self) -> u8 {
        match self {
            Format::Json | Format::Pretty => b',',
            Format::Ndjson | Format::Csv => b'\n',
        }
    }
}
