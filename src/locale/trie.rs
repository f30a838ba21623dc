//! A prefix tree over bytes: what the scanner walks from a word's first letter where it may begin a term.
//!
//! Terms are sought at the starts of words only, so nothing is gained by the failure links of an Aho-Corasick automaton, and
//! an automaton would stop at every `a` inside a word.

use serde::{Deserialize, Serialize};

/// The number of a node; 0 is none.
pub(super) type NodeId = u16;

/// A byte of some spellings, behind those of the nodes above it.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
struct Node {
    byte: u8,
    /// The nodes below, for one below which many stand, as the number of a row.
    row: Option<u8>,
    /// The first of those below, for any other.
    child: NodeId,
    /// The next one below the same node, or in the same place of its row.
    sibling: NodeId,
    /// The values of the open and of the whole spelling that ends here, each plus one, or 0.
    values: [u16; 2],
}

/// The nodes below one, by the lower bits of their bytes.
type Row = [NodeId; 32];

/// The node above the first bytes.
pub(super) const ROOT: NodeId = 0;

/// A map from spellings to numbers, ASCII letters compared without case.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Trie {
    nodes: Vec<Node>,
    /// Of the root and of the first bytes: further down few ways lead on, and to look at one after the other is quicker.
    rows: Vec<Row>,
}

impl Trie {
    /// Builds the tree of spellings, their values, and whether any ending may follow. Of a spelling that comes twice the first
    /// value stays; `None` where it needs more than 65 535 nodes.
    pub(super) fn new<'a>(entries: impl Iterator<Item = (&'a str, u16, bool)>) -> Option<Self> {
        let root = Node { row: Some(0), ..Node::default() };
        let mut trie = Self { nodes: vec![root], rows: vec![[0; 32]] };
        for (text, value, open) in entries {
            let mut at = ROOT;
            for byte in text.bytes().map(|byte| byte.to_ascii_lowercase()) {
                at = match trie.below(at, byte) {
                    0 => trie.add(at, byte)?,
                    found => found,
                };
            }
            let slot = &mut trie.nodes[usize::from(at)].values[usize::from(!open)];
            if *slot == 0 && at != ROOT {
                *slot = value.checked_add(1)?;
            }
        }
        Some(trie)
    }

    /// The node of a byte below another.
    #[inline]
    fn below(&self, at: NodeId, byte: u8) -> NodeId {
        let node = &self.nodes[usize::from(at)];
        let mut next = node.row.map_or(node.child, |row| self.rows[usize::from(row)][usize::from(byte % 32)]);
        while next != 0 && self.nodes[usize::from(next)].byte != byte {
            next = self.nodes[usize::from(next)].sibling;
        }
        next
    }

    fn add(&mut self, at: NodeId, byte: u8) -> Option<NodeId> {
        let new = NodeId::try_from(self.nodes.len()).ok()?;
        let row = if at == ROOT {
            self.rows.push([0; 32]);
            Some(u8::try_from(self.rows.len() - 1).ok()?)
        } else {
            None
        };
        let above = &mut self.nodes[usize::from(at)];
        let first = match above.row {
            Some(row) => &mut self.rows[usize::from(row)][usize::from(byte % 32)],
            None => &mut above.child,
        };
        let sibling = std::mem::replace(first, new);
        self.nodes.push(Node { byte, row, sibling, ..Node::default() });
        Some(new)
    }

    /// Calls `found` with the length and value of every spelling that `bytes` begins with, the shortest first and
    /// the whole ones behind the open ones.
    #[inline]
    pub(super) fn prefixes(&self, bytes: &[u8], found: impl FnMut(usize, u16)) {
        self.prefixes_from(ROOT, bytes, found);
    }

    /// The same for the spellings below a node, which [`node`](Self::node) has told, by what stands behind what leads there.
    #[inline]
    pub(super) fn prefixes_from(&self, mut at: NodeId, bytes: &[u8], mut found: impl FnMut(usize, u16)) {
        for (index, byte) in bytes.iter().enumerate() {
            at = self.below(at, byte.to_ascii_lowercase());
            if at == 0 {
                return;
            }
            let values = self.nodes[usize::from(at)].values;
            if values != [0; 2] {
                values.iter().filter(|value| **value != 0).for_each(|value| found(index + 1, value - 1));
            }
        }
    }

    /// The node to which a spelling's beginning leads.
    pub(super) fn node(&self, text: &str) -> Option<NodeId> {
        text.bytes().try_fold(ROOT, |at, byte| Some(self.below(at, byte.to_ascii_lowercase())).filter(|at| *at != ROOT))
    }

    /// The number of nodes, for those who watch over the size.
    #[cfg(test)]
    pub(super) fn nodes(&self) -> usize {
        self.nodes.len()
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
