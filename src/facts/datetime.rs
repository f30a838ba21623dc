//! Dates and times of day, in every order that a locale writes them.

use super::numeral::Numeral;
use super::scan::{Found, Passage};
use super::{Data, Kind, Written};
use crate::locale::{Meaning, Meridiem};
use compact_str::CompactString;
use std::ops::Range;

/// Reads a date in digits: `2020-08-31`, `8/31/2020`, `31.08.2020`, `31-8-2020`. Gives its length too.
///
/// Where day and month could be either, the separator decides: a slash is read month first, as English does. The comparison
/// ([`same_date`]) does not depend on it.
pub(super) fn numeric_date(token: &str) -> Option<(Data, CompactString, usize)> {
    let separator = token.chars().find(|c| !c.is_ascii_digit())?;
    if !matches!(separator, '/' | '-' | '.') {
        return None;
    }
    let mut parts = token.splitn(3, separator);
    let (a, b, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (c, tail) = rest.split_at(length);
    if !a.bytes().chain(b.bytes()).all(|b| b.is_ascii_digit())
        || tail.starts_with(|c: char| c.is_alphanumeric() || c == separator || c == '-') && !tail.starts_with('T')
    {
        return None;
    }
    let number =
        |text: &str, digits: Range<usize>| digits.contains(&text.len()).then(|| text.parse::<u16>().ok()).flatten();
    let (year, x, y) = if a.len() == 4 {
        (number(a, 4..5)?, number(b, 1..3)?, number(c, 1..3)?)
    } else {
        (number(c, 4..5)?, number(a, 1..3)?, number(b, 1..3)?)
    };
    if !(1900..=2200).contains(&year) || x == 0 || y == 0 {
        return None;
    }
    let month_first = a.len() == 4 || separator == '/';
    let (month, day) = match (x, y) {
        (13..=31, 1..=12) => (y, x),
        (1..=12, 13..=31) => (x, y),
        (1..=12, 1..=12) if month_first => (x, y),
        (1..=12, 1..=12) => (y, x),
        _ => return None,
    };
    let date = Data::Date { year: Some(year), month: Some(month as u8), day: Some(day as u8) };
    Some((date, CompactString::from(format!("{year:04}-{month:02}-{day:02}")), token.len() - tail.len()))
}

/// Takes the numerals that stand around the name of a month: `August 31, 2020`, `31. August 2020`, `May 2020`.
pub(super) fn dates(passage: &Passage<'_>, numerals: &mut [Numeral], out: &mut Vec<Found>) {
    for hit in passage.hits {
        let next = numerals.partition_point(|numeral| numeral.range.start < hit.end);
        // few words stand beside a number, and what a word means is slow to ask
        let behind = next.checked_sub(1).is_some_and(|at| hit.start.saturating_sub(numerals[at].range.end) <= GAP_MOST);
        if !behind && numerals.get(next).is_none_or(|numeral| numeral.range.start - hit.end > GAP_MOST) {
            continue;
        }
        let Some(month) = passage.lexicon.term(hit.term).month() else {
            continue;
        };
        let free = |numeral: &Numeral| !numeral.taken && numeral.last.is_none() && numeral.number.scale == 0;
        let gap_before = |numeral: &Numeral| {
            numeral.range.end <= hit.start && is_gap(passage.str(numeral.range.end..hit.start), false)
        };
        let as_day =
            |numeral: &Numeral| numeral.number.as_u64().filter(|day| (1..=31).contains(day)).map(|day| day as u8);
        let as_year = |numeral: &Numeral| {
            numeral.number.as_u64().filter(|year| (1900..=2200).contains(year) && numeral.plain).map(|year| year as u16)
        };
        let mut range = hit.start..hit.end;
        let (mut day, mut year) = (None, None);
        let mut used = Vec::new();
        if let Some(before) =
            next.checked_sub(1).map(|at| (at, &numerals[at])).filter(|(_, n)| free(n) && gap_before(n))
        {
            day = as_day(before.1);
            if day.is_some() {
                range.start = before.1.range.start;
                used.push(before.0);
            }
        }
        let mut at = next;
        let mut end = hit.end;
        if let Some(after) = numerals.get(at).filter(|n| {
            free(n)
                && day.is_none()
                && as_day(n).is_some()
                && n.unit.is_none()
                && is_gap(passage.str(end..n.range.start), false)
        }) {
            day = as_day(after);
            end = after.range.end;
            used.push(at);
            at += 1;
        }
        if let Some(after) = numerals
            .get(at)
            .filter(|n| free(n) && n.range.start >= end && is_gap(passage.str(end..n.range.start), true))
        {
            year = as_year(after);
            if year.is_some() {
                end = after.range.end;
                used.push(at);
            }
        }
        // a weak word such as "one May" makes no date by itself
        if used.is_empty() || (year.is_none() && used.iter().all(|&at| numerals[at].written == Written::Article)) {
            continue;
        }
        range.end = range.end.max(end);
        for at in used {
            numerals[at].taken = true;
        }
        let value = match (year, day) {
            (Some(year), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
            (Some(year), None) => format!("{year:04}-{month:02}"),
            (None, day) => format!("--{month:02}-{:02}", day.unwrap_or(0)),
        };
        out.push(Found::new(Kind::Date, value.into(), Data::Date { year, month: Some(month), day }, range));
    }
}

/// The most bytes between the parts of a date.
const GAP_MOST: u32 = 5;

fn is_gap(text: &str, comma: bool) -> bool {
    // "July of 2020", "juli van 2020"
    let word = text.trim();
    if comma
        && (2..=3).contains(&word.len())
        && word.bytes().all(|b| b.is_ascii_lowercase())
        && text.len() == word.len() + 2
    {
        return true;
    }
    text.len() <= 4 && !text.is_empty() && text.chars().all(|c| c.is_whitespace() || c == '.' || (comma && c == ','))
}

/// Reads a time of day at the start of a token: `14:00`, `5:00am`, `2 P.M.`, `14 Uhr`. Gives the end of its text too.
pub(super) fn time(passage: &Passage<'_>, range: Range<u32>) -> Option<(Data, CompactString, u32)> {
    let text = passage.str(range.clone());
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=2).contains(&digits) {
        return None;
    }
    let hour: u8 = text[..digits].parse().ok()?;
    let mut parts = [None; 2];
    let mut length = digits;
    for part in &mut parts {
        let rest = &text[length..];
        let Some(two) =
            rest.strip_prefix(':').and_then(|rest| rest.get(..2)).filter(|two| two.bytes().all(|b| b.is_ascii_digit()))
        else {
            break;
        };
        *part = two.parse::<u8>().ok().filter(|&n| n < 60);
        part.as_ref()?;
        length += 3;
    }
    let [minute, second] = parts;
    let rest = &text[length..];
    let mut end = range.start + length as u32;
    let glued = rest.trim_start_matches('.');
    let (half, half_length) = if glued.len() >= 2 && rest.len() == glued.len() {
        match glued.get(..2) {
            Some(h) if h.eq_ignore_ascii_case("am") => (Some(Meridiem::Am), 2),
            Some(h) if h.eq_ignore_ascii_case("pm") => (Some(Meridiem::Pm), 2),
            _ => (None, 0),
        }
    } else {
        (None, 0)
    };
    if half.is_none()
        && !rest.is_empty()
        && !rest.starts_with(['-', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}'])
        && rest.starts_with(|c: char| c.is_alphanumeric() || c == ':' || c == '.')
    {
        return None;
    }
    end += half_length as u32;
    let after = passage.after(end);
    let gap = after.len() - after.trim_start_matches([' ', '\u{a0}', '\u{202f}']).len();
    let next = if half.is_none() && rest.is_empty() && gap <= 3 {
        passage.hits_in(end..end + gap as u32 + 1)
    } else {
        Default::default()
    }
    .iter()
    .find(|hit| hit.start == end + gap as u32);
    let half = half.or_else(|| {
        let hit = next?;
        let half = passage.lexicon.term(hit.term).meridiem()?;
        end = hit.end;
        Some(half)
    });
    let clock = half.is_none() && next.is_some_and(|hit| passage.lexicon.term(hit.term).means(Meaning::Clock));
    let whole = minute.is_none();
    // "14 uur" is 14 o'clock or 14 hours: only minutes or a half of the day make a time of a number in every language
    if whole && (half.is_none() || hour > 12) {
        return None;
    }
    if hour > 24 || (hour == 24 && minute != Some(0)) {
        return None;
    }
    let _ = clock;
    let hour = match half {
        Some(Meridiem::Pm) if hour < 12 => hour + 12,
        Some(Meridiem::Am) if hour == 12 => 0,
        _ => hour % 24,
    };
    let minute = minute.unwrap_or(0);
    let value = second.map_or(format!("{hour:02}:{minute:02}"), |second| format!("{hour:02}:{minute:02}:{second:02}"));
    Some((Data::Time { hour, minute, second }, value.into(), end))
}

/// Whether two dates are one: the same year where both have one, the same month and day in either order.
pub(super) fn same_date(a: &Data, b: &Data) -> bool {
    let (Data::Date { year: ay, month: am, day: ad }, Data::Date { year: by, month: bm, day: bd }) = (a, b) else {
        return false;
    };
    let years = ay.is_none() || by.is_none() || ay == by;
    years && ((am == bm && ad == bd) || (ad.is_some() && bd.is_some() && ad == bm && am == bd))
}

/// Whether two times of day are one: a 12-hour clock may leave its half to the reader.
pub(super) fn same_time(a: &Data, b: &Data) -> bool {
    let (Data::Time { hour: ah, minute: am, .. }, Data::Time { hour: bh, minute: bm, .. }) = (a, b) else {
        return false;
    };
    am == bm && ah % 12 == bh % 12
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Option<String> {
        numeric_date(text).map(|(_, value, _)| value.to_string())
    }

    #[test]
    fn every_order() {
        for text in ["2020-08-31", "8/31/2020", "31.08.2020", "31-8-2020", "08/31/2020"] {
            assert_eq!(date(text).as_deref(), Some("2020-08-31"), "{text}");
        }
        for text in ["10.0.1803", "1.2.3", "2020-13-40", "24/7", "10140-10155", "2012/2016/2019"] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn day_and_month_may_change_places() {
        let of = |text| numeric_date(text).unwrap().0;
        assert!(same_date(&of("08/04/2008"), &of("04-08-2008")));
        assert!(!same_date(&of("08/04/2008"), &of("05-08-2008")));
    }
}
