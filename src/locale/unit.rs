//! The unit beside a number.

use super::lexicon::Lexicon;
use super::term::UnitId;
use super::word::{ends_word, word_end};

impl Lexicon {
    /// The unit that `text` begins with, the caller having passed the blank or hyphen behind a number, and its length in bytes.
    /// The longest one counts, and it must end where a word ends.
    pub fn unit_at(&self, text: &str) -> Option<(usize, UnitId)> {
        if !self.unit_openings.may_open(text.as_bytes()) {
            return None;
        }
        let mut best = None;
        self.units.prefixes(text.as_bytes(), |len, at| {
            let forms = &self.unit_forms[usize::from(at)];
            let whole = ends_word(text, len);
            // most that a unit's one letter begins is another word
            if !whole && !forms.iter().any(|form| form.open) {
                return;
            }
            let exact = forms.iter().find(|form| form.exact.as_deref() == Some(&text[..len]) && whole);
            if let Some(form) = exact.or_else(|| forms.iter().find(|form| form.exact.is_none() && (whole || form.open)))
            {
                best = Some((if form.open { word_end(text, len) } else { len }, form.unit));
            }
        });
        best
    }

    /// The unit that `text` ends with, the caller having passed a blank before a number (`$ 5`, `EUR 5`), and its length in bytes.
    pub fn unit_before(&self, text: &str) -> Option<(usize, UnitId)> {
        let fits = |symbol: &str| {
            text.strip_suffix(symbol)
                .is_some_and(|rest| !symbol.starts_with(char::is_alphabetic) || !rest.ends_with(char::is_alphanumeric))
        };
        let all = self.units_before.iter().filter(|(symbol, _)| fits(symbol));
        all.max_by_key(|(symbol, _)| symbol.len()).map(|(symbol, unit)| (symbol.len(), *unit))
    }

    /// The ids of all units that the lexicon knows, in order.
    pub fn units(&self) -> std::collections::BTreeSet<UnitId> {
        let behind = self.unit_forms.iter().flatten().map(|form| form.unit);
        behind.chain(self.units_before.iter().map(|(_, unit)| *unit)).collect()
    }
}
