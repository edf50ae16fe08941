//! `/app/v1/reports`: the counts and rows of reports, and the rights to read them. The stored sums
//! must equal a fresh count of the chats.

use std::time::Duration;

use axum::http::Method;
use deskbell_model::limits::{REPORT_CHATS_AT_ONCE, REPORT_STEPS_OF_A_REQUEST};
use deskbell_model::report::Metric;
use deskbell_model::{DepartmentId, Role};
use deskbell_testkit::browser::Browser;
use deskbell_testkit::{Test, engines};
use deskbell_transfer::Progress;
use deskbell_transfer::seed::{Plan, seed};
use serde_json::{Value, json};

async fn pass(t: &Test, seconds: u64) {
    t.clock.advance(Duration::from_secs(seconds));
}

/// Creates a chat with a customer's message; returns the chat's id.
async fn chat(t: &Test) -> i64 {
    let customer = t.post("/v1/customers", &json!({"name": "Mia"})).await.json()["id"].clone();
    let new = json!({"customer": customer, "application": 1});
    let chat = t.post("/v1/chats", &new).await.json()["id"].as_i64().unwrap();
    say(t, chat, None).await;
    chat
}

async fn say(t: &Test, chat: i64, agent: Option<i64>) {
    let said = json!({"chat": chat, "text": "x", "agent": agent});
    assert_eq!(t.post("/v1/messages", &said).await.status, 201);
}

async fn set(t: &Test, what: &str, chat: i64, value: Value) {
    let body = json!({"id": chat, what: value});
    let answer = t.put(&format!("/v1/chats/{}", what.trim_end_matches("ing")), &body).await;
    assert_eq!(answer.status, 200, "{what}");
}

async fn close(t: &Test, chat: i64) {
    set(t, "status", chat, json!("closed")).await;
}

async fn rate(t: &Test, chat: i64, rating: &str) {
    let rated = t.put("/v1/chats/rate", &json!({"id": chat, "rating": rating})).await;
    assert_eq!(rated.status, 200);
}

async fn report(browser: &Browser, query: &str) -> Value {
    let answer = browser.get(&format!("/app/v1/reports?{query}")).await;
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
    answer.json()
}

/// Returns the row of a report whose value for `key` is `value`.
fn row(report: &Value, key: &str, value: &Value) -> Value {
    let rows = report["rows"].as_array().unwrap();
    rows.iter().find(|row| row[key] == *value).unwrap_or(&Value::Null).clone()
}

/// Checks that the stored sums equal a fresh count of every chat.
async fn check(t: &Test) {
    t.app.reports.count_all(t.org).await.unwrap();
    assert_eq!(t.app.reports.compare(t.org).await.unwrap(), Vec::<String>::new());
}

/// Returns the number of chats that began, according to the stored sums.
async fn counted(t: &Test) -> i64 {
    let sums = t.app.reports.sums(t.org).await.unwrap();
    let created = sums.0.iter().filter(|(key, _)| key.metric == Metric::Created);
    created.map(|(_, sum)| sum.amount).sum()
}

struct Unseen;

impl Progress for Unseen {
    fn at(&mut self, _: u64, _: u64, _: &str) {}

    fn warn(&mut self, _: &str) {}
}

/// A pseudo-random generator with a fixed seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }
}

engines! {
    async fn a_report_counts_what_began_was_answered_closed_and_rated(t: &Test) {
        let department = DepartmentId::new(4).unwrap();
        let ann = t.agent("ann", Role::Admin, &[department]).await;
        let id = ann.agent.get();
        let one = chat(t).await;
        set(t, "department", one, json!(4)).await;
        pass(t, 120).await;
        say(t, one, Some(id)).await;
        pass(t, 3600).await;
        close(t, one).await;
        rate(t, one, "great").await;
        let two = chat(t).await;
        pass(t, 700).await;
        say(t, two, Some(id)).await;
        say(t, two, Some(id)).await;
        chat(t).await;
        let found = report(&ann, "").await;
        assert_eq!((&found["complete"], &found["zone"]), (&json!(true), &json!("UTC")));
        assert_eq!(found["rows"].as_array().unwrap().len(), 7, "a week by default");
        let today = row(&found, "day", &json!("2027-01-15"));
        assert_eq!((&today["new"], &today["closed"]), (&json!(3), &json!(1)));
        assert_eq!((&today["messages"], &today["repliedTo"]), (&json!(6), &json!(2)));
        let reply = &today["firstReply"];
        assert_eq!((&reply["count"], &reply["mean"]), (&json!(2), &json!(410)));
        assert_eq!(reply["withinTarget"], 1);
        assert_eq!(today["resolution"]["mean"], 3720);
        assert_eq!(today["ratings"]["count"], 1);
        assert_eq!(today["ratings"]["great"], 1);
        let mut total = found["total"].clone();
        total["day"] = today["day"].clone();
        assert_eq!(total, today);
        let agents = report(&ann, "by=agent").await;
        let own = row(&agents, "id", &json!(id));
        assert_eq!((&own["name"], &own["messages"]), (&json!("ann"), &json!(3)));
        assert_eq!(own["new"], 2, "chats that are assigned to ann");
        let departments = report(&ann, "by=department").await;
        assert_eq!(row(&departments, "id", &json!(4))["firstReply"]["count"], 1);
        assert_eq!(row(&departments, "id", &json!(null))["new"], 2);
        let hours = report(&ann, "by=hour").await;
        let hour = hours["rows"][0].clone();
        assert_eq!((&hour["weekday"], &hour["hour"]), (&json!(4), &json!(8)));
        assert_eq!(hour["new"], 1);
        let only = report(&ann, "department=4").await;
        assert_eq!(only["total"]["new"], 1);
        check(t).await;
    }

    async fn tags_count_with_the_customers_that_have_them_now(t: &Test) {
        let ann = t.agent("ann", Role::Superviser, &[]).await;
        let chat = chat(t).await;
        let customer = t.get(&format!("/v1/chats/{chat}")).await.json()["customer"]["id"].clone();
        assert_eq!(report(&ann, "by=tag").await["rows"], json!([]));
        let path = format!("/v1/customers/{customer}/tags");
        let tags = json!({"tags": [{"name": "vip"}, {"name": "german"}]});
        assert_eq!(t.put(&path, &tags).await.status, 200);
        let found = report(&ann, "by=tag").await;
        assert_eq!(row(&found, "name", &json!("vip"))["new"], 1);
        assert_eq!(row(&found, "name", &json!("german"))["new"], 1);
        assert_eq!(found["total"]["new"], 1, "a chat counts once however many tags it has");
        check(t).await;
    }

    async fn a_chat_that_is_deleted_or_moved_counts_no_more_where_it_was(t: &Test) {
        let department = DepartmentId::new(4).unwrap();
        let ann = t.agent("ann", Role::Superviser, &[department]).await;
        let (one, two) = (chat(t).await, chat(t).await);
        set(t, "department", one, json!(4)).await;
        assert_eq!(report(&ann, "department=4").await["total"]["new"], 1);
        set(t, "department", one, json!(null)).await;
        assert_eq!(report(&ann, "department=4").await["total"]["new"], 0);
        let customer = t.get(&format!("/v1/chats/{two}")).await.json()["customer"]["id"].clone();
        let path = format!("/v1/customers/{customer}");
        assert_eq!(t.send(Method::DELETE, &path, &[]).await.status, 200);
        assert_eq!(report(&ann, "").await["total"]["new"], 1);
        close(t, one).await;
        assert_eq!(report(&ann, "").await["total"]["closed"], 1);
        say(t, one, None).await;
        assert_eq!(report(&ann, "").await["total"]["closed"], 0, "the customer opened it again");
        check(t).await;
    }

    async fn days_are_those_of_the_organizations_zone(t: &Test) {
        let ann = t.agent("ann", Role::Admin, &[]).await;
        // 08:00 of the fifteenth in London is 22:00 of the fourteenth in Honolulu.
        let one = chat(t).await;
        assert_eq!(row(&report(&ann, "").await, "day", &json!("2027-01-15"))["new"], 1);
        let zone = json!("Pacific/Honolulu");
        ann.patch("/app/v1/settings", &json!({"zone": zone})).await;
        let found = report(&ann, "").await;
        assert_eq!((&found["zone"], &found["to"]), (&zone, &json!("2027-01-14")));
        assert_eq!(row(&found, "day", &json!("2027-01-14"))["new"], 1);
        say(t, one, Some(ann.agent.get())).await;
        let day = row(&report(&ann, "").await, "day", &json!("2027-01-14"));
        assert_eq!((&day["messages"], &day["repliedTo"]), (&json!(2), &json!(1)));
        assert_eq!(report(&ann, "by=hour").await["rows"][0]["hour"], 22);
        check(t).await;
    }

    async fn an_agent_sees_the_own_work_and_a_superviser_everybodys(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let bob = t.agent("bob", Role::Superviser, &[]).await;
        let eve = t.agent("eve", Role::AgentChatOnly, &[]).await;
        for (agent, amount) in [(&ann, 1), (&bob, 2)] {
            for _ in 0..amount {
                let chat = chat(t).await;
                say(t, chat, Some(agent.agent.get())).await;
            }
        }
        assert_eq!(report(&ann, "").await["total"]["repliedTo"], 1);
        assert_eq!(report(&ann, "by=agent").await["rows"].as_array().unwrap().len(), 1);
        assert_eq!(report(&bob, "").await["total"]["repliedTo"], 3);
        let of_ann = format!("agent={}", ann.agent);
        assert_eq!(report(&bob, &of_ann).await["total"]["repliedTo"], 1);
        let of_bob = format!("/app/v1/reports?agent={}", bob.agent);
        assert_eq!(ann.get(&of_bob).await.status, 403);
        assert_eq!(ann.get("/app/v1/reports?by=tag").await.status, 403);
        assert_eq!(eve.get("/app/v1/reports").await.status, 403);
        let (org, _) = t.another_organization().await;
        let other = t.agent_of(org, "other", Role::Admin, &[]).await;
        assert_eq!(report(&other, "").await["total"]["new"], 0);
    }

    async fn what_is_no_report_is_refused(t: &Test) {
        let ann = t.agent("ann", Role::Admin, &[]).await;
        for query in [
            "by=nothing", "from=2027-02-30", "to=yesterday", "from=2027-01-02&to=2027-01-01",
            "from=2020-01-01&to=2027-01-01", "agent=x", "department=0",
        ] {
            for path in ["reports", "reports.csv"] {
                let answer = ann.get(&format!("/app/v1/{path}?{query}")).await;
                assert_eq!(answer.status, 400, "{query}");
            }
        }
        let year = report(&ann, "from=2026-01-01&to=2026-12-31").await;
        assert_eq!(year["rows"].as_array().unwrap().len(), 365);
    }

    async fn a_report_is_a_file_for_spreadsheets_too(t: &Test) {
        let ann = t.agent("=HYPERLINK(\"x\")", Role::Admin, &[]).await;
        let chat = chat(t).await;
        say(t, chat, Some(ann.agent.get())).await;
        let csv = ann.get("/app/v1/reports.csv?by=agent&from=2027-01-15&to=2027-01-15").await;
        assert!(csv.header("content-type").unwrap().starts_with("text/csv"));
        let name = "attachment; filename=\"report-2027-01-15-2027-01-15.csv\"";
        assert_eq!(csv.header("content-disposition"), Some(name));
        let text = String::from_utf8(csv.body).unwrap();
        assert!(text.starts_with("id,name,new,closed,messages,"), "{text}");
        assert!(text.contains(",\"'=HYPERLINK(\"\"x\"\")\",1,0,1,1,"), "{text}");
    }

    async fn the_usual_reply_is_the_median_within_hours_of_seven_days(t: &Test) {
        let ann = t.agent("ann", Role::Admin, &[]).await;
        assert_eq!(t.app.reports.usual_reply(t.org).await.unwrap(), None);
        for seconds in [60, 60, 180, 180, 180, 180, 3600] {
            let chat = chat(t).await;
            pass(t, seconds).await;
            say(t, chat, Some(ann.agent.get())).await;
        }
        t.app.reports.count_all(t.org).await.unwrap();
        let usual = t.app.reports.usual_reply(t.org).await.unwrap().unwrap();
        assert!((180..210).contains(&usual), "{usual}");
        let closed = json!({"hours": {"zone": "UTC", "week": {}}});
        ann.patch("/app/v1/settings", &closed).await;
        t.app.reports.count_all(t.org).await.unwrap();
        let kept = t.app.reports.usual_reply(t.org).await.unwrap();
        assert_eq!(kept, Some(usual), "it is kept a minute");
        pass(t, 61).await;
        assert_eq!(t.app.reports.usual_reply(t.org).await.unwrap(), None, "nobody asked in time");
        check(t).await;
    }

    async fn what_is_counted_unasked_is_what_is_counted_for_a_request(t: &Test) {
        let ann = t.agent("ann", Role::Admin, &[]).await;
        for _ in 0..40 {
            let chat = chat(t).await;
            say(t, chat, Some(ann.agent.get())).await;
        }
        while deskbell_app::jobs::report::step(&t.app).await.unwrap() {}
        let sums = t.app.reports.sums(t.org).await.unwrap();
        assert_eq!(counted(t).await, 40);
        check(t).await;
        t.app.reports.rebuild(t.caller).await.unwrap();
        assert_eq!(t.app.reports.sums(t.org).await.unwrap(), sums);
        check(t).await;
    }

    async fn a_long_backlog_is_counted_by_several_requests_and_the_last_says_so(t: &Test) {
        let boss = t.agent("boss", Role::Admin, &[]).await;
        // As many chats as two requests count, and some more.
        let most = u64::from(REPORT_STEPS_OF_A_REQUEST * REPORT_CHATS_AT_ONCE);
        let plan = Plan { chats: 2 * most + 76, messages_per_chat: 1, seed: 3 };
        seed(&t.app, t.org, plan, &mut Unseen).await.unwrap();
        let (mut told, mut sums) = (Vec::new(), Vec::new());
        while told.last().is_none_or(|is_complete| *is_complete != json!(true)) {
            told.push(report(&boss, "").await["complete"].clone());
            sums.push(counted(t).await);
        }
        assert_eq!(told, [json!(false), json!(false), json!(true)]);
        assert!(0 < sums[0] && sums[0] < sums[1] && sums[1] < sums[2], "{sums:?}");
        assert_eq!(report(&boss, "").await["complete"], true);
        check(t).await;
    }

    async fn random_days_are_counted_as_they_are(t: &Test) {
        let departments = [4, 5].map(|id| DepartmentId::new(id).unwrap());
        let ann = t.agent("ann", Role::Admin, &departments).await;
        let bob = t.agent("bob", Role::Agent, &[]).await;
        let agents = [ann.agent.get(), bob.agent.get()];
        let mut chance = Chance(0x5EED);
        let mut chats = vec![chat(t).await];
        for step in 0..240 {
            let place = usize::try_from(chance.below(chats.len() as u64)).unwrap();
            let one = chats[place];
            let agent = agents[usize::try_from(chance.below(2)).unwrap()];
            match chance.below(12) {
                0 | 1 => chats.push(chat(t).await),
                2 | 3 => say(t, one, None).await,
                4 | 5 => say(t, one, Some(agent)).await,
                6 => close(t, one).await,
                7 => {
                    let body = json!({"id": one, "rating": "poor"});
                    t.put("/v1/chats/rate", &body).await;
                }
                8 => {
                    let department = [json!(4), json!(5), json!(null)];
                    let place = usize::try_from(chance.below(3)).unwrap();
                    set(t, "department", one, department[place].clone()).await;
                }
                9 => set(t, "assignee", one, json!(agent)).await,
                10 => {
                    let path = format!("/v1/chats/{one}");
                    let customer = t.get(&path).await.json()["customer"]["id"].clone();
                    if chance.below(4) == 0 && chats.len() > 1 {
                        let path = format!("/v1/customers/{customer}");
                        assert_eq!(t.send(Method::DELETE, &path, &[]).await.status, 200);
                        chats.remove(place);
                    } else {
                        let tags = json!({"tags": [{"name": format!("tag {}", chance.below(3))}]});
                        let path = format!("/v1/customers/{customer}/tags");
                        assert_eq!(t.put(&path, &tags).await.status, 200);
                    }
                }
                _ => {
                    let zones = ["UTC", "Europe/Berlin", "Asia/Kathmandu", "America/New_York"];
                    let zone = zones[usize::try_from(chance.below(4)).unwrap()];
                    assert_eq!(ann.sign_in().await.status, 200);
                    let set = ann.patch("/app/v1/settings", &json!({"zone": zone})).await;
                    assert_eq!(set.status, 200);
                }
            }
            pass(t, chance.below(20_000)).await;
            t.database.let_a_minute_pass().await;
            if chance.below(5) == 0 {
                t.app.reports.count_all(t.org).await.unwrap();
            }
            if step % 60 == 59 {
                check(t).await;
            }
        }
        check(t).await;
        assert_eq!(ann.sign_in().await.status, 200);
        assert!(report(&ann, "from=2027-01-01&to=2027-06-01").await["total"]["new"] != json!(0));
    }
}
