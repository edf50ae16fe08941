//! Limits of the indexes.

/// The largest size of an answer that an index caches, in bytes.
pub const INDEX_ANSWER_BYTES_MAX: usize = 256 * 1024;
/// The approximate memory of a chat in an index, in bytes, for an estimate before the build.
pub const INDEX_CHAT_BYTES: u64 = 92;
/// The approximate memory of a customer in an index, in bytes.
pub const INDEX_CUSTOMER_BYTES: u64 = 180;
/// The upper bound for the memory of an index without rows, in bytes.
pub const INDEX_BYTES_MIN: usize = 128 * 1024;
/// The number of added rows after which the memory of an index under construction is measured
/// again.
pub const INDEX_ROWS_COUNTED: usize = 64 * 1024;
/// The number of attempts to answer a query from an index before the database answers.
pub const INDEX_TRIES_MAX: usize = 8;
/// The largest number of changes in one update of an index.
pub const INDEX_CHANGES_AT_ONCE: u32 = 1_000;
/// The number of rows read in one batch to build an index. Batches are small, because the allocator
/// still holds their memory after the build.
pub const INDEX_ROWS_AT_ONCE: u32 = 2_048;
/// The largest number of batches of rows that are read ahead.
pub const INDEX_READ_AHEAD: usize = 2;
/// The pause between two background updates of an index, in milliseconds.
pub const INDEX_EVERY_MS: u64 = 100;
/// The pause before another attempt to build an index, in milliseconds.
pub const INDEX_AGAIN_MS: u64 = 1_000;
/// The number of organizations whose indexes are built when the server starts, in addition to the
/// saved indexes. The largest organizations are chosen. Any other index is built when a query needs
/// it.
pub const INDEXES_AT_START: u32 = 16;
/// The largest number of indexes that are built concurrently.
pub const INDEXES_BUILT_AT_ONCE: usize = 4;
/// The time without queries after which an index may be dropped to free memory for another index,
/// in milliseconds.
pub const INDEX_COLD_MS: u64 = 60_000;
/// The time without queries after which an index is removed, in milliseconds. Indexes are removed
/// only if there are more than [`INDEXES_KEPT_UNUSED`].
pub const INDEX_UNUSED_MS: u64 = 60 * 60 * 1_000;
/// Unused indexes stay in memory while there are at most this many indexes.
pub const INDEXES_KEPT_UNUSED: usize = 256;
/// The time limit for saving indexes when the server stops, in milliseconds.
pub const INDEX_SAVE_MS: u64 = 10_000;
/// The largest number of indexes that are saved. If there are more indexes, the largest of them are
/// saved.
pub const INDEXES_SAVED_MAX: usize = 256;
/// The number of bytes that are written to a saved index at once.
pub const INDEX_WRITE_BYTES: usize = 1024 * 1024;
/// The largest number of bytes of a saved index that may be written and not yet be on disk.
pub const INDEX_SYNC_BYTES: usize = 32 * 1024 * 1024;
