//! Live streams: the change feed pushed as it grows, and what is told beside it.

pub(crate) mod events;
mod handshake;
pub(crate) mod socket;
pub(crate) mod ticket;
