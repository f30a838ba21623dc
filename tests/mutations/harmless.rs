//! Edits that change no fact: what is reported after them is noise.

use super::text::{Lines, Shape, pattern};
use regex::{Captures, Regex};

/// A way to write the same.
pub(crate) struct Harmless {
    pub(crate) name: &'static str,
    /// The page written so; `None` where it has nothing to write so.
    pub(crate) rewrite: fn(&str) -> Option<String>,
}

/// The edits, each made throughout a page.
pub(crate) const HARMLESS: &[Harmless] = &[
    Harmless { name: "CRLF", rewrite: |text| Some(text.replace('\n', "\r\n")) },
    Harmless { name: "byte order mark", rewrite: |text| Some(format!("\u{feff}{text}")) },
    Harmless { name: "blanks at line ends", rewrite: |text| prose(text, |line| Some(format!("{line} "))) },
    Harmless { name: "lines wrapped", rewrite: wrapped },
    Harmless {
        name: "other bullets",
        rewrite: |text| sub(text, pattern!(r"^(\s*)- "), |all| format!("{}* ", &all[1])),
    },
    Harmless {
        name: "no-break blank before units",
        rewrite: |text| {
            sub(text, pattern!(r"(\d) (GB|MB|KB|Minuten|minuten|Tage|dagen)"), |all| {
                format!("{}\u{a0}{}", &all[1], &all[2])
            })
        },
    },
    Harmless {
        name: "no blank before units",
        rewrite: |text| sub(text, pattern!(r"(\d) (GB|MB|KB|%)"), |all| format!("{}{}", &all[1], &all[2])),
    },
    Harmless {
        name: "no grouping",
        rewrite: |text| {
            sub(text, pattern!(r"( \d{1,3})\.(\d{3})( )"), |all| format!("{}{}{}", &all[1], &all[2], &all[3]))
        },
    },
    Harmless {
        name: "grouping by a blank",
        rewrite: |text| {
            sub(text, pattern!(r"( \d{1,3})\.(\d{3})( )"), |all| format!("{}\u{a0}{}{}", &all[1], &all[2], &all[3]))
        },
    },
    Harmless {
        name: "ranges with a dash",
        rewrite: |text| sub(text, pattern!(r"( \d{4,5})-(\d{4,5} )"), |all| format!("{}–{}", &all[1], &all[2])),
    },
    Harmless {
        name: "ranges in words",
        rewrite: |text| {
            let to = if text.contains(" und ") { "bis" } else { "tot en met" };
            sub(text, pattern!(r"( \d{4,5})-(\d{4,5} )"), |all| format!("{} {to} {}", &all[1], &all[2]))
        },
    },
    Harmless {
        name: "small numbers in words",
        rewrite: |text| {
            let words = if text.contains(" und ") { ["zwei", "drei", "vier"] } else { ["twee", "drie", "vier"] };
            sub(text, pattern!(r" ([234]) ([a-zäöü]{4})"), |all| {
                let value: usize = all[1].parse().unwrap();
                format!(" {} {}", words[value - 2], &all[2])
            })
        },
    },
    Harmless {
        name: "other emphasis",
        rewrite: |text| sub(text, pattern!(r"\*\*([^*]+)\*\*"), |all| format!("__{}__", &all[1])),
    },
    Harmless {
        name: "escaped stops",
        rewrite: |text| sub(text, pattern!(r"^(\p{L}[^|`<\[]*[^\d])\.$"), |all| format!("{}\\.", &all[1])),
    },
    Harmless {
        name: "explicit links",
        rewrite: |text| sub(text, pattern!(r"\]\(([a-z-]+\.md)\)"), |all| format!("](./{})", &all[1])),
    },
    Harmless {
        name: "tildes for backticks",
        rewrite: |text| text.contains("\n```").then(|| text.replace("\n```", "\n~~~")),
    },
];

/// Rewrites the lines that are neither front matter nor code.
fn prose(text: &str, rewrite: impl Fn(&str) -> Option<String>) -> Option<String> {
    let lines = Lines::new(text);
    let prose = lines.prose();
    let mut changed = false;
    let new: Vec<String> = lines
        .all
        .iter()
        .enumerate()
        .map(|(at, line)| {
            let new = if prose.contains(&at) && !line.is_empty() { rewrite(line) } else { None };
            changed |= new.as_ref().is_some_and(|new| new != line);
            new.unwrap_or_else(|| (*line).to_owned())
        })
        .collect();
    changed.then(|| new.join("\n"))
}

fn sub(text: &str, pattern: &Regex, new: impl Fn(&Captures<'_>) -> String) -> Option<String> {
    prose(text, |line| Some(pattern.replace_all(line, &new).into_owned()))
}

/// Each paragraph on lines of its own, broken at blanks outside code, links and tags.
fn wrapped(text: &str) -> Option<String> {
    let lines = Lines::new(text);
    let paragraphs: Vec<usize> = lines
        .blocks()
        .into_iter()
        .filter(|block| block.shape == Shape::Paragraph && block.lines.len() == 1)
        .map(|block| block.lines.start)
        .collect();
    let mut out = Vec::new();
    for (at, line) in lines.all.iter().enumerate() {
        let simple = paragraphs.contains(&at) && line.len() > 120 && !line.contains(['`', '[', '<', '|']);
        let middle = line.len() / 2;
        let gap = line.bytes().skip(middle).position(|b| b == b' ').filter(|_| simple).map(|gap| middle + gap);
        // a line that begins with a number and a stop would be an item
        let gap = gap.filter(|gap| line[gap + 1..].starts_with(char::is_alphabetic));
        match gap {
            Some(gap) => out.extend([&line[..gap], &line[gap + 1..]]),
            None => out.push(line),
        }
    }
    (out.len() > lines.all.len()).then(|| out.join("\n"))
}
