//! Channels: the ways by which something leaves the server.

use crate::names;

names! {
    /// The way of a delivery to the outside.
    Channel {
        /// A signed POST to a webhook's URL.
        Webhook = "webhook",
    }
}
