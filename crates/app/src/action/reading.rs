//! A side reads a chat: its messages are marked, a stretch at a time, and the feed is told of each.

use deskbell_model::limits::UNREAD_PLACES_AT_ONCE;
use deskbell_model::{Chat, ChatId, Kind, MessageView, Side, Timestamp, rules};
use deskbell_storage::changes::{self, Change, Notice};
use deskbell_storage::{Conn, Result as StorageResult, Tx, Write, messages};
use deskbell_wire as wire;

use super::change;
use super::edit::Edit;

/// A side has read the chat. Of a long one the first stretch is marked with that, and the others
/// in changes of their own ([`Rest`]), so that nobody else's change waits for all of them. What the
/// side had read before is not looked at again.
pub(crate) async fn read<C: Conn>(
    tx: &mut Tx<'_, C>,
    edit: &mut Edit,
    reader: Side,
) -> StorageResult<()> {
    let was_read = match reader {
        Side::Agent => edit.chat.read_by_agent,
        Side::Customer => edit.chat.read_by_customer,
    };
    let all = edit.chat.messages;
    mark_some(tx, edit, reader, all).await?;
    rules::read_by(&mut edit.chat, reader);
    if !was_read {
        edit.tell_chat();
    }
    Ok(())
}

/// Marks one stretch of what that side has not read yet up to a place.
async fn mark_some<C: Conn>(
    tx: &mut Tx<'_, C>,
    edit: &mut Edit,
    reader: Side,
    all: u64,
) -> StorageResult<()> {
    let after = read_to(&edit.chat, reader);
    if after < all {
        let to = all.min(after.saturating_add(UNREAD_PLACES_AT_ONCE));
        mark(tx, edit, reader.other(), (after, to)).await?;
        match reader {
            Side::Agent => edit.chat.agent_read_to = to,
            Side::Customer => edit.chat.customer_read_to = to,
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

/// How many messages a chat had when that side read it, if not all of them are marked yet.
pub(crate) fn rest(edit: &Edit, reader: Side) -> Option<u64> {
    let all = edit.chat.messages;
    (read_to(&edit.chat, reader) < all).then_some(all)
}

/// The next stretch of a chat that a side has read. Gives whether there is another one behind it.
pub(crate) struct Rest {
    pub(crate) chat: ChatId,
    pub(crate) reader: Side,
    /// How many messages there were when it was read.
    pub(crate) all: u64,
    pub(crate) at: Timestamp,
}

impl Write for Rest {
    type Out = bool;

    async fn run<C: Conn>(&mut self, tx: &mut Tx<'_, C>) -> StorageResult<bool> {
        let Some(mut edit) = Edit::begin(tx, self.chat, self.at).await? else { return Ok(false) };
        mark_some(tx, &mut edit, self.reader, self.all).await?;
        let is_more = read_to(&edit.chat, self.reader) < self.all;
        edit.finish(tx).await?;
        Ok(is_more)
    }
}

/// Marks one side's messages in a stretch of places.
async fn mark<C: Conn>(
    tx: &mut Tx<'_, C>,
    edit: &mut Edit,
    from: Side,
    places: (u64, u64),
) -> StorageResult<()> {
    let mut unread = messages::unread(tx.org, tx.conn, edit.chat.id, from, places).await?;
    if unread.is_empty() {
        return Ok(());
    }
    for view in &mut unread {
        (view.message.read, view.message.updated_at) = (true, Some(edit.at));
    }
    messages::mark_read(tx.org, tx.conn, &unread).await?;
    let told = |view: &MessageView| {
        change(Kind::MessageUpdated, &view.message, |out| wire::messages::write(out, view))
    };
    let told: Vec<Change> = unread.iter().map(told).collect();
    changes::append(tx, edit.at.seconds(), Notice::Loud, &told).await?;
    edit.touch();
    Ok(())
}

/// A side has not read the chat; its messages stay as they are.
pub(crate) fn unread(edit: &mut Edit, reader: Side) {
    let flag = match reader {
        Side::Agent => &mut edit.chat.read_by_agent,
        Side::Customer => &mut edit.chat.read_by_customer,
    };
    if std::mem::replace(flag, false) {
        edit.tell_chat();
    }
}
