//! Channels: the ways in which the server delivers events to other systems.

use crate::names;

names! {
    /// The channel of a delivery.
    Channel {
        /// A signed POST to a webhook's URL.
        Webhook = "webhook",
    }
}
