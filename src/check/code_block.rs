//! `drift/code-block`: code that differs from the source line by line. Comments, messages and placeholders may be translated.

use super::rules;
use super::view::{Bead, Finding, Pair, View, quote};
use super::{Diagnostic, Findings, Severity};
use crate::facts;
use crate::parse::{Block, BlockId};
use crate::text::Span;

/// Words that mean something to a program and are no language.
const LITERALS: [&str; 12] =
    ["true", "false", "yes", "no", "on", "off", "null", "none", "enabled", "disabled", "allow", "deny"];
/// Lines of a block past this many are not told apart line by line.
const LINES_MOST: usize = 2_000;
/// Nor are those of further blocks when the lines of a page have been held against each other this many times.
const CELLS_MOST: usize = 20_000_000;

/// How often lines may still be held against each other.
pub(super) struct Cells(usize);

impl Cells {
    /// What a page is worth.
    pub(super) fn new() -> Self {
        Self(CELLS_MOST)
    }

    fn take(&mut self, ours: usize, theirs: usize) -> bool {
        let wanted = if ours == theirs { ours } else { ours * theirs };
        let enough = wanted <= self.0;
        if enough {
            self.0 -= wanted;
        }
        enough
    }
}

/// Compares the code blocks that are aligned one to one.
pub(super) struct Rule<'p> {
    pair: &'p Pair<'p>,
    cells: Cells,
}

impl<'p> Rule<'p> {
    pub(super) fn new(pair: &'p Pair<'p>) -> Self {
        Self { pair, cells: Cells::new() }
    }

    pub(super) fn check(&mut self, bead: &Bead<'_>, out: &mut Findings<'_>) {
        let Bead { link, s, t, .. } = *bead;
        language(self.pair, s, t, link.confidence, out);
        let (ours, theirs) = bead.texts(self.pair);
        if ours != theirs {
            block(self.pair, s, t, link.confidence, &mut self.cells, out);
        }
    }
}

/// Names that a code block's language goes by.
const SAME_LANGUAGE: [&[&str]; 10] = [
    &["sh", "bash", "shell", "zsh", "console", "shell-session", "shellsession", "terminal"],
    &["text", "txt", "plain", "plaintext", "output", "none", "console", "log"],
    &["yaml", "yml"],
    &["js", "javascript", "jsx", "mjs", "node"],
    &["ts", "typescript", "tsx"],
    &["py", "python", "python3"],
    &["powershell", "ps1", "ps", "pwsh", "posh"],
    &["json", "jsonc", "json5"],
    &["html", "xml", "xhtml", "svg", "markup"],
    &["cs", "csharp", "c#", "c"],
];

/// Reports a block that is marked as code of another language than in the source.
fn language(pair: &Pair<'_>, s: &Block, t: &Block, confidence: f32, out: &mut Findings<'_>) {
    let (Some(origin), Some(place)) = (s.info(), t.info()) else { return };
    fn name(page: &View<'_>, info: Span) -> String {
        let info = &page.text[info.range()];
        info.split(|c: char| c.is_whitespace() || matches!(c, ',' | '{' | ':')).next().unwrap_or("").to_lowercase()
    }
    let (ours, theirs) = (name(pair.source, origin), name(pair.translation, place));
    let same = ours == theirs
        || SAME_LANGUAGE.iter().any(|names| names.contains(&ours.as_str()) && names.contains(&theirs.as_str()));
    if same || ours.is_empty() || theirs.is_empty() {
        return;
    }
    let message = format!("code is marked as {} and as {} in the source", quote(&theirs), quote(&ours));
    let finding = Finding::new(rules::DRIFT_CODE_BLOCK, pair.translation, place, message).severity(Severity::Warning);
    let finding = finding.fact("code-block", theirs, Some(ours)).source(pair.source, origin);
    out.push(finding.confidence(confidence).done());
}

/// Whether two code blocks say the same but for what may be translated.
pub(super) fn agree(pair: &Pair<'_>, source: BlockId, translation: BlockId, cells: &mut Cells) -> bool {
    let mut found = Findings::default();
    block(pair, pair.source.block(source), pair.translation.block(translation), 1.0, cells, &mut found);
    found.shown.is_empty()
}

#[derive(Clone, Copy)]
struct Line<'a> {
    text: &'a str,
    /// What a compiler reads of it: without comment and blanks around.
    code: &'a str,
    start: u32,
}

fn lines<'a>(pair_text: &'a str, base: u32) -> Vec<Line<'a>> {
    let mut at = base;
    let mut all = Vec::new();
    for raw in pair_text.split_inclusive('\n') {
        let text = raw.trim_end();
        let code = without_comment(text).trim();
        if !code.is_empty() {
            all.push(Line { text: text.trim_start(), code, start: at + (text.len() - text.trim_start().len()) as u32 });
        }
        at += raw.len() as u32;
    }
    all
}

/// How many lines of a text have code.
fn code_lines(text: &str) -> usize {
    let has_code = |line: &&str| {
        let begin = line.trim_start();
        !begin.is_empty() && (!begin.starts_with(COMMENT_BEGINS) || !without_comment(line.trim_end()).trim().is_empty())
    };
    text.split_inclusive('\n').filter(has_code).count()
}

/// The lines of two blocks between those that both begin and end with.
struct Differing<'a> {
    ours: Vec<Line<'a>>,
    theirs: Vec<Line<'a>>,
    /// How many bytes both begin with.
    head: usize,
    /// How many lines of code both begin and end with.
    around: usize,
}

/// Takes two blocks apart, each with the place where it begins. Mostly few of their lines differ, and the others need only be counted.
fn differing<'a>((ours, s): (&'a str, u32), (theirs, t): (&'a str, u32)) -> Differing<'a> {
    let (a, b) = (ours.as_bytes(), theirs.as_bytes());
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let head = memchr::memrchr(b'\n', &a[..same]).map_or(0, |at| at + 1);
    let same = a[head..].iter().rev().zip(b[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let tail = memchr::memchr(b'\n', &a[a.len() - same..]).map_or(0, |at| same - at - 1);
    let from = |text: &'a str, base: u32, end: usize| lines(&text[head..end], base + head as u32);
    let (one, two) = (from(ours, s, a.len() - tail), from(theirs, t, b.len() - tail));
    let around = code_lines(&ours[..head]);
    // as many lines answer each other one by one; else those at the end belong to the search
    if one.len() == two.len() {
        Differing { ours: one, theirs: two, head, around: around + code_lines(&ours[a.len() - tail..]) }
    } else {
        Differing { ours: from(ours, s, a.len()), theirs: from(theirs, t, b.len()), head, around }
    }
}

/// What comments begin with.
const COMMENT_BEGINS: [char; 12] = ['#', '/', '-', ';', '<', '*', 'R', 'r', ':', '%', '\'', '"'];

/// A line up to its comment, in any of the usual languages.
fn without_comment(line: &str) -> &str {
    let trimmed = line.trim_start();
    let whole = ["#", "//", "--", ";", "<!--", "/*", "*", "REM ", "rem ", "::", "%", "'", "\"\"\"", "<#"];
    // most lines begin with a letter
    if trimmed.starts_with(COMMENT_BEGINS)
        && whole.iter().any(|mark| trimmed.starts_with(mark))
        && !trimmed.starts_with("#!")
        && !trimmed.starts_with("#include")
        && !trimmed.starts_with("--%")
    {
        return "";
    }
    // and have no mark behind a blank
    let may_be = |two: &[u8]| matches!(two, [b' ' | b'\t', b'#' | b'/'] | [b' ', b'-' | b'<']);
    if !line.as_bytes().windows(2).any(may_be) {
        return line;
    }
    for mark in [" #", "\t#", " //", "\t//", " -- ", " <!--", " /*"] {
        if let Some(at) = line.find(mark) {
            let before = &line[..at];
            if before.matches('"').count().is_multiple_of(2) && before.matches('\'').count().is_multiple_of(2) {
                return before;
            }
        }
    }
    line
}

fn block(pair: &Pair<'_>, s: &Block, t: &Block, confidence: f32, cells: &mut Cells, out: &mut Findings<'_>) {
    let (s_text, t_text) = (pair.source.document.block_text(s), pair.translation.document.block_text(t));
    let Differing { ours, theirs, head, around } = differing((s_text, s.text.start), (t_text, t.text.start));
    let (n, m) = (ours.len(), theirs.len());
    if n.max(m) + around > LINES_MOST || !cells.take(n, m) {
        return;
    }
    let pairs = align_lines(&ours, &theirs);
    let equal = |(a, b): &&(Option<usize>, Option<usize>)| matches!((a, b), (Some(a), Some(b)) if ours[*a].code == theirs[*b].code);
    let (same, all) = (pairs.iter().filter(equal).count() + around, pairs.len() + around);
    // where nearly all lines are the source's own, nobody translated this block, and any difference is a slip
    let verbatim = same + 2 >= all || same * 10 >= all * 8;
    for (a, b) in pairs {
        match (a, b) {
            (Some(a), Some(b)) => {
                if let Some(severity) = difference(ours[a].code, theirs[b].code, verbatim) {
                    let span = |view: &super::View<'_>, line: &Line<'_>| {
                        view.document.span(line.start..line.start + line.text.len() as u32)
                    };
                    let (place, origin) = (span(pair.translation, &theirs[b]), span(pair.source, &ours[a]));
                    let message =
                        format!("code `{}` is `{}` in the source", quote(theirs[b].code), quote(ours[a].code));
                    out.push(
                        Finding::new(rules::DRIFT_CODE_BLOCK, pair.translation, place, message)
                            .severity(severity)
                            .fact("code-block", theirs[b].code, Some(ours[a].code.to_owned()))
                            .source(pair.source, origin)
                            .confidence(confidence)
                            .done(),
                    );
                }
            }
            (Some(a), None) if verbatim => {
                let beside = theirs.get(a).or(theirs.last()).copied();
                let beside = beside.or_else(|| lines(&t_text[..head], t.text.start).pop());
                let place = beside.map_or(pair.translation.first_line(t), |line| {
                    pair.translation.document.span(line.start..line.start + line.text.len() as u32)
                });
                let message = format!("code `{}` of the source is missing", quote(ours[a].code));
                out.push(side(
                    pair,
                    place,
                    message,
                    ours[a].code,
                    Some(pair.source.document.span(ours[a].start..ours[a].start + ours[a].text.len() as u32)),
                    confidence,
                ));
            }
            (None, Some(b)) if verbatim => {
                let place =
                    pair.translation.document.span(theirs[b].start..theirs[b].start + theirs[b].text.len() as u32);
                out.push(side(
                    pair,
                    place,
                    format!("code `{}` is not in the source", quote(theirs[b].code)),
                    theirs[b].code,
                    None,
                    confidence,
                ));
            }
            _ => {}
        }
    }
}

fn side(
    pair: &Pair<'_>,
    place: Span,
    message: String,
    value: &str,
    source: Option<Span>,
    confidence: f32,
) -> Diagnostic {
    let finding = Finding::new(rules::DRIFT_CODE_BLOCK, pair.translation, place, message)
        .severity(Severity::Warning)
        .fact("code-block", value, None)
        .confidence(confidence);
    match source {
        Some(span) => finding.source(pair.source, span).done(),
        None => finding.done(),
    }
}

/// Pairs lines: equal ones in their longest common run, those between by position.
fn align_lines(ours: &[Line<'_>], theirs: &[Line<'_>]) -> Vec<(Option<usize>, Option<usize>)> {
    if ours.len() == theirs.len() {
        return (0..ours.len()).map(|at| (Some(at), Some(at))).collect();
    }
    let (n, m) = (ours.len(), theirs.len());
    let mut length = vec![0u32; (n + 1) * (m + 1)];
    for a in (0..n).rev() {
        for b in (0..m).rev() {
            length[a * (m + 1) + b] = if ours[a].code == theirs[b].code {
                length[(a + 1) * (m + 1) + b + 1] + 1
            } else {
                length[(a + 1) * (m + 1) + b].max(length[a * (m + 1) + b + 1])
            };
        }
    }
    let (mut a, mut b) = (0, 0);
    let mut out = Vec::new();
    let (mut gap_a, mut gap_b) = (0, 0);
    loop {
        let ended = a == n || b == m;
        if ended || ours[a].code == theirs[b].code {
            let (end_a, end_b) = if ended { (n, m) } else { (a, b) };
            let (left, right) = (end_a - gap_a, end_b - gap_b);
            for at in 0..left.max(right) {
                out.push(((at < left).then_some(gap_a + at), (at < right).then_some(gap_b + at)));
            }
            if ended {
                return out;
            }
            out.push((Some(a), Some(b)));
            a += 1;
            b += 1;
            (gap_a, gap_b) = (a, b);
        } else if length[(a + 1) * (m + 1) + b] >= length[a * (m + 1) + b + 1] {
            a += 1;
        } else {
            b += 1;
        }
    }
}

/// How wrong a line is that differs; `None` where a translator may have written it.
fn difference(ours: &str, theirs: &str, verbatim: bool) -> Option<Severity> {
    if ours == theirs {
        return None;
    }
    let tokens = |line: &'_ str| {
        line.split(|c: char| !c.is_alphanumeric() && c != '_')
            .filter(|token| !token.is_empty())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let (a, b) = (tokens(ours), tokens(theirs));
    // a drawing of folders says in words what is in them
    let drawn = ours.contains(['├', '└', '│']);
    if a == b {
        // marks and blanks: a quotation mark may be the language's, anything else is rare
        let marks = |line: &str| {
            line.chars()
                .filter(|c| {
                    !c.is_alphanumeric()
                        && !c.is_whitespace()
                        && !matches!(c, '"' | '\'' | '“' | '”' | '„' | '’' | '‘' | '«' | '»')
                })
                .collect::<String>()
        };
        // but where no word was touched, no message was translated, and a compiler takes straight ones only
        let curled = ours.contains('"') && theirs.matches('"').count() < ours.matches('"').count();
        return ((marks(ours) != marks(theirs) || curled) && verbatim).then_some(Severity::Warning);
    }
    // a section of a configuration file is its program's word: `[Time]`
    let section = |line: &str| line.starts_with('[') && line.ends_with(']');
    if verbatim && section(ours) && section(theirs) {
        return Some(Severity::Error);
    }
    let changed: Vec<(&String, &String)> = a.iter().zip(&b).filter(|(x, y)| x != y).collect();
    if a.len() == b.len() && changed.len() == 1 {
        let (x, y) = changed[0];
        let literal = |word: &str| LITERALS.iter().any(|literal| literal.eq_ignore_ascii_case(word));
        if literal(x) && literal(y) && !x.eq_ignore_ascii_case(y) {
            return Some(Severity::Error);
        }
        let digits = x.bytes().any(|c| c.is_ascii_digit()) || y.bytes().any(|c| c.is_ascii_digit());
        if (verbatim && !drawn && (facts::near_miss(x, y) || x.len() <= 3)) || (digits && !same_placeholder(ours)) {
            return Some(Severity::Error);
        }
        let name = super::drift::looks_like_code(x) && super::drift::looks_like_code(y) && facts::near_miss(x, y);
        return name.then_some(Severity::Error);
    }
    None
}

/// Whether a line holds a placeholder, which a translator fills as the language wants.
fn same_placeholder(line: &str) -> bool {
    line.contains(['<', '{', '['])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_no_code() {
        assert_eq!(without_comment("  # say hello"), "");
        assert_eq!(without_comment("echo hi  # say hello").trim(), "echo hi");
        assert_eq!(without_comment("echo '#1 # two'"), "echo '#1 # two'");
        assert_eq!(without_comment("curl https://example.com"), "curl https://example.com");
    }

    #[test]
    fn slips_differ_and_translated_messages_do_not() {
        assert_eq!(difference("Get-Service wuauserv", "Get-Service wuauserf", true), Some(Severity::Error));
        assert_eq!(difference("echo \"Installation finished\"", "echo \"Installatie voltooid\"", false), None);
        assert_eq!(difference("timeout = 30", "timeout = 35", false), Some(Severity::Error));
    }
}
