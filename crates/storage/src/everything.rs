//! Reading every row there is, in steps, for whoever compares what stands twice.

use deskbell_model::{ChatId, CustomerId, Event, NewEvent, OrgId};
use deskbell_query::fold;

use crate::changes::ChangeRow;
use crate::columns::{Columns, params};
use crate::error::Result;
use crate::port::{Conn, FromRow, Row, statements};

statements! {
    /// The ids of chats.
    CHATS: Page => i64 =
        "SELECT id AS value FROM chats WHERE org_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    /// The ids of customers.
    CUSTOMERS: Page => i64 =
        "SELECT id AS value FROM customers WHERE org_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    /// What the feed told of a chat and its messages.
    OF_CHAT: Page => ChangeRow =
        "SELECT seq, at, kind, subject, chat_id, quiet, payload FROM changes
         WHERE org_id = $1 AND chat_id = $2 AND seq > $3 ORDER BY seq LIMIT $4";
    /// What the feed told of a customer and its events.
    OF_CUSTOMER: Page => ChangeRow =
        "SELECT seq, at, kind, subject, chat_id, quiet, payload FROM changes
         WHERE org_id = $1 AND customer_id = $2 AND seq > $3 ORDER BY seq LIMIT $4";
    /// Events of a customer.
    EVENTS: Page => EventRow =
        "SELECT id, name, data, customer_id, created_at FROM events
         WHERE org_id = $1 AND customer_id = $2 AND id > $3 ORDER BY id LIMIT $4";
    /// Texts of a customer, each with what `~` looks in.
    FOLDED: Point => FoldedRow =
        "SELECT name, name_folded, email, email_folded, user_id, user_id_folded, company,
                company_folded, phone, phone_folded, region_code, region_code_folded,
                country_code, country_code_folded, city, city_folded, locale, locale_folded,
                integration_id, integration_id_folded
         FROM customers WHERE org_id = $1 AND id = $2";
}

struct EventRow(Event);

impl FromRow for EventRow {
    const COLUMNS: &'static [&'static str] = &["id", "name", "data", "customer_id", "created_at"];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        let id = columns.id()?;
        let new =
            NewEvent { name: columns.text()?, data: columns.text()?, customer: columns.id()? };
        Ok(Self(Event { id, new, created_at: columns.seconds()? }))
    }
}

/// Whether every text of a customer is folded as it must be.
struct FoldedRow(bool);

impl FromRow for FoldedRow {
    const COLUMNS: &'static [&'static str] = &[
        "name",
        "name_folded",
        "email",
        "email_folded",
        "user_id",
        "user_id_folded",
        "company",
        "company_folded",
        "phone",
        "phone_folded",
        "region_code",
        "region_code_folded",
        "country_code",
        "country_code_folded",
        "city",
        "city_folded",
        "locale",
        "locale_folded",
        "integration_id",
        "integration_id_folded",
    ];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        let mut agree = true;
        for _ in 0..Self::COLUMNS.len() / 2 {
            let (text, folded) = (columns.opt_str()?, columns.opt_str()?);
            let expected = text.map(fold).filter(|folded| Some(folded.as_str()) != text);
            agree &= expected.as_deref() == folded;
        }
        Ok(Self(agree))
    }
}

/// The ids of up to `limit` chats behind this one, in order.
///
/// # Errors
/// As the database says.
pub async fn chats<C: Conn>(
    org: OrgId,
    conn: &mut C,
    after: i64,
    limit: u32,
) -> Result<Vec<ChatId>> {
    let ids = conn.all(&CHATS, &params![org, after, limit]).await?;
    Ok(ids.into_iter().filter_map(ChatId::new).collect())
}

/// The ids of up to `limit` customers behind this one, in order.
///
/// # Errors
/// As the database says.
pub async fn customers<C: Conn>(
    org: OrgId,
    conn: &mut C,
    after: i64,
    limit: u32,
) -> Result<Vec<CustomerId>> {
    let ids = conn.all(&CUSTOMERS, &params![org, after, limit]).await?;
    Ok(ids.into_iter().filter_map(CustomerId::new).collect())
}

/// Up to `limit` changes of a chat and its messages behind this one, in order.
///
/// # Errors
/// As the database says.
pub async fn of_chat<C: Conn>(
    org: OrgId,
    conn: &mut C,
    chat: ChatId,
    after: i64,
    limit: u32,
) -> Result<Vec<ChangeRow>> {
    conn.all(&OF_CHAT, &params![org, chat, after, limit]).await
}

/// Up to `limit` changes of a customer and its events behind this one, in order.
///
/// # Errors
/// As the database says.
pub async fn of_customer<C: Conn>(
    org: OrgId,
    conn: &mut C,
    customer: CustomerId,
    after: i64,
    limit: u32,
) -> Result<Vec<ChangeRow>> {
    conn.all(&OF_CUSTOMER, &params![org, customer, after, limit]).await
}

/// Up to `limit` events of a customer behind this one, in order.
///
/// # Errors
/// As the database says.
pub async fn events<C: Conn>(
    org: OrgId,
    conn: &mut C,
    customer: CustomerId,
    after: i64,
    limit: u32,
) -> Result<Vec<Event>> {
    let rows = conn.all(&EVENTS, &params![org, customer, after, limit]).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// Whether what searches look in of a customer is what its texts fold to.
///
/// # Errors
/// As the database says.
pub async fn is_folded<C: Conn>(org: OrgId, conn: &mut C, customer: CustomerId) -> Result<bool> {
    Ok(conn.opt(&FOLDED, &params![org, customer]).await?.is_none_or(|row| row.0))
}
