//! The outside world as parameters: the clock and the source of randomness.

use std::time::Duration;

use deskbell_model::Timestamp;

/// A clock.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// The time of day, as the operator's machine has it. It may jump.
    fn now(&self) -> Timestamp;

    /// The time since the process began. It never jumps.
    fn uptime(&self) -> Duration;
}

/// A source of randomness that cannot be guessed.
pub trait Entropy: Send + Sync + std::fmt::Debug {
    /// Fills a buffer with random bytes fit for keys.
    ///
    /// # Errors
    /// When the operating system has none to give.
    fn fill(&self, bytes: &mut [u8]) -> std::io::Result<()>;
}
