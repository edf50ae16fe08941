//! Converts between the contract's JSON and the types of the crates `model` and `query`: lenient
//! reading, exact writing.
//!
//! This crate handles every quirk of the contract's JSON. It does no IO, reads no clock, and never
//! panics on any input. Objects are written directly as bytes, because rendering takes most of the
//! time of a list. The keys are in the contract's order (§3).

pub mod agents;
pub mod applications;
pub mod before;
pub mod changes;
pub mod chats;
pub mod components;
pub mod csv;
pub mod customers;
pub mod departments;
pub mod errors;
pub mod events;
pub mod exchange;
pub mod files;
pub mod inbox;
pub mod invalid;
pub mod json;
pub mod messages;
mod object;
pub mod organizations;
mod own;
pub mod pages;
pub mod read;
pub mod schema;
pub mod search;
pub mod signals;
pub mod tickets;
pub mod times;
pub mod webhooks;
pub mod widget;

pub use object::{Items, Rendered, ToJson, write};
pub use own::{keys, lasting, own};
