//! The tags of customers. The positions of a customer's tags begin at 1 and have no gaps, in the
//! order in which the tags were added.

use deskbell_model::{CustomerId, OrgId, Tag, TagId};

use super::row::{CustomerRow, WornRow};
use crate::batch;
use crate::columns::{FromRow as _, Nothing, params};
use crate::conn::Conn;
use crate::error::Result;
use crate::record::Record as _;
use crate::row::Param;
use crate::sql::{columns, text};
use crate::statement::statements;
use crate::write::Tx;

statements! {
    INSERT: Point => Nothing =
        text!(insert("tags", columns!(Tag::COLUMNS, &["changed_seq", "name_folded"])));
    BY_NAME: Point => Tag =
        "SELECT id, name, color FROM tags WHERE org_id = $1 AND name = $2";
    /// Selects the organization's oldest tags.
    FIRST: Page => Tag =
        "SELECT id, name, color FROM tags WHERE org_id = $1 ORDER BY id LIMIT $2";
    RECOLOR: Point => Nothing =
        "UPDATE tags SET color = $1, changed_seq = $2 WHERE org_id = $3 AND id = $4";
    TAGS_AFTER: Page => Tag =
        "SELECT id, name, color FROM tags WHERE org_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    REFOLD: Point => Nothing =
        "UPDATE tags SET name_folded = $1 WHERE org_id = $2 AND id = $3";
    ADD: Point => Nothing =
        "INSERT INTO customer_tags (org_id, customer_id, place, tag_id) VALUES ($1, $2, $3, $4)";
    REMOVE: Point => Nothing =
        "DELETE FROM customer_tags WHERE org_id = $1 AND customer_id = $2 AND place > $3";
    OF_ONE: Page => Tag =
        "SELECT t.id, t.name, t.color
         FROM customer_tags c CROSS JOIN tags t
         WHERE t.org_id = $1 AND t.id = c.tag_id AND c.org_id = $1 AND c.customer_id = $2
         ORDER BY c.place";
    /// Selects the tags of up to 100 customers.
    OF_MANY: Page => WornRow =
        concat!("SELECT c.customer_id, t.id, t.name, t.color
         FROM customer_tags c CROSS JOIN tags t
         WHERE t.org_id = $1 AND t.id = c.tag_id AND c.org_id = $1 AND c.customer_id IN ",
         batch::ids!(), " ORDER BY c.customer_id, c.place");
}

/// Returns the tag with this name, which is created with this colour if missing.
///
/// # Errors
/// When the database fails.
pub async fn tag<C: Conn>(tx: &mut Tx<'_, C>, name: &str, color: &str) -> Result<Tag> {
    if let Some(tag) = tx.conn.opt(&BY_NAME, &params![tx.org, name]).await? {
        return Ok(tag);
    }
    let tag = Tag { id: tx.counters.take_tag()?, name: name.to_owned(), color: color.to_owned() };
    let next = tx.counters.last_seq() + 1;
    let folded = Param::Folded(&tag.name);
    let row = [tag.inserted(tx.org), params![next].into(), vec![folded]].concat();
    tx.conn.queue(&INSERT, &row).await?;
    Ok(tag)
}

/// Returns up to `limit` tags of the organization, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn first_tags<C: Conn>(org: OrgId, conn: &mut C, limit: u32) -> Result<Vec<Tag>> {
    conn.all(&FIRST, &params![org, limit]).await
}

/// Sets a tag's colour.
///
/// # Errors
/// When the database fails.
pub async fn recolor_tag<C: Conn>(tx: &mut Tx<'_, C>, tag: TagId, color: &str) -> Result<()> {
    let next = tx.counters.last_seq() + 1;
    tx.conn.queue(&RECOLOR, &params![color, next, tx.org, tag]).await
}

/// Computes again the folded forms (without case and accents) of the names of up to `limit` tags
/// with ids above `after`, and writes the results. Returns the last of these tags; `None` when no
/// tag has an id above `after`.
pub(crate) async fn refold_tags<C: Conn>(
    org: OrgId,
    conn: &mut C,
    after: i64,
    limit: u32,
) -> Result<Option<TagId>> {
    let tags = conn.all(&TAGS_AFTER, &params![org, after, limit]).await?;
    let mut rows: Vec<Vec<Param<'_>>> = Vec::with_capacity(tags.len());
    for tag in &tags {
        rows.push([vec![Param::Folded(&tag.name)], params![org, tag.id].into()].concat());
    }
    conn.queue_many(&REFOLD, &rows).await?;
    Ok(tags.last().map(|tag| tag.id))
}

/// Adds tags, in this order, to customers without tags.
///
/// # Errors
/// When the database fails.
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
    conn.queue_many(&ADD, &rows).await
}

/// Keeps the first `kept` of a customer's tags, deletes the others, and appends `more`.
///
/// # Errors
/// When the database fails.
pub async fn replace_tags<C: Conn>(
    org: OrgId,
    conn: &mut C,
    customer: CustomerId,
    kept: u64,
    more: &[TagId],
) -> Result<()> {
    conn.queue(&REMOVE, &params![org, customer, kept]).await?;
    let places = (kept + 1..).zip(more);
    let rows: Vec<_> =
        places.map(|(place, tag)| params![org, customer, place, *tag].into()).collect();
    conn.queue_many(&ADD, &rows).await
}

/// Returns a customer's tags, in the order in which they were added.
///
/// # Errors
/// When the database fails.
pub async fn tags<C: Conn>(org: OrgId, conn: &mut C, customer: CustomerId) -> Result<Vec<Tag>> {
    conn.all(&OF_ONE, &params![org, customer]).await
}

/// Returns the tags of up to 100 customers, grouped by customer. The tags of a customer are in the
/// order in which they were added.
///
/// # Errors
/// When the database fails; `Internal` for more than 100 ids.
pub async fn tags_of<C: Conn>(
    org: OrgId,
    conn: &mut C,
    customers: &[CustomerId],
) -> Result<Vec<(CustomerId, Tag)>> {
    let Some(params) = batch::params(org, customers)? else { return Ok(Vec::new()) };
    let worn = conn.all(&OF_MANY, &params).await?;
    Ok(worn.into_iter().map(|WornRow { customer, tag }| (customer, tag)).collect())
}

/// Returns up to 100 customers with their tags.
pub(super) async fn with_tags<C: Conn>(
    org: OrgId,
    conn: &mut C,
    rows: Vec<CustomerRow>,
) -> Result<Vec<(CustomerRow, Vec<Tag>)>> {
    let ids: Vec<_> = rows.iter().map(|row| row.customer.id).collect();
    let Some(params) = batch::params(org, &ids)? else { return Ok(Vec::new()) };
    let worn = conn.all(&OF_MANY, &params).await?;
    let mut views: Vec<_> = rows.into_iter().map(|row| (row, Vec::new())).collect();
    for (place, WornRow { tag, .. }) in batch::places(&ids, worn, |row| row.customer) {
        views[place].1.push(tag);
    }
    Ok(views)
}
