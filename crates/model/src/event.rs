//! Events: what happened to a customer elsewhere, as somebody's program tells.

use crate::{CustomerId, EventId, Seconds};

/// An event (contract §3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The id.
    pub id: EventId,
    /// The event as it was reported.
    pub new: NewEvent,
    /// The time at which the event was reported.
    pub created_at: Seconds,
}

/// An event that somebody tells (contract §5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEvent {
    /// The name.
    pub name: String,
    /// The data of the event: the text of an object that is not empty, as it is stored.
    pub data: String,
    /// To whom.
    pub customer: CustomerId,
}
