//! A side reads a chat: its messages are marked, a stretch at a time, and the feed is told of each.

use deskbell_model::limits::UNREAD_PLACES_AT_ONCE;
use deskbell_model::{Kind, MessageView, Side, rules};
use deskbell_storage::changes::{self, Change, Notice};
use deskbell_storage::{Conn, Result as StorageResult, Tx, messages};
use deskbell_wire as wire;

use super::change;
use super::edit::Edit;

/// A side has read the chat. What it had read before is not looked at again.
pub(crate) async fn read<C: Conn>(
    tx: &mut Tx<'_, C>,
    edit: &mut Edit,
    reader: Side,
) -> StorageResult<()> {
    let (was_read, mut after) = match reader {
        Side::Agent => (edit.chat.read_by_agent, edit.chat.agent_read_to),
        Side::Customer => (edit.chat.read_by_customer, edit.chat.customer_read_to),
    };
    while after < edit.chat.messages {
        let to = edit.chat.messages.min(after.saturating_add(UNREAD_PLACES_AT_ONCE));
        mark(tx, edit, reader.other(), (after, to)).await?;
        after = to;
    }
    rules::read_by(&mut edit.chat, reader);
    if !was_read {
        edit.tell_chat();
    }
    Ok(())
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
