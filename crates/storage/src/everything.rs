//! Reads of all rows in steps, with which `doctor --deep` checks a whole database.

use deskbell_model::{ChatId, CustomerId, Event, OrgId, Seconds, Seq, TagId, WebhookId};

use crate::changes::ChangeRow;
use crate::columns::{Columns, FromRow, params};
use crate::conn::Conn;
use crate::customers::CustomerTexts;
use crate::deliveries::{DeliveryRow, select};
use crate::error::Result;
use crate::record::Record as _;
use crate::row::{Param, Row};
use crate::selected::selected;
use crate::sql::{columns, text};
use crate::statement::statements;

statements! {
    CHATS: Page => i64 =
        "SELECT id AS value FROM chats WHERE org_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    CUSTOMERS: Page => i64 =
        "SELECT id AS value FROM customers WHERE org_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    /// Selects the changes of a chat and of the chat's messages.
    OF_CHAT: Page => ChangeRow =
        "SELECT seq, at, kind, subject, chat_id, quiet, payload, actor_kind, actor_id, before
         FROM changes {by changes_chat_id}
         WHERE org_id = $1 AND chat_id = $2 AND seq > $3 ORDER BY seq LIMIT $4", hinted;
    /// Selects the changes of a customer and of the customer's events.
    OF_CUSTOMER: Page => ChangeRow =
        "SELECT seq, at, kind, subject, chat_id, quiet, payload, actor_kind, actor_id, before
         FROM changes {by changes_customer_id}
         WHERE org_id = $1 AND customer_id = $2 AND seq > $3 ORDER BY seq LIMIT $4", hinted;
    EVENTS: Page => Event = text!(join(&[
        "SELECT ", text!(list("", Event::COLUMNS)), " FROM events
         WHERE org_id = $1 AND customer_id = $2 AND id > $3 ORDER BY id LIMIT $4"
    ]));
    DELIVERIES: Page => DeliveryRow = select!("AND id > $3 ORDER BY id LIMIT $4");
    /// Selects the requests with an Idempotency-Key.
    REPEATABLE: Page => Repeatable =
        "SELECT operation, key, body_hash, seq, at FROM idempotency
         WHERE org_id = $1 AND (operation, key) > ($2, $3) ORDER BY operation, key LIMIT $4";
    IMPORTED: Page => Imported =
        "SELECT source, external_id, chat_id FROM imports
         WHERE org_id = $1 AND (source, external_id) > ($2, $3)
         ORDER BY source, external_id LIMIT $4";
    TAGS: Page => FoldedTag =
        "SELECT id, name, name_folded FROM tags WHERE org_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    FOLDED: Point => FoldedRow = text!(join(&[
        "SELECT ", text!(list("", FoldedRow::COLUMNS)), " FROM customers
         WHERE org_id = $1 AND id = $2"
    ]));
}

/// A request with an Idempotency-Key.
#[derive(Debug)]
pub struct Repeatable {
    /// The operation that the request called.
    pub operation: String,
    /// The Idempotency-Key of the request.
    pub key: String,
    /// The SHA-256 of the request's body, in lower-case hex.
    pub body_hash: String,
    /// The change that the request made.
    pub seq: Seq,
    /// The time of the request.
    pub at: Seconds,
}

selected! { Repeatable { operation, key, body_hash, seq, at } }

/// An imported object, with its id in the source.
#[derive(Debug)]
pub struct Imported {
    /// The name of the source from which the object was imported.
    pub source: String,
    /// The object's id in the source.
    pub external_id: String,
    /// The chat made from the object.
    pub chat: ChatId,
}

selected! { Imported { source, external_id, chat = "chat_id" } }

/// A tag of customers, with the correctness of its folded name (the form without case and accents).
#[derive(Debug)]
pub struct FoldedTag {
    /// The tag's id.
    pub id: TagId,
    /// True when the folded name is the folded form of the name.
    pub is_folded: bool,
}

impl FromRow for FoldedTag {
    const COLUMNS: &'static [&'static str] = &["id", "name", "name_folded"];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        let (id, name): (_, String) = (columns.get()?, columns.get()?);
        let expected = Param::Folded(&name).made();
        Ok(Self { id, is_folded: expected.as_deref() == columns.opt_str()? })
    }
}

/// True when all folded texts of a customer (the forms without case and accents) are correct.
struct FoldedRow(bool);

impl FromRow for FoldedRow {
    const COLUMNS: &'static [&'static str] =
        columns!(CustomerTexts::COLUMNS, CustomerTexts::FOLDED);

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        let customer = CustomerTexts::from_row(columns)?;
        let mut agree = true;
        for expected in customer.folded() {
            agree &= expected.made().as_deref() == columns.opt_str()?;
        }
        Ok(Self(agree))
    }
}

/// Returns the ids of up to `limit` chats with ids above `after`, in order.
///
/// # Errors
/// When the database fails.
pub async fn chats<C: Conn>(
    org: OrgId,
    conn: &mut C,
    after: i64,
    limit: u32,
) -> Result<Vec<ChatId>> {
    let ids = conn.all(&CHATS, &params![org, after, limit]).await?;
    Ok(ids.into_iter().filter_map(ChatId::new).collect())
}

/// Returns the ids of up to `limit` customers with ids above `after`, in order.
///
/// # Errors
/// When the database fails.
pub async fn customers<C: Conn>(
    org: OrgId,
    conn: &mut C,
    after: i64,
    limit: u32,
) -> Result<Vec<CustomerId>> {
    let ids = conn.all(&CUSTOMERS, &params![org, after, limit]).await?;
    Ok(ids.into_iter().filter_map(CustomerId::new).collect())
}

/// Returns up to `limit` changes of a chat and of the chat's messages. The changes have numbers
/// above `after`, and are in order.
///
/// # Errors
/// When the database fails.
pub async fn of_chat<C: Conn>(
    org: OrgId,
    conn: &mut C,
    chat: ChatId,
    after: i64,
    limit: u32,
) -> Result<Vec<ChangeRow>> {
    conn.all(&OF_CHAT, &params![org, chat, after, limit]).await
}

/// Returns up to `limit` changes of a customer and of the customer's events. The changes have
/// numbers above `after`, and are in order.
///
/// # Errors
/// When the database fails.
pub async fn of_customer<C: Conn>(
    org: OrgId,
    conn: &mut C,
    customer: CustomerId,
    after: i64,
    limit: u32,
) -> Result<Vec<ChangeRow>> {
    conn.all(&OF_CUSTOMER, &params![org, customer, after, limit]).await
}

/// Returns up to `limit` events of a customer with ids above `after`, in order.
///
/// # Errors
/// When the database fails.
pub async fn events<C: Conn>(
    org: OrgId,
    conn: &mut C,
    customer: CustomerId,
    after: i64,
    limit: u32,
) -> Result<Vec<Event>> {
    conn.all(&EVENTS, &params![org, customer, after, limit]).await
}

/// Returns up to `limit` deliveries of a webhook with ids above `after`, in order.
///
/// # Errors
/// When the database fails.
pub async fn deliveries<C: Conn>(
    org: OrgId,
    conn: &mut C,
    webhook: WebhookId,
    after: i64,
    limit: u32,
) -> Result<Vec<DeliveryRow>> {
    conn.all(&DELIVERIES, &params![org, webhook, after, limit]).await
}

/// Returns up to `limit` requests with an Idempotency-Key, sorted by operation and key, from the
/// first request after this operation and key.
///
/// # Errors
/// When the database fails.
pub async fn repeatable<C: Conn>(
    org: OrgId,
    conn: &mut C,
    (operation, key): (&str, &str),
    limit: u32,
) -> Result<Vec<Repeatable>> {
    conn.all(&REPEATABLE, &params![org, operation, key, limit]).await
}

/// Returns up to `limit` imported objects, sorted by source and id, from the first object after
/// this source and id.
///
/// # Errors
/// When the database fails.
pub async fn imported<C: Conn>(
    org: OrgId,
    conn: &mut C,
    (source, external_id): (&str, &str),
    limit: u32,
) -> Result<Vec<Imported>> {
    conn.all(&IMPORTED, &params![org, source, external_id, limit]).await
}

/// Returns up to `limit` tags with ids above `after`, in order.
///
/// # Errors
/// When the database fails.
pub async fn tags<C: Conn>(
    org: OrgId,
    conn: &mut C,
    after: i64,
    limit: u32,
) -> Result<Vec<FoldedTag>> {
    conn.all(&TAGS, &params![org, after, limit]).await
}

/// Returns whether a customer's folded texts are correct; `true` for an unknown customer.
///
/// # Errors
/// When the database fails.
pub async fn is_folded<C: Conn>(org: OrgId, conn: &mut C, customer: CustomerId) -> Result<bool> {
    Ok(conn.opt(&FOLDED, &params![org, customer]).await?.is_none_or(|row| row.0))
}
