//! The table of customers' events.

use deskbell_model::{CustomerId, Event, NewEvent, OrgId};

use crate::columns::{FromRow as _, Nothing, params};
use crate::conn::Conn;
use crate::error::Result;
use crate::record::{Record as _, record};
use crate::selected::selected;
use crate::sql::text;
use crate::statement::statements;

record! { NewEvent {
    fixed { customer = "customer_id", name, data }
} }

selected! { Event { id, new: NewEvent, created_at } }

statements! {
    INSERT: Point => Nothing = text!(insert("events", Event::COLUMNS));
    /// Moves the latest events of a customer to another customer.
    GIVE: Page => Nothing =
        "UPDATE events SET customer_id = $1
         WHERE org_id = $2 AND customer_id = $3 AND id >=
            (SELECT MIN(last.id) FROM
                (SELECT e.id FROM events e WHERE e.org_id = $2 AND e.customer_id = $3
                 ORDER BY e.id DESC LIMIT $4) AS last)";
    NEWEST: Page => Event = text!(join(&[
        "SELECT ", text!(list("", Event::COLUMNS)), " FROM events
         WHERE org_id = $1 AND customer_id = $2 ORDER BY id DESC LIMIT $3"
    ]));
}

/// Adds an event. The caller checks that the event's customer exists.
///
/// # Errors
/// When the database fails.
pub async fn insert<C: Conn>(org: OrgId, conn: &mut C, event: &Event) -> Result<()> {
    let (id, at) = (params![org, event.id], params![event.created_at]);
    let row = [id.into(), event.new.values(), at.into()].concat();
    conn.queue(&INSERT, &row).await
}

/// Moves up to `limit` of the latest events of a customer to another customer.
///
/// # Errors
/// When the database fails.
pub async fn give<C: Conn>(
    org: OrgId,
    conn: &mut C,
    (from, to): (CustomerId, CustomerId),
    limit: u64,
) -> Result<()> {
    conn.queue(&GIVE, &params![to, org, from, limit]).await
}

/// Returns up to `limit` events of a customer, newest first.
///
/// # Errors
/// When the database fails.
pub async fn newest<C: Conn>(
    org: OrgId,
    conn: &mut C,
    customer: CustomerId,
    limit: u32,
) -> Result<Vec<Event>> {
    conn.all(&NEWEST, &params![org, customer, limit]).await
}
