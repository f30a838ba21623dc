//! Names that no kind of fact covers (`updateTotals`, `SMS_Site`, `setup.exe` in running text), with a slip in the translation.
//!
//! They are not looked for in the translation as facts are: a name may be left out, shortened or bent there. Only what is nearly the
//! name and stands where it should is one that a slip has changed.

use super::compare::overlaps;
use super::rules;
use super::view::{Bead, Finding, Pair, View, quote};
use super::{Findings, Severity};
use crate::facts;
use crate::text::Bits;
use memchr::memmem;
use std::cell::OnceCell;
use std::ops::Range;

/// Names shorter than this have too many neighbours.
const LEAST: usize = 6;
/// Blocks of more bytes than this are data.
const TEXT_MOST: usize = 20_000;

/// Reports the names of a block that stand in the translation with a slip.
pub(super) struct Rule<'p> {
    pair: &'p Pair<'p>,
    /// The joints of the source's text.
    joints: Bits,
    /// The source's text in small letters, once it is asked for.
    lower: OnceCell<String>,
}

impl<'p> Rule<'p> {
    pub(super) fn new(pair: &'p Pair<'p>) -> Self {
        let joints = Bits::of_pairs(pair.source.document.text.as_bytes(), is_joint);
        Self { pair, joints, lower: OnceCell::new() }
    }

    #[inline]
    pub(super) fn check(&self, bead: &Bead<'_>, out: &mut Findings<'_>) {
        let range = bead.s.text.start as usize..bead.s.text.end as usize;
        if self.joints.any(range) && bead.s.text.len().max(bead.t.text.len()) <= TEXT_MOST {
            self.names(bead, out);
        }
    }

    #[inline(never)]
    fn names(&self, bead: &Bead<'_>, out: &mut Findings<'_>) {
        let (pair, Bead { link, s, .. }) = (self.pair, *bead);
        let (ours, theirs) = bead.texts(pair);
        // most stand in facts, which come in the same order
        let mut facts = in_text(pair.source, &link.source).peekable();
        let range = s.text.start as usize..s.text.end as usize;
        let mut end = 0;
        for places in self.joints.within(range) {
            for at in places {
                while facts.next_if(|fact| fact.text.end as usize <= at).is_some() {}
                if facts.peek().is_some_and(|fact| fact.text.start as usize <= at) {
                    continue;
                }
                let Some(name) = name_around(ours, at - s.text.start as usize, &mut end) else { continue };
                if !find(theirs, &ours[name.clone()]) {
                    self.name(bead, name, out);
                }
            }
        }
    }

    /// Reports a name of the source that the translation lacks and has with a slip.
    fn name(&self, bead: &Bead<'_>, name: Range<usize>, out: &mut Findings<'_>) {
        let (pair, Bead { link, s, t, .. }) = (self.pair, *bead);
        let (ours, theirs) = bead.texts(pair);
        let (wanted, origin) = (&ours[name.clone()], offset(&name, s.text.start));
        if told(pair.source, &link.source, &origin) {
            return;
        }
        let slip = names(theirs).find(|range| {
            let word = &theirs[range.clone()];
            // a word may be near a name by chance (`Profiel`, `ProfileA`), and the source may have the slip
            is_slip(wanted, word) && !self.in_source(word)
        });
        let Some(slip) = slip else { return };
        let at = offset(&slip, t.text.start);
        if told(pair.translation, &link.translation, &at) {
            return;
        }
        let message = format!("name {} is {} in the source", quote(&theirs[slip.clone()]), quote(wanted));
        out.push(
            Finding::new(rules::DRIFT_IDENTIFIER, pair.translation, pair.translation.document.span(at), message)
                .severity(Severity::Warning)
                .fact("identifier", theirs[slip].to_owned(), Some(wanted.to_owned()))
                .source(pair.source, pair.source.document.span(origin))
                .confidence(link.confidence)
                .done(),
        );
    }

    /// Whether the source's text holds a word, whatever its case.
    fn in_source(&self, word: &str) -> bool {
        let lower = self.lower.get_or_init(|| self.pair.source.document.text.to_ascii_lowercase());
        memmem::find(lower.as_bytes(), word.to_ascii_lowercase().as_bytes()).is_some()
    }
}

fn offset(range: &Range<usize>, base: u32) -> Range<u32> {
    range.start as u32 + base..range.end as u32 + base
}

/// Whether a fact stands at that place, which is compared as one.
fn told(view: &View<'_>, blocks: &Range<u32>, range: &Range<u32>) -> bool {
    in_text(view, blocks).any(|fact| overlaps(&fact.text, range))
}

/// The facts that stand in the text of some blocks.
fn in_text<'a>(view: &View<'a>, blocks: &Range<u32>) -> impl Iterator<Item = &'a facts::Fact> {
    let targets =
        |kind| matches!(kind, facts::Kind::Link | facts::Kind::Image | facts::Kind::Include | facts::Kind::Anchor);
    view.facts_in(blocks).map(|id| view.fact(id)).filter(move |fact| !targets(fact.kind) && !fact.text.is_empty())
}

/// Whether a block's text holds a name, whatever its case; mostly it holds it as it is.
fn find(text: &str, name: &str) -> bool {
    text.contains(name) || text.to_ascii_lowercase().contains(&name.to_ascii_lowercase())
}

/// The names of a text. Each has a joint that tells it from a word; they are sought around those.
fn names(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut end = 0;
    joints(text).filter_map(move |at| name_around(text, at, &mut end))
}

/// The name that has a joint there, `end` being where the last word ends that was looked at.
fn name_around(text: &str, at: usize, end: &mut usize) -> Option<Range<usize>> {
    let word = (at >= *end).then(|| word_around(text, at))?;
    *end = word.end;
    let name = text[word].trim_matches(['.', '_']);
    let from = name.as_ptr() as usize - text.as_ptr() as usize;
    (name.len() >= LEAST && is_name(name)).then(|| from..from + name.len())
}

/// Whether the parts of a name may be joined at the first of two bytes: at a mark that more follows, before a capital that stands
/// behind a small letter.
fn is_joint(a: u8, b: u8) -> bool {
    ((a == b'_') | (a == b'.')) & (b > b' ') | a.is_ascii_lowercase() & b.is_ascii_uppercase()
}

/// The joints of a text.
fn joints(text: &str) -> impl Iterator<Item = usize> {
    (0..).zip(text.as_bytes().windows(2)).filter(|(_, two)| is_joint(two[0], two[1])).map(|(at, _)| at)
}

/// The word around a place: letters, digits, and the marks that join the parts of names.
fn word_around(text: &str, at: usize) -> Range<usize> {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
    let start = text[..at].trim_end_matches(inside).len();
    let end = text[at..].find(|c| !inside(c)).map_or(text.len(), |length| at + length);
    start..end
}

/// Whether a word is a name by its form: a capital inside it, an underscore, a file's ending.
fn is_name(word: &str) -> bool {
    let bytes = word.as_bytes();
    if bytes.contains(&b'.') {
        return facts::is_file_name(word);
    }
    let joined = |two: &[u8]| two[0] == b'_' || two[0].is_ascii_lowercase() && two[1].is_ascii_uppercase();
    bytes.windows(2).any(joined) && bytes.iter().all(|b| b.is_ascii_alphabetic() || *b == b'_')
}

/// Whether a word is that name with a slip: a letter or two, or another ending of a file.
fn is_slip(name: &str, word: &str) -> bool {
    let (name, word) = (name.to_ascii_lowercase(), word.to_ascii_lowercase());
    // a word may be bent: `MacBooks`
    let bent = name.starts_with(&word) || word.starts_with(&name);
    if let (Some((a, _)), Some((b, _))) = (name.rsplit_once('.'), word.rsplit_once('.'))
        && a == b
        && facts::is_file_name(&name)
        && facts::is_file_name(&word)
    {
        return true;
    }
    !bent && facts::near_miss(&name, &word)
}
