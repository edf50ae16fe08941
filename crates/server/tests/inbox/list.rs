//! `POST /app/v1/list`: windows (ranges of rows) of the views of chats, counts, and the chats that
//! an agent may see.

use std::time::Duration;

use deskbell_testkit::engines;
use serde_json::json;

use crate::made::{asks, chat, customer, department, ids, limited, supervisor, window};

engines! {
    async fn a_window_has_rows_a_total_and_the_counts_of_other_views_of_one_moment(t: &Test) {
        let ann = supervisor(t, "ann").await;
        let mateus = customer(t, "mateus").await;
        let tags = json!({"tags": [{"name": "vip", "color": "#ff0000"}]});
        t.put(&format!("/v1/customers/{mateus}/tags"), &tags).await;
        let one = chat(t, mateus, json!({})).await;
        asks(t, one, "Hello\nthere").await;
        let two = chat(t, mateus, json!({"assignee": ann.agent.get()})).await;
        t.clock.advance(Duration::from_secs(5));
        asks(t, two, "Second").await;
        let asked = json!({
            "view": "all", "counts": ["mine", "unassigned", {"assignee": "any"}, "closed"],
        });
        let found = window(&ann, asked).await;
        assert_eq!((&found["total"], &found["offset"]), (&json!(2), &json!(0)));
        assert_eq!(found["counts"], json!([1, 1, 1, 0]));
        let me = ann.get("/app/v1/me").await.json();
        assert_eq!(found["seq"], me["seq"], "the moment of the last change");
        let rows = found["rows"].as_array().unwrap();
        assert_eq!([&rows[0]["id"], &rows[1]["id"]], [&json!(two), &json!(one)]);
        let now = t.app.context.now().get();
        assert_eq!(rows[1], json!({
            "id": one, "status": "new", "assignee": null, "department": null, "unread": true,
            "waitingSince": now - 5, "lastMessageAt": now - 5, "createdAt": now - 5,
            "snoozedUntil": null, "rating": null,
            "customer": {
                "id": mateus, "name": "mateus", "email": "mateus@example.com", "userId": null,
            },
            "tags": [{"name": "vip", "color": "#ff0000"}], "draft": null,
            "lastMessageAgent": null, "preview": "Hello there",
        }));
    }

    async fn a_row_says_which_agent_wrote_last(t: &Test) {
        let ann = supervisor(t, "ann").await;
        let mateus = customer(t, "mateus").await;
        let id = chat(t, mateus, json!({})).await;
        let author = async || {
            let found = window(&ann, json!({"view": "everything"})).await;
            found["rows"][0]["lastMessageAgent"].clone()
        };
        asks(t, id, "Is anybody there?").await;
        assert_eq!(author().await, json!(null));
        let path = format!("/app/v1/chats/{id}/messages");
        ann.post(&path, &json!({"text": "Yes."})).await;
        ann.post(&path, &json!({"text": "Asks for the third time.", "note": true})).await;
        assert_eq!(author().await, json!(ann.agent.get()));
        asks(t, id, "Good.").await;
        assert_eq!(author().await, json!(null));
    }

    async fn who_waits_longest_comes_first_and_who_does_not_wait_last(t: &Test) {
        let ann = supervisor(t, "ann").await;
        let mateus = customer(t, "mateus").await;
        let mut chats = Vec::new();
        for _ in 0..3 {
            chats.push(chat(t, mateus, json!({})).await);
        }
        for place in [1, 0, 2, 1] {
            t.clock.advance(Duration::from_secs(10));
            asks(t, chats[place], "Is anybody there?").await;
        }
        let by_wait = json!({"view": "all", "sort": "waiting"});
        let order = |found: &serde_json::Value| -> Vec<i64> {
            let rows = found["rows"].as_array().unwrap();
            rows.iter().map(|row| row["id"].as_i64().unwrap()).collect()
        };
        let found = window(&ann, by_wait.clone()).await;
        assert_eq!(order(&found), [chats[1], chats[0], chats[2]]);
        let reply = json!({"text": "Yes."});
        ann.post(&format!("/app/v1/chats/{}/messages", chats[1]), &reply).await;
        let found = window(&ann, by_wait).await;
        assert_eq!(order(&found), [chats[0], chats[2], chats[1]]);
        assert_eq!(found["rows"][2]["waitingSince"], json!(null));
        assert_eq!(ids(&ann, json!("waiting")).await, [chats[2], chats[0]]);
    }

    async fn of_equal_times_the_newer_chat_is_the_newer_one_in_every_order(t: &Test) {
        let ann = supervisor(t, "ann").await;
        let mateus = customer(t, "mateus").await;
        let mut chats = Vec::new();
        for _ in 0..4 {
            chats.push(chat(t, mateus, json!({})).await);
        }
        let [a, b, c, d] = chats[..] else { panic!("{chats:?}") };
        for id in [b, a, d, c] {
            asks(t, id, "All in one second").await;
        }
        for id in [a, b] {
            let closed = json!({"ids": [id], "set": {"status": "closed"}});
            assert_eq!(ann.post("/app/v1/chats/act", &closed).await.status, 200);
        }
        let view = json!({"statuses": null});
        for (sort, expected) in [
            ("activity", [d, c, b, a]),
            ("created", [d, c, b, a]),
            // Those that are not closed have no time, and the order of their ids.
            ("closed", [b, a, c, d]),
            // Who waits for as long as another wrote in the older chat; then those who do not wait.
            ("waiting", [c, d, b, a]),
        ] {
            for limit in [1, 3, 4] {
                let mut found = Vec::new();
                while found.len() < 4 {
                    let at = json!({"offset": found.len()});
                    let asked = json!({"view": view, "sort": sort, "limit": limit, "at": at});
                    let rows = window(&ann, asked).await["rows"].as_array().unwrap().clone();
                    found.extend(rows.iter().map(|row| row["id"].as_i64().unwrap()));
                }
                assert_eq!(found, expected, "{sort} by {limit}");
            }
            let third = expected[2];
            let asked = json!({"view": view, "sort": sort, "limit": 2, "at": {"around": third}});
            let around = window(&ann, asked).await;
            let found = (&around["offset"], &around["rows"][1]["id"]);
            assert_eq!(found, (&json!(1), &json!(third)));
        }
    }

    async fn what_was_closed_last_comes_first_among_what_is_over(t: &Test) {
        let ann = supervisor(t, "ann").await;
        let mateus = customer(t, "mateus").await;
        let mut chats = Vec::new();
        for _ in 0..3 {
            let made = chat(t, mateus, json!({})).await;
            asks(t, made, "Hello").await;
            chats.push(made);
        }
        for place in [1, 2, 0] {
            t.clock.advance(Duration::from_secs(60));
            let closed = json!({"ids": [chats[place]], "set": {"status": "closed"}});
            assert_eq!(ann.post("/app/v1/chats/act", &closed).await.status, 200);
        }
        let found = window(&ann, json!({"view": "closed", "sort": "closed"})).await;
        let rows = found["rows"].as_array().unwrap();
        let order: Vec<_> = rows.iter().map(|row| row["id"].as_i64().unwrap()).collect();
        assert_eq!(order, [chats[0], chats[2], chats[1]]);
    }

    async fn a_window_around_a_chat_has_it_in_the_middle(t: &Test) {
        let ann = supervisor(t, "ann").await;
        let mateus = customer(t, "mateus").await;
        let mut chats = Vec::new();
        for number in 0..9 {
            let made = chat(t, mateus, json!({})).await;
            t.clock.advance(Duration::from_secs(1));
            asks(t, made, &format!("Number {number}")).await;
            chats.push(made);
        }
        let around = |id: i64| json!({"view": "all", "at": {"around": id}, "limit": 4});
        let found = window(&ann, around(chats[4])).await;
        assert_eq!((&found["offset"], &found["total"]), (&json!(2), &json!(9)));
        assert_eq!(found["rows"][2]["id"], json!(chats[4]));
        let found = window(&ann, around(999)).await;
        assert_eq!(found["offset"], json!(0));
        let behind = json!({"view": "all", "at": {"offset": 7}, "limit": 4});
        assert_eq!(window(&ann, behind).await["rows"].as_array().unwrap().len(), 2);
    }

    async fn blocked_and_snoozed_chats_are_in_their_own_views_alone(t: &Test) {
        let ann = supervisor(t, "ann").await;
        let (one, other) = (customer(t, "one").await, customer(t, "other").await);
        let (seen, hidden) = (chat(t, one, json!({})).await, chat(t, other, json!({})).await);
        asks(t, seen, "Hello").await;
        asks(t, hidden, "Spam").await;
        let blocked = json!({"blocked": true});
        assert_eq!(ann.patch(&format!("/app/v1/customers/{other}"), &blocked).await.status, 200);
        assert_eq!(ids(&ann, json!("all")).await, [seen]);
        assert_eq!(ids(&ann, json!("blocked")).await, [hidden]);
        assert_eq!(ids(&ann, json!({"blocked": null})).await.len(), 2);
        let until = t.app.context.now().get() + 600;
        let snooze = json!({"ids": [seen], "set": {"snooze": until}});
        assert_eq!(ann.post("/app/v1/chats/act", &snooze).await.status, 200);
        assert_eq!(ids(&ann, json!("all")).await, Vec::<i64>::new());
        assert_eq!(ids(&ann, json!("snoozed")).await, [seen]);
        assert_eq!(ids(&ann, json!("everything")).await.len(), 2);
    }

    async fn chats_outside_of_the_scope_are_in_no_row_total_or_count(t: &Test) {
        let ann = supervisor(t, "ann").await;
        let bob = limited(t, "bob", &[department(7)]).await;
        supervisor(t, "eve").await;
        t.agent("cleo", deskbell_model::Role::Agent, &[department(8)]).await;
        let mateus = customer(t, "mateus").await;
        let free = chat(t, mateus, json!({})).await;
        let own = chat(t, mateus, json!({"assignee": bob.agent.get(), "department": 8})).await;
        let of_department =
            chat(t, mateus, json!({"assignee": ann.agent.get(), "department": 7})).await;
        let foreign = chat(t, mateus, json!({"assignee": ann.agent.get(), "department": 8})).await;
        let view = json!({"statuses": null});
        let all = json!({
            "view": view, "sort": "created", "at": {"around": foreign},
            "counts": [
                view, {"statuses": null, "department": 8}, {"statuses": null, "assignee": "any"},
            ],
        });
        let found = window(&bob, all.clone()).await;
        assert_eq!((&found["total"], &found["counts"]), (&json!(3), &json!([3, 1, 2])));
        let shown = ids(&bob, view.clone()).await;
        assert!(!shown.contains(&foreign), "{shown:?}");
        assert!([free, own, of_department].iter().all(|id| shown.contains(id)));
        assert_eq!(window(&ann, all).await["counts"], json!([4, 2, 3]));
    }

    async fn what_is_no_window_is_refused_with_every_flaw(t: &Test) {
        let ann = supervisor(t, "ann").await;
        let bad = json!({"view": "their", "sort": "best", "limit": 0, "counts": ["all", 5]});
        let answer = ann.post("/app/v1/list", &bad).await;
        assert_eq!(answer.errors().0, 400);
        assert_eq!(answer.pointers(), ["/view", "/sort", "/limit", "/counts/1"]);
        assert_eq!(ann.post("/app/v1/list", &json!({})).await.errors().0, 400);
    }
}
