//! How far long work has come: a bar for a person, a line every twentieth of the way for a log.

use std::time::Instant;

use deskbell_transfer::Progress;
use indicatif::{ProgressBar, ProgressStyle};

use super::print;

/// Shows progress on standard error.
pub(crate) struct Shown {
    what: &'static str,
    bar: Option<ProgressBar>,
    began: Instant,
    told: u64,
}

impl Shown {
    /// Progress of some work, told in `what` it counts.
    pub(crate) fn new(what: &'static str) -> Self {
        let bar = print::is_terminal().then(|| {
            let bar = ProgressBar::new(0);
            let style = ProgressStyle::with_template("{bar:30} {percent:>3}%  {elapsed}  {msg}");
            bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        });
        Self { what, bar, began: Instant::now(), told: 0 }
    }
}

impl Progress for Shown {
    fn at(&mut self, done: u64, total: u64, note: &str) {
        if let Some(bar) = &self.bar {
            bar.set_length(total);
            bar.set_position(done);
            bar.set_message(note.to_owned());
            return;
        }
        let twentieth = done.saturating_mul(20).checked_div(total).unwrap_or(20);
        if twentieth < self.told {
            self.told = 0;
        }
        if twentieth > self.told {
            self.told = twentieth;
            let seconds = self.began.elapsed().as_secs_f64();
            print::talk(&format!(
                "{}: {:>3} % after {seconds:.1} s: {note}",
                self.what,
                5 * twentieth
            ));
        }
    }

    fn warn(&mut self, text: &str) {
        match &self.bar {
            Some(bar) => bar.println(text),
            None => print::talk(text),
        }
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
