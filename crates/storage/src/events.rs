//! The table of events.

use deskbell_model::{Event, NewEvent, OrgId};

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
