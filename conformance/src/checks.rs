//! The table of checks, with one module for each part of the contract.

mod bodies;
mod chats;
mod conditions;
mod cursors;
mod customers;
mod effects;
mod errors;
mod events;
mod fields;
mod filters;
mod histories;
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
mod values;
mod webhooks;

pub use webhooks::EVENTS as WEBHOOK_EVENTS;

use crate::check::Check;

/// All checks, in the order of a run.
pub fn all() -> Vec<Check> {
    let parts: &[fn() -> Vec<Check>] = &[
        transport::checks,
        bodies::checks,
        values::checks,
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
        webhooks::checks,
        cursors::checks,
        histories::checks,
        idempotency::checks,
        conditions::checks,
        patience::checks,
    ];
    parts.iter().flat_map(|part| part()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_check_has_a_name_of_its_own_and_a_section() {
        let checks = all();
        let names: BTreeSet<_> = checks.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names.len(), checks.len());
        let sections: BTreeSet<_> = checks.iter().map(|it| it.section).collect();
        assert_eq!(sections, BTreeSet::from(["1", "2", "3", "4", "5", "6", "7", "8"]));
    }
}
