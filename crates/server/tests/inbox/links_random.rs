//! Random actions of an administrator and of agents. The administrator invites, resets and
//! deactivates agents, and changes roles. The agents use their links and change their passwords. A
//! small model says which link of each agent works, which password is valid, and which sessions
//! exist.
//!
//! `DESKBELL_LINKS_STEPS=3000` makes longer runs, and `DESKBELL_LINKS_SEED` repeats a run.

use std::time::Duration;

use deskbell_lab::random::Random;
use deskbell_model::Role;
use deskbell_model::limits::LINK_S;
use deskbell_testkit::{Answer, Browser, Test, random_day};
use serde_json::{Value, json};

/// The default number of random actions in a run.
const STEPS: u64 = 120;
/// The time by which each random action advances the clock: more than a minute, since wrong links
/// are limited per minute.
const PACE: Duration = Duration::from_secs(61);
/// The additional time by which some random actions advance the clock.
const PAUSE: Duration = Duration::from_secs(7 * 60 * 60);
const AGENTS: usize = 3;
/// The number of invalid links that are tried after each random action, beginning with the latest.
const DEAD_TRIED: usize = 3;

/// A link with which an agent chooses a password.
struct Link {
    token: String,
    made_at: u32,
}

/// The state of an agent in the model.
struct Agent {
    id: Value,
    name: String,
    /// The sign-in name and the password; `None` until the agent has chosen both.
    login: Option<(String, String)>,
    is_active: bool,
    is_superviser: bool,
    link: Option<Link>,
    browser: Browser,
    is_signed_in: bool,
}

struct Day<'t> {
    t: &'t Test,
    random: Random,
    boss: Browser,
    agents: Vec<Agent>,
    /// The tokens of links that no longer work.
    dead: Vec<String>,
    chosen: u64,
}

fn is(answer: &Answer, status: u16) -> Value {
    assert_eq!(answer.status, status, "{}", String::from_utf8_lossy(&answer.body));
    answer.json()
}

impl<'t> Day<'t> {
    async fn new(t: &'t Test, seed: u64) -> Self {
        let boss = t.agent("boss", Role::Admin, &[]).await;
        let mut agents = Vec::new();
        for number in 0..AGENTS {
            let name = format!("Agent {number}");
            let body = json!({"name": name, "role": "agent"});
            let id = is(&boss.post("/app/v1/agents", &body).await, 201)["id"].clone();
            agents.push(Agent {
                id,
                name,
                login: None,
                is_active: true,
                is_superviser: false,
                link: None,
                browser: t.browser(),
                is_signed_in: false,
            });
        }
        let (dead, chosen) = (Vec::new(), 0);
        Self { t, random: Random::of(seed, 0), boss, agents, dead, chosen }
    }

    fn now(&self) -> u32 {
        self.t.app.context.now().get()
    }

    /// Returns the token of an agent's link; `None` if the link does not exist or has expired.
    fn working(&self, agent: usize) -> Option<&str> {
        let link = self.agents[agent].link.as_ref()?;
        (self.now() < link.made_at + LINK_S).then_some(link.token.as_str())
    }

    async fn step(&mut self) {
        if self.random.one_in(8) {
            self.t.clock.advance(PAUSE);
        }
        // The administrator has entered the password lately.
        assert_eq!(self.boss.sign_in().await.status, 200);
        let agent = self.random.place(AGENTS);
        match self.random.below(100) {
            0..20 => self.make_link(agent).await,
            20..50 => self.accept(agent).await,
            50..70 => self.sign_in(agent).await,
            70..80 => self.change_password(agent).await,
            80..90 => self.change_role(agent).await,
            _ => self.switch(agent).await,
        }
    }

    /// Records in the model that an agent's link no longer works.
    fn end_link(&mut self, agent: usize) {
        self.dead.extend(self.agents[agent].link.take().map(|link| link.token));
    }

    /// Invites an agent or resets the agent's password, as the administrator.
    async fn make_link(&mut self, agent: usize) {
        let is_reset = self.random.one_in(2);
        let (what, body) = if is_reset {
            ("reset", json!({"secondFactor": self.random.one_in(2)}))
        } else {
            ("invite", json!({}))
        };
        let target = format!("/app/v1/agents/{}/{what}", self.agents[agent].id);
        let answer = self.boss.post(&target, &body).await;
        if !self.agents[agent].is_active {
            return drop(is(&answer, 404));
        }
        let path = is(&answer, 200)["path"].as_str().unwrap().to_owned();
        let token = path.strip_prefix("/inbox/welcome#").unwrap().to_owned();
        self.end_link(agent);
        let made_at = self.now();
        let agent = &mut self.agents[agent];
        agent.link = Some(Link { token, made_at });
        agent.is_signed_in &= !is_reset;
    }

    /// Uses the agent's link. If the agent has no valid link, tries an invalid link, which must be
    /// refused.
    async fn accept(&mut self, agent: usize) {
        self.chosen += 1;
        let password = format!("password number {}", self.chosen);
        let target = "/app/v1/invitations";
        let own = self.working(agent).map(str::to_owned);
        let Some(token) = own else {
            let Some(token) = self.dead.last() else { return };
            let body = json!({"token": token, "login": "somebody", "password": password});
            return drop(is(&self.t.browser().post(target, &body).await, 410));
        };
        let taken = self.boss.login.clone();
        for (login, status) in [("x y", 400), (&*taken, 409)] {
            let body = json!({"token": token, "login": login, "password": password});
            is(&self.t.browser().post(target, &body).await, status);
        }
        let login = match &self.agents[agent].login {
            Some((login, _)) if self.random.one_in(2) => {
                let body = json!({"token": token, "password": password});
                is(&self.t.browser().post(target, &body).await, 200);
                login.clone()
            }
            _ => {
                let login = format!("agent{agent}.{}", self.chosen);
                let body = json!({"token": token, "login": login, "password": password});
                is(&self.t.browser().post(target, &body).await, 200);
                login
            }
        };
        self.end_link(agent);
        let agent = &mut self.agents[agent];
        agent.login = Some((login, password));
        agent.is_signed_in = false;
    }

    async fn sign_in(&mut self, agent: usize) {
        self.chosen += 1;
        let [_, a, b, c] = u32::try_from(self.chosen).unwrap().to_be_bytes();
        let agent = &mut self.agents[agent];
        let Some((login, password)) = agent.login.clone() else { return };
        // Each time at another address, where nobody has failed before.
        agent.browser = agent.browser.another().at(&format!("10.{a}.{b}.{c}"));
        (agent.browser.login, agent.browser.password) = (login, password);
        let answer = agent.browser.sign_in().await;
        is(&answer, if agent.is_active { 200 } else { 401 });
        agent.is_signed_in = agent.is_active;
    }

    async fn change_password(&mut self, agent: usize) {
        self.chosen += 1;
        let new = format!("password number {}", self.chosen);
        let it = &mut self.agents[agent];
        let Some((_, password)) = &mut it.login else { return };
        let body = json!({"current": password, "password": new});
        let answer = it.browser.put("/app/v1/me/password", &body).await;
        if !it.is_signed_in {
            return drop(is(&answer, 401));
        }
        is(&answer, 200);
        *password = new;
        self.end_link(agent);
    }

    async fn change_role(&mut self, agent: usize) {
        let it = &mut self.agents[agent];
        it.is_superviser = !it.is_superviser;
        let role = if it.is_superviser { "superviser" } else { "agent" };
        self.edit(agent, &json!({"role": role})).await;
    }

    /// Deactivates or reactivates an agent, as the administrator.
    async fn switch(&mut self, agent: usize) {
        let it = &mut self.agents[agent];
        it.is_active = !it.is_active;
        let body = json!({"active": it.is_active});
        self.edit(agent, &body).await;
    }

    async fn edit(&mut self, agent: usize, body: &Value) {
        let target = format!("/app/v1/agents/{}", self.agents[agent].id);
        is(&self.boss.patch(&target, body).await, 200);
        if body["active"] != json!(true) {
            self.end_link(agent);
            self.agents[agent].is_signed_in = false;
        }
    }

    async fn compare(&self, step: u64) {
        let look = async |token: &str| {
            self.t.browser().post("/app/v1/invitations/look", &json!({"token": token})).await
        };
        for (place, agent) in self.agents.iter().enumerate() {
            if let Some(link) = &agent.link {
                let looked = look(&link.token).await;
                if self.working(place).is_some() {
                    let login = agent.login.as_ref().map(|(login, _)| login);
                    let found = is(&looked, 200);
                    assert_eq!(found["name"], json!(agent.name), "step {step}, agent {place}");
                    assert_eq!(found["login"], json!(login), "step {step}, agent {place}");
                } else {
                    assert_eq!(looked.status, 410, "step {step}, agent {place}");
                }
            }
            let expected = if agent.is_signed_in { 200 } else { 401 };
            let status = agent.browser.get("/app/v1/me").await.status;
            assert_eq!(status, expected, "step {step}, agent {place}");
        }
        for token in self.dead.iter().rev().take(DEAD_TRIED) {
            assert_eq!(look(token).await.status, 410, "step {step}");
        }
    }
}

random_day! {
    a_link_works_until_it_was_used_or_something_ended_it_in_a_random_day:
    Day, "DESKBELL_LINKS", STEPS, PACE
}
