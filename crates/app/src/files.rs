//! Files: uploads, links, and the deletion of bytes that are no longer needed.
//!
//! The bytes are in a [`Blobs`], their metadata in the database. Bytes are stored before their row
//! is added and deleted after it is removed, so that every row has its bytes.

mod body;
mod compare;
mod links;
mod loose;
mod upload;

use std::collections::BTreeMap;
use std::sync::Arc;

use deskbell_files::Blobs;
use deskbell_model::limits::{
    FILE_MIB_MAX, FILES_QUOTA_MIB, UPLOADS_MAX, UPLOADS_OF_ONE_MAX, VISITOR_FILE_MIB_MAX,
};
use deskbell_model::{Chat, ChatId, ChatScope, File, FileId, OrgId};
use deskbell_storage::files::{self, Served};
use deskbell_storage::{Class, Conn, Read, Result as StorageResult, blobs, chats, reads};
use deskbell_wire::files::FileView;
use tokio::sync::Semaphore;

use crate::MemoryBudget;
use crate::access::Caller;
use crate::context::Context;
use crate::error::{Rejected, Result};
use crate::memory_budget::Each;

pub use deskbell_files::{BucketSettings, Error as BlobsError, Place};

pub use body::FileBody;
pub use compare::FilesCompared;
pub use links::FileLink;
pub use upload::UploadError;

/// The operator's settings of files.
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
    /// The start of links to files: scheme and host. Empty for links without a host, which refer to
    /// the server that sent them.
    pub origin: String,
}

impl Default for FileSettings {
    /// No storage for bytes, and the default limits.
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
    /// The stored bytes.
    pub blobs: Blobs,
    /// The memory budget for downloads, which is shared with large answers.
    budget: Arc<MemoryBudget>,
    /// The permits for uploads.
    uploads: Arc<Semaphore>,
    /// The upload permits of each organization's visitors.
    of_visitors: Each,
    /// The upload permits of each organization's agents and programs.
    of_others: Each,
    loose: loose::LooseBlobs,
}

reads! {
    ServedFile(org: OrgId, file: FileId) -> Option<Served> =
        async |conn| files::served(org, conn, file).await;
}

/// A read of a file, with the chat of its message if there is one.
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

/// A read of the files of a range of a chat's messages, with the secret of the links.
struct OfMessages(OrgId, ChatId, (u64, u64));

impl Read for OfMessages {
    type Out = Option<(String, Vec<(u64, File)>)>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        let Self(org, chat, range) = self;
        let found = files::of_messages(org, conn, chat, range).await?;
        if found.is_empty() {
            return Ok(None);
        }
        Ok(blobs::secret(org, conn).await?.map(|secret| (secret, found)))
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
            uploads: Arc::new(Semaphore::new(UPLOADS_MAX)),
            of_visitors: of_one(),
            of_others: of_one(),
            loose: loose::LooseBlobs::default(),
        }
    }

    /// A file with a link to its bytes.
    ///
    /// # Errors
    /// [`Rejected::FileNotFound`], or when the database fails.
    pub async fn view(&self, org: OrgId, file: FileId) -> Result<FileView> {
        let found = self.context.store.read(Class::Point, ServedFile(org, file)).await?;
        let Served { file, secret, .. } = found.ok_or(Rejected::FileNotFound)?;
        Ok(self.linked(org, &secret, file))
    }

    /// A file in JSON, as `GET /v1/files/{id}` shows it.
    ///
    /// # Errors
    /// As [`Files::view`].
    pub async fn json(&self, org: OrgId, file: FileId) -> Result<String> {
        Ok(crate::actions::json(&self.view(org, file).await?))
    }

    /// A file in JSON for an agent, who must have uploaded it or know its chat.
    ///
    /// # Errors
    /// As [`Files::view`], also for a file that the agent may not know of.
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

    /// The files of the messages at positions above `after` and up to `to` of a chat, each with a
    /// link and sorted by position.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of_messages(
        &self,
        org: OrgId,
        chat: ChatId,
        (after, to): (u64, u64),
    ) -> Result<BTreeMap<u64, Vec<FileView>>> {
        let read = OfMessages(org, chat, (after, to));
        let found = self.context.store.snapshot(Class::Page, read).await?;
        let mut of: BTreeMap<u64, Vec<FileView>> = BTreeMap::new();
        let Some((secret, files)) = found else { return Ok(of) };
        for (seq, file) in files {
            of.entry(seq).or_default().push(self.linked(org, &secret, file));
        }
        Ok(of)
    }
}
