//! Tests of the order of customers in lists (compared with a sort in Rust), of customers read by
//! id, and of the columns with folded texts after changes.

use std::cmp::Reverse;
use std::convert::Infallible;

use deskbell_model::limits::BULK_JOB_ROWS_MAX;
use deskbell_model::{Customer, CustomerId, OrgId, Seconds, Tag};
use deskbell_query::{
    Binding, Cursor, CustomerSort, Limit, Meta, NextPage, Offset, Order, Page, Sorted, Start,
};

use super::engines;
use super::fixture::{self, Db, Pair};
use super::reads::ReadAll;
use crate::columns::params;
use crate::customers::{self, CustomerRow};
use crate::refold;
use crate::statement::Query;
use crate::{Class, Conn, Read, Result, Stop, Tx, Write, reads};

const CUSTOMERS: i64 = 250;

static FOLDED: Query<Pair> = Query::new(
    "tests::FOLDED",
    Class::Scan,
    "SELECT id AS number, COALESCE(name_folded, '-') || ' ' || COALESCE(email_folded, '-') || ' '
            || COALESCE(user_id_folded, '-') || ' ' || COALESCE(company_folded, '-') || ' '
            || COALESCE(phone_folded, '-') || ' ' || COALESCE(region_code_folded, '-') || ' '
            || COALESCE(country_code_folded, '-') || ' ' || COALESCE(city_folded, '-') || ' '
            || COALESCE(locale_folded, '-') || ' ' || COALESCE(integration_id_folded, '-') || ' '
            || COALESCE(notes_folded, '-') || ' ' || COALESCE(custom_data_folded, '-') || ' '
            || COALESCE(email_caseless, '-') AS word
     FROM customers WHERE org_id = $1 ORDER BY id",
);

static TAGS: Query<String> = Query::new(
    "tests::TAGS",
    Class::Page,
    "SELECT COALESCE(name_folded, name) AS value FROM tags WHERE id > 5 ORDER BY id",
);

struct AddTag(&'static str);

impl Write for AddTag {
    type Out = ();
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Infallible>> {
        Ok(customers::tag(tx, self.0, "#000000").await.map(drop)?)
    }
}

struct Step;

impl Read for Step {
    type Out = bool;

    async fn run<C: Conn>(self, conn: &mut C) -> Result<bool> {
        refold::step(conn).await
    }
}

fn id(id: i64) -> CustomerId {
    CustomerId::new(id).expect("an id")
}

fn row(customer: Customer) -> CustomerRow {
    CustomerRow { customer, custom_data: r#"{"a":1}"#.into() }
}

/// Generates customers, many of them with equal times or without a time.
fn made_up() -> Vec<Customer> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut below = |end: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % end
    };
    let customer = |number| {
        let mut time = || Seconds::new(u32::try_from(below(12)).expect("a small number"));
        let mut customer = Customer::new(id(number), time());
        let (first, last) = (time(), time());
        customer.first_seen = (below(3) > 0).then_some(first);
        customer.last_seen = (below(3) > 0).then_some(last);
        customer
    };
    (1..=CUSTOMERS).map(customer).collect()
}

/// A write that inserts customers, each with the first 0 to 5 of five tags; [`wears`] returns the
/// number of tags.
struct Put(Vec<Customer>);

impl Write for Put {
    type Out = Vec<Tag>;
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Vec<Tag>, Stop<Infallible>> {
        let mut tags = Vec::new();
        for name in ["e", "d", "c", "b", "a"] {
            tags.push(customers::tag(tx, name, "#000000").await?);
        }
        let rows: Vec<_> = self.0.iter().cloned().map(row).collect();
        customers::insert(tx, &rows).await?;
        let worn = |it: &Customer| (it.id, tags.iter().map(|tag| tag.id).take(wears(it.id)));
        let worn: Vec<_> = self.0.iter().map(worn).map(|(id, tags)| (id, tags.collect())).collect();
        customers::add_tags(tx.org, tx.conn, &worn).await?;
        Ok(tags)
    }
}

fn wears(customer: CustomerId) -> usize {
    usize::try_from(customer.get() % 6).expect("a small number")
}

struct Change(Box<CustomerRow>);

impl Write for Change {
    type Out = ();
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Infallible>> {
        let found = customers::find(tx.org, tx.conn, self.0.customer.id).await?;
        let before = found.map_or_else(|| self.0.customer.clone(), |row| row.customer);
        Ok(customers::update(tx.org, tx.conn, &before, &self.0).await?)
    }
}

reads! {
    List(org: OrgId, page: Sorted<CustomerSort>) -> (Vec<(CustomerRow, Vec<Tag>)>, Meta) =
        async |conn| customers::page(org, conn, page).await;
    Views(org: OrgId, ids: Vec<CustomerId>) -> Vec<(CustomerRow, Vec<Tag>)> =
        async |conn| customers::views(org, conn, &ids).await;
}

struct Folded(OrgId);

impl Read for Folded {
    type Out = Vec<String>;

    async fn run<C: Conn>(self, conn: &mut C) -> Result<Self::Out> {
        let rows = conn.all(&FOLDED, &params![self.0]).await?;
        Ok(rows.into_iter().map(|row| row.1).collect())
    }
}

fn key(customer: &Customer, sort: CustomerSort) -> Option<Seconds> {
    match sort {
        CustomerSort::CreatedAt => Some(customer.created_at),
        CustomerSort::FirstSeen => customer.first_seen,
        CustomerSort::LastSeen => customer.last_seen,
    }
}

fn page(limit: usize, offset: usize) -> Page {
    let limit = Limit::parse(&limit.to_string()).expect("a limit");
    let offset = Offset::parse(&offset.to_string()).expect("an offset");
    Page { limit, start: Start::Offset(offset) }
}

fn check_tags(views: &[(CustomerRow, Vec<Tag>)], tags: &[Tag]) {
    for (row, worn) in views {
        assert_eq!(worn, &tags[..wears(row.customer.id)], "in the order they were added");
    }
}

engines! {
    async fn each_sort_in_each_order_gives_the_pages_that_sorting_gives(db: &Db) {
        let customers = made_up();
        let tags = db.write(Put(customers.clone())).await.expect("customers");
        for (sort, name) in CustomerSort::ALL {
            let nulls = customers.iter().filter(|it| key(it, sort).is_none()).count();
            assert!(sort == CustomerSort::CreatedAt || nulls > 50, "{nulls} nulls");
            let mut expected: Vec<_> = customers.iter().collect();
            expected.sort_by_key(|it| (key(it, sort), Reverse(it.id)));
            for (order, way) in Order::ALL {
                for (limit, offset) in [(100, 0), (100, 100), (100, 200), (7, 33), (1, 249),
                                        (5, 250), (100, 5_000)] {
                    let asked = Sorted { page: page(limit, offset), sort, order };
                    let found = db.store.snapshot(Class::Scan, List(db.org, asked)).await;
                    let (views, meta) = found.expect("a page");
                    let found: Vec<_> = views.iter().map(|(row, _)| &row.customer).collect();
                    let rest: Vec<_> =
                        expected.iter().copied().skip(offset).take(limit).collect();
                    assert_eq!((found, meta.total), (rest, 250), "{name} {way} {asked:?}");
                    check_tags(&views, &tags);
                }
                expected.reverse();
            }
        }
    }

    async fn a_walk_in_each_sort_and_order_gives_what_sorting_gives(db: &Db) {
        let customers = made_up();
        let tags = db.write(Put(customers.clone())).await.expect("customers");
        for (sort, name) in CustomerSort::ALL {
            let mut expected: Vec<_> = customers.iter().collect();
            expected.sort_by_key(|it| (key(it, sort), Reverse(it.id)));
            for (order, way) in Order::ALL {
                for limit in [3, 50, 100] {
                    let list = Binding::of(db.org, &("customers", sort, order));
                    let (mut found, mut cursor) = (Vec::new(), String::new());
                    loop {
                        let start = Start::Cursor(Cursor::parse(&cursor, list).expect("a cursor"));
                        let page = Page { start, ..page(limit, 0) };
                        let asked = List(db.org, Sorted { page, sort, order });
                        let (views, meta) =
                            db.store.snapshot(Class::Page, asked).await.expect("a page");
                        check_tags(&views, &tags);
                        found.extend(views.into_iter().map(|(row, _)| row.customer));
                        assert_eq!(meta.next == NextPage::Last, found.len() == 250, "{name} {way}");
                        let NextPage::At(next) = meta.next else { break };
                        cursor = next;
                    }
                    assert!(found.iter().eq(expected.iter().copied()), "{name} {way} by {limit}");
                }
                expected.reverse();
            }
        }
    }

    async fn customers_come_by_their_ids_in_the_order_asked_for(db: &Db) {
        let tags = db.write(Put(made_up())).await.expect("customers");
        for ids in [vec![], vec![7], vec![9, 3, 250, 1], (100..200).rev().collect()] {
            let ids: Vec<_> = ids.into_iter().map(id).collect();
            let found = db.store.snapshot(Class::Page, Views(db.org, ids.clone())).await;
            let views = found.expect("customers");
            let found: Vec<_> = views.iter().map(|(row, _)| row.customer.id).collect();
            assert_eq!(found, ids);
            check_tags(&views, &tags);
        }
        let some = vec![id(300), id(5), id(9_999)];
        let found = db.store.snapshot(Class::Page, Views(db.org, some)).await.expect("customers");
        assert_eq!(found.len(), 1, "who is not there is left out");
        let many = (1..=101).map(id).collect();
        let refused = db.store.snapshot(Class::Page, Views(db.org, many)).await;
        assert!(matches!(refused, Err(crate::Error::Internal(_))));
    }

    async fn a_change_leaves_the_row_that_a_new_customer_would_have(db: &Db) {
        let mut full = made_up().remove(0);
        let text = |field: &str| Some(format!("{field}-STRASSE"));
        for (field, name) in [
            (&mut full.name, "name"), (&mut full.email, "email"), (&mut full.user_id, "user"),
            (&mut full.company, "company"), (&mut full.phone, "phone"),
            (&mut full.location.region_code, "region"),
            (&mut full.location.country_code, "country"), (&mut full.location.city, "city"),
            (&mut full.locale, "locale"), (&mut full.integration_id, "integration"),
            (&mut full.source, "source"), (&mut full.referer, "referer"),
            (&mut full.last_page, "page"), (&mut full.notes, "notes"),
            (&mut full.created_from, "from"),
        ] {
            *field = text(name);
        }
        (full.unsubscribed, full.blocked) = (true, false);
        let mut other = Customer { id: id(2), user_id: text("other"), ..full.clone() };
        let bare = Customer::new(id(1), full.created_at);
        let put = Put(vec![bare, other.clone()]);
        db.write(put).await.expect("customers");
        db.write(Change(Box::new(row(full.clone())))).await.expect("a change");
        let views = db.store.snapshot(Class::Page, Views(db.org, vec![id(1), id(2)])).await;
        let rows: Vec<_> = views.expect("customers").into_iter().map(|(row, _)| row).collect();
        assert_eq!(rows, [row(full.clone()), row(other.clone())]);
        let folded = db.store.read(Class::Scan, Folded(db.org)).await.expect("texts");
        assert_eq!(folded[0].replace("user-", "other-"), folded[1]);
        assert!(folded[0].starts_with("name-strasse email-strasse user-strasse company-"));
        other.name = Some("lower".into());
        other.user_id = None;
        db.write(Change(Box::new(row(other)))).await.expect("a change");
        let folded = db.store.read(Class::Scan, Folded(db.org)).await.expect("texts");
        assert!(folded[1].starts_with("- email-strasse - company-"), "{}", folded[1]);
        assert!(folded[1].ends_with(" email-strasse"), "{}", folded[1]);
        let nobody = Change(Box::new(row(Customer { id: id(9), ..full })));
        assert_eq!(db.write(nobody).await, Err(crate::Error::NotFound.into()));
    }

    async fn texts_folded_as_before_are_folded_anew_in_steps_whoever_is_killed(db: &Db) {
        let count = i64::try_from(BULK_JOB_ROWS_MAX).expect("a small number") + 5;
        let customer = |number| Customer {
            name: Some("Zoe\u{308}".into()),
            email: Some(format!("Zoë{number}@Example.com")),
            ..Customer::new(id(number), Seconds::new(1))
        };
        db.write(Put((1..=count).map(customer).collect())).await.expect("customers");
        let folded = async || db.store.read(Class::Scan, Folded(db.org)).await.expect("texts");
        let tag_names = async || db.store.read(Class::Page, ReadAll(&TAGS)).await.expect("tags");
        let expected = folded().await;
        assert!(expected[0].starts_with("zoe zoe1@example.com "), "{}", expected[0]);
        assert!(expected[0].ends_with(" zoë1@example.com"), "{}", expected[0]);
        db.write(AddTag("VIP")).await.expect("a tag");
        assert_eq!(tag_names().await, ["vip"]);
        db.batch(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
             INSERT INTO tags (org_id, id, name, color, changed_seq)
             SELECT org_id, 100 + i, 'ZO\u{cb} ' || i, '#fff', 1 FROM n, heads;
             UPDATE customers SET name_folded = 'before', email_folded = NULL,
                    email_caseless = NULL, custom_data_folded = NULL;
             UPDATE tags SET name_folded = NULL;
             INSERT INTO refolds (org_id, customer_id) SELECT org_id, 0 FROM heads",
        )
        .await;
        let is_old = |name: &&String| name.starts_with(['V', 'Z']);
        // A process is killed after three steps: two of the tags, and one of the customers.
        for old in [306 - BULK_JOB_ROWS_MAX, 0] {
            assert!(db.store.exclusive(Step).await.expect("a step"));
            assert_eq!(tag_names().await.iter().filter(is_old).count(), old);
            assert!(folded().await.iter().all(|it| it.starts_with("before - ")));
        }
        assert_eq!(tag_names().await[..2], ["vip", "zoe 1"]);
        assert!(db.store.exclusive(Step).await.expect("a step"));
        let half = folded().await;
        assert_eq!(half[..BULK_JOB_ROWS_MAX], expected[..BULK_JOB_ROWS_MAX]);
        assert!(half[BULK_JOB_ROWS_MAX..].iter().all(|it| it.starts_with("before - ")));
        // Two later processes take turns.
        let other = fixture::open(&db.location).await;
        let (first, second) = tokio::join!(db.store.migrate(1), other.migrate(1));
        assert_eq!((first.expect("done").applied, second.expect("done").applied), (vec![], vec![]));
        other.close().await;
        assert_eq!(folded().await, expected);
        assert!(!db.store.exclusive(Step).await.expect("nothing is left"));
    }
}
