//! The checks of the final state, through the public interface. A check returns a sentence for each
//! error found.
//!
//! This module must not know the faults of the servers.

mod lists;
mod people;
mod rows;
mod swept;
mod told;
mod written;

use deskbell_lab::random::Random;
use serde_json::Value;

use crate::expected::Expected;
use crate::follow::{Read, mark};
use crate::journal::Journal;
use crate::people::{Desk, Kept};
use crate::program::Program;

pub use lists::{Lists, compare, ready};
pub use rows::Rows;
pub use told::deliveries;
pub use written::feed;

/// The maximal number of reported sentences per check. Further sentences are only counted.
const SENTENCES: usize = 5;

/// The errors that one check found.
#[derive(Debug, Default)]
pub struct Findings(Vec<String>);

impl Findings {
    /// Adds a sentence unless `holds` is true.
    pub fn expect(&mut self, holds: bool, sentence: impl FnOnce() -> String) {
        if !holds {
            self.0.push(sentence());
        }
    }

    /// Ends a check named `what`.
    ///
    /// # Errors
    /// Returns the sentences, if the check found errors.
    pub fn verdict(mut self, what: &str) -> Result<(), String> {
        let count = self.0.len();
        self.0.truncate(SENTENCES);
        match count {
            0 => Ok(()),
            _ => Err(format!("{what}: {count} findings\n  {}", self.0.join("\n  "))),
        }
    }
}

/// Checks that each follower read every change of the feed, in order. The content of changes that
/// were erased later is not compared.
pub fn streams(feed: &[Value], reads: &[Read]) -> Result<(), String> {
    let mut findings = Findings::default();
    let marks: Vec<_> = feed.iter().map(mark).collect();
    for (number, read) in reads.iter().enumerate() {
        let is_whole = read.marks.len() == marks.len();
        findings.expect(is_whole, || format!("follower {number} read {}", read.marks.len()));
        for (change, (read, mark)) in feed.iter().zip(read.marks.iter().zip(&marks)) {
            let is_same = read == mark || change["object"].is_null();
            findings.expect(is_same, || format!("follower {number} read another {change}"));
        }
    }
    findings.verdict("streams")
}

/// Runs all checks that need no server.
///
/// # Errors
/// Returns the errors found.
pub fn all(
    journal: &Journal,
    read: &[Value],
    rows: &Rows,
    expected: &Expected,
    reads: &[Read],
) -> Result<(), String> {
    let outcomes = [feed(journal, read), rows.agree(journal, expected), streams(read, reads)];
    let failed: Vec<_> = outcomes.into_iter().filter_map(Result::err).collect();
    if failed.is_empty() { Ok(()) } else { Err(failed.join("\n")) }
}

/// Checks all data of agents and visitors, before and after a sweep of files. Returns the number of
/// changes in their feed, and the number of files and uploads that were swept.
///
/// # Errors
/// Returns the errors found.
pub async fn everybody(
    (desk, kept): (&Desk, &Kept),
    mut random: Random,
    program: &Program,
    url: &str,
) -> Result<(usize, u64), String> {
    let told = people::people((desk, kept), random.fork(), program, url).await?;
    Ok((told, swept::swept((desk, kept), &mut random, program, url).await?))
}
