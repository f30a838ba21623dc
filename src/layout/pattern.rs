//! Path patterns: what the rows of the table and of the configuration are made of.

/// Most paths are shorter than this.
const PATH_MOSTLY: usize = 128;

/// A part of a path segment.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Literal(String),
    /// `{name}`, `{version}`: a part of a segment; the index tells them apart.
    Name(usize),
    /// `{ext}`: a part without a dot.
    Extension,
}

/// A segment that holds no locale.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Segment {
    /// `{base}`: any number of segments.
    Base,
    Parts(Vec<Part>),
}

/// What the placeholders stand for, as parts of the path that they were read from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bindings<'p> {
    base: &'p [&'p str],
    names: [Option<&'p str>; 2],
    extension: Option<&'p str>,
}

/// Segments, with or without `{path}` after them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Segments(Vec<Segment>);

/// A path with a place for a language tag.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    /// The folders before the one with the tag.
    pub(super) before: Segments,
    /// What stands before and after the tag in its segment.
    pre: Vec<Part>,
    post: Vec<Part>,
    /// The folders between the tag and `{path}`.
    pub(super) after: Segments,
    /// Whether `{path}` follows; else the segment with the tag is the page.
    pub(super) folder: bool,
}

/// The segments of a pattern as written. A `{path}` that stands before the tag (`docs/{path}.{locale}.md`) is any number
/// of folders and a name.
fn written(pattern: &str, path_is_name: bool) -> Vec<String> {
    let mut out = Vec::new();
    for segment in pattern.split('/').filter(|s| !s.is_empty() && *s != ".") {
        if path_is_name && segment.contains("{path}") {
            out.push("{base}".to_owned());
            out.push(segment.replace("{path}", "{name}"));
        } else {
            out.push(segment.to_owned());
        }
    }
    out
}

fn parts(text: &str) -> Vec<Part> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let Some(length) = rest[open..].find('}') else { break };
        if open > 0 {
            out.push(Part::Literal(rest[..open].to_owned()));
        }
        match &rest[open + 1..open + length] {
            "version" => out.push(Part::Name(1)),
            "ext" => out.push(Part::Extension),
            _ => out.push(Part::Name(0)),
        }
        rest = &rest[open + length + 1..];
    }
    if !rest.is_empty() {
        out.push(Part::Literal(rest.to_owned()));
    }
    out
}

fn fits<'p>(parts: &[Part], text: &'p str, bindings: &mut Bindings<'p>) -> bool {
    let Some((first, rest)) = parts.split_first() else { return text.is_empty() };
    match first {
        Part::Literal(literal) => text.strip_prefix(literal.as_str()).is_some_and(|t| fits(rest, t, bindings)),
        Part::Extension => {
            let fit = rest.is_empty() && !text.is_empty() && !text.contains('.');
            if fit {
                bindings.extension = Some(text);
            }
            fit
        }
        Part::Name(index) => text.char_indices().rev().any(|(at, c)| {
            let (name, after) = text.split_at(at + c.len_utf8());
            let fit = bindings.names[*index].is_none_or(|bound| bound == name) && fits(rest, after, bindings);
            if fit {
                bindings.names[*index] = Some(name);
            }
            fit
        }),
    }
}

/// Appends the parts with the placeholders filled in; `None` where one stands for nothing.
fn fill(out: &mut String, parts: &[Part], bindings: &Bindings<'_>) -> Option<()> {
    for part in parts {
        out.push_str(match part {
            Part::Literal(literal) => literal,
            Part::Name(index) => bindings.names[*index]?,
            Part::Extension => bindings.extension?,
        });
    }
    Some(())
}

fn filled(parts: &[Part], bindings: &Bindings<'_>) -> Option<String> {
    let mut out = String::new();
    fill(&mut out, parts, bindings)?;
    Some(out)
}

impl Segments {
    fn new(written: &[String]) -> Self {
        let segment = |text: &String| if text == "{base}" { Segment::Base } else { Segment::Parts(parts(text)) };
        Self(written.iter().map(segment).collect())
    }

    /// Reads the folders up to `{path}`, or a whole path where the pattern has none (the other value says which).
    pub(super) fn source(pattern: &str, path_is_name: bool) -> (Self, bool) {
        let mut written = written(pattern, path_is_name);
        let open = written.last().is_some_and(|last| last == "{path}");
        if open {
            written.pop();
        }
        (Self::new(&written), open)
    }

    /// How many segments it has, `{base}` not counted.
    pub(super) fn len(&self) -> usize {
        self.0.iter().filter(|s| **s != Segment::Base).count()
    }

    /// The segments that are names, with no placeholder in them.
    fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|segment| match segment {
            Segment::Parts(parts) => match &parts[..] {
                [Part::Literal(name)] => Some(name.as_str()),
                _ => None,
            },
            Segment::Base => None,
        })
    }

    /// Whether it is all `{base}`.
    pub(super) fn is_base(&self) -> bool {
        self.0 == [Segment::Base]
    }

    /// Whether these segments, all of them, fit.
    pub(super) fn fit<'p>(&self, path: &'p [&'p str], bindings: &mut Bindings<'p>) -> bool {
        let base = self.0.iter().position(|s| *s == Segment::Base);
        let (head, tail) = match base {
            Some(at) => (&self.0[..at], &self.0[at + 1..]),
            None => (&self.0[..], &[][..]),
        };
        let fixed = head.len() + tail.len();
        if path.len() < fixed || (base.is_none() && path.len() > fixed) {
            return false;
        }
        let middle = head.len()..path.len() - tail.len();
        let segments = head.iter().zip(path).chain(tail.iter().zip(&path[middle.end..]));
        for (segment, text) in segments {
            if let Segment::Parts(parts) = segment
                && !fits(parts, text, bindings)
            {
                return false;
            }
        }
        if base.is_some() {
            bindings.base = &path[middle];
        }
        true
    }

    /// The path with the placeholders filled in; `None` where one stands for nothing.
    pub(super) fn fill(&self, bindings: &Bindings<'_>) -> Option<String> {
        let mut out = String::with_capacity(PATH_MOSTLY);
        for segment in &self.0 {
            match segment {
                Segment::Base => bindings.base.iter().for_each(|folder| {
                    out.push_str(folder);
                    out.push('/');
                }),
                Segment::Parts(parts) => {
                    fill(&mut out, parts, bindings)?;
                    out.push('/');
                }
            }
        }
        out.pop();
        Some(out)
    }

    /// The same below the folder `prefix`; `None` where it does not lead there.
    pub(super) fn below(mut self, prefix: &[&str]) -> Option<Self> {
        for folder in prefix {
            match self.0.first() {
                Some(Segment::Base) => break,
                Some(Segment::Parts(parts)) if fits(parts, folder, &mut Bindings::default()) => {
                    self.0.remove(0);
                }
                _ => return None,
            }
        }
        Some(self)
    }
}

impl Pattern {
    /// Reads a pattern; `None` where it has no `{locale}`.
    pub(super) fn new(pattern: &str) -> Option<Self> {
        let path_is_name = Self::path_is_name(pattern);
        let mut written = written(pattern, path_is_name);
        let at = written.iter().position(|s| s.contains("{locale}"))?;
        let (pre, post) = written[at].split_once("{locale}")?;
        let (pre, post) = (parts(pre), parts(post));
        let folder = written.last().is_some_and(|last| last == "{path}");
        if folder {
            written.pop();
        }
        let (before, after) = (Segments::new(&written[..at]), Segments::new(&written[at + 1..]));
        (folder || after.0.is_empty()).then_some(Self { before, pre, post, after, folder })
    }

    /// Whether `{path}` stands before the tag, and so is folders and a name.
    pub(super) fn path_is_name(pattern: &str) -> bool {
        matches!((pattern.find("{path}"), pattern.find("{locale}")), (Some(path), Some(locale)) if path < locale)
    }

    /// The names of the folders that a translation stands in, as far as the pattern says them.
    pub(super) fn folder_names(&self) -> impl Iterator<Item = &str> {
        self.before.names().chain(self.after.names())
    }

    /// Whether a name of the form `pre` tag `post` fits the segment with the tag.
    pub(super) fn fit_name<'p>(&self, pre: &'p str, post: &'p str, bindings: &mut Bindings<'p>) -> bool {
        fits(&self.pre, pre, bindings) && fits(&self.post, post, bindings)
    }

    /// What stands before and after the tag in its segment.
    pub(super) fn fill_name(&self, bindings: &Bindings<'_>) -> Option<(String, String)> {
        Some((filled(&self.pre, bindings)?, filled(&self.post, bindings)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_reads_and_writes_paths() {
        let pattern = Pattern::new("{base}/i18n/{locale}/plugin-{name}/version-{version}/{path}").expect("pattern");
        let mut b = Bindings::default();
        assert!(pattern.before.fit(&["a", "b", "i18n"], &mut b));
        assert!(pattern.fit_name("", "", &mut b));
        assert!(pattern.after.fit(&["plugin-x", "version-1.2"], &mut b));
        let (source, open) = Segments::source("{base}/{name}_versioned/version-{version}/{path}", false);
        assert_eq!((source.fill(&b).as_deref(), open), (Some("a/b/x_versioned/version-1.2"), true));
        assert!(!pattern.before.fit(&["a", "i18n", "b"], &mut Bindings::default()));
    }

    #[test]
    fn a_path_before_the_tag_is_folders_and_a_name() {
        let pattern = Pattern::new("docs/{path}.{locale}.md").expect("pattern");
        let mut b = Bindings::default();
        assert!(pattern.before.fit(&["docs", "a", "b"], &mut b) && pattern.fit_name("x.y.", ".md", &mut b));
        let (source, open) = Segments::source("docs/{path}.md", true);
        assert_eq!((source.fill(&b).as_deref(), open), (Some("docs/a/b/x.y.md"), false));
        assert!(Pattern::new("docs/{path}").is_none());
    }
}
