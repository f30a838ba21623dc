//! The form of the files in `rules/locales/`, and the shorthand in which their words are written.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Why a lexicon could not be read.
#[derive(Debug, thiserror::Error)]
pub enum LexiconError {
    /// The file is no YAML or has another form.
    #[error("not a lexicon: {0}")]
    Form(#[from] serde_yaml::Error),
    /// The file builds on one that is not shipped.
    #[error("`inherits: {0}` names no shipped lexicon")]
    Inherits(String),
    /// An entry uses `<name>` and `endings` has no such name.
    #[error("`{entry}` needs the endings `{name}`, which are not listed")]
    Ending {
        /// The entry as written.
        entry: String,
        /// The name of the endings.
        name: String,
    },
    /// A parenthesis or angle bracket stays open.
    #[error("`{0}` has an open bracket")]
    Bracket(String),
    /// A list of months or weekdays has too few or too many rows.
    #[error("`{list}` has {rows} rows")]
    Rows {
        /// The name of the list.
        list: &'static str,
        /// How many rows it has.
        rows: usize,
    },
    /// The words need more states than a table can have.
    #[error("too many words")]
    TooLarge,
}

/// Spellings in the shorthand: `(a|b)` for alternatives, `<name>` for the endings of that name, a final `*` for any ending, and
/// a capital first letter where the text must have one.
pub(super) type Words = Vec<String>;

/// A file of `rules/locales/`.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Data {
    /// The file that this one builds on.
    pub(super) inherits: Option<String>,
    /// The language's own name.
    pub(super) name: Option<String>,
    pub(super) endings: BTreeMap<String, Vec<String>>,
    pub(super) separators: Option<Separators>,
    pub(super) numbers: Numbers,
    pub(super) units: BTreeMap<String, UnitWords>,
    pub(super) months: Vec<Words>,
    pub(super) weekdays: Vec<Words>,
    pub(super) bounds: BTreeMap<BoundName, Sides>,
    pub(super) words: BTreeMap<WordName, Words>,
    pub(super) negation: Negation,
    /// Words that no language takes for each other, by a name that the lexicons share: `enable` and `disable`.
    pub(super) opposites: BTreeMap<String, Poles>,
    /// Spellings that must not be read as anything: they begin with a word that means something.
    pub(super) ignore: Words,
    pub(super) abbreviations: Words,
    pub(super) stop_words: Words,
    /// Verbs that instructions begin with, in the imperative.
    #[serde(default)]
    pub(super) imperatives: Words,
    pub(super) examples: Vec<Example>,
}

/// The marks inside a number written in digits.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Separators {
    /// What may stand before the fraction.
    pub decimal: Vec<char>,
    /// What may stand between groups of three digits.
    pub grouping: Vec<char>,
    /// Whether `1.` is an ordinal.
    #[serde(default)]
    pub ordinal_dot: bool,
}

#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Numbers {
    pub(super) zero: Words,
    pub(super) one: Words,
    pub(super) articles: Words,
    pub(super) cardinals: BTreeMap<u64, Words>,
    pub(super) multipliers: BTreeMap<u64, Words>,
    pub(super) ordinals: BTreeMap<u64, Words>,
    pub(super) times: BTreeMap<u64, Words>,
    /// Words that imply a number and seldom stand for it, such as `both`.
    pub(super) weak: BTreeMap<u64, Words>,
    pub(super) half: Words,
    /// What stands glued behind digits and makes an ordinal or a count of them: `3rd`, `2-fach`.
    pub(super) endings: Words,
    pub(super) joiners: Words,
    pub(super) compounds: Compounds,
}

/// What only stands inside words.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Compounds {
    pub(super) one: Words,
    pub(super) joiners: Words,
    pub(super) times: Words,
    pub(super) tails: Words,
}

#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct UnitWords {
    /// Compared without case.
    pub(super) words: Words,
    /// Compared with case.
    pub(super) symbols: Words,
    /// Glued to a number word or, with a hyphen, to digits.
    pub(super) stems: Words,
    /// Compared with case and written before the number.
    pub(super) before: Words,
}

#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "snake_case")]
pub(super) enum BoundName {
    AtLeast,
    AtMost,
    MoreThan,
    LessThan,
    About,
}

#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Sides {
    pub(super) before: Words,
    pub(super) after: Words,
}

#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "snake_case")]
pub(super) enum WordName {
    Port,
    Version,
    RangeTo,
    Between,
    And,
    Or,
    Clock,
    Translation,
    Am,
    Pm,
}

#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Negation {
    pub(super) core: Directions,
    pub(super) extended: Directions,
    pub(super) clause_breaks: Words,
    /// Extended cues that say the same in all languages, by a name that the lexicons share: `without` is `ohne` is `zonder`.
    pub(super) senses: BTreeMap<String, Words>,
}

#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Poles {
    pub(super) one: Words,
    pub(super) other: Words,
}

#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Directions {
    pub(super) forward: Words,
    pub(super) backward: Words,
    pub(super) both: Words,
    pub(super) none: Words,
}

/// A sentence and what the lexicon must find in it, for the tests; `number: null` and the like say that it must find nothing.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Example {
    pub(super) text: String,
    /// The values of the number words, in order.
    #[serde(default)]
    pub(super) numbers: Option<Vec<u64>>,
    /// The unit of the only number word.
    #[serde(default)]
    pub(super) unit: Option<String>,
    /// The class of the only number word.
    #[serde(default)]
    pub(super) class: Option<String>,
    /// The unit right behind the digits that the text begins with.
    #[serde(default)]
    pub(super) digits_unit: Option<String>,
    /// The fact whose polarity is asked for.
    #[serde(default)]
    pub(super) fact: Option<String>,
    #[serde(default)]
    pub(super) negated: Option<bool>,
    /// The strongest cue: `core`, `extended` or `none`.
    #[serde(default)]
    pub(super) cue: Option<String>,
    /// The number of sentences.
    #[serde(default)]
    pub(super) sentences: Option<usize>,
}

/// Reads a file of this form; the only place that does. The shipped ones have been read when the program was built.
pub(super) fn read(yaml: &str) -> Result<Data, LexiconError> {
    Ok(serde_yaml::from_str(yaml)?)
}

/// An entry without its shorthand.
pub(super) struct Spelling {
    /// In lower case.
    pub(super) text: String,
    /// Whether any ending may follow.
    pub(super) open: bool,
    /// Whether the text must have a capital first letter.
    pub(super) capital: bool,
}

/// Writes an entry's shorthand out.
pub(super) fn expand(entry: &str, endings: &BTreeMap<String, Vec<String>>) -> Result<Vec<Spelling>, LexiconError> {
    let (body, open) = entry.strip_suffix('*').map_or((entry, false), |body| (body, true));
    let mut all = vec![String::new()];
    let mut rest = body;
    while let Some(at) = rest.find(['(', '<']) {
        let close = if rest[at..].starts_with('(') { ')' } else { '>' };
        let end = at + rest[at..].find(close).ok_or_else(|| LexiconError::Bracket(entry.to_owned()))?;
        let inner = &rest[at + 1..end];
        let choices: Vec<&str> = if close == ')' {
            inner.split('|').collect()
        } else {
            let unknown = || LexiconError::Ending { entry: entry.to_owned(), name: inner.to_owned() };
            endings.get(inner).ok_or_else(unknown)?.iter().map(String::as_str).collect()
        };
        let head = &rest[..at];
        all = all.iter().flat_map(|start| choices.iter().map(move |choice| format!("{start}{head}{choice}"))).collect();
        rest = &rest[end + 1..];
    }
    let finish = |start: String| {
        let text = start + rest;
        Spelling { open, capital: text.chars().next().is_some_and(char::is_uppercase), text: text.to_lowercase() }
    };
    Ok(all.into_iter().map(finish).collect())
}

/// The forms in which a spelling in lower case may meet the eye: capitals beyond ASCII, curly apostrophes, no-break hyphens, and
/// line ends and no-break spaces for blanks.
pub(super) fn variants(text: &str) -> Vec<String> {
    let mut all = vec![text.to_owned()];
    if !text.is_ascii() {
        let mut rest = text.chars();
        let first = rest.next().map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default();
        all.push(first + rest.as_str());
        all.push(text.to_uppercase());
    }
    let curly: Vec<_> = all.iter().filter(|t| t.contains('\'')).map(|t| t.replace('\'', "’")).collect();
    all.extend(curly);
    let unbroken: Vec<_> = all.iter().filter(|t| t.contains('-')).map(|t| t.replace('-', "\u{2011}")).collect();
    all.extend(unbroken);
    for form in all.clone() {
        all.extend(form.match_indices(' ').map(|(at, _)| format!("{}\n{}", &form[..at], &form[at + 1..])));
        if form.contains(' ') {
            all.push(form.replace(' ', "\u{a0}"));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shorthand_is_written_out() {
        let endings = BTreeMap::from([("adj".to_owned(), vec![String::new(), "e".to_owned()])]);
        let texts = |entry: &str| expand(entry, &endings).unwrap().into_iter().map(|s| s.text).collect::<Vec<_>>();
        assert_eq!(texts("Tag(|e|en)"), ["tag", "tage", "tagen"]);
        assert_eq!(texts("k(a|o) x<adj>"), ["ka x", "ka xe", "ko x", "ko xe"]);
        assert!(expand("un*", &endings).unwrap()[0].open);
        assert!(expand("x<verb>", &endings).is_err());
        assert!(expand("x(a", &endings).is_err());
    }

    #[test]
    fn a_spelling_is_known_however_it_is_set() {
        assert_eq!(variants("in acht"), ["in acht", "in\nacht", "in\u{a0}acht"]);
        assert_eq!(variants("übt's"), ["übt's", "Übt's", "ÜBT'S", "übt’s", "Übt’s", "ÜBT’S"]);
    }
}
