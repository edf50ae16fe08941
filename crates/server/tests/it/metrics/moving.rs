//! The gauges of the writer, the write-ahead log and the indexes, which rise and fall with the
//! measured values.

use std::convert::Infallible;
use std::sync::mpsc;
use std::time::Duration;

use deskbell_model::Origin;
use deskbell_storage::{Conn, Engine, Stop, Tx, Write};
use deskbell_testkit::{Test, engines};
use futures_util::future::join_all;
use parking_lot::Mutex;
use serde_json::json;
use tokio::sync::oneshot;
use tokio::task::{block_in_place, yield_now};

use super::{text, value};

/// A job that holds its writer until the test drops the other end of `opened`.
struct Hold {
    reached: Mutex<Option<oneshot::Sender<()>>>,
    opened: Mutex<mpsc::Receiver<()>>,
}

impl Write for Hold {
    type Out = ();
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, _: &mut Tx<'_, C>) -> Result<(), Stop<Infallible>> {
        if let Some(reached) = self.reached.lock().take() {
            reached.send(()).unwrap();
        }
        let closed = block_in_place(|| self.opened.lock().recv());
        assert!(closed.is_err(), "nothing is ever sent");
        Ok(())
    }
}

async fn gauge(t: &Test, series: &str) -> f64 {
    value(&text(t).await, series).unwrap()
}

engines! {
    async fn the_writers_queue_counts_the_changes_that_wait_in_each_lane(t: &Test) {
        const INTERACTIVE: &str = "deskbell_writer_queue{lane=\"interactive\"}";
        const BULK: &str = "deskbell_writer_queue{lane=\"bulk\"}";
        let (reached, is_reached) = oneshot::channel();
        let (open, opened) = mpsc::channel();
        let hold = Hold { reached: Mutex::new(Some(reached)), opened: Mutex::new(opened) };
        let held = t.app.context.store.write(t.org, Origin::COMMAND, hold);
        let waiting = async {
            is_reached.await.unwrap();
            let una = json!({"name": "Una"});
            let posts = join_all((0..3).map(|_| t.post("/v1/customers", &una)));
            let tags = vec![("vip".to_owned(), "#ff0000".to_owned())];
            let tags = t.app.actions.bulk_tags(t.caller, tags);
            let look = async {
                while t.app.context.store.jobs_waiting() < 4 {
                    yield_now().await;
                }
                let text = text(t).await;
                assert_eq!(value(&text, INTERACTIVE), Some(3.0));
                assert_eq!(value(&text, BULK), Some(1.0));
                drop(open);
            };
            let (posts, tags, ()) = tokio::join!(posts, tags, look);
            assert!(posts.iter().all(|it| it.status == 201));
            assert_eq!(tags.unwrap().len(), 1);
        };
        let (held, ()) = tokio::join!(held, waiting);
        held.unwrap();
        let text = text(t).await;
        assert_eq!((value(&text, INTERACTIVE), value(&text, BULK)), (Some(0.0), Some(0.0)));
    }

    async fn the_log_of_sqlite_has_the_bytes_that_were_written(t: &Test) {
        if t.app.context.store.engine() == Engine::Postgres {
            assert_eq!(value(&text(t).await, "deskbell_wal_bytes"), None);
            return;
        }
        let wal = || t.app.context.store.meters().wal_bytes.get();
        let before = wal();
        // The checkpointer looks at the log ten times a second.
        while wal() == before {
            assert_eq!(t.post("/v1/customers", &json!({"name": "Una"})).await.status, 201);
        }
        let bytes = gauge(t, "deskbell_wal_bytes").await;
        assert!((4_096.0..67_108_864.0).contains(&bytes), "{bytes}");
    }

    async fn the_memory_of_indexes_grows_with_what_they_hold(t: &Test) {
        const MEMORY: &str = "deskbell_index_memory_bytes";
        assert_eq!(t.get("/v1/customers").await.status, 200);
        let before = gauge(t, MEMORY).await;
        let name = "Una Bell ".repeat(20);
        for number in 0..100 {
            let body = json!({"name": name, "userId": format!("una-{number}")});
            assert_eq!(t.post("/v1/customers", &body).await.status, 201);
        }
        assert_eq!(t.get("/v1/customers").await.status, 200);
        let after = gauge(t, MEMORY).await;
        let limit = gauge(t, "deskbell_index_memory_limit_bytes").await;
        assert!(after > before + 10_000.0 && after < limit, "{before} {after} {limit}");
        assert_eq!(gauge(t, "deskbell_indexes{state=\"ready\"}").await, 1.0);
    }

    async fn an_index_is_behind_from_a_commit_until_it_is_asked(t: &Test) {
        const BEHIND: &str = "deskbell_index_behind_seconds";
        assert_eq!(t.get("/v1/customers").await.status, 200);
        assert_eq!(gauge(t, BEHIND).await, 0.0);
        assert_eq!(t.post("/v1/customers", &json!({"name": "Una"})).await.status, 201);
        // The time begins with the scrape that sees the commit.
        assert_eq!(gauge(t, BEHIND).await, 0.0);
        t.clock.advance(Duration::from_secs(7));
        assert_eq!(gauge(t, BEHIND).await, 7.0);
        assert_eq!(t.get("/v1/customers").await.status, 200);
        assert_eq!(gauge(t, BEHIND).await, 0.0);
    }
}
