//! What the terminal can show.

use isogloss::report::Style;
use std::env;
use std::io::IsTerminal;

/// When to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum When {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Whether to colour an output; `terminal`: whether it goes to one.
pub(super) fn colors(when: When, terminal: bool) -> bool {
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto if is_set("NO_COLOR") => false,
        When::Auto if is_set("FORCE_COLOR") || is_set("CLICOLOR_FORCE") => true,
        When::Auto => terminal && env::var_os("TERM").is_none_or(|term| term != "dumb"),
    }
}

/// The style of an output on stdout.
pub(super) fn for_stdout(when: When) -> Style {
    let terminal = std::io::stdout().is_terminal();
    let default = Style::default();
    Style {
        color: colors(when, terminal),
        unicode: !terminal || unicode(),
        width: width(terminal).unwrap_or(default.width),
        ..default
    }
}

/// The style of an output into a file: nobody knows what will show it, so it is coloured only by order.
pub(super) fn for_file(when: When) -> Style {
    Style { color: when == When::Always, ..Style::default() }
}

fn is_set(name: &str) -> bool {
    env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0")
}

/// COLUMNS first: who sets it wants it so.
fn width(terminal: bool) -> Option<usize> {
    let columns = env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).filter(|&columns| columns > 0);
    let asked = || terminal.then(terminal_size::terminal_size).flatten().map(|(width, _)| usize::from(width.0));
    columns.or_else(asked)
}

/// Whether the locale's encoding is UTF-8; the console of Linux has too few glyphs whatever its encoding.
fn unicode() -> bool {
    if cfg!(windows) {
        return ["WT_SESSION", "TERM_PROGRAM", "TERM"].iter().any(|name| env::var_os(name).is_some());
    }
    if env::var_os("TERM").is_some_and(|term| term == "linux") {
        return false;
    }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|name| env::var(name).ok().filter(|v| !v.is_empty()));
    locale.is_some_and(|locale| {
        let locale = locale.to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}
