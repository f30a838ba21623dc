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
    /// The first state in which a spelling ends: they come last, so that the walk need not look anything up to tell them.
    ends: State,
    /// For each state from `ends` on the values of the open and of the whole spelling, each plus one, or 0.
    value: Vec<[u16; 2]>,
}

impl Trie {
    /// Builds the tree of spellings, their values, and whether any ending may follow. Of a spelling that comes twice the first
    /// value stays; `None` where it needs more than 65 535 states.
    pub(super) fn new<'a>(entries: impl Iterator<Item = (&'a str, u16, bool)> + Clone) -> Option<Self> {
        let mut class = [0; 256];
        let mut width: usize = 1;
        for byte in entries.clone().flat_map(|(text, ..)| text.bytes()) {
            let slot = &mut class[byte.to_ascii_lowercase() as usize];
            if *slot == 0 {
                *slot = u8::try_from(width).ok()?;
                width += 1;
            }
        }
        for upper in b'A'..=b'Z' {
            class[upper as usize] = class[upper.to_ascii_lowercase() as usize];
        }
        let mut trie = Self { class, width, next: vec![0; 2 * width], ends: 0, value: vec![[0; 2]; 2] };
        for (text, value, open) in entries {
            let mut state = ROOT;
            for byte in text.bytes() {
                let slot = usize::from(state) * width + usize::from(trie.class[byte as usize]);
                state = match trie.next[slot] {
                    0 => {
                        let new = State::try_from(trie.value.len()).ok()?;
                        trie.next[slot] = new;
                        trie.next.resize(trie.next.len() + width, 0);
                        trie.value.push([0; 2]);
                        new
                    }
                    old => old,
                };
            }
            let slot = &mut trie.value[usize::from(state)][usize::from(!open)];
            if *slot == 0 && state != ROOT {
                *slot = value.checked_add(1)?;
            }
        }
        trie.sort();
        Some(trie)
    }

    /// Numbers the states anew, those in which a spelling ends last.
    fn sort(&mut self) {
        let plain = self.value.iter().filter(|value| **value == [0; 2]).count();
        let (mut low, mut high) = (0, plain as State);
        let number = |value: &[u16; 2]| {
            let next = if *value == [0; 2] { &mut low } else { &mut high };
            *next += 1;
            *next - 1
        };
        let new: Vec<State> = self.value.iter().map(number).collect();
        let mut next = vec![0; self.next.len()];
        for (row, &state) in self.next.chunks(self.width).zip(&new) {
            let at = usize::from(state) * self.width;
            // few ways lead on from a state
            for (slot, &to) in next[at..at + self.width].iter_mut().zip(row).filter(|(_, to)| **to != 0) {
                *slot = new[usize::from(to)];
            }
        }
        self.next = next;
        self.ends = plain as State;
        self.value.retain(|value| *value != [0; 2]);
    }

    /// The state after `byte`; 0 when no spelling goes on so.
    #[inline]
    pub(super) fn step(&self, state: State, byte: u8) -> State {
        self.next[usize::from(state) * self.width + usize::from(self.class[byte as usize])]
    }

    /// Calls `found` with the length and value of every spelling that `bytes` begins with, the shortest first and
    /// the whole ones behind the open ones.
    #[inline]
    pub(super) fn prefixes(&self, bytes: &[u8], mut found: impl FnMut(usize, u16)) {
        let mut state = ROOT;
        for (at, &byte) in bytes.iter().enumerate() {
            state = self.step(state, byte);
            if state == 0 {
                return;
            }
            if state >= self.ends {
                for value in self.value[usize::from(state - self.ends)] {
                    if value != 0 {
                        found(at + 1, value - 1);
                    }
                }
            }
        }
    }

    /// The number of states, for those who watch over the size.
    #[cfg(test)]
    pub(super) fn states(&self) -> usize {
        self.next.len() / self.width
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_prefix_whatever_its_case() {
        let trie =
            Trie::new([("no", 3, false), ("no longer", 4, false), ("no", 6, true), ("über", 5, false)].into_iter())
                .unwrap();
        let found = |text: &str| {
            let mut all = Vec::new();
            trie.prefixes(text.as_bytes(), |len, value| all.push((len, value)));
            all
        };
        assert_eq!(found("No Longer so"), [(2, 6), (2, 3), (9, 4)]);
        assert_eq!(found("übermorgen"), [(5, 5)]);
        assert_eq!(found("ein"), []);
    }
}
