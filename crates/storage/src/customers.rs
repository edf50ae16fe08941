//! Customers' rows and their tags.

use deskbell_model::{Customer, CustomerId, Location, OrgId, Tag, TagId};
use deskbell_query::fold;

use crate::columns::{Columns, params};
use crate::error::Result;
use crate::port::{Conn, FromRow, Nothing, Param, Row, statements};
use crate::write::Tx;

/// A customer's row: its custom data as the text it is kept as.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomerRow {
    /// The customer; `custom_data` here is not used.
    pub customer: Customer,
    /// A JSON object of scalars.
    pub custom_data: String,
}

impl FromRow for CustomerRow {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "name",
        "email",
        "user_id",
        "company",
        "phone",
        "first_seen",
        "last_seen",
        "region_code",
        "country_code",
        "city",
        "unsubscribed",
        "blocked",
        "source",
        "referer",
        "last_page",
        "locale",
        "notes",
        "created_from",
        "integration_id",
        "custom_data",
        "created_at",
    ];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        let mut customer = Customer::new(columns.id()?, deskbell_model::Seconds::new(0));
        customer.name = columns.opt_text()?;
        customer.email = columns.opt_text()?;
        customer.user_id = columns.opt_text()?;
        customer.company = columns.opt_text()?;
        customer.phone = columns.opt_text()?;
        customer.first_seen = columns.opt_seconds()?;
        customer.last_seen = columns.opt_seconds()?;
        customer.location = Location {
            region_code: columns.opt_text()?,
            country_code: columns.opt_text()?,
            city: columns.opt_text()?,
        };
        customer.unsubscribed = columns.bool()?;
        customer.blocked = columns.bool()?;
        customer.source = columns.opt_text()?;
        customer.referer = columns.opt_text()?;
        customer.last_page = columns.opt_text()?;
        customer.locale = columns.opt_text()?;
        customer.notes = columns.opt_text()?;
        customer.created_from = columns.opt_text()?;
        customer.integration_id = columns.opt_text()?;
        let custom_data = columns.text()?;
        customer.created_at = columns.seconds()?;
        Ok(Self { customer, custom_data })
    }
}

struct TagRow(Tag);

impl FromRow for TagRow {
    const COLUMNS: &'static [&'static str] = &["id", "name", "color"];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        Ok(Self(Tag { id: columns.id()?, name: columns.text()?, color: columns.text()? }))
    }
}

statements! {
    /// A new customer.
    INSERT: Point => Nothing =
        "INSERT INTO customers (org_id, id, name, email, user_id, company, phone, first_seen,
                last_seen, region_code, country_code, city, unsubscribed, blocked, source, referer,
                last_page, locale, notes, created_from, integration_id, custom_data, created_at,
                name_folded, email_folded, user_id_folded, company_folded, phone_folded,
                region_code_folded, country_code_folded, city_folded, locale_folded,
                integration_id_folded)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
                $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33)";
    /// One customer.
    FIND: Point => CustomerRow =
        "SELECT id, name, email, user_id, company, phone, first_seen, last_seen, region_code,
                country_code, city, unsubscribed, blocked, source, referer, last_page, locale,
                notes, created_from, integration_id, custom_data, created_at
         FROM customers WHERE org_id = $1 AND id = $2";
    /// A new tag.
    INSERT_TAG: Point => Nothing =
        "INSERT INTO tags (org_id, id, name, color) VALUES ($1, $2, $3, $4)";
    /// The tag with this name.
    TAG_BY_NAME: Point => TagRow =
        "SELECT id, name, color FROM tags WHERE org_id = $1 AND name = $2";
    /// A customer's tag.
    ADD_TAG: Point => Nothing =
        "INSERT INTO customer_tags (org_id, customer_id, place, tag_id) VALUES ($1, $2, $3, $4)";
    /// A customer's tags in the order they were added.
    TAGS: Page => TagRow =
        "SELECT t.id, t.name, t.color
         FROM customer_tags c CROSS JOIN tags t
         WHERE t.org_id = $1 AND t.id = c.tag_id AND c.org_id = $1 AND c.customer_id = $2
         ORDER BY c.place";
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

/// What `~` looks in, in the columns' order: nothing where it is the text itself.
type Folded = [Option<String>; 10];

fn folded(customer: &Customer) -> Folded {
    [
        &customer.name,
        &customer.email,
        &customer.user_id,
        &customer.company,
        &customer.phone,
        &customer.location.region_code,
        &customer.location.country_code,
        &customer.location.city,
        &customer.locale,
        &customer.integration_id,
    ]
    .map(|text| {
        let text = text.as_deref()?;
        Some(fold(text)).filter(|folded| folded != text)
    })
}

fn values<'a>(org: OrgId, row: &'a CustomerRow, folded: &'a Folded) -> Vec<Param<'a>> {
    let customer = &row.customer;
    let mut values = Vec::from(params![
        org,
        customer.id,
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
        customer.created_at,
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

/// The tag with this name; it comes into being, in this colour, when there is none.
///
/// # Errors
/// As the database says.
pub async fn tag<C: Conn>(tx: &mut Tx<'_, C>, name: &str, color: &str) -> Result<Tag> {
    if let Some(TagRow(tag)) = tx.conn.opt(&TAG_BY_NAME, &params![tx.org, name]).await? {
        return Ok(tag);
    }
    let tag = Tag { id: tx.head.take_tag()?, name: name.to_owned(), color: color.to_owned() };
    tx.conn.exec(&INSERT_TAG, &params![tx.org, tag.id, name, color]).await?;
    Ok(tag)
}

/// Gives tags to customers who have none yet, in this order.
///
/// # Errors
/// As the database says.
pub async fn add_tags<C: Conn>(
    org: OrgId,
    conn: &mut C,
    tags: &[(CustomerId, Vec<TagId>)],
) -> Result<()> {
    let mut rows: Vec<Vec<Param<'_>>> = Vec::new();
    for (customer, tags) in tags {
        for (place, tag) in (1_u64..).zip(tags) {
            rows.push(params![org, *customer, place, *tag].into());
        }
    }
    conn.exec_many(&ADD_TAG, &rows).await
}

/// A customer's tags, in the order they were added.
///
/// # Errors
/// As the database says.
pub async fn tags<C: Conn>(org: OrgId, conn: &mut C, customer: CustomerId) -> Result<Vec<Tag>> {
    let rows = conn.all(&TAGS, &params![org, customer]).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}
