//! The files of a commit, put into a temporary folder.

use super::HistoryError;
use super::git::{Git, ask};
use crate::write::Temporary;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// Files of a commit in a folder that goes away with this value.
#[derive(Debug)]
pub struct Checkout(Temporary);

impl Checkout {
    /// The folder that stands for this one of the repository; the empty path for its root.
    pub fn folder(&self, path: &str) -> PathBuf {
        if path.is_empty() { self.0.root().to_owned() } else { self.0.root().join(path) }
    }
}

struct Blob {
    name: String,
    path: String,
}

pub(super) fn checkout(
    root: &Path,
    commit: &str,
    prefix: &str,
    wanted: &dyn Fn(&str, u64) -> bool,
) -> Result<Checkout, HistoryError> {
    let git = Git::at(root);
    let mut arguments = vec!["ls-tree", "-r", "-z", "-l", "--full-tree", commit];
    let within = format!("{prefix}/");
    if !prefix.is_empty() {
        arguments.extend(["--", within.as_str()]);
    }
    let listed = git.run("ls-tree", &arguments)?;
    if !listed.success {
        return Err(HistoryError::Failed { what: "ls-tree", detail: listed.error });
    }
    let mut blobs = entries(&listed.stdout, wanted);
    if !prefix.is_empty() {
        // what holds for a folder may stand above it
        blobs.extend(above(&git, commit, prefix, wanted)?);
    }
    let folder = Temporary::new().map_err(HistoryError::Write)?;
    // the mark of a repository's root, beyond which nothing is looked for
    folder.folder(".git").map_err(HistoryError::Write)?;
    folder.folder(prefix).map_err(HistoryError::Write)?;
    write(&git, &blobs, &folder)?;
    Ok(Checkout(folder))
}

/// The files in the folders above `prefix`, those of the root among them.
fn above(
    git: &Git<'_>,
    commit: &str,
    prefix: &str,
    wanted: &dyn Fn(&str, u64) -> bool,
) -> Result<Vec<Blob>, HistoryError> {
    let mut all = Vec::new();
    let folders =
        std::iter::once(String::new()).chain(prefix.match_indices('/').map(|(at, _)| prefix[..=at].to_owned()));
    for folder in folders {
        let mut arguments = vec!["ls-tree", "-z", "-l", "--full-tree", commit];
        if !folder.is_empty() {
            arguments.extend(["--", folder.as_str()]);
        }
        let listed = git.run("ls-tree", &arguments)?;
        all.extend(entries(&listed.stdout, &|path, size| is_ignore_file(path) && wanted(path, size)));
    }
    Ok(all)
}

/// Whether a file says what git ignores.
fn is_ignore_file(path: &str) -> bool {
    matches!(path.rsplit('/').next(), Some(".gitignore" | ".ignore"))
}

/// The wanted files of a listing: `mode SP type SP name SP* size TAB path NUL`.
fn entries(listed: &[u8], wanted: &dyn Fn(&str, u64) -> bool) -> Vec<Blob> {
    let entry = |line: &[u8]| {
        let line = std::str::from_utf8(line).ok()?;
        let (head, path) = line.split_once('\t')?;
        let mut fields = head.split_ascii_whitespace();
        let (mode, kind, name, size) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        // a link may lead anywhere
        let file = kind == "blob" && mode.starts_with("100");
        (file && stays_inside(path) && wanted(path, size.parse().ok()?))
            .then(|| Blob { name: name.to_owned(), path: path.to_owned() })
    };
    listed.split(|&byte| byte == 0).filter_map(entry).collect()
}

/// A tree that was made by hand may hold any name.
fn stays_inside(path: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty()
            && part != "."
            && part != ".."
            && !part.eq_ignore_ascii_case(".git")
            && !part.contains(['\\', ':'])
    };
    path.split('/').all(part)
}

/// Asks for all blobs at once and writes them as they come.
fn write(git: &Git<'_>, blobs: &[Blob], to: &Temporary) -> Result<(), HistoryError> {
    if blobs.is_empty() {
        return Ok(());
    }
    let broken = |detail: String| HistoryError::Failed { what: "cat-file", detail };
    let (mut child, stdin) = git.start("cat-file", &["cat-file", "--batch"])?;
    let Some(stdout) = child.stdout.take() else {
        return Err(broken("no answer".to_owned()));
    };
    let result = std::thread::scope(|scope| {
        scope.spawn(|| ask(stdin, blobs.iter().map(|blob| blob.name.as_str())));
        let mut answers = BufReader::with_capacity(1 << 16, stdout);
        let mut last = "";
        for blob in blobs {
            let bytes = answer(&mut answers).map_err(|error| broken(format!("{}: {error}", blob.path)))?;
            let folder = blob.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            if folder != last {
                to.folder(folder).map_err(HistoryError::Write)?;
                last = folder;
            }
            to.put(&blob.path, &bytes).map_err(HistoryError::Write)?;
        }
        Ok(())
    });
    let _ = child.kill();
    let _ = child.wait();
    result
}

/// `name SP type SP size LF bytes LF`.
fn answer(from: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let invalid = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what.to_owned());
    let mut head = String::new();
    from.read_line(&mut head)?;
    let mut fields = head.split_ascii_whitespace();
    let (_, kind, size) = (fields.next(), fields.next(), fields.next());
    let size: u64 = match (kind, size) {
        (Some("blob"), Some(size)) => size.parse().map_err(|_| invalid("an answer without size"))?,
        _ => return Err(invalid("the repository does not have this object")),
    };
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    from.by_ref().take(size).read_to_end(&mut bytes)?;
    let mut end = [0];
    from.read_exact(&mut end)?;
    if bytes.len() as u64 == size && end == *b"\n" { Ok(bytes) } else { Err(invalid("an answer cut short")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leads_out() {
        for path in ["docs/a.md", "a b/ü.md", ".github/x.md"] {
            assert!(stays_inside(path), "{path}");
        }
        for path in ["../a.md", "a/../../b.md", "/etc/passwd", ".git/config", "a/.GIT/hooks/x", "a\\b", "C:/x", ""] {
            assert!(!stays_inside(path), "{path}");
        }
    }

    #[test]
    fn listings_are_read() {
        let listed = b"100644 blob aa      12\tdocs/a.md\x00120000 blob bb       5\tlink.md\x00160000 commit cc       -\tsub\x00100755 blob dd 99\tb.md\0";
        let found: Vec<String> = entries(listed, &|_, size| size < 50).into_iter().map(|blob| blob.path).collect();
        assert_eq!(found, ["docs/a.md"]);
    }
}
