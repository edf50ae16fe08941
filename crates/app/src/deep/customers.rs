//! The check of a customer. The customer's row is compared with the change feed and with the
//! columns for searches. The customer's events are compared with the change feed.

use deskbell_model::{CustomerId, OrgId};
use deskbell_storage::{Conn, Result, everything};

use super::feed_digests::{CUSTOMER, EVENT, FeedDigests};
use super::{Deep, ROWS_AT_ONCE};
use crate::customer_view::find;

/// Checks a customer and its events.
pub(super) async fn check<C: Conn>(
    org: OrgId,
    conn: &mut C,
    customer: CustomerId,
    deep: &mut Deep,
) -> Result<()> {
    let (mut feed, mut last) = (FeedDigests::default(), 0);
    loop {
        let rows = everything::of_customer(org, conn, customer, last, ROWS_AT_ONCE).await?;
        let Some(newest) = rows.last() else { break };
        last = newest.seq.get();
        rows.iter().for_each(|row| feed.note(row));
    }
    if let Some(view) = find(org, conn, customer).await? {
        let id = customer.get();
        feed.compare(CUSTOMER, id, &view, deep);
    }
    if !everything::is_folded(org, conn, customer).await? {
        deep.add(format!("customer {customer} is not searched by what it shows"));
    }
    last = 0;
    loop {
        let events = everything::events(org, conn, customer, last, ROWS_AT_ONCE).await?;
        let Some(newest) = events.last() else { return Ok(()) };
        last = newest.id.get();
        for event in &events {
            feed.compare(EVENT, event.id.get(), event, deep);
        }
    }
}
