//! Ports: numbers that a protocol or a word for "port" stands beside.

use super::numeral::Numeral;
use super::scan::{Found, Passage};
use super::{Data, Kind, Protocol, Written};
use crate::locale::Meaning;
use compact_str::CompactString;
use std::ops::Range;

/// How many ordinary words may stand between the word for "port" and the first number.
const WORDS_BEFORE: usize = 2;
/// How far from a number such a word is looked for, in bytes: few words may stand between, but any number of digits.
const FAR: u32 = 400;
/// How many such words are looked at in one direction.
const SIGNALS_MOST: usize = 32;

#[derive(Clone, Copy)]
struct Signal {
    start: u32,
    end: u32,
    /// `None` for the word "port".
    protocol: Option<Protocol>,
}

/// Takes the numerals that are ports.
pub(super) fn ports(passage: &Passage<'_>, numerals: &mut [Numeral], out: &mut Vec<Found>) {
    if !numerals.iter().any(may_be_port) {
        return;
    }
    let signals = signals(passage);
    if signals.is_empty() {
        return;
    }
    let only = only_protocol(passage, &signals);
    let mut previous: Option<(u32, Protocol)> = None;
    let mut at = 0;
    while at < numerals.len() {
        let index = at;
        at += 1;
        let numeral = &numerals[index];
        if !may_be_port(numeral) {
            previous = None;
            continue;
        }
        let mut range = numeral.range.clone();
        let Some(first) = numeral.number.as_port().filter(|&port| port > 0) else {
            continue;
        };
        let own_last = numeral.last.and_then(super::Number::as_port);
        if numeral.last.is_some() && own_last.is_none_or(|last| last < first) {
            continue;
        }
        let Some(protocol) = protocol_of(passage, &signals, &range, previous, only) else {
            previous = None;
            continue;
        };
        let mut last = own_last.unwrap_or(first);
        if own_last.is_none()
            && let Some(next) =
                numerals.get(at).filter(|next| next.plain && !next.taken && next.unit.is_none() && next.last.is_none())
        {
            let gap = passage.str(range.end..next.range.start.max(range.end));
            let upper = next.number.as_port().filter(|&upper| upper > first);
            if let Some(upper) = upper
                .filter(|_| gap.trim() == ":" || super::numeral::joins(passage, range.clone(), next.range.start, gap))
            {
                last = upper;
                range.end = next.range.end;
                numerals[at].taken = true;
                at += 1;
            }
        }
        numerals[index].taken = true;
        previous = Some((range.end, protocol));
        let value = canonical(protocol, first, last);
        out.push(Found::new(Kind::Port, value, Data::Port { protocol, first, last }, range));
    }
}

/// Whether a number is written as those of ports are: plain digits, without a unit.
fn may_be_port(numeral: &Numeral) -> bool {
    !numeral.taken && numeral.unit.is_none() && numeral.written == Written::Digits && numeral.plain
}

/// `tcp/443`, `tcp/10140-10155`.
pub(super) fn canonical(protocol: Protocol, first: u16, last: u16) -> CompactString {
    let protocol = protocol.name();
    CompactString::from(if first == last {
        format!("{protocol}/{first}")
    } else {
        format!("{protocol}/{first}-{last}")
    })
}

fn signals(passage: &Passage<'_>) -> Vec<Signal> {
    let mut all: Vec<Signal> = passage
        .hits_in(passage.range.clone())
        .iter()
        .filter(|hit| passage.lexicon.term(hit.term).means(Meaning::PortWord))
        .map(|hit| Signal { start: hit.start, end: hit.end, protocol: None })
        .collect();
    let text = passage.str(passage.range.clone());
    for last in memchr::memchr_iter(b'P', text.as_bytes()) {
        let protocol = match text.as_bytes()[..last] {
            [.., b'T', b'C'] => Protocol::Tcp,
            [.., b'U', b'D'] => Protocol::Udp,
            _ => continue,
        };
        let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric());
        if !word(text[..last - 2].chars().next_back()) && !word(text[last + 1..].chars().next()) {
            let end = passage.range.start + last as u32 + 1;
            all.push(Signal { start: end - 3, end, protocol: Some(protocol) });
        }
    }
    all.extend(passage.port_cells.iter().map(|cell| Signal { start: cell.start, end: cell.start, protocol: None }));
    all.sort_by_key(|signal| signal.start);
    all
}

/// The protocol of a number that is a port; `None` where nothing says that it is one.
fn protocol_of(
    passage: &Passage<'_>,
    signals: &[Signal],
    range: &Range<u32>,
    previous: Option<(u32, Protocol)>,
    only: Option<Protocol>,
) -> Option<Protocol> {
    let before = signals.partition_point(|signal| signal.end <= range.start);
    let near_enough = |signal: &&Signal| words_between(passage, signal.end..range.start, WORDS_BEFORE) <= WORDS_BEFORE;
    let far = range.start.saturating_sub(FAR);
    let behind = || signals[..before].iter().rev().take(SIGNALS_MOST).take_while(|signal| signal.end >= far);
    let next = signals[before..].iter().take(SIGNALS_MOST).take_while(|signal| signal.start <= range.end + FAR).find(
        |signal| {
            signal.start >= range.end
                && words_between(passage, range.end..signal.start, 0) == 0
                && !passage.str(range.end..signal.start).contains(['.', '\t'])
        },
    );
    // a list goes on: "ports 80, 443 and 8530"
    let listed = previous.filter(|(end, _)| {
        *end <= range.start && range.start - end < 12 && words_between(passage, *end..range.start, 0) == 0
    });
    if let Some((end, protocol)) = listed {
        let own = next.and_then(|signal| signal.protocol).or_else(|| {
            let nearest = behind().take_while(|signal| signal.start >= end).find(near_enough);
            nearest.and_then(|signal| signal.protocol)
        });
        return Some(own.unwrap_or(protocol));
    }
    let nearest = behind().find(near_enough);
    let near = nearest.or(next)?;
    // a number between the word and this one, with words in between, has closed the context
    let since = passage.str(near.end.min(range.start)..range.start);
    if nearest.is_some()
        && since.bytes().any(|b| b.is_ascii_digit())
        && words_between(passage, near.end..range.start, 0) > 0
    {
        return None;
    }
    let named = |signal: &&Signal| signal.protocol.is_some();
    let close = behind().find(|signal| named(signal) && near_enough(signal));
    let protocol = near
        .protocol
        .or_else(|| close.and_then(|signal| signal.protocol))
        .or_else(|| next.filter(named).and_then(|signal| signal.protocol));
    Some(protocol.or(only).unwrap_or(Protocol::Any))
}

/// In a table row, the one protocol that it names.
fn only_protocol(passage: &Passage<'_>, signals: &[Signal]) -> Option<Protocol> {
    memchr::memchr(b'\t', passage.str(passage.range.clone()).as_bytes())?;
    let mut named = signals.iter().filter_map(|signal| signal.protocol);
    let first = named.next()?;
    named.all(|protocol| protocol == first).then_some(first)
}

/// Ordinary words in a range: not numbers, not connectors, not protocols and words for "port". A full stop counts for many.
/// Counting ends past `most`.
fn words_between(passage: &Passage<'_>, range: Range<u32>, most: usize) -> usize {
    if range.start >= range.end {
        return 0;
    }
    let text = passage.str(range.clone());
    if text.contains(". ") || text.contains('\t') || text.contains('\n') {
        return usize::MAX;
    }
    let mut count = 0;
    let mut at = range.start;
    for word in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let start = at;
        at += word.len() as u32;
        if bare.is_empty()
            || bare.bytes().all(|b| b.is_ascii_digit())
            || matches!(bare, "TCP" | "UDP" | "TLS" | "SSL" | "HTTPS" | "HTTP" | "IP")
        {
            continue;
        }
        let connector = passage.hits_in(start..start + 1).iter().any(|hit| {
            let term = passage.lexicon.term(hit.term);
            [Meaning::And, Meaning::RangeTo, Meaning::Between, Meaning::PortWord]
                .into_iter()
                .any(|meaning| term.means(meaning))
        });
        let covered =
            passage.hits.iter().take(passage.hits.partition_point(|hit| hit.start <= start)).next_back().is_some_and(
                |hit| {
                    let term = passage.lexicon.term(hit.term);
                    hit.end > start
                        && (term.means(Meaning::RangeTo) || term.means(Meaning::PortWord) || term.means(Meaning::And))
                },
            );
        if !connector && !covered {
            count += 1;
            if count > most {
                return count;
            }
        }
    }
    count
}
