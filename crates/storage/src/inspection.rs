//! The findings about a database that was looked at and not changed.

/// What a database looks like from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// The engine and its version.
    pub engine: String,
    /// The last migration that ran; none when there is no schema yet.
    pub schema: Option<i64>,
    /// The last migration that this program knows.
    pub known: i64,
    /// What the engine's own check of its file found, a sentence each.
    pub damage: Vec<String>,
    /// The database's own clock, in unix milliseconds, when it has one.
    pub clock_ms: Option<i64>,
    /// The bytes of the write-ahead log, when it is a file beside the database.
    pub log_bytes: Option<u64>,
}
