//! Files for messages that were taken over.

use std::collections::BTreeSet;
use std::convert::Infallible;

use deskbell_model::limits::FILES_OF_A_MESSAGE_MAX;
use deskbell_model::{ChatId, FileId, ImportKind, OrgId, Right};
use deskbell_storage::import_objects::{self, ImportedObject};
use deskbell_storage::{Class, Conn, Stop, Tx, Write, files, messages, reads};

use super::super::Actions;
use super::known;
use crate::access::Caller;
use crate::error::Result;

reads! {
    /// A read of the positions, within a range, of messages with files.
    WithFiles(org: OrgId, chat: ChatId, range: (u64, u64)) -> BTreeSet<u64> = async |conn| {
        let found = files::of_messages(org, conn, chat, range).await?;
        Ok(found.into_iter().map(|(seq, _)| seq).collect())
    };
}

struct Attach {
    chat: ChatId,
    seq: u64,
    files: Vec<FileId>,
}

impl Write for Attach {
    type Out = bool;
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<bool, Stop<Infallible>> {
        let (org, chat, seq) = (tx.org, self.chat, self.seq);
        let is_there = messages::placed(org, tx.conn, chat, seq).await?.is_some();
        let range = (seq.saturating_sub(1), seq);
        if !is_there || !files::of_messages(org, tx.conn, chat, range).await?.is_empty() {
            return Ok(false);
        }
        let mut found = Vec::new();
        for file in self.files.iter().take(FILES_OF_A_MESSAGE_MAX) {
            let file = files::find(org, tx.conn, *file).await?;
            found.extend(file.filter(|file| file.chat.is_none()));
        }
        files::name(org, tx.conn, &found, (chat, seq)).await?;
        Ok(!found.is_empty())
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
    /// Stores the checksum of a chat whose files are now complete, in place of 0. The chat is taken
    /// again only after its checksum has changed.
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

    /// Gives the positions of messages with files in a range of a chat, which begins after its
    /// first number and ends with its second.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn places_with_files(
        &self,
        org: OrgId,
        chat: ChatId,
        range: (u64, u64),
    ) -> Result<BTreeSet<u64>> {
        Ok(self.context.store.read(Class::Page, WithFiles(org, chat, range)).await?)
    }

    /// Attaches files to the message at a position, whose text stays unchanged; `false` when the
    /// message has files already. The files must be in no message.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn attach_taken_files(
        &self,
        caller: Caller,
        (chat, seq): (ChatId, u64),
        files: Vec<FileId>,
    ) -> Result<bool> {
        self.write(caller, Right::Imports, Attach { chat, seq, files }).await
    }
}
