//! Checks of the contract's sections 1 and 2: the rate limits. These checks run last, because after
//! them the server refuses further wrong keys from this address.

use crate::check::{Check, check};
use crate::client::Request;
use crate::expect::Answer;
use crate::outcome::{Done, Stop};
use crate::world::World;

/// The number of wrong keys to send: more than a server allows in two consecutive minutes, at 60
/// per minute.
const WRONG_KEYS: usize = 121;

pub fn checks() -> Vec<Check> {
    vec![
        check!("2", too_many_requests, "Above the limit: 429 with Retry-After in whole seconds"),
        check!("1", wrong_keys, "After 60 wrong keys a minute: 429; a right key is never refused"),
    ]
}

fn is_too_many(answer: &Answer) -> Done {
    let message = "You have exceeded your requests limit";
    answer.error(429, "too_many_requests", message)?;
    let after = answer.header("retry-after").and_then(|it| it.parse::<u64>().ok());
    let is_near = after.is_some_and(|it| (1..=60).contains(&it));
    answer.holds(is_near, "Retry-After of 1 to 60 whole seconds")?;
    Ok(())
}

fn too_many_requests(w: &World) -> Done {
    let Some(answer) = w.client.too_many() else {
        return Err(Stop::skipped("this run met no limit of requests"));
    };
    is_too_many(&answer)?;
    let left = answer.header("ratelimit").unwrap_or_default();
    answer.holds(left.contains("r=0"), "RateLimit with r=0")?;
    Ok(())
}

fn wrong_keys(w: &World) -> Done {
    let wrong = Request::new("GET", "/v1/chats?limit=1").authorization("Bearer wrong");
    for _ in 0..WRONG_KEYS {
        let answer = w.client.send_once(&wrong)?;
        if answer.code() == 429 {
            is_too_many(&answer)?;
            w.get("/v1/chats?limit=1")?.ok()?;
            return Ok(());
        }
        answer.error(401, "invalid_token", "Invalid token")?;
    }
    let came = format!("{WRONG_KEYS} times 401");
    Err(Stop::failed("GET /v1/chats with a wrong key, again and again", "429", came))
}
