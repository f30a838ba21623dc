//! The layouts to look for: those of the configuration, then those of the table.

use super::data::{DATA, Trust};
use super::pattern::{Pattern, Segments};
use super::tag::Reader;
use crate::config::{Config, LayoutConfig};
use crate::locale::Locale;

/// A layout: where a translation is and where its source.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) name: String,
    pub(super) place: Place,
    /// Where the source is, if not in the same place with its own tag: a folder (`true`) or a page.
    pub(super) source: Option<(Segments, bool)>,
    pub(super) trust: Trust,
}

/// Where the translations of a layout are.
#[derive(Clone, Debug)]
pub(super) enum Place {
    /// Where a tag stands in the path.
    Tag(Pattern),
    /// In a folder for one locale.
    Folder(Segments, Locale),
}

/// What `detect` and `counterparts` look for, made once from the configuration.
#[derive(Clone, Debug)]
pub struct Setting {
    pub(super) reader: Reader,
    pub(super) rows: Vec<Row>,
}

impl Setting {
    /// What the configuration states and the table adds, for a tree at the folder `prefix` below that of the
    /// configuration (empty where they are one).
    pub fn new(config: &Config, prefix: &str) -> Self {
        let prefix: Vec<&str> = super::tree::segments(prefix);
        let stated = config.layouts.iter().filter_map(|layout| stated(layout, &prefix));
        let shipped = DATA.presets.iter().filter_map(|preset| {
            let place = Place::Tag(Pattern::new(&preset.translation)?);
            let source = Some(Segments::source(&preset.source, false));
            Some(Row { name: preset.name.clone(), place, source, trust: preset.trust })
        });
        let rows = stated.chain(shipped).collect();
        Self { reader: Reader { source: config.source.clone(), locales: config.locales.clone() }, rows }
    }
}

/// A layout of the configuration, as seen from a folder below it; `None` where it does not reach there.
fn stated(layout: &LayoutConfig, prefix: &[&str]) -> Option<Row> {
    let (text, fixed) = match (&layout.pattern, &layout.root, &layout.locale) {
        (Some(pattern), ..) if pattern.contains("{locale}") => (pattern.clone(), None),
        (Some(pattern), _, Some(locale)) => (pattern.clone(), Some(locale)),
        (None, Some(root), Some(locale)) => (format!("{}/{{path}}", root.trim_end_matches('/')), Some(locale)),
        _ => return None,
    };
    let path_is_name = Pattern::path_is_name(&text);
    let source = layout.source_pattern.as_deref().or(fixed.map(|_| "{path}"));
    let source = match source.map(|s| Segments::source(s, path_is_name)) {
        Some((segments, open)) => Some((segments.below(prefix)?, open)),
        None => None,
    };
    let place = match fixed {
        Some(locale) => {
            let (segments, open) = Segments::source(&text, false);
            // A folder beside the configuration's is reached from there alone.
            let outside = text.starts_with("../");
            let segments = if outside && prefix.is_empty() { segments } else { segments.below(prefix)? };
            open.then_some(Place::Folder(segments, locale.clone()))?
        }
        None => {
            let mut pattern = Pattern::new(&text)?;
            pattern.before = pattern.before.below(prefix)?;
            Place::Tag(pattern)
        }
    };
    Some(Row { name: "configured".to_owned(), place, source, trust: Trust::Stated })
}
