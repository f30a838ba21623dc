//! A page as data: front matter, sections, leaf blocks and inlines, each with its span in the file.
//!
//! One text per leaf block: escapes and entities resolved, markup gone, soft breaks as one blank, so that a fact that
//! markup splits is found whole. All leaf texts stand in one string ([`Document::text`]), and a map leads every
//! byte of it back to the file ([`Document::span`]).

mod arena;
mod document;
mod front_matter;
mod html;
mod markdown;
mod names;
mod pre;
mod slug;

use crate::text::Span;
use compact_str::CompactString;

/// How a page is read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The page is MDX: imports, exports, JSX tags and `{…}` are no text.
    pub mdx: bool,
    /// The page is a plain text file: unless it has front matter or `#` headings, each of its lines is a paragraph.
    pub plain: bool,
    /// How much of it is read.
    pub limits: Limits,
}

/// Bounds against pages made (or broken) so that reading them takes long; no page that people wrote comes near them.
#[derive(Clone, Debug)]
pub struct Limits {
    /// The size of front matter.
    pub front_matter_bytes: usize,
    /// The values in front matter, each use of an alias counted.
    pub yaml_nodes: usize,
    /// How deep the values in front matter nest.
    pub yaml_depth: usize,
    /// The leaf blocks.
    pub blocks: usize,
    /// The table cells; a parser must add those that a short row leaves out, so a small page can have very many.
    pub cells: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { front_matter_bytes: 64 * 1024, yaml_nodes: 20_000, yaml_depth: 64, blocks: 1_000_000, cells: 200_000 }
    }
}

/// Reads a page. Whatever the text holds, the answer is a document; what is wrong stands in [`Document::problems`].
///
/// # Panics
/// Where the text is 4 GiB or longer; `walk` refuses such files.
pub fn parse(text: &str, options: &Options) -> Document {
    let mut document = Document::default();
    let body = front_matter::read(text, &options.limits, &mut document);
    markdown::read(text, body, options, &mut document);
    document
}

/// A half-open range of bytes in [`Document::text`], not in the file.
pub type TextRange = std::ops::Range<u32>;

/// A parsed page.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The front matter; empty where the page has none.
    pub front_matter: FrontMatter,
    /// The sections in document order; the first is the one before any heading (level 0, no heading).
    pub sections: Vec<Section>,
    /// The leaf blocks in document order.
    pub blocks: Vec<Block>,
    /// The inlines in document order; those of a block are [`Block::inlines`].
    pub inlines: Vec<Inline>,
    /// The table cells in document order, as ranges of `text`; those of a row are [`Row::cells`].
    pub cells: Vec<TextRange>,
    /// The quotes and alerts in the order in which they begin.
    pub quotes: Vec<Quote>,
    /// The texts of all leaf blocks, one after the other, a line feed between.
    pub text: String,
    /// What stands in no block's text: slugs, ids, comments, names of tags, mended addresses. One string for all, since there
    /// are very many; see [`Document::name`].
    pub names: String,
    /// What is wrong with the page itself.
    pub problems: Vec<Problem>,
    /// Runs of `text` and where they stand in the file, ascending in both.
    pub(crate) segments: Vec<Segment>,
}

/// A run of [`Document::text`] that stands in the file byte for byte (`exact`), or came of an escape, an entity or a
/// line break (then every byte of it maps to the whole source span).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Segment {
    pub(crate) text: u32,
    pub(crate) source: Span,
    pub(crate) exact: bool,
}

/// Index of a section in [`Document::sections`].
pub type SectionId = u32;
/// Index of a block in [`Document::blocks`].
pub type BlockId = u32;

/// A heading and what stands under it, up to the next heading of its level or above.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// 1–6; 0 for the part before the first heading.
    pub level: u8,
    /// The section that this one stands in.
    pub parent: Option<SectionId>,
    /// The heading's block.
    pub heading: Option<BlockId>,
    /// The id that GitHub would give the heading's text ("Ports and endpoints" → `ports-and-endpoints`), as a range of
    /// [`Document::names`].
    pub slug: TextRange,
    /// The blocks that stand directly in it (heading included), not those of its subsections.
    pub blocks: std::ops::Range<BlockId>,
}

/// What a leaf block is. A list item's own text is an `Item` whether the list is tight or loose; later paragraphs of the
/// item are `Paragraph`s one level deeper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BlockKind {
    /// ATX or setext heading, with its level.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// The first text of a list item.
    Item,
    /// A row of a GFM table; the header row too.
    Row,
    /// Fenced or indented code.
    Code,
    /// An HTML block that holds something other than comments.
    Html,
    /// An HTML block of comments alone.
    Comment,
    /// A `:::` line, `[!INCLUDE]`, `[!VIDEO]`, an import/export line or a JSX tag standing alone in MDX, a Liquid/Hugo shortcode line.
    Directive,
    /// A thematic break.
    Rule,
}

/// A leaf block.
#[derive(Clone, Debug)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// How many lists, quotes and directives it stands in.
    pub depth: u8,
    /// The section it stands in.
    pub section: SectionId,
    /// Its bytes in the file, without the trailing line ending.
    pub span: Span,
    /// Its text.
    pub text: TextRange,
    /// Its inlines in [`Document::inlines`].
    pub inlines: std::ops::Range<u32>,
    /// The innermost quote or alert it stands in, in [`Document::quotes`].
    pub quote: Option<u32>,
    /// What only blocks of its kind have.
    pub extra: Extra,
}

impl Block {
    /// For an item: its place.
    pub fn item(&self) -> Option<&Item> {
        match &self.extra {
            Extra::Item(item) => Some(item),
            _ => None,
        }
    }

    /// For a row: its place.
    pub fn row(&self) -> Option<&Row> {
        match &self.extra {
            Extra::Row(row) => Some(row),
            _ => None,
        }
    }

    /// For code: the bytes of the info string, as written (none for indented code).
    pub fn info(&self) -> Option<Span> {
        match self.extra {
            Extra::Code(info) => Some(info),
            _ => None,
        }
    }
}

/// What blocks of some kinds have. There are very many blocks, so what they do not share shares its room.
#[derive(Clone, Debug, Default)]
pub enum Extra {
    /// The other kinds.
    #[default]
    None,
    /// An item's place.
    Item(Item),
    /// A row's place.
    Row(Row),
    /// The bytes of a code block's info string.
    Code(Span),
}

/// A list item's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// The list, unique in the page.
    pub list: u32,
    /// The item, from 0.
    pub index: u32,
    /// In an ordered list: the number that is written.
    pub number: Option<u32>,
}

/// A table row's place.
#[derive(Clone, Debug)]
pub struct Row {
    /// The table, unique in the page.
    pub table: u32,
    /// The row, from 0 (the header).
    pub index: u32,
    /// Its cells in [`Document::cells`].
    pub cells: std::ops::Range<u32>,
}

/// A quote that blocks stand in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// `note`, `tip`, `important`, `warning`, `caution`, or any other `[!KIND]` in lower case; `None` for a plain quote.
    pub alert: Option<CompactString>,
    /// The bytes of the marker `[!NOTE]`.
    pub marker: Option<Span>,
}

/// Something inside a leaf block that is more than text.
#[derive(Clone, Debug)]
pub struct Inline {
    /// What it is.
    pub kind: InlineKind,
    /// All its bytes in the file, marks included.
    pub span: Span,
    /// The text it covers: a code span's content, a link's label, an image's alternative text; empty for comments and tags.
    pub text: TextRange,
}

/// The kinds of inline. What they are called stands in [`Document::names`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InlineKind {
    /// A code span.
    Code,
    /// A link: `[label](target)`, a reference link, `<https://…>`, or an HTML `<a href>`.
    Link(Target),
    /// An image.
    Image(Target),
    /// `<!-- … -->`: its trimmed content.
    Comment(TextRange),
    /// A tag's explicit id: `<a name="x">`, `<a id="x">`, `id="x"` on any tag, `{#x}`.
    Anchor(TextRange),
    /// Any other HTML or JSX tag: its name in lower case, with `/` before it for a closing tag.
    Tag(TextRange),
    /// `[!INCLUDE [title](path)]` and the like.
    Include(Target),
    /// `[!DNL name]`, `[!UICONTROL label]`: the word, in lower case; the text is what follows it.
    Mark(TextRange),
    /// Strong emphasis (UI labels are mostly written so).
    Strong,
    /// Emphasis.
    Emphasis,
}

impl InlineKind {
    /// Where a link, image or include leads.
    pub fn target(&self) -> Option<&Target> {
        match self {
            InlineKind::Link(target) | InlineKind::Image(target) | InlineKind::Include(target) => Some(target),
            _ => None,
        }
    }
}

/// Where a link, image or include leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The destination's bytes in the file where it stands there literally; else the bytes of the whole inline.
    pub span: Span,
    /// Whether it came by a reference definition (`[label][ref]`): then `span` is the definition's destination if found.
    pub reference: bool,
    /// The destination in [`Document::names`] where it is not what stands in `span`. Most are, and need no copy.
    pub(crate) mended: Option<TextRange>,
}

impl Target {
    /// What stands at `span`.
    fn written(span: Span) -> Self {
        Self { span, reference: false, mended: None }
    }
}

/// A page's front matter.
#[derive(Clone, Debug, Default)]
pub struct FrontMatter {
    /// Its bytes, fences included.
    pub span: Option<Span>,
    /// Its keys in the order written; nested keys are in the value.
    pub entries: Vec<Entry>,
}

impl FrontMatter {
    /// The language tag that it states for the page.
    pub fn locale(&self) -> Option<&str> {
        let entry = LOCALE_KEYS.iter().find_map(|key| self.entries.iter().find(|entry| entry.key == *key))?;
        match &entry.value {
            Value::String(tag) => Some(tag),
            _ => None,
        }
    }
}

/// A top-level key of the front matter.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub key: CompactString,
    /// The value.
    pub value: Value,
    /// The key's bytes.
    pub key_span: Span,
    /// The value's bytes (without the line ending and a trailing comment); empty, after the colon, for a null.
    pub value_span: Span,
}

/// A YAML value. Scalars that are not quoted keep what is written (`1.10` is not 1.1).
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// No value, `null` or `~`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as written.
    Number(CompactString),
    /// Any other scalar.
    String(CompactString),
    /// A sequence.
    Sequence(Vec<Value>),
    /// A mapping, in the order written; a key that is no string is written as one.
    Mapping(Vec<(CompactString, Value)>),
}

/// Something wrong with the page itself; `check` makes a `page/*` report of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub kind: ProblemKind,
    /// Where.
    pub span: Span,
    /// The details, for the message: the duplicate key, the parser's words, …
    pub detail: String,
}

/// The kinds of problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemKind {
    /// The opening fence has no closing one.
    FrontMatterUnclosed,
    /// The YAML is broken, too large or too deep.
    FrontMatterInvalid,
    /// A key stands twice.
    FrontMatterDuplicateKey,
    /// A limit on blocks, cells or nesting was reached; what stands after it was not read.
    TooLarge,
}

/// Keys of the front matter that state a page's language, most telling first.
const LOCALE_KEYS: [&str; 5] = ["ms.contentlocale", "locale", "lang", "language", "content_language"];
