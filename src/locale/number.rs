//! Numbers in words.

use super::flags::COUNTS;
use super::lexicon::Lexicon;
use super::term::{Hit, Meaning, UnitId};
use super::word::ends_word;

/// A number in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberWord {
    /// The first byte.
    pub start: u32,
    /// The byte after the last, the unit counted.
    pub end: u32,
    /// The number.
    pub value: u64,
    /// What kind of number it is.
    pub class: NumberClass,
    /// The unit behind it or glued to it.
    pub unit: Option<UnitId>,
}

/// What kind of number a number word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NumberClass {
    /// A count.
    Cardinal,
    /// A place in an order.
    Ordinal,
    /// A count of occurrences.
    Times,
    /// A word that may as well be something else (an article, a pronoun, a part of a name): good for explaining a number on the
    /// other side, never for demanding one there.
    Weak,
}

/// A number and how many hits make it.
pub(super) struct Composed {
    value: u64,
    ordinal: bool,
    /// A lone one, nought, article or factor.
    weak: bool,
    article: bool,
    pub(super) used: usize,
}

impl Lexicon {
    /// The numbers in words in `text`, `hits` being what [`scan`](Self::scan) found in it. Digits are not looked at.
    pub fn number_words(&self, text: &str, hits: &[Hit]) -> Vec<NumberWord> {
        let mut all = Vec::new();
        let mut at = 0;
        while let Some(hit) = hits.get(at) {
            if self.flags[usize::from(hit.term.0)] & COUNTS == 0 {
                at += 1;
                continue;
            }
            let alone = self.term(hit.term).find(|m| match m {
                Meaning::Times(1) => Some((1, NumberClass::Weak)),
                Meaning::Times(n) => Some((n, NumberClass::Times)),
                Meaning::Weak(n) => Some((n, NumberClass::Weak)),
                _ => None,
            });
            if let Some((value, class)) = alone {
                all.push(NumberWord { start: hit.start, end: hit.end, value, class, unit: None });
                at += 1;
            } else if self.is_article(text, *hit, hits.get(at + 1)) {
                at += 1;
            } else if let Some(number) = self.compose(text, &hits[at..]) {
                // A multiplier behind digits belongs to them.
                let behind_digits = self.term(hit.term).multiplier().is_some()
                    && text[..hit.start as usize]
                        .trim_end_matches([' ', '\u{a0}', '-'])
                        .ends_with(|c: char| c.is_ascii_digit());
                if !behind_digits {
                    all.extend(self.finish_number(text, &hits[at..], &number));
                }
                at += number.used;
            } else {
                at += 1;
            }
        }
        all
    }

    /// Whether a hit is an article and surely no number: neither another part of one follows nor a unit. Most numbers would begin so.
    fn is_article(&self, text: &str, hit: Hit, next: Option<&Hit>) -> bool {
        let rest = &text[hit.end as usize..];
        self.term(hit.term).means(Meaning::Article)
            && next.is_none_or(|next| gap(text, hit, *next).is_none())
            && rest.strip_prefix(' ').is_some_and(|rest| self.unit_at(rest).is_none())
    }

    /// The factor of a multiplier (`thousand`) at the start of `text`, and its length; for what stands behind digits.
    pub fn multiplier_at(&self, text: &str) -> Option<(usize, u64)> {
        if !self.factor_openings.may_open(text.as_bytes()) {
            return None;
        }
        let mut best = None;
        self.words.prefixes(text.as_bytes(), |len, term| {
            let factor = self.terms[usize::from(term)].multiplier();
            if let Some(factor) = factor.filter(|_| ends_word(text, len)) {
                best = Some((len, factor));
            }
        });
        best
    }

    /// Finds the unit and the class of a number.
    fn finish_number(&self, text: &str, hits: &[Hit], number: &Composed) -> Option<NumberWord> {
        let last = hits[number.used - 1];
        let (start, mut end) = (hits[0].start, last.end);
        let class = if number.ordinal { NumberClass::Ordinal } else { NumberClass::Cardinal };
        let mut word = NumberWord { start, end, value: number.value, class, unit: None };
        let glued = hits.get(number.used).filter(|next| next.start == last.end);
        if let Some(glued) = glued {
            let term = self.term(glued.term);
            word.unit = term.find(|m| if let Meaning::Unit(unit) = m { Some(unit) } else { None });
            if term.means(Meaning::TimesTail) {
                word.class = NumberClass::Times;
            }
            end = glued.end;
        }
        word.end = end;
        let rest = &text[end as usize..];
        let hyphen = rest.starts_with(['-', '\u{2011}']);
        let gap = rest.chars().next().filter(|c| c.is_whitespace() || hyphen).map_or(0, char::len_utf8);
        if word.unit.is_none() && word.class == NumberClass::Cardinal && gap > 0 {
            // `a second device` is an ordinal and no time.
            let ordinal = number.article
                && hits.get(number.used).is_some_and(|next| next.start == end + gap as u32 && self.is_ordinal(*next));
            if let Some((len, unit)) = self.unit_at(&rest[gap..]).filter(|_| !ordinal) {
                word.unit = Some(unit);
                word.end += (gap + len) as u32;
            }
        }
        if word.unit == Some(UnitId::TIMES) {
            (word.class, word.unit) = (NumberClass::Times, None);
        }
        // `two-factor` counts nothing that another language would have to count.
        let name = hyphen && word.unit.is_none() && rest[gap..].starts_with(char::is_alphabetic);
        let named = self.is_named(text, start as usize) && word.class == NumberClass::Cardinal;
        let also_unit = number.ordinal && self.unit_at(&text[start as usize..]).is_some();
        if number.weak || name || named || also_unit || word.class == NumberClass::Times && word.value == 1 {
            word.class = NumberClass::Weak;
        }
        (!number.article || word.unit.is_some()).then_some(word)
    }

    /// Whether the word has a capital that no beginning of a sentence explains: the number may be a name or a heading's.
    fn is_named(&self, text: &str, start: usize) -> bool {
        let before = text[..start].trim_end_matches([' ', '\u{a0}']);
        text[start..].starts_with(char::is_uppercase) && before.ends_with(|c: char| c.is_alphanumeric() || c == ',')
    }

    fn is_ordinal(&self, hit: Hit) -> bool {
        self.term(hit.term).find(|m| matches!(m, Meaning::Ordinal(_)).then_some(())).is_some()
    }

    /// Reads the number that begins with the first hit.
    pub(super) fn compose(&self, text: &str, hits: &[Hit]) -> Option<Composed> {
        let mut sum = Sum::default();
        let mut used = 0;
        let mut ordinal = false;
        while let Some(&hit) = hits.get(used) {
            let before = used.checked_sub(1).map(|i| hits[i]);
            let Some(gap) = before.map_or(Some(Gap::Start), |before| gap(text, before, hit)) else {
                break;
            };
            match self.take(&mut sum, hit, gap) {
                Some(Taken::Part) => used += 1,
                Some(Taken::Last) => {
                    ordinal = true;
                    used += 1;
                    break;
                }
                None => {
                    // A joiner belongs to the number only with what it joins.
                    let mut joined = sum;
                    if gap == Gap::Start
                        || !self.term(hit.term).means(Meaning::Joiner)
                        || !joined.join(gap == Gap::None)
                    {
                        break;
                    }
                    let Some(&next) = hits.get(used + 1) else {
                        break;
                    };
                    let Some(after) = super::number::gap(text, hit, next) else {
                        break;
                    };
                    let Some(taken) = self.take(&mut joined, next, after) else {
                        break;
                    };
                    // `two hundred and three hundred` are two numbers.
                    let another = hits.get(used + 2).is_some_and(|third| {
                        super::number::gap(text, next, *third).is_some()
                            && self.take(&mut joined.clone(), *third, Gap::Blank).is_none()
                            && self.term(third.term).multiplier().is_some()
                    });
                    if another {
                        break;
                    }
                    sum = joined;
                    used += 2;
                    if taken == Taken::Last {
                        ordinal = true;
                        break;
                    }
                }
            }
        }
        let first = self.term(hits.first()?.term);
        let article = used == 1 && first.means(Meaning::Article);
        // A factor by itself (`several hundred`) may be any number of times itself.
        let weak = used == 1
            && (article || first.means(Meaning::One) || first.means(Meaning::Zero) || first.multiplier().is_some());
        (used > 0).then(|| Composed { value: sum.value(), ordinal, weak, article, used })
    }

    /// Adds one term to a number, if it can go on with it.
    fn take(&self, sum: &mut Sum, hit: Hit, gap: Gap) -> Option<Taken> {
        let start = gap == Gap::Start;
        self.term(hit.term).meanings().iter().find_map(|&meaning| {
            let mut next = *sum;
            let taken = match meaning {
                Meaning::Zero => start && next.add(0, gap),
                Meaning::One => next.add(1, gap),
                Meaning::Article => start && next.add(1, gap),
                Meaning::Cardinal(n) => next.add(n, gap),
                Meaning::Multiplier(n) => !start && next.multiply(n),
                Meaning::Ordinal(n @ (100 | 1000 | 1_000_000)) => {
                    let taken = if start { next.add(n, gap) } else { next.multiply(n) };
                    return taken.then(|| {
                        *sum = next;
                        Taken::Last
                    });
                }
                Meaning::Ordinal(n) => {
                    return next.add(n, gap).then(|| {
                        *sum = next;
                        Taken::Last
                    });
                }
                _ => false,
            };
            taken.then(|| {
                *sum = next;
                Taken::Part
            })
        })
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Taken {
    Part,
    /// Nothing can follow.
    Last,
}

/// What stands between two parts of a number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    /// The first part.
    Start,
    None,
    Hyphen,
    Blank,
}

fn gap(text: &str, before: Hit, after: Hit) -> Option<Gap> {
    // nearly always words stand between
    if after.start - before.end > 3 {
        return None;
    }
    match &text[before.end as usize..after.start as usize] {
        "" => Some(Gap::None),
        "-" | "\u{2011}" => Some(Gap::Hyphen),
        " " | "\n" | "\u{a0}" => Some(Gap::Blank),
        _ => None,
    }
}

/// A number in the making: `total` of the thousands and above, `current` of what is below.
#[derive(Clone, Copy, Default)]
struct Sum {
    total: u64,
    current: u64,
    /// The last factor above 100.
    scale: Option<u64>,
    /// A joiner stands between the last part and the next.
    joined: Option<bool>,
    parts: u8,
}

impl Sum {
    fn value(self) -> u64 {
        self.total + self.current
    }

    /// Whether a joiner may follow.
    fn join(&mut self, glued: bool) -> bool {
        let round = self.current.is_multiple_of(100) && self.value() >= 100;
        let unit = (1..10).contains(&(self.current % 100));
        self.joined = Some(glued);
        round || glued && unit
    }

    fn add(&mut self, n: u64, gap: Gap) -> bool {
        let joined = self.joined.take();
        let rest = self.current % 100;
        let fits = if self.parts == 0 {
            true
        } else if n == 0 {
            false
        } else if n >= 100 {
            // A round number that needs no factor (`tausend`): the value of a group of its own.
            return self.multiply(n);
        } else if rest == 0 {
            self.value() >= 100
        } else if joined == Some(true) {
            rest < 10 && n >= 20 && n.is_multiple_of(10)
        } else {
            joined.is_none() && gap != Gap::None && rest >= 20 && rest.is_multiple_of(10) && n < 10
        };
        if fits {
            if n >= 1000 {
                self.total += n;
                self.scale = Some(n);
            } else {
                self.current += n;
            }
            self.parts += 1;
        }
        fits
    }

    fn multiply(&mut self, n: u64) -> bool {
        self.joined = None;
        let fits = if n <= 100 {
            (1..100).contains(&self.current)
        } else {
            self.current > 0 && self.scale.is_none_or(|scale| n < scale)
        };
        if fits {
            let Some(product) = self.current.checked_mul(n) else {
                return false;
            };
            if n <= 100 {
                self.current = product;
            } else {
                self.total += product;
                self.current = 0;
                self.scale = Some(n);
            }
            self.parts += 1;
        }
        fits
    }
}
