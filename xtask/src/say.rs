//! The two ways to speak: data to standard output, talk to standard error.
//!
//! It must not know who speaks. A reader that went away is no reason to fail, so errors of
//! writing are dropped.

use std::io::Write as _;

/// Writes `line` to standard output: what another program may want to read.
pub fn data(line: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

/// Writes `line` to standard error: what a person wants to read.
pub fn talk(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
