//! A chat in the middle of a change: what is said in it, and what the change feed is told.

use deskbell_model::message::kind;
use deskbell_model::{
    AgentRef, Chat, ChatId, Kind, Message, MessageView, OrgId, Seq, Side, Timestamp, rules, webhook,
};
use deskbell_query::SortKeysChanged;
use deskbell_storage::changes::{self, Change, Notice};
use deskbell_storage::{Conn, Error, Result as StorageResult, Tx, chats, messages};
use deskbell_wire as wire;

use super::{change, firing, rendered};

/// What somebody says.
#[derive(Debug)]
pub(crate) struct Line<'a> {
    /// Which side says it.
    pub(crate) from: Side,
    /// The agent who does, if any.
    pub(crate) agent: Option<&'a AgentRef>,
    /// Its type.
    pub(crate) kind: &'static str,
    /// Its text.
    pub(crate) text: &'a str,
}

impl Line<'static> {
    /// The system's own note, a word for machines (contract §3).
    pub(crate) const fn tech(text: &'static str) -> Self {
        Self { from: Side::Agent, agent: None, kind: kind::TECH, text }
    }
}

/// A chat as it was and as it is to be.
#[derive(Debug)]
pub(crate) struct Edit {
    before: Chat,
    /// The chat as it is to be. Its writers are not known until [`Edit::load_writers`].
    pub(crate) chat: Chat,
    /// Now; never before the chat's last message.
    pub(crate) at: Timestamp,
    told: Vec<Change>,
    is_chat_told: bool,
}

/// What the change feed was told.
#[derive(Debug)]
pub(crate) struct Told {
    /// The number of the first change, and its payload. Nothing when nothing changed.
    pub(crate) first: Option<(Seq, String)>,
    /// The chat in JSON, when the feed was told of it.
    chat: Option<String>,
}

impl Edit {
    /// Begins to change a chat; `None` when there is none.
    pub(crate) async fn begin<C: Conn>(
        tx: &mut Tx<'_, C>,
        chat: ChatId,
        at: Timestamp,
    ) -> StorageResult<Option<Self>> {
        let Some(chat) = chats::state(tx.org, tx.conn, chat).await? else { return Ok(None) };
        // A clock that was set back makes nothing older than its chat.
        let mut at = at.max(chat.created_at.start());
        // Only a clock that was set back, or a chat as busy as this second, needs the last time.
        if chat.updated_at >= at.seconds()
            && let Some(last) = messages::last_at(tx.org, tx.conn, chat.id, chat.messages).await?
        {
            at = at.max(last);
        }
        let before = chat.clone();
        Ok(Some(Self { before, chat, at, told: Vec::new(), is_chat_told: false }))
    }

    /// Learns who wrote in the chat: an agent may be a new one.
    pub(crate) async fn load_writers<C: Conn>(&mut self, tx: &mut Tx<'_, C>) -> StorageResult<()> {
        self.before.agents = chats::writers(tx.org, tx.conn, self.chat.id).await?;
        self.chat.agents.clone_from(&self.before.agents);
        Ok(())
    }

    /// Adds a message, with what it does to the chat.
    pub(crate) async fn say<C: Conn>(
        &mut self,
        tx: &mut Tx<'_, C>,
        line: Line<'_>,
    ) -> StorageResult<()> {
        let message = Message {
            id: tx.head.take_message()?,
            chat: self.chat.id,
            seq: self.chat.messages + 1,
            agent: line.agent.map(|agent| agent.id),
            kind: line.kind.to_owned(),
            text: Some(line.text.to_owned()),
            read: false,
            created_at: self.at,
            updated_at: None,
            edited: false,
            broadcast_type: None,
            from: line.from,
        };
        rules::after_message(&mut self.chat, &message);
        messages::insert(tx.org, tx.conn, std::slice::from_ref(&message)).await?;
        let agent_name = line.agent.map(|agent| agent.name.clone());
        let view = MessageView { message, agent_name };
        let created = change(Kind::MessageCreated, &view.message, |out| {
            wire::messages::write(out, &view);
        });
        let fires = webhook::of_message(&view.message).into_iter().collect();
        self.told.push(firing(fires, created));
        let (before, chat) = (&self.before, &self.chat);
        self.is_chat_told |= before.status != chat.status
            || before.assignee != chat.assignee
            || before.agents != chat.agents;
        Ok(())
    }

    /// Something about the chat or its messages changes now.
    pub(crate) fn touch(&mut self) {
        self.chat.updated_at = self.chat.updated_at.max(self.at.seconds());
    }

    /// The chat itself changes now, and the feed is told of it.
    pub(crate) fn tell_chat(&mut self) {
        self.touch();
        self.is_chat_told = true;
    }

    /// Writes what changed.
    pub(crate) async fn finish<C: Conn>(mut self, tx: &mut Tx<'_, C>) -> StorageResult<Told> {
        chats::update(tx.org, tx.conn, &self.before, &self.chat).await?;
        if self.is_chat_told {
            let view = chats::find(tx.org, tx.conn, self.chat.id).await?.ok_or(Error::NotFound)?;
            let updated =
                change(Kind::ChatUpdated, self.chat.id, |out| wire::chats::write(out, &view));
            let fires = webhook::of_chat(&self.before, &self.chat);
            self.told.push(firing(fires, updated));
        }
        // What moves a chat is told of, by a message or as the chat: the last of it may carry this.
        if let Some(told) = self.told.last_mut() {
            told.sort_keys = SortKeysChanged::of_chat(&self.before, &self.chat);
        }
        let first = changes::append(tx, self.at.seconds(), Notice::Loud, &self.told).await?;
        let chat = if self.is_chat_told { self.told.last_mut() } else { None };
        let chat = chat.and_then(|change| change.payload.clone());
        let json = self.told.into_iter().next().and_then(|change| change.payload);
        Ok(Told { first: first.zip(json), chat })
    }
}

impl Told {
    /// The chat in JSON, as it is now.
    pub(crate) async fn chat<C: Conn>(
        self,
        org: OrgId,
        conn: &mut C,
        chat: ChatId,
    ) -> StorageResult<String> {
        if let Some(json) = self.chat {
            return Ok(json);
        }
        let view = chats::find(org, conn, chat).await?.ok_or(Error::NotFound)?;
        Ok(rendered(|out| wire::chats::write(out, &view)))
    }
}
