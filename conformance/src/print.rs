//! The two streams: data on standard output, talk on standard error. A reader that went away is no
//! error of ours.

use std::io::Write as _;

/// A line of data.
pub fn data(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// A line of talk.
pub fn talk(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
