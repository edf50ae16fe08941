//! Channels: the kinds of delivery from the server to the outside.

use crate::names;

names! {
    /// The channel of a delivery.
    Channel {
        /// A signed POST to a webhook's URL.
        Webhook = "webhook",
    }
}
