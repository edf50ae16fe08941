//! The rows of events.

use deskbell_model::{Event, NewEvent, OrgId};

use crate::columns::{Columns, FromRow, Nothing, params};
use crate::conn::Conn;
use crate::error::Result;
use crate::record::{Record as _, record};
use crate::row::Row;
use crate::sql::{columns, text};
use crate::statement::statements;

record! { NewEvent {
    fixed { customer = "customer_id", name, data }
} }

impl FromRow for Event {
    const COLUMNS: &'static [&'static str] = columns!(&["id"], NewEvent::COLUMNS, &["created_at"]);

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        let (id, new) = (columns.get()?, NewEvent::from_row(columns)?);
        Ok(Self { id, new, created_at: columns.get()? })
    }
}

statements! {
    INSERT: Point => Nothing = text!(insert("events", Event::COLUMNS));
}

/// Adds an event. The caller checks that its customer exists.
///
/// # Errors
/// When the database fails.
pub async fn insert<C: Conn>(org: OrgId, conn: &mut C, event: &Event) -> Result<()> {
    let (id, at) = (params![org, event.id], params![event.created_at]);
    let row = [id.into(), event.new.values(), at.into()].concat();
    conn.exec(&INSERT, &row).await.map(drop)
}
