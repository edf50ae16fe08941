//! Complete answers, byte for byte, on both engines. `UPDATE_EXPECT=1` updates the expected
//! answers.

use axum::http::Method;
use deskbell_model::{Rating, Seconds, Side, Status};
use deskbell_testkit::put::Put;
use deskbell_testkit::{Test, engines};
use expect_test::{Expect, expect};
use serde_json::{Value, json};

use crate::objects::{agent, chat, customer, department, put};

/// Creates a closed chat with every field set, and a new chat.
async fn begin(t: &Test) {
    let (mina, theo) = (agent(7, "Mina"), agent(8, "Théo \"T\""));
    let mut owner = customer(1);
    owner.name = Some("Zoë".into());
    owner.email = Some("ana@mail.example".into());
    owner.notes = Some("tall".into());
    let mut full = chat(9, 1_000);
    (full.status, full.rating) = (Status::Closed, Some(Rating::Great));
    (full.closed_by, full.closed_at) = (Some(Side::Customer), Some(Seconds::new(1_900)));
    (full.assignee, full.agents) = (Some(theo.id), vec![mina.id, theo.id]);
    let sales = department(3, "Sales", vec![mina.clone()]);
    full.department = Some(sales.id);
    let objects = Put {
        agents: vec![mina, theo],
        departments: vec![sales],
        customers: vec![owner],
        chats: vec![full, chat(10, 2_000)],
        ..Put::default()
    };
    put(t, objects).await;
}

/// Checks the status and body of an answer.
async fn check(t: &Test, method: Method, target: &str, body: Option<Value>, expected: Expect) {
    let body = body.map(|body| body.to_string()).unwrap_or_default();
    let answer = t.call_with(method, target, &[], body).await;
    let body = String::from_utf8_lossy(&answer.body);
    expected.assert_eq(&format!("{}\n{}\n", answer.status, wrapped(&body)));
}

/// Breaks JSON at commas into lines, of at most 80 bytes if possible.
fn wrapped(json: &str) -> String {
    let (mut lines, mut width) = (String::new(), 0);
    for piece in json.split_inclusive(',') {
        if width > 0 && width + piece.len() > 80 {
            lines.push('\n');
            width = 0;
        }
        lines.push_str(piece);
        width += piece.len();
    }
    lines
}

async fn reads_of_chats(t: &Test) {
    let get = async |target: &str, expected: Expect| {
        check(t, Method::GET, target, None, expected).await;
    };
    get(
        "/v1/chats?sort=chats.createdAt&order=asc",
        expect![[r#"
        200
        {"data":[{"id":9,"closedBy":"customer","lastCustomerMessageAt":null,
        "status":"closed","notes":"tall","closedAt":1900,"rating":"great",
        "createdAt":1000,"lastMessageAt":null,"snoozedUntil":null,
        "lastMessageText":null,"lastMessageId":null,"lastCommunicatedAgentId":null,
        "agents":[{"id":7,"name":"Mina","email":null,"role":"agent"},{"id":8,
        "name":"Théo \"T\"","email":null,"role":"agent"}],"customer":{"id":1,
        "name":"Zoë","email":"ana@mail.example","userId":null},"assignee":{"id":8,
        "name":"Théo \"T\"","email":null,"role":"agent"},"department":{"id":3,
        "name":"Sales"},"applicationId":1,"createdWith":"public_api","readByAgent":true,
        "readByCustomer":true},{"id":10,"closedBy":null,"lastCustomerMessageAt":null,
        "status":"empty","notes":"tall","closedAt":null,"rating":null,"createdAt":2000,
        "lastMessageAt":null,"snoozedUntil":null,"lastMessageText":null,
        "lastMessageId":null,"lastCommunicatedAgentId":null,"agents":[],
        "customer":{"id":1,"name":"Zoë","email":"ana@mail.example","userId":null},
        "assignee":null,"department":null,"applicationId":1,"createdWith":"public_api",
        "readByAgent":true,"readByCustomer":true}],"meta":{"total":2}}
    "#]],
    )
    .await;
    get(
        "/v1/chats/9",
        expect![[r#"
        200
        {"id":9,"closedBy":"customer","lastCustomerMessageAt":null,"status":"closed",
        "notes":"tall","closedAt":1900,"rating":"great","createdAt":1000,
        "lastMessageAt":null,"snoozedUntil":null,"lastMessageText":null,
        "lastMessageId":null,"lastCommunicatedAgentId":null,"agents":[{"id":7,
        "name":"Mina","email":null,"role":"agent"},{"id":8,"name":"Théo \"T\"",
        "email":null,"role":"agent"}],"customer":{"id":1,"name":"Zoë",
        "email":"ana@mail.example","userId":null},"assignee":{"id":8,
        "name":"Théo \"T\"","email":null,"role":"agent"},"department":{"id":3,
        "name":"Sales"},"applicationId":1,"createdWith":"public_api","readByAgent":true,
        "readByCustomer":true}
    "#]],
    )
    .await;
    get(
        "/v1/chats/9/messages",
        expect![[r#"
        404
        {"errors":[{"code":"messages_not_found","message":"Messages are missing"}]}
    "#]],
    )
    .await;
}

async fn reads_of_people(t: &Test) {
    let get = async |target: &str, expected: Expect| {
        check(t, Method::GET, target, None, expected).await;
    };
    get(
        "/v1/customers/1",
        expect![[r#"
        200
        {"id":1,"name":"Zoë","email":"ana@mail.example","userId":null,"company":null,
        "phone":null,"firstSeen":null,"lastSeen":null,"location":{"regionCode":null,
        "countryCode":null,"city":null},"device":null,"unsubscribed":false,
        "blocked":false,"source":null,"referer":null,"lastPage":null,"locale":null,
        "notes":"tall","createdFrom":null,"integrationId":null,"tags":[],
        "customData":{}}
    "#]],
    )
    .await;
    get(
        "/v1/customers?limit=1",
        expect![[r#"
        200
        {"data":[{"id":1,"name":"Zoë","email":"ana@mail.example","userId":null,
        "company":null,"phone":null,"firstSeen":null,"lastSeen":null,
        "location":{"regionCode":null,"countryCode":null,"city":null},"device":null,
        "unsubscribed":false,"blocked":false,"source":null,"referer":null,
        "lastPage":null,"locale":null,"notes":"tall","createdFrom":null,
        "integrationId":null,"tags":[],"customData":{}}],"total":1,"meta":{"total":1}}
    "#]],
    )
    .await;
    get(
        "/v1/agents",
        expect![[r#"
        200
        {"data":[{"id":7,"name":"Mina","email":null,"role":"agent"},{"id":8,
        "name":"Théo \"T\"","email":null,"role":"agent"}],"meta":{"total":2}}
    "#]],
    )
    .await;
    get(
        "/v1/departments",
        expect![[r#"
        200
        {"data":[{"id":3,"name":"Sales","agents":[{"id":7,"name":"Mina","email":null,
        "role":"agent"}]}],"meta":{"total":1}}
    "#]],
    )
    .await;
    get(
        "/v1/applications",
        expect![[r#"
        200
        {"data":[{"id":1,"name":"test.example","displayName":null,"type":"web",
        "active":true}],"meta":{"total":1}}
    "#]],
    )
    .await;
}

async fn refusals(t: &Test) {
    let get = async |target: &str, expected: Expect| {
        check(t, Method::GET, target, None, expected).await;
    };
    get(
        "/v1/chats/11",
        expect![[r#"
        404
        {"errors":[{"code":"chat_not_found","message":"Chat not found"}]}
    "#]],
    )
    .await;
    get(
        "/v1/chats?limit=101&order=up",
        expect![[r#"
        400
        {"errors":[{"code":"validation_error","message":"limit value is invalid"},
        {"code":"validation_error","message":"order value is invalid"}]}
    "#]],
    )
    .await;
    get(
        "/v2",
        expect![[r#"
        404
        {"errors":[{"code":"not_found","message":"There is nothing at this path"}]}
    "#]],
    )
    .await;
    let body = Some(json!({"chat": "x", "text": 5}));
    check(
        t,
        Method::POST,
        "/v1/messages",
        body,
        expect![[r#"
        400
        {"errors":[{"code":"invalid_chat_value","message":"Invalid chat ID",
        "pointer":"/chat"}]}
    "#]],
    )
    .await;
    let body = Some(json!({"id": 10, "rating": "great"}));
    check(
        t,
        Method::PUT,
        "/v1/chats/rate",
        body,
        expect![[r#"
        400
        {"errors":[{"code":"invalid_chat_value","message":"rating value is invalid",
        "pointer":"/rating"}]}
    "#]],
    )
    .await;
}

async fn writes(t: &Test) {
    let post = async |target: &str, body: Value, expected: Expect| {
        check(t, Method::POST, target, Some(body), expected).await;
    };
    let said = json!({"chat": 10, "text": "Where is my \"order\"?\n"});
    post(
        "/v1/messages",
        said,
        expect![[r#"
        201
        {"id":1,"agent":null,"type":"message","text":"Where is my \"order\"?\n",
        "read":false,"createdAt":"1800000000.000","updatedAt":null,"edited":false,
        "broadcastType":null,"chat":10,"from":"customer"}
    "#]],
    )
    .await;
    post(
        "/v1/customers",
        json!({"name": "Bo", "tags": []}),
        expect![[r#"
        201
        {"id":2,"name":"Bo","email":null,"userId":null,"company":null,"phone":null,
        "firstSeen":null,"lastSeen":null,"location":{"regionCode":null,
        "countryCode":null,"city":null},"device":null,"unsubscribed":false,
        "blocked":false,"source":null,"referer":null,"lastPage":null,"locale":null,
        "notes":null,"createdFrom":null,"integrationId":null,"tags":[],"customData":{}}
    "#]],
    )
    .await;
    let closed = Some(json!({"id": 10, "status": "closed"}));
    check(
        t,
        Method::PUT,
        "/v1/chats/status",
        closed,
        expect![[r#"
        200
        {"id":10,"closedBy":"agent","lastCustomerMessageAt":1800000000,
        "status":"closed","notes":"tall","closedAt":1800000000,"rating":null,
        "createdAt":2000,"lastMessageAt":1800000000,"snoozedUntil":null,
        "lastMessageText":"Where is my \"order\"?\n","lastMessageId":1,
        "lastCommunicatedAgentId":null,"agents":[],"customer":{"id":1,"name":"Zoë",
        "email":"ana@mail.example","userId":null},"assignee":null,"department":null,
        "applicationId":1,"createdWith":"public_api","readByAgent":false,
        "readByCustomer":true}
    "#]],
    )
    .await;
}

async fn searches(t: &Test) {
    let search = json!({"filter": [{"field": "chats.status", "operator": "=", "value": "closed"}]});
    check(
        t,
        Method::POST,
        "/v1/chats/search",
        Some(search),
        expect![[r#"
        200
        {"data":[{"id":10,"closedBy":"agent","lastCustomerMessageAt":1800000000,
        "status":"closed","notes":"tall","closedAt":1800000000,"rating":null,
        "createdAt":2000,"lastMessageAt":1800000000,"snoozedUntil":null,
        "lastMessageText":"Where is my \"order\"?\n","lastMessageId":1,
        "lastCommunicatedAgentId":null,"agents":[],"customer":{"id":1,"name":"Zoë",
        "email":"ana@mail.example","userId":null},"assignee":null,"department":null,
        "applicationId":1,"createdWith":"public_api","readByAgent":false,
        "readByCustomer":true},{"id":9,"closedBy":"customer",
        "lastCustomerMessageAt":null,"status":"closed","notes":"tall","closedAt":1900,
        "rating":"great","createdAt":1000,"lastMessageAt":null,"snoozedUntil":null,
        "lastMessageText":null,"lastMessageId":null,"lastCommunicatedAgentId":null,
        "agents":[{"id":7,"name":"Mina","email":null,"role":"agent"},{"id":8,
        "name":"Théo \"T\"","email":null,"role":"agent"}],"customer":{"id":1,
        "name":"Zoë","email":"ana@mail.example","userId":null},"assignee":{"id":8,
        "name":"Théo \"T\"","email":null,"role":"agent"},"department":{"id":3,
        "name":"Sales"},"applicationId":1,"createdWith":"public_api","readByAgent":true,
        "readByCustomer":true}],"total":2,"meta":{"total":2}}
    "#]],
    )
    .await;
}

async fn feed(t: &Test) {
    check(
        t,
        Method::GET,
        "/v1/changes?after=0",
        None,
        expect![[r#"
        200
        {"data":[{"seq":1,"at":1800000000,"kind":"application.created",
        "actor":{"type":"system","id":null},"object":{"id":1,"name":"test.example",
        "displayName":null,"type":"web","active":true}},{"seq":2,"at":1800000000,
        "kind":"message.created","actor":{"type":"key","id":1},"object":{"id":1,
        "agent":null,"type":"message","text":"Where is my \"order\"?\n","read":false,
        "createdAt":"1800000000.000","updatedAt":null,"edited":false,
        "broadcastType":null,"chat":10,"from":"customer"}},{"seq":3,"at":1800000000,
        "kind":"chat.updated","actor":{"type":"key","id":1},"object":{"id":10,
        "closedBy":null,"lastCustomerMessageAt":1800000000,"status":"new",
        "notes":"tall","closedAt":null,"rating":null,"createdAt":2000,
        "lastMessageAt":1800000000,"snoozedUntil":null,
        "lastMessageText":"Where is my \"order\"?\n","lastMessageId":1,
        "lastCommunicatedAgentId":null,"agents":[],"customer":{"id":1,"name":"Zoë",
        "email":"ana@mail.example","userId":null},"assignee":null,"department":null,
        "applicationId":1,"createdWith":"public_api","readByAgent":false,
        "readByCustomer":true}},{"seq":4,"at":1800000000,"kind":"customer.created",
        "actor":{"type":"key","id":1},"object":{"id":2,"name":"Bo","email":null,
        "userId":null,"company":null,"phone":null,"firstSeen":null,"lastSeen":null,
        "location":{"regionCode":null,"countryCode":null,"city":null},"device":null,
        "unsubscribed":false,"blocked":false,"source":null,"referer":null,
        "lastPage":null,"locale":null,"notes":null,"createdFrom":null,
        "integrationId":null,"tags":[],"customData":{}}},{"seq":5,"at":1800000000,
        "kind":"message.created","actor":{"type":"key","id":1},"object":{"id":2,
        "agent":null,"type":"tech","text":"chat_status_changed_by_public_api",
        "read":false,"createdAt":"1800000000.000","updatedAt":null,"edited":false,
        "broadcastType":null,"chat":10,"from":"agent"}},{"seq":6,"at":1800000000,
        "kind":"chat.updated","actor":{"type":"key","id":1},"object":{"id":10,
        "closedBy":"agent","lastCustomerMessageAt":1800000000,"status":"closed",
        "notes":"tall","closedAt":1800000000,"rating":null,"createdAt":2000,
        "lastMessageAt":1800000000,"snoozedUntil":null,
        "lastMessageText":"Where is my \"order\"?\n","lastMessageId":1,
        "lastCommunicatedAgentId":null,"agents":[],"customer":{"id":1,"name":"Zoë",
        "email":"ana@mail.example","userId":null},"assignee":null,"department":null,
        "applicationId":1,"createdWith":"public_api","readByAgent":false,
        "readByCustomer":true}}],"meta":{"next":6,"history":"1a3185c5000700ca-1"}}
    "#]],
    )
    .await;
}

engines! {
    async fn whole_answers_of_reads(t: &Test) {
        begin(t).await;
        reads_of_chats(t).await;
        reads_of_people(t).await;
    }

    async fn whole_answers_of_refusals(t: &Test) {
        begin(t).await;
        refusals(t).await;
    }

    async fn whole_answers_of_writes(t: &Test) {
        begin(t).await;
        writes(t).await;
        searches(t).await;
        feed(t).await;
    }
}
