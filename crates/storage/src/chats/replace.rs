//! Replacement of a whole chat row, including the fields that otherwise never change, for chats
//! from another system.

use deskbell_model::Chat;

use super::{INSERT_AGENT, REMOVE_AGENTS, set_timer};
use crate::columns::{Nothing, params};
use crate::conn::Conn;
use crate::error::{Error, Result};
use crate::ratings;
use crate::record::Record as _;
use crate::row::Param;
use crate::sql::{columns, text};
use crate::statement::statements;
use crate::write::Tx;

statements! {
    REPLACE: Point => Nothing =
        text!(update("chats", columns!(Chat::FIXED, Chat::CHANGING), Chat::KEY));
}

/// Replaces a chat's row, and the list of the agents who wrote in it.
///
/// # Errors
/// When the database fails; `NotFound` when the chat does not exist.
pub async fn replace<C: Conn>(tx: &mut Tx<'_, C>, chat: &Chat) -> Result<()> {
    let org = tx.org;
    let mut key = chat.values();
    let mut values = key.split_off(Chat::KEY.len());
    values.push(org.into());
    values.extend(key);
    if tx.conn.exec(&REPLACE, &values).await? == 0 {
        return Err(Error::NotFound);
    }
    tx.conn.queue(&REMOVE_AGENTS, &params![org, chat.id]).await?;
    let places = (1_u64..).zip(&chat.agents);
    let rows: Vec<Vec<Param<'_>>> =
        places.map(|(place, agent)| params![org, chat.id, place, *agent].into()).collect();
    tx.conn.queue_many(&INSERT_AGENT, &rows).await?;
    set_timer(org, tx.conn, chat).await?;
    ratings::set(org, tx.conn, std::slice::from_ref(chat)).await
}
