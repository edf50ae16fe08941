//! The address of a database, and the resources that an engine may use.

use std::path::PathBuf;

/// Where a database is.
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    /// A file.
    Sqlite(PathBuf),
    /// A PostgreSQL server's address, with user and password.
    Postgres(String),
}

impl Location {
    /// Reads `sqlite:PATH`, `postgres://…` or `postgresql://…`; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Some(Self::Postgres(text.to_owned()));
        }
        let path = text.strip_prefix("sqlite:")?;
        let path = path.strip_prefix("//").unwrap_or(path);
        let is_file = !path.is_empty() && !path.starts_with(':') && !path.contains('?');
        is_file.then(|| Self::Sqlite(path.into()))
    }
}

impl std::fmt::Debug for Location {
    /// The password stays out of it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(_) => f.write_str("postgres://***"),
        }
    }
}

/// How much of everything the engines may use.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Of SQLite.
    pub sqlite: SqliteOptions,
    /// Of PostgreSQL.
    pub postgres: PostgresOptions,
}

/// What the SQLite engine may use.
#[derive(Clone, Debug)]
pub struct SqliteOptions {
    /// How long to wait for another process that writes, in milliseconds.
    pub busy_timeout_ms: u64,
    /// Memory for pages per connection, in KiB.
    pub cache_kib: u32,
}

impl Default for SqliteOptions {
    fn default() -> Self {
        Self { busy_timeout_ms: 5_000, cache_kib: 16_384 }
    }
}

/// What the PostgreSQL engine may use.
#[derive(Clone, Debug)]
pub struct PostgresOptions {
    /// Connections that read.
    pub readers: u32,
    /// Connections that write; each organization uses one at a time.
    pub writers: u32,
    /// How long to wait for a connection, in milliseconds.
    pub wait_ms: u64,
}

impl Default for PostgresOptions {
    fn default() -> Self {
        Self { readers: 16, writers: 8, wait_ms: 5_000 }
    }
}
