//! Checks of the contract's section 1: the encodings of bodies, and the limits of the values in
//! bodies.

use serde_json::{Value, json};

use crate::check::{Check, check};
use crate::client::Request;
use crate::outcome::Done;
use crate::world::World;

const MIB: usize = 1024 * 1024;

pub fn checks() -> Vec<Check> {
    vec![
        check!("1", no_content_type, "JSON is read as whatever it is sent, or as nothing"),
        check!("1", empty_body, "An empty body is {}"),
        check!(
            "1",
            malformed,
            "Malformed JSON, bad UTF-8, a body of the wrong kind: invalid_request"
        ),
        check!("1", unknown_keys, "Unknown keys of a body are ignored"),
        check!("1", one_mebibyte, "A body of 1 MiB is read, one byte more is 413"),
        check!("1", coded, "A body with a Content-Encoding is 415"),
        check!("1", whole_numbers, "Numbers are 5, 5.0 or \"5\" in bodies, whole ones only"),
        check!("1", digits_alone, "In path and query a number is digits alone"),
        check!("1", times, "Times are from 0 to 4294967295"),
        check!("1", nul, "U+0000 in a text is that field's error"),
        check!("1", text_limit, "A message's text has up to 65,536 characters"),
        check!(
            "1",
            other_texts,
            "Every other text has up to 255 characters, addresses of pages 2,048"
        ),
        check!("1", tag_limits, "A tag's name has up to 100 characters, a customer up to 100 tags"),
        check!("1", event_limit, "An event's data has up to 16 KiB"),
        check!("1", filter_limit, "A search has up to 50 filters"),
    ]
}

fn no_content_type(w: &World) -> Done {
    let body = json!({"name": w.name("bare")}).to_string();
    let request = Request::new("POST", "/v1/customers").body(body);
    w.send(&request)?.created()?;
    for kind in
        ["text/plain;charset=UTF-8", "application/x-www-form-urlencoded", "application/json", "x"]
    {
        w.send(&request.clone().header("Content-Type", kind))?.created()?;
    }
    Ok(())
}

fn empty_body(w: &World) -> Done {
    w.send(&Request::new("POST", "/v1/customers"))?.created()?.at("/name").is_null()?;
    w.send(&Request::new("POST", "/v1/chats/search"))?.ok()?;
    w.send(&Request::new("POST", "/v1/customers/search"))?.ok()?;
    w.send(&Request::new("POST", "/v1/events"))?.status(400)?;
    let customer = format!("/v1/customers/{}", w.any_customer()?);
    w.send(&Request::new("PATCH", customer))?.ok()?;
    Ok(())
}

fn malformed(w: &World) -> Done {
    let bodies: [&[u8]; 8] = [
        b"{",
        b"{\"name\":\"x\"",
        b"{} x",
        b"{'name':'x'}",
        b"{\"name\":\"\xff\xfe\"}",
        b"[]",
        b"5",
        b"\"x\"",
    ];
    for path in ["/v1/customers", "/v1/chats", "/v1/messages", "/v1/chats/search"] {
        for body in bodies {
            let answer = w.send(&Request::new("POST", path).body(body))?;
            answer.code_alone(400, "invalid_request")?;
        }
    }
    let answer = w.send(&Request::new("PUT", "/v1/customers/batch").body("{}"))?;
    answer.code_alone(400, "invalid_request")?;
    Ok(())
}

fn unknown_keys(w: &World) -> Done {
    let fields =
        json!({"name": w.name("odd"), "colour": {"deep": [1]}, "id": 7, "device": {"id": 1}});
    let answer = w.customer(&fields)?;
    answer.at("/device").is_null()?;
    w.post("/v1/chats/search", &json!({"limit": 1, "page": -1, "filters": 5}))?.ok()?;
    Ok(())
}

fn padded(bytes: usize) -> Vec<u8> {
    let (head, tail) = (r#"{"limit":1,"padding":""#, r#""}"#);
    let padding = "x".repeat(bytes - head.len() - tail.len());
    format!("{head}{padding}{tail}").into_bytes()
}

fn one_mebibyte(w: &World) -> Done {
    let search = |bytes| Request::new("POST", "/v1/chats/search").body(padded(bytes));
    w.send(&search(MIB))?.ok()?;
    w.send(&search(MIB + 1))?.code_alone(413, "payload_too_large")?;
    Ok(())
}

fn coded(w: &World) -> Done {
    let request = Request::new("POST", "/v1/chats/search").body("{}");
    for coding in ["gzip", "br", "x"] {
        let coded = request.clone().header("Content-Encoding", coding);
        w.send(&coded)?.code_alone(415, "unsupported_media_type")?;
    }
    w.send(&request.header("Content-Encoding", "identity"))?.ok()?;
    Ok(())
}

fn whole_numbers(w: &World) -> Done {
    let customer = w.any_customer()?;
    let float =
        |number: i64| -> Value { serde_json::from_str(&format!("{number}.0")).unwrap_or_default() };
    for id in [json!(customer), float(customer), json!(customer.to_string())] {
        let answer = w.post("/v1/chats", &json!({"customer": id, "application": "1"}))?;
        let chat = answer.created()?.id()?;
        for chat in [json!(chat), float(chat), json!(chat.to_string())] {
            w.message(&json!({"chat": chat, "text": "x"}))?;
        }
    }
    for bad in [json!(1.5), json!("1.5"), json!("x"), json!(""), json!(true), json!([1]), json!({})]
    {
        w.post("/v1/chats", &json!({"customer": bad, "application": 1}))?.invalid("customer")?;
        let answer = w.post("/v1/messages", &json!({"chat": bad, "text": "x"}))?;
        answer.error(400, "invalid_chat_value", "Invalid chat ID")?;
    }
    Ok(())
}

fn digits_alone(w: &World) -> Done {
    let chat = w.chat()?;
    for bad in [format!("{chat}.0"), format!("+{chat}"), format!("%20{chat}"), format!("0x{chat}")]
    {
        let answer = w.get(&format!("/v1/chats/{bad}"))?;
        answer.error(400, "invalid_chat_value", "Invalid chat ID")?;
    }
    for bad in ["1.0", "+1", "%201", "1e1", "0x1"] {
        w.get(&format!("/v1/chats?limit={bad}"))?.refuses("limit")?;
    }
    Ok(())
}

fn times(w: &World) -> Done {
    for (sent, shown) in [
        (json!(0), 0_i64),
        (json!(4_294_967_295_i64), 4_294_967_295),
        (json!("1593108626"), 1_593_108_626),
    ] {
        let answer = w.customer(&json!({"firstSeen": sent, "lastSeen": sent}))?;
        answer.at("/firstSeen").is(shown)?;
        answer.at("/lastSeen").is(shown)?;
    }
    for bad in [json!(4_294_967_296_i64), json!(-1), json!(1.5), json!("18 Jun 2020"), json!(true)]
    {
        w.post("/v1/customers", &json!({"firstSeen": bad}))?.invalid("firstSeen")?;
        w.post("/v1/customers", &json!({"lastSeen": bad}))?.invalid("lastSeen")?;
    }
    Ok(())
}

fn nul(w: &World) -> Done {
    const NUL: &str = "a\u{0}b";
    let (customer, chat) = (w.any_customer()?, w.chat()?);
    for field in ["name", "email", "company", "source", "locale"] {
        w.post("/v1/customers", &json!({field: NUL}))?.invalid(field)?;
        w.patch(&format!("/v1/customers/{customer}"), &json!({field: NUL}))?.invalid(field)?;
    }
    w.post("/v1/messages", &json!({"chat": chat, "text": NUL}))?.invalid("text")?;
    let event = json!({"customer": customer, "name": NUL, "data": {"a": 1}});
    w.post("/v1/events", &event)?.invalid("name")?;
    let tags = json!({"tags": [{"name": NUL}]});
    w.put(&format!("/v1/customers/{customer}/tags"), &tags)?.invalid("tags")?;
    Ok(())
}

fn text_limit(w: &World) -> Done {
    let chat = w.chat()?;
    // The limit counts characters, not bytes.
    for text in ["x".repeat(65_536), "é".repeat(65_536)] {
        w.say(chat, &text)?.at("/text").is(text)?;
    }
    let text = "x".repeat(65_537);
    w.post("/v1/messages", &json!({"chat": chat, "text": text}))?.invalid("text")?;
    Ok(())
}

fn other_texts(w: &World) -> Done {
    let (fits, too_long) = ("é".repeat(255), "é".repeat(256));
    for field in ["name", "email", "company", "phone", "locale", "notes"] {
        w.customer(&json!({field: fits}))?.at(&format!("/{field}")).is(fits.clone())?;
        w.post("/v1/customers", &json!({field: too_long}))?.invalid(field)?;
    }
    for field in ["source", "referer", "lastPage"] {
        let page = "é".repeat(2_048);
        w.customer(&json!({field: page}))?.at(&format!("/{field}")).is(page.clone())?;
        w.post("/v1/customers", &json!({field: page + "x"}))?.invalid(field)?;
    }
    w.customer(&json!({"customData": [{"property": "a", "value": fits}]}))?
        .at("/customData/a")
        .is(fits)?;
    let body = json!({"customData": [{"property": "a", "value": too_long}]});
    w.post("/v1/customers", &body)?.invalid("customData")?;
    Ok(())
}

fn tag_limits(w: &World) -> Done {
    let stem = w.name("t");
    let long = format!("{stem}{}", "x".repeat(100 - stem.len()));
    w.customer(&json!({"tags": [{"name": long}]}))?.at("/tags/0/name").is(long.clone())?;
    let too_long = json!({"tags": [{"name": format!("{long}x")}]});
    w.post("/v1/customers", &too_long)?.invalid("tags")?;
    let tags = |n: usize| -> Vec<_> {
        (0..n).map(|it| json!({"name": format!("{}-{it}", w.run())})).collect()
    };
    let customer = w.customer(&json!({"tags": tags(100)}))?;
    customer.at("/tags").has(100)?;
    w.post("/v1/customers", &json!({"tags": tags(101)}))?.invalid("tags")?;
    let one_more = json!({"tags": [{"name": stem}]});
    w.put(&format!("/v1/customers/{}/tags", customer.id()?), &one_more)?.invalid("tags")?;
    Ok(())
}

fn event_limit(w: &World) -> Done {
    let customer = w.any_customer()?;
    let event =
        |chars| json!({"customer": customer, "name": "x", "data": {"a": "x".repeat(chars)}});
    w.post("/v1/events", &event(16_000))?.ok()?;
    w.post("/v1/events", &event(16 * 1024 + 1))?.invalid("data")?;
    Ok(())
}

fn filter_limit(w: &World) -> Done {
    let filter = |n| vec![json!({"field": "customers.name", "operator": "~", "value": w.run()}); n];
    w.post("/v1/customers/search", &json!({"filter": filter(50)}))?.ok()?;
    w.post("/v1/customers/search", &json!({"filter": filter(51)}))?.refuses("filter")?;
    Ok(())
}
