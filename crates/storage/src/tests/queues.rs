//! Tests of a writer's queue: the limits, the two lanes (interactive and bulk jobs), and callers
//! that do not wait.

use deskbell_model::{OrgId, Origin};
use std::time::{Duration, Instant};

use futures_util::future::join_all;

use super::engines;
use super::fixture::{self, Db};
use super::jobs::{Bulk, Script, gate, hold, queue};
use crate::limits::{
    GROUP_BULK_JOBS_MAX, GROUP_OF_FEW_MS, POSTGRES_GROUP_JOBS_MAX, SQLITE_GROUP_JOBS_MAX,
    WRITER_JOBS_WAITING_MAX, WRITERS_MAX,
};
use crate::{Engine, Error, Location, Stop};

macro_rules! many {
    ($db:ident, $count:expr, $job:expr) => {
        (0..$count).map(|_| queue(&$db.store, $db.org, $job)).collect::<Vec<_>>()
    };
}

engines! {
    async fn the_job_for_which_there_is_no_place_to_wait_is_refused(db: &Db) {
        const MAX: usize = WRITER_JOBS_WAITING_MAX;
        let (gate, first) = hold(&db.store, db.org, "first").await;
        let waiting = many!(db, MAX, Script::default());
        assert_eq!(db.store.jobs_waiting(), MAX);
        let refused = db.write(Script::customer("refused")).await;
        assert!(matches!(refused, Err(Stop::Storage(Error::Busy(_)))), "{refused:?}");

        let bulk = many!(db, MAX, Bulk(Script::default()));
        assert_eq!(db.store.jobs_waiting(), 2 * MAX);
        let refused = db.write(Bulk(Script::customer("refused"))).await;
        assert!(matches!(refused, Err(Stop::Storage(Error::Busy(_)))), "{refused:?}");

        gate.open();
        assert_eq!(first.await, Ok(vec![1]));
        assert_eq!(join_all(waiting).await, vec![Ok(vec![]); MAX]);
        assert_eq!(join_all(bulk).await, vec![Ok(vec![]); MAX]);
        assert_eq!(db.write(Script::customer("next")).await, Ok(vec![2]));
        assert_eq!(db.dense_customers(db.org).await, ["first", "next"]);
    }

    async fn organizations_take_turns_and_none_takes_the_places_of_another(db: &Db) {
        let other = db.new_organization("two.example").await;
        let (gate_1, first) = hold(&db.store, db.org, "first").await;
        let (gate_2, mut hold_2) = gate();
        let before = many!(db, SQLITE_GROUP_JOBS_MAX, Script::default());
        let held = queue(&db.store, db.org, Script::default().pass(gate_2));
        let rest = WRITER_JOBS_WAITING_MAX - SQLITE_GROUP_JOBS_MAX - 1;
        let behind = many!(db, rest, Script::default());
        let refused = db.write(Script::default()).await;
        assert!(matches!(refused, Err(Stop::Storage(Error::Busy(_)))), "{refused:?}");
        let others = queue(&db.store, other, Script::customer("other"));
        gate_1.open();
        assert_eq!(others.await, Ok(vec![1]), "it came last, and what came before never ends");
        hold_2.reached().await;
        hold_2.open();
        assert_eq!(first.await, Ok(vec![1]));
        assert_eq!(join_all(before).await.len() + join_all(behind).await.len() + 1, 1_024);
        assert_eq!(held.await, Ok(vec![]));
    }

    async fn interactive_jobs_go_before_bulk_jobs_that_came_earlier(db: &Db) {
        let (gate, first) = hold(&db.store, db.org, "first").await;
        let bulk = ["bulk 1", "bulk 2", "bulk 3", "bulk 4", "bulk 5", "bulk 6"];
        let bulk = bulk.map(|user_id| queue(&db.store, db.org, Bulk(Script::customer(user_id))));
        let now = ["now 1", "now 2"];
        let now = now.map(|user_id| queue(&db.store, db.org, Script::customer(user_id)));
        gate.open();
        assert_eq!(first.await, Ok(vec![1]));
        assert_eq!(join_all(now).await, [Ok(vec![2]), Ok(vec![3])]);
        assert_eq!(join_all(bulk).await, [4, 5, 6, 7, 8, 9].map(|id| Ok(vec![id])));
        let told = db.dense_customers(db.org).await;
        assert_eq!(told[..4], ["first", "now 1", "now 2", "bulk 1"]);
        assert_eq!(told[4..], ["bulk 2", "bulk 3", "bulk 4", "bulk 5", "bulk 6"]);
    }

    async fn a_group_has_few_bulk_jobs(db: &Db) {
        let (gate_1, mut hold_1) = gate();
        let (gate_2, mut hold_2) = gate();
        let first = queue(&db.store, db.org, Bulk(Script::customer("first").pass(gate_1)));
        hold_1.reached().await;
        let group = many!(db, GROUP_BULK_JOBS_MAX - 1, Bulk(Script::default()));
        let next = queue(&db.store, db.org, Bulk(Script::customer("next").pass(gate_2)));
        hold_1.open();
        // The group is committed although the next bulk job does not end.
        assert_eq!(first.await, Ok(vec![1]));
        assert_eq!(join_all(group).await, vec![Ok(vec![]); GROUP_BULK_JOBS_MAX - 1]);
        hold_2.reached().await;
        assert_eq!(db.dense_customers(db.org).await, ["first"]);
        hold_2.open();
        assert_eq!(next.await, Ok(vec![2]));
    }

    async fn a_group_has_so_many_jobs_and_no_more(db: &Db) {
        let max = match db.store.engine() {
            Engine::Sqlite => SQLITE_GROUP_JOBS_MAX,
            Engine::Postgres => POSTGRES_GROUP_JOBS_MAX,
        };
        let (gate_1, first) = hold(&db.store, db.org, "first").await;
        let (gate_2, mut hold_2) = gate();
        let (gate_3, mut hold_3) = gate();
        let group = many!(db, max - 2, Script::default());
        let last = queue(&db.store, db.org, Script::customer("last").pass(gate_2));
        let next = queue(&db.store, db.org, Script::customer("next").pass(gate_3));
        gate_1.open();
        // The group is not committed before its last job has ended.
        hold_2.reached().await;
        assert_eq!(db.customers(db.org).await, []);
        hold_2.open();
        assert_eq!(first.await, Ok(vec![1]));
        assert_eq!(join_all(group).await, vec![Ok(vec![]); max - 2]);
        assert_eq!(last.await, Ok(vec![2]));
        hold_3.reached().await;
        assert_eq!(db.dense_customers(db.org).await, ["first", "last"]);
        hold_3.open();
        assert_eq!(next.await, Ok(vec![3]));
    }

    async fn a_change_happens_though_its_caller_stops_waiting(db: &Db) {
        let (gate, running) = hold(&db.store, db.org, "running").await;
        let waiting = queue(&db.store, db.org, Script::customer("waiting"));
        let bulk = queue(&db.store, db.org, Bulk(Script::customer("bulk")));
        drop((running, waiting, bulk));
        gate.open();
        let last = queue(&db.store, db.org, Bulk(Script::customer("last")));
        assert_eq!(last.await, Ok(vec![4]));
        assert_eq!(db.dense_customers(db.org).await, ["running", "waiting", "bulk", "last"]);
    }

    async fn a_store_that_closes_finishes_what_waits_and_takes_nothing_more(db: &Db) {
        let store = fixture::open(&db.location).await;
        let (gate, first) = hold(&store, db.org, "first").await;
        let waiting = queue(&store, db.org, Script::customer("waiting"));
        let bulk = queue(&store, db.org, Bulk(Script::customer("bulk")));
        gate.open();
        store.close().await;
        assert_eq!(first.await, Ok(vec![1]));
        assert_eq!(waiting.await, Ok(vec![2]));
        assert_eq!(bulk.await, Ok(vec![3]));
        let refused = store.write(db.org, Origin::COMMAND, Script::customer("refused")).await;
        assert!(matches!(refused, Err(Stop::Storage(Error::Unavailable(_)))), "{refused:?}");
        assert_eq!(db.dense_customers(db.org).await, ["first", "waiting", "bulk"]);
    }
}

#[test]
fn long_jobs_are_not_committed_together_while_another_organization_waits() {
    fixture::run(Engine::Sqlite, async |db: &Db| {
        let other = db.new_organization("two.example").await;
        let (gate_1, first) = hold(&db.store, db.org, "first").await;
        let (gate_2, mut hold_2) = gate();
        let second = queue(&db.store, db.org, Script::customer("second").pass(gate_2));
        let others = queue(&db.store, other, Script::customer("other"));
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_millis(2 * GROUP_OF_FEW_MS) {
            tokio::task::yield_now().await;
        }
        gate_1.open();
        assert_eq!(first.await, Ok(vec![1]), "though the second never ends");
        hold_2.reached().await;
        hold_2.open();
        assert_eq!(join_all([second, others]).await, [Ok(vec![2]), Ok(vec![1])]);
    });
}

/// Each organization has its own writer, which waits a minute for a further job. When there are as
/// many writers as allowed, idle writers end so that other organizations get a writer.
#[test]
fn more_organizations_than_writers_are_written_one_after_another() {
    fixture::run(Engine::Postgres, async |db: &Db| {
        let Location::Postgres(url) = &db.location else { panic!("a server") };
        let last = i64::try_from(WRITERS_MAX).expect("a number") + 50;
        let copies = include_str!("organizations.sql").replace("{last}", &last.to_string());
        fixture::postgres(url).await.batch_execute(&copies).await.expect("organizations");
        for id in 2..=last {
            let org = OrgId::new(id).expect("an id");
            let written = db.store.write(org, Origin::COMMAND, Script::customer("x")).await;
            assert_eq!(written, Ok(vec![1]), "{id}");
        }
    });
}
