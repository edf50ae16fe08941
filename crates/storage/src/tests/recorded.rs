//! Tests of the changes that writers pass in memory to a follower of the same process.

use deskbell_model::{FeedPosition, OrgId};

use super::engines;
use super::fixture::{self, Db, open};
use super::jobs::{Script, gives_up, hold, queue};
use crate::changes::{self, ChangeRow};
use crate::{Class, Error, Handover, reads};

reads! {
    After(org: OrgId, seq: i64) -> (Vec<ChangeRow>, FeedPosition) = async |conn| {
        let rows = changes::after(org, conn, seq, 1_000).await?;
        Ok((rows, changes::last(org, conn).await?))
    };
}

/// Returns the changes in the table after a number, and the position of the last change.
async fn after(db: &Db, seq: i64) -> (Vec<ChangeRow>, FeedPosition) {
    db.store.snapshot(Class::Page, After(db.org, seq)).await.expect("the changes")
}

fn taken(recorded: &Handover, last: FeedPosition, seq: i64) -> Vec<ChangeRow> {
    recorded.take(FeedPosition { seq, ..last })
}

engines! {
    async fn a_follower_is_given_what_the_table_has(db: &Db) {
        let _follows = db.store.follow(db.org);
        db.write(Script::customer("before")).await.expect("a change");
        let recorded = db.store.record(db.org);
        let (gate, first) = hold(&db.store, db.org, "first").await;
        let two = Script::customer("two").and_customer("three", Some("notes".into()));
        let two = queue(&db.store, db.org, two);
        let failing = queue(&db.store, db.org, Script::customer("nobody").fail());
        let panicking = queue(&db.store, db.org, Script::customer("nobody").panic());
        let last = queue(&db.store, db.org, Script::customer("last"));
        gate.open();
        first.await.expect("a change");
        two.await.expect("two changes");
        assert_eq!(failing.await, Err(gives_up()));
        assert_eq!(panicking.await, Err(Error::Panicked));
        last.await.expect("a change");
        let (rows, last) = after(db, 1).await;
        assert_eq!(rows.len(), 4);
        assert_eq!(taken(&recorded, last, 1), rows);
        db.write(Script::customer("next")).await.expect("a change");
        assert_eq!(taken(&recorded, last, 5), after(db, 5).await.0);
    }

    async fn what_others_write_or_what_is_large_leaves_a_gap(db: &Db) {
        let _follows = db.store.follow(db.org);
        let recorded = db.store.record(db.org);
        let other = open(&db.location).await;
        db.write(Script::customer("here")).await.expect("a change");
        queue(&other, db.org, Script::customer("there")).await.expect("a change");
        db.write(Script::customer("here again")).await.expect("a change");
        let last = after(db, 0).await.1;
        assert!(taken(&recorded, last, 1).is_empty(), "the second change is missing");
        db.write(Script::customer("four")).await.expect("a change");
        assert_eq!(taken(&recorded, last, 3), after(db, 3).await.0);
        // From here on, there is no follower.
        drop(recorded);
        db.write(Script::customer("five")).await.expect("a change");
        let recorded = db.store.record(db.org);
        assert!(taken(&recorded, last, 4).is_empty());
        other.close().await;
    }
}
