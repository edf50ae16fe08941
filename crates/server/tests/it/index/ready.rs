//! `GET /readyz` of a starting server, which succeeds only after the server has first checked its
//! indexes.

use axum::http::Method;
use deskbell_http::ErrorCode;
use deskbell_testkit::{client, engines};
use serde_json::json;

use super::nodes::{Asked, Node};
use crate::objects::put;
use crate::search_random::rows::made_up;

engines! {
    async fn a_server_is_ready_once_it_has_looked_at_its_indexes_and_answers_before(t: &Test) {
        put(t, made_up()).await;
        let node = Node::before_its_first_look(t).await;
        let asked = async || {
            client::send(&node.http, client::request(Method::GET, "/readyz", &[])).await
        };
        let list = Asked::list("/v1/customers");
        let expected = Node::of(t).ask(&t.key, &list).await;
        for _ in 0..2 {
            let early = asked().await;
            let (code, message) = ErrorCode::Unavailable.words();
            assert_eq!(early.errors(), (503, vec![(code.into(), message.into())]));
            assert_eq!(early.header("retry-after"), Some("1"));
            // The database answers meanwhile, which does not make the server ready.
            assert_eq!(node.ask(&t.key, &list).await, expected);
        }
        node.build().await;
        let ready = asked().await;
        assert_eq!((ready.status, ready.json()), (200, json!({"status": "ready"})));
        assert_eq!(node.ask(&t.key, &list).await, expected);
        node.close().await;
    }

    async fn a_server_without_indexes_is_ready_at_once(t: &Test) {
        let node = Node::over(t, None).await;
        let ready = client::send(&node.http, client::request(Method::GET, "/readyz", &[])).await;
        assert_eq!(ready.status, 200);
        node.close().await;
    }
}
