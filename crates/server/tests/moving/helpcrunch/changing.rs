//! An import that is interrupted again and again, while other clients change the source.
//!
//! With `DESKBELL_IMPORT_CHATS=23905` the source has 23,905 chats, and the test takes minutes; with
//! `--nocapture` the test prints the number of requests and the time.

use std::sync::Arc;
use std::time::{Duration, Instant};

use deskbell_lab::say;
use deskbell_testkit::{Test, engines, variables};
use deskbell_transfer::helpcrunch::{ImportOptions, Report, SourceAnswer, import};
use tokio::sync::Notify;

use super::source;
use super::source::{Chance, Fate, Line, Others, Told, Waits, everything, same};

/// The number of times that the import is interrupted.
const CUTS: usize = 5;

fn chats() -> u64 {
    variables::number("DESKBELL_IMPORT_CHATS").unwrap_or(400)
}

/// The default options, with the default rate.
fn options() -> ImportOptions {
    ImportOptions::new("https://source.example/v1".into())
}

/// Runs an import and drops it after this number of requests.
async fn cut_off(
    t: &Test,
    source: &Test,
    others: &mut Others,
    after: u64,
    (fate, waits): (&mut (impl FnMut() -> Fate + Send), &mut Waits),
) {
    let cut = Arc::new(Notify::new());
    let told = Arc::clone(&cut);
    let line = Line::new(source).beside(others).fates(move |asked, _| {
        if asked < after {
            return fate();
        }
        told.notify_one();
        Fate::Never
    });
    let (mut watch, options) = (Told::default(), options());
    tokio::select! {
        () = cut.notified() => {}
        ended = import(&t.app, t.org, &options, line, waits, &mut watch) => {
            assert_eq!(format!("{ended:?}"), "", "it ended before it was cut off");
        }
    }
}

fn tell(what: &str, requests: u64, time: Duration, report: &Report) {
    let Report { chats, messages, limited, broken, .. } = report;
    let minutes = time.as_secs().div_ceil(60);
    say::talk(format!(
        "{what}: {requests} requests, {minutes} minutes at 100 a minute; {} chats new, {} \
         changed, {} deleted; {messages} messages written, {limited} limited, {broken} sent again",
        chats.new, chats.changed, chats.removed
    ));
}

/// Imports a changing source with five interruptions, then imports the source again without further
/// changes. During the first import the source changes with one in `one_in` requests. In both
/// imports, one in `fails` requests fails.
async fn over_cuts(t: &Test, one_in: usize, fails: Option<usize>) {
    let (began, source) = (Instant::now(), source(chats()).await);
    let seed = variables::number("DESKBELL_IMPORT_SEED").unwrap_or(20);
    let mut others = Others { chance: Chance::new(seed), one_in, changes: 0 };
    let (mut faults, mut cuts) = (Chance::new(seed + 1), Chance::new(seed + 2));
    let mut fate = move || match fails.map(|fails| faults.below(fails * 3)) {
        Some(0) => Fate::Cut,
        Some(1) => Fate::Broken,
        Some(2) => Fate::Instead(SourceAnswer { status: 503, ..SourceAnswer::default() }),
        _ => Fate::Answered,
    };
    let (mut requests, mut waits) = (0, Waits::default());
    for _ in 0..CUTS {
        let part = usize::try_from(chats()).unwrap() / 5;
        let after = 20 + cuts.below(part) as u64;
        requests += after;
        cut_off(t, &source, &mut others, after, (&mut fate, &mut waits)).await;
    }
    let mut told = Told::default();
    let line = Line::new(&source).beside(&mut others).fates(|_, _| fate());
    let report = import(&t.app, t.org, &options(), line, &mut waits, &mut told).await.unwrap();
    requests += report.requests;
    tell("the first import, cut off five times", requests, waits.now, &report);
    say::talk(format!("{} changes were made meanwhile", others.changes));
    assert!(others.changes > chats() / 5, "{} changes", others.changes);
    // Chats that were taken before a cut are not asked for again, unless they changed.
    assert!(requests < chats() + others.changes + chats(), "{requests} requests");
    // The others rest, and a further run takes what they changed at last.
    let (mut waits, quiet) = (Waits::default(), ImportOptions { prune: true, ..options() });
    let line = Line::new(&source).fates(|_, _| fate());
    let report = import(&t.app, t.org, &quiet, line, &mut waits, &mut told).await.unwrap();
    tell("a run on the quiet source", report.requests, waits.now, &report);
    same(&source, t).await;
    let again = import(&t.app, t.org, &quiet, Line::new(&source), &mut waits, &mut told).await;
    let again = again.unwrap();
    assert_eq!((again.messages, again.chats.changed, again.chats.new), (0, 0, 0));
    let (count, seconds) = (everything(t).await.len(), began.elapsed().as_secs());
    say::talk(format!("{count} objects are equal, after {seconds} s"));
    source.finish().await;
}

engines! {
    async fn an_import_that_is_cut_off_five_times_has_each_object_of_a_changing_source_once(
        t: &Test
    ) {
        over_cuts(t, 3, None).await;
    }

    async fn nothing_is_missing_when_one_request_in_ten_fails_besides(t: &Test) {
        over_cuts(t, 4, Some(10)).await;
    }
}
