//! The display of progress: a bar on a terminal, or a log line for each 5 percent if there is no
//! terminal.

use std::time::{Duration, Instant};

use deskbell_transfer::Progress;

use super::print;

/// The width of a bar, in characters.
const BAR: u64 = 30;
/// The largest width of the note next to a bar, in characters, so that the bar and the note fit
/// into one line.
const NOTE: usize = 30;
/// The shortest time between two redraws of a bar.
const DRAWN_EVERY: Duration = Duration::from_millis(100);
/// The escape sequence that clears the current line.
const CLEAR: &str = "\r\x1b[2K";

/// A progress display on standard error.
pub(crate) struct Shown {
    what: &'static str,
    is_bar: bool,
    began: Instant,
    drawn: Option<Duration>,
    told: u64,
}

impl Shown {
    /// Starts a progress display; `what` names the work.
    pub(crate) fn new(what: &'static str) -> Self {
        let (is_bar, began) = (print::is_terminal() && !print::is_quiet(), Instant::now());
        Self { what, is_bar, began, drawn: None, told: 0 }
    }

    fn draw(&mut self, done: u64, total: u64, note: &str) {
        let elapsed = self.began.elapsed();
        if done < total && self.drawn.is_some_and(|drawn| elapsed < drawn + DRAWN_EVERY) {
            return;
        }
        self.drawn = Some(elapsed);
        print::talking().push(bar(done, total, elapsed, note).as_bytes());
    }
}

/// Renders a bar that replaces the current line of a terminal.
fn bar(done: u64, total: u64, elapsed: Duration, note: &str) -> String {
    let part = |of: u64| done.min(total).saturating_mul(of).checked_div(total).unwrap_or(of);
    let full = usize::try_from(part(BAR)).unwrap_or_default();
    let rest = usize::try_from(BAR).unwrap_or_default().saturating_sub(full);
    let note: String = note.chars().filter(|it| !it.is_control()).take(NOTE).collect();
    let seconds = elapsed.as_secs();
    format!("{CLEAR}{}{} {:>3}%  {seconds}s  {note}", "█".repeat(full), "░".repeat(rest), part(100))
}

impl Progress for Shown {
    fn at(&mut self, done: u64, total: u64, note: &str) {
        if self.is_bar {
            return self.draw(done, total, note);
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
        let clear = if self.is_bar { CLEAR } else { "" };
        print::talk(&format!("{clear}{text}"));
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        if self.is_bar {
            print::talking().push(CLEAR.as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_fits_into_a_line_whatever_is_told() {
        for (done, total, percent) in
            [(0, 9, "  0%"), (3, 9, " 33%"), (9, 9, "100%"), (9, 0, "100%")]
        {
            let drawn = bar(done, total, Duration::from_secs(9_999), &"a\nlong note".repeat(9));
            let shown = drawn.strip_prefix(CLEAR).unwrap();
            assert!(shown.contains(percent) && !shown.contains('\n'), "{shown}");
            assert!(shown.chars().count() < 80, "{shown}");
        }
    }
}
