//! Pages that mean harm.

/// A page, a translation of it, and what must be reported of them.
pub(crate) struct Hostile {
    pub(crate) group: &'static str,
    pub(crate) name: &'static str,
    pub(crate) source: Vec<u8>,
    pub(crate) translation: Vec<u8>,
    pub(crate) rule: Option<&'static str>,
}

/// Each of so many items, with a blank between.
fn each(count: usize, item: impl Fn(usize) -> String) -> String {
    (0..count).map(item).collect::<Vec<_>>().join(" ")
}

fn lines(count: usize, item: impl Fn(usize) -> String) -> String {
    (0..count).map(item).collect()
}

/// All of them, in the size that is asked for.
pub(crate) fn pages(scale: f64) -> Vec<Hostile> {
    let mut all = Vec::new();
    let n = |count: usize| ((count as f64 * scale) as usize).max(10);
    let mut add = |group, name, source: Vec<u8>, translation: Vec<u8>, rule| {
        all.push(Hostile { group, name, source, translation, rule });
    };
    let mut same = |group, name, page: String, rule| {
        let page = page.into_bytes();
        add(group, name, page.clone(), page, rule);
    };

    let invalid = Some("page/front-matter-invalid");
    let mut bomb = "---\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        bomb += &format!("a{level}: &a{level} [{}]\n", vec![format!("*a{}", level - 1); 10].join(", "));
    }
    same("front matter", "aliases of aliases", format!("{bomb}---\n# T\n"), invalid);
    let flat = format!("---\na: &a [{}]\nb: [{}]\n---\n# T\n", ["x"; 5000].join(","), vec!["*a"; n(9000)].join(","));
    same("front matter", "many aliases", flat, invalid);
    for (name, open) in [("deep mappings", "a: {"), ("deep lists", "["), ("deep items", "- ")] {
        same("front matter", name, format!("---\na: {}\n---\n# T\n", open.repeat(n(30_000))), invalid);
    }
    same("front matter", "keys", format!("---\n{}---\n# T\n", lines(n(40_000), |at| format!("k{at}: v\n"))), None);
    same(
        "front matter",
        "one key",
        format!("---\n{}---\n# T\n", "k: v\n".repeat(n(9000))),
        Some("page/front-matter-duplicate-key"),
    );
    same(
        "front matter",
        "TOML keys",
        format!("+++\n{}+++\n# T\n", lines(n(50_000), |at| format!("k{at} = 1\n"))),
        None,
    );
    same("front matter", "dotted TOML", format!("+++\n{}b=1\n+++\n# T\n", "a.".repeat(n(50_000))), None);

    for (name, piece) in [
        ("brackets", "["),
        ("closing brackets", "]"),
        ("links", "[a]("),
        ("images", "!["),
        ("backticks", "`"),
        ("fences", "` `` ``` "),
        ("emphasis", "*a **b "),
        ("underscores", "a_"),
        ("tags", "<a "),
        ("attributes", "<a x='"),
        ("comments", "<!--"),
        ("blocks of HTML", "<div>"),
        ("entities", "&"),
        ("quotes", ">"),
        ("items", "- "),
        ("numbers", "1. "),
        ("braces", "{"),
        ("shortcodes", "{{<"),
        ("directives", ":::note\n"),
        ("alerts", "> [!NOTE]\n"),
        ("lone CR", "a\r"),
        ("CRLF", "a\r\n\r\n"),
        ("blanks", " "),
        ("line feeds", "\n"),
        ("references", "[a]: b\n"),
        ("footnotes", "[^1]: a\n\n"),
    ] {
        same("markup", name, format!("# T\n\n{}", piece.repeat(n(100_000))), None);
    }
    same("markup", "a long line", "word ".repeat(n(2_000_000)), None);
    same("markup", "deep list", lines(n(2000), |at| format!("{}- a\n", " ".repeat(2 * at))), None);
    same(
        "markup",
        "wide table",
        format!("|{}\n|{}\n{}", "a|".repeat(n(20_000)), "-|".repeat(n(20_000)), "|x\n".repeat(100)),
        (scale > 0.5).then_some("page/too-large"),
    );
    let cells = format!("|{}\n|{}\n{}", "a|".repeat(1000), "-|".repeat(1000), "|x\n".repeat(n(20_000)));
    same("markup", "cells that nobody wrote", cells, (scale > 0.5).then_some("page/too-large"));
    let defined = lines(n(100_000), |at| format!("[a{at}]: /u{at}\n"));
    same("markup", "definitions", format!("{defined}\n{}\n", each(n(100_000), |at| format!("[a{at}]"))), None);

    for (name, piece) in [
        ("digits", "1"),
        ("dots", "1."),
        ("commas", "1,"),
        ("colons", "1:"),
        ("dashes", "1-"),
        ("slashes", "1/"),
        ("single digits", "1 "),
        ("names", "a."),
        ("at signs", "a@"),
        ("schemes", "http://"),
        ("closing", "http://a.b/)"),
        ("paths", "C:\\a "),
        ("times", "02:00-"),
        ("units", "1 GB "),
        ("factors", "0 million "),
        ("ports", "port 1 x "),
        ("protocols", "TCP 1.5 5 "),
        ("words", "twenty-"),
        ("numbers as words", "one and "),
        ("not", "not "),
        ("sentences", "It is not so. "),
        ("addresses", "::1 "),
        ("versions", "version 1.2, "),
        ("dates", "May 1, "),
        ("providers", "Microsoft.Compute "),
    ] {
        same("facts", name, format!("# T\n\n{}\n", piece.repeat(n(200_000))), None);
    }
    same("facts", "brackets at the end", format!("# T\n\nhttp://a.b/{}\n", ")".repeat(n(500_000))), None);
    same("facts", "numbers", format!("# T\n\n{}\n", each(n(100_000), |at| at.to_string())), None);
    same("facts", "repaired names", format!("# T\n\n{}", "- Micro soft. Compute\n".repeat(n(20_000))), None);

    type Item = fn(usize) -> String;
    let differing: [(&'static str, Item, Item); 11] = [
        ("quantities", |at| format!("{} MB,", at + 1000), |at| format!("{} MB,", at + 900_000)),
        ("ports", |at| format!("port {},", at + 1), |at| format!("poort {},", at + 30_001)),
        ("domains", |at| format!("a{at}.contoso.com"), |at| format!("b{at}.contoso.com")),
        ("code", |at| format!("`a{at}x`"), |at| format!("`b{at}y`")),
        ("targets", |at| format!("[a](a{at}.md)"), |at| format!("[b](b{at}.md)")),
        ("identifiers", |at| format!("KB{}", at + 1_000_000), |at| format!("KB{}", at + 5_000_000)),
        ("versions", |at| format!("version 1.{at}.3,"), |at| format!("versie 2.{at}.4,")),
        (
            "dates",
            |at| format!("{}-01-{:02}", 1900 + at % 300, 1 + at % 28),
            |at| format!("{}-03-{:02}", 1900 + at % 300, 1 + at % 28),
        ),
        ("words", |_| "twenty ".to_owned(), |_| "dertig ".to_owned()),
        ("names", |at| format!("Microsoft.Foo{at}"), |_| "woord".to_owned()),
        ("sentences", |at| format!("It is not port {at}."), |at| format!("Het is poort {at}.")),
    ];
    let mut two = |name, source: String, translation: String, rule| {
        add("pairs", name, source.into_bytes(), translation.into_bytes(), rule);
    };
    for (name, ours, theirs) in differing {
        two(name, format!("# T\n\n{}\n", each(n(20_000), ours)), format!("# T\n\n{}\n", each(n(20_000), theirs)), None);
    }
    let line = |by: usize| format!("# T\n\n{}\n", each(n(300_000), |at| format!("port {}, text", by + at % 30_000)));
    two("one line", line(1), line(30_001), None);
    let items = |word: &'static str, by: usize| move |at: usize| format!("- {word} {}\n", at + by);
    two("items", lines(n(30_000), items("port", 0)), lines(n(30_000), items("poort", 30_000)), None);
    two("more items", lines(n(30_000), items("port", 0)), lines(n(29_900), items("poort", 100)), None);
    let text = |at: usize| format!("The text {} of server{at}.contoso.com here.\n\n", at * 7 % 1000);
    let item = |at: usize| {
        format!(
            "{}De tekst {} van server{at}.contoso.com hier.\n\n",
            if at.is_multiple_of(3) { "" } else { "- " },
            at * 7 % 1000
        )
    };
    two("another structure", lines(n(50_000), text), lines(n(48_000), item), None);
    two("reversed", lines(n(20_000), text), (0..n(20_000)).rev().map(item).collect(), None);
    two("equal headings", "# Same\n\n".repeat(n(20_000)), "# Same\n\n- a\n\n".repeat(n(18_000)), None);
    two("equal paragraphs", "same\n\n".repeat(n(50_000)), "- same\n\nanders\n\n".repeat(n(24_000)), None);
    let long = |word: &'static str| {
        move |at: usize| format!("{word} {}\n\n", each(500, |word| format!("w{}", at * 500 + word)))
    };
    two("long paragraphs", lines(n(1000), long("The")), lines(n(990), long("- De")), None);
    two(
        "code blocks",
        lines(n(20_000), |at| format!("```\nx{at}\n```\n\n")),
        lines(n(20_001), |at| format!("```\ny{at}\n```\n\n")),
        None,
    );
    let code = |mark: char, lines: usize| {
        format!("```\n{}```\n\n", (0..lines).map(|at| format!("{mark}{at}\n")).collect::<String>())
    };
    two("long code blocks", code('x', 1999).repeat(n(100)), code('y', 1998).repeat(n(100)), None);
    two(
        "anchors",
        lines(n(30_000), |at| format!("<a name=\"x{at}\"></a>")),
        lines(n(30_000), |at| format!("<a name=\"y{at}\"></a>")),
        None,
    );
    two(
        "a missing block",
        format!("# T\n\na\n\n{}\n", each(n(20_000), |at| format!("`x{at}`"))),
        "# T\n\na\n".to_owned(),
        None,
    );
    let page =
        "# T\n\nThe server 10.0.0.1 has port 443 and 20 GB, see [a](b.md) and `x`. It is not `y`.\n\n- one\n- two\n\n";
    let other = "# T\n\nDe server 10.0.0.2 heeft poort 444 en 20 MB, zie [a](c.md) en `z`. Het is niet `y`.\n\n- een\n- twee\n\n";
    two("ten megabytes", page.repeat(n(90_000)), other.repeat(n(90_000)), (scale > 0.5).then_some("page/too-large"));

    let not_utf8 = Some("page/not-utf-8");
    let mut both = |name, page: Vec<u8>, rule| add("encodings", name, page.clone(), page, rule);
    both("Latin-1", b"caf\xe9 443 ".repeat(n(100_000)), not_utf8);
    both("UTF-16", "# Port 443\n".repeat(n(50_000)).encode_utf16().flat_map(u16::to_le_bytes).collect(), not_utf8);
    both(
        "UTF-16 with its mark",
        [b"\xfe\xff".to_vec(), "# Port 443\n".repeat(n(50_000)).encode_utf16().flat_map(u16::to_be_bytes).collect()]
            .concat(),
        not_utf8,
    );
    both("NUL", b"# T 443\0 text and more text\n".repeat(n(50_000)), not_utf8);
    both("half characters", b"\xf0\x9f\xa6".repeat(n(100_000)), not_utf8);
    both("direction", "\u{202e}abc\u{2066} \u{200b}1\u{200b}2 ".repeat(n(100_000)).into_bytes(), None);
    both("marks of byte order", "\u{feff}".repeat(n(200_000)).into_bytes(), None);
    both("combining", format!("e{}", "\u{301}".repeat(n(500_000))).into_bytes(), None);
    let commands = "# \u{1b}]0;owned\u{7} \u{1b}[2J \u{9b}31m\u{202e}\n\n";
    add(
        "encodings",
        "commands",
        format!("{commands}port 443\r\n").into_bytes(),
        format!("{commands}poort \u{1b}[31m444\r\n").into_bytes(),
        None,
    );
    all
}
