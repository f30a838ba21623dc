//! Where links, images and includes lead: one canonical form for a target and its twins in other locales.

use crate::locale::Locale;
use crate::text::Bits;
use compact_str::CompactString;
use std::ops::Range;

/// Whose targets are resolved: the page's path and key, and the languages whose tags count as "this page's locale".
#[derive(Clone, Copy, Debug)]
pub struct Address<'a> {
    /// The page, relative to the root, with `/`.
    pub path: &'a str,
    /// The page's key: what its path and its counterparts' have in common.
    pub key: &'a str,
    /// The roots below which pages are named by their keys (`docs/`, `translations/de/`), longest first.
    pub roots: &'a [String],
    /// The page's locale and the source's: their tags in a target do not count.
    pub locales: [Option<&'a Locale>; 2],
}

/// The folder below which a page stands at its key: `de-de/` for `de-de/a/b.md` with key `a/b`. With `/` at the end, or empty.
pub fn root_of(path: &str, key: &str) -> String {
    let folder = |path: &'_ str| path.rfind('/').unwrap_or(0);
    let (path, key) = (&path[..folder(path)], &key[..folder(key)]);
    let both = path.rsplit('/').zip(key.rsplit('/')).take_while(|(a, b)| a == b && !a.is_empty());
    let shared: usize = both.map(|(folder, _)| folder.len() + 1).sum();
    let root = &path[..path.len().saturating_sub(shared)];
    if root.is_empty() { String::new() } else { [root, "/"].concat() }
}

/// The longest tag that is looked for, in bytes.
const TAG_MOST: usize = 7;

impl Address<'_> {
    /// The canonical form of a target: resolved against the page, without locale segments, locale suffixes and locale
    /// parameters, the host in lower case, without a trailing slash. The fragment is kept.
    pub fn canonical(&self, url: &str) -> CompactString {
        let url = url.trim();
        // a place in the page itself
        if url.len() > 1 && url.starts_with('#') {
            return url.into();
        }
        let (path, rest) = url.split_at(memchr::memchr2(b'?', b'#', url.as_bytes()).unwrap_or(url.len()));
        let mut out = String::with_capacity(self.path.len() + url.len() + 1);
        if let Some(scheme) = scheme_length(path) {
            // the scheme and the host, or the scheme alone
            let after = &path[scheme + 1..];
            let head = match after.strip_prefix("//") {
                Some(host) => memchr::memchr(b'/', host.as_bytes()).map_or(path.len(), |end| scheme + 3 + end),
                None => scheme + 1,
            };
            out.push_str(&path[..head]);
            out.make_ascii_lowercase();
            if head > scheme + 1 {
                self.mend_host(&mut out, scheme);
                self.push_path(&mut out, &path[head..]);
            } else {
                out.push_str(&path[head..]);
            }
        } else if path.starts_with('/') {
            self.push_path(&mut out, path);
        } else if !path.is_empty() {
            self.push_resolved(&mut out, path);
        }
        while out.len() > 1 && out.ends_with('/') {
            out.pop();
        }
        let (query, fragment) = cut(rest, b'#');
        self.push_query(&mut out, query.strip_prefix('?').unwrap_or(query));
        if let Some(fragment) = fragment.filter(|fragment| !fragment.is_empty()) {
            out.push('#');
            out.push_str(fragment);
        }
        out.into()
    }

    /// Takes out of `https://host` the port that goes without saying, and the language that the host begins with.
    fn mend_host(&self, out: &mut String, scheme: usize) {
        let default = if &out[..scheme] == "https" { ":443" } else { ":80" };
        let host = scheme + "://".len();
        if out[host..].ends_with(default) {
            out.truncate(out.len() - default.len());
        }
        // de.wikipedia.org and en.wikipedia.org are one site in two languages
        let label = out.as_bytes()[host..].iter().take(TAG_MOST + 1).position(|b| *b == b'.');
        if let Some(label) = label.map(|length| host..host + length)
            && self.is_tag(&out[label.clone()])
            && out[label.end + 1..].contains('.')
        {
            out.drain(label.start..=label.end);
        }
    }

    /// Adds a path without the locales in it.
    fn push_path(&self, out: &mut String, path: &str) {
        let mut copied = 0;
        while let Some(tag) = self.find_tag(path, copied) {
            out.push_str(&path[copied..tag.start]);
            copied = tag.end;
        }
        out.push_str(&path[copied..]);
    }

    /// The first locale in a path that begins at `from` or behind it, with the mark before it: a segment (`/de/`), or an ending of one
    /// before its last (`a.de.md`, `commerce.en`, `logo_de.png`).
    fn find_tag(&self, path: &str, from: usize) -> Option<Range<usize>> {
        let bytes = path.as_bytes();
        let initial = |locale: Option<&Locale>| locale.and_then(|locale| locale.language().bytes().next()).unwrap_or(0);
        let [ours, theirs] = self.locales.map(initial);
        let tag_to = |start: usize, ends: fn(u8) -> bool| {
            // few parts begin as a tag does
            let byte = bytes.get(start)? | 0x20;
            if byte != ours && byte != theirs {
                return None;
            }
            let length = bytes[start..].iter().take(TAG_MOST + 1).take_while(|byte| !ends(**byte)).count();
            path.get(start..start + length).filter(|part| self.is_tag(part)).map(|_| start + length)
        };
        let segment_to = |start| tag_to(start, |byte| byte == b'/');
        if from == 0
            && let Some(end) = segment_to(0)
        {
            return Some(0..end);
        }
        let (mut segment, mut dotted) = (from, false);
        let marks = Bits::places_of(&bytes[from..], |byte| (byte == b'.') | (byte == b'/') | (byte == b'_'));
        for places in marks {
            for place in places {
                let (mark, part) = (from + place, from + place + 1);
                let end = match bytes[mark] {
                    b'/' => {
                        (segment, dotted) = (part, false);
                        segment_to(part)
                    }
                    b'.' => {
                        dotted = true;
                        tag_to(part, |byte| matches!(byte, b'.' | b'/'))
                    }
                    _ if dotted || mark == segment => None,
                    _ => tag_to(part, |byte| matches!(byte, b'.' | b'/' | b'_'))
                        .filter(|end| bytes.get(*end) == Some(&b'.')),
                };
                if let Some(end) = end {
                    return Some(mark..end);
                }
            }
        }
        None
    }

    fn push_query(&self, out: &mut String, query: &str) {
        let mut mark = '?';
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            if matches!(key, "lang" | "hl" | "locale" | "setlang" | "language") && self.is_tag(value) {
                continue;
            }
            out.push(mark);
            out.push_str(pair);
            mark = '&';
        }
    }

    /// Resolves a relative path against the page, takes away the root below which pages are named by key, and the locales.
    fn push_resolved(&self, resolved: &mut String, path: &str) {
        let push = |resolved: &mut String, part: &str| {
            if !resolved.is_empty() {
                resolved.push('/');
            }
            resolved.push_str(part);
        };
        resolved.push_str(&self.path[..last_slash(self.path).unwrap_or(0)]);
        for part in parts(path) {
            match part {
                "" | "." => {}
                ".." => {
                    let slash = last_slash(resolved);
                    if resolved.is_empty() || &resolved[slash.map_or(0, |slash| slash + 1)..] == ".." {
                        push(resolved, part);
                    } else {
                        resolved.truncate(slash.unwrap_or(0));
                    }
                }
                part => push(resolved, part),
            }
        }
        if let Some(root) = self.roots.iter().find(|root| resolved.starts_with(root.as_str())) {
            resolved.drain(..root.len());
        }
        if self.find_tag(resolved, 0).is_some() {
            let path = std::mem::take(resolved);
            self.push_path(resolved, &path);
        }
    }

    /// Whether a path segment is a tag of the page's or the source's language: `de`, `de-de`, `en_US`.
    #[inline]
    fn is_tag(&self, segment: &str) -> bool {
        (2..=TAG_MOST).contains(&segment.len())
            && self.locales.iter().flatten().any(|locale| is_tag_of(locale, segment))
    }
}

fn is_tag_of(locale: &Locale, segment: &str) -> bool {
    let language = locale.language();
    let Some((head, rest)) = segment.split_at_checked(language.len()) else {
        return false;
    };
    head.eq_ignore_ascii_case(language)
        && (rest.is_empty()
            || (rest.starts_with(['-', '_'])
                && (3..=5).contains(&rest.len())
                && rest[1..].bytes().all(|b| b.is_ascii_alphanumeric())))
}

/// The parts of a path, as `split` gives them. They are short: to look at each byte is quicker than to ask for many at once.
fn parts(path: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(path);
    std::iter::from_fn(move || {
        let path = rest?;
        let end = path.as_bytes().iter().position(|b| *b == b'/');
        rest = end.map(|slash| &path[slash + 1..]);
        Some(&path[..end.unwrap_or(path.len())])
    })
}

/// What stands before the first such mark, and what behind it.
fn cut(text: &str, mark: u8) -> (&str, Option<&str>) {
    memchr::memchr(mark, text.as_bytes()).map_or((text, None), |at| (&text[..at], Some(&text[at + 1..])))
}

/// Where the last folder of a path ends.
fn last_slash(path: &str) -> Option<usize> {
    memchr::memrchr(b'/', path.as_bytes())
}

/// The length of the scheme of `https:rest`; a Windows drive (`C:\x`) and a `host:port` are none.
fn scheme_length(url: &str) -> Option<usize> {
    let length = url.as_bytes().iter().position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-')))?;
    let named = length > 1 && !url.as_bytes()[0].is_ascii_digit();
    (named && url[length..].starts_with(':') && !url[length + 1..].starts_with('\\')).then_some(length)
}

/// The canonical target without its fragment, and the fragment.
pub fn split_fragment(canonical: &str) -> (&str, &str) {
    canonical.split_once('#').unwrap_or((canonical, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(path: &str, key: &str, language: &str, url: &str) -> CompactString {
        let (own, source) = (Locale::parse(language).unwrap(), Locale::parse("en-US").unwrap());
        let roots = [root_of(path, key)];
        Address { path, key, roots: &roots, locales: [Some(&own), Some(&source)] }.canonical(url)
    }

    #[test]
    fn twins_in_other_locales_are_one_target() {
        let of = |language, url| canonical("de-de/a/b.md", "a/b.md", language, url);
        for (source, translation) in [
            ("https://example.com/en-us/x", "https://example.com/de-de/x/"),
            ("https://EXAMPLE.com/docs", "https://example.com/de/docs"),
            ("https://en.wikipedia.org/wiki/Port", "https://de.wikipedia.org/wiki/Port"),
            ("/azure/x?view=y", "/de-de/azure/x?view=y"),
            ("https://example.com/x?lang=en", "https://example.com/x"),
            ("logo_en.png", "logo_de.png"),
            ("page.en.md#top", "page.de.md#top"),
        ] {
            assert_eq!(of("de", source), of("de", translation), "{source} {translation}");
        }
        assert_ne!(of("de", "https://example.com/x"), of("de", "https://example.com/y"));
        assert_ne!(of("de", "a.md#x"), of("de", "a.md#y"));
    }

    #[test]
    fn relative_targets_are_resolved_below_the_pages_root() {
        assert_eq!(canonical("translations/de/README.md", "README.md", "de", "../../LICENSE"), "LICENSE");
        assert_eq!(canonical("README.md", "README.md", "en", "LICENSE"), "LICENSE");
        assert_eq!(canonical("en-us/a/b.md", "a/b.md", "en", "../c.md#x"), "c.md#x");
        assert_eq!(canonical("de-de/a/b.md", "a/b.md", "de", "./../c.md#x"), "c.md#x");
        assert_eq!(canonical("a.md", "a.md", "en", "mailto:x@example.com"), "mailto:x@example.com");
    }

    #[test]
    fn roots() {
        assert_eq!(root_of("docs/en/a/b.md", "a/b.md"), "docs/en/");
        assert_eq!(root_of("a/b.de.md", "a/b"), "");
        assert_eq!(root_of("pages.nl/common/x.md", "common/x.md"), "pages.nl/");
    }
}
