//! Where in a JSON text a reader stopped, as people look it up: line, column and JSON pointer.

/// The JSON pointer (RFC 6901) of the value that holds the byte `offset`, in a text that is well-formed up to there.
pub(super) fn pointer(json: &[u8], offset: usize) -> String {
    let mut path: Vec<Step> = Vec::new();
    let mut at = 0;
    let end = offset.min(json.len());
    while at < end {
        match json[at] {
            b'{' => path.push(Step::Key(None)),
            b'[' => path.push(Step::Index(0)),
            // An error after the end of an object is about the object: its own place, without the step inside.
            b'}' | b']' => {
                path.pop();
            }
            b',' => match path.last_mut() {
                Some(Step::Index(index)) => *index += 1,
                Some(Step::Key(key)) => *key = None,
                None => {}
            },
            b'"' => {
                let close = string_end(json, at + 1);
                if let Some(Step::Key(key @ None)) = path.last_mut() {
                    *key = json.get(at + 1..close).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
                }
                at = close;
            }
            _ => {}
        }
        at += 1;
    }
    let mut pointer = String::new();
    for step in path {
        match step {
            Step::Index(index) => pointer.push_str(&format!("/{index}")),
            Step::Key(Some(key)) => pointer.push_str(&format!("/{}", key.replace('~', "~0").replace('/', "~1"))),
            Step::Key(None) => {}
        }
    }
    pointer
}

enum Step {
    Index(usize),
    Key(Option<String>),
}

/// The byte of the closing quote, or the end of the text.
fn string_end(json: &[u8], mut at: usize) -> usize {
    while let Some(&byte) = json.get(at) {
        match byte {
            b'"' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    json.len()
}

/// The byte offset of a line and column as serde_json counts them (bytes, from 1; column 0 is the line's very start).
pub(super) fn offset(json: &[u8], line: usize, column: usize) -> usize {
    let before = line.saturating_sub(1);
    let start =
        if before == 0 { 0 } else { memchr::memchr_iter(b'\n', json).nth(before - 1).map_or(json.len(), |at| at + 1) };
    (start + column).min(json.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_leads_to_the_value_that_holds_the_byte() {
        let json = br#"{"facts":[{"id":"a,]"},{"data":{"first":true}}],"a/b":1}"#;
        let at = |text: &[u8]| json.windows(text.len()).position(|window| window == text).unwrap();
        assert_eq!(pointer(json, at(b"true") + 1), "/facts/1/data/first");
        assert_eq!(pointer(json, at(b"a,]")), "/facts/0/id");
        assert_eq!(pointer(json, at(b":1") + 2), "/a~1b");
        assert_eq!(pointer(json, 0), "");
        assert_eq!(pointer(br#"{"facts":[{"id"#, 14), "/facts/0/id");
    }

    #[test]
    fn lines_and_columns_lead_back_to_bytes() {
        assert_eq!(offset(b"{\n\"a\": 1\n}", 2, 3), 5);
        assert_eq!(offset(b"{}", 1, 2), 2);
        assert_eq!(offset(b"{}", 9, 9), 2);
    }
}
