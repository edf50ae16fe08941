//! The address of a database, and the resources that an engine may use.

use std::path::PathBuf;

/// The location of a database.
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    /// An SQLite file at this path.
    Sqlite(PathBuf),
    /// A PostgreSQL server's URL, including user and password.
    Postgres(String),
}

impl Location {
    /// Reads `sqlite:PATH`, `postgres://…` or `postgresql://…`; `None` for other texts.
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
    /// Formats the location without the password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(_) => f.write_str("postgres://***"),
        }
    }
}

/// The resources that each engine may use.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The resources for SQLite.
    pub sqlite: SqliteOptions,
    /// The resources for PostgreSQL.
    pub postgres: PostgresOptions,
}

/// The resources that the SQLite engine may use.
#[derive(Clone, Debug)]
pub struct SqliteOptions {
    /// The longest wait while another process writes, in milliseconds.
    pub busy_timeout_ms: u64,
    /// The memory in which each connection caches pages, in KiB.
    pub cache_kib: u32,
}

impl Default for SqliteOptions {
    fn default() -> Self {
        Self { busy_timeout_ms: 5_000, cache_kib: 16_384 }
    }
}

/// The resources that the PostgreSQL engine may use.
#[derive(Clone, Debug)]
pub struct PostgresOptions {
    /// The defaults for parts that the address leaves out.
    pub defaults: ConnectionDefaults,
    /// The way in which a pooler shares PostgreSQL's sessions, if a pooler is in front of
    /// PostgreSQL.
    pub pooling: Pooling,
    /// The address of the connection for notifications; `None` for the database's address. Needed
    /// when a pooler at the database's address does not pass notifications on.
    pub listen_url: Option<Location>,
    /// The number of read connections.
    pub readers: u32,
    /// The number of write connections, of which an organization uses one at a time.
    pub writers: u32,
    /// The longest wait for a free connection, in milliseconds.
    pub wait_ms: u64,
}

impl Default for PostgresOptions {
    fn default() -> Self {
        let (defaults, pooling, listen_url) =
            (ConnectionDefaults::default(), Pooling::Session, None);
        Self { defaults, pooling, listen_url, readers: 16, writers: 8, wait_ms: 5_000 }
    }
}

/// The way in which connections share PostgreSQL's sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pooling {
    /// Each connection has its own session: there is no pooler, or the pooler hands out whole
    /// sessions.
    Session,
    /// Each transaction may run in another session, as with PgBouncer's `pool_mode = transaction`.
    /// Settings and prepared statements end with the transaction, and notifications do not arrive.
    Transaction,
}

impl Pooling {
    /// Reads `session` or `transaction`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "session" => Some(Self::Session),
            "transaction" => Some(Self::Transaction),
            _ => None,
        }
    }
}

/// The parts of an address that libpq takes from a program's environment.
#[derive(Clone, Default)]
pub struct ConnectionDefaults {
    /// The password of addresses without a password (`PGPASSWORD`).
    pub password: Option<String>,
    /// The file with passwords (`PGPASSFILE`).
    pub passfile: Option<PathBuf>,
    /// The TLS mode of addresses without a TLS mode (`PGSSLMODE`).
    pub mode: Option<String>,
    /// The file with the trusted certificate authorities (`PGSSLROOTCERT`).
    pub roots: Option<PathBuf>,
    /// The file with the client's certificate (`PGSSLCERT`).
    pub certificate: Option<PathBuf>,
    /// The file with the client's key (`PGSSLKEY`).
    pub key: Option<PathBuf>,
    /// The home folder (`HOME`), with `.pgpass` and `.postgresql`.
    pub home: Option<PathBuf>,
}

impl std::fmt::Debug for ConnectionDefaults {
    /// Formats the values without the password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { password: _, passfile, mode, roots, certificate, key, home } = self;
        f.debug_struct("ConnectionDefaults")
            .field("passfile", passfile)
            .field("mode", mode)
            .field("roots", roots)
            .field("certificate", certificate)
            .field("key", key)
            .field("home", home)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_location_is_a_file_or_a_server() {
        assert_eq!(Location::parse("sqlite:a.db"), Some(Location::Sqlite("a.db".into())));
        assert_eq!(Location::parse("sqlite:///x/a.db"), Some(Location::Sqlite("/x/a.db".into())));
        assert!(matches!(Location::parse("postgresql://h/d"), Some(Location::Postgres(_))));
        for bad in ["", "a.db", "sqlite:", "sqlite::memory:", "sqlite:a?mode=ro", "mysql://h/d"] {
            assert_eq!(Location::parse(bad), None, "{bad:?}");
        }
        let shown = format!("{:?}", Location::parse("postgres://u:secret@h/d"));
        assert!(!shown.contains("secret"), "{shown}");
    }
}
