//! Tests of the limits of shared rendered changes (frames), and of the frames that a follower reads
//! in one step.

use std::task::Waker;

use deskbell_model::Seq;

use super::*;
use crate::feed::Interest;

fn frame(seq: i64, bytes: usize) -> Frame {
    frame_of(seq, (Kind::MessageCreated, None), bytes)
}

fn frame_of(seq: i64, (kind, chat): (Kind, Option<ChatId>), bytes: usize) -> Frame {
    let (seq, at) = (Seq::new(seq).unwrap(), Seconds::new(0));
    let payload = Some("x".repeat(bytes));
    Frame::of(&ChangeRow {
        seq,
        at,
        kind,
        subject: 1,
        chat,
        quiet: false,
        payload,
        actor: None,
        before: None,
    })
}

/// Returns the numbers of the rendered changes that a follower reads in one step after a change;
/// `None` when the change is older than all rendered changes.
fn given(hub: &Hub, after: i64) -> Option<Vec<i64>> {
    match hub.behind(after) {
        Shared::Nothing => Some(Vec::new()),
        Shared::Frames(frames) => Some(frames.iter().map(|frame| frame.seq).collect()),
        Shared::TooOld => None,
    }
}

#[test]
fn what_is_shared_is_bounded_in_number_and_in_bytes_and_the_newest_stays() {
    let (hub, _living) = Hub::new(FeedPosition::default());
    hub.share((1..=1_030).map(|seq| frame(seq, 10)));
    assert_eq!((given(&hub, 5), given(&hub, 6).map(|it| it[0])), (None, Some(7)));
    assert_eq!(hub.recent.lock().frames.len(), FEED_FRAMES_SHARED_MAX);
    let third = FEED_BYTES_SHARED_MAX / 3;
    hub.share((1_031..=1_034).map(|seq| frame(seq, third)));
    assert_eq!((given(&hub, 1_031), given(&hub, 1_032)), (None, Some(vec![1_033])));
    assert!(hub.recent.lock().bytes <= FEED_BYTES_SHARED_MAX);
    hub.share([frame(1_035, FEED_BYTES_SHARED_MAX + 1)]);
    assert_eq!((given(&hub, 1_033), given(&hub, 1_034)), (None, Some(vec![1_035])));
    hub.share([frame(1_036, 10)]);
    assert_eq!((given(&hub, 1_034), given(&hub, 1_035)), (None, Some(vec![1_036])));
    let recent = hub.recent.lock();
    let bytes: usize = recent.frames.iter().map(|frame| frame.event.len()).sum();
    assert_eq!(recent.bytes, bytes);
}

#[test]
fn a_follower_is_given_few_frames_at_once_and_one_at_least() {
    let (hub, _living) = Hub::new(FeedPosition::default());
    hub.share((1..=100).map(|seq| frame(seq, 10)));
    assert_eq!(given(&hub, 0).unwrap(), (1..=64).collect::<Vec<_>>());
    assert_eq!(given(&hub, 99), Some(vec![100]));
    for beyond in [100, 101, i64::MAX] {
        assert_eq!(given(&hub, beyond), Some(vec![]));
    }
    let half = FEED_BYTES_AT_ONCE / 2;
    hub.share(
        [half - 200, half - 200, half, 2 * half, 10]
            .into_iter()
            .zip(101..)
            .map(|(bytes, seq)| frame(seq, usize::try_from(bytes).unwrap())),
    );
    assert_eq!(given(&hub, 100), Some(vec![101, 102]));
    assert_eq!(given(&hub, 102), Some(vec![103]));
    assert_eq!(given(&hub, 103), Some(vec![104]));
}

const RUNS: u64 = 100;
const STEPS: usize = 60;

/// A generator of pseudo-random numbers: Knuth's linear congruential generator.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

/// Returns the number of the change at this index in the list of all changes. The first change has
/// number 1.
fn number(place: usize) -> i64 {
    i64::try_from(place).unwrap() + 1
}

/// A follower of a hub (the followers' shared state) that behaves like `Following`.
struct Follower {
    seat: Seat,
    interest: Interest,
    after: i64,
    given: Vec<i64>,
}

impl Follower {
    fn new(interest: Interest, after: i64) -> Self {
        Self { seat: Seat::default(), interest, after, given: Vec::new() }
    }

    fn wants(&self, (kind, chat): (Kind, Option<ChatId>)) -> bool {
        self.interest.wants(kind, chat)
    }

    /// Reads the hub's shared changes once; returns `false` when there are no shared changes.
    /// Changes before `oldest` are no longer shared, and are read from `all`.
    fn take(&mut self, hub: &Hub, all: &[(Kind, Option<ChatId>)], oldest: usize) -> bool {
        hub.bell.sign_up(&mut self.seat, self.interest, Waker::noop());
        match hub.next(&self.seat, &mut self.after) {
            Shared::Nothing => return false,
            Shared::Frames(frames) => {
                self.after = frames.last().unwrap().seq;
                let wanted = frames.iter().filter(|it| self.wants((it.kind, it.chat)));
                let wanted: Vec<_> = wanted.map(|frame| frame.seq).collect();
                self.given.extend(wanted);
            }
            Shared::TooOld => {
                let after = usize::try_from(self.after).unwrap();
                assert!(after + 1 < oldest, "{after} is shared");
                let older = (after..oldest - 1).filter(|place| self.wants(all[*place]));
                let older: Vec<_> = older.map(number).collect();
                self.given.extend(older);
                self.after = number(oldest) - 2;
            }
        }
        true
    }
}

fn some_change(chance: &mut Chance) -> (Kind, Option<ChatId>) {
    let chat = ChatId::new(number(chance.below(3)));
    match chance.below(200) {
        0 => (Kind::Reset, None),
        1..20 => (Kind::CustomerUpdated, None),
        20..100 => (Kind::ChatUpdated, chat),
        _ => (Kind::MessageCreated, chat),
    }
}

#[test]
fn whoever_sleeps_through_the_changes_of_others_is_given_all_of_its_own() {
    let kinds = [Kind::CustomerUpdated, Kind::MessageCreated].into_iter().collect();
    let chat = |id| Interest { chat: ChatId::new(id), ..Interest::default() };
    let all = Interest::default();
    let interests =
        [all, chat(1), chat(9), Interest { kinds, ..chat(2) }, Interest { kinds, ..all }];
    for run in 0..RUNS {
        let (mut chance, mut changes) = (Chance(run), Vec::new());
        let (hub, _living) = Hub::new(FeedPosition::default());
        let mut followers: Vec<Follower> = Vec::new();
        let mut speeds = Vec::new();
        for _ in 0..STEPS {
            let from = changes.len();
            changes.extend(
                (0..chance.below(120)).map(|_| some_change(&mut chance)).collect::<Vec<_>>(),
            );
            let added = changes[from..].iter().zip(number(from)..);
            hub.share(added.map(|(change, seq)| frame_of(seq, *change, 1)));
            let oldest = changes.len().saturating_sub(FEED_FRAMES_SHARED_MAX) + 1;
            let after = number(chance.below(changes.len() + 1)) - 1;
            followers.push(Follower::new(interests[chance.below(interests.len())], after));
            speeds.push((after, chance.below(4)));
            for (follower, (_, speed)) in followers.iter_mut().zip(&speeds) {
                for _ in 0..chance.below(speed + 1) {
                    follower.take(&hub, &changes, oldest);
                }
            }
        }
        let oldest = changes.len().saturating_sub(FEED_FRAMES_SHARED_MAX) + 1;
        for (follower, (start, _)) in followers.iter_mut().zip(speeds) {
            while follower.take(&hub, &changes, oldest) {}
            let places = usize::try_from(start).unwrap()..changes.len();
            let expected = places.filter(|place| follower.wants(changes[*place]));
            let expected: Vec<_> = expected.map(number).collect();
            assert_eq!(follower.given, expected, "run {run}: {:?} from {start}", follower.interest);
        }
    }
}

#[test]
fn a_follower_without_changes_of_its_own_never_falls_behind_what_is_shared() {
    let (hub, _living) = Hub::new(FeedPosition::default());
    let mut follower = Follower::new(Interest { chat: ChatId::new(9), ..Interest::default() }, 0);
    assert!(!follower.take(&hub, &[], 1));
    let last = number(5 * FEED_FRAMES_SHARED_MAX);
    hub.share((1..=last).map(|seq| frame(seq, 1)));
    assert!(matches!(hub.next(&follower.seat, &mut follower.after), Shared::Nothing));
    assert_eq!(follower.after, last);
}
