//! When two facts say the same: equivalence by kind, and across kinds where the same thing was read as two.

use super::datetime::{same_date, same_time};
use super::{Data, Fact, Kind, Number, Protocol, Quantity, Scheme, split_version};
use crate::locale::UnitId;
use std::ops::Range;

/// Whether two facts of one kind say the same. Never true across kinds; for those see [`loosely`].
pub fn agree(a: &Fact, b: &Fact) -> bool {
    if a.kind != b.kind {
        return false;
    }
    match (&a.data, &b.data) {
        (Data::Port { protocol: ap, first: af, last: al }, Data::Port { protocol: bp, first: bf, last: bl }) => {
            af == bf && al == bl && (ap == bp || *ap == Protocol::Any || *bp == Protocol::Any)
        }
        (Data::Quantity(a), Data::Quantity(b)) => same_quantity(a, b),
        (Data::Version, Data::Version) => {
            let ((ap, an), (bp, bn)) = (split_version(&a.value), split_version(&b.value));
            same_number(an, bn) && (ap == bp || ap.is_none() || bp.is_none())
        }
        (Data::Date { .. }, Data::Date { .. }) => same_date(&a.data, &b.data),
        (Data::Time { .. }, Data::Time { .. }) => same_time(&a.data, &b.data),
        _ => match a.kind {
            Kind::Identifier => {
                let name = |fact: &Fact| matches!(fact.data, Data::Identifier(Scheme::Name));
                a.value.eq_ignore_ascii_case(&b.value)
                    || (name(a) && name(b) && digit_parts(&a.value).eq(digit_parts(&b.value)))
            }
            Kind::Provider | Kind::Domain | Kind::Email | Kind::Address => a.value.eq_ignore_ascii_case(&b.value),
            _ => a.value == b.value,
        },
    }
}

/// Whether two versions are one, though the stage of a release may be written as the language does: `beta1`, `bèta1`.
fn same_number(a: &str, b: &str) -> bool {
    a == b
        || (!(a.is_ascii() && b.is_ascii())
            && a.chars().count() == b.chars().count()
            && a.chars().zip(b.chars()).all(|(x, y)| x == y || !x.is_ascii() || !y.is_ascii()))
}

fn same_quantity(a: &Quantity, b: &Quantity) -> bool {
    let ends = match (a.last, b.last) {
        (Some(x), Some(y)) => x.agrees(y),
        (None, None) => true,
        _ => false,
    };
    ends && a.first.agrees(b.first) && covers(a.unit, b.unit)
}

/// The parts of a name that hold its digits: compounds add and drop the others (`Intune-Win32`, `non-R2`).
fn digit_parts(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_alphanumeric()).filter(|part| part.bytes().any(|b| b.is_ascii_digit()))
}

/// Units that are mistaken for each other: those of one dimension. What is counted (devices, computers) has many names in any
/// language, and a unit that only one side writes out says nothing.
const DIMENSIONS: [&[&str]; 6] = [
    &["ns", "us", "ms", "s", "min", "h", "d", "week", "month", "year"],
    &["bit", "kbit", "Mbit", "Gbit", "B", "KB", "MB", "GB", "TB", "PB", "KiB", "MiB", "GiB", "TiB", "PiB"],
    &["bps", "Kbps", "Mbps", "Gbps", "Tbps", "bit/s", "kbit/s", "Mbit/s", "Gbit/s", "KB/s", "MB/s", "GB/s"],
    &["Hz", "kHz", "MHz", "GHz"],
    &["USD", "EUR", "GBP", "JPY", "CHF"],
    &["mm", "cm", "m", "km"],
];

/// Whether a unit measures (time, data, …) rather than counts.
pub fn is_measure(unit: UnitId) -> bool {
    DIMENSIONS.iter().any(|units| units.contains(&unit.as_str()))
}

/// Whether two units are one as far as anyone can tell.
fn same_unit(a: Option<UnitId>, b: Option<UnitId>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return true };
    a == b || !DIMENSIONS.iter().any(|units| units.contains(&a.as_str()) && units.contains(&b.as_str()))
}

/// Whether a number may stand for one of that unit: what is measured (5 MB) is not what is counted (5,000 devices).
fn covers(unit: Option<UnitId>, other: Option<UnitId>) -> bool {
    match (unit, other) {
        (Some(a), Some(b)) if a == b => true,
        (Some(a), Some(b)) if is_measure(a) != is_measure(b) => false,
        _ => same_unit(unit, other),
    }
}

/// The numbers that a fact states, with their unit; what a number was read as does not matter here.
fn numbers(fact: &Fact) -> Vec<(Number, Option<UnitId>)> {
    let whole = |n: u64| (Number::whole(n), None);
    match &fact.data {
        Data::Quantity(quantity) => {
            std::iter::once(quantity.first).chain(quantity.last).map(|number| (number, quantity.unit)).collect()
        }
        Data::Port { first, last, .. } => {
            let last = (last != first).then(|| whole(u64::from(*last)));
            std::iter::once(whole(u64::from(*first))).chain(last).collect()
        }
        Data::Date { year, day, .. } => {
            // a month is a word in most dates, so its number need not stand anywhere
            year.map(u64::from).into_iter().chain(day.map(u64::from)).map(whole).collect()
        }
        Data::Time { hour, minute, second } => {
            [Some(*hour), Some(*minute), *second].into_iter().flatten().map(|n| whole(u64::from(n))).collect()
        }
        Data::Version => {
            const POINT: super::number::Marks = super::number::Marks { decimal: Some('.') };
            let (_, number) = split_version(&fact.value);
            match number.bytes().filter(|&b| b == b'.').count() {
                0 => runs(number),
                1 => Number::parse(number, POINT).map_or_else(|| runs(number), |number| vec![(number, None)]),
                // the parts of `2.4.6` are no numbers by themselves
                _ => Vec::new(),
            }
        }
        // "2012 R2" is another thing than 2012
        _ if fact.kind == Kind::Identifier && fact.value.contains(' ') => Vec::new(),
        // a name with one run of digits may stand for its number, one with more for none of them
        _ if matches!(fact.kind, Kind::Identifier | Kind::Code | Kind::Custom(_)) && fact.value.len() <= 120 => {
            let all = runs(&fact.value);
            if all.len() == 1 || fact.kind == Kind::Code { all } else { Vec::new() }
        }
        _ => Vec::new(),
    }
}

/// Each run of digits as a number.
fn runs(text: &str) -> Vec<(Number, Option<UnitId>)> {
    let digits = text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty() && run.len() <= 18);
    digits.filter_map(|run| run.parse().ok()).map(|n| (Number::whole(n), None)).collect()
}

/// Whether every number of `fact` is a number of some fact of `pool`: `5 GB to 30 GB` stands in `5-30 GB`, a port in what was
/// read as a quantity. False for facts without numbers.
pub fn numbers_agree<'a>(fact: &Fact, pool: impl Iterator<Item = &'a Fact> + Clone) -> bool {
    let own = numbers(fact);
    // what is measured is no bare code or name: `90` does not stand for 90 days
    let measured = own.iter().any(|(_, unit)| unit.is_some_and(is_measure));
    // nor do the day and year of a date in another month
    let pool = pool.filter(move |other| (!measured || other.kind != Kind::Code) && !other_month(fact, other));
    !own.is_empty()
        && own.iter().all(|(number, unit)| {
            pool.clone().any(|other| numbers(other).iter().any(|(n, u)| number.agrees(*n) && covers(*unit, *u)))
        })
}

/// Whether both are dates, and in different months.
fn other_month(a: &Fact, b: &Fact) -> bool {
    match (&a.data, &b.data) {
        (Data::Date { month: Some(a), .. }, Data::Date { month: Some(b), .. }) => a != b,
        _ => false,
    }
}

/// Whether two facts of different kinds are the same thing read twice: the same text, the same target, the same digits.
pub fn loosely(a: &Fact, a_written: &str, b: &Fact, b_written: &str) -> bool {
    if a.kind == b.kind {
        return agree(a, b);
    }
    if matches!(a.kind, Kind::Url | Kind::Link) && matches!(b.kind, Kind::Url | Kind::Link) {
        return a.value == b.value;
    }
    let text = |fact: &Fact| {
        matches!(
            fact.kind,
            Kind::Code
                | Kind::Identifier
                | Kind::Version
                | Kind::Domain
                | Kind::Provider
                | Kind::Url
                | Kind::Address
                | Kind::Email
                | Kind::Custom(_)
        )
    };
    text(a)
        && text(b)
        && (a.value.eq_ignore_ascii_case(&b.value)
            || a_written.trim_matches('`').eq_ignore_ascii_case(b_written.trim_matches('`')))
}

/// Whether one text is the other with a slip: at most two edits, and fewer than a quarter of its characters.
pub fn near_miss(a: &str, b: &str) -> bool {
    // how many characters, and which of 64 classes of them
    let shape = |text: &str| text.chars().fold((0, 0_u64), |(n, seen), c| (n + 1, seen | 1 << (u32::from(c) % 64)));
    let ((m, ours), (n, theirs)) = (shape(a), shape(b));
    let long: usize = m.max(n);
    // an edit brings in one class at most, and takes out one
    if m.abs_diff(n) > 2 || !(3..=400).contains(&long) || (ours ^ theirs).count_ones() > 4 {
        return false;
    }
    // what both begin and end with makes no difference
    let head = |a: &str, b: &str| -> usize {
        a.chars().zip(b.chars()).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum()
    };
    let tail = |a: &str, b: &str| -> usize {
        a.chars().rev().zip(b.chars().rev()).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum()
    };
    let same = head(a, b);
    let (a, b) = (&a[same..], &b[same..]);
    let same = tail(a, b);
    let (a, b) = (&a[..a.len() - same], &b[..b.len() - same]);
    // an edit takes one character away at most and brings one in, so that two of them change how often each class stands there by four
    let mut counts = [0_i32; 64];
    a.chars().for_each(|c| counts[u32::from(c) as usize % 64] += 1);
    b.chars().for_each(|c| counts[u32::from(c) as usize % 64] -= 1);
    if counts.iter().map(|count| count.abs()).sum::<i32>() > 4 {
        return false;
    }
    let distance = strsim::osa_distance(a, b);
    distance > 0 && (distance == 1 || (distance == 2 && long >= 8))
}

/// Whether one path is the other with a slip in one of its parts. A part that only grew an ending (`Program`, `Programme`) may be
/// the folder's name in another language.
pub fn path_slip(a: &str, b: &str) -> bool {
    let parts = |path: &'_ str| path.split(['\\', '/']).map(str::to_lowercase).collect::<Vec<_>>();
    let (a, b) = (parts(a), parts(b));
    let mut changed = a.iter().zip(&b).filter(|(x, y)| x != y);
    let (Some((x, y)), None, true) = (changed.next(), changed.next(), a.len() == b.len()) else { return false };
    near_miss(x, y) && !x.starts_with(y.as_str()) && !y.starts_with(x.as_str())
}

/// Finds `value` in `text` without regard to case and blanks: how a broken name still stands there. Gives byte offsets.
pub fn find_written(value: &str, text: &str) -> Option<Range<usize>> {
    let mut needle = value.as_bytes().to_ascii_lowercase();
    needle.retain(|b| !b.is_ascii_whitespace());
    if needle.is_empty() {
        return None;
    }
    // a name that does not stand there mostly has a byte that the text lacks
    let holds = |b: &u8| memchr::memchr2(*b, b.to_ascii_uppercase(), text.as_bytes()).is_some();
    if !needle.iter().all(holds) {
        return None;
    }
    let mut squeezed = Vec::with_capacity(text.len());
    let mut places = Vec::with_capacity(text.len());
    for (at, c) in text.char_indices().filter(|(_, c)| !c.is_whitespace() && *c != '\u{200b}') {
        for b in &text.as_bytes()[at..at + c.len_utf8()] {
            squeezed.push(b.to_ascii_lowercase());
            places.push(at);
        }
    }
    let word = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_alphanumeric() || *b >= 0x80);
    for at in memchr::memmem::find_iter(&squeezed, &needle) {
        let end = at + needle.len();
        let start = places[at];
        let stop = places.get(end).copied().unwrap_or(text.len());
        let inner = text[start..stop].trim_end();
        // neither end may lie inside a longer word of the text as it is written
        let open = word(needle.first()) && text[..start].chars().next_back().is_some_and(char::is_alphanumeric);
        let close = word(needle.last())
            && inner.len() == stop - start
            && text[stop..].chars().next().is_some_and(char::is_alphanumeric);
        if !open && !close {
            return Some(start..start + inner.len());
        }
    }
    None
}

/// Finds the word of `text` that is `value` but for hyphens, which some languages write between the parts of a compound: `PaletteX` is
/// `Palette-X`. Gives byte offsets.
pub fn find_hyphenated(value: &str, text: &str) -> Option<Range<usize>> {
    memchr::memchr_iter(b'-', text.as_bytes()).find_map(|hyphen| {
        let part = |c: char| c.is_alphanumeric() || c == '-';
        let start = text[..hyphen].char_indices().rev().take(WORD_MOST).take_while(|(_, c)| part(*c)).last()?.0;
        let tail = text[hyphen..].char_indices().take(WORD_MOST).find(|(_, c)| !part(*c));
        let end = hyphen + tail.map_or(text.len() - hyphen, |(at, _)| at);
        let joined = text[start..end].chars().filter(|c| *c != '-').flat_map(char::to_lowercase);
        joined.eq(value.chars().flat_map(char::to_lowercase)).then_some(start..end)
    })
}

/// Names are shorter than this, in characters.
const WORD_MOST: usize = 64;

/// Whether a name of `text` begins with `value` and goes on with a part of its own: `Palette2` of `Palette2Mix`.
pub fn begins_name(value: &str, text: &str) -> bool {
    let (value, lower) = (value.to_ascii_lowercase(), text.to_ascii_lowercase());
    memchr::memmem::find_iter(lower.as_bytes(), value.as_bytes()).any(|at| {
        let (before, after) = (text[..at].chars().next_back(), text[at + value.len()..].chars().next());
        !before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_uppercase)
    })
}

/// Whether a compound is made of words and of names that stand in `text`: `WLAN-0x80071` where the source has the code alone.
pub fn compounds_of(compound: &str, text: &str) -> bool {
    let name = |part: &&str| part.contains(|c: char| c.is_ascii_digit() || c == '$' || c == '%');
    let mut names = compound.split('-').filter(name).peekable();
    compound.contains('-') && names.peek().is_some() && names.all(|name| find_written(name, text).is_some())
}

/// Finds the word of `text` that is `value` with a slip. Gives byte offsets.
pub fn find_similar(value: &str, text: &str) -> Option<Range<usize>> {
    if value.len() < 6 || value.len() > 200 || value.contains(char::is_whitespace) {
        return None;
    }
    let wanted = value.to_lowercase();
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let start = at;
        at += word.len();
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '*' && c != '%' && c != '/');
        if bare.len().abs_diff(value.len()) <= 2 && near_miss(&bare.to_lowercase(), &wanted) {
            let offset = start + (bare.as_ptr() as usize - word.as_ptr() as usize);
            return Some(offset..offset + bare.len());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_name_is_found_as_it_stands() {
        let text = "Registreer micro soft. KeyVault nu.";
        assert_eq!(&text[find_written("Microsoft.KeyVault", text).unwrap()], "micro soft. KeyVault");
        let text = "Zulassen: *. microsoftaik.Azure.net";
        assert_eq!(&text[find_written("*.microsoftaik.azure.net", text).unwrap()], "*. microsoftaik.Azure.net");
        assert_eq!(find_written("port", "export"), None);
        assert_eq!(find_written("a.b", "a.bc"), None);
    }

    #[test]
    fn slips() {
        assert!(near_miss("choosealicense.com", "choicealicense.com"));
        assert!(near_miss("10140-10155", "10141-10155"));
        assert!(!near_miss("Accounts", "Konten"));
        assert!(!near_miss("a", "b"));
    }
}
