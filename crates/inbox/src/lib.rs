//! The interface for the pages of agents: `/app/v1`.
//!
//! A handler reads the session and the request, calls the application once, and contains no
//! business rules and no SQL. This crate must not know the interface for visitors.

pub mod agent;
mod book;
mod cookie;
mod example;
mod invitations;
mod me;
pub mod origin;
pub mod rights;
mod routes;
mod session;

pub use routes::INTERFACE;
