//! What the parser makes of pages: one trap of Markdown, YAML or their dialects a test.

use isogloss::parse::{
    Block, BlockKind, Document, Inline, InlineKind, Item, Limits, Options, ProblemKind, Value, parse,
};
use isogloss::text::Span;

fn read(text: &str) -> Document {
    parse(text, &Options::default())
}

fn read_mdx(text: &str) -> Document {
    parse(text, &Options { mdx: true, ..Options::default() })
}

/// Each block as its kind and text.
fn blocks(document: &Document) -> Vec<(BlockKind, &str)> {
    document.blocks.iter().map(|block| (block.kind, document.block_text(block))).collect()
}

/// The bytes of the file that the first occurrence of `needle` in the document's text came from.
fn source_of<'a>(file: &'a str, document: &Document, needle: &str) -> &'a str {
    let at = document.text.find(needle).expect("the text holds what the test looks for") as u32;
    &file[document.span(at..at + needle.len() as u32).range()]
}

fn alert<'a>(document: &'a Document, block: &Block) -> Option<&'a str> {
    document.block_quote(block)?.alert.as_deref()
}

fn alerts(document: &Document) -> Vec<Option<&str>> {
    document.blocks.iter().map(|block| alert(document, block)).collect()
}

fn named(document: &Document) -> Vec<(&str, &str)> {
    let named = |inline: &Inline| match &inline.kind {
        InlineKind::Comment(name) => Some(("comment", name.clone())),
        InlineKind::Tag(name) => Some(("tag", name.clone())),
        InlineKind::Mark(name) => Some(("mark", name.clone())),
        InlineKind::Anchor(name) => Some(("anchor", name.clone())),
        _ => None,
    };
    document.inlines.iter().filter_map(named).map(|(kind, name)| (kind, document.name(&name))).collect()
}

fn urls<'a>(file: &'a str, document: &'a Document) -> Vec<&'a str> {
    let target = |kind| match kind {
        &InlineKind::Link(ref t) | &InlineKind::Image(ref t) | &InlineKind::Include(ref t) => {
            Some(document.url(t, file))
        }
        _ => None,
    };
    document.inlines.iter().filter_map(|inline| target(&inline.kind)).collect()
}

mod front_matter {
    use super::*;

    fn value(document: &Document, key: &str) -> Value {
        document.front_matter.entries.iter().find(|e| e.key == key).expect("the key is there").value.clone()
    }

    #[test]
    fn keys_and_values_know_their_bytes_behind_a_byte_order_mark_and_crlf() {
        let file = "\u{feff}---\r\ntitle: Größe   # how large\r\nempty:\r\n---  \r\n# Head\r\n";
        let page = read(file);
        let [title, empty] = page.front_matter.entries.as_slice() else { panic!("two entries") };
        assert_eq!(&file[title.key_span.range()], "title");
        assert_eq!(&file[title.value_span.range()], "Größe");
        assert_eq!((&empty.value, empty.value_span.is_empty()), (&Value::Null, true));
        assert_eq!(page.front_matter.span, Some(Span::new(3, file.find("# Head").expect("head") - 2)));
        assert_eq!(blocks(&page), [(BlockKind::Heading(1), "Head")]);
    }

    #[test]
    fn a_comment_in_yaml_is_no_heading_and_dots_close_too() {
        let page = read("---\n# required metadata\na: 1\n...\ntext");
        assert_eq!(blocks(&page), [(BlockKind::Paragraph, "text")]);
        assert_eq!(page.front_matter.entries.len(), 1);
    }

    #[test]
    fn empty_front_matter_is_front_matter() {
        let page = read("---\n---\ntext");
        assert!(page.front_matter.span.is_some());
        assert_eq!(blocks(&page), [(BlockKind::Paragraph, "text")]);
    }

    #[test]
    fn numbers_keep_their_digits_at_any_depth() {
        let long = "9".repeat(60);
        let page = read(&format!("---\na: 1.10\nb: {{c: 2.50, d: [0x1F, {long}]}}\ne: 007\n---\n"));
        let number = |text: &str| Value::Number(text.into());
        assert_eq!(value(&page, "a"), number("1.10"));
        assert_eq!(
            value(&page, "b"),
            Value::Mapping(vec![
                ("c".into(), number("2.50")),
                ("d".into(), Value::Sequence(vec![number("0x1F"), number(&long)])),
            ])
        );
        assert_eq!(value(&page, "e"), Value::String("007".into()));
    }

    #[test]
    fn a_key_that_stands_twice_is_reported_where_it_does_so_again() {
        for nested in ["", "x: {y: 1}\n"] {
            let file = format!("---\ntitle: a\n{nested}title: b\n---\n");
            let page = read(&file);
            let [problem] = page.problems.as_slice() else { panic!("one problem: {:?}", page.problems) };
            assert_eq!((problem.kind, problem.detail.as_str()), (ProblemKind::FrontMatterDuplicateKey, "title"));
            assert_eq!(problem.span.start as usize, file.rfind("title").expect("the second key"));
        }
    }

    #[test]
    fn broken_yaml_is_a_problem_and_the_page_goes_on() {
        let page = read("---\na: b: c\n---\n# Head\n");
        assert_eq!(page.problems[0].kind, ProblemKind::FrontMatterInvalid);
        assert_eq!(blocks(&page), [(BlockKind::Heading(1), "Head")]);
    }

    #[test]
    fn front_matter_that_is_not_closed_ends_where_the_yaml_does() {
        let page = read("---\ntitle: a\ntags:\n- b\n\n# Head\n\ntext");
        assert_eq!(page.problems[0].kind, ProblemKind::FrontMatterUnclosed);
        assert_eq!(page.front_matter.entries.len(), 2);
        assert_eq!(blocks(&page), [(BlockKind::Heading(1), "Head"), (BlockKind::Paragraph, "text")]);
    }

    #[test]
    fn a_thematic_break_is_no_front_matter() {
        let page = read("---\n\nSome prose.\n\n---\n");
        assert_eq!(page.front_matter.span, None);
        assert_eq!(page.blocks[0].kind, BlockKind::Rule);
        assert!(page.problems.is_empty());
    }

    #[test]
    fn toml_is_split_off_and_simple_values_are_read() {
        let page = read("+++\ntitle = \"T\"\nweight = 10\ntags = [\"a\", 'b']\n[params]\nx = 1\n+++\ntext");
        assert_eq!(blocks(&page), [(BlockKind::Paragraph, "text")]);
        assert_eq!(page.front_matter.entries.len(), 3);
        assert_eq!(value(&page, "weight"), Value::Number("10".into()));
    }

    #[test]
    fn bombs_of_aliases_and_brackets_are_defused() {
        let aliases = format!("---\na: &a [{}]\nb: [{}]\n---\ntext", "x,".repeat(300), "*a,".repeat(3000));
        let brackets = format!("---\na: {}\n---\ntext", "{a: ".repeat(10_000));
        for bomb in [aliases, brackets] {
            let page = read(&bomb);
            assert_eq!(page.problems[0].kind, ProblemKind::FrontMatterInvalid);
            assert_eq!(blocks(&page), [(BlockKind::Paragraph, "text")]);
        }
    }
}

mod text {
    use super::*;

    #[test]
    fn markup_escapes_and_entities_are_resolved_and_lead_back_to_the_file() {
        let file = "Set **size** to \\*5&nbsp;GB\\* in `a b`, see [the *list*](x.md) ![shot](y.png).";
        let page = read(file);
        assert_eq!(page.text, "Set size to *5\u{a0}GB* in a b, see the list shot.");
        assert_eq!(source_of(file, &page, "5\u{a0}GB"), "5&nbsp;GB");
        assert_eq!(source_of(file, &page, "\u{a0}"), "&nbsp;");
        assert_eq!(source_of(file, &page, "size to"), "size** to");
        assert_eq!(source_of(file, &page, "list"), "list");
    }

    #[test]
    fn breaks_are_a_blank_or_a_line_feed() {
        let page = read("one\r\ntwo  \r\nthree<br>four");
        assert_eq!(page.text, "one two\nthree\nfour");
    }

    #[test]
    fn a_code_span_over_two_lines_has_one_blank_between_and_keeps_its_places() {
        for file in ["Use `first\r\nsecond` now.", "> Use `first\n> second` now.", "- Use `first\n  second` now."] {
            let page = read(file);
            assert_eq!(page.text, "Use first second now.", "{file:?}");
            assert_eq!(source_of(file, &page, "second"), "second");
        }
    }

    #[test]
    fn comments_and_tags_contribute_nothing() {
        let page = read("a <!-- 42 --> <b>c</b>");
        assert_eq!(page.text, "a c");
        assert_eq!(named(&page), [("comment", "42"), ("tag", "b"), ("tag", "/b")]);
    }

    #[test]
    fn code_keeps_its_lines_and_loses_its_indent() {
        let file = "- a\n\n  ```sh  title=x \r\n  ls\r\n\r\n    -l\r\n  ```\n\n      pre\n";
        let page = read(file);
        assert_eq!(blocks(&page)[1], (BlockKind::Code, "ls\n\n  -l"));
        let info = page.blocks[1].info().expect("code has an info string");
        assert_eq!(&file[info.range()], "sh  title=x");
        assert_eq!(blocks(&page)[2], (BlockKind::Code, "pre"));
    }

    #[test]
    fn blanks_behind_an_entity_at_a_headings_end_are_not_its_own() {
        let file = "# &amp;\t\n";
        let page = read(file);
        assert_eq!(&file[page.span(page.blocks[0].text.clone()).range()], "&amp;");
    }

    #[test]
    fn a_target_knows_its_bytes() {
        let file = "[a](x.md \"t\") <https://b.example> [c][d] [e](f\\*g) <me@h.example>\n\n[d]: /ref";
        let page = read(file);
        assert_eq!(urls(file, &page), ["x.md", "https://b.example", "/ref", "f*g", "mailto:me@h.example"]);
        let spans: Vec<_> = page
            .inlines
            .iter()
            .filter_map(|i| match &i.kind {
                InlineKind::Link(t) => Some((&file[t.span.range()], t.reference)),
                _ => None,
            })
            .collect();
        assert_eq!(spans[..4], [("x.md", false), ("https://b.example", false), ("/ref", true), ("[e](f\\*g)", false)]);
    }

    #[test]
    fn html_blocks_give_their_visible_text() {
        let file =
            "<div>\n  One &amp; <a href='x.md'>two</a><br>\n  <script>var three;</script>\n</div>\n\n<!-- 7 -->\n";
        let page = read(file);
        assert_eq!(blocks(&page), [(BlockKind::Html, "One & two"), (BlockKind::Comment, "")]);
        assert_eq!(urls(file, &page), ["x.md"]);
    }

    #[test]
    fn html_in_a_quote_is_read_without_the_quote_marks() {
        let file = "> <div>\n> over <b\n> title='x'>two</b> lines\n> </div>";
        let page = read(file);
        assert_eq!(blocks(&page), [(BlockKind::Html, "over two lines")]);
        assert_eq!(source_of(file, &page, "lines"), "lines");
    }

    #[test]
    fn a_block_is_found_by_its_text() {
        let page = read("# One\n\ntwo\n\n---\n\nthree");
        for (id, block) in page.blocks.iter().enumerate() {
            assert_eq!(page.block_at_text(block.text.start), id as u32);
            assert_eq!(page.block_at_text(block.text.end), id as u32);
        }
    }
}

mod sections {
    use super::*;

    #[test]
    fn explicit_ids_are_kept_in_order_and_out_of_the_text() {
        let page = read(
            "## <a name=\"ports\"></a><a id=\"bkmk_ports\"></a> Ports\n### List {#the-list}\n## PUT /users/{id}\n",
        );
        assert_eq!(blocks(&page)[0], (BlockKind::Heading(2), "Ports"));
        assert_eq!(blocks(&page)[1], (BlockKind::Heading(3), "List"));
        assert_eq!(blocks(&page)[2], (BlockKind::Heading(2), "PUT /users/{id}"));
        assert_eq!(page.anchors(&page.sections[1]).collect::<Vec<_>>(), ["ports", "bkmk_ports"]);
        assert_eq!(page.section_path(2), ["bkmk_ports", "the-list"]);
        assert_eq!(page.section_path(3), ["put-usersid"]);
    }

    #[test]
    fn a_section_ends_at_the_next_heading_of_its_level() {
        let page = read("intro\n\nOne\n===\n\na\n\n### Deep\n\nb\n\n# Two\n");
        let parents: Vec<_> = page.sections.iter().map(|s| (s.level, s.parent)).collect();
        assert_eq!(parents, [(0, None), (1, None), (3, Some(1)), (1, None)]);
        assert_eq!(page.sections[1].blocks, 1..3);
        assert_eq!(page.sections[0].blocks, 0..1);
    }
}

mod lists_and_tables {
    use super::*;

    #[test]
    fn an_items_own_text_is_an_item_in_tight_and_loose_lists() {
        for gap in ["\n", "\n\n"] {
            let page = read(&format!("3. one{gap}4. two\n   ```\n   x\n   ```\n{gap}   more\n"));
            let kinds: Vec<_> = page.blocks.iter().map(|b| b.kind).collect();
            assert_eq!(kinds, [BlockKind::Item, BlockKind::Item, BlockKind::Code, BlockKind::Paragraph]);
            assert_eq!(page.blocks[0].item(), Some(&Item { list: 0, index: 0, number: Some(3) }));
            assert_eq!(page.blocks[1].item(), Some(&Item { list: 0, index: 1, number: Some(4) }));
        }
    }

    #[test]
    fn an_item_of_nothing_but_a_list_has_no_text_of_its_own() {
        let page = read("- - inner\n- [x] done\n");
        assert_eq!(blocks(&page), [(BlockKind::Item, "inner"), (BlockKind::Item, "done")]);
        assert_eq!(page.blocks[0].depth, 2);
        assert_eq!(page.blocks[1].item(), Some(&Item { list: 0, index: 1, number: None }));
    }

    #[test]
    fn an_items_span_is_that_of_its_own_lines() {
        let file = "- one\n  lazy\n  - two\n";
        let page = read(file);
        assert_eq!(&file[page.blocks[0].span.range()], "- one\n  lazy");
    }

    #[test]
    fn a_row_keeps_its_cells_apart() {
        let file = "| Name | Value |\n|---|---|\n| `a\\|b` | **1** |\n| c |\n";
        let page = read(file);
        assert_eq!(
            blocks(&page),
            [(BlockKind::Row, "Name\tValue"), (BlockKind::Row, "a|b\t1"), (BlockKind::Row, "c\t")]
        );
        let rows: Vec<_> = page.blocks.iter().map(|block| block.row().expect("a row")).collect();
        assert_eq!(rows.iter().map(|r| (r.table, r.index)).collect::<Vec<_>>(), [(0, 0), (0, 1), (0, 2)]);
        let [first, second] = page.row_cells(rows[1]) else { panic!("two cells") };
        assert_eq!(&page.text[second.start as usize..second.end as usize], "1");
        assert_eq!(&file[page.span(first.clone()).range()], "a\\|b");
    }

    #[test]
    fn what_stands_in_the_blanks_of_a_cell_is_within_the_row() {
        let page = read("|a|b|\n|-|-|\n|c|d    <b>|\n");
        let row = &page.blocks[1];
        assert_eq!(page.block_text(row), "c\td");
        assert!(page.block_inlines(row).iter().all(|inline| inline.text.end <= row.text.end));
    }

    #[test]
    fn a_table_that_a_parser_would_blow_up_is_cut_off() {
        let page = read(&format!("{}|\n{}|\n{}", "|a".repeat(1000), "|-".repeat(1000), "|a|\n".repeat(20_000)));
        assert_eq!(page.problems[0].kind, ProblemKind::TooLarge);
    }

    #[test]
    fn blocks_are_counted() {
        let limits = Limits { blocks: 2, ..Limits::default() };
        let page = parse("a\n\nb\n\nc\n\nd", &Options { limits, ..Options::default() });
        assert_eq!(blocks(&page), [(BlockKind::Paragraph, "a"), (BlockKind::Paragraph, "b")]);
        assert_eq!((page.problems.len(), page.problems[0].span.start), (1, 6));
    }
}

mod dialects {
    use super::*;

    #[test]
    fn an_alert_is_known_in_every_way_that_it_is_written() {
        for written in [
            "> [!NOTE]\n> Mind it.",
            ">[!Note] Mind it.",
            "> [!note]\n>\n> Mind it.",
            "!!! note\n    Mind it.",
            ":::note\nMind it.\n:::",
        ] {
            let page = read(written);
            let block = page.blocks.iter().find(|b| b.kind == BlockKind::Paragraph).expect("a paragraph");
            assert_eq!((page.block_text(block), alert(&page, block)), ("Mind it.", Some("note")), "{written}");
            assert_eq!(&written[block.span.range()], "Mind it.");
        }
    }

    #[test]
    fn an_alerts_marker_may_stand_before_a_list_and_be_of_any_kind() {
        let file = "> [!INFO]\n> - a\n";
        let page = read(file);
        assert_eq!(blocks(&page), [(BlockKind::Item, "a")]);
        let quote = page.block_quote(&page.blocks[0]).expect("it stands in a quote");
        assert_eq!(quote.alert.as_deref(), Some("info"));
        assert_eq!(&file[quote.marker.expect("a marker").range()], "[!INFO]");
    }

    #[test]
    fn a_quote_is_not_an_alert_for_a_marker_later_on() {
        let page = read("> plain\n>\n> [!NOTE]\n");
        assert_eq!(alert(&page, &page.blocks[0]), None);
        assert_eq!(blocks(&page)[1].1, "[!NOTE]");
    }

    #[test]
    fn includes_and_the_like_are_directives_alone_and_inlines_in_text() {
        let file = "[!INCLUDE [t](a.md)]\n\nSee [!INCLUDE[t](b.md)] now.\n\n[!code-sh[](c.sh)]\n\n> [!VIDEO https://d.example]\n\n> [!div class=\"next\"]\n> [Go on](e.md)\n";
        let page = read(file);
        assert_eq!(
            blocks(&page),
            [
                (BlockKind::Directive, ""),
                (BlockKind::Paragraph, "See now."),
                (BlockKind::Directive, ""),
                (BlockKind::Directive, ""),
                (BlockKind::Directive, "Go on"),
            ]
        );
        assert_eq!(urls(file, &page), ["a.md", "b.md", "c.sh", "https://d.example", "e.md"]);
    }

    #[test]
    fn marked_text_is_text() {
        let page = read("Open [!UICONTROL Stores > [All]] in [!DNL Shop].");
        assert_eq!(page.text, "Open Stores > [All] in Shop.");
        assert_eq!(named(&page), [("mark", "uicontrol"), ("mark", "dnl")]);
    }

    #[test]
    fn directives_end_paragraphs_and_hold_markdown() {
        let page = read("before\n:::tip[Read this]\n- a\n:::\nafter\n::: zone pivot=\"x\"\nz\n::: zone-end\n");
        assert_eq!(
            blocks(&page),
            [
                (BlockKind::Paragraph, "before"),
                (BlockKind::Directive, "Read this"),
                (BlockKind::Item, "a"),
                (BlockKind::Directive, ""),
                (BlockKind::Paragraph, "after"),
                (BlockKind::Directive, ""),
                (BlockKind::Paragraph, "z"),
                (BlockKind::Directive, ""),
            ]
        );
        assert_eq!(page.blocks.iter().map(|b| b.depth).collect::<Vec<_>>(), [0, 0, 2, 0, 0, 0, 1, 0]);
        assert_eq!(alert(&page, &page.blocks[2]), Some("tip"));
    }

    #[test]
    fn an_image_directive_gives_an_image_in_lists_and_lines_too() {
        let file =
            "1. a\n\n   :::image source=\"x.png\" alt-text=\"A shot.\":::\n\n2. b :::image source=\"i.svg\"::: c\n";
        let page = read(file);
        assert_eq!(
            blocks(&page),
            [(BlockKind::Item, "a"), (BlockKind::Directive, "A shot."), (BlockKind::Item, "b c")]
        );
        assert_eq!(urls(file, &page), ["x.png", "i.svg"]);
        assert_eq!(source_of(file, &page, "A shot."), "A shot.");
    }

    #[test]
    fn what_looks_like_a_directive_in_code_is_code() {
        let code = ":::note\n{{< x >}}\n!!! note\n    y\n:::";
        let page = read(&format!("```\n{code}\n```\n`{{{{< z >}}}}` and `{{{{path}}}}`"));
        assert_eq!(blocks(&page), [(BlockKind::Code, code), (BlockKind::Paragraph, "{{< z >}} and {{path}}")]);
    }

    #[test]
    fn an_admonitions_body_is_markdown_and_no_code() {
        let page = read("!!! warning \"Take care\"\n    One.\n\n    ```\n    code\n    ```\n\nafter\n");
        assert_eq!(
            blocks(&page),
            [
                (BlockKind::Directive, "Take care"),
                (BlockKind::Paragraph, "One."),
                (BlockKind::Code, "code"),
                (BlockKind::Paragraph, "after"),
            ]
        );
        assert_eq!(alerts(&page), [None, Some("warning"), Some("warning"), None]);
        assert_eq!(page.blocks.iter().map(|b| b.depth).collect::<Vec<_>>(), [0, 1, 1, 0]);
    }

    #[test]
    fn shortcodes_are_no_text() {
        let file =
            "{{< note >}}\nText {{% b %}} with {% c %} and {{ name }}, [l]({{< ref \"d.md\" >}}).\n{{< /note >}}\n";
        let page = read(file);
        assert_eq!(
            blocks(&page),
            [
                (BlockKind::Directive, ""),
                (BlockKind::Paragraph, "Text with and {{ name }}, l."),
                (BlockKind::Directive, ""),
            ]
        );
        assert_eq!(urls(file, &page), ["{{< ref \"d.md\" >}}"]);
    }

    #[test]
    fn mdx_keeps_its_prose() {
        let page = read_mdx(
            "import A from 'a';\nexport const b = {\n  c: 1\n};\n\n# Head {/* #h */}\n\n<Tabs>\n<Tab value={x > 1}>\nText {b} with <A/>.\n</Tab>\n</Tabs>\n\n{/* 42 */}\n",
        );
        assert_eq!(
            blocks(&page),
            [
                (BlockKind::Directive, ""),
                (BlockKind::Directive, ""),
                (BlockKind::Heading(1), "Head"),
                (BlockKind::Directive, ""),
                (BlockKind::Directive, ""),
                (BlockKind::Paragraph, "Text with ."),
                (BlockKind::Directive, ""),
                (BlockKind::Directive, ""),
                (BlockKind::Comment, ""),
            ]
        );
        assert_eq!(named(&page).last(), Some(&("comment", "42")));
    }

    #[test]
    fn the_lines_of_a_plain_text_are_paragraphs() {
        let options = Options { plain: true, ..Options::default() };
        let page = parse("Title\nFirst **line\nsecond** line\n- item\nlast", &options);
        assert_eq!(
            blocks(&page),
            [
                (BlockKind::Paragraph, "Title"),
                (BlockKind::Paragraph, "First line"),
                (BlockKind::Paragraph, "second line"),
                (BlockKind::Item, "item"),
                (BlockKind::Paragraph, "last"),
            ]
        );
        let markdown = parse("# Title\none\ntwo", &options);
        assert_eq!(blocks(&markdown)[1], (BlockKind::Paragraph, "one two"));
    }
}
