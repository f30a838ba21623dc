//! The ids that GitHub gives headings.

use super::names::surely_distinct;
use super::{Section, TextRange};
use compact_str::{CompactString, format_compact};
use rustc_hash::FxHashMap;

/// Numbers the slugs that come twice in a page, as GitHub does: none that has been given is given again.
pub(super) fn number(names: &mut String, sections: &mut [Section]) {
    let written = |slug: &TextRange| slug.start as usize..slug.end as usize;
    let headings = || sections.iter().filter(|section| section.heading.is_some());
    if surely_distinct(headings().map(|section| &names[written(&section.slug)])) {
        return;
    }
    let mut given: FxHashMap<CompactString, u32> = FxHashMap::default();
    for section in sections.iter_mut().filter(|section| section.heading.is_some()) {
        let slug = CompactString::new(&names[written(&section.slug)]);
        let Some(mut count) = given.get(&slug).copied() else {
            given.insert(slug, 0);
            continue;
        };
        let id = loop {
            count += 1;
            let id = format_compact!("{slug}-{count}");
            if !given.contains_key(&id) {
                break id;
            }
        };
        section.slug.start = names.len() as u32;
        names.push_str(&id);
        section.slug.end = names.len() as u32;
        given.insert(slug, count);
        given.insert(id, 0);
    }
}

/// Appends the slug of a heading and answers where it stands: lower case, blanks as hyphens, and nothing but letters, digits,
/// marks, `-` and `_`.
pub(super) fn append(text: &str, names: &mut Vec<u8>) -> TextRange {
    let start = names.len() as u32;
    if text.is_ascii() {
        // Many bytes at once, and then those out that are none, if any: a heading mostly has nothing but words.
        for some in text.as_bytes().chunks(32) {
            let mut bytes = [b'-'; 32];
            bytes[..some.len()].copy_from_slice(some);
            for byte in &mut bytes {
                *byte = slug_byte(*byte);
            }
            let mut length = some.len();
            if bytes.iter().fold(false, |any, &byte| any | (byte == 0)) {
                length = 0;
                for at in 0..some.len() {
                    bytes[length] = bytes[at];
                    length += usize::from(bytes[at] != 0);
                }
            }
            names.extend_from_slice(&bytes[..length]);
        }
    } else {
        let mut push = |character: char| names.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        for character in text.chars() {
            match character {
                _ if character.is_ascii() => match slug_byte(character as u8) {
                    0 => {}
                    byte => push(byte.into()),
                },
                // Combining accents are marks, which the standard library does not count among the letters.
                '\u{300}'..='\u{36f}' => push(character),
                _ if character.is_alphanumeric() => character.to_lowercase().for_each(&mut push),
                _ => {}
            }
        }
    }
    start..names.len() as u32
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

    fn slugs(headings: &[&str]) -> Vec<String> {
        let mut names = Vec::new();
        let heading = |text| Section { heading: Some(0), slug: append(text, &mut names), ..Section::default() };
        let mut sections: Vec<Section> = headings.iter().copied().map(heading).collect();
        let mut names = String::from_utf8(names).unwrap();
        number(&mut names, &mut sections);
        sections.iter().map(|section| names[section.slug.start as usize..section.slug.end as usize].into()).collect()
    }

    #[test]
    fn a_slug_is_what_github_makes_of_the_heading() {
        let long = "x".repeat(70);
        let headings = ["Ports and endpoints", "Größe & Maß (2.0)", "file_name.txt", &format!("{long}: Y")];
        let expected = ["ports-and-endpoints", "größe--maß-20", "file_nametxt", &format!("{long}-y")];
        assert_eq!(slugs(&headings), expected);
    }

    #[test]
    fn a_slug_that_comes_again_is_numbered() {
        assert_eq!(slugs(&["A", "A", "A-1", "A"]), ["a", "a-1", "a-1-1", "a-2"]);
    }
}
