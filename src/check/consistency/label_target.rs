//! `consistency/label-target`: a link whose label is an address other than its target.

use crate::check::view::{Finding, View, quote};
use crate::check::{Findings, rules};
use crate::facts::{Fact, Kind, split_host};
use crate::locale::Locale;
use crate::parse::BlockId;

/// Hosts whose only use is to lead elsewhere.
const REDIRECTORS: [&str; 8] =
    ["aka.ms", "go.microsoft.com", "bit.ly", "t.co", "goo.gl", "tinyurl.com", "youtu.be", "doi.org"];
/// Marks of a placeholder, or of something left out in the middle.
const PATTERN: [char; 7] = ['<', '>', '{', '}', '*', '$', '…'];

/// Reports links of a page that show one address and lead to another. It must be shown all links and addresses, in order, and the end.
pub(in crate::check) struct Labels<'a> {
    page: &'a View<'a>,
    /// The block that the facts at hand stand in.
    block: Option<BlockId>,
    links: Vec<&'a Fact>,
    addresses: Vec<&'a Fact>,
}

impl<'a> Labels<'a> {
    pub(in crate::check) fn of(page: &'a View<'a>) -> Self {
        Self { page, block: None, links: Vec::new(), addresses: Vec::new() }
    }

    #[inline]
    pub(in crate::check) fn read(&mut self, fact: &'a Fact, out: &mut Findings<'_>) {
        if fact.block != self.block {
            self.end_block(out);
            self.block = fact.block;
        }
        if fact.kind == Kind::Link { self.links.push(fact) } else { self.addresses.push(fact) }
    }

    /// Reports what has been read of a block. In most there are only links, or only addresses.
    pub(in crate::check) fn end_block(&mut self, out: &mut Findings<'_>) {
        if !self.links.is_empty() && !self.addresses.is_empty() {
            self.addresses.sort_by_key(|fact| fact.text.start);
            self.links.iter().for_each(|link| self.check(link, out));
        }
        self.links.clear();
        self.addresses.clear();
    }

    fn check(&self, fact: &Fact, out: &mut Findings<'_>) {
        let page = self.page;
        let Some(link) = fact.inline(page.document) else { return };
        let (text, label) = (page.document.inline_text(link), &link.text);
        let shown = text.trim();
        if shown.is_empty() || shown.contains(char::is_whitespace) {
            return;
        }
        let from = label.start + (text.len() - text.trim_start().len()) as u32;
        let written = page.target(fact).unwrap_or_default();
        let conflict = match self.shown_kind(from, label.end) {
            Some(Kind::Email) => email(shown, written),
            Some(_) => web(shown, written),
            None => false,
        };
        if conflict {
            let message = format!("the link shows {} and leads to {}", quote(shown), quote(written));
            out.push(
                Finding::new(rules::CONSISTENCY_LABEL_TARGET, page, fact.span, message)
                    .fact("link", written, Some(shown.to_owned()))
                    .done(),
            );
        }
    }

    /// The kind of address that a label begins with: links may be many, and so may addresses.
    fn shown_kind(&self, from: u32, end: u32) -> Option<Kind> {
        let at = self.addresses.partition_point(|fact| fact.text.start < from);
        let mut here = self.addresses[at..].iter().take_while(|fact| fact.text.start == from);
        here.find(|fact| fact.text.end <= end).map(|fact| fact.kind)
    }
}

/// Whether an e-mail address leads to another one. Behind a web address may stand a form or a page about it.
fn email(shown: &str, target: &str) -> bool {
    let strip = |text: &str| {
        let (scheme, rest) = text.split_once(':')?;
        scheme.eq_ignore_ascii_case("mailto").then(|| rest.split('?').next().unwrap_or(rest).to_lowercase())
    };
    let shown = strip(shown).unwrap_or_else(|| shown.to_lowercase());
    strip(target).is_some_and(|to| to.contains('@') && to != shown && !to.contains(PATTERN))
}

/// Whether a web address leads to another one; a part of the address, or the address of the same site, may stand for it.
fn web(shown: &str, target: &str) -> bool {
    let shortened = shown.ends_with("...") || shown.ends_with('…');
    let shown = if shortened { shown.trim_end_matches(['.', '…']) } else { shown };
    let with_scheme = shown.contains("://");
    let whole = if with_scheme { shown.to_owned() } else { format!("https://{shown}") };
    let (Some((scheme, host, path)), Some((to_scheme, to_host, to_path))) = (split_host(&whole), split_host(target))
    else {
        return false;
    };
    if shown.contains(PATTERN) || to_host.contains(PATTERN) {
        return false;
    }
    let web = |scheme: &str| scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let (bare_host, bare_to) = (bare(host), bare(to_host));
    if with_scheme && !scheme.eq_ignore_ascii_case(to_scheme) && !(web(scheme) && web(to_scheme)) {
        // a page about `chrome://flags` is not meant to be that address
        return web(scheme) || bare_host == bare_to;
    }
    // what leads to the address by way of another one: archives, mail filters, short names
    if REDIRECTORS.contains(&bare_to.as_str()) || to_path.to_lowercase().contains(&bare_host) {
        return false;
    }
    let below = |a: &str, b: &str| a.strip_suffix(b).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    if below(&bare_host, &bare_to) || below(&bare_to, &bare_host) {
        return !leads(path, to_path, shortened);
    }
    // `socket.io` and `Array.prototype.at` are names as well
    let capital = host.contains(|c: char| c.is_uppercase());
    with_scheme || !path.is_empty() || !capital && host.matches('.').count() > 1
}

/// A host as it is compared: in lower case, without `www.` and without a language before it (`de.wikipedia.org`).
fn bare(host: &str) -> String {
    let lower = host.to_ascii_lowercase();
    let lower = lower.strip_prefix("www.").unwrap_or(&lower);
    match lower.split_once('.') {
        Some((label, rest)) if rest.contains('.') && is_locale(label) => rest.to_owned(),
        _ => lower.to_owned(),
    }
}

/// Whether the path that is shown is the target's, or where it begins.
fn leads(shown: &str, target: &str, shortened: bool) -> bool {
    let (shown, target) = (segments(shown), segments(target));
    if shown.len() > target.len() {
        return false;
    }
    shown.iter().zip(&target).enumerate().all(|(at, (a, b))| {
        a == b || (at + 1 == shown.len() && (shortened && b.starts_with(a.as_str()) || stem(a) == stem(b)))
    })
}

/// A file's name without its ending: a page shown without `.html` is the same page.
fn stem(segment: &str) -> &str {
    segment.split_once(['.', '?', '#']).map_or(segment, |(stem, _)| stem)
}

/// The parts of a path in lower case, without languages, `index.html` and what is empty.
fn segments(path: &str) -> Vec<String> {
    path.split(['/', '?', '#'])
        .filter(|segment| !segment.is_empty() && !is_locale(segment) && stem(segment) != "index")
        .map(|segment| segment.to_lowercase().replace("%20", " "))
        .collect()
}

/// Whether a segment names a language: `de`, `de-de`, `en_US`.
fn is_locale(segment: &str) -> bool {
    matches!(segment.len(), 2 | 5) && Locale::parse(segment).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_elsewhere() {
        for (shown, target) in [
            ("dns.bebasid.com/dns-hagezi", "https://internetsehat.bebasid.com/adblock"),
            ("https://dns.example.com/query", "tls://dns.example.com"),
            ("tls://dns.example.com", "https://dns.example.com"),
            ("https://example.com/a", "https://example.com/b"),
            ("https://example.com/a/b", "https://example.com/a"),
            ("https://example.com", "https://example.org"),
            ("www.example.com", "https://www.example.org"),
            ("status.example.com", "https://portal.example.com"),
        ] {
            assert!(web(shown, target), "{shown} {target}");
        }
        assert!(email("help@example.com", "mailto:sales@example.com?subject=x"));
    }

    #[test]
    fn what_leads_there() {
        for (shown, target) in [
            ("https://example.com/de/a/", "http://www.example.com/en-us/a#top"),
            ("example.com", "https://www.example.com/a/b?c=d"),
            ("example.com", "https://docs.example.com/a"),
            ("example.com/a", "https://example.com/a/b.html"),
            ("example.com/a/b", "https://example.com/a/b.html"),
            ("example.com/a/lon...", "https://example.com/a/long/name"),
            ("https://example.com/a", "https://aka.ms/a"),
            ("https://example.com/a", "https://web.archive.org/web/2020/https://example.com/a"),
            ("wikipedia.org", "https://de.wikipedia.org/wiki/X"),
            ("https://<host>.example.com", "https://a.example.org"),
            ("chrome://tracing", "https://www.chromium.org/x"),
            ("Array.prototype.at", "https://developer.mozilla.org/Array/at"),
            ("Libraries.io", "https://github.com/librariesio"),
            ("https://example.com", "a.md"),
        ] {
            assert!(!web(shown, target), "{shown} {target}");
        }
        assert!(!email("help@example.com", "mailto:Help@example.com"));
        assert!(!email("help@example.com", "https://example.com/contact"));
    }
}
