//! Raw HTML, in blocks and in lines: its visible text, and the anchors, links, images and comments in it.

use super::Reader;
use crate::parse::html::{self, Scanner, Token};
use crate::parse::{BlockKind, InlineKind, Target};
use crate::text::Span;
use std::borrow::Cow;
use std::ops::Range;

/// Leads offsets of the HTML scanned to the file: each pair is an offset of either from which on they go side by side.
pub(super) type Map = [(usize, usize)];

fn place(map: &Map, at: usize) -> usize {
    let after = map.partition_point(|&(html, _)| html <= at);
    let (html, file) = map[after.saturating_sub(1)];
    file + (at - html)
}

/// The file's bytes for a range of the HTML.
fn places(map: &Map, range: &Range<usize>) -> Range<usize> {
    let start = place(map, range.start);
    let end = if range.end > range.start { place(map, range.end - 1) + 1 } else { start };
    start..end
}

impl Reader<'_> {
    /// A line of an HTML block; read when the block ends, since tags may go over several.
    pub(super) fn html_piece(&mut self, range: Range<usize>) {
        if let Some(last) = self.pieces.last_mut()
            // The carriage return of a CRLF is in no event.
            && (last.end == range.start || &self.file.as_bytes()[last.end..range.start] == b"\r")
        {
            last.end = range.end;
            return;
        }
        self.pieces.push(range);
    }

    /// Reads the HTML block whose lines have been gathered.
    pub(super) fn html_block(&mut self) {
        let pieces = std::mem::take(&mut self.pieces);
        let mut map = Vec::with_capacity(pieces.len());
        let html = match pieces.as_slice() {
            [] => return,
            [one] => {
                map.push((0, one.start));
                Cow::Borrowed(&self.source[one.clone()])
            }
            // In a quote or a list, the marks at the start of each line are not part of it.
            several => {
                let mut html = String::new();
                for piece in several {
                    map.push((html.len(), piece.start));
                    html.push_str(&self.source[piece.clone()]);
                }
                Cow::Owned(html)
            }
        };
        let mut only_comments = true;
        let mut scanner = Scanner::new(&html);
        while let Some(token) = scanner.next() {
            match token {
                Token::Text(range) => {
                    only_comments &= html[range.clone()].trim().is_empty();
                    self.html_text(&html, range, &map);
                }
                Token::Comment(span, content) => self.html_comment(span, content, &map),
                Token::Tag(tag) => {
                    only_comments = false;
                    let name = &html[tag.name.clone()];
                    if !tag.closing && (name.eq_ignore_ascii_case("script") || name.eq_ignore_ascii_case("style")) {
                        scanner.skip_raw(name);
                    }
                    if html::breaks_line(name) && !self.after_blank() {
                        let span = places(&map, &tag.span);
                        self.arena.mapped("\n", span.start, span.end);
                    }
                    self.html_tag(&html, &tag, &map);
                }
                Token::Other => only_comments = false,
            }
        }
        if only_comments && let Some(leaf) = &mut self.leaf {
            leaf.kind = BlockKind::Comment;
        }
        self.pieces = pieces;
        self.pieces.clear();
    }

    /// Visible text of an HTML block: blanks of any kind and number are one, entities are resolved.
    fn html_text(&mut self, html: &str, range: Range<usize>, map: &Map) {
        let bytes = &html.as_bytes()[..range.end];
        let mut at = range.start;
        while at < bytes.len() {
            let start = at;
            if bytes[at].is_ascii_whitespace() {
                at += bytes[at..].iter().take_while(|b| b.is_ascii_whitespace()).count();
                if !self.after_blank() {
                    let span = places(map, &(start..at));
                    if &bytes[start..at] == b" " {
                        self.arena.exact(self.file, span.start, span.end);
                    } else {
                        self.arena.mapped(" ", span.start, span.end);
                    }
                }
                continue;
            }
            if bytes[at] == b'&' {
                if let Some((character, length)) = html::entity(&html[at..range.end]) {
                    at += length;
                    let span = places(map, &(start..at));
                    self.arena.mapped(character.encode_utf8(&mut [0; 4]), span.start, span.end);
                    continue;
                }
                at += 1;
            }
            at += bytes[at..].iter().take_while(|&&b| !b.is_ascii_whitespace() && b != b'&').count();
            let span = places(map, &(start..at));
            self.written(span.start, span.end);
        }
    }

    /// A comment.
    pub(super) fn html_comment(&mut self, span: Range<usize>, content: Range<usize>, map: &Map) {
        let content = self.name(self.file[places(map, &content)].trim());
        self.push_inline(InlineKind::Comment(content), places(map, &span));
    }

    /// A tag.
    pub(super) fn html_tag(&mut self, html: &str, tag: &html::Tag, map: &Map) {
        let span = places(map, &tag.span);
        let name = &html[tag.name.clone()];
        if tag.closing {
            if name.eq_ignore_ascii_case("a") {
                match self.inlines.html_links.pop() {
                    Some(Some(index)) => {
                        self.end_text(index);
                        self.document.inlines[index as usize].span.end = span.end as u32;
                        return;
                    }
                    Some(None) => return,
                    None => {}
                }
            }
            return self.other_tag(tag, name, span);
        }
        let wanted = ["id", "name", "href", "src", "alt"];
        let [id, own_name, href, src, alt] = html::attributes(html, tag.attributes.clone(), wanted).map(|value| {
            let value = places(map, &value?);
            // A value in braces is JavaScript.
            (!self.file[value.clone()].starts_with('{')).then_some(value)
        });
        let known = ["br", "a", "img", "sup"].into_iter().find(|known| name.eq_ignore_ascii_case(known));
        match known.unwrap_or_default() {
            "br" => {
                if !self.after_blank() {
                    self.arena.mapped("\n", span.start, span.end);
                }
            }
            "a" => {
                let id = own_name.or(id);
                let empty = html[tag.attributes.clone()].ends_with('/');
                if id.is_none() && href.is_none() {
                    self.other_tag(tag, name, span.clone());
                }
                if let Some(id) = id {
                    self.anchor(id, span.clone());
                }
                let link = href.map(|href| {
                    let target = self.html_target(href);
                    self.push_inline(InlineKind::Link(target), span)
                });
                if !empty {
                    self.inlines.html_links.push(link);
                }
            }
            "img" => {
                if let Some(id) = id {
                    self.anchor(id, span.clone());
                }
                let Some(src) = src else { return self.other_tag(tag, name, span) };
                let target = self.html_target(src);
                let index = self.push_inline(InlineKind::Image(target), span);
                if let Some(alt) = alt {
                    let text = html::unescape(&self.file[alt.clone()]);
                    match text {
                        Cow::Borrowed(_) => self.arena.exact(self.file, alt.start, alt.end),
                        Cow::Owned(text) => self.arena.mapped(&text, alt.start, alt.end),
                    }
                    self.end_text(index);
                }
            }
            other => {
                if other == "sup" && self.after_word() {
                    self.arena.mapped(" ", span.start, span.end);
                }
                if let Some(id) = id {
                    self.anchor(id, span.clone());
                }
                if let Some(src) = src {
                    let target = self.html_target(src);
                    self.push_inline(InlineKind::Include(target), span.clone());
                }
                self.other_tag(tag, name, span);
            }
        }
    }

    /// A tag that is nothing else.
    fn other_tag(&mut self, tag: &html::Tag, name: &str, span: Range<usize>) {
        let start = self.names.len() as u32;
        if tag.closing {
            self.names.push(b'/');
        }
        self.names.extend(name.bytes().map(|byte| byte.to_ascii_lowercase()));
        self.push_inline(InlineKind::Tag(start..self.names.len() as u32), span);
    }

    fn anchor(&mut self, id: Range<usize>, span: Range<usize>) {
        let id = self.name(&html::unescape(&self.file[id]));
        if !id.is_empty() {
            self.push_inline(InlineKind::Anchor(id), span);
        }
    }

    fn html_target(&mut self, url: Range<usize>) -> Target {
        let mended = match html::unescape(&self.file[url.clone()]) {
            Cow::Borrowed(_) => None,
            Cow::Owned(mended) => Some(self.name(&mended)),
        };
        Target { mended, ..Target::written(Span::new(url.start, url.end)) }
    }
}
