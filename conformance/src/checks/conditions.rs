//! Checks of the contract's section 8: ETags, conditional changes, and partial changes of a
//! customer's custom data; section 1: the Location of new objects.

use serde_json::{Value, json};

use crate::check::{Check, check};
use crate::client::Request;
use crate::expect::Answer;
use crate::outcome::{Done, Outcome};
use crate::world::World;

pub fn checks() -> Vec<Check> {
    vec![
        check!("1", locations, "201 carries Location"),
        check!("8", known, "ETag and If-None-Match on lists and single objects: 304"),
        check!(
            "8",
            customers,
            "If-Match on a customer: the tag of its GET or last change, else 412"
        ),
        check!("8", chats, "If-Match on a chat: the tag of its GET or last change, else 412"),
        check!("8", deletions, "If-Match on DELETE: else 412, and nothing is deleted"),
        check!("2", order, "412 comes after 404, and before what depends on stored state"),
        check!(
            "8",
            properties,
            "PATCH of customData sets the named properties alone, null removes"
        ),
        check!("8", same_properties, "PATCH of customData that changes nothing tells nothing"),
    ]
}

/// The path in the `Location` header of a new object, from `/v1` on.
fn location(answer: &Answer) -> Outcome<String> {
    let at = answer.created()?.header("location").unwrap_or_default().to_owned();
    answer.holds(at.contains("/v1/"), "Location with a path under /v1")?;
    Ok(at[at.find("/v1/").unwrap_or_default()..].to_owned())
}

fn locations(w: &World) -> Done {
    let name = w.name("located");
    let made = w.post("/v1/customers", &json!({"name": name}))?;
    w.get(&location(&made)?)?.ok()?.at("/name").is(name)?;
    let made = w.post("/v1/chats", &json!({"customer": made.id()?, "application": 1}))?;
    let chat = made.id()?;
    w.get(&location(&made)?)?.ok()?.at("/id").is(chat)?;
    let keyed = Request::new("POST", "/v1/messages").header("Idempotency-Key", &w.name("located"));
    let keyed = keyed.json(&json!({"chat": chat, "text": "here"}));
    let made = w.send(&keyed)?;
    let at = location(&made)?;
    w.get(&at)?.ok()?;
    let again = location(&w.send(&keyed)?)?;
    made.same("Location of a repetition", at, again)?;
    Ok(())
}

fn tag(answer: &Answer) -> Outcome<String> {
    let tag = answer.header("etag").unwrap_or_default().to_owned();
    answer.holds(tag.ends_with('"'), "the header ETag")?;
    Ok(tag)
}

fn known(w: &World) -> Done {
    let chat = w.new_chat()?;
    let customer = w.any_customer()?;
    for path in [
        format!("/v1/chats/{chat}"),
        format!("/v1/customers/{customer}"),
        format!("/v1/chats/{chat}/messages?limit=1"),
    ] {
        let tag = tag(w.get(&path)?.ok()?)?;
        let again = w.send(&Request::new("GET", &*path).header("If-None-Match", &tag))?;
        again.status(304)?.holds(again.body().is_empty(), "no body")?;
        w.send(&Request::new("GET", &*path).header("If-None-Match", "\"other\""))?.ok()?;
    }
    Ok(())
}

/// Sends a request that changes an object, with this ETag as `If-Match`.
fn with(w: &World, method: &'static str, path: &str, tag: &str, body: &Value) -> Outcome<Answer> {
    w.send(&Request::new(method, path).header("If-Match", tag).json(body))
}

fn refused(answer: &Answer) -> Done {
    answer.error(412, "precondition_failed", "It was changed meanwhile")?;
    Ok(())
}

/// Requires that a change with the current ETag succeeds, and that a change with an old ETag is
/// refused.
fn changes(
    w: &World,
    object: &str,
    (method, path): (&'static str, &str),
    bodies: &[Value; 2],
) -> Done {
    let first = tag(w.get(object)?.ok()?)?;
    let changed = with(w, method, path, &first, &bodies[0])?;
    let second = tag(changed.ok()?)?;
    changed.holds(first != second, "another ETag")?;
    refused(&with(w, method, path, &first, &bodies[1])?)?;
    refused(&with(w, method, path, "\"other\"", &bodies[1])?)?;
    let shown = w.get(object)?;
    shown.same("the tag of the last change", second.clone(), tag(shown.ok()?)?)?;
    let list = format!("\"other\", {second}");
    with(w, method, path, &list, &bodies[1])?.ok()?;
    with(w, method, path, "*", &bodies[0])?.ok()?;
    Ok(())
}

fn customers(w: &World) -> Done {
    let customer = w.any_customer()?;
    let path = format!("/v1/customers/{customer}");
    let bodies = [json!({"name": "one"}), json!({"name": "two"})];
    changes(w, &path, ("PATCH", &path), &bodies)?;
    changes(w, &path, ("PUT", &path), &[json!({"name": "three"}), json!({"name": "four"})])?;
    let tags = |name: &str| json!({"tags": [{"name": name}]});
    changes(w, &path, ("PUT", &format!("{path}/tags")), &[tags("a"), tags("b")])?;
    let data = [json!({"a": 1}), json!({"a": 2})];
    changes(w, &path, ("PATCH", &format!("{path}/customData")), &data)
}

fn chats(w: &World) -> Done {
    let chat = w.new_chat()?;
    let path = format!("/v1/chats/{chat}");
    let bodies =
        [json!({"id": chat, "status": "pending"}), json!({"id": chat, "status": "closed"})];
    changes(w, &path, ("PUT", "/v1/chats/status"), &bodies)?;
    let bodies = [json!({"status": "opened"}), json!({"status": "pending"})];
    changes(w, &path, ("PUT", &format!("{path}/status")), &bodies)
}

fn deletions(w: &World) -> Done {
    let customer = w.any_customer()?;
    let path = format!("/v1/customers/{customer}");
    let first = tag(w.get(&path)?.ok()?)?;
    w.patch(&path, &json!({"name": "another"}))?.ok()?;
    refused(&with(w, "DELETE", &path, &first, &json!({}))?)?;
    let second = tag(w.get(&path)?.ok()?)?;
    with(w, "DELETE", &path, &second, &json!({}))?.ok()?;
    w.get(&path)?.status(404)?;
    Ok(())
}

fn order(w: &World) -> Done {
    let missing = with(w, "PATCH", "/v1/customers/0", "\"other\"", &json!({}))?;
    missing.error(404, "entity_not_found", "Customer not found")?;
    let chat = w.new_chat()?;
    let body = json!({"id": chat, "rating": "great"});
    refused(&with(w, "PUT", "/v1/chats/rate", "\"other\"", &body)?)?;
    let body = json!({"id": chat, "status": "nonsense"});
    with(w, "PUT", "/v1/chats/status", "\"other\"", &body)?.status(400)?;
    Ok(())
}

fn properties(w: &World) -> Done {
    let body = json!({"name": w.name("data"), "customData": {"plan": "gold", "seats": 5}});
    let made = w.post("/v1/customers", &body)?;
    made.created()?;
    let path = format!("/v1/customers/{}", made.id()?);
    let data = format!("{path}/customData");
    let changed = w.patch(&data, &json!({"seats": 6, "plan": null, "city": "Porto"}))?;
    changed.ok()?.at("/customData").is(json!({"seats": 6, "city": "Porto"}))?;
    changed.at("/name").is(body["name"].clone())?;
    w.get(&path)?.ok()?.is(changed.json())?;
    let refused = w.patch(&data, &json!({"seats": [6]}))?;
    refused.error(400, "invalid_customData_value", "customData value is invalid")?;
    let refused = w.patch("/v1/customers/0/customData", &json!({"a": 1}))?;
    refused.error(404, "entity_not_found", "Customer not found")?;
    Ok(())
}

fn same_properties(w: &World) -> Done {
    let made = w.post("/v1/customers", &json!({"customData": {"plan": "gold"}}))?;
    made.created()?;
    let path = format!("/v1/customers/{}/customData", made.id()?);
    let before = tag(w.get(&format!("/v1/customers/{}", made.id()?))?.ok()?)?;
    for same in [json!({}), json!({"plan": "gold"}), json!({"absent": null})] {
        let answer = w.patch(&path, &same)?;
        answer.ok()?.same("the tag", before.clone(), tag(&answer)?)?;
    }
    Ok(())
}
