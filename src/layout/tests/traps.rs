//! Names that look like locales and are none, and trees that are not whole.

use super::*;

#[test]
fn words_are_not_locales() {
    check(
        "how-to-x.md how.md in.md page.is.md page.md docs/to/a.md docs/is/a.md docs/a.md docs/media/a.md docs/api/a.md",
        "? docs/a.md\n? docs/api/a.md\n? docs/is/a.md\n? docs/media/a.md\n? docs/to/a.md
         ? how-to-x.md\n? how.md\n? in.md\n? page.is.md\n? page.md",
    );
    check(
        "git.md git-mv.md git-rm.md docker.md docker-ps.md",
        "? docker-ps.md\n? docker.md\n? git-mv.md\n? git-rm.md\n? git.md",
    );
    check(
        "samples/README.md samples/cs/README.md samples/ts/README.md samples/go/README.md",
        "? samples/README.md\n? samples/cs/README.md\n? samples/go/README.md\n? samples/ts/README.md",
    );
}

#[test]
fn words_are_locales_in_company() {
    check(
        "docs/en/a.md docs/it/a.md docs/is/z.md docs/no/a.md",
        "docs/a: docs/en/a.md it=docs/it/a.md no=docs/no/a.md\n? docs/is/z.md",
    );
    check("p/a.md p/de/a.md p/it/a.md p/ts/b.md", "p/a: p/a.md de=p/de/a.md it=p/it/a.md\n? p/ts/b.md");
    check("a.md a.de.md a.is.md", "a: a.md de=a.de.md is=a.is.md");
}

#[test]
fn a_lone_locale_folder_is_none() {
    check("later/en-us/a.md de-de/a.md en-us/a.md", "a: en-us/a.md de-DE=de-de/a.md\n? later/en-us/a.md en-US");
    check("de/a.md nl/a.md", "? de/a.md de\n? nl/a.md nl");
    check("de/x/en/a.md nl/x/en/a.md", "? de/x/en/a.md en\n? nl/x/en/a.md en");
}

#[test]
fn trees_of_trees_stay_apart() {
    check(
        "one/de/en-us/a.md one/de/de-de/a.md one/nl/en-us/a.md one/nl/nl-nl/a.md one/de/later/en-us/a.md",
        "one/de/a: one/de/en-us/a.md de-DE=one/de/de-de/a.md
         one/nl/a: one/nl/en-us/a.md nl-NL=one/nl/nl-nl/a.md
         ? one/de/later/en-us/a.md en-US",
    );
}

#[test]
fn a_translation_of_a_translation_has_the_first_source() {
    check("en/a.md de/a.md de/a.fr.md", "a: en/a.md de=de/a.md fr=de/a.fr.md");
    check("en/b.md de/b.md de/a.md de/a.fr.md", "a: - de=de/a.md fr=de/a.fr.md\nb: en/b.md de=de/b.md");
}

#[test]
fn a_suffix_in_a_locale_folder() {
    check("en/a.md en/a.fr.md de/a.md", "a: en/a.md de=de/a.md fr=en/a.fr.md");
}

#[test]
fn keys_that_meet_become_paths() {
    check(
        "docs/a.md docs/a.nl.md docs/en/a.md docs/de/a.md",
        "docs/a: docs/a.md nl=docs/a.nl.md\ndocs/en/a.md: docs/en/a.md de=docs/de/a.md",
    );
}

#[test]
fn the_marked_page_is_the_source() {
    check("a.md a.en.md a.de.md", "a.en.md: a.en.md de=a.de.md\n? a.md");
    check("x/a.md x/en/a.md x/de/a.md", "x/en/a.md: x/en/a.md de=x/de/a.md\n? x/a.md");
}

#[test]
fn loose_pages_have_the_locale_that_their_path_speaks_of() {
    let all = files("en/a.md de/a.md one.txt two.txt later/en-us/b.md");
    let layout = detect(&all, &Setting::new(&Config::default(), ""));
    assert_eq!(shown(&layout), "a: en/a.md de=de/a.md\n? later/en-us/b.md en-US\n? one.txt\n? two.txt\n");
}

#[test]
fn an_empty_tree_is_empty() {
    assert_eq!(detect(&[], &Setting::new(&Config::default(), "")), Layout::default());
}

#[test]
fn without_configuration_or_repository_the_root_is_the_nearest() {
    let dir = tempfile::tempdir().expect("folder");
    for file in ["x/en-us/c/a.md", "x/de-de/c/a.md"] {
        let path = dir.path().join(file);
        std::fs::create_dir_all(path.parent().expect("parent")).expect("folders");
        std::fs::write(path, "").expect("file");
    }
    let own = counterparts(&dir.path().join("x/de-de/c/a.md"), &Config::default(), None);
    assert_eq!((own.root, own.page.as_str()), (dir.path().join("x"), "de-de/c/a.md"));
    let group = own.group.expect("group");
    assert_eq!((group.key.as_str(), group.source.expect("source").path.as_str()), ("c/a", "en-us/c/a.md"));
    let orphan = dir.path().join("x/de-de/c/z.md");
    std::fs::write(&orphan, "").expect("file");
    let own = counterparts(&orphan, &Config::default(), None);
    assert_eq!((own.root, own.page.as_str()), (dir.path().join("x"), "de-de/c/z.md"));
    assert_eq!(own.group.map(|g| (g.key, g.translations.len())), Some(("c/z".to_owned(), 1)));
}

#[test]
fn an_excluded_page_has_no_group() {
    let dir = tempfile::tempdir().expect("folder");
    std::fs::write(dir.path().join("a.md"), "").expect("file");
    let config = Config { exclude: vec!["a.md".into()], ..Config::default() };
    let own = counterparts(&dir.path().join("a.md"), &config, Some(dir.path()));
    assert!(own.excluded && own.group.is_none());
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    /// Paths of few words, so that locales, words, twins and nestings meet in every way.
    fn tree() -> impl Strategy<Value = Vec<String>> {
        let words = |list: &'static str| prop::sample::select(list.split(' ').collect::<Vec<_>>());
        let folder = words("en de nl-nl en-us is docs docs.de docs-nl translations i18n x");
        let page = words("a.md a.de.md a.en.md a.mdx b.md b-de.md b.is.md README.md README_nl.md index.md");
        let path = (prop::collection::vec(folder, 0..4), page)
            .prop_map(|(folders, page)| folders.into_iter().chain([page]).collect::<Vec<_>>().join("/"));
        prop::collection::vec(path, 0..40)
    }

    proptest! {
        #[test]
        fn any_tree_is_placed_the_same_in_any_order_and_page_by_page(files in tree().prop_shuffle()) {
            let setting = Setting::new(&Config::default(), "");
            let layout = detect(&files, &setting);
            let mut sorted = files.clone();
            sorted.sort();
            sorted.dedup();
            prop_assert_eq!(&detect(&sorted, &setting), &layout);
            let mut all: Vec<&str> = layout.loose.iter().map(|l| l.path.as_str()).collect();
            for group in &layout.groups {
                all.extend(group.source.iter().chain(&group.translations).map(|p| p.path.as_str()));
            }
            all.sort_unstable();
            prop_assert_eq!(&all, &sorted, "every page stands in one place");
            let mut keys: Vec<&str> = layout.groups.iter().map(|g| g.key.as_str()).collect();
            let count = keys.len();
            keys.dedup();
            prop_assert_eq!(keys.len(), count, "keys are unique");
            let listed = Listed::new(&sorted);
            for file in &sorted {
                same(counterparts_in(file, &setting, &listed).as_ref(), &layout, file);
            }
        }
    }
}
