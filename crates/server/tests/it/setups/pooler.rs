//! PgBouncer between Deskbell and PostgreSQL.

use deskbell_lab::postgres::pooler::Pooler;
use deskbell_testkit::databases::Database;
use deskbell_testkit::{Engine, block_on};

use crate::conformance::conforms_at;
use crate::process::{Server, data, deskbell, fails, refused, text};

const TRANSACTION: (&str, &str) = ("DESKBELL_POSTGRES__POOLING", "transaction");

#[test]
fn the_contract_is_kept_behind_a_pooler_that_shares_whole_sessions() {
    let database = block_on(Database::migrated(Engine::Postgres));
    let pooler = Pooler::start(&database.url, "session", 60);
    conforms_at(&database.url, &pooler.url(&database.url), &[]);
    block_on(database.remove());
}

/// Runs the conformance checks through PgBouncer with three sessions, so that each transaction can
/// run in another session.
#[test]
fn the_contract_is_kept_behind_a_pooler_that_shares_transactions() {
    let database = block_on(Database::migrated(Engine::Postgres));
    let pooler = Pooler::start(&database.url, "transaction", 3);
    conforms_at(&database.url, &pooler.url(&database.url), &[TRANSACTION]);
    block_on(database.remove());
}

#[test]
fn an_empty_database_is_migrated_through_a_pooler_that_shares_transactions() {
    let database = block_on(Database::empty(Engine::Postgres));
    let pooler = Pooler::start(&database.url, "transaction", 2);
    let command = |args: &[&str]| {
        let mut command = deskbell(&pooler.url(&database.url), args);
        command.env(TRANSACTION.0, TRANSACTION.1);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{args:?}: {}", text(&output.stderr));
        text(&output.stdout)
    };
    command(&["migrate"]);
    command(&["key", "create"]);
    command(&["seed", "--chats", "50"]);
    assert!(command(&["doctor", "--deep"]).contains("agrees with its rows"));
    block_on(database.remove());
}

#[test]
fn a_pooler_that_shares_transactions_unknown_to_us_is_told_in_one_sentence() {
    let database = block_on(Database::migrated(Engine::Postgres));
    let pooler = Pooler::start(&database.url, "transaction", 5);
    let url = pooler.url(&database.url);
    let talk = fails(&url, 1, &["key", "list"]);
    assert!(talk.contains("set postgres.pooling to \"transaction\""), "{talk}");
    assert!(!talk.contains("fault of Deskbell"), "{talk}");
    let mut wrong = deskbell(&url, &["key", "list"]);
    wrong.env(TRANSACTION.0, "statement");
    let talk = refused(wrong, 2);
    assert!(talk.contains("`postgres.pooling` must be session or transaction"), "{talk}");
    block_on(database.remove());
}

/// Notifications need PostgreSQL's own address; without this address, a server finds the changes of
/// other nodes by polling.
#[test]
fn a_stream_hears_of_another_node_behind_a_pooler_that_shares_transactions() {
    let database = block_on(Database::migrated(Engine::Postgres));
    let pooler = Pooler::start(&database.url, "transaction", 3);
    let url = pooler.url(&database.url);
    let key = data(&database.url, &["key", "create"]);
    for direct in ["", &database.url] {
        let settings = [TRANSACTION, ("DESKBELL_POSTGRES__LISTEN_URL", direct)];
        let (one, two) = (Server::start(&url, &settings), Server::start(&url, &settings));
        let before = one.get(&key, "/v1/changes?limit=1000").1;
        let after = before["meta"]["next"].as_i64().unwrap();
        let target = format!("/v1/changes?after={after}&wait=20");
        std::thread::scope(|scope| {
            let heard = scope.spawn(|| one.get(&key, &target).1);
            assert!(two.makes_a_customer(&key));
            assert_eq!(heard.join().unwrap()["data"][0]["kind"], "customer.created");
        });
    }
    block_on(database.remove());
}
