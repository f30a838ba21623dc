//! The ids that GitHub gives headings.

use rustc_hash::FxHashMap;

/// Gives out slugs and numbers those that come twice, as GitHub does.
#[derive(Debug, Default)]
pub(super) struct Slugs {
    seen: FxHashMap<String, u32>,
}

impl Slugs {
    /// The id of the next heading, of this text.
    pub(super) fn next(&mut self, text: &str) -> String {
        let base = slug(text);
        let Some(&count) = self.seen.get(&base) else {
            self.seen.insert(base.clone(), 0);
            return base;
        };
        let mut count = count;
        let id = loop {
            count += 1;
            let id = format!("{base}-{count}");
            if !self.seen.contains_key(&id) {
                break id;
            }
        };
        self.seen.insert(base, count);
        self.seen.insert(id.clone(), 0);
        id
    }
}

/// Lower case, blanks as hyphens, and nothing but letters, digits, marks, `-` and `_`.
fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
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
        let mut slugs = Slugs::default();
        assert_eq!(slugs.next("Ports and endpoints"), "ports-and-endpoints");
        assert_eq!(slugs.next("Größe & Maß (2.0)"), "größe--maß-20");
        assert_eq!(slugs.next("file_name.txt"), "file_nametxt");
    }

    #[test]
    fn a_slug_that_comes_again_is_numbered() {
        let mut slugs = Slugs::default();
        let ids: Vec<_> = ["A", "A", "A-1", "A"].into_iter().map(|t| slugs.next(t)).collect();
        assert_eq!(ids, ["a", "a-1", "a-1-1", "a-2"]);
    }
}
