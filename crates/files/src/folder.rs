//! Blobs as files in a folder: `ORGANIZATION/AB/KEY`. A blob is written to `KEY.part`, synced, and
//! then renamed. Several nodes may share the folder over a network.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use deskbell_model::OrgId;
use tokio::task::spawn_blocking;

use crate::error::{Error, Result};
use crate::key::{self, BlobKey, StoredBlob};

/// The extension of a file that is being written.
const PART: &str = ".part";
/// The number of bytes that are collected before a write, and the maximal number of bytes of one
/// read.
const PIECE_BYTES: usize = 64 * 1024;

/// A folder of blobs.
#[derive(Debug)]
pub struct BlobFolder {
    root: PathBuf,
}

/// A blob that is being written as a file.
#[derive(Debug)]
pub struct BlobWriter {
    file: Option<File>,
    path: PathBuf,
    waiting: Vec<Bytes>,
    waiting_bytes: usize,
}

/// A blob that is being read from a file.
#[derive(Debug)]
pub struct BlobReader {
    file: Option<File>,
    path: PathBuf,
    left: u64,
}

/// Runs blocking work on files on a separate thread, and waits for the result.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    spawn_blocking(work).await.map_err(|error| Error::Failed(error.to_string()))?
}

fn part(path: &Path) -> PathBuf {
    path.with_extension(&PART[1..])
}

/// Creates a folder durably, by also syncing the folders above.
fn make(root: &Path, folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    let above = folder.ancestors().skip(1).take_while(|it| it.starts_with(root));
    for above in above.chain(root.parent().filter(|it| !it.as_os_str().is_empty())) {
        File::open(above)?.sync_all()?;
    }
    Ok(())
}

impl BlobFolder {
    pub(crate) const fn new(root: PathBuf) -> Self {
        Self { root }
    }

    fn path(&self, org: OrgId, key: &BlobKey) -> PathBuf {
        self.root.join(org.to_string()).join(key.shard()).join(key.as_str())
    }

    pub(crate) async fn begin(&self, org: OrgId, key: &BlobKey) -> Result<BlobWriter> {
        let (root, path) = (self.root.clone(), self.path(org, key));
        apart(move || {
            let open = || {
                make(&root, path.parent().unwrap_or(&root))?;
                OpenOptions::new().write(true).create_new(true).open(part(&path))
            };
            let file = Some(open().map_err(|error| Error::at(&path, &error))?);
            Ok(BlobWriter { file, path, waiting: Vec::new(), waiting_bytes: 0 })
        })
        .await
    }

    pub(crate) async fn read(
        &self,
        org: OrgId,
        key: &BlobKey,
        range: Range<u64>,
    ) -> Result<BlobReader> {
        let path = self.path(org, key);
        apart(move || {
            let open = || {
                let mut file = File::open(&path)?;
                file.seek(SeekFrom::Start(range.start))?;
                Ok(file)
            };
            let file = Some(open().map_err(|error: io::Error| Error::at(&path, &error))?);
            Ok(BlobReader { file, path, left: range.end.saturating_sub(range.start) })
        })
        .await
    }

    pub(crate) async fn bytes(&self, org: OrgId, key: &BlobKey) -> Result<Option<u64>> {
        let path = self.path(org, key);
        apart(move || match fs::metadata(&path) {
            Ok(found) => Ok(Some(found.len())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::at(&path, &error)),
        })
        .await
    }

    pub(crate) async fn remove(&self, org: OrgId, key: &BlobKey) -> Result<()> {
        let path = self.path(org, key);
        apart(move || {
            for path in [part(&path), path] {
                match fs::remove_file(&path) {
                    Err(error) if error.kind() != ErrorKind::NotFound => {
                        return Err(Error::at(&path, &error));
                    }
                    _ => {}
                }
            }
            Ok(())
        })
        .await
    }

    pub(crate) async fn list(&self, org: OrgId, number: u8) -> Result<Vec<StoredBlob>> {
        let folder = self.root.join(org.to_string()).join(key::shard(number));
        apart(move || {
            let entries = match fs::read_dir(&folder) {
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
                entries => entries.map_err(|error| Error::at(&folder, &error))?,
            };
            let mut listed = Vec::new();
            for entry in entries {
                let entry = entry.map_err(|error| Error::at(&folder, &error))?;
                let name = entry.file_name();
                let name = name.to_str().unwrap_or_default();
                let key = BlobKey::parse(name.strip_suffix(PART).unwrap_or(name));
                // A file that is removed meanwhile is not there.
                let Some((key, found)) = key.zip(entry.metadata().ok()) else { continue };
                listed.push(StoredBlob { key, bytes: found.len() });
            }
            Ok(listed)
        })
        .await
    }
}

fn write_all(file: &mut File, pieces: &[Bytes]) -> io::Result<()> {
    pieces.iter().try_for_each(|piece| file.write_all(piece))
}

impl BlobWriter {
    pub(crate) async fn write(&mut self, bytes: Bytes) -> Result<()> {
        self.waiting_bytes += bytes.len();
        self.waiting.push(bytes);
        if self.waiting_bytes < PIECE_BYTES {
            return Ok(());
        }
        let (file, pieces) = (self.file.take(), std::mem::take(&mut self.waiting));
        self.waiting_bytes = 0;
        let path = self.path.clone();
        let written = apart(move || {
            let mut file = file.ok_or_else(|| Error::Failed("a write failed before".into()))?;
            write_all(&mut file, &pieces).map_err(|error| Error::at(&path, &error))?;
            Ok(file)
        });
        self.file = Some(written.await?);
        Ok(())
    }

    pub(crate) async fn finish(self) -> Result<()> {
        let Self { file, path, waiting, .. } = self;
        apart(move || {
            let mut file = file.ok_or_else(|| Error::Failed("a write failed before".into()))?;
            let mut finish = || {
                write_all(&mut file, &waiting)?;
                file.sync_all()?;
                fs::rename(part(&path), &path)?;
                path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
            };
            finish().map_err(|error| Error::at(&path, &error))
        })
        .await
    }
}

impl BlobReader {
    pub(crate) async fn next(&mut self) -> Result<Option<Bytes>> {
        if self.left == 0 {
            return Ok(None);
        }
        let wanted = usize::try_from(self.left).unwrap_or(usize::MAX).min(PIECE_BYTES);
        let (file, path) = (self.file.take(), self.path.clone());
        let (file, bytes) = apart(move || {
            let mut file = file.ok_or_else(|| Error::Failed("a read failed before".into()))?;
            let mut bytes = vec![0; wanted];
            file.read_exact(&mut bytes).map_err(|error| Error::at(&path, &error))?;
            Ok((file, bytes))
        })
        .await?;
        self.file = Some(file);
        self.left -= wanted as u64;
        Ok(Some(bytes.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Blobs, Place};

    fn blobs(folder: &Path) -> Blobs {
        Blobs::at(&Place::Folder(folder.join("files")))
    }

    fn org(id: i64) -> OrgId {
        OrgId::new(id).unwrap()
    }

    async fn write(blobs: &Blobs, key: &BlobKey, bytes: &[u8]) {
        let mut writing = blobs.begin(org(1), key).await.unwrap();
        for piece in bytes.chunks(1_000) {
            writing.write(Bytes::copy_from_slice(piece)).await.unwrap();
        }
        writing.finish().await.unwrap();
    }

    async fn read(blobs: &Blobs, key: &BlobKey, range: Range<u64>) -> Vec<u8> {
        let mut reading = blobs.read(org(1), key, range).await.unwrap();
        let mut found = Vec::new();
        while let Some(bytes) = reading.next().await.unwrap() {
            assert!(bytes.len() <= PIECE_BYTES);
            found.extend_from_slice(&bytes);
        }
        found
    }

    #[tokio::test]
    async fn what_was_written_is_read_whole_and_in_ranges() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = blobs(folder.path());
        let key = BlobKey::new([7; 16]);
        let bytes: Vec<u8> = (0..200_000_u32).map(|it| it.to_le_bytes()[0]).collect();
        write(&blobs, &key, &bytes).await;
        assert_eq!(blobs.bytes(org(1), &key).await, Ok(Some(200_000)));
        assert_eq!(read(&blobs, &key, 0..200_000).await, bytes);
        assert_eq!(read(&blobs, &key, 70_000..70_009).await, bytes[70_000..70_009]);
        assert!(read(&blobs, &key, 5..5).await.is_empty());
        let listed = blobs.list(org(1), 7).await.unwrap();
        assert_eq!(listed, [StoredBlob { key: key.clone(), bytes: 200_000 }]);
        let missing = blobs.read(org(2), &key, 0..1).await;
        assert!(matches!(missing, Err(Error::Missing(_))), "{missing:?}");
        assert!(blobs.begin(org(1), &key).await.is_ok(), "a part beside it");
        assert!(matches!(blobs.begin(org(1), &key).await, Err(Error::Failed(_))));
    }

    #[tokio::test]
    async fn a_blob_that_was_not_finished_cannot_be_read_and_goes_like_any_other() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = blobs(folder.path());
        let key = BlobKey::new([0; 16]);
        let mut writing = blobs.begin(org(1), &key).await.unwrap();
        writing.write(Bytes::from(vec![1; PIECE_BYTES])).await.unwrap();
        drop(writing);
        assert_eq!(blobs.bytes(org(1), &key).await, Ok(None));
        assert_eq!(blobs.list(org(1), 0).await.unwrap().len(), 1);
        for _ in 0..2 {
            blobs.remove(org(1), &key).await.unwrap();
            assert_eq!(blobs.list(org(1), 0).await, Ok(Vec::new()));
        }
    }

    #[tokio::test]
    async fn a_folder_is_made_with_the_first_blob_and_asked_for_before() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = blobs(folder.path());
        let key = BlobKey::new([1; 16]);
        assert_eq!(blobs.list(org(1), 1).await, Ok(Vec::new()));
        assert_eq!(blobs.bytes(org(1), &key).await, Ok(None));
        blobs.remove(org(1), &key).await.unwrap();
        assert!(!folder.path().join("files").exists());
        assert_eq!(Blobs::at(&Place::Nowhere).bytes(org(1), &key).await, Err(Error::Nowhere));
    }

    #[tokio::test]
    async fn a_blob_that_lost_its_end_is_an_error_and_not_a_short_file() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = blobs(folder.path());
        let key = BlobKey::new([2; 16]);
        write(&blobs, &key, b"abc").await;
        let mut reading = blobs.read(org(1), &key, 0..9).await.unwrap();
        assert!(reading.next().await.is_err());
        assert!(reading.next().await.is_err(), "once broken, for good");
    }
}
