//! API keys: several per organization, read-only keys, keys that expire, and revoked keys, which
//! are refused within a second.

use std::time::Duration;

use axum::http::Method;
use deskbell_app::access::keys::NewKey;
use deskbell_app::{Caller, Error, Rejected};
use deskbell_model::{KeyId, Scope};
use deskbell_testkit::engines;

engines! {
    async fn an_organization_has_as_many_keys_as_it_likes(t: &Test) {
        let other = t.app.access.create_key(t.caller, "other", Scope::Full).await.unwrap();
        let reader = t.app.access.create_key(t.caller, "reader", Scope::Read).await.unwrap();
        for key in [&t.key, &other, &reader] {
            assert_eq!(t.get_as(key, "/v1/chats").await.status, 200);
        }
        let keys = t.app.access.list_keys(t.org).await.unwrap();
        let shown: Vec<_> = keys.iter().map(|key| (key.id.get(), key.name.as_str())).collect();
        assert_eq!(shown, [(1, "test"), (2, "other"), (3, "reader")]);
        assert_eq!(keys[2].scope, Scope::Read);
    }

    async fn a_revoked_key_stops_within_a_second(t: &Test) {
        assert_eq!(t.get("/v1/chats").await.status, 200);
        t.app.access.revoke_key(t.caller, KeyId::new(1).unwrap()).await.unwrap();
        t.clock.advance(Duration::from_millis(999));
        assert_eq!(t.get("/v1/chats").await.status, 401);
        let keys = t.app.access.list_keys(t.org).await.unwrap();
        assert!(keys[0].revoked_at.is_some());
        let again = t.app.access.revoke_key(t.caller, KeyId::new(1).unwrap()).await;
        assert!(matches!(again, Err(Error::Rejected(Rejected::KeyNotFound))));
    }

    async fn a_key_works_from_the_moment_it_is_made(t: &Test) {
        assert_eq!(t.get_as("dbk_not_there", "/v1/chats").await.status, 401);
        let key = t.app.access.create_key(t.caller, "new", Scope::Full).await.unwrap();
        assert_eq!(t.get_as(&key, "/v1/chats").await.status, 200);
    }

    async fn a_key_is_refused_once_it_expires_and_so_are_its_tickets_and_streams(t: &Test) {
        let expires_at = Some(t.app.context.now().plus(3_600));
        let new = NewKey { name: "short".to_owned(), scope: Scope::Read, expires_at };
        let (row, key) = t.app.access.make_key(t.caller, new).await.unwrap();
        let key = key.into_text();
        assert_eq!((row.id.get(), row.expires_at), (2, expires_at));
        assert_eq!(t.get_as(&key, "/v1/chats").await.status, 200);
        assert!(t.app.access.is_key_working(t.org, row.id).await.unwrap());
        t.clock.advance(Duration::from_secs(3_570));
        let caller = Caller::key(t.org, row.id, Scope::Read);
        let ticket = t.app.access.create_ticket(caller).await.unwrap().secret;
        assert!(t.app.access.ticket_owner(ticket.reveal()).await.unwrap().is_some());
        assert_eq!(t.get_as(&key, "/v1/chats").await.status, 200);
        t.clock.advance(Duration::from_secs(30));
        let refused = t.get_as(&key, "/v1/chats").await;
        assert_eq!(refused.status, 401);
        assert_eq!(refused.json()["errors"][0]["message"], "Invalid token");
        assert!(!t.app.access.is_key_working(t.org, row.id).await.unwrap());
        assert!(t.app.access.ticket_owner(ticket.reveal()).await.unwrap().is_none());
        assert_eq!(t.get("/v1/chats").await.status, 200, "other keys do not expire");
    }

    async fn the_last_use_of_a_key_is_noted_to_the_minute(t: &Test) {
        let used = async || t.app.access.list_keys(t.org).await.unwrap()[0].last_used_at;
        assert_eq!(used().await, None);
        let begin = t.app.context.now();
        let ask = async |after: u64| {
            t.clock.advance(Duration::from_secs(after));
            assert_eq!(t.get("/v1/chats").await.status, 200);
            t.app.access.write_key_uses().await.unwrap();
        };
        ask(0).await;
        assert_eq!(used().await, Some(begin));
        ask(59).await;
        assert_eq!(used().await, Some(begin), "a minute has not passed");
        ask(1).await;
        assert_eq!(used().await, Some(begin.plus(60)));
    }

    async fn the_scheme_may_have_any_case_and_the_key_may_wear_brackets(t: &Test) {
        for form in ["Bearer K", "bearer K", "BEARER K", "Bearer <K>", "Bearer   K"] {
            let value = form.replace('K', &t.key);
            let request = deskbell_testkit::client::request(
                Method::GET, "/v1/chats", &[("authorization", &value)]);
            let answer = deskbell_testkit::client::send(&t.http, request).await;
            assert_eq!(answer.status, 200, "{form}");
        }
        for form in ["K", "Basic K", "Bearer", "Bearer K K", "Bearer <<K>>", "Bearer K,"] {
            let value = form.replace('K', &t.key);
            let request = deskbell_testkit::client::request(
                Method::GET, "/v1/chats", &[("authorization", &value)]);
            let answer = deskbell_testkit::client::send(&t.http, request).await;
            assert_eq!(answer.status, 401, "{form}");
        }
    }

    async fn whether_a_key_works_is_asked_twice_a_second_however_many_want_to_know(t: &Test) {
        t.app.access.create_key(t.caller, "second", Scope::Read).await.unwrap();
        let key = KeyId::new(2).unwrap();
        assert!(t.app.access.is_key_working(t.org, key).await.unwrap());
        t.app.access.revoke_key(t.caller, key).await.unwrap();
        t.clock.advance(Duration::from_millis(499));
        for _ in 0..100 {
            assert!(t.app.access.is_key_working(t.org, key).await.unwrap(), "nobody looked");
        }
        t.clock.advance(Duration::from_millis(1));
        assert!(!t.app.access.is_key_working(t.org, key).await.unwrap());
        assert!(t.app.access.is_key_working(t.org, KeyId::new(1).unwrap()).await.unwrap());
        assert!(!t.app.access.is_key_working(t.org, KeyId::new(77).unwrap()).await.unwrap());
    }

    async fn the_database_keeps_no_key(t: &Test) {
        let keys = t.app.access.list_keys(t.org).await.unwrap();
        assert!(!format!("{keys:?}").contains(&t.key[4..]));
        assert_eq!(deskbell_app::access::secrets::hash(&t.key).len(), 64);
    }
}
