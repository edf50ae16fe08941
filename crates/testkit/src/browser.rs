//! A browser of an agent: stores the session's cookie, and sends the headers that browsers send for
//! a page of the same origin.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr};

use axum::body::Body;
use axum::http::Method;
use deskbell_app::actions::agents::Add;
use deskbell_app::{App, Caller};
use deskbell_http::Http;
use deskbell_model::{AgentId, Department, DepartmentId, OrgId, Origin, Role, Secret};
use deskbell_storage::{Conn, Stop, Tx, Write, departments};
use parking_lot::Mutex;
use serde_json::{Value, json};

use crate::client;
use crate::fixture::Test;
use crate::response::Answer;

/// A browser of an agent.
#[derive(Debug)]
pub struct Browser {
    http: Http,
    /// The organization of the agent.
    pub org: OrgId,
    /// The id of the agent.
    pub agent: AgentId,
    /// The agent's sign-in name.
    pub login: String,
    /// The agent's password.
    pub password: String,
    /// The address from which the requests come.
    pub address: IpAddr,
    cookie: Mutex<Option<String>>,
}

/// A write that adds an agent to departments. Departments that never existed are created; deleted
/// departments are omitted.
struct Join(AgentId, Vec<DepartmentId>);

impl Write for Join {
    type Out = ();
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Infallible>> {
        for department in &self.1 {
            let is_there = departments::find(tx.org, tx.conn, *department).await?.is_some();
            if !is_there && departments::name(tx.org, tx.conn, *department).await?.is_some() {
                continue;
            }
            if !is_there {
                let (id, name) = (*department, format!("department {department}"));
                tx.counters.given_department(id);
                departments::insert(tx, &Department { id, name, agents: Vec::new() }).await?;
            }
            departments::add_agent(tx.org, tx.conn, *department, self.0).await?;
        }
        Ok(())
    }
}

/// Creates an agent who can sign in; returns the id, the sign-in name and the password.
///
/// # Panics
/// When the agent cannot be created.
pub async fn make_agent(
    app: &App,
    org: OrgId,
    name: &str,
    role: Role,
    of: &[DepartmentId],
) -> (AgentId, String, String) {
    let caller = Caller::command(org);
    let (login, password) = (format!("{name}@{org}.example"), format!("the password for {name}"));
    let email = Some(format!("{name}@company.example"));
    let add = Add { id: None, name: name.to_owned(), email, role, at: app.context.now() };
    let agent = app.actions.add_agent(caller, add).await.expect("an agent").id;
    let join = Join(agent, of.to_vec());
    app.context.store.write(org, Origin::COMMAND, join).await.expect("departments");
    let link = app.access.invite(caller, agent).await.expect("a link");
    let (secret, peer) = (Secret::new(password.clone()), Ipv4Addr::LOCALHOST.into());
    let accepted = app.access.accept(link.secret.reveal(), Some(&login), &secret, peer).await;
    accepted.expect("a password");
    (agent, login, password)
}

impl Test {
    /// Creates an agent, adds the agent to departments, and signs the agent in.
    ///
    /// # Panics
    /// When the agent cannot be created.
    pub async fn agent(&self, name: &str, role: Role, of: &[DepartmentId]) -> Browser {
        self.agent_of(self.org, name, role, of).await
    }

    /// Creates an agent of another organization, and signs the agent in.
    ///
    /// # Panics
    /// When the agent cannot be created.
    pub async fn agent_of(
        &self,
        org: OrgId,
        name: &str,
        role: Role,
        of: &[DepartmentId],
    ) -> Browser {
        let (agent, login, password) = make_agent(&self.app, org, name, role, of).await;
        let browser = Browser::new(self, org, agent, login, password);
        let answer = browser.sign_in().await;
        assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
        browser
    }

    /// A browser without a session, which sends the headers of a page of this server.
    #[must_use]
    pub fn browser(&self) -> Browser {
        let nobody = AgentId::new(1).expect("an id");
        Browser::new(self, self.org, nobody, String::new(), String::new())
    }
}

impl Browser {
    fn new(t: &Test, org: OrgId, agent: AgentId, login: String, password: String) -> Self {
        let (http, address) = (t.http.clone(), Ipv4Addr::LOCALHOST.into());
        Self { http, org, agent, login, password, address, cookie: Mutex::default() }
    }

    /// Another browser of the same agent, without a session.
    #[must_use]
    pub fn another(&self) -> Self {
        Self {
            http: self.http.clone(),
            org: self.org,
            agent: self.agent,
            login: self.login.clone(),
            password: self.password.clone(),
            address: self.address,
            cookie: Mutex::default(),
        }
    }

    /// A browser with the same session, whose requests reach another server at the same address.
    #[must_use]
    pub fn at_server(&self, t: &Test) -> Self {
        self.at_http(&t.http)
    }

    /// A browser with the same session, whose requests go to another node of the server.
    #[must_use]
    pub fn at_http(&self, http: &Http) -> Self {
        let moved = Self { http: http.clone(), ..self.another() };
        moved.set_cookie(self.cookie().as_deref());
        moved
    }

    /// Changes the address of the browser.
    #[must_use]
    pub fn at(mut self, address: &str) -> Self {
        self.address = address.parse().expect("an address");
        self
    }

    /// The cookie, as `name=value`; `None` without a session.
    #[must_use]
    pub fn cookie(&self) -> Option<String> {
        self.cookie.lock().clone()
    }

    /// Sets the cookie, as `name=value`.
    pub fn set_cookie(&self, cookie: Option<&str>) {
        *self.cookie.lock() = cookie.map(str::to_owned);
    }

    /// Signs in with the agent's name and password.
    pub async fn sign_in(&self) -> Answer {
        let body = json!({"login": self.login, "password": self.password});
        self.post("/app/v1/session", &body).await
    }

    /// Sends a `GET`.
    pub async fn get(&self, target: &str) -> Answer {
        self.call(Method::GET, target, &[], "").await
    }

    /// Sends a `POST` with a body of JSON.
    pub async fn post(&self, target: &str, body: &Value) -> Answer {
        self.call(Method::POST, target, &[], body.to_string()).await
    }

    /// Sends a `PUT` with a body of JSON.
    pub async fn put(&self, target: &str, body: &Value) -> Answer {
        self.call(Method::PUT, target, &[], body.to_string()).await
    }

    /// Sends a `PATCH` with a body of JSON.
    pub async fn patch(&self, target: &str, body: &Value) -> Answer {
        self.call(Method::PATCH, target, &[], body.to_string()).await
    }

    /// Sends a `DELETE` without a body.
    pub async fn delete(&self, target: &str) -> Answer {
        self.call(Method::DELETE, target, &[], "").await
    }

    /// Sends a request as a page does. The headers in `headers` replace the browser's own headers
    /// of the same name.
    pub async fn call(
        &self,
        method: Method,
        target: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let cookie = self.cookie();
        let own = [
            ("sec-fetch-site", Some("same-origin")),
            ("content-type", (method != Method::GET).then_some("application/json")),
            ("user-agent", Some("Testbrowser/1.0")),
            ("cookie", cookie.as_deref()),
        ];
        let is_given = |name: &str| headers.iter().any(|(given, _)| *given == name);
        let own = own.into_iter().filter_map(|(name, value)| Some((name, value?)));
        let mut all: Vec<_> = own.filter(|(name, _)| !is_given(name)).collect();
        all.extend(headers);
        let request = client::request_with(method, target, &all, body);
        let answer = client::send_from(&self.http, self.address, request).await;
        self.keep(&answer);
        answer
    }

    /// Stores the cookie that an answer sets.
    fn keep(&self, answer: &Answer) {
        for value in answer.headers.get_all("set-cookie") {
            let value = value.to_str().expect("a readable cookie");
            let pair = value.split(';').next().unwrap_or_default();
            let is_gone = pair.ends_with('=');
            let mut cookie = self.cookie.lock();
            let name = |pair: &str| pair.split('=').next().unwrap_or_default().to_owned();
            if !is_gone {
                *cookie = Some(pair.to_owned());
            } else if cookie.as_deref().is_some_and(|kept| name(kept) == name(pair)) {
                *cookie = None;
            }
        }
    }
}
