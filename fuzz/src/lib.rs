//! The readers of text from outside, tried on any bytes: a target a file, each with its promises.
//!
//! A target is an ordinary function that panics when a promise is broken. libFuzzer calls it with
//! bytes of its own making (`cargo xtask fuzz`), and the tests with every file below `corpus` and
//! `regressions`. It must not know its caller.
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a target fails by panicking")]

mod answers;
mod ids;
mod json;
mod query;
mod request;
mod transcripts;

/// A run of one input; it panics when a promise is broken.
pub type Run = Box<dyn FnMut(&[u8]) + Send>;

/// A fuzz target.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// The target's name: of its file, and of its folders in `corpus` and `regressions`.
    pub name: &'static str,
    /// Sets up the target. Dropping the result cleans up and checks the remains.
    pub start: fn() -> Run,
}

/// The list of targets. A further one is a file, a line here and a folder with a first input.
pub const TARGETS: [Target; 5] = [
    Target { name: "ids", start: || Box::new(ids::run) },
    Target { name: "json", start: || Box::new(json::run) },
    Target { name: "query", start: || Box::new(query::run) },
    Target { name: "request", start: request::start },
    Target { name: "transcripts", start: || Box::new(transcripts::run) },
];

/// Finds the target with that name.
#[must_use]
pub fn target(name: &str) -> Option<Target> {
    TARGETS.into_iter().find(|target| target.name == name)
}
