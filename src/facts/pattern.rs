//! Kinds of fact that a pattern can describe: `rules/facts/*.yaml`, and the user's own in the same form.

use super::scan::Found;
use super::{Data, Kind};
use compact_str::CompactString;
use include_dir::{Dir, include_dir};
use memchr::memmem::Finder;
use regex::Regex;
use regex_syntax::hir::Hir;
use regex_syntax::hir::literal::{Extractor, Literal};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

static SHIPPED: Dir = include_dir!("$CARGO_MANIFEST_DIR/rules/facts");

/// The most bytes of one compiled pattern; a user's pattern past it is refused.
const SIZE_LIMIT: usize = 1 << 20;

/// The patterns in force.
#[derive(Clone, Debug, Default)]
pub struct Patterns {
    all: Vec<Pattern>,
}

/// Why a file of patterns was refused.
#[derive(Debug, thiserror::Error)]
pub enum PatternError {
    /// It is no YAML of this form.
    #[error("{0}")]
    Yaml(#[from] serde_yaml::Error),
    /// A pattern does not compile.
    #[error("{0}")]
    Regex(#[from] Box<regex::Error>),
    /// An example that should match does not, or the other way round.
    #[error("the example `{example}` of `{kind}` {problem}")]
    Example {
        /// The kind.
        kind: String,
        /// The example.
        example: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// A name that cannot be a kind's.
    #[error("`{0}` is no name for a kind: small letters, digits and hyphens")]
    Name(String),
    /// There are more kinds than can be told apart.
    #[error("there are too many kinds")]
    TooMany,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Spec {
    kind: String,
    #[allow(dead_code, reason = "for the reader of the file")]
    summary: String,
    pattern: String,
    /// A text that every match holds: what is sought before the pattern runs.
    #[serde(default)]
    literal: Option<String>,
    /// How a match looks that a blank has broken.
    #[serde(default)]
    broken: Option<String>,
    /// Writes a broken match right, word by word: how names are spelt.
    #[serde(default)]
    spelling: Vec<String>,
    #[serde(default)]
    compare: Compare,
    #[serde(default)]
    examples: Examples,
}

#[derive(Deserialize, Default, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Compare {
    #[default]
    Exact,
    IgnoreCase,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Examples {
    #[serde(default)]
    matches: Vec<String>,
    #[serde(default)]
    silent: Vec<String>,
    /// Broken writing → value.
    #[serde(default)]
    broken: Vec<(String, String)>,
}

#[derive(Clone, Debug)]
struct Pattern {
    kind: Kind,
    pattern: Regex,
    literal: Option<Finder<'static>>,
    broken: Option<Broken>,
    spelling: Vec<String>,
    compare: Compare,
}

/// How a match looks that a blank has broken.
#[derive(Clone, Debug)]
struct Broken {
    /// Matches at the start of a text.
    pattern: Regex,
    /// The bytes with which such a match may begin, by which most texts are told to be none without being looked at.
    initials: Box<[bool; 256]>,
}

impl Patterns {
    /// The shipped patterns, compiled once.
    pub fn shipped() -> &'static Self {
        static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
            // their examples are run by a test and not at every start
            let all = shipped_files().into_iter().map(|yaml| specs(yaml)?.iter().map(compile).collect());
            let all: Result<Vec<Vec<Pattern>>, _> = all.collect();
            Patterns { all: all.expect("a test compiles every shipped pattern").into_iter().flatten().collect() }
        });
        &PATTERNS
    }

    /// Adds a file's patterns.
    ///
    /// # Errors
    /// Where the file is not of the form, a pattern does not compile, or one of its examples does not hold.
    pub fn add(&mut self, yaml: &str) -> Result<(), PatternError> {
        for spec in specs(yaml)? {
            let pattern = compile(&spec)?;
            pattern.prove(&spec)?;
            self.all.push(pattern);
        }
        Ok(())
    }

    /// The names of the kinds that the patterns add to the built-in ones.
    pub fn custom_kinds(&self) -> impl Iterator<Item = &'static str> {
        self.all
            .iter()
            .filter_map(|pattern| if let Kind::Custom(custom) = pattern.kind { Some(custom.name()) } else { None })
    }

    /// Finds the matches in a text, in order; where two overlap, the first pattern's stays.
    ///
    /// A broken match is believed only where it fills one of `wholes` (a block, a code span, strong emphasis).
    pub(super) fn find<'a>(
        &self,
        text: &str,
        wholes: impl Iterator<Item = &'a Range<u32>> + Clone,
        out: &mut Vec<Found>,
    ) {
        for pattern in &self.all {
            let worth = pattern.literal.as_ref().is_none_or(|literal| literal.find(text.as_bytes()).is_some());
            if worth {
                for found in pattern.pattern.find_iter(text) {
                    if boundary(text, found.range()) {
                        out.push(pattern.found(found.as_str().into(), found.range()));
                    }
                }
            }
            if let Some(broken) = &pattern.broken {
                let mut mended = Vec::new();
                // a loop inside the chain of them: one around it costs as much as what it does
                wholes.clone().for_each(|whole| {
                    let first = text.as_bytes().get(whole.start as usize);
                    if !first.is_some_and(|first| broken.initials[usize::from(*first)]) {
                        return;
                    }
                    let slice = &text[whole.start as usize..whole.end as usize];
                    let trimmed = slice.trim();
                    if may_be_broken(slice)
                        && broken.pattern.find(trimmed).is_some_and(|found| found.len() == trimmed.len())
                    {
                        let start = whole.start as usize + slice.len() - slice.trim_start().len();
                        mended.push(pattern.found(pattern.mend(trimmed), start..start + trimmed.len()));
                    }
                });
                replace(out, mended);
            }
        }
        out.sort_by_key(|found| found.range.start);
        out.dedup_by(|next, first| next.range.start < first.range.end);
    }
}

/// The files of the shipped patterns, by name.
fn shipped_files() -> Vec<&'static str> {
    let mut files: Vec<_> =
        SHIPPED.files().filter(|file| file.path().extension().is_some_and(|e| e == "yaml")).collect();
    files.sort_by_key(|file| file.path());
    files.into_iter().map(|file| file.contents_utf8().unwrap_or_default()).collect()
}

fn specs(yaml: &str) -> Result<Vec<Spec>, PatternError> {
    Ok(serde_yaml::from_str(yaml)?)
}

/// Whether a text is short, and has a full stop and a blank: what every broken name has.
fn may_be_broken(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() <= 200
        && memchr::memchr(b'.', bytes).is_some()
        && (memchr::memchr2(b' ', b'\n', bytes).is_some() || text.contains('\u{a0}'))
}

/// Adds matches that each take the place of what overlaps them, found before or added before.
fn replace(out: &mut Vec<Found>, added: Vec<Found>) {
    if added.is_empty() {
        return;
    }
    // what the matches that come later take, as ranges that do not touch: start to end
    let mut taken: BTreeMap<u32, u32> = BTreeMap::new();
    let is_taken = |taken: &BTreeMap<u32, u32>, range: &Range<u32>| {
        taken.range(..range.end).next_back().is_some_and(|(_, end)| *end > range.start)
    };
    let mut kept = Vec::with_capacity(added.len());
    for found in added.into_iter().rev() {
        let Range { mut start, mut end } = found.range.clone();
        if !is_taken(&taken, &found.range) {
            kept.push(found);
        }
        while let Some((&from, &to)) = taken.range(..end).next_back().filter(|(_, to)| **to > start) {
            taken.remove(&from);
            (start, end) = (start.min(from), end.max(to));
        }
        taken.insert(start, end);
    }
    out.retain(|found| !is_taken(&taken, &found.range));
    out.extend(kept.into_iter().rev());
}

/// Whether a match stands alone: neither the start nor the end lies inside a longer dotted name or address.
fn boundary(text: &str, range: Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '@' | '-' | '_'))
        && !after.is_some_and(|c| c.is_alphanumeric() || c == '_')
}

impl Pattern {
    fn found(&self, value: CompactString, range: Range<usize>) -> Found {
        // built-in kinds know how they are compared; a user's kind without case is compared by its value in lower case
        let lower = self.compare == Compare::IgnoreCase && matches!(self.kind, Kind::Custom(_));
        let value = if lower { value.to_lowercase() } else { value };
        Found::new(self.kind, value, Data::Plain, range.start as u32..range.end as u32)
    }

    /// The value of a broken match: without blanks, its words spelt as the file says.
    fn mend(&self, broken: &str) -> CompactString {
        let mut joined: String = broken.chars().filter(|c| !c.is_whitespace()).collect();
        for word in &self.spelling {
            if let Some(at) = joined.to_ascii_lowercase().find(&word.to_ascii_lowercase()) {
                joined.replace_range(at..at + word.len(), word);
            }
        }
        joined.into()
    }

    fn prove(&self, spec: &Spec) -> Result<(), PatternError> {
        let fail = |example: &str, problem| PatternError::Example {
            kind: spec.kind.clone(),
            example: example.to_owned(),
            problem,
        };
        let one = Patterns { all: vec![self.clone()] };
        let find = |text: &str| {
            let mut found = Vec::new();
            one.find(text, std::iter::once(&(0..text.len() as u32)), &mut found);
            found
        };
        for example in &spec.examples.matches {
            if find(example).is_empty() {
                return Err(fail(example, "does not match"));
            }
        }
        for example in &spec.examples.silent {
            if !find(example).is_empty() {
                return Err(fail(example, "matches and should not"));
            }
        }
        for (example, value) in &spec.examples.broken {
            if find(example).first().is_none_or(|found| found.value != value.as_str()) {
                return Err(fail(example, "is not mended to its value"));
            }
        }
        Ok(())
    }
}

fn compile(spec: &Spec) -> Result<Pattern, PatternError> {
    let regex = |pattern: &str| {
        regex::RegexBuilder::new(pattern)
            .size_limit(SIZE_LIMIT)
            .build()
            .map_err(|error| PatternError::Regex(Box::new(error)))
    };
    let named =
        spec.kind.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') && !spec.kind.is_empty();
    if !named {
        return Err(PatternError::Name(spec.kind.clone()));
    }
    let kind = Kind::named(&spec.kind).or_else(|| Kind::custom(&spec.kind)).ok_or(PatternError::TooMany)?;
    Ok(Pattern {
        kind,
        pattern: regex(&spec.pattern)?,
        literal: spec.literal.as_ref().map(|literal| Finder::new(literal).into_owned()),
        broken: spec
            .broken
            .as_deref()
            .map(|broken| {
                // one that is put between brackets must be whole without them
                let parsed = regex_syntax::parse(broken).ok();
                let pattern = parsed.as_ref().and_then(|_| at_start(broken)).map_or_else(|| regex(broken), Ok)?;
                Ok::<_, PatternError>(Broken { pattern, initials: Box::new(initials(parsed.as_ref())) })
            })
            .transpose()?,
        spelling: spec.spelling.clone(),
        compare: spec.compare,
    })
}

/// The pattern at the start of a text, where alone a match is wanted: what cannot be one is known by its first letters. `None` for a
/// pattern that cannot be put between brackets: one that ends in a comment.
fn at_start(pattern: &str) -> Option<Regex> {
    regex::RegexBuilder::new(&format!(r"\A(?:{pattern})")).size_limit(SIZE_LIMIT).build().ok()
}

/// The bytes with which what a pattern matches may begin, and those of blanks, which may stand before it.
fn initials(pattern: Option<&Hir>) -> [bool; 256] {
    let prefixes = pattern.map(|pattern| Extractor::new().extract(pattern));
    let told = |literals: &&[Literal]| literals.iter().all(|literal| !literal.is_empty());
    let Some(literals) = prefixes.as_ref().and_then(|prefixes| prefixes.literals()).filter(told) else {
        return [true; 256];
    };
    let begins = |byte: u8| literals.iter().any(|literal| literal.as_bytes()[0] == byte);
    std::array::from_fn(|byte| byte <= 0x20 || byte >= 0x80 || begins(byte as u8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_a_match_may_begin() {
        let of = |pattern| {
            (0..128)
                .filter(|byte| initials(regex_syntax::parse(pattern).ok().as_ref())[*byte as usize] && *byte > b' ')
                .collect::<Vec<_>>()
        };
        assert_eq!(of("(?i)open ?source"), b"Oo");
        assert_eq!(of("(a|b[cd])+"), b"ab");
        assert_eq!(of("x*").len(), 127 - 32);
    }

    #[test]
    fn every_shipped_pattern_compiles_and_keeps_its_examples() {
        let mut patterns = Patterns::default();
        for yaml in shipped_files() {
            patterns.add(yaml).unwrap();
        }
        assert!(!patterns.all.is_empty());
        assert_eq!(Patterns::shipped().all.len(), patterns.all.len());
    }

    #[test]
    fn a_users_kind() {
        let mut patterns = Patterns::default();
        patterns.add("- {kind: ticket, summary: a ticket, pattern: 'OPS-[0-9]+', examples: {matches: ['see OPS-17'], silent: ['OPS-x']}}").unwrap();
        let mut found = Vec::new();
        patterns.find("closed by OPS-12.", std::iter::empty(), &mut found);
        assert_eq!((found[0].kind.name(), found[0].value.as_str()), ("ticket", "OPS-12"));
        assert_eq!(patterns.custom_kinds().collect::<Vec<_>>(), ["ticket"]);
        let wrong = patterns.add("- {kind: ticket, summary: x, pattern: 'A', examples: {silent: ['A']}}");
        assert!(wrong.unwrap_err().to_string().contains("matches and should not"));
    }
}
