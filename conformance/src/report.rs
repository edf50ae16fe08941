//! What a run says: a line for each check while it goes on, or one JSON document at its end.

use std::time::Duration;

use serde_json::{Value, json};

use crate::check::{Check, Done, Stop};
use crate::print;

/// What became of the checks so far.
#[derive(Debug, Default)]
pub struct Report {
    is_json: bool,
    rows: Vec<Value>,
    passed: usize,
    failed: usize,
    skipped: usize,
}

/// A check as JSON.
pub fn row(check: &Check) -> Value {
    let Check { section, name, says, .. } = check;
    json!({"name": name, "section": section, "says": says})
}

impl Report {
    /// An empty report.
    pub fn new(is_json: bool) -> Self {
        Self { is_json, ..Self::default() }
    }

    /// Takes down how a check ended.
    pub fn add(&mut self, check: &Check, done: &Done) {
        let Check { section, name, says, .. } = check;
        let mut row = row(check);
        let mut line = |word: &str| {
            row["outcome"] = word.to_lowercase().into();
            format!("{word:<7} §{section} {name}: {says}")
        };
        let text = match done {
            Ok(()) => {
                self.passed += 1;
                line("passed")
            }
            Err(Stop::Skipped(why)) => {
                self.skipped += 1;
                let text = format!("{}\n        skipped: {why}", line("skipped"));
                row["reason"] = why.as_str().into();
                text
            }
            Err(Stop::Failed(failure)) => {
                self.failed += 1;
                let (request, expected, came) =
                    (&failure.request, &failure.expected, &failure.came);
                let text = format!(
                    "{}\n        request   {request}\n        expected  {expected}\n        \
                     came      {came}",
                    line("FAILED")
                );
                row["request"] = request.as_str().into();
                row["expected"] = expected.as_str().into();
                row["came"] = came.as_str().into();
                text
            }
        };
        self.rows.push(row);
        if !self.is_json {
            print::data(&text);
        }
    }

    /// Says the sum. Whether nothing failed.
    pub fn end(self, url: &str, run: &str, took: Duration) -> bool {
        let Self { passed, failed, skipped, .. } = self;
        let seconds = took.as_secs_f64();
        if self.is_json {
            let document = json!({
                "url": url, "run": run, "seconds": seconds, "passed": passed, "failed": failed,
                "skipped": skipped, "checks": self.rows,
            });
            print::data(&document.to_string());
        } else {
            print::data(&format!(
                "{passed} passed, {failed} failed, {skipped} skipped in {seconds:.1} s (run {run})"
            ));
        }
        failed == 0
    }
}
