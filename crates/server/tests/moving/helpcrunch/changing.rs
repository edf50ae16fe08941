//! An import that is interrupted again and again, while other clients change the source.
//!
//! With `DESKBELL_IMPORT_CHATS=23905` the source has 23,905 chats, and the test takes minutes; with
//! `--nocapture` the test prints the number of requests and the simulated time.

use std::sync::Arc;
use std::time::{Duration, Instant};

use deskbell_lab::say;
use deskbell_testkit::{Test, engines, variables};
use deskbell_transfer::helpcrunch::{ImportOptions, Report, SourceAnswer, import};
use tokio::sync::Notify;

use super::source;
use super::source::{Chance, Clock, Fate, Line, Others, Told, Waits, everything, same};

/// The number of times that the import is interrupted.
const CUTS: usize = 5;

fn chats() -> u64 {
    variables::number("DESKBELL_IMPORT_CHATS").unwrap_or(400)
}

/// The default options, with the default rate.
fn options() -> ImportOptions {
    ImportOptions::new("https://source.example/v1".into())
}

/// The faults and the speed of a source.
#[derive(Clone, Copy)]
struct Faults {
    /// One in this number of requests fails; `None` for no faults.
    one_in: Option<usize>,
    is_slow: bool,
}

impl Faults {
    /// Chooses the outcome of a request. One of twenty faults is a late answer.
    fn fate(self, chance: &mut Chance) -> Fate {
        match self.one_in.map(|one_in| chance.below(one_in * 20)) {
            Some(0..6) => Fate::Cut,
            Some(6..12) => Fate::Broken,
            Some(12..19) => Fate::Instead(SourceAnswer { status: 503, ..SourceAnswer::default() }),
            Some(19) => Fate::Late,
            _ => Fate::Answered,
        }
    }

    /// Creates the connection to a source. A slow source advances `clock`.
    fn line<'a>(self, source: &'a Test, clock: &Clock) -> Line<'a> {
        let line = Line::new(source);
        if self.is_slow { line.slow(clock, Chance::new(seed() + 3)) } else { line }
    }
}

fn seed() -> u64 {
    variables::number("DESKBELL_IMPORT_SEED").unwrap_or(20)
}

/// Runs an import and drops it after this number of requests.
async fn cut_off(
    t: &Test,
    line: Line<'_>,
    after: u64,
    (fate, waits): (&mut (impl FnMut() -> Fate + Send), &mut Waits),
) {
    let cut = Arc::new(Notify::new());
    let told = Arc::clone(&cut);
    let line = line.fates(move |asked, _| {
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
/// changes. During the first import, other clients change the source once per `one_in` requests. In
/// both imports the source has these faults.
async fn over_cuts(t: &Test, one_in: usize, faults: Faults) {
    let (began, source) = (Instant::now(), source(chats()).await);
    let mut others = Others { chance: Chance::new(seed()), one_in, changes: 0 };
    let (mut chance, mut cuts) = (Chance::new(seed() + 1), Chance::new(seed() + 2));
    let mut fate = move || faults.fate(&mut chance);
    let (mut requests, mut waits) = (0, Waits::default());
    for _ in 0..CUTS {
        let part = usize::try_from(chats()).unwrap() / 5;
        let after = 20 + cuts.below(part) as u64;
        requests += after;
        let line = faults.line(&source, &waits.clock).beside(&mut others);
        cut_off(t, line, after, (&mut fate, &mut waits)).await;
    }
    let mut told = Told::default();
    let line = faults.line(&source, &waits.clock).beside(&mut others).fates(|_, _| fate());
    let report = import(&t.app, t.org, &options(), line, &mut waits, &mut told).await.unwrap();
    requests += report.requests;
    tell("the first import, cut off five times", requests, waits.clock.now(), &report);
    say::talk(format!("{} changes were made meanwhile", others.changes));
    assert!(others.changes > chats() / 5, "{} changes", others.changes);
    // Chats that were taken before a cut are not asked for again, unless they changed.
    assert!(requests < chats() + others.changes + chats(), "{requests} requests");
    // The others rest, and a further run takes what they changed at last.
    let (mut waits, quiet) = (Waits::default(), ImportOptions { prune: true, ..options() });
    let line = faults.line(&source, &waits.clock).fates(|_, _| fate());
    let report = import(&t.app, t.org, &quiet, line, &mut waits, &mut told).await.unwrap();
    tell("a run on the quiet source", report.requests, waits.clock.now(), &report);
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
        over_cuts(t, 3, Faults { one_in: None, is_slow: false }).await;
    }

    async fn nothing_is_missing_when_the_source_is_slow_and_one_request_in_ten_fails(t: &Test) {
        over_cuts(t, 4, Faults { one_in: Some(10), is_slow: true }).await;
    }
}
