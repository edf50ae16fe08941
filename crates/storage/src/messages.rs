//! The table of messages. A message's key is its position in the chat, so that a page at an offset
//! is a range of keys.

mod seen;

use deskbell_model::{
    AgentId, Chat, ChatId, Message, MessageId, MessageView, OrgId, Side, Timestamp,
};
use deskbell_query::{Meta, NextPage, Page, Position, Start};

use crate::columns::{FromRow as _, Nothing, params};
use crate::conn::{Conn, Rows, Visit};
use crate::error::Result;
use crate::record::{Record as _, record};
use crate::row::{Param, Row};
use crate::selected::selected;
use crate::sql::text;
use crate::statement::statements;

#[cfg(test)]
pub(crate) use seen::STATEMENTS as SEEN_STATEMENTS;
pub use seen::{SeenMessages, is_file_seen, seen, unread_by_customer, waits_for_answer};

record! { Message {
    key { chat = "chat_id", seq }
    fixed {
        id,
        agent = "agent_id",
        kind,
        text,
        created_at,
        broadcast_type,
        channel,
        origin_id,
        from = "author",
    }
    often { read, updated_at, edited }
} }

selected! { MessageView { message: Message, agent_name } }

/// A SELECT of a range of a chat's messages `m` with their agents' names; the macro's argument adds
/// further conditions and the order.
macro_rules! select {
    ($tail:literal) => {
        text!(join(&[
            "SELECT ",
            text!(list("m.", Message::COLUMNS)),
            ", a.name AS agent_name
             FROM messages m LEFT JOIN agents a ON a.org_id = $1 AND a.id = m.agent_id
             WHERE m.org_id = $1 AND m.chat_id = $2 AND m.seq > $3 AND m.seq <= $4 ",
            $tail
        ]))
    };
}

statements! {
    INSERT: Point => Nothing = text!(insert("messages", Message::COLUMNS));
    COUNT: Point => i64 = "SELECT messages AS value FROM chats WHERE org_id = $1 AND id = $2";
    /// Selects the messages of side `$5`, in a range of positions in a chat, that the other side
    /// has not read; notes are left out.
    UNREAD: Page => MessageView = select!(
        "AND m.author = $5 AND m.read = 0 AND m.kind NOT IN ('private', 'tech') ORDER BY m.seq"
    );
    MARK_READ: Point => Nothing =
        "UPDATE messages SET read = 1, updated_at = $1
         WHERE org_id = $2 AND chat_id = $3 AND seq = $4";
    /// Selects the total size of the message texts in a range of positions in a chat.
    TEXT_BYTES: Page => i64 =
        "SELECT CAST(COALESCE(SUM(OCTET_LENGTH(text)), 0) AS BIGINT) AS value FROM messages
         WHERE org_id = $1 AND chat_id = $2 AND seq > $3 AND seq <= $4";
    /// Selects the newest customer-visible message of an agent other than `$5`, above a given
    /// position and a given message id.
    NEWEST_REPLY: Page => ReplyRef =
        "SELECT agent_id, created_at FROM messages
         WHERE org_id = $1 AND chat_id = $2 AND seq > $3 AND id > $4 AND agent_id <> $5
           AND kind NOT IN ('private', 'tech')
         ORDER BY seq DESC LIMIT 1";
    /// Selects the position of the agents' last message that is visible to the customer.
    LAST_ANSWER: Page => i64 =
        "SELECT seq AS value FROM messages
         WHERE org_id = $1 AND chat_id = $2 AND author = 'agent'
           AND kind NOT IN ('private', 'tech')
         ORDER BY seq DESC LIMIT 1";
    /// Selects the time of the customer's first message above a position.
    FIRST_QUESTION: Page => AtRow =
        "SELECT created_at FROM messages
         WHERE org_id = $1 AND chat_id = $2 AND seq > $3 AND author = 'customer'
           AND kind NOT IN ('private', 'tech')
         ORDER BY seq LIMIT 1";
    PAGE: Page => MessageView = select!("ORDER BY m.seq DESC");
    ORIGINS: Scan => MessageOrigin =
        "SELECT origin_id, created_at FROM messages
         WHERE org_id = $1 AND chat_id = $2 ORDER BY seq";
    /// Selects the messages after a position in a chat and the messages of chats with greater ids,
    /// sorted by chat and position.
    AFTER: Page => Message = text!(join(&[
        "SELECT ", text!(list("", Message::COLUMNS)), " FROM messages
         WHERE org_id = $1 AND (chat_id, seq) > ($2, $3) ORDER BY chat_id, seq LIMIT $4"
    ]));
    PLACED: Point => PlacedMessage =
        "SELECT id, created_at FROM messages WHERE org_id = $1 AND chat_id = $2 AND seq = $3";
    REMOVE: Page => Nothing =
        "DELETE FROM messages WHERE org_id = $1 AND chat_id = $2 AND seq > $3 AND seq <= $4";
}

/// Adds messages to their chats. The caller sets the messages' positions and updates the chats'
/// counts.
///
/// # Errors
/// When the database fails.
pub async fn insert<C: Conn>(org: OrgId, conn: &mut C, messages: &[Message]) -> Result<()> {
    let rows: Vec<_> = messages.iter().map(|message| message.inserted(org)).collect();
    conn.queue_many(&INSERT, &rows).await
}

/// The id and the time of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlacedMessage {
    /// The id of the message.
    pub id: MessageId,
    /// The time at which the message was written.
    pub created_at: Timestamp,
}

selected! { PlacedMessage { id, created_at } }

/// Returns the id and the time of the message at a position of a chat.
///
/// # Errors
/// When the database fails.
pub async fn placed<C: Conn>(
    org: OrgId,
    conn: &mut C,
    chat: ChatId,
    seq: u64,
) -> Result<Option<PlacedMessage>> {
    conn.opt(&PLACED, &params![org, chat, seq]).await
}

/// Deletes a chat's messages at positions above `after` and up to `to`; other messages may then be
/// written at these positions.
///
/// # Errors
/// When the database fails.
pub async fn remove<C: Conn>(
    org: OrgId,
    conn: &mut C,
    chat: ChatId,
    (after, to): (u64, u64),
) -> Result<()> {
    conn.queue(&REMOVE, &params![org, chat, after, to]).await
}

/// The id of a message in the source of an import, and the message's time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageOrigin {
    /// The id in the source; `None` for a message without such an id.
    pub origin_id: Option<String>,
    /// The time at which the message was written.
    pub created_at: Timestamp,
}

selected! { MessageOrigin { origin_id, created_at } }

/// Returns, for each message of a chat in order, the message's id in the source of an import, and
/// the message's time.
///
/// # Errors
/// When the database fails.
pub async fn origins<C: Conn>(
    org: OrgId,
    conn: &mut C,
    chat: ChatId,
) -> Result<Vec<MessageOrigin>> {
    conn.all(&ORIGINS, &params![org, chat]).await
}

/// A receiver that collects messages until it has `left` bytes of text, and drops further messages.
struct Kept {
    messages: Rows<Message>,
    left: usize,
}

impl Visit for Kept {
    fn row<R: Row>(&mut self, row: &R) -> Result<()> {
        if self.left > 0 {
            self.messages.row(row)?;
            let text = self.messages.0.last().and_then(|it| it.text.as_ref());
            self.left = self.left.saturating_sub(text.map_or(0, String::len));
        }
        Ok(())
    }
}

/// Returns up to `limit` messages that follow a position in a chat: first messages of the same
/// chat, then messages of chats with greater ids. The result ends with the message whose text makes
/// the total reach `bytes` bytes.
///
/// # Errors
/// When the database fails.
pub async fn after<C: Conn>(
    org: OrgId,
    conn: &mut C,
    (chat, seq): (i64, u64),
    (limit, bytes): (u32, usize),
) -> Result<Vec<Message>> {
    let mut kept = Kept { messages: Rows(Vec::new()), left: bytes };
    conn.each(&AFTER.statement, &params![org, chat, seq, limit], &mut kept).await?;
    Ok(kept.messages.0)
}

/// Returns the messages of side `from` that the other side has not read, at positions above `after`
/// and up to `to`. This function also reads the texts, so the range should be short.
///
/// # Errors
/// When the database fails.
pub async fn unread<C: Conn>(
    org: OrgId,
    conn: &mut C,
    chat: ChatId,
    from: Side,
    (after, to): (u64, u64),
) -> Result<Vec<MessageView>> {
    conn.all(&UNREAD, &params![org, chat, after, to, from.as_str()]).await
}

/// A reply of an agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReplyRef {
    /// The agent who wrote the reply.
    pub agent: AgentId,
    /// The time at which the reply was written.
    pub created_at: Timestamp,
}

selected! { ReplyRef { agent = "agent_id", created_at } }

struct AtRow {
    created_at: Timestamp,
}

selected! { AtRow { created_at } }

/// The number of a chat's last messages that are searched for a reply that an agent has not seen.
/// Older messages are not searched.
const REPLY_PLACES: u64 = 1_000;

/// Finds the newest reply that an agent other than `me` wrote after the message with the id `seen`.
///
/// # Errors
/// When the database fails.
pub async fn newest_reply<C: Conn>(
    org: OrgId,
    conn: &mut C,
    chat: &Chat,
    seen: MessageId,
    me: AgentId,
) -> Result<Option<ReplyRef>> {
    let after = chat.messages.saturating_sub(REPLY_PLACES);
    conn.opt(&NEWEST_REPLY, &params![org, chat.id, after, seen, me]).await
}

/// Returns the time of the customer's first message that no agent has answered.
///
/// # Errors
/// When the database fails.
pub async fn unanswered_since<C: Conn>(
    org: OrgId,
    conn: &mut C,
    chat: &Chat,
) -> Result<Option<Timestamp>> {
    let answered = conn.opt(&LAST_ANSWER, &params![org, chat.id]).await?.unwrap_or_default();
    let found = conn.opt(&FIRST_QUESTION, &params![org, chat.id, answered]).await?;
    Ok(found.map(|row| row.created_at))
}

/// Marks messages as read, and writes their `updated_at`.
///
/// # Errors
/// When the database fails.
pub async fn mark_read<C: Conn>(org: OrgId, conn: &mut C, messages: &[MessageView]) -> Result<()> {
    let row = |view: &MessageView| -> Vec<Param<'_>> {
        let message = &view.message;
        params![message.updated_at, org, message.chat, message.seq].into()
    };
    let rows: Vec<_> = messages.iter().map(row).collect();
    conn.queue_many(&MARK_READ, &rows).await
}

/// The positions of a page of a chat's messages.
#[derive(Clone, Debug)]
pub struct MessageRange {
    /// One less than the page's first position.
    before_first: u64,
    last: u64,
    /// The metadata of the page.
    pub meta: Meta,
}

impl MessageRange {
    /// Returns the range of the `count` positions above `after`.
    #[must_use]
    pub const fn above(after: u64, count: u64) -> Self {
        let meta = Meta { total: 0, next: NextPage::Unasked };
        Self { before_first: after, last: after.saturating_add(count), meta }
    }

    /// Returns the last position of the range.
    #[must_use]
    pub const fn last(&self) -> u64 {
        self.last
    }

    /// Returns the number of messages in the range.
    #[must_use]
    pub const fn len(&self) -> u64 {
        self.last - self.before_first
    }

    /// Returns whether the range has no messages.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Finds the positions of a page of a chat's messages, and the total; `None` for an unknown chat.
///
/// # Errors
/// When the database fails.
pub async fn range<C: Conn>(
    org: OrgId,
    conn: &mut C,
    chat: ChatId,
    page: Page,
) -> Result<Option<MessageRange>> {
    let Some(total) = conn.opt(&COUNT, &params![org, chat]).await? else { return Ok(None) };
    let total =
        u64::try_from(total).map_err(|_| crate::Error::corrupt("a negative number of messages"))?;
    let last = match page.start {
        Start::Offset(offset) => total.saturating_sub(offset.get()),
        // The cursor's id is the position of the previous page's last message, and this page has
        // smaller positions.
        Start::Cursor(cursor) => {
            let given = u64::try_from(cursor.at.after_id(i64::MAX)).unwrap_or_default();
            total.min(given.saturating_sub(1))
        }
    };
    let before_first = last.saturating_sub(u64::from(page.limit.get()));
    let next = match page.start {
        Start::Offset(_) => NextPage::Unasked,
        Start::Cursor(_) if before_first == 0 => NextPage::Last,
        Start::Cursor(cursor) => {
            let id = i64::try_from(before_first + 1).unwrap_or(i64::MAX);
            NextPage::At(cursor.text_at(Position::After { key: None, id, since: 0 }))
        }
    };
    Ok(Some(MessageRange { before_first, last, meta: Meta { total, next } }))
}

/// Returns the total size of the message texts in a range, in bytes, without reading the texts.
///
/// # Errors
/// When the database fails.
pub async fn text_bytes<C: Conn>(
    org: OrgId,
    conn: &mut C,
    chat: ChatId,
    range: &MessageRange,
) -> Result<u64> {
    let params = params![org, chat, range.before_first, range.last];
    let bytes = conn.one(&TEXT_BYTES, &params).await?;
    u64::try_from(bytes).map_err(|_| crate::Error::corrupt("texts of a negative length"))
}

/// Returns the messages of a range, newest first.
///
/// # Errors
/// When the database fails.
pub async fn page<C: Conn>(
    org: OrgId,
    conn: &mut C,
    chat: ChatId,
    range: &MessageRange,
) -> Result<Vec<MessageView>> {
    let params = params![org, chat, range.before_first, range.last];
    conn.all(&PAGE, &params).await
}
