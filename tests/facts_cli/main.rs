//! The fact base from outside: the commands, their bytes, their exit codes, what they refuse.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]

mod ask;
mod bad;
mod bytes;
mod golden;
mod history;
mod pages;

use assert_cmd::Command;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// What a run of the binary came to.
struct Run {
    code: i32,
    out: Vec<u8>,
    err: String,
}

impl Run {
    fn text(&self) -> &str {
        std::str::from_utf8(&self.out).unwrap()
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.out).unwrap_or_else(|error| panic!("{error}: {} {}", self.text(), self.err))
    }
}

fn isogloss(folder: &Path, args: &[&str]) -> Run {
    let output = Command::cargo_bin("isogloss")
        .unwrap()
        .current_dir(folder)
        .env_remove("COLUMNS")
        .env_remove("FORCE_COLOR")
        .args(args)
        .output()
        .unwrap();
    Run { code: output.status.code().unwrap(), out: output.stdout, err: String::from_utf8(output.stderr).unwrap() }
}

/// A run that must succeed.
fn ok(folder: &Path, args: &[&str]) -> Run {
    let run = isogloss(folder, args);
    assert_eq!(run.code, 0, "{args:?}: {}", run.err);
    run
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A folder with these files.
fn tree(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        write(folder.path(), path, text);
    }
    folder
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A page in two languages, and one without translation.
fn docs() -> TempDir {
    tree(&[
        (
            "en-us/ports.md",
            "# Ports\n\n## <a name=\"in\"></a> Inbound\n\nOpen TCP port 443 to `cloudapp.azure.com`.\n\nTCP port 25 isn't required.\n",
        ),
        (
            "nl-nl/ports.md",
            "# Poorten\n\n## <a name=\"in\"></a> Binnenkomend\n\nOpen TCP-poort 434 naar `cloudapp.azure.com`.\n\nTCP-poort 25 is niet vereist.\n",
        ),
        ("en-us/size.md", "# Size\n\nAt least 4 GB.\n"),
        ("de-de/size.md", "# Größe\n\nMindestens 4 GB.\n"),
    ])
}

fn valid(schema: &str, document: &Value) {
    let schema = ok(&root(), &["schema", schema]).json();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(document).map(|error| error.to_string()).collect();
    assert_eq!(errors, [""; 0]);
}
