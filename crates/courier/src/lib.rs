//! The courier: it takes what is next from the outbox, sends it, and gives back how that ended.
//! `round` keeps the order, a `transport` makes the attempts (`webhook` is the one that there is),
//! and `client` is the one door to the network, with the guard in it.
//!
//! This crate knows no rule of deliveries: which there are, when one is tried again and what is
//! given up are the outbox's. It knows neither SQL nor the interface.

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
