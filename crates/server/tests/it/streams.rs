//! `/v1/stream` over real sockets: the sending of events, the end of streams, and the events that
//! each caller receives.

use deskbell_app::Caller;
use std::time::Duration;

use deskbell_http::Limits;
use deskbell_model::{KeyId, Scope};
use deskbell_testkit::{Test, engines};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpSocket;

use crate::objects::{put_large_chats, put_two_chats, say};
use crate::sockets::{LIMITS, Served, Stream, bearer};

/// The number of the last change.
async fn head(t: &Test) -> i64 {
    let mut after = 0;
    loop {
        let page = t.get(&format!("/v1/changes?limit=1000&after={after}")).await.json();
        if page["data"].as_array().unwrap().is_empty() {
            return after;
        }
        after = page["meta"]["next"].as_i64().unwrap();
    }
}

engines! {
    async fn a_stream_is_the_last_answer_of_its_connection_and_ends_with_it(t: &Test) {
        put_two_chats(t).await;
        let mut served = Served::new(t.http.clone(), LIMITS).await;
        let mut stream = served.stream("after=0", &bearer(&t.key)).await;
        for line in [
            "HTTP/1.1 200 OK\r\n",
            "content-type: text/event-stream\r\n",
            "cache-control: no-store\r\n",
            "connection: close\r\n",
            "x-content-type-options: nosniff\r\n",
            "access-control-allow-origin: *\r\n",
            "date: Fri, 15 Jan 2027 08:00:00 GMT\r\n",
        ] {
            assert_eq!(stream.head.matches(line).count(), 1, "{line}: {}", stream.head);
        }
        for header in ["content-length", "transfer-encoding"] {
            assert!(!stream.head.contains(header), "{}", stream.head);
        }
        assert_eq!(stream.block().await.unwrap(), "retry: 1000");
        assert_eq!(stream.seq().await, 1);
        say(t, 1, "live").await;
        assert_eq!(stream.seq().await, 2);
        let mut old = served.connect().await;
        let request = format!("GET /v1/stream HTTP/1.0\r\n{}\r\n", bearer(&t.key));
        old.write_all(request.as_bytes()).await.unwrap();
        let mut old = Stream::begin(old).await;
        assert_eq!(old.block().await.unwrap(), "retry: 1000");
        let mut nothing = served.connect().await;
        let request = format!("HEAD /v1/stream HTTP/1.1\r\nHost: x\r\n{}\r\n", bearer(&t.key));
        nothing.write_all(request.as_bytes()).await.unwrap();
        let nothing = Stream::begin(nothing).await;
        assert!(nothing.head.contains("text/event-stream"), "{}", nothing.head);
        // The server stops without waiting for its time limits, which are a minute each.
        served.stop();
        assert_eq!(stream.seq().await, 3, "what came before is there");
        assert_eq!((stream.event().await, old.event().await), (None, None));
        served.ended().await;
    }

    async fn a_stream_behind_an_answer_that_nobody_reads_comes_behind_it(t: &Test) {
        put_large_chats(t, 60_000).await;
        let served = Served::new(t.http.clone(), LIMITS).await;
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(4096).unwrap();
        let address = served.connect().await.peer_addr().unwrap();
        let mut client = socket.connect(address).await.unwrap();
        let key = bearer(&t.key);
        let [list, stream] = ["chats", "stream?after=0"].map(|path| {
            format!("GET /v1/{path} HTTP/1.1\r\nHost: x\r\n{key}\r\n")
        });
        client.write_all(format!("{list}{stream}").as_bytes()).await.unwrap();
        // Once the server has answered other clients, it has also read both requests of this
        // client.
        for _ in 0..5 {
            drop(served.open(t, "").await);
        }
        let mut answer = Stream::begin(client).await;
        let (_, length) = answer.head.split_once("content-length: ").unwrap();
        let length = length.split_once("\r\n").unwrap().0.parse().unwrap();
        let mut body = vec![0; length];
        answer.socket.read_exact(&mut body).await.unwrap();
        let list: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(list["data"].as_array().unwrap().len(), 100);
        let stream = Stream::begin(answer.socket).await;
        assert!(stream.head.contains("text/event-stream"), "{}", stream.head);
        drop(stream);
        served.ended().await;
    }

    async fn a_stream_ends_when_its_key_is_revoked_and_others_go_on(t: &Test) {
        put_two_chats(t).await;
        let key = t.app.access.create_key(t.caller, "second", Scope::Read).await.unwrap();
        let second = Caller::key(t.org, KeyId::new(2).unwrap(), Scope::Read);
        let ticket = t.app.access.create_ticket(second).await.unwrap().secret.into_text();
        let limits = Limits { heartbeat_ms: 20, ..LIMITS };
        let served = Served::new(t.http.clone(), limits).await;
        let mut others = served.stream("", &bearer(&t.key)).await;
        let mut keys = served.stream("", &bearer(&key)).await;
        let mut tickets = served.stream(&format!("ticket={ticket}"), "").await;
        for stream in [&mut keys, &mut tickets] {
            assert_eq!(stream.block().await.unwrap(), "retry: 1000");
            assert_eq!(stream.block().await.unwrap(), ":");
        }
        t.app.access.revoke_key(t.caller, KeyId::new(2).unwrap()).await.unwrap();
        t.clock.advance(Duration::from_secs(1));
        for stream in [&mut keys, &mut tickets] {
            let last = stream.event().await.unwrap();
            let told = last.strip_prefix("event: error\ndata: ").unwrap();
            let told: Value = serde_json::from_str(told).unwrap();
            assert_eq!(told["errors"][0]["code"], "invalid_token");
            assert_eq!(stream.block().await, None);
        }
        say(t, 1, "still here").await;
        assert!(others.seq().await > 0);
        drop(others);
        served.ended().await;
    }

    async fn a_long_poll_tells_nothing_when_its_key_was_revoked_meanwhile(t: &Test) {
        put_two_chats(t).await;
        let key = t.app.access.create_key(t.caller, "second", Scope::Read).await.unwrap();
        let waiting = t.get_as(&key, "/v1/changes?after=1&wait=60");
        let happening = async {
            tokio::task::yield_now().await;
            t.app.access.revoke_key(t.caller, KeyId::new(2).unwrap()).await.unwrap();
            t.clock.advance(Duration::from_secs(1));
            say(t, 1, "secret").await
        };
        let (answer, _) = tokio::join!(waiting, happening);
        assert_eq!(answer.status, 401);
    }

    async fn whoever_reads_nothing_is_cut_off_and_goes_on_without_a_gap(t: &Test) {
        put_two_chats(t).await;
        // One slot, which is free again once the slow client is cut off.
        let limits = Limits { connections: 1, write_stall_ms: 2_000, ..LIMITS };
        let served = Served::new(t.http.clone(), limits).await;
        let mut slow = served.stream("after=0", &bearer(&t.key)).await;
        // More than all socket buffers hold.
        let text = "€".repeat(60_000);
        for _ in 0..120 {
            say(t, 1, &text).await;
        }
        let last = head(t).await;
        let mut witness = served.stream(&format!("after={}", last - 1), &bearer(&t.key)).await;
        assert_eq!(witness.seq().await, last);
        drop(witness);
        let mut bytes = Vec::new();
        let _ = slow.socket.read_to_end(&mut bytes).await;
        let text = String::from_utf8_lossy(&bytes);
        let whole = text.rfind("\n\n").map_or("", |end| &text[..end]);
        let ids = whole.lines().filter_map(|line| line.strip_prefix("id: "));
        let seen: Vec<i64> = ids.map(|id| id.parse().unwrap()).collect();
        assert!(seen.iter().copied().eq(1..=i64::try_from(seen.len()).unwrap()), "{seen:?}");
        let mut next = *seen.last().unwrap();
        assert!(next < last, "it was cut off");
        let patient = Served::new(t.http.clone(), LIMITS).await;
        let resume = format!("{}Last-Event-ID: {next}\r\n", bearer(&t.key));
        let mut back = patient.stream("", &resume).await;
        while next < last {
            next += 1;
            assert_eq!(back.seq().await, next, "no gap");
        }
        drop(back);
        patient.ended().await;
        served.ended().await;
    }

    async fn a_last_event_id_is_a_number_or_refused_and_not_beyond_the_head(t: &Test) {
        put_two_chats(t).await;
        let served = Served::new(t.http.clone(), LIMITS).await;
        let key = bearer(&t.key);
        for bad in ["-1", "x", "1.5", "1e3", "9223372036854775808", "0x1", "1 2", "\u{e9}"] {
            let refused = served.stream("", &format!("{key}Last-Event-ID: {bad}\r\n")).await;
            assert!(refused.head.starts_with("HTTP/1.1 400"), "{bad}: {}", refused.head);
        }
        let last = head(t).await;
        let replaced = async |query: &str, lines: &str| {
            let refused = served.stream(query, &format!("{key}{lines}")).await;
            assert!(refused.head.starts_with("HTTP/1.1 410"), "{query} {lines}: {}", refused.head);
        };
        replaced("after=0", &format!("Last-Event-ID: {}\r\n", i64::MAX)).await;
        replaced(&format!("after={}", last + 1), "").await;
        replaced("history=another", "").await;
        let page = t.get("/v1/changes").await.json();
        let history = page["meta"]["history"].as_str().unwrap();
        let mut known = served.stream(&format!("after={last}&history={history}"), &key).await;
        assert!(known.head.contains(&format!("x-history: {history}\r\n")), "{}", known.head);
        let mut empty = served.stream("after=0", &format!("{key}Last-Event-ID:\r\n")).await;
        assert_eq!(empty.seq().await, 1, "an empty one is none");
        say(t, 1, "a").await;
        assert_eq!(known.seq().await, last + 1);
        drop((known, empty));
        served.ended().await;
    }
}
