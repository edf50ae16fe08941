//! The results of an inspection.

/// The state of a database, found without opening the database as a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// The engine and its version.
    pub engine: String,
    /// The version of the last migration; `None` without a schema.
    pub schema: Option<i64>,
    /// The version of the last migration that this program knows.
    pub known: i64,
    /// The damage found by the engine's own check, one sentence for each fault.
    pub damage: Vec<String>,
    /// The time of the database's own clock, in unix milliseconds, if the database has a clock.
    pub clock_ms: Option<i64>,
    /// The size of the write-ahead log in bytes, if the log is a separate file.
    pub log_bytes: Option<u64>,
    /// The misplaced tables, whose rows are on the wrong servers; `None` when tables are not
    /// distributed.
    pub misplaced: Option<Vec<&'static str>>,
}
