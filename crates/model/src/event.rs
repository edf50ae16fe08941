//! Events: what happened to a customer elsewhere, as somebody's program tells.

use crate::{CustomerId, EventId, Seconds};

/// An event (contract §3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// What happened.
    pub new: NewEvent,
    /// When it was told.
    pub created_at: Seconds,
}

/// An event that somebody tells (contract §5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEvent {
    /// What happened.
    pub name: String,
    /// What else is known of it: the text of an object that is not empty, as it is stored.
    pub data: String,
    /// To whom.
    pub customer: CustomerId,
}
