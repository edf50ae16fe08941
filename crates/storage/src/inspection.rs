//! The findings of an inspection.

/// A database as seen from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// The engine and its version.
    pub engine: String,
    /// The last migration that ran; none when there is no schema yet.
    pub schema: Option<i64>,
    /// The last migration that this program knows.
    pub known: i64,
    /// The damage that the engine's own check found, a sentence each.
    pub damage: Vec<String>,
    /// The database's own clock, in unix milliseconds, if it has one.
    pub clock_ms: Option<i64>,
    /// The size of the write-ahead log in bytes, if it is a file beside the database.
    pub log_bytes: Option<u64>,
}
