//! Where sentences end.

use super::lexicon::Lexicon;
use std::ops::Range;

/// The sentences of `text`, blanks around them left out. One ends at a line end, and at `.`, `!`, `?` or `:` when a blank and then
/// a capital letter, a digit or an opening mark follow, but not behind an abbreviation or an ordinal.
pub fn sentences<'a>(text: &'a str, lexicon: &'a Lexicon) -> impl Iterator<Item = Range<usize>> + 'a {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < text.len() {
            let start = at;
            at = next_end(text, start, lexicon);
            let body = text[start..at].trim_start();
            let from = at - body.len();
            let body = body.trim_end();
            if !body.is_empty() {
                return Some(from..from + body.len());
            }
        }
        None
    })
}

/// The end of the sentence that goes on at `start`.
fn next_end(text: &str, start: usize, lexicon: &Lexicon) -> usize {
    let bytes = text.as_bytes();
    let mut from = start;
    loop {
        let stop = memchr::memchr3(b'.', b'!', b'?', &bytes[from..]).map_or(text.len(), |found| from + found);
        if let Some(other) = memchr::memchr2(b'\n', b':', &bytes[from..stop]).map(|found| from + found) {
            if bytes[other] == b'\n' || ends_sentence(text, start, other) {
                return other + 1;
            }
            from = other + 1;
            continue;
        }
        if stop == text.len() {
            return stop;
        }
        // Closing marks belong to the sentence that they end.
        let tail = text[stop + 1..]
            .chars()
            .take_while(|c| matches!(c, '.' | '!' | '?' | '"' | '\'' | ')' | ']' | '*' | '_' | '”' | '’' | '“' | '»'));
        let end = stop + 1 + tail.map(char::len_utf8).sum::<usize>();
        if ends_sentence(text, start, end - 1) && (bytes[stop] != b'.' || !goes_on(text, start, stop, lexicon)) {
            return end;
        }
        from = end;
    }
}

/// Whether what follows the byte at `mark` looks like the beginning of a sentence.
fn ends_sentence(text: &str, start: usize, mark: usize) -> bool {
    let mut after = mark + 1;
    while !text.is_char_boundary(after) {
        after += 1;
    }
    let rest = &text[after..];
    let next = rest.trim_start_matches([' ', '\t', '\u{a0}', '\r']);
    next.len() < rest.len()
        && mark > start
        && next.chars().next().is_none_or(|c| {
            c.is_uppercase()
                || c.is_numeric()
                || c == '\n'
                || matches!(c, '"' | '\'' | '“' | '„' | '‘' | '«' | '»' | '(' | '[' | '*' | '_' | '`' | '¿' | '¡')
        })
}

/// Whether the full stop at `stop` belongs to an abbreviation or an ordinal.
fn goes_on(text: &str, start: usize, stop: usize, lexicon: &Lexicon) -> bool {
    let before = &text[start..=stop];
    let word_at = before
        .rfind(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '„' | '“'))
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let word = &before[word_at..];
    let digits = &word[..word.len() - 1];
    if !digits.is_empty() && digits.len() <= 2 && digits.bytes().all(|b| b.is_ascii_digit()) {
        // The number of a list item, or in some languages an ordinal.
        let previous = before[..word_at].split_whitespace().next_back().unwrap_or("").to_lowercase();
        let next = text[stop + 1..].split_whitespace().next().unwrap_or("");
        let month = next.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let ordinal = lexicon.stop_words.contains(&previous) || lexicon.months.contains(&month);
        return word_at == 0 || lexicon.separators.ordinal_dot && ordinal;
    }
    word.len() <= 16 && lexicon.abbreviated.contains(&word.to_lowercase())
}
