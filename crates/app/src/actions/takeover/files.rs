//! Files for messages that were taken over.

use std::convert::Infallible;

use deskbell_model::limits::FILES_OF_A_MESSAGE_MAX;
use deskbell_model::{ChatId, File, FileId, ImportKind, OrgId, Right};
use deskbell_storage::import_objects::{self, ImportedObject};
use deskbell_storage::{Class, Conn, Stop, Tx, Write, files, messages, reads};

use super::super::Actions;
use super::known;
use crate::access::Caller;
use crate::error::Result;

reads! {
    /// A read of the files of messages within a range of positions.
    Files(org: OrgId, chat: ChatId, range: (u64, u64)) -> Vec<(u64, File)> =
        async |conn| files::of_messages(org, conn, chat, range).await;
}

struct Attach {
    chat: ChatId,
    seq: u64,
    files: Vec<FileId>,
}

impl Write for Attach {
    type Out = usize;
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<usize, Stop<Infallible>> {
        let (org, chat, seq) = (tx.org, self.chat, self.seq);
        if messages::placed(org, tx.conn, chat, seq).await?.is_none() {
            return Ok(0);
        }
        let range = (seq.saturating_sub(1), seq);
        let there = files::of_messages(org, tx.conn, chat, range).await?;
        let mut all: Vec<File> = there.into_iter().map(|(_, file)| file).collect();
        let were = all.len();
        for file in self.files.iter().take(FILES_OF_A_MESSAGE_MAX.saturating_sub(were)) {
            all.extend(files::unnamed(org, tx.conn, *file).await?);
        }
        files::name(org, tx.conn, &all, (chat, seq)).await?;
        Ok(all.len() - were)
    }
}

struct Complete(ChatId, i64);

impl Write for Complete {
    type Out = ();
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Infallible>> {
        let Self(chat, checksum) = *self;
        let Some(known) = known(tx, ImportKind::Chat, chat.get()).await? else { return Ok(()) };
        let object = ImportedObject { checksum, ..known };
        Ok(import_objects::set(tx.org, tx.conn, ImportKind::Chat, &[object]).await?)
    }
}

impl Actions {
    /// Stores the checksum of a chat whose files are now complete, instead of the checksum 0. From
    /// now on the chat is taken over again only if the chat changes in the other system.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn complete_taken_chat(
        &self,
        caller: Caller,
        chat: ChatId,
        checksum: i64,
    ) -> Result<()> {
        self.write(caller, Right::Imports, Complete(chat, checksum)).await
    }

    /// Returns the files of a chat's messages in a range of positions, each file with the position
    /// of its message. The range excludes its first number and includes its second.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn taken_files(
        &self,
        org: OrgId,
        chat: ChatId,
        range: (u64, u64),
    ) -> Result<Vec<(u64, File)>> {
        Ok(self.context.store.read(Class::Page, Files(org, chat, range)).await?)
    }

    /// Attaches files to the message at a position, after its existing files, up to the limit of
    /// files. Returns the number of attached files. The files must belong to no message.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn attach_taken_files(
        &self,
        caller: Caller,
        (chat, seq): (ChatId, u64),
        files: Vec<FileId>,
    ) -> Result<usize> {
        self.write(caller, Right::Imports, Attach { chat, seq, files }).await
    }
}
