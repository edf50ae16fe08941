//! The courier takes the next deliveries from the outbox, sends them, and returns the outcomes.
//! `round` keeps the order, a `transport` makes the attempts (`webhook` is the only transport so
//! far), and only `client`, with its guard, uses the network.
//!
//! This crate has no rules about deliveries: the outbox decides which deliveries exist, when a
//! delivery is tried again and when it is given up. This crate knows neither SQL nor the HTTP
//! interface.

mod api_client;
mod attempt;
mod client;
mod courier;
mod fair;
mod fetch;
mod limits;
mod round;
mod transport;
mod webhook;
mod work;

pub use api_client::{ApiAnswer, ApiClient, NoAnswer};
pub use client::guard::{Addresses, Resolve, SystemResolver};
pub use courier::Courier;
pub use fair::FairPermit;
pub use fetch::Fetcher;
