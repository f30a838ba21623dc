//! Which bytes of a text are of a class: a bit for each, found many at a time.

use std::ops::Range;
use wide::i8x16;

/// How many bytes a block of bits stands for.
pub(crate) const BLOCK: usize = 64;

/// A set of places in a text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bits {
    blocks: Vec<u64>,
}

impl Bits {
    /// The places of the bytes that are of a class. `is` does without tables and branches, so that the compiler can ask for many
    /// bytes at once.
    #[inline]
    pub(crate) fn of(bytes: &[u8], is: impl Fn(u8) -> bool + Copy) -> Self {
        let (whole, rest) = bytes.as_chunks::<BLOCK>();
        let mut blocks = Vec::with_capacity(whole.len() + 1);
        for block in whole {
            blocks.push(gather(|at| is(block[at])));
        }
        let mut last = [0; BLOCK];
        last[..rest.len()].copy_from_slice(rest);
        // what stands behind the end is of no class
        blocks.push(gather(|at| is(last[at])) & below(rest.len()));
        Self { blocks }
    }

    /// The places of the bytes that are of a class of which no ASCII byte is: asked for only where others stand.
    #[inline]
    pub(crate) fn of_wide(bytes: &[u8], is: impl Fn(u8) -> bool + Copy) -> Self {
        let (whole, rest) = bytes.as_chunks::<BLOCK>();
        let mut last = [0; BLOCK];
        last[..rest.len()].copy_from_slice(rest);
        let wide = |block: &[u8; BLOCK]| block.iter().fold(0, |all, byte| all | byte) >= 0x80;
        let bits = |block: &[u8; BLOCK]| if wide(block) { gather(|at| is(block[at])) } else { 0 };
        Self { blocks: whole.iter().chain([&last]).map(bits).collect() }
    }

    /// The places of the bytes that are of a class together with the byte behind them.
    #[inline]
    pub(crate) fn of_pairs(bytes: &[u8], is: impl Fn(u8, u8) -> bool + Copy) -> Self {
        let behind = bytes.get(1..).unwrap_or_default();
        let ((whole, rest), (next, last)) = (bytes.as_chunks::<BLOCK>(), behind.as_chunks::<BLOCK>());
        let mut blocks = Vec::with_capacity(whole.len() + 1);
        for (block, next) in whole.iter().zip(next) {
            // most have none, which is sooner known than where
            let mut any = false;
            for at in 0..BLOCK {
                any |= is(block[at], next[at]);
            }
            blocks.push(if any { gather(|at| is(block[at], next[at])) } else { 0 });
        }
        let (mut one, mut two) = ([0; BLOCK], [0; BLOCK]);
        let first = whole.get(next.len()).map_or(rest, |block| block);
        one[..first.len()].copy_from_slice(first);
        two[..last.len()].copy_from_slice(last);
        blocks.push(gather(|at| is(one[at], two[at])) & below(last.len()));
        // the last byte has none behind it, and may have a block of its own
        blocks.resize(bytes.len() / BLOCK + 1, 0);
        Self { blocks }
    }

    /// The places of the bytes that are of a class, ascending, as [`within`](Self::within) gives them: for what is asked but once.
    #[inline]
    pub(crate) fn places_of(
        bytes: &[u8],
        is: impl Fn(u8) -> bool + Copy,
    ) -> impl Iterator<Item = impl Iterator<Item = usize>> {
        bytes.chunks(BLOCK).enumerate().map(move |(block, some)| {
            let mut whole = [0; BLOCK];
            whole[..some.len()].copy_from_slice(some);
            places(gather(|at| is(whole[at])) & u64::MAX >> (BLOCK - some.len())).map(move |at| block * BLOCK + at)
        })
    }

    /// No place of the same text.
    pub(crate) fn none_of(&self) -> Self {
        Self { blocks: vec![0; self.blocks.len()] }
    }

    /// Adds a place.
    pub(crate) fn insert(&mut self, at: usize) {
        self.blocks[at / BLOCK] |= 1 << (at % BLOCK);
    }

    /// Takes a place out.
    pub(crate) fn remove(&mut self, at: usize) {
        self.blocks[at / BLOCK] &= !(1 << (at % BLOCK));
    }

    /// Whether there is a place in a range.
    #[inline]
    pub(crate) fn any(&self, range: Range<usize>) -> bool {
        self.masked(range).any(|(_, bits)| bits != 0)
    }

    /// The places in a range, ascending, those of a block at a time: loops in loops are quicker than one iterator.
    #[inline]
    pub(crate) fn within(&self, range: Range<usize>) -> impl Iterator<Item = impl Iterator<Item = usize>> {
        self.masked(range).map(|(block, bits)| places(bits).map(move |at| block * BLOCK + at))
    }

    /// How many places there are in a range, and the last of them.
    #[inline]
    pub(crate) fn count_and_last(&self, range: Range<usize>) -> (u32, Option<usize>) {
        self.masked(range).fold((0, None), |(count, last), (block, bits)| {
            let here = bits.checked_ilog2().map(|bit| block * BLOCK + bit as usize);
            (count + bits.count_ones(), here.or(last))
        })
    }

    /// The blocks that a range lies in, each with its number and those of its bits that are in the range.
    #[inline]
    fn masked(&self, range: Range<usize>) -> impl Iterator<Item = (usize, u64)> {
        let (first, last) = (range.start / BLOCK, range.end / BLOCK);
        let blocks = self.blocks.get(first..=last).unwrap_or_default();
        blocks.iter().zip(first..).map(move |(bits, block)| {
            let from = if block == first { !below(range.start % BLOCK) } else { u64::MAX };
            let to = if block == last { below(range.end % BLOCK) } else { u64::MAX };
            (block, bits & from & to)
        })
    }

    /// The places before which none is in the set, block by block.
    #[inline]
    pub(crate) fn starts(&self) -> impl Iterator<Item = Starts> {
        let mut before = 0;
        self.blocks.iter().enumerate().map(move |(block, bits)| {
            let starts = bits & !(bits << 1 | before);
            before = bits >> (BLOCK - 1);
            let next = self.blocks.get(block + 1).copied().unwrap_or(0);
            Starts { first: block * BLOCK, bits: starts, ahead: u128::from(next) << BLOCK | u128::from(*bits) }
        })
    }

    /// Those of the places that stand in a block: a bit for each.
    #[inline]
    pub(crate) fn block(&self, number: usize) -> u64 {
        self.blocks.get(number).copied().unwrap_or(0)
    }
}

/// The places of a block before which none is in a set.
pub(crate) struct Starts {
    /// The first place of the block.
    pub(crate) first: usize,
    /// A bit for each place.
    pub(crate) bits: u64,
    /// A bit for each place in the set, of this block and of the next.
    ahead: u128,
}

impl Starts {
    /// Some places of the block, ascending, told by how far behind its first they are. With each comes a bit for itself and for each of
    /// the places behind it, set where they are in the set; it tells of as many places as a block has.
    #[inline]
    pub(crate) fn each(&self, bits: u64) -> impl Iterator<Item = (usize, u64)> {
        let ahead = self.ahead;
        places(bits).map(move |at| (at, (ahead >> (at % BLOCK)) as u64))
    }

    /// Whether a place in the set that is not among some of its places may stand right behind one of these.
    #[inline]
    pub(crate) fn may_follow(&self, some: u64) -> bool {
        (some << 1) & !some & self.ahead as u64 | some >> (BLOCK - 1) != 0
    }
}

/// The bits below the one of that number.
#[inline]
fn below(bit: usize) -> u64 {
    (1 << bit) - 1
}

/// The places of the bits that are set, ascending.
#[inline]
fn places(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let first = bits.trailing_zeros() as usize;
        (bits != 0).then(|| {
            bits &= bits - 1;
            first
        })
    })
}

/// A bit for each byte of a block, set where the one of that number is of the class.
#[inline]
fn gather(is: impl Fn(usize) -> bool) -> u64 {
    /// How many bytes the smallest of the vector units that programs are built for take at once.
    const LANES: usize = 16;
    // as many by their type, for the compiler to see that all are asked for
    let mut flags = [0; BLOCK];
    for (at, flag) in flags.iter_mut().enumerate() {
        *flag = -i8::from(is(at));
    }
    let (lanes, _) = flags.as_chunks::<LANES>();
    let masks = lanes.iter().map(|lanes| i8x16::new(*lanes).move_mask() as u64);
    masks.zip((0..BLOCK).step_by(LANES)).fold(0, |bits, (mask, first)| bits | mask << first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bits_are_those_of_the_bytes() {
        let text: Vec<u8> = (0..1000_u32).map(|n| (n * n % 251) as u8).collect();
        for length in [0, 1, 63, 64, 65, 128, 1000] {
            let bits = Bits::of(&text[..length], |byte| byte.wrapping_sub(b'0') < 10);
            for start in [0, 1, 64, 100] {
                for end in [start, start + 1, 128, length].into_iter().filter(|end| (start..=length).contains(end)) {
                    let expected: Vec<usize> = (start..end).filter(|at| text[*at].is_ascii_digit()).collect();
                    assert_eq!(bits.within(start..end).flatten().collect::<Vec<_>>(), expected);
                    let tally = (expected.len() as u32, expected.last().copied());
                    assert_eq!(bits.count_and_last(start..end), tally);
                }
            }
            let once = Bits::places_of(&text[..length], |byte| byte.wrapping_sub(b'0') < 10);
            assert!(once.flatten().eq(bits.within(0..length).flatten()));
        }
    }

    #[test]
    fn pairs_are_found_across_blocks() {
        for length in [0, 1, 2, 63, 64, 65, 66, 128, 129, 200] {
            let text: Vec<u8> = (0..length).map(|n| b"aB_"[n % 3]).collect();
            let bits = Bits::of_pairs(&text, |a, b| a.is_ascii_lowercase() & b.is_ascii_uppercase());
            let expected: Vec<usize> = (0..length).step_by(3).filter(|at| at + 1 < length).collect();
            assert_eq!(bits.within(0..length).flatten().collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn words_begin_where_none_goes_on_and_end_with_the_first_gap() {
        let text = format!("one, two{}, {} ", " ".repeat(50), "x".repeat(90));
        let letters = Bits::of(text.as_bytes(), |byte| (byte | 0x20).wrapping_sub(b'a') < 26);
        let mut commas = Bits::of(text.as_bytes(), |byte| byte == b',');
        let starts = |commas: &Bits| {
            let blocks = letters.starts().enumerate().flat_map(|(block, starts)| {
                let each: Vec<_> = starts.each(starts.bits | commas.block(block)).collect();
                each.into_iter().map(move |(at, ahead)| (starts.first + at, ahead.trailing_ones() as usize))
            });
            blocks.collect::<Vec<_>>()
        };
        assert_eq!(starts(&commas), [(0, 3), (3, 0), (5, 3), (58, 0), (60, BLOCK)]);
        commas.remove(3);
        commas.insert(4);
        assert_eq!(starts(&commas), [(0, 3), (4, 0), (5, 3), (58, 0), (60, BLOCK)]);
    }
}
