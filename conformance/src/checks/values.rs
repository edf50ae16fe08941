//! Checks of the contract's sections 1 and 2: values in the various forms that programs send, and
//! the pointers of errors.

use serde_json::{Value, json};

use crate::check::{Check, check};
use crate::client::Request;
use crate::outcome::Done;
use crate::world::World;

pub fn checks() -> Vec<Check> {
    vec![
        check!("1", numbers, "A number is taken for its text where a text is expected"),
        check!("1", booleans, "Booleans are also 1, 0, \"1\", \"0\", \"true\" and \"false\""),
        check!("1", empty, "An empty userId, integrationId, firstSeen or lastSeen is null"),
        check!("1", half, "Half a surrogate pair becomes U+FFFD"),
        check!("3", places, "A location is flat or an object, each part changing alone"),
        check!("1", no_json, "What is no JSON is told with its line and column"),
        check!("2", pointers, "An error points at the fault in the body"),
    ]
}

fn numbers(w: &World) -> Done {
    let name = w.name("x");
    let user = name.bytes().fold(7_i64, |so_far, byte| {
        so_far.wrapping_mul(31).wrapping_add(i64::from(byte)) & 0xFFFF_FFFF_FFFF
    });
    let customer = w.customer(&json!({"userId": user, "phone": 380_501_234_567_i64, "name": 5}))?;
    customer.at("/userId").is(user.to_string())?;
    customer.at("/phone").is("380501234567")?;
    customer.at("/name").is("5")?;
    w.post("/v1/customers", &json!({"userId": user.to_string()}))?.invalid("userId")?;
    let filter = json!([{"field": "customers.userId", "operator": "=", "value": user}]);
    let found = w.post("/v1/customers/search", &json!({"filter": filter}))?;
    found.ok()?.at("/total").is(1)?;
    let tagged = w.customer(&json!({"tags": [{"name": user}, 7]}))?;
    tagged.at("/tags/0/name").is(user.to_string())?;
    tagged.at("/tags/1/name").is("7")?;
    Ok(())
}

fn booleans(w: &World) -> Done {
    for (sent, shown) in [
        (json!(1), true),
        (json!(0), false),
        (json!("1"), true),
        (json!("0"), false),
        (json!("true"), true),
        (json!("false"), false),
    ] {
        let customer = w.customer(&json!({"blocked": sent, "unsubscribed": sent}))?;
        customer.at("/blocked").is(shown)?;
        customer.at("/unsubscribed").is(shown)?;
        let chat = w.chat()?;
        let read = w.put("/v1/chats/readByAgent", &json!({"id": chat, "read": sent}))?;
        read.ok()?.at("/readByAgent").is(shown)?;
    }
    for bad in [json!("yes"), json!(2), json!([])] {
        w.post("/v1/customers", &json!({"blocked": bad}))?.invalid("blocked")?;
    }
    Ok(())
}

fn empty(w: &World) -> Done {
    let body = json!({"userId": "", "integrationId": "", "firstSeen": "", "lastSeen": ""});
    for _ in 0..2 {
        let customer = w.customer(&body)?;
        for field in ["userId", "integrationId", "firstSeen", "lastSeen"] {
            customer.at(&format!("/{field}")).is_null()?;
        }
    }
    Ok(())
}

fn half(w: &World) -> Done {
    for (escaped, shown) in
        [(r"a\ud83d", "a\u{fffd}"), (r"\ude00b", "\u{fffd}b"), (r"\ud83d\ude00", "\u{1f600}")]
    {
        let body = format!(r#"{{"name":"{escaped}"}}"#);
        let answer = w.send(&Request::new("POST", "/v1/customers").body(body))?;
        answer.created()?.at("/name").is(shown)?;
    }
    Ok(())
}

fn places(w: &World) -> Done {
    let customer = w.customer(&json!({"city": "Kyiv", "regionCode": "30", "countryCode": "UA"}))?;
    let path = format!("/v1/customers/{}", customer.id()?);
    for (body, city, region) in [
        (json!({"location": {"city": "Lviv"}}), json!("Lviv"), json!("30")),
        (json!({"regionCode": "46"}), json!("Lviv"), json!("46")),
        (json!({"location": {"city": null}}), Value::Null, json!("46")),
    ] {
        let answer = w.patch(&path, &body)?;
        let location = json!({"regionCode": region, "countryCode": "UA", "city": city});
        answer.ok()?.at("/location").is(location)?;
    }
    Ok(())
}

fn no_json(w: &World) -> Done {
    let broken = r#"{"customer":1,"text":}"#;
    let answer = w.send(&Request::new("POST", "/v1/messages").body(broken))?;
    answer.code_alone(400, "invalid_request")?;
    let message = answer.json()["errors"][0]["message"].as_str().unwrap_or_default();
    let is_told =
        message.starts_with("The body is not JSON: ") && message.ends_with(", line 1, column 22");
    answer.holds(is_told, "a message that tells line 1, column 22")?;
    Ok(())
}

fn pointers(w: &World) -> Done {
    let (id, bad) = (w.any_customer()?, json!({}));
    w.post("/v1/customers", &json!({"email": bad}))?.points_at(&["/email"])?;
    let batch = json!([{"customer": id}, {"customer": "x", "name": bad}]);
    w.put("/v1/customers/batch", &batch)?.points_at(&["/1/customer", "/1/name"])?;
    let batch = json!([{"customer": id}, {"customer": i64::MAX}]);
    w.put("/v1/customers/batch", &batch)?.points_at(&["/1/customer"])?;
    w.post("/v1/chats", &json!({}))?.points_at(&["/customer", "/application"])?;
    let missing = json!({"customer": i64::MAX, "application": 1});
    w.post("/v1/chats", &missing)?.points_at(&["/customer"])?;
    w.post("/v1/messages", &json!({"chat": 0}))?.points_at(&["/text", "/chat"])?;
    w.post("/v1/events", &json!({"customer": id}))?.points_at(&["/name", "/data"])?;
    w.put("/v1/chats/status", &json!({}))?.points_at(&["/id", "/status"])?;
    let filter = json!([
        {"field": "chats.id", "operator": "=", "value": 1},
        {"field": "chats.closedAt", "operator": "=", "value": "x"},
    ]);
    let search = json!({"filter": filter, "limit": 0});
    let answer = w.post("/v1/chats/search", &search)?;
    answer.points_at(&["/filter/0/field", "/filter/1/value", "/limit"])?;
    Ok(())
}
