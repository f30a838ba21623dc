//! Holds the facts of aligned blocks against each other.
//!
//! Within a bead of the alignment the order is free. A fact agrees with a fact of its kind that says the same, else with one that
//! was read as another kind, else with numbers or names that stand there in another form. What is left over on both sides differs;
//! what one page lacks here and the other has elsewhere has moved; the rest is missing or extra.

mod differing;
mod lost;
mod search;

use super::said::unanswered;
use super::view::{Pair, View};
use super::work::Budget;
use super::{Comparison, Match, Status};
use crate::facts::{self, Data, Fact, FactId, Kind, Scheme, Written};
use crate::parse::BlockKind;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::ops::Range;

/// What became of the facts of a pair.
#[derive(Debug)]
pub(super) struct Compared {
    /// What became of the facts of the source.
    source: Vec<State>,
    /// What became of the facts of the translation.
    translation: Vec<State>,
    /// What the drift rules report, in no order.
    pub(super) differences: Vec<Difference>,
}

impl Compared {
    /// The counterpart of a fact of the source, if it has one, and what the comparison says of it.
    pub(super) fn answer(&self, source: FactId) -> (Option<FactId>, Status) {
        match self.source[source as usize] {
            State::Matched(b) | State::Moved(b) => (Some(b), Status::Agrees),
            State::Covered => (None, Status::Agrees),
            State::Differs(b) => (Some(b), Status::Differs),
            State::Open => (None, Status::Missing),
        }
    }

    /// All of it, for the fact base.
    pub(super) fn comparison(&self) -> Comparison {
        let ours = (0..self.source.len() as FactId).map(|id| {
            let (translation, status) = self.answer(id);
            Match { source: Some(id), translation, status }
        });
        let theirs = (0..).zip(&self.translation).filter_map(|(id, state)| {
            let status = match state {
                State::Open => Status::Extra,
                State::Covered => Status::Agrees,
                _ => return None,
            };
            Some(Match { source: None, translation: Some(id), status })
        });
        Comparison { matches: ours.chain(theirs).collect() }
    }
}

/// A fact that is not the same on both sides.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Difference {
    /// The link of the alignment.
    pub(super) link: usize,
    pub(super) what: What,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    /// The translation says another value.
    Differs(FactId, FactId),
    /// The translation lacks the source's fact; whether it has a number there that the source does not say.
    Missing(FactId, bool),
    /// The translation has a fact that the source lacks; whether the source has a number there that the translation does not say.
    Extra(FactId, bool),
    /// The same target, written in another way.
    Rewritten(FactId, FactId),
    /// The source's fact stands in the translation, broken: bytes of its text.
    Broken(FactId, Range<u32>),
    /// The source's code stands in the translation as plain text: bytes of its text.
    Plain(FactId, Range<u32>),
    /// The translation has the source's name with a slip, which keeps it from being read as one: bytes of its text.
    Misspelt(FactId, Range<u32>),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Open,
    /// Matched with the fact of that id.
    Matched(FactId),
    /// The other side has it, only not so often, or in another form.
    Covered,
    /// The same fact stands elsewhere in the page.
    Moved(FactId),
    Differs(FactId),
}

/// Compares all facts of a pair.
pub(super) fn compare(pair: &Pair<'_>) -> Compared {
    let depth = |path: &str| path.bytes().filter(|b| *b == b'/').count();
    let mut matcher = Matcher {
        source: pair.source,
        translation: pair.translation,
        s: vec![State::Open; pair.source.facts.facts.len()],
        t: vec![State::Open; pair.translation.facts.facts.len()],
        differences: Vec::new(),
        level: depth(&pair.source.path) == depth(&pair.translation.path),
        budget: Budget::new(),
        lists: Lists::default(),
        open: Lists::default(),
        unsettled: Vec::new(),
        alone: Vec::new(),
    };
    for (at, link) in pair.alignment.links.iter().enumerate() {
        // what only one side has is told by `structure/*`
        if link.source.is_empty() || link.translation.is_empty() {
            matcher.alone.push(at);
            continue;
        }
        let (s, t) = (pair.source.facts_in(&link.source), pair.translation.facts_in(&link.translation));
        if !(s.is_empty() && t.is_empty()) {
            matcher.link(at, s, t, link);
        }
    }
    matcher.front_matter();
    matcher.moves(pair);
    matcher.leftovers(pair);
    Compared { source: matcher.s, translation: matcher.t, differences: matcher.differences }
}

struct Matcher<'a> {
    source: &'a View<'a>,
    translation: &'a View<'a>,
    s: Vec<State>,
    t: Vec<State>,
    differences: Vec<Difference>,
    /// Whether the two pages stand equally deep in their tree.
    level: bool,
    budget: Budget,
    /// Room for the facts of a link.
    lists: Lists,
    /// Room for those of them that have no counterpart yet.
    open: Lists,
    /// The links with facts that nothing in them answers.
    unsettled: Vec<usize>,
    /// The links of one side alone.
    alone: Vec<usize>,
}

/// Facts of both pages.
#[derive(Default)]
struct Lists {
    ours: Vec<FactId>,
    theirs: Vec<FactId>,
}

impl Lists {
    fn is_empty(&self) -> bool {
        self.ours.is_empty() && self.theirs.is_empty()
    }
}

/// What is held against each other: all facts of a stretch of both texts.
struct Stretch<'f> {
    /// The link of the alignment.
    link: usize,
    ours: &'f [FactId],
    theirs: &'f [FactId],
    /// The bytes of the source's text.
    s_text: Range<u32>,
    /// The bytes of the translation's text.
    t_text: Range<u32>,
}

/// Takes those that are answered off a list of open facts.
fn cover(open: &mut Vec<FactId>, states: &mut [State], mut answered: impl FnMut(FactId) -> bool) {
    open.retain(|&id| {
        let answered = answered(id);
        if answered {
            states[id as usize] = State::Covered;
        }
        !answered
    });
}

/// Those of some facts that are compared and have no counterpart, in order.
fn open(view: &View<'_>, states: &[State], facts: impl Iterator<Item = FactId>) -> Vec<FactId> {
    let mut open: Vec<FactId> =
        facts.filter(|&id| states[id as usize] == State::Open && compared(view.fact(id))).collect();
    open.sort_unstable();
    open
}

/// Kinds that are compared by their own rules or not at all, as they belong to the language or to the page's markup.
fn compared(fact: &Fact) -> bool {
    !matches!(fact.kind, Kind::Heading | Kind::FrontMatter | Kind::CodeBlock)
}

impl Matcher<'_> {
    /// Notes that two facts answer each other, and what is wrong with them all the same. `theirs` is the stretch of the translation's
    /// text in which the second stands.
    fn matched(&mut self, link: usize, a: FactId, b: FactId, theirs: &Range<u32>) {
        self.s[a as usize] = State::Matched(b);
        self.t[b as usize] = State::Matched(a);
        let (x, y) = (self.source.fact(a), self.translation.fact(b));
        let what = match (&x.data, &y.data) {
            (Data::Target { .. }, Data::Target { .. }) => {
                if self.level && self.rewritten(x, y) {
                    self.differences.push(Difference { link, what: What::Rewritten(a, b) });
                }
                x.kind == Kind::Include && self.relabelled(x, y)
            }
            (Data::Quantity(_) | Data::Time { .. }, _) => self.lost(x, y, theirs),
            _ => false,
        };
        if what {
            self.differences.push(Difference { link, what: What::Differs(a, b) });
        }
    }

    /// Whether links that lead to one page from pages that stand alike are written in two ways: the source was edited since.
    fn rewritten(&self, x: &Fact, y: &Fact) -> bool {
        let (Some(ours), Some(theirs)) = (self.source.target(x), self.translation.target(y)) else {
            return false;
        };
        let relative =
            |path: &str| !path.contains(':') && !path.starts_with('/') && !path.starts_with('#') && path.contains('/');
        let steps = |path: &str| path.matches("../").count();
        // an image that the source shows by a directive now
        let directive = |view: &View<'_>, fact: &Fact| {
            fact.block.is_some_and(|block| view.block(block).kind == BlockKind::Directive)
        };
        ours != theirs && steps(ours) != steps(theirs) && (relative(ours) || relative(theirs))
            || x.kind == Kind::Image && directive(self.source, x) != directive(self.translation, y)
    }

    /// Whether includes of one file stand under labels whose numbers differ.
    fn relabelled(&self, x: &Fact, y: &Fact) -> bool {
        fn digits<'a>(view: &View<'a>, fact: &Fact) -> impl Iterator<Item = &'a str> {
            view.written(fact).split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() >= 2)
        }
        !digits(self.source, x).eq(digits(self.translation, y))
    }

    /// Facts that the other side has too, only less often: a repeated title, a pronoun spelt out.
    fn repeated(&mut self, on: &Stretch<'_>, open: &mut Lists) {
        let (source, translation) = (self.source, self.translation);
        let agree = |a: FactId, b: FactId| facts::agree(source.fact(a), translation.fact(b));
        cover(&mut open.ours, &mut self.s, |a| on.theirs.iter().any(|&b| agree(a, b)));
        cover(&mut open.theirs, &mut self.t, |b| on.ours.iter().any(|&a| agree(a, b)));
    }

    /// The same thing read as two kinds.
    fn across_kinds(&mut self, on: &Stretch<'_>, open: &mut Lists) {
        let (source, translation) = (self.source, self.translation);
        let loose = |a: FactId, b: FactId| {
            let (one, other) = (source.fact(a), translation.fact(b));
            facts::loosely(one, source.written(one), other, translation.written(other))
        };
        let Lists { ours, theirs } = open;
        ours.retain(|&a| {
            let found = theirs.iter().position(|&b| loose(a, b)).map(|at| theirs.remove(at));
            if let Some(b) = found {
                self.s[a as usize] = State::Matched(b);
                self.t[b as usize] = State::Matched(a);
                if source.fact(a).kind == Kind::Code {
                    let what = What::Plain(a, translation.fact(b).text.clone());
                    self.differences.push(Difference { link: on.link, what });
                }
            } else if on.theirs.iter().any(|&b| loose(a, b)) {
                self.s[a as usize] = State::Covered;
            } else {
                return true;
            }
            false
        });
        cover(theirs, &mut self.t, |b| on.ours.iter().any(|&a| loose(a, b)));
    }

    /// Numbers that stand in facts of another form: a range in one token or two, a port read as a quantity.
    fn by_numbers(&mut self, on: &Stretch<'_>, open: &mut Lists) {
        // the digits of a name are no name: `KB123` is not `KC123`, but it may stand for a bare 123
        let numeric = |fact: &Fact| class(fact) == Some(Class::Number) && fact.kind != Kind::Identifier;
        let agrees = |fact: &Fact, others: &[FactId], view: &View<'_>| {
            let pool = others.iter().map(|&id| view.fact(id)).filter(|other| numeric(fact) || numeric(other));
            (numeric(fact) || fact.kind == Kind::Identifier) && facts::numbers_agree(fact, pool)
        };
        let (source, translation) = (self.source, self.translation);
        cover(&mut open.ours, &mut self.s, |a| agrees(source.fact(a), on.theirs, translation));
        cover(&mut open.theirs, &mut self.t, |b| agrees(translation.fact(b), on.ours, source));
    }

    /// A small number that the other side says as a word too weak to be a fact: "1 higher", "eine Nummer höher", "0 (null)".
    fn as_words(&mut self, on: &Stretch<'_>, open: &mut Lists) {
        let value = |fact: &Fact| match &fact.data {
            Data::Quantity(q) if q.last.is_none() && !q.unit.is_some_and(facts::is_measure) => {
                q.first.as_u64().filter(|n| *n <= 100)
            }
            _ => None,
        };
        // "the port must be 1 higher", where 1 looks like a port
        let step = |fact: &Fact| matches!(fact.data, Data::Port { first: 1, last: 1, .. });
        let (source, translation) = (self.source, self.translation);
        cover(&mut open.ours, &mut self.s, |a| {
            let fact = source.fact(a);
            value(fact).is_some_and(|n| translation.says_number(&on.t_text, n))
                || step(fact) && translation.says_article(&on.t_text)
        });
        cover(&mut open.theirs, &mut self.t, |b| {
            value(translation.fact(b)).is_some_and(|n| source.says_number(&on.s_text, n))
        });
    }

    /// Names that stand in the other side's text without being read as facts there, whole or broken.
    fn in_text(&mut self, on: &Stretch<'_>, open: &mut Lists) {
        let (source, translation) = (self.source, self.translation);
        let s_text = &source.document.text[on.s_text.start as usize..on.s_text.end as usize];
        let t_text = &translation.document.text[on.t_text.start as usize..on.t_text.end as usize];
        let Lists { ours, theirs } = open;
        ours.retain(|&a| {
            let fact = source.fact(a);
            if !is_name(fact) {
                return true;
            }
            let name = name_of(source, fact);
            // `.contoso.com` unbroken would have been read, and stands behind any placeholder as well
            let suffix = fact.kind == Kind::Domain && name.starts_with('.');
            let unread = |found: &Range<usize>| !suffix || t_text[found.clone()].contains(char::is_whitespace);
            let place = |found: &Range<usize>| on.t_text.start + found.start as u32..on.t_text.start + found.end as u32;
            // facts of the translation that are part of a broken name say nothing by themselves
            let mut part_of = |range: &Range<u32>| {
                cover(theirs, &mut self.t, |b| overlaps(&translation.fact(b).text, range));
            };
            let mut what = None;
            if let Some(found) = facts::find_written(name, t_text).filter(unread) {
                let broken = fact.kind != Kind::Version
                    && t_text[found.clone()].contains(char::is_whitespace)
                    && !name.contains(char::is_whitespace);
                let range = place(&found);
                if broken {
                    part_of(&range);
                    what = Some(What::Broken(a, range));
                } else if fact.kind == Kind::Code {
                    what = Some(What::Plain(a, range));
                }
            } else if fact.kind == Kind::Identifier
                && let Some(found) = facts::find_hyphenated(name, t_text)
            {
                part_of(&place(&found));
            } else if let Some(found) = facts::find_similar(name, t_text) {
                let range = place(&found);
                // where it was read as a fact of this kind, the two are compared as facts
                let mut same = on.theirs.iter().map(|&b| translation.fact(b)).filter(|other| other.kind == fact.kind);
                if same.any(|other| overlaps(&other.text, &range)) {
                    return true;
                }
                part_of(&range);
                what = Some(What::Misspelt(a, range));
            } else {
                return true;
            }
            self.s[a as usize] = State::Covered;
            self.differences.extend(what.map(|what| Difference { link: on.link, what }));
            false
        });
        cover(theirs, &mut self.t, |b| {
            let fact = translation.fact(b);
            let name = name_of(translation, fact);
            let compound = || facts::compounds_of(name, s_text) || facts::begins_name(name, s_text);
            is_name(fact)
                && (facts::find_written(name, s_text).is_some() || fact.kind == Kind::Identifier && compound())
        });
    }

    /// A fact inside a code span that is itself open would be told twice: where the fact is all of the span it is left to the fact,
    /// which says more, else to the span.
    fn inside_others(&mut self, open: &mut Lists) {
        let told = |view: &View<'_>, open: &[FactId]| -> Vec<FactId> {
            let code = open.iter().copied().filter(|&id| view.fact(id).kind == Kind::Code);
            let inner = |outer: &Fact| {
                let within = open.iter().copied().filter(|&id| view.fact(id).kind != Kind::Code);
                within.filter(|&id| outer.span.contains(view.fact(id).span)).collect::<Vec<_>>()
            };
            code.flat_map(|id| {
                let inside = inner(view.fact(id));
                let whole = inside.iter().any(|&other| view.fact(other).text == view.fact(id).text);
                if whole { vec![id] } else { inside }
            })
            .collect()
        };
        let (source, translation) = (self.source, self.translation);
        for (open, states, view) in
            [(&mut open.ours, &mut self.s, source), (&mut open.theirs, &mut self.t, translation)]
        {
            let told = told(view, open);
            cover(open, states, |id| told.contains(&id));
        }
    }

    /// Matches the front matter by its keys; whether the values agree is for its own rule to say.
    fn front_matter(&mut self) {
        let (source, translation) = (self.source, self.translation);
        let room = translation.document.front_matter.entries.len();
        let mut theirs: FxHashMap<&str, FactId> = FxHashMap::with_capacity_and_hasher(room, FxBuildHasher);
        for (b, key) in keys(translation) {
            theirs.entry(key).or_insert(b);
        }
        for (a, key) in keys(source) {
            if let Some(&b) = theirs.get(key) {
                self.s[a as usize] = State::Matched(b);
                self.t[b as usize] = State::Matched(a);
            }
        }
    }

    /// A fact that is missing in one place and extra in another has moved.
    fn moves(&mut self, pair: &Pair<'_>) {
        // all others are answered within their links
        let links = self.alone.iter().chain(&self.unsettled).map(|&at| &pair.alignment.links[at]);
        let ours = links.clone().flat_map(|link| self.source.facts_in(&link.source));
        let missing = open(self.source, &self.s, ours);
        if missing.is_empty() {
            return;
        }
        let theirs = links.flat_map(|link| self.translation.facts_in(&link.translation));
        let extra = open(self.translation, &self.t, theirs);
        if missing.len().saturating_mul(extra.len()) > 4_000_000 {
            return;
        }
        for &a in &missing {
            let found = extra.iter().find(|&&b| {
                self.t[b as usize] == State::Open && facts::agree(self.source.fact(a), self.translation.fact(b))
            });
            if let Some(&b) = found {
                self.s[a as usize] = State::Moved(b);
                self.t[b as usize] = State::Moved(a);
            }
        }
    }

    /// What is missing or extra in blocks that both sides have; blocks of one side alone are told by `structure/*`.
    fn leftovers(&mut self, pair: &Pair<'_>) {
        for &at in &self.unsettled {
            let link = &pair.alignment.links[at];
            // for all facts of the link the same, and not asked for in most
            let (mut missing, mut extra) = (None, None);
            for a in pair.source.facts_in(&link.source) {
                let fact = self.source.fact(a);
                if self.s[a as usize] == State::Open && compared(fact) {
                    let instead = is_word(fact)
                        && *missing.get_or_insert_with(|| {
                            unanswered((self.translation, &link.translation), (self.source, &link.source))
                        });
                    self.differences.push(Difference { link: at, what: What::Missing(a, instead) });
                }
            }
            for b in pair.translation.facts_in(&link.translation) {
                let fact = self.translation.fact(b);
                if self.t[b as usize] == State::Open && compared(fact) {
                    let instead = is_word(fact)
                        && *extra.get_or_insert_with(|| {
                            unanswered((self.source, &link.source), (self.translation, &link.translation))
                        });
                    self.differences.push(Difference { link: at, what: What::Extra(b, instead) });
                }
            }
        }
    }
}

/// The facts of a page's front matter, each with its key.
fn keys<'a>(view: &View<'a>) -> impl Iterator<Item = (FactId, &'a str)> {
    let (facts, entries) = (&view.facts.facts, &view.document.front_matter.entries);
    (0..).zip(facts).map_while(|(id, fact)| match fact.data {
        Data::FrontMatter { entry } => Some((id, entries[entry as usize].key.as_str())),
        _ => None,
    })
}

fn is_word(fact: &Fact) -> bool {
    matches!(&fact.data, Data::Quantity(q) if q.written == Written::Word)
}

pub(super) fn overlaps(a: &Range<u32>, b: &Range<u32>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Kinds that a slip can turn into each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Class {
    Number,
    Target,
    Image,
    Name,
    Code,
    Comment,
    Alert,
    Include,
    Directive,
    Anchor,
}

fn class(fact: &Fact) -> Option<Class> {
    Some(match fact.kind {
        Kind::Quantity | Kind::Version | Kind::Port | Kind::Date | Kind::Time => Class::Number,
        Kind::Identifier => match fact.data {
            Data::Identifier(Scheme::Name | Scheme::Hex | Scheme::Oid) => Class::Number,
            _ => Class::Name,
        },
        Kind::Link | Kind::Url => Class::Target,
        Kind::Image => Class::Image,
        Kind::Include => Class::Include,
        Kind::Provider | Kind::Domain | Kind::Email | Kind::Address | Kind::Custom(_) => Class::Name,
        Kind::Code => Class::Code,
        Kind::Comment => Class::Comment,
        Kind::Alert => Class::Alert,
        Kind::Directive => Class::Directive,
        Kind::Anchor => Class::Anchor,
        _ => return None,
    })
}

/// Whether a fact is a name that may stand in a text without being read as a fact.
fn is_name(fact: &Fact) -> bool {
    fact.text.start < fact.text.end
        && match fact.kind {
            Kind::Provider
            | Kind::Domain
            | Kind::Email
            | Kind::Url
            | Kind::Address
            | Kind::Custom(_)
            | Kind::Identifier => fact.value.len() >= 3,
            Kind::Code => fact.value.len() >= 2,
            Kind::Version => fact.value.len() >= 5,
            _ => false,
        }
}

fn name_of<'a>(view: &View<'a>, fact: &Fact) -> &'a str {
    &view.document.text[fact.text.start as usize..fact.text.end as usize]
}
