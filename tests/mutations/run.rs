//! One pair of pages through the library, in memory.

use isogloss::check::{self, Diagnostic, Findings, Keys, Severity};
use isogloss::facts::{self, Address, Context, Patterns, root_of};
use isogloss::locale::{Lexicon, Locale};
use isogloss::parse;
use isogloss::project::{Page, align_pages};
use std::path::Path;
use std::sync::Arc;

/// A page of the corpus and its source.
pub(crate) struct Pair {
    pub(crate) locale: &'static str,
    /// The page below its locale's folder.
    pub(crate) name: String,
    pub(crate) source: Page,
    pub(crate) text: String,
}

/// All pairs of the corpus.
pub(crate) fn pairs() -> Vec<Pair> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut pairs = Vec::new();
    for locale in ["nl-nl", "de-de"] {
        for entry in walkdir::WalkDir::new(root.join(locale)).sort_by_file_name() {
            let entry = entry.unwrap();
            if !entry.file_type().is_file() {
                continue;
            }
            let name = entry.path().strip_prefix(root.join(locale)).unwrap().to_str().unwrap().replace('\\', "/");
            let Ok(source) = std::fs::read_to_string(root.join("en-us").join(&name)) else { continue };
            let text = std::fs::read_to_string(entry.path()).unwrap().replace("\r\n", "\n");
            let source = ready("en-us", &name, source.replace("\r\n", "\n"));
            pairs.push(Pair { locale, name, source, text });
        }
    }
    assert!(pairs.len() > 20, "only {} pairs", pairs.len());
    pairs
}

fn ready(folder: &str, name: &str, text: String) -> Page {
    let locale: Locale = folder.parse().unwrap();
    let source: Locale = "en-us".parse().unwrap();
    let path = format!("{folder}/{name}");
    let document = parse::parse(&text, &parse::Options::default());
    let roots = [root_of(&path, name)];
    let address = Address { path: &path, key: name, roots: &roots, locales: [Some(&locale), Some(&source)] };
    let lexicon = Lexicon::of(&locale);
    let context = Context { lexicon, patterns: Patterns::shipped(), address };
    let facts = facts::extract(&document, &text, &context);
    Page { path: Arc::from(path.as_str()), locale, lexicon, text, document, facts }
}

impl Pair {
    /// What is reported where the translation reads so, from a severity on.
    pub(crate) fn check(&self, text: &str, least: Severity) -> Vec<Diagnostic> {
        let page = ready(self.locale, &self.name, text.to_owned());
        let alignment = align_pages(&self.source, &page);
        let (source, translation) = (self.source.view(), page.view());
        let pair = check::Pair { source: &source, translation: &translation, alignment: &alignment };
        let mut all = Findings::default();
        check::check_page(&translation, &mut all);
        check::check_pair(&pair, &Keys::new(&[], &[]), &mut all);
        all.shown.retain(|finding| finding.severity >= least);
        all.shown
    }
}
