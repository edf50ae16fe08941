//! Attempts at deliveries as a transport reports them, in the words of all transports.

use std::time::Duration;

use deskbell_model::{Seconds, Timestamp};

/// An attempt that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The time of its beginning.
    pub began_at: Timestamp,
    /// The duration of the attempt.
    pub duration: Duration,
    /// The target's answer as a number, for the log alone.
    pub status: Option<u32>,
    /// The beginning of the target's answer, for the log alone.
    pub answer: Option<String>,
    /// The outcome.
    pub outcome: Outcome,
}

/// The outcome of an attempt. The texts are errors, for the tenant to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The target has the delivery.
    Delivered,
    /// The target does not have it, and may take it later.
    Failed {
        /// The error.
        error: String,
        /// The target's wish for the time of the next attempt.
        retry_after: Option<RetryAfter>,
    },
    /// The target is gone for good.
    Gone(String),
    /// The delivery can never be sent to this target.
    Undeliverable(String),
}

/// The time for which a target asks to be left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryAfter {
    /// For so many seconds.
    Seconds(u64),
    /// Until that time.
    Until(Seconds),
}
