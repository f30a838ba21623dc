//! How much searching a pair of pages is worth. Facts without a counterpart are held against all facts of the other side, which
//! no documentation makes many of; whoever writes a page to make them many gets a narrower search, and an end of it.

use std::ops::Range;

/// How many facts are held against each other within whole blocks, in a pair of pages.
const WHOLE: u64 = 500_000;
/// How many more within windows of a block, when that is used up.
const WINDOWED: u64 = 500_000;
/// The most facts of a window on either side.
const WINDOW: usize = 32;
/// How many bytes of text to look for a name in count as one fact to compare it with.
const BYTES: usize = 16;

/// What is left of the work that a pair is worth.
pub(super) struct Budget {
    whole: u64,
    windowed: u64,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self { whole: WHOLE, windowed: WINDOWED }
    }

    /// Takes the cost of a whole block; false where it is too much.
    pub(super) fn whole(&mut self, cost: u64) -> bool {
        take(&mut self.whole, cost)
    }

    /// Takes the cost of a window; false where it is too much.
    pub(super) fn window(&mut self, cost: u64) -> bool {
        take(&mut self.windowed, cost)
    }
}

fn take(left: &mut u64, cost: u64) -> bool {
    let enough = cost <= *left;
    if enough {
        *left -= cost;
    }
    enough
}

/// What one side brings to a search: its facts, those of them that have no counterpart yet, and the length of its text.
#[derive(Clone, Copy)]
pub(super) struct Side {
    pub(super) facts: usize,
    pub(super) open: usize,
    pub(super) text: usize,
}

/// The cost of searching counterparts for what is open on either side.
pub(super) fn cost(a: Side, b: Side) -> u64 {
    let one = |a: Side, b: Side| (a.open as u64).saturating_mul((b.facts + b.text / BYTES) as u64);
    one(a, b).saturating_add(one(b, a))
}

/// Cuts two lists that run alongside into windows.
pub(super) fn windows(ours: usize, theirs: usize) -> impl Iterator<Item = (Range<usize>, Range<usize>, Part)> {
    let of = ours.max(theirs).div_ceil(WINDOW).max(1);
    (0..of).map(move |at| {
        let part = Part { at, of };
        (part.cut(ours), part.cut(theirs), part)
    })
}

/// One of many equal parts.
#[derive(Clone, Copy)]
pub(super) struct Part {
    at: usize,
    of: usize,
}

impl Part {
    fn cut(self, length: usize) -> Range<usize> {
        let at = |part: usize| (length as u128 * part as u128 / self.of as u128) as usize;
        at(self.at)..at(self.at + 1)
    }

    /// The part of a text that lies in `range`, and a little around it, so that a name at the edge is seen whole.
    pub(super) fn text(self, text: &str, range: &Range<u32>) -> Range<u32> {
        const MARGIN: usize = 256;
        let cut = self.cut(range.len());
        let (mut start, mut end) = (cut.start.saturating_sub(MARGIN), (cut.end + MARGIN).min(range.len()));
        start += range.start as usize;
        end += range.start as usize;
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        while !text.is_char_boundary(end) {
            end += 1;
        }
        start as u32..end as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_cover_both_sides_once() {
        for (ours, theirs) in [(0, 0), (0, 100), (33, 1), (1000, 999)] {
            let (mut a, mut b) = (0, 0);
            for (one, other, _) in windows(ours, theirs) {
                assert_eq!((one.start, other.start), (a, b));
                assert!(one.len() <= WINDOW && other.len() <= WINDOW);
                (a, b) = (one.end, other.end);
            }
            assert_eq!((a, b), (ours, theirs));
        }
    }

    #[test]
    fn a_part_of_a_text_ends_between_characters() {
        let text = "ä".repeat(2_000);
        for (_, _, part) in windows(200, 200) {
            let range = part.text(&text, &(2..3_998));
            assert!(text.get(range.start as usize..range.end as usize).is_some());
        }
    }
}
