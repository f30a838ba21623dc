//! The ids that GitHub gives headings.

use compact_str::{CompactString, format_compact};
use rustc_hash::FxHashMap;

/// Numbers the slugs that come twice in a page, as GitHub does: none that has been given is given again.
pub(super) fn number<'a>(slugs: impl Iterator<Item = &'a mut CompactString>) {
    let mut slugs: Vec<_> = slugs.collect();
    // Where no two are the same, as nearly always, there is nothing to number.
    let mut sorted: Vec<&str> = slugs.iter().map(|slug| slug.as_str()).collect();
    sorted.sort_unstable();
    if sorted.windows(2).all(|two| two[0] != two[1]) {
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
    let mut slug = CompactString::with_capacity(text.len());
    if text.is_ascii() {
        let kept = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let mut rest = text;
        while !rest.is_empty() {
            let (run, behind) = rest.split_at(rest.bytes().take_while(kept).count());
            slug.push_str(run);
            if behind.starts_with([' ', '\n', '\t']) {
                slug.push('-');
            }
            rest = behind.get(1..).unwrap_or_default();
        }
        slug.make_ascii_lowercase();
        return slug;
    }
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
    slug
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
