//! `/v1/changes` and `/v1/stream`: all changes, in order, without gaps.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, Request};
use deskbell_app::feed::Wanted;
use deskbell_app::{App, Caller, Settings, jobs};
use deskbell_model::limits::{FEED_BYTES_AT_ONCE, FEED_BYTES_MAX};
use deskbell_model::{NewMessage, Scope};
use deskbell_storage::{Options, Store};
use deskbell_testkit::world::TestEntropy;
use deskbell_testkit::{Test, engines};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};

use crate::objects::{chat_id, put_two_chats, say};
use crate::sockets::{LIMITS, Served};

async fn feed(t: &Test, query: &str) -> Value {
    let answer = t.get(&format!("/v1/changes?{query}")).await;
    assert_eq!(answer.status, 200, "{query}: {}", String::from_utf8_lossy(&answer.body));
    answer.json()
}

fn seqs(page: &Value) -> Vec<i64> {
    page["data"].as_array().unwrap().iter().map(|it| it["seq"].as_i64().unwrap()).collect()
}

/// The client's side of a stream.
struct Stream {
    body: Body,
    text: String,
}

impl Stream {
    async fn open(t: &Test, query: &str, headers: &[(&str, &str)]) -> Self {
        let mut request = Request::builder().method(Method::GET).uri(format!("/v1/stream?{query}"));
        request = request.header("authorization", format!("Bearer {}", t.key));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let peer = std::net::Ipv4Addr::LOCALHOST.into();
        let response = t.http.answer(request.body(Body::empty()).unwrap(), peer).await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let mut stream = Self { body: response.into_body(), text: String::new() };
        assert_eq!(stream.block().await, "retry: 1000");
        stream
    }

    /// Reads the next block of lines, up to an empty line.
    async fn block(&mut self) -> String {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.text = rest;
                return block;
            }
            let frame = self.body.frame().await.expect("the stream goes on").unwrap();
            self.text.push_str(std::str::from_utf8(&frame.into_data().unwrap()).unwrap());
        }
    }

    /// Reads the next event; returns its id and data.
    async fn event(&mut self) -> (i64, Value) {
        let block = self.block().await;
        let lines: Vec<_> = block.lines().collect();
        let value = |place: usize, name: &str| lines[place].strip_prefix(name).unwrap();
        let data: Value = serde_json::from_str(value(2, "data: ")).unwrap();
        assert_eq!(data["kind"], value(1, "event: "));
        let id = value(0, "id: ").parse().unwrap();
        assert_eq!(data["seq"], id);
        (id, data)
    }
}

engines! {
    async fn the_feed_tells_each_change_once_in_order_as_its_object_was(t: &Test) {
        put_two_chats(t).await;
        let first = say(t, 1, "one").await;
        let all = feed(t, "").await;
        let kinds: Vec<_> =
            all["data"].as_array().unwrap().iter().map(|it| it["kind"].clone()).collect();
        assert_eq!(kinds, ["application.created", "message.created", "chat.updated"]);
        assert_eq!(all["data"][1], json!({
            "seq": 2, "at": 1_800_000_000, "kind": "message.created",
            "actor": {"type": "key", "id": 1}, "object": first,
        }));
        assert_eq!(all["data"][2]["object"], t.get("/v1/chats/1").await.json());
        let history = &all["meta"]["history"];
        assert_eq!(all["meta"], json!({"next": 3, "history": history}));
        assert!(history.as_str().is_some_and(|it| !it.is_empty()), "{history}");
        assert_eq!(feed(t, "after=1&limit=1").await["meta"]["next"], 2);
        assert_eq!(seqs(&feed(t, "after=2").await), [3]);
        let at_the_head = feed(t, "after=3").await;
        assert_eq!(at_the_head, json!({"data": [], "meta": {"next": 3, "history": history}}));
    }

    async fn a_position_that_is_none_of_the_history_there_is_is_410(t: &Test) {
        put_two_chats(t).await;
        let history = feed(t, "").await["meta"]["history"].as_str().unwrap().to_owned();
        let served = Served::new(t.http.clone(), LIMITS).await;
        let replaced = "This history is not the one you followed";
        let asked = ["after=77", "after=2", "history=x", "after=0&history=0-1", "history=x&wait=9"];
        for asked in asked {
            for path in ["changes", "stream"] {
                let (status, errors) = t.get(&format!("/v1/{path}?{asked}")).await.errors();
                assert_eq!(status, 410, "{path} {asked}");
                assert_eq!(errors, [("history_replaced".to_owned(), replaced.to_owned())]);
            }
            let (status, body) = served.ask(Some(&t.key), asked).await.err().unwrap();
            assert_eq!((status, &body["errors"][0]["code"]), (410, &json!("history_replaced")));
        }
        let known = format!("history={history}");
        assert_eq!(seqs(&feed(t, &format!("after=0&{known}")).await), [1]);
        let mut stream = Stream::open(t, &format!("after=0&{known}"), &[]).await;
        assert_eq!(stream.event().await.0, 1);
        // Each organization has its own history.
        let other = t.app.actions.create_organization("other.example").await.unwrap();
        let key =
            t.app.access.create_key(Caller::command(other), "key", Scope::Read).await.unwrap();
        let theirs = t.get_as(&key, "/v1/changes").await.json();
        assert_ne!(theirs["meta"]["history"], json!(history));
        assert_eq!(t.get_as(&key, &format!("/v1/changes?{known}")).await.status, 410);
        // Another node with the same database has the same history.
        let again = t.another_node().await;
        let page =
            again.feed.changes(t.org, Wanted { limit: 1, ..Wanted::default() }, Duration::ZERO);
        let page: Value = serde_json::from_slice(&page.await.unwrap()).unwrap();
        assert_eq!(page["meta"]["history"], json!(history));
        again.context.store.close().await;
        served.ended().await;
    }

    async fn the_feed_can_be_narrowed_to_kinds_and_a_chat(t: &Test) {
        put_two_chats(t).await;
        for text in ["a", "b", "c"] {
            say(t, 1, text).await;
            say(t, 2, text).await;
        }
        let of_chat = feed(t, "chat=2&kind=message.created").await;
        let texts: Vec<_> = of_chat["data"].as_array().unwrap().iter()
            .map(|it| it["object"]["text"].clone()).collect();
        assert_eq!(texts, ["a", "b", "c"]);
        assert_eq!(of_chat["meta"]["next"], feed(t, "").await["meta"]["next"]);
        let two = feed(t, "chat=2&kind=message.created,chat.updated&limit=2").await;
        assert_eq!(seqs(&two).len(), 2);
        let rest = format!("chat=2&kind=message.created&after={}", two["meta"]["next"]);
        assert_eq!(seqs(&feed(t, &rest).await).len(), 2);
    }

    async fn who_follows_a_chat_is_told_of_its_deletion(t: &Test) {
        put_two_chats(t).await;
        let after = feed(t, "").await["meta"]["next"].clone();
        let served = Served::new(t.http.clone(), LIMITS).await;
        let mut second = served.open(t, &format!("after={after}&chat=2")).await;
        let query = format!("after={after}&chat=2&wait=60");
        let deleting = t.send(Method::DELETE, "/v1/customers/1", &[]);
        let (waited, deleted) = tokio::join!(feed(t, &query), deleting);
        assert_eq!(deleted.status, 200);
        let told = &waited["data"][0];
        assert_eq!((&told["kind"], &told["object"]), (&json!("chat.deleted"), &json!({"id": 2})));
        assert_eq!(second.hear().await["kind"], "chat.deleted");
        let kept = feed(t, &format!("after={after}&chat=2")).await;
        assert_eq!(kept["data"], waited["data"]);
        drop(second);
        served.ended().await;
    }

    async fn an_answer_of_the_feed_is_bounded_in_bytes_and_a_walk_misses_nothing(t: &Test) {
        put_two_chats(t).await;
        // Each character takes six bytes in JSON. Each message is recorded in two changes: its own
        // and the chat's.
        let text = "\u{1}".repeat(60_000);
        for place in 0..12 {
            say(t, 1, if place % 3 == 0 { "short" } else { &text }).await;
        }
        let mut last = 0;
        for (query, wanted) in [("", ""), ("&kind=message.created", "message.created")] {
            let (mut after, mut found, mut answers) = (0, Vec::new(), 0);
            loop {
                let path = format!("/v1/changes?limit=1000&after={after}{query}");
                let answer = t.get(&path).await;
                let bytes = u64::try_from(answer.body.len()).unwrap();
                assert!(answer.status == 200 && bytes <= FEED_BYTES_MAX, "{bytes} bytes");
                let page = answer.json();
                after = page["meta"]["next"].as_i64().unwrap();
                let rows = page["data"].as_array().unwrap();
                if rows.is_empty() {
                    break;
                }
                assert!(rows.iter().all(|it| it["kind"].as_str().unwrap().contains(wanted)));
                found.extend(seqs(&page));
                answers += 1;
            }
            last = usize::try_from(after).unwrap();
            let many = if query.is_empty() { last } else { 12 };
            assert!(answers > 3 && found.len() == many && found.is_sorted(), "{found:?}");
        }
        let mut stream = Stream::open(t, "after=0", &[]).await;
        let mut events = 0;
        while events < last {
            let frame = stream.body.frame().await.unwrap().unwrap().into_data().unwrap();
            let here = frame.windows(4).filter(|it| it == b"id: ").count();
            let bytes = u64::try_from(frame.len()).unwrap();
            assert!(bytes <= FEED_BYTES_AT_ONCE || here == 1, "{here} events, {bytes} bytes");
            events += here;
        }
    }

    async fn what_is_no_range_of_the_feed_is_refused(t: &Test) {
        for (bad, message) in [
            ("limit=0", "limit value is invalid"),
            ("limit=1001", "limit value is invalid"),
            ("after=-1", "after value is invalid"),
            ("after=x", "after value is invalid"),
            ("history=", "history value is invalid"),
            ("history=1-1&history=1-1", "history value is invalid"),
            ("wait=61", "wait value is invalid"),
            ("kind=chat.exploded", "kind value is invalid"),
            ("chat=0", "Invalid chat ID"),
        ] {
            let (status, errors) = t.get(&format!("/v1/changes?{bad}")).await.errors();
            assert_eq!((status, errors[0].1.as_str()), (400, message), "{bad}");
        }
        assert_eq!(feed(t, "limit=1000&after=0&wait=0").await["meta"]["next"], 1);
    }

    async fn a_long_poll_is_answered_when_something_happens(t: &Test) {
        put_two_chats(t).await;
        let waiting = feed(t, "after=1&wait=60");
        let happening = async {
            tokio::task::yield_now().await;
            say(t, 1, "now").await
        };
        let (found, message) = tokio::join!(waiting, happening);
        assert_eq!(found["data"][0]["object"], message);
    }

    async fn a_stream_begins_now_and_resumes_where_it_was(t: &Test) {
        put_two_chats(t).await;
        say(t, 1, "before").await;
        let mut stream = Stream::open(t, "kind=message.created", &[]).await;
        let message = say(t, 1, "live").await;
        let (id, data) = stream.event().await;
        assert_eq!(data["object"], message);
        drop(stream);
        say(t, 1, "away").await;
        say(t, 2, "away").await;
        let last = id.to_string();
        let mut stream = Stream::open(t, "after=0", &[("last-event-id", &last)]).await;
        let mut seen = vec![id];
        for _ in 0..3 {
            seen.push(stream.event().await.0);
        }
        assert_eq!(seen, (id..id + 4).collect::<Vec<_>>(), "no gap and no double");
        let mut from_the_start = Stream::open(t, "after=0", &[]).await;
        assert_eq!(from_the_start.event().await.0, 1);
    }

    async fn a_stream_ends_when_the_server_stops(t: &Test) {
        let mut stream = Stream::open(t, "", &[]).await;
        t.http.stop();
        assert!(stream.body.frame().await.is_none());
        let waited = tokio::time::timeout(Duration::from_secs(30), feed(t, "after=1&wait=60"));
        assert_eq!(waited.await.unwrap()["data"], json!([]));
    }

    async fn what_is_no_longer_kept_is_410_and_the_last_change_always_is(t: &Test) {
        put_two_chats(t).await;
        for text in ["a", "b", "c"] {
            say(t, 1, text).await;
        }
        let kept = t.app.context.settings.changes_kept_days;
        t.clock.advance(Duration::from_secs(u64::from(kept) * 86_400 - 60));
        let young = say(t, 1, "young").await;
        t.clock.advance(Duration::from_secs(120));
        while jobs::run_due(&t.app).await.unwrap() {}
        let left = feed(t, "").await;
        assert_eq!(left["data"].as_array().unwrap().len(), 1);
        assert_eq!(left["data"][0]["object"], young);
        let oldest = left["data"][0]["seq"].as_i64().unwrap();
        let (status, errors) = t.get("/v1/changes?after=1").await.errors();
        assert_eq!(status, 410);
        let message = format!("Changes before {oldest} are no longer kept");
        assert_eq!(errors, [("history_expired".to_owned(), message)]);
        assert_eq!(seqs(&feed(t, &format!("after={}", oldest - 1)).await), [oldest]);
        // The refusal comes before the stream opens, so that browsers do not reconnect repeatedly.
        for path in ["/v1/stream?after=1", "/v1/stream?after=1&chat=2"] {
            let (status, errors) = t.get(path).await.errors();
            assert_eq!((status, errors[0].0.as_str()), (410, "history_expired"));
        }
        let mut stream = Stream::open(t, &format!("after={}", oldest - 1), &[]).await;
        assert_eq!(stream.event().await.0, oldest);
        t.clock.advance(Duration::from_secs(u64::from(kept) * 86_400));
        while jobs::run_due(&t.app).await.unwrap() {}
        assert_eq!(seqs(&feed(t, "").await), [oldest], "the last one says where the feed is");
        let served = Served::new(t.http.clone(), LIMITS).await;
        let (status, body) = served.ask(Some(&t.key), "after=1").await.err().unwrap();
        assert_eq!((status, &body["errors"][0]["code"]), (410, &json!("history_expired")));
        served.ended().await;
    }

    async fn changes_of_another_process_are_found_by_looking(t: &Test) {
        put_two_chats(t).await;
        let store = Store::open(&t.database.location, &Options::default()).await.unwrap();
        let entropy = Arc::new(TestEntropy::default());
        let other = App::new(store, t.clock.clone(), entropy, Settings::default());
        let mut stream = Stream::open(t, "kind=message.created", &[]).await;
        for _ in 0..3 {
            jobs::look::step(&t.app).await.unwrap();
        }
        let new = NewMessage {
            chat: chat_id(1), text: "from elsewhere".into(), is_private: false, agent: None,
            files: Vec::new(),
        };
        let message = other.actions.post_message(t.caller, new, None).await.unwrap();
        jobs::look::step(&t.app).await.unwrap();
        let message: Value = serde_json::from_str(&message.into_json()).unwrap();
        assert_eq!(stream.event().await.1["object"], message);
        other.context.store.close().await;
    }
}
