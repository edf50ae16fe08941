//! The traits of the clock and of the source of randomness.

use std::time::Duration;

use deskbell_model::Timestamp;

/// The source of the current time.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// Returns the machine's time of day, which may jump.
    fn now(&self) -> Timestamp;

    /// Returns the time since the process began, which never jumps.
    fn uptime(&self) -> Duration;
}

/// A source of unpredictable random bytes.
pub trait Entropy: Send + Sync + std::fmt::Debug {
    /// Fills a buffer with random bytes fit for keys.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    fn fill(&self, bytes: &mut [u8]) -> std::io::Result<()>;
}
