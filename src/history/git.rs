//! Runs git, and nothing that its configuration names.

use super::HistoryError;
use std::io::Write;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

/// What git printed.
pub(super) struct Output {
    pub(super) success: bool,
    pub(super) stdout: Vec<u8>,
    /// What it said on stderr, on one line.
    pub(super) error: String,
}

/// git in a folder.
pub(super) struct Git<'a> {
    folder: &'a Path,
}

impl<'a> Git<'a> {
    pub(super) fn at(folder: &'a Path) -> Self {
        Self { folder }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command
            .arg("-C")
            .arg(self.folder)
            .args(["--no-pager", "--no-optional-locks", "--literal-pathspecs", "--no-replace-objects"])
            // the null device holds no hooks and no attributes, and works as a name on every system
            .args([
                "-c",
                "core.hooksPath=/dev/null",
                "-c",
                "core.fsmonitor=false",
                "-c",
                "core.attributesFile=/dev/null",
            ])
            .args(arguments)
            .env("GIT_TERMINAL_PROMPT", "0")
            // a partial clone must not go and fetch what it lacks
            .env("GIT_NO_LAZY_FETCH", "1")
            // nor with a git that does not know that word: a fetch runs what the repository's configuration names
            .env("GIT_ALLOW_PROTOCOL", "")
            .env("LC_ALL", "C");
        // a hook's environment speaks of the repository that runs it, which need not be that of the folder
        for name in [
            "GIT_DIR",
            "GIT_WORK_TREE",
            "GIT_INDEX_FILE",
            "GIT_PREFIX",
            "GIT_COMMON_DIR",
            "GIT_NAMESPACE",
            "GIT_EXTERNAL_DIFF",
            "GIT_TRACE",
        ] {
            command.env_remove(name);
        }
        command.stderr(Stdio::piped()).stdout(Stdio::piped());
        command
    }

    /// Runs git to its end.
    pub(super) fn run(&self, what: &'static str, arguments: &[&str]) -> Result<Output, HistoryError> {
        let out = self.command(arguments).stdin(Stdio::null()).output().map_err(|error| failed(what, error))?;
        Ok(Output { success: out.status.success(), stdout: out.stdout, error: one_line(&out.stderr) })
    }

    /// Starts git to be asked question by question.
    pub(super) fn start(&self, what: &'static str, arguments: &[&str]) -> Result<(Child, ChildStdin), HistoryError> {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| failed(what, error))?;
        match child.stdin.take() {
            Some(stdin) => Ok((child, stdin)),
            None => Err(HistoryError::Failed { what, detail: "no way to ask it".to_owned() }),
        }
    }
}

/// Writes questions, a line each; a reader that has gone says why itself.
pub(super) fn ask<'q>(mut to: ChildStdin, questions: impl Iterator<Item = &'q str>) {
    let mut all = String::new();
    for question in questions {
        all.push_str(question);
        all.push('\n');
    }
    let _ = to.write_all(all.as_bytes());
}

fn failed(what: &'static str, error: std::io::Error) -> HistoryError {
    match error.kind() {
        std::io::ErrorKind::NotFound | std::io::ErrorKind::PermissionDenied => HistoryError::NoGit(error),
        _ => HistoryError::Failed { what, detail: error.to_string() },
    }
}

fn one_line(error: &[u8]) -> String {
    let text = String::from_utf8_lossy(error);
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("it failed without a word");
    first.strip_prefix("fatal: ").unwrap_or(first).to_owned()
}
