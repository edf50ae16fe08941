//! The interface for the pages of agents: `/app/v1`.
//!
//! A handler reads the session and the request, calls the application once, and contains no
//! business rules and no SQL. This crate must not know the interface for visitors.

pub mod agent;
mod book;
mod canned;
mod chats;
mod cookie;
mod customers;
mod example;
mod files;
mod invitations;
mod list;
mod live;
mod me;
mod organization;
pub mod origin;
mod reports;
pub mod rights;
mod routes;
mod rules;
mod session;
mod settings;
mod views;
mod webhooks;

pub use routes::INTERFACE;
