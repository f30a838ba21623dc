//! A fact base, written as its groups come.

use super::format::Format;
use super::group::{Frame, GroupChunk};
use super::{canonical, pretty, rows, wire};
use std::io::{self, Write};

/// Joins chunks into a document. Facts are written at once; in JSON the pages come after them and wait until the end.
pub struct FactWriter<'a, W: Write> {
    out: Sink<W>,
    frame: &'a Frame,
    last: Option<String>,
    pages: Vec<u8>,
    any_fact: bool,
}

enum Sink<W: Write> {
    Json(W),
    Pretty(pretty::Indent<W>),
    Ndjson(W),
    Csv(Box<rows::Rows<W>>),
}

impl<'a, W: Write> FactWriter<'a, W> {
    /// Begins a document.
    pub fn new(out: W, frame: &'a Frame) -> io::Result<Self> {
        let out = match frame.format() {
            Format::Json => Sink::Json(out),
            Format::Pretty => Sink::Pretty(pretty::Indent::new(out)),
            Format::Ndjson => Sink::Ndjson(out),
            Format::Csv => Sink::Csv(Box::new(rows::Rows::new(out)?)),
        };
        let mut writer = Self { out, frame, last: None, pages: Vec::new(), any_fact: false };
        if let Sink::Ndjson(out) = &mut writer.out {
            let mut header = b"{".to_vec();
            tail(&mut header, frame);
            header.push(b'\n');
            out.write_all(&header)?;
        } else {
            writer.json(b"{\"facts\":[")?;
        }
        Ok(writer)
    }

    /// Adds the next group, made with the same frame; they must come in the order of their keys.
    pub fn push(&mut self, chunk: &GroupChunk) -> io::Result<()> {
        if self.last.as_ref().is_some_and(|last| *last >= chunk.key) {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                format!("page key `{}` is out of order", chunk.key),
            ));
        }
        self.last = Some(chunk.key.clone());
        match &mut self.out {
            Sink::Ndjson(out) => {
                out.write_all(&chunk.pages)?;
                out.write_all(&chunk.facts)
            }
            Sink::Csv(rows) => {
                let pages = records::<wire::PageRecord>(&chunk.pages)?;
                for fact in records::<wire::FactRecord>(&chunk.facts)? {
                    rows.fact(&fact, self.frame.source(), |locale| {
                        pages.iter().find(|page| &*page.locale == locale).map(|page| page.path.as_str())
                    })?;
                }
                Ok(())
            }
            Sink::Json(_) | Sink::Pretty(_) => {
                self.pages.extend_from_slice(&chunk.pages);
                // the comma after the last record waits for one more
                let Some((_, facts)) = chunk.facts.split_last() else { return Ok(()) };
                if std::mem::replace(&mut self.any_fact, true) {
                    self.json(b",")?;
                }
                self.json(facts)
            }
        }
    }

    /// Ends the document and gives back what it was written to, flushed.
    pub fn finish(mut self) -> io::Result<W> {
        let mut end = b"],".to_vec();
        locales(&mut end, self.frame);
        end.extend_from_slice(b",\"pages\":[");
        self.json(&end)?;
        let pages = std::mem::take(&mut self.pages);
        self.json(pages.strip_suffix(b",").unwrap_or_default())?;
        let mut end = b"],".to_vec();
        names(&mut end, self.frame);
        self.json(&end)?;
        let mut out = match self.out {
            Sink::Json(out) | Sink::Ndjson(out) => out,
            Sink::Pretty(mut indent) => {
                indent.raw(b"\n")?;
                indent.into_inner()
            }
            Sink::Csv(rows) => rows.finish()?,
        };
        out.flush()?;
        Ok(out)
    }

    /// A piece of the JSON document; the other formats have none.
    fn json(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.out {
            Sink::Json(out) => out.write_all(bytes),
            Sink::Pretty(indent) => indent.write(bytes),
            Sink::Ndjson(_) | Sink::Csv(_) => Ok(()),
        }
    }
}

/// Writes a document of chunks that come in the order of their keys.
pub fn assemble<W: Write>(out: W, frame: &Frame, chunks: impl IntoIterator<Item = GroupChunk>) -> io::Result<W> {
    let mut writer = FactWriter::new(out, frame)?;
    for chunk in chunks {
        writer.push(&chunk)?;
    }
    writer.finish()
}

fn locales(out: &mut Vec<u8>, frame: &Frame) {
    out.extend_from_slice(b"\"locales\":");
    canonical::array(out, frame.locales().iter().map(AsRef::as_ref), canonical::string);
}

fn names(out: &mut Vec<u8>, frame: &Frame) {
    out.extend_from_slice(b"\"schema\":");
    canonical::string(out, wire::SCHEMA);
    out.extend_from_slice(b",\"source\":");
    canonical::string(out, frame.source());
    out.push(b'}');
}

fn tail(out: &mut Vec<u8>, frame: &Frame) {
    locales(out, frame);
    out.push(b',');
    names(out, frame);
}

/// The records of a chunk in a format in which each ends with a line feed.
fn lines(records: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut start = 0;
    memchr::memchr_iter(b'\n', records).map(move |end| &records[std::mem::replace(&mut start, end + 1)..end])
}

fn records<T: for<'de> serde::Deserialize<'de>>(bytes: &[u8]) -> io::Result<Vec<T>> {
    lines(bytes).map(|line| serde_json::from_slice(line).map_err(io::Error::from)).collect()
}

impl wire::FactBase {
    /// Writes the base; in JSON the bytes that the run itself would have written.
    pub fn write<W: Write>(&self, mut out: W, format: Format) -> io::Result<W> {
        match format {
            Format::Json => serde_json::to_writer(&mut out, self)?,
            Format::Pretty => {
                serde_json::to_writer_pretty(&mut out, self)?;
                out.write_all(b"\n")?;
            }
            Format::Ndjson => self.write_lines(&mut out)?,
            Format::Csv => {
                let mut rows = rows::Rows::new(out)?;
                let paths = self.paths();
                for fact in &self.facts {
                    rows.fact(fact, &self.source, |locale| paths.get(&(fact.page.as_str(), locale)).copied())?;
                }
                out = rows.finish()?;
            }
        }
        out.flush()?;
        Ok(out)
    }

    fn write_lines(&self, out: &mut impl Write) -> io::Result<()> {
        #[derive(serde::Serialize)]
        struct Header<'a> {
            locales: &'a [wire::Tag],
            schema: &'a str,
            source: &'a str,
        }
        serde_json::to_writer(
            &mut *out,
            &Header { locales: &self.locales, schema: &self.schema, source: &self.source },
        )?;
        out.write_all(b"\n")?;
        let mut facts = self.facts.iter().peekable();
        let mut pages = self.pages.iter().peekable();
        while let Some(key) = pages.peek().map(|page| page.key.as_str()) {
            while let Some(page) = pages.next_if(|page| page.key == key) {
                serde_json::to_writer(&mut *out, page)?;
                out.write_all(b"\n")?;
            }
            while let Some(fact) = facts.next_if(|fact| fact.page == key) {
                serde_json::to_writer(&mut *out, fact)?;
                out.write_all(b"\n")?;
            }
        }
        Ok(())
    }

    /// The paths of the pages by key and locale.
    pub(super) fn paths(&self) -> rustc_hash::FxHashMap<(&str, &str), &str> {
        self.pages.iter().map(|page| ((page.key.as_str(), &*page.locale), page.path.as_str())).collect()
    }
}
