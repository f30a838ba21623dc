//! A file that is written whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::{Builder, NamedTempFile};

/// A file in the making.
pub(super) enum Target {
    /// Beside its place until it is finished; if the run ends before, it is removed.
    Beside(BufWriter<NamedTempFile>, PathBuf),
    /// A pipe or a device, which cannot be put in place.
    Straight(BufWriter<File>),
}

impl Target {
    /// Begins the file at `path`.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        // a link is kept, and what it leads to is replaced
        let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let about = fs::metadata(&place).ok();
        if about.as_ref().is_some_and(|about| !about.is_file()) {
            return Ok(Target::Straight(BufWriter::new(File::create(&place)?)));
        }
        let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = Builder::new();
        builder.prefix(".isogloss-");
        #[cfg(unix)]
        builder.permissions(about.map_or_else(
            || std::os::unix::fs::PermissionsExt::from_mode(0o666), // less what the umask says
            |about| about.permissions(),
        ));
        Ok(Target::Beside(BufWriter::with_capacity(1 << 16, builder.tempfile_in(folder)?), place))
    }

    /// Puts the file in its place.
    pub(super) fn finish(self) -> io::Result<()> {
        match self {
            Target::Straight(mut out) => out.flush(),
            Target::Beside(out, place) => {
                let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
                file.persist(place)?;
                Ok(())
            }
        }
    }

    fn out(&mut self) -> &mut dyn Write {
        match self {
            Target::Beside(out, _) => out,
            Target::Straight(out) => out,
        }
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out().flush()
    }
}
