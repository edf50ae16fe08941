//! The counts of the objects that belong to a customer.

use deskbell_model::{CustomerId, OrgId};

use crate::columns::params;
use crate::conn::Conn;
use crate::error::Result;
use crate::selected::selected;
use crate::statement::statements;

/// The counts of the objects that are deleted with a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnedCounts {
    /// The number of the customer's chats.
    pub chats: u64,
    /// The number of messages in the customer's chats.
    pub messages: u64,
    /// The number of the customer's events.
    pub events: u64,
    /// The number of files in the messages of the customer's chats.
    pub files: u64,
}

struct ChatsRow {
    chats: u64,
    messages: u64,
}

selected! { ChatsRow { chats, messages } }

statements! {
    CHATS: Page => ChatsRow =
        "SELECT count(*) AS chats, CAST(COALESCE(SUM(messages), 0) AS BIGINT) AS messages
         FROM chats WHERE org_id = $1 AND customer_id = $2";
    EVENTS: Page => i64 =
        "SELECT count(*) AS value FROM events WHERE org_id = $1 AND customer_id = $2";
    FILES: Page => i64 =
        "SELECT count(*) AS value FROM chats c CROSS JOIN files f
         WHERE f.org_id = $1 AND f.chat_id = c.id AND c.org_id = $1 AND c.customer_id = $2";
}

/// Counts the objects that a customer's deletion deletes.
///
/// # Errors
/// When the database fails.
pub async fn owned_counts<C: Conn>(
    org: OrgId,
    conn: &mut C,
    customer: CustomerId,
) -> Result<OwnedCounts> {
    let of = params![org, customer];
    let ChatsRow { chats, messages } = conn.one(&CHATS, &of).await?;
    let events = conn.one(&EVENTS, &of).await?.unsigned_abs();
    let files = conn.one(&FILES, &of).await?.unsigned_abs();
    Ok(OwnedCounts { chats, messages, events, files })
}
