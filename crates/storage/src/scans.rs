//! The limit on waiting scans, the statements that may read any number of rows.

use crate::limits::SCANS_WAITING_MAX;
use tokio::sync::Semaphore;

pub(crate) fn scans_waiting() -> Semaphore {
    Semaphore::new(SCANS_WAITING_MAX)
}
