//! Helpers that act as agents and as programs.

use std::convert::Infallible;

use deskbell_model::{
    AgentId, AllowedSites, ApplicationId, OrgId, Origin, Role, Secret, WidgetSettings,
};
use deskbell_storage::{Conn, Location, Stop, Tx, Write, widget_settings};
use deskbell_testkit::Test;
use deskbell_testkit::put::Put;
use serde_json::{Value, json};
use tokio_postgres::NoTls;

/// Adds agent 4, Lisa, whose e-mail address visitors must not see.
pub async fn lisa(t: &Test) {
    let agent = deskbell_model::Agent {
        id: AgentId::new(4).unwrap(),
        name: "Lisa".to_owned(),
        email: Some("lisa@secret.example".to_owned()),
        role: Role::Agent,
    };
    Put { agents: vec![agent], ..Put::default() }.into(&t.app, t.org).await;
}

/// Posts a reply of Lisa in a chat.
pub async fn answer(t: &Test, chat: &Value, text: &str) -> Value {
    let answer = t.post("/v1/messages", &json!({"chat": chat, "agent": 4, "text": text})).await;
    assert_eq!(answer.status, 201);
    answer.json()
}

/// Adds a private note to a chat.
pub async fn note(t: &Test, chat: &Value, text: &str) {
    let note = json!({"chat": chat, "agent": 4, "text": text, "type": "private"});
    assert_eq!(t.post("/v1/messages", &note).await.status, 201);
}

pub async fn close(t: &Test, chat: &Value) {
    let closed = t.put(&format!("/v1/chats/{chat}/status"), &json!({"status": "closed"})).await;
    assert_eq!(closed.status, 200);
}

pub async fn feed(t: &Test) -> Vec<Value> {
    t.get("/v1/changes?limit=1000").await.json()["data"].as_array().unwrap().clone()
}

/// The kinds of the changes with numbers above `after`.
pub async fn kinds(t: &Test, after: usize) -> Vec<String> {
    let feed = feed(t).await;
    feed[after..].iter().map(|it| it["kind"].as_str().unwrap().to_owned()).collect()
}

/// The total number of customers.
pub async fn customers(t: &Test) -> u64 {
    t.get("/v1/customers").await.json()["total"].as_u64().unwrap()
}

struct Set(WidgetSettings);

impl Write for Set {
    type Out = ();
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Infallible>> {
        assert!(widget_settings::update(tx.org, tx.conn, &self.0).await?);
        Ok(())
    }
}

/// The secret with which the tests' site signs the identity of its visitors.
pub const SECRET: &str = "s3cret";

/// Changes the settings of the first application's widget.
pub async fn set(t: &Test, change: impl FnOnce(&mut WidgetSettings)) -> WidgetSettings {
    set_of(t, (t.org, 1), change).await
}

/// Changes the settings of the widget of an organization's application.
pub async fn set_of(
    t: &Test,
    (org, application): (OrgId, i64),
    change: impl FnOnce(&mut WidgetSettings),
) -> WidgetSettings {
    let application = ApplicationId::new(application).unwrap();
    let mut settings = t.app.actions.widget_settings(org, application).await.unwrap();
    change(&mut settings);
    t.app.context.store.write(org, Origin::COMMAND, Set(settings.clone())).await.unwrap();
    settings
}

/// Sets [`SECRET`] for the first application, so that its site can sign the identity of visitors.
pub async fn with_secret(t: &Test, is_enforced: bool) {
    set(t, |it| {
        it.identity_secret = Some(Secret::new(SECRET.to_owned()));
        it.enforces_identity = is_enforced;
    })
    .await;
}

/// Allows the widget only on these sites, one per line.
pub async fn allow(t: &Test, lines: &str) {
    let sites = AllowedSites::parse(lines).unwrap();
    set(t, |it| it.sites = sites).await;
}

/// The number of rows of a table, read directly from the database.
pub async fn rows(t: &Test, table: &str) -> i64 {
    let sql = format!("SELECT count(*) FROM {table}");
    match &t.database.location {
        Location::Sqlite(path) => {
            let conn = rusqlite::Connection::open(path).unwrap();
            conn.query_row(&sql, [], |row| row.get(0)).unwrap()
        }
        Location::Postgres(url) => {
            let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
            let (row, ended) = tokio::join!(
                async move { client.query_one(&sql, &[]).await.map(|row| row.get(0)) },
                connection,
            );
            ended.unwrap();
            row.unwrap()
        }
    }
}

/// Runs all due jobs.
pub async fn do_what_is_due(t: &Test) {
    while deskbell_app::jobs::run_due(&t.app).await.unwrap() {}
}
