//! The house as ARCHITECTURE.md describes it, held to the sources: what each module imports, what it alone may use, how
//! long a file is, which paths the documents name.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]

use regex::Regex;
use std::fs;
use std::path::{Path, PathBuf};

/// What only some modules may use: a pattern, and the files (by the start of their path in `src/`) that may.
const ALONE: &[(&str, &[&str])] = &[
    (r"\bwalkdir::", &["walk/"]),
    (r"\bwide::", &["text/"]),
    (r"\bpulldown_cmark\b", &["parse/"]),
    // front matter, and the shipped or user's data of locales and fact kinds
    (r"\bserde_yaml\b", &["parse/", "locale/data.rs", "facts/pattern.rs"]),
    (r"\bmiette\b", &["report/"]),
    (r"\bunic_langid\b", &["locale/"]),
    (r"\blibc::", &["walk/read.rs"]),
    (r"\bprocess::Command\b", &["history/", "history.rs"]),
    (r"\brayon\b", &["project/"]),
    (r"\bclap\b|\bindicatif\b", &["cli/"]),
    (r"\bio::(\{[^}]*)?(stdout|stderr)\b|\be?print(ln)?!|\bdbg!", &["cli/"]),
    (r"\btempfile\b|\bfs::(write|rename|remove|create|copy|set_)|\bFile::create|\bOpenOptions\b", &["write.rs"]),
    (r"\bfs::|\bFile::open\b", &["walk/", "config/load.rs", "write.rs"]),
    (r"\benv::", &["cli/"]),
];

/// Where a tag of a shipped locale may stand as a string, and why.
const TAGS: &[(&str, &str)] = &[("config/tag.rs", "the default of `source`")];

const LONGEST: usize = 600;

struct Source {
    /// Relative to `src/`, with `/`.
    path: String,
    text: String,
    /// The text without comments and without what only tests compile, line by line.
    code: Vec<String>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}")).replace("\r\n", "\n")
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            out.push(path);
        }
    }
}

fn rust(folder: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let folder = root().join(folder);
    if folder.exists() {
        files(&folder, &mut all);
    }
    all.sort();
    let shown = |path: &Path| path.strip_prefix(&folder).unwrap().to_string_lossy().replace('\\', "/");
    all.iter().map(|path| (shown(path), fs::read_to_string(path).unwrap().replace("\r\n", "\n"))).collect()
}

fn sources() -> Vec<Source> {
    let all = rust("src");
    // `#[cfg(test)] mod name;` makes a file, and what lies below it, a matter of tests
    let marked = Regex::new(r"#\[cfg\(test\)\]\s*(?:pub(?:\([a-z]+\))?\s+)?mod (\w+);").unwrap();
    let mut tests: Vec<String> = Vec::new();
    for (path, text) in &all {
        let folder = path.strip_suffix("mod.rs").map(str::to_owned).unwrap_or(path.replace(".rs", "/"));
        tests.extend(marked.captures_iter(text).map(|found| format!("{folder}{}", &found[1])));
    }
    let of_tests = |path: &str| {
        tests.iter().any(|test| path.strip_prefix(test.as_str()).is_some_and(|rest| rest.starts_with(['.', '/'])))
    };
    let strip = |text: &str| -> Vec<String> {
        let body = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or(text);
        let code = |line: &str| if line.trim_start().starts_with("//") { String::new() } else { line.to_owned() };
        body.lines().map(code).collect()
    };
    all.into_iter()
        .map(|(path, text)| Source { code: if of_tests(&path) { Vec::new() } else { strip(&text) }, path, text })
        .collect()
}

/// The module that a file belongs to.
fn module(path: &str) -> &str {
    path.split('/').next().unwrap_or(path).trim_end_matches(".rs")
}

/// The modules in the order of ARCHITECTURE.md's table.
fn order() -> Vec<String> {
    let text = read("ARCHITECTURE.md");
    let table = text.split_once("## The modules").unwrap().1.split("\n## ").next().unwrap();
    let row = Regex::new(r"(?m)^\| `(\w+)` \|").unwrap();
    row.captures_iter(table).map(|found| found[1].to_owned()).collect()
}

fn fail(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn the_table_has_every_module() {
    let declared = Regex::new(r"(?m)^(?:pub )?mod (\w+);").unwrap();
    let mut in_code: Vec<String> = ["src/lib.rs", "src/main.rs"]
        .iter()
        .flat_map(|file| declared.captures_iter(&read(file)).map(|found| found[1].to_owned()).collect::<Vec<_>>())
        .collect();
    let mut in_table = order();
    in_code.sort();
    in_table.sort();
    assert_eq!(in_code, in_table);
}

#[test]
fn a_module_imports_what_stands_above_it() {
    let order = order();
    let place = |name: &str| order.iter().position(|known| known == name);
    let single = Regex::new(r"\bcrate::(\w+)").unwrap();
    let several = Regex::new(r"\bcrate::\{([^;]*)\}").unwrap();
    let mut wrong = Vec::new();
    for source in sources() {
        let Some(own) = place(module(&source.path)) else { continue };
        let code = source.code.join("\n");
        let named = single.captures_iter(&code).map(|found| found[1].to_owned());
        let grouped = several.captures_iter(&code).flat_map(|found| {
            found[1].split(',').map(|part| part.trim().split("::").next().unwrap().to_owned()).collect::<Vec<_>>()
        });
        for import in named.chain(grouped) {
            if place(&import).is_some_and(|import| import > own) {
                wrong.push(format!("src/{}: imports {import}, which stands below it", source.path));
            }
        }
    }
    wrong.dedup();
    fail(&wrong);
}

#[test]
fn the_binary_stands_on_the_public_interface() {
    let wrong: Vec<String> = sources()
        .iter()
        .filter(|source| module(&source.path) == "cli" || source.path == "main.rs")
        .filter(|source| source.code.iter().any(|line| line.contains("crate::")))
        .map(|source| format!("src/{}: uses `crate::`", source.path))
        .collect();
    fail(&wrong);
}

#[test]
fn what_is_one_module_s_stays_with_it() {
    let mut wrong = Vec::new();
    let sources = sources();
    for (pattern, may) in ALONE {
        let pattern = Regex::new(pattern).unwrap();
        for source in sources.iter().filter(|source| !may.iter().any(|start| source.path.starts_with(start))) {
            for (at, line) in source.code.iter().enumerate().filter(|(_, line)| pattern.is_match(line)) {
                wrong.push(format!("src/{}:{}: {}, which only {may:?} may use", source.path, at + 1, line.trim()));
            }
        }
    }
    fail(&wrong);
}

#[test]
fn no_locale_is_named_in_code() {
    let mut languages: Vec<String> = fs::read_dir(root().join("rules/locales"))
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .filter(|name| name != "und" && !name.contains('-'))
        .collect();
    languages.sort();
    let tag = Regex::new(&format!(r#""(?i:{})([-_][A-Za-z]{{2}})?""#, languages.join("|"))).unwrap();
    let mut wrong = Vec::new();
    for source in sources() {
        if TAGS.iter().any(|(path, _)| *path == source.path) {
            continue;
        }
        for (at, line) in source.code.iter().enumerate().filter(|(_, line)| tag.is_match(line)) {
            wrong.push(format!("src/{}:{}: names a locale: {}", source.path, at + 1, line.trim()));
        }
    }
    fail(&wrong);
}

#[test]
fn files_are_short_and_say_what_they_are_for() {
    let mut wrong = Vec::new();
    for folder in ["src", "tests", "benches"] {
        for (path, text) in rust(folder) {
            if !text.starts_with("//!") {
                wrong.push(format!("{folder}/{path}: does not begin with `//!`"));
            }
            let lines = text.lines().count();
            if lines > LONGEST {
                wrong.push(format!("{folder}/{path}: {lines} lines, over {LONGEST}"));
            }
        }
    }
    assert!(sources().iter().any(|source| source.text.lines().count() > 100), "no sources were read");
    fail(&wrong);
}

#[test]
fn paths_that_the_documents_name_are_there() {
    let link = Regex::new(r"\]\(([^)\s#]+)(?:#[^)\s]*)?\)").unwrap();
    let code = Regex::new(r"`([^`\s]+)`").unwrap();
    let ours = Regex::new(r"^(src|rules|tests|benches|docs|corpus|\.ci|\.github)/[\w./-]*$").unwrap();
    let mut wrong = Vec::new();
    for document in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"] {
        let text = read(document);
        // what a README says of other people's folders is no path of ours
        let text = text.split_once("\n## Layouts\n").map_or(text.clone(), |(before, after)| {
            format!("{before}{}", after.split_once("\n## ").map_or("", |(_, after)| after))
        });
        let links = link.captures_iter(&text).map(|found| found[1].to_owned()).filter(|to| !to.contains("://"));
        let spans = code.captures_iter(&text).map(|found| found[1].to_owned()).filter(|path| ours.is_match(path));
        for path in links.chain(spans).filter(|path| !root().join(path).exists()) {
            wrong.push(format!("{document}: {path} does not exist"));
        }
    }
    fail(&wrong);
}
