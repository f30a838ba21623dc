//! The ids that GitHub gives headings.

use compact_str::{CompactString, format_compact};
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

/// Numbers the slugs that come twice in a page, as GitHub does: none that has been given is given again.
pub(super) fn number<'a>(slugs: impl Iterator<Item = &'a mut CompactString>) {
    let mut slugs: Vec<_> = slugs.collect();
    // Where no two are the same, as nearly always, there is nothing to number.
    let mut seen = FxHashSet::with_capacity_and_hasher(slugs.len(), FxBuildHasher);
    if slugs.iter().all(|slug| seen.insert(slug.as_str())) {
        return;
    }
    let mut given: FxHashMap<CompactString, u32> = FxHashMap::default();
    for slug in &mut slugs {
        let Some(mut count) = given.get(*slug).copied() else {
            given.insert(slug.clone(), 0);
            continue;
        };
        let id = loop {
            count += 1;
            let id = format_compact!("{slug}-{count}");
            if !given.contains_key(&id) {
                break id;
            }
        };
        given.insert(std::mem::replace(*slug, id.clone()), count);
        given.insert(id, 0);
    }
}

/// Lower case, blanks as hyphens, and nothing but letters, digits, marks, `-` and `_`.
pub(super) fn slug(text: &str) -> CompactString {
    if text.is_ascii() {
        let mut slug = CompactString::with_capacity(text.len());
        // Many bytes at once, and then those out that are none, if any: a heading mostly has nothing but words.
        for some in text.as_bytes().chunks(64) {
            let mut bytes = [0; 64];
            bytes[..some.len()].copy_from_slice(some);
            for byte in &mut bytes {
                *byte = slug_byte(*byte);
            }
            let mut length = some.len();
            if bytes[..length].contains(&0) {
                length = 0;
                for at in 0..some.len() {
                    bytes[length] = bytes[at];
                    length += usize::from(bytes[at] != 0);
                }
            }
            slug.push_str(std::str::from_utf8(&bytes[..length]).unwrap_or_default());
        }
        return slug;
    }
    let mut slug = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            ' ' | '\n' | '\t' => slug.push('-'),
            'A'..='Z' => slug.push(character.to_ascii_lowercase()),
            'a'..='z' | '0'..='9' | '-' | '_' => slug.push(character),
            _ if character.is_ascii() => {}
            // Combining accents are marks, which the standard library does not count among the letters.
            '\u{300}'..='\u{36f}' => slug.push(character),
            _ if character.is_alphanumeric() => slug.extend(character.to_lowercase()),
            _ => {}
        }
    }
    slug.into()
}

/// What an ASCII character is in a slug; 0 for what is left out. Without branches, so that many can be asked for at once.
#[inline]
fn slug_byte(byte: u8) -> u8 {
    let mask = |is: bool| 0_u8.wrapping_sub(u8::from(is));
    let lower = byte | u8::from(byte.wrapping_sub(b'A') < 26) << 5;
    let kept = (lower.wrapping_sub(b'a') < 26) | (byte.wrapping_sub(b'0') < 10) | (byte == b'-') | (byte == b'_');
    let blank = (byte == b' ') | (byte == b'\n') | (byte == b'\t');
    lower & mask(kept) | b'-' & mask(blank)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_what_github_makes_of_the_heading() {
        assert_eq!(slug("Ports and endpoints"), "ports-and-endpoints");
        assert_eq!(slug("Größe & Maß (2.0)"), "größe--maß-20");
        assert_eq!(slug("file_name.txt"), "file_nametxt");
    }

    #[test]
    fn a_slug_that_comes_again_is_numbered() {
        let mut ids = ["A", "A", "A-1", "A"].map(slug);
        number(ids.iter_mut());
        assert_eq!(ids, ["a", "a-1", "a-1-1", "a-2"]);
    }
}
