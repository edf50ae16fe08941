//! Tests of the statements of searches, with every predicate of every field. The tests prepare the
//! statements on both engines, and check that each statement reads an organization's rows once and
//! contains no outside input.

use std::collections::BTreeSet;

use deskbell_model::{
    AgentId, ChatId, ChatScope, CustomerId, DepartmentId, OrgId, Rating, Role, Seconds, Status,
};
use deskbell_query::{
    Assigned, ChatField, ChatSort, Comparison, Condition, CustomerField, CustomerSort, FieldKind,
    Filter, Limit, Offset, Order, Page, Predicate, Relation, Search, Sorted, Statuses, View,
    WindowSort,
};
use futures_util::TryStreamExt as _;
use tokio_postgres::types::Type;

use super::engines;
use super::fixture::{self, Db, postgres};
use super::plans::ROWS;
use super::reads::ReadAll;
use crate::columns::FromRow as _;
use crate::composed::Composed;
use crate::search::{Hit, MatchRange, Searched, chats, compose, counting, page, position};
use crate::statement::Query;
use crate::{Class, Conn, Engine, Error, Location, Options, Read, Result, Store};

const RELATIONS: [Relation; 5] =
    [Relation::Equal, Relation::Greater, Relation::Less, Relation::AtLeast, Relation::AtMost];

/// An example of outside input, which no statement's text may contain.
const OUTSIDE: &str = "o'ut\"side;--$9";

/// Returns all predicates for fields of this kind.
fn tests(kind: FieldKind) -> Vec<Predicate> {
    let text = || OUTSIDE.to_owned();
    let numbers = RELATIONS.map(|relation| Predicate::Number(relation, 987_654_321));
    let mut tests = match kind {
        FieldKind::Id | FieldKind::Date => numbers.into(),
        FieldKind::Ids => vec![Predicate::Number(Relation::Equal, 987_654_321)],
        FieldKind::Status => vec![Predicate::Status(Status::OnHold)],
        FieldKind::Rating => vec![Predicate::Rating(Rating::VeryPoor)],
        FieldKind::Text => vec![Predicate::Text(text()), Predicate::Contains(text())],
        FieldKind::Email => vec![Predicate::Caseless(text()), Predicate::Contains(text())],
        FieldKind::Tags => {
            return vec![Predicate::Tags(vec![text()]), Predicate::Tags(vec![text(), text()])];
        }
    };
    tests.push(Predicate::Null);
    tests
}

fn search<F: Copy, S: Copy>(
    conditions: Vec<Condition<F>>,
    comparison: Comparison,
    (sort, order): (S, Order),
) -> Search<F, S> {
    let page = Page { limit: Limit::parse("7").expect("a limit"), ..Page::default() };
    let filter = Filter::new(comparison, conditions).expect("a filter");
    Search { filter, page: Sorted { page, sort, order } }
}

/// Returns statements of searches: each field with each single predicate, many predicates together,
/// each sort, and nested groups.
fn statements<F: Searched>(sorts: &[F::Sort]) -> Vec<Composed<Hit>> {
    let org = OrgId::new(987_654).expect("an id");
    let mut searches = Vec::new();
    let first = sorts[0];
    for comparison in [Comparison::And, Comparison::Or] {
        let mut all = Vec::new();
        for (field, kind, _) in F::ALL {
            for test in tests(*kind) {
                for is_negated in [false, true] {
                    let condition = Condition { field: *field, test: test.clone(), is_negated };
                    all.push(condition.clone());
                    searches.push(search(vec![condition], comparison, (first, Order::Asc)));
                }
            }
        }
        // Two predicates, each of which could be answered by an index.
        let is_number =
            |it: &&Condition<F>| matches!(it.test, Predicate::Number(..)) && !it.is_negated;
        let numbers: Vec<_> = all.iter().filter(is_number).cloned().collect();
        let pairs = numbers.windows(2);
        searches.extend(pairs.map(|two| search(two.to_vec(), comparison, (first, Order::Asc))));
        // Nested groups, with alternating comparisons.
        let other = if comparison == Comparison::And { Comparison::Or } else { Comparison::And };
        let group = |some: &[Condition<F>], groups| {
            Filter::nested(other, some.to_vec(), groups).expect("a group")
        };
        searches.extend(all.chunks(8).map(|some| {
            let (one, more) = some.split_at(some.len() / 2);
            let empty = group(&[], Vec::new());
            let inner = Filter::nested(comparison, more.to_vec(), vec![empty]).expect("a group");
            let groups = vec![group(one, vec![inner]), group(more, Vec::new())];
            let filter = Filter::nested(comparison, one.to_vec(), groups).expect("a filter");
            Search { filter, ..search(Vec::new(), comparison, (first, Order::Asc)) }
        }));
        searches.extend(
            all.chunks(50).map(|some| search(some.to_vec(), comparison, (first, Order::Desc))),
        );
    }
    for sort in sorts {
        for order in [Order::Asc, Order::Desc] {
            searches.push(search(Vec::new(), Comparison::And, (*sort, order)));
        }
    }
    let parts = [
        MatchRange::Offset(Offset::default()),
        MatchRange::Behind(None),
        MatchRange::Behind(Some((None, 987_654_321))),
        MatchRange::Behind(Some((Some(Seconds::new(987_654_321)), 987_654_321))),
        MatchRange::Among(vec![]),
        MatchRange::Among(vec![987_654_321; 100]),
    ];
    // The searches with a filter get the ranges in turn, one range each. A search without a filter
    // gets all ranges.
    let (sorted, filtered): (Vec<_>, Vec<_>) =
        searches.iter().partition(|search| search.filter.is_empty());
    let filtered = filtered.into_iter().zip(parts.iter().cycle());
    let sorted = sorted.into_iter().flat_map(|search| parts.iter().map(move |part| (search, part)));
    let composed = filtered.chain(sorted);
    composed.map(|(search, part)| compose(org, search, part).expect("a statement")).collect()
}

/// Returns the statements of all searches, each with the table that has the matches.
pub(super) fn all() -> Vec<(&'static str, Composed<Hit>)> {
    let of_chats = statements::<ChatField>(&ChatSort::ALL.map(|(sort, _)| sort));
    let mut of_customers = statements::<CustomerField>(&CustomerSort::ALL.map(|(sort, _)| sort));
    let test = Predicate::Contains(OUTSIDE.to_owned());
    let anything = Condition { field: CustomerField::Anything, test, is_negated: false };
    let anything = search(vec![anything], Comparison::And, (CustomerSort::LastSeen, Order::Desc));
    let org = OrgId::new(987_654).expect("an id");
    let part = MatchRange::Offset(Offset::default());
    of_customers.push(compose(org, &anything, &part).expect("a statement"));
    let of_chats = of_chats.into_iter().map(|it| ("chats", it));
    of_chats.chain(of_customers.into_iter().map(|it| ("customers", it))).collect()
}

/// Returns the statements for ranges of rows of views of chats: for a view without conditions, and
/// for views with all conditions.
fn windows() -> Vec<Composed<i64>> {
    let id = 987_654_321;
    let org = OrgId::new(987_654).expect("an id");
    let (agent, department) = (AgentId::new(id), DepartmentId::new(id));
    let (agent, department) = (agent.expect("an id"), department.expect("an id"));
    let every = |flag| View {
        statuses: Statuses::of(&[Status::OnHold]),
        assignee: Some(Assigned::To(agent)),
        department: Some(if flag { Assigned::ToAny } else { Assigned::ToNone }),
        is_unread: Some(flag),
        is_snoozed: Some(flag),
        is_blocked: Some(flag),
        is_waiting: Some(flag),
        tag: Some(OUTSIDE.to_owned()),
        customer: CustomerId::new(id),
        chats: ChatId::new(id).map(|chat| vec![chat; 2]),
        text: Some(OUTSIDE.to_owned()),
        drafted_by: Some(agent),
        mentions: Some(agent),
    };
    let mut statements = Vec::new();
    for departments in [&[][..], &[department], &[department, department]] {
        for scope in [ChatScope::All, ChatScope::of(agent, Role::Agent, false, departments)] {
            for view in [View::ALL, View::OPEN, every(true), every(false)] {
                statements.push(counting(org, &scope, &view));
                for (sort, _) in WindowSort::ALL {
                    let chat = ChatId::new(id).expect("an id");
                    statements.push(position(org, &scope, &view, (sort, chat)));
                    statements.push(page(org, &scope, &view, (sort, Offset::default(), 50)));
                }
            }
        }
    }
    statements
}

#[test]
fn both_engines_prepare_every_window_and_no_input_reaches_its_text() {
    fixture::run(Engine::Sqlite, async |db: &Db| {
        let Location::Sqlite(path) = &db.location else { panic!("it runs on SQLite") };
        let conn = rusqlite::Connection::open(path).expect("a connection");
        for it in windows() {
            let sql = it.sql();
            assert!(!["o'ut", "side", "987654", "on hold"].iter().any(|it| sql.contains(it)));
            let prepared = conn.prepare(sql).unwrap_or_else(|error| panic!("{error}: {sql}"));
            assert!(prepared.column_names().eq(["value"]), "{sql}");
            assert_eq!(prepared.parameter_count(), it.params().len(), "{sql}");
        }
    });
    fixture::run(Engine::Postgres, async |db: &Db| {
        let Location::Postgres(url) = &db.location else { panic!("it runs on PostgreSQL") };
        let client = postgres(url).await;
        for it in windows() {
            let sql = it.sql();
            let prepared = client.prepare(sql).await;
            let prepared = prepared.unwrap_or_else(|error| panic!("{error:?}: {sql}"));
            let bad = |kind: &&Type| **kind != Type::INT8 && **kind != Type::TEXT;
            assert_eq!(prepared.columns().iter().map(|it| it.type_()).find(bad), None, "{sql}");
            assert_eq!(prepared.params().len(), it.params().len(), "{sql}");
            assert_eq!(prepared.params().iter().find(bad), None, "{sql}");
        }
    });
}

#[test]
fn no_input_reaches_the_text_of_a_search() {
    let statements = all();
    assert!(statements.len() > 200, "{}", statements.len());
    for (_, it) in &statements {
        let sql = it.sql();
        for outside in ["o'ut", "side", "987654", "very poor", "on hold"] {
            assert!(!sql.contains(outside), "{outside}: {sql}");
        }
    }
    let texts: BTreeSet<_> = statements.iter().map(|(_, it)| it.sql()).collect();
    assert!(texts.len() > 150, "{}", texts.len());
}

#[test]
fn a_question_that_its_field_cannot_be_asked_is_a_fault() {
    let test = Predicate::Contains("x".into());
    let condition = Condition { field: ChatField::Assignee, test, is_negated: false };
    let search = search(vec![condition], Comparison::And, (ChatSort::CreatedAt, Order::Asc));
    let part = MatchRange::Offset(Offset::default());
    let refused = compose(OrgId::new(1).expect("an id"), &search, &part);
    assert!(matches!(refused, Err(Error::Internal(_))), "{refused:?}");
}

#[test]
fn sqlite_prepares_every_search_and_reads_the_rows_of_one_organization_once() {
    fixture::run(Engine::Sqlite, async |db: &Db| {
        db.batch(ROWS).await;
        let Location::Sqlite(path) = &db.location else { panic!("it runs on SQLite") };
        let conn = rusqlite::Connection::open(path).expect("a connection");
        for (table, it) in all() {
            let sql = it.sql();
            let prepared = conn.prepare(sql).unwrap_or_else(|error| panic!("{error}: {sql}"));
            assert!(prepared.column_names().eq(Hit::COLUMNS.iter().copied()), "{sql}");
            assert_eq!(prepared.parameter_count(), it.params().len(), "{sql}");
            let mut explained = conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).expect("a plan");
            let steps = explained.raw_query().mapped(|row| row.get::<_, String>(3));
            let steps: Vec<String> = steps.map(|step| step.expect("a step")).collect();
            let name = if table == "chats" { "c" } else { "u" };
            let reads = |how: &str| {
                let how = format!("{how} {name} ");
                steps.iter().filter(|step| format!("{step} ").starts_with(&how)).count()
            };
            assert_eq!((reads("SCAN"), reads("SEARCH")), (0, 1), "{sql}\n{steps:#?}");
            let is_read = |step: &&String| step.starts_with("SEARCH") || step.starts_with("SCAN");
            let first = steps.iter().find(is_read).expect("a table that is read");
            assert!(first.starts_with(&format!("SEARCH {name} ")), "{sql}\n{steps:#?}");
            let is_kept = |step: &&String| *step == "MATERIALIZE hits";
            assert_eq!(steps.iter().filter(is_kept).count(), 1, "{sql}\n{steps:#?}");
            let is_or = |step: &String| step.contains("MULTI-INDEX OR");
            assert!(!steps.iter().any(is_or), "{sql}\n{steps:#?}");
        }
    });
}

#[test]
fn postgres_prepares_every_search_and_reads_the_rows_once() {
    fixture::run(Engine::Postgres, async |db: &Db| {
        db.batch(ROWS).await;
        let Location::Postgres(url) = &db.location else { panic!("it runs on PostgreSQL") };
        let client = postgres(url).await;
        let bad = |kind: &&Type| **kind != Type::INT8 && **kind != Type::TEXT;
        for (table, it) in all() {
            let sql = it.sql();
            let prepared = client.prepare(sql).await;
            let prepared = prepared.unwrap_or_else(|error| panic!("{error:?}: {sql}"));
            let columns: Vec<_> = prepared.columns().iter().map(|it| it.name()).collect();
            assert_eq!(columns, Hit::COLUMNS);
            assert_eq!(prepared.columns().iter().map(|it| it.type_()).find(bad), None, "{sql}");
            assert_eq!(prepared.params().len(), it.params().len(), "{sql}");
            assert_eq!(prepared.params().iter().find(bad), None, "{sql}");
            let params = it.params();
            let plan = client.query_raw(&format!("EXPLAIN {sql}"), params.iter()).await;
            let plan: Vec<_> = rows(plan.expect("a plan")).await;
            let name = if table == "chats" { "chats c" } else { "customers u" };
            let reads = |step: &&String| step.contains("Scan") && step.contains(name);
            assert_eq!(plan.iter().filter(reads).count(), 1, "{sql}\n{plan:#?}");
        }
    });
}

async fn rows(rows: tokio_postgres::RowStream) -> Vec<String> {
    let rows: Vec<_> = rows.try_collect().await.expect("steps");
    rows.iter().map(|row| row.get(0)).collect()
}

struct Found(OrgId);

impl Read for Found {
    type Out = u64;

    async fn run<C: Conn>(self, conn: &mut C) -> Result<u64> {
        let search = search(Vec::new(), Comparison::And, (ChatSort::CreatedAt, Order::Asc));
        Ok(chats(self.0, conn, &search).await?.1.total)
    }
}

engines! {
    async fn a_search_runs_only_where_scans_may(db: &Db) {
        for class in [Class::Point, Class::Page] {
            let refused = db.store.snapshot(class, Found(db.org)).await;
            let refused_text = "search::CHATS: search::CHATS is a scan and must run as one";
            assert_eq!(refused, Err(Error::Internal(refused_text.into())));
        }
        assert_eq!(db.store.snapshot(Class::Scan, Found(db.org)).await, Ok(0));
    }
}

#[test]
fn a_thousand_searches_leave_no_statement_on_postgres() {
    fixture::run(Engine::Postgres, async |db: &Db| {
        let mut options = Options::default();
        options.postgres.readers = 1;
        let store = Store::open(&db.location, &options).await.expect("a store");
        for _ in 0..1_000 {
            store.snapshot(Class::Scan, Found(db.org)).await.expect("a search");
        }
        let left = store.read(Class::Point, ReadAll(&PREPARED)).await;
        assert_eq!(left, Ok(vec![0]), "searches left prepared");
        store.close().await;
    });
}

/// The query for the number of search statements that the session has prepared.
static PREPARED: Query<i64> = Query::new(
    "tests::PREPARED",
    Class::Point,
    "SELECT count(*) AS value FROM pg_prepared_statements WHERE statement LIKE 'WITH hits%'",
);
