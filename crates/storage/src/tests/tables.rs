//! Tests that read and write all tables of an organization without knowing the tables' columns.

use std::collections::BTreeSet;

use deskbell_model::{Kind, OrgId};

use super::fixture::{block_on, database, open};
use super::plans::ROWS;
use super::{fixture, schema};
use crate::postgres::placement::PLACEMENTS;
use crate::tables::{self, Cell, ColumnType, KeyRange, StoredTable, TakeRows, TouchedRow};
use crate::{Class, Conn, Engine, Error, Read, Result, reads};

/// The rows of all tables, by the table's name.
type AllRows = Vec<(&'static str, Vec<Vec<Cell<'static>>>)>;

#[derive(Default)]
struct Taken(Vec<Vec<Cell<'static>>>);

impl TakeRows for Taken {
    fn row(&mut self, row: &[Cell<'_>]) -> Result<()> {
        let owned = |cell: &Cell<'_>| match cell {
            Cell::Null => Cell::Null,
            Cell::Int(number) => Cell::Int(*number),
            Cell::Text(text) => Cell::Text(text.clone().into_owned().into()),
        };
        self.0.push(row.iter().map(owned).collect());
        Ok(())
    }
}

struct ReadTables(OrgId);

impl Read for ReadTables {
    type Out = AllRows;

    async fn run<C: Conn>(self, conn: &mut C) -> Result<AllRows> {
        let mut all = Vec::new();
        for table in tables::all() {
            let mut taken = Taken::default();
            let rows = tables::read(self.0, conn, table, &mut taken).await?;
            assert_eq!(rows, taken.0.len() as u64);
            all.push((table.name(), taken.0));
        }
        Ok(all)
    }
}

struct Insert(OrgId, &'static StoredTable, Vec<Vec<Cell<'static>>>);

impl Read for Insert {
    type Out = ();

    async fn run<C: Conn>(self, conn: &mut C) -> Result<()> {
        tables::insert(self.0, conn, self.1, &self.2).await
    }
}

struct Clear(OrgId);

impl Read for Clear {
    type Out = bool;

    async fn run<C: Conn>(self, conn: &mut C) -> Result<bool> {
        tables::clear_some(self.0, conn).await
    }
}

struct Remove(OrgId, &'static StoredTable, Vec<KeyRange>);

impl Read for Remove {
    type Out = ();

    async fn run<C: Conn>(self, conn: &mut C) -> Result<()> {
        tables::remove(self.0, conn, self.1, &self.2).await
    }
}

struct ReadRange(OrgId, &'static StoredTable, KeyRange);

impl Read for ReadRange {
    type Out = Vec<Cell<'static>>;

    async fn run<C: Conn>(self, conn: &mut C) -> Result<Self::Out> {
        let mut taken = Taken::default();
        tables::read_range(self.0, conn, self.1, &self.2, &mut taken).await?;
        Ok(taken.0.into_iter().map(|mut row| row.swap_remove(0)).collect())
    }
}

reads! {
    Touched(org: OrgId) -> Vec<TouchedRow> =
        async |conn| tables::touched(org, conn, 1_000, 10).await;
}

fn table(name: &str) -> &'static StoredTable {
    tables::named(name).expect("a table")
}

#[test]
fn the_list_has_every_table_and_column_of_the_schema_with_its_type() {
    let schema = schema::sqlite();
    let mut listed = BTreeSet::new();
    for table in tables::all() {
        for column in table.columns() {
            let kind = if column.kind == ColumnType::Int { "int" } else { "text" };
            let line = format!("{}.{} {kind}", table.name(), column.name);
            let is_there = schema.contains(&line) || schema.contains(&format!("{line} not null"));
            assert!(is_there, "{line}");
            listed.insert(format!("{}.{}", table.name(), column.name));
        }
    }
    let names: BTreeSet<_> = tables::all().map(StoredTable::name).collect();
    let columns = schema.iter().filter_map(|line| line.split_once(' ')?.0.split_once('.'));
    for (table, column) in columns.filter(|(table, _)| names.contains(table)) {
        let is_org = column == if table == "organizations" { "id" } else { "org_id" };
        assert!(is_org || listed.contains(&format!("{table}.{column}")), "{table}.{column}");
    }
    let of_servers = ["leases", "rate_windows", "refolds"];
    let others: BTreeSet<_> =
        PLACEMENTS.iter().map(|(name, _)| *name).filter(|it| !of_servers.contains(it)).collect();
    assert_eq!(names, others, "a table is copied, or belongs to the servers");
}

#[test]
fn rows_go_to_the_other_engine_and_back_as_they_are_and_page_by_page() {
    for (from, to) in [(Engine::Sqlite, Engine::Postgres), (Engine::Postgres, Engine::Sqlite)] {
        block_on(async {
            let (source, location) = database(from, true).await;
            fixture::batch(&location, ROWS).await;
            // These are more rows than one page reads, with texts of every kind.
            let many =
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 11000)
                INSERT INTO tags (org_id, id, name, color, changed_seq)
                SELECT 11, i, 'ä \u{1f44b} \"' || i, '#fff', i FROM n";
            fixture::batch(&location, many).await;
            let (one, other) = (OrgId::new(11).unwrap(), OrgId::new(12).unwrap());
            let store = open(&location).await;
            let rows = store.long_snapshot(ReadTables(one)).await.unwrap();
            let count = |name: &str| rows.iter().find(|it| it.0 == name).unwrap().1.len();
            assert_eq!((count("tags"), count("chats"), count("tickets")), (11_000, 1_000, 1_000));
            store.close().await;
            let (target, location) = database(to, true).await;
            let store = open(&location).await;
            for (name, rows) in rows.clone() {
                store.exclusive(Insert(one, table(name), rows)).await.unwrap();
            }
            assert_eq!(store.long_snapshot(ReadTables(one)).await.unwrap(), rows);
            let others = store.long_snapshot(ReadTables(other)).await.unwrap();
            assert!(others.iter().all(|(_, rows)| rows.is_empty()));
            // The rows that an interrupted copy left can be removed.
            while store.exclusive(Clear(one)).await.unwrap() {}
            let left = store.long_snapshot(ReadTables(one)).await.unwrap();
            assert!(left.iter().all(|(_, rows)| rows.is_empty()));
            store.close().await;
            source.remove().await;
            target.remove().await;
        });
    }
}

#[test]
fn a_row_that_does_not_fit_is_refused() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        fixture::run(engine, async |db: &fixture::Db| {
            let tag = |cells: Vec<Cell<'static>>| Insert(db.org, table("tags"), vec![cells]);
            let text = |text: &'static str| Cell::Text(text.into());
            let good = vec![Cell::Int(1), text("a"), text("#fff"), Cell::Int(1), Cell::Null];
            for (place, bad) in [(0, text("1")), (1, Cell::Int(1)), (1, text("a\0"))] {
                let mut cells = good.clone();
                cells[place] = bad;
                let refused = db.store.exclusive(tag(cells)).await;
                assert!(matches!(refused, Err(Error::Corrupt(_))), "{refused:?}");
            }
            let refused = db.store.exclusive(tag(good[..4].to_vec())).await;
            assert!(matches!(refused, Err(Error::Corrupt(_))), "{refused:?}");
            let mut nameless = good.clone();
            nameless[1] = Cell::Null;
            assert!(db.store.exclusive(tag(nameless)).await.is_err());
            assert_eq!(db.store.exclusive(tag(good.clone())).await, Ok(()));
            let mut again = good;
            again[1] = text("b");
            let refused = db.store.exclusive(tag(again)).await;
            assert_eq!(refused, Err(Error::Conflict { constraint: "tags_id".into() }));
        });
    }
}

#[test]
fn the_old_values_of_customers_alone_are_read_with_the_changes() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        fixture::run(engine, async |db: &fixture::Db| {
            db.batch(
                r#"INSERT INTO changes (org_id, seq, at, kind, subject, quiet, before)
                   SELECT org_id, 1001, 1, 'chat.updated', 1, 0, '{"status":"new"}' FROM heads
                   UNION ALL
                   SELECT org_id, 1002, 1, 'customer.updated', 1, 0, '{"email":"a@example.com"}'
                   FROM heads"#,
            )
            .await;
            let rows = db.store.read(Class::Page, Touched(db.org)).await.unwrap();
            let befores: Vec<_> = rows.iter().map(|it| (it.kind, it.before.as_deref())).collect();
            let old = Some(r#"{"email":"a@example.com"}"#);
            assert_eq!(befores, [(Kind::ChatUpdated, None), (Kind::CustomerUpdated, old)]);
            db.batch("DELETE FROM changes WHERE seq > 1000").await;
        });
    }
}

#[test]
fn rows_are_removed_by_ranges_of_keys_with_open_and_closed_ends() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        fixture::run(engine, async |db: &fixture::Db| {
            let (numbers, texts) = (table("tags"), table("import_hosts"));
            let tag = |id: i64| {
                let name = Cell::Text(format!("n{id}").into());
                vec![Cell::Int(id), name, Cell::Text("#fff".into()), Cell::Int(1), Cell::Null]
            };
            let host = |name: &str| vec![Cell::Text(name.to_owned().into()), Cell::Int(1)];
            let names = ["", "A", "a", "z", "\u{e4}", "\u{1f44b}"];
            let left = async |table: &'static StoredTable| {
                let all = db.store.long_snapshot(ReadTables(db.org)).await.unwrap();
                let rows = all.into_iter().find(|it| it.0 == table.name()).unwrap().1;
                rows.into_iter().map(|mut row| row.swap_remove(0)).collect::<Vec<_>>()
            };
            let fill = async |table, rows| {
                db.store.exclusive(Insert(db.org, table, rows)).await.unwrap();
            };
            let remove =
                async |table, ranges: &[(Option<Cell<'static>>, Option<Cell<'static>>)]| {
                    let key = |cell: Option<Cell<'static>>| cell.map(|it| vec![it]);
                    let range = |it: &(Option<Cell<'static>>, Option<Cell<'static>>)| KeyRange {
                        from: key(it.0.clone()),
                        to: key(it.1.clone()),
                    };
                    let ranges = ranges.iter().map(range).collect();
                    db.store.exclusive(Remove(db.org, table, ranges)).await
                };
            let (int, text) = (Cell::Int, |it: &'static str| Cell::Text(it.into()));
            let everything = [(None, None)];
            for table in [numbers, texts] {
                remove(table, &everything).await.unwrap();
                assert_eq!(left(table).await, []);
            }
            fill(numbers, [-5, 1, 2, 3, 4, 5].map(tag).into()).await;
            let some = [(Some(int(2)), Some(int(4))), (Some(int(5)), None)];
            remove(numbers, &some).await.unwrap();
            assert_eq!(left(numbers).await, [-5, 1, 4].map(int));
            remove(numbers, &[(None, Some(int(1)))]).await.unwrap();
            assert_eq!(left(numbers).await, [1, 4].map(int));
            fill(texts, names.map(host).into()).await;
            remove(texts, &[(Some(text("a")), Some(text("\u{e4}")))]).await.unwrap();
            assert_eq!(left(texts).await, ["", "A", "\u{e4}", "\u{1f44b}"].map(text));
            remove(texts, &[(None, Some(text("\u{1f44b}")))]).await.unwrap();
            assert_eq!(left(texts).await, [text("\u{1f44b}")]);
            for (table, bad) in [(numbers, text("1")), (texts, int(1))] {
                let refused = remove(table, &[(Some(bad), None)]).await;
                assert!(matches!(refused, Err(Error::Corrupt(_))), "{refused:?}");
            }
        });
    }
}

#[test]
fn rows_are_read_by_ranges_of_keys_however_many_they_are() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        fixture::run(engine, async |db: &fixture::Db| {
            let (numbers, texts, writers) =
                (table("tags"), table("import_hosts"), table("chat_agents"));
            let org = db.org;
            let many = format!(
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 11000)
                INSERT INTO tags (org_id, id, name, color, changed_seq)
                SELECT {org}, i, 'n' || i, '#fff', i FROM n"
            );
            db.batch(&many).await;
            let read = async |table, range| {
                db.store.long_snapshot(ReadRange(org, table, range)).await.unwrap()
            };
            let (int, text) = (Cell::Int, |it: &'static str| Cell::Text(it.into()));
            let range = |from: Option<i64>, to: Option<i64>| KeyRange {
                from: from.map(|from| vec![int(from)]),
                to: to.map(|to| vec![int(to)]),
            };
            assert_eq!(read(numbers, KeyRange::of_row(vec![int(7)])).await, [int(7)]);
            assert_eq!(read(numbers, range(None, Some(3))).await, [1, 2].map(int));
            assert_eq!(read(numbers, range(Some(10_999), None)).await, [10_999, 11_000].map(int));
            for (range, first, last) in
                [(range(Some(2), Some(10_500)), 2, 10_499), (KeyRange::ALL, 1, 11_000)]
            {
                assert_eq!(read(numbers, range).await, (first..=last).map(int).collect::<Vec<_>>());
            }
            let host = |name: &'static str| vec![text(name), int(1)];
            let hosts = ["", "A", "a", "aa", "b"].map(host).into();
            db.store.exclusive(Insert(org, texts, hosts)).await.unwrap();
            assert_eq!(read(texts, KeyRange::of_row(vec![text("a")])).await, [text("a")]);
            let wrote = |(chat, place)| vec![int(chat), int(place), int(1)];
            let rows = [(1, 1), (2, 1), (2, 2), (3, 1)].map(wrote).into();
            db.store.exclusive(Insert(org, writers, rows)).await.unwrap();
            assert_eq!(read(writers, KeyRange::of_owner(2)).await, [2, 2].map(int));
            db.store.exclusive(Remove(org, writers, vec![KeyRange::ALL])).await.unwrap();
            assert_eq!(read(table("heads"), KeyRange::ALL).await.len(), 1);
            let bad = KeyRange { from: Some(vec![text("1")]), to: None };
            let refused = db.store.long_snapshot(ReadRange(org, numbers, bad)).await;
            assert!(matches!(refused, Err(Error::Corrupt(_))), "{refused:?}");
        });
    }
}
