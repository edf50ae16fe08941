//! Tests with two stores on one database, which act as two processes. The stores write
//! concurrently, and no write is lost.

use std::convert::Infallible;

use deskbell_model::{
    ApplicationId, Chat, ChatId, CreatedWith, CustomerId, Kind, Message, MessageKind, OrgId,
    Origin, Seconds, Side, Timestamp,
};
use tokio::task::JoinSet;

use super::engines;
use super::fixture::{self, All, Db, Pair, open, postgres};
use super::jobs::{Script, gate, queue};
use crate::changes::{self, Change, Notice};
use crate::columns::Nothing;
use crate::statement::Query;
use crate::{
    Class, Conn, Engine, Error, Location, Result, Stop, Store, Tx, Write, chats, messages,
};

const TASKS: i64 = 4;
const JOBS: i64 = 40;

fn chat_id() -> ChatId {
    ChatId::new(1).expect("an id")
}

/// A write that creates the chat in which all tasks write.
struct Begin;

impl Write for Begin {
    type Out = ();
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Infallible>> {
        let customer = CustomerId::new(1).expect("an id");
        let application = ApplicationId::new(1).expect("an id");
        let id = tx.counters.take_chat()?;
        let chat = Chat::new(id, customer, application, CreatedWith::PublicApi, Seconds::new(1));
        Ok(chats::insert(tx, &[chat]).await?)
    }
}

/// A write that reads the number of the chat's messages, adds a message, and writes the increased
/// number.
struct Append(String);

impl Write for Append {
    type Out = i64;
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<i64, Stop<Infallible>> {
        let mut chat = chats::find(tx.org, tx.conn, chat_id()).await?.expect("the chat").chat;
        let (id, at) = (tx.counters.take_message()?, Timestamp::from_millis(1).expect("a time"));
        let written = Message::new(id, &chat, Side::Customer, None, MessageKind::Message, at)
            .saying(self.0.clone());
        chat.messages += 1;
        messages::insert(tx.org, tx.conn, std::slice::from_ref(&written)).await?;
        chats::save(tx.org, tx.conn, &chat).await?;
        let subject = &written;
        let change = Change::new(Kind::MessageCreated, subject, None);
        changes::append(tx, Seconds::new(1), Notice::Notify, &[change]).await?;
        Ok(written.id.get())
    }
}

static MESSAGES: Query<Pair> = Query::new(
    "tests::MESSAGES",
    Class::Scan,
    "SELECT id AS number, text AS word FROM messages WHERE org_id = $1 AND chat_id = 1
     ORDER BY seq",
);

engines! {
    async fn two_stores_write_the_same_organizations_and_lose_nothing(db: &Db) {
        let stores = [db.store.clone(), open(&db.location).await];
        let orgs = [db.org, db.new_organization("two.example").await];
        for org in orgs {
            assert_eq!(
                db.store.write(org, Origin::COMMAND, Script::customer("who asks")).await,
                Ok(vec![1]),
            );
            db.store.write(org, Origin::COMMAND, Begin).await.expect("a chat");
        }
        let mut tasks = JoinSet::new();
        for (place, store) in (0..).zip(&stores) {
            for task in 0..TASKS {
                let store = store.clone();
                tasks.spawn(async move { append(&store, orgs, place * TASKS + task).await });
            }
        }
        let mut answers = tasks.join_all().await.concat();
        answers.sort_unstable();
        for org in orgs {
            let told: Vec<_> = answers.iter().filter(|(to, ..)| *to == org).collect();
            let ids: Vec<i64> = told.iter().map(|(_, id, _)| *id).collect();
            let dense: Vec<i64> = (1..=2 * TASKS * JOBS).collect();
            assert_eq!(ids, dense);
            // The messages are in commit order, each with the text that its task wrote.
            let stored = db.store.read(Class::Scan, All(&MESSAGES, org)).await.expect("messages");
            let stored: Vec<_> = stored.iter().map(|row| (row.0, row.1.as_str())).collect();
            let told: Vec<_> = told.iter().map(|(_, id, text)| (*id, text.as_str())).collect();
            assert_eq!(stored, told);
            let subjects: Vec<_> = dense.iter().map(|id| (id + 1, id.to_string())).collect();
            assert_eq!(db.changes(org).await[1..], subjects);
        }
        stores[1].close().await;
    }
}

/// Runs the jobs of one task, in each organization in turn, and returns the answers.
async fn append(store: &Store, orgs: [OrgId; 2], task: i64) -> Vec<(OrgId, i64, String)> {
    let mut told = Vec::new();
    for number in 0..JOBS {
        for org in orgs {
            let text = format!("{task}: {number}");
            let id =
                store.write(org, Origin::COMMAND, Append(text.clone())).await.expect("a message");
            told.push((org, id, text));
        }
    }
    told
}

#[test]
fn a_file_tells_that_somebody_committed_and_that_nobody_did() {
    fixture::run(Engine::Sqlite, async |db: &Db| {
        let other = open(&db.location).await;
        let version = || db.store.data_version().expect("a version").expect("a file has one");
        let mut before = version();
        for (store, name) in [(&db.store, "one"), (&other, "two")] {
            assert_eq!(version(), before, "nobody wrote");
            db.store.read(Class::Scan, All(&MESSAGES, db.org)).await.expect("messages");
            assert_eq!(version(), before, "reading is not writing");
            store.write(db.org, Origin::COMMAND, Script::customer(name)).await.expect("a customer");
            assert_ne!(version(), before);
            before = version();
        }
        other.close().await;
        assert!(other.data_version().is_err(), "it is closed");
    });
}

static INCOMPLETE: Query<Nothing> =
    Query::new("tests::INCOMPLETE", Class::Point, "INSERT INTO changes (org_id) VALUES (1)");

/// SQL that counts the sessions of this database that wait for a lock.
const WAITING: &str = "SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'";

#[test]
fn a_group_that_is_run_again_keeps_the_head_locked_when_its_first_job_fails() {
    fixture::run(Engine::Postgres, async |db: &Db| {
        let (first, mut at_first) = gate();
        let (second, mut at_second) = gate();
        let failing = Script::customer("one").pass(first).queue(&INCOMPLETE);
        let failing = queue(&db.store, db.org, failing);
        at_first.reached().await;
        // In the first run, the read returns the error of the job before it. So only the second run
        // reaches the gate.
        let waits = Script::default().read().pass(second).and_customer("two", None);
        let waits = queue(&db.store, db.org, waits);
        at_first.open();
        at_second.reached().await;
        let (other, org) = (open(&db.location).await, db.org);
        let writing = async move {
            let written = other.write(org, Origin::COMMAND, Script::customer("other")).await;
            other.close().await;
            written
        };
        let mut tasks = JoinSet::new();
        tasks.spawn(writing);
        let Location::Postgres(url) = &db.location else { panic!("no server") };
        let client = postgres(url).await;
        while client.query_one(WAITING, &[]).await.expect("a count").get::<_, i64>(0) == 0 {
            assert!(tasks.try_join_next().is_none(), "another store wrote beside the group");
        }
        at_second.open();
        assert!(matches!(failing.await, Err(Error::Internal(_))));
        assert_eq!(waits.await, Ok(vec![1]));
        assert_eq!(tasks.join_all().await, [Ok(vec![2])]);
        assert_eq!(db.dense_customers(org).await, ["two", "other"]);
    });
}
