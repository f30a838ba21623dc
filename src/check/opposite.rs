//! `drift/opposite`: a block that turns on what its source turns off, or takes a least for a most.

use super::Findings;
use super::rules;
use super::view::{Bead, Finding, Pair, View, quote};
use crate::locale::{Hit, Pole};
use crate::parse::BlockId;

/// Reports blocks that say only the one of two opposites where the source says only the other.
pub(super) struct Rule<'p> {
    pair: &'p Pair<'p>,
    /// Whether the source has marks that say yes or no.
    marked: bool,
}

impl<'p> Rule<'p> {
    pub(super) fn new(pair: &'p Pair<'p>) -> Self {
        Self { pair, marked: marks(&pair.source.document.text).next().is_some() }
    }

    #[inline]
    pub(super) fn check(&self, bead: &Bead<'_>, out: &mut Findings<'_>) {
        if self.marked {
            self.marks(bead, out);
        }
        if self.pair.source.turns().block(bead.link.source.start).has_poles {
            self.poles(bead, out);
        }
    }

    fn marks(&self, bead: &Bead<'_>, out: &mut Findings<'_>) {
        let (pair, Bead { link, s, t, .. }) = (self.pair, *bead);
        let (ours, theirs) = bead.texts(pair);
        if let Some((wrong, right)) = mark(ours, theirs) {
            let place = pair.translation.first_line(t);
            let message = format!("{wrong} is {right} in the source, and says the opposite");
            let finding = Finding::new(rules::DRIFT_OPPOSITE, pair.translation, place, message);
            out.push(finding.source(pair.source, pair.source.first_line(s)).confidence(link.confidence).done());
        }
    }

    #[inline(never)]
    fn poles(&self, bead: &Bead<'_>, out: &mut Findings<'_>) {
        let (pair, link) = (self.pair, bead.link);
        let (source, translation) = (pair.source.turns(), pair.translation.turns());
        let ours = source.poles(link.source.start);
        let theirs = translation.poles(link.translation.start);
        for (_, hit, pole) in ours {
            let leans = |side: &[(BlockId, Hit, Pole)], other: bool| {
                side.iter().filter(|(.., p)| p.sense == pole.sense).all(|(.., p)| p.other == other)
            };
            let answer = theirs.iter().find(|(.., p)| p.sense == pole.sense);
            let Some((_, found, _)) = answer.filter(|_| leans(ours, pole.other) && leans(theirs, !pole.other)) else {
                continue;
            };
            // what one language denies, the other may say by its opposite: "must not be less than", "mindestens"
            if source.block(link.source.start).denials != translation.block(link.translation.start).denials {
                break;
            }
            let said = |view: &View<'_>, hit: &Hit| quote(&view.document.text[hit.range()]);
            let (right, wrong) = (said(pair.source, hit), said(pair.translation, found));
            let place = pair.translation.document.span(found.start..found.end);
            let message = format!("“{wrong}” is “{right}” in the source, and says the opposite");
            let origin = pair.source.document.span(hit.start..hit.end);
            let finding = Finding::new(rules::DRIFT_OPPOSITE, pair.translation, place, message);
            out.push(finding.source(pair.source, origin).confidence(link.confidence).done());
            break;
        }
    }
}

/// Marks that say yes, and marks that say no.
const MARKS: [&[char]; 2] = [&['✅', '✔', '✓', '☑', '🟢'], &['❌', '✖', '✗', '✘', '☒', '❎', '🔴', '⛔', '🚫']];

/// The bytes that the marks begin with.
const MARKS_BEGIN: [u8; 2] = [0xe2, 0xf0];
/// The least byte that comes second in them; that of quotation marks and dashes is less.
const MARKS_GO_ON: u8 = 0x98;

/// The first mark that says no for yes or yes for no, and the one in its place, where both blocks have as many.
fn mark(ours: &str, theirs: &str) -> Option<(char, char)> {
    marks(ours).next()?;
    (marks(ours).count() == marks(theirs).count())
        .then(|| marks(theirs).zip(marks(ours)).find(|(a, b)| a.1 != b.1).map(|(a, b)| (a.0, b.0)))?
}

/// The marks of a text, each with whether it says yes.
fn marks(text: &str) -> impl Iterator<Item = (char, bool)> {
    let [one, other] = MARKS_BEGIN;
    let begin = memchr::memchr2_iter(one, other, text.as_bytes());
    let begin = begin.filter(|at| text.as_bytes().get(at + 1).is_some_and(|next| *next >= MARKS_GO_ON));
    let chars = begin.filter_map(|at| text[at..].chars().next());
    chars.filter_map(|c| MARKS.iter().position(|marks| marks.contains(&c)).map(|at| (c, at == 0)))
}
