//! The result of a check or of a step of a check: success, or the reason for stopping.
//!
//! This module must not know any check, nor how requests are sent.

/// The maximal number of a body's characters in a report.
const SHOWN_CHARS_MAX: usize = 300;

/// The result of a check: success, or the reason why the check stopped.
pub type Done = Outcome<()>;

/// The result of a step of a check, or the reason why the check stops.
pub type Outcome<T> = Result<T, Stop>;

/// The reason why a check stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The contract's sentence is violated.
    Failed(Box<Failure>),
    /// The server lacks an object that the check needs and that the API cannot create.
    Skipped(String),
}

/// A failed assertion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The request, without its API key.
    pub request: String,
    /// The value that the contract requires.
    pub expected: String,
    /// The actual value.
    pub came: String,
}

impl Stop {
    /// Creates the outcome of a failed check.
    pub fn failed(
        request: impl Into<String>,
        expected: impl Into<String>,
        came: impl Into<String>,
    ) -> Self {
        let (request, expected, came) = (request.into(), expected.into(), came.into());
        Self::Failed(Box::new(Failure { request, expected, came }))
    }

    /// Creates the outcome of a skipped check; `why` names the missing object.
    pub fn skipped(why: impl Into<String>) -> Self {
        Self::Skipped(why.into())
    }
}

/// The text, cut to [`SHOWN_CHARS_MAX`] characters.
pub fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN_CHARS_MAX) {
        Some((at, _)) => format!("{}… ({} bytes)", &text[..at], text.len()),
        None => text.to_owned(),
    }
}
