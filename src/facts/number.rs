//! Decimal numbers as documentation writes them, with the readings that a writing allows.

use super::{Number, Other};
use compact_str::{CompactString, ToCompactString};
use std::fmt;

/// The marks that a locale writes numbers with. The other locale's marks are read too: a translation may keep them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Marks {
    /// The decimal mark; `None` where the locale is unknown.
    pub decimal: Option<char>,
}

/// Blanks and apostrophes that group digits in some locale: NBSP, narrow NBSP, thin space, apostrophes (CLDR).
pub(super) fn is_group_only(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '\u{2019}')
}

/// Numbers have fewer digits than this one: 38, as many as fit whatever they are.
const MANTISSA_MOST: u128 = 10_u128.pow(37);
/// How many digits fit in half the room.
const SHORT: usize = 19;

impl Number {
    /// A whole number.
    pub fn whole(value: u64) -> Self {
        Self { mantissa: u128::from(value), scale: 0, other: None }
    }

    /// Reads digits with grouping and decimal marks; `None` where it is no number (`1.2.3`, more than 38 digits).
    ///
    /// A single mark before exactly three digits has two readings; the locale's comes first and the other is kept.
    pub(super) fn parse(text: &str, marks: Marks) -> Option<Self> {
        if text.bytes().all(|b| b.is_ascii_digit()) {
            return from_digits(text, 0).filter(|_| !text.is_empty());
        }
        // where the run of digits at hand begins, the marks before it, and whether those but the last one group
        let mut start = 0;
        let (mut count, mut first, mut last) = (0, ' ', ' ');
        let (mut alike, mut grouped) = (true, true);
        for (at, mark) in text.char_indices().filter(|(_, c)| !c.is_ascii_digit()) {
            if mark != '.' && mark != ',' && !is_group_only(mark) && mark != ' ' {
                return None;
            }
            let run = at - start;
            if count == 0 {
                first = mark;
                grouped = (1..=3).contains(&run) && !text.starts_with('0');
            } else if run == 0 {
                return None;
            } else {
                alike &= last == first;
                grouped &= run == 3;
            }
            (count, last, start) = (count + 1, mark, at + mark.len_utf8());
        }
        let tail = text.len() - start;
        if tail == 0 {
            return None;
        }
        let whole = || from_digits(text, 0);
        let decimal = || from_digits(text, tail);
        match count {
            1 if is_group_only(last) || last == ' ' => whole().filter(|_| grouped && tail == 3),
            1 if grouped && tail == 3 => {
                let (first, other) = if marks.decimal == Some(last) {
                    (decimal()?, Other::Thousandfold)
                } else {
                    (whole()?, Other::Thousandth)
                };
                Some(Self { other: Some(other), ..first })
            }
            1 => decimal(),
            _ if alike && last == first => whole().filter(|_| grouped && tail == 3),
            _ => decimal().filter(|_| alike && grouped && matches!(last, '.' | ',')),
        }
    }

    /// The other reading of an ambiguous writing.
    pub fn other_reading(self) -> Option<Self> {
        match self.other? {
            Other::Thousandfold => self.times_thousand(),
            Other::Thousandth => Some(shortest(self.mantissa, self.scale.checked_add(3)?)),
        }
    }

    /// The number times a thousand: `50k`.
    pub fn times_thousand(self) -> Option<Self> {
        let scale = self.scale.min(3);
        let mantissa = self.mantissa.checked_mul(10u128.pow(u32::from(3 - scale)))?;
        Some(Self { mantissa, scale: self.scale - scale, other: None })
    }

    /// Whether some reading of the one is some reading of the other.
    pub fn agrees(self, other: Self) -> bool {
        let readings = |n: Self| [Some(n), n.other_reading()].into_iter().flatten();
        readings(self).any(|a| readings(other).any(|b| (a.mantissa, a.scale) == (b.mantissa, b.scale)))
    }

    /// The number as a port.
    pub fn as_port(self) -> Option<u16> {
        (self.scale == 0).then(|| u16::try_from(self.mantissa).ok()).flatten()
    }

    /// The number as a small whole number.
    pub fn as_u64(self) -> Option<u64> {
        (self.scale == 0).then(|| u64::try_from(self.mantissa).ok()).flatten()
    }

    /// The number as it displays itself; nearly all are small and whole, which are written much faster without formatting.
    pub(super) fn to_text(self) -> CompactString {
        match self.as_u64() {
            Some(whole) => whole.to_compact_string(),
            None => self.to_compact_string(),
        }
    }

    /// Whether the first reading of the one is less than that of the other.
    pub fn less_than(self, other: Self) -> bool {
        let scale = self.scale.max(other.scale);
        let at = |n: Self| n.mantissa.saturating_mul(10u128.saturating_pow(u32::from(scale - n.scale)));
        at(self) < at(other)
    }
}

/// The number that the digits of a text make, so many of them behind the decimal mark.
fn from_digits(text: &str, behind: usize) -> Option<Number> {
    let mut digits = text.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0');
    // nearly all are short, and narrow numbers are quicker to make
    let short = digits.by_ref().take(SHORT).fold(0, |number: u64, digit| number * 10 + u64::from(digit));
    let mut mantissa = u128::from(short);
    for digit in digits {
        if mantissa >= MANTISSA_MOST {
            return None;
        }
        mantissa = mantissa * 10 + u128::from(digit);
    }
    Some(shortest(mantissa, u8::try_from(behind).ok()?))
}

/// The number without the noughts at the end of the digits behind the decimal mark.
fn shortest(mut mantissa: u128, mut scale: u8) -> Number {
    while scale > 0 && mantissa.is_multiple_of(10) {
        mantissa /= 10;
        scale -= 1;
    }
    Number { mantissa, scale, other: None }
}

impl fmt::Display for Number {
    /// The canonical form: digits, and a point before those behind the decimal mark.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.scale == 0 {
            // nearly all numbers are small, and small ones are written much faster
            return match u64::try_from(self.mantissa) {
                Ok(small) => write!(f, "{small}"),
                Err(_) => write!(f, "{}", self.mantissa),
            };
        }
        let digits = format!("{:0>width$}", self.mantissa, width = usize::from(self.scale) + 1);
        let (whole, rest) = digits.split_at(digits.len() - usize::from(self.scale));
        write!(f, "{whole}.{rest}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EN: Marks = Marks { decimal: Some('.') };
    const DE: Marks = Marks { decimal: Some(',') };

    fn agree(a: &str, am: Marks, b: &str, bm: Marks) -> bool {
        Number::parse(a, am).unwrap().agrees(Number::parse(b, bm).unwrap())
    }

    #[test]
    fn grouping_and_decimal_marks_are_the_locales() {
        assert!(agree("20,000", EN, "20.000", DE));
        assert!(agree("20,000", EN, "20000", DE));
        assert!(agree("20,000", EN, "20\u{a0}000", DE));
        assert!(agree("1,234,567.5", EN, "1.234.567,50", DE));
        assert!(agree("0.07", EN, "0,07", DE));
        assert!(agree(".76", EN, "0,76", DE));
        assert!(!agree("20,000", EN, "20.001", DE));
        assert!(!agree("4.1", EN, "4,2", DE));
    }

    #[test]
    fn an_ambiguous_writing_keeps_both_readings() {
        assert!(agree("2.313", EN, "2.313", DE));
        assert!(agree("2.313", EN, "2313", DE));
        assert!(!agree("2.313", EN, "2.314", DE));
    }

    #[test]
    fn versions_and_identifiers_are_no_numbers() {
        assert_eq!(Number::parse("1.2.3", EN), None);
        assert_eq!(Number::parse("1.3.6.1.5", EN), None);
        assert_eq!(Number::parse(&"9".repeat(40), EN), None);
    }

    #[test]
    fn canonical_form() {
        assert_eq!(Number::parse("1,20", DE).unwrap().to_string(), "1.2");
        assert_eq!(Number::parse(".05", EN).unwrap().to_string(), "0.05");
        assert_eq!(Number::parse("50", EN).unwrap().times_thousand().unwrap().to_string(), "50000");
        assert_eq!(Number::parse("007", EN).unwrap().to_string(), "7");
    }
}
