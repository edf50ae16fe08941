//! Telling what happened to customers.

use deskbell_model::{Event, Kind, NewEvent, OrgId, Seconds};
use deskbell_storage::{Conn, Result as StorageResult, Tx, Write, customers, events};
use deskbell_wire as wire;

use super::{change, created};
use crate::App;
use crate::error::{Refused, Result};
use crate::idempotency::{Created, Once};

struct Tell(NewEvent, Seconds);

impl Write for Tell {
    type Out = Result<Created, Refused>;

    async fn run<C: Conn>(&mut self, tx: &mut Tx<'_, C>) -> StorageResult<Self::Out> {
        let Self(new, at) = self;
        if customers::find(tx.org, tx.conn, new.customer).await?.is_none() {
            return Ok(Err(Refused::CustomerNotFound));
        }
        let event = Event { id: tx.head.take_event()?, new: new.clone(), created_at: *at };
        events::insert(tx.org, tx.conn, &event).await?;
        let change = change(Kind::EventCreated, &event, |out| wire::events::write(out, &event));
        created(tx, *at, change).await.map(Ok)
    }
}

impl App {
    /// Tells what happened to a customer: `POST /v1/events`. Gives the event in JSON.
    ///
    /// # Errors
    /// [`Refused::CustomerNotFound`], [`Refused::KeyReused`], or as the database says.
    pub async fn tell_event(
        &self,
        org: OrgId,
        new: NewEvent,
        once: Option<Once>,
    ) -> Result<Vec<u8>> {
        self.create(org, once, Tell(new, self.now())).await
    }
}
