//! Chats of other departments: to an agent who may not see a chat, every operation must answer as
//! if the chat did not exist.

use deskbell_model::{DepartmentId, Role, Scope};
use deskbell_testkit::described::{Audience, Operation, operations_for};
use deskbell_testkit::{Answer, Test, engines};
use serde_json::{Value, json};

use crate::callers::Caller;
use crate::calls::call;
use crate::expected::{Holds, Place};
use crate::world::{self, HIDDEN, HIDDEN_WORD, MISSING};

/// The keys of bodies that name chats.
const KEYS: [&str; 4] = ["chat", "chatId", "ids", "chats"];

/// The path and the body of an operation's example, with the chat's id replaced by `chat`; `None`
/// if the example is not about a chat.
fn about(operation: &Operation, chat: i64) -> Option<(String, Option<Value>)> {
    let is_of_chat = operation.path.starts_with("/app/v1/chats/{id}");
    let mut body = operation.body.clone();
    let mut is_named = is_of_chat;
    for key in KEYS {
        match body.as_mut().and_then(|body| body.get_mut(key)) {
            Some(Value::Array(ids)) => *ids = vec![json!(chat)],
            Some(named) if named.is_i64() || named.is_null() => *named = json!(chat),
            _ => continue,
        }
        is_named = true;
    }
    is_named.then(|| (if is_of_chat { chat.to_string() } else { "1".to_owned() }, body))
}

/// The status, the headers' names and the body of an answer, without the parts that differ between
/// requests.
fn said(answer: &Answer) -> (u16, Vec<String>, String) {
    let names = answer.headers.keys().map(|it| it.as_str().to_owned()).collect();
    let text = String::from_utf8_lossy(&answer.body).into_owned();
    (answer.status, names, text.replace(&HIDDEN.to_string(), &MISSING.to_string()))
}

async fn outsider(t: &Test, role: Role) -> Caller {
    let elsewhere = DepartmentId::new(2).unwrap();
    let browser = t.agent(&format!("outsider{role:?}"), role, &[elsewhere]).await;
    let secret = browser.cookie().unwrap().split_once('=').unwrap().1.to_owned();
    let (holds, place) = (Holds::Session(role, true), Place::Cookie);
    Caller { name: browser.login, holds, place, secret, org: t.org, is_of_a_page: true }
}

engines! {
    async fn a_chat_of_another_department_is_a_chat_that_is_not_there(t: &Test) {
        world::furnish(t).await;
        t.app.actions.set_requests_per_minute(t.caller, Some(0)).await.unwrap();
        let key = t.app.access.create_key(t.caller, "watch", Scope::Read).await.unwrap();
        let target = format!("/v1/chats/{HIDDEN}");
        let before = t.get_as(&key, &target).await.json();
        let mut asked = 0;
        for role in [Role::AgentChatOnly, Role::Agent] {
            let outsider = outsider(t, role).await;
            for operation in operations_for(Audience::Agents) {
                if operation.id == "signOut" || !operation.needs_key {
                    continue;
                }
                let Some((hidden, body)) = about(operation, HIDDEN) else {
                    let answer = call(t, operation, &outsider, "1", None).await;
                    let text = String::from_utf8_lossy(&answer.body);
                    assert!(!text.contains(HIDDEN_WORD), "{}: {text}", operation.id);
                    continue;
                };
                let found = call(t, operation, &outsider, &hidden, body.as_ref()).await;
                let (missing, body) = about(operation, MISSING).unwrap();
                let not_there = call(t, operation, &outsider, &missing, body.as_ref()).await;
                assert_eq!(said(&found), said(&not_there), "{}: {role:?}", operation.id);
                asked += 1;
            }
        }
        println!("{asked} calls about a chat of another department");
        assert_eq!(t.get_as(&key, &target).await.json(), before);
    }
}
