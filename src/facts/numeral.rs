//! Numbers written in digits, with what is glued to them; and the quantities that remain when dates, versions and ports are taken.

use super::number::is_group_only;
use super::scan::{Found, Passage};
use super::{Bound, Data, Kind, Number, Other, Quantity, Written};
use crate::locale::{Hit, Meaning, Side, UnitId};
use compact_str::CompactString;
use std::ops::Range;

/// A number in the text that may yet turn out part of a date, a version or a port.
#[derive(Clone, Debug)]
pub(super) struct Numeral {
    pub(super) range: Range<u32>,
    pub(super) number: Number,
    /// The upper end of a range written in one token: `3-24`.
    pub(super) last: Option<Number>,
    pub(super) unit: Option<UnitId>,
    pub(super) written: Written,
    /// Another fact has taken it.
    pub(super) taken: bool,
    /// Digits alone, without marks, sign or suffix.
    pub(super) plain: bool,
}

/// What a token with digits comes to.
pub(super) enum Reading {
    /// Numbers, which are now among the numerals; anything else leaves those as they were.
    Numbers,
    Version(CompactString, Range<u32>),
    Name(CompactString, Range<u32>),
    Oid(CompactString, Range<u32>),
    Nothing,
}

/// Reads a token (or a part of one between slashes) that holds digits.
pub(super) fn read(passage: &Passage<'_>, range: Range<u32>, numerals: &mut Vec<Numeral>) -> Reading {
    let text = passage.str(range.clone());
    let Some(first) = text.bytes().position(|b| b.is_ascii_digit()) else {
        return Reading::Nothing;
    };
    let (prefix, body) = text.split_at(first);
    let length = numeral_length(body);
    let (digits, suffix) = body.split_at(length);
    let start = range.start + first as u32;
    if prefix.chars().any(char::is_alphanumeric) {
        let announced = matches!(prefix, "v" | "V" | "v." | "V.");
        if announced && suffix.chars().all(|c| !c.is_alphabetic()) {
            return Reading::Version(digits.into(), range.start..start + length as u32);
        }
        // "Port-443", "Office-365": a compound of a word and a number
        if let Some(word) = prefix.strip_suffix(['-', '\u{2011}', '\u{2013}', ':', '=']) {
            let lower = word.chars().skip(1).any(char::is_lowercase);
            if lower || prefix.ends_with([':', '=']) || passage.says(range.clone(), Meaning::PortWord) {
                return read(passage, start..range.end, numerals);
            }
        }
        return name(passage, range);
    }
    let dots = digits.bytes().filter(|&b| b == b'.').count();
    if let Some(release) = release(passage.after(range.end)).filter(|_| suffix.is_empty() && dots == 0) {
        let end = range.end + release as u32;
        return Reading::Name(
            CompactString::from(passage.str(start..end).to_lowercase().replace('\u{a0}', " ")),
            start..end,
        );
    }
    if suffix.is_empty()
        && dots == 0
        && digits.len() >= 3
        && let Some(length) = dimension(passage.after(range.end))
    {
        let end = range.end + length as u32;
        let value = passage.str(start..end).replace('×', "x").replace([' ', '\u{a0}'], "");
        return Reading::Name(CompactString::from(value), start..end);
    }
    let Some(number) = Number::parse(digits, passage.marks) else {
        if dots == digits.len() - digits.bytes().filter(u8::is_ascii_digit).count() && dots >= 2 {
            let end = start + length as u32;
            if suffix.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '.') {
                return name(passage, range);
            }
            // an object identifier starts at one of the three roots and goes deep
            let deep = dots >= 4 && matches!(digits.split('.').next(), Some("0" | "1" | "2"));
            if deep {
                return Reading::Oid(digits.into(), start..end);
            }
            let length = length + release_stage(suffix);
            return Reading::Version(body[..length].to_lowercase().into(), start..start + length as u32);
        }
        // "3.7,2016" and the like: no number in any locale; each run of digits for itself
        push_runs(passage, start, digits, numerals);
        return Reading::Numbers;
    };
    let number = Numeral {
        range: start..start + length as u32,
        number,
        last: None,
        unit: None,
        written: Written::Digits,
        taken: false,
        plain: digits.bytes().all(|b| b.is_ascii_digit()) && prefix.is_empty(),
    };
    with_suffix(passage, range, prefix, number, suffix, numerals)
}

/// The length of the stage of a release glued to its version: `-p1`, `-rc.2`, `-beta3`.
fn release_stage(suffix: &str) -> usize {
    let Some(stage) = suffix.strip_prefix('-') else { return 0 };
    let letters = stage.find(|c: char| !c.is_alphabetic()).unwrap_or(stage.len());
    let dot = usize::from(stage[letters..].starts_with('.'));
    let digits = stage[letters + dot..].bytes().take_while(u8::is_ascii_digit).count();
    let length = letters + dot + digits;
    let ends = !stage[length..].starts_with(|c: char| c.is_alphanumeric());
    if (1..=8).contains(&letters) && digits > 0 && ends { length + 1 } else { 0 }
}

/// The length of a release that belongs to the number before it: ` R2`.
fn release(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix([' ', '\u{a0}'])?.strip_prefix('R')?;
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    let ends = !after[digits..].starts_with(|c: char| c.is_alphanumeric());
    (digits == 1 && ends).then_some(rest.len() - after.len() + digits)
}

/// The length of the rest of a size in pixels, whose first number stands before it: ` x 256`. Small numbers are multiplied.
fn dimension(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix([' ', '\u{a0}'])?.strip_prefix(['x', '×'])?.strip_prefix([' ', '\u{a0}'])?;
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    let ends = !after[digits..].starts_with(|c: char| c.is_alphanumeric());
    (digits > 0 && ends).then_some(rest.len() - after.len() + digits)
}

/// What stands glued behind a number: a unit, a factor, the end of a range, the rest of a compound or of a name.
fn with_suffix(
    passage: &Passage<'_>,
    token: Range<u32>,
    prefix: &str,
    mut numeral: Numeral,
    suffix: &str,
    numerals: &mut Vec<Numeral>,
) -> Reading {
    let lexicon = passage.lexicon;
    let start = numeral.range.start;
    let place = numerals.len();
    let mut one = |numeral| {
        numerals.push(numeral);
        Reading::Numbers
    };
    if !prefix.is_empty()
        && let Some((length, unit)) = lexicon.unit_before(prefix)
    {
        numeral.range.start -= length as u32;
        numeral.unit = Some(unit);
        numeral.plain = false;
    }
    let Some(next) = suffix.chars().next() else {
        return one(beside(passage, numeral));
    };
    if next == '-' || ('\u{2010}'..='\u{2015}').contains(&next) || next == '\u{2212}' {
        let rest = &suffix[next.len_utf8()..];
        let rest_start = numeral.range.end + next.len_utf8() as u32;
        if rest.starts_with(|c: char| c.is_ascii_digit()) {
            let length = numeral_length(rest);
            let (digits, tail) = rest.split_at(length);
            let tail_joins =
                tail.is_empty() || tail.starts_with(['-', '%', '\u{2011}']) || tail.starts_with(char::is_alphabetic);
            if let (Some(last), true) = (Number::parse(digits, passage.marks), tail_joins) {
                let mut end = Numeral {
                    range: rest_start..rest_start + length as u32,
                    number: last,
                    last: None,
                    unit: None,
                    ..numeral.clone()
                };
                end.plain = digits.bytes().all(|b| b.is_ascii_digit());
                numerals.push(numeral);
                let Reading::Numbers = with_suffix(passage, token.clone(), "", end, tail, numerals) else {
                    numerals.truncate(place);
                    return name(passage, token);
                };
                // what is itself the lower end of a range is the upper end of none
                if numerals.get(place + 1).is_some_and(|upper| upper.last.is_none()) {
                    let upper = numerals.remove(place + 1);
                    let lower = &mut numerals[place];
                    lower.range.end = upper.range.end;
                    lower.unit = lower.unit.or(upper.unit);
                    lower.plain &= upper.plain;
                    lower.last = Some(upper.number);
                }
                return Reading::Numbers;
            }
            return name(passage, token);
        }
        // "30-minütig", "90-Tage-Zertifikate", "10-apparaten"
        if let Some((length, unit)) = lexicon.unit_at(rest).or_else(|| compound_unit(passage, rest)) {
            numeral.unit = Some(unit);
            numeral.range.end = rest_start + length as u32;
        }
        numerals.push(numeral);
        if rest.bytes().any(|b| b.is_ascii_digit()) {
            // what is no number there is passed over
            read(passage, rest_start..token.end, numerals);
        }
        return Reading::Numbers;
    }
    if next == '%' || next.is_alphabetic() || next == '\u{b0}' {
        if let Some((length, unit)) = lexicon.unit_at(suffix) {
            let glued = suffix[length..].starts_with(|c: char| c.is_alphanumeric());
            if !glued {
                numeral.unit = Some(unit);
                numeral.plain = false;
                numeral.range.end += length as u32;
                return one(numeral);
            }
        }
        let letters: String = suffix.chars().take_while(|c| c.is_alphabetic()).collect();
        let ends = !suffix[letters.len()..].starts_with(|c: char| c.is_alphanumeric());
        if ends {
            match letters.as_str() {
                "k" | "K" => {
                    if let Some(thousands) = numeral.number.times_thousand() {
                        // "64k" is as well 64 KB
                        numeral.number = Number { other: Some(Other::Thousandth), ..thousands };
                        numeral.plain = false;
                        numeral.range.end += 1;
                        return one(beside(passage, numeral));
                    }
                }
                "x" | "X" => {
                    numeral.plain = false;
                    numeral.range.end += 1;
                    return one(beside(passage, numeral));
                }
                _ if lexicon.is_digit_ending(&letters) => {
                    // an ordinal is as often a word: "3rd party", "van derden"
                    numeral.plain = false;
                    numeral.written = Written::Word;
                    return one(numeral);
                }
                _ => {}
            }
        }
        return name(passage, token);
    }
    if next == '.' && suffix[1..].starts_with(['x', 'X', '*']) {
        return Reading::Version(
            CompactString::from(format!("{}.x", passage.str(numeral.range.clone()))),
            start..numeral.range.end + 2,
        );
    }
    if suffix.chars().any(|c| c.is_ascii_digit()) {
        // "1:1", "5+3", "49152:65535": each number for itself
        let rest_start = numeral.range.end + next.len_utf8() as u32;
        if next == ':' || next == '+' || next == '*' || next == '.' || next == '=' || next == '&' || next == '~' {
            numerals.push(numeral);
            if let Reading::Numbers = read(passage, rest_start..token.end, numerals) {
                return Reading::Numbers;
            }
            numerals.truncate(place);
        }
        return name(passage, token);
    }
    one(beside(passage, numeral))
}

/// A unit that begins a compound: `90-Tage-Zertifikate`.
fn compound_unit(passage: &Passage<'_>, rest: &str) -> Option<(usize, UnitId)> {
    let word = rest.find(['-', '\u{2011}'])?;
    passage.lexicon.unit_at(&rest[..word]).filter(|(length, _)| *length == word)
}

/// Looks past a blank for groups of digits, a factor and a unit: `380 000`, `5 million`, `30 MB`.
fn beside(passage: &Passage<'_>, mut numeral: Numeral) -> Numeral {
    loop {
        let rest = passage.after(numeral.range.end);
        let gap = rest
            .chars()
            .next()
            .filter(|c| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}'))
            .map_or(0, char::len_utf8);
        if gap == 0 {
            return numeral;
        }
        if let Some((length, factor)) = passage.lexicon.multiplier_at(&rest[gap..])
            && let Some(mantissa) = numeral.number.mantissa.checked_mul(u128::from(factor))
        {
            let mut number = Number { mantissa, other: None, ..numeral.number };
            while number.scale > 0 && number.mantissa.is_multiple_of(10) {
                number.mantissa /= 10;
                number.scale -= 1;
            }
            numeral.number = number;
            numeral.plain = false;
            numeral.range.end += (gap + length) as u32;
            continue;
        }
        if numeral.unit.is_none()
            && let Some((length, unit)) = passage.lexicon.unit_at(&rest[gap..])
        {
            numeral.unit = Some(unit);
            numeral.range.end += (gap + length) as u32;
        }
        return numeral;
    }
}

/// The length of the digits and marks at the start of `text`; ends with a digit.
fn numeral_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut end = 0;
    while end < bytes.len() {
        if bytes[end].is_ascii_digit() {
            end += 1;
        } else if matches!(bytes[end], b'.' | b',' | b'\'') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
            end += 2;
        } else {
            break;
        }
    }
    end
}

/// Adds each run of digits as a number of its own.
fn push_runs(passage: &Passage<'_>, start: u32, digits: &str, numerals: &mut Vec<Numeral>) {
    let mut at = start;
    for run in digits.split(|c: char| !c.is_ascii_digit()) {
        if let Some(number) = Number::parse(run, passage.marks) {
            numerals.push(Numeral {
                range: at..at + run.len() as u32,
                number,
                last: None,
                unit: None,
                written: Written::Digits,
                taken: false,
                plain: true,
            });
        }
        at += run.len() as u32 + 1;
    }
}

/// A name that holds digits, without what a compound adds behind it: `IPv6-Adressen` is `ipv6`.
fn name(passage: &Passage<'_>, range: Range<u32>) -> Reading {
    let text = passage.str(range.clone());
    let last_digit = text.rfind(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let end = text[last_digit..]
        .find(['-', '\u{2010}', '\u{2011}', '\u{2013}', '\u{2019}', ':', '=', '?', '&', '#', '+'])
        .map_or(text.len(), |at| last_digit + at);
    let value = &text[..end];
    if value.chars().all(|c| !c.is_alphanumeric()) {
        return Reading::Nothing;
    }
    let value = if value.is_ascii() {
        let mut lower = CompactString::from(value);
        lower.make_ascii_lowercase();
        lower
    } else {
        value.to_lowercase().replace('×', "x").into()
    };
    Reading::Name(value, range.start..range.start + end as u32)
}

/// Makes quantities of the numerals that nothing else has taken; joins those that a word or dash makes a range of.
pub(super) fn quantities(passage: &Passage<'_>, numerals: &mut [Numeral], out: &mut Vec<Found>) {
    join_groups(passage, numerals);
    let mut at = 0;
    while at < numerals.len() {
        let numeral = &numerals[at];
        at += 1;
        if numeral.taken {
            continue;
        }
        let mut range = numeral.range.clone();
        let mut unit = numeral.unit;
        let mut last = numeral.last;
        if let Some(next) = numerals
            .get(at)
            .filter(|next| !next.taken && next.last.is_none() && last.is_none() && next.written == numeral.written)
        {
            let gap = passage.str(range.end.min(next.range.start)..next.range.start);
            if numeral.number.less_than(next.number)
                && joins(passage, range.clone(), next.range.start, gap)
                && (unit.is_none() || next.unit.is_none() || unit == next.unit)
            {
                last = Some(next.number);
                unit = unit.or(next.unit);
                range.end = next.range.end;
                at += 1;
            }
        }
        let bound = bound(passage, &range);
        let quantity = Quantity { first: numeral.number, last, unit, bound, written: numeral.written };
        out.push(Found::new(Kind::Quantity, canonical(&quantity), Data::Quantity(Box::new(quantity)), range));
    }
}

/// `380 000` with a blank of any kind between the groups.
fn join_groups(passage: &Passage<'_>, numerals: &mut [Numeral]) {
    for at in 1..numerals.len() {
        let (left, right) = numerals.split_at_mut(at);
        let (previous, next) = (&mut left[at - 1], &mut right[0]);
        if previous.taken
            || next.taken
            || !previous.plain
            || previous.unit.is_some()
            || previous.last.is_some()
            || previous.range.end > next.range.start
        {
            continue;
        }
        let mut gap = passage.str(previous.range.end..next.range.start).chars();
        let (Some(blank), None) = (gap.next(), gap.next()) else {
            continue;
        };
        let group = next.range.start..next.range.start + 3;
        let digits =
            passage.str(previous.range.clone()).rsplit(|c: char| !c.is_ascii_digit()).next().unwrap_or("").len();
        let three = next.range.len() >= 3
            && passage
                .text
                .get(group.start as usize..group.end as usize)
                .is_some_and(|g| g.bytes().all(|b| b.is_ascii_digit()));
        let ends = !passage.after(group.end).starts_with(|c: char| c.is_ascii_digit());
        // an ordinary blank groups only where the next group could be no number by itself
        let sure = is_group_only(blank) || (blank == ' ' && passage.after(next.range.start).starts_with('0'));
        if three
            && ends
            && digits <= 3
            && sure
            && next.number.scale == 0
            && let Some(mantissa) =
                previous.number.mantissa.checked_mul(1000).and_then(|m| m.checked_add(next.number.mantissa))
        {
            next.number = Number { mantissa, scale: 0, other: None };
            next.range.start = previous.range.start;
            next.plain = true;
            previous.taken = true;
        }
    }
}

/// Whether two numbers are the ends of a range: a dash between them, "to", or "between … and …".
pub(super) fn joins(passage: &Passage<'_>, first: Range<u32>, next: u32, gap: &str) -> bool {
    let trimmed = gap.trim();
    if matches!(trimmed, "-" | "\u{2010}" | "\u{2011}" | "\u{2012}" | "\u{2013}" | "\u{2014}" | "\u{2212}") {
        return true;
    }
    if trimmed.is_empty() || trimmed.len() > 24 {
        return false;
    }
    let between = first.end..next;
    let words: u32 = passage
        .hits_in(between.clone())
        .iter()
        .filter(|hit| passage.lexicon.term(hit.term).means(Meaning::RangeTo))
        .map(|hit| hit.end - hit.start)
        .sum();
    if words as usize >= trimmed.len().saturating_sub(1) && words > 0 {
        return true;
    }
    if !passage.says(between, Meaning::And) || trimmed.split_whitespace().count() > 1 {
        return false;
    }
    let before = passage.before(first.start);
    let near = before.char_indices().rev().nth(24).map_or(0, |(at, _)| at) as u32 + passage.range.start;
    passage.says(near..first.start, Meaning::Between)
}

/// The bound that stands beside a number: "at least 5", "5 or more".
fn bound(passage: &Passage<'_>, range: &Range<u32>) -> Option<Bound> {
    if passage.hits.is_empty() {
        return None;
    }
    let near = range.start.saturating_sub(28);
    let far = (range.end + 4).min(passage.range.end);
    let (before, behind) = passage.hits.split_at(passage.hits.partition_point(|hit| hit.start < range.start));
    let bound = |hit: &Hit, side: Side| {
        let bound = passage.lexicon.term(hit.term).bound();
        bound.filter(|(_, own)| *own == side).map(|(bound, _)| (hit.end, bound))
    };
    let before = before.iter().rev().take_while(|hit| hit.start >= near).find_map(|hit| bound(hit, Side::Before));
    let before =
        before.filter(|(end, _)| *end <= range.start && passage.str(*end..range.start).split_whitespace().count() <= 1);
    let after = || {
        let behind = behind.iter().filter(|hit| hit.start >= range.end).take_while(|hit| hit.start < far);
        behind.filter_map(|hit| bound(hit, Side::After)).last()
    };
    let (_, bound) = before.or_else(after)?;
    match bound {
        crate::locale::Bound::AtLeast => Some(Bound::AtLeast),
        crate::locale::Bound::AtMost => Some(Bound::AtMost),
        crate::locale::Bound::MoreThan => Some(Bound::MoreThan),
        crate::locale::Bound::LessThan => Some(Bound::LessThan),
        crate::locale::Bound::About => None,
    }
}

/// The canonical value: `2000`, `3..24 character`, `>=1 d`.
pub(super) fn canonical(quantity: &Quantity) -> CompactString {
    let bound = match quantity.bound {
        Some(Bound::AtLeast) => ">=",
        Some(Bound::AtMost) => "<=",
        Some(Bound::MoreThan) => ">",
        Some(Bound::LessThan) => "<",
        None => "",
    };
    let mut out = quantity.first.to_text();
    if !bound.is_empty() {
        out.insert_str(0, bound);
    }
    if let Some(last) = quantity.last {
        out.push_str("..");
        out.push_str(&last.to_text());
    }
    if let Some(unit) = quantity.unit {
        out.push(' ');
        out.push_str(unit.as_str());
    }
    out
}
