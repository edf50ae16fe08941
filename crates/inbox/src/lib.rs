//! The interface for the pages of agents: `/app/v1`.
//!
//! A handler reads the session and the request, calls the application once, and contains no
//! business rules and no SQL. This crate must not know the interface for visitors.

mod book;
mod routes;

pub use routes::INTERFACE;
