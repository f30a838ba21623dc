//! The table of layouts and tags in `rules/layouts.toml`, read once.

use rustc_hash::FxHashSet;
use serde::Deserialize;
use std::sync::LazyLock;

/// The shipped table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    layout: Vec<Preset>,
    tags: TagFile,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TagFile {
    certain: String,
    doubtful: String,
    readme: String,
    main: String,
    scripts: String,
    regions: String,
}

/// A layout as the table states it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Preset {
    pub(super) name: String,
    pub(super) translation: String,
    pub(super) source: String,
    pub(super) trust: Trust,
}

/// What the tree must show before a tag counts as a locale; the table says what each means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Trust {
    /// Nothing: the user says so. Not for the table.
    Stated,
    Named,
    Container,
    Plain,
    Wary,
}

/// The table as it is used; words in lower case with `-`.
pub(super) struct Data {
    pub(super) presets: Vec<Preset>,
    pub(super) certain: FxHashSet<String>,
    /// The languages of both lists, certain and doubtful.
    pub(super) languages: FxHashSet<String>,
    pub(super) readme: FxHashSet<String>,
    pub(super) main: FxHashSet<String>,
    pub(super) scripts: FxHashSet<String>,
    pub(super) regions: FxHashSet<String>,
}

/// The shipped table.
#[expect(clippy::expect_used, reason = "the file is part of the program, and the tests read it")]
pub(super) static DATA: LazyLock<Data> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../../rules/layouts.toml")).expect("the shipped table is valid");
    let words = |list: &str| list.split_whitespace().map(str::to_lowercase).collect::<FxHashSet<_>>();
    let languages = [&file.tags.certain, &file.tags.doubtful].into_iter().flat_map(|list| words(list));
    Data {
        presets: file.layout,
        certain: words(&file.tags.certain),
        languages: languages.filter(|tag| !tag.contains('-')).collect(),
        readme: words(&file.tags.readme),
        main: words(&file.tags.main),
        scripts: words(&file.tags.scripts),
        regions: words(&file.tags.regions),
    }
});
