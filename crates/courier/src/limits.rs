//! The numbers that limit deliveries on their way. The contract's own are in
//! `deskbell_model::limits`.

/// The part of an answer that is read, in bytes.
pub(crate) const DELIVERY_ANSWER_BYTES_MAX: usize = 64 * 1024;
/// The part of an answer that the log keeps, in bytes of text.
pub(crate) const DELIVERY_ANSWER_BYTES_KEPT: usize = 2 * 1024;
/// Deliveries to one webhook at the same time, each of another chat or customer.
pub(crate) const DELIVERIES_AT_ONCE: usize = 8;
/// The part of the permits for one organization: a quarter of the connections, of the look-ups and
/// of the memory for bodies.
pub(crate) const DELIVERY_PLACES_OF_ONE_PART: usize = 4;
/// The part of these permits that is kept for organizations that have none: an eighth.
pub(crate) const DELIVERY_PLACES_KEPT_PART: usize = 8;
/// The memory that all bodies on their way may hold, in KiB.
pub(crate) const DELIVERY_BODIES_KIB_MAX: usize = 64 * 1024;
/// The size in bytes up to which a body needs no permit of that memory and is written between the
/// others; about.
pub(crate) const DELIVERY_BODY_FREE_BYTES: usize = 16 * 1024;
/// Names of targets that are looked up at once: each takes a thread, and a name without an answer
/// takes it for long.
pub(crate) const DELIVERY_LOOKUPS_MAX: usize = 64;
/// Addresses of a target that are tried for one connection.
pub(crate) const DELIVERY_ADDRESSES_MAX: usize = 8;
/// Changes without an event for a webhook that are passed over before its cursor is kept.
pub(crate) const DELIVERY_CHANGES_PASSED_OVER: i64 = 200;
/// The pause between two looks for webhooks and deliveries that are due, in milliseconds.
pub(crate) const COURIER_EVERY_MS: u64 = 1_000;
/// The shortest pause between two rounds of a webhook without deliveries, in milliseconds.
pub(crate) const COURIER_PACE_MS: u64 = 20;
