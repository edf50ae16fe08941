//! Tests of the rows of agents, departments and applications. Every row is read as it was written,
//! and the integrity check reports rows whose owner is missing.

use std::convert::Infallible;

use deskbell_model::{Application, Department, DepartmentRef, OrgId, Seconds};

use super::engines;
use super::fixture::{self, Db};
use super::records::check;
use super::samples::{agent, application, at, department, id, text};
use crate::logins::LoginRow;
use crate::sessions::SessionRow;
use crate::{
    Class, Conn, Listed as _, Read, Result, Stop, Tx, Write, agents, applications, departments,
    integrity, links, logins, reads, sessions,
};

fn login() -> LoginRow {
    LoginRow {
        agent: id(1),
        created_at: Seconds::new(2),
        login: "login".into(),
        password: "password".into(),
        password_at: Seconds::new(3),
        totp_secret: text("totp_secret"),
        totp_pending: text("totp_pending"),
        totp_step: Some(4),
        recovery: "recovery".into(),
    }
}

fn session() -> SessionRow {
    SessionRow {
        id: id(5),
        agent: id(1),
        created_at: Seconds::new(2),
        device: "device".into(),
        address: "address".into(),
        provider: text("provider"),
        identity: text("identity"),
        last_used_at: Seconds::new(6),
        expires_at: Seconds::new(7),
        confirmed_at: at(8),
        awaits_code: true,
        tries: 9,
    }
}

const LOGIN: [(&str, &str); 9] = [
    ("agent_id", "1"),
    ("created_at", "2"),
    ("login", "login"),
    ("password", "password"),
    ("password_at", "3"),
    ("totp_secret", "totp_secret"),
    ("totp_pending", "totp_pending"),
    ("totp_step", "4"),
    ("recovery", "recovery"),
];
const SESSION: [(&str, &str); 13] = [
    ("id", "5"),
    ("agent_id", "1"),
    ("created_at", "2"),
    ("device", "device"),
    ("address", "address"),
    ("provider", "provider"),
    ("identity", "identity"),
    ("last_used_at", "6"),
    ("expires_at", "7"),
    ("confirmed_at", "8"),
    ("awaits_code", "1"),
    ("tries", "9"),
    ("hash", "hash"),
];

/// A write that adds an agent who signs in, with a department, an application, a session and a
/// link.
struct Add(LoginRow, SessionRow);

impl Write for Add {
    type Out = ();
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Infallible>> {
        agents::insert(tx, &agent()).await?;
        departments::insert(tx, &department()).await?;
        applications::insert(tx, &application()).await?;
        logins::insert(tx.org, tx.conn, &self.0).await?;
        sessions::insert(tx, &self.1, "hash").await?;
        Ok(links::insert(tx, "hash", id(1), Seconds::new(9)).await?)
    }
}

/// A write that changes the login, the session and the application to these values.
struct Change(LoginRow, SessionRow, Application);

impl Write for Change {
    type Out = ();
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Infallible>> {
        logins::update(tx.org, tx.conn, &self.0).await?;
        sessions::update(tx.org, tx.conn, &self.1).await?;
        Ok(applications::update(tx.org, tx.conn, &self.2).await?)
    }
}

struct Remove;

impl Write for Remove {
    type Out = bool;
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<bool, Stop<Infallible>> {
        Ok(departments::remove(tx, id(1), Seconds::new(9)).await?)
    }
}

#[derive(Debug, PartialEq)]
struct Found {
    login: Option<LoginRow>,
    session: Option<SessionRow>,
    application: Option<Application>,
}

struct Find(OrgId);

impl Read for Find {
    type Out = Found;

    async fn run<C: Conn>(self, conn: &mut C) -> Result<Found> {
        Ok(Found {
            login: logins::find(self.0, conn, id(1)).await?,
            session: sessions::find(self.0, conn, id(5)).await?,
            application: applications::find(self.0, conn, id(1)).await?,
        })
    }
}

reads! {
    Check(org: OrgId) -> Vec<String> = async |conn| integrity::check(org, conn).await;
    Listed(org: OrgId) -> Vec<Department> = async |conn| Department::list(org, conn, 0, 9).await;
    Known(org: OrgId) -> Vec<DepartmentRef> =
        async |conn| departments::names(org, conn, 0, 9).await;
}

async fn findings(db: &Db) -> Vec<String> {
    db.store.snapshot(Class::Scan, Check(db.org)).await.expect("a check")
}

engines! {
    async fn what_an_agent_signs_in_with_is_read_as_it_was_written(db: &Db) {
        db.write(Add(login(), session())).await.expect("an agent");
        check(db, "logins", &LOGIN).await;
        check(db, "sessions", &SESSION).await;
        check(db, "links", &[("hash", "hash"), ("agent_id", "1"), ("expires_at", "9")]).await;
        let found = db.store.read(Class::Page, Find(db.org)).await.expect("all");
        let (login, session) = (Some(login()), Some(session()));
        assert_eq!(found, Found { login, session, application: Some(application()) });
    }

    async fn what_changes_is_written_in_every_column_that_may_change(db: &Db) {
        let before = LoginRow {
            login: "before".into(),
            password: "before".into(),
            password_at: Seconds::new(1),
            totp_secret: None,
            totp_pending: None,
            totp_step: None,
            recovery: String::new(),
            ..login()
        };
        let begun = SessionRow {
            last_used_at: Seconds::new(1),
            expires_at: Seconds::new(1),
            confirmed_at: None,
            awaits_code: false,
            tries: 0,
            ..session()
        };
        db.write(Add(before, begun)).await.expect("an agent");
        let changed = Application {
            name: "changed".into(),
            display_name: None,
            kind: "kind".into(),
            active: false,
            ..application()
        };
        db.write(Change(login(), session(), changed)).await.expect("a change");
        check(db, "logins", &LOGIN).await;
        check(db, "sessions", &SESSION).await;
        check(db, "applications", &[("id", "1"), ("name", "changed"), ("display_name", "NULL"),
            ("kind", "kind"), ("active", "0")]).await;
    }

    async fn a_deleted_department_is_in_no_list_and_keeps_its_name(db: &Db) {
        db.write(Add(login(), session())).await.expect("an agent");
        assert_eq!(db.write(Remove).await, Ok(true));
        assert_eq!(db.write(Remove).await, Ok(false));
        check(db, "departments", &[("id", "1"), ("name", "name"), ("deleted_at", "9")]).await;
        let listed = db.store.read(Class::Page, Listed(db.org)).await.expect("a list");
        assert_eq!(listed, []);
        let known = db.store.read(Class::Page, Known(db.org)).await.expect("names");
        assert_eq!(known, [DepartmentRef { id: id(1), name: "name".into() }]);
        assert_eq!(findings(db).await, Vec::<String>::new());
    }

    async fn rows_of_nobody_are_found(db: &Db) {
        db.write(Add(login(), session())).await.expect("an agent");
        assert_eq!(findings(db).await, Vec::<String>::new());
        db.batch("UPDATE agents SET deactivated_at = 1").await;
        let (session, link) =
            ("session 5 is of nobody who can sign in", "agent 1 is gone and has a link");
        assert_eq!(findings(db).await, [session, link]);
        db.batch("UPDATE agents SET deactivated_at = NULL; DELETE FROM links;
            DELETE FROM logins").await;
        assert_eq!(findings(db).await, [session]);
        db.batch("DELETE FROM sessions; UPDATE departments SET deleted_at = 1;
            UPDATE heads SET departments = 0").await;
        assert_eq!(findings(db).await, ["department 1 is gone and has agents"]);
        db.batch("DELETE FROM department_agents").await;
        assert_eq!(findings(db).await, Vec::<String>::new());
    }
}
