//! Pages made by hand, and at random, for the tests of this module.

use super::{FactBase, Format, Frame, GroupChunk, GroupInput, PageInput, assemble, group_json};
use crate::check::{Comparison, Match, Status};
use crate::facts::{Data, Fact, Kind, Number, Other, Polarity, Protocol, Quantity, Written};
use crate::locale::Locale;
use crate::parse::{Block, BlockKind, Document, Entry, Extra, Inline, InlineKind, Section, Target, TextRange, Value};
use crate::text::Span;
use compact_str::CompactString;
use proptest::prelude::*;

pub(super) fn locale(tag: &str) -> Locale {
    tag.parse().unwrap()
}

/// A page that grows line by line, its parsed form and its facts with it.
#[derive(Clone, Debug)]
pub(super) struct Page {
    pub(super) locale: Locale,
    pub(super) path: String,
    pub(super) text: String,
    pub(super) document: Document,
    pub(super) facts: Vec<Fact>,
}

impl Page {
    pub(super) fn new(tag: &str, key: &str) -> Self {
        let document = Document { sections: vec![Section::default()], ..Document::default() };
        let path = format!("{}/{key}.md", tag.to_lowercase());
        Self { locale: locale(tag), path, text: String::new(), document, facts: Vec::new() }
    }

    pub(super) fn front_matter(mut self, key: &str, value: Value) -> Self {
        let none = Span::new(0, 0);
        let entry = Entry { key: key.into(), value, key_span: none, value_span: none };
        self.document.front_matter.entries.push(entry);
        self
    }

    /// A heading, with an explicit id if `anchor` is not empty.
    pub(super) fn heading(mut self, level: u8, title: &str, anchor: &str) -> Self {
        let parent = self.document.sections.iter().rposition(|section| section.level < level);
        let block = self.block(BlockKind::Heading(level), title);
        let id = self.document.sections.len() as u32;
        let slug = self.name(&title.to_lowercase().replace(' ', "-"));
        let anchor = (!anchor.is_empty()).then(|| self.name(anchor));
        let Document { blocks, inlines, .. } = &mut self.document;
        let heading = &mut blocks[block as usize];
        heading.section = id;
        if let Some(anchor) = anchor {
            inlines.push(Inline { kind: InlineKind::Anchor(anchor), span: heading.span, text: heading.text.clone() });
            heading.inlines = inlines.len() as u32 - 1..inlines.len() as u32;
        }
        self.document.sections.push(Section {
            level,
            parent: parent.map(|parent| parent as u32),
            heading: Some(block),
            slug,
            blocks: block..block + 1,
        });
        self
    }

    /// A paragraph that states nothing.
    pub(super) fn line(mut self, text: &str) -> Self {
        self.block(BlockKind::Paragraph, text);
        self
    }

    /// A paragraph that says `written`, which is a fact.
    pub(super) fn fact(self, kind: Kind, value: &str, written: &str) -> Self {
        self.states(kind, value, written, Polarity::Affirmed)
    }

    /// The same, negated.
    pub(super) fn negated(self, kind: Kind, value: &str, written: &str) -> Self {
        self.states(kind, value, written, Polarity::Negated)
    }

    fn states(mut self, kind: Kind, value: &str, written: &str, polarity: Polarity) -> Self {
        let before = "Über ";
        let block = self.block(BlockKind::Paragraph, &format!("{before}{written}."));
        let start = self.document.blocks[block as usize].span.start as usize + before.len();
        let text = self.document.blocks[block as usize].text.start + before.len() as u32;
        let (span, text) = (Span::new(start, start + written.len()), text..text + written.len() as u32);
        let inline = self.document.inlines.len() as u32;
        if kind == Kind::Link {
            let target = Target { span, reference: false, mended: Some(self.name(value)) };
            self.document.inlines.push(Inline { kind: InlineKind::Link(target), span, text: text.clone() });
        }
        let data = data(kind, value, inline);
        self.facts.push(Fact { kind, value: value.into(), data, polarity, span, text, block: Some(block) });
        self
    }

    fn name(&mut self, name: &str) -> TextRange {
        let start = self.document.names.len() as u32;
        self.document.names.push_str(name);
        start..self.document.names.len() as u32
    }

    fn block(&mut self, kind: BlockKind, text: &str) -> u32 {
        let (start, from) = (self.text.len(), self.document.text.len() as u32);
        self.text.push_str(text);
        self.document.text.push_str(text);
        let to = self.document.text.len() as u32;
        let block = Block {
            kind,
            depth: 0,
            section: self.document.sections.len() as u32 - 1,
            span: Span::new(start, self.text.len()),
            text: from..to,
            inlines: 0..0,
            quote: None,
            extra: Extra::None,
        };
        self.text.push_str("\n\n");
        self.document.text.push('\n');
        self.document.blocks.push(block);
        self.document.blocks.len() as u32 - 1
    }

    fn input(&self) -> PageInput<'_> {
        let Self { locale, path, text, document, facts } = self;
        PageInput { locale, path, text, document, facts }
    }
}

fn data(kind: Kind, value: &str, inline: u32) -> Data {
    match kind {
        Kind::Port => {
            let port = value.rsplit('/').next().and_then(|port| port.parse().ok()).unwrap_or(1);
            Data::Port { protocol: Protocol::Tcp, first: port, last: port }
        }
        Kind::Quantity => Data::Quantity(Box::new(Quantity {
            first: Number { mantissa: value.len() as u128 * 15, scale: 1, other: Some(Other::Thousandfold) },
            last: None,
            unit: None,
            bound: Some(crate::facts::Bound::AtLeast),
            written: Written::Digits,
        })),
        Kind::Version => Data::Version,
        Kind::Date => Data::Date { year: Some(2020), month: Some(5), day: None },
        Kind::Time => Data::Time { hour: 7, minute: 30, second: None },
        Kind::Link => Data::Target { inline },
        Kind::Identifier => Data::Identifier(crate::facts::Scheme::RegistryKey),
        Kind::CodeBlock => Data::CodeBlock,
        Kind::FrontMatter => Data::FrontMatter { entry: 0 },
        _ => Data::Plain,
    }
}

/// The pages of one key with their comparisons.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) key: String,
    pub(super) source: Option<Page>,
    pub(super) translations: Vec<(Page, Option<Comparison>)>,
}

impl Group {
    pub(super) fn new(key: &str, source: Option<Page>, translations: Vec<Page>) -> Self {
        let compared = |page: Page| {
            let comparison = source.as_ref().map(|source| compare(&source.facts, &page.facts));
            (page, comparison)
        };
        let translations = translations.into_iter().map(compared).collect();
        Self { key: key.into(), source, translations }
    }

    pub(super) fn chunk(&self, frame: &Frame) -> GroupChunk {
        let input = GroupInput {
            key: &self.key,
            source: self.source.as_ref().map(Page::input),
            translations: self
                .translations
                .iter()
                .map(|(page, comparison)| (page.input(), comparison.as_ref()))
                .collect(),
        };
        group_json(&input, frame)
    }
}

/// A plain comparison: equal facts agree, others of one kind differ, in order.
fn compare(source: &[Fact], translation: &[Fact]) -> Comparison {
    let mut free: Vec<usize> = (0..translation.len()).collect();
    let mut answers: Vec<Option<(usize, Status)>> = vec![None; source.len()];
    for status in [Status::Agrees, Status::Differs] {
        for (fact, answer) in source.iter().zip(&mut answers).filter(|(_, answer)| answer.is_none()) {
            let fits = |other: &Fact| {
                let same = other.value == fact.value && other.polarity == fact.polarity;
                other.kind == fact.kind && (same || status == Status::Differs)
            };
            if let Some(at) = free.iter().position(|&other| fits(&translation[other])) {
                *answer = Some((free.remove(at), status));
            }
        }
    }
    let of_source = answers.iter().enumerate().map(|(fact, answer)| Match {
        source: Some(fact as u32),
        translation: answer.map(|(other, _)| other as u32),
        status: answer.map_or(Status::Missing, |(_, status)| status),
    });
    let alone =
        free.iter().map(|&other| Match { source: None, translation: Some(other as u32), status: Status::Extra });
    Comparison { matches: of_source.chain(alone).collect() }
}

/// The frame of all tests: English, with German and Dutch.
pub(super) fn frame() -> Frame {
    Frame::new(&locale("en-US"), &[locale("nl-NL"), locale("de-DE")])
}

pub(super) fn bytes(groups: &[Group], format: Format) -> Vec<u8> {
    let frame = frame().with_format(format);
    assemble(Vec::new(), &frame, groups.iter().map(|group| group.chunk(&frame))).unwrap()
}

pub(super) fn base(groups: &[Group]) -> FactBase {
    FactBase::read(&bytes(groups, Format::Json)).unwrap()
}

/// One page of a small product, with translations that lag behind in their own ways.
pub(super) fn product() -> Vec<Group> {
    let page = |tag: &str| Page::new(tag, "setup/ports").front_matter("title", Value::String("Ports".into()));
    let source = page("en-US")
        .heading(1, "Ports", "")
        .heading(2, "Incoming traffic", "in")
        .fact(Kind::Port, "tcp/443", "TCP port 443")
        .negated(Kind::Port, "tcp/25", "TCP port 25")
        .heading(2, "Outgoing traffic", "")
        .fact(Kind::Domain, "updates.example.com", "updates.example.com");
    let german = page("de-DE")
        .heading(1, "Ports", "")
        .heading(2, "Eingehender Verkehr", "in")
        .fact(Kind::Port, "tcp/443", "TCP-Port 443")
        .fact(Kind::Port, "tcp/25", "TCP-Port 25")
        .heading(2, "Ausgehender Verkehr", "")
        .fact(Kind::Domain, "updates.example.com", "updates.example.com");
    let dutch = page("nl-NL").heading(2, "Inkomend verkeer", "in").fact(Kind::Port, "tcp/434", "TCP-poort 434").fact(
        Kind::Version,
        "tls/1.2",
        "TLS 1.2",
    );
    let orphan = Page::new("nl-NL", "setup/extra").fact(Kind::Domain, "extra.example.com", "extra.example.com");
    let alone = Page::new("en-US", "setup/size").fact(Kind::Quantity, ">=4 GB", "at least 4 GB");
    vec![
        Group::new("setup/extra", None, vec![orphan]),
        Group::new("setup/ports", Some(source), vec![german, dutch]),
        Group::new("setup/size", Some(alone), Vec::new()),
    ]
}

/// A line of a random page.
#[derive(Clone, Debug)]
pub(super) enum Line {
    Heading(u8, u8, bool),
    Fact(Kind, u8, bool),
    Filler(String),
}

pub(super) fn lines() -> impl Strategy<Value = Vec<Line>> {
    let kinds = prop::sample::select(Kind::ALL.to_vec());
    let line = prop_oneof![
        (1u8..4, 0u8..3, any::<bool>()).prop_map(|(level, name, anchor)| Line::Heading(level, name, anchor)),
        (kinds, 0u8..3, any::<bool>()).prop_map(|(kind, value, negated)| Line::Fact(kind, value, negated)),
        "\\PC{0,12}".prop_map(Line::Filler),
    ];
    prop::collection::vec(line, 0..12)
}

pub(super) fn page(tag: &str, key: &str, lines: &[Line]) -> Page {
    lines.iter().fold(Page::new(tag, key), |page, line| match line {
        Line::Heading(level, name, true) => page.heading(*level, &format!("Part {name}"), &format!("id-{name}")),
        Line::Heading(level, name, false) => page.heading(*level, &format!("Part {name}"), ""),
        Line::Fact(kind, value, negated) => {
            let text = format!("a \"{value}\" \u{1f600}\\");
            if *negated { page.negated(*kind, &text, &text) } else { page.fact(*kind, &text, &text) }
        }
        Line::Filler(text) => page.line(text),
    })
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        prop_oneof!["-?[0-9]{1,20}", "[0-9]\\.[0-9]{1,3}", "[0-9]e[0-9]"].prop_map(|text| Value::Number(text.into())),
        any::<String>().prop_map(|text| Value::String(text.into())),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        let key = prop_oneof![any::<String>(), "[\u{e000}-\u{ffff}\u{10000}-\u{10fff}]{1,2}"];
        let key = key.prop_map(CompactString::from);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Sequence),
            prop::collection::vec((key, inner), 0..4).prop_map(Value::Mapping),
        ]
    })
}

/// Groups with distinct keys in order, some without a source, some untranslated.
pub(super) fn groups() -> impl Strategy<Value = Vec<Group>> {
    let page_lines = || prop::option::weighted(0.8, lines());
    let group = (page_lines(), page_lines(), page_lines(), prop::collection::vec(("\\PC{0,3}", value()), 0..4));
    prop::collection::btree_map("[a-zé\u{1f600}]{1,3}", group, 0..5).prop_map(|groups| {
        let build = |(key, (source, german, dutch, matter)): (String, _)| {
            let with = |tag: &str, lines: Option<Vec<Line>>| {
                let matter: &Vec<(String, Value)> = &matter;
                let page = page(tag, &key, &lines?);
                Some(matter.iter().fold(page, |page, (key, value)| page.front_matter(key, value.clone())))
            };
            let translations = [with("nl-NL", dutch), with("de-DE", german)].into_iter().flatten().collect();
            Group::new(&key, with("en-US", source), translations)
        };
        groups.into_iter().map(build).collect()
    })
}
