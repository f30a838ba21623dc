//! `text/*` rules about how names and marks are written: split identifiers, localised versions, spacing left by machine translation.

use super::compare::Compared;
use super::rules;
use super::view::{Finding, Pair, View, quote};
use super::{Findings, Status};
use crate::facts::Kind;
use crate::parse::{BlockKind, InlineKind};
use crate::text::Span;

/// Provider names that a blank has broken, in any page: told by the fact's own value, so that no source is needed.
pub(super) fn split_identifiers(page: &View<'_>, out: &mut Findings<'_>) {
    for fact in &page.facts.facts {
        if fact.kind != Kind::Provider {
            continue;
        }
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
}

/// Versions that the translation writes with a decimal comma: `TLS 1,2`.
pub(super) fn localised_versions(pair: &Pair<'_>, compared: &Compared, out: &mut Findings<'_>) {
    // the facts of the source come first, each with its match
    for (source, entry) in pair.source.facts.facts.iter().zip(&compared.comparison.matches) {
        if source.kind != Kind::Version {
            continue;
        }
        let (Some(b), Status::Agrees) = (entry.translation, entry.status) else { continue };
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
    for block in &page.document.blocks {
        if block.kind == BlockKind::Code {
            continue;
        }
        for inline in page.document.block_inlines(block) {
            let marked = matches!(inline.kind, InlineKind::Link(_) | InlineKind::Strong | InlineKind::Code);
            if !marked || inline.text.is_empty() {
                continue;
            }
            let end = inline.span.end as usize;
            // next to most there is neither
            let behind = page.text.get(end..).and_then(|rest| rest.chars().next());
            if !behind.is_some_and(|c| c == ' ' || c.is_alphabetic()) {
                continue;
            }
            let Some(rest) = page.text.get(end..block.span.end.max(inline.span.end) as usize) else {
                continue;
            };
            let word = rest.chars().take_while(|c| c.is_alphabetic()).count();
            if word >= 3 && matches!(inline.kind, InlineKind::Link(_)) && page.text[..end].ends_with([')', ']']) {
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
            if gap.is_some() && !has_gap_before_mark(pair.source, page, block) {
                out.add(rules::TEXT_SPACING, page, || {
                    let message = format!("a blank before “{}”", &rest[1..2]);
                    Finding::new(rules::TEXT_SPACING, page, Span::new(end, end + 2), message)
                        .fix("take the blank away".to_owned(), Span::new(end, end + 1), String::new())
                        .done()
                });
            }
        }
    }
}

/// Some languages put a blank before their marks; where the page does so in plain text too, it is the page's way.
fn has_gap_before_mark(_source: &View<'_>, page: &View<'_>, _block: &crate::parse::Block) -> bool {
    page.lexicon.name().is_empty()
}
