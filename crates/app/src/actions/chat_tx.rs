//! A chat that one job is changing, with the new messages, the changed fields, and the changes to
//! be recorded.

use deskbell_model::{
    Author, Chat, ChatId, ChatSet, ChatView, File, Kind, Message, MessageKind, MessageView, Seq,
    Timestamp, rules, webhook,
};
use deskbell_query::{ChatKeys, SortKeysChanged};
use deskbell_storage::changes::{self, Change, Notice};
use deskbell_storage::chats::ChatSince;
use deskbell_storage::{Conn, Error, Result as StorageResult, Tx, chats, files, messages};
use deskbell_wire as wire;

use super::change;
use super::recorded::Recorded;

/// A message that is about to be posted.
#[derive(Debug)]
pub(crate) struct Draft<'a> {
    pub(crate) author: Author<'a>,
    pub(crate) kind: MessageKind,
    pub(crate) text: &'a str,
}

impl Draft<'static> {
    /// Creates a draft of a tech message, a message by which the system reports a change of the
    /// chat (contract §3).
    pub(crate) const fn tech(text: &'static str) -> Self {
        Self { author: Author::System, kind: MessageKind::Tech, text }
    }
}

/// A message posted to a [`ChatTx`]; [`ChatTx::finish`] records it.
#[derive(Debug)]
pub(crate) struct Posted {
    place: usize,
    view: MessageView,
}

/// A chat before and after a change.
#[derive(Debug)]
pub(crate) struct ChatTx {
    before: Chat,
    /// The chat after the change. The list of agents who wrote in the chat is missing until
    /// [`ChatTx::load_writers`] adds it.
    pub(crate) chat: Chat,
    /// The time of the change; never earlier than the chat's last message.
    pub(crate) at: Timestamp,
    changes: Vec<Change>,
    is_chat_updated: bool,
}

/// The changes of a [`ChatTx`] as they were recorded.
#[derive(Debug)]
pub(crate) struct Finished {
    changes: Vec<(Change, Seq)>,
    /// The chat, and the index in `changes` of the chat's own change; `None` when the chat itself
    /// did not change.
    chat: Option<(ChatView, usize)>,
}

impl ChatTx {
    /// Begins the change of a chat; `None` when the chat does not exist.
    pub(crate) async fn begin<C: Conn>(
        tx: &mut Tx<'_, C>,
        chat: ChatId,
        at: Timestamp,
    ) -> StorageResult<Option<Self>> {
        // The last message can be later than `at` only if the clock was set back or the chat
        // changed in this second.
        let found = chats::state_since(tx.org, tx.conn, chat, at.seconds()).await?;
        let Some(ChatSince { chat, last_at }) = found else { return Ok(None) };
        // A change is never older than its chat, even after the clock was set back.
        let at = at.max(chat.created_at.start()).max(last_at.unwrap_or(at));
        let before = chat.clone();
        Ok(Some(Self { before, chat, at, changes: Vec::new(), is_chat_updated: false }))
    }

    /// Loads the agents who wrote in the chat. Must be called before an agent's message is posted.
    pub(crate) async fn load_writers<C: Conn>(&mut self, tx: &mut Tx<'_, C>) -> StorageResult<()> {
        self.before.agents = chats::writers(tx.org, tx.conn, self.chat.id).await?;
        self.chat.agents.clone_from(&self.before.agents);
        Ok(())
    }

    /// Posts a message, and applies it to the chat.
    pub(crate) async fn post<C: Conn>(
        &mut self,
        tx: &mut Tx<'_, C>,
        draft: Draft<'_>,
    ) -> StorageResult<Posted> {
        self.post_with(tx, draft, &[]).await
    }

    /// Posts a message with files, which must not belong to another message.
    pub(crate) async fn post_with<C: Conn>(
        &mut self,
        tx: &mut Tx<'_, C>,
        draft: Draft<'_>,
        files: &[File],
    ) -> StorageResult<Posted> {
        let Draft { author, kind, text } = draft;
        let id = tx.counters.take_message()?;
        let message = Message::new(id, &self.chat, author.side(), author.agent(), kind, self.at)
            .saying(wire::files::with_links(text, files));
        files::name(tx.org, tx.conn, files, (message.chat, message.seq)).await?;
        let keys = ChatKeys::of(&self.chat);
        rules::after_message(&mut self.chat, &message);
        messages::insert(tx.org, tx.conn, std::slice::from_ref(&message)).await?;
        let view = MessageView { message, agent_name: author.name().map(str::to_owned) };
        let mut created = change(Kind::MessageCreated, &view.message, &view);
        created.events = webhook::of_message(&view.message).into_iter().collect();
        created.sort_keys = SortKeysChanged::since(keys, &self.chat);
        let place = self.changes.len();
        self.changes.push(created);
        let (before, chat) = (&self.before, &self.chat);
        self.is_chat_updated |= before.status != chat.status
            || before.assignee != chat.assignee
            || before.agents != chat.agents;
        Ok(Posted { place, view })
    }

    /// Sets the time of the chat's last change to the time of this change.
    pub(crate) fn touch(&mut self) {
        self.chat.updated_at = self.chat.updated_at.max(self.at.seconds());
    }

    /// Marks the chat itself as changed, so that the change is recorded.
    pub(crate) fn update(&mut self) {
        self.touch();
        self.is_chat_updated = true;
    }

    /// Sets a field of the chat, unless the field already has the value.
    pub(crate) fn set(&mut self, set: &ChatSet) {
        set.apply(&mut self.chat);
        if self.chat != self.before {
            self.update();
        }
    }

    /// Writes the changes, and records them in the change feed.
    pub(crate) async fn finish<C: Conn>(mut self, tx: &mut Tx<'_, C>) -> StorageResult<Finished> {
        chats::update(tx.org, tx.conn, &self.before, &self.chat).await?;
        let mut chat = None;
        if self.is_chat_updated {
            let view = find(tx, self.chat.id).await?;
            let mut updated = change(Kind::ChatUpdated, self.chat.id, &view);
            updated.events = webhook::of_chat(&self.before, &self.chat);
            let of_messages = self.changes.iter().map(|change| change.sort_keys);
            updated.sort_keys =
                SortKeysChanged::of_chat(&self.before, &self.chat).without(of_messages);
            updated.before = wire::chats::old_values(&self.before, &self.chat);
            chat = Some((view, self.changes.len()));
            self.changes.push(updated);
        }
        let at = self.at.seconds();
        let seqs = changes::append(tx, at, Notice::Notify, &self.changes).await?;
        Ok(Finished { changes: self.changes.into_iter().zip(seqs).collect(), chat })
    }
}

async fn find<C: Conn>(tx: &mut Tx<'_, C>, chat: ChatId) -> StorageResult<ChatView> {
    chats::find(tx.org, tx.conn, chat).await?.ok_or(Error::NotFound)
}

impl Finished {
    fn at(&self, place: usize) -> Option<(Seq, String)> {
        let (change, seq) = self.changes.get(place)?;
        Some((*seq, change.payload.clone()?))
    }

    /// Returns a posted message, with the number and the JSON of its change.
    pub(crate) fn message(&self, posted: Posted) -> StorageResult<Recorded<MessageView>> {
        let recorded = self.at(posted.place);
        let missing = || Error::Internal("a message that was not recorded".into());
        let (seq, json) = recorded.ok_or_else(missing)?;
        Ok(Recorded { seq: Some(seq), json, value: posted.view })
    }

    /// Reads the chat after the change.
    pub(crate) async fn chat<C: Conn>(
        self,
        tx: &mut Tx<'_, C>,
        chat: ChatId,
    ) -> StorageResult<Recorded<ChatView>> {
        let own = self.chat.as_ref().and_then(|(_, place)| self.at(*place));
        if let Some(((value, _), (seq, json))) = self.chat.zip(own) {
            return Ok(Recorded { seq: Some(seq), json, value });
        }
        let view = find(tx, chat).await?;
        let json = super::json(&view);
        Ok(Recorded { seq: None, json, value: view })
    }
}
