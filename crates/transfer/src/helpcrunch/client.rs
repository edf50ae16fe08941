//! The client for the source's API. The client limits the request rate, repeats limited or failed
//! requests, and parses the answers as JSON.

use std::time::{Duration, UNIX_EPOCH};

use serde_json::Value;

use super::failed::Failed;
use super::link::{Pace, SourceAnswer, SourceLink, SourceRequest};

/// The default number of requests in a minute. A HelpCrunch account allows 120, which the import
/// shares with the account's integrations.
pub const RATE_DEFAULT: u32 = 100;
/// The largest number of attempts of a request. The waits between all attempts add up to about four
/// minutes.
const TRIES_MAX: u32 = 10;
/// The longest wait between two attempts.
const WAIT_MAX: Duration = Duration::from_secs(60);
/// The wait after a 429 answer without `Retry-After`: the minute over which the source counts
/// requests for its limit.
const LIMITED_WAIT: Duration = Duration::from_secs(60);
/// The longest wait that a source may request.
const LIMITED_WAIT_MAX: Duration = Duration::from_secs(60 * 60);
/// The number of consecutive 429 answers after which the import ends, since other clients use up
/// the whole limit.
const LIMITED_MAX: u32 = 60;

/// The source's answer to a request.
#[derive(Debug)]
pub(super) enum Reply {
    /// A 2xx answer, with its JSON.
    Found(Value),
    /// A 404 answer, with the code of its error.
    Missing(String),
    /// An answer with another 4xx status, which means that the source does not understand the
    /// request.
    Refused(u16),
}

pub(super) struct SourceClient<'a, L, P> {
    pub(super) link: L,
    pub(super) pace: &'a mut P,
    every: Duration,
    next: Duration,
    /// The number of requests sent, including repetitions.
    pub(super) requests: u64,
    /// The number of requests that the source's limit refused.
    pub(super) limited: u64,
    /// The number of requests that failed for another reason.
    pub(super) broken: u64,
}

impl<'a, L: SourceLink, P: Pace> SourceClient<'a, L, P> {
    pub(super) fn new(link: L, pace: &'a mut P, rate: u32) -> Self {
        let every = Duration::from_secs(60) / rate.max(1);
        let next = Duration::ZERO;
        Self { link, pace, every, next, requests: 0, limited: 0, broken: 0 }
    }

    /// Returns the shortest time between the beginnings of two requests.
    pub(super) const fn every(&self) -> Duration {
        self.every
    }

    pub(super) async fn get(&mut self, path: &str) -> Result<Reply, Failed> {
        self.reply(SourceRequest { path: path.to_owned(), body: None }).await
    }

    pub(super) async fn post(&mut self, path: &str, body: &Value) -> Result<Reply, Failed> {
        self.reply(SourceRequest { path: path.to_owned(), body: Some(body.to_string()) }).await
    }

    /// Waits until the next request may be sent.
    async fn turn(&mut self) -> Result<(), Failed> {
        let now = self.pace.now();
        let wait = self.next.saturating_sub(now);
        if !wait.is_zero() {
            self.wait(wait).await?;
        }
        self.next = self.next.max(now) + self.every;
        Ok(())
    }

    async fn wait(&mut self, time: Duration) -> Result<(), Failed> {
        if self.pace.wait(time).await { Ok(()) } else { Err(Failed::Stopped) }
    }

    async fn reply(&mut self, request: SourceRequest) -> Result<Reply, Failed> {
        let (mut tries, mut limited) = (0, 0);
        loop {
            self.turn().await?;
            self.requests += 1;
            let answer = self.pace.unless_stopped(self.link.call(&request)).await;
            let why = match answer.ok_or(Failed::Stopped)? {
                Ok(answer) if answer.status == 429 => {
                    (limited, self.limited) = (limited + 1, self.limited + 1);
                    if limited == LIMITED_MAX {
                        return Err(Failed::Limited);
                    }
                    let wait = self.asked_wait(&answer).unwrap_or(LIMITED_WAIT);
                    self.again_after("its limit is used up", wait.min(LIMITED_WAIT_MAX)).await?;
                    continue;
                }
                Ok(answer) if answer.status >= 500 => {
                    format!("it answers {}", answer.status)
                }
                Ok(answer) if self.requests == 1 && is_page(&answer) => {
                    return Err(Failed::NoList(request.path));
                }
                Ok(answer) => match read(&request, answer)? {
                    Ok(reply) => return Ok(reply),
                    Err(why) => why,
                },
                Err(broken) => broken.to_string(),
            };
            (tries, self.broken, limited) = (tries + 1, self.broken + 1, 0);
            if tries == TRIES_MAX {
                return Err(Failed::Broken { path: request.path, tries, why });
            }
            let wait = Duration::from_secs(1 << (tries - 1).min(6));
            self.again_after(&why, wait.min(WAIT_MAX)).await?;
        }
    }

    async fn again_after(&mut self, why: &str, time: Duration) -> Result<(), Failed> {
        self.pace.delayed(why, time);
        self.wait(time).await
    }

    /// Returns the waiting time in the header `Retry-After` of an answer.
    fn asked_wait(&self, answer: &SourceAnswer) -> Option<Duration> {
        let text = answer.retry_after.as_deref()?.trim();
        if let Ok(seconds) = text.parse::<u64>() {
            return Some(Duration::from_secs(seconds.max(1)));
        }
        let until = httpdate::parse_http_date(text).ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some(until.saturating_sub(self.pace.unix()).max(Duration::from_secs(1)))
    }
}

/// Returns true for a page for browsers, with which sites answer at addresses that are no API.
fn is_page(answer: &SourceAnswer) -> bool {
    (200..300).contains(&answer.status) && answer.body.trim_ascii_start().starts_with(b"<")
}

/// Parses an answer with a status below 500. The inner error is a reason to try again.
fn read(request: &SourceRequest, answer: SourceAnswer) -> Result<Result<Reply, String>, Failed> {
    let SourceAnswer { status, location, body, .. } = answer;
    Ok(match status {
        200..=299 => match serde_json::from_slice(&body) {
            Ok(value) => Ok(Reply::Found(value)),
            Err(error) => Err(format!("its answer is cut off or no JSON: {error}")),
        },
        300..=399 => {
            let refused = || Failed::Refused { path: request.path.clone(), status };
            return Err(location.map_or_else(refused, Failed::Moved));
        }
        401 | 403 => return Err(Failed::KeyRefused(status)),
        404 => {
            let error: Value = serde_json::from_slice(&body).unwrap_or_default();
            let code = error["errors"][0]["code"].as_str().unwrap_or_default();
            Ok(Reply::Missing(code.to_owned()))
        }
        408 => Err("it answers 408".into()),
        _ if request.body.is_none() => {
            return Err(Failed::Refused { path: request.path.clone(), status });
        }
        _ => Ok(Reply::Refused(status)),
    })
}
