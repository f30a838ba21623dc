//! The one string that holds all leaf texts, and the map that leads it back to the file.
//!
//! Text that stands in the file as it is read is one *exact* run, grown as long as the file and the text go on side by
//! side; anything else (an entity, a line break, a quote mark left out) starts a run of its own.

use super::Segment;
use crate::text::Span;

/// Collects text and its segments.
#[derive(Debug, Default)]
pub(super) struct Arena {
    pub(super) text: String,
    pub(super) segments: Vec<Segment>,
}

impl Arena {
    /// The offset at which the next byte will stand.
    pub(super) fn len(&self) -> u32 {
        self.text.len() as u32
    }

    /// Adds bytes `start..end` of the file as they stand there.
    pub(super) fn exact(&mut self, file: &str, start: usize, end: usize) {
        if start >= end {
            return;
        }
        let at = self.len();
        self.text.push_str(&file[start..end]);
        if let Some(last) = self.segments.last_mut()
            && last.exact
            && last.source.end as usize == start
            && last.text + last.source.len() as u32 == at
        {
            last.source.end = end as u32;
            return;
        }
        self.segments.push(Segment { text: at, source: Span::new(start, end), exact: true });
    }

    /// Adds `text`, which bytes `start..end` of the file stand for.
    pub(super) fn mapped(&mut self, text: &str, start: usize, end: usize) {
        if text.is_empty() {
            return;
        }
        let at = self.len();
        self.text.push_str(text);
        self.segments.push(Segment { text: at, source: Span::new(start, end), exact: false });
    }

    /// Whether the text ends with such a character.
    pub(super) fn ends_with(&self, is: fn(char) -> bool) -> bool {
        self.text.ends_with(is)
    }

    /// Adds a separator that no byte of the file stands for.
    pub(super) fn separator(&mut self, separator: char) {
        self.text.push(separator);
    }

    /// Takes blanks off the end, but none before `from`.
    pub(super) fn trim_end(&mut self, from: u32) {
        let text = &self.text.as_bytes()[from as usize..];
        let blanks = text.iter().rev().take_while(|b| b.is_ascii_whitespace()).count();
        if blanks > 0 {
            self.truncate(self.len() - blanks as u32);
        }
    }

    /// Drops all text from `to` on, with its segments.
    pub(super) fn truncate(&mut self, to: u32) {
        self.text.truncate(to as usize);
        while let Some(last) = self.segments.last_mut() {
            if last.text >= to {
                self.segments.pop();
                continue;
            }
            if last.exact {
                last.source.end = last.source.end.min(last.source.start + (to - last.text));
            }
            break;
        }
    }
}
