//! Tests of conflicts between unique keys: both engines report the same error, and nothing is
//! changed.

use std::convert::Infallible;

use deskbell_model::{
    Agent, AgentId, Application, ApplicationId, Chat, ChatId, CreatedWith, Customer, CustomerId,
    Department, DepartmentId, KeyId, Message, MessageId, MessageKind, Origin, Role, Scope, Seconds,
    Side, TagId, Timestamp,
};

use super::engines;
use super::fixture::{self, Db, NewOrganization};
use crate::customers::CustomerRow;
use crate::keys::KeyRow;
use crate::{Conn, Error, Result, Stop, Tx, Write};
use crate::{agents, applications, chats, customers, departments, imports, keys, messages};

/// An object to add; the first number is the object's id.
#[derive(Clone, Copy, Debug)]
enum Add {
    Agent(i64),
    Application(i64),
    Department(i64),
    DepartmentOfOneTwice(i64),
    /// A customer with this id and userId.
    Customer(i64, Option<&'static str>),
    /// A customer with this id, and with this tag twice.
    Tagged(i64, i64),
    Chat(i64),
    /// A message of chat 1 with this id, at this position.
    Message(i64, u64),
    /// An API key with this id and hash.
    Key(i64, &'static str),
}

const AT: Seconds = Seconds::new(1);

fn agent(id: i64) -> Agent {
    let id = AgentId::new(id).expect("an id");
    Agent { id, name: "Ann".into(), email: None, role: Role::Agent }
}

fn message(id: i64, seq: u64) -> Message {
    Message {
        id: MessageId::new(id).expect("an id"),
        chat: ChatId::new(1).expect("an id"),
        seq,
        agent: None,
        kind: MessageKind::Message,
        text: None,
        read: false,
        created_at: Timestamp::from_millis(1).expect("a time"),
        updated_at: None,
        edited: false,
        broadcast_type: None,
        channel: None,
        origin_id: None,
        from: Side::Customer,
    }
}

async fn add_people<C: Conn>(tx: &mut Tx<'_, C>, what: Add) -> Result<()> {
    match what {
        Add::Agent(id) => agents::insert(tx, &agent(id)).await,
        Add::Department(id) | Add::DepartmentOfOneTwice(id) => {
            let is_twice = matches!(what, Add::DepartmentOfOneTwice(_));
            let agents = if is_twice { vec![agent(1), agent(1)] } else { vec![agent(1)] };
            let id = DepartmentId::new(id).expect("an id");
            let department = Department { id, name: "Sales".into(), agents };
            departments::insert(tx, &department).await
        }
        Add::Customer(id, user_id) => {
            let mut customer = Customer::new(CustomerId::new(id).expect("an id"), AT);
            customer.user_id = user_id.map(str::to_owned);
            customers::insert(tx, &[CustomerRow { customer, custom_data: "{}".into() }]).await
        }
        other => panic!("{other:?} is nobody"),
    }
}

impl Write for Add {
    type Out = ();
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Infallible>> {
        match *self {
            Self::Application(id) => {
                let application = Application {
                    id: ApplicationId::new(id).expect("an id"),
                    name: "Site".into(),
                    display_name: None,
                    kind: "web".into(),
                    active: true,
                };
                applications::insert(tx, &application).await?;
            }
            Self::Tagged(id, tag) => {
                let (id, tag) = (CustomerId::new(id), TagId::new(tag).expect("an id"));
                let tags = [(id.expect("an id"), vec![tag])];
                customers::add_tags(tx.org, tx.conn, &tags).await?;
            }
            Self::Chat(id) => {
                let (id, one) = (ChatId::new(id).expect("an id"), CustomerId::new(1));
                let site = ApplicationId::new(1).expect("an id");
                let with = CreatedWith::PublicApi;
                let chat = Chat::new(id, one.expect("an id"), site, with, AT);
                chats::insert(tx, &[chat]).await?;
            }
            Self::Message(id, seq) => {
                messages::insert(tx.org, tx.conn, &[message(id, seq)]).await?;
            }
            Self::Key(id, hash) => {
                let id = KeyId::new(id).expect("an id");
                let name = "key".to_owned();
                let key = KeyRow {
                    id,
                    name,
                    scope: Scope::Full,
                    created_at: AT,
                    expires_at: None,
                    revoked_at: None,
                    last_used_at: None,
                };
                keys::insert(tx.org, tx.conn, &key, hash).await?;
            }
            people => add_people(tx, people).await?,
        }
        Ok(())
    }
}

/// Pairs of an existing object and an object to add, with the unique key on which the two conflict.
const CONFLICTS: [(Add, Add, &str); 10] = [
    (Add::Agent(1), Add::Agent(1), "agents_id"),
    (Add::Application(1), Add::Application(1), "applications_id"),
    (Add::Department(1), Add::Department(1), "departments_id"),
    (Add::Department(2), Add::DepartmentOfOneTwice(3), "department_agents_department_id_agent_id"),
    (Add::Customer(1, Some("a")), Add::Customer(1, Some("b")), "customers_id"),
    (Add::Customer(2, Some("c")), Add::Customer(3, Some("c")), "customers_user_id"),
    (Add::Tagged(1, 1), Add::Tagged(1, 2), "customer_tags_customer_id_place"),
    (Add::Chat(2), Add::Chat(2), "chats_id"),
    (Add::Key(1, "hash"), Add::Key(1, "other"), "api_keys_id"),
    (Add::Key(2, "same"), Add::Key(3, "same"), "api_keys_hash"),
];

struct Claim;

impl Write for Claim {
    type Out = ();
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Infallible>> {
        let chat = ChatId::new(1).expect("an id");
        Ok(imports::claim(tx.org, tx.conn, "test", "dialog", chat).await?)
    }
}

engines! {
    async fn a_taken_key_has_the_same_name_on_both_engines(db: &Db) {
        for (first, second, constraint) in CONFLICTS {
            assert_eq!(db.write(first).await, Ok(()), "{first:?}");
            let taken = Error::Conflict { constraint: constraint.to_owned() };
            assert_eq!(db.write(second).await, Err(taken.into()), "{second:?}");
        }
    }

    async fn a_place_in_a_chat_is_taken_once(db: &Db) {
        // The transaction is rolled back, so the chat's count of messages does not matter.
        let taken = Error::Conflict { constraint: "messages_chat_id_seq".into() };
        let twice = db.write(Twice(Add::Message(1, 1), Add::Message(2, 1))).await;
        assert_eq!(twice, Err(taken.into()));
    }

    async fn a_taken_domain_has_the_same_name_on_both_engines(db: &Db) {
        let taken = Error::Conflict { constraint: "organizations_domain".into() };
        assert_eq!(db.store.exclusive(NewOrganization("one.example")).await, Err(taken));
        // The failed write has used up no id.
        assert_eq!(db.new_organization("two.example").await.get(), db.org.get() + 1);
    }

    async fn customers_without_a_user_id_do_not_conflict_nor_do_other_organizations(db: &Db) {
        let other = db.new_organization("two.example").await;
        for (org, add) in [
            (db.org, Add::Customer(1, None)),
            (db.org, Add::Customer(2, None)),
            (db.org, Add::Customer(3, Some("a"))),
            (other, Add::Customer(3, Some("a"))),
        ] {
            assert_eq!(db.store.write(org, Origin::COMMAND, add).await, Ok(()), "{add:?}");
        }
    }

    async fn a_dialog_is_claimed_once(db: &Db) {
        assert_eq!(db.write(Claim).await, Ok(()));
        let again = db.write(Claim).await;
        assert!(matches!(again, Err(Stop::Storage(Error::Conflict { .. }))), "{again:?}");
    }
}

struct Twice(Add, Add);

impl Write for Twice {
    type Out = ();
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Infallible>> {
        self.0.run(tx).await?;
        self.1.run(tx).await
    }
}
