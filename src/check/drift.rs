//! `drift/*`: a fact of the translation differs, is missing or extra; and the names that are broken rather than missing.

use super::compare::{Difference, What};
use super::rules;
use super::view::{Finding, Pair, View, quote};
use super::{Diagnostic, Rule, Severity};
use crate::facts::{self, Data, Fact, Kind, Scheme, Written};
use crate::text::Span;
use std::ops::Range;

/// An alignment below this confidence makes a warning of what would be an error.
const SURE: f32 = 0.7;
/// In blocks of more bytes than this, nobody looks for the line where something is missing.
const NEAR_MOST: usize = 100_000;
/// The most differences that are reported of a pair: far more than anybody reads, each of them with its lines.
const DIFFERENCES_MOST: usize = 5_000;

/// Reports the differences that `compare` found.
pub(super) fn report(pair: &Pair<'_>, differences: &[Difference], out: &mut Vec<Diagnostic>) {
    for difference in differences.iter().take(DIFFERENCES_MOST) {
        let link = &pair.alignment.links[difference.link];
        let finding = match &difference.what {
            What::Differs(a, b) => differs(pair, pair.source.fact(*a), pair.translation.fact(*b)),
            What::Missing(a, instead) => missing(pair, pair.source.fact(*a), link.translation.clone(), *instead),
            What::Rewritten(a, b) => Some(rewritten(pair, pair.source.fact(*a), pair.translation.fact(*b))),
            What::Extra(b, instead) => extra(pair, pair.translation.fact(*b), link.source.clone(), *instead),
            What::Plain(a, range) => Some(plain(pair, pair.source.fact(*a), range)),
            What::Broken(a, range) => Some(broken(pair, pair.source.fact(*a), range)),
            What::Misspelt(a, range) => Some(misspelt(pair, pair.source.fact(*a), range)),
        };
        let Some((finding, severity)) = finding else {
            continue;
        };
        let severity = if link.confidence < SURE { severity.min(Severity::Warning) } else { severity };
        out.push(finding.severity(severity).confidence(link.confidence).done());
    }
}

/// Reports numbers that stand side by side where the source has nothing of the kind: one of them was put there by mistake.
pub(super) fn side_by_side(pair: &Pair<'_>, out: &mut Vec<Diagnostic>) {
    for link in &pair.alignment.links {
        if link.source.is_empty() {
            continue;
        }
        if let Some((first, second)) = neighbours(pair.translation, &link.translation)
            && neighbours(pair.source, &link.source).is_none()
            && !(says(pair.source, &link.source, first) && says(pair.source, &link.source, second))
        {
            let span = first.span.cover(second.span);
            let message = format!(
                "numbers {} stand side by side, and in the source they do not",
                quote(&pair.translation.text[span.range()])
            );
            let against = pair.source.first_line(pair.source.block(link.source.start));
            let finding =
                Finding::new(rules::DRIFT_QUANTITY, pair.translation, span, message).severity(Severity::Warning);
            out.push(
                finding
                    .fact("quantity", first.value.as_str(), None)
                    .source(pair.source, against)
                    .confidence(link.confidence)
                    .done(),
            );
        }
    }
}

/// Whether some blocks hold, in digits, what a fact of the other side says.
fn says(view: &View<'_>, blocks: &Range<u32>, fact: &Fact) -> bool {
    let word = |fact: &Fact| matches!(&fact.data, Data::Quantity(q) if q.written != Written::Digits);
    view.facts_in(blocks).any(|id| !word(view.fact(id)) && facts::agree(view.fact(id), fact))
}

/// The first two numbers in digits with nothing but a blank between, the first without unit.
fn neighbours<'a>(view: &View<'a>, blocks: &Range<u32>) -> Option<(&'a Fact, &'a Fact)> {
    let digits =
        |fact: &Fact| matches!(&fact.data, Data::Quantity(q) if q.written == Written::Digits && q.last.is_none());
    let bare = |fact: &Fact| matches!(&fact.data, Data::Quantity(q) if q.unit.is_none());
    let ids = view.facts_in(blocks);
    let facts = view.facts.facts.get(ids.start as usize..ids.end as usize)?;
    let pairs = facts.windows(2).map(|pair| (&pair[0], &pair[1]));
    pairs.into_iter().find(|(a, b)| {
        digits(a)
            && digits(b)
            && bare(a)
            && a.text.end + 1 == b.text.start
            && view.document.text.as_bytes()[a.text.end as usize] == b' '
    })
}

/// The rule that a kind's drift is reported under.
pub(super) fn rule_of(kind: Kind) -> &'static Rule {
    match kind {
        Kind::Provider => rules::DRIFT_PROVIDER,
        Kind::Port => rules::DRIFT_PORT,
        Kind::Domain => rules::DRIFT_DOMAIN,
        Kind::Url => rules::DRIFT_URL,
        Kind::Email => rules::DRIFT_EMAIL,
        Kind::Address => rules::DRIFT_ADDRESS,
        Kind::Link => rules::DRIFT_LINK,
        Kind::Image => rules::DRIFT_IMAGE,
        Kind::Anchor | Kind::Heading => rules::DRIFT_ANCHOR,
        Kind::Version => rules::DRIFT_VERSION,
        Kind::Quantity => rules::DRIFT_QUANTITY,
        Kind::Date => rules::DRIFT_DATE,
        Kind::Time => rules::DRIFT_TIME,
        Kind::Code => rules::DRIFT_CODE,
        Kind::CodeBlock => rules::DRIFT_CODE_BLOCK,
        Kind::Identifier | Kind::Custom(_) => rules::DRIFT_IDENTIFIER,
        Kind::Comment => rules::DRIFT_COMMENT,
        Kind::Alert => rules::DRIFT_ALERT,
        Kind::Include => rules::DRIFT_INCLUDE,
        Kind::Directive => rules::DRIFT_DIRECTIVE,
        Kind::FrontMatter => rules::DRIFT_FRONT_MATTER,
    }
}

/// What a kind is called in a message.
pub(super) fn noun(fact: &Fact) -> &'static str {
    match fact.kind {
        Kind::Provider => "resource provider",
        Kind::Link => "link",
        Kind::Quantity => "number",
        Kind::Code => "code",
        Kind::Include => "included file",
        Kind::Url => "URL",
        Kind::Email => "e-mail address",
        Kind::Address => "address",
        Kind::Alert => "alert",
        kind => kind.name(),
    }
}

/// The fact as it is written, for a message.
fn written(view: &View<'_>, fact: &Fact) -> String {
    match &fact.data {
        Data::Target { written, .. } if fact.kind != Kind::Include => quote(written),
        _ => quote(view.written(fact).trim_matches('`')),
    }
}

type Found = Option<(Finding, Severity)>;

fn differs(pair: &Pair<'_>, source: &Fact, translation: &Fact) -> Found {
    let severity = match (&source.data, &translation.data) {
        (Data::Quantity(p), Data::Quantity(q)) if p.written != Written::Digits || q.written != Written::Digits => {
            Severity::Warning
        }
        _ if source.kind == Kind::Code => code_severity(source, translation)?,
        _ if source.kind == Kind::Comment => {
            // work items agree to the digit; other comments may be translated, but not with a slip
            let work_item = !source.value.is_empty() && source.value.bytes().all(|b| b.is_ascii_digit());
            match (work_item, facts::near_miss(&source.value, &translation.value)) {
                (true, _) => Severity::Error,
                (false, true) => Severity::Warning,
                (false, false) => return None,
            }
        }
        (Data::Target { .. }, Data::Target { .. }) if source.kind == Kind::Link => {
            link_severity(pair, source, translation)?
        }
        _ if matches!(source.kind, Kind::Anchor | Kind::Directive) => Severity::Info,
        _ if source.kind == Kind::Domain && stands_for_yours(&source.value) => Severity::Info,
        (Data::Identifier(Scheme::Path | Scheme::RegistryKey), _) => {
            if facts::path_slip(&source.value, &translation.value) { Severity::Error } else { Severity::Info }
        }
        // a variable's name in an example may be translated
        (Data::Identifier(Scheme::Variable), _) if facts::near_miss(&source.value, &translation.value) => {
            Severity::Warning
        }
        (Data::Identifier(Scheme::Variable | Scheme::Flag | Scheme::Placeholder), _)
            if !facts::near_miss(&source.value, &translation.value) =>
        {
            Severity::Info
        }
        _ => rule_of(source.kind).severity,
    };
    if source.kind == Kind::Image && same_stem(&source.value, &translation.value) {
        return None;
    }
    let (ours, theirs) = (written(pair.source, source), written(pair.translation, translation));
    let message = format!("{} {theirs} is {ours} in the source", noun(translation));
    let kind = if source.kind == Kind::Quantity { translation.kind } else { source.kind };
    let mut finding = Finding::new(rule_of(kind), pair.translation, translation.span, message)
        .fact(translation.kind.name(), translation.value.as_str(), Some(source.value.to_string()))
        .source(pair.source, source.span);
    let text = pair.translation.written(translation);
    if let Some(right) = mended(source, pair.source.written(source), text) {
        finding = finding.fix(format!("write `{right}`"), translation.span, right);
    }
    Some((finding, severity))
}

/// Whether a domain only stands for the reader's own, since nobody can register such a name: `company_domain.com`.
fn stands_for_yours(domain: &str) -> bool {
    domain.rsplit('.').nth(1).is_some_and(|registered| registered.contains('_'))
}

/// What a corrupted name should read, where that is sure: the source's name with something glued to it.
fn mended(source: &Fact, ours: &str, theirs: &str) -> Option<String> {
    let name = matches!(source.kind, Kind::Provider | Kind::Url | Kind::Domain);
    let glued = theirs.strip_prefix(ours).filter(|rest| rest.starts_with(char::is_alphabetic))?;
    name.then(|| format!("{ours} {glued}"))
}

/// A code span that a slip has changed is wrong; one that was translated (a label of the user interface) may be right.
fn code_severity(source: &Fact, translation: &Fact) -> Option<Severity> {
    let (a, b) = (source.value.as_str(), translation.value.as_str());
    let same = |f: fn(char) -> bool| a.chars().filter(|c| f(*c)).eq(b.chars().filter(|c| f(*c)));
    // quotation marks and blanks are the language's
    if same(char::is_alphanumeric) && same(|c| c.is_ascii_punctuation() && !matches!(c, '"' | '\'' | '-')) {
        return None;
    }
    if same_but_for_placeholders(a, b) {
        return None;
    }
    if facts::near_miss(a, b) {
        return Some(Severity::Error);
    }
    let has_placeholder =
        |text: &str| text.contains(['<', '{', '[', '%']) || text.contains("your") || text.contains("YOUR");
    if has_placeholder(a) || !looks_like_code(a) || !looks_like_code(b) {
        return None;
    }
    Some(Severity::Warning)
}

/// Whether two code spans are one but for the names that they leave to the reader to fill in: `tag {{name}}`, `.env/<name>`. What is
/// a placeholder and nothing else is compared as the code that it may be.
fn same_but_for_placeholders(a: &str, b: &str) -> bool {
    fn without(code: &str) -> Option<(String, bool)> {
        let (mut rest, mut out, mut some) = (code, String::new(), false);
        while let Some(at) = rest.find(['{', '<']) {
            out.push_str(&rest[..at]);
            let (open, close) = if rest[at..].starts_with("{{") { ("{{", "}}") } else { ("<", ">") };
            let Some(body) = rest[at..].strip_prefix(open) else {
                out.push('{');
                rest = &rest[at + 1..];
                continue;
            };
            let end = body.find(close)?;
            let name = &body[..end];
            let words = |c: char| c.is_alphabetic() || matches!(c, '_' | '-' | ' ' | '/' | '.');
            // `{{ page.title }}` is a template's code, `{{[-f|--force]}}` are flags
            if name.starts_with(char::is_alphabetic) && name.ends_with(char::is_alphabetic) && name.chars().all(words) {
                some = true;
                out.push_str(open);
            } else {
                out.push_str(open);
                out.push_str(name);
            }
            rest = &body[end + close.len()..];
        }
        out.push_str(rest);
        Some((out, some))
    }
    let (Some((x, some)), Some((y, _))) = (without(a), without(b)) else { return false };
    some && x == y && x.chars().any(char::is_alphanumeric)
}

/// Whether a code span holds more than words.
pub(super) fn looks_like_code(text: &str) -> bool {
    let camel = text.chars().zip(text.chars().skip(1)).any(|(a, b)| a.is_lowercase() && b.is_uppercase());
    camel
        || text
            .contains(|c: char| c.is_ascii_digit() || matches!(c, '_' | '/' | '\\' | '=' | '$' | '(' | '{' | ';' | '@'))
        || text.contains("--")
        || text.contains("::")
}

fn link_severity(pair: &Pair<'_>, source: &Fact, translation: &Fact) -> Option<Severity> {
    let (a, b) = (facts::split_fragment(&source.value), facts::split_fragment(&translation.value));
    // `../guide/` names no file but a page of the site, from wherever its address begins
    if let (Data::Target { written: ours, .. }, Data::Target { written: theirs, .. }) =
        (&source.data, &translation.data)
        && let (ours, theirs) = (facts::split_fragment(ours), facts::split_fragment(theirs))
        && ours.0 == theirs.0
        && ours.0.ends_with('/')
        && a.0 != b.0
    {
        return (ours.1 != theirs.1).then_some(Severity::Warning);
    }
    if a.0 != b.0 {
        let without = |path: &str| {
            path.trim_start_matches("https://")
                .trim_start_matches("http://")
                .trim_start_matches("www.")
                .trim_end_matches(".md")
                .trim_end_matches("/index")
                .to_owned()
        };
        if without(a.0) == without(b.0) && a.1 == b.1 {
            // a translation may be ahead of its source, not behind it
            let downgraded = a.0.starts_with("https://") && b.0.starts_with("http://");
            return downgraded.then_some(Severity::Warning);
        }
        return Some(if asks_for_language(a.0, b.0) { Severity::Info } else { Severity::Error });
    }
    // a translated heading has a translated id: right where the translation has it
    if a.0.is_empty() {
        let sections = &pair.translation.document.sections;
        if sections.iter().any(|section| section.slug == b.1) {
            return None;
        }
        // an explicit id is the same in every language: one that the source no longer uses is out of date
        let explicit = pair.translation.facts.facts.iter().any(|fact| fact.kind == Kind::Anchor && fact.value == b.1);
        return Some(if explicit { Severity::Warning } else { Severity::Error });
    }
    let grown = b.1.starts_with(a.1) || a.1.starts_with(b.1);
    Some(if grown || facts::near_miss(a.1, b.1) { Severity::Error } else { Severity::Warning })
}

/// Whether a link of the translation leads to the source's host and asks for a language there (`?captions=nl`), which the source's
/// does not: a recording in another language has an address of its own.
fn asks_for_language(ours: &str, theirs: &str) -> bool {
    fn host(url: &str) -> Option<&str> {
        url.split('/').nth(2)
    }
    fn query(url: &str) -> &str {
        url.split_once('?').map_or("", |(_, query)| query)
    }
    let (asked, asks) = (query(ours), query(theirs));
    let is_code = |value: &str| (2..=3).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_lowercase());
    let own = |pair: &&str| !asked.split('&').any(|other| other.split('=').next() == pair.split('=').next());
    host(ours).is_some()
        && host(ours) == host(theirs)
        && asks.split('&').filter(own).any(|pair| pair.split_once('=').is_some_and(|(_, value)| is_code(value)))
}

/// Whether two image targets name one picture: the same stem, in another folder, format or with a hash.
fn same_stem(a: &str, b: &str) -> bool {
    fn stem(path: &str) -> &str {
        let name = path.rsplit('/').next().unwrap_or(path);
        name.split('.').next().unwrap_or(name)
    }
    !stem(a).is_empty() && stem(a).eq_ignore_ascii_case(stem(b))
}

fn missing(pair: &Pair<'_>, fact: &Fact, blocks: Range<u32>, instead: bool) -> Found {
    if is_weak(fact) || fact.kind == Kind::Directive {
        return None;
    }
    let severity = match &fact.data {
        Data::Quantity(quantity) if (quantity.written != Written::Digits && !instead) || is_one(quantity) => {
            Severity::Info
        }
        Data::Quantity(_) | Data::Version { .. } | Data::Time { .. } | Data::Date { .. } => Severity::Warning,
        Data::Identifier(Scheme::Guid | Scheme::Hex | Scheme::Oid) => Severity::Error,
        Data::Identifier(Scheme::Path | Scheme::Placeholder) => Severity::Info,
        Data::Identifier(_) => Severity::Warning,
        _ => match fact.kind {
            Kind::Code if looks_like_code(&fact.value) => Severity::Warning,
            Kind::Code | Kind::Anchor => Severity::Info,
            Kind::Comment if fact.value.bytes().all(|b| b.is_ascii_digit()) => Severity::Warning,
            Kind::Comment => Severity::Info,
            Kind::Alert => Severity::Warning,
            kind => rule_of(kind).severity,
        },
    };
    let place = near(pair, fact, blocks);
    let message = format!("{} {} of the source is missing", noun(fact), written(pair.source, fact));
    let finding = Finding::new(rule_of(fact.kind), pair.translation, place, message)
        .fact(fact.kind.name(), fact.value.as_str(), None)
        .source(pair.source, fact.span);
    Some((finding, severity))
}

/// An article or an ordinal explains a number on the other side; it never asks for one.
fn is_weak(fact: &Fact) -> bool {
    matches!(&fact.data, Data::Quantity(quantity) if quantity.written == Written::Article)
}

/// A single thing is often said without a number: "the last 1 hour", "der letzten Stunde".
fn is_one(quantity: &facts::Quantity) -> bool {
    quantity.last.is_none() && quantity.first.as_u64() == Some(1)
}

/// Where a missing fact belongs: the line of the fact before it that the translation has, else the block's first line.
fn near(pair: &Pair<'_>, fact: &Fact, blocks: Range<u32>) -> Span {
    let first = pair.translation.block(blocks.start);
    let Some(block) = fact.block else {
        return pair.translation.first_line(first);
    };
    let source = pair.source.block(block);
    // the same part of the block's length, in whole lines
    let part = f64::from(fact.span.start - source.span.start.min(fact.span.start)) / (source.span.len().max(1) as f64);
    let last = pair.translation.block(blocks.end - 1);
    let cover = first.span.cover(last.span);
    let text = &pair.translation.text[cover.range()];
    // in a block of this length no line says more than the first
    let lines = if text.len() > NEAR_MOST { 1 } else { text.lines().count().max(1) };
    if lines == 1 {
        return pair.translation.first_line(first);
    }
    let wanted = ((part * lines as f64) as usize).min(lines - 1);
    let line = text.split_inclusive('\n').nth(wanted).unwrap_or(text);
    let start = cover.start as usize + (line.as_ptr() as usize - text.as_ptr() as usize);
    let indent = line.len() - line.trim_start().len();
    Span::new(
        start + indent.min(line.trim_end().len()),
        start + line.trim_end().len().max(indent.min(line.trim_end().len())),
    )
}

fn extra(pair: &Pair<'_>, fact: &Fact, blocks: Range<u32>, instead: bool) -> Found {
    // a translation may have ids of its own
    if is_weak(fact) || matches!(fact.kind, Kind::Directive | Kind::Anchor) {
        return None;
    }
    let severity = match &fact.data {
        Data::Quantity(quantity) if quantity.written != Written::Digits && !instead => Severity::Info,
        Data::Identifier(Scheme::Path | Scheme::Placeholder) => Severity::Info,
        Data::Quantity(_) | Data::Version { .. } | Data::Time { .. } | Data::Date { .. } | Data::Identifier(_) => {
            Severity::Warning
        }
        _ => match fact.kind {
            Kind::Code | Kind::Comment | Kind::Anchor => Severity::Info,
            Kind::Alert => Severity::Warning,
            _ => Severity::Warning,
        },
    };
    let message = format!("{} {} is not in the source", noun(fact), written(pair.translation, fact));
    let against = pair.source.block(blocks.start);
    let finding = Finding::new(rule_of(fact.kind), pair.translation, fact.span, message)
        .fact(fact.kind.name(), fact.value.as_str(), None)
        .source(pair.source, pair.source.first_line(against));
    Some((finding, severity))
}

fn rewritten(pair: &Pair<'_>, source: &Fact, translation: &Fact) -> (Finding, Severity) {
    let (ours, theirs) = (written(pair.source, source), written(pair.translation, translation));
    let message =
        format!("{} {theirs} is written {ours} in the source; both lead to {}", noun(translation), source.value);
    let finding = Finding::new(rule_of(source.kind), pair.translation, translation.span, message)
        .fact(translation.kind.name(), translation.value.as_str(), Some(source.value.to_string()))
        .source(pair.source, source.span);
    (finding, Severity::Warning)
}

fn plain(pair: &Pair<'_>, fact: &Fact, range: &Range<u32>) -> (Finding, Severity) {
    let span = pair.translation.document.span(range.clone());
    let message = format!("{} is code in the source and plain text here", written(pair.source, fact));
    let finding = Finding::new(rule_of(Kind::Code), pair.translation, span, message)
        .fact("code", fact.value.as_str(), None)
        .source(pair.source, fact.span);
    (finding, Severity::Warning)
}

fn broken(pair: &Pair<'_>, fact: &Fact, range: &Range<u32>) -> (Finding, Severity) {
    let (span, right) = (pair.translation.document.span(range.clone()), written(pair.source, fact));
    let message = format!(
        "{} {} is {right} in the source, broken by a blank",
        noun(fact),
        quote(&pair.translation.text[span.range()])
    );
    let finding = Finding::new(rules::TEXT_SPLIT_IDENTIFIER, pair.translation, span, message)
        .fact(fact.kind.name(), fact.value.as_str(), Some(fact.value.to_string()))
        .source(pair.source, fact.span);
    let literal = pair.translation.text[span.range()].chars().all(|c| !matches!(c, '[' | ']' | '*' | '`' | '<'));
    let right = pair.source.written(fact);
    let finding = if literal { finding.fix(format!("write `{right}`"), span, right.to_owned()) } else { finding };
    (finding, rules::TEXT_SPLIT_IDENTIFIER.severity)
}

fn misspelt(pair: &Pair<'_>, fact: &Fact, range: &Range<u32>) -> (Finding, Severity) {
    let span = pair.translation.document.span(range.clone());
    let message = format!(
        "{} {} is {} in the source",
        noun(fact),
        quote(&pair.translation.text[span.range()]),
        written(pair.source, fact)
    );
    let finding = Finding::new(rule_of(fact.kind), pair.translation, span, message)
        .fact(fact.kind.name(), pair.translation.text[span.range()].to_owned(), Some(fact.value.to_string()))
        .source(pair.source, fact.span);
    (finding, rule_of(fact.kind).severity)
}
