//! The ground on which Deskbell's tools and tests stand: errors, output and random choices, started
//! programs, HTTP in bytes, targets of webhooks, PostgreSQL servers.
//!
//! It must not import any crate of the server's: conformance and torture meet the server as its
//! users do. With no feature it needs the standard library alone, so that `cargo xtask` is quick
//! to build.

#[cfg(feature = "http")]
pub mod http;
pub mod postgres;
pub mod process;
pub mod random;
pub mod say;
#[cfg(feature = "network")]
#[expect(clippy::expect_used, reason = "a fixture fails the test that uses it")]
pub mod target;

use std::fmt::Display;
use std::process::ExitCode;

/// The outcome of a step of a tool; the error is a sentence for a person.
pub type Result<T> = std::result::Result<T, String>;

/// A step that puts its own name before the cause of a failure.
pub trait While<T> {
    /// Gives the same outcome, with `step` before an error's text.
    ///
    /// # Errors
    /// As it was, in a sentence.
    fn while_at(self, step: impl Display) -> Result<T>;
}

impl<T, E: Display> While<T> for std::result::Result<T, E> {
    fn while_at(self, step: impl Display) -> Result<T> {
        self.map_err(|cause| format!("{step}: {cause}"))
    }
}

/// Runs a tool to its exit code: 0 when it did its work, 1 with a sentence when it could not.
pub fn run(tool: impl FnOnce() -> Result<()>) -> ExitCode {
    match tool() {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            say::talk(sentence);
            ExitCode::FAILURE
        }
    }
}

/// Formats bytes as hexadecimal digits in lower case.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
