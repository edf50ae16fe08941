//! Limits of the change feed and of its followers.

/// Changes in one answer of the feed (contract §8).
pub const FEED_ROWS_MAX: u32 = 1_000;
/// Changes in one answer when nothing else was asked for (contract §8).
pub const FEED_ROWS_DEFAULT: u32 = 100;
/// Changes that are looked at together on the way to an answer of the feed.
pub const FEED_ROWS_AT_ONCE: u32 = 128;
/// Changes that are looked at first: SQLite reads all of a change to look at its length.
pub const FEED_ROWS_FIRST: u32 = 4;
/// The size of an answer of the feed that is read between other requests, in bytes; a larger one is
/// read beside them.
pub const FEED_IN_PLACE_BYTES: u64 = 128 * 1024;
/// The size of an answer of the feed, in bytes as they are sent; a longer change is sent alone.
pub const FEED_BYTES_MAX: u64 = 1024 * 1024;
/// The bytes around a change's object, and around all of them, at the most.
pub const FEED_AROUND_BYTES: u64 = 128;
/// The multiple of its size that an answer of the feed may look at to find the wanted changes.
pub const FEED_BYTES_LOOKED_AT: u64 = 16;
/// Changes that one answer looks at to find the wanted ones.
pub const FEED_ROWS_LOOKED_AT_MAX: usize = 10_000;
/// The time that an answer of the feed may wait for a change, in seconds.
pub const FEED_WAIT_SECONDS_MAX: u32 = 60;
/// The last changes of an organization that are kept rendered for live followers.
pub const FEED_FRAMES_SHARED_MAX: usize = 1_024;
/// The size of those changes, in bytes: fewer are kept where they are long, and one at least.
pub const FEED_BYTES_SHARED_MAX: usize = 8 * 1024 * 1024;
/// Changes that a live follower is given at once, which wait in memory for its connection.
pub const FEED_FRAMES_AT_ONCE: usize = 64;
/// The total size of the changes that a follower is given at once, in bytes; a longer change is
/// given alone.
pub const FEED_BYTES_AT_ONCE: u64 = 64 * 1024;
/// The bytes that a slow follower is given without a permit.
pub const FEED_BYTES_WITHOUT_ROOM: usize = 16 * 1024;
/// Changes read at once for a follower that is too slow for the shared ones.
pub const FEED_ROWS_ALONE: u32 = 16;
/// The pause between two polls for the commits of other processes, in milliseconds.
pub const FEED_POLL_SQLITE_MS: u64 = 100;
/// The pause between two such polls where notices come first, and polls find only the missed
/// commits.
pub const FEED_POLL_POSTGRES_MS: u64 = 1_000;
/// The wait before unreadable changes are read again, in milliseconds.
pub const FEED_RETRY_MS: u64 = 500;
