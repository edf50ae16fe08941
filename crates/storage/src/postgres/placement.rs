//! The placement of every table in a Citus cluster. A test fails for a table without one.

/// The servers that have a table's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Placement {
    /// One worker has all rows of an organization, in all tables with this placement.
    ByOrganization,
    /// Every server has all rows: they are looked up before an organization is known, and their
    /// keys must be unique over all organizations.
    Everywhere,
    /// The coordinator alone has the rows. Its crash may lose them while the same transaction's
    /// rows on a worker are kept.
    Coordinator,
}

/// The table that the other tables by organization are placed beside. Each write locks its row
/// first.
pub(crate) const FIRST: &str = "heads";

/// Every table with its placement, in the order in which they are placed.
pub(crate) const PLACEMENTS: [(&str, Placement); 27] = [
    ("organizations", Placement::Everywhere),
    ("api_keys", Placement::Everywhere),
    ("tickets", Placement::Everywhere),
    (FIRST, Placement::ByOrganization),
    ("addresses", Placement::ByOrganization),
    ("agents", Placement::ByOrganization),
    ("applications", Placement::ByOrganization),
    ("changes", Placement::ByOrganization),
    ("chat_agents", Placement::ByOrganization),
    ("chats", Placement::ByOrganization),
    ("customer_tags", Placement::ByOrganization),
    ("customers", Placement::ByOrganization),
    ("deliveries", Placement::ByOrganization),
    ("department_agents", Placement::ByOrganization),
    ("departments", Placement::ByOrganization),
    ("erasures", Placement::ByOrganization),
    ("events", Placement::ByOrganization),
    ("idempotency", Placement::ByOrganization),
    ("imports", Placement::ByOrganization),
    ("messages", Placement::ByOrganization),
    ("ratings", Placement::ByOrganization),
    ("tags", Placement::ByOrganization),
    ("timers", Placement::ByOrganization),
    ("webhooks", Placement::ByOrganization),
    ("leases", Placement::Coordinator),
    ("rate_windows", Placement::Coordinator),
    ("refolds", Placement::Coordinator),
];

/// Gives a table's placement. The ledger of migrations, which no migration creates, is the
/// coordinator's.
#[cfg(test)]
pub(crate) fn of(table: &str) -> Option<Placement> {
    let ledger = ("schema_migrations", Placement::Coordinator);
    let mut all = PLACEMENTS.into_iter().chain([ledger]);
    all.find(|(name, _)| *name == table).map(|(_, placement)| placement)
}
