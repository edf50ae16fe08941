//! The operations of the contract, one file per resource.

pub(crate) mod chats;
pub(crate) mod messages;
pub(crate) mod search;
