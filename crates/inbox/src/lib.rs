//! The interface for the pages of agents: `/app/v1`.
//!
//! A handler reads the session and the request, calls the application once, and contains no
//! business rules and no SQL. This crate must not know the interface for visitors.

pub mod agent;
mod applications;
mod audit;
mod book;
mod canned;
mod chats;
mod cookie;
mod customers;
mod departments;
mod example;
mod files;
mod invitations;
mod keys;
mod list;
mod live;
mod me;
mod organization;
pub mod origin;
mod pictures;
mod reply;
mod reports;
pub mod rights;
mod routes;
mod rules;
mod second_factor;
mod session;
mod sessions;
mod settings;
mod staff;
mod views;
mod webhooks;

pub use routes::INTERFACE;
