//! `deskbell migrate --distribute` and its effects, with a fake Citus that distributes nothing
//! (`lab/src/postgres/citus.sql`).

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;
use std::time::Instant;

use deskbell_lab::postgres::citus::stand_in;
use deskbell_lab::postgres::database::connected;
use deskbell_testkit::databases::Database;
use deskbell_testkit::{Engine, block_on};
use serde_json::{Value, json};

use crate::faults::postgres::execute;
use crate::process::{Server, data, deskbell, fails, place, run, signal, text};
use crate::setups::grants::Role;

const DISTRIBUTE: &[&str] = &["migrate", "--distribute"];

/// Returns the line of `doctor` about tables; `None` if `doctor` prints no line about tables.
fn tables(url: &str) -> Option<String> {
    let found = text(&run(url, &["doctor"]).stdout);
    let line = found.lines().find(|line| line.contains(" tables: "));
    line.map(str::to_owned)
}

#[test]
fn a_cluster_gets_the_tables_once_and_the_server_works_afterwards() {
    block_on(async {
        let database = Database::empty(Engine::Postgres).await;
        let url = &*database.url;
        stand_in(url).await;
        // The first run makes the schema, too.
        let output = run(url, DISTRIBUTE);
        let (out, talk) = (text(&output.stdout), text(&output.stderr));
        assert!(output.status.success(), "{out}{talk}");
        assert!(out.contains("; distributed organizations, api_keys, tickets, "), "{out}");
        assert!(talk.contains("distributing organizations (1 of "), "{talk}");
        assert!(tables(url).unwrap().starts_with("ok"), "{:?}", tables(url));
        let again: Value = serde_json::from_str(&data(url, &["--json", "migrate", "--distribute"]))
            .expect("an object");
        assert_eq!((&again["applied"], &again["distributed"]), (&json!([]), &json!([])));

        // The state after an update whose migration creates a table.
        execute(url, "SELECT undistribute_table('ratings')").await;
        let found = tables(url).unwrap();
        assert!(found.starts_with("problem") && found.ends_with(": ratings"), "{found}");
        assert!(data(url, DISTRIBUTE).ends_with("; distributed ratings"));

        let key = data(url, &["key", "create"]);
        let server = Server::start(url, &[]);
        assert!(server.makes_a_customer(&key));
        server.stops();
        database.remove().await;
    });
}

/// SQL that makes the placement of the table `tickets` take an hour.
const HOUR: &str = "
    CREATE FUNCTION rest() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF NEW.call = 'reference tickets' THEN PERFORM pg_sleep(3600); END IF;
        RETURN NEW; END $$;
    CREATE TRIGGER rest BEFORE INSERT ON citus_calls FOR EACH ROW EXECUTE FUNCTION rest()";

/// Returns the number of running statements that place the table `tickets`.
async fn placing(url: &str) -> i64 {
    const SQL: &str = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
        AND state = 'active' AND query = 'SELECT create_reference_table(''tickets'')'";
    connected(url, async |client| client.query_one(SQL, &[]).await).await.unwrap().get(0)
}

#[test]
fn a_distribution_that_is_stopped_leaves_no_statement_behind_and_goes_on_later() {
    block_on(async {
        let database = Database::migrated(Engine::Postgres).await;
        let url = &*database.url;
        stand_in(url).await;
        execute(url, HOUR).await;
        let mut command = deskbell(url, DISTRIBUTE);
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
        assert!(lines.any(|line| line.contains("distributing tickets")));
        // The statement runs, and would run for an hour.
        while placing(url).await == 0 {}
        signal(child.id(), "-INT");
        let last = lines.last().unwrap();
        assert!(last.contains("stopped: ") && last.contains("run this again"), "{last}");
        assert_eq!(child.wait().unwrap().code(), Some(1));
        let began = Instant::now();
        while placing(url).await > 0 {
            assert!(began.elapsed().as_secs() < 30, "the server notices");
        }
        let found = tables(url).unwrap();
        assert!(found.contains(": tickets, "), "{found}");
        execute(url, "DROP TRIGGER rest ON citus_calls").await;
        assert!(data(url, DISTRIBUTE).contains("; distributed tickets, "));
        assert!(tables(url).unwrap().starts_with("ok"));
        database.remove().await;
    });
}

#[test]
fn without_citus_or_the_right_to_it_nothing_is_distributed_and_the_way_is_told() {
    block_on(async {
        let database = Database::migrated(Engine::Postgres).await;
        assert_eq!(tables(&database.url), None);
        let talk = fails(&database.url, 1, DISTRIBUTE);
        assert!(talk.contains("CREATE EXTENSION citus"), "{talk}");
        stand_in(&database.url).await;
        let grants =
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}";
        let role = Role::create(&database, grants).await;
        let talk = fails(&role.url, 1, DISTRIBUTE);
        assert!(talk.contains("organizations belongs to the role postgres"), "{talk}");
        assert!(talk.contains("run this as postgres"), "{talk}");
        role.remove(database).await;
    });
    let (folder, url) = place();
    let talk = fails(&url, 1, DISTRIBUTE);
    assert!(talk.contains("a file is not distributed"), "{talk}");
    assert!(!folder.path().join("a.db").exists(), "nothing is made");
}

#[test]
fn an_agent_with_a_taken_id_is_refused_in_the_same_words_when_a_worker_answers() {
    block_on(async {
        let database = Database::migrated(Engine::Postgres).await;
        let add: &[&str] = &["agent", "add", "--name", "Ann", "--id", "1"];
        data(&database.url, add);
        let plain = fails(&database.url, 1, add);
        let sql = "CREATE FUNCTION taken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                RAISE EXCEPTION 'duplicate key value violates unique constraint \"%\"',
                    'agents_id_102084' USING ERRCODE = '23505'; END $$;
            CREATE TRIGGER taken BEFORE INSERT ON agents FOR EACH ROW EXECUTE FUNCTION taken()";
        execute(&database.url, sql).await;
        assert_eq!(fails(&database.url, 1, add), plain);
        database.remove().await;
    });
}

/// SQL that makes reads fail for the organizations listed in the table `away`, as if their Citus
/// workers were down. Reads over all organizations then fail, too.
const WORKERS: &str = "
    CREATE TABLE away (org_id BIGINT);
    CREATE FUNCTION reach(org BIGINT) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN
        IF EXISTS (SELECT 1 FROM away WHERE org_id = org) THEN
            RAISE EXCEPTION 'connection to the remote node worker:5432 failed'
                USING ERRCODE = '08006';
        END IF;
        RETURN true; END $$;
    DO $$ DECLARE t RECORD; BEGIN
        FOR t IN SELECT logicalrelid FROM pg_dist_partition WHERE partmethod = 'h' LOOP
            EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t.logicalrelid);
            EXECUTE format('CREATE POLICY worker ON %s USING (reach(org_id))', t.logicalrelid);
        END LOOP; END $$;
    INSERT INTO away SELECT id FROM organizations WHERE domain = 'away.example'";

/// SQL that gives every chat a snooze that ended long ago.
const SNOOZED: &str = "
    UPDATE chats SET snoozed_until = 1;
    INSERT INTO timers (org_id, kind, subject, due_at) SELECT org_id, 'snooze', id, 1 FROM chats";

#[test]
fn the_organizations_of_other_workers_are_served_while_one_is_away() {
    block_on(async {
        let database = Database::migrated(Engine::Postgres).await;
        stand_in(&database.url).await;
        data(&database.url, DISTRIBUTE);
        let [here, away] = ["here.example", "away.example"].map(|domain| {
            data(&database.url, &["org", "create", domain]);
            data(&database.url, &["key", "create", "--org", domain])
        });
        for domain in ["here.example", "away.example"] {
            data(&database.url, &["seed", "--chats", "1", "--org", domain]);
        }
        execute(&database.url, SNOOZED).await;
        execute(&database.url, WORKERS).await;
        let grants =
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}";
        let role = Role::create(&database, grants).await;
        let server = Server::start(&role.url, &[]);
        let began = Instant::now();
        while server.ask("GET", None, "/readyz").0 != 200 {
            assert!(began.elapsed().as_secs() < 30, "it starts without that worker");
        }
        assert!(server.makes_a_customer(&here));
        assert_eq!(server.get(&here, "/v1/customers").0, 200);
        let is_awake = || {
            let (_, chats) = server.get(&here, "/v1/chats?limit=1");
            let chat = chats["data"][0].as_object().unwrap();
            chat["snoozedUntil"].is_null()
        };
        let began = Instant::now();
        while !is_awake() {
            assert!(began.elapsed().as_secs() < 30, "its snooze ends without that worker");
        }
        assert!(!server.makes_a_customer(&away));
        assert_eq!(server.get(&away, "/v1/customers").0, 503);
        execute(&database.url, "DELETE FROM away").await;
        assert!(server.makes_a_customer(&away), "its worker is back");
        server.stops();
        role.remove(database).await;
    });
}
