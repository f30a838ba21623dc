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
use rustc_hash::FxHashMap;
use std::ops::Range;

/// What became of the facts of a pair.
#[derive(Debug, Default)]
pub(super) struct Compared {
    /// For the fact base.
    pub(super) comparison: Comparison,
    /// What the drift rules report, in no order.
    pub(super) differences: Vec<Difference>,
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
    let depth = |path: &str| path.matches('/').count();
    let mut matcher = Matcher {
        source: pair.source,
        translation: pair.translation,
        s: vec![State::Open; pair.source.facts.facts.len()],
        t: vec![State::Open; pair.translation.facts.facts.len()],
        differences: Vec::new(),
        level: depth(&pair.source.path) == depth(&pair.translation.path),
        budget: Budget::new(),
        lists: (Vec::new(), Vec::new()),
    };
    let mut one_sided = Vec::new();
    for (at, link) in pair.alignment.links.iter().enumerate() {
        let (s, t) = (pair.source.facts_in(&link.source), pair.translation.facts_in(&link.translation));
        if s.is_empty() && t.is_empty() {
            continue;
        }
        if link.source.is_empty() || link.translation.is_empty() {
            one_sided.push((at, s, t));
            continue;
        }
        matcher.link(at, s, t, pair);
    }
    matcher.front_matter();
    matcher.moves();
    matcher.leftovers(pair, &one_sided);
    let comparison = matcher.comparison();
    Compared { comparison, differences: matcher.differences }
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
    lists: (Vec<FactId>, Vec<FactId>),
}

/// Kinds that are compared by their own rules or not at all, as they belong to the language or to the page's markup.
fn compared(fact: &Fact) -> bool {
    !matches!(fact.kind, Kind::Heading | Kind::FrontMatter | Kind::CodeBlock)
}

impl Matcher<'_> {
    fn open_s<'i>(&'i self, ids: &'i [FactId]) -> impl Iterator<Item = FactId> + 'i {
        ids.iter().copied().filter(|&id| self.s[id as usize] == State::Open)
    }

    fn open_t<'i>(&'i self, ids: &'i [FactId]) -> impl Iterator<Item = FactId> + 'i {
        ids.iter().copied().filter(|&id| self.t[id as usize] == State::Open)
    }

    /// Links that lead to one page from pages that stand alike, and are written in two ways: the source was edited since.
    fn rewritten(&mut self, link: usize, ours: &[FactId]) {
        if !self.level {
            return;
        }
        for &a in ours {
            let State::Matched(b) = self.s[a as usize] else { continue };
            if let (Data::Target { written: x, .. }, Data::Target { written: y, .. }) =
                (&self.source.fact(a).data, &self.translation.fact(b).data)
            {
                let relative = |path: &str| {
                    !path.contains(':') && !path.starts_with('/') && !path.starts_with('#') && path.contains('/')
                };
                let steps = |path: &str| path.matches("../").count();
                let rewritten = x != y && steps(x) != steps(y) && (relative(x) || relative(y));
                // an image that the source shows by a directive now
                let directive = |view: &View<'_>, id: FactId| {
                    view.fact(id).block.is_some_and(|block| view.block(block).kind == BlockKind::Directive)
                };
                let image = self.source.fact(a).kind == Kind::Image
                    && directive(self.source, a) != directive(self.translation, b);
                if rewritten || image {
                    self.differences.push(Difference { link, what: What::Rewritten(a, b) });
                }
            }
        }
    }

    /// Includes of one file under labels whose numbers differ.
    fn relabelled(&mut self, link: usize, ours: &[FactId]) {
        let digits = |view: &View<'_>, fact: &Fact| {
            view.written(fact)
                .split(|c: char| !c.is_ascii_digit())
                .filter(|run| run.len() >= 2)
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        for &a in ours {
            let State::Matched(b) = self.s[a as usize] else { continue };
            let (x, y) = (self.source.fact(a), self.translation.fact(b));
            if x.kind == Kind::Include && digits(self.source, x) != digits(self.translation, y) {
                self.differences.push(Difference { link, what: What::Differs(a, b) });
            }
        }
    }

    /// A fact that the other side has too, only less often: a repeated title, a pronoun spelt out.
    fn cover(&mut self, ours: &[FactId], theirs: &[FactId]) {
        let s: Vec<FactId> = self
            .open_s(ours)
            .filter(|&a| theirs.iter().any(|&b| facts::agree(self.source.fact(a), self.translation.fact(b))))
            .collect();
        let t: Vec<FactId> = self
            .open_t(theirs)
            .filter(|&b| ours.iter().any(|&a| facts::agree(self.source.fact(a), self.translation.fact(b))))
            .collect();
        s.into_iter().for_each(|a| self.s[a as usize] = State::Covered);
        t.into_iter().for_each(|b| self.t[b as usize] = State::Covered);
    }

    /// The same thing read as two kinds.
    fn across_kinds(&mut self, link: usize, ours: &[FactId], theirs: &[FactId]) {
        for &a in ours {
            if self.s[a as usize] != State::Open {
                continue;
            }
            let (fact, written) = (self.source.fact(a), self.source.written(self.source.fact(a)));
            let loose = |b: FactId| {
                let other = self.translation.fact(b);
                facts::loosely(fact, written, other, self.translation.written(other))
            };
            if let Some(&b) = theirs.iter().find(|&&b| self.t[b as usize] == State::Open && loose(b)) {
                self.s[a as usize] = State::Matched(b);
                if fact.kind == Kind::Code {
                    self.differences
                        .push(Difference { link, what: What::Plain(a, self.translation.fact(b).text.clone()) });
                }
                self.t[b as usize] = State::Matched(a);
            } else if theirs.iter().any(|&b| loose(b)) {
                self.s[a as usize] = State::Covered;
            }
        }
        for &b in theirs {
            if self.t[b as usize] == State::Open {
                let (fact, written) = (self.translation.fact(b), self.translation.written(self.translation.fact(b)));
                if ours.iter().any(|&a| {
                    facts::loosely(self.source.fact(a), self.source.written(self.source.fact(a)), fact, written)
                }) {
                    self.t[b as usize] = State::Covered;
                }
            }
        }
    }

    /// Numbers that stand in facts of another form: a range in one token or two, a port read as a quantity.
    fn by_numbers(&mut self, ours: &[FactId], theirs: &[FactId]) {
        // the digits of a name are no name: `KB123` is not `KC123`, but it may stand for a bare 123
        let numeric = |fact: &Fact| class(fact) == Some(Class::Number) && fact.kind != Kind::Identifier;
        let agrees = |fact: &Fact, others: &[FactId], view: &View<'_>| {
            let pool = others.iter().map(|&id| view.fact(id)).filter(|other| numeric(fact) || numeric(other));
            (numeric(fact) || fact.kind == Kind::Identifier) && facts::numbers_agree(fact, pool)
        };
        let s: Vec<FactId> =
            self.open_s(ours).filter(|&a| agrees(self.source.fact(a), theirs, self.translation)).collect();
        let t: Vec<FactId> =
            self.open_t(theirs).filter(|&b| agrees(self.translation.fact(b), ours, self.source)).collect();
        s.into_iter().for_each(|a| self.s[a as usize] = State::Covered);
        t.into_iter().for_each(|b| self.t[b as usize] = State::Covered);
    }

    /// A small number that the other side says as a word too weak to be a fact: "1 higher", "eine Nummer höher", "0 (null)".
    fn as_words(&mut self, ours: &[FactId], theirs: &[FactId], s_range: &Range<u32>, t_range: &Range<u32>) {
        let value = |fact: &Fact| match &fact.data {
            Data::Quantity(q) if q.last.is_none() && !q.unit.is_some_and(facts::is_measure) => {
                q.first.as_u64().filter(|n| *n <= 100)
            }
            _ => None,
        };
        // "the port must be 1 higher", where 1 looks like a port
        let step = |fact: &Fact| matches!(fact.data, Data::Port { first: 1, last: 1, .. });
        let s: Vec<FactId> = self
            .open_s(ours)
            .filter(|&a| {
                let fact = self.source.fact(a);
                value(fact).is_some_and(|n| self.translation.says_number(t_range, n))
                    || step(fact) && self.translation.says_article(t_range)
            })
            .collect();
        let t: Vec<FactId> = self
            .open_t(theirs)
            .filter(|&b| value(self.translation.fact(b)).is_some_and(|n| self.source.says_number(s_range, n)))
            .collect();
        s.into_iter().for_each(|a| self.s[a as usize] = State::Covered);
        t.into_iter().for_each(|b| self.t[b as usize] = State::Covered);
    }

    /// Names that stand in the other side's text without being read as facts there, whole or broken.
    fn in_text(
        &mut self,
        link: usize,
        (ours, s_range): (&[FactId], &Range<u32>),
        (theirs, t_range): (&[FactId], &Range<u32>),
    ) {
        let s_text = &self.source.document.text[s_range.start as usize..s_range.end as usize];
        let t_text = &self.translation.document.text[t_range.start as usize..t_range.end as usize];
        self.as_words(ours, theirs, s_range, t_range);
        for a in self.open_s(ours).collect::<Vec<_>>() {
            let fact = self.source.fact(a);
            if !is_name(fact) {
                continue;
            }
            let name = name_of(self.source, fact);
            // `.contoso.com` unbroken would have been read, and stands behind any placeholder as well
            let suffix = fact.kind == Kind::Domain && name.starts_with('.');
            let unread = |found: &Range<usize>| !suffix || t_text[found.clone()].contains(char::is_whitespace);
            if let Some(found) = facts::find_written(name, t_text).filter(unread) {
                let range = t_range.start + found.start as u32..t_range.start + found.end as u32;
                let broken = fact.kind != Kind::Version
                    && t_text[found].contains(char::is_whitespace)
                    && !name.contains(char::is_whitespace);
                self.s[a as usize] = State::Covered;
                if fact.kind == Kind::Code && !broken {
                    self.differences.push(Difference { link, what: What::Plain(a, range.clone()) });
                }
                if broken {
                    self.differences.push(Difference { link, what: What::Broken(a, range.clone()) });
                    self.cover_range(theirs, &range);
                }
            } else if fact.kind == Kind::Identifier
                && let Some(found) = facts::find_hyphenated(name, t_text)
            {
                self.s[a as usize] = State::Covered;
                self.cover_range(theirs, &(t_range.start + found.start as u32..t_range.start + found.end as u32));
            } else if let Some(found) = facts::find_similar(name, t_text) {
                let range = t_range.start + found.start as u32..t_range.start + found.end as u32;
                // where it was read as a fact of this kind, the two are compared as facts
                let read = theirs.iter().any(|&b| {
                    self.translation.fact(b).kind == fact.kind && overlaps(&self.translation.fact(b).text, &range)
                });
                if !read {
                    self.s[a as usize] = State::Covered;
                    self.differences.push(Difference { link, what: What::Misspelt(a, range.clone()) });
                    self.cover_range(theirs, &range);
                }
            }
        }
        for b in self.open_t(theirs).collect::<Vec<_>>() {
            let fact = self.translation.fact(b);
            let name = name_of(self.translation, fact);
            let compound = || {
                let own = facts::compounds_of(name, s_text) || facts::begins_name(name, s_text);
                fact.kind == Kind::Identifier && own
            };
            if is_name(fact) && (facts::find_written(name, s_text).is_some() || compound()) {
                self.t[b as usize] = State::Covered;
            }
        }
    }

    /// Facts of the translation that are part of a broken name say nothing by themselves.
    fn cover_range(&mut self, theirs: &[FactId], range: &Range<u32>) {
        for &b in theirs {
            if self.t[b as usize] == State::Open && overlaps(&self.translation.fact(b).text, range) {
                self.t[b as usize] = State::Covered;
            }
        }
    }

    /// A fact inside a code span that is itself open would be told twice: where the fact is all of the span it is left to the fact,
    /// which says more, else to the span.
    fn inside_others(&mut self, ours: &[FactId], theirs: &[FactId]) {
        let told = |view: &View<'_>, states: &[State], ids: &[FactId]| -> Vec<FactId> {
            let open: Vec<FactId> = ids.iter().copied().filter(|&id| states[id as usize] == State::Open).collect();
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
        for id in told(self.source, &self.s, ours) {
            self.s[id as usize] = State::Covered;
        }
        for id in told(self.translation, &self.t, theirs) {
            self.t[id as usize] = State::Covered;
        }
    }

    fn front_matter(&mut self) {
        let of = |view: &View<'_>| {
            (0..view.facts.facts.partition_point(|fact| fact.block.is_none()) as FactId).collect::<Vec<_>>()
        };
        fn key(fact: &Fact) -> &str {
            let mut colons = memchr::memchr_iter(b':', fact.value.as_bytes());
            let end = colons.find(|at| fact.value.as_bytes().get(at + 1) == Some(&b' '));
            &fact.value[..end.unwrap_or(fact.value.len())]
        }
        let mut theirs: FxHashMap<&str, FactId> = FxHashMap::default();
        for b in of(self.translation) {
            theirs.entry(key(self.translation.fact(b))).or_insert(b);
        }
        for a in of(self.source) {
            let fact = self.source.fact(a);
            if let Some(&b) = theirs.get(key(fact)) {
                let same = fact.value == self.translation.fact(b).value;
                self.s[a as usize] = if same { State::Matched(b) } else { State::Differs(b) };
                self.t[b as usize] = if same { State::Matched(a) } else { State::Differs(a) };
            }
        }
    }

    /// A fact that is missing in one place and extra in another has moved.
    fn moves(&mut self) {
        let missing: Vec<FactId> = (0..self.s.len() as FactId)
            .filter(|&id| self.s[id as usize] == State::Open && compared(self.source.fact(id)))
            .collect();
        let extra: Vec<FactId> = (0..self.t.len() as FactId)
            .filter(|&id| self.t[id as usize] == State::Open && compared(self.translation.fact(id)))
            .collect();
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
    fn leftovers(&mut self, pair: &Pair<'_>, one_sided: &[(usize, Range<FactId>, Range<FactId>)]) {
        for (at, link) in pair.alignment.links.iter().enumerate() {
            if one_sided.binary_search_by_key(&at, |(side, ..)| *side).is_ok() {
                continue;
            }
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

    fn comparison(&self) -> Comparison {
        let mut matches = Vec::with_capacity(self.s.len());
        for (id, state) in self.s.iter().enumerate() {
            let (translation, status) = match *state {
                State::Matched(b) | State::Moved(b) => (Some(b), Status::Agrees),
                State::Covered => (None, Status::Agrees),
                State::Differs(b) => (Some(b), Status::Differs),
                State::Open => (None, Status::Missing),
            };
            matches.push(Match { source: Some(id as FactId), translation, status });
        }
        for (id, state) in self.t.iter().enumerate() {
            let status = match state {
                State::Open => Status::Extra,
                State::Covered => Status::Agrees,
                _ => continue,
            };
            matches.push(Match { source: None, translation: Some(id as FactId), status });
        }
        Comparison { matches }
    }
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
