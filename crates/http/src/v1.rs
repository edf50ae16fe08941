//! The operations of the contract, one file per resource.

pub(crate) mod agents;
pub(crate) mod applications;
pub(crate) mod changes;
pub(crate) mod chats;
pub(crate) mod customers;
pub(crate) mod departments;
pub(crate) mod events;
pub(crate) mod messages;
pub(crate) mod organization;
pub(crate) mod search;
pub(crate) mod webhooks;
