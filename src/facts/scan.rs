//! Typed facts of a leaf block's text, typed before numeric: what is a URL, an address, a code, a date or a version is decided
//! before what remains is a number.

use super::datetime;
use super::extract::hits_in;
use super::identifier;
use super::network::{self, Dotted};
use super::number::Marks;
use super::numeral::{self, Numeral};
use super::port;
use super::token::{Token, has};
use super::version;
use super::{Data, Kind, Number, Polarity, Scheme, Written};
use crate::locale::{Hit, Lexicon, Meaning, NumberClass, NumberWord};
use compact_str::CompactString;
use std::ops::Range;

/// A fact found in a text, before it is given its place in the page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    pub(super) kind: Kind,
    pub(super) value: CompactString,
    pub(super) data: Data,
    pub(super) polarity: Polarity,
    /// Bytes of the text.
    pub(super) range: Range<u32>,
}

impl Found {
    pub(super) fn new(kind: Kind, value: CompactString, data: Data, range: Range<u32>) -> Self {
        Self { kind, value, data, polarity: Polarity::Affirmed, range }
    }
}

/// What is read: a range of a text, the words found in it, and what else is known of it.
pub(super) struct Passage<'a> {
    pub(super) text: &'a str,
    pub(super) range: Range<u32>,
    pub(super) lexicon: &'a Lexicon,
    pub(super) tokens: &'a [Token],
    pub(super) hits: &'a [Hit],
    /// The numbers in words of the range.
    pub(super) words: &'a [NumberWord],
    /// Ranges that stand in code spans, ascending.
    pub(super) code: &'a [Range<u32>],
    /// Ranges that are taken by other facts, ascending.
    pub(super) claimed: &'a [Range<u32>],
    /// Where a table cell begins whose column says that it holds ports.
    pub(super) port_cells: &'a [Range<u32>],
    pub(super) marks: Marks,
}

impl Passage<'_> {
    pub(super) fn str(&self, range: Range<u32>) -> &str {
        self.text.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    /// The hits that lie in a range of the text.
    pub(super) fn hits_in(&self, range: Range<u32>) -> &[Hit] {
        hits_in(self.hits, &range)
    }

    /// Whether a word of that meaning lies in a range of the text.
    pub(super) fn says(&self, range: Range<u32>, meaning: Meaning) -> bool {
        self.hits_in(range).iter().any(|hit| self.lexicon.term(hit.term).means(meaning))
    }

    /// The text of the passage before an offset.
    pub(super) fn before(&self, at: u32) -> &str {
        self.text.get(self.range.start as usize..at as usize).unwrap_or_default()
    }

    /// The text of the passage from an offset on.
    pub(super) fn after(&self, at: u32) -> &str {
        self.text.get(at as usize..self.range.end as usize).unwrap_or_default()
    }
}

/// No fact but a URL is longer than this many bytes: what is longer is data, and reading numbers out of it one by one would take
/// a stack as deep as it is long.
const TOKEN_MOST: usize = 512;

/// Makes facts of numerals of a passage, which are then taken.
type Stage = fn(&Passage<'_>, &mut [Numeral], &mut Vec<Found>);

/// In the order in which they may take numerals.
const STAGES: [Stage; 4] = [datetime::dates, version::versions, port::ports, numeral::quantities];

/// How many passages are gone over together: many, and few enough for what is read of them to be held in memory.
const PASSAGES_MOST: usize = 1024;

/// Finds the typed facts of passages, and not many more than `most`; gives whether there may be more.
///
/// Each stage goes over all passages before the next one does: a processor holds the program of one of them at hand, and not of all.
pub(super) fn scan(passages: &[Passage<'_>], most: usize, out: &mut Vec<Found>) -> bool {
    for passages in passages.chunks(PASSAGES_MOST) {
        let mut numerals = Vec::new();
        let counts: Vec<usize> = passages.iter().map(|passage| read(passage, most, &mut numerals, out)).collect();
        let cut = out.len() + numerals.len() > most;
        for stage in STAGES {
            let mut left = numerals.as_mut_slice();
            for (passage, count) in passages.iter().zip(&counts) {
                let (own, others) = left.split_at_mut(*count);
                left = others;
                if !own.is_empty() {
                    stage(passage, own, out);
                }
            }
        }
        if cut {
            return true;
        }
    }
    false
}

/// Finds what the tokens of a passage tell by themselves, and its numerals; gives how many of those there are.
fn read(passage: &Passage<'_>, most: usize, numerals: &mut Vec<Numeral>, out: &mut Vec<Found>) -> usize {
    let from = numerals.len();
    let mut reader = Reader { passage, numerals, out, url_until: 0 };
    let mut at = 0;
    while at < passage.tokens.len() && reader.out.len() + reader.numerals.len() <= most {
        at = reader.token(passage.tokens, at);
    }
    add_words(passage, most.saturating_sub(from + out.len()), numerals);
    let own = &mut numerals[from..];
    if !own.is_sorted_by_key(|numeral| numeral.range.start) {
        own.sort_by_key(|numeral| numeral.range.start);
    }
    own.len()
}

fn add_words(passage: &Passage<'_>, most: usize, numerals: &mut Vec<Numeral>) {
    for word in passage.words.iter().take(most.saturating_add(1)) {
        let written = match word.class {
            NumberClass::Cardinal | NumberClass::Times => Written::Word,
            NumberClass::Ordinal | NumberClass::Weak => Written::Article,
        };
        let range = word.start..word.end;
        if (written == Written::Article && word.unit.is_none() && word.class == NumberClass::Weak)
            || inside(passage.code, &range)
            || inside(passage.claimed, &range)
        {
            continue;
        }
        numerals.push(Numeral {
            range,
            number: Number::whole(word.value),
            unit: word.unit,
            written,
            last: None,
            taken: false,
            plain: false,
        });
    }
}

/// Whether `range` overlaps one of `ranges` (ascending).
pub(super) fn inside(ranges: &[Range<u32>], range: &Range<u32>) -> bool {
    let at = ranges.partition_point(|r| r.end <= range.start);
    ranges.get(at).is_some_and(|r| r.start < range.end)
}

struct Reader<'a, 'p> {
    passage: &'a Passage<'p>,
    numerals: &'a mut Vec<Numeral>,
    out: &'a mut Vec<Found>,
    /// Tokens before this offset belong to a URL or path that has been read.
    url_until: u32,
}

impl Reader<'_, '_> {
    fn push(&mut self, kind: Kind, value: impl Into<CompactString>, data: Data, range: Range<u32>) {
        self.out.push(Found::new(kind, value.into(), data, range));
    }

    /// Reads the token at index `at`; gives the index of the next one to read.
    fn token(&mut self, tokens: &[Token], at: usize) -> usize {
        let Token { start, end, flags } = tokens[at];
        let range = start..end;
        if start < self.url_until || inside(self.passage.claimed, &range) {
            return at + 1;
        }
        let passage = self.passage;
        let text = passage.str(range.clone());
        let code = inside(passage.code, &range);
        if flags & has::COLON != 0
            && flags & has::SLASH != 0
            && let Some(scheme) = text.find("://").filter(|&at| at > 0 && text.as_bytes()[at - 1].is_ascii_alphabetic())
        {
            let before = text[..scheme].trim_end_matches(|c: char| c.is_ascii_alphabetic());
            let url_start = start + before.len() as u32;
            let url_end = url_start + network::url_end(passage.after(url_start)) as u32;
            self.url_until = url_end;
            self.push(Kind::Url, passage.str(url_start..url_end), Data::Plain, url_start..url_end);
            return at + 1;
        }
        if text.len() > TOKEN_MOST {
            return at + 1;
        }
        if flags == has::DIGIT {
            if !code {
                self.number(range);
            }
            return at + 1;
        }
        if flags & has::AT != 0
            && let Some(email) = network::email(text)
        {
            self.push(Kind::Email, email, Data::Plain, range);
            return at + 1;
        }
        if flags & has::BACKSLASH != 0 {
            return if code { at + 1 } else { self.path(tokens, at) };
        }
        if let Some((address, port)) = (flags & (has::DOT | has::COLON) != 0 && flags & (has::DIGIT | has::COLON) != 0)
            .then(|| network::address(text))
            .flatten()
            && !version::announced(passage, start)
        {
            let value = port.map_or(address.clone(), |port| CompactString::from(format!("{address}:{port}")));
            self.push(Kind::Address, value, Data::Plain, range);
            return at + 1;
        }
        if flags & has::DOT != 0 && flags & has::LETTER != 0 && flags & has::WIDE == 0 {
            let host_end = text.find(['/', ':']).unwrap_or(text.len());
            if let Dotted::Domain(mut domain) = network::dotted(&text[..host_end], code) {
                // `.contoso.com` is all below it, be it that the star has become emphasis
                let before = passage.text[..start as usize].strip_suffix('.');
                let joined =
                    |c: char| c.is_alphanumeric() || matches!(c, '*' | '.' | '}' | '>' | ')' | ']' | '%' | '_' | '-');
                let suffix = before.is_some_and(|text| !text.ends_with(joined));
                if suffix {
                    domain.insert_str(0, "*.");
                }
                self.push(Kind::Domain, domain, Data::Plain, start - u32::from(suffix)..start + host_end as u32);
                if let Some(port) = text[host_end..].strip_prefix(':').and_then(|port| port.parse::<u16>().ok()) {
                    let data = Data::Port { protocol: super::Protocol::Any, first: port, last: port };
                    self.push(Kind::Port, format!("any/{port}"), data, start + host_end as u32 + 1..end);
                }
                return at + 1;
            }
        }
        if let Some((scheme, value, length)) = identifier::read(text, flags) {
            if !code || matches!(scheme, Scheme::Guid) {
                self.push(Kind::Identifier, value, Data::Identifier(scheme), start..start + length as u32);
            }
            return at + 1;
        }
        if code || flags & has::DIGIT == 0 {
            return at + 1;
        }
        self.digits(range, flags);
        at + 1
    }

    /// A path with backslashes; blanks belong to it while the next word has a backslash too.
    fn path(&mut self, tokens: &[Token], at: usize) -> usize {
        let start = tokens[at].start;
        let mut last = at;
        while let Some(next) = tokens.get(last + 1) {
            let gap = self.passage.str(tokens[last].end..next.start);
            if next.flags & has::BACKSLASH == 0 || gap != " " || (next.end - start) as usize > TOKEN_MOST {
                break;
            }
            last += 1;
        }
        let end = tokens[last].end;
        let text = self.passage.str(start..end);
        let scheme = if text.len() > 4 && text.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("hk")) {
            Scheme::RegistryKey
        } else {
            Scheme::Path
        };
        self.push(Kind::Identifier, text.to_lowercase(), Data::Identifier(scheme), start..end);
        last + 1
    }

    /// A token with digits that is nothing of the above: numbers, or a name that holds digits.
    fn digits(&mut self, range: Range<u32>, flags: u16) {
        let passage = self.passage;
        let text = passage.str(range.clone());
        if let Some((data, value, length)) = datetime::numeric_date(text)
            && !version::announced(passage, range.start)
        {
            self.push(Kind::Date, value, data, range.start..range.start + length as u32);
            return;
        }
        // no two numbers but an idiom, which other languages may say in words
        if text == "24/7" {
            return;
        }
        if flags & has::SLASH != 0 {
            // "443/TCP", "2012/2016": each part for itself
            let mut at = range.start;
            for part in text.split('/') {
                let part_range = at..at + part.len() as u32;
                at = part_range.end + 1;
                if part.bytes().any(|b| b.is_ascii_digit()) {
                    self.number(part_range);
                }
            }
            return;
        }
        self.number(range);
    }

    fn number(&mut self, range: Range<u32>) {
        let passage = self.passage;
        if let Some((data, value, end)) = datetime::time(passage, range.clone()) {
            self.push(Kind::Time, value, data, range.start..end);
            // "02:00–04:00" holds two
            let rest = passage.str(end..range.end);
            if let Some(dash) = rest.chars().next().filter(|c| matches!(c, '-' | '\u{2010}'..='\u{2015}')) {
                self.number(end + dash.len_utf8() as u32..range.end);
            }
            return;
        }
        match numeral::read(passage, range, self.numerals) {
            numeral::Reading::Numbers | numeral::Reading::Nothing => {}
            numeral::Reading::Version(number, range) => {
                self.push(Kind::Version, number, Data::Version, range);
            }
            numeral::Reading::Name(value, range) => {
                self.url_until = self.url_until.max(range.end);
                self.push(Kind::Identifier, value, Data::Identifier(Scheme::Name), range)
            }
            numeral::Reading::Oid(value, range) => {
                self.push(Kind::Identifier, value, Data::Identifier(Scheme::Oid), range)
            }
        }
    }
}
