//! The download of a file's bytes, a few pieces at a time.

use std::ops::Range;

use bytes::Bytes;
use deskbell_files::{BlobKey, BlobReader};
use deskbell_model::OrgId;
use deskbell_storage::files::Served;

use super::Files;
use crate::BudgetPermit;
use crate::error::{Error, Result};

/// The memory that a download may take, in bytes, for the pieces in all layers of the server.
const DOWNLOAD_BYTES: u64 = 256 * 1024;

/// A range of a file's bytes that is being downloaded.
#[derive(Debug)]
pub struct FileBody {
    reader: BlobReader,
    _permit: BudgetPermit,
}

impl FileBody {
    /// Reads the next bytes; `None` at the end.
    ///
    /// # Errors
    /// When the storage for files fails.
    pub async fn next(&mut self) -> Result<Option<Bytes>> {
        Ok(self.reader.next().await?)
    }
}

impl Files {
    /// Begins to read a range of a file's bytes.
    ///
    /// # Errors
    /// [`Error::NoRoom`] when the organization has too many downloads; or when the storage for
    /// files fails.
    pub async fn read(&self, org: OrgId, served: &Served, range: Range<u64>) -> Result<FileBody> {
        let permit = self.budget.try_take(org, DOWNLOAD_BYTES).ok_or(Error::NoRoom)?;
        let reader = self.blobs.read(org, &key(&served.blob_key)?, range).await?;
        Ok(FileBody { reader, _permit: permit })
    }
}

/// Parses a blob's key in the text form that the database stores.
pub(super) fn key(text: &str) -> Result<BlobKey> {
    let corrupt = || deskbell_storage::Error::Corrupt("a blob's key is none".into());
    BlobKey::parse(text).ok_or_else(|| corrupt().into())
}
