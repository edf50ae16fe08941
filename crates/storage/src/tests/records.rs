//! Tests that each record is read with the values that were written. All fields of a record have
//! different values, so that exchanged fields are noticed.

use std::convert::Infallible;

use deskbell_model::{
    Agent, Application, Chat, Customer, CustomerId, Department, Event, Message, OrgId, Rating, Side,
};

use super::engines;
use super::fixture::{self, Db, postgres};
use super::samples::{
    CHAT, CUSTOMER, HEAD, MESSAGE, agent, application, chat_after_a_message, chat_at_last,
    customer, department, event, id, key, message, new_chat, tag,
};
use crate::customers::CustomerRow;
use crate::keys::KeyRow;
use crate::{
    Class, Conn, Listed as _, Location as Address, Read, Result, Stop, Tx, Write, agents,
    applications, chats, customers, departments, events, everything, keys, messages,
};

/// A write that adds one record of each kind.
struct AddAll;

impl Write for AddAll {
    type Out = ();
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Infallible>> {
        agents::insert(tx, &agent()).await?;
        applications::insert(tx, &application()).await?;
        departments::insert(tx, &department()).await?;
        keys::insert(tx.org, tx.conn, &key(), "hash").await?;
        customers::insert(tx, &[customer()]).await?;
        assert_eq!(customers::tag(tx, "name", "color").await?, tag());
        events::insert(tx.org, tx.conn, &event()).await?;
        chats::insert(tx, &[new_chat()]).await?;
        Ok(messages::insert(tx.org, tx.conn, &[message()]).await?)
    }
}

struct ChangeChat(Chat, Chat);

impl Write for ChangeChat {
    type Out = Option<Chat>;
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Option<Chat>, Stop<Infallible>> {
        let Self(before, after) = self;
        chats::update(tx.org, tx.conn, before, after).await?;
        let mut chat = chats::state(tx.org, tx.conn, id(5)).await?;
        if let Some(chat) = &mut chat {
            chat.agents = chats::writers(tx.org, tx.conn, id(5)).await?;
        }
        Ok(chat)
    }
}

struct ChangeCustomer(CustomerRow);

impl Write for ChangeCustomer {
    type Out = ();
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Infallible>> {
        let found = customers::find(tx.org, tx.conn, self.0.customer.id).await?;
        let before = found.map_or_else(|| self.0.customer.clone(), |row| row.customer);
        Ok(customers::update(tx.org, tx.conn, &before, &self.0).await?)
    }
}

/// A write that sets each of the organization's counters to a different number.
struct Count;

impl Write for Count {
    type Out = ();
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Infallible>> {
        let head = &mut tx.counters;
        head.given_agent(id(11));
        head.given_application(id(12));
        head.given_chat(id(13));
        head.given_customer(id(14));
        head.given_delivery(id(15));
        head.given_department(id(16));
        head.given_event(id(17));
        head.given_key(id(18));
        head.given_message(id(19));
        head.given_tag(id(20));
        head.given_webhook(id(21));
        (head.agents, head.applications, head.chats) = (31, 32, 33);
        (head.customers, head.departments, head.webhooks) = (34, 35, 36);
        Ok(())
    }
}

struct AddCustomer(CustomerRow);

impl Write for AddCustomer {
    type Out = ();
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Infallible>> {
        Ok(customers::insert(tx, std::slice::from_ref(&self.0)).await?)
    }
}

/// A write that changes nothing: the organization's row of counters (the head) is read and written
/// back.
struct Nothing;

impl Write for Nothing {
    type Out = ();
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, _: &mut Tx<'_, C>) -> Result<(), Stop<Infallible>> {
        Ok(())
    }
}

#[derive(Debug, PartialEq)]
struct Found {
    agents: Vec<Agent>,
    applications: Vec<Application>,
    departments: Vec<Department>,
    keys: Vec<KeyRow>,
    customer: Option<CustomerRow>,
    events: Vec<Event>,
    messages: Vec<Message>,
}

struct Find(OrgId);

impl Read for Find {
    type Out = Found;

    async fn run<C: Conn>(self, conn: &mut C) -> Result<Found> {
        let org = self.0;
        let customer: CustomerId = id(1);
        // The message is unread when this query reads it.
        let unread = messages::unread(org, conn, id(5), Side::Agent, (0, 9)).await?;
        Ok(Found {
            agents: Agent::list(org, conn, 0, 9).await?,
            applications: Application::list(org, conn, 0, 9).await?,
            departments: Department::list(org, conn, 0, 9).await?,
            keys: keys::list(org, conn).await?,
            customer: customers::find(org, conn, customer).await?,
            events: everything::events(org, conn, customer, 0, 9).await?,
            messages: unread.into_iter().map(|view| view.message).collect(),
        })
    }
}

/// Checks that a table has only one row, with these pairs of column and value as text.
pub(super) async fn check(db: &Db, table: &str, expected: &[(&str, &str)]) {
    let columns: Vec<_> = expected.iter().map(|(name, _)| *name).collect();
    let casts: Vec<_> = columns.iter().map(|name| format!("CAST({name} AS TEXT)")).collect();
    let sql = format!("SELECT {} FROM {table}", casts.join(", "));
    let count = columns.len();
    let found: Vec<Option<String>> = match &db.location {
        Address::Sqlite(path) => {
            let conn = rusqlite::Connection::open(path).expect("a connection");
            let read = |row: &rusqlite::Row<'_>| (0..count).map(|at| row.get(at)).collect();
            conn.query_row(&sql, [], read).expect("a row")
        }
        Address::Postgres(url) => {
            let row = postgres(url).await.query_one(&sql, &[]).await.expect("a row");
            (0..count).map(|at| row.get(at)).collect()
        }
    };
    let found: Vec<_> = found.iter().map(|value| value.as_deref().unwrap_or("NULL")).collect();
    let found: Vec<_> = columns.into_iter().zip(found).collect();
    assert_eq!(found, expected, "{table}");
}

engines! {
    async fn every_record_is_read_as_it_was_written(db: &Db) {
        db.write(AddAll).await.expect("one of each");
        check(db, "agents", &[("id", "1"), ("name", "name"), ("email", "email"),
            ("role", "admin"), ("unsubscribed", "0")]).await;
        check(db, "applications", &[("id", "1"), ("name", "name"),
            ("display_name", "display_name"), ("kind", "kind"), ("active", "1")]).await;
        check(db, "departments", &[("id", "1"), ("name", "name")]).await;
        check(db, "api_keys", &[("id", "1"), ("name", "name"), ("hash", "hash"),
            ("scope", "read"), ("created_at", "2"), ("expires_at", "4"), ("revoked_at", "3"),
            ("last_used_at", "5")]).await;
        check(db, "tags", &[("id", "1"), ("name", "name"), ("color", "color"),
            ("changed_seq", "1")]).await;
        check(db, "events", &[("id", "2"), ("customer_id", "1"), ("name", "name"),
            ("data", "data"), ("created_at", "3")]).await;
        check(db, "messages", &MESSAGE).await;
        check(db, "customers", &CUSTOMER).await;
        db.batch("UPDATE messages SET read = 0").await;
        let found = db.store.read(Class::Scan, Find(db.org)).await.expect("all");
        assert_eq!(found, Found {
            agents: vec![agent()],
            applications: vec![application()],
            departments: vec![department()],
            keys: vec![key()],
            customer: Some(customer()),
            events: vec![event()],
            messages: vec![Message { read: false, ..message() }],
        });
        db.batch("DELETE FROM messages; DELETE FROM chat_agents; DELETE FROM chats;
            UPDATE heads SET chats = 0").await;
    }

    async fn a_customer_is_changed_in_every_column_that_may_change(db: &Db) {
        let mut old = customer();
        old.customer = Customer::new(old.customer.id, old.customer.created_at);
        old.custom_data = "{}".into();
        let added = db.write(AddCustomer(old)).await;
        added.expect("a customer");
        db.write(ChangeCustomer(customer())).await.expect("a change");
        check(db, "customers", &CUSTOMER).await;
    }

    async fn a_chat_is_changed_in_the_columns_that_changed(db: &Db) {
        db.write(AddAll).await.expect("one of each");
        let (new, often, last) = (new_chat(), chat_after_a_message(), chat_at_last());
        let changed = db.write(ChangeChat(new.clone(), often.clone())).await;
        assert_eq!(changed, Ok(Some(often.clone())));
        let changed = db.write(ChangeChat(often, last.clone())).await;
        assert_eq!(changed, Ok(Some(last)));
        check(db, "chats", &CHAT).await;
        // The columns of `seldom` are not written if their fields stay the same.
        db.batch("UPDATE chats SET rating = 'poor'").await;
        let changed = Chat { messages: 22, ..chat_at_last() };
        let found = db.write(ChangeChat(chat_at_last(), changed.clone())).await;
        assert_eq!(found, Ok(Some(Chat { rating: Some(Rating::Poor), ..changed })));
        db.batch("DELETE FROM timers; DELETE FROM ratings; DELETE FROM messages;
            DELETE FROM chat_agents; DELETE FROM chats;
            UPDATE heads SET chats = 0").await;
    }

    async fn each_counter_of_a_head_stands_in_the_column_of_its_name(db: &Db) {
        db.write(Count).await.expect("numbers");
        check(db, "heads", &HEAD).await;
        let none = db.write(Nothing).await;
        assert_eq!(none, Ok(()));
        check(db, "heads", &HEAD).await;
        db.batch("UPDATE heads SET agents = 0, applications = 0, chats = 0, customers = 0,
            departments = 0, webhooks = 0").await;
    }
}
