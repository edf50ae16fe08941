//! experiment
use super::fixture::{self, Db};
use super::jobs::Script;
use crate::port::{Class, Query, Param};
use crate::{Body, Conn, Engine, Location, Result, Error};
use std::time::Instant;

static ENDLESS: Query<i64> = Query::new(
    "tests::ENDLESS",
    Class::Scan,
    "WITH RECURSIVE n (value) AS (
         SELECT max(id) FROM customers UNION ALL SELECT value + 1 FROM n
     ) SELECT value FROM n WHERE value < 0",
);
struct Scan;
impl Body for Scan {
    type Out = ();
    async fn run<C: Conn>(self, conn: &mut C) -> Result<()> {
        conn.all(&ENDLESS, &[]).await.map(drop)
    }
}
fn wal(db: &Db) -> u64 {
    let Location::Sqlite(p) = &db.location else { panic!() };
    let mut l = p.clone().into_os_string();
    l.push("-wal");
    std::fs::metadata(l).unwrap().len() / 4096
}

async fn write(db: &Db, n: usize, tag: &str) {
    let t = Instant::now();
    let mut worst = 0;
    for i in 0..n {
        let t = Instant::now();
        let notes = "x".repeat(1 << 20);
        db.store.write(db.org, Script::default().and_customer(&format!("{tag}{i}"), Some(notes))).await.unwrap();
        worst = worst.max(t.elapsed().as_millis());
        if i % 50 == 0 { println!("{tag} {i} wal {} pages {:?} worst {worst}", wal(db), t.elapsed()); }
    }
    println!("{tag} {n} MB in {:?} wal {} pages worst {worst} ms", t.elapsed(), wal(db));
}

#[test]
fn no_readers() {
    fixture::run(Engine::Sqlite, async |db: &Db| { write(db, 600, "a").await; });
}

#[test]
fn readers() {
    fixture::run(Engine::Sqlite, async |db: &Db| {
        db.store.write(db.org, Script::customer("z")).await.unwrap();
        let (tx, rx) = tokio::sync::watch::channel(false);
        let mut set = tokio::task::JoinSet::new();
        for _ in 0..2 {
            let store = db.store.clone();
            let rx = rx.clone();
            set.spawn(async move {
                while !*rx.borrow() { assert_eq!(store.read(Class::Scan, Scan).await, Err(Error::Deadline)); }
            });
        }
        write(db, 900, "a").await;
        tx.send(true).unwrap();
        set.join_all().await;
    });
}
