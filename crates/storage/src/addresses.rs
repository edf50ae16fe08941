//! The table of customers' e-mail addresses in caseless form, with which customers are found by
//! address.

use deskbell_model::{CustomerId, OrgId};
use deskbell_query::caseless;

use crate::columns::{Nothing, params};
use crate::conn::Conn;
use crate::error::{Error, Result};
use crate::row::Param;
use crate::statement::statements;

statements! {
    ADD: Point => Nothing =
        "INSERT INTO addresses (org_id, address, customer_id) VALUES ($1, $2, $3)
         ON CONFLICT DO NOTHING";
    REMOVE: Point => Nothing = "DELETE FROM addresses WHERE org_id = $1 AND customer_id = $2";
    OWNERS: Page => i64 =
        "SELECT customer_id AS value FROM addresses
         WHERE org_id = $1 AND address = $2 ORDER BY customer_id LIMIT $3";
}

/// Adds the e-mail addresses of these customers to the table; customers without an address are
/// skipped.
///
/// # Errors
/// When the database fails.
pub(crate) async fn add<C: Conn>(
    org: OrgId,
    conn: &mut C,
    customers: impl IntoIterator<Item = (CustomerId, Option<&str>)>,
) -> Result<()> {
    let row = |(customer, email): (_, Option<&str>)| Some((customer, caseless(email?)));
    let addresses: Vec<_> = customers.into_iter().filter_map(row).collect();
    let rows: Vec<Vec<Param<'_>>> =
        addresses.iter().map(|(id, address)| params![org, address, *id].into()).collect();
    conn.queue_many(&ADD, &rows).await
}

/// Deletes the e-mail addresses of these customers from the table.
///
/// # Errors
/// When the database fails.
pub(crate) async fn remove<C: Conn>(
    org: OrgId,
    conn: &mut C,
    customers: impl IntoIterator<Item = CustomerId>,
) -> Result<()> {
    let rows: Vec<Vec<Param<'_>>> =
        customers.into_iter().map(|customer| params![org, customer].into()).collect();
    conn.queue_many(&REMOVE, &rows).await
}

/// Returns the ids of up to `limit` customers with this e-mail address, compared without regard to
/// case, sorted by id.
pub async fn owners<C: Conn>(
    org: OrgId,
    conn: &mut C,
    address: &str,
    limit: u32,
) -> Result<Vec<CustomerId>> {
    let address = caseless(address);
    let ids = conn.all(&OWNERS, &params![org, &address, limit]).await?;
    ids.into_iter().map(|id| CustomerId::new(id).ok_or_else(|| Error::corrupt("no id"))).collect()
}
