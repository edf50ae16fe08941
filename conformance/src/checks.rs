//! The table of checks: a module for each part of the contract.

mod bodies;
mod chats;
mod customers;
mod effects;
mod errors;
mod events;
mod fields;
mod filters;
mod idempotency;
mod lists;
mod messages;
mod missing;
mod orders;
mod patience;
mod search;
mod staff;
mod statuses;
mod tags;
mod transport;

use crate::check::Check;

/// Every check, in the order it is run.
pub fn all() -> Vec<Check> {
    let parts: &[fn() -> Vec<Check>] = &[
        transport::checks,
        bodies::checks,
        errors::checks,
        missing::checks,
        lists::checks,
        orders::checks,
        chats::checks,
        statuses::checks,
        messages::checks,
        effects::checks,
        customers::checks,
        tags::checks,
        events::checks,
        staff::checks,
        filters::checks,
        search::checks,
        idempotency::checks,
        patience::checks,
    ];
    parts.iter().flat_map(|part| part()).collect()
}
