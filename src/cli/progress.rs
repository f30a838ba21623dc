//! A progress bar on stderr, for runs that last.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// A run that is over sooner needs no bar.
const PATIENCE: Duration = Duration::from_millis(500);

/// Watches a run; draws only where stderr is a terminal.
pub(super) struct Progress {
    started: Instant,
    visible: bool,
    bar: OnceLock<ProgressBar>,
}

impl Progress {
    /// Starts the clock.
    pub(super) fn new(wanted: bool) -> Self {
        Self { started: Instant::now(), visible: wanted && std::io::stderr().is_terminal(), bar: OnceLock::new() }
    }

    /// Takes note of how far the run is.
    pub(super) fn update(&self, done: usize, all: usize) {
        if !self.visible || self.started.elapsed() < PATIENCE {
            return;
        }
        let bar = self.bar.get_or_init(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
            if let Ok(style) = ProgressStyle::with_template("checking {bar:30} {pos}/{len} {eta}") {
                bar.set_style(style);
            }
            bar
        });
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}
