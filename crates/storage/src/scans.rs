//! The queue of scans.

use crate::limits::SCANS_WAITING_MAX;
use tokio::sync::Semaphore;

/// Makes the semaphore of waiting scans, for either engine.
pub(crate) fn scans_waiting() -> Semaphore {
    Semaphore::new(SCANS_WAITING_MAX)
}
