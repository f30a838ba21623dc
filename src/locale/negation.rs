//! What a sentence denies.

use super::flags::{DENIES, TURNS};
use super::lexicon::Lexicon;
use super::term::{CueClass, Hit, Meaning, Scope};
use std::ops::Range;

/// How many words may stand between a cue and what it negates.
const REACH: usize = 10;
/// How many bytes those words take at most.
const REACH_BYTES: usize = 200;

/// A negation cue in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Negation {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
    /// How strongly it negates.
    pub class: CueClass,
    /// In which direction it reaches.
    pub scope: Scope,
}

/// What a sentence says of a thing in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Polarity {
    /// No cue reaches it.
    Affirmed,
    /// A core cue reaches it: `not`, `no`.
    Negated,
    /// Only an extended cue reaches it: `unsupported`, `without`. Another language may well say the same with or without `not`.
    Open,
}

impl Lexicon {
    /// The negation cues among `hits`, in order.
    pub fn negations<'a>(&'a self, hits: &'a [Hit]) -> impl Iterator<Item = Negation> + 'a {
        hits.iter().filter_map(|hit| {
            let cue = self.term(hit.term).cue()?;
            Some(Negation { start: hit.start, end: hit.end, class: cue.class, scope: cue.scope })
        })
    }

    /// The strongest cue among `hits`: what the two sides of a pair are compared by.
    pub fn strongest_cue(&self, hits: &[Hit]) -> Option<CueClass> {
        self.negations(hits).map(|negation| negation.class).max()
    }

    /// Whether what stands `at` in `text` is denied; see [`polarity`](Self::polarity).
    pub fn negated(&self, text: &str, hits: &[Hit], at: Range<usize>) -> bool {
        self.polarity(text, hits, at) == Polarity::Negated
    }

    /// Those of `hits` that deny whatever else is said, or have an opposite.
    pub fn turning<'a>(&'a self, hits: &'a [Hit]) -> impl Iterator<Item = &'a Hit> {
        hits.iter().filter(|hit| self.flags[usize::from(hit.term.0)] & TURNS != 0)
    }

    /// Whether a cue is among `hits`.
    pub fn has_cue(&self, hits: &[Hit]) -> bool {
        hits.iter().any(|hit| self.flags[usize::from(hit.term.0)] & DENIES != 0 && self.term(hit.term).cue().is_some())
    }

    /// What `text` says of what stands `at` in it, `hits` being what [`scan`](Self::scan) found: whether a cue in the same clause
    /// and no more than ten words away reaches it.
    pub fn polarity(&self, text: &str, hits: &[Hit], at: Range<usize>) -> Polarity {
        let split = hits.partition_point(|hit| (hit.start as usize) < at.start);
        let before = hits[..split].iter().rev().filter(|hit| hit.end as usize <= at.start);
        let after = hits[split..].iter().filter(|hit| hit.start as usize >= at.end);
        let one = self.reached(text, hits, before, [Scope::Forward, Scope::Both], |hit| hit.end as usize..at.start);
        let two = self.reached(text, hits, after, [Scope::Backward, Scope::Both], |hit| at.end..hit.start as usize);
        match one.max(two) {
            Some(CueClass::Core) => Polarity::Negated,
            Some(CueClass::Extended) => Polarity::Open,
            None => Polarity::Affirmed,
        }
    }

    /// The strongest cue that reaches the place, among hits that come with growing distance.
    fn reached<'a>(
        &self,
        text: &str,
        hits: &[Hit],
        near: impl Iterator<Item = &'a Hit> + Clone,
        scopes: [Scope; 2],
        between: impl Fn(&Hit) -> Range<usize>,
    ) -> Option<CueClass> {
        let mut best = None;
        let telling = |hit: &&Hit| self.flags[usize::from(hit.term.0)] & DENIES != 0;
        // where one hit is out of reach all behind it are, so that those that neither deny nor shield need not be looked at
        let near = near.take_while(|hit| between(hit).len() <= REACH_BYTES).filter(telling);
        // and where none denies in the right direction, no text need be
        if !near.clone().any(|hit| self.term(hit.term).cue().is_some_and(|cue| scopes.contains(&cue.scope))) {
            return None;
        }
        for hit in near {
            let gap = between(hit);
            if self.has_border(text, hits, gap.clone()) || text[gap].split_whitespace().nth(REACH).is_some() {
                break;
            }
            let term = self.term(hit.term);
            // `and not` denies what follows and shields what precedes.
            let breaks = term.means(Meaning::ClauseBreak);
            let reaches = |scope| scopes.contains(&scope) && (!breaks || scopes.contains(&Scope::Forward));
            if let Some(cue) = term.cue().filter(|cue| reaches(cue.scope)) {
                best = best.max(Some(cue.class));
            }
            if breaks {
                break;
            }
        }
        best
    }

    /// Whether a mark in the range ends a clause.
    fn has_border(&self, text: &str, hits: &[Hit], range: Range<usize>) -> bool {
        let bytes = text.as_bytes();
        let blank = |at: usize| bytes.get(at).is_none_or(u8::is_ascii_whitespace);
        range.into_iter().any(|at| match bytes[at] {
            b';' | b'|' => true,
            b'.' | b'!' | b'?' | b':' => blank(at + 1),
            b',' => blank(at + 1) && !self.list_goes_on(text, hits, at + 1),
            0xe2 => match text.get(at..at + 3) {
                Some("—") => true,
                Some("–") => at > 0 && blank(at - 1) && blank(at + 3),
                _ => false,
            },
            _ => false,
        })
    }

    /// Whether another member of a list of names and numbers follows a comma: `80, 443 or 8080`.
    fn list_goes_on(&self, text: &str, hits: &[Hit], mut at: usize) -> bool {
        for _ in 0..2 {
            let rest = text[at..].trim_start();
            at = text.len() - rest.len();
            let token = rest.split_whitespace().next().unwrap_or("");
            let conjunction = hits.binary_search_by_key(&(at as u32), |hit| hit.start).is_ok_and(|found| {
                let term = self.term(hits[found].term);
                term.means(Meaning::And) || term.means(Meaning::Or)
            });
            if !conjunction {
                let core = token.trim_matches(|c: char| c.is_ascii_punctuation());
                return core.contains(|c: char| c.is_ascii_digit() || matches!(c, '.' | '/' | ':' | '_'));
            }
            at += token.len();
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_denies_as_the_stem_does_that_it_begins_with() {
        let yaml = "{negation: {core: {both: ['un*']}}, opposites: {use: {one: [used], other: [unused]}}}";
        let lexicon = Lexicon::from_yaml(yaml).unwrap();
        let denied = |text: &str| {
            let mut hits = Vec::new();
            lexicon.scan(text, &mut hits);
            lexicon.negated(text, &hits, text.find("443").unwrap()..text.len())
        };
        assert!(denied("unused is 443"));
        assert!(denied("unheard of is 443"));
        assert!(!denied("used is 443"));
    }
}
