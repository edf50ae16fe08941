//! The order in which an import reads a source, the position at which an interrupted import
//! continues, and the reported remaining time of an import.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use deskbell_testkit::{Test, engines};
use deskbell_transfer::helpcrunch::{Failed, ImportOptions, SourceAnswer, SourceRequest, import};
use serde_json::Value;

use super::source::{Chance, Clock, Fate, Line, Told, Waits, everything, same};
use super::{imported, options, source};

/// The age in seconds up to which chats count as recent: 30 days.
const RECENT_S: i64 = 30 * 24 * 60 * 60;

/// A request of an import: for the objects before a time or below an id, or for the messages of a
/// chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    /// The chats that are not closed, and were created before this time.
    OpenBefore(i64),
    /// The chats that were created before this time.
    ChatsBefore(i64),
    /// The customers with ids below this id.
    CustomersBelow(i64),
    /// The messages of the chat with this id.
    Messages(i64),
}

impl Asked {
    /// Parses a request; `None` for a request without a variant.
    fn parse(request: &SourceRequest) -> Option<Self> {
        if let Some(rest) = request.path.strip_prefix("chats/")
            && let Some((chat, _)) = rest.split_once("/messages")
        {
            return Some(Self::Messages(chat.parse().unwrap()));
        }
        let search: Value = serde_json::from_str(request.body.as_ref()?).unwrap();
        let filter = search["filter"].as_array().unwrap();
        let end = filter.iter().find(|it| it["operator"] == "<")?["value"].as_i64().unwrap();
        let is_open = filter.iter().any(|it| it["field"] == "chats.status");
        Some(match request.path.as_str() {
            "customers/search" => Self::CustomersBelow(end),
            _ if is_open => Self::OpenBefore(end),
            _ => Self::ChatsBefore(end),
        })
    }
}

/// Makes the source refuse the key after `end` requests. Returns the connection, and a receiver of
/// the requests before the refusal.
fn watched(line: Line<'_>, end: u64) -> (Line<'_>, Receiver<Asked>) {
    let (tell, told) = channel();
    let line = line.fates(move |number, request| {
        if number > end {
            return Fate::Instead(SourceAnswer { status: 401, ..SourceAnswer::default() });
        }
        if let Some(asked) = Asked::parse(request) {
            tell.send(asked).unwrap();
        }
        Fate::Answered
    });
    (line, told)
}

/// The chats of a source by their ids.
async fn chats(source: &Test) -> BTreeMap<i64, Value> {
    let all = everything(source).await.into_values();
    let chats = all.filter(|it| it["status"].is_string());
    chats.map(|chat| (chat["id"].as_i64().unwrap(), chat)).collect()
}

/// The requests for objects in the first pass of an import, in order. Each request has the number
/// of its phase, and the time or id at which the requested range ends.
fn first_pass(all: &[Asked]) -> Vec<(u8, Reverse<i64>)> {
    let (mut windows, mut phase) = (Vec::new(), 0);
    for asked in all {
        let (next, end) = match asked {
            Asked::OpenBefore(end) => (0, end),
            Asked::ChatsBefore(end) if phase < 2 => (1, end),
            // Later passes begin with the customers.
            Asked::CustomersBelow(_) if phase == 3 => break,
            Asked::CustomersBelow(end) => (2, end),
            Asked::ChatsBefore(end) => (3, end),
            Asked::Messages(_) => continue,
        };
        phase = next;
        windows.push((phase, Reverse(*end)));
    }
    windows
}

engines! {
    async fn open_chats_come_first_then_recent_ones_then_customers_and_older_chats(t: &Test) {
        let source = source(320).await;
        let (line, told) = watched(Line::new(&source), u64::MAX);
        imported(t, line, &options()).await.unwrap();
        let all: Vec<_> = told.iter().collect();
        let chats = chats(&source).await;
        let created = |id: i64| chats[&id]["createdAt"].as_i64().unwrap();
        let newest = chats.keys().map(|id| created(*id)).max().unwrap();
        let turn = |id: i64| match &chats[&id]["status"] {
            status if *status != "closed" => 0,
            _ if created(id) > newest - RECENT_S => 1,
            _ => 2,
        };
        let read: Vec<i64> = all
            .iter()
            .filter_map(|it| if let Asked::Messages(id) = it { Some(*id) } else { None })
            .collect();
        assert_eq!(read.len(), chats.len(), "the messages of each chat once");
        let order: Vec<_> = read.iter().map(|id| (turn(*id), Reverse(created(*id)))).collect();
        assert!(order.is_sorted(), "each time the newest first: {order:?}");
        let of_turn = |turn: i32| order.iter().filter(|it| it.0 == turn).count();
        assert!((0..3).all(|turn| of_turn(turn) > 3), "{order:?}");
        let customers = all.iter().position(|it| matches!(it, Asked::CustomersBelow(_))).unwrap();
        let before = all[..customers].iter().filter(|it| matches!(it, Asked::Messages(_))).count();
        assert_eq!(before, of_turn(0) + of_turn(1), "customers come after recent chats");
        assert!(first_pass(&all).is_sorted(), "windows go down from the newest");
        source.finish().await;
    }

    async fn an_import_goes_on_in_the_window_in_which_it_was_cut_off(t: &Test) {
        const REQUESTS: u64 = 40;
        let source = source(160).await;
        let (mut all, mut cuts) = (Vec::new(), 0);
        loop {
            let (line, told) = watched(Line::new(&source), REQUESTS);
            let ended = imported(t, line, &options()).await;
            all.extend(told.iter());
            if ended.is_ok() {
                break;
            }
            assert!(matches!(ended, Err(Failed::KeyRefused(401))), "{ended:?}");
            cuts += 1;
        }
        assert!(cuts > 4, "{cuts} cuts");
        let windows = first_pass(&all);
        assert!(windows.is_sorted(), "no window above one that was done: {windows:?}");
        let phases: Vec<_> = windows.chunk_by(|one, next| one.0 == next.0).collect();
        assert_eq!(phases.len(), 4, "{windows:?}");
        let mut read = all.iter().filter(|it| matches!(it, Asked::Messages(_))).count();
        // The chat that was being read at a cut is read again.
        assert!((160..=160 + cuts).contains(&read), "{read} requests for messages");
        same(&source, t).await;
        let (line, told) = watched(Line::new(&source), u64::MAX);
        imported(t, line, &options()).await.unwrap();
        read = told.iter().filter(|it| matches!(it, Asked::Messages(_))).count();
        assert_eq!(read, 0, "all of it was taken");
        source.finish().await;
    }

    async fn the_time_that_is_left_is_told_within_a_quarter_also_after_a_cut(t: &Test) {
        let source = source(320).await;
        let clock = Clock::default();
        let options = ImportOptions::new("https://source.example/v1".into());
        let mut told = Told { clock: clock.clone(), ..Told::default() };
        for requests in [150, u64::MAX] {
            let (line, _asked) =
                watched(Line::new(&source).slow(&clock, Chance::new(5)), requests);
            let mut waits = Waits { clock: clock.clone(), ..Waits::default() };
            let ended = import(&t.app, t.org, &options, line, &mut waits, &mut told).await;
            assert_eq!(ended.is_ok(), requests == u64::MAX);
        }
        let end = clock.now();
        let told: Vec<_> = told.times.iter().zip(&told.standings).collect();
        let late = told.iter().filter(|(at, _)| **at > end / 20);
        assert!(late.clone().count() > 250);
        for (at, standing) in late {
            let left = end - **at;
            let off = standing.left.abs_diff(left);
            // At the very end, a few windows more or less count.
            let most = left / 4 + Duration::from_secs(25);
            assert!(off <= most, "{left:?} were left of {end:?}: {standing:?}");
        }
        source.finish().await;
    }
}
