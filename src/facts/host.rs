//! Hosts: what a target names before its path, and which part of a name somebody registered.

/// The part of a domain that was registered, with its public suffix: `example.co.uk` of `www.example.co.uk`.
///
/// Only the suffixes of registries count: `blob.core.windows.net` belongs to `windows.net`, although its owner lets others have names
/// below it. `None` for a domain without one (`localhost`, `co.uk`).
pub fn registrable(domain: &str) -> Option<&str> {
    let mut tail = domain;
    let suffix = loop {
        let suffix = psl::suffix(tail.as_bytes())?;
        let start = tail.len().checked_sub(suffix.as_bytes().len())?;
        let found = tail.get(start..)?;
        if suffix.typ() != Some(psl::Type::Private) {
            break found;
        }
        tail = found.split_once('.')?.1;
    };
    let before = domain.strip_suffix(suffix)?.strip_suffix('.')?;
    let label = before.rfind('.').map_or(0, |dot| dot + 1);
    domain.get(label..).filter(|name| !name.starts_with('.') && label < before.len())
}

/// A target's scheme, host and what follows the host; `None` for a target without a host (`a.md`, `mailto:x@example.com`).
pub fn split_host(target: &str) -> Option<(&str, &str, &str)> {
    // most targets are paths, which soon have a byte that no scheme has
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.');
    let (scheme, rest) = target.split_at(target.bytes().position(|b| !plain(b))?);
    let rest = rest.strip_prefix("://").filter(|_| !scheme.is_empty())?;
    // the name stands behind the last `@` before the path, and before the last colon behind that if that is a port's
    let (mut end, mut name, mut colon) = (rest.len(), 0, None);
    for (at, b) in rest.bytes().enumerate() {
        match b {
            b'/' | b'?' | b'#' => {
                end = at;
                break;
            }
            b'@' => (name, colon) = (at + 1, None),
            b':' => colon = Some(at),
            _ => {}
        }
    }
    let (authority, path) = rest.split_at(end);
    let port = colon.filter(|colon| authority[colon + 1..].bytes().all(|b| b.is_ascii_digit()));
    let host = &authority[name..port.unwrap_or(end)];
    (!host.is_empty()).then_some((scheme, host, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_registered() {
        for (domain, name) in [
            ("srv01.northwindtraders.com", Some("northwindtraders.com")),
            ("northwindtraders.com", Some("northwindtraders.com")),
            ("www.example.co.uk", Some("example.co.uk")),
            ("northwindcmg.blob.core.windows.net", Some("windows.net")),
            ("x.github.io", Some("github.io")),
            ("srv.corp.contoso.local", Some("contoso.local")),
            ("com", None),
            ("co.uk", None),
            ("localhost", None),
        ] {
            assert_eq!(registrable(domain), name, "{domain}");
        }
    }

    #[test]
    fn hosts() {
        assert_eq!(split_host("https://example.com/a?b"), Some(("https", "example.com", "/a?b")));
        assert_eq!(split_host("https://me@example.com:8080"), Some(("https", "example.com", "")));
        assert_eq!(split_host("tls://[2001:db8::1]"), Some(("tls", "[2001:db8::1]", "")));
        assert_eq!(split_host("a.md"), None);
        assert_eq!(split_host("mailto:x@example.com"), None);
        assert_eq!(split_host("https:///x"), None);
        assert_eq!(split_host("a:b://x"), None);
    }
}
