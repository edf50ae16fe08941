//! Tests of timers, addresses and ratings, which change together with their objects.

use std::convert::Infallible;

use deskbell_model::{Chat, CustomerId, OrgId, Origin, Rating, Seconds};

use super::engines;
use super::fixture::{self, Db};
use super::samples::{chat_at_last, customer, id, new_chat};
use crate::customers::CustomerRow;
use crate::ratings::ChatRating;
use crate::timers::{Timer, TimerKind};
use crate::{
    Class, Conn, Read, Result, Stop, Tx, Write, addresses, chats, cross_org, customers, ratings,
    reads,
};

const GONE_AT: Seconds = Seconds::new(77);

enum Step {
    Chats(Vec<Chat>),
    Change(Box<(Chat, Chat)>),
    Customers(Vec<CustomerRow>),
    Customer(Box<CustomerRow>),
    /// Removes a customer and its chats.
    Remove(CustomerId),
}

impl Write for Step {
    type Out = ();
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Infallible>> {
        match self {
            Self::Chats(rows) => chats::insert(tx, rows).await?,
            Self::Change(both) => chats::update(tx.org, tx.conn, &both.0, &both.1).await?,
            Self::Customers(rows) => customers::insert(tx, rows).await?,
            Self::Customer(row) => {
                let before = customers::find(tx.org, tx.conn, row.customer.id).await?;
                let before = before.expect("a customer").customer;
                customers::update(tx.org, tx.conn, &before, row).await?;
            }
            Self::Remove(customer) => {
                while !chats::remove_some(tx, *customer, GONE_AT, 1).await?.is_empty() {}
                customers::remove(tx, *customer, GONE_AT).await?;
            }
        }
        Ok(())
    }
}

/// A read of the timers that are due at a time, with two timers per query.
struct Due(u32);

impl Read for Due {
    type Out = Vec<(OrgId, i64)>;

    async fn run<C: Conn>(self, conn: &mut C) -> Result<Self::Out> {
        let (mut all, mut last): (Vec<Timer>, Option<Timer>) = (Vec::new(), None);
        loop {
            let due = cross_org::timers_due(conn, Seconds::new(self.0), last, 2).await?;
            last = due.last().copied();
            if due.is_empty() {
                break;
            }
            all.extend(due);
        }
        assert!(all.iter().all(|timer| timer.kind == TimerKind::Snooze), "{all:?}");
        assert!(all.is_sorted_by_key(|timer| (timer.due_at, timer.org, timer.subject)), "{all:?}");
        Ok(all.into_iter().map(|timer| (timer.org, timer.subject)).collect())
    }
}

struct Owners(OrgId, &'static str);

impl Read for Owners {
    type Out = Vec<i64>;

    async fn run<C: Conn>(self, conn: &mut C) -> Result<Vec<i64>> {
        let owners = addresses::owners(self.0, conn, self.1, 9).await?;
        Ok(owners.into_iter().map(CustomerId::get).collect())
    }
}

reads! {
    Late(since: Seconds) -> cross_org::Overdue =
        async |conn| cross_org::overdue(conn, since).await;
    /// Reads the ratings of the sample's chat.
    Ratings(org: OrgId) -> Vec<ChatRating> =
        async |conn| ratings::of_chat(org, conn, id(5), 9).await;
}

impl Db {
    async fn step(&self, org: OrgId, step: Step) {
        self.store.write(org, Origin::COMMAND, step).await.expect("a step");
    }

    async fn due(&self, at: u32) -> Vec<(OrgId, i64)> {
        self.store.read(Class::Page, Due(at)).await.expect("timers")
    }

    async fn owners(&self, org: OrgId, address: &'static str) -> Vec<i64> {
        self.store.read(Class::Page, Owners(org, address)).await.expect("owners")
    }

    async fn ratings(&self) -> Vec<ChatRating> {
        self.store.read(Class::Page, Ratings(self.org)).await.expect("ratings")
    }
}

fn snoozed(chat: i64, until: u32) -> Chat {
    Chat { id: id(chat), snoozed_until: Some(Seconds::new(until)), agents: vec![], ..new_chat() }
}

fn with_email(number: i64, email: Option<&str>) -> CustomerRow {
    let mut row = customer();
    (row.customer.id, row.customer.user_id) = (id(number), Some(number.to_string()));
    row.customer.email = email.map(str::to_owned);
    row
}

fn rated(closed_at: u32, rating: Rating) -> Chat {
    let closed_at = Some(Seconds::new(closed_at));
    Chat { closed_at, rating: Some(rating), snoozed_until: None, ..chat_at_last() }
}

engines! {
    async fn timers_follow_the_snoozes_of_all_organizations(db: &Db) {
        let other = db.new_organization("two.example").await;
        for org in [db.org, other] {
            db.step(org, Step::Customers(vec![with_email(1, None)])).await;
            db.step(org, Step::Chats(vec![snoozed(1, 30), snoozed(2, 10), snoozed(3, 20)])).await;
        }
        let (one, two) = (db.org, other);
        assert_eq!(db.due(9).await, []);
        assert_eq!(db.due(10).await, [(one, 2), (two, 2)]);
        assert_eq!(db.due(20).await, [(one, 2), (two, 2), (one, 3), (two, 3)]);
        db.step(two, Step::Change(Box::new((snoozed(2, 10), snoozed(2, 25))))).await;
        let awake = Chat { snoozed_until: None, ..snoozed(3, 20) };
        db.step(two, Step::Change(Box::new((snoozed(3, 20), awake)))).await;
        assert_eq!(db.due(25).await, [(one, 2), (one, 3), (two, 2)]);
        db.step(one, Step::Remove(id(1))).await;
        assert_eq!(db.due(99).await, [(two, 2), (two, 1)]);
    }

    async fn addresses_lead_to_their_customers_in_any_case(db: &Db) {
        let org = db.org;
        let rows = [(1, Some("Ann@Example.org")), (2, Some("ann@example.ORG")), (3, None)];
        let rows = rows.map(|(number, email)| with_email(number, email));
        db.step(org, Step::Customers(rows.to_vec())).await;
        assert_eq!(db.owners(org, "ANN@example.org").await, [1, 2]);
        db.step(org, Step::Customer(Box::new(with_email(2, Some("B@example.org"))))).await;
        assert_eq!(db.owners(org, "ann@example.org").await, [1]);
        assert_eq!(db.owners(org, "b@example.org").await, [2]);
        db.step(org, Step::Customer(Box::new(with_email(1, None)))).await;
        db.step(org, Step::Remove(id(2))).await;
        assert_eq!(db.owners(org, "ann@example.org").await, Vec::<i64>::new());
        assert_eq!(db.owners(org, "b@example.org").await, Vec::<i64>::new());
        let other = db.new_organization("two.example").await;
        assert_eq!(db.owners(other, "ann@example.org").await, Vec::<i64>::new());
    }

    async fn each_closing_keeps_its_rating(db: &Db) {
        db.step(db.org, Step::Customers(vec![with_email(1, None)])).await;
        db.step(db.org, Step::Chats(vec![new_chat()])).await;
        let (first, second) = (rated(30, Rating::Poor), rated(40, Rating::Great));
        let reopened = Chat { closed_at: None, ..first.clone() };
        let closed = Chat { closed_at: second.closed_at, ..first.clone() };
        for (before, after) in
            [(&new_chat(), &first), (&first, &reopened), (&reopened, &closed), (&closed, &second)]
        {
            db.step(db.org, Step::Change(Box::new((before.clone(), after.clone())))).await;
        }
        let rating = |closed_at, rating| ChatRating {
            closed_at: Seconds::new(closed_at),
            rating,
            comment: None,
        };
        assert_eq!(db.ratings().await, [rating(30, Rating::Poor), rating(40, Rating::Great)]);
        db.step(db.org, Step::Remove(id(1))).await;
        assert_eq!(db.ratings().await, []);
        // The time of the deletion is stored so that a late erasure is noticed.
        let late = async |since| {
            let counted = db.store.read(Class::Scan, Late(Seconds::new(since))).await;
            counted.expect("counts").erasures
        };
        assert_eq!((late(GONE_AT.get() - 1).await, late(GONE_AT.get()).await), (0, 2));
    }
}
