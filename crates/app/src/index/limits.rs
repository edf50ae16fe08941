//! The numbers that limit the indexes.

/// The size of an answer that is kept, in bytes.
pub const INDEX_ANSWER_BYTES_MAX: usize = 256 * 1024;
/// The memory of a chat in an index, about, in bytes: for an estimate before it is built.
pub const INDEX_CHAT_BYTES: u64 = 150;
/// The memory of a customer in an index, about, in bytes.
pub const INDEX_CUSTOMER_BYTES: u64 = 600;
/// The times a read brings an index up to date before the database answers instead.
pub const INDEX_TRIES_MAX: usize = 8;
/// Changes that an index takes in at once.
pub const INDEX_CHANGES_AT_ONCE: u32 = 1_000;
/// Rows that are read at once to build an index.
pub const INDEX_ROWS_AT_ONCE: u32 = 4_096;
/// Batches of rows that may be read before the index has taken them in: customers are slower to
/// take in than to read, chats the other way round.
pub const INDEX_READ_AHEAD: usize = 24;
/// The pause between two updates of an index that nobody asks, in milliseconds.
pub const INDEX_EVERY_MS: u64 = 100;
/// The pause before an index that could not be built is tried again, in milliseconds.
pub const INDEX_AGAIN_MS: u64 = 1_000;
/// Organizations that are listed at once.
pub const ORGANIZATIONS_AT_ONCE: u32 = 1_000;
