//! A source that others change all the while, and an import that is cut off again and again.

use std::sync::Arc;

use deskbell_testkit::{Test, engines};
use deskbell_transfer::helpcrunch::{Options, import};
use tokio::sync::Notify;

use super::source::{Chance, Fate, Line, Others, Told, Waits, same};
use super::{imported, options, source};

/// The number of times that the import is cut off.
const CUTS: usize = 5;

/// Imports until the line has carried so many requests, and ends there without a further step.
pub async fn cut_off(
    t: &Test,
    source: &Test,
    others: &mut Others,
    (after, options): (u64, &Options),
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
    let mut watch = Told::default();
    tokio::select! {
        () = cut.notified() => {}
        ended = import(&t.app, t.org, options, line, waits, &mut watch) => {
            panic!("it ended before: {ended:?}");
        }
    }
}

engines! {
    async fn an_import_that_is_cut_off_five_times_has_each_object_of_a_changing_source_once(
        t: &Test
    ) {
        let source = source(400).await;
        let mut others = Others { chance: Chance::new(20), one_in: 3, changes: 0 };
        let mut chance = Chance::new(11);
        let mut requests = 0;
        for _ in 0..CUTS {
            let after = 20 + chance.below(80) as u64;
            requests += after;
            let (fate, waits) = (&mut || Fate::Answered, &mut Waits::default());
            cut_off(t, &source, &mut others, (after, &options()), (fate, waits)).await;
        }
        let line = Line::new(&source).beside(&mut others);
        let report = imported(t, line, &options()).await.unwrap();
        assert!(others.changes > 100, "{} changes", others.changes);
        // What was taken before a cut is not asked for again, but for the lists and one window.
        requests += report.requests;
        assert!(requests < 400 + 400, "{requests} requests");
        // The others rest, and a further run takes what they changed at last.
        let quiet = Options { prune: true, ..options() };
        let report = imported(t, Line::new(&source), &quiet).await.unwrap();
        assert!(report.chats.changed < 200, "{report:?}");
        same(&source, t).await;
        let again = imported(t, Line::new(&source), &quiet).await.unwrap();
        assert_eq!((again.messages, again.chats.changed, again.chats.new), (0, 0, 0));
        source.finish().await;
    }

    async fn one_request_in_ten_fails_while_the_source_changes(t: &Test) {
        let source = source(150).await;
        let mut others = Others { chance: Chance::new(5), one_in: 4, changes: 0 };
        let mut chance = Chance::new(3);
        let line = Line::new(&source).beside(&mut others).fates(move |_, _| {
            match chance.below(30) {
                0 => Fate::Cut,
                1 => Fate::Broken,
                2 => Fate::Instead(deskbell_transfer::helpcrunch::Answer {
                    status: 500,
                    ..Default::default()
                }),
                _ => Fate::Answered,
            }
        });
        let (mut waits, mut told) = (Waits::default(), Told::default());
        import(&t.app, t.org, &options(), line, &mut waits, &mut told).await.unwrap();
        let quiet = Options { prune: true, ..options() };
        imported(t, Line::new(&source), &quiet).await.unwrap();
        same(&source, t).await;
        source.finish().await;
    }
}
