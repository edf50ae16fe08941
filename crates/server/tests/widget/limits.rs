//! The rate limits of visitors: the refusals, their reasons, and their `Retry-After`.

use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use deskbell_app::{Settings, VisitorQuotas};
use deskbell_http::ForwardedHeader;
use deskbell_model::network::Range;
use deskbell_testkit::visitor::Visitor;
use deskbell_testkit::{Answer, Test, client, engines};
use futures_util::stream::once;
use serde_json::json;
use tokio::sync::oneshot;

use crate::desk::{answer, lisa};

/// The status and the code of a refusal, and its `Retry-After` in seconds.
fn refused(answer: &Answer) -> (u16, String, u64) {
    let (status, errors) = answer.errors();
    let wait = answer.header("retry-after").and_then(|it| it.parse().ok()).unwrap_or(0);
    (status, errors[0].0.clone(), wait)
}

fn is(code: &str, wait: u64) -> (u16, String, u64) {
    (429, code.to_owned(), wait)
}

/// Visitors of a node with the default limits.
struct Guarded<'t> {
    t: &'t Test,
    app: Arc<deskbell_app::App>,
    http: deskbell_http::Http,
}

impl<'t> Guarded<'t> {
    async fn new(t: &'t Test) -> Self {
        let settings = Settings { visitors: VisitorQuotas::USUAL, ..Settings::default() };
        let app = t.node_with(settings).await;
        let http = deskbell_web::http(Arc::clone(&app)).unwrap();
        Self { t, app, http }
    }

    fn stranger(&self, from: &str) -> Visitor {
        Visitor::new(self.http.clone(), from.parse::<IpAddr>().unwrap())
    }

    async fn visitor(&self, from: &str) -> Visitor {
        let visitor = self.stranger(from);
        visitor.begin(&json!({})).await;
        visitor
    }

    async fn close(self) {
        drop(self.http);
        self.app.close().await;
    }

    fn wait(&self, seconds: u64) {
        self.t.clock.advance(Duration::from_secs(seconds));
    }
}

/// A request body with two channels: the first reports that the server reads the body, the second
/// ends the body.
fn held() -> (Body, oneshot::Receiver<()>, oneshot::Sender<()>) {
    let (begins, begun) = oneshot::channel();
    let (go, goes) = oneshot::channel::<()>();
    let bytes = once(async move {
        begins.send(()).unwrap();
        goes.await.unwrap();
        Ok::<_, Infallible>(Bytes::from_static(b"a"))
    });
    (Body::from_stream(bytes), begun, go)
}

engines! {
    async fn an_address_uploads_only_so_many_files_whoever_is_there(t: &Test) {
        let settings = Settings {
            visitors: VisitorQuotas { files_per_hour_per_address: 2, ..VisitorQuotas::default() },
            files: t.app.context.settings.files.clone(),
            ..Settings::default()
        };
        let app = t.node_with(settings).await;
        let http = deskbell_web::http(Arc::clone(&app)).unwrap();
        let visitor = async |from: &str| {
            let visitor = Visitor::new(http.clone(), from.parse::<IpAddr>().unwrap());
            visitor.begin(&json!({})).await;
            visitor
        };
        for _ in 0..2 {
            visitor("10.0.0.1").await.upload("a", "a").await;
        }
        let third = visitor("10.0.0.1").await;
        assert_eq!(refused(&third.try_upload("a", "a").await), is("too_many_requests", 3_600));
        visitor("10.0.0.2").await.upload("a", "a").await;
        t.clock.advance(Duration::from_secs(3_600));
        third.upload("a", "a").await;
        drop(http);
        app.files.remove_loose().await.unwrap();
        app.close().await;
    }

    async fn a_visitor_and_an_address_upload_only_a_few_files_at_once(t: &Test) {
        let settings = Settings {
            visitors: VisitorQuotas {
                uploads: 1,
                uploads_per_address: 2,
                ..VisitorQuotas::default()
            },
            files: t.app.context.settings.files.clone(),
            ..Settings::default()
        };
        let app = t.node_with(settings).await;
        let http = deskbell_web::http(Arc::clone(&app)).unwrap();
        let visitor = async |from: &str| {
            let visitor = Visitor::new(http.clone(), from.parse::<IpAddr>().unwrap());
            visitor.begin(&json!({})).await;
            visitor.say(None, "hello").await;
            visitor
        };
        let (ann, bob) = (visitor("10.0.0.1").await, visitor("10.0.0.1").await);
        let (eve, far) = (visitor("10.0.0.1").await, visitor("10.0.0.2").await);
        let (bytes, begun, go) = held();
        let during = async {
            begun.await.unwrap();
            assert_eq!(refused(&ann.try_upload("a", "a").await), is("too_many_requests", 10));
            eve.upload("a", "a").await;
            go.send(()).unwrap();
        };
        let (first, ()) = tokio::join!(ann.try_upload("a", bytes), during);
        let ((bytes, begun, go), (others, others_begun, others_go)) = (held(), held());
        let during = async {
            begun.await.unwrap();
            others_begun.await.unwrap();
            assert_eq!(refused(&eve.try_upload("a", "a").await), is("too_many_requests", 10));
            far.upload("a", "a").await;
            go.send(()).unwrap();
            others_go.send(()).unwrap();
        };
        let (second, third, ()) =
            tokio::join!(ann.try_upload("a", bytes), bob.try_upload("a", others), during);
        assert_eq!([first, second, third].map(|it| it.status), [201; 3]);
        ann.upload("a", "a").await;
        drop((ann, bob, eve, far));
        drop(http);
        app.files.remove_loose().await.unwrap();
        app.close().await;
    }

    async fn an_address_begins_60_sessions_a_minute_and_10_new_visitors_write(t: &Test) {
        let here = Guarded::new(t).await;
        for _ in 0..60 {
            here.visitor("2001:db8::1").await;
        }
        let late = here.stranger("2001:db8::2").try_begin(&json!({})).await;
        assert_eq!(refused(&late), is("too_many_requests", 60), "one /64 is one address");
        here.visitor("2001:db8:0:1::1").await;
        here.wait(60);
        for _ in 0..10 {
            let visitor = here.visitor("2001:db8::1").await;
            assert_eq!(visitor.patch("me", &json!({"name": "a"})).await.status, 200);
        }
        let next = here.visitor("2001:db8::1").await;
        let event = json!({"events": [{"name": "a"}]});
        for answer in [
            next.patch("me", &json!({"name": "a"})).await,
            next.post("events", &event).await,
            next.try_say(&json!({"text": "a"})).await,
            next.try_begin(&json!({"user": {"userId": "u1"}})).await,
        ] {
            assert_eq!(refused(&answer), is("too_many_requests", 60));
        }
        assert_eq!(next.post("events", &json!({"page": "https://a.example"})).await.status, 200);
        here.close().await;
    }

    async fn of_a_thousand_visitors_of_one_address_60_are_served_and_nobody_else_notices(t: &Test) {
        let here = Guarded::new(t).await;
        let customers = || async { t.get("/v1/customers").await.json()["total"].clone() };
        let before = customers().await;
        let mut served = 0;
        for n in 0..1_000 {
            let answer = here.stranger(&format!("2001:db8::{n:x}")).try_begin(&json!({})).await;
            if answer.status == 200 {
                served += 1;
            } else {
                assert_eq!(refused(&answer), is("too_many_requests", 60));
            }
        }
        assert_eq!(served, 60);
        assert_eq!(customers().await, before, "who only looks leaves no row");
        here.visitor("2001:db8:0:1::1").await.say(None, "from elsewhere").await;
        here.close().await;
    }

    async fn an_address_begins_five_chats_in_ten_minutes(t: &Test) {
        let here = Guarded::new(t).await;
        let visitor = here.visitor("192.0.2.1").await;
        for _ in 0..5 {
            visitor.say(None, "a new chat").await;
        }
        here.wait(61);
        let late = visitor.try_say(&json!({"text": "a"})).await;
        assert_eq!(refused(&late), is("too_many_chats", 539));
        let other = here.visitor("192.0.2.2").await;
        let chat = other.say(None, "from another address").await["chatId"].clone();
        other.say(chat.as_i64(), "and on").await;
        here.wait(539);
        visitor.say(None, "again").await;
        here.close().await;
    }

    async fn a_visitor_writes_20_messages_a_minute_and_200_an_hour(t: &Test) {
        lisa(t).await;
        let here = Guarded::new(t).await;
        let visitor = here.visitor("192.0.2.1").await;
        let chat = visitor.say(None, "0").await["chatId"].clone();
        for minute in 0..10 {
            answer(t, &chat, "go on").await;
            for _ in 0..20 {
                visitor.say(chat.as_i64(), "more").await;
            }
            let body = json!({"chatId": chat, "text": "a"});
            let late = visitor.try_say(&body).await;
            assert_eq!(refused(&late).1, "too_many_messages");
            here.wait(60);
            if minute == 9 {
                let late = visitor.try_say(&body).await;
                assert_eq!(refused(&late), is("too_many_messages", 3_000));
            }
        }
        here.close().await;
    }

    async fn fifty_messages_wait_for_an_answer_and_the_next_one_is_told_so(t: &Test) {
        lisa(t).await;
        let visitor = t.visitor().await;
        let chat = visitor.say(None, "0").await["chatId"].clone();
        for number in 1..50 {
            visitor.say(chat.as_i64(), &number.to_string()).await;
        }
        let body = json!({"chatId": chat, "text": "one more"});
        let late = visitor.try_say(&body).await;
        assert_eq!(refused(&late), is("waiting_for_answer", 600));
        answer(t, &chat, "here I am").await;
        assert_eq!(visitor.try_say(&body).await.status, 201);
    }

    async fn events_and_wrong_tokens_are_counted(t: &Test) {
        let here = Guarded::new(t).await;
        let visitor = here.visitor("192.0.2.1").await;
        visitor.say(None, "hello").await;
        let twenty = json!({"events": vec![json!({"name": "a"}); 20]});
        for _ in 0..3 {
            assert_eq!(visitor.post("events", &twenty).await.status, 200);
        }
        let late = visitor.post("events", &json!({"page": "https://a.example"})).await;
        assert_eq!(refused(&late), is("too_many_requests", 60));
        let wrong = here.stranger("192.0.2.9");
        wrong.use_token(Some("dbv_wrong".to_owned()));
        for _ in 0..60 {
            assert_eq!(wrong.get("unread").await.status, 401);
        }
        assert_eq!(refused(&wrong.get("unread").await), is("too_many_requests", 60));
        assert_eq!(visitor.get("unread").await.status, 200);
        here.close().await;
    }

    async fn clients_of_a_trusted_proxy_are_told_apart(t: &Test) {
        let settings = VisitorQuotas { visits_per_minute: 1, ..VisitorQuotas::default() };
        for (header, name) in [
            (ForwardedHeader::XForwardedFor, "x-forwarded-for"),
            (ForwardedHeader::Forwarded, "forwarded"),
        ] {
            let app = t.node_with(Settings { visitors: settings, ..Settings::default() }).await;
            let http = deskbell_web::http(Arc::clone(&app)).unwrap();
            let proxies = Range::parse_many("10.0.0.0/8").unwrap();
            let http = http.trusting(proxies, header);
            let begin = async |from: &str, addresses: &str| {
                let named = match header {
                    ForwardedHeader::XForwardedFor => addresses.to_owned(),
                    ForwardedHeader::Forwarded => {
                        let each = addresses.split(", ").map(|it| format!("for={it}"));
                        each.collect::<Vec<_>>().join(", ")
                    }
                };
                let headers = [(name, named.as_str())];
                let body = json!({"app": 1}).to_string();
                let method = axum::http::Method::POST;
                let target = "/widget/v1/session";
                let request = client::request_with(method, target, &headers, body);
                client::send_from(&http, from.parse().unwrap(), request).await.status
            };
            assert_eq!(begin("10.0.0.1", "192.0.2.1").await, 200);
            assert_eq!(begin("10.0.0.1", "192.0.2.1").await, 429);
            assert_eq!(begin("10.0.0.1", "192.0.2.2").await, 200);
            // What the client itself sent is not believed.
            assert_eq!(begin("10.0.0.1", "203.0.113.9, 192.0.2.1").await, 429);
            assert_eq!(begin("192.0.2.1", "203.0.113.9").await, 429);
            drop(http);
            app.close().await;
        }
    }
}
