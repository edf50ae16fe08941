//! Random actions of an agent with a second factor in several browsers. The agent signs in, enters
//! valid and invalid codes and recovery codes, and enters the password again. The agent also sets
//! up and removes the factor, and makes new recovery codes. A small model says which browsers are
//! signed in, which codes are valid, and when a further attempt must wait.
//!
//! `DESKBELL_FACTORS_STEPS=3000` makes longer runs, and `DESKBELL_FACTORS_SEED` repeats a run.

use std::time::Duration;

use axum::body::Body;
use axum::http::Method;
use deskbell_app::access::totp;
use deskbell_lab::random::Random;
use deskbell_model::limits::{
    CONFIRMED_S, HALF_SESSION_S, HALF_SESSION_TRIES_MAX, RECOVERY_CODES, TRIES_FORGOTTEN_S,
    TRIES_FREE, TRY_DELAY_S_MAX,
};
use deskbell_model::{Role, Seconds};
use deskbell_testkit::{Answer, Browser, Test, random_day};
use serde_json::json;

/// The default number of random actions in a run.
const STEPS: u64 = 120;
/// The time by which each random action advances the clock.
const PACE: Duration = Duration::from_secs(11);
/// The additional times by which a random action may advance the clock, in seconds.
const PAUSES: [u64; 6] = [0, 0, 0, 19, 31, 331];
const BROWSERS: usize = 3;
/// The length of a time step of one-time codes, in seconds.
const STEP_S: u32 = 30;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    SignedOut,
    /// The password was correct, and the code was not entered yet.
    Half {
        since: u32,
        wrong: u32,
    },
    SignedIn {
        confirmed_at: u32,
    },
}

struct Factor {
    secret: String,
    /// The time step of the last accepted code.
    used: u32,
    recovery: Vec<String>,
}

struct Day<'t> {
    t: &'t Test,
    random: Random,
    browsers: Vec<(Browser, State)>,
    factor: Option<Factor>,
    /// The secret of a new factor that is not confirmed yet.
    pending: Option<String>,
    /// The recovery codes that are no longer valid.
    spent: Vec<String>,
    /// The number of wrong codes, and the time of the last wrong code.
    failures: (u32, u32),
}

fn code_at(secret: &str, step: u32) -> String {
    totp::code(secret, Seconds::new(step * STEP_S)).unwrap()
}

/// Returns the time step of a code, if the step is near `now` and after the step `used`.
fn step_of(secret: &str, code: &str, now: u32, used: u32) -> Option<u32> {
    let near = (now / STEP_S - 1)..=(now / STEP_S + 1);
    near.filter(|step| *step > used).find(|step| code_at(secret, *step) == code)
}

fn codes(answer: &Answer) -> Vec<String> {
    let codes = answer.json()["codes"].as_array().unwrap().clone();
    assert_eq!(codes.len(), RECOVERY_CODES);
    codes.iter().map(|it| it.as_str().unwrap().to_owned()).collect()
}

fn is(answer: &Answer, expected: (u16, &str)) {
    let found = match answer.status {
        200 => (200, String::new()),
        status => (status, answer.errors().1[0].0.clone()),
    };
    assert_eq!(found, (expected.0, expected.1.to_owned()));
}

const DONE: (u16, &str) = (200, "");
const ENDED: (u16, &str) = (401, "invalid_session");
const STEP_UP: (u16, &str) = (403, "step_up_required");
const WRONG: (u16, &str) = (403, "wrong_code");
const NO_FACTOR: (u16, &str) = (409, "no_second_factor");
const TOO_MANY: (u16, &str) = (429, "too_many_tries");

impl<'t> Day<'t> {
    async fn new(t: &'t Test, seed: u64) -> Self {
        let first = t.agent("ann", Role::Agent, &[]).await;
        let others: Vec<_> = (1..BROWSERS).map(|_| first.another()).collect();
        let confirmed_at = t.app.context.now().get();
        let mut browsers = vec![(first, State::SignedIn { confirmed_at })];
        browsers.extend(others.into_iter().map(|browser| (browser, State::SignedOut)));
        let (factor, pending, spent, failures) = Default::default();
        Self { t, random: Random::of(seed, 0), browsers, factor, pending, spent, failures }
    }

    fn now(&self) -> u32 {
        self.t.app.context.now().get()
    }

    async fn step(&mut self) {
        let pause = *self.random.one(&PAUSES);
        self.t.clock.advance(Duration::from_secs(pause));
        let place = self.random.place(BROWSERS);
        match self.random.below(100) {
            0..25 => self.sign_in(place).await,
            25..60 => self.give_code(place).await,
            60..70 => self.begin(place).await,
            70..82 => self.confirm(place).await,
            82..85 => self.remove(place).await,
            85..90 => self.renew(place).await,
            90..97 => self.enter_password(place).await,
            _ => self.sign_out(place).await,
        }
    }

    /// Returns whether the server refuses the next code because of earlier wrong codes.
    fn must_wait(&self) -> bool {
        let (count, last) = self.failures;
        let Some(beyond) = count.checked_sub(TRIES_FREE) else { return false };
        let delay = 1_u64.checked_shl(beyond).unwrap_or(TRY_DELAY_S_MAX).min(TRY_DELAY_S_MAX);
        u64::from(self.now() - last) < delay
    }

    fn fail(&mut self) {
        let (count, last) = self.failures;
        let is_forgotten = u64::from(self.now() - last) >= TRIES_FORGOTTEN_S;
        self.failures = (if is_forgotten { 1 } else { count + 1 }, self.now());
    }

    /// Chooses a code at random: valid, expired, used or made up.
    fn some_code(&mut self, secret: Option<&str>) -> String {
        let now = self.now() / STEP_S;
        match (self.random.below(10), secret) {
            (0..4, Some(secret)) => code_at(secret, now),
            (4, Some(secret)) => code_at(secret, now - 1),
            (5, Some(secret)) => code_at(secret, now + 1),
            (6, Some(secret)) => code_at(secret, now - 3),
            (7, _) if !self.spent.is_empty() => self.random.one(&self.spent).clone(),
            _ => "000000".to_owned(),
        }
    }

    async fn sign_in(&mut self, place: usize) {
        let now = self.now();
        let has_factor = self.factor.is_some();
        let (browser, state) = &mut self.browsers[place];
        let answer = browser.sign_in().await;
        assert_eq!(answer.json(), json!({"secondFactor": has_factor}));
        *state = if has_factor {
            State::Half { since: now, wrong: 0 }
        } else {
            State::SignedIn { confirmed_at: now }
        };
    }

    async fn give_code(&mut self, place: usize) {
        let secret = self.factor.as_ref().map(|factor| factor.secret.clone());
        let mut code = self.some_code(secret.as_deref());
        if self.random.one_in(4)
            && let Some(factor) = &self.factor
            && !factor.recovery.is_empty()
        {
            code.clone_from(self.random.one(&factor.recovery));
        }
        let now = self.now();
        let must_wait = self.must_wait();
        let (browser, state) = &self.browsers[place];
        let answer = browser.post("/app/v1/session/totp", &json!({"code": code})).await;
        let State::Half { since, wrong } = *state else { return is(&answer, ENDED) };
        if now >= since + HALF_SESSION_S {
            is(&answer, ENDED);
            self.browsers[place].1 = State::SignedOut;
        } else if must_wait {
            is(&answer, TOO_MANY);
        } else if self.takes(&code) {
            is(&answer, DONE);
            self.browsers[place].1 = State::SignedIn { confirmed_at: now };
        } else {
            is(&answer, WRONG);
            self.fail();
            let is_last = wrong + 1 >= HALF_SESSION_TRIES_MAX;
            let wrong = wrong + 1;
            self.browsers[place].1 =
                if is_last { State::SignedOut } else { State::Half { since, wrong } };
        }
    }

    /// Returns whether a code is valid now, and marks a valid code as used.
    fn takes(&mut self, code: &str) -> bool {
        let now = self.now();
        let factor = self.factor.as_mut().unwrap();
        if let Some(step) = step_of(&factor.secret, code, now, factor.used) {
            factor.used = step;
            return true;
        }
        let Some(at) = factor.recovery.iter().position(|it| it == code) else { return false };
        self.spent.push(factor.recovery.remove(at));
        true
    }

    /// Sends a change of the factor. If the password was not entered recently, the server must
    /// refuse the change; then returns `None`.
    async fn change(
        &self,
        place: usize,
        (method, target): (Method, &str),
        body: impl Into<Body>,
    ) -> Option<Answer> {
        let (browser, state) = &self.browsers[place];
        let answer = browser.call(method, target, &[], body).await;
        match *state {
            State::SignedIn { confirmed_at } if self.now() < confirmed_at + CONFIRMED_S => {
                Some(answer)
            }
            State::SignedIn { .. } => {
                is(&answer, STEP_UP);
                None
            }
            _ => {
                is(&answer, ENDED);
                None
            }
        }
    }

    async fn begin(&mut self, place: usize) {
        let answer = self.change(place, (Method::POST, "/app/v1/me/totp"), "{}").await;
        let Some(answer) = answer else { return };
        is(&answer, DONE);
        self.pending = Some(answer.json()["secret"].as_str().unwrap().to_owned());
    }

    async fn confirm(&mut self, place: usize) {
        let pending = self.pending.clone();
        let code = self.some_code(pending.as_deref());
        let body = json!({"code": code});
        let call = (Method::PUT, "/app/v1/me/totp");
        let answer = self.change(place, call, body.to_string()).await;
        let Some(answer) = answer else { return };
        if self.must_wait() {
            return is(&answer, TOO_MANY);
        }
        let Some(secret) = pending else { return is(&answer, NO_FACTOR) };
        let Some(used) = step_of(&secret, &code, self.now(), 0) else {
            is(&answer, WRONG);
            return self.fail();
        };
        is(&answer, DONE);
        self.spend_recovery();
        self.factor = Some(Factor { secret, used, recovery: codes(&answer) });
        self.pending = None;
        self.end_others(place);
    }

    async fn remove(&mut self, place: usize) {
        let answer = self.change(place, (Method::DELETE, "/app/v1/me/totp"), "").await;
        let Some(answer) = answer else { return };
        is(&answer, DONE);
        self.spend_recovery();
        (self.factor, self.pending) = (None, None);
        self.end_others(place);
    }

    async fn renew(&mut self, place: usize) {
        let answer = self.change(place, (Method::POST, "/app/v1/me/recovery"), "{}").await;
        let Some(answer) = answer else { return };
        self.spend_recovery();
        match &mut self.factor {
            None => is(&answer, NO_FACTOR),
            Some(factor) => factor.recovery = codes(&answer),
        }
    }

    fn spend_recovery(&mut self) {
        if let Some(factor) = &mut self.factor {
            self.spent.append(&mut factor.recovery);
        }
    }

    fn end_others(&mut self, but: usize) {
        let others = self.browsers.iter_mut().enumerate().filter(|(place, _)| *place != but);
        others.for_each(|(_, (_, state))| *state = State::SignedOut);
    }

    async fn enter_password(&mut self, place: usize) {
        let now = self.now();
        let (browser, state) = &mut self.browsers[place];
        let body = json!({"password": browser.password});
        let answer = browser.post("/app/v1/session/confirm", &body).await;
        match state {
            State::SignedIn { confirmed_at } => {
                is(&answer, DONE);
                *confirmed_at = now;
            }
            _ => is(&answer, ENDED),
        }
    }

    async fn sign_out(&mut self, place: usize) {
        let (browser, state) = &mut self.browsers[place];
        let answer = browser.delete("/app/v1/session").await;
        match state {
            State::SignedIn { .. } => {
                is(&answer, DONE);
                *state = State::SignedOut;
            }
            _ => is(&answer, ENDED),
        }
    }

    async fn compare(&self, step: u64) {
        for (place, (browser, state)) in self.browsers.iter().enumerate() {
            let me = browser.get("/app/v1/me").await;
            let is_in = matches!(state, State::SignedIn { .. });
            let expected = if is_in { 200 } else { 401 };
            assert_eq!(me.status, expected, "step {step}, browser {place}: {state:?}");
            if is_in {
                let has_factor = json!(self.factor.is_some());
                assert_eq!(me.json()["secondFactor"], has_factor, "step {step}, browser {place}");
            }
        }
    }
}

random_day! {
    a_code_opens_what_it_may_once_in_a_random_day:
    Day, "DESKBELL_FACTORS", STEPS, PACE
}
