//! Removal of files. Bytes that no longer belong to any file are recorded in `loose_blobs`, and a
//! job deletes these bytes.

use std::collections::BTreeMap;

use deskbell_model::{Actor, ChatId, CustomerId, FileId, Seconds};

use crate::blobs::{self, Blob};
use crate::columns::{Nothing, params};
use crate::conn::Conn;
use crate::error::Result;
use crate::row::Param;
use crate::selected::selected;
use crate::statement::statements;
use crate::write::Tx;

/// A file to be removed, with its blob.
struct Gone {
    id: FileId,
    blob: Blob,
}

selected! { Gone { id, blob: Blob } }

/// A SELECT of files `f` with their blobs; the macro's argument adds the condition and the order.
macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT f.id, b.sha256, b.blob_key, b.bytes, b.files
             FROM files f JOIN blobs b ON b.org_id = $1 AND b.sha256 = f.sha256
             WHERE f.org_id = $1 AND ",
            $tail
        )
    };
}

statements! {
    OF_CHAT: Page => Gone = select!("f.chat_id = $2 ORDER BY f.message_seq, f.place LIMIT $3");
    /// Selects the files of an actor that are in no message.
    OF_ACTOR: Page => Gone = select!(
        "f.actor_kind = $2 AND f.actor_id = $3 AND f.chat_id IS NULL
         ORDER BY f.created_at, f.id LIMIT $4"
    );
    /// Selects the old files that are in no message and are no agent's picture. A file whose time
    /// is in the future, because a clock was wrong, counts as old.
    UNNAMED: Page => Gone = select!(
        "f.chat_id IS NULL AND (f.created_at <= $2 OR f.created_at > $3)
           AND (SELECT count(*) FROM agents a WHERE a.org_id = $1 AND a.picture = f.id) = 0
         ORDER BY f.created_at, f.id LIMIT $4"
    );
    ONE: Point => Gone = select!("f.id = $2");
    REMOVE: Point => Nothing = "DELETE FROM files WHERE org_id = $1 AND id = $2";
}

/// Removes up to `limit` files of a deleted chat; returns their number.
///
/// # Errors
/// When the database fails.
pub(crate) async fn of_chat<C: Conn>(
    tx: &mut Tx<'_, C>,
    chat: ChatId,
    at: Seconds,
    limit: u64,
) -> Result<u64> {
    let gone = tx.conn.all(&OF_CHAT, &params![tx.org, chat, limit]).await?;
    remove(tx, gone, at).await
}

/// Removes up to `limit` files of a deleted customer that are in no message; returns their number.
///
/// # Errors
/// When the database fails.
pub(crate) async fn of_customer<C: Conn>(
    tx: &mut Tx<'_, C>,
    customer: CustomerId,
    at: Seconds,
    limit: u64,
) -> Result<u64> {
    let by = Actor::Customer(customer);
    let params = params![tx.org, by.kind().as_str(), by.id(), limit];
    let gone = tx.conn.all(&OF_ACTOR, &params).await?;
    remove(tx, gone, at).await
}

/// Removes a file.
///
/// # Errors
/// When the database fails.
pub(crate) async fn one<C: Conn>(tx: &mut Tx<'_, C>, file: FileId, at: Seconds) -> Result<u64> {
    let gone = tx.conn.all(&ONE, &params![tx.org, file]).await?;
    remove(tx, gone, at).await
}

/// Removes up to `limit` files that are in no message, are no agent's picture, and were uploaded at
/// `before` or earlier; returns their number. A file whose time is after `future`, because a clock
/// was wrong, counts as uploaded at `before`.
///
/// # Errors
/// When the database fails.
pub async fn forget_unnamed<C: Conn>(
    tx: &mut Tx<'_, C>,
    (before, future): (Seconds, Seconds),
    at: Seconds,
    limit: u32,
) -> Result<u64> {
    let gone = tx.conn.all(&UNNAMED, &params![tx.org, before, future, limit]).await?;
    remove(tx, gone, at).await
}

async fn remove<C: Conn>(tx: &mut Tx<'_, C>, gone: Vec<Gone>, at: Seconds) -> Result<u64> {
    let rows: Vec<Vec<Param<'_>>> =
        gone.iter().map(|file| params![tx.org, file.id].into()).collect();
    tx.conn.queue_many(&REMOVE, &rows).await?;
    let count = gone.len() as u64;
    // The changed blobs, each once although it may lose several files.
    let mut left: BTreeMap<String, Blob> = BTreeMap::new();
    for Gone { blob, .. } in gone {
        left.entry(blob.sha256.clone()).or_insert(blob).files -= 1;
    }
    blobs::leave(tx, &left.into_values().collect::<Vec<_>>(), at).await?;
    Ok(count)
}
