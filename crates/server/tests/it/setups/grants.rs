//! Roles that lack a grant, and defaults of a database that change how statements run.

use deskbell_testkit::databases::Database;
use deskbell_testkit::{Engine, block_on};

use crate::faults::postgres::execute;
use crate::process::{Server, data, fails, run, text};

/// A role with rights on one test database, and the URL by which it connects.
pub(super) struct Role {
    name: String,
    pub(super) url: String,
}

impl Role {
    pub(super) async fn create(database: &Database, grants: &str) -> Self {
        let name = format!("{}_role", database.url.rsplit('/').next().unwrap());
        let sql = format!(
            "CREATE ROLE {name} LOGIN; REVOKE CREATE ON SCHEMA public FROM PUBLIC; {}",
            grants.replace("{role}", &name)
        );
        execute(&database.url, &sql).await;
        let (_, place) = database.url.split_once('@').unwrap();
        let url = format!("postgres://{name}@{place}");
        Self { name, url }
    }

    pub(super) async fn remove(self, database: Database) {
        let sql = format!("DROP OWNED BY {0}; DROP ROLE {0}", self.name);
        execute(&database.url, &sql).await;
        database.remove().await;
    }
}

#[test]
fn a_role_that_may_only_read_is_told_at_the_start_which_grant_it_lacks() {
    block_on(async {
        let database = Database::migrated(Engine::Postgres).await;
        data(&database.url, &["key", "create"]);
        let grants = "GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}";
        let role = Role::create(&database, grants).await;
        let talk = fails(&role.url, 1, &["serve", "--listen", "127.0.0.1:0"]);
        assert!(talk.contains("permission denied for table"), "{talk}");
        assert!(talk.contains("GRANT SELECT, INSERT, UPDATE, DELETE"), "{talk}");
        assert!(!talk.contains("fault of Deskbell"), "{talk}");
        let doctor = run(&role.url, &["doctor"]);
        let found = text(&doctor.stdout);
        assert_eq!(doctor.status.code(), Some(1), "{found}");
        assert!(found.contains("permission denied for table"), "{found}");
        // The role can still read.
        data(&role.url, &["key", "list"]);
        // One missing right on one table is enough for a refusal.
        let grants = "GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
            REVOKE DELETE ON timers FROM {role}";
        execute(&database.url, &grants.replace("{role}", &role.name)).await;
        let talk = fails(&role.url, 1, &["serve", "--listen", "127.0.0.1:0"]);
        assert!(talk.contains("permission denied for table timers"), "{talk}");
        role.remove(database).await;
    });
}

#[test]
fn a_role_without_a_schema_is_told_which_one_it_needs() {
    block_on(async {
        let database = Database::empty(Engine::Postgres).await;
        let role = Role::create(&database, "").await;
        let talk = fails(&role.url, 1, &["migrate"]);
        assert!(talk.contains("permission denied for schema public"), "{talk}");
        assert!(talk.contains("GRANT USAGE, CREATE ON SCHEMA"), "{talk}");
        let sql = format!("ALTER ROLE {} SET search_path = nowhere", role.name);
        execute(&database.url, &sql).await;
        let talk = fails(&role.url, 1, &["migrate"]);
        assert!(talk.contains("no schema has been selected to create in"), "{talk}");
        assert!(talk.contains("CREATE SCHEMA … AUTHORIZATION"), "{talk}");
        role.remove(database).await;
    });
}

#[test]
fn a_stricter_default_isolation_changes_nothing() {
    block_on(async {
        for level in ["repeatable read", "serializable"] {
            let database = Database::migrated(Engine::Postgres).await;
            let name = database.url.rsplit('/').next().unwrap();
            let sql =
                format!("ALTER DATABASE {name} SET default_transaction_isolation = '{level}'");
            execute(&database.url, &sql).await;
            let key = &data(&database.url, &["key", "create"]);
            let nodes = [Server::start(&database.url, &[]), Server::start(&database.url, &[])];
            let refused = std::thread::scope(|scope| {
                let writers: Vec<_> = (0..4)
                    .map(|number| {
                        let node = &nodes[number % 2];
                        scope.spawn(move || (0..10).filter(|_| !node.makes_a_customer(key)).count())
                    })
                    .collect();
                writers.into_iter().map(|it| it.join().unwrap()).sum::<usize>()
            });
            assert_eq!(refused, 0, "{level}");
            for node in nodes {
                node.stops();
            }
            database.remove().await;
        }
    });
}
