//! The courier: it takes the next deliveries from the outbox, sends them, and gives back the
//! outcomes. `round` keeps the order, a `transport` makes the attempts (`webhook` is the only one
//! so far), and `client` is the one way to the network, with the guard in it.
//!
//! This crate knows no rule of deliveries: the outbox decides which exist, when one is tried again
//! and which is given up. It knows neither SQL nor the interface.

mod attempt;
mod client;
mod courier;
mod fair;
mod limits;
mod round;
mod transport;
mod webhook;
mod work;

pub use client::guard::{Addresses, Resolve, SystemResolver};
pub use courier::Courier;
pub use fair::FairPermit;
