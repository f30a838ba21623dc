//! Makes a lexicon of the data in its file and in those that it builds on.

use super::data::{self, BoundName, Data, Directions, LexiconError, Separators, WordName};
use super::flags::{CAPITAL, COUNTS, DENIES, GLUED, OPEN, PART, SILENT, TURNS};
use super::heads::Heads;
use super::lexicon::{Lexicon, UnitForm};
use super::openings::Openings;
use super::term::{Bound, Cue, CueClass, Meaning, Meridiem, Pole, Scope, SenseId, Side, Term, UnitId};
use super::trie::Trie;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};

/// The name of the file that every other builds on and that serves where a language has none.
pub(super) const NEUTRAL: &str = "und";

/// Builds the lexicon of a file, whose name is empty where it is none of those shipped, and of all those that it builds on, which
/// `file` gives.
pub(super) fn build(name: &str, data: Data, file: impl Fn(&str) -> Option<Data>) -> Result<Lexicon, LexiconError> {
    let mut chain = vec![data];
    let mut at = name.to_owned();
    while let Some(parent) =
        chain.last().and_then(|d| d.inherits.clone()).or((at != NEUTRAL).then(|| NEUTRAL.to_owned()))
    {
        let data = file(&parent).filter(|_| chain.len() < 8);
        chain.push(data.ok_or(LexiconError::Inherits(parent.clone()))?);
        at = parent;
    }
    let mut builder = Builder::default();
    for data in chain.iter().rev() {
        builder.add(data)?;
    }
    builder.finish()
}

#[derive(Default)]
struct Builder {
    name: String,
    separators: Separators,
    endings: BTreeMap<String, Vec<String>>,
    terms: Vec<Term>,
    flags: Vec<u8>,
    /// The terms by spelling, and whether any ending may follow.
    words: BTreeMap<(String, bool), usize>,
    parts: BTreeMap<(String, bool), usize>,
    units: BTreeMap<String, Vec<UnitForm>>,
    units_before: Vec<(String, UnitId)>,
    abbreviations: Vec<String>,
    stop_words: BTreeSet<String>,
    imperatives: BTreeSet<String>,
    digit_endings: BTreeSet<String>,
    months: FxHashSet<String>,
}

impl Builder {
    /// Adds what a file says to what the files that it builds on have said.
    fn add(&mut self, data: &Data) -> Result<(), LexiconError> {
        self.endings.extend(data.endings.clone());
        if let Some(name) = &data.name {
            self.name.clone_from(name);
        }
        if let Some(separators) = &data.separators {
            self.separators = separators.clone();
        }
        self.add_numbers(&data.numbers)?;
        self.add_units(data)?;
        self.add_calendar(data)?;
        for (name, sides) in &data.bounds {
            let bound = match name {
                BoundName::AtLeast => Bound::AtLeast,
                BoundName::AtMost => Bound::AtMost,
                BoundName::MoreThan => Bound::MoreThan,
                BoundName::LessThan => Bound::LessThan,
                BoundName::About => Bound::About,
            };
            self.words(&sides.before, Meaning::Bound(bound, Side::Before))?;
            self.words(&sides.after, Meaning::Bound(bound, Side::After))?;
        }
        for (name, words) in &data.words {
            let meaning = match name {
                WordName::Port => Meaning::PortWord,
                WordName::Version => Meaning::VersionWord,
                WordName::RangeTo => Meaning::RangeTo,
                WordName::Between => Meaning::Between,
                WordName::And => Meaning::And,
                WordName::Or => Meaning::Or,
                WordName::Clock => Meaning::Clock,
                WordName::Translation => Meaning::TranslationWord,
                WordName::Am => Meaning::Meridiem(Meridiem::Am),
                WordName::Pm => Meaning::Meridiem(Meridiem::Pm),
            };
            self.words(words, meaning)?;
        }
        self.add_cues(&data.negation.core, CueClass::Core)?;
        self.add_cues(&data.negation.extended, CueClass::Extended)?;
        for (sense, words) in &data.negation.senses {
            let cue = Cue { class: CueClass::Extended, scope: Scope::None };
            self.words(words, Meaning::Negation(cue))?;
            self.words(words, Meaning::Sense(SenseId::intern(sense)))?;
        }
        self.words(&data.negation.clause_breaks, Meaning::ClauseBreak)?;
        for (name, poles) in &data.opposites {
            let sense = SenseId::intern(name);
            self.words(&poles.one, Meaning::Pole(Pole { sense, other: false }))?;
            self.words(&poles.other, Meaning::Pole(Pole { sense, other: true }))?;
        }
        for entry in &data.ignore {
            for spelling in data::expand(entry, &self.endings)? {
                self.enter(false, &spelling, None);
            }
        }
        for entry in &data.abbreviations {
            self.abbreviations.extend(data::expand(entry, &self.endings)?.into_iter().map(|s| s.text));
        }
        for entry in &data.numbers.endings {
            self.digit_endings.extend(data::expand(entry, &self.endings)?.into_iter().map(|s| s.text));
        }
        for entry in &data.imperatives {
            self.imperatives.extend(data::expand(entry, &self.endings)?.into_iter().map(|s| s.text));
        }
        for entry in &data.stop_words {
            self.stop_words.extend(data::expand(entry, &self.endings)?.into_iter().map(|s| s.text));
        }
        Ok(())
    }

    fn add_numbers(&mut self, numbers: &data::Numbers) -> Result<(), LexiconError> {
        self.words(&numbers.zero, Meaning::Zero)?;
        self.words(&numbers.one, Meaning::One)?;
        self.words(&numbers.articles, Meaning::Article)?;
        self.words(&numbers.half, Meaning::Half)?;
        self.words(&numbers.joiners, Meaning::Joiner)?;
        for (&value, words) in &numbers.cardinals {
            self.both(words, Meaning::Cardinal(value))?;
        }
        for (&value, words) in &numbers.multipliers {
            self.both(words, Meaning::Multiplier(value))?;
        }
        for (&value, words) in &numbers.ordinals {
            self.both(words, Meaning::Ordinal(value))?;
        }
        for (&value, words) in &numbers.weak {
            self.words(words, Meaning::Weak(value))?;
        }
        for (&value, words) in &numbers.times {
            self.words(words, Meaning::Times(value))?;
        }
        let compounds = &numbers.compounds;
        self.parts(&compounds.one, Meaning::One)?;
        self.parts(&compounds.joiners, Meaning::Joiner)?;
        self.parts(&compounds.times, Meaning::TimesTail)?;
        self.parts(&compounds.tails, Meaning::Tail)
    }

    fn add_units(&mut self, data: &Data) -> Result<(), LexiconError> {
        for (id, unit) in &data.units {
            let id = UnitId::intern(id);
            for entry in unit.words.iter().chain(&unit.stems) {
                for spelling in data::expand(entry, &self.endings)? {
                    for text in data::variants(&spelling.text) {
                        self.units.entry(text).or_default().push(UnitForm {
                            exact: None,
                            open: spelling.open,
                            unit: id,
                        });
                    }
                }
            }
            for symbol in &unit.symbols {
                let form = UnitForm { exact: Some(symbol.clone()), open: false, unit: id };
                self.units.entry(symbol.to_ascii_lowercase()).or_default().push(form);
            }
            self.parts(&unit.stems, Meaning::Unit(id))?;
            self.units_before.extend(unit.before.iter().map(|symbol| (symbol.clone(), id)));
        }
        Ok(())
    }

    fn add_calendar(&mut self, data: &Data) -> Result<(), LexiconError> {
        for (list, rows, wanted) in [("months", &data.months, 12), ("weekdays", &data.weekdays, 7)] {
            if !rows.is_empty() && rows.len() != wanted {
                return Err(LexiconError::Rows { list, rows: rows.len() });
            }
        }
        for (words, number) in data.months.iter().zip(1..) {
            self.words(words, Meaning::Month(number))?;
            for entry in words {
                self.months.extend(data::expand(entry, &self.endings)?.into_iter().map(|s| s.text));
            }
        }
        for (words, number) in data.weekdays.iter().zip(1..) {
            self.words(words, Meaning::Weekday(number))?;
        }
        Ok(())
    }

    fn add_cues(&mut self, cues: &Directions, class: CueClass) -> Result<(), LexiconError> {
        let directions = [
            (&cues.forward, Scope::Forward),
            (&cues.backward, Scope::Backward),
            (&cues.both, Scope::Both),
            (&cues.none, Scope::None),
        ];
        for (words, scope) in directions {
            self.words(words, Meaning::Negation(Cue { class, scope }))?;
        }
        Ok(())
    }

    fn words(&mut self, entries: &[String], meaning: Meaning) -> Result<(), LexiconError> {
        for entry in entries {
            for spelling in data::expand(entry, &self.endings)? {
                self.enter(false, &spelling, Some(meaning));
            }
        }
        Ok(())
    }

    fn parts(&mut self, entries: &[String], meaning: Meaning) -> Result<(), LexiconError> {
        for entry in entries {
            for spelling in data::expand(entry, &self.endings)? {
                self.enter(true, &spelling, Some(meaning));
                // The scanner takes a word apart only where a word of the lexicon begins it.
                if meaning == Meaning::One {
                    let term = self.enter(false, &spelling, Some(meaning));
                    self.flags[term] |= PART;
                }
            }
        }
        Ok(())
    }

    fn both(&mut self, entries: &[String], meaning: Meaning) -> Result<(), LexiconError> {
        for entry in entries {
            for spelling in data::expand(entry, &self.endings)? {
                let term = self.enter(false, &spelling, Some(meaning));
                self.flags[term] |= PART;
                self.enter(true, &spelling, Some(meaning));
            }
        }
        Ok(())
    }

    /// Gives a spelling a meaning, or takes all meanings from it.
    fn enter(&mut self, part: bool, spelling: &data::Spelling, meaning: Option<Meaning>) -> usize {
        let map = if part { &mut self.parts } else { &mut self.words };
        let fresh = self.terms.len();
        let term = *map.entry((spelling.text.clone(), spelling.open)).or_insert(fresh);
        if term == fresh {
            self.terms.push(Term::default());
            self.flags.push(if spelling.capital { CAPITAL } else { 0 });
        }
        // most are words that may meet the eye in one form only
        if !spelling.text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            for variant in data::variants(&spelling.text).into_iter().skip(1) {
                map.entry((variant, spelling.open)).or_insert(term);
            }
        }
        let flags = &mut self.flags[term];
        if !spelling.capital {
            *flags &= !CAPITAL;
        }
        if spelling.open {
            *flags |= OPEN;
        }
        match meaning {
            None => *flags |= SILENT,
            Some(meaning) => {
                if matches!(meaning, Meaning::Meridiem(_) | Meaning::Clock | Meaning::Multiplier(_)) {
                    *flags |= GLUED;
                }
                if meaning.counts() {
                    *flags |= COUNTS;
                }
                let meanings = &mut self.terms[term].meanings;
                if !meanings.contains(&meaning) {
                    meanings.push(meaning);
                }
            }
        }
        term
    }

    /// Opposites and the rest of the lexicon are written without regard to each other, and the scanner takes the longest spelling: so
    /// a spelling of the one keeps what a stem of the other says that it begins with.
    fn join_opposites(&mut self) {
        let stems: FxHashMap<&str, usize> =
            self.words.iter().filter(|((_, open), _)| *open).map(|((text, _), &term)| (text.as_str(), term)).collect();
        let mut joined = Vec::new();
        for ((text, _), &term) in &self.words {
            let prefixes = text.char_indices().map(|(at, c)| &text[..at + c.len_utf8()]).rev();
            let mut stems = prefixes.filter_map(|stem| stems.get(stem)).filter(|&&stem| stem != term);
            let Some(&stem) = stems.next() else { continue };
            let silent = (self.flags[term] | self.flags[stem]) & SILENT != 0;
            let pole = |term: usize| self.terms[term].poles().next().is_some();
            if !silent && pole(term) != pole(stem) {
                joined.push((term, self.terms[stem].meanings.clone()));
            }
        }
        for (term, meanings) in joined {
            for meaning in meanings {
                if !self.terms[term].meanings.contains(&meaning) {
                    self.terms[term].meanings.push(meaning);
                }
            }
        }
    }

    /// Lays the words out for scanning.
    fn finish(mut self) -> Result<Lexicon, LexiconError> {
        self.join_opposites();
        // asked of the meanings as they have become in the end
        let denies = |meaning: &Meaning| matches!(meaning, Meaning::Negation(_) | Meaning::ClauseBreak);
        for (flags, term) in self.flags.iter_mut().zip(&self.terms) {
            if term.meanings.iter().any(denies) {
                *flags |= DENIES;
            }
            if term.tells() || term.poles().next().is_some() {
                *flags |= TURNS;
            }
        }
        u16::try_from(self.terms.len()).map_err(|_| LexiconError::TooLarge)?;
        let table = |map: &BTreeMap<(String, bool), usize>| {
            Trie::new(map.iter().map(|((text, open), &term)| (text.as_str(), term as u16, *open)))
                .ok_or(LexiconError::TooLarge)
        };
        let units = Trie::new(self.units.keys().zip(0..).map(|(text, at)| (text.as_str(), at, false)));
        let factors = self.words.iter().filter(|(_, term)| self.terms[**term].multiplier().is_some());
        let behind = self.units.iter().map(|(text, forms)| (text.as_str(), forms.iter().any(|form| form.open)));
        let abbreviated = self.abbreviations.iter().flat_map(|a| a.split(' ')).filter(|word| word.ends_with('.'));
        let spellings =
            self.words.iter().map(|((text, open), &term)| (text.as_str(), term as u16, self.flags[term], *open));
        let words = table(&self.words)?;
        Ok(Lexicon {
            heads: Heads::new(&words, spellings).ok_or(LexiconError::TooLarge)?,
            words,
            parts: table(&self.parts)?,
            units: units.ok_or(LexiconError::TooLarge)?,
            factor_openings: Openings::new(factors.map(|((text, open), _)| (text.as_str(), *open))),
            unit_openings: Openings::new(behind),
            unit_forms: self.units.into_values().collect(),
            abbreviated: abbreviated.map(str::to_owned).collect(),
            name: self.name,
            separators: self.separators,
            terms: self.terms,
            flags: self.flags,
            units_before: self.units_before,
            abbreviations: self.abbreviations,
            stop_words: self.stop_words,
            imperatives: self.imperatives,
            digit_endings: self.digit_endings,
            months: self.months,
        })
    }
}
