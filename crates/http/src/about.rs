//! What each operation says of itself, in files like the handlers': what it is called, what it
//! takes, what it answers and how it refuses. The table of routes names these beside the handlers;
//! tests hold them against what is served.

mod chats;
mod customers;
mod desk;
mod feed;
mod messages;
mod outside;
mod webhooks;

pub(crate) use chats::*;
pub(crate) use customers::*;
pub(crate) use desk::*;
pub(crate) use feed::*;
pub(crate) use messages::*;
pub(crate) use outside::*;
pub(crate) use webhooks::*;
