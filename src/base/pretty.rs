//! Indents compact JSON as it streams by; no tree, no second reading.

use std::io::{self, Write};

/// Writes compact JSON with two blanks a level, as `serde_json::to_writer_pretty` does.
pub(super) struct Indent<W: Write> {
    out: W,
    depth: usize,
    in_string: bool,
    escaped: bool,
    /// A container was opened and nothing of it seen yet: `{}` stays on one line.
    opened: bool,
}

impl<W: Write> Indent<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out, depth: 0, in_string: false, escaped: false, opened: false }
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut rest = bytes;
        while let Some(&byte) = rest.first() {
            if self.in_string {
                rest = self.string(rest)?;
                continue;
            }
            rest = &rest[1..];
            if matches!(byte, b'}' | b']') {
                self.depth -= 1;
                if !std::mem::take(&mut self.opened) {
                    self.line()?;
                }
                self.raw(&[byte])?;
                continue;
            }
            if std::mem::take(&mut self.opened) {
                self.line()?;
            }
            self.raw(&[byte])?;
            match byte {
                b'{' | b'[' => {
                    self.depth += 1;
                    self.opened = true;
                }
                b',' => self.line()?,
                b':' => self.raw(b" ")?,
                b'"' => self.in_string = true,
                _ => {}
            }
        }
        Ok(())
    }

    /// Copies up to the end of the string, or all there is of it, and gives what is left.
    fn string<'b>(&mut self, bytes: &'b [u8]) -> io::Result<&'b [u8]> {
        let mut end = bytes.len();
        for (at, &byte) in bytes.iter().enumerate() {
            if std::mem::take(&mut self.escaped) {
                continue;
            }
            self.escaped = byte == b'\\';
            if byte == b'"' {
                self.in_string = false;
                end = at + 1;
                break;
            }
        }
        self.raw(&bytes[..end])?;
        Ok(&bytes[end..])
    }

    fn line(&mut self) -> io::Result<()> {
        self.raw(b"\n")?;
        for _ in 0..self.depth {
            self.raw(b"  ")?;
        }
        Ok(())
    }

    pub(super) fn raw(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)
    }

    pub(super) fn into_inner(self) -> W {
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indents_as_serde_json_does() {
        let compact = r#"{"a":[],"b":{},"c":[1,"x, \"y\": {}",{"d":null}],"e":"\\"}"#;
        let value: serde_json::Value = serde_json::from_str(compact).unwrap();
        let mut indent = Indent::new(Vec::new());
        // In pieces of three bytes: a cut may fall anywhere.
        for piece in compact.as_bytes().chunks(3) {
            indent.write(piece).unwrap();
        }
        assert_eq!(String::from_utf8(indent.into_inner()).unwrap(), serde_json::to_string_pretty(&value).unwrap());
    }
}
