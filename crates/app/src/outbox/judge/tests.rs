//! Tests of the rules for attempts, with tables of cases.

use std::time::Duration;

use deskbell_model::Seconds;

use super::*;

const EVENT: WebhookEvent = WebhookEvent::ChatNew;
const TEST: WebhookEvent = WebhookEvent::Test;

/// Returns the fixed time 2027-01-15T08:00:00Z.
fn now() -> Timestamp {
    Timestamp::from_millis(1_800_000_000_000).unwrap()
}

fn at(seconds: u32) -> Seconds {
    Seconds::new(seconds)
}

fn failed(retry_after: Option<RetryAfter>) -> Outcome {
    Outcome::Failed { error: "no".into(), retry_after }
}

/// Returns the wait before the next attempt, in milliseconds; `None` when the delivery is not tried
/// again.
fn wait_ms(attempts: u32, retry_after: Option<RetryAfter>, chance: u64) -> Option<i64> {
    match verdict(EVENT, attempts, &failed(retry_after), now(), chance) {
        Verdict::Again(at) => Some(at.millis() - now().millis()),
        Verdict::Never(reason) if reason == "no" => None,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_delivery_is_done_tried_again_or_given_up() {
    let later = |wait_s: i64| {
        Verdict::Again(Timestamp::from_millis(now().millis() + wait_s * 1_000).unwrap())
    };
    let never = |reason: &str| Verdict::Never(reason.into());
    for (event, attempts, outcome, expected) in [
        (EVENT, 1, Outcome::Delivered, Verdict::Done),
        (EVENT, 8, Outcome::Delivered, Verdict::Done),
        (TEST, 1, Outcome::Delivered, Verdict::Done),
        (EVENT, 1, failed(None), later(5)),
        (EVENT, 7, failed(None), later(36_000)),
        (EVENT, 8, failed(None), never("no")),
        (TEST, 1, failed(None), never("no")),
        (TEST, 1, failed(Some(RetryAfter::Seconds(9))), never("no")),
        (EVENT, 1, Outcome::Gone("gone".into()), never("gone")),
        (EVENT, 1, Outcome::Undeliverable("nowhere".into()), never("nowhere")),
    ] {
        let given = verdict(event, attempts, &outcome, now(), 0);
        assert_eq!(given, expected, "{event:?}, {attempts} attempts, {outcome:?}");
    }
}

#[test]
fn the_waits_are_the_contracts_and_a_little_longer() {
    let waits = [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000];
    for (attempts, wait_s) in (1..).zip(waits) {
        assert_eq!(wait_ms(attempts, None, 0), Some(wait_s * 1_000));
        for chance in [1, 0xa7a7_a7a7_a7a7_a7a7, u64::MAX] {
            let longer = wait_ms(attempts, None, chance).unwrap();
            assert!((wait_s * 1_000..=wait_s * 1_100).contains(&longer), "{longer}");
        }
    }
    assert_eq!(wait_ms(8, None, 0), None);
    assert_eq!(wait_ms(0, None, 0), None);
}

#[test]
fn a_target_may_wish_for_a_later_time() {
    for (wish, wait_s) in [
        (RetryAfter::Seconds(120), 120),
        // A target cannot ask for an attempt earlier than the schedule's next attempt.
        (RetryAfter::Seconds(2), 5),
        (RetryAfter::Seconds(0), 5),
        (RetryAfter::Seconds(u64::MAX), 86_400),
        (RetryAfter::Until(at(1_800_000_060)), 60),
        (RetryAfter::Until(at(1_700_000_000)), 5),
        (RetryAfter::Until(at(u32::MAX)), 86_400),
    ] {
        assert_eq!(wait_ms(1, Some(wish), 0), Some(wait_s * 1_000), "{wish:?}");
    }
}

#[test]
fn an_attempt_is_noted_with_its_verdict() {
    let mut delivery = Delivery::new(EVENT, "id".into(), "chat:1".into(), at(1));
    let attempt = |status, outcome| Attempt {
        began_at: now(),
        duration: Duration::from_millis(7),
        status,
        answer: status.map(|status| format!("{status}!")),
        outcome,
    };
    note(&mut delivery, attempt(Some(500), failed(None)), now(), 0);
    assert_eq!((delivery.attempts, delivery.duration_ms), (1, Some(7)));
    assert_eq!((delivery.attempt_before_at, delivery.last_attempt_at), (None, Some(now())));
    assert_eq!((delivery.status, delivery.answer.as_deref()), (Some(500), Some("500!")));
    assert_eq!(delivery.error.as_deref(), Some("no"));
    assert!(delivery.next_attempt_at > Some(now()) && delivery.ended_at.is_none());
    note(&mut delivery, attempt(None, Outcome::Undeliverable("nowhere".into())), now(), 0);
    assert_eq!((delivery.attempts, delivery.attempt_before_at), (2, Some(now())));
    assert_eq!((delivery.status, delivery.answer.as_deref()), (None, None));
    assert_eq!(delivery.error.as_deref(), Some("nowhere"));
    assert_eq!((delivery.next_attempt_at, delivery.ended_at), (None, Some(now().seconds())));
    note(&mut delivery, attempt(Some(204), Outcome::Delivered), now(), 0);
    assert_eq!((delivery.error, delivery.ended_at), (None, Some(now().seconds())));
}

#[test]
fn a_tally_counts_everything_but_tests() {
    let (took, failed) = (Outcome::Delivered, failed(None));
    for (attempts, is_gone, expected) in [
        (vec![], false, None),
        (vec![(TEST, &took)], false, None),
        (vec![(TEST, &failed), (TEST, &took)], false, None),
        (vec![(EVENT, &failed), (TEST, &took)], false, Some(false)),
        (vec![(EVENT, &failed), (EVENT, &took), (EVENT, &failed)], false, Some(true)),
        (vec![(TEST, &Outcome::Gone(String::new())), (EVENT, &took)], true, Some(true)),
        (vec![(EVENT, &Outcome::Gone(String::new()))], true, Some(false)),
    ] {
        let tallies = attempts.iter().map(|(event, outcome)| Tally::of(*event, outcome));
        let tally = tallies.fold(Tally::default(), Tally::and);
        assert_eq!(tally, Tally { is_gone, took: expected }, "{attempts:?}");
    }
}

#[test]
fn a_webhook_is_given_up_when_it_is_gone_or_has_failed_for_too_long() {
    const CREATED: u32 = 500_000;
    const NOW: u32 = 1_000_000;
    const LONG_AGO: u32 = 600_000;
    let (took, failed) = (Some(true), Some(false));
    // The columns are the inputs gone, took, failing since, trusted and obeyed, and the expected
    // failing since and given up.
    for (is_gone, took, since, is_trusted, is_obeyed, failing_since, is_given_up) in [
        (false, took, None, true, true, None, false),
        (false, took, Some(LONG_AGO), true, true, None, false),
        (false, failed, None, true, true, Some(NOW), false),
        (false, failed, Some(LONG_AGO + 1), true, true, Some(LONG_AGO + 1), false),
        (false, failed, Some(LONG_AGO), true, true, Some(LONG_AGO), true),
        // While the clock is not trusted, no webhook is disabled.
        (false, failed, Some(LONG_AGO), false, true, Some(LONG_AGO), false),
        // Implausible times are replaced only if the clock has not jumped for a minute.
        (false, failed, Some(CREATED - 1), true, true, Some(NOW), false),
        (false, failed, Some(NOW + CLOCKS_APART_S), true, true, Some(NOW + CLOCKS_APART_S), false),
        (false, failed, Some(NOW + CLOCKS_APART_S + 1), true, true, Some(NOW), false),
        (false, failed, Some(CREATED - 1), false, false, Some(CREATED - 1), false),
        // The outcomes of test deliveries do not count.
        (false, None, Some(LONG_AGO), true, true, Some(LONG_AGO), false),
        (false, None, None, true, true, None, false),
        (true, None, None, true, true, None, true),
        (true, failed, None, true, true, Some(NOW), true),
        (true, took, Some(LONG_AGO), true, true, None, true),
    ] {
        let too_long = is_trusted.then_some(at(LONG_AGO));
        let moment = Moment { now: at(NOW), too_long, is_obeyed };
        let given = health(Tally { is_gone, took }, since.map(at), at(CREATED), moment);
        let expected = Health { failing_since: failing_since.map(at), is_given_up };
        assert_eq!(given, expected, "gone {is_gone}, took {took:?}, since {since:?}, {moment:?}");
    }
}
