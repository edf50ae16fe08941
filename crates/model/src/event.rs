//! Events of customers, reported by other programs.

use crate::{CustomerId, EventId, Seconds};

/// An event of a customer, such as a visited page, that a program or the widget reported (contract
/// §3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The id of the event.
    pub id: EventId,
    /// The event as it was reported.
    pub new: NewEvent,
    /// The time at which the event was reported.
    pub created_at: Seconds,
}

/// An event to be added (contract §5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEvent {
    /// The name of the event.
    pub name: String,
    /// The event's data as stored: the JSON of an object that is not empty.
    pub data: String,
    /// The customer to whom the event belongs.
    pub customer: CustomerId,
}
