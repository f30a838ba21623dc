//! `text/untranslated`: a block that still is the source's text.

use super::Diagnostic;
use super::rules;
use super::view::{Finding, Pair, quote};
use crate::locale::Languages;
use crate::parse::{Block, BlockKind, Document, Inline, InlineKind};

/// From this many words on, a text is judged by its language; below by what it begins with.
const WORDS_LONG: usize = 5;

/// Reports aligned blocks with the same text, where that text is language and no list of names.
pub(super) fn check(pair: &Pair<'_>, out: &mut Vec<Diagnostic>) {
    if let (Some(source), Some(translation)) = (pair.source.locale, pair.translation.locale)
        && source.same_language(translation)
    {
        return;
    }
    for link in &pair.alignment.links {
        let Some((s, t)) = pair.bead(link) else { continue };
        if !matches!(
            t.kind,
            BlockKind::Paragraph | BlockKind::Item | BlockKind::Heading(_) | BlockKind::Row | BlockKind::Html
        ) {
            continue;
        }
        if differ(first_piece(pair.source.document, s), first_piece(pair.translation.document, t)) {
            continue;
        }
        let words = |document, block| pieces(document, block).flat_map(str::split_whitespace);
        if !words(pair.source.document, s).eq(words(pair.translation.document, t)) {
            continue;
        }
        let theirs = pieces(pair.translation.document, t).collect::<Vec<_>>().join(" ");
        if !is_language(pair, t, &theirs) {
            continue;
        }
        let message = format!("still the source's text: “{}”", quote(&theirs));
        let finding = Finding::new(rules::TEXT_UNTRANSLATED, pair.translation, pair.translation.first_line(t), message);
        out.push(finding.source(pair.source, pair.source.first_line(s)).confidence(link.confidence).done());
    }
}

/// Whether the words of two texts surely differ, as they mostly do from the first letters on.
fn differ(ours: &str, theirs: &str) -> bool {
    let mut both = ours.bytes().zip(theirs.bytes());
    // where one breaks off a word, only how they are laid out may differ
    both.find(|(a, b)| a != b).is_some_and(|(a, b)| a.is_ascii_graphic() && b.is_ascii_graphic())
}

/// A block's text up to its first code span.
fn first_piece<'a>(document: &'a Document, block: &Block) -> &'a str {
    let code = document.block_inlines(block).iter().find(|inline| inline.kind == InlineKind::Code);
    let end = code.map_or(block.text.end, |inline| inline.text.start);
    &document.text[block.text.start as usize..end as usize]
}

/// The pieces of a block's text between what no translator touches: code spans, comments.
fn pieces<'a>(document: &'a Document, block: &'a Block) -> impl Iterator<Item = &'a str> {
    let code = document.block_inlines(block).iter().filter(|inline| inline.kind == InlineKind::Code);
    let gaps = code.map(|inline| inline.text.clone()).chain(std::iter::once(block.text.end..block.text.end));
    let mut at = block.text.start;
    gaps.filter_map(move |gap| {
        (gap.start >= at).then(|| &document.text[std::mem::replace(&mut at, gap.end) as usize..gap.start as usize])
    })
}

/// Whether a text is the source's language rather than names: by its function words, or where it is short, by the verb that it
/// begins with.
fn is_language(pair: &Pair<'_>, block: &Block, text: &str) -> bool {
    // the label of an included file is not shown
    let included = |inline: &Inline| matches!(inline.kind, InlineKind::Include(_));
    if pair.translation.document.block_inlines(block).iter().any(included) {
        return false;
    }
    let code = |name: &str| matches!(name, "pre" | "code" | "samp" | "kbd");
    if pair
        .translation
        .document
        .block_inlines(block)
        .iter()
        .any(|inline| matches!(&inline.kind, InlineKind::Tag(name) if code(name)))
    {
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
    let source = pair.source.lexicon;
    if source.name().is_empty() || words.len() < 2 {
        return false;
    }
    let language = |locale: Option<&crate::locale::Locale>| locale.map(|locale| locale.language().to_owned());
    let guess = Languages::shipped().guess(text);
    let hits =
        guess.best.filter(|best| Some(*best) == language(pair.source.locale).as_deref()).map_or(0, |_| guess.hits);
    if words.len() >= WORDS_LONG {
        let small = words.iter().filter(|word| word.starts_with(char::is_lowercase)).count();
        return hits >= 2 || (hits == 1 && small >= 2 && small * 3 >= words.len());
    }
    // a short heading is as often a name: two function words, or a verb and one
    let heading = matches!(block.kind, BlockKind::Heading(_));
    if heading && (words.len() < 3 || hits < 1) {
        return false;
    }
    if heading && hits >= 2 {
        return true;
    }
    let first = words[0].to_lowercase();
    // "Check Point Capsule VPN" is a name: a capitalised word follows; "Enforce TLS 1.2" is an instruction
    let name = words[1].starts_with(char::is_uppercase) && words[1].chars().any(char::is_lowercase);
    (heading || matches!(block.kind, BlockKind::Item | BlockKind::Paragraph)) && source.is_verb(&first) && !name
}
