//! Bytes in, bytes out: the REST interface of the contract.
//!
//! A handler takes who asks and what for, calls the application once, and holds no rule and no SQL.
//! Status codes exist only in `error.rs`; the URLs only in `routes.rs`.

mod about;
mod afterwards;
mod answer;
mod canonical;
mod coded;
mod coding;
mod compress;
mod cors;
mod endless;
mod error;
mod extract;
mod health;
mod held;
mod ignored;
mod letter;
mod live;
mod openapi;
mod outside;
mod page;
pub mod reading;
mod reply;
mod room;
mod routes;
mod seat;
mod serve;
mod slow_body;
mod stall;
mod stays;
mod tag;
mod v1;

pub use answer::Http;
pub use compress::Compression;
pub use error::Fault;
pub use openapi::document;
pub use serve::{Limits, serve, serve_connection};
