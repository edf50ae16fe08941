//! The output of a tool: data on standard output, messages on standard error.
//!
//! A closed reader is not an error, so write errors are ignored.

use std::fmt::Display;
use std::io::Write as _;

/// Writes one line of data to standard output.
pub fn data(line: impl Display) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// Writes one line of messages to standard error.
pub fn talk(line: impl Display) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
