//! Tickets in JSON.

use deskbell_model::Seconds;

use crate::object::{named, object};
use crate::schema::Named;

/// A ticket in the form shown to the ticket's owner.
#[derive(Clone, Copy, Debug)]
pub struct TicketView<'a> {
    /// The text of the ticket.
    pub text: &'a str,
    /// The time at which the ticket expires.
    pub expires_at: Seconds,
}

object! {
    "Ticket" for TicketView<'_> as ticket {
        "ticket": &str = ticket.text => "The value for the parameter `ticket` of a stream.";
        "expiresAt": Seconds = ticket.expires_at => "When the ticket expires.";
    }
}

pub(crate) fn schemas() -> Named {
    vec![named::<TicketView<'_>>()]
}
