//! Tests that several processes apply each migration only once, and never to a database that a
//! newer program has migrated.

use std::sync::Barrier;

use super::fixture::{batch, block_on, database, open};
use super::reads::ReadAll;
use crate::statement::Query;
use crate::{Class, Engine, Error, Location, Migrated, Store, migrate};

static LEDGER: Query<i64> = Query::new(
    "tests::LEDGER",
    Class::Page,
    "SELECT version AS value FROM schema_migrations ORDER BY version",
);

static CHANNELS: Query<String> = Query::new(
    "tests::CHANNELS",
    Class::Page,
    "SELECT channel AS value FROM deliveries WHERE target IS NULL AND hold_until IS NULL",
);

static HOOKS: Query<String> = Query::new(
    "tests::HOOKS",
    Class::Page,
    "SELECT 'address ' || address || ' ' || customer_id AS value FROM addresses
     UNION ALL SELECT 'rating ' || rating || ' ' || chat_id || ' ' || closed_at FROM ratings
     UNION ALL SELECT 'timer ' || kind || ' ' || subject || ' ' || due_at FROM timers
     ORDER BY 1",
);

static WAITING: Query<String> = Query::new(
    "tests::WAITING",
    Class::Page,
    "SELECT id || ' ' || waiting_since AS value FROM chats WHERE waiting_since IS NOT NULL
     ORDER BY id",
);

static AUTHORS: Query<String> = Query::new(
    "tests::AUTHORS",
    Class::Page,
    "SELECT id || ' ' || last_message_agent_id AS value FROM chats
     WHERE last_message_agent_id IS NOT NULL ORDER BY id",
);

/// The number of processes that run at the same time.
const PROCESSES: usize = 8;
/// The number of databases that the processes migrate in turn.
const DATABASES: usize = 8;
/// The number of new files that the processes open in turn. Many files are needed, because SQLite
/// only rarely refuses to enable the log of a new file.
const FILES: usize = 60;

/// Runs a test on each engine, with an empty database.
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
fn deliveries_from_before_channels_are_those_of_webhooks() {
    const DELIVERY: &str = "INSERT INTO deliveries (org_id, webhook_id, id, event, event_id, lane,
             created_at, attempts) VALUES (1, 1, 1, 'chat.new', 'e', 'chat:1', 1, 0)";
    each_engine(async |store: &Store, location: &Location| {
        for (name, text) in migrate::texts(store.engine()) {
            if name == "outbox" {
                batch(location, DELIVERY).await;
            }
            batch(location, &text).await;
        }
        let channels = store.read(Class::Page, ReadAll(&CHANNELS)).await.expect("a delivery");
        assert_eq!(channels, ["webhook"]);
    });
}

#[test]
fn snoozes_addresses_and_ratings_from_before_have_rows_of_their_own() {
    const BEFORE: &str = "
        INSERT INTO chats (org_id, id, customer_id, application_id, status, created_with,
            created_at, updated_at, closed_at, snoozed_until, rating, read_by_agent,
            read_by_customer, messages, agent_read_to, customer_read_to)
        VALUES (1, 2, 3, 1, 'closed', 'public_api', 4, 5, NULL, 6, 'great', 1, 1, 0, 0, 0);
        INSERT INTO customers (org_id, id, email, email_caseless, unsubscribed, blocked,
            custom_data, created_at)
        VALUES (1, 3, 'A@example.org', 'a@example.org', 0, 0, '{}', 4),
               (1, 4, 'b@example.org', NULL, 0, 0, '{}', 4), (1, 5, NULL, NULL, 0, 0, '{}', 4);";
    each_engine(async |store: &Store, location: &Location| {
        for (name, text) in migrate::texts(store.engine()) {
            if name == "hooks" {
                batch(location, BEFORE).await;
            }
            batch(location, &text).await;
        }
        let rows = store.read(Class::Page, ReadAll(&HOOKS)).await.expect("rows");
        let addresses = ["address a@example.org 3", "address b@example.org 4"];
        assert_eq!(rows, [&addresses[..], &["rating great 2 5", "timer snooze 2 6"]].concat());
    });
}

#[test]
fn a_customer_who_wrote_last_before_waits_since_the_first_of_these_messages() {
    const BEFORE: &str = "
        INSERT INTO chats (org_id, id, customer_id, application_id, status, created_with,
            created_at, updated_at, last_customer_message_at, last_message_at, read_by_agent,
            read_by_customer, messages, agent_read_to, customer_read_to)
        VALUES (1, 1, 3, 1, 'opened', 'public_api', 4, 9, 9, 9, 1, 1, 5, 0, 0),
               (1, 2, 3, 1, 'closed', 'public_api', 4, 9, 9, 9, 1, 1, 1, 0, 0),
               (1, 3, 3, 1, 'opened', 'public_api', 4, 9, 8, 9, 1, 1, 2, 0, 0),
               (1, 4, 3, 1, 'opened', 'public_api', 4, 9, 9, 9, 1, 1, 2, 0, 0);
        INSERT INTO messages (org_id, chat_id, seq, id, kind, read, created_at, edited, author)
        VALUES (1, 1, 1, 1, 'message', 0, 5000, 0, 'customer'),
               (1, 1, 2, 2, 'message', 0, 6000, 0, 'agent'),
               (1, 1, 3, 3, 'message', 0, 7999, 0, 'customer'),
               (1, 1, 4, 4, 'private', 0, 8000, 0, 'agent'),
               (1, 1, 5, 5, 'email', 0, 9000, 0, 'customer'),
               (1, 2, 1, 6, 'message', 0, 9000, 0, 'customer'),
               (1, 3, 1, 7, 'message', 0, 8000, 0, 'customer'),
               (1, 3, 2, 8, 'message', 0, 9000, 0, 'agent'),
               (1, 4, 1, 9, 'message', 0, 9000, 0, 'customer'),
               (1, 4, 2, 10, 'message', 0, 9100, 0, 'agent');";
    each_engine(async |store: &Store, location: &Location| {
        for (name, text) in migrate::texts(store.engine()) {
            if name == "windows" {
                batch(location, BEFORE).await;
            }
            batch(location, &text).await;
        }
        let rows = store.read(Class::Page, ReadAll(&WAITING)).await.expect("rows");
        assert_eq!(rows, ["1 7"]);
    });
}

#[test]
fn a_chat_from_before_has_the_agent_of_its_last_message() {
    const BEFORE: &str = "
        INSERT INTO chats (org_id, id, customer_id, application_id, status, created_with,
            created_at, updated_at, last_customer_message_at, last_message_at,
            last_communicated_agent_id, read_by_agent, read_by_customer, messages, agent_read_to,
            customer_read_to)
        VALUES (1, 1, 3, 1, 'opened', 'public_api', 4, 9, 8, 9, 7, 1, 1, 3, 0, 0),
               (1, 2, 3, 1, 'closed', 'public_api', 4, 9, NULL, 9, 7, 1, 1, 1, 0, 0),
               (1, 3, 3, 1, 'opened', 'public_api', 4, 9, 8, 9, 7, 1, 1, 2, 0, 0),
               (1, 4, 3, 1, 'opened', 'public_api', 4, 9, 9, 9, 7, 1, 1, 2, 0, 0),
               (1, 5, 3, 1, 'closed', 'public_api', 4, 9, 9, 9, 7, 1, 1, 2, 0, 0);
        INSERT INTO messages (org_id, chat_id, seq, id, agent_id, kind, read, created_at, edited,
            author)
        VALUES (1, 1, 1, 1, NULL, 'message', 0, 8000, 0, 'customer'),
               (1, 1, 2, 2, 7, 'message', 0, 9000, 0, 'agent'),
               (1, 1, 3, 3, 8, 'private', 0, 9000, 0, 'agent'),
               (1, 2, 1, 4, 7, 'email', 0, 9000, 0, 'agent'),
               (1, 3, 1, 5, 7, 'message', 0, 8000, 0, 'agent'),
               (1, 3, 2, 6, NULL, 'message', 0, 9000, 0, 'agent'),
               (1, 4, 1, 7, 7, 'message', 0, 9000, 0, 'agent'),
               (1, 4, 2, 8, NULL, 'message', 0, 9100, 0, 'customer'),
               (1, 5, 1, 9, NULL, 'message', 0, 9000, 0, 'customer'),
               (1, 5, 2, 10, 7, 'message', 0, 9100, 0, 'agent');";
    each_engine(async |store: &Store, location: &Location| {
        for (name, text) in migrate::texts(store.engine()) {
            if name == "searched" {
                batch(location, BEFORE).await;
            }
            batch(location, &text).await;
        }
        let rows = store.read(Class::Page, ReadAll(&AUTHORS)).await.expect("rows");
        assert_eq!(rows, ["1 7", "2 7", "5 7"]);
    });
}

#[test]
fn a_migration_may_take_hours_on_postgresql() {
    const NOTE: &str = "CREATE TABLE seen (statement_timeout TEXT);
        CREATE FUNCTION note() RETURNS event_trigger LANGUAGE plpgsql AS $$
            BEGIN INSERT INTO seen VALUES (current_setting('statement_timeout')); END $$;
        CREATE EVENT TRIGGER noted ON ddl_command_end EXECUTE FUNCTION note()";
    static SEEN: Query<String> = Query::new(
        "tests::SEEN",
        Class::Page,
        "SELECT DISTINCT statement_timeout AS value FROM seen",
    );
    block_on(async {
        let (database, location) = database(Engine::Postgres, false).await;
        batch(&location, NOTE).await;
        let store = open(&location).await;
        store.migrate(1).await.expect("migrations");
        let seen = store.read(Class::Page, ReadAll(&SEEN)).await.expect("rows");
        assert_eq!(seen, ["1d"]);
        store.close().await;
        database.remove().await;
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

/// Opens a database in several threads at the same time, and runs `work` in each thread. Each
/// thread has a separate store, as a separate process would have.
fn at_once<T: Send>(location: &Location, work: impl AsyncFn(&Store) -> T + Sync) -> Vec<T> {
    let begin = Barrier::new(PROCESSES);
    let process = || {
        block_on(async {
            begin.wait();
            let store = open(location).await;
            let done = work(&store).await;
            (store, done)
        })
    };
    let done: Vec<_> = std::thread::scope(|scope| {
        let processes: Vec<_> = (0..PROCESSES).map(|_| scope.spawn(process)).collect();
        processes.into_iter().map(|process| process.join().expect("a process")).collect()
    });
    // The stores close one by one, since the log stays if the last two stores close at the same
    // time.
    let close = |(store, done): (Store, T)| {
        block_on(store.close());
        done
    };
    done.into_iter().map(close).collect()
}

#[test]
fn processes_that_open_a_new_file_at_once_all_succeed() {
    for _ in 0..FILES {
        let (database, location) = block_on(database(Engine::Sqlite, false));
        let opened = at_once(&location, async |store: &Store| store.engine());
        assert_eq!(opened, [Engine::Sqlite; PROCESSES]);
        block_on(database.remove());
    }
}

#[test]
fn processes_that_migrate_at_once_all_succeed_and_one_does_it() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        for _ in 0..DATABASES {
            let (database, location) = block_on(database(engine, false));
            let migrate = async |store: &Store| store.migrate(1).await.expect("migrations").applied;
            let mut applied = at_once(&location, migrate);
            applied.sort();
            assert!(!applied.pop().expect("processes").is_empty());
            assert_eq!(applied, vec![Vec::<&str>::new(); PROCESSES - 1]);
            block_on(database.remove());
        }
    }
}
