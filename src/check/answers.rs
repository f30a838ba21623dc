//! How the facts of a pair answer each other, for the fact base: what the drift rules compare, and the kinds that have rules of
//! their own (front matter, headings, code blocks, directives).

use super::code_block::{self, Cells};
use super::compare::Compared;
use super::view::{Pair, View};
use super::{Comparison, Findings, Keys, Match, Status, front_matter, polarity};
use crate::facts::{Data, Fact, FactId, Kind, Written};
use crate::parse::Entry;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::VecDeque;
use std::ops::Range;

/// The full comparison. What may well differ (a title, say) has no entry.
pub(super) fn answers(pair: &Pair<'_>, keys: &Keys, compared: Compared) -> Comparison {
    let Comparison { mut matches } = compared.comparison();
    let opposites = opposites(pair, &compared, &matches);
    for entry in &mut matches {
        if opposites.contains(entry) {
            entry.status = Status::Differs;
        }
    }
    // whether "one" or "ein" is a number or an article, nobody can tell: only one that is answered says anything
    let article = |view: &View<'_>, id: Option<FactId>| id.is_some_and(|id| is_article(view.fact(id)));
    matches.retain(|entry| match entry.status {
        Status::Missing => !article(pair.source, entry.source),
        Status::Extra => !article(pair.translation, entry.translation),
        Status::Agrees | Status::Differs => true,
    });
    let of = |view: &View<'_>, id: Option<FactId>| id.is_some_and(|id| apart(view.fact(id)));
    matches.retain(|entry| !of(pair.source, entry.source) && !of(pair.translation, entry.translation));
    front_matter_keys(pair, keys, &mut matches);
    blocks(pair, &mut matches);
    // those of the translation alone come last
    matches.sort_by_key(|entry| (entry.source.is_none(), entry.source, entry.translation));
    Comparison { matches }
}

/// Kinds that the drift rules leave to other rules.
fn apart(fact: &Fact) -> bool {
    matches!(fact.kind, Kind::Heading | Kind::FrontMatter | Kind::CodeBlock | Kind::Directive)
}

fn is_article(fact: &Fact) -> bool {
    matches!(&fact.data, Data::Quantity(quantity) if quantity.written == Written::Article)
}

/// Matches of which one side says the opposite, where the rule for that is sure.
fn opposites(pair: &Pair<'_>, compared: &Compared, matches: &[Match]) -> Vec<Match> {
    let facts = |entry: &Match| Some((pair.source.fact(entry.source?), pair.translation.fact(entry.translation?)));
    let suspects: Vec<Match> = matches
        .iter()
        .filter(|entry| entry.status == Status::Agrees)
        .filter(|entry| facts(entry).is_some_and(|(source, translation)| source.polarity != translation.polarity))
        .copied()
        .collect();
    if suspects.is_empty() {
        return suspects;
    }
    let mut found = Findings::default();
    polarity::check(pair, compared, &mut found);
    let told = |entry: &Match| {
        let block = facts(entry).and_then(|(_, translation)| translation.block);
        block.is_some_and(|block| {
            let span = pair.translation.block(block).span;
            found.shown.iter().any(|finding| span.contains(finding.place.span))
        })
    };
    suspects.into_iter().filter(told).collect()
}

fn front_matter_entry<'a>(view: &View<'a>, id: FactId) -> Option<(FactId, &'a Entry)> {
    match view.fact(id).data {
        Data::FrontMatter { entry } => Some((id, view.document.front_matter.entries.get(entry as usize)?)),
        _ => None,
    }
}

/// Answers front matter by key; only keys that must agree have a status.
fn front_matter_keys(pair: &Pair<'_>, keys: &Keys, matches: &mut Vec<Match>) {
    let all = |view: &View<'_>| 0..view.facts.facts.partition_point(|fact| fact.block.is_none()) as FactId;
    let mut theirs: FxHashMap<&str, (FactId, &Entry)> = FxHashMap::default();
    for (id, entry) in all(pair.translation).filter_map(|id| front_matter_entry(pair.translation, id)) {
        theirs.entry(entry.key.as_str()).or_insert((id, entry));
    }
    for (source, ours) in all(pair.source).filter_map(|id| front_matter_entry(pair.source, id)) {
        let (translation, status) = match theirs.get(ours.key.as_str()).copied() {
            Some((id, theirs)) if front_matter::same(&ours.value, &theirs.value) => (Some(id), Status::Agrees),
            other if keys.severity(&ours.key, &ours.value).is_some() => match other {
                Some((id, _)) => (Some(id), Status::Differs),
                None => (None, Status::Missing),
            },
            _ => continue,
        };
        matches.push(Match { source: Some(source), translation, status });
    }
}

/// Answers headings, code blocks and directives within aligned blocks; what is left over may stand elsewhere.
fn blocks(pair: &Pair<'_>, matches: &mut Vec<Match>) {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let mut cells = Cells::new();
    for link in &pair.alignment.links {
        let (ours, theirs) = (of_blocks(pair.source, &link.source), of_blocks(pair.translation, &link.translation));
        let (ours, theirs) = equal(pair, ours, theirs, matches);
        let (ours, theirs) = answer(pair, ours, theirs, &mut cells, matches);
        left.extend(ours);
        right.extend(theirs);
    }
    left.sort_unstable();
    right.sort_unstable();
    let (left, right) = equal(pair, left, right, matches);
    matches.extend(left.into_iter().map(|id| Match { source: Some(id), translation: None, status: Status::Missing }));
    matches.extend(right.into_iter().map(|id| Match { source: None, translation: Some(id), status: Status::Extra }));
}

fn of_blocks(view: &View<'_>, blocks: &Range<u32>) -> Vec<FactId> {
    view.facts_in(blocks).filter(|&id| apart(view.fact(id))).collect()
}

/// Pairs facts of one kind and value, in order; gives back the rest.
fn equal(
    pair: &Pair<'_>,
    ours: Vec<FactId>,
    theirs: Vec<FactId>,
    matches: &mut Vec<Match>,
) -> (Vec<FactId>, Vec<FactId>) {
    if ours.is_empty() || theirs.is_empty() {
        return (ours, theirs);
    }
    // a page may have very many of them all left over
    let mut places: FxHashMap<(Kind, &str), VecDeque<FactId>> = FxHashMap::default();
    for &id in &theirs {
        let fact = pair.translation.fact(id);
        places.entry((fact.kind, fact.value.as_str())).or_default().push_back(id);
    }
    let mut left = Vec::new();
    let mut taken: FxHashSet<FactId> = FxHashSet::default();
    for source in ours {
        let fact = pair.source.fact(source);
        match places.get_mut(&(fact.kind, fact.value.as_str())).and_then(VecDeque::pop_front) {
            Some(id) => {
                taken.insert(id);
                matches.push(Match { source: Some(source), translation: Some(id), status: Status::Agrees });
            }
            None => left.push(source),
        }
    }
    (left, theirs.into_iter().filter(|id| !taken.contains(id)).collect())
}

/// Pairs what stands for each other, in order; gives back the rest.
fn answer(
    pair: &Pair<'_>,
    ours: Vec<FactId>,
    mut theirs: Vec<FactId>,
    cells: &mut Cells,
    matches: &mut Vec<Match>,
) -> (Vec<FactId>, Vec<FactId>) {
    let mut left = Vec::new();
    for source in ours {
        // of the few kinds that there are the first will do, so that this is no search
        let found = theirs.iter().enumerate().find_map(|(at, &id)| {
            alike(pair, pair.source.fact(source), pair.translation.fact(id), cells).map(|status| (at, status))
        });
        match found {
            Some((at, status)) => {
                matches.push(Match { source: Some(source), translation: Some(theirs.remove(at)), status });
            }
            None => left.push(source),
        }
    }
    (left, theirs)
}

/// Two of a kind in aligned blocks stand for each other; code agrees if its comments alone are translated.
fn alike(pair: &Pair<'_>, source: &Fact, translation: &Fact, cells: &mut Cells) -> Option<Status> {
    if source.kind != translation.kind {
        return None;
    }
    let agrees = source.kind == Kind::CodeBlock
        && matches!((source.block, translation.block), (Some(s), Some(t)) if code_block::agree(pair, s, t, cells));
    Some(if agrees { Status::Agrees } else { Status::Differs })
}
