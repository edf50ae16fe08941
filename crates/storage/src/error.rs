//! The errors of a database, the same for both engines.

/// The result of a database operation.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The reason why a database operation failed.
///
/// The type is `Clone` because each job of a failed group gets a copy. The text of a cause is for
/// the log, and is not sent to clients.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The row does not exist.
    #[error("not found")]
    NotFound,
    /// A value of a unique key is taken. The key has the same name on both engines.
    #[error("{constraint} is taken")]
    Conflict {
        /// The key's name: its table and its columns except the organization, joined by `_`.
        constraint: String,
    },
    /// Too many jobs or reads wait, or another process holds the database's lock; a retry may
    /// succeed.
    #[error("the database is busy: {0}")]
    Busy(String),
    /// A read, or a statement of a job, took longer than its deadline.
    #[error("the read took longer than it may")]
    Deadline,
    /// The disk is full, or no ids are left. Nothing was stored.
    #[error("the database has no room left: {0}")]
    Full(String),
    /// The database is unreachable or unusable.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// The operator must change an address, a certificate or a grant, as the text says.
    #[error("{0}")]
    Misconfigured(String),
    /// The connection was lost during COMMIT; the transaction's outcome is unknown.
    #[error("the connection was lost during COMMIT, its outcome is unknown")]
    Unknown,
    /// Changes that the operation needs were deleted.
    #[error("the changes that are needed are no longer kept")]
    Forgotten,
    /// A stored value is invalid.
    #[error("the database holds what it must not: {0}")]
    Corrupt(String),
    /// A newer program migrated the database.
    #[error("the database has migration {found}, this program knows up to {known}")]
    Newer {
        /// The number of the last migration in the database.
        found: i64,
        /// The number of the last migration in this program.
        known: i64,
    },
    /// A job or a read panicked; the writes of the job were undone.
    #[error("a job panicked and was undone")]
    Panicked,
    /// A bug in this program, for example an invalid statement.
    #[error("the database refused a statement: {0}")]
    Internal(String),
}

impl Error {
    pub(crate) fn corrupt(what: impl Into<String>) -> Self {
        Self::Corrupt(what.into())
    }

    pub(crate) fn of(self, statement: &str) -> Self {
        match self {
            Self::Internal(text) => Self::Internal(format!("{statement}: {text}")),
            Self::Corrupt(text) => Self::Corrupt(format!("{statement}: {text}")),
            other => other,
        }
    }

    /// Returns whether a retry may succeed.
    #[must_use]
    pub const fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Busy(_)
                | Self::Deadline
                | Self::Full(_)
                | Self::Unavailable(_)
                | Self::Misconfigured(_)
                | Self::Unknown
        )
    }
}
