//! Files written whole or not at all, and folders that go away again.
//!
//! The new bytes go into a temporary file in the same folder, reach the disk, and take the old file's place by a rename,
//! which is one step for the file system: whoever reads the file, and whoever finds it after a crash, sees the old bytes
//! or the new. A process that is killed before the rename leaves the old file, and at worst a hidden temporary file
//! (`.isogloss-…`) beside it.
//!
//! What is no regular file (a pipe, `/dev/stdout`) cannot be replaced and is written to as it is.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Stdout, Write};
use std::path::{Path, PathBuf};
use tempfile::{Builder, NamedTempFile, TempDir};

/// The most links that are followed one after the other.
const LINKS_MOST: usize = 40;

/// What became of a file that was to be replaced only as long as nobody else changed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replaced {
    /// It holds the new bytes.
    Yes,
    /// It no longer holds the bytes that the new ones were made from, and was left alone.
    ChangedMeanwhile,
}

/// Writes a file, new or in place of an old one, whose permissions it keeps, and gives back what `write` does. A link is
/// followed: its target is replaced.
///
/// # Errors
/// Where the file is read-only or cannot be written, or where `write` fails; the old file is then as it was.
pub fn write<T, E: From<io::Error>>(path: &Path, write: impl FnOnce(&mut dyn Write) -> Result<T, E>) -> Result<T, E> {
    let (path, old) = target(path)?;
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        let mut out = BufWriter::new(OpenOptions::new().write(true).open(&path)?);
        let result = write(&mut out)?;
        out.flush()?;
        return Ok(result);
    }
    let (new, result) = prepared(&path, old.as_ref(), write)?;
    persist(new, &path)?;
    Ok(result)
}

/// Writes a new file.
///
/// # Errors
/// Where there is one already ([`ErrorKind::AlreadyExists`]), or it cannot be written.
pub fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if path.symlink_metadata().is_ok() {
        return Err(ErrorKind::AlreadyExists.into());
    }
    let (new, ()) = prepared(path, None, |out| out.write_all(bytes))?;
    new.persist_noclobber(path).map_err(|error| error.error)?;
    sync_folder(path);
    Ok(())
}

/// Replaces a file that still holds the bytes `seen`. That is looked at last thing before the rename, so that of two
/// processes that change the same file one gives way.
///
/// # Errors
/// Where the file is gone, read-only or no regular file, or cannot be written; it is then as it was.
pub fn replace(path: &Path, seen: &[u8], bytes: &[u8]) -> io::Result<Replaced> {
    let (path, old) = target(path)?;
    let old = old.ok_or(ErrorKind::NotFound)?;
    if !old.is_file() {
        return Err(io::Error::new(ErrorKind::InvalidInput, "not a regular file"));
    }
    let (new, ()) = prepared(&path, Some(&old), |out| out.write_all(bytes))?;
    if fs::read(&path)? != seen {
        return Ok(Replaced::ChangedMeanwhile);
    }
    persist(new, &path)?;
    Ok(Replaced::Yes)
}

/// Standard output without the buffer of the standard library, which looks for the last line ending in all that passes.
///
/// # Errors
/// Where it cannot be had so.
pub fn unbuffered(stdout: &Stdout) -> io::Result<File> {
    #[cfg(unix)]
    let own = std::os::fd::AsFd::as_fd(stdout).try_clone_to_owned().map(File::from);
    #[cfg(windows)]
    let own = std::os::windows::io::AsHandle::as_handle(stdout).try_clone_to_owned().map(File::from);
    #[cfg(not(any(unix, windows)))]
    let own = Err(ErrorKind::Unsupported.into());
    own
}

/// A temporary folder that goes away with the value, files and all.
#[derive(Debug)]
pub struct Temporary {
    root: PathBuf,
    /// Removed when dropped.
    _folder: TempDir,
}

impl Temporary {
    /// A new, empty folder.
    ///
    /// # Errors
    /// Where it cannot be made.
    pub fn new() -> io::Result<Self> {
        let folder = Builder::new().prefix("isogloss-").tempdir()?;
        // by its true path, as those who ask where a file is are given true paths
        let root = folder.path().canonicalize().unwrap_or_else(|_| folder.path().to_owned());
        Ok(Self { root, _folder: folder })
    }

    /// Where it is.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Makes a folder in it, and those that it stands in.
    ///
    /// # Errors
    /// Where it cannot be made.
    pub fn folder(&self, path: &str) -> io::Result<()> {
        fs::create_dir_all(self.root.join(path))
    }

    /// Writes a file in it, in a folder that is there. The path is the caller's to keep inside.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn put(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        fs::write(self.root.join(path), bytes)
    }
}

/// The file that a path leads to, links followed, and what is there.
fn target(path: &Path) -> io::Result<(PathBuf, Option<Metadata>)> {
    match fs::metadata(path) {
        // a rename would replace the link, not what it points to
        Ok(about) if about.is_file() && path.symlink_metadata()?.is_symlink() => {
            Ok((path.canonicalize()?, Some(about)))
        }
        Ok(about) => Ok((path.to_owned(), Some(about))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok((new_place(path)?, None)),
        Err(error) => Err(error),
    }
}

/// Where a file that is not there yet is to be: a link that leads nowhere yet says where.
fn new_place(path: &Path) -> io::Result<PathBuf> {
    let mut place = path.to_owned();
    for _ in 0..LINKS_MOST {
        match fs::read_link(&place) {
            // what a link says counts from the folder that the link stands in
            Ok(next) => place = place.parent().map_or(next.clone(), |folder| folder.join(&next)),
            Err(_) => return Ok(place),
        }
    }
    Err(io::Error::other("too many links, one to the other"))
}

/// A temporary file beside `path` with the new bytes, on the disk, with the old file's permissions.
fn prepared<T, E: From<io::Error>>(
    path: &Path,
    old: Option<&Metadata>,
    write: impl FnOnce(&mut dyn Write) -> Result<T, E>,
) -> Result<(NamedTempFile, T), E> {
    if let Some(old) = old {
        if old.permissions().readonly() {
            return Err(io::Error::new(ErrorKind::PermissionDenied, "the file is read-only").into());
        }
        // A folder that may be written lets any file in it be replaced; the file's own permissions must allow it too.
        OpenOptions::new().append(true).open(path)?;
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = Builder::new();
    builder.prefix(".isogloss-").suffix(".tmp");
    allow_all(&mut builder);
    let new = builder.tempfile_in(folder)?;
    let mut out = BufWriter::with_capacity(1 << 16, new.as_file());
    let result = write(&mut out)?;
    out.flush()?;
    drop(out);
    if let Some(old) = old {
        keep_owner(new.as_file(), old);
        new.as_file().set_permissions(old.permissions())?;
    }
    new.as_file().sync_all()?;
    Ok((new, result))
}

fn persist(new: NamedTempFile, path: &Path) -> io::Result<()> {
    new.persist(path).map_err(|error| error.error)?;
    sync_folder(path);
    Ok(())
}

/// A new file gets the permissions that the user's mask leaves it, as if it had been written in place; temporary files
/// are made for their owner alone.
#[cfg(unix)]
fn allow_all(builder: &mut Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn allow_all(_: &mut Builder<'_, '_>) {}

/// Whoever may give the file away (root, in a container mostly) leaves it with its owner.
#[cfg(unix)]
fn keep_owner(new: &File, old: &Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};
    if new.metadata().is_ok_and(|about| (about.uid(), about.gid()) != (old.uid(), old.gid())) {
        // all others own what they write, which is no reason not to write it
        let _ = fchown(new, Some(old.uid()), Some(old.gid()));
    }
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &Metadata) {}

/// Makes the rename outlive a loss of power, where folders can be synced; the bytes are safe either way.
fn sync_folder(path: &Path) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_writer_that_fails_leaves_the_old_file_and_nothing_beside_it() {
        let folder = folder();
        let path = folder.path().join("a.json");
        fs::write(&path, "old").unwrap();
        let failed = write(&path, |out| {
            out.write_all(b"new")?;
            Err::<(), _>(io::Error::other("no more"))
        });
        assert_eq!(failed.unwrap_err().to_string(), "no more");
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(names(folder.path()), ["a.json"]);
        write(&path, |out| out.write_all(b"new")).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(names(folder.path()), ["a.json"]);
    }

    #[test]
    fn what_changed_meanwhile_is_left_alone() {
        let folder = folder();
        let path = folder.path().join("a.md");
        fs::write(&path, "mine").unwrap();
        assert_eq!(replace(&path, b"seen", b"new").unwrap(), Replaced::ChangedMeanwhile);
        assert_eq!(fs::read(&path).unwrap(), b"mine");
        assert_eq!(replace(&path, b"mine", b"new").unwrap(), Replaced::Yes);
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert!(replace(&folder.path().join("gone.md"), b"", b"new").is_err());
        assert!(replace(folder.path(), b"", b"new").is_err());
        assert_eq!(names(folder.path()), ["a.md"]);
    }

    #[test]
    fn a_new_file_takes_no_other_s_place() {
        let folder = folder();
        let path = folder.path().join("a.toml");
        create(&path, b"one").unwrap();
        assert_eq!(create(&path, b"two").unwrap_err().kind(), ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).unwrap(), b"one");
    }

    #[test]
    fn a_read_only_file_is_not_replaced() {
        let folder = folder();
        let path = folder.path().join("a.md");
        fs::write(&path, "old").unwrap();
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
        assert_eq!(replace(&path, b"old", b"new").unwrap_err().kind(), ErrorKind::PermissionDenied);
        assert_eq!(write(&path, |out| out.write_all(b"new")).unwrap_err().kind(), ErrorKind::PermissionDenied);
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(names(folder.path()), ["a.md"]);
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_are_kept() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = folder();
        let (path, link) = (folder.path().join("a.md"), folder.path().join("link.md"));
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o754)).unwrap();
        symlink("a.md", &link).unwrap();
        assert_eq!(replace(&link, b"old", b"new").unwrap(), Replaced::Yes);
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o754);
        assert_eq!(fs::read_link(&link).unwrap(), Path::new("a.md"));
        // a new file is as open as any other that is made here
        let new = folder.path().join("new.md");
        write(&new, |out| out.write_all(b"new")).unwrap();
        let plain = folder.path().join("plain.md");
        fs::write(&plain, "").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&new), mode(&plain));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_nowhere_yet_says_where_a_new_file_is_to_be() {
        use std::os::unix::fs::symlink;
        let folder = folder();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("b")).unwrap();
        symlink("b/two", at("one")).unwrap();
        symlink("../three.json", at("b/two")).unwrap();
        let text = |out: &mut dyn Write| out.write_all(b"new");
        write(&at("one"), text).unwrap();
        assert_eq!(fs::read(at("three.json")).unwrap(), b"new");
        assert!(at("one").symlink_metadata().unwrap().is_symlink());
        symlink("round", at("round")).unwrap();
        assert!(write(&at("round"), text).is_err());
        assert_eq!(names(folder.path()), ["b", "one", "round", "three.json"]);
    }

    #[test]
    fn a_reader_never_sees_half_a_file() {
        let folder = folder();
        let path = folder.path().join("a.md");
        let (old, new) = (vec![b'o'; 1 << 20], vec![b'n'; 1 << 20]);
        fs::write(&path, &old).unwrap();
        std::thread::scope(|scope| {
            let writers: Vec<_> = [(&old, &new), (&new, &old)]
                .map(|(seen, bytes)| {
                    scope.spawn(|| {
                        for _ in 0..20 {
                            replace(&path, seen, bytes).unwrap();
                        }
                    })
                })
                .into();
            while !writers.iter().all(|writer| writer.is_finished()) {
                // Windows may refuse to open a file that is just being replaced
                if let Ok(bytes) = fs::read(&path) {
                    assert!(bytes == old || bytes == new);
                }
            }
        });
        assert_eq!(names(folder.path()), ["a.md"]);
    }
}
