//! Uploads of files. Bytes are counted and inspected while they arrive, and stored before the
//! file's row is added.

use bytes::Bytes;
use deskbell_files::{BlobKey, Probe};
use deskbell_model::file::clean_name;
use deskbell_model::limits::{VISITOR_FILES_PER_HOUR, VISITOR_MIB_PER_DAY};
use deskbell_model::{Actor, CustomerId, File, NewFile, OrgId, PageVisit, Right, Seconds};
use deskbell_storage::files::Added;
use deskbell_storage::{Class, Conn, Stop, Tx, Write, blobs, customers, files};
use deskbell_wire::files::FileView;
use futures_util::{Stream, StreamExt as _};
use tokio::sync::OwnedSemaphorePermit;

use super::{Files, ServedFile};
use crate::access::{Caller, Visitor};
use crate::actions::refused;
use crate::actions::visitors::become_known;
use crate::error::{Error, Rejected, Result};

const MIB: u64 = 1024 * 1024;
const HOUR_S: u32 = 3_600;
const DAY_S: u32 = 24 * HOUR_S;

/// The reason why an upload failed.
#[derive(Debug)]
pub enum UploadError<E> {
    /// The application refused the upload, or an error occurred in the application.
    Own(Error),
    /// The body of the request ended early.
    Body(E),
}

impl<E, T: Into<Error>> From<T> for UploadError<E> {
    fn from(error: T) -> Self {
        Self::Own(error.into())
    }
}

/// The uploader of a file. If nothing is stored yet about a visitor who uploads, the upload creates
/// the visitor's customer.
#[derive(Clone, Debug)]
pub enum FileOwner {
    /// A program or an agent.
    Caller(Caller),
    /// A visitor.
    Visitor(Visitor),
}

impl From<Caller> for FileOwner {
    fn from(caller: Caller) -> Self {
        Self::Caller(caller)
    }
}

impl FileOwner {
    fn caller(&self) -> Caller {
        match self {
            Self::Caller(caller) => *caller,
            Self::Visitor(visitor) => visitor.caller(),
        }
    }

    const fn is_visitor(&self) -> bool {
        matches!(self, Self::Visitor(_))
    }
}

/// A write that begins an upload: checks whether the uploader may upload now, and records the key
/// of the bytes. Returns the author of the file.
struct Begin {
    key: BlobKey,
    secret: String,
    by: FileOwner,
    at: Seconds,
    quota: u64,
}

impl Write for Begin {
    type Out = Actor;
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Actor, Stop<Rejected>> {
        let Self { key, secret, by, at, quota } = self;
        let author = match by {
            FileOwner::Caller(caller) => caller.actor,
            FileOwner::Visitor(visitor) => {
                let known = become_known(tx, visitor, &PageVisit::default(), *at).await?;
                if known.is_blocked {
                    return Err(refused(Rejected::Blocked));
                }
                check_visitor(tx, known.id, *at).await?;
                Actor::Customer(known.id)
            }
        };
        if blobs::begin(tx, key.as_str(), secret, *at).await? >= *quota {
            return Err(refused(Rejected::FilesFull));
        }
        Ok(author)
    }
}

/// Refuses an upload by a visitor who has uploaded too much recently; the refusal has the time to
/// wait.
async fn check_visitor<C: Conn>(
    tx: &mut Tx<'_, C>,
    visitor: CustomerId,
    at: Seconds,
) -> Result<(), Stop<Rejected>> {
    for period_s in [HOUR_S, DAY_S] {
        let since = Seconds::new(at.get().saturating_sub(period_s));
        let done = files::uploads(tx.org, tx.conn, visitor, since).await?;
        let is_much = match period_s {
            HOUR_S => done.files >= VISITOR_FILES_PER_HOUR,
            _ => done.bytes >= VISITOR_MIB_PER_DAY * MIB,
        };
        if is_much {
            let less_at = done.first_at.plus(period_s).get();
            let wait_s = less_at.saturating_sub(at.get()).max(1);
            return Err(refused(Rejected::TooManyFiles(wait_s.into())));
        }
    }
    Ok(())
}

/// A write that ends an upload: adds the file after its bytes were stored.
struct Add {
    new: NewFile,
    key: BlobKey,
    is_visitor: bool,
    at: Seconds,
    quota: u64,
}

impl Write for Add {
    type Out = File;
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<File, Stop<Rejected>> {
        let Self { new, key, is_visitor, at, quota } = self;
        if let (true, Actor::Customer(customer)) = (is_visitor, new.by) {
            // The checks are repeated: several uploads may have begun at the same time, or the
            // customer may have been deleted meanwhile.
            if customers::find(tx.org, tx.conn, customer).await?.is_none() {
                return Err(refused(Rejected::VisitorUnknown));
            }
            check_visitor(tx, customer, *at).await?;
        }
        add_file(tx, new, key, *quota, *at).await
    }
}

/// Adds the row of a file whose bytes are stored.
pub(super) async fn add_file<C: Conn>(
    tx: &mut Tx<'_, C>,
    new: &NewFile,
    key: &BlobKey,
    quota: u64,
    at: Seconds,
) -> Result<File, Stop<Rejected>> {
    match files::add(tx, new, key.as_str(), quota, at).await? {
        Added::File(file) => Ok(file),
        Added::Full => Err(refused(Rejected::FilesFull)),
        // The upload took so long that it was marked as abandoned.
        Added::GivenUp => Err(refused(Rejected::FileNotFound)),
    }
}

/// A running upload. If the upload is dropped before its file was added, for example because the
/// client disconnected, the bytes are deleted.
struct Uploading<'f> {
    files: &'f Files,
    org: OrgId,
    key: Option<BlobKey>,
}

/// Stored bytes whose file is still to be added.
pub(super) struct StoredBytes<'f> {
    pub(super) new: NewFile,
    pub(super) key: BlobKey,
    uploading: Uploading<'f>,
    _permits: (OwnedSemaphorePermit, OwnedSemaphorePermit),
}

impl StoredBytes<'_> {
    /// Prevents the deletion of the bytes, since their file was added.
    pub(super) fn keep(mut self) {
        self.uploading.key = None;
    }
}

impl Drop for Uploading<'_> {
    fn drop(&mut self) {
        if let Some(key) = self.key.take() {
            self.files.loose.give_up(self.org, key);
        }
    }
}

impl Files {
    /// Stores the bytes of a file. `length` is the announced number of bytes, if any. The file is
    /// removed after 24 hours unless it is attached to a message.
    ///
    /// # Errors
    /// [`Rejected::FileTooLarge`], [`Rejected::FileEmpty`], [`Rejected::FilesFull`],
    /// [`Rejected::TooManyFiles`], [`Rejected::Blocked`], [`Rejected::VisitorUnknown`];
    /// [`Error::NoRoom`] when too many uploads run; the error of the body; or when the database or
    /// the storage for files fails. After an error nothing is stored.
    pub async fn upload<E>(
        &self,
        by: impl Into<FileOwner>,
        name: &str,
        length: Option<u64>,
        body: impl Stream<Item = Result<Bytes, E>> + Unpin + Send,
    ) -> Result<FileView, UploadError<E>> {
        let by = by.into();
        let (caller, is_visitor) = (by.caller(), by.is_visitor());
        caller.check(Right::Messages)?;
        let settings = &self.context.settings.files;
        let mib_max = if is_visitor { settings.visitor_mib_max } else { settings.mib_max };
        let stored = self.store(by, name, (length, mib_max), body).await?;
        let (new, key, quota) = (stored.new.clone(), stored.key.clone(), self.quota());
        let add = Add { new, key, is_visitor, at: self.context.now(), quota };
        let file = self.context.store.write(caller.org, caller.origin(), add).await?;
        // If an error occurs above although the file was added, dropping `stored` marks the upload
        // as abandoned. This does not affect the added file.
        stored.keep();
        let read = ServedFile(caller.org, file.id);
        let served = self.context.store.read(Class::Point, read).await?;
        let secret = served.ok_or(Rejected::FileNotFound)?.secret;
        Ok(self.linked(caller.org, &secret, file))
    }

    /// Stores the bytes of an upload, up to a size. The bytes are deleted when the result is
    /// dropped, except after `StoredBytes::keep`.
    pub(super) async fn store<E>(
        &self,
        by: FileOwner,
        name: &str,
        (length, mib_max): (Option<u64>, u32),
        mut body: impl Stream<Item = Result<Bytes, E>> + Unpin + Send,
    ) -> Result<StoredBytes<'_>, UploadError<E>> {
        let (caller, is_visitor) = (by.caller(), by.is_visitor());
        let bytes_max = u64::from(mib_max) * MIB;
        let too_large = Rejected::FileTooLarge(mib_max);
        if length.is_some_and(|length| length > bytes_max) {
            return Err(too_large.into());
        }
        if !self.blobs.is_somewhere() {
            return Err(deskbell_files::Error::Nowhere.into());
        }
        let permits = self.permits(caller.org, is_visitor).ok_or(Error::NoRoom)?;
        let (key, quota) = (self.new_key()?, self.quota());
        let (secret, at) = (self.secret()?, self.context.now());
        let begin = Begin { key: key.clone(), secret, by, at, quota };
        let author = self.context.store.write(caller.org, caller.origin(), begin).await?;
        let uploading = Uploading { files: self, org: caller.org, key: Some(key.clone()) };
        let mut writer = self.blobs.begin(caller.org, &key).await?;
        let mut probe = Probe::default();
        while let Some(piece) = body.next().await {
            let piece = piece.map_err(UploadError::Body)?;
            if probe.bytes() + piece.len() as u64 > bytes_max {
                return Err(too_large.into());
            }
            probe.update(&piece);
            writer.write(piece).await?;
        }
        if probe.bytes() == 0 {
            return Err(Rejected::FileEmpty.into());
        }
        writer.finish().await?;
        let new = new_file(author, name, probe);
        Ok(StoredBytes { new, key, uploading, _permits: permits })
    }

    /// Acquires the permits of one upload; `None` when too many uploads run.
    fn permits(
        &self,
        org: OrgId,
        is_visitor: bool,
    ) -> Option<(OwnedSemaphorePermit, OwnedSemaphorePermit)> {
        let (all, of) = if is_visitor { &self.of_visitors } else { &self.of_others };
        let own = of.one(org).try_acquire_owned().ok()?;
        let all = std::sync::Arc::clone(all).try_acquire_owned().ok()?;
        Some((own, all))
    }

    fn new_key(&self) -> Result<BlobKey> {
        let mut random = [0; 16];
        self.context.entropy.fill(&mut random)?;
        Ok(BlobKey::new(random))
    }

    /// Returns the quota for the files of an organization, in bytes.
    pub(super) fn quota(&self) -> u64 {
        match self.context.settings.files.quota_mib {
            0 => u64::MAX,
            mib => u64::from(mib) * MIB,
        }
    }
}

fn new_file(by: Actor, name: &str, probe: Probe) -> NewFile {
    let probed = probe.finish();
    NewFile {
        sha256: probed.sha256,
        bytes: probed.bytes,
        media: probed.media,
        name: clean_name(name),
        width: probed.size.map(|(width, _)| width),
        height: probed.size.map(|(_, height)| height),
        by,
    }
}
