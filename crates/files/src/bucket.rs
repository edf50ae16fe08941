//! Blobs as objects in a bucket with the S3 protocol: `PREFIX/ORGANIZATION/AB/KEY`. An object
//! becomes visible only when it is complete.

mod http;

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use deskbell_model::{OrgId, Secret};
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use hyper::Uri;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path;
use object_store::{
    ClientOptions, GetOptions, MultipartUpload, ObjectStore as _, ObjectStoreExt as _, PutPayload,
    RetryConfig,
};
use tokio::time::timeout;

use crate::error::{Error, Result};
use crate::key::{self, BlobKey, StoredBlob};

/// The size of the parts of a large object, in bytes: the smallest part that S3 accepts. A smaller
/// object is sent in one request.
const PART_BYTES: usize = 5 * 1024 * 1024;
/// The time limit for one piece of an object to arrive.
const PIECE_MAX: Duration = Duration::from_secs(30);
/// The time limit for retries of a failed request.
const RETRIES_MAX: Duration = Duration::from_secs(20);
/// The maximal number of retries of a failed request.
const RETRIES: usize = 4;

/// The settings of the bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BucketSettings {
    /// The bucket's name.
    pub bucket: String,
    /// The URL of the service; empty for Amazon's service in the region.
    pub endpoint: String,
    /// The region of the service, such as `eu-central-1`.
    pub region: String,
    /// The prefix of all keys, without a slash at its end; may be empty.
    pub prefix: String,
    /// The id of the access key.
    pub access_key: String,
    /// The access key's secret.
    pub secret_key: Secret,
}

impl BucketSettings {
    /// Checks the settings before a URL is built from the settings.
    ///
    /// # Errors
    /// The invalid setting, and the reason.
    pub fn check(&self) -> Result<(), &'static str> {
        let is_made_of = |text: &str, more: &str| {
            !text.is_empty()
                && text.chars().all(|it| it.is_ascii_alphanumeric() || more.contains(it))
        };
        let is_url = self.endpoint.parse().is_ok_and(|url: Uri| {
            let is_http = matches!(url.scheme_str(), Some("http" | "https"));
            is_http && url.host().is_some_and(|host| !host.is_empty()) && url.query().is_none()
        });
        if !is_made_of(&self.bucket, "-._") {
            Err("s3.bucket must be letters, digits, and -._")
        } else if !is_made_of(&self.region, "-") {
            Err("s3.region must be letters, digits, and -")
        } else if !self.endpoint.is_empty() && !is_url {
            Err("s3.endpoint must be a URL, as https://s3.example.com")
        } else {
            Ok(())
        }
    }
}

/// A bucket that stores blobs as objects.
#[derive(Debug)]
pub struct Bucket {
    store: Arc<AmazonS3>,
    prefix: String,
}

/// An object that is being written.
#[derive(Debug)]
pub struct BlobWriter {
    store: Arc<AmazonS3>,
    path: Path,
    waiting: Vec<Bytes>,
    waiting_bytes: usize,
    /// The upload in parts; `None` while the object fits into one part.
    parts: Option<Box<dyn MultipartUpload>>,
}

/// An object that is being read.
pub struct BlobReader {
    pieces: BoxStream<'static, object_store::Result<Bytes>>,
    path: Path,
    left: u64,
}

impl std::fmt::Debug for BlobReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BlobReader").field("left", &self.left).finish_non_exhaustive()
    }
}

fn failed(error: object_store::Error) -> Error {
    match error {
        object_store::Error::NotFound { path, .. } => Error::Missing(path),
        other => Error::Failed(other.to_string()),
    }
}

impl Bucket {
    /// Creates the access to the bucket with these settings. Does not connect yet.
    ///
    /// # Errors
    /// When the settings are invalid.
    pub(crate) fn new(settings: &BucketSettings) -> Result<Self> {
        settings.check().map_err(|why| Error::Failed(why.to_owned()))?;
        let plain = settings.endpoint.starts_with("http://");
        let retry = RetryConfig {
            max_retries: RETRIES,
            retry_timeout: RETRIES_MAX,
            ..RetryConfig::default()
        };
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&settings.bucket)
            .with_region(&settings.region)
            .with_access_key_id(&settings.access_key)
            .with_secret_access_key(settings.secret_key.reveal())
            .with_client_options(ClientOptions::new().with_allow_http(plain))
            .with_allow_http(plain)
            .with_retry(retry)
            .with_http_connector(http::Connector);
        if !settings.endpoint.is_empty() {
            builder = builder.with_endpoint(settings.endpoint.trim_end_matches('/'));
        }
        let store = Arc::new(builder.build().map_err(failed)?);
        Ok(Self { store, prefix: settings.prefix.trim_matches('/').to_owned() })
    }

    fn folder(&self, org: OrgId, shard: &str) -> Path {
        Path::from(format!("{}/{org}/{shard}", self.prefix))
    }

    fn path(&self, org: OrgId, key: &BlobKey) -> Path {
        Path::from(format!("{}/{org}/{}/{}", self.prefix, key.shard(), key.as_str()))
    }

    pub(crate) fn begin(&self, org: OrgId, key: &BlobKey) -> BlobWriter {
        let (store, path) = (Arc::clone(&self.store), self.path(org, key));
        BlobWriter { store, path, waiting: Vec::new(), waiting_bytes: 0, parts: None }
    }

    pub(crate) async fn read(
        &self,
        org: OrgId,
        key: &BlobKey,
        range: Range<u64>,
    ) -> Result<BlobReader> {
        let path = self.path(org, key);
        let left = range.end.saturating_sub(range.start);
        if left == 0 {
            return Ok(BlobReader { pieces: futures_util::stream::empty().boxed(), path, left });
        }
        let options = GetOptions { range: Some(range.into()), ..GetOptions::default() };
        let found = self.store.get_opts(&path, options).await.map_err(failed)?;
        Ok(BlobReader { pieces: found.into_stream(), path, left })
    }

    pub(crate) async fn bytes(&self, org: OrgId, key: &BlobKey) -> Result<Option<u64>> {
        match self.store.head(&self.path(org, key)).await.map_err(failed) {
            Ok(found) => Ok(Some(found.size)),
            Err(Error::Missing(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub(crate) async fn remove(&self, org: OrgId, key: &BlobKey) -> Result<()> {
        match self.store.delete(&self.path(org, key)).await.map_err(failed) {
            Ok(()) | Err(Error::Missing(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    pub(crate) async fn list(&self, org: OrgId, number: u8) -> Result<Vec<StoredBlob>> {
        let folder = self.folder(org, &key::shard(number));
        let mut found = self.store.list(Some(&folder));
        let mut listed = Vec::new();
        while let Some(object) = found.next().await {
            let object = object.map_err(failed)?;
            let key = object.location.filename().and_then(BlobKey::parse);
            listed.extend(key.map(|key| StoredBlob { key, bytes: object.size }));
        }
        Ok(listed)
    }
}

impl BlobWriter {
    /// Removes the collected bytes and returns them as one piece to send.
    fn take(&mut self) -> PutPayload {
        self.waiting_bytes = 0;
        PutPayload::from_iter(std::mem::take(&mut self.waiting))
    }

    pub(crate) async fn write(&mut self, mut bytes: Bytes) -> Result<()> {
        // All parts but the last must have the same size.
        while self.waiting_bytes + bytes.len() >= PART_BYTES {
            let rest = bytes.split_off(PART_BYTES - self.waiting_bytes);
            self.waiting.push(bytes);
            bytes = rest;
            let part = self.take();
            let mut parts = match self.parts.take() {
                Some(parts) => parts,
                None => self.store.put_multipart(&self.path).await.map_err(failed)?,
            };
            let put = parts.put_part(part).await;
            if put.is_err() {
                // The parts before would be paid for. If this fails, the bucket's own rule for
                // unfinished uploads removes them.
                let _ = parts.abort().await;
            }
            put.map_err(failed)?;
            self.parts = Some(parts);
        }
        self.waiting_bytes += bytes.len();
        self.waiting.push(bytes);
        Ok(())
    }

    pub(crate) async fn finish(mut self) -> Result<()> {
        let last = self.take();
        let Some(mut parts) = self.parts.take() else {
            return self.store.put(&self.path, last).await.map(drop).map_err(failed);
        };
        if last.content_length() > 0 {
            parts.put_part(last).await.map_err(failed)?;
        }
        parts.complete().await.map(drop).map_err(failed)
    }
}

impl BlobReader {
    pub(crate) async fn next(&mut self) -> Result<Option<Bytes>> {
        if self.left == 0 {
            return Ok(None);
        }
        let late = |_| Error::Failed(format!("{}: no bytes came in time", self.path));
        let piece = timeout(PIECE_MAX, self.pieces.next()).await.map_err(late)?;
        let short = || Error::Failed(format!("{}: it ended too early", self.path));
        let piece = piece.ok_or_else(short)?.map_err(failed)?;
        self.left = self.left.saturating_sub(piece.len() as u64);
        Ok(Some(piece))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_that_make_no_url_are_refused() {
        let with = |bucket: &str, endpoint: &str, region: &str| BucketSettings {
            bucket: bucket.into(),
            endpoint: endpoint.into(),
            region: region.into(),
            prefix: "a b/?".into(),
            access_key: "key".into(),
            secret_key: Secret::new("secret".into()),
        };
        for (bucket, endpoint, region) in [
            ("files", "", "eu-west-1"),
            ("files.example", "https://s3.example.com", "x"),
            ("a", "http://127.0.0.1:9000/", "us-east-1"),
        ] {
            assert!(Bucket::new(&with(bucket, endpoint, region)).is_ok(), "{bucket} {endpoint}");
        }
        for (bucket, endpoint, region) in [
            ("", "", "eu-west-1"),
            ("a/b", "", "eu-west-1"),
            ("a", "", "x y"),
            ("a", "http://[", "x"),
            ("a", "s3.example.com", "x"),
            ("a", "https://", "x"),
            ("a", "ftp://a", "x"),
            ("a", "https://a?b", "x"),
        ] {
            assert!(Bucket::new(&with(bucket, endpoint, region)).is_err(), "{bucket} {endpoint}");
        }
    }
}
