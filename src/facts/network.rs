//! Domains, URLs, e-mail and IP addresses: what a token of the text is, decided before anything is read as a number.

use compact_str::CompactString;
use std::net::{Ipv4Addr, Ipv6Addr};

/// Top-level domains of special use (RFC 2606, RFC 6761, RFC 8375, ICANN's `.internal`) that the public suffix list lacks.
const SPECIAL_USE: [&str; 12] = [
    "local",
    "internal",
    "test",
    "example",
    "invalid",
    "localhost",
    "lan",
    "corp",
    "home",
    "intranet",
    "arpa",
    "onion",
];

/// Endings of file names that are top-level domains as well, or look like one, in order.
const FILE_ENDINGS: &[&str] = &[
    "ai",
    "app",
    "as",
    "bat",
    "bin",
    "cab",
    "cat",
    "cc",
    "cer",
    "cfg",
    "cmd",
    "com",
    "conf",
    "config",
    "cpp",
    "crt",
    "cs",
    "css",
    "csv",
    "dat",
    "db",
    "dll",
    "dmg",
    "do",
    "doc",
    "docx",
    "env",
    "exe",
    "gif",
    "git",
    "go",
    "gz",
    "htm",
    "html",
    "ico",
    "inf",
    "info",
    "ini",
    "intunewin",
    "ipa",
    "ipsw",
    "iso",
    "jar",
    "java",
    "jpg",
    "js",
    "json",
    "key",
    "kt",
    "lic",
    "lnk",
    "local",
    "lock",
    "log",
    "map",
    "md",
    "mdx",
    "mof",
    "mov",
    "mp4",
    "msi",
    "msp",
    "msu",
    "nupkg",
    "ova",
    "p7b",
    "pdf",
    "pem",
    "pfx",
    "php",
    "pkg",
    "pl",
    "plist",
    "png",
    "pot",
    "ppt",
    "properties",
    "ps",
    "ps1",
    "psd1",
    "psm1",
    "py",
    "rb",
    "reg",
    "rpm",
    "rs",
    "sh",
    "sql",
    "sqlite",
    "st",
    "svg",
    "swift",
    "sys",
    "tar",
    "tf",
    "tgz",
    "toml",
    "ts",
    "tsv",
    "txt",
    "vbs",
    "vhd",
    "webp",
    "wim",
    "xls",
    "xlsx",
    "xml",
    "yaml",
    "yml",
    "zip",
];

/// Top-level domains that are everyday words or member names in code; believed only with three labels or more; in
/// order.
const WORDS: &[&str] = &[
    "am",
    "at",
    "be",
    "box",
    "build",
    "by",
    "call",
    "case",
    "center",
    "chat",
    "city",
    "click",
    "cloud",
    "codes",
    "company",
    "data",
    "date",
    "design",
    "dev",
    "domains",
    "download",
    "education",
    "email",
    "events",
    "exchange",
    "feedback",
    "finance",
    "fit",
    "global",
    "group",
    "help",
    "host",
    "id",
    "in",
    "is",
    "it",
    "link",
    "live",
    "map",
    "me",
    "media",
    "menu",
    "mobile",
    "my",
    "name",
    "network",
    "no",
    "one",
    "online",
    "open",
    "page",
    "phone",
    "photo",
    "plus",
    "post",
    "press",
    "properties",
    "read",
    "report",
    "review",
    "run",
    "save",
    "search",
    "security",
    "services",
    "show",
    "site",
    "so",
    "software",
    "space",
    "storage",
    "store",
    "study",
    "support",
    "systems",
    "team",
    "technology",
    "test",
    "to",
    "today",
    "tools",
    "top",
    "training",
    "us",
    "video",
    "vote",
    "watch",
    "web",
    "work",
    "zone",
];

/// Top-level domains that are hardly ever anything else.
const COMMON: &[&str] =
    &["com", "net", "org", "edu", "gov", "mil", "int", "info", "io", "ms", "biz", "eu", "cloud", "dev", "app", "arpa"];

/// What a dotted token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Dotted {
    /// A domain, in lower case.
    Domain(CompactString),
    /// A file name.
    File,
    /// Nothing that is known.
    Other,
}

/// Reads a token with inner dots and no scheme: `cloudapp.azure.com`, `*.cloudapp.net`, `readme.md`.
///
/// `code` says that it stands in a code span, where `user.name` is a member and no domain.
pub(super) fn dotted(token: &str, code: bool) -> Dotted {
    let wild = token.strip_prefix("*.");
    let body = wild.unwrap_or(token);
    if body.len() > 253 || body.split('.').any(|label| !is_label(label)) {
        return Dotted::Other;
    }
    let labels = body.split('.').count();
    let Some((stem, last)) = body.rsplit_once('.') else {
        return Dotted::Other;
    };
    let mut top = CompactString::from(last);
    top.make_ascii_lowercase();
    if !top.bytes().all(|b| b.is_ascii_alphabetic()) || stem.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return Dotted::Other;
    }
    let domain = || {
        let mut domain = CompactString::from(token);
        domain.make_ascii_lowercase();
        Dotted::Domain(domain)
    };
    let web = wild.is_some() || stem.len() > 3 && stem[..4].eq_ignore_ascii_case("www.");
    if labels == 2 && !web {
        if top != "com" && is_one_of(FILE_ENDINGS, &top) {
            return Dotted::File;
        }
        // ASP.NET and System.IO are names, "update.In" is a full stop without its blank
        let shout = last.bytes().all(|b| b.is_ascii_uppercase()) && stem.bytes().any(|b| b.is_ascii_lowercase());
        let title = last.as_bytes()[0].is_ascii_uppercase() && !(top == "com" || top == "net" || top == "org");
        let name = last.bytes().all(|b| b.is_ascii_uppercase()) && stem.bytes().all(|b| b.is_ascii_uppercase());
        let dot_net = top == "net"
            && (stem.eq_ignore_ascii_case("asp")
                || stem.eq_ignore_ascii_case("ado")
                || stem.eq_ignore_ascii_case("system"));
        if shout || title || name || dot_net || is_one_of(WORDS, &top) {
            return Dotted::Other;
        }
    }
    if SPECIAL_USE.contains(&top.as_str()) {
        return if code && labels == 2 { Dotted::Other } else { domain() };
    }
    if labels > 2 && !web && top != "com" && is_one_of(FILE_ENDINGS, &top) && !is_country(&top) {
        return Dotted::File;
    }
    // under the many newer top-level domains names of code and prose abound: they must look like a domain throughout
    let common = is_country(&top) || COMMON.contains(&top.as_str()) || web;
    if !common && (labels < 3 || is_one_of(WORDS, &top) || body.bytes().any(|b| b.is_ascii_uppercase())) {
        return Dotted::Other;
    }
    let known = psl::suffix(top.as_bytes()).is_some_and(|suffix| suffix.is_known());
    let member = code
        && !web
        && !is_country(&top)
        && !matches!(top.as_str(), "com" | "net" | "org" | "edu" | "gov" | "mil" | "info" | "io" | "ms");
    if known
        && !member
        && (labels > 2 || web || top.len() == 2 || top.len() <= 4 || stem.bytes().all(|b| !b.is_ascii_uppercase()))
    {
        domain()
    } else {
        Dotted::Other
    }
}

/// Whether a word is in a list that is in order.
fn is_one_of(list: &[&str], word: &str) -> bool {
    list.binary_search(&word).is_ok()
}

/// Whether a word names a file: `setup.exe`.
pub fn is_file_name(word: &str) -> bool {
    matches!(dotted(word, false), Dotted::File)
}

fn is_country(top: &str) -> bool {
    top.len() == 2 && !is_one_of(FILE_ENDINGS, top)
}

fn is_label(label: &str) -> bool {
    !label.is_empty()
        && label.len() <= 63
        && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// Reads an e-mail address; gives it in lower case.
pub(super) fn email(token: &str) -> Option<CompactString> {
    let (user, host) = token.strip_prefix("mailto:").unwrap_or(token).split_once('@')?;
    let user_fits =
        !user.is_empty() && user.bytes().all(|b| b.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&b));
    let host_fits = host.contains('.')
        && host.split('.').all(is_label)
        && host.rsplit('.').next().is_some_and(|top| top.bytes().all(|b| b.is_ascii_alphabetic()));
    (user_fits && host_fits).then(|| CompactString::from(format!("{user}@{host}").to_ascii_lowercase()))
}

/// Reads an IPv4 or IPv6 address or network (`10.0.0.0/8`), with a port or not; gives it as RFC 5952 and CIDR write it.
pub(super) fn address(token: &str) -> Option<(CompactString, Option<u16>)> {
    if let Some(inner) = token.strip_prefix('[') {
        let (host, rest) = inner.split_once(']')?;
        let address: Ipv6Addr = host.parse().ok()?;
        let port = rest.strip_prefix(':').and_then(|port| port.parse().ok());
        return Some((CompactString::from(format!("{address}")), port));
    }
    let (body, prefix) = token.split_once('/').map_or((token, None), |(body, prefix)| (body, Some(prefix)));
    if let Some(prefix) = prefix {
        let net: ipnet::IpNet = format!("{body}/{prefix}").parse().ok()?;
        return Some((CompactString::from(net.to_string()), None));
    }
    let dots = body.bytes().filter(|&b| b == b'.').count();
    if dots == 3 {
        let (host, port) = body.split_once(':').map_or((body, None), |(host, port)| (host, Some(port)));
        let address: Ipv4Addr = host.parse().ok()?;
        let port = port.map(|port| port.parse::<u16>().ok()).unwrap_or(None);
        return Some((CompactString::from(address.to_string()), port));
    }
    let colons = body.bytes().filter(|&b| b == b':').count();
    // "12:30:15" has two colons; an address without `::` has seven
    if colons == 7 || (colons >= 2 && body.contains("::") && body.len() > 2) {
        let address: Ipv6Addr = body.parse().ok()?;
        return Some((CompactString::from(address.to_string()), None));
    }
    None
}

/// Where a URL ends that starts at the beginning of `text`: before the punctuation that closes the sentence around it.
pub(super) fn url_end(text: &str) -> usize {
    let mut end = text
        .find(|c: char| {
            c.is_whitespace()
                || matches!(c, '<' | '>' | '"' | '`' | '|' | '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{bb}')
        })
        .unwrap_or(text.len());
    // how many more of each kind close than open; counted once, since a URL may end in very many of them
    let surplus = |open: char, close: char| {
        let (opened, closed) = (text[..end].matches(open).count(), text[..end].matches(close).count());
        closed as isize - opened as isize
    };
    let mut surplus = [surplus('(', ')'), surplus('[', ']'), surplus('{', '}')];
    while let Some(last) = text[..end].chars().next_back() {
        let closes = [')', ']', '}'].iter().position(|close| *close == last);
        let drop = match closes {
            Some(kind) => surplus[kind] > 0,
            None => matches!(last, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '\u{2019}' | '\u{2026}'),
        };
        if !drop {
            break;
        }
        if let Some(kind) = closes {
            surplus[kind] -= 1;
        }
        end -= last.len_utf8();
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn domain(token: &str) -> Option<CompactString> {
        match dotted(token, false) {
            Dotted::Domain(domain) => Some(domain),
            _ => None,
        }
    }

    #[test]
    fn the_lists_are_in_order() {
        assert!(FILE_ENDINGS.is_sorted() && WORDS.is_sorted());
    }

    #[test]
    fn domains() {
        for (token, value) in [
            ("cloudapp.azure.com", "cloudapp.azure.com"),
            ("*.cloudapp.net", "*.cloudapp.net"),
            ("GraniteFalls.EastUS.CloudApp.Azure.Com", "granitefalls.eastus.cloudapp.azure.com"),
            ("dc01.contoso.local", "dc01.contoso.local"),
            ("contoso.com", "contoso.com"),
            ("login.microsoftonline.us", "login.microsoftonline.us"),
        ] {
            assert_eq!(domain(token).as_deref(), Some(value));
        }
    }

    #[test]
    fn names_files_and_sentences_are_no_domains() {
        for token in [
            "readme.md",
            "main.rs",
            "ASP.NET",
            "System.IO",
            "e.g",
            "update.In",
            "object.name",
            "1.2.3",
            "setup.exe",
            "a..b",
            "policy.xml",
        ] {
            assert_eq!(domain(token), None, "{token}");
        }
        assert_eq!(dotted("user.name", true), Dotted::Other);
    }

    #[test]
    fn addresses() {
        assert_eq!(address("10.0.0.0/8").unwrap().0, "10.0.0.0/8");
        assert_eq!(address("78.47.212.211:9443").unwrap(), ("78.47.212.211".into(), Some(9443)));
        assert_eq!(address("[2620:fe::fe]:8443").unwrap(), ("2620:fe::fe".into(), Some(8443)));
        assert_eq!(address("2a04:b900:0:100::37").unwrap().0, "2a04:b900:0:100::37");
        for token in ["12:30:15", "1.2.3", "300.1.2.3", "::"] {
            assert_eq!(address(token), None, "{token}");
        }
    }

    #[test]
    fn a_url_ends_before_the_sentences_punctuation() {
        for (text, url) in [
            ("https://a.b/c. Then", "https://a.b/c"),
            ("https://a.b/c_(d)) x", "https://a.b/c_(d)"),
            ("https://a.b/?x=1,", "https://a.b/?x=1"),
        ] {
            assert_eq!(&text[..url_end(text)], url);
        }
    }

    #[test]
    fn emails() {
        assert_eq!(email("Admin@Contoso.com").as_deref(), Some("admin@contoso.com"));
        assert_eq!(email("@contoso.com"), None);
        assert_eq!(email("user@host"), None);
    }
}
