//! Attempts at deliveries, as every transport reports them.

use std::time::Duration;

use deskbell_model::{Seconds, Timestamp};

/// An attempt that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The time at which the attempt began.
    pub began_at: Timestamp,
    /// The duration of the attempt.
    pub duration: Duration,
    /// The target's answer as a number, such as an HTTP status, for the log alone.
    pub status: Option<u32>,
    /// The beginning of the target's answer, for the log alone.
    pub answer: Option<String>,
    /// The outcome.
    pub outcome: Outcome,
}

/// The outcome of an attempt. The texts are error messages for the organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The target has the delivery.
    Delivered,
    /// The attempt failed, and a later one may succeed.
    Failed {
        /// The error.
        error: String,
        /// The target's `Retry-After`, if any.
        retry_after: Option<RetryAfter>,
    },
    /// The target is gone for good.
    Gone(String),
    /// The delivery can never be sent to this target.
    Undeliverable(String),
}

/// The time at which a target wants the next attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryAfter {
    /// After a number of seconds.
    Seconds(u64),
    /// At a time of day.
    Until(Seconds),
}
