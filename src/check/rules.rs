//! The table of rules. Adding one is a row here, its page in `rules/<group>/` and the function that finds it.

use super::Severity::{self, Error, Info, Warning};

/// A rule. What it is about, why and how to mend it stands in its page, `rules/<id>.md`.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// `<group>/<name>`; public, never reused. Reads "this page has a …": the bad thing, not the cure.
    pub id: &'static str,
    /// The severity without configuration.
    pub severity: Severity,
    /// What it finds, in one line.
    pub summary: &'static str,
}

macro_rules! rules {
    ($($name:ident = $id:literal, $severity:expr, $summary:literal;)*) => {
        $(#[doc = $summary] pub const $name: &Rule = &Rule { id: $id, severity: $severity, summary: $summary };)*
        /// All rules, by id.
        pub const RULES: &[&Rule] = &[$($name),*];
    };
}

rules! {
    CONSISTENCY_CONFLICTING_FACT = "consistency/conflicting-fact", Info, "a value that another page of the locale gives otherwise in the same words";
    CONSISTENCY_CONFLICTING_POLARITY = "consistency/conflicting-polarity", Info, "a value that is negated here and affirmed in another page of the locale";
    CONSISTENCY_LABEL_TARGET = "consistency/label-target", Warning, "a link whose label is an address other than its target";
    CONSISTENCY_NEAR_IDENTICAL_NAME = "consistency/near-identical-name", Warning, "a name that is a letter away from one used far more often";
    DRIFT_ADDRESS = "drift/address", Error, "an IP address or network that the source does not have, or lacks";
    DRIFT_ALERT = "drift/alert", Error, "an alert of another kind than in the source";
    DRIFT_ANCHOR = "drift/anchor", Info, "an explicit id of the source that is gone";
    DRIFT_CODE = "drift/code", Error, "a code span that differs from the source";
    DRIFT_CODE_BLOCK = "drift/code-block", Error, "a code block that differs from the source outside its comments";
    DRIFT_COMMENT = "drift/comment", Error, "a comment (work item) that differs from the source";
    DRIFT_DATE = "drift/date", Error, "a date that differs from the source";
    DRIFT_DIRECTIVE = "drift/directive", Info, "a directive that differs from the source";
    DRIFT_DOMAIN = "drift/domain", Error, "a domain that differs from the source";
    DRIFT_EMAIL = "drift/email", Error, "an e-mail address that differs from the source";
    DRIFT_FRONT_MATTER = "drift/front-matter", Error, "a front matter value that differs from the source";
    DRIFT_IDENTIFIER = "drift/identifier", Error, "an identifier that differs from the source";
    DRIFT_IMAGE = "drift/image", Error, "an image that differs from the source";
    DRIFT_INCLUDE = "drift/include", Error, "an included file that differs from the source";
    DRIFT_LINK = "drift/link", Error, "a link target that differs from the source";
    DRIFT_OPPOSITE = "drift/opposite", Warning, "a block that says the opposite: on for off, at most for at least";
    DRIFT_POLARITY = "drift/polarity", Warning, "a sentence that negates what the source affirms, or the other way round";
    DRIFT_PORT = "drift/port", Error, "a port that differs from the source";
    DRIFT_PROVIDER = "drift/provider", Error, "a resource provider that differs from the source";
    DRIFT_QUANTITY = "drift/quantity", Error, "a number or quantity that differs from the source";
    DRIFT_TIME = "drift/time", Error, "a time of day that differs from the source";
    DRIFT_URL = "drift/url", Error, "a URL that differs from the source";
    DRIFT_VERSION = "drift/version", Error, "a version that differs from the source";
    PAGE_FRONT_MATTER_DUPLICATE_KEY = "page/front-matter-duplicate-key", Error, "a front matter key that stands twice";
    PAGE_FRONT_MATTER_INVALID = "page/front-matter-invalid", Error, "front matter that is not YAML, too large or too deep";
    PAGE_FRONT_MATTER_UNCLOSED = "page/front-matter-unclosed", Error, "front matter without a closing fence";
    PAGE_MISSING_TRANSLATION = "page/missing-translation", Info, "a source page that a locale lacks";
    PAGE_NOT_UTF_8 = "page/not-utf-8", Error, "bytes that are not UTF-8";
    PAGE_ORPHAN_TRANSLATION = "page/orphan-translation", Info, "a translation whose source page is gone";
    PAGE_TOO_LARGE = "page/too-large", Error, "a page past a limit";
    PAGE_UNREADABLE = "page/unreadable", Error, "a file that cannot be read";
    STRUCTURE_EXTRA_BLOCK = "structure/extra-block", Warning, "a block that the source does not have";
    STRUCTURE_EXTRA_SECTION = "structure/extra-section", Warning, "a section that the source does not have";
    STRUCTURE_HEADING_LEVEL = "structure/heading-level", Warning, "a heading of another level than in the source";
    STRUCTURE_MISSING_BLOCK = "structure/missing-block", Warning, "a block of the source that is missing";
    STRUCTURE_MISSING_SECTION = "structure/missing-section", Warning, "a section of the source that is missing";
    TEXT_LOCALISED_VERSION = "text/localised-version", Info, "a version written with a decimal comma";
    TEXT_SPACING = "text/spacing", Info, "spacing left by machine translation";
    TEXT_SPLIT_IDENTIFIER = "text/split-identifier", Error, "a name that a blank or a translation has broken";
    TEXT_UNTRANSLATED = "text/untranslated", Warning, "a block that still is the source's text";
}

/// The rule with that id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}
