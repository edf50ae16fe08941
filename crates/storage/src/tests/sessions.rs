//! Tests of the settings of PostgreSQL sessions, with and without a pooler, and of the answers to
//! COMMIT.

use deskbell_lab::postgres::pooler::Pooler;
use deskbell_model::Origin;

use super::fixture::{self, Db, postgres};
use super::jobs::Script;
use crate::limits::{SCAN_DEADLINE_MS, TRANSACTION_IDLE_MS, UNHURRIED_DEADLINE_MS};
use crate::statement::{Class, Query};
use crate::{Engine, Error, Location, Options, Pooling, Stop, Store, reads};

static SETTINGS: Query<String> = Query::new(
    "tests::SETTINGS",
    Class::Point,
    "SELECT CAST(extract(epoch FROM CAST(current_setting('statement_timeout') AS INTERVAL)) * 1000
         AS BIGINT) || ' ' || CAST(extract(epoch FROM
             CAST(current_setting('idle_in_transaction_session_timeout') AS INTERVAL)) * 1000
         AS BIGINT) || ' ' || current_setting('transaction_isolation') AS value",
);

reads! {
    /// Reads the database settings under which the read itself runs.
    Settings() -> String = async |conn| conn.one(&SETTINGS, &[]).await;
}

fn url(db: &Db) -> &str {
    let Location::Postgres(url) = &db.location else { panic!("only servers have sessions") };
    url
}

/// Reads, checks the settings of the read, and writes. Repeats these steps three times, since a
/// pooler has several sessions.
async fn check(db: &Db, url: &str, pooling: Pooling) {
    let mut options = Options::default();
    options.postgres.pooling = pooling;
    let store = Store::open(&Location::Postgres(url.to_owned()), &options).await.expect("a store");
    let expected = format!("{SCAN_DEADLINE_MS} {TRANSACTION_IDLE_MS}");
    for number in 0..3 {
        let read = store.read(Class::Page, Settings()).await;
        assert_eq!(read, Ok(format!("{expected} read committed")));
        let read = store.snapshot(Class::Page, Settings()).await;
        assert_eq!(read, Ok(format!("{expected} repeatable read")));
        let unhurried = format!("{UNHURRIED_DEADLINE_MS} {TRANSACTION_IDLE_MS}");
        let read = store.unhurried_snapshot(Settings()).await;
        assert_eq!(read, Ok(format!("{unhurried} repeatable read")));
        let read = store.unhurried_transaction(Settings()).await;
        assert_eq!(read, Ok(format!("{unhurried} read committed")));
        let customer = Script::customer(&format!("{url} {number}"));
        store.write(db.org, Origin::COMMAND, customer).await.expect("a customer");
    }
    store.close().await;
}

#[test]
fn deadlines_and_isolation_hold_with_and_without_a_pooler() {
    fixture::run(Engine::Postgres, async |db: &Db| {
        let client = postgres(url(db)).await;
        let (_, name) = url(db).rsplit_once('/').expect("a name");
        let strict = "SET default_transaction_isolation = 'serializable'";
        client.batch_execute(&format!("ALTER DATABASE {name} {strict}")).await.expect("done");
        check(db, url(db), Pooling::Session).await;
        let pooler = Pooler::start(url(db), "session", 30);
        check(db, &pooler.url(url(db)), Pooling::Session).await;
        let pooler = Pooler::start(url(db), "transaction", 2);
        check(db, &pooler.url(url(db)), Pooling::Transaction).await;
    });
}

#[test]
fn a_host_that_stays_silent_keeps_nobody_from_the_next_one() {
    fixture::run(Engine::Postgres, async |db: &Db| {
        // The kernel accepts connections of the silent host, as for a stopped process.
        let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a listener");
        let silent = silent.local_addr().map(|it| (silent, it)).expect("an address");
        let (scheme, rest) = url(db).split_once("://").expect("a URL");
        let (account, place) = rest.rsplit_once('@').expect("an account");
        let both = format!("{scheme}://{account}@{},{place}", silent.1);
        let mut options = Options::default();
        options.postgres.wait_ms = 2_000;
        let store = Store::open(&Location::Postgres(both.clone()), &options).await;
        store.expect("a store").close().await;
        // Without another host, the wait ends with an error.
        options.postgres.wait_ms = 200;
        let alone = format!("{scheme}://{account}@{}/postgres", silent.1);
        let refused = Store::open(&Location::Postgres(alone), &options).await;
        let late = "no connection could be made in time";
        assert_eq!(refused.err(), Some(Error::Unavailable(late.into())));
    });
}

/// Makes a COMMIT fail with this error code if the transaction adds a customer with the userId
/// `refused`.
async fn refuse_commits(db: &Db, code: &str) {
    let sql = format!(
        "DROP TRIGGER IF EXISTS refuse ON customers;
         CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
             IF NEW.user_id = 'refused' THEN RAISE EXCEPTION 'no' USING ERRCODE = '{code}'; END IF;
             RETURN NULL; END $$;
         CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON customers
             DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()"
    );
    postgres(url(db)).await.batch_execute(&sql).await.expect("a trigger");
}

#[test]
fn an_answer_to_commit_that_is_no_known_rollback_leaves_the_outcome_unknown() {
    fixture::run(Engine::Postgres, async |db: &Db| {
        for (code, is_unknown) in [
            ("23514", false),
            ("40001", false),
            ("53100", false),
            ("57014", false),
            ("P0001", false),
            ("08006", true),
            ("40003", true),
            ("58030", true),
            ("XX000", true),
        ] {
            refuse_commits(db, code).await;
            let refused = db.write(Script::customer("refused")).await;
            let Err(Stop::Storage(error)) = refused else { panic!("{code}: {refused:?}") };
            assert_eq!(error == Error::Unknown, is_unknown, "{code}: {error:?}");
        }
        db.write(Script::customer("kept")).await.expect("a customer");
        assert_eq!(db.dense_customers(db.org).await, ["kept"]);
    });
}
