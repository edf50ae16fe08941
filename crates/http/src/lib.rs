//! The mechanics of HTTP that the interfaces of all audiences share: connections, the pipeline of a
//! request, extractors, errors, descriptions, and tables of operations.
//!
//! Only `error.rs` has the status codes of errors.

pub mod docs;
pub mod error;
pub mod extract;
pub mod limits;
pub mod live;
mod meters;
pub mod pipeline;
pub mod reading;
mod services;
pub mod table;
pub mod transport;

pub use error::ErrorCode;
pub use meters::{RequestMeters, RequestTimes};
pub use pipeline::{Compression, ForwardedHeader, Http};
pub use services::Services;
pub use table::{Interface, Op};
pub use transport::{Limits, Listener, serve, serve_connection};
