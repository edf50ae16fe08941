//! A controlled clock, and reproducible random bytes.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use deskbell_app::{Clock, Entropy};
use deskbell_model::Timestamp;

/// A clock that runs only when a test advances it.
#[derive(Debug)]
pub struct TestClock {
    now_ms: AtomicU64,
    uptime_ms: AtomicU64,
}

impl Default for TestClock {
    fn default() -> Self {
        Self { now_ms: AtomicU64::new(1_800_000_000_000), uptime_ms: AtomicU64::new(0) }
    }
}

/// A jump of the system time.
#[derive(Clone, Copy, Debug)]
pub enum Jump {
    /// To a later time.
    Ahead(Duration),
    /// To an earlier time.
    Back(Duration),
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).expect("a short while")
}

impl TestClock {
    /// Sets the system time without advancing the uptime.
    pub fn jump(&self, jump: Jump) {
        match jump {
            Jump::Ahead(by) => self.now_ms.fetch_add(millis(by), Ordering::SeqCst),
            Jump::Back(by) => self.now_ms.fetch_sub(millis(by), Ordering::SeqCst),
        };
    }

    /// Advances both the system time and the uptime.
    pub fn advance(&self, by: Duration) {
        self.now_ms.fetch_add(millis(by), Ordering::SeqCst);
        self.uptime_ms.fetch_add(millis(by), Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        let millis = i64::try_from(self.now_ms.load(Ordering::SeqCst)).expect("a time");
        Timestamp::from_millis(millis).expect("a time before 2106")
    }

    fn uptime(&self) -> Duration {
        Duration::from_millis(self.uptime_ms.load(Ordering::SeqCst))
    }
}

/// A source of random bytes that are the same in every run.
#[derive(Debug, Default)]
pub struct TestEntropy(AtomicU64);

impl TestEntropy {
    /// Returns a source whose bytes differ from the bytes of the default source, as in another
    /// process.
    #[must_use]
    pub const fn of_another() -> Self {
        Self(AtomicU64::new(1 << 32))
    }
}

impl Entropy for TestEntropy {
    fn fill(&self, bytes: &mut [u8]) -> std::io::Result<()> {
        for chunk in bytes.chunks_mut(8) {
            let number = self.0.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::SeqCst);
            let mixed = (number ^ (number >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            chunk.copy_from_slice(&mixed.to_be_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}
