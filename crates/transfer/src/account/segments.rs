//! Segments: parts of a table with a few rows each. A segment is rendered as one line. The lines of
//! a table cover all keys, and a line replaces everything that its range had before. Equal lines
//! mean equal rows.
//!
//! A line is `["table", from, [row, …], to]`: `from` is the first key of the range, `to` the first
//! key after it, and `null` the beginning or end of the table.

use deskbell_storage::tables::{Cell, KeyRange, StoredTable};
use deskbell_wire::json;
use twox_hash::XxHash3_64;

use super::cells;

/// The mean number of rows in a segment. Larger segments would take less memory, but each changed
/// row would rewrite more bytes.
const ROWS: u64 = 4;
/// The number of bytes at which a segment ends, so that a line stays far below the size limit of
/// lines.
const BYTES_MAX: usize = 1024 * 1024;

/// Computes the checksum of a line, by which the line is recognized.
pub(super) fn checksum(line: &[u8]) -> u64 {
    XxHash3_64::oneshot(line)
}

/// A finished segment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cut<'a> {
    /// The first key of the range.
    pub(super) from: Option<&'a [Cell<'static>]>,
    /// The first key after the range.
    pub(super) to: Option<&'a [Cell<'a>]>,
    pub(super) line: &'a [u8],
}

/// A cutter, which cuts the rows of a table, or of a range of its keys, into segments. The rows are
/// added in the order of their keys.
///
/// Only the checksum of a row's key determines whether the row begins a segment. Therefore a new or
/// removed row does not change all later lines.
#[derive(Debug)]
pub(super) struct Cutter {
    table: &'static StoredTable,
    line: Vec<u8>,
    row: Vec<u8>,
    key: Vec<u8>,
    /// The first key of the segment; `None` at the table's beginning.
    from: Option<Vec<Cell<'static>>>,
    /// The first key after the range; `None` at the table's end.
    to: Option<Vec<Cell<'static>>>,
    is_empty: bool,
}

impl Cutter {
    /// Creates a cutter of a whole table.
    pub(super) fn new(table: &'static StoredTable) -> Self {
        Self::within(table, KeyRange::ALL)
    }

    /// Creates a cutter of the rows in a range. The first and the last line may be parts of lines
    /// that a cutter of the whole table returns.
    pub(super) fn within(table: &'static StoredTable, KeyRange { from, to }: KeyRange) -> Self {
        let (line, row, mut key) = (Vec::new(), Vec::new(), Vec::new());
        if let Some(from) = &from {
            cells::write_all(&mut key, from);
        }
        let mut cutter = Self { table, line, row, key, from, to, is_empty: true };
        cutter.begin();
        cutter
    }

    /// Begins a segment at the current key, or at the table's beginning.
    fn begin(&mut self) {
        self.line.clear();
        self.line.push(b'[');
        json::string(&mut self.line, self.table.name());
        self.line.push(b',');
        match &self.from {
            None => json::null(&mut self.line),
            Some(_) => self.line.extend_from_slice(&self.key),
        }
        self.line.extend_from_slice(b",[");
        self.is_empty = true;
    }

    /// Adds the next row. If the row begins a segment, passes the finished segment to `take`.
    pub(super) fn row<E>(
        &mut self,
        row: &[Cell<'_>],
        take: impl FnOnce(Cut<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.row.clear();
        cells::write_all(&mut self.row, row);
        let key = self.table.key(row);
        let is_first = self.is_empty && self.from.as_deref() == Some(key);
        if !key.is_empty() && !is_first {
            self.key.clear();
            cells::write_all(&mut self.key, key);
            if checksum(&self.key).is_multiple_of(ROWS) || self.line.len() >= BYTES_MAX {
                self.line.extend_from_slice(b"],");
                self.line.extend_from_slice(&self.key);
                self.line.push(b']');
                take(Cut { from: self.from.as_deref(), to: Some(key), line: &self.line })?;
                self.from = Some(key.iter().map(cells::owned).collect());
                self.begin();
            }
        }
        if !self.is_empty {
            self.line.push(b',');
        }
        self.is_empty = false;
        self.line.extend_from_slice(&self.row);
        Ok(())
    }

    /// Ends the range, and passes the last segment to `take`.
    pub(super) fn end<E>(mut self, take: impl FnOnce(Cut<'_>) -> Result<(), E>) -> Result<(), E> {
        self.line.extend_from_slice(b"],");
        match &self.to {
            None => json::null(&mut self.line),
            Some(to) => cells::write_all(&mut self.line, to),
        }
        self.line.push(b']');
        take(Cut { from: self.from.as_deref(), to: self.to.as_deref(), line: &self.line })
    }
}

/// The content of a line: one segment of a table.
#[derive(Debug)]
pub(super) struct Segment {
    pub(super) table: &'static StoredTable,
    pub(super) range: KeyRange,
    pub(super) rows: Vec<Vec<Cell<'static>>>,
}

impl Segment {
    /// Parses a line as a segment. The error is the reason why the line is not a segment, as a
    /// sentence.
    pub(super) fn parse(line: &[u8]) -> Result<Self, String> {
        type Cells = Vec<cells::OfLine>;
        type Line = (String, Option<Cells>, Vec<Cells>, Option<Cells>);
        let read = serde_json::from_slice::<Line>(line);
        let (name, from, rows, to) = read.map_err(|error| error.to_string())?;
        let table = deskbell_storage::tables::all().find(|it| it.name() == name);
        let table = table.ok_or_else(|| format!("there is no table {name}"))?;
        let (from, to) = (from.map(cells::of_line), to.map(cells::of_line));
        let rows: Vec<_> = rows.into_iter().map(cells::of_line).collect();
        let is_key = |key: &Option<Vec<_>>| key.as_ref().is_none_or(|key| table.is_key(key));
        if !is_key(&from) || !is_key(&to) {
            return Err("it has a range of no keys of the table".into());
        }
        for row in &rows {
            let key = table.key(row);
            let is_in = from.as_deref().is_none_or(|from| from <= key)
                && to.as_deref().is_none_or(|to| key < to);
            if row.len() != table.columns().len() || !is_in {
                return Err("it has a row that does not belong there".into());
            }
        }
        Ok(Self { table, range: KeyRange { from, to }, rows })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    fn tags() -> &'static StoredTable {
        deskbell_storage::tables::all().find(|it| it.name() == "tags").unwrap()
    }

    fn row(id: i64, name: &str) -> Vec<Cell<'static>> {
        let text = |text: &str| Cell::Text(text.to_owned().into());
        vec![Cell::Int(id), text(name), text("#fff"), Cell::Int(1), Cell::Null]
    }

    /// Returns the lines of a table with these tags.
    fn lines(tags_by_id: &BTreeMap<i64, String>) -> Vec<Vec<u8>> {
        lines_within(tags_by_id, KeyRange::ALL)
    }

    /// Returns the lines of a range of a table with these tags.
    fn lines_within(tags_by_id: &BTreeMap<i64, String>, range: KeyRange) -> Vec<Vec<u8>> {
        let is_in = |id: i64| {
            let key = Some(vec![Cell::Int(id)]);
            key >= range.from && (range.to.is_none() || key < range.to)
        };
        let inside: Vec<_> = tags_by_id.iter().filter(|(id, _)| is_in(**id)).collect();
        let (mut cutter, mut lines) = (Cutter::within(tags(), range), Vec::new());
        for (id, name) in inside {
            let taken = cutter.row(&row(*id, name), |cut| {
                lines.push(cut.line.to_vec());
                Ok::<_, ()>(())
            });
            taken.unwrap();
        }
        let ended = cutter.end(|cut| {
            lines.push(cut.line.to_vec());
            Ok::<_, ()>(())
        });
        ended.unwrap();
        lines
    }

    fn tables() -> impl Strategy<Value = BTreeMap<i64, String>> {
        prop::collection::btree_map(-20..60_i64, "\\PC{0,3}", 0..60)
    }

    proptest! {
        #[test]
        fn the_lines_that_differ_turn_one_table_into_another(one in tables(), other in tables()) {
            let before = lines(&one);
            let mut rows: BTreeMap<_, _> =
                one.iter().map(|(id, name)| (vec![Cell::Int(*id)], row(*id, name))).collect();
            for line in lines(&other).iter().filter(|line| !before.contains(line)) {
                let Segment { range: KeyRange { from, to }, rows: new, .. } =
                    Segment::parse(line).unwrap();
                rows.retain(|key, _| {
                    from.as_ref().is_some_and(|from| key < from)
                        || to.as_ref().is_some_and(|to| key >= to)
                });
                rows.extend(new.into_iter().map(|row| (row[..1].to_vec(), row)));
            }
            let expected: Vec<_> = other.iter().map(|(id, name)| row(*id, name)).collect();
            prop_assert_eq!(rows.into_values().collect::<Vec<_>>(), expected);
        }

        #[test]
        fn a_range_has_the_lines_of_the_whole_table_but_for_its_ends(
            all in tables(),
            from in -20..60_i64,
            rows in 1..40_i64,
        ) {
            let key = |id| Some(vec![Cell::Int(id)]);
            let range = KeyRange { from: key(from), to: key(from + rows) };
            let (whole, some) = (lines(&all), lines_within(&all, range.clone()));
            let new = some.iter().filter(|line| !whole.contains(line)).count();
            prop_assert!(new <= 2, "{} lines are not of the table", new);
            let mut found = Vec::new();
            let mut next = range.from;
            for line in some {
                let segment = Segment::parse(&line).unwrap();
                prop_assert_eq!(&segment.range.from, &next);
                next = segment.range.to;
                found.extend(segment.rows);
            }
            prop_assert_eq!(next, range.to);
            let inside = all.range(from..from + rows).map(|(id, name)| row(*id, name));
            prop_assert_eq!(found, inside.collect::<Vec<_>>());
        }

        #[test]
        fn any_bytes_are_read_or_refused(line in "\\PC{0,80}") {
            let _ = Segment::parse(line.as_bytes());
        }
    }

    #[test]
    fn one_changed_row_changes_one_line() {
        let one: BTreeMap<_, _> = (0..1_000).map(|id| (id, format!("n{id}"))).collect();
        let mut other = one.clone();
        other.insert(500, "another".into());
        let (before, after) = (lines(&one), lines(&other));
        assert!(before.len() > 150, "{}", before.len());
        assert_eq!(after.iter().filter(|line| !before.contains(line)).count(), 1);
    }

    #[test]
    fn a_line_that_does_not_fit_is_refused() {
        for (bad, why) in [
            ("[\"tags\",null,[],null,1]", "trailing"),
            ("[\"tug\",null,[],null]", "no table tug"),
            ("[\"tags\",[1,2],[],null]", "no keys"),
            ("[\"tags\",[\"1\"],[],null]", "no keys"),
            ("[\"tags\",null,[[1,\"a\"]],null]", "does not belong"),
            ("[\"tags\",[2],[[1,\"a\",\"b\",1,null]],null]", "does not belong"),
            ("[\"tags\",null,[[1,\"a\",\"b\",1,null]],[1]]", "does not belong"),
        ] {
            let found = Segment::parse(bad.as_bytes()).unwrap_err();
            assert!(found.contains(why), "{bad}: {found}");
        }
        assert!(Segment::parse(b"[\"heads\",null,[],null]").is_ok());
    }
}
