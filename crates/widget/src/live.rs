//! Live events, which report changes of a visitor's own chats: over WebSocket, as server-sent
//! events, and by long polls. All three transports get the events from `app/src/visitors/live.rs`.

mod changes;
mod socket;
mod stream;

pub(crate) use changes::{describe_poll, poll};
pub(crate) use socket::{describe_open, open};
pub(crate) use stream::{describe_stream, stream};

const TAG: &str = "Live";
