//! The one place that prints: results on stdout or into a file, all else on stderr.

use super::terminal::{self, When};
use isogloss::report::{Style, clean};
use isogloss::write;
use std::io::{self, BufWriter, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// How much is written at a time, at the least: what comes in larger pieces, as the records of most pages do, is not copied.
const BUFFER: usize = 1 << 14;

/// Why a run could not start or finish: exit code 2.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// The library's own words.
    #[error(transparent)]
    Project(#[from] isogloss::project::Error),
    /// A configuration that cannot be used.
    #[error(transparent)]
    Config(#[from] isogloss::config::ConfigError),
    /// A file that cannot be written or read.
    #[error("{0}: {1}")]
    File(PathBuf, io::Error),
    /// Standard output that cannot be written.
    #[error("cannot write the output: {0}")]
    Output(io::Error),
    /// A name that does not exist.
    #[error("unknown {what} `{name}`{}", .suggestion.as_ref().map(|s| format!(", did you mean `{s}`?")).unwrap_or_default())]
    Unknown {
        /// What it should name: a rule, a schema.
        what: &'static str,
        /// As given.
        name: String,
        /// The nearest there is.
        suggestion: Option<String>,
    },
    /// Anything else.
    #[error("{0}")]
    Other(String),
}

/// Why a result was not written to its end.
pub(super) enum Stop {
    /// The output took no more.
    Write(io::Error),
    /// There was no result.
    Other(Failure),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Stop::Write(error)
    }
}

impl From<isogloss::project::Error> for Stop {
    fn from(error: isogloss::project::Error) -> Self {
        match error {
            isogloss::project::Error::Write(error) => Stop::Write(error),
            error => Stop::Other(error.into()),
        }
    }
}

impl From<isogloss::base::query::QueryError> for Stop {
    fn from(error: isogloss::base::query::QueryError) -> Self {
        match error {
            isogloss::base::query::QueryError::Write(error) => Stop::Write(error),
            error => Stop::Other(Failure::Other(error.to_string())),
        }
    }
}

/// Standard output as it is, or, where it is a console, as the standard library writes to it: some have an encoding of their own.
fn stdout() -> Box<dyn Write> {
    let stdout = io::stdout();
    match write::unbuffered(&stdout) {
        Ok(file) if !stdout.is_terminal() => Box::new(file),
        _ => Box::new(stdout.lock()),
    }
}

/// Where a run prints.
pub(super) struct Outlet {
    color: When,
}

impl Outlet {
    /// An outlet that colours as asked.
    pub(super) fn new(color: When) -> Self {
        Self { color }
    }

    /// Writes a result to `file`, or to stdout without one, and gives back what `write` does. A file is written whole or
    /// not at all, and what was there before stays until then. `None` where a reader stopped reading early, which is no
    /// failure.
    pub(super) fn result<T, E: Into<Stop>>(
        &self,
        file: Option<&Path>,
        write: impl FnOnce(&Style, &mut dyn Write) -> Result<T, E>,
    ) -> Result<Option<T>, Failure> {
        match file {
            Some(path) => {
                let whole = |out: &mut dyn Write| write(&terminal::for_file(self.color), out).map_err(Into::into);
                write::write(path, whole).map(Some).map_err(|stop| match stop {
                    Stop::Write(error) => Failure::File(path.to_owned(), error),
                    Stop::Other(failure) => failure,
                })
            }
            None => {
                let mut out = BufWriter::with_capacity(BUFFER, stdout());
                let result = write(&terminal::for_stdout(self.color), &mut out).map_err(Into::into);
                let result = result.and_then(|result| out.flush().map(|()| result).map_err(Stop::Write));
                match result {
                    Ok(result) => Ok(Some(result)),
                    // dropping the buffer would write into the closed pipe once more, which does no harm
                    Err(Stop::Write(error)) if error.kind() == ErrorKind::BrokenPipe => Ok(None),
                    Err(Stop::Write(error)) => Err(Failure::Output(error)),
                    Err(Stop::Other(failure)) => Err(failure),
                }
            }
        }
    }

    /// Says why the run could not be carried out.
    pub(super) fn error(&self, message: &str) {
        self.say("error", "1;31", message);
    }

    /// Says something that the result itself does not.
    pub(super) fn warn(&self, message: &str) {
        self.say("warning", "1;33", message);
    }

    /// Says what was done.
    pub(super) fn note(&self, message: &str) {
        self.say("note", "1", message);
    }

    fn say(&self, word: &str, code: &str, message: &str) {
        let mut err = io::stderr().lock();
        let message = message.lines().map(|line| clean(line, true)).collect::<Vec<_>>().join("\n");
        // where stderr is gone there is nobody left to tell
        let _ = if terminal::colors(self.color, err.is_terminal()) {
            writeln!(err, "\u{1b}[{code}m{word}:\u{1b}[0m {message}")
        } else {
            writeln!(err, "{word}: {message}")
        };
    }
}
