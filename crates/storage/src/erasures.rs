//! Erasure of the rows that deleted objects leave: messages and files of chats, events and files of
//! customers, payloads in the change feed, and deliveries of webhooks. Requests can read the
//! payloads and deliveries until the erasure, which runs in short steps so that other writes wait
//! only briefly.

use deskbell_model::{ChatId, CustomerId, OrgId, Seconds, WebhookId};

use crate::columns::{Columns, FromRow, Nothing, params};
use crate::conn::Conn;
use crate::error::{Error, Result};
use crate::files;
use crate::row::Row;
use crate::statement::statements;
use crate::write::Tx;

/// A deleted object with rows that are still to be erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Erased {
    /// A chat, with messages, files, payloads and deliveries.
    Chat(ChatId),
    /// A customer, with events, payloads, deliveries, and the files that are in no message.
    Customer(CustomerId),
    /// A webhook, with deliveries.
    Webhook(WebhookId),
}

impl Erased {
    const CHAT: &str = "chat";
    const CUSTOMER: &str = "customer";
    const WEBHOOK: &str = "webhook";

    const fn key(self) -> (&'static str, i64) {
        match self {
            Self::Chat(chat) => (Self::CHAT, chat.get()),
            Self::Customer(customer) => (Self::CUSTOMER, customer.get()),
            Self::Webhook(webhook) => (Self::WEBHOOK, webhook.get()),
        }
    }
}

impl FromRow for Erased {
    const COLUMNS: &'static [&'static str] = &["kind", "subject"];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        let kind = columns.str()?;
        Ok(match kind {
            Self::CHAT => Self::Chat(columns.id()?),
            Self::CUSTOMER => Self::Customer(columns.id()?),
            Self::WEBHOOK => Self::Webhook(columns.id()?),
            _ => return Err(Error::corrupt("what was erased is of no known kind")),
        })
    }
}

statements! {
    NOTE: Point => Nothing =
        "INSERT INTO erasures (org_id, kind, subject, noted_at) VALUES ($1, $2, $3, $4)";
    /// Selects the next object that is scheduled for erasure.
    NEXT: Point => Erased =
        "SELECT kind, subject FROM erasures WHERE org_id = $1 ORDER BY kind, subject LIMIT 1";
    DONE: Point => Nothing =
        "DELETE FROM erasures WHERE org_id = $1 AND kind = $2 AND subject = $3";
    /// Deletes some of a chat's messages.
    MESSAGES: Page => Nothing =
        "DELETE FROM messages WHERE org_id = $1 AND chat_id = $2 AND seq <=
            (SELECT MAX(first.seq) FROM
                (SELECT m.seq FROM messages m WHERE m.org_id = $1 AND m.chat_id = $2
                 ORDER BY m.seq LIMIT $3) AS first)";
    /// Deletes some of a customer's events.
    EVENTS: Page => Nothing =
        "DELETE FROM events WHERE org_id = $1 AND customer_id = $2 AND id <=
            (SELECT MAX(first.id) FROM
                (SELECT e.id FROM events e WHERE e.org_id = $1 AND e.customer_id = $2
                 ORDER BY e.id LIMIT $3) AS first)";
    /// Deletes some of the deliveries that concern a chat or its messages.
    TOLD_TO_WEBHOOKS_OF_CHAT: Page => Nothing =
        "DELETE FROM deliveries WHERE org_id = $1 AND chat_id = $2 AND (webhook_id, id) IN
            (SELECT d.webhook_id, d.id FROM deliveries d
             WHERE d.org_id = $1 AND d.chat_id = $2 LIMIT $3)";
    /// Deletes some of the deliveries that concern a customer.
    TOLD_TO_WEBHOOKS_OF_CUSTOMER: Page => Nothing =
        "DELETE FROM deliveries WHERE org_id = $1 AND customer_id = $2 AND (webhook_id, id) IN
            (SELECT d.webhook_id, d.id FROM deliveries d
             WHERE d.org_id = $1 AND d.customer_id = $2 LIMIT $3)";
    /// Deletes some of a webhook's deliveries.
    DELIVERIES: Page => Nothing =
        "DELETE FROM deliveries WHERE org_id = $1 AND webhook_id = $2 AND id <=
            (SELECT MAX(first.id) FROM
                (SELECT d.id FROM deliveries d WHERE d.org_id = $1 AND d.webhook_id = $2
                 ORDER BY d.id LIMIT $3) AS first)";
    /// Erases some payloads of a chat and its messages from the feed.
    TOLD_OF_CHAT: Page => Nothing =
        "UPDATE changes {by changes_chat_id}
         SET payload = NULL, before = NULL, chat_id = NULL
         WHERE org_id = $1 AND chat_id = $2 AND seq <=
            (SELECT MAX(first.seq) FROM
                (SELECT c.seq FROM changes c {by changes_chat_id}
                 WHERE c.org_id = $1 AND c.chat_id = $2
                 ORDER BY c.seq LIMIT $3) AS first)", hinted;
    /// Erases some payloads of a customer and its events from the feed.
    TOLD_OF_CUSTOMER: Page => Nothing =
        "UPDATE changes {by changes_customer_id}
         SET payload = NULL, before = NULL, customer_id = NULL
         WHERE org_id = $1 AND customer_id = $2 AND seq <=
            (SELECT MAX(first.seq) FROM
                (SELECT c.seq FROM changes c {by changes_customer_id}
                 WHERE c.org_id = $1 AND c.customer_id = $2
                 ORDER BY c.seq LIMIT $3) AS first)", hinted;
}

/// Records that the given objects were deleted at `at` and that their rows are still to be erased.
pub(crate) async fn note<C: Conn>(
    org: OrgId,
    conn: &mut C,
    at: Seconds,
    erased: &[Erased],
) -> Result<()> {
    let row = |erased: &Erased| {
        let (kind, subject) = erased.key();
        params![org, kind, subject, at].into()
    };
    let rows: Vec<_> = erased.iter().map(row).collect();
    conn.queue_many(&NOTE, &rows).await
}

/// Returns whether rows of deleted objects are still to be erased.
///
/// # Errors
/// When the database fails.
pub async fn is_pending<C: Conn>(org: OrgId, conn: &mut C) -> Result<bool> {
    Ok(conn.opt(&NEXT, &params![org]).await?.is_some())
}

/// Erases up to `rows_max` rows of deleted objects; the next call continues. `at` is the current
/// time.
///
/// # Errors
/// When the database fails.
pub async fn step<C: Conn>(tx: &mut Tx<'_, C>, at: Seconds, rows_max: u64) -> Result<()> {
    let (org, mut room) = (tx.org, rows_max);
    while room > 0 {
        let Some(erased) = tx.conn.opt(&NEXT, &params![org]).await? else { return Ok(()) };
        let (kind, subject) = erased.key();
        let parts: &[_] = match erased {
            Erased::Chat(_) => &[&TOLD_OF_CHAT, &TOLD_TO_WEBHOOKS_OF_CHAT, &MESSAGES],
            Erased::Customer(_) => &[&TOLD_OF_CUSTOMER, &TOLD_TO_WEBHOOKS_OF_CUSTOMER, &EVENTS],
            Erased::Webhook(_) => &[&DELIVERIES],
        };
        for part in parts {
            if room > 0 {
                room -= tx.conn.exec(part, &params![org, subject, room]).await?.min(room);
            }
        }
        if room > 0 {
            room -= match erased {
                Erased::Chat(chat) => files::remove_of_chat(tx, chat, at, room).await?,
                Erased::Customer(customer) => {
                    files::remove_of_customer(tx, customer, at, room).await?
                }
                Erased::Webhook(_) => 0,
            };
        }
        if room > 0 {
            // The statements erased fewer rows than allowed, so no rows of the object are left.
            tx.conn.queue(&DONE, &params![org, kind, subject]).await?;
            tx.conn.overwrite_removed().await?;
            room -= 1;
        }
    }
    Ok(())
}
