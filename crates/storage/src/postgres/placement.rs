//! The placement of each table in a Citus cluster. A test fails for a table without a placement.

/// The servers that have a table's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Placement {
    /// One worker has all rows of an organization, in all tables with this placement.
    ByOrganization,
    /// Every server has all rows of the table. Such a table is read before an organization is
    /// known, and has keys that must be unique over all organizations.
    Everywhere,
    /// Only the coordinator has the rows. A crash of the coordinator may lose these rows, although
    /// a worker keeps the rows that the same transaction wrote there.
    Coordinator,
}

/// The table that is the first to be placed by organization. Each write first locks the
/// organization's row in this table. In all tables placed by organization, an organization's rows
/// are on the same server.
pub(crate) const FIRST: &str = "heads";

/// All tables with their placements, in the order in which the tables are placed.
pub(crate) const PLACEMENTS: [(&str, Placement); 46] = [
    ("organizations", Placement::Everywhere),
    ("api_keys", Placement::Everywhere),
    ("tickets", Placement::Everywhere),
    ("visitor_sessions", Placement::Everywhere),
    ("widget_settings", Placement::Everywhere),
    ("links", Placement::Everywhere),
    ("logins", Placement::Everywhere),
    ("sessions", Placement::Everywhere),
    (FIRST, Placement::ByOrganization),
    ("addresses", Placement::ByOrganization),
    ("agents", Placement::ByOrganization),
    ("applications", Placement::ByOrganization),
    ("blobs", Placement::ByOrganization),
    ("changes", Placement::ByOrganization),
    ("chat_agents", Placement::ByOrganization),
    ("chats", Placement::ByOrganization),
    ("customer_tags", Placement::ByOrganization),
    ("customers", Placement::ByOrganization),
    ("deliveries", Placement::ByOrganization),
    ("department_agents", Placement::ByOrganization),
    ("departments", Placement::ByOrganization),
    ("drafts", Placement::ByOrganization),
    ("erasures", Placement::ByOrganization),
    ("events", Placement::ByOrganization),
    ("external_ids", Placement::ByOrganization),
    ("file_heads", Placement::ByOrganization),
    ("files", Placement::ByOrganization),
    ("idempotency", Placement::ByOrganization),
    ("import_hosts", Placement::ByOrganization),
    ("import_objects", Placement::ByOrganization),
    ("import_states", Placement::ByOrganization),
    ("imports", Placement::ByOrganization),
    ("loose_blobs", Placement::ByOrganization),
    ("mentions", Placement::ByOrganization),
    ("messages", Placement::ByOrganization),
    ("ratings", Placement::ByOrganization),
    ("report_chats", Placement::ByOrganization),
    ("report_states", Placement::ByOrganization),
    ("report_sums", Placement::ByOrganization),
    ("settings", Placement::ByOrganization),
    ("tags", Placement::ByOrganization),
    ("timers", Placement::ByOrganization),
    ("webhooks", Placement::ByOrganization),
    ("leases", Placement::Coordinator),
    ("rate_windows", Placement::Coordinator),
    ("refolds", Placement::Coordinator),
];

/// Returns a table's placement. The ledger of migrations, which no migration creates, is on the
/// coordinator.
#[cfg(test)]
pub(crate) fn of(table: &str) -> Option<Placement> {
    let ledger = ("schema_migrations", Placement::Coordinator);
    let mut all = PLACEMENTS.into_iter().chain([ledger]);
    all.find(|(name, _)| *name == table).map(|(_, placement)| placement)
}
