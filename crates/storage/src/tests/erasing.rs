//! Tests of the removal of deleted objects' rows in bounded steps. The integrity check reports rows
//! that no step removes.

use std::convert::Infallible;

use deskbell_model::{OrgId, Seconds};

use super::engines;
use super::fixture::{self, Db, Pair};
use crate::columns::params;
use crate::cross_org::Overdue;
use crate::statement::Query;
use crate::{Class, Conn, Read, Result, Stop, Tx, Write, cross_org, erasures, integrity, reads};

/// SQL that inserts the rows of a deleted customer and of a deleted chat, and rows of the chats
/// with the neighbouring ids.
const ROWS: &str = "
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)
    INSERT INTO messages (org_id, chat_id, seq, id, kind, read, created_at, edited, author)
    SELECT 1, 6, i, i, 'message', 0, i, 0, 'agent' FROM n;
    INSERT INTO events (org_id, customer_id, id, name, data, created_at)
    SELECT 1, chat_id - 1, seq * 7, 'event', '{}', 1 FROM messages WHERE seq <= 1500;
    INSERT INTO messages (org_id, chat_id, seq, id, kind, read, created_at, edited, author)
    VALUES (1, 5, 1, 1, 'message', 0, 1, 0, 'agent'), (1, 7, 1, 1, 'message', 0, 1, 0, 'agent');
    INSERT INTO erasures (org_id, kind, subject) VALUES (1, 'chat', 6), (1, 'customer', 5)";

/// SQL that deletes the rows of the neighbouring chats, which the fixture's check would report.
const NEIGHBOURS: &str = "DELETE FROM messages WHERE chat_id IN (5, 7)";

static COUNTS: Query<Pair> = Query::new(
    "tests::COUNTS",
    Class::Scan,
    "SELECT (SELECT count(*) FROM messages m WHERE m.org_id = $1 AND m.chat_id = 6) AS number,
            CAST((SELECT count(*) FROM events e WHERE e.org_id = $1) AS TEXT) AS word",
);

struct Counts(OrgId);

impl Read for Counts {
    type Out = (i64, String);

    async fn run<C: Conn>(self, conn: &mut C) -> Result<Self::Out> {
        let Pair(messages, events) = conn.one(&COUNTS, &params![self.0]).await?;
        Ok((messages, events))
    }
}

reads! {
    Check(org: OrgId) -> Vec<String> = async |conn| integrity::check(org, conn).await;
    Late(since: Seconds) -> Overdue = async |conn| cross_org::overdue(conn, since).await;
    Erasing(after: Option<OrgId>) -> Option<OrgId> =
        async |conn| cross_org::erasing(conn, after).await;
}

struct Step;

impl Write for Step {
    type Out = ();
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Infallible>> {
        Ok(erasures::step(tx, Seconds::new(9), 1_000).await?)
    }
}

async fn counts(db: &Db) -> (i64, i64) {
    let (messages, events) = db.store.read(Class::Scan, Counts(db.org)).await.expect("counts");
    (messages, events.parse().expect("a number"))
}

engines! {
    async fn a_step_removes_a_thousand_rows_and_the_next_goes_on(db: &Db) {
        db.batch(ROWS).await;
        assert_eq!(counts(db).await, (2_500, 1_500));
        let first = db.store.read(Class::Point, Erasing(None)).await.expect("an answer");
        assert_eq!(first, Some(db.org));
        let later = db.store.read(Class::Point, Erasing(first)).await.expect("an answer");
        assert_eq!(later, None);
        // Chats are erased first. Recording that an object is done counts as one row.
        for expected in [(1_500, 1_500), (500, 1_500), (0, 1_001), (0, 1), (0, 0)] {
            db.write(Step).await.expect("a step");
            assert_eq!(counts(db).await, expected);
        }
        let left = db.store.read(Class::Point, Erasing(None)).await.expect("an answer");
        assert_eq!(left, None);
        db.write(Step).await.expect("a step too many");
        db.batch(NEIGHBOURS).await;
    }

    async fn what_was_deleted_and_is_not_erased_in_time_is_counted(db: &Db) {
        db.batch("INSERT INTO erasures (org_id, kind, subject, noted_at)
            VALUES (1, 'chat', 6, 100), (1, 'chat', 7, NULL), (1, 'customer', 5, 200)").await;
        let counted = async |since| {
            let overdue = db.store.read(Class::Scan, Late(Seconds::new(since))).await;
            overdue.expect("counts").erasures
        };
        assert_eq!((counted(99).await, counted(100).await, counted(200).await), (0, 1, 2));
        db.write(Step).await.expect("a step");
        assert_eq!(counted(200).await, 0);
    }

    async fn rows_that_nobody_would_remove_are_found(db: &Db) {
        db.batch(ROWS).await;
        db.batch(NEIGHBOURS).await;
        let check = async || db.store.snapshot(Class::Scan, Check(db.org)).await.expect("a check");
        assert_eq!(check().await, Vec::<String>::new(), "they are about to go");
        db.batch("DELETE FROM erasures").await;
        let found = check().await;
        assert!(found.contains(&"chat 6 is gone and left messages".to_owned()), "{found:?}");
        assert!(found.contains(&"customer 5 is gone and left events".to_owned()), "{found:?}");
        db.batch("DELETE FROM messages; DELETE FROM events").await;
        db.batch("INSERT INTO chat_agents (org_id, chat_id, place, agent_id) VALUES (1, 6, 1, 1);
            INSERT INTO customer_tags (org_id, customer_id, place, tag_id) VALUES (1, 5, 1, 1)")
            .await;
        let found = check().await;
        assert_eq!(found, ["chat 6 is gone and somebody wrote in it",
                           "customer 5 is gone and wears a tag"]);
        db.batch("DELETE FROM chat_agents; DELETE FROM customer_tags").await;
    }
}
