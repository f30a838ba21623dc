//! The records of pages and facts.

use super::canonical::{self, Object, key};
use super::group::Frame;
use super::id::{Id, Ids, Sections, hex};
use super::positions::positions;
use super::wire::{Polarity, Status};
use super::{PageInput, data};
use crate::check::{self, Comparison};
use crate::facts::{self, FactId};
use crate::parse::{Document, Value};
use crate::text::{Position, Span};
use sha2::{Digest, Sha256};

/// A page with what is looked up of it for every fact.
pub(super) struct View<'a> {
    page: &'a PageInput<'a>,
    pub(super) locale: String,
    /// The locale as the key of an object's member.
    member: Vec<u8>,
    positions: Vec<Position>,
    /// By the source's facts: what this translation makes of each; `None` where the two were not compared.
    answers: Vec<Option<(Option<FactId>, Status)>>,
    /// By this page's facts: whether a fact of the source answers it.
    answered: Vec<bool>,
    /// By this page's facts: whether the comparison knows that the source does not have it.
    extra: Vec<bool>,
}

impl<'a> View<'a> {
    pub(super) fn new(page: &'a PageInput<'a>, comparison: Option<&Comparison>, source_facts: usize) -> Self {
        let locale = page.locale.to_string();
        let mut view = Self {
            page,
            member: member(&locale),
            locale,
            positions: positions(page.text, page.facts),
            answers: Vec::new(),
            answered: vec![false; page.facts.len()],
            // Where there is no source to compare with, the translation alone has it.
            extra: vec![comparison.is_none(); page.facts.len()],
        };
        let Some(comparison) = comparison else {
            return view;
        };
        view.answers = vec![None; source_facts];
        for entry in &comparison.matches {
            let own = entry.translation.filter(|&own| (own as usize) < page.facts.len());
            if let Some(answer) = entry.source.and_then(|source| view.answers.get_mut(source as usize)) {
                *answer = Some((own, entry.status.into()));
                if let Some(own) = own {
                    view.answered[own as usize] = true;
                }
            } else if let Some(own) = own {
                // what the source has too, only less often or in another form, is no fact of the translation's own
                let extra = entry.status == check::Status::Extra;
                view.extra[own as usize] = extra;
                view.answered[own as usize] = !extra;
            }
        }
        view
    }

    /// How many of its facts no fact of the source answers; all, of the source itself.
    fn alone(&self, frame: &Frame) -> usize {
        self.page.facts.iter().zip(&self.answered).filter(|&(fact, answered)| !answered && frame.wants(fact)).count()
    }

    fn answer(&self, source: usize) -> Option<(Option<FactId>, Status)> {
        self.answers.get(source).copied().flatten()
    }

    fn counterpart(&self, source: usize) -> Option<usize> {
        self.answer(source)?.0.map(|fact| fact as usize)
    }
}

/// A locale as the key of an object's member.
fn member(locale: &str) -> Vec<u8> {
    let mut member = vec![b','];
    canonical::string(&mut member, locale);
    member.push(b':');
    member
}

/// Writes the record of a page.
pub(super) fn page(out: &mut Vec<u8>, key: &str, view: &View<'_>) {
    let page = view.page;
    let mut object = Object::open(out);
    canonical::front_matter(object.key(key!("front_matter")), &page.document.front_matter);
    object.text(key!("key"), key).text(key!("locale"), &view.locale).text(key!("path"), page.path);
    hex(object.key(key!("sha256")), &Sha256::digest(page.text));
    if let Some(title) = title(page.document) {
        object.text(key!("title"), title);
    }
    object.close();
}

fn title(document: &Document) -> Option<&str> {
    let entry = document.front_matter.entries.iter().find(|entry| entry.key == "title");
    if let Some(Value::String(text) | Value::Number(text)) = entry.map(|entry| &entry.value) {
        return Some(text);
    }
    let heading = document.sections.iter().find(|section| section.level == 1)?.heading?;
    let range = &document.blocks.get(heading as usize)?.text;
    document.text.get(range.start as usize..range.end as usize)
}

/// Writes the records of the facts of a group.
pub(super) struct Records<'a> {
    frame: &'a Frame,
    key: &'a str,
    views: &'a [View<'a>],
    /// The members that all records have in common: the page key, up to where the polarity goes.
    page: Vec<u8>,
    statuses: Vec<Answer>,
    pub(super) out: Vec<u8>,
    pub(super) count: usize,
}

/// What stands in the statuses of every fact of the source.
enum Answer {
    /// The members of locales without a page.
    NoPage(Vec<u8>),
    /// What a translation makes of the fact.
    Of(usize),
}

/// A fact with what its record begins with.
struct Own {
    fact: usize,
    section: usize,
    id: Id,
}

impl<'a> Records<'a> {
    pub(super) fn new(frame: &'a Frame, key: &'a str, views: &'a [View<'a>]) -> Self {
        let mut page = key!("page").to_vec();
        canonical::string(&mut page, key);
        page.extend_from_slice(key!("polarity"));
        // about what a record takes, or a little more: growing would copy all of them
        let size = 180 + page.len() + 22 * frame.locales().len() + 80 * views.len();
        let facts: usize = views.iter().map(|view| view.alone(frame)).sum();
        let out = Vec::with_capacity(facts * size);
        Self { frame, key, views, page, statuses: answers(frame, views), out, count: 0 }
    }

    /// Those of the source, each with what its translations make of it.
    pub(super) fn of_source(&mut self, view: usize) {
        self.add(view, None, |_| true);
    }

    /// Those of a translation that no fact of the source answers.
    pub(super) fn of_translation(&mut self, view: usize) {
        let View { locale, answered, .. } = &self.views[view];
        if self.views[view].alone(self.frame) > 0 {
            self.add(view, Some(locale), |fact| !answered[fact]);
        }
    }

    fn add(&mut self, view: usize, locale: Option<&str>, wanted: impl Fn(usize) -> bool) {
        let PageInput { facts, document, .. } = self.views[view].page;
        let mut sections = Sections::new(self.key, document);
        let mut ids = Ids::new(locale, facts.len());
        let mut list: Vec<Own> = Vec::with_capacity(facts.len());
        for (index, fact) in facts.iter().enumerate() {
            if wanted(index) && self.frame.wants(fact) {
                let section = sections.of(fact);
                list.push(Own { fact: index, section, id: ids.next(sections.scope(section), fact, document) });
            }
        }
        list.sort_by(|a, b| {
            let (one, other) = (&facts[a.fact], &facts[b.fact]);
            let place = (one.span.start, one.span.end).cmp(&(other.span.start, other.span.end));
            place.then_with(|| (one.kind.name(), a.id).cmp(&(other.kind.name(), b.id)))
        });
        // facts of a section stand together, and share what is written of it
        let mut section = Vec::new();
        for run in list.chunk_by(|a, b| a.section == b.section) {
            section.clear();
            members_of_section(&mut section, &sections.path(run[0].section));
            for own in run {
                self.record(view, own, &section, locale.is_none());
            }
        }
        self.count += list.len();
    }

    fn record(&mut self, view: usize, own: &Own, section: &[u8], of_source: bool) {
        let View { page, member, extra, .. } = &self.views[view];
        let fact = &page.facts[own.fact];
        let value = fact.statement(page.document);
        let mut object = Object::open(&mut self.out);
        data::write(object.key(key!("data")), fact, page.text, page.document);
        hex(object.key(key!("id")), &own.id);
        // names of kinds have small letters, digits and hyphens alone
        object.word(key!("kind"), fact.kind.name());
        let mut occurrences = Object::open(object.key(key!("occurrences")));
        if of_source {
            for (index, other) in self.views.iter().enumerate() {
                let place = if index == view { Some(own.fact) } else { other.counterpart(own.fact) };
                if let Some(place) = place {
                    occurrence(occurrences.key(&other.member), other, place, (fact.polarity, &value));
                }
            }
        } else {
            occurrence(occurrences.key(member), &self.views[view], own.fact, (fact.polarity, &value));
        }
        occurrences.close();
        object.word(&self.page, Polarity::from(fact.polarity).name());
        let mut status = Object::open(object.key(section));
        if of_source {
            for answer in &self.statuses {
                match answer {
                    Answer::NoPage(members) => {
                        status.key(members);
                    }
                    // a page that was not compared in this fact's kind says nothing
                    Answer::Of(view) => {
                        let view = &self.views[*view];
                        if let Some((_, answer)) = view.answer(own.fact) {
                            status.word(&view.member, answer.name());
                        }
                    }
                }
            }
        } else if extra[own.fact] {
            status.word(member, Status::Extra.name());
        }
        status.close();
        object.text(key!("value"), &value);
        object.close();
        self.out.push(self.frame.format().end());
    }
}

/// What each locale makes of the source's facts, in the order of the locales.
fn answers(frame: &Frame, views: &[View<'_>]) -> Vec<Answer> {
    let mut answers = Vec::new();
    for locale in frame.locales() {
        match views.binary_search_by(|view| view.locale.cmp(locale)) {
            Ok(view) => answers.push(Answer::Of(view)),
            Err(_) => {
                if !matches!(answers.last(), Some(Answer::NoPage(_))) {
                    answers.push(Answer::NoPage(Vec::new()));
                }
                if let Some(Answer::NoPage(members)) = answers.last_mut() {
                    members.extend(member(locale));
                    canonical::word(members, Status::NoPage.name());
                }
            }
        }
    }
    answers
}

/// The path of a section, up to where the statuses go.
fn members_of_section(out: &mut Vec<u8>, path: &[&str]) {
    out.extend_from_slice(key!("section"));
    canonical::array(out, path.iter().copied(), canonical::string);
    out.extend_from_slice(key!("status"));
}

/// Writes where a page states a fact, and how it differs from what the record says of it: its polarity and value.
fn occurrence(out: &mut Vec<u8>, view: &View<'_>, index: usize, (polarity, value): (facts::Polarity, &str)) {
    let fact = &view.page.facts[index];
    let Position { line, column } = view.positions[index];
    let Span { start, end } = fact.span;
    out.push(b'[');
    let mut object = Object::open(out);
    object.integer(key!("column"), column).integer(key!("end"), end).integer(key!("line"), line);
    if fact.polarity != polarity {
        object.word(key!("polarity"), Polarity::from(fact.polarity).name());
    }
    object.integer(key!("start"), start);
    object.text(key!("text"), view.page.text.get(fact.span.range()).unwrap_or(""));
    let own = fact.statement(view.page.document);
    if own != value {
        object.text(key!("value"), &own);
    }
    object.close();
    out.push(b']');
}
