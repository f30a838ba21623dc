//! The fact base of the corpus, byte for byte. After a change that is meant:
//!
//!     ISOGLOSS_BLESS=1 cargo test --test facts_cli
//!
//! writes it anew; the change of `corpus/facts.json` then says what it did to the facts.

use crate::{ok, root};
use std::fs;

#[test]
fn the_corpus_states_what_it_stated() {
    let facts = ok(&root(), &["facts", "corpus", "--pretty"]);
    let path = root().join("corpus/facts.json");
    if std::env::var_os("ISOGLOSS_BLESS").is_some() {
        fs::write(&path, &facts.out).unwrap();
        return;
    }
    let expected = fs::read(&path).unwrap_or_default();
    if facts.out == expected {
        return;
    }
    let (now, before) = (facts.text(), String::from_utf8(expected).unwrap());
    let line = now.lines().zip(before.lines()).position(|(a, b)| a != b).unwrap_or(0);
    let around = |text: &str| text.lines().skip(line.saturating_sub(3)).take(8).collect::<Vec<_>>().join("\n");
    panic!(
        "corpus/facts.json differs from line {} on; if that is meant: ISOGLOSS_BLESS=1 cargo test --test facts_cli\n\
         before:\n{}\nnow:\n{}",
        line + 1,
        around(&before),
        around(now)
    );
}
