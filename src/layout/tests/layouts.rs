//! Every layout that is found without configuration, and those that are stated.

use super::*;

#[test]
fn a_folder_a_locale() {
    check(
        "en-us/a.md en-us/b/c.md en-us/d.md de-de/a.md de-de/b/c.md nl-nl/a.md nl-nl/x.md de-de/x.md README.md",
        "a: en-us/a.md de-DE=de-de/a.md nl-NL=nl-nl/a.md
         b/c: en-us/b/c.md de-DE=de-de/b/c.md
         d: en-us/d.md
         x: - de-DE=de-de/x.md nl-NL=nl-nl/x.md
         ? README.md",
    );
}

#[test]
fn a_folder_a_locale_at_any_depth() {
    check(
        "content/en/a.md content/de/a.md docs/en/docs/b.md docs/de/docs/b.md x/y/en/z/c.md x/y/zh_CN/z/c.md",
        "content/a: content/en/a.md de=content/de/a.md
         docs/docs/b: docs/en/docs/b.md de=docs/de/docs/b.md
         x/y/z/c: x/y/en/z/c.md zh-CN=x/y/zh_CN/z/c.md",
    );
}

#[test]
fn regions_of_the_source_language() {
    let tree = "en/a.md en-gb/a.md en-us/a.md de/a.md";
    check(tree, "a: en/a.md de=de/a.md en-GB=en-gb/a.md en-US=en-us/a.md");
    check_with(&config("en-gb", &[]), tree, "a: en-gb/a.md de=de/a.md en=en/a.md en-US=en-us/a.md");
    check("en-gb/a.md en-us/a.md", "a: en-us/a.md en-GB=en-gb/a.md");
    check("en-gb/a.md de/a.md", "a: en-gb/a.md de=de/a.md");
    check("a.md en-gb/a.md de/a.md", "a: a.md de=de/a.md en-GB=en-gb/a.md");
    check_with(&config("de", &[]), "en/a.md de/a.md", "a: de/a.md en=en/a.md");
}

#[test]
fn listed_locales_only() {
    let config = config("en", &["nl", "tlh"]);
    check_with(&config, "en/a.md nl/a.md tlh/a.md de/a.md", "a: en/a.md nl=nl/a.md tlh=tlh/a.md\n? de/a.md");
}

#[test]
fn a_suffix_a_locale() {
    check("a.md a.de.md b.md x/c.md x/c.nl-nl.md", "a: a.md de=a.de.md\nx/c: x/c.md nl-NL=x/c.nl-nl.md\n? b.md");
    check("a.en.md a.de.md a.fr.md", "a: a.en.md de=a.de.md fr=a.fr.md");
    check("a.md a_de.md", "a: a.md de=a_de.md");
    check("README.md README-de.md", "README: README.md de=README-de.md");
    check("README.md README_de.md", "README: README.md de=README_de.md");
    check(
        "README.md README.de.md README.zh-CN.md README.it.md LICENSE.md",
        "README: README.md de=README.de.md it=README.it.md zh-CN=README.zh-CN.md\n? LICENSE.md",
    );
    check("README.md README.it.md", "README: README.md it=README.it.md");
    check("README.md translations/README.de.md", "README: README.md de=translations/README.de.md");
}

#[test]
fn where_several_pages_have_suffixes_all_may() {
    check(
        "p/a.md p/a.de.md p/b.md p/b.de.md p/c.md p/d.de.md q/e.md",
        "p/a: p/a.md de=p/a.de.md
         p/b: p/b.md de=p/b.de.md
         p/c: p/c.md
         p/d: - de=p/d.de.md
         ? q/e.md",
    );
}

#[test]
fn a_folder_with_a_suffix() {
    check(
        "pages/common/a.md pages/linux/b.md pages.nl/common/a.md pages.pt_BR/common/a.md pages.nl/linux/c.md",
        "pages/common/a: pages/common/a.md nl=pages.nl/common/a.md pt-BR=pages.pt_BR/common/a.md
         pages/linux/b: pages/linux/b.md
         pages/linux/c: - nl=pages.nl/linux/c.md",
    );
    check("pages/x/a.md pages-nl/x/a.md", "pages/x/a: pages/x/a.md nl=pages-nl/x/a.md");
    check("pages/x/a.md pages_nl/x/a.md", "pages/x/a: pages/x/a.md nl=pages_nl/x/a.md");
}

#[test]
fn sibling_repositories() {
    check(
        "docs/x/a.md docs.nl-nl/x/a.md MIMDocs/a.md MIMDocs.nl-nl/a.md",
        "MIMDocs/a: MIMDocs/a.md nl-NL=MIMDocs.nl-nl/a.md\ndocs/x/a: docs/x/a.md nl-NL=docs.nl-nl/x/a.md",
    );
    check("repo-en/a.md repo-de/a.md repo-de/b.md", "repo/a: repo-en/a.md de=repo-de/a.md\nrepo/b: - de=repo-de/b.md");
}

#[test]
fn docusaurus() {
    check(
        "docs/a.md docs/x/b.mdx blog/n.md versioned_docs/version-1.0/a.md src/pages/p.md community/c.md
         i18n/de/docusaurus-plugin-content-docs/current/a.md
         i18n/nl/docusaurus-plugin-content-docs/current/x/b.mdx
         i18n/de/docusaurus-plugin-content-docs/current/gone.md
         i18n/de/docusaurus-plugin-content-docs/version-1.0/a.md
         i18n/de/docusaurus-plugin-content-blog/n.md
         i18n/de/docusaurus-plugin-content-pages/p.md
         i18n/de/docusaurus-plugin-content-docs-community/current/c.md",
        "blog/n: blog/n.md de=i18n/de/docusaurus-plugin-content-blog/n.md
         community/c: community/c.md de=i18n/de/docusaurus-plugin-content-docs-community/current/c.md
         docs/a: docs/a.md de=i18n/de/docusaurus-plugin-content-docs/current/a.md
         docs/gone: - de=i18n/de/docusaurus-plugin-content-docs/current/gone.md
         docs/x/b: docs/x/b.mdx nl=i18n/nl/docusaurus-plugin-content-docs/current/x/b.mdx
         src/pages/p: src/pages/p.md de=i18n/de/docusaurus-plugin-content-pages/p.md
         versioned_docs/version-1.0/a: versioned_docs/version-1.0/a.md de=i18n/de/docusaurus-plugin-content-docs/version-1.0/a.md",
    );
}

#[test]
fn docusaurus_below_the_root() {
    check(
        "web/docs/a.md web/i18n/de/docusaurus-plugin-content-docs/current/a.md web/i18n/en/docusaurus-plugin-content-docs/current/z.md",
        "web/docs/a: web/docs/a.md de=web/i18n/de/docusaurus-plugin-content-docs/current/a.md
         web/i18n/docusaurus-plugin-content-docs/current/z: web/i18n/en/docusaurus-plugin-content-docs/current/z.md",
    );
}

#[test]
fn a_folder_of_translations() {
    check(
        "README.md docs/a/b.md docs/c.md src/notes.md translations/de/README.md translations/nl/docs/a/b.md translations/it/docs/c.md",
        "README: README.md de=translations/de/README.md
         docs/a/b: docs/a/b.md nl=translations/nl/docs/a/b.md
         docs/c: docs/c.md it=translations/it/docs/c.md
         ? src/notes.md",
    );
    check("docs/a.md i18n/de/a.md", "docs/a: docs/a.md de=i18n/de/a.md");
    check("docs/a.md docs/l10n/de/a.md", "docs/a: docs/a.md de=docs/l10n/de/a.md");
}

#[test]
fn folders_that_go_by_other_names() {
    for folder in ["locales", "locale", "lang", "languages", "localized", "translation", "translations", "l10n"] {
        check(&format!("docs/a.md {folder}/de/a.md"), &format!("docs/a: docs/a.md de={folder}/de/a.md"));
        check(&format!("a.md {folder}/de/a.md"), &format!("a: a.md de={folder}/de/a.md"));
    }
    check("docs/a.md translated_docs/de/a.md", "docs/a: docs/a.md de=translated_docs/de/a.md");
    check("docs/a.md website/translated_docs/de/a.md", "docs/a: docs/a.md de=website/translated_docs/de/a.md");
    let page = "website/i18n/de/docusaurus-plugin-content-docs/current/a.md";
    check(&format!("docs/a.md {page}"), &format!("docs/a: docs/a.md de={page}"));
}

#[test]
fn translations_of_the_root_in_docs() {
    check("README.md docs/README.de.md", "README: README.md de=docs/README.de.md");
    check("README.md docs/de/README.md", "README: README.md de=docs/de/README.md");
    // a page of the folder itself is nearer
    check(
        "README.md docs/README.md docs/de/README.md",
        "README: README.md\ndocs/README: docs/README.md de=docs/de/README.md",
    );
}

#[test]
fn a_prefix_a_locale() {
    check("a.md de.a.md nl.a.md", "a: a.md de=de.a.md nl=nl.a.md");
    check("en-a.md de-a.md nl-a.md", "a: en-a.md de=de-a.md nl=nl-a.md");
    check("_en/a.md _de/a.md", "a: _en/a.md de=_de/a.md");
    check("x.dev/a.md de.x.dev/a.md nl.x.dev/a.md", "x.dev/a: x.dev/a.md de=de.x.dev/a.md nl=nl.x.dev/a.md");
    // one page is no evidence
    check("plan.md to-plan.md", "? plan.md\n? to-plan.md");
    check("do.md no-do.md so-do.md", "? do.md\n? no-do.md\n? so-do.md");
}

#[test]
fn the_source_above_its_translations() {
    check(
        "_articles/a.md _articles/b.md _articles/de/a.md _articles/nl/a.md _articles/nl/z.md other/o.md",
        "_articles/a: _articles/a.md de=_articles/de/a.md nl=_articles/nl/a.md
         _articles/b: _articles/b.md
         _articles/z: - nl=_articles/nl/z.md
         ? other/o.md",
    );
    check("guide/a.md zh/guide/a.md x/b.md", "guide/a: guide/a.md zh=zh/guide/a.md\n? x/b.md");
}

#[test]
fn several_layouts_in_one_tree() {
    check(
        "README.md README.de.md docs/en/a.md docs/nl/a.md site/pages/x/p.md site/pages.fr/x/p.md blog/n.md blog/de/n.md",
        "README: README.md de=README.de.md
         blog/n: blog/n.md de=blog/de/n.md
         docs/a: docs/en/a.md nl=docs/nl/a.md
         site/pages/x/p: site/pages/x/p.md fr=site/pages.fr/x/p.md",
    );
}

#[test]
fn pages_that_were_renamed_or_converted() {
    check("en/a.md de/a.mdx en/g/index.md de/g.md", "a: en/a.md de=de/a.mdx\ng/index: en/g/index.md de=de/g.md");
    check(
        "en/a.md en/a.mdx de/a.md nl/a.mdx fr/a.markdown",
        "en/a.md: en/a.md de=de/a.md fr=fr/a.markdown\nen/a.mdx: en/a.mdx nl=nl/a.mdx",
    );
}

#[test]
fn stated_layouts() {
    let layout = |pattern: &str, source: Option<&str>| LayoutConfig {
        pattern: Some(pattern.to_owned()),
        source_pattern: source.map(String::from),
        ..LayoutConfig::default()
    };
    let with = |layouts| Config { layouts, ..Config::default() };
    check_with(
        &with(vec![layout("lang-{locale}/x/{path}", Some("main/{path}"))]),
        "main/a.md lang-is/x/a.md lang-de/x/b.md",
        "main/a: main/a.md is=lang-is/x/a.md\nmain/b: - de=lang-de/x/b.md",
    );
    check_with(
        &with(vec![layout("docs/{path}--{locale}.md", Some("docs/{path}.md"))]),
        "docs/u/a.md docs/u/a--is.md",
        "docs/u/a: docs/u/a.md is=docs/u/a--is.md",
    );
    check_with(
        &with(vec![layout("{locale}-docs/{path}", None)]),
        "en-docs/a.md is-docs/a.md",
        "docs/a: en-docs/a.md is=is-docs/a.md",
    );
}

#[test]
fn a_stated_tree_beside() {
    let layout =
        LayoutConfig { root: Some("../docs.nl-nl".into()), locale: Locale::parse("nl-NL"), ..LayoutConfig::default() };
    let config = Config { layouts: vec![layout], ..Config::default() };
    check_with(
        &config,
        "../docs.nl-nl/x/a.md ../docs.nl-nl/c.md x/a.md b.md",
        "b: b.md
         c: - nl-NL=../docs.nl-nl/c.md
         x/a: x/a.md nl-NL=../docs.nl-nl/x/a.md",
    );
}

#[test]
fn stated_layouts_hold_below_their_folder() {
    let layout = LayoutConfig { pattern: Some("docs/{locale}/{path}".into()), ..LayoutConfig::default() };
    let config = Config { layouts: vec![layout], ..Config::default() };
    let all = files("en/a.md is/a.md is/b.md");
    let text = shown(&detect(&all, &Setting::new(&config, "docs")));
    assert_eq!(text, "a: en/a.md is=is/a.md\nb: - is=is/b.md\n");
    assert!(detect(&all, &Setting::new(&config, "other")).groups.iter().all(|g| g.by == "folder"));
}
