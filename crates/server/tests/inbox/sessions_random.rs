//! Random actions of agents in several browsers: the agents sign in and out, end sessions and
//! change their passwords, while an administrator deactivates agents and changes their roles. A
//! small model says which sessions are valid; each agent's list must show exactly these sessions.
//!
//! `DESKBELL_SESSIONS_STEPS=3000` makes longer runs, and `DESKBELL_SESSIONS_SEED` repeats a run.

use std::collections::BTreeSet;
use std::time::Duration;

use deskbell_lab::random::Random;
use deskbell_model::Role;
use deskbell_testkit::{Browser, Test, random_day};
use serde_json::json;

/// The default number of random actions in a run.
const STEPS: u64 = 100;
/// The time by which each random action advances the clock.
const PACE: Duration = Duration::from_secs(61);
const BROWSERS: usize = 3;
/// The number of cookies of ended sessions that are tried after each random action, beginning with
/// the latest.
const DEAD_TRIED: usize = 3;

/// A browser of an agent, and the id of the browser's session while the session is valid.
struct Window {
    browser: Browser,
    session: Option<i64>,
}

/// The state of an agent in the model.
struct Agent {
    windows: Vec<Window>,
    is_active: bool,
    is_superviser: bool,
}

struct Day {
    random: Random,
    boss: Browser,
    agents: Vec<Agent>,
    /// The cookies of ended sessions, which the server must refuse.
    dead: Vec<String>,
    passwords: u64,
}

/// Returns the id of the browser's session, and the ids of all sessions of the agent.
async fn sessions(browser: &Browser) -> (i64, BTreeSet<i64>) {
    let listed = browser.get("/app/v1/sessions").await;
    assert_eq!(listed.status, 200);
    let listed = listed.json();
    let all = listed["data"].as_array().unwrap();
    let current = all.iter().find(|it| it["current"] == true).unwrap();
    let id = |it: &serde_json::Value| it["id"].as_i64().unwrap();
    (id(current), all.iter().map(id).collect())
}

impl Day {
    async fn new(t: &Test, seed: u64) -> Self {
        let boss = t.agent("boss", Role::Admin, &[]).await;
        let mut agents = Vec::new();
        for name in ["ann", "bob"] {
            let first = t.agent(name, Role::Agent, &[]).await;
            let others: Vec<_> = (1..BROWSERS).map(|_| first.another()).collect();
            let session = Some(sessions(&first).await.0);
            let mut windows = vec![Window { browser: first, session }];
            windows.extend(others.into_iter().map(|browser| Window { browser, session: None }));
            agents.push(Agent { windows, is_active: true, is_superviser: false });
        }
        Self { random: Random::of(seed, 0), boss, agents, dead: Vec::new(), passwords: 0 }
    }

    /// Records in the model that an agent's sessions ended in the browsers whose numbers `ends`
    /// accepts.
    fn end(&mut self, agent: usize, ends: impl Fn(usize) -> bool) {
        for (place, window) in self.agents[agent].windows.iter_mut().enumerate() {
            if ends(place) && window.session.take().is_some() {
                self.dead.extend(window.browser.cookie());
            }
        }
    }

    async fn step(&mut self) {
        let (agent, place) = (self.random.place(self.agents.len()), self.random.place(BROWSERS));
        let chosen = self.random.below(100);
        let is_signed_in = self.agents[agent].windows[place].session.is_some();
        match chosen {
            0..40 => self.sign_in(agent, place).await,
            40..85 if !is_signed_in => {}
            40..50 => self.sign_out(agent, place).await,
            50..60 => self.end_others(agent, place).await,
            60..72 => self.end_one(agent, place).await,
            72..85 => self.change_password(agent, place).await,
            _ => self.administer(agent).await,
        }
    }

    async fn sign_in(&mut self, agent: usize, place: usize) {
        if !self.agents[agent].is_active {
            return;
        }
        // The browser's former session ends.
        self.end(agent, |it| it == place);
        let window = &mut self.agents[agent].windows[place];
        assert_eq!(window.browser.sign_in().await.status, 200);
        window.session = Some(sessions(&window.browser).await.0);
    }

    async fn sign_out(&mut self, agent: usize, place: usize) {
        self.end(agent, |it| it == place);
        let window = &self.agents[agent].windows[place];
        assert_eq!(window.browser.delete("/app/v1/session").await.status, 200);
    }

    async fn end_others(&mut self, agent: usize, place: usize) {
        self.end(agent, |it| it != place);
        let window = &self.agents[agent].windows[place];
        assert_eq!(window.browser.delete("/app/v1/sessions").await.status, 200);
    }

    /// Checks that another agent cannot end a session of this agent; then ends this session from
    /// another browser of the agent.
    async fn end_one(&mut self, agent: usize, place: usize) {
        let other = (place + 1) % BROWSERS;
        let Some(session) = self.agents[agent].windows[other].session else { return };
        let target = format!("/app/v1/sessions/{session}");
        let stranger = self.agents[1 - agent].windows.iter().find(|it| it.session.is_some());
        if let Some(stranger) = stranger {
            assert_eq!(stranger.browser.delete(&target).await.status, 404);
        }
        self.end(agent, |it| it == other);
        let browser = &self.agents[agent].windows[place].browser;
        assert_eq!(browser.delete(&target).await.status, 200);
        assert_eq!(browser.delete(&target).await.status, 404);
    }

    async fn change_password(&mut self, agent: usize, place: usize) {
        self.passwords += 1;
        let password = format!("password number {}", self.passwords);
        let browser = &self.agents[agent].windows[place].browser;
        let body = json!({"current": browser.password, "password": password});
        assert_eq!(browser.put("/app/v1/me/password", &body).await.status, 200);
        for window in &mut self.agents[agent].windows {
            window.browser.password.clone_from(&password);
        }
        self.end(agent, |it| it != place);
    }

    /// Deactivates or reactivates an agent, or changes the agent's role, as the administrator.
    async fn administer(&mut self, agent: usize) {
        let it = &mut self.agents[agent];
        let edit = if !it.is_active || self.random.one_in(2) {
            it.is_active = !it.is_active;
            json!({"active": it.is_active})
        } else {
            it.is_superviser = !it.is_superviser;
            json!({"role": if it.is_superviser { "superviser" } else { "agent" }})
        };
        let target = format!("/app/v1/agents/{}", it.windows[0].browser.agent);
        let confirm = json!({"password": self.boss.password});
        assert_eq!(self.boss.post("/app/v1/session/confirm", &confirm).await.status, 200);
        assert_eq!(self.boss.patch(&target, &edit).await.status, 200, "{edit}");
        self.end(agent, |_| true);
    }

    async fn compare(&self, step: u64) {
        for (number, agent) in self.agents.iter().enumerate() {
            let own: BTreeSet<i64> = agent.windows.iter().filter_map(|it| it.session).collect();
            for window in &agent.windows {
                let status = window.browser.get("/app/v1/me").await.status;
                let expected = if window.session.is_some() { 200 } else { 401 };
                assert_eq!(status, expected, "step {step}, agent {number}");
                if window.session.is_some() {
                    let listed = sessions(&window.browser).await;
                    assert_eq!(Some(listed.0), window.session, "step {step}, agent {number}");
                    assert_eq!(listed.1, own, "step {step}, agent {number}");
                }
            }
        }
        let stranger = self.boss.another();
        for cookie in self.dead.iter().rev().take(DEAD_TRIED) {
            stranger.set_cookie(Some(cookie));
            assert_eq!(stranger.get("/app/v1/me").await.status, 401, "step {step}");
        }
    }
}

random_day! {
    exactly_the_sessions_that_nobody_ended_work_in_a_random_day:
    Day, "DESKBELL_SESSIONS", STEPS, PACE
}
