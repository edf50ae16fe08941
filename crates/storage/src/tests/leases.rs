//! Tests of leases, in which two stores act as two nodes. Only one node has an organization's
//! lease, until the lease expires or is released.

use std::convert::Infallible;

use super::engines;
use super::fixture::{self, Db, open};
use crate::{Conn, Read, Result, Stop, Store, Tx, Write, cross_org, leases};
use deskbell_model::Origin;

struct Take(&'static str);

impl Write for Take {
    type Out = bool;
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<bool, Stop<Infallible>> {
        Ok(leases::take(tx, self.0).await?)
    }
}

enum All {
    Renew(&'static str),
    Release(&'static str),
}

impl Read for All {
    type Out = ();

    async fn run<C: Conn>(self, conn: &mut C) -> Result<()> {
        match self {
            Self::Renew(holder) => cross_org::renew_leases(conn, holder).await,
            Self::Release(holder) => cross_org::release_leases(conn, holder).await,
        }
    }
}

async fn take(db: &Db, store: &Store, holder: &'static str) -> bool {
    store.write(db.org, Origin::COMMAND, Take(holder)).await.expect("an answer")
}

/// Makes all leases expire this many milliseconds earlier.
async fn pass(db: &Db, ms: i64) {
    db.batch(&format!("UPDATE leases SET expires_at = expires_at - {ms}")).await;
}

engines! {
    async fn one_node_has_a_lease_until_it_ends_or_is_given_back(db: &Db) {
        let (one, two) = (db.store.clone(), open(&db.location).await);
        assert!(take(db, &one, "one").await);
        assert!(!take(db, &two, "two").await, "another has it");
        assert!(take(db, &one, "one").await, "its own");
        pass(db, 15_000).await;
        assert!(!take(db, &two, "two").await, "it lasts thirty seconds");
        one.exclusive(All::Renew("one")).await.expect("a renewal");
        pass(db, 16_000).await;
        assert!(!take(db, &two, "two").await, "it was renewed");
        pass(db, 14_001).await;
        assert!(take(db, &two, "two").await, "it has ended");
        assert!(!take(db, &one, "one").await, "it is another's now");
        one.exclusive(All::Renew("one")).await.expect("nothing to renew");
        one.exclusive(All::Release("one")).await.expect("nothing to give back");
        assert!(!take(db, &one, "one").await, "it is another's still");
        two.exclusive(All::Release("two")).await.expect("a release");
        assert!(take(db, &one, "one").await, "it was given back");
        two.close().await;
    }

    async fn a_lease_from_before_the_clock_was_set_back_keeps_nobody_waiting(db: &Db) {
        assert!(take(db, &db.store, "one").await);
        pass(db, -1_000_000).await;
        assert!(take(db, &db.store, "two").await);
    }

    async fn each_organization_has_its_own(db: &Db) {
        let other = db.new_organization("two.example").await;
        assert!(take(db, &db.store, "one").await);
        assert!(db.store.write(other, Origin::COMMAND, Take("two")).await.expect("an answer"));
        db.store.exclusive(All::Release("one")).await.expect("a release");
        assert!(!db.store.write(other, Origin::COMMAND, Take("one")).await.expect("an answer"));
    }
}
