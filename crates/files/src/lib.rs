//! The bytes of files, as blobs in a folder or in a bucket of an object store. A probe determines a
//! file's hash, its type, and the size of an image.
//!
//! This crate knows neither names nor messages, and no database: the caller records the key of a
//! blob before the blob is written, and deletes the record after the blob was removed.

mod blobs;
mod bucket;
mod error;
mod folder;
mod image_size;
mod key;
mod magic;
mod probe;

pub use blobs::{BlobReader, BlobWriter, Blobs, Place};
pub use bucket::BucketSettings;
pub use error::{Error, Result};
pub use key::{BlobKey, StoredBlob};
pub use probe::{Probe, Probed};
