//! Where words end.

/// Whether a word ends at `end`: no letter, digit or underscore follows, or a mark stands before.
pub(super) fn ends_word(text: &str, end: usize) -> bool {
    let bytes = text.as_bytes();
    match bytes.get(end) {
        None => true,
        Some(&next) if next.is_ascii() => !is_word(next) || bytes[end - 1].is_ascii() && !is_word(bytes[end - 1]),
        Some(_) => {
            !text[end..].starts_with(char::is_alphanumeric) || bytes[end - 1].is_ascii() && !is_word(bytes[end - 1])
        }
    }
}

/// The end of the run of letters, digits and underscores from `at` on.
pub(super) fn word_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = at;
    while let Some(&byte) = bytes.get(end) {
        if is_word(byte) {
            end += 1;
        } else if byte.is_ascii() {
            break;
        } else {
            match text[end..].chars().next() {
                Some(c) if c.is_alphanumeric() => end += c.len_utf8(),
                _ => break,
            }
        }
    }
    end
}

/// Which bytes are ASCII letters, digits or underscores; the scanner asks for every byte of a text.
static WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = (byte as u8).is_ascii_alphanumeric() || byte as u8 == b'_';
        byte += 1;
    }
    table
};

#[inline]
fn is_word(byte: u8) -> bool {
    WORD[byte as usize]
}
