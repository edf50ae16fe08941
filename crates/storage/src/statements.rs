//! The list of all statements, for the tests.

use crate::statement::Statement;

pub(crate) fn all() -> impl Iterator<Item = &'static Statement> {
    let keysets = crate::chats::KEYSET_STATEMENTS.iter().chain(crate::customers::KEYSET_STATEMENTS);
    [
        crate::addresses::STATEMENTS,
        crate::agents::STATEMENTS,
        crate::applications::STATEMENTS,
        crate::blobs::STATEMENTS,
        crate::changes::AUDIT_STATEMENTS,
        crate::changes::STATEMENTS,
        crate::chats::LIST_STATEMENTS,
        crate::chats::OWNER_STATEMENTS,
        crate::chats::REMOVE_STATEMENTS,
        crate::chats::STATEMENTS,
        crate::cross_org::PEOPLE_STATEMENTS,
        crate::cross_org::STATEMENTS,
        crate::cross_org::VISITOR_STATEMENTS,
        crate::customers::LIST_STATEMENTS,
        crate::customers::STATEMENTS,
        crate::customers::TAG_STATEMENTS,
        crate::deliveries::STATEMENTS,
        crate::departments::STATEMENTS,
        crate::drafts::STATEMENTS,
        crate::erasures::STATEMENTS,
        crate::events::STATEMENTS,
        crate::emitted::STATEMENTS,
        crate::everything::STATEMENTS,
        crate::files::REMOVE_STATEMENTS,
        crate::files::STATEMENTS,
        crate::counters::STATEMENTS,
        crate::idempotency::STATEMENTS,
        crate::index_rows::STATEMENTS,
        crate::integrity::STATEMENTS,
        crate::imports::STATEMENTS,
        crate::keys::STATEMENTS,
        crate::leases::STATEMENTS,
        crate::links::STATEMENTS,
        crate::logins::STATEMENTS,
        crate::mentions::STATEMENTS,
        crate::messages::SEEN_STATEMENTS,
        crate::messages::STATEMENTS,
        crate::migrate::STATEMENTS,
        crate::organizations::STATEMENTS,
        crate::ratings::STATEMENTS,
        crate::refold::STATEMENTS,
        crate::reports::READING_STATEMENTS,
        crate::reports::STATEMENTS,
        crate::sessions::STATEMENTS,
        crate::settings::STATEMENTS,
        crate::staff::STATEMENTS,
        crate::sweeps::STATEMENTS,
        crate::tickets::STATEMENTS,
        crate::timers::STATEMENTS,
        crate::visitor_sessions::STATEMENTS,
        crate::webhooks::STATEMENTS,
        crate::widget_settings::STATEMENTS,
    ]
    .into_iter()
    .chain(keysets.copied())
    .flatten()
    .copied()
    .chain(crate::tables::statements())
}
