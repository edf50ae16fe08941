//! The REST interface of the contract, over HTTP.
//!
//! A handler reads the caller and the request, calls the application once, and contains no business
//! rules and no SQL. Only `error.rs` has the status codes of errors, and only `routes.rs` has URLs.

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
