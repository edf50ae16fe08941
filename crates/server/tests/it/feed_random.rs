//! Followers of the feed at various speeds, while changes are committed and old changes are swept.
//! The changes that each follower receives are compared with the table.

use std::cell::Cell;
use std::convert::Infallible;
use std::time::Duration;

use deskbell_app::feed::{Followed, Following, Interest};
use deskbell_app::{Error, jobs};
use deskbell_model::limits::FEED_FRAMES_SHARED_MAX;
use deskbell_model::{CustomerId, Kind, OrgId, Origin, Seconds, Subject};
use deskbell_storage::changes::{self, Change, ChangeRow, Notice};
use deskbell_storage::{Class, Conn, Stop, Tx, Write, reads};
use deskbell_testkit::{Engine, Test};
use futures_util::future::join_all;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestRunner;
use tokio::time::timeout;

use crate::objects::chat_id;

const CASES: u32 = 48;
/// The maximal wait for a change that was committed.
const PATIENCE: Duration = Duration::from_secs(60);

/// One round of the test: commits, new followers, reads and sweeps, which run concurrently.
#[derive(Clone, Debug)]
struct Round {
    /// The number of changes in each commit.
    commits: Vec<usize>,
    /// New followers, each with the filter and the position to begin at (`None` for the end of the
    /// feed).
    newcomers: Vec<(usize, Option<Index>)>,
    /// For each follower, the percentage of its unread changes that it reads in this round.
    speeds: Vec<i64>,
    /// The time that passes before old changes are swept, in thirds of the retention time.
    thirds: u32,
}

fn round() -> impl Strategy<Value = Round> {
    let size = prop_oneof![6 => 1..20_usize, 1 => 300..1_500_usize];
    let commits = prop::collection::vec(size, 0..4);
    let from = prop::option::weighted(0.7, any::<Index>());
    let newcomers = prop::collection::vec((0..4_usize, from), 0..3);
    let speed = prop_oneof![Just(0_i64), 1..100_i64, Just(100)];
    let speeds = prop::collection::vec(speed, 1..6);
    let thirds = prop_oneof![Just(0_u32), 1..3_u32];
    (commits, newcomers, speeds, thirds).prop_map(|(commits, newcomers, speeds, thirds)| Round {
        commits,
        newcomers,
        speeds,
        thirds,
    })
}

fn made_up(number: usize) -> Change {
    let chat = chat_id(i64::try_from(number % 3).unwrap() + 1);
    let customer = CustomerId::new(1).unwrap();
    let payload = Some(format!(r#"{{"n":{number}}}"#));
    let (kind, subject): (_, Subject) = match number % 7 {
        0 | 1 => (Kind::ChatUpdated, chat.into()),
        2 => (Kind::CustomerUpdated, customer.into()),
        _ => (Kind::MessageCreated, chat.into()),
    };
    Change::new(kind, subject, payload)
}

struct Append {
    at: Seconds,
    changes: Vec<Change>,
}

impl Write for Append {
    type Out = ();
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Infallible>> {
        changes::append(tx, self.at, Notice::Notify, &self.changes).await?;
        Ok(())
    }
}

reads! {
    Table(org: OrgId, after: i64) -> Vec<ChangeRow> =
        async |conn| changes::after(org, conn, after, 1_000_000).await;
}

fn interest(number: usize) -> Interest {
    let kinds = [vec![], vec![Kind::MessageCreated], vec![Kind::CustomerUpdated], vec![]];
    let chat = (number == 3).then(|| chat_id(2));
    Interest { kinds: kinds[number].iter().copied().collect(), chat, ..Interest::default() }
}

/// Returns whether a row matches a filter, according to the contract.
fn is_wanted(row: &ChangeRow, interest: usize) -> bool {
    match interest {
        1 => row.kind == Kind::MessageCreated,
        2 => row.kind == Kind::CustomerUpdated,
        3 => row.chat == Some(chat_id(2)),
        _ => true,
    }
}

/// The actor that the feed shows for changes by [`Origin::COMMAND`].
const ACTOR: &str = r#"{"type":"system","id":null}"#;

fn event(row: &ChangeRow) -> String {
    let (seq, at, kind) = (row.seq.get(), row.at.get(), row.kind.as_str());
    let object = row.payload.as_deref().unwrap_or("null");
    let change = format!(r#""seq":{seq},"at":{at},"kind":"{kind}","actor":{ACTOR}"#);
    format!("id: {seq}\nevent: {kind}\ndata: {{{change},\"object\":{object}}}\n\n")
}

/// Counts how often each rare case occurred during the test.
#[derive(Default)]
struct Met {
    fell_behind: Cell<usize>,
    expired: Cell<usize>,
}

struct Follower {
    interest: usize,
    following: Following,
    /// The position at which the follower began.
    start: i64,
    given: Vec<String>,
}

/// An organization, with all changes that were ever committed.
struct Feed<'t> {
    t: &'t Test,
    met: &'t Met,
    org: OrgId,
    all: Vec<ChangeRow>,
    /// The number of changes that the test has made up.
    made: usize,
}

impl Feed<'_> {
    /// The changes with numbers above `after`, up to `last`.
    fn between(&self, after: i64, last: i64) -> &[ChangeRow] {
        let place = |seq: i64| usize::try_from(seq).unwrap();
        &self.all[place(after)..place(last)]
    }

    fn head(&self) -> i64 {
        i64::try_from(self.all.len()).unwrap()
    }

    async fn follow(&self, number: usize, after: Option<i64>) -> Follower {
        let from = (after, Followed::Any);
        let following = self.t.app.feed.follow(self.org, from, interest(number)).await.unwrap();
        let start = following.after;
        Follower { interest: number, following, start, given: Vec::new() }
    }

    /// Asserts that a follower received exactly the changes that match its filter.
    fn check(&self, follower: &Follower) {
        let rows = self.between(follower.start, follower.following.after).iter();
        let rows = rows.filter(|row| is_wanted(row, follower.interest));
        let expected: Vec<_> = rows.map(event).collect();
        let differs = follower.given.iter().zip(&expected).position(|(one, other)| one != other);
        assert_eq!((differs, follower.given.len()), (None, expected.len()));
    }

    /// Reads a percentage of the changes that a follower has not yet read.
    async fn read(&self, follower: &mut Follower, percent: i64) {
        let begin = follower.following.after;
        let target = begin + (self.head() - begin).max(0) * percent / 100;
        loop {
            let after = follower.following.after;
            let is_more =
                |rows: &[ChangeRow]| rows.iter().any(|row| is_wanted(row, follower.interest));
            if after >= target || !is_more(self.between(after, target)) {
                return;
            }
            let behind = usize::try_from(self.head() - after).unwrap();
            let met = &self.met.fell_behind;
            met.set(met.get() + usize::from(behind > FEED_FRAMES_SHARED_MAX));
            let next = timeout(PATIENCE, follower.following.next()).await;
            match next.expect("what was committed is given out") {
                Ok(frames) => {
                    let texts = frames.iter().map(|it| String::from_utf8(it.event.to_vec()));
                    follower.given.extend(texts.map(Result::unwrap));
                }
                Err(Error::Rejected(deskbell_app::Rejected::HistoryExpired(oldest))) => {
                    assert!(follower.following.after < oldest - 1);
                    self.met.expired.set(self.met.expired.get() + 1);
                    self.check(follower);
                    *follower = self.follow(follower.interest, Some(oldest - 1)).await;
                }
                Err(error) => panic!("{error}"),
            }
        }
    }

    async fn play(&mut self, rounds: &[Round]) {
        let mut followers = Vec::new();
        for round in rounds {
            for (interest, from) in &round.newcomers {
                let after = from.map(|from| i64::try_from(from.index(self.all.len())).unwrap());
                // Position 0 would ask for everything from the oldest stored change on.
                followers.push(self.follow(*interest, after.map(|after| after.max(1))).await);
            }
            let made = self.made;
            self.made += round.commits.iter().sum::<usize>();
            let feed = &*self;
            let speeds = round.speeds.iter().cycle();
            let reading = followers.iter_mut().zip(speeds);
            let reading = join_all(reading.map(|(one, speed)| feed.read(one, *speed)));
            let ((), _, ()) =
                tokio::join!(feed.commit(made, &round.commits), reading, feed.sweep(round.thirds));
            self.learn().await;
        }
        for follower in &mut followers {
            self.read(follower, 100).await;
            self.check(follower);
        }
    }

    async fn commit(&self, made: usize, sizes: &[usize]) {
        let mut from = made;
        for size in sizes {
            let changes = (from..from + size).map(made_up).collect();
            let job = Append { at: self.t.app.context.now(), changes };
            self.t.app.context.store.write(self.org, Origin::COMMAND, job).await.unwrap();
            from += size;
        }
    }

    async fn sweep(&self, thirds: u32) {
        let kept =
            Duration::from_secs(u64::from(self.t.app.context.settings.changes_kept_days) * 86_400);
        self.t.clock.advance(kept * thirds / 3);
        while jobs::run_due(&self.t.app).await.unwrap() {}
    }

    /// Reads the new changes from the table of changes, for the comparison with the followers.
    async fn learn(&mut self) {
        let rows = Table(self.org, self.head());
        let rows = self.t.app.context.store.read(Class::Page, rows).await.unwrap();
        let next = self.head() + 1;
        assert!((next..).zip(&rows).all(|(seq, row)| row.seq.get() == seq), "the table has a gap");
        self.all.extend(rows);
        assert_eq!(self.all.len(), self.made);
    }
}

fn followed(engine: Engine) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let t = runtime.block_on(Test::new(engine));
    let config =
        ProptestConfig { cases: CASES, failure_persistence: None, ..ProptestConfig::default() };
    let (met, played) = (Met::default(), Cell::new(0));
    let rounds = prop::collection::vec(round(), 4..12);
    let outcome = TestRunner::new(config).run(&rounds, |rounds| {
        played.set(played.get() + 1);
        runtime.block_on(async {
            let domain = format!("case{}.example", played.get());
            let org = t.app.actions.create_organization(&domain).await.unwrap();
            let mut feed = Feed { t: &t, met: &met, org, all: Vec::new(), made: 1 };
            feed.learn().await;
            feed.play(&rounds).await;
        });
        Ok(())
    });
    outcome.unwrap();
    assert!(met.fell_behind.get() > 0, "nobody fell behind what is shared");
    assert!(met.expired.get() > 0, "nobody fell behind what is kept");
    runtime.block_on(t.finish());
}

#[test]
fn every_follower_is_given_what_the_table_holds_on_sqlite() {
    followed(Engine::Sqlite);
}

#[test]
fn every_follower_is_given_what_the_table_holds_on_postgres() {
    followed(Engine::Postgres);
}
