//! Deletion of bytes that belong to no file, because the upload was interrupted or the file was
//! removed. This process soon deletes the bytes that it left itself. The sweep finds the bytes that
//! other processes left. An operator can also sweep files without waiting.

use std::collections::BTreeMap;
use std::convert::Infallible;

use deskbell_files::BlobKey;
use deskbell_model::limits::{BLOBS_REMOVED_AT_ONCE, CLOCKS_APART_S, SWEEP_ROWS_MAX};
use deskbell_model::{OrgId, Origin, Seconds};
use deskbell_storage::{
    Class, Conn, Lane, Result as StorageResult, Stop, Tx, Write, blobs, files, reads,
};
use parking_lot::Mutex;

use super::Files;
use super::body::key;
use crate::error::Result;

/// The largest number of interrupted uploads of an organization that are remembered. The sweep
/// finds all other interrupted uploads.
const GIVEN_UP_MAX: usize = 1_024;

/// The organizations with bytes to delete, each with the keys of its interrupted uploads.
#[derive(Debug, Default)]
pub(super) struct LooseBlobs(Mutex<BTreeMap<OrgId, Vec<String>>>);

impl LooseBlobs {
    /// Remembers the key of an interrupted upload, whose bytes must be deleted.
    pub(super) fn give_up(&self, org: OrgId, key: BlobKey) {
        let mut noted = self.0.lock();
        let keys = noted.entry(org).or_default();
        if keys.len() < GIVEN_UP_MAX {
            keys.push(key.as_str().to_owned());
        }
    }
}

/// The counts of files and uploads that a sweep removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FilesSwept {
    /// The number of removed files, which belonged to no message.
    pub files: u64,
    /// The number of abandoned uploads.
    pub uploads: u64,
}

/// Removes files that belong to no message and were uploaded at `before` or earlier. Marks
/// unfinished uploads that began at `before` or earlier as abandoned. Handles at most
/// [`SWEEP_ROWS_MAX`] files and the same number of uploads.
pub(crate) async fn forget_old<C: Conn>(
    tx: &mut Tx<'_, C>,
    before: Seconds,
    now: Seconds,
) -> StorageResult<FilesSwept> {
    // A wrong clock may have set times in the future.
    let times = (before, now.plus(CLOCKS_APART_S));
    Ok(FilesSwept {
        files: files::forget_unnamed(tx, times, now, SWEEP_ROWS_MAX).await?,
        uploads: blobs::give_up_old(tx.org, tx.conn, times, SWEEP_ROWS_MAX).await?,
    })
}

struct Forget {
    before: Seconds,
    now: Seconds,
}

impl Write for Forget {
    type Out = FilesSwept;
    type Refusal = Infallible;

    const LANE: Lane = Lane::Bulk;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<FilesSwept, Stop<Infallible>> {
        Ok(forget_old(tx, self.before, self.now).await?)
    }
}

struct GiveUp(Vec<String>, Seconds);

impl Write for GiveUp {
    type Out = ();
    type Refusal = Infallible;

    const LANE: Lane = Lane::Bulk;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Infallible>> {
        Ok(blobs::give_up(tx, &self.0, self.1).await?)
    }
}

struct Removed(Vec<String>);

impl Write for Removed {
    type Out = ();
    type Refusal = Infallible;

    const LANE: Lane = Lane::Bulk;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Infallible>> {
        Ok(blobs::removed(tx.org, tx.conn, &self.0).await?)
    }
}

reads! {
    Removing(org: OrgId) -> Vec<String> =
        async |conn| blobs::removing(org, conn, BLOBS_REMOVED_AT_ONCE).await;
}

impl Files {
    /// Removes an organization's files that belong to no message, and abandons its unfinished
    /// uploads, if they are at least `age_s` seconds old. Then deletes all bytes that belong to no
    /// file.
    ///
    /// # Errors
    /// When the database fails. A later sweep finds the remaining files and bytes.
    pub async fn sweep(&self, org: OrgId, age_s: u32) -> Result<FilesSwept> {
        let now = self.context.now();
        let before = Seconds::new(now.get().saturating_sub(age_s));
        let mut all = FilesSwept::default();
        loop {
            let some = self.context.store.write(org, Origin::JOB, Forget { before, now }).await?;
            all.files += some.files;
            all.uploads += some.uploads;
            if some.files.max(some.uploads) < u64::from(SWEEP_ROWS_MAX) {
                break;
            }
        }
        self.look_at(org);
        self.remove_loose().await?;
        Ok(all)
    }

    /// Schedules the deletion of the bytes that an organization's removed files left.
    pub(crate) fn look_at(&self, org: OrgId) {
        self.loose.0.lock().entry(org).or_default();
    }

    /// Deletes the bytes that belong to no file, for the organizations that this process remembers.
    ///
    /// # Errors
    /// When the database fails. A later sweep finds the remaining bytes.
    pub async fn remove_loose(&self) -> Result<()> {
        let noted = std::mem::take(&mut *self.loose.0.lock());
        for (org, keys) in noted {
            if !keys.is_empty() {
                let give_up = GiveUp(keys, self.context.now());
                self.context.store.write(org, Origin::JOB, give_up).await?;
            }
            while self.remove_some(org).await? {}
        }
        Ok(())
    }

    /// Deletes the bytes of some of the organization's keys that belong to no file. Returns whether
    /// more bytes may remain.
    async fn remove_some(&self, org: OrgId) -> Result<bool> {
        let keys = self.context.store.read(Class::Page, Removing(org)).await?;
        if keys.is_empty() {
            return Ok(false);
        }
        let is_more = keys.len() == BLOBS_REMOVED_AT_ONCE as usize;
        let mut removed = Vec::with_capacity(keys.len());
        let mut failed = false;
        for text in keys {
            if let Err(error) = self.blobs.remove(org, &key(&text)?).await {
                tracing::warn!(%error, %org, "the bytes of a removed file could not be deleted");
                failed = true;
                break;
            }
            removed.push(text);
        }
        self.context.store.write(org, Origin::JOB, Removed(removed)).await?;
        Ok(is_more && !failed)
    }
}
