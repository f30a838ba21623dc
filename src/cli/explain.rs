//! `isogloss explain`.

use super::output::{Failure, Outlet};
use super::{Done, Verdict};
use isogloss::check::registry;
use isogloss::report;

/// Arguments of `explain`.
#[derive(clap::Args)]
pub(super) struct Args {
    /// The rule's id: `drift/port`
    rule: String,
}

/// Shows the rule's page.
pub(super) fn run(args: Args, outlet: &Outlet) -> Done {
    let page = registry::page(&args.rule).ok_or_else(|| Failure::Unknown {
        what: "rule",
        suggestion: registry::nearest(&args.rule).map(|rule| rule.id.to_owned()),
        name: args.rule,
    })?;
    outlet.result(None, |style, out| report::write_page(&page, style, out))?;
    Ok(Verdict::Clean)
}
