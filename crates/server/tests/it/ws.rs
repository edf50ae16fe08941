//! `/v1/ws` over real sockets: the frames with changes of the feed, signals (which are never
//! stored), and the closing of connections.

use std::time::Duration;

use deskbell_http::Limits;
use deskbell_model::Scope;
use deskbell_testkit::{Test, engines};
use futures_util::SinkExt as _;
use futures_util::StreamExt as _;
use serde_json::{Value, json};
use tokio::io::AsyncReadExt as _;
use tokio_tungstenite::tungstenite::Message;

use crate::objects::{put_two_chats, say};
use crate::sockets::{LIMITS, Served};

async fn feed(t: &Test) -> Vec<Value> {
    t.get("/v1/changes?limit=1000").await.json()["data"].as_array().unwrap().clone()
}

engines! {
    async fn the_frames_are_the_feeds_and_a_client_that_comes_back_misses_none(t: &Test) {
        put_two_chats(t).await;
        let served = Served::new(t.http.clone(), LIMITS).await;
        let mut client = served.open(t, "after=0").await;
        say(t, 1, "one").await;
        let mut seen = Vec::new();
        for _ in 0..3 {
            seen.push(client.hear().await);
        }
        let last = seen[2]["seq"].clone();
        // The client disconnects without a close frame.
        drop(client);
        say(t, 1, "two").await;
        say(t, 2, "three").await;
        let mut client = served.open(t, &format!("after={last}")).await;
        let all = feed(t).await;
        while seen.len() < all.len() {
            seen.push(client.hear().await);
        }
        assert_eq!(seen, all);
        let mut narrow = served.open(t, "after=0&kind=message.created&chat=2").await;
        assert_eq!(narrow.hear().await["object"]["text"], "three");
        let mut live = served.open(t, "").await;
        let message = say(t, 2, "live").await;
        assert_eq!(live.hear().await["object"], message);
        assert_eq!(narrow.hear().await["object"], message);
        drop((client, narrow, live));
        served.ended().await;
    }

    async fn who_types_is_told_to_others_and_kept_nowhere(t: &Test) {
        put_two_chats(t).await;
        let before = feed(t).await;
        let served = Served::new(t.http.clone(), LIMITS).await;
        let mut frodo = served.open(t, "").await;
        let mut all = served.open(t, "").await;
        let mut second = served.open(t, "chat=2").await;
        frodo.say(&json!({"type": "presence", "agent": 4})).await;
        frodo.say(&json!({"type": "typing", "chat": 1, "agent": 4})).await;
        frodo.say(&json!({"type": "typing", "chat": "2"})).await;
        let there = json!({
            "kind": "presence", "chat": null, "agent": 4, "customer": false, "online": true,
        });
        let typing = json!({"kind": "typing", "chat": 1, "agent": 4, "customer": false});
        let customers = json!({"kind": "typing", "chat": 2, "agent": null, "customer": true});
        for heard in [&there, &typing, &customers] {
            assert_eq!(all.hear().await, *heard);
        }
        // Signals about other chats are not received.
        for heard in [&there, &customers] {
            assert_eq!(second.hear().await, *heard);
        }
        frodo.0.close(None).await.unwrap();
        assert_eq!(all.hear().await["online"], false);
        // A sender does not receive its own signals.
        assert!(matches!(frodo.0.next().await, Some(Ok(Message::Close(_))) | None));
        assert_eq!(feed(t).await, before);
        drop((frodo, all, second));
        served.ended().await;
    }

    async fn another_organization_hears_nothing(t: &Test) {
        put_two_chats(t).await;
        let (_, key) = t.another_organization().await;
        let served = Served::new(t.http.clone(), LIMITS).await;
        let mut strangers = served.ask(Some(&key), "after=0").await.unwrap();
        assert_eq!(strangers.hear().await["kind"], "application.created");
        let mut insider = served.ask(Some(&key), "").await.unwrap();
        let mut mine = served.open(t, "").await;
        let mut witness = served.open(t, "").await;
        mine.say(&json!({"type": "typing", "chat": 1})).await;
        assert_eq!(witness.hear().await["chat"], 1);
        insider.say(&json!({"type": "typing", "chat": 77})).await;
        // The first signal that the strangers receive is from their own organization.
        assert_eq!(strangers.hear().await["chat"], 77);
        drop((strangers, insider, mine, witness));
        served.ended().await;
    }

    async fn what_is_no_signal_is_an_error_and_the_connection_stays(t: &Test) {
        put_two_chats(t).await;
        let reader = t.app.access.create_key(t.caller, "reader", Scope::Read).await.unwrap();
        let served = Served::new(t.http.clone(), LIMITS).await;
        let mut client = served.open(t, "").await;
        for (said, code) in [
            (json!({"type": "shouting"}), "invalid_type_value"),
            (json!({"type": "typing", "chat": 0}), "invalid_chat_value"),
            (json!([]), "invalid_request"),
        ] {
            client.say(&said).await;
            assert_eq!(client.hear().await["errors"][0]["code"], code, "{said}");
        }
        client.0.send(Message::binary(vec![1])).await.unwrap();
        assert_eq!(client.hear().await["errors"][0]["code"], "invalid_request");
        let mut silent = served.ask(Some(&reader), "").await.unwrap();
        silent.say(&json!({"type": "typing", "chat": 1})).await;
        assert_eq!(silent.hear().await["errors"][0]["code"], "forbidden");
        let message = say(t, 1, "still here").await;
        assert_eq!(client.hear().await["object"], message);
        assert_eq!(silent.hear().await["object"], message);
        drop((client, silent));
        served.ended().await;
    }

    async fn whoever_says_too_much_is_closed_with_a_reason(t: &Test) {
        let served = Served::new(t.http.clone(), LIMITS).await;
        let mut fast = served.open(t, "").await;
        // The controlled clock stands still, so all these messages are within one second.
        for _ in 0..10 {
            fast.say(&json!({"type": "typing", "chat": 1})).await;
        }
        t.clock.advance(Duration::from_secs(1));
        for _ in 0..11 {
            fast.say(&json!({"type": "typing", "chat": 1})).await;
        }
        let (code, reason, texts) = fast.closed().await;
        assert_eq!((code, texts.len()), (1008, 1), "{reason}");
        assert_eq!(texts[0]["errors"][0]["code"], "too_many_requests");
        let mut large = served.open(t, "").await;
        large.0.send(Message::text("x".repeat(4_097))).await.unwrap();
        let (code, reason, _) = large.closed().await;
        assert_eq!(code, 1009, "{reason}");
        let mut fits = served.open(t, "").await;
        fits.0.send(Message::text("x".repeat(4_096))).await.unwrap();
        assert_eq!(fits.hear().await["errors"][0]["code"], "invalid_request");
        drop(fits);
        served.ended().await;
    }

    async fn whoever_reads_nothing_is_closed_and_told_where_to_go_on(t: &Test) {
        put_two_chats(t).await;
        let served = Served::new(t.http.clone(), Limits { write_stall_ms: 16_000, ..LIMITS }).await;
        let mut witness = served.open(t, "kind=reset").await;
        let mut slow = served.open(t, "after=0").await;
        slow.say(&json!({"type": "presence", "agent": 4})).await;
        assert_eq!(witness.hear().await["online"], true);
        // More than all socket buffers hold.
        let text = "€".repeat(60_000);
        for _ in 0..80 {
            say(t, 1, &text).await;
        }
        let last = feed(t).await.last().unwrap()["seq"].as_i64().unwrap();
        // Once the server has cut the connection, the witness learns that the slow client is
        // offline.
        assert_eq!(witness.hear().await["online"], false);
        assert_eq!(slow.hear().await["seq"], 1);
        let (code, reason, texts) = slow.closed().await;
        assert_eq!(code, 1013, "{reason}");
        let seen = texts.iter().rfind(|it| !it["seq"].is_null()).unwrap()["seq"].clone();
        assert_eq!(reason, format!("too slow: resume with after={seen}"));
        let mut next = seen.as_i64().unwrap();
        let mut back = served.open(t, &format!("after={next}")).await;
        while next < last {
            next += 1;
            assert_eq!(back.hear().await["seq"], next, "no gap");
        }
        drop((back, witness));
        served.ended().await;
    }

    async fn whoever_answers_no_ping_is_closed(t: &Test) {
        let limits = Limits { heartbeat_ms: 20, ..LIMITS };
        let served = Served::new(t.http.clone(), limits).await;
        // A client that neither reads frames nor answers them.
        let mut silent = served.open_raw(&t.key).await;
        let mut bytes = Vec::new();
        silent.read_to_end(&mut bytes).await.unwrap();
        assert_eq!(bytes[..4], [0x89, 0, 0x89, 0], "two pings");
        assert_eq!((bytes[4], &bytes[6..8]), (0x88, &1008_u16.to_be_bytes()[..]), "and a close");
        let slower = Served::new(t.http.clone(), Limits { heartbeat_ms: 1_500, ..LIMITS }).await;
        let mut lively = slower.open(t, "").await;
        for _ in 0..4 {
            assert!(matches!(lively.0.next().await, Some(Ok(Message::Ping(_)))));
        }
        drop(lively);
        served.ended().await;
        slower.ended().await;
    }

    async fn a_server_that_stops_says_so_and_waits_for_everybody(t: &Test) {
        put_two_chats(t).await;
        let mut served = Served::new(t.http.clone(), LIMITS).await;
        let mut clients = Vec::new();
        for _ in 0..3 {
            clients.push(served.open(t, "after=0").await);
        }
        served.stop();
        for client in &mut clients {
            let (code, reason, _) = client.closed().await;
            assert_eq!(code, 1001);
            assert!(reason.starts_with("the server stops: resume with after="), "{reason}");
        }
        served.ended().await;
    }

    async fn a_socket_keeps_its_place_among_the_connections(t: &Test) {
        let served = Served::new(t.http.clone(), Limits { connections: 1, ..LIMITS }).await;
        let mut first = served.open(t, "").await;
        let mut waiting = Box::pin(served.open(t, ""));
        let said = json!({"type": "nothing"});
        first.say(&said).await;
        tokio::select! {
            biased;
            _ = &mut waiting => panic!("there was no place"),
            answer = first.hear() => assert!(answer["errors"].is_array()),
        }
        first.0.close(None).await.unwrap();
        drop(first);
        drop(waiting.await);
        served.ended().await;
    }
}
