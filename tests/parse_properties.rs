//! What holds for every page, well-formed or not; and that no page takes long.

#[path = "bodies/spans.rs"]
mod spans;

use isogloss::parse::{Options, parse};
use proptest::prelude::*;
use std::time::{Duration, Instant};

/// Pieces of Markdown, YAML and their dialects, to be put together at random.
const PIECES: [&str; 92] = [
    "a",
    "Wort ",
    "über",
    "日本",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    " ",
    "    ",
    "\t",
    "# ",
    "## ",
    "===\n",
    "---\n",
    "***\n",
    "- ",
    "* ",
    "1. ",
    "12) ",
    "> ",
    ">",
    "|",
    "|a|b|\n|-|-|\n",
    "| c |",
    "`",
    "``",
    "```\n",
    "~~~ x\n",
    "*",
    "**",
    "_",
    "~~",
    "[",
    "]",
    "(",
    ")",
    "![",
    "](x.md)",
    "[r]",
    "[r]: /u\n",
    "<",
    ">",
    "<b>",
    "</b>",
    "<br>",
    "<a name=\"n\">",
    "</a>",
    "<a href='h'>",
    "<img src=s alt=\"t&amp;\">",
    "<!-- ",
    "-->",
    "<div>\n",
    "</div>\n",
    "<script>",
    "&amp;",
    "&nbsp;",
    "&",
    ";",
    "\\",
    "[!NOTE]",
    "[!INCLUDE [",
    "[!DNL ",
    "[!div x]",
    "[!VIDEO u]",
    ":::",
    ":::note T\n",
    ":::\n",
    ":::image source=\"i\" alt-text=\"t\":::",
    "::: zone-end\n",
    "!!! tip \"T\"\n    ",
    "=== \"Tab\"\n    ",
    "{{< x >}}",
    "{{%",
    "%}}",
    "{%",
    "%}",
    "{",
    "}",
    "{#id}",
    "{/*",
    "*/}",
    "import x\n",
    "<Tab>\n",
    "title: x\n",
    "n: 1.10\n",
    "- y\n",
    "\u{feff}",
    "[^1]",
    "[^1]: ",
    "- [ ] ",
    "\u{0}",
];

fn page() -> impl Strategy<Value = String> {
    let piece = prop_oneof![12 => prop::sample::select(PIECES.as_slice()).prop_map(str::to_owned), 1 => ".{0,4}"];
    (prop::sample::select(vec!["", "---\n", "+++\n", "\u{feff}---\r\n"]), prop::collection::vec(piece, 0..60))
        .prop_map(|(start, pieces)| start.to_owned() + &pieces.concat())
}

fn options() -> impl Strategy<Value = Options> {
    (any::<bool>(), any::<bool>()).prop_map(|(mdx, plain)| Options { mdx, plain, ..Options::default() })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_span_lies_in_the_file_and_blocks_ascend(file in page(), options in options()) {
        spans::check(&file, &parse(&file, &options));
    }

    #[test]
    fn a_word_of_the_file_leads_back_to_itself(words in prop::collection::vec("[a-zäö]{3,8}", 1..12), joints in prop::collection::vec(prop::sample::select(vec![" ", "\n", "** **", "` `", "\\* ", "&amp; ", "\n\n", "\n- ", "|"]), 12)) {
        let mut file = String::new();
        for (word, joint) in words.iter().zip(&joints) {
            file.push_str(word);
            file.push_str(joint);
        }
        let page = parse(&file, &Options::default());
        for word in &words {
            let mut from = 0;
            while let Some(found) = page.text[from..].find(word.as_str()) {
                let at = (from + found) as u32;
                prop_assert_eq!(&file[page.span(at..at + word.len() as u32).range()], word);
                from += found + word.len();
            }
        }
    }
}

#[test]
fn no_page_takes_long() {
    let repeated = [
        "[",
        "]",
        "![",
        "`",
        "<",
        "<a ",
        "<a '",
        "<!--",
        "&",
        "*",
        "_",
        ">",
        "> ",
        "- ",
        "  - a\n",
        "|",
        "|a",
        ":::",
        ":::a",
        ":::note\n",
        ":::x-end\n",
        "{{<",
        "{{%",
        "{%",
        "{%\n\n",
        "{",
        "{{",
        "{/*",
        "<a\n",
        "<A {",
        "!!! a\n",
        "[!DNL ",
        "[!VIDEO ",
        "[!INCLUDE [",
        "> [!NOTE]\n",
        "# a\n",
        "a\n===\n",
        "\\",
        "```\n",
        "a: b\n",
        "[a]: b\n",
        "[a](",
        "\u{0}",
        "\r",
        "<div>\n",
        "a ",
        "=== \"a",
        "[^1]: ",
        "1. ",
        "import {\n",
    ];
    for piece in repeated {
        let file = piece.repeat(200_000 / piece.len());
        for start in ["", "---\n"] {
            for mdx in [false, true] {
                let file = format!("{start}{file}");
                let begun = Instant::now();
                let page = parse(&file, &Options { mdx, ..Options::default() });
                let took = begun.elapsed();
                // Linear, even in a debug build on a busy machine; the square of it would be minutes.
                assert!(took < Duration::from_secs(8), "{piece:?} (MDX: {mdx}) took {took:?}");
                assert!(page.blocks.len() <= file.len());
            }
        }
    }
}

#[test]
fn a_very_long_line_is_a_line() {
    let file = "word ".repeat(400_000);
    let page = parse(&file, &Options::default());
    assert_eq!(page.blocks.len(), 1);
    assert_eq!(page.text.len(), file.len() - 1);
}
