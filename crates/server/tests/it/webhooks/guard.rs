//! Forbidden targets of webhooks: names that resolve to addresses in the operator's network.

use std::sync::Arc;
use std::time::Duration;

use deskbell_courier::Courier;
use deskbell_testkit::receiver::Names;
use deskbell_testkit::{Receiver, Test, engines};
use serde_json::json;

use super::{log, open};
use crate::objects::{customer, put};

/// The complete message of every refusal by the guard.
const ERROR: &str = "the target's name is not known, or not of a public address";

/// Creates a chat, and a webhook whose URL has a host name and the receiver's port.
async fn desk(t: &Test, receiver: &Receiver) {
    let customers = vec![customer(1)];
    put(t, deskbell_testkit::put::Put { customers, ..Default::default() }).await;
    let url = format!("http://hooks.example.com:{}/", receiver.port());
    let answer = t.post("/v1/webhooks", &json!({"url": url, "events": ["chat.new"]})).await;
    assert_eq!(answer.status, 201);
    open(t).await;
}

/// A courier whose name lookups return these addresses, one list per lookup.
fn courier(t: &Test, lookups: &[&[&str]]) -> Courier {
    Courier::new(Arc::clone(&t.app.outbox), Arc::new(Names::of(lookups))).unwrap()
}

engines! {
    async fn a_name_of_a_private_address_is_not_called(t: &Test) {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        for address in [
            "10.0.0.1", "172.16.0.1", "192.168.0.1", "169.254.169.254", "0.0.0.0", "224.0.0.1",
            "100.64.0.1", "::1", "::", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1",
            "fe80::1", "fd00::1", "ff02::1", "2002:7f00:1::", "2001:0:7f00:1::", "168.63.129.16",
            "100.100.100.200", "192.0.0.192", "fd00:ec2::254", "2a01::5efe:168.63.129.16",
        ] {
            t.clock.advance(Duration::from_secs(100_000));
            open(t).await;
            courier(t, &[&[address]]).pass().await.unwrap();
            let it = log(t, 1).await.remove(0);
            assert_eq!(it["error"], ERROR, "{address}");
            assert!(!it.to_string().contains(address), "{it}");
        }
        t.clock.advance(Duration::from_secs(100_000));
        courier(t, &[&[]]).pass().await.unwrap();
        assert!(receiver.take().is_empty());
    }

    async fn of_several_addresses_only_those_are_called_that_may_be(t: &Test) {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        courier(t, &[&["10.0.0.1", "::1", "::ffff:127.0.0.1"]]).pass().await.unwrap();
        assert_eq!(receiver.events(), ["chat.new"], "the range that was opened");
    }

    async fn a_name_is_looked_up_once_a_connection_and_judged_each_time(t: &Test) {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        // A second lookup for the same connection would give the other address.
        let courier = courier(t, &[&["127.0.0.1"], &["192.168.0.1"]]);
        courier.pass().await.unwrap();
        assert_eq!(receiver.events(), ["chat.new"]);
        open(t).await;
        courier.pass().await.unwrap();
        assert!(receiver.take().is_empty());
        assert_eq!(log(t, 1).await[0]["error"], ERROR);
    }

    async fn an_address_that_was_stored_is_judged_again(t: &Test) {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        t.patch("/v1/webhooks/1", &json!({"url": receiver.url()})).await;
        // This node does not allow the receiver's address range.
        let app = t.node_without_ranges().await;
        let courier = Courier::new(Arc::clone(&app.outbox), Arc::new(Names::of(&[]))).unwrap();
        courier.pass().await.unwrap();
        assert!(receiver.take().is_empty());
        assert_eq!(log(t, 1).await[0]["error"], ERROR);
        app.close().await;
    }

    async fn a_target_without_tls_is_no_secure_one(t: &Test) {
        let receiver = Receiver::start().await;
        desk(t, &receiver).await;
        let url = format!("https://hooks.example.com:{}/", receiver.port());
        t.patch("/v1/webhooks/1", &json!({"url": url})).await;
        let courier = courier(t, &[&["127.0.0.1"]]).within(Duration::from_secs(2));
        courier.pass().await.unwrap();
        let error = log(t, 1).await[0]["error"].clone();
        assert!(error == "no secure connection to the target: see its certificate"
                || error == "the target took too long", "{error}");
    }
}
