//! Bytes in, bytes out: the REST interface of the contract.
//!
//! A handler reads the caller and the request, calls the application once, and holds no rule and no
//! SQL. Status codes exist only in `error.rs`; the URLs only in `routes.rs`.

mod docs;
mod error;
mod extract;
mod health;
mod limits;
mod live;
mod pipeline;
pub mod reading;
mod routes;
mod services;
mod transport;
mod v1;

pub use error::ErrorCode;
pub use pipeline::{Compression, Http};
pub use routes::document;
pub use transport::{Limits, serve, serve_connection};
