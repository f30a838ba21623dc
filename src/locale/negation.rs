//! What a sentence denies.

use super::flags::{DENIES, TURNS};
use super::lexicon::Lexicon;
use super::term::{Cue, CueClass, Hit, Meaning, Scope};
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

    /// Those of `hits` that deny whatever else is said, or have an opposite.
    pub fn turning<'a>(&'a self, hits: &'a [Hit]) -> impl Iterator<Item = &'a Hit> {
        hits.iter().filter(|hit| self.flags[usize::from(hit.term.0)] & TURNS != 0)
    }

    /// What denies in a passage of `text`, `hits` being what [`scan`](Self::scan) found in it; `None` where nothing does.
    pub fn denials<'a>(&'a self, text: &'a str, hits: &'a [Hit]) -> Option<Denials<'a>> {
        let telling = hits.iter().filter(|hit| self.flags[usize::from(hit.term.0)] & DENIES != 0);
        // most passages have words that open a clause, and few have one that denies
        telling.clone().find(|hit| self.term(hit.term).cue().is_some())?;
        let telling = telling.map(|hit| {
            let term = self.term(hit.term);
            Telling { range: hit.range(), cue: term.cue(), breaks: term.means(Meaning::ClauseBreak) }
        });
        Some(Denials { lexicon: self, text, hits, telling: telling.collect() })
    }
}

/// What denies in a passage: read once for all that stands in it.
#[derive(Debug)]
pub struct Denials<'a> {
    lexicon: &'a Lexicon,
    text: &'a str,
    hits: &'a [Hit],
    telling: Vec<Telling>,
}

/// A word that denies, or opens a clause that no denial reaches into, or both.
#[derive(Debug)]
struct Telling {
    range: Range<usize>,
    cue: Option<Cue>,
    breaks: bool,
}

impl Denials<'_> {
    /// Whether what stands `at` in the text is denied; see [`polarity`](Self::polarity).
    pub fn negate(&self, at: Range<usize>) -> bool {
        self.polarity(at) == Polarity::Negated
    }

    /// What the passage says of what stands `at` in the text: whether a cue in the same clause and no more than ten words away
    /// reaches it.
    pub fn polarity(&self, at: Range<usize>) -> Polarity {
        let split = self.telling.partition_point(|word| word.range.start < at.start);
        let before = self.telling[..split].iter().rev().filter(|word| word.range.end <= at.start);
        let after = self.telling[split..].iter().filter(|word| word.range.start >= at.end);
        let one = self.reached(before, [Scope::Forward, Scope::Both], |word| word.range.end..at.start);
        let two = self.reached(after, [Scope::Backward, Scope::Both], |word| at.end..word.range.start);
        match one.max(two) {
            Some(CueClass::Core) => Polarity::Negated,
            Some(CueClass::Extended) => Polarity::Open,
            None => Polarity::Affirmed,
        }
    }

    /// The strongest cue that reaches the place, among words that come with growing distance.
    fn reached<'a>(
        &self,
        near: impl Iterator<Item = &'a Telling> + Clone,
        scopes: [Scope; 2],
        between: impl Fn(&Telling) -> Range<usize>,
    ) -> Option<CueClass> {
        let mut best = None;
        // where one word is out of reach all behind it are
        let near = near.take_while(|word| between(word).len() <= REACH_BYTES);
        // and where none denies in the right direction, no text need be looked at
        if !near.clone().any(|word| word.cue.is_some_and(|cue| scopes.contains(&cue.scope))) {
            return None;
        }
        for word in near {
            let gap = between(word);
            if self.has_border(gap.clone()) || self.text[gap].split_whitespace().nth(REACH).is_some() {
                break;
            }
            // `and not` denies what follows and shields what precedes.
            let reaches = |scope| scopes.contains(&scope) && (!word.breaks || scopes.contains(&Scope::Forward));
            if let Some(cue) = word.cue.filter(|cue| reaches(cue.scope)) {
                best = best.max(Some(cue.class));
            }
            if word.breaks {
                break;
            }
        }
        best
    }

    /// Whether a mark in the range ends a clause.
    fn has_border(&self, range: Range<usize>) -> bool {
        let (text, bytes) = (self.text, self.text.as_bytes());
        let blank = |at: usize| bytes.get(at).is_none_or(u8::is_ascii_whitespace);
        range.into_iter().any(|at| match bytes[at] {
            b';' | b'|' => true,
            b'.' | b'!' | b'?' | b':' => blank(at + 1),
            b',' => blank(at + 1) && !self.list_goes_on(at + 1),
            0xe2 => match text.get(at..at + 3) {
                Some("—") => true,
                Some("–") => at > 0 && blank(at - 1) && blank(at + 3),
                _ => false,
            },
            _ => false,
        })
    }

    /// Whether another member of a list of names and numbers follows a comma: `80, 443 or 8080`.
    fn list_goes_on(&self, mut at: usize) -> bool {
        for _ in 0..2 {
            let rest = self.text[at..].trim_start();
            at = self.text.len() - rest.len();
            let token = rest.split_whitespace().next().unwrap_or("");
            let conjunction = self.hits.binary_search_by_key(&(at as u32), |hit| hit.start).is_ok_and(|found| {
                let term = self.lexicon.term(self.hits[found].term);
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
            let denials = lexicon.denials(text, &hits);
            denials.is_some_and(|denials| denials.negate(text.find("443").unwrap()..text.len()))
        };
        assert!(denied("unused is 443"));
        assert!(denied("unheard of is 443"));
        assert!(!denied("used is 443"));
    }
}
