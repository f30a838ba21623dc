//! A page as lines and blocks, as those who edit pages see it: by the shape of its lines, not by the program's own parser.

use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// A regular expression that is compiled once.
macro_rules! pattern {
    ($text:expr) => {{
        static PATTERN: std::sync::LazyLock<regex::Regex> =
            std::sync::LazyLock::new(|| regex::Regex::new($text).unwrap());
        &*PATTERN
    }};
}
pub(crate) use pattern;

/// A generator of numbers that are the same on every machine (xorshift).
pub(crate) struct Random(u64);

impl Random {
    /// Seeded by a text.
    pub(crate) fn new(seed: &str) -> Self {
        let hash = seed
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Self(hash | 1)
    }

    /// A number below `limit`.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % limit.max(1)
    }

    /// One of several, if there is any.
    pub(crate) fn pick<'a, T>(&mut self, options: &'a [T]) -> Option<&'a T> {
        if options.is_empty() { None } else { Some(&options[self.below(options.len())]) }
    }
}

/// What a block looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Heading,
    Paragraph,
    Item,
    Quote,
    Table,
    Fence,
}

/// A block: its shape, and its lines.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) shape: Shape,
    pub(crate) lines: Range<usize>,
}

/// A page's lines.
pub(crate) struct Lines<'a> {
    pub(crate) all: Vec<&'a str>,
    /// The first line behind the front matter.
    pub(crate) body: usize,
}

static ITEM: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^\s*([-*+]|\d+[.)])\s").unwrap());

impl<'a> Lines<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let all: Vec<&str> = text.split('\n').collect();
        let end = all.iter().skip(1).position(|line| line.trim_end() == "---");
        let body = if all[0].trim_end() == "---" { end.map_or(0, |end| end + 2) } else { 0 };
        Self { all, body }
    }

    /// The lines that are neither front matter nor fenced code.
    pub(crate) fn prose(&self) -> Vec<usize> {
        let fences: Vec<Block> = self.blocks().into_iter().filter(|block| block.shape == Shape::Fence).collect();
        (self.body..self.all.len()).filter(|at| !fences.iter().any(|fence| fence.lines.contains(at))).collect()
    }

    /// The blocks, in order.
    pub(crate) fn blocks(&self) -> Vec<Block> {
        let mut out = Vec::new();
        let mut at = self.body;
        while at < self.all.len() {
            let Some(shape) = shape(self.all[at]) else {
                at += 1;
                continue;
            };
            let goes_on = |next: usize| {
                let line = self.all[next];
                match shape {
                    Shape::Heading => false,
                    Shape::Fence => shape_of_fence(self.all[next - 1]).is_none() || next == at + 1,
                    Shape::Table | Shape::Quote => self::shape(line) == Some(shape),
                    Shape::Item | Shape::Paragraph => self::shape(line) == Some(Shape::Paragraph),
                }
            };
            let end = (at + 1..self.all.len()).find(|&next| !goes_on(next)).unwrap_or(self.all.len());
            out.push(Block { shape, lines: at..end });
            at = end;
        }
        out
    }

    /// The text with these lines replaced.
    pub(crate) fn with(&self, lines: Range<usize>, new: &[&str]) -> String {
        let parts = self.all[..lines.start].iter().chain(new).chain(&self.all[lines.end..]);
        parts.copied().collect::<Vec<_>>().join("\n")
    }

    /// The words of a run of lines.
    pub(crate) fn words(&self, lines: &Range<usize>) -> usize {
        let letters = |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() >= 2;
        self.all[lines.clone()].iter().flat_map(|line| line.split_whitespace()).filter(letters).count()
    }
}

fn shape_of_fence(line: &str) -> Option<Shape> {
    line.trim_start().starts_with("```").then_some(Shape::Fence)
}

fn shape(line: &str) -> Option<Shape> {
    let bare = line.trim_start();
    match bare {
        "" => None,
        _ if bare.starts_with("```") => Some(Shape::Fence),
        _ if line.starts_with('#') => Some(Shape::Heading),
        _ if bare.starts_with('|') => Some(Shape::Table),
        _ if bare.starts_with('>') => Some(Shape::Quote),
        _ if ITEM.is_match(line) => Some(Shape::Item),
        _ => Some(Shape::Paragraph),
    }
}

/// Whether a part of a line lies in a code span, a link's target, a tag, a comment or a URL.
pub(crate) fn in_span(line: &str, part: &Range<usize>) -> bool {
    let spans = pattern!(r"`[^`]*`|\]\([^)]*\)|<[^>]*>|https?://\S+");
    spans.find_iter(line).any(|found| found.start() < part.end && part.start < found.end())
}
