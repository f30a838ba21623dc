//! The rules' pages, `rules/<group>/<rule>.md`: what a rule finds, why, how to mend it, and examples that the tests run.

use super::{Rule, Severity, rules};
use include_dir::{Dir, include_dir};

/// The groups' folders. One row a group, so that what else lies in `rules/` is not embedded a second time.
static GROUPS: [(&str, Dir<'_>); 5] = [
    ("consistency", include_dir!("$CARGO_MANIFEST_DIR/rules/consistency")),
    ("drift", include_dir!("$CARGO_MANIFEST_DIR/rules/drift")),
    ("page", include_dir!("$CARGO_MANIFEST_DIR/rules/page")),
    ("structure", include_dir!("$CARGO_MANIFEST_DIR/rules/structure")),
    ("text", include_dir!("$CARGO_MANIFEST_DIR/rules/text")),
];

/// A rule's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulePage {
    /// The rule's id.
    pub id: &'static str,
    /// Its severity without configuration.
    pub severity: Option<Severity>,
    /// The version that brought it.
    pub since: &'static str,
    /// The kinds of fact that it compares.
    pub kinds: Vec<&'static str>,
    /// The localization quality issue type of ITS 2.0.
    pub its: &'static str,
    /// The category of MQM.
    pub mqm: &'static str,
    /// Everything below the front matter.
    pub body: &'static str,
}

impl RulePage {
    /// What stands under a heading of the second level, without it.
    pub fn section(&self, heading: &str) -> Option<&'static str> {
        let mut parts = self.body.split("\n## ");
        parts.next();
        parts.find_map(|part| part.strip_prefix(heading)?.strip_prefix('\n')).map(str::trim)
    }

    /// The page without its title and its examples.
    pub fn explanation(&self) -> &'static str {
        let start = self.body.find("\n## ").map_or(0, |at| at + 1);
        let end = self.body.find("\n## Examples").unwrap_or(self.body.len()).max(start);
        self.body[start..end].trim()
    }
}

/// The page of that rule; read only when asked for.
pub fn page(id: &str) -> Option<RulePage> {
    let (group, name) = id.split_once('/')?;
    let (_, folder) = GROUPS.iter().find(|(folder, _)| *folder == group)?;
    parse(folder.get_file(format!("{name}.md"))?.contents_utf8()?)
}

/// Reads a page's front matter, which is `key: value` in every line: no YAML is needed for it.
fn parse(text: &'static str) -> Option<RulePage> {
    let (head, body) = text.strip_prefix("---\n")?.split_once("\n---\n")?;
    let field = |key: &str| head.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':')).map(str::trim);
    let severities = [Severity::Error, Severity::Warning, Severity::Info];
    let kinds = field("kinds")?.strip_prefix('[')?.strip_suffix(']')?;
    Some(RulePage {
        id: field("id")?,
        severity: severities.into_iter().find(|severity| field("severity") == Some(severity.name())),
        since: field("since")?,
        kinds: kinds.split(',').map(str::trim).filter(|kind| !kind.is_empty()).collect(),
        its: field("its")?,
        mqm: field("mqm")?,
        body: body.trim_start(),
    })
}

/// The rule whose name is nearest to a mistaken one, if one is near; `port` is near `drift/port`.
pub fn nearest(name: &str) -> Option<&'static Rule> {
    let name = name.trim().to_lowercase().replace('_', "-");
    let likeness = |rule: &Rule| {
        let own = rule.id.rsplit('/').next().unwrap_or(rule.id);
        strsim::jaro_winkler(&name, rule.id).max(if name.contains('/') {
            0.0
        } else {
            strsim::jaro_winkler(&name, own)
        })
    };
    rules::RULES
        .iter()
        .map(|rule| (likeness(rule), *rule))
        .filter(|(likeness, _)| *likeness > 0.8)
        // of two that are equally near, the first by id
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map(|(_, rule)| rule)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::rules::RULES;
    use crate::facts::Kind;

    #[test]
    fn every_rule_has_a_page_that_agrees_with_the_table() {
        for rule in RULES {
            let page = page(rule.id).unwrap_or_else(|| panic!("{} has no page that can be read", rule.id));
            assert_eq!(page.id, rule.id);
            assert_eq!(page.severity, Some(rule.severity), "{}", rule.id);
            assert!(page.body.starts_with(&format!("# {}\n", rule.id)), "{}", rule.id);
            for heading in ["What it finds", "Why", "How to fix", "Examples"] {
                assert!(page.section(heading).is_some_and(|text| text.len() > 20), "{}: {heading}", rule.id);
            }
            for kind in &page.kinds {
                assert!(Kind::named(kind).is_some(), "{}: {kind}", rule.id);
            }
        }
    }

    #[test]
    fn every_page_has_a_rule() {
        for (group, folder) in &GROUPS {
            for file in folder.files() {
                let name = file.path().file_stem().and_then(|name| name.to_str()).unwrap();
                assert!(rules::rule(&format!("{group}/{name}")).is_some(), "{group}/{name}.md");
            }
        }
    }

    #[test]
    fn its_types_are_those_of_the_standard() {
        const TYPES: [&str; 26] = [
            "terminology",
            "mistranslation",
            "omission",
            "untranslated",
            "addition",
            "duplication",
            "inconsistency",
            "grammar",
            "legal",
            "register",
            "locale-specific-content",
            "locale-violation",
            "style",
            "characters",
            "misspelling",
            "typographical",
            "formatting",
            "inconsistent-entities",
            "numbers",
            "markup",
            "pattern-problem",
            "whitespace",
            "internationalization",
            "length",
            "non-conformance",
            "other",
        ];
        for rule in RULES {
            let page = page(rule.id).unwrap();
            assert!(TYPES.contains(&page.its), "{}: {}", rule.id, page.its);
            assert!(!page.mqm.is_empty(), "{}", rule.id);
        }
    }

    #[test]
    fn a_slip_finds_its_rule() {
        assert_eq!(nearest("drift/prot").map(|rule| rule.id), Some("drift/port"));
        assert_eq!(nearest("port").map(|rule| rule.id), Some("drift/port"));
        assert_eq!(nearest("Heading_Level").map(|rule| rule.id), Some("structure/heading-level"));
        assert_eq!(nearest("zzz"), None);
    }
}
