//! The records of one page key, written without a tree in between.

use super::canonical::{self, Object};
use super::id::{Id, Ids, Sections, hex};
use super::wire::{Polarity, Status};
use super::{GroupInput, PageInput, data};
use crate::check::{self, Comparison};
use crate::facts::{Fact, FactId};
use crate::locale::Locale;
use crate::parse::{Document, Value};
use crate::text::{LineIndex, Position, Span};
use sha2::{Digest, Sha256};

/// What the whole run has in common, known before the first page is read: every record depends on it.
#[derive(Clone, Debug)]
pub struct Frame {
    source: String,
    locales: Vec<String>,
    kinds: Vec<String>,
}

impl Frame {
    /// A run over the translations of `source` into `locales`, given in any order; all of them, whatever share of the
    /// pages this process reads, or merging could not give the bytes of the whole run.
    pub fn new<'a>(source: &Locale, locales: impl IntoIterator<Item = &'a Locale>) -> Self {
        let source = source.to_string();
        let mut locales: Vec<String> = locales.into_iter().map(Locale::to_string).collect();
        locales.sort();
        locales.dedup();
        locales.retain(|locale| *locale != source);
        Self { source, locales, kinds: Vec::new() }
    }

    /// Leaves out facts of other kinds; no kinds: all. Ids do not depend on it.
    #[must_use]
    pub fn with_kinds(mut self, kinds: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.kinds = kinds.into_iter().map(Into::into).collect();
        self
    }

    /// The source locale.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The locales of the translations, sorted.
    pub fn locales(&self) -> &[String] {
        &self.locales
    }

    fn wants(&self, fact: &Fact) -> bool {
        self.kinds.is_empty() || self.kinds.iter().any(|kind| kind == fact.kind.name())
    }
}

/// The records of one page key, each ended by a line feed (which canonical JSON never holds).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupChunk {
    /// The page key.
    pub key: String,
    /// The records of the pages, by locale.
    pub pages: Vec<u8>,
    /// The records of the facts, in their defined order.
    pub facts: Vec<u8>,
}

/// Makes the records of a group. Pure, so that groups can be made in parallel. Translations into a locale that is not in
/// the frame are left out.
pub fn group_json(group: &GroupInput<'_>, frame: &Frame) -> GroupChunk {
    let mut views: Vec<View<'_>> = Vec::with_capacity(group.translations.len() + 1);
    if let Some(source) = &group.source {
        views.push(View::new(source, None, source.facts.len()));
    }
    let source_facts = group.source.as_ref().map_or(0, |source| source.facts.len());
    for (page, comparison) in &group.translations {
        let view = View::new(page, *comparison, source_facts);
        if frame.locales.binary_search(&view.locale).is_ok() {
            views.push(view);
        }
    }
    views.sort_by(|a, b| a.locale.cmp(&b.locale));

    let mut chunk = GroupChunk { key: group.key.to_owned(), ..GroupChunk::default() };
    for view in &views {
        page_record(&mut chunk.pages, group.key, view);
        chunk.pages.push(b'\n');
    }
    let mut key_json = Vec::with_capacity(group.key.len() + 2);
    canonical::string(&mut key_json, group.key);
    let mut writer = Records { frame, key_json: &key_json, views: &views, out: &mut chunk.facts };
    if let Some(own) = views.iter().position(|view| group.source.is_some() && view.locale == frame.source) {
        writer.source_facts(group.key, own);
    }
    for (own, view) in views.iter().enumerate() {
        if view.locale != frame.source {
            writer.translation_facts(group.key, own);
        }
    }
    chunk
}

/// A page with what is looked up of it for every fact.
struct View<'a> {
    page: &'a PageInput<'a>,
    locale: String,
    positions: Vec<Position>,
    /// By the source's facts: what this translation makes of each; `None` where the two were not compared.
    answers: Vec<Option<(Option<FactId>, Status)>>,
    /// By this page's facts: whether a fact of the source answers it.
    answered: Vec<bool>,
    /// By this page's facts: whether the comparison knows that the source does not have it.
    extra: Vec<bool>,
}

impl<'a> View<'a> {
    fn new(page: &'a PageInput<'a>, comparison: Option<&Comparison>, source_facts: usize) -> Self {
        let mut view = Self {
            page,
            locale: page.locale.to_string(),
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

    fn answer(&self, source: usize) -> Option<(Option<FactId>, Status)> {
        self.answers.get(source).copied().flatten()
    }
}

/// The positions of all facts.
fn positions(text: &str, facts: &[Fact]) -> Vec<Position> {
    let lines = LineIndex::new(text);
    facts.iter().map(|fact| lines.position(text, fact.span.start)).collect()
}

fn page_record(out: &mut Vec<u8>, key: &str, view: &View<'_>) {
    let page = view.page;
    let mut object = Object::open(out);
    canonical::front_matter(object.key("front_matter"), &page.document.front_matter);
    object.text("key", key).text("locale", &view.locale).text("path", page.path);
    let sha256 = object.key("sha256");
    sha256.push(b'"');
    hex(sha256, &Sha256::digest(page.text));
    sha256.push(b'"');
    if let Some(title) = title(page.document) {
        object.text("title", title);
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

struct Records<'a> {
    frame: &'a Frame,
    key_json: &'a [u8],
    views: &'a [View<'a>],
    out: &'a mut Vec<u8>,
}

/// A fact with what its record begins with.
struct Own {
    fact: usize,
    section: usize,
    id: Id,
}

impl<'a> Records<'a> {
    fn source_facts(&mut self, key: &str, view: usize) {
        let document = self.views[view].page.document;
        let mut sections = Sections::new(key, document);
        for own in self.in_order(view, &mut sections, None, |_| true) {
            self.record(view, &own, &sections, true);
        }
    }

    /// The facts of a translation that no fact of the source answers.
    fn translation_facts(&mut self, key: &str, view: usize) {
        let views = self.views;
        let View { page, locale, answered, .. } = &views[view];
        if answered.iter().all(|&answered| answered) {
            return;
        }
        let mut sections = Sections::new(key, page.document);
        for own in self.in_order(view, &mut sections, Some(locale), |fact| !answered[fact]) {
            self.record(view, &own, &sections, false);
        }
    }

    fn in_order(
        &self,
        view: usize,
        sections: &mut Sections<'_>,
        locale: Option<&str>,
        wanted: impl Fn(usize) -> bool,
    ) -> Vec<Own> {
        let PageInput { facts, document, .. } = self.views[view].page;
        let mut ids = Ids::default();
        let mut list: Vec<Own> = Vec::with_capacity(facts.len());
        for (index, fact) in facts.iter().enumerate() {
            if wanted(index) && self.frame.wants(fact) {
                let section = sections.of(fact, document);
                list.push(Own { fact: index, section, id: ids.next(sections, section, fact, locale) });
            }
        }
        list.sort_by(|a, b| order(&facts[a.fact], a.id).cmp(&order(&facts[b.fact], b.id)));
        list
    }

    fn record(&mut self, view: usize, own: &Own, sections: &Sections<'_>, of_source: bool) {
        let View { page, locale, extra, .. } = &self.views[view];
        let fact = &page.facts[own.fact];
        let mut object = Object::open(self.out);
        data::write(object.key("data"), fact, page.document);
        let id = object.key("id");
        id.push(b'"');
        hex(id, &own.id);
        id.push(b'"');
        object.text("kind", fact.kind.name());
        let mut occurrences = Object::open(object.key("occurrences"));
        if of_source {
            for (index, other) in self.views.iter().enumerate() {
                let place = if index == view { Some(own.fact) } else { counterpart(other, own.fact) };
                if let Some(place) = place {
                    occurrence(occurrences.key(&other.locale), other, place, fact);
                }
            }
        } else {
            occurrence(occurrences.key(locale), &self.views[view], own.fact, fact);
        }
        occurrences.close();
        object.raw("page", self.key_json).text("polarity", Polarity::from(fact.polarity).name());
        let section = object.key("section");
        section.push(b'[');
        for (index, part) in sections.path(own.section).iter().enumerate() {
            if index > 0 {
                section.push(b',');
            }
            canonical::string(section, part);
        }
        section.push(b']');
        let mut status = Object::open(object.key("status"));
        if of_source {
            statuses(&mut status, &self.frame.locales, self.views, own.fact);
        } else if extra[own.fact] {
            status.text(locale, Status::Extra.name());
        }
        status.close();
        object.text("value", &fact.value);
        object.close();
        self.out.push(b'\n');
    }
}

/// What each locale makes of a fact of the source. A page that was not compared in this fact's kind says nothing.
fn statuses(status: &mut Object<'_>, locales: &[String], views: &[View<'_>], fact: usize) {
    let mut views = views.iter().peekable();
    for locale in locales {
        while views.next_if(|view| view.locale < *locale).is_some() {}
        match views.peek().filter(|view| view.locale == *locale) {
            None => {
                status.text(locale, Status::NoPage.name());
            }
            Some(view) => {
                if let Some((_, answer)) = view.answer(fact) {
                    status.text(locale, answer.name());
                }
            }
        }
    }
}

fn counterpart(view: &View<'_>, source: usize) -> Option<usize> {
    view.answer(source)?.0.map(|fact| fact as usize)
}

fn order(fact: &Fact, id: Id) -> (u32, u32, &str, Id) {
    (fact.span.start, fact.span.end, fact.kind.name(), id)
}

fn occurrence(out: &mut Vec<u8>, view: &View<'_>, index: usize, of: &Fact) {
    let fact = &view.page.facts[index];
    let Position { line, column } = view.positions[index];
    let Span { start, end } = fact.span;
    out.push(b'[');
    let mut object = Object::open(out);
    object.integer("column", column).integer("end", end).integer("line", line);
    if fact.polarity != of.polarity {
        object.text("polarity", Polarity::from(fact.polarity).name());
    }
    object.integer("start", start);
    object.text("text", view.page.text.get(fact.span.range()).unwrap_or(""));
    if fact.value != of.value {
        object.text("value", &fact.value);
    }
    object.close();
    out.push(b']');
}
