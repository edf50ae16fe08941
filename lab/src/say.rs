//! The two streams of a tool: data on standard output, messages on standard error.
//!
//! A reader that went away is no reason to fail, so errors of writing are dropped.

use std::fmt::Display;
use std::io::Write as _;

/// Writes a line to standard output, for another program.
pub fn data(line: impl Display) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// Writes a line to standard error, for a person.
pub fn talk(line: impl Display) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
