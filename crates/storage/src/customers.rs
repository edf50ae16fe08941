//! The table of customers.

mod keyset;
mod list;
mod owned;
mod row;
mod tags;

use deskbell_model::exchange::ExternalKind;
use deskbell_model::{Customer, CustomerId, GeoLocation, OrgId, Seconds, Tag};

pub use list::page;
pub use owned::{OwnedCounts, owned_counts};
pub use row::CustomerRow;
pub(crate) use row::CustomerTexts;
use row::select;
pub(crate) use tags::refold_tags;
pub use tags::{add_tags, first_tags, recolor_tag, replace_tags, tag, tags, tags_of};

use crate::addresses;
use crate::batch;
use crate::columns::{FromRow as _, Nothing, params};
use crate::conn::Conn;
use crate::counters::{self, Total};
use crate::erasures::{self, Erased};
use crate::error::{Error, Result};
use crate::external_ids;
use crate::record::Record as _;
use crate::row::Param;
use crate::sql::{columns, text};
use crate::statement::statements;
use crate::visitor_sessions;
use crate::write::Tx;

#[cfg(test)]
pub(crate) use keyset::STATEMENTS as KEYSET_STATEMENTS;
#[cfg(test)]
pub(crate) use list::STATEMENTS as LIST_STATEMENTS;
#[cfg(test)]
pub(crate) use owned::STATEMENTS as OWNED_STATEMENTS;
#[cfg(test)]
pub(crate) use tags::STATEMENTS as TAG_STATEMENTS;

const CHANGING: &[&str] =
    columns!(Customer::CHANGING, GeoLocation::CHANGING, &["custom_data", "custom_data_folded"]);
const COLUMNS: &[&str] = columns!(Customer::KEY, Customer::FIXED, CHANGING);

statements! {
    INSERT: Point => Nothing = text!(insert("customers", COLUMNS));
    UPDATE: Point => Nothing = text!(update("customers", CHANGING, Customer::KEY));
    REFOLD: Point => Nothing = text!(update("customers", CustomerTexts::FOLDED, Customer::KEY));
    /// Selects the texts of the customers with ids above a given id.
    TEXTS_AFTER: Page => CustomerTexts = text!(join(&[
        "SELECT ", text!(list("", CustomerTexts::COLUMNS)), " FROM customers
         WHERE org_id = $1 AND id > $2 ORDER BY id LIMIT $3"
    ]));
    FIND: Point => CustomerRow = select!("FROM customers c"; "= $2");
    /// Selects the customers with these ids, up to 100.
    FIND_MANY: Page => CustomerRow = select!("FROM customers c"; "IN ", batch::ids!());
    BY_USER_ID: Point => i64 =
        "SELECT id AS value FROM customers WHERE org_id = $1 AND user_id = $2";
    REMOVE: Point => Nothing = "DELETE FROM customers WHERE org_id = $1 AND id = $2";
}

/// Adds customers, and increases the count of customers.
///
/// # Errors
/// When the database fails; `Conflict` of `customers_user_id` when a userId is taken.
pub async fn insert<C: Conn>(tx: &mut Tx<'_, C>, customers: &[CustomerRow]) -> Result<()> {
    let org = tx.org;
    let rows: Vec<_> =
        customers.iter().map(|row| [row.customer.inserted(org), rest(row)].concat()).collect();
    tx.conn.queue_many(&INSERT, &rows).await?;
    addresses::add(org, tx.conn, customers.iter().map(|row| address(&row.customer))).await?;
    tx.counters.customers += i64::try_from(customers.len()).unwrap_or(i64::MAX);
    Ok(())
}

/// Writes a customer's fields, except its id and `created_at`.
///
/// # Errors
/// When the database fails; `NotFound` when the customer does not exist; `Conflict` of
/// `customers_user_id` when its userId is taken.
pub async fn update<C: Conn>(
    org: OrgId,
    conn: &mut C,
    before: &Customer,
    row: &CustomerRow,
) -> Result<()> {
    let customer = &row.customer;
    let values = [customer.changing(), rest(row), params![org, customer.id].into()];
    if conn.exec(&UPDATE, &values.concat()).await? == 0 {
        return Err(Error::NotFound);
    }
    if before.email != customer.email {
        addresses::remove(org, conn, [customer.id]).await?;
        addresses::add(org, conn, [address(customer)]).await?;
    }
    Ok(())
}

/// Deletes a customer with its tags and addresses, ends its sessions, and schedules the erasure of
/// its events. `at` is the time of the deletion. The caller deletes the customer's chats first; see
/// [`crate::chats::remove_some`].
///
/// # Errors
/// When the database fails; `NotFound` when the customer does not exist.
pub async fn remove<C: Conn>(tx: &mut Tx<'_, C>, customer: CustomerId, at: Seconds) -> Result<()> {
    replace_tags(tx.org, tx.conn, customer, 0, &[]).await?;
    if tx.conn.exec(&REMOVE, &params![tx.org, customer]).await? == 0 {
        return Err(Error::NotFound);
    }
    addresses::remove(tx.org, tx.conn, [customer]).await?;
    external_ids::remove(tx.org, tx.conn, ExternalKind::Customer, [customer.get()]).await?;
    visitor_sessions::end_all(tx.org, tx.conn, customer).await?;
    tx.counters.customers -= 1;
    erasures::note(tx.org, tx.conn, at, &[Erased::Customer(customer)]).await
}

fn address(customer: &Customer) -> (CustomerId, Option<&str>) {
    (customer.id, customer.email.as_deref())
}

/// Returns the values of the columns that follow the columns of `Customer`.
fn rest(row: &CustomerRow) -> Vec<Param<'_>> {
    let custom_data = [Param::from(&row.custom_data), Param::Values(&row.custom_data)];
    [row.customer.location.values(), custom_data.into()].concat()
}

/// Recomputes and stores the folded texts (without case and accents) and the e-mail addresses of up
/// to `limit` customers with ids above `after`. Returns the last of these customers; `None` when no
/// customer has an id above `after`.
pub(crate) async fn refold<C: Conn>(
    org: OrgId,
    conn: &mut C,
    after: i64,
    limit: u32,
) -> Result<Option<CustomerId>> {
    let found = conn.all(&TEXTS_AFTER, &params![org, after, limit]).await?;
    let rows: Vec<_> =
        found.iter().map(|row| [row.folded(), params![org, row.id].into()].concat()).collect();
    conn.queue_many(&REFOLD, &rows).await?;
    addresses::remove(org, conn, found.iter().map(|row| row.id)).await?;
    addresses::add(org, conn, found.iter().map(|row| (row.id, row.email.as_deref()))).await?;
    Ok(found.last().map(|row| row.id))
}

/// Finds a customer.
///
/// # Errors
/// When the database fails.
pub async fn find<C: Conn>(
    org: OrgId,
    conn: &mut C,
    customer: CustomerId,
) -> Result<Option<CustomerRow>> {
    conn.opt(&FIND, &params![org, customer]).await
}

/// Returns up to 100 customers with their tags, in the order of `ids`; missing customers are left
/// out.
///
/// # Errors
/// When the database fails; `Internal` for more than 100 ids.
pub async fn views<C: Conn>(
    org: OrgId,
    conn: &mut C,
    ids: &[CustomerId],
) -> Result<Vec<(CustomerRow, Vec<Tag>)>> {
    let Some(params) = batch::params(org, ids)? else { return Ok(Vec::new()) };
    let mut rows = conn.all(&FIND_MANY, &params).await?;
    let place = |id: CustomerId| ids.iter().position(|it| *it == id);
    rows.sort_by_key(|row| place(row.customer.id));
    tags::with_tags(org, conn, rows).await
}

/// Finds the customer with this userId.
///
/// # Errors
/// When the database fails.
pub async fn with_user_id<C: Conn>(
    org: OrgId,
    conn: &mut C,
    user_id: &str,
) -> Result<Option<CustomerId>> {
    Ok(conn.opt(&BY_USER_ID, &params![org, user_id]).await?.and_then(CustomerId::new))
}

/// Returns the number of customers.
///
/// # Errors
/// When the database fails; `NotFound` for an unknown organization.
pub async fn total<C: Conn>(org: OrgId, conn: &mut C) -> Result<u64> {
    counters::total(org, conn, Total::Customers).await
}
