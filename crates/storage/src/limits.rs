//! The limits of storage alone, each with its reason. The contract's limits are in the model.

/// Jobs of one organization that may wait for one writer, per lane; one more is refused with
/// `Retry-After`.
pub(crate) const WRITER_JOBS_WAITING_MAX: usize = 1_024;
/// Waiting jobs of all organizations that share a writer.
pub(crate) const WRITER_JOBS_OF_ALL_MAX: usize = 16 * WRITER_JOBS_WAITING_MAX;
/// The time for which jobs of the same organizations are committed together while one of another
/// waits, in milliseconds.
pub(crate) const GROUP_OF_FEW_MS: u64 = 5;
/// Jobs the SQLite writer commits together.
pub(crate) const SQLITE_GROUP_JOBS_MAX: usize = 64;
/// Jobs the PostgreSQL writer commits together.
pub(crate) const POSTGRES_GROUP_JOBS_MAX: usize = 32;
/// Bulk jobs in one group, so that an interactive job never waits for many.
pub(crate) const GROUP_BULK_JOBS_MAX: usize = 4;
/// Organizations whose writer a PostgreSQL node keeps alive at once.
pub(crate) const WRITERS_MAX: usize = 4_096;

/// The deadline of a read in place, in milliseconds: no reading transaction outlives a second.
pub(crate) const IN_PLACE_DEADLINE_MS: u64 = 1_000;
/// Reading connections to an SQLite file that are kept open between reads.
pub(crate) const READERS_KEPT_MAX: usize = 32;
/// The deadline of a writer's statement on PostgreSQL, in milliseconds, waiting for the head
/// included.
pub(crate) const WRITE_DEADLINE_MS: u64 = 30_000;
/// The time that a transaction on PostgreSQL may wait for its next statement, in milliseconds. Work
/// between two takes less by far: only a process that stopped, or whose machine is gone, takes
/// longer, and every other node waits for its locks.
pub(crate) const TRANSACTION_IDLE_MS: u64 = 5_000;
/// The time that an organization's writer on PostgreSQL waits for a next job before it ends, in
/// seconds.
pub(crate) const WRITER_IDLE_SECONDS: u64 = 60;
/// Scans that run at once in one process.
pub(crate) const SCANS_RUNNING_MAX: usize = 4;
/// Scans that may wait for a place; one more is refused with `Retry-After`.
pub(crate) const SCANS_WAITING_MAX: usize = 64;
/// The deadline of a scan, in milliseconds.
pub(crate) const SCAN_DEADLINE_MS: u64 = 5_000;

/// Pages in the write-ahead log past which the SQLite writer finishes a checkpoint itself, as soon
/// as few are left, or with twice as many.
pub(crate) const WAL_PAGES_MAX: u32 = 16_000;
/// The remaining pages that the writer copies itself, within a few milliseconds.
pub(crate) const WAL_PAGES_LEFT_FEW: u32 = 256;
/// Pages in the log past which the writer cuts reads short that keep it from starting again.
pub(crate) const WAL_PAGES_CUT_SHORT: u32 = 4 * WAL_PAGES_MAX;
/// The pages after which the writer retries a checkpoint that a read hindered.
pub(crate) const WAL_PAGES_TRY_AGAIN: u32 = 1_000;
/// The time that the writer waits for reads that it has cut short, in milliseconds: another
/// program's reads get no more.
pub(crate) const WAL_READERS_PATIENCE_MS: u64 = 50;
/// The number of such waits while reads of the writer's own process have not ended yet.
pub(crate) const WAL_READERS_TRIES_MAX: u32 = 100;
/// The pause between two checkpoints, in milliseconds.
pub(crate) const CHECKPOINT_EVERY_MS: u64 = 100;

/// The time for which a node has an organization's lease unless it renews it, by the database's
/// clock: the work of a node that died is taken over within this time.
pub(crate) const LEASE_MS: u64 = 30_000;

/// The least time between two notices to other processes, in milliseconds.
pub(crate) const NOTICES_EVERY_MS: u64 = 5;
/// The deadline of sending a notice or connecting for it, in milliseconds.
pub(crate) const NOTICES_DEADLINE_MS: u64 = 5_000;
/// The time that a closing store waits for its last notice, in milliseconds.
pub(crate) const NOTICES_CLOSING_MS: u64 = 1_000;
/// The wait before connecting for notices anew, in milliseconds; twice as long each time.
pub(crate) const NOTICES_BACKOFF_MIN_MS: u64 = 100;
/// The longest such wait, in milliseconds.
pub(crate) const NOTICES_BACKOFF_MAX_MS: u64 = 10_000;

/// Changes that one page searches for changed sort keys, after a cursor's end of the rows.
pub(crate) const MOVES_LOOKED_THROUGH: i64 = 10_000;
