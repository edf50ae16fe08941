//! The organization of the matrix. Every text of this organization contains the word `hearth`.

use deskbell_model::{AgentId, Seconds, Side, Status};
use deskbell_storage::changes::{self, ChangeRow};
use deskbell_storage::{Class, reads};
use deskbell_testkit::Test;
use deskbell_testkit::objects::{agent, chat, customer, department, message};
use deskbell_testkit::put::Put;
use serde_json::json;

pub const DOMAIN: &str = "test.example";
/// A word in every text of the organization, and in no text of another organization.
pub const WORD: &str = "hearth";
/// A word in the texts of the chat that is hidden from agents of other departments.
pub const HIDDEN_WORD: &str = "undercroft";
/// The id of the chat that is hidden from agents of other departments.
pub const HIDDEN: i64 = 7_001;
/// An id that no chat has, with as many digits as the hidden chat's id.
pub const MISSING: i64 = 7_999;

/// Creates the objects that the examples refer to, each with the id 1, and the hidden chat.
pub async fn furnish(t: &Test) {
    let first = AgentId::new(1).unwrap();
    let (own, others) = (agent(1, "hearth agent"), agent(2, "hearth cook"));
    let sales = department(1, "hearth sales", vec![own.clone()]);
    let mut open = chat(1, 5);
    (open.assignee, open.department, open.messages) = (Some(first), Some(sales.id), 1);
    let said = message(&open, 1, 1).saying("hearth words".to_owned());
    let mut closed = chat(2, 6);
    (closed.status, closed.closed_by) = (Status::Closed, Some(Side::Agent));
    closed.closed_at = Seconds::from_i64(7);
    (closed.assignee, closed.last_communicated_agent) = (Some(first), Some(first));
    let (mut hidden, another) = (chat(HIDDEN, 8), customer(2));
    hidden.customer = another.id;
    (hidden.assignee, hidden.department, hidden.messages) = (Some(others.id), Some(sales.id), 1);
    hidden.last_message_text = Some(format!("hearth {HIDDEN_WORD}"));
    let secret = message(&hidden, 1, HIDDEN).saying(format!("hearth {HIDDEN_WORD}"));
    let mut one = customer(1);
    one.name = Some("hearth customer".to_owned());
    let objects = Put {
        agents: vec![own, others],
        departments: vec![sales],
        customers: vec![one, another],
        chats: vec![open, closed, hidden],
        messages: vec![said, secret],
        ..Put::default()
    };
    objects.into(&t.app, t.org).await;
    let webhook = json!({"url": "https://hooks.example.com/hearth", "events": ["chat.new"]});
    assert_eq!(t.post("/v1/webhooks", &webhook).await.status, 201);
    let post = axum::http::Method::POST;
    let file = t.call_with(post, "/v1/files?name=hearth.txt", &[], "hearth").await;
    assert_eq!(file.status, 201);
}

reads! {
    After(org: deskbell_model::OrgId, seq: i64) -> Vec<ChangeRow> =
        async |conn| changes::after(org, conn, seq, 1_000).await;
}

/// Counts the changes recorded since the change `seq`, and sets `seq` to the last change.
pub async fn told_since(t: &Test, seq: &mut i64) -> usize {
    let mut count = 0;
    loop {
        let read = After(t.org, *seq);
        let rows = t.app.context.store.read(Class::Page, read).await.unwrap();
        let Some(last) = rows.last() else { return count };
        *seq = last.seq.get();
        count += rows.len();
    }
}
