//! The limits of sending deliveries. The contract's own limits are in `deskbell_model::limits`.

/// The maximal number of bytes of a response's body that are read.
pub(crate) const DELIVERY_ANSWER_BYTES_MAX: usize = 64 * 1024;
/// The maximal number of bytes of a response's body that the log keeps, as text.
pub(crate) const DELIVERY_ANSWER_BYTES_KEPT: usize = 2 * 1024;
/// The maximal number of deliveries to one webhook at the same time, each about a different chat or
/// customer.
pub(crate) const DELIVERIES_AT_ONCE: usize = 8;
/// The divisor for the largest share of one organization: a quarter of the connections, of the
/// look-ups and of the memory for bodies.
pub(crate) const DELIVERY_PLACES_OF_ONE_PART: usize = 4;
/// The divisor for the permits that are reserved for organizations without permits: an eighth of
/// all permits.
pub(crate) const DELIVERY_PLACES_KEPT_PART: usize = 8;
/// The memory for all bodies that are being sent, in KiB.
pub(crate) const DELIVERY_BODIES_KIB_MAX: usize = 64 * 1024;
/// The approximate size in bytes up to which a body needs no memory permit and no separate thread.
pub(crate) const DELIVERY_BODY_FREE_BYTES: usize = 16 * 1024;
/// The maximal number of look-ups of target names at the same time. Each look-up blocks a thread
/// until the answer comes.
pub(crate) const DELIVERY_LOOKUPS_MAX: usize = 64;
/// The maximal number of a target's addresses that are tried for one connection.
pub(crate) const DELIVERY_ADDRESSES_MAX: usize = 8;
/// A webhook's cursor is stored after this many consecutive changes without an event for the
/// webhook. The cursor is also stored with the outcome of a delivery.
pub(crate) const DELIVERY_CHANGES_PASSED_OVER: i64 = 200;
/// The pause between two polls for webhooks and due deliveries, in milliseconds.
pub(crate) const COURIER_EVERY_MS: u64 = 1_000;
/// The shortest pause between two rounds for a webhook without due deliveries, in milliseconds. The
/// pause limits the number of rounds while changes are committed often.
pub(crate) const COURIER_PACE_MS: u64 = 20;
/// The largest body of an API's answer, in bytes: a page of 100 ordinary messages has some 50 KiB,
/// but each message may have 65,536 characters.
pub(crate) const API_ANSWER_BYTES_MAX: usize = 32 * 1024 * 1024;
/// The time limit for a download, in seconds: enough for a recording of 100 MiB at 3 Mbit/s.
pub(crate) const FETCH_S_MAX: u64 = 300;
/// The time limit for a connection to an API, including TLS, in seconds.
pub(crate) const API_CONNECTING_S_MAX: u64 = 15;
/// The time limit for a complete answer of an API, in seconds; a slow answer takes several seconds.
pub(crate) const API_ANSWER_S_MAX: u64 = 60;
