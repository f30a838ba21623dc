//! Versions: never localised, so told from quantities before anything is compared.

use super::numeral::Numeral;
use super::scan::{Found, Passage};
use super::{Data, Kind, Written};
use crate::locale::Meaning;
use compact_str::CompactString;
use std::ops::Range;

/// Protocols that are named with their version; the name is part of the version's identity.
const PROTOCOLS: [&str; 8] = ["TLS", "SSL", "DTLS", "HTTP", "SMB", "SNMP", "OAuth", "TPM"];

/// Whether a word for "version" stands right before an offset.
pub(super) fn announced(passage: &Passage<'_>, at: u32) -> bool {
    let near = at.saturating_sub(16).max(passage.range.start);
    passage.hits_in(near..at).last().is_some_and(|hit| {
        hit.end <= at && passage.lexicon.term(hit.term).means(Meaning::VersionWord) && is_gap(passage.str(hit.end..at))
    })
}

fn is_gap(text: &str) -> bool {
    text.len() <= 4 && text.chars().all(|c| c.is_whitespace() || matches!(c, ':' | '.' | '-' | '(' | '\u{2011}'))
}

/// Takes the numerals that are versions: after a word for it, in a list that such a word opens, or dotted after a name.
pub(super) fn versions(passage: &Passage<'_>, numerals: &mut [Numeral], out: &mut Vec<Found>) {
    let mut previous: Option<(u32, bool)> = None;
    for numeral in numerals.iter_mut() {
        let before = previous.take();
        let free = !numeral.taken && numeral.last.is_none() && numeral.unit.is_none();
        if !free || numeral.written != Written::Digits {
            continue;
        }
        let range = numeral.range.clone();
        let written = passage.str(range.clone());
        let dotted = !numeral.plain && written.bytes().any(|b| b == b'.' || b == b',');
        // a point that this locale reads neither as decimal mark nor as grouping
        let foreign = || {
            passage.marks.decimal == Some(',')
                && dotted
                && numeral.number.scale > 0
                && numeral.number.other.is_none()
                && written.contains('.')
                && !written.contains(',')
        };
        let name = || named(passage, range.start);
        let listed = || {
            written.len() >= 3
                && before.is_some_and(|(end, was_dotted)| {
                    was_dotted == dotted && end <= range.start && is_list_gap(passage, end..range.start)
                })
        };
        let version = announced(passage, range.start) || (dotted && name().is_some()) || foreign() || listed();
        if !version || written.contains(' ') {
            continue;
        }
        let product = name().filter(|word| PROTOCOLS.iter().any(|p| p.eq_ignore_ascii_case(word)));
        let mut value = CompactString::default();
        if let Some(product) = product {
            value.push_str(product);
            value.make_ascii_lowercase();
            value.push('/');
        }
        value.extend(written.chars().map(|c| if c == ',' { '.' } else { c }));
        numeral.taken = true;
        previous = Some((range.end, dotted));
        out.push(Found::new(Kind::Version, value, Data::Version, range));
    }
}

/// The parts of a version's canonical value: the protocol that is part of its identity, if any, and the number: `tls/1.2`.
pub fn split_version(canonical: &str) -> (Option<&str>, &str) {
    canonical.split_once('/').map_or((None, canonical), |(product, number)| (Some(product), number))
}

/// The capitalised word right before an offset: `Windows ` before `8.1`, `TLS-` before `1.2`.
fn named<'a>(passage: &Passage<'a>, at: u32) -> Option<&'a str> {
    let before = &passage.text[passage.range.start as usize..at as usize];
    let trimmed = before.trim_end_matches([' ', '\u{a0}', '-', '\u{2011}']);
    if trimmed.len() == before.len() || before.len() - trimmed.len() > 3 {
        return None;
    }
    let start = trimmed
        .rfind(|c: char| !c.is_alphanumeric())
        .map_or(0, |at| at + trimmed[at..].chars().next().map_or(1, char::len_utf8));
    let word = &trimmed[start..];
    let dot_name = trimmed[..start].ends_with('.');
    let capital = word.starts_with(char::is_uppercase) || word.chars().skip(1).any(char::is_uppercase) || dot_name;
    (word.len() > 1 && capital).then_some(word)
}

fn is_list_gap(passage: &Passage<'_>, gap: Range<u32>) -> bool {
    let text = passage.str(gap.clone());
    if text.len() > 16 {
        return false;
    }
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).count();
    words == 0
        || (words == 1
            && passage.hits_in(gap).iter().any(|hit| {
                let term = passage.lexicon.term(hit.term);
                term.means(Meaning::And) || term.means(Meaning::RangeTo)
            }))
}
