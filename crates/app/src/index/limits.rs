//! The numbers that limit the indexes.

/// The largest answer that an index keeps for repeated questions, in bytes.
pub const INDEX_ANSWER_BYTES_MAX: usize = 256 * 1024;
/// The approximate memory of a chat in an index, in bytes, for an estimate before the build.
pub const INDEX_CHAT_BYTES: u64 = 92;
/// The approximate memory of a customer in an index, in bytes.
pub const INDEX_CUSTOMER_BYTES: u64 = 180;
/// The memory of the index of an organization without any rows, in bytes, at the most.
pub const INDEX_BYTES_MIN: usize = 128 * 1024;
/// The rows after which the memory of an index is counted while it is built.
pub const INDEX_ROWS_COUNTED: usize = 64 * 1024;
/// The number of times that a query is tried in an index before the database answers instead.
pub const INDEX_TRIES_MAX: usize = 8;
/// The changes that an index takes in at once.
pub const INDEX_CHANGES_AT_ONCE: u32 = 1_000;
/// The rows that are read at once to build an index. The allocator keeps the memory of as many as
/// were ever there together.
pub const INDEX_ROWS_AT_ONCE: u32 = 2_048;
/// The batches of rows that may be read ahead.
pub const INDEX_READ_AHEAD: usize = 2;
/// The pause between two background updates of an index, in milliseconds.
pub const INDEX_EVERY_MS: u64 = 100;
/// The pause before an index that could not be built is tried again, in milliseconds.
pub const INDEX_AGAIN_MS: u64 = 1_000;
/// The number of largest organizations whose indexes are built when the server starts, besides the
/// saved indexes. Any other index is built when it is asked for.
pub const INDEXES_AT_START: u32 = 16;
/// The indexes that are built at the same time.
pub const INDEXES_BUILT_AT_ONCE: usize = 4;
/// The time for which an index must not have been asked before it may give way to another one that
/// needs its memory, in milliseconds.
pub const INDEX_COLD_MS: u64 = 60_000;
/// The time for which an index must not have been asked before it is removed, when there are more
/// than [`INDEXES_KEPT_UNUSED`], in milliseconds.
pub const INDEX_UNUSED_MS: u64 = 60 * 60 * 1_000;
/// The number of indexes that are kept though nobody asks for them.
pub const INDEXES_KEPT_UNUSED: usize = 256;
/// The time within which indexes are saved when the server stops, in milliseconds.
pub const INDEX_SAVE_MS: u64 = 10_000;
/// The indexes that are saved, the largest ones.
pub const INDEXES_SAVED_MAX: usize = 256;
/// The bytes that are written to a saved index at once.
pub const INDEX_WRITE_BYTES: usize = 1024 * 1024;
/// The bytes of a saved index that may not be on disk yet while more are written.
pub const INDEX_SYNC_BYTES: usize = 32 * 1024 * 1024;
