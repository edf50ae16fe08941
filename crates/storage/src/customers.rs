//! Customers' rows.

mod list;
mod row;
mod tags;
mod walk;

use deskbell_model::{Customer, CustomerId, Location, OrgId, Tag};
use deskbell_query::{CustomerIndexRow, caseless, fold};

pub use list::page;
pub use row::CustomerRow;
pub(crate) use row::TagRow;
use row::select;
pub use tags::{add_tags, recolor_tag, replace_tags, tag, tags};

use crate::columns::params;
use crate::erasures::{self, Erased};
use crate::error::{Error, Result};
use crate::head::{self, Total};
use crate::hundred;
use crate::port::{Conn, Nothing, Param, statements};
use crate::write::Tx;

#[cfg(test)]
pub(crate) use list::STATEMENTS as LIST_STATEMENTS;
#[cfg(test)]
pub(crate) use tags::STATEMENTS as TAG_STATEMENTS;
#[cfg(test)]
pub(crate) use walk::STATEMENTS as WALK_STATEMENTS;

statements! {
    /// A new customer.
    INSERT: Point => Nothing =
        "INSERT INTO customers (org_id, id, created_at, name, email, user_id, company, phone,
                first_seen, last_seen, region_code, country_code, city, unsubscribed, blocked,
                source, referer, last_page, locale, notes, created_from, integration_id,
                custom_data, name_folded, email_folded, user_id_folded, company_folded,
                phone_folded, region_code_folded, country_code_folded, city_folded, locale_folded,
                integration_id_folded, email_caseless)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
                $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33,
                $34)";
    /// What changes about a customer, all of it.
    UPDATE: Point => Nothing =
        "UPDATE customers SET name = $1, email = $2, user_id = $3, company = $4, phone = $5,
                first_seen = $6, last_seen = $7, region_code = $8, country_code = $9, city = $10,
                unsubscribed = $11, blocked = $12, source = $13, referer = $14, last_page = $15,
                locale = $16, notes = $17, created_from = $18, integration_id = $19,
                custom_data = $20, name_folded = $21, email_folded = $22, user_id_folded = $23,
                company_folded = $24, phone_folded = $25, region_code_folded = $26,
                country_code_folded = $27, city_folded = $28, locale_folded = $29,
                integration_id_folded = $30, email_caseless = $31
         WHERE org_id = $32 AND id = $33";
    /// How a customer's texts are folded.
    REFOLD: Point => Nothing =
        "UPDATE customers SET name_folded = $1, email_folded = $2, user_id_folded = $3,
                company_folded = $4, phone_folded = $5, region_code_folded = $6,
                country_code_folded = $7, city_folded = $8, locale_folded = $9,
                integration_id_folded = $10, email_caseless = $11
         WHERE org_id = $12 AND id = $13";
    /// One customer.
    FIND: Point => CustomerRow = select!("FROM customers c"; "= $2");
    /// Up to 100 customers.
    FIND_MANY: Page => CustomerRow = select!("FROM customers c"; "IN ", hundred::ids!());
    /// Who has this userId.
    BY_USER_ID: Point => i64 =
        "SELECT id AS value FROM customers WHERE org_id = $1 AND user_id = $2";
    /// Takes a customer away.
    REMOVE: Point => Nothing = "DELETE FROM customers WHERE org_id = $1 AND id = $2";
}

/// Adds customers, and counts them.
///
/// # Errors
/// `Conflict` of `customers_user_id` when a userId is taken, otherwise as the database says.
pub async fn insert<C: Conn>(tx: &mut Tx<'_, C>, customers: &[CustomerRow]) -> Result<()> {
    let org = tx.org;
    let folded: Vec<_> = customers.iter().map(|row| folded(&row.customer)).collect();
    let rows: Vec<_> =
        customers.iter().zip(&folded).map(|(row, folded)| values(org, row, folded)).collect();
    tx.conn.exec_many(&INSERT, &rows).await?;
    tx.head.customers += i64::try_from(customers.len()).unwrap_or(i64::MAX);
    Ok(())
}

/// Writes a customer's fields, but for its id and `created_at`.
///
/// # Errors
/// `NotFound` when the customer is not there, `Conflict` of `customers_user_id` when its userId is
/// taken, otherwise as the database says.
pub async fn update<C: Conn>(org: OrgId, conn: &mut C, row: &CustomerRow) -> Result<()> {
    let folded = folded(&row.customer);
    let mut values = fields(row, &folded);
    values.extend(params![org, row.customer.id]);
    match conn.exec(&UPDATE, &values).await? {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}

/// Takes a customer and its tags away, and notes that its events have to go. Its chats go before:
/// see [`crate::chats::remove_some`].
///
/// # Errors
/// `NotFound` when the customer is not there, otherwise as the database says.
pub async fn remove<C: Conn>(tx: &mut Tx<'_, C>, customer: CustomerId) -> Result<()> {
    replace_tags(tx.org, tx.conn, customer, 0, &[]).await?;
    if tx.conn.exec(&REMOVE, &params![tx.org, customer]).await? == 0 {
        return Err(Error::NotFound);
    }
    tx.head.customers -= 1;
    erasures::note(tx.org, tx.conn, &[Erased::Customer(customer)]).await
}

/// What `~` looks in, and what e-mail addresses are compared as, in the columns' order: nothing
/// where it is the text itself.
type Folded = [Option<String>; 11];

fn folded(customer: &Customer) -> Folded {
    let Customer { name, email, user_id, company, phone, location, locale, .. } = customer;
    let Location { region_code, country_code, city } = location;
    let id = &customer.integration_id;
    fold_all([name, email, user_id, company, phone, region_code, country_code, city, locale, id])
}

fn fold_all(texts: [&Option<String>; 10]) -> Folded {
    let other = |text: &Option<String>, fold: fn(&str) -> String| {
        let text = text.as_deref()?;
        Some(fold(text)).filter(|folded| folded != text)
    };
    let email = other(texts[1], caseless);
    let [a, b, c, d, e, f, g, h, i, j] = texts.map(|text| other(text, fold));
    [a, b, c, d, e, f, g, h, i, j, email]
}

/// Folds the texts of customers anew.
pub(crate) async fn refold<C: Conn>(
    org: OrgId,
    conn: &mut C,
    found: &[CustomerIndexRow],
) -> Result<()> {
    let folded: Vec<_> = found
        .iter()
        .map(|it| {
            fold_all([
                &it.name,
                &it.email,
                &it.user_id,
                &it.company,
                &it.phone,
                &it.region_code,
                &it.country_code,
                &it.city,
                &it.locale,
                &it.integration_id,
            ])
        })
        .collect();
    let rows: Vec<_> = found
        .iter()
        .zip(&folded)
        .map(|(it, folded)| {
            let mut row: Vec<_> = folded.iter().map(|text| Param::from(text.as_ref())).collect();
            row.extend(params![org, it.id]);
            row
        })
        .collect();
    conn.exec_many(&REFOLD, &rows).await
}

fn values<'a>(org: OrgId, row: &'a CustomerRow, folded: &'a Folded) -> Vec<Param<'a>> {
    let mut values = Vec::from(params![org, row.customer.id, row.customer.created_at]);
    values.extend(fields(row, folded));
    values
}

/// What may change about a customer, in the columns' order.
fn fields<'a>(row: &'a CustomerRow, folded: &'a Folded) -> Vec<Param<'a>> {
    let customer = &row.customer;
    let mut values = Vec::from(params![
        customer.name.as_ref(),
        customer.email.as_ref(),
        customer.user_id.as_ref(),
        customer.company.as_ref(),
        customer.phone.as_ref(),
        customer.first_seen,
        customer.last_seen,
        customer.location.region_code.as_ref(),
        customer.location.country_code.as_ref(),
        customer.location.city.as_ref(),
        customer.unsubscribed,
        customer.blocked,
        customer.source.as_ref(),
        customer.referer.as_ref(),
        customer.last_page.as_ref(),
        customer.locale.as_ref(),
        customer.notes.as_ref(),
        customer.created_from.as_ref(),
        customer.integration_id.as_ref(),
        &row.custom_data,
    ]);
    values.extend(folded.iter().map(|text| Param::from(text.as_ref())));
    values
}

/// One customer.
///
/// # Errors
/// As the database says.
pub async fn find<C: Conn>(
    org: OrgId,
    conn: &mut C,
    customer: CustomerId,
) -> Result<Option<CustomerRow>> {
    conn.opt(&FIND, &params![org, customer]).await
}

/// Up to 100 customers with their tags, in the order of these ids; without those that are not
/// there.
///
/// # Errors
/// `Internal` for more than 100, otherwise as the database says.
pub async fn views<C: Conn>(
    org: OrgId,
    conn: &mut C,
    ids: &[CustomerId],
) -> Result<Vec<(CustomerRow, Vec<Tag>)>> {
    let Some(params) = hundred::params(org, ids)? else { return Ok(Vec::new()) };
    let mut rows = conn.all(&FIND_MANY, &params).await?;
    let place = |id: CustomerId| ids.iter().position(|it| *it == id);
    rows.sort_by_key(|row| place(row.customer.id));
    tags::with_tags(org, conn, rows).await
}

/// Who has this userId.
///
/// # Errors
/// As the database says.
pub async fn with_user_id<C: Conn>(
    org: OrgId,
    conn: &mut C,
    user_id: &str,
) -> Result<Option<CustomerId>> {
    Ok(conn.opt(&BY_USER_ID, &params![org, user_id]).await?.and_then(CustomerId::new))
}

/// How many customers there are.
///
/// # Errors
/// `NotFound` for an unknown organization, otherwise as the database says.
pub async fn total<C: Conn>(org: OrgId, conn: &mut C) -> Result<u64> {
    head::total(org, conn, Total::Customers).await
}
