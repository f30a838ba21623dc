//! Markdown to sections, leaf blocks and inlines, in one pass over the parser's events.
//!
//! This file keeps the containers (lists, quotes, directives) and decides where a leaf begins and ends; what stands inside
//! a leaf is `leaf`'s and `inline`'s. Offsets are always those of the file: the parser gets the body alone, and its ranges are shifted at once.

mod inline;
mod leaf;
mod raw;

use super::arena::Arena;
use super::pre::{self, Masked, MaskedLine, Role};
use super::{BlockKind, Document, Extra, Item, Options, Problem, ProblemKind, Quote, Row, Section, slug};
use crate::text::Span;
use compact_str::CompactString;
use inline::Inlines;
use leaf::Leaf;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options as Syntax, Parser, Tag, TagEnd};
use std::cell::Cell;
use std::ops::Range;

/// Reads the page from byte `body` on into `document`.
pub(super) fn read(text: &str, body: usize, options: &Options, document: &mut Document) {
    let masked = pre::mask(text, body, options.mdx);
    let plain = options.plain && document.front_matter.span.is_none() && !has_atx_heading(text, body);
    // Heading attributes are left off, since `# PUT /users/{id}` would lose its end; alerts too, since the parser knows
    // but five and gives them no place; definition lists make a mess of directives; smart punctuation alters the text.
    let syntax =
        Syntax::ENABLE_TABLES | Syntax::ENABLE_FOOTNOTES | Syntax::ENABLE_STRIKETHROUGH | Syntax::ENABLE_TASKLISTS;
    let source = masked.text.as_ref();
    // Grown from nothing, the lists would be copied some ten times; pages of documentation have about so many.
    let length = text.len() - body;
    document.blocks.reserve(length / 96 + 4);
    document.inlines.reserve(length / 128 + 4);
    document.sections.reserve(length / 512 + 4);
    let segments = Vec::with_capacity(length / 48 + 4);
    document.sections.push(Section::default());
    let Room { open_sections, frames, quotes, inlines, pieces } = ROOM.take();
    let mut reader = Reader {
        file: text,
        source,
        masked: &masked,
        next_line: 0,
        plain,
        options,
        arena: Arena { text: String::with_capacity(length), segments },
        names: Vec::with_capacity(length / 16),
        document,
        open_sections,
        frames,
        quotes,
        depth: 0,
        lists: 0,
        tables: 0,
        cells: 0,
        leaf: None,
        heading_id: None,
        inlines,
        pieces,
    };
    let mut events = Parser::new_ext(&source[body..], syntax).into_offset_iter();
    loop {
        // By reference: an event is large, and to move it right after it was written is slow.
        let next = events.next();
        let Some((event, range)) = &next else { break };
        match reader.event(event, range.start + body..range.end + body) {
            // To let go of it would be to ask for its kind once more.
            Ok(Owns::Nothing) => std::mem::forget(next),
            Ok(Owns::Perhaps) => {}
            Err(Stop) => break,
        }
    }
    reader.finish();
}

/// A line that begins with one to six `#` and a blank.
fn has_atx_heading(text: &str, body: usize) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'#', &bytes[body..]).map(|found| body + found).any(|at| {
        let marks = bytes[at..].iter().take(7).take_while(|&&b| b == b'#').count();
        (at == body || matches!(bytes[at - 1], b'\n' | b'\r')) && marks <= 6 && bytes.get(at + marks) == Some(&b' ')
    })
}

/// A limit was reached.
struct Stop;

/// Whether an event that has been read owns anything that it must let go of.
enum Owns {
    /// It does not.
    Nothing,
    /// It may.
    Perhaps,
}

impl Owns {
    #[inline]
    fn of(text: &CowStr<'_>) -> Self {
        if matches!(text, CowStr::Boxed(_)) { Owns::Perhaps } else { Owns::Nothing }
    }
}

/// What the reader stands in.
#[derive(Debug)]
enum Frame {
    /// A list: its id, how many items it has had.
    List { id: u32, items: u32 },
    /// A list item: where it begins, how many blocks the page had before it, whether its own text has been read, its place.
    Item { start: usize, first: usize, own: bool, item: Item },
    /// A quote, and how many blocks the page had before it.
    Quote { first: usize },
    /// An admonition whose head is masked as a list item; the list of the mask counts for its depth.
    Head { quote: bool },
    /// A directive, by the line that closes it; the id of its alert.
    Directive { close: usize, quote: Option<u32> },
    /// A footnote's definition.
    Footnote,
}

/// The lists that a reader needs for no longer than it reads.
#[derive(Default)]
struct Room {
    open_sections: Vec<u32>,
    frames: Vec<Frame>,
    quotes: Vec<u32>,
    inlines: Inlines,
    pieces: Vec<Range<usize>>,
}

thread_local! {
    /// They are kept for the next page of the thread: most are short, and to grow them anew would cost more than to fill them.
    static ROOM: Cell<Room> = Cell::default();
}

/// A list without what was in it.
fn emptied<T>(mut list: Vec<T>) -> Vec<T> {
    list.clear();
    list
}

/// Reads events.
struct Reader<'a> {
    /// The file as it was read: all text comes from here.
    file: &'a str,
    /// The same, masked: what the parser sees.
    source: &'a str,
    masked: &'a Masked<'a>,
    /// The next masked line.
    next_line: usize,
    plain: bool,
    options: &'a Options,
    arena: Arena,
    /// What will be [`Document::names`].
    names: Vec<u8>,
    document: &'a mut Document,
    /// The headings around the current place.
    open_sections: Vec<u32>,
    frames: Vec<Frame>,
    /// The quotes around the current place.
    quotes: Vec<u32>,
    depth: u32,
    lists: u32,
    tables: u32,
    cells: usize,
    leaf: Option<Leaf>,
    /// The bytes of an open heading's `{#id}` and of the id.
    heading_id: Option<(Range<usize>, Range<usize>)>,
    inlines: Inlines,
    /// The lines of the HTML block being read.
    pieces: Vec<Range<usize>>,
}

impl<'a> Reader<'a> {
    // There is an event for every few words: to call for each would cost as much as most of them do.
    #[inline(always)]
    fn event(&mut self, event: &Event<'a>, range: Range<usize>) -> Result<Owns, Stop> {
        match event {
            Event::Start(tag) => {
                self.start(tag, range)?;
                // A heading does only where its attributes are asked for.
                let owns = matches!(
                    tag,
                    Tag::Link { .. }
                        | Tag::Image { .. }
                        | Tag::CodeBlock(_)
                        | Tag::Table(_)
                        | Tag::FootnoteDefinition(_)
                );
                return Ok(if owns { Owns::Perhaps } else { Owns::Nothing });
            }
            Event::End(tag) => self.end(*tag, range)?,
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.ensure_flow(&range);
                self.text(text, range);
                return Ok(Owns::of(text));
            }
            Event::Code(text) => {
                self.ensure_flow(&range);
                self.code(text, range);
                return Ok(Owns::of(text));
            }
            Event::Html(html) => {
                self.html_piece(range);
                return Ok(Owns::of(html));
            }
            Event::InlineHtml(html) => {
                self.ensure_flow(&range);
                self.inline_html(range);
                return Ok(Owns::of(html));
            }
            Event::SoftBreak => self.line_break(range, " ")?,
            Event::HardBreak => self.line_break(range, "\n")?,
            Event::FootnoteReference(label) => {
                self.ensure_flow(&range);
                return Ok(Owns::of(label));
            }
            // `[ ]` is no text; the item's own text comes after it.
            Event::TaskListMarker(_) => {}
            Event::Rule => self.rule(range)?,
        }
        Ok(Owns::Nothing)
    }

    fn start(&mut self, tag: &Tag<'a>, range: Range<usize>) -> Result<(), Stop> {
        match tag {
            Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. } => {
                self.ensure_flow(&range);
                self.start_inline(tag, range);
                return Ok(());
            }
            Tag::TableCell => {
                self.start_cell(range.start)?;
                return Ok(());
            }
            _ => self.close_leaf()?,
        }
        match tag {
            Tag::Paragraph => {
                let (kind, start) = self.text_block(range.start);
                // In a plain text, the lines of a paragraph end it; its range does not.
                self.open_leaf(kind, start, if self.plain { range.start } else { range.end });
                if self.file.as_bytes().get(range.start) == Some(&b'[') {
                    self.alert_marker(range.start);
                }
            }
            Tag::Heading { level, .. } => {
                self.open_section(*level as u8);
                self.open_leaf(BlockKind::Heading(*level as u8), range.start, range.end);
                self.heading_id(&range);
            }
            Tag::BlockQuote(_) => {
                self.frames.push(Frame::Quote { first: self.document.blocks.len() });
                self.push_quote(None, None);
                self.depth += 1;
            }
            Tag::CodeBlock(kind) => {
                self.open_leaf(BlockKind::Code, range.start, range.end);
                let info = match kind {
                    CodeBlockKind::Indented => Span::new(range.start, range.start),
                    CodeBlockKind::Fenced(_) => self.fence_info(range.start),
                };
                if let Some(leaf) = &mut self.leaf {
                    leaf.extra = Extra::Code(info);
                }
            }
            Tag::HtmlBlock => self.open_leaf(BlockKind::Html, range.start, range.end),
            Tag::List(_) => {
                self.frames.push(Frame::List { id: self.lists, items: 0 });
                self.lists += 1;
                self.depth += 1;
            }
            Tag::Item => self.start_item(range.start)?,
            Tag::FootnoteDefinition(_) => self.frames.push(Frame::Footnote),
            Tag::Table(_) => self.tables += 1,
            Tag::TableHead | Tag::TableRow => {
                let length = self.source[range.clone()].trim_ascii_end().len();
                self.open_leaf(BlockKind::Row, range.start, range.start + length);
                let index = if matches!(tag, Tag::TableHead) {
                    0
                } else {
                    self.document.blocks.last().and_then(|block| block.row()).map_or(0, |row| row.index + 1)
                };
                let cells = self.document.cells.len() as u32;
                if let Some(leaf) = &mut self.leaf {
                    leaf.extra = Extra::Row(Row { table: self.tables - 1, index, cells: cells..cells });
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) -> Result<(), Stop> {
        match tag {
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image => {
                self.end_inline(range);
                Ok(())
            }
            TagEnd::TableCell => {
                self.end_cell();
                Ok(())
            }
            TagEnd::HtmlBlock => {
                self.html_block();
                self.close_leaf()
            }
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::TableHead | TagEnd::TableRow => {
                self.close_leaf()
            }
            TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::FootnoteDefinition => {
                self.close_leaf()?;
                if matches!(tag, TagEnd::BlockQuote(_)) {
                    self.empty_alert()?;
                }
                self.pop_frame();
                Ok(())
            }
            TagEnd::List(_) => {
                self.close_leaf()?;
                self.pop_frame();
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Leaves the innermost container, and with it the directives that were not closed in it.
    fn pop_frame(&mut self) {
        while let Some(frame) = self.frames.pop() {
            match frame {
                Frame::Directive { quote, .. } => {
                    self.depth -= 1;
                    if quote.is_some() {
                        self.quotes.pop();
                    }
                    continue;
                }
                Frame::List { .. } => self.depth -= 1,
                Frame::Quote { .. } => {
                    self.depth -= 1;
                    self.quotes.pop();
                }
                Frame::Head { quote: true } => {
                    self.quotes.pop();
                }
                Frame::Head { quote: false } | Frame::Item { .. } | Frame::Footnote => {}
            }
            return;
        }
    }

    fn push_quote(&mut self, alert: Option<CompactString>, marker: Option<Span>) -> u32 {
        let id = self.document.quotes.len() as u32;
        self.document.quotes.push(Quote { alert, marker });
        self.quotes.push(id);
        id
    }

    /// An item; the parser's range begins at its marker.
    fn start_item(&mut self, start: usize) -> Result<(), Stop> {
        if let Some(line) = self.masked_line(start)
            && line.role == Role::Head
        {
            // The head itself stands beside its body, not in it.
            self.depth -= 1;
            let stop = self.directive(line);
            self.depth += 1;
            stop?;
            if let Some(alert) = &line.alert {
                self.push_quote(Some(alert.clone()), Some(pre::span(&line.span)));
            }
            self.frames.push(Frame::Head { quote: line.alert.is_some() });
            return Ok(());
        }
        let number = self.file.as_bytes()[start..].iter().take(9).take_while(|b| b.is_ascii_digit());
        let number = number.fold(None, |n: Option<u32>, b| Some(n.unwrap_or(0) * 10 + u32::from(b - b'0')));
        let (list, index) = match self.frames.last_mut() {
            Some(Frame::List { id, items }) => {
                *items += 1;
                (*id, *items - 1)
            }
            // The parser's events nest, so an item always stands in a list; directives opened between items were closed.
            _ => (0, 0),
        };
        let item = Item { list, index, number };
        self.frames.push(Frame::Item { start, first: self.document.blocks.len(), own: false, item });
        Ok(())
    }

    /// The masked line whose mask begins at or after `start`, if it does so where the event is; lines before it are passed.
    fn masked_line(&mut self, start: usize) -> Option<&'a MaskedLine> {
        let masked = self.masked;
        while masked.lines.get(self.next_line).is_some_and(|line| line.span.start < start) {
            self.next_line += 1;
        }
        masked.lines.get(self.next_line).filter(|line| line.span.start == start)
    }

    /// A thematic break, or a line that is masked by one.
    fn rule(&mut self, range: Range<usize>) -> Result<(), Stop> {
        self.close_leaf()?;
        // In an admonition's head, the mask of the break stands behind that of the item.
        let head = self.masked.lines.get(self.next_line);
        if head.is_some_and(|line| line.role == Role::Head && line.span.contains(&range.start)) {
            return Ok(());
        }
        let line = self.masked_line(range.start);
        let Some(line) = line else {
            self.open_leaf(BlockKind::Rule, range.start, range.end);
            return self.close_leaf();
        };
        if line.role == Role::Close {
            self.close_directive(line.span.start);
        }
        self.directive(line)?;
        if let Role::Open(close) = line.role {
            let quote =
                line.alert.as_ref().map(|alert| self.push_quote(Some(alert.clone()), Some(pre::span(&line.span))));
            self.depth += 1;
            self.frames.push(Frame::Directive { close, quote });
        }
        Ok(())
    }

    /// Leaves the directive that the line at `close` closes. A directive that was opened outside the list that its end
    /// stands in is left all the same; only so many containers are looked through.
    fn close_directive(&mut self, close: usize) {
        let lowest = self.frames.len().saturating_sub(64);
        let found = self.frames[lowest..]
            .iter()
            .rposition(|frame| matches!(frame, Frame::Directive { close: at, .. } if *at == close));
        let Some(found) = found else { return };
        if let Frame::Directive { quote, .. } = self.frames.remove(lowest + found) {
            self.depth -= 1;
            if let Some(id) = quote
                && let Some(place) = self.quotes.iter().rposition(|quote| *quote == id)
            {
                self.quotes.remove(place);
            }
        }
    }

    fn open_section(&mut self, level: u8) {
        while let Some(&open) = self.open_sections.last() {
            if self.document.sections[open as usize].level < level {
                break;
            }
            self.open_sections.pop();
        }
        let block = self.document.blocks.len() as u32;
        let id = self.document.sections.len() as u32;
        self.document.sections.push(Section {
            level,
            parent: self.open_sections.last().copied(),
            heading: Some(block),
            slug: 0..0,
            blocks: block..block,
        });
        self.open_sections.push(id);
    }

    /// Says that a limit was reached at `at`.
    fn too_large(&mut self, at: usize, detail: String) -> Stop {
        let span = Span::new(at, at);
        self.document.problems.push(Problem { kind: ProblemKind::TooLarge, span, detail });
        Stop
    }

    fn finish(mut self) {
        // A leaf is open here only where a limit was reached or the page ends in a tight item.
        let _ = self.close_leaf();
        if self.arena.text.ends_with('\n') && !self.document.blocks.is_empty() {
            self.arena.text.pop();
        }
        self.document.names = String::from_utf8(self.names).expect("what is appended is made of characters");
        slug::number(&mut self.document.names, &mut self.document.sections);
        self.document.text = self.arena.text;
        self.document.segments = self.arena.segments;
        ROOM.set(Room {
            open_sections: emptied(self.open_sections),
            frames: emptied(self.frames),
            quotes: emptied(self.quotes),
            inlines: self.inlines.emptied(),
            pieces: emptied(self.pieces),
        });
    }
}
