//! The ids that GitHub gives headings.

use super::Section;
use super::names::surely_distinct;
use compact_str::{CompactString, format_compact};
use rustc_hash::FxHashMap;

/// Numbers the slugs that come twice in a page, as GitHub does: none that has been given is given again.
pub(super) fn number(sections: &mut [Section]) {
    let is_heading = |section: &&Section| section.heading.is_some();
    if surely_distinct(sections.iter().filter(is_heading).map(|section| section.slug.as_str())) {
        return;
    }
    let mut given: FxHashMap<CompactString, u32> = FxHashMap::default();
    for section in sections.iter_mut().filter(|section| section.heading.is_some()) {
        let slug = &mut section.slug;
        let Some(mut count) = given.get(slug).copied() else {
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
        given.insert(std::mem::replace(slug, id.clone()), count);
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
        let heading = |text| Section { heading: Some(0), slug: slug(text), ..Section::default() };
        let mut sections = ["A", "A", "A-1", "A"].map(heading);
        number(&mut sections);
        assert_eq!(sections.map(|section| section.slug), ["a", "a-1", "a-1-1", "a-2"]);
    }
}
