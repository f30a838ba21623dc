//! Edits of whole blocks, negations and structure.

use super::edit::{Edit, replaced};
use super::text::{Block, Lines, Random, Shape, in_span, pattern};
use regex::Regex;
use std::ops::Range;

fn blocks_of(lines: &Lines<'_>, shape: Shape, words: usize) -> Vec<Block> {
    let all = lines.blocks().into_iter();
    all.filter(|block| block.shape == shape && lines.words(&block.lines) >= words).collect()
}

fn edit(text: String, lines: Range<usize>, old: &str, new: &str) -> Option<Edit> {
    Some(Edit { text, lines, old: old.to_owned(), new: new.to_owned() })
}

/// A block is left out.
pub(crate) fn drop_block(shape: Shape, words: usize, text: &str, random: &mut Random) -> Option<Edit> {
    let lines = Lines::new(text);
    let blocks = blocks_of(&lines, shape, words);
    let mut gone = random.pick(&blocks)?.lines.clone();
    let blank = |at: usize| lines.all.get(at).is_some_and(|line| line.trim().is_empty());
    if blank(gone.end) && gone.start > 0 && blank(gone.start - 1) {
        gone.end += 1;
    }
    let old = lines.all[gone.clone()].join("\n");
    edit(lines.with(gone.clone(), &[]), gone.start.saturating_sub(1)..gone.start + 1, &old, "")
}

/// A block stands twice.
pub(crate) fn duplicate_block(shape: Shape, text: &str, random: &mut Random) -> Option<Edit> {
    let lines = Lines::new(text);
    let blocks = blocks_of(&lines, shape, 8);
    let twice = random.pick(&blocks)?.lines.clone();
    let gap: &[&str] = if shape == Shape::Paragraph { &[""] } else { &[] };
    let new: Vec<&str> = gap.iter().chain(&lines.all[twice.clone()]).copied().collect();
    let end = twice.end + new.len();
    edit(lines.with(twice.end..twice.end, &new), twice.start..end, "", &new.join("\n"))
}

/// A section is left out, its heading first.
pub(crate) fn drop_section(text: &str, random: &mut Random) -> Option<Edit> {
    let lines = Lines::new(text);
    let level = |at: usize| lines.all[at].bytes().take_while(|b| *b == b'#').count();
    let heads: Vec<usize> = blocks_of(&lines, Shape::Heading, 0).iter().map(|block| block.lines.start).collect();
    let from = *random.pick(heads.get(1..)?)?;
    let end = heads.iter().copied().find(|&at| at > from && level(at) <= level(from)).unwrap_or(lines.all.len());
    let old = lines.all[from].to_owned();
    (3..60).contains(&(end - from)).then(|| Edit {
        text: lines.with(from..end, &[]),
        lines: from.saturating_sub(2)..from + 1,
        old,
        new: String::new(),
    })
}

/// A row of a table is left out.
pub(crate) fn drop_row(text: &str, random: &mut Random) -> Option<Edit> {
    let lines = Lines::new(text);
    let tables: Vec<Block> =
        blocks_of(&lines, Shape::Table, 0).into_iter().filter(|table| table.lines.len() >= 4).collect();
    let table = random.pick(&tables)?.lines.clone();
    let row = table.start + 2 + random.below(table.len() - 2);
    edit(lines.with(row..row + 1, &[]), table.start..table.end - 1, lines.all[row], "")
}

/// The words of two neighbouring items change places.
pub(crate) fn swap_items(text: &str, random: &mut Random) -> Option<Edit> {
    let lines = Lines::new(text);
    let number = pattern!(r"\b\d{2,}\b");
    let first = |at: usize| {
        let line = lines.all[at];
        number.find(line).filter(|found| {
            let before = line[..found.start()].chars().next_back();
            let after = line[found.end()..].chars().next();
            let mark = |c: char| matches!(c, '.' | ',' | '-' | '/' | ':');
            !before.is_some_and(mark) && !after.is_some_and(mark) && !in_span(line, &found.range())
        })
    };
    let items: Vec<Range<usize>> = blocks_of(&lines, Shape::Item, 0).into_iter().map(|block| block.lines).collect();
    let pairs = items.windows(2).filter(|pair| pair[0].len() == 1 && pair[0].end == pair[1].start);
    let pairs: Vec<_> = pairs
        .filter_map(|pair| Some((pair[0].start, first(pair[0].start)?, pair[1].start, first(pair[1].start)?)))
        .filter(|(a, x, b, y)| !lines.all[*b].contains(x.as_str()) && !lines.all[*a].contains(y.as_str()))
        .collect();
    let (a, x, b, y) = *random.pick(&pairs)?;
    let one = format!("{}{}{}", &lines.all[a][..x.start()], y.as_str(), &lines.all[a][x.end()..]);
    let two = format!("{}{}{}", &lines.all[b][..y.start()], x.as_str(), &lines.all[b][y.end()..]);
    edit(lines.with(a..b + 1, &[&one, &two]), a..b + 1, x.as_str(), y.as_str())
}

/// A paragraph or item still is the source's text.
pub(crate) fn untranslated(text: &str, source: &str, random: &mut Random) -> Option<Edit> {
    let (ours, theirs) = (Lines::new(source), Lines::new(text));
    let (s, t) = (ours.blocks(), theirs.blocks());
    if s.len() != t.len() || s.iter().zip(&t).any(|(a, b)| a.shape != b.shape) {
        return None;
    }
    let fits = |(a, b): &(&Block, &Block)| {
        matches!(b.shape, Shape::Paragraph | Shape::Item)
            && theirs.words(&b.lines) >= 10
            && ours.all[a.lines.clone()] != theirs.all[b.lines.clone()]
    };
    let pairs: Vec<_> = s.iter().zip(&t).filter(fits).collect();
    let (a, b) = random.pick(&pairs)?;
    let new = &ours.all[a.lines.clone()];
    let lines = b.lines.start..b.lines.start + new.len();
    edit(theirs.with(b.lines.clone(), new), lines, theirs.all[b.lines.start], new[0])
}

/// A heading goes one level down.
pub(crate) fn heading_level(text: &str, random: &mut Random) -> Option<Edit> {
    let lines = Lines::new(text);
    let deep = |block: &Block| lines.all[block.lines.start].starts_with("##");
    let heads: Vec<Block> = blocks_of(&lines, Shape::Heading, 0).into_iter().filter(deep).collect();
    let at = random.pick(&heads)?.lines.start;
    Some(replaced(&lines, at, 0..0, "#"))
}

/// A negation is lost.
pub(crate) fn drop_negation(locale: &str, text: &str, random: &mut Random) -> Option<Edit> {
    let rules: [(&Regex, &str); 4] = match locale {
        "de-de" => [
            (pattern!(r" nicht\b"), ""),
            (pattern!(r"\bkeine\b"), "eine"),
            (pattern!(r"\bkeinen\b"), "einen"),
            (pattern!(r"\bkein\b"), "ein"),
        ],
        _ => [
            (pattern!(r" niet\b"), ""),
            (pattern!(r"\bgeen\b"), "een"),
            (pattern!(r"\bNiet\b"), "Wel"),
            (pattern!(r"\bGeen\b"), "Een"),
        ],
    };
    let lines = Lines::new(text);
    let mut found = Vec::new();
    for at in lines.prose() {
        let line = lines.all[at];
        for (cue, new) in rules {
            let places: Vec<Range<usize>> = cue.find_iter(line).map(|found| found.range()).collect();
            if let [place] = &places[..]
                && !in_span(line, place)
            {
                found.push((at, place.clone(), new));
            }
        }
    }
    let (at, place, new) = random.pick(&found)?.clone();
    Some(replaced(&lines, at, place, new))
}

/// What is affirmed is negated.
pub(crate) fn add_negation(locale: &str, text: &str, random: &mut Random) -> Option<Edit> {
    let (words, cue) = match locale {
        "de-de" => (pattern!(r" (unterstützt|erforderlich|verfügbar|aktiviert|möglich|benötigt)\b"), "nicht "),
        _ => (pattern!(r" (ondersteund|vereist|beschikbaar|ingeschakeld|mogelijk|nodig)\b"), "niet "),
    };
    let negated = pattern!(r"(?i)\b(nicht|kein\w*|niet|geen|ohne|zonder)\b");
    let lines = Lines::new(text);
    let mut found = Vec::new();
    for at in lines.prose() {
        let line = lines.all[at];
        if !negated.is_match(line) && !line.starts_with('#') {
            found.extend(words.captures_iter(line).filter_map(|all| Some((at, all.get(1)?.start()))));
        }
    }
    let (at, place) = *random.pick(&found)?;
    Some(replaced(&lines, at, place..place, cue))
}
