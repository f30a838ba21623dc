//! The examples in the shipped files.

use super::data;
use super::lexicon::Lexicon;
use super::*;
use proptest::strategy::Strategy;

fn shipped() -> Vec<(&'static str, &'static Lexicon)> {
    Lexicon::available().map(|name| (name, Lexicon::shipped(name).unwrap())).collect()
}

fn examples(name: &str) -> Vec<data::Example> {
    let file = format!("{}/rules/locales/{name}.yaml", env!("CARGO_MANIFEST_DIR"));
    data::read(&std::fs::read_to_string(file).unwrap()).unwrap().examples
}

fn scan(lexicon: &Lexicon, text: &str) -> Vec<Hit> {
    let mut hits = Vec::new();
    lexicon.scan(text, &mut hits);
    hits
}

#[test]
fn every_shipped_lexicon_holds_its_own_examples() {
    let mut failures = Vec::new();
    for (name, lexicon) in shipped() {
        let examples = examples(name);
        assert!(examples.len() >= 30 || name.contains('-'), "{name} has {} examples", examples.len());
        for example in examples {
            let text = example.text.as_str();
            let hits = scan(lexicon, text);
            let mut check = |what: &str, found: String, wanted: String| {
                if found != wanted {
                    failures.push(format!("{name}: {text:?}: {what} is {found}, not {wanted}"));
                }
            };
            let numbers = lexicon.number_words(text, &hits);
            if let Some(wanted) = example.numbers {
                let found: Vec<_> = numbers.iter().map(|n| n.value).collect();
                check("numbers", format!("{found:?}"), format!("{wanted:?}"));
            }
            if let Some(wanted) = example.unit {
                let units: Vec<_> = numbers.iter().filter_map(|n| n.unit).map(UnitId::as_str).collect();
                check("unit", units.join(" "), wanted);
            }
            if let Some(wanted) = example.class {
                let classes: Vec<_> = numbers.iter().map(|n| format!("{:?}", n.class).to_lowercase()).collect();
                check("class", classes.join(" "), wanted);
            }
            if let Some(wanted) = example.digits_unit {
                let rest =
                    text.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches([' ', '-', '\u{a0}']);
                check("unit", lexicon.unit_at(rest).map_or("none", |(_, unit)| unit.as_str()).to_owned(), wanted);
            }
            if let Some(wanted) = example.negated {
                let fact = example.fact.as_deref().expect("an example of polarity names its fact");
                let at = text.find(fact).expect("the fact stands in the text");
                let denials = lexicon.denials(text, &hits);
                let negated = denials.is_some_and(|denials| denials.negate(at..at + fact.len()));
                check("negated", negated.to_string(), wanted.to_string());
            }
            if let Some(wanted) = example.cue {
                let found =
                    lexicon.strongest_cue(&hits).map_or("none".to_owned(), |class| format!("{class:?}").to_lowercase());
                check("cue", found, wanted);
            }
            if let Some(wanted) = example.sentences {
                let found: Vec<_> = sentences(text, lexicon).map(|range| &text[range]).collect();
                check("sentences", format!("{} {found:?}", found.len()), format!("{wanted} {found:?}"));
            }
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

#[test]
fn a_unit_of_one_lexicon_is_in_all() {
    let all = shipped();
    for (name, lexicon) in &all {
        for (other, against) in &all {
            let missing: Vec<_> = lexicon.units().difference(&against.units()).copied().collect();
            assert!(missing.is_empty(), "{other} lacks the units {missing:?} of {name}");
        }
    }
}

#[test]
fn hits_are_in_order_and_do_not_overlap() {
    for (name, lexicon) in shipped() {
        for example in examples(name) {
            let hits = scan(lexicon, &example.text);
            assert!(hits.windows(2).all(|pair| pair[0].end <= pair[1].start), "{name}: {}", example.text);
            assert!(hits.iter().all(|hit| example.text.get(hit.range()).is_some()));
        }
    }
}

#[test]
fn the_language_of_the_examples_is_told() {
    let languages = Languages::shipped();
    for (name, _) in shipped().into_iter().filter(|(name, _)| !name.contains('-')) {
        let text: Vec<_> = examples(name).into_iter().map(|e| e.text).collect();
        let guess = languages.guess(&text.join("\n"));
        assert_eq!(guess.best, Some(name), "{guess:?}");
        assert!(guess.hits > 4 * guess.runner_up, "{name}: {guess:?}");
    }
    assert_eq!(languages.guess("TCP 443").best, None);
}

proptest::proptest! {
    #[test]
    fn no_text_breaks_the_scanner(parts in proptest::collection::vec(
        proptest::prop_oneof!["[a-zA-Z ]{0,6}", "\\PC{0,3}", proptest::sample::select(vec![
            "nicht", "niet", "not ", "Ein", "zwei", "und", "ën", "dreißig", "-", "\u{2011}", "’", ".", ". ", ", ", "„", "”", "1", "\n", "Über", "un", "…", " z. B.",
        ]).prop_map(str::to_owned)], 0..24,
    )) {
        let text = parts.concat();
        for (_, lexicon) in shipped() {
            let hits = scan(lexicon, &text);
            proptest::prop_assert!(hits.windows(2).all(|pair| pair[0].end <= pair[1].start));
            for hit in &hits {
                proptest::prop_assert!(text.get(hit.range()).is_some());
                let _ = lexicon.denials(&text, &hits).map(|denials| denials.polarity(hit.range()));
                let _ = lexicon.unit_at(&text[hit.range().end..]);
            }
            for number in lexicon.number_words(&text, &hits) {
                proptest::prop_assert!(text.get(number.start as usize..number.end as usize).is_some());
            }
            let ranges: Vec<_> = sentences(&text, lexicon).collect();
            proptest::prop_assert!(ranges.windows(2).all(|pair| pair[0].end <= pair[1].start));
            proptest::prop_assert!(ranges.iter().all(|range| text.get(range.clone()).is_some_and(|t| !t.is_empty())));
        }
    }
}
