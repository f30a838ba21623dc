//! README.md says what is so: the output that it shows, the commands, the formats, the configuration.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]

use isogloss::config::Config;
use isogloss::layout;
use regex::Regex;
use std::path::Path;
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn readme() -> String {
    std::fs::read_to_string(root().join("README.md")).unwrap().replace("\r\n", "\n")
}

fn stdout(args: &[&str]) -> String {
    let output = Command::new(assert_cmd::cargo::cargo_bin!("isogloss"))
        .args(args)
        .current_dir(root())
        .env("COLUMNS", "100")
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    assert!(output.status.success(), "{args:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// What stands between a line that opens a fence with this info string and the one that closes it.
fn fenced<'a>(text: &'a str, info: &str) -> &'a str {
    let (_, rest) = text.split_once(&format!("\n```{info}\n")).unwrap_or_else(|| panic!("no block of {info}"));
    rest.split_once("\n```\n").unwrap().0
}

/// With `UPDATE_README=1` what is shown is replaced by what is printed for the same places.
#[test]
fn the_output_that_it_shows_is_printed() {
    let printed = stdout(&["check", "corpus"]);
    let printed: Vec<&str> = printed.trim_end().split("\n\n").collect();
    // a part is known by its rule and its page, the summary by standing last
    let page = |part: &str| {
        let (_, place) = part.split_once("─[")?;
        Some((part.lines().next()?.to_owned(), place.split(':').next()?.to_owned()))
    };
    let text = readme();
    let shown = fenced(&text, "text");
    let now: Vec<&str> = shown
        .split("\n\n")
        .map(|part| match page(part) {
            Some(known) => printed.iter().find(|block| page(block).as_ref() == Some(&known)).unwrap_or(&part),
            None if part == "…" => part,
            None => printed[printed.len() - 1],
        })
        .collect();
    let now = now.join("\n\n");
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(root().join("README.md"), text.replace(shown, &now)).unwrap();
    } else {
        assert!(shown == now, "README.md shows\n\n{shown}\n\nbut printed is now\n\n{now}\n\nUPDATE_README=1 mends it");
    }
    for part in now.split("\n\n").filter(|part| *part != "…") {
        assert!(printed.contains(&part), "no longer printed: {part}");
    }
}

#[test]
fn it_lists_the_commands_and_formats_that_there_are() {
    let text = readme();
    let listed = |pattern: &str| -> Vec<String> {
        Regex::new(pattern).unwrap().captures_iter(&text).map(|found| found[1].to_owned()).collect()
    };
    let help = stdout(&["help"]);
    let commands = help.split_once("Commands:\n").unwrap().1.split("\n\n").next().unwrap();
    let commands: Vec<&str> =
        commands.lines().filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help").collect();
    assert_eq!(listed(r"(?m)^\| `isogloss ([a-z]+)"), commands);
    let formats: Vec<&str> = isogloss::report::FORMATS.iter().map(|format| format.name).collect();
    assert_eq!(listed(r"(?m)^\| `([a-z]+)` \| "), formats);
}

#[test]
fn its_configuration_can_be_read() {
    Config::from_text(fenced(&readme(), "toml"), Path::new("isogloss.toml")).unwrap();
}

#[test]
fn the_layouts_that_it_lists_are_found() {
    let text = readme();
    let table = text.split_once("## Layouts\n").unwrap().1.split_once("\n\n| source").unwrap().1;
    let code = Regex::new("`([^`]+)`").unwrap();
    let name_of_a = Regex::new(r"\ba([._-][^/]*)$").unwrap();
    let mut rows = 0;
    for row in table.lines().skip(2).take_while(|line| line.starts_with('|')) {
        let cells: Vec<Vec<&str>> = row
            .split('|')
            .skip(1)
            .map(|cell| code.captures_iter(cell).map(|c| c.get(1).unwrap().as_str()).collect())
            .collect();
        for (at, translation) in cells[1].iter().enumerate() {
            // the sources of a row stand for all of its translations, or there is one for each
            let sources = if cells[0].len() == cells[1].len() { &cells[0][at..=at] } else { &cells[0][..] };
            for source in sources {
                let folder = tempfile::tempdir().unwrap();
                // several pages each: one alone may be a coincidence
                for path in [source, translation] {
                    let other = |name: &str| name_of_a.replace(path, format!("{name}$1")).into_owned();
                    for page in [(*path).to_owned(), other("b"), other("c")] {
                        let file = folder.path().join(page);
                        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
                        std::fs::write(file, "# A\n").unwrap();
                    }
                }
                let found = layout::counterparts(&folder.path().join(translation), &Config::default(), None);
                let group = found.group.unwrap_or_else(|| panic!("{translation} is of no group"));
                let named = |path: &str| Path::new(&found.root).join(path);
                let found = group.source.unwrap_or_else(|| panic!("{translation} has no source"));
                assert_eq!(named(&found.path), folder.path().join(source), "the source of {translation}");
                rows += 1;
            }
        }
    }
    assert!(rows > 10, "only {rows} rows were read");
}
