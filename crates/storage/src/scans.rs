//! The scans that wait for their turn.

use crate::limits::SCANS_WAITING_MAX;
use tokio::sync::Semaphore;

/// The places in which scans may wait for their turn, on either engine.
pub(crate) fn scans_waiting() -> Semaphore {
    Semaphore::new(SCANS_WAITING_MAX)
}
