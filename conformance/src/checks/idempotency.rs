//! Checks of the contract's section 8: the Idempotency-Key of POST /customers, /chats, /messages
//! and /events.

use std::sync::Barrier;

use serde_json::{Value, json};

use crate::check::{Check, check};
use crate::client::Request;
use crate::expect::Answer;
use crate::outcome::{Done, Outcome};
use crate::world::World;

/// The number of equal requests sent at the same time.
const TWINS: usize = 8;
/// The number of rounds of simultaneous requests. In a single round, the server might handle the
/// requests one after another.
const TWIN_ROUNDS: usize = 8;

pub fn checks() -> Vec<Check> {
    vec![
        check!("8", customers, "POST /customers again with its key: the same answer, made once"),
        check!("8", chats, "POST /chats again with its key: the same answer, made once"),
        check!("8", messages, "POST /messages again with its key: the same answer, made once"),
        check!("8", events, "POST /events again with its key: the same answer, made once"),
        check!("8", another_body, "The key with another body: 422, compared byte for byte"),
        check!("8", paths, "The path counts without /v1 and the slash at its end"),
        check!("8", other_paths, "Another path is another scope"),
        check!("8", bad_keys, "An empty key, or one above 255 characters: 400 invalid_request"),
        check!("8", refusals, "Only what succeeded is kept: a refused request may be mended"),
        check!("8", twins, "Twins that run at once get the same answer, and one is made"),
        check!("8", ignored, "Searches ignore it, and so does what is no POST"),
    ]
}

fn keyed(path: &str, key: &str, body: &str) -> Request {
    Request::new("POST", path).header("Idempotency-Key", key).body(body)
}

/// Requires that two answers have the same status and the same body.
fn alike(one: &Answer, other: &Answer) -> Done {
    other.status(one.code())?;
    let text = |it: &Answer| String::from_utf8_lossy(it.body()).into_owned();
    other.same("the bytes", text(one), text(other))?;
    Ok(())
}

/// Sends a request three times with one Idempotency-Key, and requires equal answers; returns the
/// answer.
fn repeated(w: &World, path: &str, body: &Value, status: u16) -> Outcome<Answer> {
    let request = keyed(path, &w.name("key"), &body.to_string());
    let first = w.send(&request)?;
    first.status(status)?;
    for _ in 0..2 {
        alike(&first, &w.send(&request)?)?;
    }
    Ok(first)
}

fn customers(w: &World) -> Done {
    let name = w.name("once");
    let made = repeated(w, "/v1/customers", &json!({"name": name}), 201)?;
    let filter = json!([{"field": "customers.name", "operator": "=", "value": name}]);
    w.find_customers(&filter)?.rows(&[made.id()?])?;
    Ok(())
}

fn chats(w: &World) -> Done {
    let customer = w.any_customer()?;
    let body = json!({"customer": customer, "application": 1});
    let made = repeated(w, "/v1/chats", &body, 201)?;
    let filter = json!([{"field": "chats.customer", "operator": "=", "value": customer}]);
    w.find_chats(&filter)?.rows(&[made.id()?])?;
    Ok(())
}

fn messages(w: &World) -> Done {
    let chat = w.chat()?;
    let made = repeated(w, "/v1/messages", &json!({"chat": chat, "text": "once"}), 201)?;
    w.messages(chat)?.rows(&[made.id()?])?;
    Ok(())
}

fn events(w: &World) -> Done {
    let body = json!({"customer": w.any_customer()?, "name": "once", "data": {"a": 1}});
    repeated(w, "/v1/events", &body, 200)?;
    Ok(())
}

fn another_body(w: &World) -> Done {
    let (key, name) = (w.name("key"), w.name("x"));
    let post = |body: &str| w.send(&keyed("/v1/customers", &key, body));
    post(&json!({"name": name}).to_string())?.created()?;
    for body in [
        json!({"name": w.name("y")}).to_string(),
        // The same JSON value with different bytes.
        format!(r#"{{"name": "{name}"}}"#),
        String::new(),
    ] {
        post(&body)?.error(
            422,
            "idempotency_key_reused",
            "Idempotency-Key was used with another request",
        )?;
    }
    Ok(())
}

fn paths(w: &World) -> Done {
    let (key, body) = (w.name("key"), json!({"name": w.name("x")}).to_string());
    let first = w.send(&keyed("/v1/customers", &key, &body))?;
    first.created()?;
    for path in ["/customers", "/v1/customers/", "/customers/"] {
        alike(&first, &w.send(&keyed(path, &key, &body))?)?;
    }
    Ok(())
}

fn other_paths(w: &World) -> Done {
    let (key, customer) = (w.name("key"), w.any_customer()?);
    let body = json!({"customer": customer, "application": 1, "name": "x", "data": {"a": 1}});
    let body = body.to_string();
    w.send(&keyed("/v1/chats", &key, &body))?.created()?.at("/status").is("empty")?;
    w.send(&keyed("/v1/events", &key, &body))?.ok()?.at("/data").is(json!({"a": 1}))?;
    w.send(&keyed("/v1/customers", &key, &body))?.created()?.at("/tags").has(0)?;
    Ok(())
}

fn bad_keys(w: &World) -> Done {
    let chat = w.chat()?;
    for (path, body) in [
        ("/v1/customers", json!({"name": "x"})),
        ("/v1/messages", json!({"chat": chat, "text": "x"})),
    ] {
        for key in [String::new(), "x".repeat(256)] {
            let answer = w.send(&keyed(path, &key, &body.to_string()))?;
            answer.code_alone(400, "invalid_request")?;
        }
    }
    let stem = w.name("key");
    let longest = format!("{stem}{}", "x".repeat(255 - stem.len()));
    w.send(&keyed("/v1/customers", &longest, "{}"))?.created()?;
    Ok(())
}

fn refusals(w: &World) -> Done {
    let (key, customer) = (w.name("key"), w.any_customer()?);
    let post = |body: Value| w.send(&keyed("/v1/chats", &key, &body.to_string()));
    post(json!({"customer": customer}))?.invalid("application")?;
    post(json!({"customer": i64::MAX, "application": 1}))?.missing("Customer")?;
    post(json!({"customer": customer, "application": 1}))?.created()?;
    Ok(())
}

fn twins(w: &World) -> Done {
    (0..TWIN_ROUNDS).try_for_each(|_| twins_once(w))
}

fn twins_once(w: &World) -> Done {
    let chat = w.chat()?;
    let body = json!({"chat": chat, "text": "at once"}).to_string();
    let request = keyed("/v1/messages", &w.name("key"), &body);
    let together = Barrier::new(TWINS);
    let twin = || {
        together.wait();
        w.send(&request)
    };
    let answers: Vec<Outcome<Answer>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..TWINS).map(|_| scope.spawn(twin)).collect();
        threads.into_iter().filter_map(|it| it.join().ok()).collect()
    });
    let answers: Outcome<Vec<_>> = answers.into_iter().collect();
    let answers = answers?;
    for answer in &answers {
        answer.created()?;
        alike(&answers[0], answer)?;
    }
    let messages = w.messages(chat)?;
    messages.same("answers to twins", TWINS, answers.len())?.rows(&[answers[0].id()?])?;
    Ok(())
}

fn ignored(w: &World) -> Done {
    let (key, customer) = (w.name("key"), format!("/v1/customers/{}", w.any_customer()?));
    for name in ["one", "two"] {
        let request = Request::new("PATCH", customer.as_str()).json(&json!({"name": name}));
        let answer = w.send(&request.header("Idempotency-Key", &key))?;
        answer.ok()?.at("/name").is(name)?;
    }
    for path in ["/v1/chats/search", "/v1/customers/search"] {
        for limit in [1, 2] {
            let body = json!({"limit": limit}).to_string();
            w.send(&keyed(path, &key, &body))?.ok()?;
            w.send(&keyed(path, "", &body))?.ok()?;
        }
    }
    Ok(())
}
