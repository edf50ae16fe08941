//! Limits of storage. The contract's limits are in the model.

/// The largest number of jobs of one organization that wait in each lane (interactive or bulk) of a
/// writer; a further job is refused with `Retry-After`.
pub(crate) const WRITER_JOBS_WAITING_MAX: usize = 1_024;
/// The largest number of jobs of all organizations together that wait in each lane (interactive or
/// bulk) of one writer.
pub(crate) const WRITER_JOBS_OF_ALL_MAX: usize = 16 * WRITER_JOBS_WAITING_MAX;
/// The time in milliseconds after which the SQLite writer ends a group of jobs if an interactive
/// job of an organization outside the group waits.
pub(crate) const GROUP_OF_FEW_MS: u64 = 5;
/// The largest number of jobs in one transaction of the SQLite writer.
pub(crate) const SQLITE_GROUP_JOBS_MAX: usize = 64;
/// The largest number of jobs in one transaction of a PostgreSQL writer.
pub(crate) const POSTGRES_GROUP_JOBS_MAX: usize = 32;
/// The largest number of bulk jobs in one group (jobs that are committed together). Interactive
/// jobs wait for the group's bulk jobs.
pub(crate) const GROUP_BULK_JOBS_MAX: usize = 4;
/// The largest size of the changes of one job that this process's follower receives in memory, in
/// bytes. The follower reads larger changes from the table.
pub(crate) const RECORDED_OF_A_JOB_BYTES_MAX: usize = 64 * 1024;
/// The largest number of changes of an organization that wait for this process's follower in
/// memory. If more changes wait, the changes are dropped, and the follower reads the table.
pub(crate) const RECORDED_ROWS_MAX: usize = 512;
/// The size at which the changes that wait for a follower are dropped, in bytes.
pub(crate) const RECORDED_BYTES_MAX: usize = 512 * 1024;
/// The largest number of writers that a PostgreSQL node runs, each for one organization.
pub(crate) const WRITERS_MAX: usize = 4_096;

/// The deadline for all statements of an SQLite read together, in milliseconds. Scans have a longer
/// deadline.
pub(crate) const IN_PLACE_DEADLINE_MS: u64 = 1_000;
/// The largest number of read connections to an SQLite file that stay open between reads.
pub(crate) const READERS_KEPT_MAX: usize = 32;
/// The largest number of statements that wait on a PostgreSQL connection to be sent together.
pub(crate) const QUEUED_MAX: usize = 256;
/// The largest number of bytes of values that wait on a PostgreSQL connection to be sent together.
pub(crate) const QUEUED_BYTES_MAX: usize = 1024 * 1024;
/// The deadline of a writer's statement on PostgreSQL, in milliseconds. The wait for the lock on
/// the organization's row of counters counts, too.
pub(crate) const WRITE_DEADLINE_MS: u64 = 30_000;
/// The longest pause between two statements of a transaction on PostgreSQL, in milliseconds. A
/// longer pause means that the process or its machine has stopped, while other nodes wait for the
/// transaction's locks.
pub(crate) const TRANSACTION_IDLE_MS: u64 = 5_000;
/// The time after which an idle writer of an organization ends on PostgreSQL, in seconds.
pub(crate) const WRITER_IDLE_SECONDS: u64 = 60;
/// The largest number of statements whose times are measured, which is more than this crate
/// declares. An unused entry takes 16 bytes.
pub(crate) const METERED_STATEMENTS_MAX: usize = 1_024;
/// The largest number of scans (statements that may read any number of rows) that one process runs
/// at the same time.
pub(crate) const SCANS_RUNNING_MAX: usize = 4;
/// The largest number of scans (statements that may read any number of rows) that wait for a
/// permit; a further scan is refused with `Retry-After`.
pub(crate) const SCANS_WAITING_MAX: usize = 64;
/// The deadline of a scan on SQLite, and of each statement that a read runs on PostgreSQL, in
/// milliseconds.
pub(crate) const SCAN_DEADLINE_MS: u64 = 5_000;

/// The length of the write-ahead log, in pages, above which the SQLite writer itself may run a
/// checkpoint. The writer waits until few pages are left to copy, or until the log has twice this
/// length.
pub(crate) const WAL_PAGES_MAX: u32 = 16_000;
/// The SQLite writer itself runs a checkpoint if at most this many pages are left to copy, which
/// takes milliseconds.
pub(crate) const WAL_PAGES_LEFT_FEW: u32 = 256;
/// The length of the write-ahead log, in pages, at which the writer interrupts the reads that keep
/// the log from restarting.
pub(crate) const WAL_PAGES_CUT_SHORT: u32 = 4 * WAL_PAGES_MAX;
/// The number of pages by which the write-ahead log grows before the writer retries a checkpoint
/// that a read prevented.
pub(crate) const WAL_PAGES_TRY_AGAIN: u32 = 1_000;
/// The length of one wait for interrupted reads to end, in milliseconds. The writer waits only once
/// for the reads of other programs.
pub(crate) const WAL_READERS_PATIENCE_MS: u64 = 50;
/// The largest number of times in a row that a checkpoint of the writer waits for interrupted reads
/// of this process to end.
pub(crate) const WAL_READERS_TRIES_MAX: u32 = 100;
/// The pause between two checkpoints, in milliseconds.
pub(crate) const CHECKPOINT_EVERY_MS: u64 = 100;

/// The deadline of a PostgreSQL statement that reads whole tables for a command, in milliseconds:
/// an hour.
pub(crate) const UNHURRIED_DEADLINE_MS: u64 = 3_600_000;
/// The deadline of a migration's statement on PostgreSQL, in milliseconds: a day. A statement may
/// rewrite all rows of a table, and the wait for another server's migration counts, too.
pub(crate) const MIGRATE_DEADLINE_MS: u64 = 24 * 3_600_000;
/// The deadline for distributing one table over several servers, in milliseconds: seven days, since
/// all rows are copied.
pub(crate) const DISTRIBUTE_DEADLINE_MS: u64 = 7 * 24 * 3_600_000;

/// The time for which a lease lasts without renewal, in milliseconds of the database's clock.
/// Another node can take over a dead node's work after this time.
pub(crate) const LEASE_MS: u64 = 30_000;
/// A stored lease that ends later than a new lease by more than this time, in milliseconds, counts
/// as expired: the clock was set back. A smaller difference arises when a renewal of the lease
/// overtakes an earlier statement.
pub(crate) const LEASE_OVERTAKEN_MS: u64 = 1_000;

/// The largest number of bytes of a notification.
pub(crate) const NOTICE_BYTES_MAX: usize = 200;
/// The largest number of messages from other nodes that wait in memory; a slow receiver misses the
/// oldest messages.
pub(crate) const NODE_NOTICES_WAITING_MAX: usize = 4_096;
/// The shortest time between two notifications to other processes, in milliseconds.
pub(crate) const NOTICES_EVERY_MS: u64 = 5;
/// The time of silence after which the connection for notifications is tested, in milliseconds.
pub(crate) const NOTICES_TRIED_EVERY_MS: u64 = 10_000;
/// The deadline for sending a notification and for connecting, in milliseconds.
pub(crate) const NOTICES_DEADLINE_MS: u64 = 5_000;
/// The time for which a closing store waits until its last notification is sent, in milliseconds.
pub(crate) const NOTICES_CLOSING_MS: u64 = 1_000;
/// The first wait before reconnecting for notifications, in milliseconds; each further wait is
/// twice as long.
pub(crate) const NOTICES_BACKOFF_MIN_MS: u64 = 100;
/// The longest wait before reconnecting for notifications, in milliseconds.
pub(crate) const NOTICES_BACKOFF_MAX_MS: u64 = 10_000;

/// The largest number of organizations whose last changes one statement reads on PostgreSQL.
pub(crate) const HEADS_AT_ONCE: usize = 1_024;

/// The largest number of changes that one catch-up page searches for changed sort keys. A catch-up
/// page shows the rows that moved while a client read the list.
pub(crate) const MOVES_LOOKED_THROUGH: i64 = 10_000;

/// The largest number of log lines about slow statements per second: an eighth of the lines that
/// may wait for a slow reader of the log.
pub(crate) const SLOW_LINES_PER_SECOND_MAX: u32 = 512;
