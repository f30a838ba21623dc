//! A small scanner for raw HTML: tags with their attributes, comments, and the text between.
//!
//! It is no HTML parser: nothing is nested and nothing is repaired. It finds what a fact may stand in (visible text,
//! link and image targets, anchors, comments) in one pass over the bytes, whatever they are.

use std::borrow::Cow;
use std::ops::Range;

/// A piece of HTML; ranges are bytes of the text scanned.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// Text between tags.
    Text(Range<usize>),
    /// A comment: all of it, and what stands between its marks.
    Comment(Range<usize>, Range<usize>),
    /// A tag.
    Tag(Tag),
    /// A declaration or a processing instruction.
    Other,
}

/// A tag.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tag {
    /// All of it.
    pub(super) span: Range<usize>,
    /// Its name.
    pub(super) name: Range<usize>,
    /// What stands between its name and its end.
    pub(super) attributes: Range<usize>,
    /// Whether it is `</name>`.
    pub(super) closing: bool,
}

/// Walks over HTML.
#[derive(Debug)]
pub(super) struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// Set once no tag can end any more, so that a run of `<a <a <a` is looked at once and not once for each.
    dead: bool,
}

impl<'a> Scanner<'a> {
    /// A scanner at the start of `text`.
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, dead: false }
    }

    /// Jumps over what a script or a style sheet holds, to its closing tag or the end.
    pub(super) fn skip_raw(&mut self, name: &str) {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        while let Some(found) = memchr::memmem::find(&bytes[at..], b"</") {
            at += found;
            let after = at + 2;
            if bytes.get(after..after + name.len()).is_some_and(|got| got.eq_ignore_ascii_case(name.as_bytes())) {
                self.at = at;
                return;
            }
            at = after;
        }
        self.at = bytes.len();
    }
}

impl Iterator for Scanner<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        if start >= bytes.len() {
            return None;
        }
        let mut at = start;
        while !self.dead {
            // Nothing stands before a tag that comes alone.
            let open = if bytes.get(at) == Some(&b'<') {
                at
            } else {
                let Some(found) = memchr::memchr(b'<', &bytes[at..]) else { break };
                at + found
            };
            let Some((token, end)) = markup(self.text, open, &mut self.dead) else {
                at = open + 1;
                continue;
            };
            if open > start {
                self.at = open;
                return Some(Token::Text(start..open));
            }
            self.at = end;
            return Some(token);
        }
        self.at = bytes.len();
        Some(Token::Text(start..bytes.len()))
    }
}

/// Reads the markup that begins with the `<` at `open`; `None` where it is a mere character.
fn markup(text: &str, open: usize, dead: &mut bool) -> Option<(Token, usize)> {
    let bytes = text.as_bytes();
    let rest = &bytes[open..];
    if rest.starts_with(b"<!--") {
        let inner = open + 4;
        let (inner_end, end) = match memchr::memmem::find(&bytes[inner..], b"-->") {
            Some(found) => (inner + found, inner + found + 3),
            None => (bytes.len(), bytes.len()),
        };
        return Some((Token::Comment(open..end, inner..inner_end), end));
    }
    if rest.starts_with(b"<!") || rest.starts_with(b"<?") {
        let end = memchr::memchr(b'>', rest).map_or(bytes.len(), |found| open + found + 1);
        return Some((Token::Other, end));
    }
    let closing = rest.get(1) == Some(&b'/');
    let name_start = open + 1 + usize::from(closing);
    if !bytes.get(name_start).is_some_and(u8::is_ascii_alphabetic) {
        return None;
    }
    let mut at = name_start;
    while bytes.get(at).is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':' | b'.')) {
        at += 1;
    }
    let name = name_start..at;
    let attributes = at;
    loop {
        let Some(found) = memchr::memchr3(b'>', b'"', b'\'', &bytes[at..]) else {
            *dead = true;
            return None;
        };
        at += found + 1;
        let mark = bytes[at - 1];
        if mark == b'>' {
            let tag = Tag { span: open..at, name, attributes: attributes..at - 1, closing };
            return Some((Token::Tag(tag), at));
        }
        match memchr::memchr(mark, &bytes[at..]) {
            Some(found) => at += found + 1,
            // A lone quote mark (an apostrophe in broken markup) guards nothing.
            None => continue,
        }
    }
}

/// The values of the attributes `wanted` (lower case) in `range` of `text`, as ranges; the first where one stands twice.
pub(super) fn attributes<const N: usize>(
    text: &str,
    range: Range<usize>,
    wanted: [&str; N],
) -> [Option<Range<usize>>; N] {
    let mut found = [const { None }; N];
    let bytes = &text.as_bytes()[..range.end];
    let mut at = range.start;
    while at < bytes.len() {
        if bytes[at].is_ascii_whitespace() || bytes[at] == b'/' {
            at += 1;
            continue;
        }
        let name = at;
        while at < bytes.len() && !bytes[at].is_ascii_whitespace() && !matches!(bytes[at], b'=' | b'/') {
            at += 1;
        }
        let name = name..at;
        let mut equals = at;
        while bytes.get(equals).is_some_and(u8::is_ascii_whitespace) {
            equals += 1;
        }
        if bytes.get(equals) != Some(&b'=') {
            at = at.max(name.start + 1);
            continue;
        }
        at = equals + 1;
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        let value = match bytes.get(at) {
            Some(&mark @ (b'"' | b'\'')) => {
                let end = memchr::memchr(mark, &bytes[at + 1..]).map_or(bytes.len(), |found| at + 1 + found);
                let value = at + 1..end;
                at = (end + 1).min(bytes.len());
                value
            }
            _ => {
                let start = at;
                while at < bytes.len() && !bytes[at].is_ascii_whitespace() {
                    at += 1;
                }
                start..at
            }
        };
        let name = &bytes[name];
        if let Some(which) = wanted.iter().position(|wanted| name.eq_ignore_ascii_case(wanted.as_bytes())) {
            found[which].get_or_insert(value);
        }
    }
    found
}

/// Resolves the entities of HTML text that documentation uses; an unknown one stays as written.
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    let Some(first) = memchr::memchr(b'&', text.as_bytes()) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(found) = memchr::memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..found]);
        rest = &rest[found..];
        match entity(rest) {
            Some((character, length)) => {
                out.push(character);
                rest = &rest[length..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The character that an entity at the start of `text` stands for, and the entity's length.
pub(super) fn entity(text: &str) -> Option<(char, usize)> {
    // No entity known here is longer; without a bound a run of `&` would be read again and again.
    let window = &text.as_bytes()[..text.len().min(12)];
    let end = memchr::memchr(b';', window)?;
    let name = &text[1..end];
    let character = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "hellip" => '…',
        "copy" => '©',
        "reg" => '®',
        "trade" => '™',
        "deg" => '°',
        "micro" => 'µ',
        "times" => '×',
        "middot" => '·',
        "bull" => '•',
        "rarr" => '→',
        "larr" => '←',
        "ge" => '≥',
        "le" => '≤',
        "shy" => '\u{ad}',
        _ => {
            let digits = name.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => digits.parse().ok()?,
            };
            char::from_u32(code).filter(|&c| c != '\0')?
        }
    };
    Some((character, end + 1))
}

/// Whether a tag of this name (any case) ends the line of visible text.
pub(super) fn breaks_line(name: &str) -> bool {
    const BLOCKS: [&str; 33] = [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "td",
        "th",
        "tr",
        "ul",
        "caption",
    ];
    BLOCKS.iter().any(|block| block.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        Scanner::new(text)
            .map(|token| match token {
                Token::Text(r) => format!("text {}", &text[r]),
                Token::Comment(_, r) => format!("comment {}", &text[r]),
                Token::Tag(tag) => format!("{}{}", if tag.closing { "/" } else { "" }, &text[tag.name]),
                Token::Other => "other".into(),
            })
            .collect()
    }

    #[test]
    fn tags_comments_and_text_come_in_order() {
        assert_eq!(
            names("a<b x='>'>c</b><!-- d -->e<!DOCTYPE x>"),
            ["text a", "b", "text c", "/b", "comment  d ", "text e", "other"]
        );
    }

    #[test]
    fn a_smaller_than_sign_is_text() {
        assert_eq!(names("1 < 2 <3 <"), ["text 1 < 2 <3 <"]);
    }

    #[test]
    fn an_unclosed_tag_or_comment_takes_no_more_than_the_rest() {
        assert_eq!(names("a <b c"), ["text a <b c"]);
        assert_eq!(names("<!-- open"), ["comment  open"]);
    }

    #[test]
    fn attributes_are_found_quoted_or_bare_in_any_case() {
        let text = r#" HREF = "a b" id=x disabled name='y' ID=z"#;
        let values = attributes(text, 0..text.len(), ["href", "id", "name", "disabled"]);
        let values = values.map(|value| value.map(|value| &text[value]));
        assert_eq!(values, [Some("a b"), Some("x"), Some("y"), None]);
    }

    #[test]
    fn known_entities_are_resolved_and_others_left() {
        assert_eq!(unescape("a &amp; b &#x41;&#66; &unknown; &"), "a & b AB &unknown; &");
    }
}
