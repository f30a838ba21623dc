//! `junit`: one suite a page, one failed case a finding.

use super::{Style, ci, clean};
use crate::check::Outcome;
use std::borrow::Cow;
use std::io::{self, Write};

/// Writes the document; a clean run is one case that passed, since readers take none for a broken run.
pub(super) fn write(outcome: &Outcome, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let all = outcome.diagnostics.len();
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"isogloss\" tests=\"{}\" failures=\"{all}\">", all.max(1))?;
    if all == 0 {
        writeln!(out, "  <testsuite name=\"isogloss\" tests=\"1\" failures=\"0\">")?;
        writeln!(out, "    <testcase classname=\"isogloss\" name=\"check\"/>\n  </testsuite>")?;
    }
    for page in outcome.diagnostics.chunk_by(|one, next| one.place.path == next.place.path) {
        let Some(first) = page.first() else { continue };
        let path = ci::path(&first.place, style);
        let (path, n) = (escape(&path), page.len());
        writeln!(out, "  <testsuite name=\"{path}\" tests=\"{n}\" failures=\"{n}\">")?;
        for diagnostic in page {
            let (place, rule, message) = (&diagnostic.place, diagnostic.rule, escape(&diagnostic.message));
            let (line, column) = (place.start.line, place.start.column);
            writeln!(out, "    <testcase classname=\"{path}\" name=\"{rule} {line}:{column}\" line=\"{line}\">")?;
            writeln!(out, "      <failure type=\"{}\" message=\"{message}\"/>", diagnostic.severity.name())?;
            writeln!(out, "    </testcase>")?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

/// Text for an attribute; characters that XML cannot hold are made visible first.
fn escape(text: &str) -> Cow<'_, str> {
    let text = clean(text, true);
    if !text.contains(['&', '<', '>', '"', '\u{fffe}', '\u{ffff}']) {
        return text;
    }
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    Cow::Owned(text.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}"))
}
