//! What a page or a file name may not do to a terminal: text with its control characters made visible.

use std::borrow::Cow;
use std::fmt::Write;

/// `text` with everything that would move the cursor, change colours or turn the reading order made visible: `␛` (or
/// `\u{1b}` where only ASCII can be shown). Line endings and tabs count among them: the result is one line.
pub fn clean(text: &str, unicode: bool) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        push(&mut out, c, unicode);
    }
    Cow::Owned(out)
}

/// Appends one character, made visible if need be.
pub(super) fn push(out: &mut String, c: char, unicode: bool) {
    if !is_unsafe(c) {
        out.push(c);
        return;
    }
    let picture = match c {
        _ if !unicode => None,
        '\u{7f}' => Some('\u{2421}'),
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32),
        _ => None,
    };
    match picture {
        Some(picture) => out.push(picture),
        // writing to a string cannot fail
        None => drop(write!(out, "\\u{{{:x}}}", c as u32)),
    }
}

/// Control characters, line and paragraph separators, and the overrides and isolates of bidirectional text, with which a
/// line can be made to read as something else than it says.
fn is_unsafe(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_shown_and_the_rest_is_left_alone() {
        assert_eq!(clean("\u{1b}[31mrot\r\n", true), "␛[31mrot␍␊");
        assert_eq!(clean("\u{1b}[31m", false), "\\u{1b}[31m");
        assert_eq!(clean("\u{9b}1m \u{202e}x", true), "\\u{9b}1m \\u{202e}x");
        assert!(matches!(clean("Löschen – größer", true), Cow::Borrowed(_)));
    }
}
