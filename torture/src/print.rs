//! The two streams: figures on standard output, talk on standard error. A reader that went away is
//! no error of ours.

use std::fmt::Display;
use std::io::Write as _;

/// A line of figures.
pub fn data(line: impl Display) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// A line of talk.
pub fn talk(line: impl Display) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
