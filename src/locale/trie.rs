//! A prefix tree over bytes, laid out as a table: what the scanner walks from each word's first letter.
//!
//! Terms are sought at the starts of words only, so nothing is gained by the failure links of an Aho-Corasick automaton, and
//! an automaton would stop at every `a` inside a word.

/// A state; 0 is the dead end and 1 the root.
pub(super) type State = u16;

/// The state before the first byte.
pub(super) const ROOT: State = 1;

/// A map from spellings to numbers, ASCII letters compared without case.
#[derive(Clone, Debug)]
pub(super) struct Trie {
    class: [u8; 256],
    width: usize,
    next: Vec<State>,
    /// For each state the value of the spelling that ends there plus one, or 0.
    value: Vec<u16>,
}

impl Trie {
    /// Builds the tree. Of a spelling that comes twice the first value stays; `None` where it needs more than 65 535 states.
    pub(super) fn new<'a>(entries: impl Iterator<Item = (&'a str, u16)> + Clone) -> Option<Self> {
        let mut class = [0; 256];
        let mut width: usize = 1;
        for byte in entries.clone().flat_map(|(text, _)| text.bytes()) {
            let slot = &mut class[byte.to_ascii_lowercase() as usize];
            if *slot == 0 {
                *slot = u8::try_from(width).ok()?;
                width += 1;
            }
        }
        for upper in b'A'..=b'Z' {
            class[upper as usize] = class[upper.to_ascii_lowercase() as usize];
        }
        let mut trie = Self { class, width, next: vec![0; 2 * width], value: vec![0; 2] };
        for (text, value) in entries {
            let mut state = ROOT;
            for byte in text.bytes() {
                let slot = usize::from(state) * width + usize::from(trie.class[byte as usize]);
                state = match trie.next[slot] {
                    0 => {
                        let new = State::try_from(trie.value.len()).ok()?;
                        trie.next[slot] = new;
                        trie.next.resize(trie.next.len() + width, 0);
                        trie.value.push(0);
                        new
                    }
                    old => old,
                };
            }
            let slot = &mut trie.value[usize::from(state)];
            if *slot == 0 && state != ROOT {
                *slot = value.checked_add(1)?;
            }
        }
        Some(trie)
    }

    /// The state after `byte`; 0 when no spelling goes on so.
    #[inline]
    pub(super) fn step(&self, state: State, byte: u8) -> State {
        self.next[usize::from(state) * self.width + usize::from(self.class[byte as usize])]
    }

    /// The value of the spelling that ends in `state`.
    #[inline]
    pub(super) fn value(&self, state: State) -> Option<u16> {
        self.value[usize::from(state)].checked_sub(1)
    }

    /// Calls `found` with the length and value of every spelling that `bytes` begins with, the shortest first.
    #[inline]
    pub(super) fn prefixes(&self, bytes: &[u8], mut found: impl FnMut(usize, u16)) {
        let mut state = ROOT;
        for (at, &byte) in bytes.iter().enumerate() {
            state = self.step(state, byte);
            if state == 0 {
                return;
            }
            if let Some(value) = self.value(state) {
                found(at + 1, value);
            }
        }
    }

    /// The number of states, for those who watch over the size.
    #[cfg(test)]
    pub(super) fn states(&self) -> usize {
        self.value.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_prefix_whatever_its_case() {
        let trie = Trie::new([("no", 3), ("no longer", 4), ("über", 5)].into_iter()).unwrap();
        let found = |text: &str| {
            let mut all = Vec::new();
            trie.prefixes(text.as_bytes(), |len, value| all.push((len, value)));
            all
        };
        assert_eq!(found("No Longer so"), [(2, 3), (9, 4)]);
        assert_eq!(found("übermorgen"), [(5, 5)]);
        assert_eq!(found("ein"), []);
    }
}
