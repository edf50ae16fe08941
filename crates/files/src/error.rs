//! The errors of stored blobs.

use std::io::ErrorKind;
use std::path::Path;

/// The result of an operation on blobs; the error is the reason why the operation failed.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The reason why an operation on blobs failed. The texts of the variants are for the log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No storage for files is configured.
    #[error("no place for files is set: set `files.folder`, or a bucket in `[s3]`")]
    Nowhere,
    /// The blob does not exist.
    #[error("the bytes are not there: {0}")]
    Missing(String),
    /// The disk or its quota is full. The text is the cause.
    #[error("the place for files has no room left: {0}")]
    Full(String),
    /// The storage cannot be reached or used. The text is the cause.
    #[error("the place for files cannot be used: {0}")]
    Failed(String),
}

impl Error {
    /// Converts the I/O error of an operation on a path to an error of this crate.
    pub(crate) fn at(path: &Path, error: &std::io::Error) -> Self {
        let what = format!("{}: {error}", path.display());
        match error.kind() {
            ErrorKind::NotFound => Self::Missing(what),
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
                Self::Full(what)
            }
            _ => Self::Failed(what),
        }
    }
}
