//! Identifiers that their form gives away: GUIDs, hex codes, flags, variables, Unix paths.

use super::Scheme;
use super::token::has;
use compact_str::CompactString;

/// Reads an identifier at the start of a token: its scheme, canonical value and length in bytes.
pub(super) fn read(token: &str, flags: u16) -> Option<(Scheme, CompactString, usize)> {
    if flags & has::DIGIT != 0 {
        if let Some(guid) = token.get(..36).filter(|guid| is_guid(guid)) {
            return Some((Scheme::Guid, guid.to_ascii_lowercase().into(), 36));
        }
        if let Some(length) = hex(token) {
            return Some((Scheme::Hex, token[..length].to_ascii_lowercase().into(), length));
        }
    }
    if let Some(flag) = token.strip_prefix("--").filter(|flag| flag.starts_with(|c: char| c.is_ascii_alphabetic())) {
        let length = flag.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').unwrap_or(flag.len()) + 2;
        return Some((Scheme::Flag, token[..length].into(), length));
    }
    if flags & has::PERCENT != 0
        && token.starts_with('%')
        && let Some(end) = token[1..].find('%').filter(|&end| end > 1)
    {
        let name = &token[1..=end];
        if name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'(' || b == b')')
            && name.starts_with(|c: char| c.is_ascii_alphabetic())
        {
            return Some((Scheme::Variable, token[..end + 2].to_ascii_lowercase().into(), end + 2));
        }
    }
    if flags & has::DOLLAR != 0 && token.starts_with('$') && token[1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Some((Scheme::Variable, token.into(), token.len()));
    }
    let unix = flags & has::SLASH != 0
        && token.starts_with('/')
        && token[1..].contains('/')
        && token.is_ascii()
        && !token.starts_with("//");
    unix.then(|| (Scheme::Path, CompactString::from(token.trim_end_matches('/')), token.len()))
}

fn is_guid(text: &str) -> bool {
    text.bytes().enumerate().all(
        |(at, b)| {
            if matches!(at, 8 | 13 | 18 | 23) { b == b'-' } else { b.is_ascii_hexdigit() }
        },
    )
}

/// The length of a hex code at the start of a token: `0x801c03f3`, or eight digits and more of which some are letters.
fn hex(token: &str) -> Option<usize> {
    let (from, least) = match token.get(..2) {
        Some("0x" | "0X") => (2, 1),
        _ => (0, 8),
    };
    let digits = token[from..].bytes().take_while(u8::is_ascii_hexdigit).count();
    let body = &token[from..from + digits];
    let ends = token[from + digits..].chars().next().is_none_or(|c| !c.is_alphanumeric());
    let mixed =
        from == 2 || (body.bytes().any(|b| b.is_ascii_digit()) && body.bytes().any(|b| b.is_ascii_alphabetic()));
    (digits >= least && ends && mixed).then_some(from + digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(token: &str) -> Option<(Scheme, String)> {
        read(token, u16::MAX).map(|(scheme, value, _)| (scheme, value.to_string()))
    }

    #[test]
    fn forms() {
        for (token, scheme, value) in [
            ("0x801C03F3", Scheme::Hex, "0x801c03f3"),
            ("8024402C", Scheme::Hex, "8024402c"),
            ("1D2E8F3A-0000-4C4C-9A9A-0123456789AB", Scheme::Guid, "1d2e8f3a-0000-4c4c-9a9a-0123456789ab"),
            ("--dry-run=client", Scheme::Flag, "--dry-run"),
            ("%ProgramData%", Scheme::Variable, "%programdata%"),
            ("/etc/hosts", Scheme::Path, "/etc/hosts"),
        ] {
            assert_eq!(id(token), Some((scheme, value.to_owned())), "{token}");
        }
        for token in ["12345678", "95%", "and/or", "deadbeef", "2012", "$380"] {
            assert_eq!(id(token), None, "{token}");
        }
    }
}
