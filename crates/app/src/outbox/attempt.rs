//! Attempts at deliveries, as every transport reports them.

use std::time::Duration;

use deskbell_model::{Seconds, Timestamp};

/// A finished attempt at a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The time at which the attempt began.
    pub began_at: Timestamp,
    /// The duration of the attempt.
    pub duration: Duration,
    /// The target's answer as a number, such as an HTTP status. It is only logged.
    pub status: Option<u32>,
    /// The beginning of the target's answer. It is only logged.
    pub answer: Option<String>,
    /// The outcome of the attempt.
    pub outcome: Outcome,
}

/// The outcome of an attempt. The texts are error messages for the organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The target accepted the delivery.
    Delivered,
    /// The attempt failed. A later attempt may succeed.
    Failed {
        /// The error message of the attempt.
        error: String,
        /// The target's `Retry-After`, if any.
        retry_after: Option<RetryAfter>,
    },
    /// The target answered that it is permanently gone.
    Gone(String),
    /// The delivery can never be sent to this target.
    Undeliverable(String),
}

/// The time at which a target wants the next attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryAfter {
    /// The target wants the next attempt after this number of seconds.
    Seconds(u64),
    /// The target wants the next attempt at this time.
    Until(Seconds),
}
