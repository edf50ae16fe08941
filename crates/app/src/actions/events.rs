//! Adding events of customers.

use deskbell_model::{Event, Kind, NewEvent, Right, Seconds};
use deskbell_storage::{Conn, Stop, Tx, Write, customers, events};

use super::idempotency::Once;
use super::recorded::{Created, Recorded};
use super::{Actions, change, record, refused};
use crate::access::Caller;
use crate::error::{Rejected, Result};

struct Add(NewEvent, Seconds);

impl Write for Add {
    type Out = Recorded<Event>;
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Self::Out, Stop<Rejected>> {
        let Self(new, at) = self;
        if customers::find(tx.org, tx.conn, new.customer).await?.is_none() {
            return Err(refused(Rejected::CustomerNotFound));
        }
        let event = Event { id: tx.counters.take_event()?, new: new.clone(), created_at: *at };
        events::insert(tx.org, tx.conn, &event).await?;
        let change = change(Kind::EventCreated, &event, &event);
        Ok(record(tx, *at, change, event).await?)
    }
}

impl Actions {
    /// Adds an event of a customer: `POST /v1/events`.
    ///
    /// # Errors
    /// [`Rejected::CustomerNotFound`], [`Rejected::KeyReused`], or when the database fails.
    pub async fn add_event(
        &self,
        caller: Caller,
        new: NewEvent,
        once: Option<Once>,
    ) -> Result<Created<Event>> {
        self.create(caller, Right::Customers, once, Add(new, self.context.now())).await
    }
}
