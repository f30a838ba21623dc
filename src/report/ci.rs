//! What the formats for CI share: paths from the repository's root, and fingerprints that outlive a moved line.

use super::Style;
use crate::check::{Diagnostic, Place};
use std::collections::HashMap;
use std::fmt::Write;

/// A page's path, relative to the repository's root.
pub(super) fn path(place: &Place, style: &Style) -> String {
    format!("{}{}", style.prefix, place.path)
}

/// A path as a relative reference of RFC 3986.
pub(super) fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(char::from(byte)),
            // writing to a string cannot fail
            _ => drop(write!(uri, "%{byte:02X}")),
        }
    }
    uri
}

/// Makes fingerprints that are unique in one report and do not change when lines move.
#[derive(Default)]
pub(super) struct Fingerprints {
    seen: HashMap<(String, u64), usize>,
}

impl Fingerprints {
    /// The fingerprint of a finding: a hash of its line, its rule and its fact, and the how-manieth of that hash in the
    /// page it is. The hash rolls as that of GitHub's own uploader does, over UTF-16 units that are no blanks.
    pub(super) fn of(&mut self, diagnostic: &Diagnostic) -> String {
        let fact = diagnostic.fact.as_ref().map_or("", |fact| fact.value.as_str());
        let units = |text: &str| text.encode_utf16().filter(|unit| !matches!(unit, 9 | 32)).collect::<Vec<_>>();
        let line = units(&diagnostic.place.line);
        let hash = [line.get(..100).unwrap_or(&line), &units(diagnostic.rule), &units(fact)]
            .concat()
            .into_iter()
            .fold(0u64, |hash, unit| hash.wrapping_mul(37).wrapping_add(u64::from(unit)));
        let seen = self.seen.entry((diagnostic.place.path.to_string(), hash)).or_insert(0);
        *seen += 1;
        format!("{hash:x}:{seen}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_a_reference() {
        assert_eq!(uri("de-de/größe 1.md"), "de-de/gr%C3%B6%C3%9Fe%201.md");
    }
}
