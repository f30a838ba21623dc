//! How grave it is that a fact of the translation differs from its counterpart: some may differ, some must not by a letter.

use super::rule_of;
use crate::check::Severity;
use crate::check::view::Pair;
use crate::facts::{self, Data, Fact, Kind, Scheme, Written};

/// The severity of a difference; `None` where there is nothing to say.
pub(super) fn of(pair: &Pair<'_>, source: &Fact, translation: &Fact) -> Option<Severity> {
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
        _ if source.kind == Kind::Domain && stands_for_yours(&source.value) => return None,
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
    Some(severity)
}

/// Whether a domain only stands for the reader's own, since nobody can register such a name: `company_domain.com`.
fn stands_for_yours(domain: &str) -> bool {
    domain.rsplit('.').nth(1).is_some_and(|registered| registered.contains('_'))
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

/// Whether two code spans are one but for the names that they leave to the reader to fill in: `tag {{name}}`. What stands in single
/// braces or angle brackets is as often code.
fn same_but_for_placeholders(a: &str, b: &str) -> bool {
    fn without(code: &str) -> String {
        let mut parts = code.split("{{");
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (name, rest) = part.split_once("}}").unwrap_or((part, ""));
            let words = |c: char| c.is_alphabetic() || matches!(c, '_' | '-' | ' ' | '/' | '.');
            // `{{ page.title }}` is a template's code, `{{[-f|--force]}}` are flags
            let free =
                name.starts_with(char::is_alphabetic) && name.ends_with(char::is_alphabetic) && name.chars().all(words);
            out.push_str("{{");
            out.push_str(if free { "" } else { name });
            out.push_str(rest);
        }
        out
    }
    a.contains("{{") && without(a) == without(b)
}

/// Whether a code span holds more than words.
pub(in crate::check) fn looks_like_code(text: &str) -> bool {
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
    if let (Some(ours), Some(theirs)) = (pair.source.target(source), pair.translation.target(translation))
        && let (ours, theirs) = (facts::split_fragment(ours), facts::split_fragment(theirs))
        && ours.0 == theirs.0
        && ours.0.ends_with('/')
        && a.0 != b.0
    {
        return (ours.1 != theirs.1).then_some(Severity::Warning);
    }
    if a.0 != b.0 {
        fn without(path: &str) -> &str {
            let begin = ["https://", "http://", "www."];
            let path = begin.iter().fold(path, |path, begin| path.strip_prefix(begin).unwrap_or(path));
            [".md", "/index"].iter().fold(path, |path, end| path.strip_suffix(end).unwrap_or(path))
        }
        if without(a.0) == without(b.0) && a.1 == b.1 {
            // a translation may be ahead of its source, not behind it
            let downgraded = a.0.starts_with("https://") && b.0.starts_with("http://");
            return downgraded.then_some(Severity::Warning);
        }
        return (!asks_for_language(a.0, b.0)).then_some(Severity::Error);
    }
    // a translated heading has a translated id: right where the translation has it
    if a.0.is_empty() {
        let document = pair.translation.document;
        if document.sections.iter().any(|section| document.slug(section) == b.1) {
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
