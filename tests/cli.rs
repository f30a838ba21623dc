//! The binary from outside: exit codes, what goes to stdout and what to stderr.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]

use assert_cmd::Command;
use std::fs;
use std::path::Path;
use std::process::Stdio;

fn isogloss(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("isogloss").unwrap();
    // what the tester's own shell asks for must not matter
    command.current_dir(folder).env_remove("NO_COLOR").env_remove("FORCE_COLOR").env_remove("COLUMNS");
    command
}

fn run(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let output = isogloss(folder).args(args).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn wrong_usage_is_2_and_suggests() {
    let folder = folder();
    for (args, hint) in [
        (&["chek"][..], "'check'"),
        (&["check", "--fomat", "json"], "'--format'"),
        (&["check", "--format", "jsn"], "'json'"),
        (&["check", "--fail-on", "warnin"], "'warning'"),
        (&["explain", "drift/prot"], "did you mean `drift/port`?"),
        (&["explain", "port"], "did you mean `drift/port`?"),
        (&["schema", "chek"], "'check'"),
        (&["check", "--config", "missing.toml"], "missing.toml"),
        (&["check", "--config", "x.toml", "--isolated"], "cannot be used with"),
    ] {
        let (code, out, err) = run(folder.path(), args);
        assert_eq!((code, out.as_str()), (2, ""), "{args:?}");
        assert!(err.contains(hint), "{args:?}: {err}");
    }
}

#[test]
fn an_unknown_key_of_the_configuration_is_2() {
    let folder = folder();
    fs::write(folder.path().join("isogloss.toml"), "fail_on = \"never\"\n").unwrap();
    let (code, out, err) = run(folder.path(), &["check"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.starts_with("error: ") && err.contains("did you mean `fail-on`?"), "{err}");
    assert_eq!(run(folder.path(), &["check", "--isolated"]).0, 0);
}

#[test]
fn rules_are_switched_off_for_some_pages() {
    let folder = folder();
    for (path, text) in [
        ("docs/en/a.md", "# A\n\nPort 443.\n"),
        ("docs/nl/a.md", "# A\n\nPoort 444.\n"),
        ("docs/en/old/a.md", "# A\n\nPort 443.\n"),
        ("docs/nl/old/a.md", "# A\n\nPoort 444.\n"),
    ] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let found = |ignore: &str, at: &str, args: &[&str]| {
        fs::write(folder.path().join("isogloss.toml"), format!("[per-path-ignore]\n{ignore}\n")).unwrap();
        let (_, out, _) = run(&folder.path().join(at), &[&["check", "--format", "concise"], args].concat());
        out.lines().filter(|line| line.contains("[drift/port]")).count()
    };
    assert_eq!(found("", "", &[]), 2);
    // globs are relative to the configuration, wherever the run starts
    for (at, args) in [("", &[][..]), ("", &["docs"]), ("docs/nl", &[]), ("docs/nl", &["old/a.md", "a.md"])] {
        let all = found("", at, args);
        assert_eq!(found("\"docs/*/old\" = [\"drift\"]", at, args) + usize::from(all == 2), all, "{at} {args:?}");
        assert_eq!(
            found("\"docs/*/old/*.md\" = [\"drift/port\"]", at, args) + usize::from(all == 2),
            all,
            "{at} {args:?}"
        );
        assert_eq!(found("\"docs/*/old/*.md\" = [\"drift/url\"]", at, args), all, "{at} {args:?}");
    }
    fs::write(folder.path().join("isogloss.toml"), "[per-path-ignore]\n\"*\" = [\"drift/prot\"]\n").unwrap();
    let (code, _, err) = run(folder.path(), &["check"]);
    assert!(code == 2 && err.contains("did you mean `drift/port`?"), "{err}");
}

#[test]
fn nothing_to_check_is_said_aloud_once() {
    let folder = folder();
    let said = "nothing checked: no page found";
    for (args, in_out, in_err) in [
        (&["check"][..], 1, 0),
        (&["check", "--quiet"], 0, 1),
        (&["check", "--format", "json"], 0, 1),
        (&["check", "--output", "report.out"], 0, 1),
        (&["check", "--statistics"], 0, 1),
    ] {
        let (code, out, err) = run(folder.path(), args);
        assert_eq!((code, out.matches(said).count(), err.matches(said).count()), (0, in_out, in_err), "{args:?}");
    }
}

#[test]
fn output_goes_into_the_file() {
    let folder = folder();
    let (code, out, _) = run(folder.path(), &["check", "--format", "json", "--output", "report.json"]);
    assert_eq!((code, out.as_str()), (0, ""));
    let json: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.path().join("report.json")).unwrap()).unwrap();
    assert_eq!(json["schema"], "isogloss.check/1");
    let (code, _, err) = run(folder.path(), &["check", "--output", "no/such/folder.json"]);
    assert_eq!(code, 2);
    assert!(err.contains("folder.json"), "{err}");
}

#[test]
fn init_writes_a_configuration_that_can_be_read_and_keeps_one_that_is_there() {
    let folder = folder();
    let path = folder.path().join("isogloss.toml");
    assert_eq!(run(folder.path(), &["init"]).0, 0);
    let text = fs::read_to_string(&path).unwrap();
    isogloss::config::Config::from_text(&text, &path).unwrap();
    // what is commented out is there to be used
    let all: String = text
        .lines()
        .filter_map(|line| match line.strip_prefix("# ") {
            Some(setting) if setting.starts_with('[') || setting.contains(" = ") => Some(format!("{setting}\n")),
            Some(_) => None,
            None => Some(format!("{line}\n")),
        })
        .collect();
    isogloss::config::Config::from_text(&all, &path).unwrap();
    fs::write(&path, "source = \"nl\"\n").unwrap();
    let (code, _, err) = run(folder.path(), &["init"]);
    assert!(code == 2 && err.contains("--force"), "{code} {err}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "source = \"nl\"\n");
    assert_eq!(run(folder.path(), &["init", "--force"]).0, 0);
}

#[test]
fn colour_comes_when_asked_for() {
    let folder = folder();
    let coloured = |args: &[&str], variable: &str| {
        let output = isogloss(folder.path()).args(args).env(variable, "1").output().unwrap();
        output.stdout.contains(&0x1b)
    };
    assert!(!coloured(&["rules"], "ISOGLOSS"));
    assert!(coloured(&["rules"], "FORCE_COLOR"));
    assert!(!coloured(&["rules"], "NO_COLOR"));
    assert!(coloured(&["rules", "--color", "always"], "NO_COLOR"));
    assert!(!coloured(&["--color", "never", "rules"], "FORCE_COLOR"));
}

#[test]
fn rules_and_pages_are_listed_and_shown() {
    let folder = folder();
    let (_, table, _) = run(folder.path(), &["rules"]);
    let (_, json, _) = run(folder.path(), &["rules", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(table.lines().count(), json["rules"].as_array().unwrap().len());
    for rule in json["rules"].as_array().unwrap() {
        let id = rule["id"].as_str().unwrap();
        let (code, page, _) = run(folder.path(), &["explain", id]);
        assert!(code == 0 && page.starts_with(id), "{id}: {page}");
        assert!(!page.contains("~~~~") && !page.contains(&format!("⟧{{{id}}}")), "{id}: {page}");
    }
}

#[test]
fn schemas_and_completions_are_printed() {
    let folder = folder();
    for name in ["check", "rules", "config"] {
        let (code, out, _) = run(folder.path(), &["schema", name]);
        assert_eq!(code, 0);
        serde_json::from_str::<serde_json::Value>(&out).unwrap();
    }
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(run(folder.path(), &["completions", shell]).1.contains("isogloss"), "{shell}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin!("isogloss"))
        .args(["completions", "bash"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}

#[test]
fn pages_of_a_locale_under_names_of_their_own_are_paired_by_what_they_say() {
    let folder = folder();
    let page = |text: &str| {
        format!("{text} TCP 8443 `relay.contoso.com` 4.2.1.\n\n![](/img/p.png) [x](https://contoso.com/l)\n")
    };
    for (path, text) in [
        ("en/install.md", page("Open the port 9001:")),
        ("de/installieren.md", page("Öffnen Sie den Port 9002:")),
        ("de/neu.md", "Nur hier.\n".to_owned()),
        ("en/new.md", "Only here.\n".to_owned()),
    ] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let (code, out, _) = run(folder.path(), &["check", "--format", "concise", "--min-severity", "info"]);
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("de/installieren.md:1:") && out.contains("9001"), "{out}");
    assert!(out.contains("de/neu.md:1:1: info[page/orphan-translation]"), "{out}");
    assert!(out.contains("en/new.md:1:1: info[page/missing-translation]"), "{out}");
    assert!(!out.contains("en/install.md:1:1: info[page"), "{out}");
}
