//! Limits of the change feed and of whoever follows it.

/// Changes in one answer of the feed (contract §8).
pub const FEED_ROWS_MAX: u32 = 1_000;
/// Changes in one answer when nothing else was asked for (contract §8).
pub const FEED_ROWS_DEFAULT: u32 = 100;
/// Changes that are looked at together on the way to an answer of the feed.
pub const FEED_ROWS_AT_ONCE: u32 = 128;
/// The same at first: SQLite reads all of a change to look at its length.
pub const FEED_ROWS_FIRST: u32 = 4;
/// What an answer of the feed may tell that is read between other requests, in bytes; more is read
/// beside them.
pub const FEED_IN_PLACE_BYTES: u64 = 128 * 1024;
/// What an answer of the feed tells, in bytes as they are sent; a change that is longer is told
/// alone.
pub const FEED_BYTES_MAX: u64 = 1024 * 1024;
/// What stands around a change's object, and around all of them, in bytes at the most.
pub const FEED_AROUND_BYTES: u64 = 128;
/// How many times as much an answer of the feed may look at to find those changes that are wanted.
pub const FEED_BYTES_LOOKED_AT: u64 = 16;
/// Changes one answer looks at to find those that are wanted.
pub const FEED_ROWS_LOOKED_AT_MAX: usize = 10_000;
/// How long an answer of the feed may wait for a change, in seconds.
pub const FEED_WAIT_SECONDS_MAX: u32 = 60;
/// The last changes of an organization that are kept rendered for those who follow it live.
pub const FEED_FRAMES_SHARED_MAX: usize = 1_024;
/// The same in bytes: fewer are kept where they are long, and one at least.
pub const FEED_BYTES_SHARED_MAX: usize = 8 * 1024 * 1024;
/// Changes a live follower is given at once: what waits in memory for its connection.
pub const FEED_FRAMES_AT_ONCE: usize = 64;
/// The same in bytes; one that is longer is given alone.
pub const FEED_BYTES_AT_ONCE: u64 = 64 * 1024;
/// What a follower who is behind is given without room for it, in bytes.
pub const FEED_BYTES_WITHOUT_ROOM: usize = 16 * 1024;
/// Changes that are read for one follower who is behind what is kept for all.
pub const FEED_ROWS_ALONE: u32 = 16;
/// How often the database is asked for what other processes committed, in milliseconds.
pub const FEED_POLL_SQLITE_MS: u64 = 100;
/// The same where a notice comes first, and this only finds what the notice missed.
pub const FEED_POLL_POSTGRES_MS: u64 = 1_000;
/// How long to wait before reading changes again that could not be read, in milliseconds.
pub const FEED_RETRY_MS: u64 = 500;
