//! Whether a page gives a name twice.

use rustc_hash::FxHasher;
use std::hash::Hasher;

/// How many bits there are to tell names by: enough for most pages to have no two with the same.
const BITS: usize = 4096;

/// Whether no two of the names are the same, as far as a bit for each tells: where it says no, they have to be compared.
pub(super) fn surely_distinct<'a>(mut names: impl Iterator<Item = &'a str>) -> bool {
    let mut taken = [0_u64; BITS / 64];
    names.all(|name| {
        let mut hasher = FxHasher::default();
        hasher.write(name.as_bytes());
        let at = hasher.finish() as usize % BITS;
        let (word, bit) = (&mut taken[at / 64], 1 << (at % 64));
        let free = *word & bit == 0;
        *word |= bit;
        free
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_the_same_are_never_told_apart() {
        assert!(surely_distinct(["", "a", "b", "ab"].into_iter()));
        assert!(!surely_distinct(["a", "b", "a"].into_iter()));
        assert!(!surely_distinct(["", ""].into_iter()));
    }
}
