//! Reading a page as text, whatever its bytes.
//!
//! The text has a byte for every byte of the file, so that spans are those of the file even where it is not UTF-8.

use crate::config::Limits;
use crate::text::Span;
use std::cell::RefCell;
use std::fs::{File, Metadata};
use std::io::{ErrorKind, Read};
use std::path::Path;

/// A file as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileText {
    /// The text: byte for byte the file where that is UTF-8, else with `?` for each byte that is not.
    pub text: String,
    /// What is wrong with the encoding.
    pub problems: Vec<ReadProblem>,
}

/// Why a file cannot be read, or cannot be read as it should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadProblem {
    /// What is the matter.
    pub kind: ReadKind,
    /// Where in the file; `None` for the file as a whole.
    pub span: Option<Span>,
    /// More about it, for people.
    pub detail: String,
}

/// What can be the matter with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ReadKind {
    /// It is gone or never was.
    Missing,
    /// It is a folder, a pipe or a device.
    NotAFile,
    /// The system refuses.
    Unreadable,
    /// It is larger than the limit.
    TooLarge,
    /// It holds bytes that are not UTF-8.
    NotUtf8,
    /// It is UTF-16 or UTF-32; the text is empty.
    Utf16,
    /// It holds NUL bytes.
    Nul,
}

/// Reads a page.
///
/// # Errors
/// Where there is no text at all: the file is missing, no regular file, unreadable or over the limit.
pub fn read(path: &Path, limits: &Limits) -> Result<FileText, ReadProblem> {
    /// Room for more than this is let go of when the page that needed it has been read.
    const KEPT: usize = 1 << 20;
    thread_local! {
        /// Where the bytes of one page after the other are read to: to make room for each, filled with zeros, is slower than to
        /// copy it once it is known to be text.
        static BYTES: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    }
    BYTES.with_borrow_mut(|bytes| {
        let file = read_to(bytes, path, limits).map(|length| decode(&bytes[..length]));
        if bytes.len() > KEPT {
            *bytes = Vec::new();
        }
        file
    })
}

/// Reads a page's bytes, whatever they mean.
///
/// # Errors
/// As [`read`].
pub fn read_bytes(path: &Path, limits: &Limits) -> Result<Vec<u8>, ReadProblem> {
    let mut bytes = Vec::new();
    let length = read_to(&mut bytes, path, limits)?;
    bytes.truncate(length);
    Ok(bytes)
}

/// Reads a page's bytes to the start of `bytes`, which grows where it is too short, and says how many they are.
fn read_to(bytes: &mut Vec<u8>, path: &Path, limits: &Limits) -> Result<usize, ReadProblem> {
    let whole = |kind, detail: String| ReadProblem { kind, span: None, detail };
    let system = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => whole(ReadKind::Missing, "the file does not exist".to_owned()),
        _ => whole(ReadKind::Unreadable, error.to_string()),
    };
    let not_a_file = |about: &Metadata| {
        let detail = if about.is_dir() { "a folder" } else { "not a regular file" };
        whole(ReadKind::NotAFile, detail.to_owned())
    };
    let file = open(path).map_err(|error| match std::fs::metadata(path) {
        // nothing that could be opened: a socket
        Ok(about) if !about.is_file() => not_a_file(&about),
        _ => system(error),
    })?;
    let about = file.metadata().map_err(system)?;
    if !about.is_file() {
        return Err(not_a_file(&about));
    }
    // Spans have 32 bits, whatever the configuration says.
    let limit = limits.file_size.min(u64::from(u32::MAX) - 1);
    let too_large = |size: u64| whole(ReadKind::TooLarge, format!("{size} bytes, over the limit of {limit}"));
    if about.len() > limit {
        return Err(too_large(about.len()));
    }
    let length = fill(bytes, file, usize::try_from(about.len()).unwrap_or(0), limit).map_err(system)?;
    if length as u64 > limit {
        return Err(too_large(length as u64));
    }
    Ok(length)
}

/// Opens a file to be read. What it is can be asked of the open file alone, since the name may come to stand for another: nor is a pipe
/// waited for that somebody would have to write to.
fn open(path: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NONBLOCK | libc::O_NOCTTY);
    options.read(true).open(path)
}

/// Reads an open file that says it has `size` bytes, at most one more than `limit`, to the start of `bytes`, and says how many they are.
fn fill(bytes: &mut Vec<u8>, mut file: File, size: usize, limit: u64) -> std::io::Result<usize> {
    // room for one more: where it stays empty the file has ended, and need not be asked for its end
    let room = size + 1;
    if bytes.len() < room {
        bytes.resize(room, 0);
    }
    let mut end = 0;
    while end == 0 || (end != size && end < room) {
        match file.read(&mut bytes[end..room]) {
            Ok(0) => return Ok(end),
            Ok(count) => end += count,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    if end <= size {
        return Ok(end);
    }
    // The file may have grown since, and some that hold much say that they hold nothing.
    bytes.truncate(end);
    Ok(end + file.take((limit + 1).saturating_sub(end as u64)).read_to_end(bytes)?)
}

/// The bytes of a file as text.
pub fn decode(bytes: &[u8]) -> FileText {
    if let Some(detail) = wide(bytes) {
        let span = Some(Span::new(0, bytes.len().min(2)));
        let problem = ReadProblem { kind: ReadKind::Utf16, span, detail: detail.to_owned() };
        return FileText { text: String::new(), problems: vec![problem] };
    }
    let mut problems = Vec::new();
    if let Some(at) = memchr::memchr(0, bytes) {
        let count = memchr::memchr_iter(0, bytes).count();
        let detail = format!("{count} NUL byte{}", if count == 1 { "" } else { "s" });
        problems.push(ReadProblem { kind: ReadKind::Nul, span: Some(Span::new(at, at + 1)), detail });
    }
    let text = match simdutf8::basic::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => {
            let (text, problem) = mend(bytes);
            problems.push(problem);
            text
        }
    };
    FileText { text, problems }
}

/// The text with `?` for each byte that is not UTF-8, and the report of it.
fn mend(bytes: &[u8]) -> (String, ReadProblem) {
    let mut text = String::with_capacity(bytes.len());
    let (mut first, mut count, mut latin) = (None, 0, 0);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        let wrong = chunk.invalid();
        if !wrong.is_empty() {
            first.get_or_insert(text.len());
            count += wrong.len();
            // Letters and marks of Latin-1 and Windows-1252 that texts hold: lone bytes beside ASCII.
            let next = bytes.get(text.len() + wrong.len());
            if wrong.len() == 1 && wrong[0] >= 0x80 && next.is_none_or(u8::is_ascii) {
                latin += 1;
            }
            text.extend(std::iter::repeat_n('?', wrong.len()));
        }
    }
    let first = first.unwrap_or(0);
    let bytes_are = if count == 1 { "1 byte is".to_owned() } else { format!("{count} bytes are") };
    let guess = if latin * 10 >= count * 9 { "; the file looks like Latin-1 or Windows-1252" } else { "" };
    let detail = format!("{bytes_are} not UTF-8{guess}");
    (text, ReadProblem { kind: ReadKind::NotUtf8, span: Some(Span::new(first, first + 1)), detail })
}

/// Whether the bytes are of an encoding with two or four bytes a character, and which.
fn wide(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => return Some("the file is UTF-32"),
        [0xff, 0xfe, ..] => return Some("the file is UTF-16 (little endian)"),
        [0xfe, 0xff, ..] => return Some("the file is UTF-16 (big endian)"),
        _ => {}
    }
    // Without a mark: in text of the Latin script, every other byte is NUL.
    let head = &bytes[..bytes.len().min(1024)];
    memchr::memchr(0, head)?;
    let zeros = |parity: usize| head.iter().skip(parity).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
    if half >= 4 && odd * 4 > half * 3 && even * 8 < half {
        return Some("the file looks like UTF-16 (little endian)");
    }
    (half >= 4 && even * 4 > half * 3 && odd * 8 < half).then_some("the file looks like UTF-16 (big endian)")
}

/// The bytes of a file that is no page: a fact base.
///
/// # Errors
/// Where it cannot be read.
pub fn read_data(path: &Path) -> std::io::Result<Vec<u8>> {
    std::fs::read(path)
}

/// The files of a folder with an extension, sorted by name, with their text: rules of the user's own.
/// Nothing where there is no such folder; what is not UTF-8 is left out.
pub fn data_files(folder: &Path, extension: &str) -> Vec<(std::path::PathBuf, String)> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|e| e == extension))
        .collect();
    paths.sort();
    paths.into_iter().filter_map(|path| std::fs::read_to_string(&path).ok().map(|text| (path, text))).collect()
}
