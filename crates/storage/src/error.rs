//! The errors of a database, in the same words for both engines.

/// The result of a database operation.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The reason why the database failed.
///
/// It can be given to every job of a group that failed together, so it is `Clone` and holds its
/// cause as text. That text is for the log; no client ever sees it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The row does not exist.
    #[error("not found")]
    NotFound,
    /// A unique key is taken. The name is the same on both engines.
    #[error("{constraint} is taken")]
    Conflict {
        /// The key: its table and columns without the organization, joined by `_`.
        constraint: String,
    },
    /// Too many jobs wait, or another process holds the database: try again.
    #[error("the database is busy: {0}")]
    Busy(String),
    /// The read took longer than its deadline.
    #[error("the read took longer than it may")]
    Deadline,
    /// The disk is full. Nothing of the group was stored.
    #[error("the database has no room left: {0}")]
    Full(String),
    /// The database is unreachable or unusable.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// The connection died during COMMIT, whose outcome is unknown.
    #[error("the connection was lost during COMMIT, its outcome is unknown")]
    Unknown,
    /// The changes that are needed are no longer kept.
    #[error("the changes that are needed are no longer kept")]
    Forgotten,
    /// A stored value is invalid.
    #[error("the database holds what it must not: {0}")]
    Corrupt(String),
    /// The database was made by a newer program.
    #[error("the database has migration {found}, this program knows up to {known}")]
    Newer {
        /// The last migration in the database.
        found: i64,
        /// The last migration in this program.
        known: i64,
    },
    /// A job panicked; it was undone.
    #[error("a job panicked and was undone")]
    Panicked,
    /// A fault of this program: the database refuses a statement.
    #[error("the database refused a statement: {0}")]
    Internal(String),
}

impl Error {
    /// Gives the error of an invalid stored value.
    pub(crate) fn corrupt(what: impl Into<String>) -> Self {
        Self::Corrupt(what.into())
    }

    /// Adds the statement's name to an error.
    pub(crate) fn of(self, statement: &str) -> Self {
        match self {
            Self::Internal(text) => Self::Internal(format!("{statement}: {text}")),
            Self::Corrupt(text) => Self::Corrupt(format!("{statement}: {text}")),
            other => other,
        }
    }

    /// Tells whether a later attempt may succeed.
    #[must_use]
    pub const fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Busy(_) | Self::Deadline | Self::Full(_) | Self::Unavailable(_) | Self::Unknown
        )
    }
}
