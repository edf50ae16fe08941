//! Limits of the change feed and of its followers.

/// The largest number of changes in one answer of the feed (contract §8).
pub const FEED_ROWS_MAX: u32 = 1_000;
/// The number of changes in one answer of the feed, unless the request names a limit (contract §8).
pub const FEED_ROWS_DEFAULT: u32 = 100;
/// The largest number of changes that one query reads for an answer of the feed.
pub const FEED_ROWS_AT_ONCE: u32 = 128;
/// The number of changes that the first query for an answer of the feed reads: few, since SQLite
/// reads a whole change to find its length.
pub const FEED_ROWS_FIRST: u32 = 4;
/// The largest range of the feed that is read without a permit, in bytes. Reading a larger range
/// needs a permit and counts as a scan.
pub const FEED_IN_PLACE_BYTES: u64 = 128 * 1024;
/// The largest answer of the feed, in bytes as sent; a longer change is sent in a separate answer.
pub const FEED_BYTES_MAX: u64 = 1024 * 1024;
/// The largest number of bytes that an answer adds around the object of one change, and also around
/// the list of changes.
pub const FEED_AROUND_BYTES: u64 = 128;
/// The number of bytes that may be searched for one answer of the feed, as a multiple of the
/// answer's largest size.
pub const FEED_BYTES_LOOKED_AT: u64 = 16;
/// The largest number of changes that may be searched for one answer of the feed.
pub const FEED_ROWS_LOOKED_AT_MAX: usize = 10_000;
/// The longest time that a request can let the feed wait for a change, in seconds.
pub const FEED_WAIT_SECONDS_MAX: u32 = 60;
/// The number of latest changes of an organization that stay rendered in memory for live followers.
pub const FEED_FRAMES_SHARED_MAX: usize = 1_024;
/// The largest number of bytes of rendered changes that stay in memory. If one change is longer,
/// only this change stays.
pub const FEED_BYTES_SHARED_MAX: usize = 8 * 1024 * 1024;
/// The largest number of changes that a live follower reads in one step; the changes wait in memory
/// for the follower's connection.
pub const FEED_FRAMES_AT_ONCE: usize = 64;
/// The total size of the changes that a follower reads in one step, in bytes; a longer change is
/// read without other changes.
pub const FEED_BYTES_AT_ONCE: u64 = 64 * 1024;
/// The largest number of bytes that one read for a slow follower may return without a permit for
/// memory.
pub const FEED_BYTES_WITHOUT_ROOM: usize = 16 * 1024;
/// The largest number of changes in one read for a slow follower, whose next change is no longer
/// rendered in memory.
pub const FEED_ROWS_ALONE: u32 = 16;
/// The pause between two polls on SQLite for the commits of other processes, in milliseconds.
pub const FEED_POLL_SQLITE_MS: u64 = 100;
/// The pause between two polls on PostgreSQL for the commits of other processes, in milliseconds;
/// these polls find only commits whose notification was lost.
pub const FEED_POLL_POSTGRES_MS: u64 = 1_000;
/// The largest number of organizations whose last changes one poll on PostgreSQL reads at the same
/// time.
pub const FEED_POLLED_AT_ONCE: usize = 1_024;
/// The wait before changes that could not be read are read again, in milliseconds.
pub const FEED_RETRY_MS: u64 = 500;
