//! What the benchmarks share: trees of pages made from the corpus, and the floor that the program is held against.

#![allow(dead_code, reason = "each benchmark uses a part")]

use pulldown_cmark::{Options, Parser};
use rayon::prelude::*;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The locales of the corpus, the source first.
pub(crate) const LOCALES: [&str; 3] = ["en-us", "nl-nl", "de-de"];

/// A page of the corpus: the folder of its locale, its path below that, and its text.
pub(crate) struct Page {
    pub(crate) locale: &'static str,
    pub(crate) path: String,
    pub(crate) text: String,
}

/// The pages of the corpus, sorted.
pub(crate) fn corpus() -> Vec<Page> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut pages = Vec::new();
    for locale in LOCALES {
        let folder = root.join(locale);
        for path in markdown(&folder) {
            let name = path.strip_prefix(&folder).expect("below its folder").to_string_lossy().replace('\\', "/");
            let text = std::fs::read_to_string(&path).expect("the corpus is readable");
            pages.push(Page { locale, path: name, text });
        }
    }
    pages
}

/// A generator of numbers that are the same on every machine (xorshift).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `limit`.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % limit.max(1)
    }
}

/// A folder of at least `pages` pages: the corpus again and again, each copy in numbered folders, with names of its own and
/// with one digit of a translation changed in every second copy, so that facts and findings grow with the pages.
pub(crate) fn tree(pages: usize) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let corpus = corpus();
    for copy in 0..pages.div_ceil(corpus.len()) {
        let mut random = Random::new(copy as u64 + 1);
        let changed = random.below(2 * corpus.len());
        for (at, page) in corpus.iter().enumerate() {
            let mut text = page.text.replace("northwind", &format!("northwind{copy}"));
            if at == changed && page.locale != LOCALES[0] {
                change_digit(&mut text, &mut random);
            }
            let path = folder.path().join(page.locale).join(format!("{copy:05}")).join(&page.path);
            std::fs::create_dir_all(path.parent().expect("a file's folder")).expect("a folder can be made");
            std::fs::write(path, text).expect("a page can be written");
        }
    }
    folder
}

fn change_digit(text: &mut String, random: &mut Random) {
    let digits: Vec<usize> = text.bytes().enumerate().filter(|(_, b)| b.is_ascii_digit()).map(|(at, _)| at).collect();
    if !digits.is_empty() {
        let at = digits[random.below(digits.len())];
        text.replace_range(at..at + 1, &random.below(10).to_string());
    }
}

/// A page of about `bytes` bytes: sections made of the corpus' pages of a locale.
pub(crate) fn page(locale: &str, bytes: usize) -> String {
    let mut out = String::from("---\ntitle: A page\n---\n");
    let corpus = corpus();
    let bodies: Vec<&str> = corpus
        .iter()
        .filter(|page| page.locale == locale)
        .map(|page| page.text.splitn(3, "---\n").nth(2).unwrap_or(&page.text))
        .collect();
    let mut copy = 0;
    while out.len() < bytes {
        writeln!(out, "\n## Part {copy}\n").expect("a string takes everything");
        let body = bodies[copy % bodies.len()];
        out.push_str(&body[..cut(body, bytes.saturating_sub(out.len()))]);
        copy += 1;
    }
    out
}

/// The page without a paragraph in its middle.
pub(crate) fn without_a_block(text: &str) -> String {
    let middle = (text.len() / 2..).find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let Some(from) = text[middle..].find("\n\n").map(|at| middle + at + 1) else { return text.to_owned() };
    let end = text[from + 1..].find("\n\n").map_or(text.len(), |at| from + 1 + at + 1);
    format!("{}{}", &text[..from], &text[end..])
}

/// The end of the last block that begins within the first `bytes` bytes.
fn cut(text: &str, bytes: usize) -> usize {
    if bytes >= text.len() {
        return text.len();
    }
    let mut at = bytes;
    while !text.is_char_boundary(at) {
        at += 1;
    }
    text[at..].find("\n\n").map_or(text.len(), |end| at + end + 1)
}

/// The Markdown files below a folder, sorted.
pub(crate) fn markdown(root: &Path) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(root).into_iter().filter_map(Result::ok).filter(|entry| {
        entry.file_type().is_file() && entry.path().extension().is_some_and(|extension| extension == "md")
    });
    let mut files: Vec<PathBuf> = files.map(walkdir::DirEntry::into_path).collect();
    files.sort();
    files
}

/// What any Markdown tool must do, on all threads: walk, read, parse. Gives the number of events.
pub(crate) fn floor(root: &Path) -> usize {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM;
    let read = |path: &PathBuf| {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        Parser::new_ext(&text, options).into_offset_iter().count()
    };
    markdown(root).par_iter().map(read).sum()
}
