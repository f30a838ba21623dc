//! In which order the facts of two aligned blocks find their counterparts, and how far the search for them goes.

use super::super::view::{Pair, View};
use super::super::work;
use super::{Matcher, State, compared};
use crate::align::Link;
use crate::facts::{self, Fact, FactId, Kind, Polarity};
use rustc_hash::FxHashMap;
use std::collections::VecDeque;
use std::ops::Range;

/// How many facts of the very same value are asked whether they agree.
const SAME_MOST: usize = 64;

/// Facts of one side, and the stretch of its text that they stand in.
type Stretch<'a> = (&'a [FactId], &'a Range<u32>);

/// The stretch of text that a run of blocks covers.
fn text_of(view: &View<'_>, blocks: &Range<u32>) -> Range<u32> {
    view.block(blocks.start).text.start..view.block(blocks.end - 1).text.end
}

impl Matcher<'_> {
    /// Looks for what answers the facts of a link.
    pub(super) fn link(&mut self, link: usize, s: Range<FactId>, t: Range<FactId>, pair: &Pair<'_>) {
        let (source, translation) = (self.source, self.translation);
        // the same two lists serve all links
        let (mut ours, mut theirs) = std::mem::take(&mut self.lists);
        ours.clear();
        ours.extend(s.filter(|&id| compared(source.fact(id))));
        theirs.clear();
        theirs.extend(t.filter(|&id| compared(translation.fact(id))));
        self.exact(&ours, &theirs);
        let blocks = &pair.alignment.links[link];
        if self.open(&ours, &theirs) {
            self.search_within(link, &ours, &theirs, blocks);
        } else {
            self.matched(link, &ours, &text_of(translation, &blocks.translation));
        }
        self.lists = (ours, theirs);
    }

    /// Whether a fact of either side has no counterpart yet.
    fn open(&self, ours: &[FactId], theirs: &[FactId]) -> bool {
        self.open_s(ours).next().is_some() || self.open_t(theirs).next().is_some()
    }

    /// Looks for what answers the facts of a link, in all of their blocks or window by window.
    fn search_within(&mut self, link: usize, ours: &[FactId], theirs: &[FactId], blocks: &Link) {
        let (source, translation) = (self.source, self.translation);
        let (s_range, t_range) = (text_of(source, &blocks.source), text_of(translation, &blocks.translation));
        let cost = |matcher: &Self, (ours, s): Stretch<'_>, (theirs, t): Stretch<'_>| {
            let a = work::Side { facts: ours.len(), open: matcher.open_s(ours).count(), text: s.len() };
            let b = work::Side { facts: theirs.len(), open: matcher.open_t(theirs).count(), text: t.len() };
            work::cost(a, b)
        };
        let whole = cost(self, (ours, &s_range), (theirs, &t_range));
        if self.budget.whole(whole) {
            self.search(link, (ours, &s_range), (theirs, &t_range));
            return;
        }
        for (a, b, part) in work::windows(ours.len(), theirs.len()) {
            let s = part.text(&source.document.text, &s_range);
            let t = part.text(&translation.document.text, &t_range);
            let window = cost(self, (&ours[a.clone()], &s), (&theirs[b.clone()], &t));
            if !self.budget.window(window) {
                break;
            }
            self.search(link, (&ours[a], &s), (&theirs[b], &t));
        }
    }

    /// Matches what is exactly the same, in order.
    fn exact(&mut self, ours: &[FactId], theirs: &[FactId]) {
        type Key<'k> = (Kind, &'k str, Polarity);
        fn key(fact: &Fact) -> Key<'_> {
            (fact.kind, fact.value.as_str(), fact.polarity)
        }
        let (source, translation) = (self.source, self.translation);
        // mostly the two say the same in the same order
        let alike = |(a, b): &(&FactId, &FactId)| {
            let (one, two) = (source.fact(**a), translation.fact(**b));
            key(one) == key(two) && facts::agree(one, two)
        };
        let alike = ours.iter().zip(theirs).take_while(alike).count();
        for (&a, &b) in ours.iter().zip(theirs).take(alike) {
            self.s[a as usize] = State::Matched(b);
            self.t[b as usize] = State::Matched(a);
        }
        let (ours, theirs) = (&ours[alike..], &theirs[alike..]);
        if ours.is_empty() || theirs.is_empty() {
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
                self.s[a as usize] = State::Matched(b);
                self.t[b as usize] = State::Matched(a);
            }
        }
    }

    /// Looks for what answers the facts that have no exact counterpart, in the same stretch of both texts.
    fn search(&mut self, link: usize, (ours, s_range): Stretch<'_>, (theirs, t_range): Stretch<'_>) {
        // exactly the same has come before what only agrees: 1.234 has two readings
        for &a in ours {
            if self.s[a as usize] != State::Open {
                continue;
            }
            let fact = self.source.fact(a);
            let same =
                |b: &&FactId| self.t[**b as usize] == State::Open && facts::agree(fact, self.translation.fact(**b));
            if let Some(&b) = theirs.iter().find(same) {
                self.s[a as usize] = State::Matched(b);
                self.t[b as usize] = State::Matched(a);
            }
        }
        self.matched(link, ours, t_range);
        if !self.open(ours, theirs) {
            return;
        }
        self.cover(ours, theirs);
        self.across_kinds(link, ours, theirs);
        self.by_numbers(ours, theirs);
        self.in_text(link, (ours, s_range), (theirs, t_range));
        self.inside_others(ours, theirs);
        self.differing(link, ours, theirs);
    }

    /// What is wrong with facts that have found their counterparts.
    fn matched(&mut self, link: usize, ours: &[FactId], theirs: &Range<u32>) {
        self.rewritten(link, ours);
        self.relabelled(link, ours);
        self.lost(link, ours, theirs);
    }
}
