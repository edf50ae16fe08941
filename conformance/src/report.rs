//! The report of a run: one line per check, then a summary and a JSON document.

use std::time::Duration;

use serde_json::{Value, json};

use crate::check::Check;
use crate::outcome::{Done, Stop};

/// The outcomes of all checks that have finished so far.
#[derive(Debug)]
pub struct Report {
    url: String,
    run: String,
    rows: Vec<Value>,
    passed: usize,
    failed: usize,
    skipped: usize,
    took: Duration,
}

impl Report {
    /// Creates an empty report of a run against a server.
    pub(crate) fn of(url: &str, run: &str) -> Self {
        let (url, run) = (url.to_owned(), run.to_owned());
        let took = Duration::ZERO;
        Self { url, run, rows: Vec::new(), passed: 0, failed: 0, skipped: 0, took }
    }

    /// Sets the duration of the run.
    pub(crate) fn took(&mut self, took: Duration) {
        self.took = took;
    }

    /// Adds the outcome of a check; returns the lines to print.
    pub(crate) fn add(&mut self, check: &Check, done: &Done) -> String {
        let told = check.told();
        let mut row = check.row();
        let (word, further) = match done {
            Ok(()) => {
                self.passed += 1;
                ("passed", String::new())
            }
            Err(Stop::Skipped(why)) => {
                self.skipped += 1;
                row["reason"] = why.as_str().into();
                ("skipped", format!("\n        skipped: {why}"))
            }
            Err(Stop::Failed(failure)) => {
                self.failed += 1;
                let (request, expected, came) =
                    (&failure.request, &failure.expected, &failure.came);
                row["request"] = request.as_str().into();
                row["expected"] = expected.as_str().into();
                row["came"] = came.as_str().into();
                let further = format!(
                    "\n        request   {request}\n        expected  {expected}\n        \
                     came      {came}"
                );
                ("FAILED", further)
            }
        };
        row["outcome"] = word.to_lowercase().into();
        self.rows.push(row);
        format!("{word:<7} {told}{further}")
    }

    /// Returns whether no check failed.
    #[must_use]
    pub const fn is_fine(&self) -> bool {
        self.failed == 0
    }

    /// Returns the numbers of checks that passed, failed and were skipped.
    #[must_use]
    pub const fn counts(&self) -> (usize, usize, usize) {
        (self.passed, self.failed, self.skipped)
    }

    /// Returns the summary of the run in one line.
    #[must_use]
    pub fn sum(&self) -> String {
        let Self { passed, failed, skipped, run, .. } = self;
        let seconds = self.took.as_secs_f64();
        format!("{passed} passed, {failed} failed, {skipped} skipped in {seconds:.1} s (run {run})")
    }

    /// The report as a JSON document.
    #[must_use]
    pub fn document(&self) -> Value {
        json!({
            "url": self.url, "run": self.run, "seconds": self.took.as_secs_f64(),
            "passed": self.passed, "failed": self.failed, "skipped": self.skipped,
            "checks": self.rows,
        })
    }
}
