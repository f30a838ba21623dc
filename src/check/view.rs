//! What the rules see of a page and of a pair.

use super::turns::Turns;
use super::{Diagnostic, FactNote, Fix, Place, Rule, Severity};
use crate::align::{Alignment, Link};
use crate::facts::{Fact, FactId, PageFacts};
use crate::locale::{Lexicon, Locale, Meaning};
use crate::parse::{Block, BlockId, BlockKind, Document};
use crate::text::{LineIndex, Span};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// The most bytes of a line that a finding carries along.
const LINE_MOST: usize = 4096;
/// The most characters of a quotation in a message.
const QUOTE_MOST: usize = 400;

/// A page as the rules see it.
#[derive(Debug)]
pub struct View<'a> {
    /// Relative to the root, with `/`.
    pub path: Arc<str>,
    /// Its locale, where it is known.
    pub locale: Option<&'a Locale>,
    /// The words of its language.
    pub lexicon: &'a Lexicon,
    /// The file as read.
    pub text: &'a str,
    /// The parsed page.
    pub document: &'a Document,
    /// Its facts.
    pub facts: &'a PageFacts,
    /// Built when something is reported.
    pub(super) lines: OnceLock<LineIndex>,
    /// For each block the first fact that stands in it or after it, and how many facts there are; built when it is asked for.
    firsts: OnceLock<Vec<FactId>>,
    /// Built when it is asked for.
    turns: OnceLock<Turns>,
}

impl<'a> View<'a> {
    /// A page as the rules see it.
    pub fn new(
        path: Arc<str>,
        locale: Option<&'a Locale>,
        lexicon: &'a Lexicon,
        text: &'a str,
        document: &'a Document,
        facts: &'a PageFacts,
    ) -> Self {
        let (lines, firsts, turns) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        Self { path, locale, lexicon, text, document, facts, lines, firsts, turns }
    }

    /// The lines of the file.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(self.text))
    }

    /// A fact by its id.
    #[inline]
    pub fn fact(&self, id: FactId) -> &'a Fact {
        &self.facts.facts[id as usize]
    }

    /// A fact's text as it is written.
    #[inline]
    pub fn written(&self, fact: &Fact) -> &'a str {
        &self.text[fact.span.range()]
    }

    /// Where the link, image or include leads whose target a fact is, as written.
    pub fn target(&self, fact: &Fact) -> Option<&'a str> {
        fact.target(self.document, self.text)
    }

    /// A block by its id.
    #[inline]
    pub fn block(&self, id: BlockId) -> &'a Block {
        &self.document.blocks[id as usize]
    }

    /// The facts that stand in a run of blocks.
    #[inline]
    pub fn facts_in(&self, blocks: &Range<BlockId>) -> Range<FactId> {
        let firsts = self.firsts.get_or_init(|| firsts(self.document, self.facts));
        let before = |limit: BlockId| firsts[(limit as usize).min(firsts.len() - 1)];
        before(blocks.start)..before(blocks.end)
    }

    /// Whether a number word of that value stands in a range of the text, however weak.
    pub(super) fn says_number(&self, range: &Range<u32>, value: u64) -> bool {
        let hits = self.facts.hits_in(range.clone());
        self.lexicon.number_words(&self.document.text, hits).iter().any(|word| word.value == value)
    }

    /// Whether an article stands in a range of the text, which may say that there is one of a thing.
    pub(super) fn says_article(&self, range: &Range<u32>) -> bool {
        let hits = self.facts.hits_in(range.clone());
        hits.iter().any(|hit| self.lexicon.term(hit.term).means(Meaning::Article))
    }

    /// What its words turn round.
    pub(super) fn turns(&self) -> &Turns {
        self.turns.get_or_init(|| Turns::of(self))
    }

    /// A place of this page with all that a person needs to see of it.
    pub fn place(&self, span: Span) -> Place {
        let lines = self.lines();
        let (start, end, line) = lines.place(self.text, span);
        let mut from = line.start as usize;
        let mut to = line.end as usize;
        if to - from > LINE_MOST {
            from = (span.start as usize).saturating_sub(LINE_MOST / 2).max(from);
            to = (from + LINE_MOST).min(to);
            while !self.text.is_char_boundary(from) {
                from += 1;
            }
            while !self.text.is_char_boundary(to) {
                to -= 1;
            }
        }
        let clip = |at: u32| (at as usize).clamp(from, to) - from;
        Place {
            path: self.path.clone(),
            span,
            start,
            end,
            line: self.text[from..to].to_owned(),
            marked: Span::new(clip(span.start), clip(span.end).max(clip(span.start))),
        }
    }

    /// The span of a block's first line.
    pub fn first_line(&self, block: &Block) -> Span {
        let line = self.lines().line_around(self.text, block.span.start);
        Span { start: block.span.start, end: line.end.min(block.span.end) }
    }

    /// An empty span at the end of a block's last line of text.
    pub fn after(&self, block: &Block) -> Span {
        let text = self.text[block.span.range()].trim_end();
        let end = block.span.start as usize + text.len();
        Span::new(end, end)
    }
}

fn firsts(document: &Document, facts: &PageFacts) -> Vec<FactId> {
    let blocks = document.blocks.len();
    let mut firsts = Vec::with_capacity(blocks + 1);
    for (id, fact) in (0..).zip(&facts.facts) {
        // the front matter has no block, and comes first
        let until = fact.block.map_or(0, |block| block as usize + 1);
        while firsts.len() < until {
            firsts.push(id);
        }
    }
    firsts.resize(blocks + 1, facts.facts.len() as FactId);
    firsts
}

/// A source page and a translation of it, aligned.
#[derive(Debug)]
pub struct Pair<'a> {
    /// The source page.
    pub source: &'a View<'a>,
    /// The translation.
    pub translation: &'a View<'a>,
    /// Which blocks belong together.
    pub alignment: &'a Alignment,
}

/// Links below this confidence are too weak for what only two texts side by side can tell.
const LIKELY: f32 = 0.6;

impl<'a> Pair<'a> {
    /// The two blocks of a link, where it is one block to one.
    #[inline]
    pub(super) fn bead(&self, link: &Link) -> Option<(&'a Block, &'a Block)> {
        let alone = link.source.len() == 1 && link.translation.len() == 1;
        alone.then(|| (self.source.block(link.source.start), self.translation.block(link.translation.start)))
    }

    /// The same, where the two likely belong together and neither is code.
    #[inline]
    pub(super) fn text_bead(&self, link: &Link) -> Option<(&'a Block, &'a Block)> {
        let code = |block: &Block| block.kind == BlockKind::Code;
        self.bead(link).filter(|(s, t)| link.confidence >= LIKELY && !code(s) && !code(t))
    }
}

/// Builds a finding step by step.
pub struct Finding(Diagnostic);

impl Finding {
    /// A finding of `rule` at a place of `page`.
    pub fn new(rule: &'static Rule, page: &View<'_>, span: Span, message: String) -> Self {
        Self(Diagnostic {
            rule: rule.id,
            severity: rule.severity,
            place: page.place(span),
            locale: page.locale.cloned(),
            message,
            fact: None,
            source: None,
            confidence: 1.0,
            fixes: Vec::new(),
        })
    }

    /// With another severity than the rule's.
    pub fn severity(mut self, severity: Severity) -> Self {
        self.0.severity = severity;
        self
    }

    /// Held against this place of the source.
    pub fn source(mut self, page: &View<'_>, span: Span) -> Self {
        self.0.source = Some(page.place(span));
        self
    }

    /// About this fact.
    #[inline]
    pub fn fact(mut self, kind: &'static str, value: impl Into<String>, expected: Option<String>) -> Self {
        self.0.fact = Some(FactNote { kind, value: value.into(), expected });
        self
    }

    /// As sure as the alignment.
    pub fn confidence(mut self, confidence: f32) -> Self {
        self.0.confidence = confidence;
        self
    }

    /// Mended by this change.
    pub fn fix(mut self, title: String, span: Span, replacement: String) -> Self {
        self.0.fixes.push(Fix { title, span, replacement });
        self
    }

    /// The finding.
    pub fn done(self) -> Diagnostic {
        self.0
    }
}

/// A quotation for a message: on one line, not too long.
pub(super) fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(QUOTE_MOST) + 4);
    let mut count = 0;
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
            count += 1;
        }
        let left = QUOTE_MOST.saturating_sub(count);
        if word.len() > left
            && let Some((end, _)) = word.char_indices().nth(left)
        {
            out.push_str(&word[..end]);
            out.push('…');
            return out;
        }
        out.push_str(word);
        count += word.chars().count();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotation_is_cut_wherever_its_bound_falls() {
        for first in QUOTE_MOST - 2..QUOTE_MOST + 2 {
            let quoted = quote(&format!("{}\n  {}", "a".repeat(first), "b ".repeat(QUOTE_MOST)));
            assert!(quoted.ends_with('…'), "{quoted}");
            assert!(quoted.chars().count() <= QUOTE_MOST + 2, "{quoted}");
        }
        assert_eq!(quote(" as \n it  is "), "as it is");
    }
}
