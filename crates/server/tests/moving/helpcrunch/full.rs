//! A whole account of 23,905 chats, changed all the while, from an import that is cut off five
//! times. It takes minutes, so it runs by name alone:
//! `cargo test -p deskbell-server --test moving -- --ignored full --nocapture`.

use std::time::{Duration, Instant};

use deskbell_lab::say;
use deskbell_testkit::{Engine, Test, run};
use deskbell_transfer::helpcrunch::{Answer, Options, Report, estimate, import};

use super::changing::cut_off;
use super::source;
use super::source::{Chance, Fate, Line, Others, Told, Waits, everything, same};

const CHATS: u64 = 23_905;
const CUTS: usize = 5;

fn options() -> Options {
    Options::new("https://source.example/v1".into())
}

/// The time of the import, in minutes at its rate; the answers themselves take no time.
fn minutes(time: Duration) -> u64 {
    time.as_secs().div_ceil(60)
}

fn tell(what: &str, requests: u64, time: Duration, report: &Report) {
    let Report { chats, messages, limited, broken, .. } = report;
    say::talk(format!(
        "{what}: {requests} requests, {} minutes at 100 a minute; {} chats new, {} changed, \
         {} deleted, {messages} messages written, {limited} limited, {broken} sent again",
        minutes(time),
        chats.new,
        chats.changed,
        chats.removed
    ));
}

/// Imports a source that changes, `one_in` requests beside a change and one in `fails` failing.
async fn full(t: &Test, fails: Option<usize>) {
    let began = Instant::now();
    let source = source(CHATS).await;
    let mut waits = Waits::default();
    let found = estimate(&t.app, Line::new(&source), &mut waits, 100).await.unwrap();
    say::talk(format!("estimated: {} requests, {} minutes", found.requests, minutes(found.time)));
    let mut others = Others { chance: Chance::new(20), one_in: 4, changes: 0 };
    let mut chance = Chance::new(41);
    let mut fate = move || match fails.map(|fails| chance.below(fails * 3)) {
        Some(0) => Fate::Cut,
        Some(1) => Fate::Broken,
        Some(2) => Fate::Instead(Answer { status: 503, ..Answer::default() }),
        _ => Fate::Answered,
    };
    let (mut requests, mut waits, mut cuts) = (0, Waits::default(), Chance::new(9));
    for _ in 0..CUTS {
        let after = 500 + cuts.below(7_000) as u64;
        requests += after;
        cut_off(t, &source, &mut others, (after, &options()), (&mut fate, &mut waits)).await;
    }
    let mut told = Told::default();
    let line = Line::new(&source).beside(&mut others).fates(|_, _| fate());
    let report = import(&t.app, t.org, &options(), line, &mut waits, &mut told).await.unwrap();
    tell("first import, cut off five times", requests + report.requests, waits.now, &report);
    say::talk(format!("{} changes were made meanwhile", others.changes));
    let (mut waits, quiet) = (Waits::default(), Options { prune: true, ..options() });
    let line = Line::new(&source).fates(|_, _| fate());
    let report = import(&t.app, t.org, &quiet, line, &mut waits, &mut told).await.unwrap();
    tell("last run, on a quiet source", report.requests, waits.now, &report);
    same(&source, t).await;
    let total = everything(t).await.len();
    say::talk(format!(
        "{total} objects are equal; {:.0} s of real time",
        began.elapsed().as_secs_f64()
    ));
    source.finish().await;
}

#[test]
#[ignore = "it takes minutes"]
fn full_sqlite() {
    run(Engine::Sqlite, async |t: &Test| full(t, None).await);
}

#[test]
#[ignore = "it takes minutes"]
fn full_postgres() {
    run(Engine::Postgres, async |t: &Test| full(t, None).await);
}

#[test]
#[ignore = "it takes minutes"]
fn full_with_one_request_in_ten_failing() {
    run(Engine::Sqlite, async |t: &Test| full(t, Some(10)).await);
}
