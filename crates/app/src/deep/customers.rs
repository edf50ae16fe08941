//! The check of a customer. The customer's row is compared with the change feed and with the
//! columns for searches. The customer's events are compared with the change feed.

use deskbell_model::{CustomerId, OrgId};
use deskbell_storage::{Conn, Result, everything};

use super::told::{CUSTOMER, EVENT, Told};
use super::{Deep, ROWS_AT_ONCE};
use crate::customer_view::find;

/// Checks a customer and its events.
pub(super) async fn check<C: Conn>(
    org: OrgId,
    conn: &mut C,
    customer: CustomerId,
    deep: &mut Deep,
) -> Result<()> {
    let (mut told, mut last) = (Told::default(), 0);
    loop {
        let rows = everything::of_customer(org, conn, customer, last, ROWS_AT_ONCE).await?;
        let Some(newest) = rows.last() else { break };
        last = newest.seq.get();
        rows.iter().for_each(|row| told.hear(row));
    }
    if let Some(view) = find(org, conn, customer).await? {
        let id = customer.get();
        told.compare(CUSTOMER, id, &view, deep);
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
            told.compare(EVENT, event.id.get(), event, deep);
        }
    }
}
