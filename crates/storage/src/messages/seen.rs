//! The messages that a customer may see: the conversation without agents' notes, tech messages and
//! messages of unknown types.

use deskbell_model::limits::{UNANSWERED_MAX, VISITOR_UNREAD_MAX};
use deskbell_model::{Chat, ChatId, FileId, Message, MessageId, MessageView, OrgId};

use crate::columns::{FromRow as _, params};
use crate::conn::Conn;
use crate::error::{Error, Result};
use crate::selected::selected;
use crate::sql::text;
use crate::statement::statements;

/// The SQL condition on the kind of a message `m` under which the customer may see the message; see
/// [`deskbell_model::MessageKind::is_seen`].
macro_rules! seen {
    () => {
        "m.kind IN ('message', 'email', 'knowledgeBase')"
    };
}

/// The size of a message's text, with the message's position.
struct TextSize {
    seq: u64,
    bytes: u64,
}

selected! { TextSize { seq, bytes } }

statements! {
    /// Selects the sizes of the newest messages below a position.
    SIZES: Page => TextSize = concat!(
        "SELECT m.seq, CAST(COALESCE(OCTET_LENGTH(m.text), 0) AS BIGINT) AS bytes FROM messages m
         WHERE m.org_id = $1 AND m.chat_id = $2 AND m.seq < $3 AND ", seen!(),
        " ORDER BY m.seq DESC LIMIT $4");
    PAGE: Page => MessageView = text!(join(&[
        "SELECT ",
        text!(list("m.", Message::COLUMNS)),
        ", a.name AS agent_name
         FROM messages m LEFT JOIN agents a ON a.org_id = $1 AND a.id = m.agent_id
         WHERE m.org_id = $1 AND m.chat_id = $2 AND m.seq >= $3 AND m.seq < $4 AND ", seen!(),
        " ORDER BY m.seq DESC"
    ]));
    COUNT: Point => i64 = "SELECT messages AS value FROM chats WHERE org_id = $1 AND id = $2";
    ID_AT: Point => i64 =
        "SELECT id AS value FROM messages WHERE org_id = $1 AND chat_id = $2 AND seq = $3";
    /// Selects the position of the message that has a file, if the customer may see the message.
    WITH_FILE: Point => i64 = concat!(
        "SELECT m.seq AS value FROM files f JOIN messages m
         ON m.org_id = $1 AND m.chat_id = f.chat_id AND m.seq = f.message_seq
         WHERE f.org_id = $1 AND f.id = $2 AND ", seen!());
    UNREAD: Page => i64 = concat!(
        "SELECT count(*) AS value FROM (
             SELECT m.seq FROM messages m
             WHERE m.org_id = $1 AND m.chat_id = $2 AND m.seq > $3 AND m.author = 'agent'
               AND m.read = 0 AND ", seen!(), " ORDER BY m.seq LIMIT $4) AS few");
    /// Counts the messages of the agents' side above a position, notes included.
    ANSWERS: Page => i64 =
        "SELECT count(*) AS value FROM messages
         WHERE org_id = $1 AND chat_id = $2 AND seq > $3 AND author = 'agent'";
}

/// A page of the messages that a customer may see, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenMessages {
    /// The messages of the page.
    pub messages: Vec<MessageView>,
    /// True when there are older messages.
    pub has_more: bool,
}

/// Returns up to `limit` of the newest messages of a chat that its customer may see, optionally
/// only messages before a given message. The page ends early at `bytes_max` bytes of text.
///
/// # Errors
/// When the database fails.
pub async fn seen<C: Conn>(
    org: OrgId,
    conn: &mut C,
    chat: ChatId,
    before: Option<MessageId>,
    (limit, bytes_max): (u32, u64),
) -> Result<SeenMessages> {
    let end = match before {
        None => u64::MAX,
        Some(message) => position(org, conn, chat, message).await?,
    };
    let sizes = conn.all(&SIZES, &params![org, chat, end, limit.saturating_add(1)]).await?;
    let mut bytes = 0_u64;
    let fits = |size: &&TextSize| {
        let is_first = bytes == 0;
        bytes = bytes.saturating_add(size.bytes.max(1));
        is_first || bytes <= bytes_max
    };
    let taken: Vec<_> = sizes.iter().take(limit as usize).take_while(fits).collect();
    let Some(first) = taken.last() else {
        return Ok(SeenMessages { messages: Vec::new(), has_more: false });
    };
    let has_more = taken.len() < sizes.len();
    let messages = conn.all(&PAGE, &params![org, chat, first.seq, end]).await?;
    Ok(SeenMessages { messages, has_more })
}

/// Returns the position in a chat of the first message whose id is `message` or greater.
async fn position<C: Conn>(
    org: OrgId,
    conn: &mut C,
    chat: ChatId,
    message: MessageId,
) -> Result<u64> {
    let count = conn.opt(&COUNT, &params![org, chat]).await?.unwrap_or(0);
    let (mut low, mut high) = (1, u64::try_from(count).unwrap_or(0) + 1);
    // The positions have no gaps, and the ids ascend with the positions.
    while low < high {
        let middle = low + (high - low) / 2;
        let id = conn.opt(&ID_AT, &params![org, chat, middle]).await?;
        let id = id.ok_or_else(|| Error::corrupt("a chat with a gap in its messages"))?;
        if id >= message.get() {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Ok(low)
}

/// Returns whether a file belongs to a message that the chat's customer may see.
///
/// # Errors
/// When the database fails.
pub async fn is_file_seen<C: Conn>(org: OrgId, conn: &mut C, file: FileId) -> Result<bool> {
    Ok(conn.opt(&WITH_FILE, &params![org, file]).await?.is_some())
}

/// Counts the agents' messages that a customer has not read, up to [`VISITOR_UNREAD_MAX`].
///
/// # Errors
/// When the database fails.
pub async fn unread_by_customer<C: Conn>(org: OrgId, conn: &mut C, chat: &Chat) -> Result<u64> {
    let params = params![org, chat.id, chat.customer_read_to, VISITOR_UNREAD_MAX];
    u64::try_from(conn.one(&UNREAD, &params).await?).map_err(|_| Error::corrupt("a count"))
}

/// Returns whether the customer wrote all of the last [`UNANSWERED_MAX`] messages of a chat.
///
/// # Errors
/// When the database fails.
pub async fn waits_for_answer<C: Conn>(org: OrgId, conn: &mut C, chat: &Chat) -> Result<bool> {
    let Some(since) = chat.messages.checked_sub(UNANSWERED_MAX) else { return Ok(false) };
    Ok(conn.one(&ANSWERS, &params![org, chat.id, since]).await? == 0)
}
