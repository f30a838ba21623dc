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
        // All bytes at once, and then those out that are none, if any: a heading mostly has nothing but words.
        let mut slug: Vec<u8> = text.bytes().map(slug_byte).collect();
        if slug.contains(&0) {
            slug.retain(|&byte| byte != 0);
        }
        return CompactString::from_utf8(&slug).unwrap_or_default();
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

/// What an ASCII character is in a slug; 0 for what is left out.
#[inline]
fn slug_byte(byte: u8) -> u8 {
    match byte {
        b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' => byte,
        b'A'..=b'Z' => byte.to_ascii_lowercase(),
        b' ' | b'\n' | b'\t' => b'-',
        _ => 0,
    }
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
