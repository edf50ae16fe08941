//! An organization with two agents and a key. Both organizations of a run have objects with the
//! same names.

use axum::http::Method;
use deskbell_app::Caller;
use deskbell_app::actions::applications::Add;
use deskbell_model::{ApplicationId, OrgId, Role, Secret};
use deskbell_testkit::browser::Browser;
use deskbell_testkit::{Answer, Test};
use serde_json::{Value, json};

use super::marks::Marks;
use crate::desk::{self, set_of};

/// The header with the media type of an upload's body.
const BYTES: (&str, &str) = ("content-type", "application/octet-stream");

/// The organization under test, with its agents.
pub struct Office {
    pub domain: String,
    key: String,
    /// The agent who answers, whose name visitors see.
    pub ann: Browser,
    /// The agent who never answers, whose name no visitor sees.
    pub silent: Browser,
}

impl Office {
    pub async fn new(t: &Test, org: OrgId, key: &str, marks: &mut Marks) -> Self {
        let domain = t.get_as(key, "/v1/organization").await.json()["data"]["domain"].clone();
        let ann = t.agent_of(org, "ann", Role::Admin, &[]).await;
        let name = marks.private("agent");
        let silent = t.agent_of(org, &name, Role::Superviser, &[]).await;
        // Agents' addresses, and what the system notes in chats.
        for secret in ["ann@", "company.example", "chat_status", "chat_auto"] {
            marks.secret(secret, None);
        }
        for cookie in [ann.cookie(), silent.cookie()].into_iter().flatten() {
            marks.secret(cookie.split_once('=').unwrap().1, None);
        }
        marks.secret(key, None);
        let secret = Some(Secret::new(desk::SECRET.to_owned()));
        let add = Add {
            id: ApplicationId::new(2),
            name: marks.private("application"),
            display_name: Some(marks.private("application")),
            kind: "web".to_owned(),
            at: t.app.context.now(),
        };
        t.app.actions.add_application(Caller::command(org), add).await.unwrap();
        for application in [1, 2] {
            set_of(t, (org, application), |it| it.identity_secret.clone_from(&secret)).await;
        }
        let (domain, key) = (domain.as_str().unwrap().to_owned(), key.to_owned());
        let office = Self { domain, key, ann, silent };
        let department =
            json!({"name": marks.private("department"), "agents": [office.ann.agent.get()]});
        office.admin(Method::POST, "departments", &department).await;
        office
    }

    /// Sends a request with the key.
    pub async fn program(&self, t: &Test, method: Method, path: &str, body: &Value) -> Answer {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        sound(t.call_as(&self.key, method, &format!("/v1/{path}"), body).await)
    }

    /// Sends a request as the agent who answers, with the agent's password if the operation
    /// requires a password.
    pub async fn admin(&self, method: Method, path: &str, body: &Value) -> Answer {
        let target = format!("/app/v1/{path}");
        let send = async || self.ann.call(method.clone(), &target, &[], body.to_string()).await;
        let answer = send().await;
        if answer.status != 403 {
            return sound(answer);
        }
        let confirm = json!({"password": self.ann.password});
        self.ann.post("/app/v1/session/confirm", &confirm).await;
        sound(send().await)
    }

    /// Uploads a file as an agent; returns its id.
    pub async fn upload(&self, agent: &Browser, name: &str) -> Value {
        let target = format!("/app/v1/files?name={name}txt");
        let body = format!("the bytes of {name}");
        sound(agent.call(Method::POST, &target, &[BYTES], body).await).json()["id"].clone()
    }

    /// The id of a chat's customer.
    pub async fn customer(&self, t: &Test, chat: i64) -> Value {
        let chat = self.program(t, Method::GET, &format!("chats/{chat}"), &Value::Null).await;
        chat.json()["customer"]["id"].clone()
    }
}

/// Returns an answer after checking that it is no server error (5xx).
pub fn sound(answer: Answer) -> Answer {
    assert!(answer.status < 500, "{}", String::from_utf8_lossy(&answer.body));
    answer
}
