//! The interface to the storage of blobs, by organization and key, in a folder or a bucket.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use deskbell_model::OrgId;

use crate::bucket::{self, Bucket, BucketSettings};
use crate::error::{Error, Result};
use crate::folder::{self, BlobFolder};
use crate::key::{BlobKey, StoredBlob};

/// The storage for files, as configured.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// No storage: no file can be uploaded.
    #[default]
    Nowhere,
    /// A folder, which is created for the first file.
    Folder(PathBuf),
    /// A bucket.
    Bucket(BucketSettings),
}

/// The storage of blobs. Clones share the storage.
#[derive(Clone, Debug)]
pub enum Blobs {
    /// No storage is configured.
    Nowhere,
    /// No storage can be used, because the settings are invalid for this reason.
    Broken(Error),
    /// Files in a folder.
    Folder(Arc<BlobFolder>),
    /// Objects in a bucket.
    Bucket(Arc<Bucket>),
}

/// A blob that is being written. The blob can be read once [`BlobWriter::finish`] succeeded.
#[derive(Debug)]
pub enum BlobWriter {
    /// A file in the folder.
    Folder(folder::BlobWriter),
    /// An object in the bucket.
    Bucket(bucket::BlobWriter),
}

/// A blob that is being read.
#[derive(Debug)]
pub enum BlobReader {
    /// A file in the folder.
    Folder(folder::BlobReader),
    /// An object in the bucket.
    Bucket(bucket::BlobReader),
}

impl Blobs {
    /// The number of parts into which the blobs of an organization are divided for listing.
    pub const PARTS: u16 = 256;

    /// Creates the access to the blobs in a storage. Does not access the storage yet.
    #[must_use]
    pub fn at(place: &Place) -> Self {
        match place {
            Place::Nowhere => Self::Nowhere,
            Place::Folder(root) => Self::Folder(Arc::new(BlobFolder::new(root.clone()))),
            Place::Bucket(settings) => match Bucket::new(settings) {
                Ok(bucket) => Self::Bucket(Arc::new(bucket)),
                Err(error) => Self::Broken(error),
            },
        }
    }

    /// Returns whether a storage for files is configured.
    #[must_use]
    pub const fn is_somewhere(&self) -> bool {
        !matches!(self, Self::Nowhere)
    }

    /// Begins to write a blob.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn begin(&self, org: OrgId, key: &BlobKey) -> Result<BlobWriter> {
        match self {
            Self::Nowhere => Err(Error::Nowhere),
            Self::Broken(error) => Err(error.clone()),
            Self::Folder(folder) => folder.begin(org, key).await.map(BlobWriter::Folder),
            Self::Bucket(bucket) => Ok(BlobWriter::Bucket(bucket.begin(org, key))),
        }
    }

    /// Begins to read a range of a blob. The range must end within the blob.
    ///
    /// # Errors
    /// [`Error::Missing`], or when the storage fails.
    pub async fn read(&self, org: OrgId, key: &BlobKey, range: Range<u64>) -> Result<BlobReader> {
        match self {
            Self::Nowhere => Err(Error::Nowhere),
            Self::Broken(error) => Err(error.clone()),
            Self::Folder(folder) => folder.read(org, key, range).await.map(BlobReader::Folder),
            Self::Bucket(bucket) => bucket.read(org, key, range).await.map(BlobReader::Bucket),
        }
    }

    /// Returns the size of a blob in bytes; `None` if the blob does not exist.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn bytes(&self, org: OrgId, key: &BlobKey) -> Result<Option<u64>> {
        match self {
            Self::Nowhere => Err(Error::Nowhere),
            Self::Broken(error) => Err(error.clone()),
            Self::Folder(folder) => folder.bytes(org, key).await,
            Self::Bucket(bucket) => bucket.bytes(org, key).await,
        }
    }

    /// Removes a blob, complete or not, if it exists.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn remove(&self, org: OrgId, key: &BlobKey) -> Result<()> {
        match self {
            Self::Nowhere => Err(Error::Nowhere),
            Self::Broken(error) => Err(error.clone()),
            Self::Folder(folder) => folder.remove(org, key).await,
            Self::Bucket(bucket) => bucket.remove(org, key).await,
        }
    }

    /// Lists the blobs of an organization that are in one of the [`Blobs::PARTS`] parts, in any
    /// order.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn list(&self, org: OrgId, part: u8) -> Result<Vec<StoredBlob>> {
        match self {
            Self::Nowhere => Err(Error::Nowhere),
            Self::Broken(error) => Err(error.clone()),
            Self::Folder(folder) => folder.list(org, part).await,
            Self::Bucket(bucket) => bucket.list(org, part).await,
        }
    }
}

impl BlobWriter {
    /// Writes the next bytes.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn write(&mut self, bytes: Bytes) -> Result<()> {
        match self {
            Self::Folder(file) => file.write(bytes).await,
            Self::Bucket(object) => object.write(bytes).await,
        }
    }

    /// Completes the blob. A completed blob survives a crash.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn finish(self) -> Result<()> {
        match self {
            Self::Folder(file) => file.finish().await,
            Self::Bucket(object) => object.finish().await,
        }
    }
}

impl BlobReader {
    /// Returns the next bytes; `None` at the end of the range.
    ///
    /// # Errors
    /// When the storage fails, or the blob ends too early.
    pub async fn next(&mut self) -> Result<Option<Bytes>> {
        match self {
            Self::Folder(file) => file.next().await,
            Self::Bucket(object) => object.next().await,
        }
    }
}
