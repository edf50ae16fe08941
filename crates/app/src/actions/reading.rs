//! Reading of chats: a side's unread messages are marked, a range at a time, and each is recorded.

use std::convert::Infallible;

use deskbell_model::limits::UNREAD_PLACES_AT_ONCE;
use deskbell_model::{Chat, ChatId, Kind, MessageView, Side, Timestamp, rules};
use deskbell_storage::changes::{self, Change, Notice};
use deskbell_storage::{Conn, Result as StorageResult, Stop, Tx, Write, messages};
use deskbell_wire as wire;

use super::change;
use super::chat_tx::ChatTx;

/// Marks a chat as read by a side. Of a long one the first range is marked in this change, and the
/// others in changes of their own ([`Rest`]), so that no other change waits for all of them.
/// Messages that the side had read before are not looked at again.
pub(crate) async fn read<C: Conn>(
    tx: &mut Tx<'_, C>,
    open: &mut ChatTx,
    reader: Side,
) -> StorageResult<()> {
    let was_read = match reader {
        Side::Agent => open.chat.read_by_agent,
        Side::Customer => open.chat.read_by_customer,
    };
    let all = open.chat.messages;
    mark_some(tx, open, reader, all).await?;
    rules::read_by(&mut open.chat, reader);
    if !was_read {
        open.update();
    }
    Ok(())
}

/// Marks one range of the messages that a side has not read, up to a place.
async fn mark_some<C: Conn>(
    tx: &mut Tx<'_, C>,
    open: &mut ChatTx,
    reader: Side,
    all: u64,
) -> StorageResult<()> {
    let after = read_to(&open.chat, reader);
    if after < all {
        let to = all.min(after.saturating_add(UNREAD_PLACES_AT_ONCE));
        mark(tx, open, reader.other(), (after, to)).await?;
        match reader {
            Side::Agent => open.chat.agent_read_to = to,
            Side::Customer => open.chat.customer_read_to = to,
        }
    }
    Ok(())
}

/// The place up to which that side's messages are marked.
const fn read_to(chat: &Chat, reader: Side) -> u64 {
    match reader {
        Side::Agent => chat.agent_read_to,
        Side::Customer => chat.customer_read_to,
    }
}

/// The number of messages at the time of reading, unless all of them are marked already.
pub(crate) fn rest(open: &ChatTx, reader: Side) -> Option<u64> {
    let all = open.chat.messages;
    (read_to(&open.chat, reader) < all).then_some(all)
}

/// The next range of a chat that a side has read. Gives whether another one follows.
pub(crate) struct Rest {
    pub(crate) chat: ChatId,
    pub(crate) reader: Side,
    /// The number of messages at the time of reading.
    pub(crate) all: u64,
    pub(crate) at: Timestamp,
}

impl Write for Rest {
    type Out = bool;
    type Refusal = Infallible;

    async fn run<C: Conn>(&mut self, tx: &mut Tx<'_, C>) -> Result<bool, Stop<Infallible>> {
        let Some(mut open) = ChatTx::begin(tx, self.chat, self.at).await? else { return Ok(false) };
        mark_some(tx, &mut open, self.reader, self.all).await?;
        let is_more = read_to(&open.chat, self.reader) < self.all;
        open.finish(tx).await?;
        Ok(is_more)
    }
}

/// Marks one side's messages in a range of places.
async fn mark<C: Conn>(
    tx: &mut Tx<'_, C>,
    open: &mut ChatTx,
    from: Side,
    places: (u64, u64),
) -> StorageResult<()> {
    let mut unread = messages::unread(tx.org, tx.conn, open.chat.id, from, places).await?;
    if unread.is_empty() {
        return Ok(());
    }
    for view in &mut unread {
        (view.message.read, view.message.updated_at) = (true, Some(open.at));
    }
    messages::mark_read(tx.org, tx.conn, &unread).await?;
    let updated = |view: &MessageView| {
        change(Kind::MessageUpdated, &view.message, |out| wire::write(out, view))
    };
    let updated: Vec<Change> = unread.iter().map(updated).collect();
    changes::append(tx, open.at.seconds(), Notice::Loud, &updated).await?;
    open.touch();
    Ok(())
}

/// Marks a chat as unread by a side; its messages stay as they are.
pub(crate) fn unread(open: &mut ChatTx, reader: Side) {
    let flag = match reader {
        Side::Agent => &mut open.chat.read_by_agent,
        Side::Customer => &mut open.chat.read_by_customer,
    };
    if std::mem::replace(flag, false) {
        open.update();
    }
}
