//! `text/*` rules about how names and marks are written: split identifiers, localised versions, spacing left by machine translation.

use super::compare::Compared;
use super::rules;
use super::view::{Finding, Pair, View, quote};
use super::{Findings, Status};
use crate::facts::{Fact, Kind};
use crate::parse::InlineKind;
use crate::text::Span;

/// A provider's name that a blank has broken, in any page: told by the fact's own value, so that no source is needed.
pub(super) fn split_identifier(page: &View<'_>, fact: &Fact, out: &mut Findings<'_>) {
    let written = page.written(fact);
    if written.contains(char::is_whitespace) {
        let message = format!("resource provider {} should read {}", quote(written), fact.value);
        let finding = Finding::new(rules::TEXT_SPLIT_IDENTIFIER, page, fact.span, message).fact(
            "provider",
            fact.value.as_str(),
            Some(fact.value.to_string()),
        );
        out.push(finding.fix(format!("write `{}`", fact.value), fact.span, fact.value.to_string()).done());
    }
}

/// Versions that the translation writes with a decimal comma: `TLS 1,2`.
pub(super) fn localised_versions(pair: &Pair<'_>, compared: &Compared, out: &mut Findings<'_>) {
    for (id, source) in (0..).zip(&pair.source.facts.facts) {
        if source.kind != Kind::Version {
            continue;
        }
        let (Some(b), Status::Agrees) = compared.answer(id) else { continue };
        let translation = pair.translation.fact(b);
        let (ours, theirs) = (pair.source.written(source), pair.translation.written(translation));
        if theirs.contains(',') && ours.contains('.') && ours == theirs.replace(',', ".") {
            out.add(rules::TEXT_LOCALISED_VERSION, pair.translation, || {
                let message =
                    format!("version {} is {} in the source: versions keep their point", quote(theirs), quote(ours));
                Finding::new(rules::TEXT_LOCALISED_VERSION, pair.translation, translation.span, message)
                    .fact("version", translation.value.as_str(), Some(source.value.to_string()))
                    .source(pair.source, source.span)
                    .fix(format!("write `{ours}`"), translation.span, ours.to_owned())
                    .done()
            });
        }
    }
}

/// Links and emphasis that lost the blank behind them, or gained one before a full stop.
pub(super) fn spacing(pair: &Pair<'_>, out: &mut Findings<'_>) {
    let page = pair.translation;
    for inline in &page.document.inlines {
        let is_link = matches!(inline.kind, InlineKind::Link(_));
        if !(is_link || matches!(inline.kind, InlineKind::Strong | InlineKind::Code)) || inline.text.is_empty() {
            continue;
        }
        let end = inline.span.end as usize;
        // next to most stands neither a mark behind a blank nor a letter
        let suspicious = match page.text.as_bytes().get(end..).unwrap_or_default() {
            [b' ', b'.' | b',', ..] => true,
            [next, ..] => is_link && (next.is_ascii_alphabetic() || !next.is_ascii()),
            [] => false,
        };
        if !suspicious {
            continue;
        }
        let block = page.block(page.document.block_at_text(inline.text.start));
        let Some(rest) = page.text.get(end..block.span.end.max(inline.span.end) as usize) else {
            continue;
        };
        let word = rest.chars().take_while(|c| c.is_alphabetic()).count();
        if word >= 3 && is_link && page.text[..end].ends_with([')', ']']) {
            let letters = rest.chars().take(word).map(char::len_utf8).sum::<usize>();
            let span = Span::new(end, end + letters);
            out.add(rules::TEXT_SPACING, page, || {
                let message = format!("no blank between the link and “{}”", &rest[..letters]);
                Finding::new(rules::TEXT_SPACING, page, span, message)
                    .fix("put a blank before it".to_owned(), Span::new(end, end), " ".to_owned())
                    .done()
            });
        }
        let gap = rest.strip_prefix(' ').filter(|rest| {
            rest.starts_with(['.', ',']) && !rest[1..].starts_with(|c: char| c.is_alphanumeric() || c == '.')
        });
        // some languages put a blank before their marks, and of one without a lexicon that is not known
        if gap.is_some() && !page.lexicon.name().is_empty() {
            out.add(rules::TEXT_SPACING, page, || {
                let message = format!("a blank before “{}”", &rest[1..2]);
                Finding::new(rules::TEXT_SPACING, page, Span::new(end, end + 2), message)
                    .fix("take the blank away".to_owned(), Span::new(end, end + 1), String::new())
                    .done()
            });
        }
    }
}
