//! Marking chats as read: the messages that a side has not read are marked as read, range by range.
//! Each marked message is recorded as a change.

use std::convert::Infallible;

use deskbell_model::limits::UNREAD_PLACES_AT_ONCE;
use deskbell_model::{Chat, ChatId, Kind, MessageView, Side, Timestamp, rules};
use deskbell_storage::changes::{self, Change, Notice};
use deskbell_storage::{Conn, Result as StorageResult, Stop, Tx, Write, messages};

use super::change;
use super::chat_tx::ChatTx;

/// Marks a chat as read by a side. In a long chat this change marks only the first range of
/// messages, so that other changes need not wait. Further changes ([`Rest`]) mark the other ranges.
/// Messages up to the last marked position are not loaded again.
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

/// Marks the next range of unread messages as read by a side. The range ends at the position `all`
/// at the latest.
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

/// Returns the position up to which a side has read the messages of the other side.
const fn read_to(chat: &Chat, reader: Side) -> u64 {
    match reader {
        Side::Agent => chat.agent_read_to,
        Side::Customer => chat.customer_read_to,
    }
}

/// Returns the write that marks the next range of the chat's messages as read; `None` when all
/// messages are marked.
pub(crate) fn rest(open: &ChatTx, reader: Side, at: Timestamp) -> Option<Rest> {
    let Chat { id: chat, messages: all, .. } = open.chat;
    (read_to(&open.chat, reader) < all).then_some(Rest { chat, reader, all, at })
}

/// A write that marks the next range of a chat as read by a side. Returns whether another range
/// follows.
#[derive(Clone, Copy)]
pub(crate) struct Rest {
    chat: ChatId,
    reader: Side,
    /// The position of the chat's last message at the time when the side read the chat. Messages up
    /// to this position are to be marked.
    all: u64,
    at: Timestamp,
}

impl Write for Rest {
    type Out = bool;
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<bool, Stop<Infallible>> {
        let Some(mut open) = ChatTx::begin(tx, self.chat, self.at).await? else { return Ok(false) };
        mark_some(tx, &mut open, self.reader, self.all).await?;
        let is_more = read_to(&open.chat, self.reader) < self.all;
        open.finish(tx).await?;
        Ok(is_more)
    }
}

/// Marks the messages of one side in a range of positions as read.
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
    let updated = |view: &MessageView| change(Kind::MessageUpdated, &view.message, view);
    let updated: Vec<Change> = unread.iter().map(updated).collect();
    changes::append(tx, open.at.seconds(), Notice::Notify, &updated).await?;
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
