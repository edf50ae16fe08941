//! Time: clocks that jump, and times at the limits of their range.

use std::time::Duration;

use deskbell_model::{KeyId, Seconds, Timestamp};
use deskbell_testkit::put::Put;
use deskbell_testkit::{engines, world};

use crate::objects::{chat, customer, message, put};

engines! {
    async fn a_clock_that_jumps_opens_no_window_and_revives_no_key(t: &Test) {
        t.app.actions.set_requests_per_minute(t.caller, Some(2)).await.unwrap();
        assert_eq!(t.get("/v1/chats").await.status, 200);
        assert_eq!(t.get("/v1/chats").await.status, 200);
        for jump in [world::Jump::Back(Duration::from_secs(86_400)),
                     world::Jump::Ahead(Duration::from_secs(40 * 86_400)),
                     world::Jump::Back(Duration::from_secs(365 * 86_400))] {
            t.clock.jump(jump);
            assert_eq!(t.get("/v1/chats").await.status, 429, "{jump:?}");
        }
        t.let_a_minute_pass().await;
        assert_eq!(t.get("/v1/chats").await.status, 200);
        t.app.access.revoke_key(t.caller, KeyId::new(1).unwrap()).await.unwrap();
        t.clock.jump(world::Jump::Back(Duration::from_secs(86_400)));
        t.clock.advance(Duration::from_secs(1));
        assert_eq!(t.get("/v1/chats").await.status, 401);
    }

    async fn times_beyond_2038_and_up_to_the_last_second_are_kept_and_sorted(t: &Test) {
        let ends = [0, 2_147_483_647, 2_147_483_648, 4_294_967_295];
        let mut objects = Put { customers: vec![customer(1)], ..Put::default() };
        for (id, at) in (1..).zip(ends) {
            let mut chat = chat(id, at);
            chat.closed_at = Some(Seconds::new(at));
            chat.messages = 1;
            let mut message = message(&chat, 1, id);
            message.created_at = Timestamp::from_millis(i64::from(at) * 1000 + 999).unwrap();
            objects.chats.push(chat);
            objects.messages.push(message);
        }
        put(t, objects).await;
        for key in ["createdAt", "closedAt"] {
            let page = t.get(&format!("/v1/chats?sort=chats.{key}&order=asc")).await.json();
            let found: Vec<_> = page["data"].as_array().unwrap().iter()
                .map(|it| it[key].as_u64().unwrap()).collect();
            assert_eq!(found, ends.map(u64::from), "{key}");
        }
        let last = t.get("/v1/chats/4/messages").await.json();
        assert_eq!(last["messages"][0]["createdAt"], "4294967295.999");
        let first = t.get("/v1/chats/1/messages").await.json();
        assert_eq!(first["messages"][0]["createdAt"], "0.999");
    }
}

/// The `Date` header of an answer has the first second of 1970 while the clock is before 1970.
#[test]
fn a_time_before_1970_has_a_date() {
    let before = std::time::UNIX_EPOCH - Duration::from_secs(1);
    assert_eq!(httpdate::fmt_http_date(before), "Thu, 01 Jan 1970 00:00:00 GMT");
}

#[test]
fn a_time_beyond_the_last_second_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("a.db").display());
    let file = folder.path().join("late.ndjson");
    let line =
        |at: &str| format!(r#"{{"id":"d{at}","turns":[{{"from":"agent","text":"a","at":{at}}}]}}"#);
    let lines = ["4294967295999", "4294967296000", "-1", "99999999999999999999"].map(line);
    std::fs::write(&file, lines.join("\n")).unwrap();
    let output = crate::process::run(&url, &["import", "transcripts", file.to_str().unwrap()]);
    let talk = crate::process::text(&output.stderr);
    assert!(output.status.success(), "{talk}");
    assert!(crate::process::text(&output.stdout).starts_with("1 chats imported"));
    for line in [2, 3] {
        let told = format!("line {line} was left out: turn 1: `at` is no time");
        assert!(talk.contains(&told), "{talk}");
    }
    assert!(talk.contains("line 4 was left out: it is not a dialog"), "{talk}");
}
