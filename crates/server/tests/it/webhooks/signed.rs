//! The signatures of deliveries, verified with OpenSSL's command line and with the library of
//! Standard Webhooks.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use deskbell_lab::hex;
use deskbell_testkit::{Received, Receiver, engines};
use serde_json::{Value, json};

use super::nodes::ENVIRONMENT;
use super::{desk, open, pass, say};
use crate::fuzzed::{root, tool};
use crate::process::{Server, text};

/// The output of an OpenSSL command for this input.
fn openssl(args: &[&str], bytes: &[u8]) -> Vec<u8> {
    let mut command = Command::new("openssl");
    command.args(args);
    answered(command, bytes)
}

/// The output of a program for this input.
fn answered(mut command: Command, bytes: &[u8]) -> Vec<u8> {
    let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut child = child.expect("`cargo xtask tools` installs what this test needs");
    child.stdin.take().unwrap().write_all(bytes).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    output.stdout
}

/// HelpCrunch's signature, computed by OpenSSL.
fn helpcrunch(secret: &str, body: &[u8]) -> String {
    let key = format!("hexkey:{}", hex(secret.as_bytes()));
    hex(&openssl(&["dgst", "-sha1", "-mac", "HMAC", "-macopt", &key, "-binary"], body))
}

/// The signature of Standard Webhooks, computed by OpenSSL.
fn standard(secret: &str, received: &Received) -> String {
    let key = secret.strip_prefix("whsec_").unwrap();
    let key = openssl(&["base64", "-d", "-A"], key.as_bytes());
    let key = format!("hexkey:{}", hex(&key));
    let [id, at] = ["webhook-id", "webhook-timestamp"].map(|name| received.header(name).unwrap());
    let signed = [format!("{id}.{at}.").as_bytes(), &received.body].concat();
    let mac = openssl(&["dgst", "-sha256", "-mac", "HMAC", "-macopt", &key, "-binary"], &signed);
    let text = openssl(&["base64", "-A"], &mac);
    format!("v1,{}", String::from_utf8(text).unwrap())
}

fn secret(answer: &Value) -> String {
    answer["secret"].as_str().unwrap().to_owned()
}

/// Returns, for each delivery, whether the library of Standard Webhooks accepts the signature.
fn verified(deliveries: &[Value]) -> Vec<bool> {
    let mut python = tool("python");
    python.arg(root().join("fuzz/api/verify_webhooks.py"));
    let said = answered(python, &serde_json::to_vec(deliveries).unwrap());
    text(&said).lines().map(|line| line == "verified").collect()
}

/// A delivery in the form that the script for verifying signatures reads.
fn as_received(received: &Received, secret: &str) -> Value {
    let names = ["webhook-id", "webhook-timestamp", "webhook-signature"];
    let headers = names.map(|name| (name.to_owned(), json!(received.header(name).unwrap())));
    let headers: serde_json::Map<_, _> = headers.into_iter().collect();
    json!({"secret": secret, "headers": headers, "body": text(&received.body)})
}

/// Changes the value at one JSON pointer of a delivery.
fn tampered(delivery: &Value, place: &str, tamper: impl Fn(&str) -> String) -> Value {
    let mut other = delivery.clone();
    let value = other.pointer_mut(place).unwrap();
    *value = json!(tamper(value.as_str().unwrap()));
    assert_ne!(&other, delivery, "{place}");
    other
}

engines! {
    async fn what_a_server_sends_is_verified_by_others_and_nothing_else_is(t: &Test) {
        let mut receiver = Receiver::start().await;
        let old = secret(&desk(t, &receiver).await);
        let server = Server::start(&t.database.url, ENVIRONMENT);
        say(t, 1, "Grüße \u{1f44b}, \"50 %\" </script>\n").await;
        let first = receiver.next().await;
        assert_eq!(receiver.next().await.event(), "chat.status_updated");
        let new = secret(&t.post("/v1/webhooks/1/rotate", &json!({})).await.json());
        open(t).await;
        let rotated = receiver.next().await;
        server.stops();
        for (received, secret) in [(&first, &old), (&rotated, &new)] {
            let signature = received.header("x-helpcrunch-signature").unwrap();
            assert_eq!(signature, helpcrunch(secret, &received.body));
            let forged = [&received.body[..], b" "].concat();
            assert_ne!(signature, helpcrunch(secret, &forged));
            assert!(received.header("webhook-signature").unwrap()
                .starts_with(&standard(secret, received)));
        }
        let genuine = as_received(&first, &old);
        let later = |text: &str| (text.parse::<u64>().unwrap() + 1).to_string();
        let found = verified(&[
            genuine.clone(), as_received(&rotated, &new), as_received(&rotated, &old),
            as_received(&first, &new),
            tampered(&genuine, "/body", |text| text.replacen("50", "60", 1)),
            tampered(&genuine, "/body", |text| format!("{text} ")),
            tampered(&genuine, "/headers/webhook-id", |text| format!("{text}0")),
            tampered(&genuine, "/headers/webhook-timestamp", later),
            tampered(&genuine, "/headers/webhook-signature", |text| text.replace("v1,", "v2,")),
            tampered(&genuine, "/headers/webhook-signature", |text| text.to_lowercase()),
        ]);
        assert_eq!(found, [[true; 3].as_slice(), &[false; 7]].concat());
    }

    async fn a_delivery_carries_both_signatures(t: &Test) {
        let mut receiver = Receiver::start().await;
        let secret = secret(&desk(t, &receiver).await);
        say(t, 1, "Grüße \u{1f44b}").await;
        pass(t).await;
        let received = receiver.next().await;
        assert_eq!((received.method.as_str(), received.path.as_str()), ("POST", "/hook?of=test"));
        let host = format!("127.0.0.1:{}", receiver.port());
        for (name, value) in [
            ("content-type", "application/json"),
            ("host", &host),
            ("webhook-id", received.json()["id"].as_str().unwrap()),
            ("webhook-timestamp", "1800000000"),
            ("x-helpcrunch-signature", &helpcrunch(&secret, &received.body)),
            ("webhook-signature", &standard(&secret, &received)),
        ] {
            assert_eq!(received.header(name), Some(value), "{name}");
        }
        assert!(received.header("user-agent").unwrap().starts_with("Deskbell/"));
        assert_eq!(received.header("x-helpcrunch-signature-previous"), None);
    }

    async fn the_old_secret_signs_for_a_day_after_a_rotation(t: &Test) {
        let mut receiver = Receiver::start().await;
        let old = secret(&desk(t, &receiver).await);
        let new = secret(&t.post("/v1/webhooks/1/rotate", &json!({})).await.json());
        t.clock.advance(Duration::from_secs(24 * 60 * 60 - 1));
        open(t).await;
        pass(t).await;
        let received = receiver.next().await;
        let both = format!("{} {}", standard(&new, &received), standard(&old, &received));
        let body = &received.body;
        assert_eq!(received.header("webhook-signature"), Some(both.as_str()));
        assert_eq!(received.header("x-helpcrunch-signature"), Some(&*helpcrunch(&new, body)));
        let previous = received.header("x-helpcrunch-signature-previous");
        assert_eq!(previous, Some(&*helpcrunch(&old, body)));
        t.clock.advance(Duration::from_secs(1));
        open(t).await;
        pass(t).await;
        let received = receiver.next().await;
        assert_eq!(received.header("webhook-signature"), Some(&*standard(&new, &received)));
        assert_eq!(received.header("x-helpcrunch-signature-previous"), None);
    }
}
