//! Reads and writes an organization's rows in all tables, so that the organization can be copied.
//! This file does not know the columns' meanings. The build script makes the list of tables and
//! columns from the migrations.
//!
//! This file names only the tables that are not copied, and the tables that are written last.

mod ranges;
mod touched;

use std::borrow::Cow;
use std::sync::LazyLock;

use deskbell_model::OrgId;

pub use ranges::{KeyRange, read_range, remove};
#[cfg(test)]
pub(crate) use touched::STATEMENTS as TOUCHED_STATEMENTS;
pub use touched::{TouchedObjects, TouchedRow, touched, touched_ranges};

use crate::columns::Nothing;
use crate::conn::{Conn, Visit};
use crate::error::{Error, Result};
use crate::row::{Param, Row};
use crate::sql::{columns, text};
use crate::statement::{Class, Query, Statement};

/// The number of rows that one statement reads, so that no statement takes long.
const ROWS_AT_ONCE: u32 = 5_000;

/// The tables with the working state of running servers, which are not copied.
const OF_SERVERS: [&str; 3] = ["leases", "rate_windows", "refolds"];

/// The tables that are written last, in one transaction. Before this transaction, no server finds
/// the organization, and no work of the organization is due.
const LAST: [&str; 5] = ["erasures", "timers", "webhooks", "heads", "organizations"];

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// A BIGINT.
    Int,
    /// A TEXT.
    Text,
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableColumn {
    /// The column's name.
    pub name: &'static str,
    /// The column's type.
    pub kind: ColumnType,
}

/// A table with rows of organizations.
#[derive(Debug)]
pub struct StoredTable {
    name: &'static str,
    /// The columns except the organization's column: first the columns of the key, then the others.
    columns: &'static [TableColumn],
    /// The number of the key's columns, not counting the organization's column.
    key: usize,
    first: Statement,
    after: Statement,
    from: Statement,
    between: Statement,
    insert: Query<Nothing>,
    clear: Query<Nothing>,
    remove_from: Query<Nothing>,
    remove_between: Query<Nothing>,
}

/// The value of a column in a row. Cells of keys sort in the database's order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cell<'a> {
    /// NULL.
    Null,
    /// A number.
    Int(i64),
    /// A text.
    Text(Cow<'a, str>),
}

impl Cell<'_> {
    fn param(&self) -> Param<'_> {
        match self {
            Self::Null => Param::Null,
            Self::Int(number) => Param::Int(*number),
            Self::Text(text) => Param::Text(text),
        }
    }

    /// Returns whether a column of this type takes the value. A NULL always fits, since the
    /// database itself checks which columns may be NULL.
    fn fits(&self, kind: ColumnType) -> bool {
        match self {
            Self::Null => true,
            Self::Int(_) => kind == ColumnType::Int,
            Self::Text(text) => kind == ColumnType::Text && !text.contains('\0'),
        }
    }
}

/// A receiver of rows.
pub trait TakeRows: Send {
    /// Takes one row, with its values in the order of [`StoredTable::columns`].
    ///
    /// # Errors
    /// The error that ends the reading.
    fn row(&mut self, row: &[Cell<'_>]) -> Result<()>;
}

macro_rules! tables {
    ($(
        $table:ident by $org:ident {
            key $($key:ident: $key_kind:ident)*; other $($column:ident: $kind:ident)*;
        }
    )*) => {
        /// All tables that migrations make, sorted by name.
        static TABLES: LazyLock<Vec<StoredTable>> = LazyLock::new(|| vec![$({
            const KEY: &[&str] = &[$(stringify!($key)),*];
            const ALL: &[&str] = columns!(KEY, &[$(stringify!($column)),*]);
            StoredTable {
                name: stringify!($table),
                columns: &[
                    $(TableColumn { name: stringify!($key), kind: ColumnType::$key_kind },)*
                    $(TableColumn { name: stringify!($column), kind: ColumnType::$kind },)*
                ],
                key: KEY.len(),
                first: Statement::new(
                    concat!(module_path!(), "::FIRST_OF_", stringify!($table)),
                    Class::Scan,
                    text!(page(stringify!($table), stringify!($org), ALL, KEY, false)),
                    ALL,
                ),
                after: Statement::new(
                    concat!(module_path!(), "::AFTER_OF_", stringify!($table)),
                    Class::Scan,
                    text!(page(stringify!($table), stringify!($org), ALL, KEY, true)),
                    ALL,
                ),
                from: Statement::new(
                    concat!(module_path!(), "::FROM_OF_", stringify!($table)),
                    Class::Scan,
                    text!(page_from(stringify!($table), stringify!($org), ALL, KEY, false)),
                    ALL,
                ),
                between: Statement::new(
                    concat!(module_path!(), "::BETWEEN_OF_", stringify!($table)),
                    Class::Scan,
                    text!(page_from(stringify!($table), stringify!($org), ALL, KEY, true)),
                    ALL,
                ),
                insert: Query::<Nothing>::new(
                    concat!(module_path!(), "::INSERT_OF_", stringify!($table)),
                    Class::Point,
                    text!(insert_by(stringify!($table), stringify!($org), ALL)),
                ),
                clear: Query::<Nothing>::new(
                    concat!(module_path!(), "::CLEAR_OF_", stringify!($table)),
                    Class::Scan,
                    text!(clear(stringify!($table), stringify!($org), KEY)),
                ),
                remove_from: Query::<Nothing>::new(
                    concat!(module_path!(), "::REMOVE_FROM_OF_", stringify!($table)),
                    Class::Scan,
                    text!(remove_range(stringify!($table), stringify!($org), KEY, false)),
                ),
                remove_between: Query::<Nothing>::new(
                    concat!(module_path!(), "::REMOVE_BETWEEN_OF_", stringify!($table)),
                    Class::Scan,
                    text!(remove_range(stringify!($table), stringify!($org), KEY, true)),
                ),
            }
        }),*]);
    };
}

include!(concat!(env!("OUT_DIR"), "/tables.rs"));

/// Returns every statement of all tables that are copied.
#[cfg(test)]
pub(crate) fn statements() -> impl Iterator<Item = &'static Statement> {
    let of = |it: &'static StoredTable| {
        let removing = [&it.clear, &it.remove_from, &it.remove_between].map(|it| &it.statement);
        let reading = [&it.first, &it.after, &it.from, &it.between, &it.insert.statement];
        reading.into_iter().chain(removing)
    };
    all().flat_map(of)
}

/// Returns the table with this name among those that are copied with an organization.
///
/// # Errors
/// `Internal` when there is no such table.
pub fn named(name: &str) -> Result<&'static StoredTable> {
    let unknown = || Error::Internal(format!("{name} is no table of organizations"));
    all().find(|it| it.name == name).ok_or_else(unknown)
}

/// The tables that are copied with an organization, in the order in which they are written.
pub fn all() -> impl Iterator<Item = &'static StoredTable> {
    let last = LAST.iter().filter_map(|name| TABLES.iter().find(|it| it.name == *name));
    TABLES.iter().filter(|it| !OF_SERVERS.contains(&it.name) && !it.is_last()).chain(last)
}

impl StoredTable {
    /// Returns the table's name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the columns except the organization's column, in the order of a row's values.
    #[must_use]
    pub const fn columns(&self) -> &'static [TableColumn] {
        self.columns
    }

    /// Returns the values of the key in a row; empty in a table with one row for each organization.
    #[must_use]
    pub fn key<'r, 'c>(&self, row: &'r [Cell<'c>]) -> &'r [Cell<'c>] {
        row.get(..self.key).unwrap_or_default()
    }

    /// Returns whether these values have the number and the types of the key's columns.
    #[must_use]
    pub fn is_key(&self, values: &[Cell<'_>]) -> bool {
        values.len() == self.key && self.fits(values)
    }

    /// Returns whether the first columns of the table can store these values.
    fn fits(&self, values: &[Cell<'_>]) -> bool {
        values.iter().zip(self.columns).all(|(cell, column)| cell.fits(column.kind))
    }

    /// Returns the lowest possible key.
    fn lowest(&self) -> Vec<Cell<'static>> {
        let columns = self.columns.iter().take(self.key);
        let lowest = |column: &TableColumn| match column.kind {
            ColumnType::Int => Cell::Int(i64::MIN),
            ColumnType::Text => Cell::Text("".into()),
        };
        columns.map(lowest).collect()
    }

    /// Returns whether the table belongs to the tables that are written last, in one transaction.
    #[must_use]
    pub fn is_last(&self) -> bool {
        LAST.contains(&self.name)
    }
}

/// A receiver that passes each row to `taker` and remembers the key of the last row.
struct Passing<'t, T> {
    columns: &'static [TableColumn],
    key: usize,
    taker: &'t mut T,
    rows: u64,
    last: Vec<Cell<'static>>,
}

impl<T: TakeRows> Visit for Passing<'_, T> {
    fn row<R: Row>(&mut self, row: &R) -> Result<()> {
        let cell = |(place, column): (usize, &TableColumn)| {
            Ok(match column.kind {
                ColumnType::Int => row.int(place)?.map_or(Cell::Null, Cell::Int),
                ColumnType::Text => {
                    row.text(place)?.map_or(Cell::Null, |text| Cell::Text(text.into()))
                }
            })
        };
        let cells = self.columns.iter().enumerate().map(cell).collect::<Result<Vec<_>>>()?;
        self.taker.row(&cells)?;
        self.rows += 1;
        self.last.clear();
        self.last.extend(cells.into_iter().take(self.key).map(|cell| match cell {
            Cell::Null => Cell::Null,
            Cell::Int(number) => Cell::Int(number),
            Cell::Text(text) => Cell::Text(text.into_owned().into()),
        }));
        Ok(())
    }
}

/// Reads a page of rows in the order of the key: the rows after the key `after`, or the first rows.
async fn page_after<C: Conn, T: TakeRows>(
    org: OrgId,
    conn: &mut C,
    table: &'static StoredTable,
    (after, limit): (&[Cell<'_>], u32),
    taker: &mut T,
) -> Result<(u64, Vec<Cell<'static>>)> {
    let (columns, key) = (table.columns, table.key);
    let mut passing = Passing { columns, key, taker, rows: 0, last: Vec::new() };
    let statement = if after.is_empty() { &table.first } else { &table.after };
    let mut given = vec![Param::from(org)];
    given.extend(after.iter().map(Cell::param));
    given.push(limit.into());
    conn.each(statement, &given, &mut passing).await?;
    Ok((passing.rows, passing.last))
}

/// Reads all rows of an organization in a table, in the order of the key; returns their number.
///
/// # Errors
/// When the database or `taker` fails.
pub async fn read<C: Conn>(
    org: OrgId,
    conn: &mut C,
    table: &'static StoredTable,
    taker: &mut impl TakeRows,
) -> Result<u64> {
    let (mut all, mut last) = (0, Vec::new());
    loop {
        let page = (last.as_slice(), ROWS_AT_ONCE);
        let (rows, key) = page_after(org, conn, table, page, taker).await?;
        all += rows;
        if rows < u64::from(ROWS_AT_ONCE) || key.is_empty() {
            return Ok(all);
        }
        last = key;
    }
}

/// Adds rows of an organization to a table.
///
/// # Errors
/// When the database fails; `Conflict` when a row's key is taken; `Corrupt` when a row's values do
/// not fit the columns.
pub async fn insert<C: Conn>(
    org: OrgId,
    conn: &mut C,
    table: &'static StoredTable,
    rows: &[Vec<Cell<'_>>],
) -> Result<()> {
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        if row.len() != table.columns.len() || !table.fits(row) {
            return Err(Error::corrupt(format!("a row does not fit the table {}", table.name)));
        }
        let mut values = vec![Param::from(org)];
        values.extend(row.iter().map(Cell::param));
        all.push(values);
    }
    conn.queue_many(&table.insert, &all).await
}

/// A receiver that only counts rows.
struct Counting;

impl TakeRows for Counting {
    fn row(&mut self, _: &[Cell<'_>]) -> Result<()> {
        Ok(())
    }
}

/// Deletes some of the rows of an organization that an interrupted copy has written; the
/// organization itself must not exist. `false` when no such rows were left.
///
/// # Errors
/// When the database fails.
pub async fn clear_some<C: Conn>(org: OrgId, conn: &mut C) -> Result<bool> {
    for table in all() {
        let page = ([].as_slice(), ROWS_AT_ONCE);
        let (rows, last) = page_after(org, conn, table, page, &mut Counting).await?;
        if rows > 0 {
            let mut given = vec![Param::from(org)];
            given.extend(last.iter().map(Cell::param));
            conn.queue(&table.clear, &given).await?;
            return Ok(true);
        }
    }
    Ok(false)
}
