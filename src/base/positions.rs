//! The lines and columns of the facts of a page, in one pass over its text.

use crate::facts::Fact;
use crate::text::{Bits, Position};

/// The positions of all facts, by their place in the list; each is counted on from the one before it in the text.
pub(super) fn positions(text: &str, facts: &[Fact]) -> Vec<Position> {
    let start = |fact: &u32| facts[*fact as usize].span.start;
    let mut order: Vec<u32> = (0..facts.len() as u32).collect();
    // nearly always they are in order already
    if !order.is_sorted_by_key(start) {
        order.sort_by_key(start);
    }
    let bytes = text.as_bytes();
    let ends = line_ends(bytes);
    // the bytes with which a character goes on
    let inner = Bits::of_wide(bytes, |byte| byte & 0xc0 == 0x80);
    // a byte order mark takes no column
    let mut at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut position = Position { line: 1, column: 1 };
    let mut positions = vec![Position::default(); facts.len()];
    for fact in order {
        let to = start(&fact) as usize;
        if at <= to && to <= bytes.len() {
            let (count, last) = ends.count_and_last(at..to);
            if let Some(end) = last {
                position = Position { line: position.line + count, column: 1 };
                at = end + 1;
            }
            position.column += (to - at) as u32 - inner.count_and_last(at..to).0;
            at = to;
        }
        positions[fact as usize] = position;
    }
    positions
}

/// The places of the bytes that end a line.
fn line_ends(bytes: &[u8]) -> Bits {
    let mut ends = Bits::of(bytes, |byte| (byte == b'\n') | (byte == b'\r'));
    // of a pair of carriage return and line feed, the second ends the line
    for first in memchr::memchr_iter(b'\r', bytes).filter(|at| bytes.get(at + 1) == Some(&b'\n')) {
        ends.remove(first);
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Data, Kind, Polarity};
    use crate::text::{LineIndex, Span};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn positions_are_those_of_the_line_index(text in "\u{feff}?[aäb€\u{1f600} \r\n]{0,60}", places in prop::collection::vec(0usize..100, 0..8)) {
            let fact = |place: &usize| {
                let start = (0..=*place.min(&text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap();
                let (kind, value, data, polarity) = (Kind::Code, "".into(), Data::Plain, Polarity::Affirmed);
                Fact { kind, value, data, polarity, span: Span::new(start, start), text: 0..0, block: None }
            };
            let facts: Vec<Fact> = places.iter().map(fact).collect();
            let lines = LineIndex::new(&text);
            let expected: Vec<Position> = facts.iter().map(|fact| lines.position(&text, fact.span.start)).collect();
            prop_assert_eq!(positions(&text, &facts), expected);
        }
    }
}
