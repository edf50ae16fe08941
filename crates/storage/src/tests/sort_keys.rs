//! Tests of the search for objects whose sort keys changed, among many changes of other kinds. Each
//! search covers a limited range of changes.

use deskbell_model::OrgId;
use deskbell_query::{ChatSort, Sort as _};

use super::engines;
use super::fixture::{self, Db};
use crate::changes::{self, ChangedIds};
use crate::limits::MOVES_LOOKED_THROUGH;
use crate::{Class, Error, Result, reads};

/// SQL that inserts changes of chats. A few of these changes modify the sort keys of the last
/// message, and some modify another sort key.
const CHANGES: &str = "
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 25000)
    INSERT INTO changes (org_id, seq, at, kind, subject, chat_id, quiet, moved)
    SELECT 1, i, i, 'message.created', i, i, 0,
        CASE WHEN i % 6000 = 7 THEN 6 WHEN i % 3 = 0 THEN 8 END FROM n;
    UPDATE heads SET seq = 25000;";
const MOVED: [i64; 5] = [7, 6_007, 12_007, 18_007, 24_007];

reads! {
    ReadRange(org: OrgId, range: (i64, i64), limit: u32) -> ChangedIds = async |conn| {
        let bit = ChatSort::LastMessageAt.bit();
        changes::sort_keys_changed(org, conn, bit, range, limit).await
    };
}

async fn read(db: &Db, range: (i64, i64), limit: u32) -> Result<ChangedIds> {
    db.store.snapshot(Class::Scan, ReadRange(db.org, range, limit)).await
}

engines! {
    async fn what_moved_is_found_range_by_range(db: &Db) {
        db.batch(CHANGES).await;
        for limit in [1, 2, 5, 100] {
            for until in [25_000, 24_007, 24_006, 7, 6] {
                let (mut found, mut after, mut ranges) = (Vec::new(), 0, 0);
                loop {
                    let ChangedIds { ids, next } =
                        read(db, (after, until), limit).await.expect("a range");
                    assert!(ids.len() <= limit as usize);
                    found.extend(ids);
                    ranges += 1;
                    let Some(next) = next else { break };
                    assert!(next > after, "it gets on");
                    after = next;
                }
                let expected: Vec<_> = MOVED.into_iter().filter(|id| *id <= until).collect();
                assert_eq!(found, expected, "{limit} at once up to {until}");
                let whole = until / MOVES_LOOKED_THROUGH + 1;
                let most = whole + i64::try_from(expected.len()).expect("a small number");
                assert!(ranges <= most, "{ranges} ranges");
            }
        }
    }

    async fn whether_anything_moved_is_asked_without_taking_it(db: &Db) {
        db.batch(CHANGES).await;
        for (after, next) in [(0, Some(6)), (7, Some(6_006)), (6_007, Some(12_006)),
                              (12_007, Some(18_006)), (24_007, None)] {
            let found = read(db, (after, 25_000), 0).await.expect("a range");
            assert_eq!((found.ids, found.next), (vec![], next), "behind {after}");
        }
    }

    async fn what_moved_often_is_found_once_in_a_range(db: &Db) {
        db.batch(CHANGES).await;
        db.batch("UPDATE changes SET chat_id = seq % 3 + 1, moved = 4 WHERE seq <= 300").await;
        for limit in [1, 2, 3, 100] {
            let (mut found, mut after) = (Vec::new(), 0);
            loop {
                let read = read(db, (after, 300), limit).await;
                let ChangedIds { ids, next } = read.expect("a range");
                found.extend(ids);
                let Some(next) = next else { break };
                after = next;
            }
            assert_eq!(found, [2, 3, 1], "those last that moved last");
        }
    }

    async fn changes_that_are_no_longer_kept_are_not_passed_over(db: &Db) {
        db.batch(CHANGES).await;
        db.batch("DELETE FROM changes WHERE seq <= 100").await;
        assert!(matches!(read(db, (99, 25_000), 1).await, Err(Error::Forgotten)));
        assert_eq!(read(db, (100, 25_000), 1).await.expect("a range").ids, [6_007]);
    }
}
