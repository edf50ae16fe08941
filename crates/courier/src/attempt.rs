//! The result of a request to a webhook's target: a response or an error. This module does not know
//! what was sent.

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TargetResponse {
    pub(crate) status: u16,
    pub(crate) retry_after: Option<String>,
    /// The beginning of the body.
    pub(crate) body: Vec<u8>,
}

/// The reason why a target gave no response. The texts are shown to the organization, and contain
/// no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum DeliveryError {
    /// The URL cannot be parsed. This error does not occur for stored URLs, which were checked
    /// before.
    #[error("the URL cannot be called")]
    NoTarget,
    /// The host name is unknown, or has no address that may be called.
    #[error("the target's name is not known, or not of a public address")]
    Unreachable,
    /// No address accepts a connection.
    #[error("the target took no connection")]
    NoConnection,
    /// The TLS handshake failed, for example because the certificate has another name.
    #[error("no secure connection to the target: see its certificate")]
    NotSecure,
    /// The connection ended before the response.
    #[error("the target ended the connection without an answer")]
    NoAnswer,
    /// No response arrived before the deadline.
    #[error("the target took too long")]
    TooLate,
}
