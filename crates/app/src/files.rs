//! Files: uploads, links, and the deletion of bytes that are no longer needed.
//!
//! The bytes are in the storage [`Blobs`], and their metadata is in the database. A file's bytes
//! are stored before its row is added, and deleted after its row is removed. So every row has its
//! bytes.

mod attached;
mod body;
mod compare;
mod links;
mod loose;
mod pictures;
mod upload;

use std::sync::Arc;

use deskbell_files::Blobs;
use deskbell_model::limits::{
    FILE_MIB_MAX, FILES_QUOTA_MIB, UPLOADS_MAX, UPLOADS_OF_ONE_MAX, VISITOR_FILE_MIB_MAX,
    VISITOR_UPLOADS_MAX,
};
use deskbell_model::{Actor, Chat, ChatScope, CustomerId, FileId, OrgId};
use deskbell_storage::files::{self, Served};
use deskbell_storage::{Class, Conn, Read, Result as StorageResult, chats, messages, reads};
use deskbell_wire::files::FileView;
use tokio::sync::Semaphore;

use crate::MemoryBudget;
use crate::access::{Caller, Visitor};
use crate::context::Context;
use crate::error::{Rejected, Result};
use crate::memory_budget::Each;

pub use deskbell_files::{BlobKey, BucketSettings, Error as BlobsError, Place};

pub(crate) use attached::{Attached, attached};
pub use body::FileBody;
pub use compare::FilesCompared;
pub use links::FileLink;
pub(crate) use links::linked;
pub use loose::FilesSwept;
pub(crate) use loose::forget_old;
pub(crate) use pictures::{Pictures, ReadPictures, with_picture};
pub use upload::{FileOwner, UploadError};

/// The operator's settings for files.
#[derive(Clone, Debug)]
pub struct FileSettings {
    /// The storage for the bytes.
    pub place: Place,
    /// The size limit for a file of an agent or a program, in MiB.
    pub mib_max: u32,
    /// The size limit for a file of a visitor, in MiB.
    pub visitor_mib_max: u32,
    /// The quota for the files of each organization, in MiB; 0 for no limit.
    pub quota_mib: u32,
    /// The scheme and host of links to files. An empty text makes links without a host, which lead
    /// to the server that sent them.
    pub origin: String,
}

impl Default for FileSettings {
    /// Returns the default limits without a storage for bytes.
    fn default() -> Self {
        Self {
            place: Place::Nowhere,
            mib_max: FILE_MIB_MAX,
            visitor_mib_max: VISITOR_FILE_MIB_MAX,
            quota_mib: FILES_QUOTA_MIB,
            origin: String::new(),
        }
    }
}

/// The service for files.
#[derive(Debug)]
pub struct Files {
    context: Context,
    /// The stored bytes of the files.
    pub blobs: Blobs,
    /// The memory budget for downloads, which is shared with large answers.
    budget: Arc<MemoryBudget>,
    /// The permits for visitors' uploads: some permits for the whole process, and some for each
    /// organization.
    of_visitors: (Arc<Semaphore>, Each),
    /// The permits for uploads by agents and programs: some permits for the whole process, and some
    /// for each organization.
    of_others: (Arc<Semaphore>, Each),
    loose: loose::LooseBlobs,
    known_pictures: pictures::KnownPictures,
}

reads! {
    ServedFile(org: OrgId, file: FileId) -> Option<Served> =
        async |conn| files::served(org, conn, file).await;
}

/// A read of a file, and of the chat whose message has the file, if any.
struct ServedWithChat(OrgId, FileId);

impl Read for ServedWithChat {
    type Out = Option<(Served, Option<Chat>)>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        let Self(org, file) = self;
        let Some(served) = files::served(org, conn, file).await? else { return Ok(None) };
        let chat = match served.file.chat {
            Some(chat) => chats::state(org, conn, chat).await?,
            None => None,
        };
        Ok(Some((served, chat)))
    }
}

/// A read of a file that a customer may see.
struct ServedToVisitor(OrgId, CustomerId, FileId);

impl Read for ServedToVisitor {
    type Out = Option<Served>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        let Self(org, customer, file) = self;
        let Some(served) = files::served(org, conn, file).await? else { return Ok(None) };
        let is_seen = match served.file.chat {
            None => served.file.new.by == Actor::Customer(customer),
            Some(chat) => {
                let chat = chats::state(org, conn, chat).await?;
                chat.is_some_and(|chat| chat.customer == customer)
                    && messages::is_file_seen(org, conn, file).await?
            }
        };
        Ok(is_seen.then_some(served))
    }
}

impl Files {
    pub(crate) fn new(context: Context, budget: Arc<MemoryBudget>) -> Self {
        let blobs = Blobs::at(&context.settings.files.place);
        let of_one = || Each::new(u32::try_from(UPLOADS_OF_ONE_MAX).unwrap_or(u32::MAX));
        Self {
            context,
            blobs,
            budget,
            of_visitors: (Arc::new(Semaphore::new(VISITOR_UPLOADS_MAX)), of_one()),
            of_others: (Arc::new(Semaphore::new(UPLOADS_MAX)), of_one()),
            loose: loose::LooseBlobs::default(),
            known_pictures: pictures::KnownPictures::default(),
        }
    }

    /// Returns the scheme and the host of the links to files; `None` for links without a host,
    /// which lead to this server.
    #[must_use]
    pub fn origin(&self) -> Option<&str> {
        let origin = self.context.settings.files.origin.trim_end_matches('/');
        (!origin.is_empty()).then_some(origin)
    }

    /// Returns the size limit for a file of a visitor, in bytes; 0 if no storage for files is
    /// configured.
    pub(crate) fn visitor_bytes_max(&self) -> u64 {
        let mib = self.context.settings.files.visitor_mib_max;
        if self.blobs.is_somewhere() { u64::from(mib) * 1024 * 1024 } else { 0 }
    }

    /// Reads a file with a link to its bytes.
    ///
    /// # Errors
    /// [`Rejected::FileNotFound`], or when the database fails.
    pub async fn view(&self, org: OrgId, file: FileId) -> Result<FileView> {
        let found = self.context.store.read(Class::Point, ServedFile(org, file)).await?;
        let Served { file, secret, .. } = found.ok_or(Rejected::FileNotFound)?;
        Ok(self.linked(org, &secret, file))
    }

    /// Reads a file as the JSON that `GET /v1/files/{id}` returns.
    ///
    /// # Errors
    /// The errors of [`Files::view`].
    pub async fn json(&self, org: OrgId, file: FileId) -> Result<String> {
        Ok(crate::actions::json(&self.view(org, file).await?))
    }

    /// Reads a file in JSON for an agent. The agent must have uploaded the file, or be allowed to
    /// see its chat.
    ///
    /// # Errors
    /// The errors of [`Files::view`], also for a file that the agent may not see.
    pub async fn json_within(
        &self,
        caller: Caller,
        scope: &ChatScope,
        file: FileId,
    ) -> Result<String> {
        let read = ServedWithChat(caller.org, file);
        let found = self.context.store.snapshot(Class::Point, read).await?;
        let (served, chat) = found.ok_or(Rejected::FileNotFound)?;
        let is_own = served.file.chat.is_none() && served.file.new.by == caller.actor;
        let is_seen = chat.is_some_and(|chat| scope.has(chat.assignee, chat.department));
        if !is_own && !is_seen {
            return Err(Rejected::FileNotFound.into());
        }
        Ok(crate::actions::json(&self.linked(caller.org, &served.secret, served.file)))
    }

    /// Reads a file for a visitor: an upload of the visitor that belongs to no message yet, or a
    /// file of a message that the visitor may see.
    ///
    /// # Errors
    /// The errors of [`Files::view`], also for a file that the visitor may not see.
    pub(crate) async fn of_visitor(&self, visitor: &Visitor, file: FileId) -> Result<FileView> {
        let customer = visitor.customer.ok_or(Rejected::FileNotFound)?;
        let read = ServedToVisitor(visitor.org, customer, file);
        let found = self.context.store.snapshot(Class::Point, read).await?;
        let Served { file, secret, .. } = found.ok_or(Rejected::FileNotFound)?;
        Ok(self.linked(visitor.org, &secret, file))
    }
}
