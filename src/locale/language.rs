//! Which language a text is written in, told by its function words.

use super::data::variants;
use super::lexicon::Lexicon;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The longest stop word looked up, in bytes.
const LONGEST: usize = 20;
/// The mark of a word that several languages share.
const SHARED: u8 = u8::MAX;

static SHIPPED: LazyLock<Languages> = LazyLock::new(|| {
    // A regional lexicon repeats its language's words, which would then seem shared.
    let languages = Lexicon::available().filter(|name| !name.contains('-'));
    Languages::new(languages.filter_map(|name| Some((name, Lexicon::shipped(name)?))))
});

/// The stop words of several languages, those that two of them share left out.
#[derive(Clone, Debug)]
pub struct Languages {
    names: Vec<String>,
    words: FxHashMap<Box<[u8]>, u8>,
}

/// What the words of a text say about its language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Guess<'a> {
    /// The language with the most hits; `None` without hits, or where two have as many.
    pub best: Option<&'a str>,
    /// How many words are stop words of that language alone.
    pub hits: u32,
    /// How many are of the language with the second most hits.
    pub runner_up: u32,
    /// How many words the text has.
    pub words: u32,
}

impl Languages {
    /// The languages that have a shipped lexicon.
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// Languages by the tags given, at most 255.
    pub fn new<'a>(lexicons: impl IntoIterator<Item = (&'a str, &'a Lexicon)>) -> Self {
        let mut all = Self { names: Vec::new(), words: FxHashMap::default() };
        for (index, (name, lexicon)) in (0..SHARED).zip(lexicons) {
            all.names.push(name.to_owned());
            for word in lexicon.stop_words() {
                for form in variants(word) {
                    let owner = all.words.entry(form.to_ascii_lowercase().into_bytes().into()).or_insert(index);
                    if *owner != index {
                        *owner = SHARED;
                    }
                }
            }
        }
        all
    }

    /// Counts the function words of `text`.
    pub fn guess(&self, text: &str) -> Guess<'_> {
        let mut counts = [0_u32; SHARED as usize];
        let mut words = 0;
        let mut buffer = [0; LONGEST];
        for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
            words += 1;
            if let Some(buffer) = buffer.get_mut(..word.len()) {
                buffer.copy_from_slice(word.as_bytes());
                buffer.make_ascii_lowercase();
                if let Some(&owner) = self.words.get(&*buffer).filter(|&&owner| owner != SHARED) {
                    counts[usize::from(owner)] += 1;
                }
            }
        }
        let counts = &counts[..self.names.len()];
        let Some(index) = (0..counts.len()).rev().max_by_key(|&index| counts[index]) else {
            return Guess { words, ..Guess::default() };
        };
        let runner_up =
            counts.iter().enumerate().filter(|&(other, _)| other != index).map(|(_, &count)| count).max().unwrap_or(0);
        let best = (counts[index] > runner_up).then(|| self.names[index].as_str());
        Guess { best, hits: counts[index], runner_up, words }
    }
}
