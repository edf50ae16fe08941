//! The files of messages in the forms shown to agents and to visitors. The files are read with
//! their messages, and get links when they are shown.

use std::collections::BTreeMap;

use bytes::Bytes;
use deskbell_model::{ChatId, File, MessageView, OrgId};
use deskbell_storage::{Class, Conn, Read, Result as StorageResult, blobs, files};
use deskbell_wire::files::{FileView, Linking, last_link};
use deskbell_wire::inbox::message::{ChatMessage, RecordedMessage};
use deskbell_wire::widget::VisitorMessage;

use super::links::linked;
use super::{Files, Pictures};
use crate::context::Context;
use crate::error::Result;
use crate::feed::Frame;

/// The files of some messages of a chat.
#[derive(Debug, Default)]
pub(crate) struct Attached {
    /// The secret that signs the links.
    secret: String,
    /// The files of each message, by the message's position in the chat.
    files: BTreeMap<u64, Vec<File>>,
}

/// Reads the files of some messages of one chat. Reads nothing if no message's text links to a
/// file.
pub(crate) async fn attached<C: Conn>(
    org: OrgId,
    conn: &mut C,
    chat: ChatId,
    messages: &[MessageView],
) -> StorageResult<Attached> {
    let links = |view: &&MessageView| view.message.text.as_deref().and_then(last_link).is_some();
    let places = messages.iter().filter(links).map(|view| view.message.seq);
    let Some((first, last)) = places.clone().min().zip(places.max()) else {
        return Ok(Attached::default());
    };
    let range = (first.saturating_sub(1), last);
    let mut of: BTreeMap<u64, Vec<File>> = BTreeMap::new();
    for (seq, file) in files::of_messages(org, conn, chat, range).await? {
        of.entry(seq).or_default().push(file);
    }
    let secret = blobs::secret(org, conn).await?.unwrap_or_default();
    Ok(Attached { secret, files: of })
}

impl Attached {
    /// Removes and returns the files of the message at a position in the chat, each with its link.
    fn take(&mut self, context: &Context, org: OrgId, seq: u64) -> Vec<FileView> {
        let files = self.files.remove(&seq).unwrap_or_default();
        files.into_iter().map(|file| linked(context, org, &self.secret, file)).collect()
    }

    /// Converts messages to the form shown to agents.
    pub(crate) fn for_agents(
        mut self,
        context: &Context,
        org: OrgId,
        messages: Vec<MessageView>,
    ) -> Vec<ChatMessage> {
        let shown = |view: MessageView| {
            let files = self.take(context, org, view.message.seq);
            ChatMessage::new(view, files)
        };
        messages.into_iter().map(shown).collect()
    }

    /// Converts messages to the form shown to visitors, with the pictures of agents. Omits messages
    /// that visitors must not see.
    pub(crate) fn for_visitor<'a>(
        mut self,
        (context, org, pictures): (&Context, OrgId, &Pictures),
        messages: &'a [MessageView],
    ) -> Vec<VisitorMessage<'a>> {
        let link = |agent| pictures.link(context, org, agent);
        let shown = |view: &'a MessageView| {
            let message = VisitorMessage::of(view)?.with_picture(link);
            Some(message.with_files(self.take(context, org, view.message.seq)))
        };
        messages.iter().filter_map(shown).collect()
    }
}

/// A read of the files of a message, with the secret of the links.
struct OfLinking(OrgId, Linking);

impl Read for OfLinking {
    type Out = Option<(String, Vec<File>)>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        let Self(org, Linking { chat, message, file }) = self;
        let found = files::of_message(org, conn, (chat, message), file).await?;
        if found.is_empty() {
            return Ok(None);
        }
        Ok(blobs::secret(org, conn).await?.map(|secret| (secret, found)))
    }
}

impl Files {
    /// Reads the files of a recorded message, each with its link.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn of_linking(
        &self,
        org: OrgId,
        linking: Option<Linking>,
    ) -> Result<Vec<FileView>> {
        let Some(linking) = linking else { return Ok(Vec::new()) };
        let read = OfLinking(org, linking);
        let Some((secret, files)) = self.context.store.snapshot(Class::Point, read).await? else {
            return Ok(Vec::new());
        };
        Ok(files.into_iter().map(|file| linked(&self.context, org, &secret, file)).collect())
    }

    /// Converts a recorded message to the form shown to agents.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn message_for_agents(&self, org: OrgId, json: String) -> Result<Vec<u8>> {
        let Some(message) = RecordedMessage::of_message(json.as_bytes()) else {
            return Ok(json.into_bytes());
        };
        let files = self.of_linking(org, message.linking()).await?;
        Ok(message.shown(&files))
    }

    /// Converts a change of a message to the form shown to agents.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn change_for_agents(&self, org: OrgId, change: &Frame) -> Result<Bytes> {
        if let Some(told) = change.for_agents() {
            return Ok(told.clone());
        }
        let Some(message) = RecordedMessage::of_change(&change.json) else {
            return Ok(change.json.clone());
        };
        let files = self.of_linking(org, message.linking()).await?;
        Ok(message.shown(&files).into())
    }
}
