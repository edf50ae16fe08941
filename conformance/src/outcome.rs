//! The end of a check or of one of its steps: well, or the reason why it stopped.
//!
//! It must not know what is checked, nor how a request is sent.

/// How much of a body a report shows.
const SHOWN_CHARS_MAX: usize = 300;

/// How a check ends: well, or with the reason why it stopped.
pub type Done = Outcome<()>;

/// What a step of a check gives, or why the check stops there.
pub type Outcome<T> = Result<T, Stop>;

/// Why a check stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The contract's sentence does not hold.
    Failed(Box<Failure>),
    /// The server lacks what the check needs, and the API cannot make it.
    Skipped(String),
}

/// Where the contract's sentence does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The request, without its key.
    pub request: String,
    /// What the contract says.
    pub expected: String,
    /// What the server said.
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

    /// A skip, with what the server lacks.
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
