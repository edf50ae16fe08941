//! Checks of the contract's section 1: paths, authorization, methods, CORS, and request ids.

use serde_json::json;

use crate::check::{Check, check};
use crate::client::Request;
use crate::expect::Answer;
use crate::outcome::{Done, Stop};
use crate::world::World;

pub fn checks() -> Vec<Check> {
    vec![
        check!("1", base_path, "The same routes answer with and without /v1"),
        check!("1", trailing_slash, "A slash at the end of a path changes nothing"),
        check!("1", scheme_in_any_case, "The scheme of Authorization is taken in any case"),
        check!("1", angle_brackets, "One pair of angle brackets around the key is accepted"),
        check!("1", unknown_parameters, "Unknown keys of the query are ignored"),
        check!("1", head, "HEAD is GET without body"),
        check!("1", options, "OPTIONS needs no key: 204 with Allow"),
        check!("1", wrong_method, "405 carries Allow, and comes before the key is asked for"),
        check!("1", says_json, "Answers in JSON say so: Content-Type application/json"),
        check!("1", cross_origin, "Any origin may call, without credentials"),
        check!(
            "1",
            preflight,
            "A preflight allows Authorization, every other header, and what it asks for"
        ),
        check!("1", challenge, "401 carries WWW-Authenticate: Bearer"),
        check!(
            "1",
            health,
            "GET /healthz and /readyz: 200 without a key, not counted, outside /v1"
        ),
        check!("8", request_id, "X-Request-Id is on every answer"),
        check!("8", rate_headers, "RateLimit-Policy and RateLimit are on every authorized answer"),
        check!("1", uncounted, "401, unknown routes and 405 do not count against the limit"),
    ]
}

fn base_path(w: &World) -> Done {
    for path in ["/organization", "/agents", "/applications", "/departments"] {
        let with = w.get(&format!("/v1{path}"))?;
        let without = w.get(path)?;
        without.ok()?.is(with.ok()?.json())?;
    }
    let chat = w.new_chat()?;
    w.get(&format!("/chats/{chat}/messages?offset=0&limit=100"))?.ok()?.at("/total").is(1)?;
    w.post("/customers", &json!({"name": w.name("bare")}))?.created()?;
    Ok(())
}

fn trailing_slash(w: &World) -> Done {
    w.get("/v1/organization/")?.ok()?;
    w.get("/organization/")?.ok()?;
    w.get("/v1/chats/?limit=1")?.ok()?;
    w.get("/v1/chats/total/")?.ok()?;
    w.post("/v1/chats/search/", &json!({"limit": 1}))?.ok()?;
    let customer = w.any_customer()?;
    w.get(&format!("/v1/customers/{customer}/"))?.ok()?.at("/id").is(customer)?;
    Ok(())
}

fn authorized(w: &World, value: &str) -> Request {
    Request::new("GET", "/v1/chats?limit=1").authorization(&value.replace("KEY", w.client.key()))
}

fn scheme_in_any_case(w: &World) -> Done {
    for value in ["Bearer KEY", "bearer KEY", "BEARER KEY", "bEaReR KEY"] {
        w.send(&authorized(w, value))?.ok()?;
    }
    Ok(())
}

fn angle_brackets(w: &World) -> Done {
    w.send(&authorized(w, "Bearer <KEY>"))?.ok()?;
    w.send(&authorized(w, "Bearer <<KEY>>"))?.error(401, "invalid_token", "Invalid token")?;
    Ok(())
}

fn unknown_parameters(w: &World) -> Done {
    w.get("/v1/chats?limit=1&colour=red&colour=blue&page")?.ok()?.at("/data").list()?;
    w.get("/v1/customers?limit=1&per_page=500")?.ok()?;
    w.get("/v1/organization?limit=0")?.ok()?;
    Ok(())
}

fn head(w: &World) -> Done {
    for path in ["/v1/chats?limit=1", "/v1/organization", "/healthz"] {
        let answer = w.send(&Request::new("HEAD", path))?;
        answer.status(200)?.holds(answer.body().is_empty(), "no body")?;
    }
    w.send(&Request::new("HEAD", "/v1/chats").without_key())?.status(401)?;
    w.send(&Request::new("HEAD", "/v1/chats?limit=0"))?.status(400)?;
    Ok(())
}

fn options(w: &World) -> Done {
    for (path, methods) in [
        ("/v1/chats", ["GET", "POST"].as_slice()),
        ("/v1/customers/1", &["GET", "PUT", "PATCH", "DELETE"]),
        ("/v1/chats/status", &["PUT"]),
        ("/v1/messages", &["POST"]),
    ] {
        let answer = w.send(&Request::new("OPTIONS", path).without_key())?;
        answer.status(204)?;
        allows(&answer, methods)?;
    }
    Ok(())
}

/// Requires that the header `Allow` lists these methods, and possibly further methods.
fn allows(answer: &Answer, methods: &[&str]) -> Done {
    let allow = answer.header("allow").unwrap_or_default();
    let has = |method: &&str| allow.split(',').any(|it| it.trim() == *method);
    let expected = format!("Allow with {}", methods.join(", "));
    answer.holds(methods.iter().all(has), &format!("{expected}, not `{allow}`"))?;
    Ok(())
}

fn wrong_method(w: &World) -> Done {
    for (method, path, methods) in [
        ("DELETE", "/v1/chats", ["GET", "POST"].as_slice()),
        ("PATCH", "/v1/organization", &["GET"]),
        ("GET", "/v1/messages", &["POST"]),
        ("GET", "/v1/customers/search", &["POST"]),
    ] {
        let answer = w.send(&Request::new(method, path).without_key())?;
        answer.code_alone(405, "method_not_allowed")?;
        allows(&answer, methods)?;
    }
    Ok(())
}

fn says_json(w: &World) -> Done {
    for request in [
        Request::new("GET", "/v1/organization"),
        Request::new("GET", "/v1/chats?limit=1"),
        Request::new("GET", "/v1/chats?limit=0"),
        Request::new("GET", "/v1/chats/total").without_key(),
        Request::new("PATCH", "/v1/chats"),
        Request::new("POST", "/v1/chats/search").body("{}"),
        Request::new("POST", "/v1/customers").body("{}"),
        Request::new("PUT", "/v1/chats/status").body("{"),
    ] {
        let answer = w.send(&request)?;
        let kind = answer.header("content-type").unwrap_or_default();
        answer.holds(kind.starts_with("application/json"), "Content-Type: application/json")?;
    }
    Ok(())
}

fn cross_origin(w: &World) -> Done {
    let origin = |request: Request| request.header("Origin", "https://example.com");
    for request in [
        Request::new("GET", "/v1/chats?limit=1"),
        Request::new("GET", "/v1/chats?limit=0"),
        Request::new("GET", "/v1/chats").without_key(),
        Request::new("OPTIONS", "/v1/chats").without_key(),
    ] {
        let answer = w.send(&origin(request))?;
        let allowed = answer.header("access-control-allow-origin");
        answer.holds(allowed == Some("*"), "Access-Control-Allow-Origin: *")?;
        let credentials = answer.header("access-control-allow-credentials");
        answer.holds(credentials.is_none(), "no Access-Control-Allow-Credentials")?;
    }
    let preflight = origin(Request::new("OPTIONS", "/v1/messages").without_key())
        .header("Access-Control-Request-Method", "POST")
        .header("Access-Control-Request-Headers", "authorization, content-type");
    let answer = w.send(&preflight)?;
    let sent = answer.header("access-control-allow-headers").unwrap_or_default().to_lowercase();
    let has = sent.contains("authorization") && sent.contains("content-type");
    answer.holds(has, "Access-Control-Allow-Headers with Authorization and Content-Type")?;
    Ok(())
}

fn preflight(w: &World) -> Done {
    let asked = "authorization,idempotency-key,if-match,last-event-id,traceparent,x-request-id";
    let request = Request::new("OPTIONS", "/v1/customers/1")
        .without_key()
        .header("Origin", "https://example.com")
        .header("Access-Control-Request-Method", "PATCH")
        .header("Access-Control-Request-Headers", asked);
    let answer = w.send(&request)?;
    let sent = answer.header("access-control-allow-headers").unwrap_or_default().to_lowercase();
    let names: Vec<_> = sent.split(',').map(str::trim).collect();
    let has = asked.split(',').chain(["*"]).all(|name| names.contains(&name));
    answer.holds(has, &format!("Access-Control-Allow-Headers with *, {asked}"))?;
    let methods = answer.header("access-control-allow-methods").unwrap_or_default();
    answer.holds(methods.contains("PATCH"), "Access-Control-Allow-Methods with PATCH")?;
    Ok(())
}

fn challenge(w: &World) -> Done {
    for request in [
        Request::new("GET", "/v1/chats").without_key(),
        Request::new("GET", "/v1/chats").authorization("Bearer none"),
    ] {
        let answer = w.send(&request)?;
        let challenge = answer.status(401)?.header("www-authenticate").unwrap_or_default();
        answer.holds(challenge.starts_with("Bearer"), "WWW-Authenticate: Bearer")?;
    }
    Ok(())
}

fn health(w: &World) -> Done {
    for path in ["/healthz", "/readyz"] {
        let answer = w.send(&Request::new("GET", path).without_key())?;
        answer.status(200)?;
        let answer = w.get(path)?;
        answer.status(200)?.holds(answer.header("ratelimit").is_none(), "no RateLimit")?;
        w.get(&format!("/v1{path}"))?.code_alone(404, "not_found")?;
    }
    Ok(())
}

fn request_id(w: &World) -> Done {
    for request in [
        Request::new("GET", "/v1/chats?limit=1"),
        Request::new("GET", "/v1/chats?limit=0"),
        Request::new("GET", "/v1/chats").without_key(),
        Request::new("GET", "/v1/nothing"),
        Request::new("PATCH", "/v1/chats"),
        Request::new("OPTIONS", "/v1/chats").without_key(),
        Request::new("GET", "/healthz").without_key(),
        Request::new("POST", "/v1/customers").body("{"),
    ] {
        let answer = w.send(&request)?;
        let id = answer.header("x-request-id");
        answer.holds(id.is_some_and(|it| !it.is_empty()), "the header X-Request-Id")?;
    }
    Ok(())
}

/// The number that follows `name=` in a header such as `"default";r=119;t=60`.
fn part(header: Option<&str>, name: &str) -> Option<i64> {
    let parts = header?.strip_prefix("\"default\";")?.split(';');
    parts.filter_map(|it| it.trim().split_once('=')).find(|it| it.0 == name)?.1.parse().ok()
}

fn rate_headers(w: &World) -> Done {
    let is_limited = w.get("/v1/chats?limit=1")?.header("ratelimit-policy").is_some();
    for path in ["/v1/chats?limit=1", "/v1/chats?limit=0", "/v1/customers/0", "/v1/organization"] {
        let answer = w.get(path)?;
        let (policy, left) = (answer.header("ratelimit-policy"), answer.header("ratelimit"));
        if !is_limited {
            answer.holds(policy.is_none() && left.is_none(), "no such headers, being unlimited")?;
            continue;
        }
        let limit = part(policy, "q");
        let is_policy = limit.is_some_and(|it| it > 0) && part(policy, "w") == Some(60);
        answer.holds(is_policy, "RateLimit-Policy like \"default\";q=120;w=60")?;
        let is_left = part(left, "r").is_some_and(|it| (0..limit.unwrap_or(0)).contains(&it))
            && part(left, "t").is_some_and(|it| (0..=60).contains(&it));
        answer.holds(is_left, "RateLimit like \"default\";r=119;t=60")?;
    }
    Ok(())
}

fn uncounted(w: &World) -> Done {
    const MANY: i64 = 12;
    let left = || Ok(part(w.get("/v1/chats?limit=1")?.header("ratelimit"), "r"));
    let Some(before) = left()? else {
        return Err(Stop::skipped("the organization has no limit of requests"));
    };
    for _ in 0..MANY / 3 {
        w.send(&Request::new("GET", "/v1/chats").without_key())?.status(401)?;
        w.get("/v1/nothing")?.status(404)?;
        w.send(&Request::new("PATCH", "/v1/chats"))?.status(405)?;
    }
    let answer = w.get("/v1/chats?limit=1")?;
    let after = part(answer.header("ratelimit"), "r").unwrap_or_default();
    // Other users' requests may count, and a new window may begin, so this requires only that not
    // all of the `MANY` requests were counted.
    answer.holds(before - after < MANY, &format!("RateLimit with r above {}", before - MANY))?;
    Ok(())
}
