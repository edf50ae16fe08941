//! The outside world as parameters: what time it is, and what nobody can guess.

use std::time::Duration;

use deskbell_model::Timestamp;

/// What time it is.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// The time of day, as the operator's machine has it. It may jump.
    fn now(&self) -> Timestamp;

    /// How long the process has been running. It never jumps.
    fn uptime(&self) -> Duration;
}

/// What nobody can guess.
pub trait Entropy: Send + Sync + std::fmt::Debug {
    /// Fills a buffer with random bytes fit for keys.
    ///
    /// # Errors
    /// When the operating system has none to give.
    fn fill(&self, bytes: &mut [u8]) -> std::io::Result<()>;
}
