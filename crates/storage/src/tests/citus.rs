//! Tests with a fake Citus (`lab/src/postgres/citus.sql`), which distributes nothing. The tests
//! check the calls to Citus, the refusals of wrong setups, and the effects of Citus's answers.

use std::convert::Infallible;

use deskbell_lab::postgres::citus::stand_in;
use deskbell_model::{Agent, AgentId, OrgId, Role};
use futures_util::future::join;
use tokio_postgres::types::ToSql;

use super::fixture::{self, Db, block_on, database, open, postgres};
use crate::postgres::placement::{PLACEMENTS, Placement};
use crate::{
    Class, Conn, Engine, Error, Location, Options, Result, Step, Stop, Store, Tx, Write, agents,
    changes, distribute, inspect, reads,
};

fn url(db: &Db) -> &str {
    let Location::Postgres(url) = &db.location else { panic!("it runs on PostgreSQL") };
    url
}

async fn place(db: &Db) -> Result<Vec<&'static str>> {
    distribute(&db.location, &Options::default(), &mut |_| {}).await
}

async fn misplaced(db: &Db) -> Option<Vec<&'static str>> {
    let found = inspect(&db.location, &Options::default(), false).await;
    found.expect("an inspection").misplaced
}

/// Returns the calls to Citus since the last call of this function.
async fn calls(db: &Db) -> Vec<String> {
    let sql = "WITH asked AS (DELETE FROM citus_calls RETURNING number, call)
               SELECT call FROM asked ORDER BY number";
    let none: [&(dyn ToSql + Sync); 0] = [];
    let rows = postgres(url(db)).await.query(sql, &none).await.expect("calls");
    rows.iter().map(|row| row.get(0)).collect()
}

fn test(body: impl AsyncFnOnce(&Db)) {
    fixture::run(Engine::Postgres, async |db: &Db| {
        stand_in(url(db)).await;
        body(db).await;
    });
}

#[test]
fn each_table_is_placed_once_and_a_later_one_when_it_comes() {
    test(async |db: &Db| {
        assert_eq!(misplaced(db).await, None, "nothing is distributed yet");
        // This is the state after a distribution that stopped at its second table.
        db.batch("SELECT create_reference_table('organizations')").await;
        let found = misplaced(db).await.expect("the other tables");
        assert_eq!(found.first(), Some(&"api_keys"), "{found:?}");
        db.batch("SELECT undistribute_table('organizations')").await;
        let mut steps = Vec::new();
        let mut tell = |step: Step| steps.push((step.table, step.number, step.of));
        let placed = distribute(&db.location, &Options::default(), &mut tell).await;
        let placed = placed.expect("tables");
        let movable = PLACEMENTS.iter().filter(|(_, it)| *it != Placement::Coordinator);
        let expected: Vec<_> = movable.map(|(table, _)| *table).collect();
        assert_eq!(placed, expected);
        assert_eq!(steps.len(), placed.len());
        assert_eq!(steps[0], ("organizations", 1, PLACEMENTS.len()));
        let asked = calls(db).await;
        for call in [
            "reference organizations",
            "reference api_keys",
            "reference tickets",
            "distributed heads by org_id beside none",
            "distributed chats by org_id beside heads",
            "emptied organizations",
            "emptied heads",
        ] {
            assert!(asked.iter().any(|it| it == call), "{call} is not in {asked:#?}");
        }
        let about = |table: &str| asked.iter().any(|it| it.contains(table));
        assert!(!about("leases") && !about("rate_windows"), "{asked:#?}");
        assert!(!about("emptied chats"), "an empty table has no rows to leave behind");

        assert_eq!(place(db).await, Ok(vec![]), "the second time");
        assert_eq!(misplaced(db).await, Some(vec![]));
        // This is the state after an update of the program that created the table.
        db.batch("SELECT undistribute_table('timers')").await;
        assert_eq!(misplaced(db).await, Some(vec!["timers"]));
        assert_eq!(place(db).await, Ok(vec!["timers"]));
    });
}

#[test]
fn what_has_to_be_done_first_is_said() {
    test(async |db: &Db| {
        for (before, sentence, after) in [
            (
                "UPDATE pg_dist_local_group SET groupid = 1",
                "name the coordinator's address",
                "UPDATE pg_dist_local_group SET groupid = 0",
            ),
            (
                "UPDATE pg_dist_node SET groupid = 2 WHERE groupid = 0",
                "SELECT citus_set_coordinator_host(",
                "UPDATE pg_dist_node SET groupid = 0 WHERE groupid = 2",
            ),
            (
                "UPDATE pg_dist_node SET isactive = false WHERE groupid = 1",
                "SELECT citus_add_node(",
                "UPDATE pg_dist_node SET isactive = true",
            ),
            (
                "SELECT create_distributed_table('chats', 'org_id')",
                "SELECT undistribute_table('chats')",
                "SELECT undistribute_table('chats')",
            ),
            (
                "SELECT create_reference_table('leases')",
                "SELECT undistribute_table('leases')",
                "SELECT undistribute_table('leases')",
            ),
            (
                "CREATE TABLE ran AS TABLE schema_migrations;
                 DELETE FROM schema_migrations WHERE version > 14",
                "run `deskbell migrate`",
                "TRUNCATE schema_migrations; INSERT INTO schema_migrations TABLE ran",
            ),
        ] {
            db.batch(before).await;
            let refused = place(db).await;
            let Err(Error::Misconfigured(text)) = refused else { panic!("{before}: {refused:?}") };
            assert!(text.contains(sentence), "{before}: {text}");
            db.batch(after).await;
        }
        let placed = PLACEMENTS.iter().filter(|(_, it)| *it != Placement::Coordinator).count();
        assert_eq!(place(db).await.map(|placed| placed.len()), Ok(placed));
    });
}

#[test]
fn a_program_of_another_version_keeps_tables_where_they_are() {
    test(async |db: &Db| {
        let old = postgres(&format!("{}?application_name=deskbell%200.0.1", url(db))).await;
        let refused = place(db).await.expect_err("a refusal").to_string();
        assert!(refused.contains("\"deskbell 0.0.1\"") && refused.contains("stop it"), "{refused}");
        old.batch_execute("SET application_name = 'deskbeller'").await.expect("another name");
        assert!(place(db).await.is_ok());
    });
}

#[test]
fn a_table_that_citus_refuses_is_named_and_the_rest_goes_on_afterwards() {
    test(async |db: &Db| {
        db.batch("CREATE UNIQUE INDEX chats_alone ON chats (id)").await;
        let refused = place(db).await;
        let Err(Error::Misconfigured(text)) = refused else { panic!("{refused:?}") };
        assert_eq!(text, "chats: cannot create constraint on \"chats\"");
        db.batch("DROP INDEX chats_alone").await;
        let placed = place(db).await.expect("the rest");
        assert_eq!(placed.first(), Some(&"chats"), "those before it stay placed");
    });
}

#[test]
fn a_database_without_citus_is_told_how_to_get_it_and_a_file_that_it_cannot() {
    fixture::run(Engine::Postgres, async |db: &Db| {
        let refused = place(db).await.expect_err("a refusal").to_string();
        assert!(refused.contains("CREATE EXTENSION citus"), "{refused}");
        assert_eq!(misplaced(db).await, None);
    });
    fixture::run(Engine::Sqlite, async |db: &Db| {
        let refused = place(db).await.expect_err("a refusal").to_string();
        assert!(refused.contains("a file is not distributed"), "{refused}");
    });
}

reads! {
    History(org: OrgId) -> i64 =
        async |conn| Ok(changes::last(org, conn).await?.history.timeline);
}

/// Makes all statements report this timeline as the server's timeline.
async fn set_timeline(url: &str, timeline: u32) {
    let sql = format!(
        "CREATE OR REPLACE FUNCTION pretended.pg_walfile_name(pg_lsn) RETURNS text LANGUAGE sql
             AS $$ SELECT '{timeline:08x}0000000000000001' $$"
    );
    postgres(url).await.batch_execute(&sql).await.expect("a timeline");
}

/// Returns the outcomes of reads from workers on timelines 1, 3 and 1, in a session that began on
/// timeline 2.
async fn read_on_timelines(is_distributed: bool) -> Vec<Result<i64>> {
    let (database, location) = database(Engine::Postgres, true).await;
    let Location::Postgres(url) = &location else { panic!("it runs on PostgreSQL") };
    let (_, name) = url.rsplit_once('/').expect("a name");
    let sql = format!(
        "CREATE SCHEMA pretended;
         ALTER DATABASE {name} SET search_path = pretended, public, pg_catalog"
    );
    postgres(url).await.batch_execute(&sql).await.expect("a schema");
    set_timeline(url, 2).await;
    if is_distributed {
        stand_in(&format!("{url}?options=-csearch_path%3Dpublic")).await;
    }
    let store: Store = open(&location).await;
    let org = store.exclusive(fixture::NewOrganization("one.example")).await.expect("one");
    // This read opens the connection for the later reads, on timeline 2.
    assert_eq!(store.read(Class::Point, History(org)).await, Ok(2));
    let mut read = Vec::new();
    for timeline in [1, 3, 1] {
        set_timeline(url, timeline).await;
        read.push(store.read(Class::Point, History(org)).await);
    }
    store.close().await;
    database.remove().await;
    read
}

#[test]
fn organizations_on_servers_of_different_timelines_are_all_served() {
    block_on(async {
        let read = read_on_timelines(true).await;
        assert_eq!(read, [Ok(1), Ok(3), Ok(1)], "each has the history of its own server");
        // Without Citus, a server on an earlier timeline is a former primary.
        let read = read_on_timelines(false).await;
        let [Err(Error::Unavailable(_)), ..] = read.as_slice() else { panic!("{read:?}") };
    });
}

#[test]
fn a_worker_that_is_away_keeps_no_other_organization_from_its_last_change() {
    test(async |db: &Db| {
        let away = db.new_organization("away.example").await;
        let sql = format!(
            "CREATE FUNCTION reach(org BIGINT) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN
                 IF org = {} THEN
                     RAISE EXCEPTION 'connection to the remote node failed' USING ERRCODE = '08006';
                 END IF;
                 RETURN true; END $$;
             ALTER TABLE heads RENAME TO heads_of_workers;
             CREATE VIEW heads AS SELECT * FROM heads_of_workers WHERE reach(org_id)",
            away.get()
        );
        db.batch(&sql).await;
        let store = open(&db.location).await;
        // Both positions are requested at the same time.
        let (here, there) = join(store.last_change(db.org), store.last_change(away)).await;
        assert!(here.is_ok(), "{here:?}");
        assert!(matches!(there, Err(Error::Unavailable(_))), "{there:?}");
        store.close().await;
        db.batch("DROP VIEW heads; ALTER TABLE heads_of_workers RENAME TO heads").await;
    });
}

struct AddAgent(i64);

impl Write for AddAgent {
    type Out = ();
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Infallible>> {
        let id = AgentId::new(self.0).expect("an id");
        let agent = Agent { id, name: "Ann".into(), email: None, role: Role::Agent };
        Ok(agents::insert(tx, &agent).await?)
    }
}

#[test]
fn a_taken_id_has_the_same_name_when_a_worker_answers() {
    test(async |db: &Db| {
        // A worker's error has the key of a part of the table, and only in its text.
        let sql = "CREATE FUNCTION taken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF EXISTS (SELECT 1 FROM agents WHERE org_id = NEW.org_id AND id = NEW.id) THEN
                    RAISE EXCEPTION 'duplicate key value violates unique constraint \"%\"',
                        'agents_id_102084' USING ERRCODE = '23505';
                END IF;
                RETURN NEW; END $$;
            CREATE TRIGGER taken BEFORE INSERT ON agents FOR EACH ROW EXECUTE FUNCTION taken()";
        db.batch(sql).await;
        assert_eq!(db.write(AddAgent(1)).await, Ok(()));
        let taken = Error::Conflict { constraint: "agents_id".into() };
        assert_eq!(db.write(AddAgent(1)).await, Err(taken.into()));
    });
}
