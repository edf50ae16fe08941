//! The REST interface of the contract, for programs: `/v1`.
//!
//! A handler reads the caller and the request, calls the application once, and contains no business
//! rules and no SQL. Only `routes.rs` has URLs.

mod agents;
mod applications;
mod auth;
mod book;
mod changes;
mod chats;
mod customers;
mod departments;
mod events;
mod example;
mod exports;
mod files;
mod health;
mod listed;
mod live;
mod messages;
mod organization;
mod routes;
mod search;
mod webhooks;

pub use routes::INTERFACE;
