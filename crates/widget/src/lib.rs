//! The interface for the widget of visitors: `/widget/v1`.
//!
//! A handler reads the visitor's token and the request, calls the application once, and contains no
//! business rules and no SQL. A visitor never gets an object of `/v1`: this crate must not know
//! these objects, nor the interface for agents.

mod book;
mod chats;
mod example;
mod files;
mod live;
mod messages;
mod profile;
mod routes;
mod session;
mod visitor;

pub use routes::INTERFACE;
