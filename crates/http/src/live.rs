//! Live streams: the change feed pushed as it grows.

pub(crate) mod events;
