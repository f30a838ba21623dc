//! `text/untranslated`: a block that still is the source's text.

use super::Findings;
use super::rules;
use super::view::{Bead, Finding, Pair, quote};
use crate::locale::Languages;
use crate::parse::{Block, BlockKind, Document, Inline, InlineKind};
use std::borrow::Cow;

/// From this many words on, a text is judged by its language; below by what it begins with.
const WORDS_LONG: usize = 5;

/// Reports aligned blocks with the same text, where that text is language and no list of names.
pub(super) struct Rule<'p>(&'p Pair<'p>);

impl<'p> Rule<'p> {
    /// `None` where the two pages are of one language.
    pub(super) fn new(pair: &'p Pair<'p>) -> Option<Self> {
        let alike = pair.source.locale.zip(pair.translation.locale).is_some_and(|(a, b)| a.same_language(b));
        (!alike).then_some(Self(pair))
    }

    #[inline]
    pub(super) fn check(&self, bead: &Bead<'_>, out: &mut Findings<'_>) {
        let Bead { s, t, .. } = *bead;
        let text = matches!(
            t.kind,
            BlockKind::Paragraph | BlockKind::Item | BlockKind::Heading(_) | BlockKind::Row | BlockKind::Html
        );
        if text && same_words((self.0.source.document, s), (self.0.translation.document, t)) {
            report(self.0, bead, out);
        }
    }
}

/// Reports a block with the source's words.
#[inline(never)]
fn report(pair: &Pair<'_>, bead: &Bead<'_>, out: &mut Findings<'_>) {
    let theirs = words_of(pair.translation.document, bead.t);
    if !is_language(pair, bead.t, &theirs) {
        return;
    }
    let message = format!("still the source's text: “{}”", quote(&theirs));
    let place = pair.translation.first_line(bead.t);
    let finding = Finding::new(rules::TEXT_UNTRANSLATED, pair.translation, place, message);
    let origin = pair.source.first_line(bead.s);
    out.push(finding.source(pair.source, origin).confidence(bead.link.confidence).done());
}

type InPage<'a> = (&'a Document, &'a Block);

/// Whether the words of two blocks are the same, whatever their layout and the code among them.
fn same_words((source, s): InPage<'_>, (translation, t): InPage<'_>) -> bool {
    let (ours, theirs) = (source.block_text(s), translation.block_text(t));
    let plain_until = |at: usize| !code_until(source, s, at) && !code_until(translation, t, at);
    match ours.bytes().zip(theirs.bytes()).position(|(a, b)| a != b) {
        // mostly they differ from the first letters on; where one breaks off a word, only how they are laid out may differ
        Some(at) => {
            let inside = ours.as_bytes()[at].is_ascii_graphic() && theirs.as_bytes()[at].is_ascii_graphic();
            if inside && plain_until(at) {
                return false;
            }
        }
        None if ours.len() == theirs.len() && plain_until(ours.len()) => return true,
        None => {}
    }
    let words = |document, block| pieces(document, block).flat_map(str::split_whitespace);
    words(source, s).eq(words(translation, t))
}

/// Whether code begins within the bytes of a block's text up to that one. Inlines come in order.
fn code_until(document: &Document, block: &Block, at: usize) -> bool {
    let near =
        document.block_inlines(block).iter().take_while(|inline| (inline.text.start - block.text.start) as usize <= at);
    near.into_iter().any(|inline| inline.kind == InlineKind::Code)
}

/// A block's code spans.
fn code<'a>(document: &'a Document, block: &Block) -> impl Iterator<Item = &'a Inline> {
    document.block_inlines(block).iter().filter(|inline| inline.kind == InlineKind::Code)
}

/// The pieces of a block's text between what no translator touches: code spans, comments.
fn pieces<'a>(document: &'a Document, block: &'a Block) -> impl Iterator<Item = &'a str> {
    let gaps =
        code(document, block).map(|inline| inline.text.clone()).chain(std::iter::once(block.text.end..block.text.end));
    let mut at = block.text.start;
    gaps.filter_map(move |gap| {
        (gap.start >= at).then(|| &document.text[std::mem::replace(&mut at, gap.end) as usize..gap.start as usize])
    })
}

/// A block's text without its code.
fn words_of<'a>(document: &'a Document, block: &'a Block) -> Cow<'a, str> {
    let mut pieces = pieces(document, block);
    let first = pieces.next().unwrap_or_default();
    let mut all = Cow::Borrowed(first);
    for piece in pieces {
        let all = all.to_mut();
        all.push(' ');
        all.push_str(piece);
    }
    all
}

/// Whether a text is the source's language rather than names: by its function words, or where it is short, by the verb that it
/// begins with.
fn is_language(pair: &Pair<'_>, block: &Block, text: &str) -> bool {
    let source = pair.source.lexicon;
    if source.name().is_empty() {
        return false;
    }
    // a word is letters between blanks: commands, paths and identifiers are no language
    let bare = |word: &'_ str| -> bool {
        word.chars().count() >= 2 && word.chars().all(|c| c.is_alphabetic() || c == '\'' || c == '’')
    };
    let words: Vec<&str> = text
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| bare(word))
        .collect();
    if words.len() < 2 {
        return false;
    }
    let code = |name: &str| matches!(name, "pre" | "code" | "samp" | "kbd");
    // the label of an included file is not shown
    let other = |inline: &Inline| match &inline.kind {
        InlineKind::Include(_) => true,
        InlineKind::Tag(name) => code(pair.translation.document.name(name)),
        _ => false,
    };
    if pair.translation.document.block_inlines(block).iter().any(other) {
        return false;
    }
    // how many words of the text are the source's language, and no other's
    let hits = || {
        let guess = Languages::shipped().guess(text);
        let own = pair.source.locale.map(|locale| locale.language());
        if guess.best.is_some() && guess.best == own { guess.hits } else { 0 }
    };
    if words.len() >= WORDS_LONG {
        let hits = hits();
        let small = || words.iter().filter(|word| word.starts_with(char::is_lowercase)).count();
        return hits >= 2 || (hits == 1 && small() >= 2 && small() * 3 >= words.len());
    }
    // a short heading is as often a name: two function words, or a verb and one
    let heading = matches!(block.kind, BlockKind::Heading(_));
    if heading {
        match if words.len() < 3 { 0 } else { hits() } {
            0 => return false,
            1 => {}
            _ => return true,
        }
    }
    let first = words[0].to_lowercase();
    // "Check Point Capsule VPN" is a name: a capitalised word follows; "Enforce TLS 1.2" is an instruction
    let name = words[1].starts_with(char::is_uppercase) && words[1].chars().any(char::is_lowercase);
    (heading || matches!(block.kind, BlockKind::Item | BlockKind::Paragraph)) && source.is_verb(&first) && !name
}
