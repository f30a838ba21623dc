//! The bodies of the fuzz targets with random input that looks like pages, configurations and fact bases; and with everything
//! that fuzzing has found before (`fuzz/corpus/`). `ISOGLOSS_CASES` sets how many of each.

#![allow(clippy::print_stdout, reason = "the corpus that is written is told to who asks with --nocapture")]
#![allow(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]

mod bodies;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::path::Path;

/// Pieces of Markdown and its dialects.
const MARKDOWN: &[&str] = &[
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    " ",
    "    ",
    "\t",
    "# ",
    "## ",
    "===\n",
    "---\n",
    "- ",
    "* ",
    "1. ",
    "> ",
    "|",
    "|a|b|\n|-|-|\n",
    "`",
    "``",
    "```\n",
    "~~~ x\n",
    "*",
    "**",
    "_",
    "[",
    "]",
    "](x.md)",
    "![",
    "[r]: /u\n",
    "<",
    ">",
    "<b>",
    "</b>",
    "<br>",
    "<a name=\"n\">",
    "</a>",
    "<!-- ",
    "<!--123456-->",
    "-->",
    "<div>\n",
    "&amp;",
    "&nbsp;",
    "&",
    "\\",
    "[!NOTE]\n",
    "[!INCLUDE [",
    ":::note T\n",
    ":::\n",
    "{{< x >}}",
    "{%",
    "{",
    "}",
    "{#id}",
    "{/*",
    "import x\n",
    "title: x\n",
    "ms.prod: 1.10\n",
    "\u{feff}",
    "[^1]",
    "\u{0}",
];

/// Pieces that facts are made of.
const FACTS: &[&str] = &[
    "443",
    "8,080",
    "1.234",
    "1,5",
    "1.",
    "2.3.4",
    "10140-10155",
    "3–24",
    "49152: 65535",
    "TCP",
    "UDP",
    "port ",
    "poorten ",
    "Port ",
    "TCP-poort ",
    "443/TCP",
    "https://a.example.com/x?y=1#z",
    "http://",
    "://",
    "a@b.example.com",
    "@",
    "*.cloudapp.net",
    "contoso.com",
    "readme.md",
    "10.0.0.1",
    "10.0.0.0/8",
    "::1",
    "[::1]:80",
    "2a04:b900::37",
    "Microsoft.KeyVault",
    "Micro soft. KeyVault",
    "Microsoft.",
    "Microsoft.Compute/virtualMachines",
    "TLS 1.2",
    "TLS 1,2",
    "version ",
    "versie ",
    "v1.10",
    "Windows 10",
    "2012 R2",
    "30 MB",
    "5 GB",
    "90-Tage-",
    "GB ",
    "%",
    "°C",
    "k",
    "x64",
    "KB4057517",
    "0x80004005",
    "1.3.6.1.4.1.311",
    "{0a1b2c3d-0000-0000-0000-000000000001}",
    "HKLM\\Software\\A B\\C",
    "C:\\Program Files\\X",
    "%ProgramData%",
    "$env:PATH",
    "--flag",
    "/etc/hosts",
    "<placeholder>",
    "August 31, 2020",
    "31. August 2020",
    "2020-08-31",
    "8/31/2020",
    "02:00–04:00",
    "5:30 PM",
    "17 uur",
    "million ",
    "miljoen ",
    "Millionen ",
    "twenty-five ",
    "vijfentwintig ",
    "fünfundzwanzig ",
    "one ",
    "een ",
    "ein ",
    "and ",
    "en ",
    "und ",
    "to ",
    "tot en met ",
    "bis ",
    "between ",
    "tussen ",
    "zwischen ",
    "at least ",
    "minimaal ",
    "mindestens ",
    "or more",
    "of meer",
    "not ",
    "niet ",
    "nicht ",
    "kein ",
    "no ",
    "without ",
    "zonder ",
    "unless ",
    ", ",
    ". ",
    "; ",
    ": ",
    "(",
    ")",
    "“",
    "”",
    "„",
    "\u{a0}",
    "\u{202f}",
    "\u{2009}",
    "\u{200b}",
    "\u{202e}",
    "\u{2011}",
    "'",
    "’",
    "word ",
    "Löschen ",
    "日本",
    "e\u{301}",
    "İ",
    "ß",
];

/// Pieces of paths.
const PATHS: &[&str] = &[
    "/",
    "/",
    "\n",
    "en",
    "en-us",
    "de",
    "de-de",
    "nl-nl",
    "pt-br",
    "docs",
    "i18n",
    "content",
    "translations",
    "pages",
    "pages.nl",
    "a",
    "b",
    "index",
    ".md",
    ".de.md",
    ".en.md",
    ".mdx",
    "_de",
    "-",
    ".",
    "..",
    "current",
    "docusaurus-plugin-content-docs",
    "_articles",
    "ü",
    " ",
];

/// Pieces of a configuration and of YAML and JSON.
const DATA: &[&str] = &[
    "source = \"en\"\n",
    "locales = [\"de\"]\n",
    "[limits]\n",
    "file-size = 10\n",
    "[[layouts]]\n",
    "pattern = \"{locale}/{path}\"\n",
    "pattern = \"",
    "root = \"../x\"\n",
    "locale = \"de\"\n",
    "[severity]\n",
    "\"drift\" = \"off\"\n",
    "exclude = [\"**/*.md\"]\n",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "=",
    "\n",
    ",",
    ":",
    "- ",
    "a: ",
    "&a ",
    "*a",
    "<<: ",
    "!!str ",
    "|\n  x\n",
    ">-\n",
    "? ",
    "  ",
    "#",
    "true",
    "null",
    "~",
    "1",
    "-0",
    "1e999",
    "\\u0000",
    "\\",
    "- {kind: k, summary: s, pattern: 'A+'}",
    "pattern: '(a+)+$'",
    "{1000}{1000}",
    "\"schema\":",
    "\"isogloss.facts/1\"",
    "\"pages\":",
    "\"facts\":",
    "**/",
    "*",
    "?",
    "[a-z]",
    "[!",
    "{a,b",
    "---\n",
    "+++\n",
    "title = \"x\"\n",
    "🦀",
];

fn pieces(of: &[&'static [&'static str]], most: usize) -> impl Strategy<Value = String> + use<> {
    let all: Vec<&'static str> = of.concat();
    let piece = prop_oneof![20 => prop::sample::select(all).prop_map(str::to_owned), 1 => ".{0,4}"];
    prop::collection::vec(piece, 0..most).prop_map(|pieces| pieces.concat())
}

/// A page and what a translator might have made of it: much the same, with some pieces gone, new or in another place.
fn two_pages() -> impl Strategy<Value = String> {
    let blocks = prop::collection::vec((pieces(&[MARKDOWN, FACTS, FACTS], 12), pieces(&[FACTS], 4), 0..10_u8), 0..12);
    blocks.prop_map(|blocks| {
        let source: Vec<&str> = blocks.iter().map(|(text, ..)| text.as_str()).collect();
        let translation = blocks.iter().map(|(text, other, what)| match what {
            0 => other.clone(),
            1 => String::new(),
            2 => format!("{other} {text}"),
            3 => format!("{text}\n\n{other}"),
            4 => text.replace("43", "34").replace("soft.", "soft. "),
            _ => text.clone(),
        });
        format!("{}\u{c}{}", source.join("\n\n"), translation.collect::<Vec<_>>().join("\n\n"))
    })
}

fn run(name: &str, input: impl Strategy<Value = String>) {
    let cases = std::env::var("ISOGLOSS_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(300);
    let (_, body) = bodies::TARGETS.iter().find(|(known, _)| *known == name).unwrap();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
    let mut known: Vec<_> =
        std::fs::read_dir(corpus).into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    known.sort();
    for path in known {
        println!("{}", path.display());
        body(&std::fs::read(path).unwrap());
    }
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let tried = runner.run(&input, |text| {
        body(text.as_bytes());
        Ok(())
    });
    tried.unwrap_or_else(|error| panic!("{name}: {error}"));
}

#[test]
fn front_matter() {
    run("front_matter", pieces(&[DATA, &["title: x\n", "\n"]], 30));
}

#[test]
fn blocks() {
    run("blocks", pieces(&[MARKDOWN, &["a", "Wort "]], 60));
}

#[test]
fn facts() {
    run("facts", pieces(&[FACTS, FACTS, MARKDOWN], 60));
}

#[test]
fn pair() {
    run("pair", two_pages());
}

#[test]
fn fixes() {
    run("fixes", two_pages());
}

#[test]
fn layout() {
    run("layout", pieces(&[PATHS], 80));
}

#[test]
fn config() {
    run("config", pieces(&[DATA], 30));
}

#[test]
fn patterns() {
    run("patterns", pieces(&[DATA], 12));
}

#[test]
fn fact_base() {
    run("fact_base", pieces(&[DATA], 30));
}

#[test]
fn query() {
    run("query", pieces(&[DATA, PATHS], 12));
}

#[test]
fn bytes() {
    let bytes = prop::collection::vec(any::<u8>(), 0..200);
    let mut runner = TestRunner::new(Config { cases: 2000, failure_persistence: None, ..Config::default() });
    runner
        .run(&bytes, |bytes| {
            bodies::decode(&bytes);
            bodies::lines(&bytes);
            Ok(())
        })
        .unwrap();
    run("decode", pieces(&[FACTS], 20));
    run("lines", pieces(&[MARKDOWN], 60));
}
