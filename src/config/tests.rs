//! Tests of the configuration.

use super::*;
use std::path::Path;

fn read(text: &str) -> Result<Config, String> {
    Config::from_text(text, Path::new("isogloss.toml")).map_err(|error| error.to_string())
}

#[test]
fn an_empty_file_is_the_default() {
    assert_eq!(read(""), Ok(Config::default()));
    assert_eq!(Config::default().source.to_string(), "en");
}

#[test]
fn every_key_is_read() {
    let config = read(
        r#"
        source = "en-us"
        locales = ["de_de", "nl"]
        include = ["docs/**"]
        exclude = ["**/archive/**"]
        extensions = [".MD", "txt"]
        select = ["drift"]
        ignore = ["drift/date"]
        fail-on = "warning"
        min-severity = "info"
        rules = ["house-rules"]
        [severity]
        "drift/port" = "error"
        "terms" = "off"
        [per-path-ignore]
        "docs/old/**" = ["structure"]
        [front-matter]
        agree = ["ms.date"]
        differ = ["title"]
        [limits]
        file-size = 1000
        [[layouts]]
        pattern = "i18n/{locale}/{path}"
        source-pattern = "docs/{path}"
        [[layouts]]
        root = "../docs.nl-nl"
        locale = "nl-nl"
        "#,
    )
    .expect("valid");
    assert_eq!(config.locales.iter().map(Locale::to_string).collect::<Vec<_>>(), ["de-DE", "nl"]);
    assert_eq!(config.extensions, ["md", "txt"]);
    assert_eq!(config.severity["terms"], Severity::Off);
    assert_eq!(config.limits.file_size, 1000);
    assert_eq!(config.limits.findings, Limits::default().findings);
    assert_eq!(config.layouts[1].locale.as_ref().map(Locale::to_string).as_deref(), Some("nl-NL"));
}

#[test]
fn an_unknown_key_names_its_place_and_the_likely_one() {
    assert_eq!(
        read("source = \"en\"\n sorce = 1\n").expect_err("wrong"),
        "isogloss.toml:2:2: unknown key `sorce`; did you mean `source`?"
    );
    assert_eq!(
        read("[front_matter]\nagree = []\n").expect_err("wrong"),
        "isogloss.toml:1:2: unknown key `front_matter`; did you mean `front-matter`?"
    );
    let message = read("[limits]\nfile-siz = 1\n").expect_err("wrong");
    assert!(message.starts_with("isogloss.toml:2:1: ") && message.ends_with("did you mean `file-size`?"), "{message}");
    let message = read("fail-on = \"eror\"").expect_err("wrong");
    assert!(message.ends_with("did you mean `error`?"), "{message}");
    let message = read("zzz = 1").expect_err("wrong");
    assert!(message.contains("expected one of `source`"), "{message}");
}

#[test]
fn wrong_values_are_errors_at_their_place() {
    for (text, says) in [
        ("exclude = [\n  \"a[\"\n]", "isogloss.toml:2:4: not a glob"),
        ("source = \"e!\"", "is not a language tag"),
        ("[limits]\nfile-size = 5000000000", "isogloss.toml:2:13: `file-size` must be under 4 GiB"),
        ("[[layouts]]\nroot = \"../x\"", "isogloss.toml:2:9: a layout with a `root` needs its `locale`"),
        ("[[layouts]]\npattern = \"docs/{path}\"", "without `{locale}`"),
        ("[[layouts]]", "needs a `pattern` or a `root`"),
        ("a = [", "isogloss.toml:1:"),
    ] {
        let message = read(text).expect_err("wrong");
        assert!(message.contains(says), "{message}");
    }
}

#[test]
fn what_is_written_reads_back_the_same() {
    let config =
        read("source = \"en\"\nlocales = [\"de\"]\n[[layouts]]\nroot = \"../x\"\nlocale = \"de\"").expect("valid");
    let text = serde_json::to_string(&config).expect("serializes");
    assert_eq!(serde_json::from_str::<Config>(&text).expect("reads"), config);
}

#[test]
fn the_nearest_file_up_to_the_repository_is_found() {
    let dir = tempfile::tempdir().expect("folder");
    let repository = dir.path().join("repo");
    std::fs::create_dir_all(repository.join("docs/deep")).expect("folders");
    std::fs::write(dir.path().join("isogloss.toml"), "source = \"fr\"").expect("file");
    std::fs::create_dir(repository.join(".git")).expect("folder");
    assert!(Config::discover(&repository.join("docs")).expect("no error").is_none(), "not above the repository");
    std::fs::write(repository.join(".isogloss.toml"), "source = \"nl\"").expect("file");
    let (path, config) = Config::discover(&repository.join("docs/deep")).expect("no error").expect("found");
    assert_eq!(path, repository.join(".isogloss.toml"));
    assert_eq!(config.source.to_string(), "nl");
}

#[test]
fn the_schema_names_every_key() {
    let schema = serde_json::to_value(schemars::schema_for!(Config)).expect("schema");
    for key in ["source", "per-path-ignore", "front-matter", "limits", "layouts", "fail-on"] {
        assert!(schema["properties"][key].is_object(), "{key}");
    }
}
