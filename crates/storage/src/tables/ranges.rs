//! Ranges of a table's keys, and the functions that read or remove the rows of a range.

use deskbell_model::OrgId;

use super::{Cell, Passing, ROWS_AT_ONCE, StoredTable, TakeRows};
use crate::conn::Conn;
use crate::error::{Error, Result};
use crate::row::Param;

/// A part of a table: the keys from `from` on and before `to`. `None` stands for the table's
/// beginning or end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRange {
    /// The first key of the range.
    pub from: Option<Vec<Cell<'static>>>,
    /// The first key after the range.
    pub to: Option<Vec<Cell<'static>>>,
}

impl KeyRange {
    /// The whole table.
    pub const ALL: Self = Self { from: None, to: None };

    /// Returns the range of the one row with this key.
    #[must_use]
    pub fn of_row(key: Vec<Cell<'static>>) -> Self {
        let mut next = key.clone();
        match next.last_mut() {
            None => return Self::ALL,
            Some(Cell::Int(number)) if *number < i64::MAX => *number += 1,
            // No text has U+0000, so no text is between a text and the same with U+0001 behind it.
            Some(Cell::Text(text)) => text.to_mut().push('\u{1}'),
            Some(Cell::Int(_) | Cell::Null) => return Self { from: Some(key), to: None },
        }
        Self { from: Some(key), to: Some(next) }
    }

    /// Returns the range of the rows whose keys are this number and any other number.
    #[must_use]
    pub fn of_owner(owner: i64) -> Self {
        let key = |owner| Some(vec![Cell::Int(owner), Cell::Int(i64::MIN)]);
        Self { from: key(owner), to: owner.checked_add(1).and_then(key) }
    }
}

/// Reads the rows of an organization whose keys are in a range, in the order of the key.
///
/// # Errors
/// When the database or `taker` fails; `Corrupt` when a bound is no key of the table.
pub async fn read_range<C: Conn>(
    org: OrgId,
    conn: &mut C,
    table: &'static StoredTable,
    KeyRange { from, to }: &KeyRange,
    taker: &mut impl TakeRows,
) -> Result<()> {
    let (columns, key) = (table.columns, table.key);
    let mut from = from.clone().unwrap_or_else(|| table.lowest());
    loop {
        if !std::iter::once(&from).chain(to).all(|key| table.is_key(key)) {
            return Err(Error::corrupt(format!("a key does not fit the table {}", table.name)));
        }
        let statement = if to.is_some() && key > 0 { &table.between } else { &table.from };
        let mut given = vec![Param::from(org)];
        given.extend(from.iter().chain(to.iter().flatten()).map(Cell::param));
        given.push(ROWS_AT_ONCE.into());
        let mut passing = Passing { columns, key, taker: &mut *taker, rows: 0, last: Vec::new() };
        conn.each(statement, &given, &mut passing).await?;
        let Passing { rows, last, .. } = passing;
        let next = KeyRange::of_row(last).to;
        match next.filter(|_| key > 0 && rows == u64::from(ROWS_AT_ONCE)) {
            Some(next) => from = next,
            None => return Ok(()),
        }
    }
}

/// Removes an organization's rows whose keys are in these ranges.
///
/// # Errors
/// When the database fails; `Corrupt` when a bound is no key of the table.
pub async fn remove<C: Conn>(
    org: OrgId,
    conn: &mut C,
    table: &'static StoredTable,
    ranges: &[KeyRange],
) -> Result<()> {
    for KeyRange { from, to } in ranges {
        let from = from.clone().unwrap_or_else(|| table.lowest());
        let bounds = std::iter::once(&from).chain(to);
        if !bounds.clone().all(|key| table.is_key(key)) {
            return Err(Error::corrupt(format!("a key does not fit the table {}", table.name)));
        }
        let query = match to {
            _ if table.key == 0 => &table.clear,
            None => &table.remove_from,
            Some(_) => &table.remove_between,
        };
        let mut given = vec![Param::from(org)];
        given.extend(bounds.flatten().map(Cell::param));
        conn.queue(query, &given).await?;
    }
    Ok(())
}
