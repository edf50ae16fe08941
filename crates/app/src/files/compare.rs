//! The comparison of files with their stored bytes, in both directions.

use deskbell_files::{BlobKey, Blobs, StoredBlob};
use deskbell_model::OrgId;
use deskbell_storage::blobs::{self, Stored};
use deskbell_storage::{Class, Conn, Read, Result as StorageResult, reads};

use super::Files;
use super::body::key;
use crate::error::Result;

/// The number of rows that one query reads.
const ROWS_AT_ONCE: u32 = 1_000;
/// The largest number of keys with missing bytes that are reported.
const NAMED_MAX: usize = 20;

/// The result of a comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilesCompared {
    /// The number of blobs in the database; a blob is a sequence of bytes that one or more files
    /// have as their content.
    pub blobs: u64,
    /// The total size of the blobs in the database, in bytes.
    pub bytes: u64,
    /// The number of blobs whose bytes are missing or have another length.
    pub missing: u64,
    /// The keys of the first blobs with missing bytes.
    pub missing_keys: Vec<String>,
    /// The keys of stored bytes that the database does not know.
    pub unknown: Vec<BlobKey>,
    /// The number of known keys whose bytes belong to no file. The upload is still running or was
    /// interrupted, or the file was removed.
    pub loose: u64,
}

reads! {
    StoredSome(org: OrgId, after: String) -> Vec<Stored> =
        async |conn| blobs::stored(org, conn, &after, ROWS_AT_ONCE).await;
    Loose(org: OrgId) -> u64 = async |conn| blobs::loose(org, conn).await;
    IsKnown(org: OrgId, key: String) -> bool =
        async |conn| blobs::is_known(org, conn, &key).await;
}

/// A read that returns those of the given keys that the database does not know.
struct Unknown(OrgId, Vec<StoredBlob>);

impl Read for Unknown {
    type Out = Vec<StoredBlob>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        let Self(org, listed) = self;
        let mut unknown = Vec::new();
        for blob in listed {
            if !blobs::is_known(org, conn, blob.key.as_str()).await? {
                unknown.push(blob);
            }
        }
        Ok(unknown)
    }
}

impl Files {
    /// Compares the files of an organization with their stored bytes. Files may be uploaded and
    /// removed during the comparison.
    ///
    /// # Errors
    /// When the database or the storage for files fails.
    pub async fn compare(&self, org: OrgId) -> Result<FilesCompared> {
        let mut compared = FilesCompared::default();
        let mut after = String::new();
        loop {
            let read = StoredSome(org, after.clone());
            let stored = self.context.store.read(Class::Page, read).await?;
            let Some(last) = stored.last() else { break };
            after.clone_from(&last.key);
            for Stored { key: text, bytes } in stored {
                compared.blobs += 1;
                compared.bytes += bytes;
                let is_there = self.blobs.bytes(org, &key(&text)?).await? == Some(bytes);
                // The blob may have been removed since its row was read.
                if !is_there && self.is_known(org, &text).await? {
                    compared.missing += 1;
                    if compared.missing_keys.len() < NAMED_MAX {
                        compared.missing_keys.push(text);
                    }
                }
            }
        }
        for part in 0..Blobs::PARTS {
            let Ok(part) = u8::try_from(part) else { break };
            let listed = self.blobs.list(org, part).await?;
            for some in listed.chunks(ROWS_AT_ONCE as usize) {
                let read = Unknown(org, some.to_vec());
                let unknown = self.context.store.read(Class::Page, read).await?;
                if unknown.is_empty() {
                    continue;
                }
                // A key that was removed since the first listing is not listed again.
                let again = self.blobs.list(org, part).await?;
                let still = unknown.into_iter().filter(|it| again.iter().any(|b| b.key == it.key));
                compared.unknown.extend(still.map(|it| it.key));
            }
        }
        compared.loose = self.context.store.read(Class::Page, Loose(org)).await?;
        Ok(compared)
    }

    async fn is_known(&self, org: OrgId, key: &str) -> Result<bool> {
        Ok(self.context.store.read(Class::Point, IsKnown(org, key.to_owned())).await?)
    }

    /// Deletes stored bytes that the database does not know, for example after a backup was
    /// restored. Returns the number of deleted keys.
    ///
    /// # Errors
    /// The errors of [`Files::compare`].
    pub async fn remove_unknown(&self, org: OrgId) -> Result<usize> {
        let unknown = self.compare(org).await?.unknown;
        for key in &unknown {
            self.blobs.remove(org, key).await?;
        }
        Ok(unknown.len())
    }
}
