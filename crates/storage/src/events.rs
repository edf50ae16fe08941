//! Events' rows.

use deskbell_model::{Event, OrgId};

use crate::columns::params;
use crate::error::Result;
use crate::port::{Conn, Nothing, statements};

statements! {
    /// A new event.
    INSERT: Point => Nothing =
        "INSERT INTO events (org_id, customer_id, id, name, data, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)";
}

/// Adds an event; that its customer is there is the caller's care.
///
/// # Errors
/// As the database says.
pub async fn insert<C: Conn>(org: OrgId, conn: &mut C, event: &Event) -> Result<()> {
    let new = &event.new;
    let row = params![org, new.customer, event.id, &new.name, &new.data, event.created_at];
    conn.exec(&INSERT, &row).await.map(drop)
}
