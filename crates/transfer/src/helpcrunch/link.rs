//! The needs of the import: an exchange of a request and an answer, and time.

use std::time::Duration;

/// A request to the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRequest {
    /// The path and query below the source's URL, without the `/` before it.
    pub path: String,
    /// The JSON body of a `POST`; `None` for a `GET`.
    pub body: Option<String>,
}

/// An answer of the source, whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceAnswer {
    /// The status.
    pub status: u16,
    /// The header `Retry-After`.
    pub retry_after: Option<String>,
    /// The header `Location`.
    pub location: Option<String>,
    /// The body.
    pub body: Vec<u8>,
}

/// The reason why a request got no whole answer. The same request may be sent again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// There is no connection.
    #[error("there is no connection: {0}")]
    NoConnection(String),
    /// The answer did not come in time.
    #[error("the answer takes too long")]
    TooLate,
    /// The answer ended early, or is not what it should be.
    #[error("the answer is cut off or broken: {0}")]
    Cut(String),
    /// The answer is larger than allowed.
    #[error("the answer is too large")]
    TooLarge,
}

/// A line to the source.
pub trait SourceLink: Send {
    /// Sends a request, and gives the whole answer.
    fn call(
        &mut self,
        request: &SourceRequest,
    ) -> impl Future<Output = Result<SourceAnswer, Broken>> + Send;

    /// Downloads a file from a URL that stands in a message, which may lead anywhere. The error is
    /// the reason, in words.
    fn fetch(&mut self, url: &str) -> impl Future<Output = Result<Vec<u8>, String>> + Send {
        let why = format!("{url} cannot be fetched");
        async { Err(why) }
    }
}

/// The time of an import.
pub trait Pace: Send {
    /// The time since a fixed moment.
    fn now(&self) -> Duration;

    /// Waits. `false` when the import should stop instead.
    fn wait(&mut self, time: Duration) -> impl Future<Output = bool> + Send;
}
