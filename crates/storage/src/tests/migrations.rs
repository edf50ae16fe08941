//! Migrations: applied once, whoever else tries, and never over what a newer program made.

use std::sync::{Arc, Barrier};

use super::fixture::{batch, block_on, database, open};
use super::reads::ReadAll;
use crate::port::Query;
use crate::{Class, Engine, Error, Location, Migrated, Store};

static LEDGER: Query<i64> = Query::new(
    "tests::LEDGER",
    Class::Page,
    "SELECT version AS value FROM schema_migrations ORDER BY version",
);

/// Processes that migrate at once.
const PROCESSES: usize = 8;
/// Databases that they migrate, one after the other.
const DATABASES: usize = 8;

/// Runs a test on either engine with a store of an empty database.
fn each_engine(test: impl AsyncFn(&Store, &Location)) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        block_on(async {
            let (database, location) = database(engine, false).await;
            let store = open(&location).await;
            test(&store, &location).await;
            store.close().await;
            database.remove().await;
        });
    }
}

#[test]
fn the_second_migration_of_a_database_does_nothing() {
    each_engine(async |store: &Store, _: &Location| {
        let Migrated { version, applied } = store.migrate(1).await.expect("migrations");
        assert!(version >= 1 && i64::try_from(applied.len()) == Ok(version), "{applied:?}");
        assert_eq!(store.migrate(2).await, Ok(Migrated { version, applied: vec![] }));
        let ledger = store.read(Class::Page, ReadAll(&LEDGER)).await.expect("a ledger");
        assert_eq!(ledger, (1..=version).collect::<Vec<_>>());
    });
}

#[test]
fn a_database_of_a_newer_program_is_refused() {
    each_engine(async |store: &Store, location: &Location| {
        let known = store.migrate(1).await.expect("migrations").version;
        let newer = "INSERT INTO schema_migrations VALUES (99, 'later', '', 1)";
        batch(location, newer).await;
        assert_eq!(store.migrate(2).await, Err(Error::Newer { found: 99, known }));
        let ledger = store.read(Class::Page, ReadAll(&LEDGER)).await.expect("a ledger");
        assert_eq!(ledger.last(), Some(&99));
    });
}

#[test]
fn a_database_with_another_history_is_refused() {
    each_engine(async |store: &Store, location: &Location| {
        store.migrate(1).await.expect("migrations");
        batch(location, "UPDATE schema_migrations SET checksum = 'other' WHERE version = 1").await;
        let refused = store.migrate(2).await;
        assert!(matches!(refused, Err(Error::Corrupt(_))), "{refused:?}");
    });
}

/// Opens and migrates a database from several threads at once, each with a store of its own as
/// a process has it. Gives the names of what each applied.
async fn migrate_at_once(location: &Location) -> Vec<Vec<&'static str>> {
    let begin = Arc::new(Barrier::new(PROCESSES));
    let migrate = |_| {
        let (location, begin) = (location.clone(), Arc::clone(&begin));
        std::thread::spawn(move || {
            begin.wait();
            block_on(async {
                let store = open(&location).await;
                let migrated = store.migrate(1).await.expect("migrations");
                (store, migrated.applied)
            })
        })
    };
    let processes: Vec<_> = (0..PROCESSES).map(migrate).collect();
    let mut applied = Vec::new();
    for process in processes {
        let (store, names) = process.join().expect("a process");
        // One by one: of two that go last at the same moment neither clears up.
        store.close().await;
        applied.push(names);
    }
    applied
}

#[test]
fn processes_that_migrate_at_once_all_succeed_and_one_does_it() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        for _ in 0..DATABASES {
            let (database, location) = block_on(database(engine, false));
            let mut applied = block_on(migrate_at_once(&location));
            applied.sort();
            assert!(!applied.pop().expect("processes").is_empty());
            assert_eq!(applied, vec![Vec::<&str>::new(); PROCESSES - 1]);
            block_on(database.remove());
        }
    }
}
