//! Tests of the tasks that a bell (the notifier of changes) wakes, and of the changes that these
//! tasks skip.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Wake;

use super::*;

#[derive(Default)]
struct Count(AtomicUsize);

impl Wake for Count {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// A registered task that counts its wake-ups.
struct Sleeper {
    count: Arc<Count>,
    seat: Seat,
}

fn chat(id: i64) -> Option<ChatId> {
    ChatId::new(id)
}

fn in_chat(id: i64) -> Interest {
    Interest { chat: chat(id), ..Interest::default() }
}

fn of_kind(kind: Kind) -> Interest {
    Interest { kinds: [kind].into_iter().collect(), ..Interest::default() }
}

impl Sleeper {
    fn at(bell: &Bell, interest: Interest) -> Self {
        let mut sleeper = Self { count: Arc::default(), seat: Seat::default() };
        bell.sign_up(&mut sleeper.seat, interest, &Arc::clone(&sleeper.count).into());
        sleeper
    }

    fn wakes(&self) -> usize {
        self.count.0.load(Ordering::Relaxed)
    }
}

#[test]
fn whoever_signed_up_once_is_woken_at_each_ring_until_they_leave() {
    let bell = Bell::new(0);
    let (mut first, mut second) =
        (Sleeper::at(&bell, in_chat(1)), Sleeper::at(&bell, Interest::default()));
    for _ in 0..3 {
        bell.sign_up(&mut first.seat, in_chat(1), &Arc::clone(&first.count).into());
    }
    bell.ring();
    bell.ring();
    assert_eq!((first.wakes(), second.wakes()), (2, 2));
    bell.leave(&mut first.seat);
    bell.leave(&mut first.seat);
    bell.ring();
    assert_eq!((first.wakes(), second.wakes()), (2, 3));
    // Each task registers again, now with the other task's waker.
    bell.sign_up(&mut first.seat, in_chat(1), &Arc::clone(&second.count).into());
    bell.sign_up(&mut second.seat, Interest::default(), &Arc::clone(&first.count).into());
    bell.ring();
    assert_eq!((first.wakes(), second.wakes()), (3, 4));
    assert_eq!(bell.0.lock().of.values().map(|row| row.places.len()).sum::<usize>(), 2);
    bell.leave(&mut first.seat);
    bell.leave(&mut second.seat);
    assert_eq!((Arc::strong_count(&first.count), Arc::strong_count(&second.count)), (1, 1));
    assert!(bell.0.lock().of.is_empty());
}

#[test]
fn a_change_wakes_those_that_want_it_and_nobody_else() {
    let bell = Bell::new(0);
    let others: Vec<_> = (2..1_000).map(|id| Sleeper::at(&bell, in_chat(id))).collect();
    let (own, all) = (Sleeper::at(&bell, in_chat(1)), Sleeper::at(&bell, Interest::default()));
    let customers = Sleeper::at(&bell, of_kind(Kind::CustomerUpdated));
    let wakes = || [own.wakes(), all.wakes(), customers.wakes()];
    bell.announce([(1, Kind::MessageCreated, chat(1))]);
    assert_eq!(wakes(), [1, 1, 0]);
    bell.announce([(2, Kind::CustomerUpdated, None)]);
    assert_eq!(wakes(), [1, 2, 1]);
    bell.announce([(3, Kind::MessageCreated, chat(5_000))]);
    assert_eq!(wakes(), [1, 3, 1]);
    assert_eq!(others.iter().map(Sleeper::wakes).sum::<usize>(), 0);
    bell.announce([(4, Kind::Reset, None)]);
    bell.announce_gap(9);
    assert_eq!(wakes(), [3, 5, 3]);
    assert!(others.iter().all(|other| other.wakes() == 2));
}

#[test]
fn a_sleeper_skips_what_it_did_not_want_and_nothing_else() {
    let bell = Bell::new(10);
    let own = Sleeper::at(&bell, in_chat(1));
    let other = |seq| (seq, Kind::MessageCreated, chat(2));
    // The task must read the changes that were committed before it registered.
    assert_eq!(bell.skip(&own.seat, 4), 4);
    bell.announce((11..=2_000).map(other));
    assert_eq!(bell.skip(&own.seat, 10), 2_000);
    bell.announce([other(2_001), (2_002, Kind::MessageCreated, chat(1)), other(2_003)]);
    assert_eq!(bell.skip(&own.seat, 2_000), 2_001);
    // The task has not read change 2,002 yet, so later changes may be wanted, too.
    assert_eq!(bell.skip(&own.seat, 2_001), 2_001);
    bell.announce([other(2_004)]);
    assert_eq!(bell.skip(&own.seat, 2_003), 2_004);
    bell.announce_gap(3_000);
    assert_eq!(bell.skip(&own.seat, 2_004), 2_004);
}
