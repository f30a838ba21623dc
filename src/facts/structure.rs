//! Facts that the page's structure states: code, links, images, ids, comments, alerts, includes, directives, front matter.

use super::target::Address;
use super::{Data, Fact, Kind, Polarity};
use crate::parse::{BlockId, BlockKind, Document, Entry, InlineKind, Target, Value};
use compact_str::CompactString;

/// The facts of a block's inlines and of the block itself.
pub(super) fn of_block(document: &Document, source: &str, id: BlockId, address: &Address<'_>, out: &mut Vec<Fact>) {
    let block = &document.blocks[id as usize];
    let mut push = |kind, value: CompactString, data, span, text| {
        out.push(Fact { kind, value, data, polarity: Polarity::Affirmed, span, text, block: Some(id) });
    };
    for (at, inline) in (block.inlines.start..).zip(document.block_inlines(block)) {
        let canonical = |to: &Target| address.canonical(document.url(to, source));
        let data = Data::Target { inline: at };
        match &inline.kind {
            InlineKind::Code => {
                let code = document.inline_text(inline).trim();
                if !code.is_empty() {
                    push(Kind::Code, code.into(), Data::Plain, inline.span, inline.text.clone());
                }
            }
            InlineKind::Link(to) if !document.url(to, source).is_empty() => {
                push(Kind::Link, canonical(to), data, to.span, 0..0)
            }
            InlineKind::Image(to) => push(Kind::Image, canonical(to), data, to.span, 0..0),
            // the label is no text, yet it may name a version: the fact stands for all of it
            InlineKind::Include(to) => push(Kind::Include, canonical(to), data, inline.span, 0..0),
            InlineKind::Comment(comment) if !comment.is_empty() => {
                push(Kind::Comment, document.name(comment).into(), Data::Plain, inline.span, 0..0)
            }
            InlineKind::Anchor(anchor) => {
                push(Kind::Anchor, document.name(anchor).into(), Data::Plain, inline.span, 0..0)
            }
            _ => {}
        }
    }
    match block.kind {
        BlockKind::Heading(_) => {
            let section = &document.sections[block.section as usize];
            if let Some(anchor) = document.anchors(section).next_back() {
                push(Kind::Heading, anchor.into(), Data::Plain, block.span, 0..0);
            }
        }
        BlockKind::Code => {
            let code = document.block_text(block).trim_end();
            push(Kind::CodeBlock, code.into(), Data::CodeBlock, block.span, block.text.clone());
        }
        BlockKind::Directive => {
            let raw = &source[block.span.range()];
            let name = raw.split_whitespace().next().unwrap_or("");
            push(Kind::Directive, name.into(), Data::Plain, block.span, 0..0);
        }
        _ => {}
    }
    if let Some(quote) = document.block_quote(block)
        && let Some(alert) = &quote.alert
        && first_of_quote(document, id)
    {
        push(Kind::Alert, alert.clone(), Data::Plain, quote.marker.unwrap_or(block.span), 0..0);
    }
}

fn first_of_quote(document: &Document, id: BlockId) -> bool {
    let quote = |id: BlockId| document.blocks[id as usize].quote;
    id.checked_sub(1).is_none_or(|previous| quote(previous) != quote(id))
}

/// The facts of the front matter: one a key.
pub(super) fn of_front_matter(entries: &[Entry], out: &mut Vec<Fact>) {
    let mut value = String::new();
    for (at, entry) in entries.iter().enumerate() {
        value.clear();
        value.push_str(&entry.key);
        value.push_str(": ");
        write_value(&entry.value, &mut value);
        let span = if entry.value_span.is_empty() { entry.key_span } else { entry.value_span };
        out.push(Fact {
            kind: Kind::FrontMatter,
            value: value.as_str().into(),
            data: Data::FrontMatter { entry: at as u32 },
            polarity: Polarity::Affirmed,
            span,
            text: 0..0,
            block: None,
        });
    }
}

/// A value on one line, as YAML's flow style has it, without quotes.
fn write_value(value: &Value, out: &mut String) {
    match value {
        Value::Null => {}
        Value::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Value::Number(text) | Value::String(text) => out.push_str(text),
        Value::Sequence(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push_str(", ");
                }
                write_value(item, out);
            }
            out.push(']');
        }
        Value::Mapping(pairs) => {
            out.push('{');
            for (at, (key, item)) in pairs.iter().enumerate() {
                if at > 0 {
                    out.push_str(", ");
                }
                out.push_str(key);
                out.push_str(": ");
                write_value(item, out);
            }
            out.push('}');
        }
    }
}
