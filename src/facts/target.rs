//! Where links, images and includes lead: one canonical form for a target and its twins in other locales.

use crate::locale::Locale;
use compact_str::CompactString;

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
        let (rest, fragment) = cut(url, b'#');
        let (path, query) = cut(rest, b'?');
        let mut out = String::with_capacity(self.path.len() + url.len() + 1);
        if let Some((scheme, after)) = split_scheme(path) {
            out.push_str(scheme);
            out.make_ascii_lowercase();
            out.push(':');
            if let Some(after) = after.strip_prefix("//") {
                out.push_str("//");
                let host = memchr::memchr(b'/', after.as_bytes()).unwrap_or(after.len());
                self.push_host(&mut out, scheme, &after[..host]);
                let start = out.len();
                out.push_str(&after[host..]);
                self.drop_tags(&mut out, start);
            } else {
                out.push_str(after);
            }
        } else if path.starts_with('/') {
            out.push_str(path);
            self.drop_tags(&mut out, 0);
        } else if !path.is_empty() {
            self.resolve(path, &mut out);
            self.drop_tags(&mut out, 0);
        }
        let slashes = out.bytes().skip(1).rev().take_while(|&b| b == b'/').count();
        out.truncate(out.len() - slashes);
        if let Some(query) = query {
            self.push_query(&mut out, query);
        }
        if let Some(fragment) = fragment.filter(|fragment| !fragment.is_empty()) {
            out.push('#');
            out.push_str(fragment);
        }
        out.into()
    }

    fn push_host(&self, out: &mut String, scheme: &str, host: &str) {
        let start = out.len();
        out.push_str(host);
        out[start..].make_ascii_lowercase();
        let default = if scheme.eq_ignore_ascii_case("https") { ":443" } else { ":80" };
        if out[start..].ends_with(default) {
            out.truncate(out.len() - default.len());
        }
        // de.wikipedia.org and en.wikipedia.org are one site in two languages
        if let Some((label, rest)) = out[start..].split_once('.')
            && self.is_tag(label)
            && rest.contains('.')
        {
            out.drain(start..=start + label.len());
        }
    }

    /// Takes the locales out of the path that begins at `start`.
    fn drop_tags(&self, out: &mut String, start: usize) {
        if self.may_have_tag(&out[start..]) {
            let path = out.split_off(start);
            self.push_segments(out, &path);
        }
    }

    /// Whether some part of a path is a tag of the page's or the source's language: few have one, and the others stay as they are.
    fn may_have_tag(&self, path: &str) -> bool {
        let initial = |locale: Option<&Locale>| locale.and_then(|locale| locale.language().bytes().next()).unwrap_or(0);
        let initials = self.locales.map(initial);
        let ends = |byte: u8| matches!(byte, b'/' | b'.' | b'_');
        let bytes = path.as_bytes();
        bytes.iter().enumerate().any(|(at, byte)| {
            initials.contains(&(byte | 0x20)) && (at == 0 || ends(bytes[at - 1])) && {
                let length = bytes[at..].iter().take(TAG_MOST + 1).take_while(|byte| !ends(**byte)).count();
                path.get(at..at + length).is_some_and(|part| self.is_tag(part))
            }
        })
    }

    /// The segments of a path but for locales. What stays as it is written is copied in one go.
    fn push_segments(&self, out: &mut String, path: &str) {
        let mut copied = 0;
        let mut start = 0;
        for segment in parts(path) {
            let end = start + segment.len();
            if self.is_tag(segment) {
                out.push_str(&path[copied..start.saturating_sub(1).max(copied)]);
                copied = end;
            } else if self.has_suffix(segment) {
                out.push_str(&path[copied..start]);
                self.push_segment(out, segment);
                copied = end;
            }
            start = end + 1;
        }
        out.push_str(&path[copied..]);
    }

    /// Whether a locale stands in a segment: `a.de.md`, `index.de.html`, `commerce.en`, `logo_de.png`.
    fn has_suffix(&self, segment: &str) -> bool {
        let Some(dot) = segment.bytes().position(|b| b == b'.') else { return false };
        let (first, rest) = (&segment[..dot], &segment[dot + 1..]);
        rest.split('.').any(|part| self.is_tag(part)) || first.rsplit_once('_').is_some_and(|(_, tag)| self.is_tag(tag))
    }

    /// A segment without its locales.
    fn push_segment(&self, out: &mut String, segment: &str) {
        let mut parts = segment.split('.');
        let first = parts.next().unwrap_or("");
        let bare = first.rsplit_once('_').filter(|(stem, tag)| !stem.is_empty() && self.is_tag(tag));
        out.push_str(bare.map_or(first, |(stem, _)| stem));
        for part in parts {
            if !self.is_tag(part) {
                out.push('.');
                out.push_str(part);
            }
        }
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

    /// Resolves a relative path against the page, then takes away the root below which pages are named by key.
    fn resolve(&self, path: &str, resolved: &mut String) {
        let push = |resolved: &mut String, part: &str| {
            if !resolved.is_empty() {
                resolved.push('/');
            }
            resolved.push_str(part);
        };
        resolved.push_str(self.path.rsplit_once('/').map_or("", |(folder, _)| folder));
        for part in parts(path) {
            match part {
                "" | "." => {}
                ".." => {
                    let last = memchr::memrchr(b'/', resolved.as_bytes()).map_or(0, |slash| slash + 1);
                    if resolved.is_empty() || &resolved[last..] == ".." {
                        push(resolved, part);
                    } else {
                        resolved.truncate(last.saturating_sub(1));
                    }
                }
                part => push(resolved, part),
            }
        }
        if let Some(root) = self.roots.iter().find(|root| resolved.starts_with(root.as_str())) {
            resolved.drain(..root.len());
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
        let end = path.bytes().position(|b| b == b'/');
        rest = end.map(|slash| &path[slash + 1..]);
        Some(&path[..end.unwrap_or(path.len())])
    })
}

/// What stands before the first such mark, and what behind it.
fn cut(text: &str, mark: u8) -> (&str, Option<&str>) {
    memchr::memchr(mark, text.as_bytes()).map_or((text, None), |at| (&text[..at], Some(&text[at + 1..])))
}

/// Splits `https:rest`; a Windows drive (`C:\x`) and a `host:port` are no scheme.
fn split_scheme(url: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = cut(url, b':');
    let rest = rest?;
    let named = scheme.len() > 1 && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-'));
    (named && !rest.starts_with('\\') && !scheme.as_bytes()[0].is_ascii_digit()).then_some((scheme, rest))
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
