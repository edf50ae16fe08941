//! The end of a check or of one of its steps: well, or the reason why it stopped.
//!
//! It must not know the subject of a check, nor the sending of a request.

/// The most characters of a body that a report shows.
const SHOWN_CHARS_MAX: usize = 300;

/// The end of a check: well, or the reason why it stopped.
pub type Done = Outcome<()>;

/// The result of a step, or the reason why the check stops there.
pub type Outcome<T> = Result<T, Stop>;

/// The reason why a check stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// A failure: the contract's sentence does not hold.
    Failed(Box<Failure>),
    /// A skip: the server lacks an object that the check needs, and the API cannot make it.
    Skipped(String),
}

/// A failed assertion on the contract's sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The request, without its key.
    pub request: String,
    /// The expected value, by the contract.
    pub expected: String,
    /// The actual value.
    pub came: String,
}

impl Stop {
    /// A failure.
    pub fn failed(
        request: impl Into<String>,
        expected: impl Into<String>,
        came: impl Into<String>,
    ) -> Self {
        let (request, expected, came) = (request.into(), expected.into(), came.into());
        Self::Failed(Box::new(Failure { request, expected, came }))
    }

    /// A skip, with the object that the server lacks.
    pub fn skipped(why: impl Into<String>) -> Self {
        Self::Skipped(why.into())
    }
}

/// The beginning of a long text.
pub fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN_CHARS_MAX) {
        Some((at, _)) => format!("{}… ({} bytes)", &text[..at], text.len()),
        None => text.to_owned(),
    }
}
