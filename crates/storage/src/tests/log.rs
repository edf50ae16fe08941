//! Tests that SQLite's write-ahead log stays short even while reads run.

use deskbell_model::Origin;
use std::io::Read as _;
use std::path::PathBuf;

use tokio::sync::watch;
use tokio::task::JoinSet;

use super::fixture::{self, Db};
use super::jobs::{Script, gate};
use super::reads::{ENDLESS, ReadAll, SEQ, Twice};
use crate::limits::WAL_PAGES_MAX;
use crate::{Class, Engine, Error, Location, Options, Store};

/// The size of a page with its header in the log, in bytes.
const FRAME_BYTES: u64 = 4096 + 24;
/// The size of a customer's notes, in pages.
const NOTES_PAGES: u64 = 256;
/// The largest number of pages that a job adds to the log.
const JOB_PAGES: u64 = NOTES_PAGES + 64;
/// The growth of the log until the writer repeats a failed checkpoint, in pages.
const TRY_AGAIN_PAGES: u64 = 1_000;
/// The number of jobs that may be written while the checkpointer copies a long log. Until then the
/// writer does not interrupt reads.
const JOBS_DURING_COPY: u64 = 16;

fn log_path(location: &Location) -> PathBuf {
    let Location::Sqlite(path) = location else { panic!("SQLite alone has a log") };
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    log.into()
}

fn log_pages(db: &Db) -> u64 {
    std::fs::metadata(log_path(&db.location)).expect("a log").len() / FRAME_BYTES
}

/// Runs `jobs` jobs in sequence; returns the log's greatest length in pages.
async fn write(db: &Db, name: &str, jobs: u64) -> u64 {
    let notes = "x".repeat(4096 * usize::try_from(NOTES_PAGES).expect("a small number"));
    let mut longest = 0;
    for number in 0..jobs {
        let user_id = format!("{name} {number}");
        let job = Script::default().and_customer(&user_id, Some(notes.clone()));
        db.write(job).await.expect("a write");
        longest = longest.max(log_pages(db));
    }
    longest
}

#[test]
fn the_log_starts_again_under_writes_without_a_pause() {
    fixture::run(Engine::Sqlite, async |db: &Db| {
        let longest = write(db, "alone", 300).await;
        let bound = 2 * u64::from(WAL_PAGES_MAX) + JOB_PAGES;
        assert!(300 * NOTES_PAGES > 2 * bound, "enough is written");
        assert!(longest <= bound, "the log had {longest} pages");
    });
}

/// Returns the number of times that the log restarted, from the counter in the log's header.
fn starts(db: &Db) -> u32 {
    let mut head = [0; 16];
    let mut log = std::fs::File::open(log_path(&db.location)).expect("a log");
    log.read_exact(&mut head).expect("a head");
    u32::from_be_bytes([head[12], head[13], head[14], head[15]])
}

#[test]
fn a_log_that_is_long_starts_again_soon_when_little_is_left_to_copy() {
    fixture::run(Engine::Sqlite, async |db: &Db| {
        let mut before = starts(db);
        let mut number = 0;
        while log_pages(db) < u64::from(WAL_PAGES_MAX) {
            number += 1;
            write(db, &format!("long {number}"), 1).await;
            before = starts(db);
        }
        let mut small = 0;
        while starts(db) == before {
            small += 1;
            assert!(small < 1_000, "the log goes on");
            let job = Script::customer(&format!("small {small}"));
            db.write(job).await.expect("a write");
        }
        let pages = log_pages(db);
        assert!(pages < 2 * u64::from(WAL_PAGES_MAX), "the log had {pages} pages");
    });
}

#[test]
fn the_log_starts_again_though_scans_follow_one_another_without_a_gap() {
    fixture::run(Engine::Sqlite, async |db: &Db| {
        let jobs = JOBS_DURING_COPY * JOB_PAGES;
        let bound = 4 * u64::from(WAL_PAGES_MAX) + TRY_AGAIN_PAGES + jobs;
        let (stop, stopped) = watch::channel(false);
        let mut scans = JoinSet::new();
        let mut longest = 0;
        for part in ["first", "second", "third"] {
            longest = longest.max(write(db, part, 40).await);
            let (store, stopped) = (db.store.clone(), stopped.clone());
            scans.spawn(async move {
                while !*stopped.borrow() {
                    let outcome = store.read(Class::Scan, ReadAll(&ENDLESS)).await;
                    assert_eq!(outcome, Err(Error::Deadline));
                }
            });
        }
        longest = longest.max(write(db, "rest", 480).await);
        stop.send(true).expect("scans");
        scans.join_all().await;
        assert!(600 * NOTES_PAGES > 2 * bound, "enough is written");
        assert!(longest <= bound, "the log had {longest} pages");
    });
}

/// An endless read in another program keeps the log from restarting. The writer must not wait for
/// this read.
#[test]
fn a_reader_of_another_program_holds_nobody_up_however_long_it_reads() {
    fixture::run(Engine::Sqlite, async |db: &Db| {
        let Location::Sqlite(path) = &db.location else { panic!("a file") };
        let mut options = Options::default();
        options.sqlite.busy_timeout_ms = 3_600_000;
        let store = Store::open(&db.location, &options).await.expect("a store");
        let other = rusqlite::Connection::open(path).expect("the other program");
        other.execute_batch("BEGIN; SELECT count(*) FROM heads").expect("it reads");
        let notes = "x".repeat(4096 * usize::try_from(NOTES_PAGES).expect("a small number"));
        let mut number = 0;
        while log_pages(db) < 9 * u64::from(WAL_PAGES_MAX) {
            number += 1;
            let job = Script::default().and_customer(&format!("{number}"), Some(notes.clone()));
            store.write(db.org, Origin::COMMAND, job).await.expect("a write");
        }
        other.execute_batch("COMMIT").expect("it ends");
        let before = starts(db);
        while starts(db) == before {
            number += 1;
            let job = Script::customer(&format!("{number}"));
            store.write(db.org, Origin::COMMAND, job).await.expect("a write");
        }
        store.close().await;
    });
}

#[test]
fn closing_lets_a_read_end_and_leaves_no_log() {
    fixture::block_on(async {
        let (database, location) = fixture::database(Engine::Sqlite, true).await;
        let store = fixture::open(&location).await;
        store.exclusive(fixture::NewOrganization("one.example")).await.expect("an organization");
        let (before, mut hold) = gate();
        let mut both = JoinSet::new();
        let reading = store.clone();
        both.spawn(async move {
            let read = reading.snapshot(Class::Scan, Twice(before)).await;
            assert!(read.is_ok(), "{read:?}");
        });
        hold.reached().await;
        let closing = store.clone();
        both.spawn(async move { closing.close().await });
        while store.read(Class::Point, ReadAll(&SEQ)).await.is_ok() {
            tokio::task::yield_now().await;
        }
        assert!(log_path(&location).exists(), "somebody reads");
        hold.open();
        both.join_all().await;
        assert!(!log_path(&location).exists(), "nobody reads any more");
        database.remove().await;
    });
}
