//! Shared parts of Deskbell's tools and tests: errors, output, random numbers, child processes, raw
//! HTTP, webhook targets, PostgreSQL servers.
//!
//! This crate must not import any crate of the server: conformance and torture test the server from
//! outside. Without features, this crate needs only the standard library, so that `cargo xtask`
//! builds quickly.

#[cfg(feature = "network")]
#[expect(clippy::expect_used, reason = "a fixture fails the test that uses it")]
pub mod certificates;
#[cfg(feature = "http")]
pub mod http;
pub mod postgres;
pub mod process;
#[cfg(feature = "network")]
#[expect(clippy::expect_used, clippy::panic, reason = "a fixture fails the test that uses it")]
pub mod proxy;
pub mod random;
pub mod say;
#[cfg(feature = "network")]
#[expect(clippy::expect_used, reason = "a fixture fails the test that uses it")]
pub mod target;

use std::fmt::Display;
use std::process::ExitCode;

/// The result of a step of a tool; the error is a sentence for people.
pub type Result<T> = std::result::Result<T, String>;

/// Adds the name of a step to an error.
pub trait While<T> {
    /// Prefixes an error's text with `step`.
    ///
    /// # Errors
    /// The original error, with the prefix.
    fn while_at(self, step: impl Display) -> Result<T>;
}

impl<T, E: Display> While<T> for std::result::Result<T, E> {
    fn while_at(self, step: impl Display) -> Result<T> {
        self.map_err(|cause| format!("{step}: {cause}"))
    }
}

/// Runs a tool; returns the exit code: 0 on success, else 1 with the error on standard error.
pub fn run(tool: impl FnOnce() -> Result<()>) -> ExitCode {
    match tool() {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            say::talk(sentence);
            ExitCode::FAILURE
        }
    }
}

/// Formats bytes as lower-case hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
