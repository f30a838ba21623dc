//! Where links, images and includes lead: one canonical form for a target and its twins in other locales.

use crate::locale::Locale;
use crate::text::{BLOCK, Bits, places_in};
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

/// Makes canonical targets of a page's, one after the other.
#[derive(Debug)]
pub(super) struct Targets<'a> {
    address: Address<'a>,
    /// The folder that the page stands in.
    folder: &'a str,
    /// The same below the root, which holds no locale then; `None` where more than that must be known to resolve a path against it.
    plain_folder: Option<&'a str>,
    /// The two letters, small, with which the tags begin that do not count.
    initials: [[u8; 2]; 2],
    /// Where targets are put together.
    out: String,
}

impl<'a> Targets<'a> {
    pub(super) fn of(address: Address<'a>) -> Self {
        let initials = |locale: Option<&Locale>| {
            let letters = locale.and_then(|locale| locale.language().as_bytes().first_chunk().copied());
            letters.unwrap_or_default()
        };
        let folder = &address.path[..last_slash(address.path).unwrap_or(0)];
        let initials = address.locales.map(initials);
        let mut targets = Self { address, folder, plain_folder: None, initials, out: String::with_capacity(256) };
        targets.plain_folder = targets.below_root().filter(|folder| targets.find_tag(folder, 0).is_none());
        targets
    }

    /// The folder below the root that the page stands in, where that is the only one for all below it.
    fn below_root(&self) -> Option<&'a str> {
        let (folder, roots) = (self.folder, self.address.roots);
        let Some(root) = roots.iter().find(|root| is_below(folder, root)) else {
            return roots.is_empty().then_some(folder);
        };
        let alone = roots.iter().all(|other| other == root || !other.starts_with(root.as_str()));
        alone.then(|| folder.get(root.len()..).unwrap_or_default())
    }

    /// The canonical form of a target: resolved against the page, without locale segments, locale suffixes and locale
    /// parameters, the host in lower case, without a trailing slash. The fragment is kept.
    pub(super) fn canonical(&mut self, url: &str) -> CompactString {
        let url = url.trim();
        // a place in the page itself
        if url.len() > 1 && url.starts_with('#') {
            return url.into();
        }
        if let Some(canonical) = self.plainly(url) {
            return canonical;
        }
        let (path, rest) = url.split_at(memchr::memchr2(b'?', b'#', url.as_bytes()).unwrap_or(url.len()));
        self.out.clear();
        if path.starts_with('/') {
            self.push_path(path);
        } else if let Some(scheme) = scheme_length(path) {
            // the scheme and the host, or the scheme alone
            let after = &path[scheme + 1..];
            let head = match after.strip_prefix("//") {
                Some(host) => memchr::memchr(b'/', host.as_bytes()).map_or(path.len(), |end| scheme + 3 + end),
                None => scheme + 1,
            };
            self.out.push_str(&path[..head]);
            self.out.make_ascii_lowercase();
            if head > scheme + 1 {
                self.mend_host(scheme);
                self.push_path(&path[head..]);
            } else {
                self.out.push_str(&path[head..]);
            }
        } else if !path.is_empty() {
            self.push_resolved(path);
        }
        while self.out.len() > 1 && self.out.ends_with('/') {
            self.out.pop();
        }
        if !rest.is_empty() {
            let (query, fragment) = cut(rest, b'#');
            self.push_query(query.strip_prefix('?').unwrap_or(query));
            if let Some(fragment) = fragment.filter(|fragment| !fragment.is_empty()) {
                self.out.push('#');
                self.out.push_str(fragment);
            }
        }
        self.out.as_str().into()
    }

    /// The same for a target without query and anything that may be a locale, as most are: it is as it should be, or a path down from
    /// a folder.
    fn plainly(&mut self, url: &str) -> Option<CompactString> {
        if let Some(rest) = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")) {
            return self.plain(rest, b'Z').map(|plain| url[..url.len() - rest.len() + plain.len()].into());
        }
        if let Some(rest) = url.strip_prefix('/') {
            return self.plain(rest, b'@').map(|plain| url[..=plain.len()].into());
        }
        let (mut folder, mut path) = (self.plain_folder?, url.strip_prefix("./").unwrap_or(url));
        while let Some(rest) = path.strip_prefix("../").filter(|_| !folder.is_empty()) {
            (folder, path) = (&folder[..last_slash(folder).unwrap_or(0)], rest);
        }
        if path.starts_with(['.', '/']) {
            return None;
        }
        let plain = self.plain(path, b'@')?;
        if folder.is_empty() {
            return Some(plain.into());
        }
        self.out.clear();
        self.out.push_str(folder);
        self.out.push('/');
        self.out.push_str(plain);
        Some(self.out.as_str().into())
    }

    /// A path, or a host with one, without the slash at its end; `None` where the canonical form may differ in anything else.
    fn plain<'p>(&self, path: &'p str, odd: u8) -> Option<&'p str> {
        let length = self.plain_length(path, odd);
        let (plain, rest) = path.split_at(length);
        let kept = match rest.as_bytes() {
            [] => plain.strip_suffix('/').unwrap_or(plain),
            [b'#', _, ..] if !plain.ends_with('/') => path,
            _ => return None,
        };
        (!plain.is_empty() && !kept.is_empty()).then_some(kept)
    }

    /// How much of a path there is, or of a host with one, before what may be written otherwise in the canonical form. Of the bytes
    /// from the colon on those are plain that come behind `odd`: `@`, or `Z` where letters are to be small.
    fn plain_length(&self, path: &str, odd: u8) -> usize {
        // blocks share two bytes: what is looked for in them takes three at most
        const STEP: usize = BLOCK - 2;
        let bytes = path.as_bytes();
        let mut from = 0;
        while from < bytes.len() {
            let block = &bytes[from..bytes.len().min(from + BLOCK)];
            let places = self.odd_places(block, from == 0, odd);
            if places != 0 {
                return from + places.trailing_zeros() as usize;
            }
            if block.len() < BLOCK {
                break;
            }
            from += STEP;
        }
        bytes.len()
    }

    /// Where a block of a path has what is not plain: odd bytes, beginnings of tags, and slashes before a dot or another.
    fn odd_places(&self, bytes: &[u8], first: bool, odd: u8) -> u64 {
        let mut block = [b'a'; BLOCK];
        block[..bytes.len()].copy_from_slice(bytes);
        // blanks, the number sign and what is no ASCII; from the colon to the question mark, and further
        let odd = places_in(&block, |byte| {
            (byte <= b'#') | (byte >= 0x80) | (byte.wrapping_sub(b':') <= odd.wrapping_sub(b':'))
        });
        let of = |sought: u8| places_in(&block, |byte| byte == sought);
        let letter = |sought: u8| places_in(&block, |byte| byte | 0x20 == sought);
        let begins = |[one, two]: [u8; 2]| letter(one) & letter(two) >> 1;
        let (slashes, dots) = (of(b'/'), of(b'.'));
        let parts = (slashes | dots | of(b'_')) << 1 | u64::from(first);
        let tags = parts & (begins(self.initials[0]) | begins(self.initials[1]));
        let steps = slashes & (slashes | dots) >> 1;
        odd | tags | steps
    }

    /// Takes out of `https://host` the port that goes without saying, and the language that the host begins with.
    fn mend_host(&mut self, scheme: usize) {
        let (address, out) = (&self.address, &mut self.out);
        let default = if &out[..scheme] == "https" { ":443" } else { ":80" };
        let host = scheme + "://".len();
        if out[host..].ends_with(default) {
            out.truncate(out.len() - default.len());
        }
        // de.wikipedia.org and en.wikipedia.org are one site in two languages
        let label = out.as_bytes()[host..].iter().take(TAG_MOST + 1).position(|b| *b == b'.');
        if let Some(label) = label.map(|length| host..host + length)
            && address.is_tag(&out[label.clone()])
            && out[label.end + 1..].contains('.')
        {
            out.drain(label.start..=label.end);
        }
    }

    /// Adds a path without the locales in it.
    fn push_path(&mut self, path: &str) {
        let mut copied = 0;
        while let Some(tag) = self.find_tag(path, copied) {
            self.out.push_str(&path[copied..tag.start]);
            copied = tag.end;
        }
        self.out.push_str(&path[copied..]);
    }

    /// The first locale in a path that begins at `from` or behind it, with the mark before it: a segment (`/de/`), or an ending of one
    /// before its last (`a.de.md`, `commerce.en`, `logo_de.png`).
    fn find_tag(&self, path: &str, from: usize) -> Option<Range<usize>> {
        let bytes = path.as_bytes();
        let [[ours, _], [theirs, _]] = self.initials;
        let tag_to = |start: usize, ends: fn(u8) -> bool| {
            // few parts begin as a tag does
            let first = bytes.get(start)? | 0x20;
            if first != ours && first != theirs {
                return None;
            }
            let length = bytes[start..].iter().take(TAG_MOST + 1).take_while(|byte| !ends(**byte)).count();
            path.get(start..start + length).filter(|part| self.address.is_tag(part)).map(|_| start + length)
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

    fn push_query(&mut self, query: &str) {
        let mut mark = '?';
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            if matches!(key, "lang" | "hl" | "locale" | "setlang" | "language") && self.address.is_tag(value) {
                continue;
            }
            self.out.push(mark);
            self.out.push_str(pair);
            mark = '&';
        }
    }

    /// Resolves a relative path against the page, takes away the root below which pages are named by key, and the locales.
    fn push_resolved(&mut self, path: &str) {
        self.out.push_str(self.folder);
        path.split('/').for_each(|part| self.go(part));
        if let Some(root) = self.address.roots.iter().find(|root| self.out.starts_with(root.as_str())) {
            self.out.drain(..root.len());
        }
        if self.find_tag(&self.out, 0).is_some() {
            let path = std::mem::take(&mut self.out);
            self.push_path(&path);
        }
    }

    /// Goes to what has that name in the folder that has been pushed.
    fn go(&mut self, part: &str) {
        let out = &mut self.out;
        if part.is_empty() || part == "." {
            return;
        }
        if part == ".." && !out.is_empty() {
            let slash = last_slash(out);
            if &out[slash.map_or(0, |slash| slash + 1)..] != ".." {
                out.truncate(slash.unwrap_or(0));
                return;
            }
        }
        if !out.is_empty() {
            out.push('/');
        }
        out.push_str(part);
    }
}

impl Address<'_> {
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

/// Whether a folder is a root or below one. Roots have a slash at the end, or are empty.
fn is_below(folder: &str, root: &str) -> bool {
    folder.starts_with(root) || root.strip_suffix('/') == Some(folder)
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
        let address = Address { path, key, roots: &roots, locales: [Some(&own), Some(&source)] };
        Targets::of(address).canonical(url)
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
        for url in ["./x//y.md", "../b/./x/y.md", " x/z/../y.md ", "../../de-de/b/x/y.md"] {
            assert_eq!(canonical("de-de/b/c.md", "b/c.md", "de", url), "b/x/y.md", "{url}");
        }
        let far = "x/".repeat(80);
        assert_eq!(canonical("de-de/b/c.md", "b/c.md", "de", &far), ["b/", far.trim_end_matches('/')].concat());
        for at in 0..80 {
            // a locale is seen wherever it stands
            let (before, behind) = far.split_at(2 * at);
            let url = [before, "de/", behind, "y"].concat();
            assert_eq!(canonical("de-de/b/c.md", "b/c.md", "de", &url), ["b/", &far, "y"].concat());
        }
    }

    #[test]
    fn roots() {
        assert_eq!(root_of("docs/en/a/b.md", "a/b.md"), "docs/en/");
        assert_eq!(root_of("a/b.de.md", "a/b"), "");
        assert_eq!(root_of("pages.nl/common/x.md", "common/x.md"), "pages.nl/");
    }
}
