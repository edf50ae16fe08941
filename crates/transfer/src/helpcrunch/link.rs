//! The interfaces that the import needs from its caller: sending a request to the source, and
//! waiting.

use std::time::Duration;

/// A request to the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRequest {
    /// The path and query below the source's URL, without the leading `/`.
    pub path: String,
    /// The JSON body of a `POST`; `None` for a `GET`.
    pub body: Option<String>,
}

/// A complete answer of the source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The header `Retry-After`.
    pub retry_after: Option<String>,
    /// The header `Location`.
    pub location: Option<String>,
    /// The body of the answer.
    pub body: Vec<u8>,
}

/// The reason why a request got no complete answer. The request may be sent again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// There is no connection.
    #[error("there is no connection: {0}")]
    NoConnection(String),
    /// The answer did not come in time.
    #[error("the answer takes too long")]
    TooLate,
    /// The answer ended early or was malformed.
    #[error("the answer is cut off or broken: {0}")]
    Cut(String),
    /// The answer is larger than allowed.
    #[error("the answer is too large")]
    TooLarge,
}

/// A connection to the source.
pub trait SourceLink: Send {
    /// Sends a request, and returns the complete answer.
    fn call(
        &mut self,
        request: &SourceRequest,
    ) -> impl Future<Output = Result<SourceAnswer, Broken>> + Send;

    /// Downloads a file from a URL in a message. The URL is not trusted. The error is the reason,
    /// in words.
    fn fetch(&mut self, url: &str) -> impl Future<Output = Result<Vec<u8>, String>> + Send {
        let why = format!("{url} cannot be fetched");
        async { Err(why) }
    }
}

/// The clock and the pauses of an import.
pub trait Pace: Send {
    /// Returns the time since a fixed moment.
    fn now(&self) -> Duration;

    /// Returns the time of day, as the time since 1970.
    fn unix(&self) -> Duration;

    /// Is called before a request is sent again after `time`, with the reason, in words.
    fn delayed(&mut self, why: &str, time: Duration);

    /// Runs work to its end. Returns `None` as soon as the import must stop.
    fn unless_stopped<T: Send>(
        &mut self,
        work: impl Future<Output = T> + Send,
    ) -> impl Future<Output = Option<T>> + Send;

    /// Waits for this time. Returns `false` when the import must stop.
    fn wait(&mut self, time: Duration) -> impl Future<Output = bool> + Send;
}
