//! Hostile or faulty targets: a target affects only its own delivery, within time and size limits,
//! and the next delivery succeeds.

use std::time::{Duration, Instant};

use deskbell_testkit::{Reaction, Receiver, Test, engines};
use serde_json::{Value, json};

use super::{desk, log, open, pass, say};

const NO_ANSWER: &str = "the target ended the connection without an answer";
const TOO_LATE: &str = "the target took too long";
/// The delivery timeout for endless answers, far shorter than [`PATIENCE`].
const SHORT: Duration = Duration::from_millis(600);
/// The delivery timeout for answers with a late body.
const LONG: Duration = Duration::from_secs(3);
/// The delivery timeout for immediate answers.
const LONGER: Duration = Duration::from_secs(15);
const PATIENCE: Duration = Duration::from_secs(20);

/// Sends `head`, then single bytes for longer than any delivery timeout.
fn drip(head: &str) -> Reaction {
    Reaction::Drip([head.as_bytes(), &[b'x'; 1_000]].concat())
}

/// Makes a delivery to a target with this reaction; returns the error and status in the log.
async fn told(t: &Test, receiver: &Receiver, reaction: Reaction) -> (Value, Value) {
    told_within(LONGER, t, receiver, reaction).await
}

/// Makes a delivery like [`told`], with this delivery timeout.
async fn told_within(
    deadline: Duration,
    t: &Test,
    receiver: &Receiver,
    reaction: Reaction,
) -> (Value, Value) {
    receiver.react_next([reaction]);
    open(t).await;
    let began = Instant::now();
    t.courier().within(deadline).pass().await.unwrap();
    assert!(began.elapsed() < PATIENCE, "it held up the test");
    let it = log(t, 1).await.remove(0);
    (it["error"].clone(), it["response"]["status"].clone())
}

fn bytes(text: &str) -> Reaction {
    Reaction::Bytes(text.as_bytes().to_vec())
}

engines! {
    async fn what_is_no_answer_is_none(t: &Test) {
        let receiver = Receiver::start().await;
        desk(t, &receiver).await;
        let long = format!("HTTP/1.1 200 OK\r\nx: {}\r\n\r\n", "x".repeat(300_000));
        let many = format!("HTTP/1.1 200 OK\r\n{}\r\n", "x: y\r\n".repeat(101));
        for text in [
            "", "\r\n", "hello", "HTTP/1.1", "HTTP/1.1 200 OK\r\n", "HTTP/0.9 200 OK\r\n\r\n",
            "HTTP/1.1 20 OK\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n", "HTTP/2 200\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab",
            "HTTP/1.1 200 OK\r\nbad header\r\n\r\n", "HTTP/1.1 200 OK\r\nx: a\0b\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\n", &long, &many,
        ] {
            let (error, status) = told(t, &receiver, bytes(text)).await;
            assert_eq!((error, status), (json!(NO_ANSWER), Value::Null), "{text:.60}");
        }
    }

    async fn a_status_counts_whatever_becomes_of_the_body(t: &Test) {
        let receiver = Receiver::start().await;
        desk(t, &receiver).await;
        let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
        for text in [
            "HTTP/1.0 200 OK\r\n\r\nto the end", "HTTP/1.1 200 OK\r\n\r\nto the end",
            "HTTP/1.1 200\r\ncontent-length: 100\r\n\r\nshort",
            "HTTP/1.1 204 No Content\r\ncontent-length: 5\r\n\r\nnever",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
            &format!("{chunked}zz\r\ngarbage"), &format!("{chunked}ffffffffffffffffff\r\nx"),
            &format!("{chunked}3\r\nabcdef\r\n0\r\n\r\n"), &format!("{chunked}5;a=b\r\nab"),
            &format!("{chunked}0\r\ntrailer: x\r\n\r\nmore than that"),
        ] {
            let (error, status) = told(t, &receiver, bytes(text)).await;
            assert_eq!(error, Value::Null, "{text}");
            assert!(status == 200 || status == 204, "{text}: {status}");
        }
        for status in [101, 304, 400, 500, 599, 999] {
            let text = format!("HTTP/1.1 {status} No\r\ncontent-length: 2\r\n\r\nno");
            let (error, found) = told(t, &receiver, bytes(&text)).await;
            assert_eq!((error, found), (json!(format!("the target answered {status}")),
                                        json!(status)));
        }
    }

    async fn what_never_ends_is_cut(t: &Test) {
        let receiver = Receiver::start().await;
        desk(t, &receiver).await;
        let head = b"HTTP/1.1 200 OK\r\n";
        let early = b"HTTP/1.1 103 Early Hints\r\n\r\n".repeat(50);
        for (reaction, error) in [
            (drip("HTTP/1.1 200 OK\r\nx: "), TOO_LATE),
            (Reaction::Flood(b"", early), TOO_LATE),
            (Reaction::Flood(b"", b"\r\n".repeat(500)), NO_ANSWER),
            (Reaction::Flood(head, b"x: y\r\n".repeat(20)), NO_ANSWER),
            (Reaction::Flood(head, vec![b'x'; 1_000]), NO_ANSWER),
        ] {
            let (found, status) = told_within(SHORT, t, &receiver, reaction.clone()).await;
            let found = found.as_str().unwrap();
            assert!([error, TOO_LATE].contains(&found), "{reaction:.60?}: {found}");
            assert_eq!(status, Value::Null);
        }
        let body = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
        let chunk = [b"400\r\n".to_vec(), vec![b'x'; 0x400], b"\r\n".to_vec()].concat();
        for reaction in [
            Reaction::Flood(body.as_bytes(), chunk),
            Reaction::Flood(b"HTTP/1.0 200 OK\r\n\r\n", vec![b'x'; 1_000]),
            Reaction::Flood(b"HTTP/1.1 200 OK\r\ncontent-length: 9223372036854775807\r\n\r\n",
                            vec![b'x'; 1_000]),
        ] {
            let (error, status) = told(t, &receiver, reaction).await;
            assert_eq!((error, status), (Value::Null, json!(200)));
            let body = log(t, 1).await[0]["response"]["body"].clone();
            assert_eq!(body.as_str().unwrap().len(), 2_048);
        }
        let slow = drip("HTTP/1.1 200 OK\r\n\r\n");
        assert_eq!(told_within(LONG, t, &receiver, slow).await, (Value::Null, json!(200)));
    }

    async fn a_connection_is_used_again_and_nothing_of_one_answer_is_taken_for_the_next(t: &Test) {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        for number in 0..6 {
            say(t, 1, &number.to_string()).await;
        }
        pass(t).await;
        assert_eq!((receiver.take().len(), receiver.connections()), (7, 1), "a chat, a connection");
        // An answer with extra or missing bytes ends its connection.
        receiver.react_next([
            bytes("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nokHTTP/1.1 500 No\r\n\r\n"),
            Reaction::Status(204),
            bytes("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok"),
            bytes("HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nok"),
            Reaction::With(200, ("x", "y".into()), vec![b'x'; 70_000]),
            Reaction::Status(200),
        ]);
        for number in 0..6 {
            say(t, 1, &number.to_string()).await;
        }
        pass(t).await;
        let statuses: Vec<_> = log(t, 1).await[..6].iter()
            .map(|it| it["response"]["status"].clone()).collect();
        assert_eq!(statuses, [200, 200, 200, 200, 204, 200]);
        assert_eq!((receiver.take().len(), receiver.connections()), (6, 6));
    }

    async fn a_connection_that_ended_meanwhile_fails_nothing(t: &Test) {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        // The second request is sent on a connection that the target closes.
        receiver.react_next([Reaction::Status(200), Reaction::Close]);
        for number in 0..3 {
            say(t, 1, &number.to_string()).await;
        }
        pass(t).await;
        let log = log(t, 1).await;
        assert!(log.iter().all(|it| it["state"] == "delivered" && it["attempts"] == 1), "{log:?}");
        let texts: Vec<_> = receiver.take().iter()
            .map(|it| it.json()["eventData"]["message"]["text"].clone()).collect();
        assert_eq!((texts.len(), receiver.connections()), (5, 2), "one came twice: {texts:?}");
        receiver.react_next([Reaction::Close]);
        say(t, 1, "alone").await;
        pass(t).await;
        assert_eq!(super::log(t, 1).await[0]["error"], NO_ANSWER, "a new one that ends does");
    }

    async fn a_target_may_ask_for_anything_and_is_left_alone_for_a_day_at_the_most(t: &Test) {
        let receiver = Receiver::start().await;
        desk(t, &receiver).await;
        let day = 1_800_000_000 + 24 * 60 * 60;
        for (after, next) in [
            ("99999999999999999999999", day), ("Fri, 31 Dec 9999 23:59:59 GMT", day),
            ("-1", 0), ("", 0), ("0", 0), ("1e9", 0), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
            ("Sun Nov  6 08:49:37 1994", 0), ("60, 120", 0), ("60", 1_800_000_060),
        ] {
            let asked = Reaction::With(503, ("retry-after", after.to_owned()), vec![]);
            told(t, &receiver, asked).await;
            let at = log(t, 1).await[0]["nextAttemptAt"].as_str().unwrap().to_owned();
            let at: u32 = at.split('.').next().unwrap().parse().unwrap();
            let soon = 1_800_000_005..=1_800_000_006;
            assert!(if next == 0 { soon.contains(&at) } else { at == next }, "{after}: {at}");
        }
    }
}
