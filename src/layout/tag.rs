//! Which parts of a name may be language tags, and how far to believe them.
//!
//! That a tag is well-formed says nothing (`images` is), that its language exists little (`to`, `is`, `cs`, `ps` do). So
//! the language must be one of the table's, its region one that exists, and the table says which are words besides.

use super::data::DATA;
use crate::locale::Locale;

/// A part of a name that reads as a language tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) locale: Locale,
    /// Seldom anything but a locale.
    pub(super) certain: bool,
    /// Doubtful, but a language that READMEs are translated into.
    pub(super) readme: bool,
    /// With a region or script.
    pub(super) long: bool,
}

/// How a tag stands to the source locale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kinship {
    /// The same language, but another region than the one meant.
    Cousin,
    /// The bare language for a region, or its main region for the bare language.
    Near,
    /// The very locale.
    Same,
}

/// Reads tags as the configuration wants them read.
#[derive(Clone, Debug)]
pub(super) struct Reader {
    pub(super) source: Locale,
    /// The only locales there are; empty for any.
    pub(super) locales: Vec<Locale>,
}

impl Reader {
    /// The tag that this text is.
    pub(super) fn read(&self, text: &str) -> Option<Tag> {
        // The longest in use are like `zh-hant-tw`; most names end here.
        if text.len() > 12 {
            return None;
        }
        let end = text.bytes().position(|byte| matches!(byte, b'-' | b'_')).unwrap_or(text.len());
        if !(2..=3).contains(&end) || !self.is_language(&text[..end]) {
            return None;
        }
        let lower = text.to_ascii_lowercase().replace('_', "-");
        let mut parts = lower.split('-');
        let language = parts.next()?;
        let listed = !self.locales.is_empty();
        if listed {
            let locale = Locale::parse(&lower)?;
            let wanted = |l: &Locale| l.same_language(&locale) && (l == &locale || !lower_of(l).contains('-'));
            let known = self.locales.iter().any(wanted) || locale.same_language(&self.source);
            return known.then_some(Tag { locale, certain: true, readme: false, long: lower.contains('-') });
        }
        let source = language == self.source.language();
        let certain = source || DATA.certain.contains(language) || DATA.certain.contains(&lower);
        let rest: Vec<&str> = parts.collect();
        let (script, region) = (|p: &str| DATA.scripts.contains(p), |p: &str| DATA.regions.contains(p));
        match rest[..] {
            [] => {}
            [part] if script(part) || region(part) => {}
            [first, second] if script(first) && region(second) => {}
            _ => return None,
        }
        let locale = Locale::parse(&lower)?;
        Some(Tag { locale, certain, readme: DATA.readme.contains(language), long: !rest.is_empty() })
    }

    /// Whether the text is a language that is looked for, in any case.
    fn is_language(&self, text: &str) -> bool {
        let same = |language: &str| language.eq_ignore_ascii_case(text);
        if same(self.source.language()) || !self.locales.is_empty() {
            return same(self.source.language()) || self.locales.iter().any(|l| same(l.language()));
        }
        let mut lower = [0; 3];
        let Some(lower) = lower.get_mut(..text.len()) else { return false };
        lower.copy_from_slice(text.as_bytes());
        lower.make_ascii_lowercase();
        std::str::from_utf8(lower).is_ok_and(|l| DATA.languages.contains(l))
    }

    /// How a locale stands to the source; `None` for another language.
    pub(super) fn kinship(&self, locale: &Locale) -> Option<Kinship> {
        if !locale.same_language(&self.source) || locale.script() != self.source.script() {
            return None;
        }
        Some(match (locale.region(), self.source.region()) {
            (a, b) if a == b => Kinship::Same,
            (None, Some(_)) => Kinship::Near,
            (Some(_), None) if DATA.main.contains(&lower_of(locale)) => Kinship::Near,
            _ => Kinship::Cousin,
        })
    }
}

fn lower_of(locale: &Locale) -> String {
    locale.to_string().to_lowercase()
}

/// A way to read a name as something before a tag, the tag, and something after it.
#[derive(Clone, Debug)]
pub(super) struct Split {
    pub(super) pre: String,
    pub(super) tag: Tag,
    pub(super) post: String,
}

impl Reader {
    /// Every way to read a name with a tag at its end (for a file: before its extension) or at its start.
    pub(super) fn splits(&self, name: &str, folder: bool) -> Vec<Split> {
        let (stem, extension) = match name.rfind('.') {
            Some(at) if !folder && at > 0 => name.split_at(at),
            _ => (name, ""),
        };
        let mut splits = Vec::new();
        let mut add = |pre: &str, text: &str, rest: &str| {
            if let Some(tag) = self.read(text) {
                splits.push(Split { pre: pre.to_owned(), tag, post: [rest, extension].concat() });
            }
        };
        let is_mark = |byte: &u8| matches!(byte, b'.' | b'-' | b'_');
        let bytes = stem.as_bytes();
        if !bytes.iter().any(is_mark) {
            if stem.is_ascii() {
                add("", stem, "");
            }
            return splits;
        }
        add("", stem, "");
        let marks = || (0..bytes.len()).filter(|&at| is_mark(&bytes[at]));
        // A tag has three parts at most.
        for at in marks().rev().take(3) {
            add(&stem[..=at], &stem[at + 1..], "");
        }
        for at in marks().take(3) {
            add("", &stem[..at], &stem[at..]);
        }
        splits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(source: &str, locales: &[&str]) -> Reader {
        let parse = |tag: &str| Locale::parse(tag).expect("tag");
        Reader { source: parse(source), locales: locales.iter().map(|t| parse(t)).collect() }
    }

    #[test]
    fn words_are_no_tags_or_doubtful_ones() {
        let reader = reader("en", &[]);
        for text in
            ["images", "media", "api", "includes", "go", "dos", "osx", "in", "how-to", "v2", "en-zz", "de-x", ""]
        {
            assert!(reader.read(text).is_none(), "{text}");
        }
        for text in ["to", "is", "it", "as", "no", "id", "so", "be", "my", "to-do", "as-is", "so-so", "ts", "ps"] {
            assert!(!reader.read(text).expect(text).certain, "{text}");
        }
        for text in ["de", "NL", "en-us", "pt_BR", "zh-Hans", "zh-hant-TW", "es-419", "it-it", "fil", "sr_latn"] {
            assert!(reader.read(text).expect(text).certain, "{text}");
        }
    }

    #[test]
    fn listed_locales_are_the_only_ones() {
        let reader = reader("en-us", &["de", "is-IS", "tlh"]);
        let known = ["de", "de-at", "is-is", "tlh", "en", "EN-US"];
        assert!(known.iter().all(|t| reader.read(t).is_some_and(|t| t.certain)));
        assert!(["is", "fr", "nl-nl", "docs"].iter().all(|t| reader.read(t).is_none()));
    }

    #[test]
    fn the_source_is_the_nearest_of_its_language() {
        let kin = |source: &str, tag: &str| reader(source, &[]).kinship(&Locale::parse(tag).expect("tag"));
        assert_eq!(kin("en", "en"), Some(Kinship::Same));
        assert_eq!(kin("en", "en-us"), Some(Kinship::Near));
        assert_eq!(kin("en", "en-gb"), Some(Kinship::Cousin));
        assert_eq!(kin("en-us", "en"), Some(Kinship::Near));
        assert_eq!(kin("en-us", "en-gb"), Some(Kinship::Cousin));
        assert_eq!(kin("zh-hans", "zh-hant"), None);
        assert_eq!(kin("en", "de"), None);
    }

    #[test]
    fn names_split_at_either_end() {
        let reader = reader("en", &[]);
        let show = |name: &str, folder| {
            let mut all: Vec<_> =
                reader.splits(name, folder).iter().map(|s| format!("{}[{}]{}", s.pre, s.tag.locale, s.post)).collect();
            all.sort();
            all
        };
        assert_eq!(show("README.zh-CN.md", false), ["README.[zh-CN].md"]);
        assert_eq!(show("docs.nl-nl", true), ["docs.[nl-NL]", "docs.nl-[nl]"]);
        assert_eq!(show("de", true), ["[de]"]);
        assert_eq!(show("de-docs", true), ["[de]-docs"]);
        assert!(show("überblick.md", false).is_empty());
    }
}
