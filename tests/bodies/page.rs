//! A page in all its stages, with what must hold of each.

use super::spans;
use isogloss::align::{Alignment, Side, align};
use isogloss::base::{FactWriter, Frame, GroupInput, PageInput, group_json};
use isogloss::check::{Diagnostic, Findings, Keys, Pair, Status, View, check_page, check_pair, compare_pair};
use isogloss::facts::{Address, Context, PageFacts, Patterns, extract};
use isogloss::locale::{Lexicon, Locale};
use isogloss::parse::{Document, Options, parse};

/// Parses a page and looks at all its spans.
pub(crate) fn parsed(file: &str, options: &Options) -> Document {
    let page = parse(file, options);
    spans::check(file, &page);
    page
}

/// A page of a locale, read as far as one page goes.
pub(crate) struct Page<'t> {
    text: &'t str,
    path: String,
    locale: Locale,
    document: Document,
    facts: PageFacts,
}

impl<'t> Page<'t> {
    pub(crate) fn new(text: &'t str, tag: &str) -> Self {
        let locale = Locale::parse(tag).unwrap();
        let path = format!("{tag}/a/b.md");
        let document = parsed(text, &Options::default());
        let source = Locale::parse("en-US").unwrap();
        let roots = [format!("{tag}/"), "en-us/".to_owned()];
        let address = Address { path: &path, key: "a/b", roots: &roots, locales: [Some(&locale), Some(&source)] };
        let context = Context { lexicon: Lexicon::of(&locale), patterns: Patterns::shipped(), address };
        let facts = extract(&document, text, &context);
        Self { text, path, locale, document, facts }
    }

    fn view(&self) -> View<'_> {
        let lexicon = Lexicon::of(&self.locale);
        View::new(self.path.as_str().into(), Some(&self.locale), lexicon, self.text, &self.document, &self.facts)
    }

    /// What must hold of the facts, and of the findings in the page alone.
    pub(crate) fn hold(&self) {
        let mut last = None;
        for fact in &self.facts.facts {
            assert!(self.text.get(fact.span.range()).is_some(), "{fact:?} in {:?}", self.text);
            let text = self.document.text.get(fact.text.start as usize..fact.text.end as usize);
            assert!(text.is_some(), "{fact:?} in {:?}", self.text);
            let place = (fact.block.map_or(-1, i64::from), fact.span.start, fact.span.end);
            assert!(
                fact.block.is_none() || last.is_none_or(|last| last <= place),
                "{fact:?} is out of order in {:?}",
                self.text
            );
            last = Some(place);
            assert!(!fact.value.contains('\0') || self.text.contains('\0'));
        }
        for hit in &self.facts.hits {
            assert!(self.document.text.get(hit.start as usize..hit.end as usize).is_some());
        }
        let mut found = Findings::default();
        check_page(&self.view(), &mut found);
        for finding in found.shown {
            assert!(self.text.get(finding.place.span.range()).is_some(), "{finding:?}");
        }
    }

    fn align(&self, other: &Page<'_>) -> Alignment {
        let alignment = align(
            Side { document: &self.document, facts: &self.facts },
            Side { document: &other.document, facts: &other.facts },
        );
        let once = |blocks: usize, of: &dyn Fn(usize) -> std::ops::Range<u32>| {
            let mut seen = vec![0; blocks];
            (0..alignment.links.len()).flat_map(of).for_each(|block| seen[block as usize] += 1);
            assert!(seen.iter().all(|&times| times == 1), "{seen:?}: {alignment:?}");
        };
        once(self.document.blocks.len(), &|at| alignment.links[at].source.clone());
        once(other.document.blocks.len(), &|at| alignment.links[at].translation.clone());
        assert!(alignment.links.iter().all(|link| (0.0..=1.0).contains(&link.confidence)));
        alignment
    }

    /// The findings of a translation of this page.
    pub(crate) fn against(&self, other: &Page<'_>) -> Vec<Diagnostic> {
        self.hold();
        other.hold();
        let (ours, theirs, alignment) = (self.view(), other.view(), self.align(other));
        let pair = Pair { source: &ours, translation: &theirs, alignment: &alignment };
        let mut found = Findings::default();
        check_page(&theirs, &mut found);
        check_pair(&pair, &Keys::new(&[], &[]), &mut found);
        found.shown
    }

    /// The fact base of this page and a translation of it, as JSON.
    pub(crate) fn fact_base(&self, other: &Page<'_>) -> Vec<u8> {
        let (ours, theirs, alignment) = (self.view(), other.view(), self.align(other));
        let pair = Pair { source: &ours, translation: &theirs, alignment: &alignment };
        let comparison = compare_pair(&pair, &Keys::new(&[], &[]));
        let mut seen = vec![0; self.facts.facts.len()];
        for entry in &comparison.matches {
            let sides = (entry.source.is_some(), entry.translation.is_some());
            assert!(match entry.status {
                Status::Missing => sides == (true, false),
                Status::Extra => sides == (false, true),
                Status::Agrees | Status::Differs => sides.0 || sides.1,
            });
            entry.source.into_iter().for_each(|id| seen[id as usize] += 1);
        }
        assert!(seen.iter().all(|&times| times <= 1), "a fact has one answer");
        let group = GroupInput {
            key: "a/b",
            source: Some(self.input()),
            translations: vec![(other.input(), Some(&comparison))],
        };
        let frame = Frame::new(&self.locale, [&other.locale]);
        let mut writer = FactWriter::new(Vec::new(), &frame).unwrap();
        writer.push(&group_json(&group, &frame)).unwrap();
        writer.finish().unwrap()
    }

    fn input(&self) -> PageInput<'_> {
        PageInput {
            locale: &self.locale,
            path: &self.path,
            text: self.text,
            document: &self.document,
            facts: &self.facts.facts,
        }
    }
}
