//! PostgreSQL that is unreachable, refuses connections, or cancels a query.

use deskbell_lab::postgres::outage::{Line, Outage};
use deskbell_testkit::databases::Database;
use deskbell_testkit::{Engine, block_on};
use tokio_postgres::NoTls;

use super::node::Node;
use crate::process::{Server, data, fails, run, text};

/// Runs statements on a new connection.
pub async fn execute(url: &str, sql: &str) {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    let mut connection = std::pin::pin!(connection);
    tokio::select! {
        done = client.batch_execute(sql) => done.unwrap(),
        _ = &mut connection => panic!("the connection ended"),
    }
}

#[test]
fn a_postgres_that_goes_away_is_503_until_it_is_back() {
    block_on(async {
        let database = Database::migrated(Engine::Postgres).await;
        let outage = Outage::before(&database.url).await;
        let node = Node::on(&outage.url).await;
        node.works().await;
        for _ in 0..3 {
            outage.set(Line::Down);
            node.is_away().await;
            outage.set(Line::Up);
            node.recovers().await;
        }
        assert!(!node.changes().await.contains(&"lost".to_owned()));
        node.app.context.store.close().await;
        database.remove().await;
    });
}

/// The length of a long outage, in seconds of the test's clock; the test sends requests once per
/// second.
const SECONDS_AWAY: u32 = 300;

/// The outage is long enough that all connections time out, including the writers' connections.
#[test]
fn a_postgres_that_is_away_for_minutes_is_503_all_the_while_and_needs_no_restart() {
    block_on(async {
        let database = Database::migrated(Engine::Postgres).await;
        let outage = Outage::before(&database.url).await;
        let node = Node::on(&outage.url).await;
        node.works().await;
        outage.set(Line::Down);
        for _ in 0..SECONDS_AWAY {
            node.is_away().await;
        }
        assert_eq!(node.app.context.store.jobs_waiting(), 0);
        outage.set(Line::Up);
        node.works().await;
        assert_eq!(node.changes().await, ["key", "kept", "kept"]);
        node.app.context.store.close().await;
        database.remove().await;
    });
}

#[test]
fn a_postgres_that_is_gone_without_a_word_is_503_in_bounded_time() {
    block_on(async {
        let database = Database::migrated(Engine::Postgres).await;
        let outage = Outage::before(&database.url).await;
        let node = Node::on(&outage.url).await;
        assert_eq!(node.get("/v1/chats").await.status, 200);
        outage.set(Line::Silent);
        node.is_unavailable("/v1/chats/total").await;
        outage.set(Line::Up);
        node.recovers().await;
        node.app.context.store.close().await;
        drop(outage);
        database.remove().await;
    });
}

#[test]
fn a_postgres_that_ends_our_sessions_or_takes_none_is_503_and_then_works_again() {
    block_on(async {
        let database = Database::migrated(Engine::Postgres).await;
        let node = Node::on(&database.url).await;
        for _ in 0..3 {
            database.on_postgres().end_sessions().await;
            node.recovers().await;
        }
        database.on_postgres().alter("ALLOW_CONNECTIONS false").await;
        database.on_postgres().end_sessions().await;
        node.until(|status| status != 200).await;
        node.is_away().await;
        database.on_postgres().alter("ALLOW_CONNECTIONS true").await;
        node.recovers().await;
        node.app.context.store.close().await;
        database.remove().await;
    });
}

/// A role with a limit of three connections, all of which are in use.
#[test]
fn a_postgres_out_of_connections_is_503_until_one_comes_free() {
    block_on(async {
        let database = Database::migrated(Engine::Postgres).await;
        let (role, url) = role(&database).await;
        let node = Node::on(&url).await;
        node.works().await;
        let limit = async |connections: i32| {
            execute(&database.url, &format!("ALTER ROLE {role} CONNECTION LIMIT {connections}"))
                .await;
        };
        limit(0).await;
        database.on_postgres().end_sessions().await;
        node.until(|status| status != 200).await;
        node.is_away().await;
        let talk = fails(&url, 1, &["serve", "--listen", "127.0.0.1:0"]);
        assert!(talk.contains("too many connections for role"), "{talk}");
        limit(3).await;
        // The node's listener keeps trying, so it may get one of the three connections. When all
        // are free again, another one reads heads, and the third is left for other reads.
        let mut connections = tokio::task::JoinSet::new();
        let mut taken = Vec::new();
        for _ in 0..3 {
            let Ok((client, connection)) = tokio_postgres::connect(&url, NoTls).await else {
                break;
            };
            connections.spawn(connection);
            taken.push(client);
        }
        node.is_away().await;
        drop(taken);
        connections.join_all().await;
        // The server closes the connections a short time later.
        node.until(|status| status == 200).await;
        limit(-1).await;
        node.recovers().await;
        node.app.context.store.close().await;
        drop_role(&database, &role).await;
        database.remove().await;
    });
}

#[test]
fn a_statement_that_times_out_is_503_and_the_next_is_answered() {
    block_on(async {
        let database = Database::migrated(Engine::Postgres).await;
        let node = Node::on(&database.url).await;
        assert_eq!(node.get("/v1/chats").await.status, 200);
        let (client, connection) = tokio_postgres::connect(&database.url, NoTls).await.unwrap();
        let mut connections = tokio::task::JoinSet::new();
        connections.spawn(connection);
        client.batch_execute("BEGIN; LOCK TABLE chats IN ACCESS EXCLUSIVE MODE").await.unwrap();
        // The list may come from the index; a chat does not.
        node.is_unavailable("/v1/chats/1").await;
        client.batch_execute("ROLLBACK").await.unwrap();
        node.recovers().await;
        node.app.context.store.close().await;
        drop(client);
        connections.join_next().await.unwrap().unwrap().unwrap();
        database.remove().await;
    });
}

#[test]
fn a_postgres_that_cannot_be_used_is_a_sentence_and_exit_code_1() {
    block_on(async {
        let database = Database::empty(Engine::Postgres).await;
        let (server, _) = database.url.rsplit_once('/').unwrap();
        let nobody = format!("{server}/there_is_no_such_database");
        assert!(fails(&nobody, 1, &["migrate"]).contains("does not exist"));
        let talk = fails("postgres://u:hunter2@127.0.0.1:1/x", 1, &["migrate"]);
        assert!(talk.contains("check that it is there") && !talk.contains("hunter2"), "{talk}");
        let doctor = run("postgres://u:hunter2@127.0.0.1:1/x", &["doctor"]);
        let found = text(&doctor.stdout);
        assert_eq!(doctor.status.code(), Some(1));
        assert!(found.contains("problem  database: postgres://***: the database is"), "{found}");
        let talk = fails("postgres://u:hunter2@127.0.0.1:1/x?bogus=1", 1, &["migrate"]);
        assert!(talk.contains("the parameter `bogus`") && !talk.contains("hunter2"), "{talk}");
        database.remove().await;
    });
}

/// Creates a role that may read and change the rows of a database; returns its name and its URL.
async fn role(database: &Database) -> (String, String) {
    let role = format!("{}_role", database.url.rsplit('/').next().unwrap());
    let rights = format!(
        "CREATE ROLE {role} LOGIN; REVOKE CREATE ON SCHEMA public FROM PUBLIC;
         GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"
    );
    execute(&database.url, &rights).await;
    let (_, place) = database.url.split_once('@').unwrap();
    let url = format!("postgres://{role}@{place}");
    (role, url)
}

async fn drop_role(database: &Database, role: &str) {
    execute(&database.url, &format!("DROP OWNED BY {role}; DROP ROLE {role}")).await;
}

#[test]
fn a_role_that_may_not_make_tables_serves_what_another_has_migrated() {
    block_on(async {
        let database = Database::migrated(Engine::Postgres).await;
        let key = data(&database.url, &["key", "create"]);
        let (role, url) = role(&database).await;
        let server = Server::start(&url, &[]);
        assert_eq!(server.get(&key, "/v1/chats").0, 200);
        data(&url, &["key", "list"]);
        server.stops();
        drop_role(&database, &role).await;
        database.remove().await;
    });
}
