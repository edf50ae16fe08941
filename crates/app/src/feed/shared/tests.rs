//! Tests of the limits of shared frames, and of the frames that are given at once.

use deskbell_model::Seq;

use super::*;

fn frame(seq: i64, bytes: usize) -> Frame {
    let (kind, chat) = (Kind::MessageCreated, None);
    let (seq, at) = (Seq::new(seq).unwrap(), Seconds::new(0));
    let payload = Some("x".repeat(bytes));
    Frame::of(&ChangeRow { seq, at, kind, subject: 1, chat, quiet: false, payload, actor: None })
}

/// The numbers of the frames given at once after a change; `None` when the change is older than all
/// frames.
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
