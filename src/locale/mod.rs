//! Language tags and the lexicons of `rules/locales/`.

mod build;
mod data;
mod flags;
mod heads;
mod key;
mod language;
mod lexicon;
mod negation;
mod number;
mod openings;
mod scan;
mod sentence;
mod shipped;
mod stems;
mod tag;
mod term;
#[cfg(test)]
mod tests;
mod trie;
mod unit;
mod word;

pub use data::{LexiconError, Separators};
pub use language::{Guess, Languages};
pub use lexicon::Lexicon;
pub use negation::{Denials, Negation, Polarity};
pub use number::{NumberClass, NumberWord};
pub use sentence::sentences;
pub use tag::Locale;
pub use term::{Bound, Cue, CueClass, Hit, Meaning, Meridiem, Pole, Scope, SenseId, Side, Term, TermId, UnitId};
