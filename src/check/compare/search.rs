//! In which order the facts of two aligned blocks find their counterparts, and how far the search for them goes.

use super::super::view::View;
use super::super::work;
use super::{Lists, Matcher, State, Stretch, compared};
use crate::align::Link;
use crate::facts::{self, Data, Fact, FactId, Kind, Polarity};
use rustc_hash::FxHashMap;
use std::collections::VecDeque;
use std::ops::Range;

/// How many facts of the very same value are asked whether they agree.
const SAME_MOST: usize = 64;
/// So few facts are sooner looked through than put in a table.
const FEW: usize = 16;

/// The stretch of text that a run of blocks covers.
fn text_of(view: &View<'_>, blocks: &Range<u32>) -> Range<u32> {
    view.block(blocks.start).text.start..view.block(blocks.end - 1).text.end
}

impl Matcher<'_> {
    /// Looks for what answers the facts of a link.
    pub(super) fn link(&mut self, at: usize, s: Range<FactId>, t: Range<FactId>, link: &Link) {
        let (source, translation) = (self.source, self.translation);
        let text = text_of(translation, &link.translation);
        let ours = s.filter(|&id| compared(source.fact(id)));
        let theirs = t.filter(|&id| compared(translation.fact(id)));
        // mostly the two say the same in the same order
        let (mut next, mut other) = (ours.clone(), theirs.clone());
        let mut alike = 0;
        loop {
            match (next.next(), other.next()) {
                (Some(a), Some(b)) if same(source.fact(a), translation.fact(b)) => self.matched(at, a, b, &text),
                (None, None) => return,
                _ => break,
            }
            alike += 1;
        }
        // the same lists serve all links
        let mut all = std::mem::take(&mut self.lists);
        all.ours.clear();
        all.ours.extend(ours);
        all.theirs.clear();
        all.theirs.extend(theirs);
        self.exact(at, &all.ours[alike..], &all.theirs[alike..], &text);
        let on = Stretch {
            link: at,
            ours: &all.ours,
            theirs: &all.theirs,
            s_text: text_of(source, &link.source),
            t_text: text,
        };
        let mut open = std::mem::take(&mut self.open);
        self.find_open(&on, &mut open);
        if self.answered_by_none(&on, &open) {
            self.unsettled.push(at);
        } else if !open.is_empty() {
            self.search_within(&on, &mut open);
        }
        (self.lists, self.open) = (all, open);
    }

    /// Finds the facts of a stretch that have no counterpart yet.
    fn find_open(&self, on: &Stretch<'_>, open: &mut Lists) {
        open.ours.clear();
        open.ours.extend(on.ours.iter().copied().filter(|&a| self.s[a as usize] == State::Open));
        open.theirs.clear();
        open.theirs.extend(on.theirs.iter().copied().filter(|&b| self.t[b as usize] == State::Open));
    }

    /// Whether nothing is open but ids that a translation has of its own, which only other ids would answer: there are many.
    fn answered_by_none(&self, on: &Stretch<'_>, open: &Lists) -> bool {
        let id = |fact: &Fact| fact.kind == Kind::Anchor;
        let ids = !open.theirs.is_empty() && open.theirs.iter().all(|&b| id(self.translation.fact(b)));
        ids && open.ours.is_empty() && !on.ours.iter().any(|&a| id(self.source.fact(a)))
    }

    /// Looks for what answers the open facts of a link, in all of its blocks or window by window.
    fn search_within(&mut self, on: &Stretch<'_>, open: &mut Lists) {
        if self.budget.whole(cost(on, open)) {
            self.search(on, open);
            if !open.is_empty() {
                self.unsettled.push(on.link);
            }
            return;
        }
        self.unsettled.push(on.link);
        for (a, b, part) in work::windows(on.ours.len(), on.theirs.len()) {
            let on = Stretch {
                link: on.link,
                ours: &on.ours[a],
                theirs: &on.theirs[b],
                s_text: part.text(&self.source.document.text, &on.s_text),
                t_text: part.text(&self.translation.document.text, &on.t_text),
            };
            self.find_open(&on, open);
            if !self.budget.window(cost(&on, open)) {
                break;
            }
            self.search(&on, open);
        }
    }

    /// Matches what is exactly the same, in order.
    fn exact(&mut self, link: usize, ours: &[FactId], theirs: &[FactId], text: &Range<u32>) {
        type Key<'k> = (Kind, &'k str, Polarity);
        fn key(fact: &Fact) -> Key<'_> {
            (fact.kind, fact.value.as_str(), fact.polarity)
        }
        if ours.is_empty() || theirs.is_empty() {
            return;
        }
        let (source, translation) = (self.source, self.translation);
        if theirs.len() <= FEW {
            for &a in ours {
                let mut open = theirs.iter().copied().filter(|&b| self.t[b as usize] == State::Open);
                if let Some(b) = open.find(|&b| same(source.fact(a), translation.fact(b))) {
                    self.matched(link, a, b, text);
                }
            }
            return;
        }
        let mut places: FxHashMap<Key<'_>, VecDeque<FactId>> = FxHashMap::default();
        for &b in theirs {
            places.entry(key(translation.fact(b))).or_default().push_back(b);
        }
        for &a in ours {
            let fact = source.fact(a);
            let Some(same) = places.get_mut(&key(fact)) else { continue };
            // the first of them agrees, but for readings that the value does not show
            let at = same.iter().take(SAME_MOST).position(|b| facts::agree(fact, translation.fact(*b)));
            if let Some(b) = at.and_then(|at| same.remove(at)) {
                self.matched(link, a, b, text);
            }
        }
    }

    /// Looks for what answers the open facts of a stretch, and leaves those that nothing answers.
    fn search(&mut self, on: &Stretch<'_>, open: &mut Lists) {
        self.agreeing(on, open);
        self.repeated(on, open);
        // mostly that is all
        if open.is_empty() {
            return;
        }
        self.across_kinds(on, open);
        self.by_numbers(on, open);
        self.as_words(on, open);
        self.in_text(on, open);
        self.inside_others(open);
        self.differing(on, open);
    }

    /// Exactly the same has come before what only agrees: 1.234 has two readings.
    fn agreeing(&mut self, on: &Stretch<'_>, open: &mut Lists) {
        let (source, translation) = (self.source, self.translation);
        let Lists { ours, theirs } = open;
        ours.retain(|&a| {
            let found = theirs.iter().position(|&b| facts::agree(source.fact(a), translation.fact(b)));
            let Some(b) = found.map(|at| theirs.remove(at)) else { return true };
            self.matched(on.link, a, b, &on.t_text);
            false
        });
    }
}

/// Whether two facts are exactly the same.
fn same(a: &Fact, b: &Fact) -> bool {
    // of a number or a date the value does not show every reading
    let read = |fact: &Fact| !matches!(fact.data, Data::Plain | Data::Target { .. } | Data::Identifier(_));
    a.kind == b.kind && a.value == b.value && a.polarity == b.polarity && (!read(a) && !read(b) || facts::agree(a, b))
}

/// The cost of searching what answers the open facts of a stretch.
fn cost(on: &Stretch<'_>, open: &Lists) -> u64 {
    let a = work::Side { facts: on.ours.len(), open: open.ours.len(), text: on.s_text.len() };
    let b = work::Side { facts: on.theirs.len(), open: open.theirs.len(), text: on.t_text.len() };
    work::cost(a, b)
}
