//! Edits of a word: what a slip of the hand or a tool makes of a value.

use super::text::{Lines, Random, in_span, pattern};
use regex::{Captures, Regex};
use std::ops::Range;

/// A page that was edited.
#[derive(Debug)]
pub(crate) struct Edit {
    pub(crate) text: String,
    /// The lines that changed, in the new text.
    pub(crate) lines: Range<usize>,
    pub(crate) old: String,
    pub(crate) new: String,
}

/// The page with a part of a line replaced.
pub(crate) fn replaced(lines: &Lines<'_>, at: usize, part: Range<usize>, new: &str) -> Edit {
    let line = lines.all[at];
    let changed = format!("{}{new}{}", &line[..part.start], &line[part.end..]);
    Edit {
        text: lines.with(at..at + 1, &[&changed]),
        lines: at..at + 1,
        old: line[part].to_owned(),
        new: new.to_owned(),
    }
}

/// Where a value is sought.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Where {
    /// Anywhere but in fenced code.
    Prose,
    /// In neither code spans, targets nor comments.
    Plain,
    /// In the front matter.
    Front,
    /// In fenced code.
    Fence,
}

/// A kind of value and what becomes of it.
struct Token {
    name: &'static str,
    /// The first group is the value.
    pattern: &'static Regex,
    place: Where,
    /// Whether the source must say the very same value.
    shared: bool,
    change: fn(&str, &mut Random) -> Option<String>,
}

/// The edits of a word.
fn tokens() -> Vec<Token> {
    let token = |name, pattern, place, shared, change| Token { name, pattern, place, shared, change };
    let (prose, plain) = (Where::Prose, Where::Plain);
    vec![
        token("port", pattern!(r"(?i)\b(?:tcp/|udp/|poort|ports?|poorten)[ -]?(\d{2,5})\b"), prose, true, digit),
        token("port-range", pattern!(r"\b(\d{4,5}-\d{4,5})\b"), prose, true, digit),
        token("domain", pattern!(r"((?:[a-z0-9-]+\.)+(?:com|net|us))\b"), prose, true, domain),
        token("domain-wildcard", pattern!(r"(\*\.)[a-z]"), prose, true, |_, _| Some(String::new())),
        token("provider", pattern!(r"(Microsoft\.[A-Z][A-Za-z]+)"), prose, true, letter),
        token("provider-split", pattern!(r"Microsoft(\.)[A-Z]"), plain, true, |_, _| Some(". ".to_owned())),
        token("link-target", pattern!(r"[^!]\[[^\]]*\]\(([^)#\s]{6,})"), prose, true, letter),
        token("link-fragment", pattern!(r"\]\([^)#\s]*#([^)\s]{3,})\)"), prose, true, letter),
        token("image-target", pattern!(r"!\[[^\]]*\]\(([^)\s]+)\)"), prose, true, letter),
        token("include-target", pattern!(r"(?i)\[!INCLUDE ?\[[^\]]*\]\(([^)\s]+)\)"), prose, true, letter),
        token("code-span", pattern!(r"`([^`]{4,})`"), prose, true, letter),
        token("code-block", pattern!(r#"^\s*([^#/\s<"{}\[\]-][^#/]{6,})$"#), Where::Fence, true, letter),
        token("guid", pattern!(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"), prose, true, digit),
        token("oid", pattern!(r"\b(\d(?:\.\d+){5,})\b"), prose, true, digit),
        token("address", pattern!(r"\b(\d+\.\d+\.\d+\.\d+)\b"), prose, true, digit),
        token("version", pattern!(r"(?i)\bversie?i?on(?:en|s)? (\d{4})\b|\bversie (\d{4})\b"), prose, true, digit),
        token("version-dotted", pattern!(r"\b(\d+\.\d+\.\d{3,}(?:\.\d+)*)\b"), prose, true, digit),
        token("version-comma", pattern!(r"TLS \d(\.)\d\b"), plain, true, |_, _| Some(",".to_owned())),
        token("error-code", pattern!(r"(0x[0-9a-fA-F]{8})"), prose, true, digit),
        token("number-large", pattern!(r"(?:^|[ (])(\d{1,3}(?:[.]\d{3})+|\d{3,})(?:[ ).]|$)"), plain, false, digit),
        token("number-small", pattern!(r"[ (](\d{1,2}) [a-zA-Z]"), plain, true, digit),
        token("number-decimal", pattern!(r"[ (](\d+,\d+) "), plain, false, digit),
        token("per-cent", pattern!(r"\b(\d+) ?%"), plain, true, digit),
        token("number-word", pattern!(NUMBER_WORDS), plain, false, number_word),
        token("unit", pattern!(UNITS), plain, false, unit),
        token(
            "date",
            pattern!(r"\b(\d{1,2})\.? (?:januari|maart|mei|juni|oktober|Januar|März|Mai|Juni|Oktober)\b"),
            plain,
            true,
            digit,
        ),
        token("time", pattern!(r"\b\d{2}:(\d{2})\b"), plain, true, |s, random| other(s, &["15", "45", "05"], random)),
        token("comment-id", pattern!(r"<!-- ?(\d{5,}) ?-->"), prose, true, digit),
        token("alert-type", pattern!(r"\[!(NOTE|TIP|WARNING|IMPORTANT|CAUTION)\]"), prose, true, alert),
        token("front-matter", pattern!(r"^ms\.(?:service|topic): (\S+)"), Where::Front, true, letter),
    ]
}

const NUMBER_WORDS: &str = r"\b(twee|drie|vijf|zes|zeven|zwei|drei|fünf|sechs|sieben)\b";
const UNITS: &str = r"\d ?(Minuten|Stunden|Tagen?|Sekunden|minuten|dagen|seconden|MB|GB|KB)\b";

/// The names of the edits of a word.
pub(crate) fn names() -> Vec<&'static str> {
    tokens().iter().map(|token| token.name).collect()
}

/// Makes the edit of that name in a page, if there is a place for it.
pub(crate) fn token(name: &str, text: &str, source: &str, random: &mut Random) -> Option<Edit> {
    let token = tokens().into_iter().find(|token| token.name == name)?;
    let lines = Lines::new(text);
    let prose = lines.prose();
    let sought: Vec<usize> = match token.place {
        Where::Front => (0..lines.body).collect(),
        Where::Fence => {
            let code = |at: &usize| !prose.contains(at) && !lines.all[*at].trim_start().starts_with("```");
            (lines.body..lines.all.len()).filter(code).collect()
        }
        Where::Prose | Where::Plain => prose,
    };
    let mut found = Vec::new();
    for at in sought {
        let line = lines.all[at];
        for all in token.pattern.captures_iter(line) {
            let Some(value) = group(&all) else { continue };
            let missing = token.shared && !source.contains(&line[value.clone()]);
            if missing || token.place == Where::Plain && in_span(line, &value) {
                continue;
            }
            found.push((at, value));
        }
    }
    let (at, value) = random.pick(&found)?.clone();
    let new = (token.change)(&lines.all[at][value.clone()], random)?;
    Some(replaced(&lines, at, value, &new))
}

/// The group that took part.
fn group(all: &Captures<'_>) -> Option<Range<usize>> {
    (1..all.len()).find_map(|at| all.get(at)).map(|found| found.range())
}

/// Another of several texts.
fn other(old: &str, all: &[&str], random: &mut Random) -> Option<String> {
    let all: Vec<&&str> = all.iter().filter(|new| **new != old).collect();
    random.pick(&all).map(|new| (**new).to_owned())
}

/// One digit becomes another; the first of a number does not become nought.
fn digit(old: &str, random: &mut Random) -> Option<String> {
    let places: Vec<usize> = old.bytes().enumerate().filter(|(_, b)| b.is_ascii_digit()).map(|(at, _)| at).collect();
    let at = *random.pick(&places)?;
    let first = at == 0 || !old.as_bytes()[at - 1].is_ascii_digit();
    let digits = if first { "123456789" } else { "0123456789" };
    let digits: Vec<&str> = digits.split("").filter(|new| !new.is_empty() && *new != &old[at..at + 1]).collect();
    let new = random.pick(&digits)?;
    Some(format!("{}{new}{}", &old[..at], &old[at + 1..]))
}

/// One letter becomes another.
fn letter(old: &str, random: &mut Random) -> Option<String> {
    let stem = old.rfind('.').filter(|dot| old.len() - dot < 5).unwrap_or(old.len());
    let stem = if old.starts_with("Microsoft.") { old.len() } else { stem };
    let letters: Vec<usize> =
        old.bytes().take(stem).enumerate().filter(|(_, b)| b.is_ascii_alphabetic()).map(|(at, _)| at).collect();
    let at = *random.pick(&letters)?;
    let letters: Vec<char> =
        "bcdfgklmnprst".chars().filter(|new| !old[at..].to_ascii_lowercase().starts_with(*new)).collect();
    let new = *random.pick(&letters)?;
    let new = if old.as_bytes()[at].is_ascii_uppercase() { new.to_ascii_uppercase() } else { new };
    Some(format!("{}{new}{}", &old[..at], &old[at + 1..]))
}

fn domain(old: &str, random: &mut Random) -> Option<String> {
    let (name, top) = old.rsplit_once('.')?;
    Some(format!("{}.{top}", letter(&format!("{name}."), random)?.trim_end_matches('.')))
}

fn alert(old: &str, random: &mut Random) -> Option<String> {
    other(old, &["NOTE", "TIP", "WARNING"], random)
}

fn number_word(old: &str, random: &mut Random) -> Option<String> {
    let dutch = ["twee", "drie", "vijf", "zes", "zeven"];
    let german = ["zwei", "drei", "fünf", "sechs", "sieben"];
    other(old, if german.contains(&old) { &german } else { &dutch }, random)
}

fn unit(old: &str, _: &mut Random) -> Option<String> {
    let new = match old {
        "Minuten" => "Stunden",
        "Stunden" | "Sekunden" => "Minuten",
        "Tage" | "Tagen" => "Wochen",
        "minuten" => "dagen",
        "dagen" | "seconden" => "minuten",
        "GB" => "MB",
        _ => "GB",
    };
    Some(new.to_owned())
}
