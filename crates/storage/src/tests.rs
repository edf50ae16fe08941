//! Tests of the storage layer, on both engines.

mod chat_list;
mod citus;
mod conflicts;
mod customer_list;
mod distributed;
mod ended_sessions;
mod erasing;
mod files;
mod fixture;
mod full_disk;
mod groups;
mod heads;
mod hooks;
mod jobs;
mod leases;
mod log;
mod lost_connections;
mod message_pages;
mod migrations;
mod notices;
mod people;
mod plans;
mod proxy;
mod queues;
mod read_only;
mod reads;
mod recorded;
mod records;
mod samples;
mod schema;
mod searches;
mod sessions;
mod sort_keys;
mod sources;
mod statements;
mod tables;
mod two_stores;
mod visitors;

/// Runs each test on both engines, each time in a new migrated database.
macro_rules! engines {
    ($($(#[$meta:meta])* async fn $name:ident($db:ident: &Db) $body:block)*) => {$(
        $(#[$meta])*
        mod $name {
            use super::*;

            async fn body($db: &Db) $body

            #[test]
            fn sqlite() {
                fixture::run(crate::Engine::Sqlite, async |db: &Db| body(db).await);
            }

            #[test]
            fn postgres() {
                fixture::run(crate::Engine::Postgres, async |db: &Db| body(db).await);
            }
        }
    )*};
}
use engines;
