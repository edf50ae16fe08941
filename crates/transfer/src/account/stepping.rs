//! The writing of a step: rows are cut into segments, and the segments that the folder lacks are
//! written.

use std::collections::{BTreeMap, HashSet};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::sync::Arc;

use deskbell_app::accounts::{TakeRanges, TakeTables};
use deskbell_storage::tables::{Cell, KeyRange, StoredTable, TakeRows};
use deskbell_storage::{Error as StorageError, Result as StorageResult};
use parking_lot::Mutex;

use super::Failed;
use super::rewritten::RewrittenRanges;
use super::segments::{Cut, Cutter, checksum};
use super::steps::StepSum;

/// For each table, the checksums of the lines of the whole table.
pub(super) type KnownLines = BTreeMap<&'static str, HashSet<u64>>;

/// The lines that the folder has.
#[derive(Debug, Default)]
pub(super) struct FolderLines {
    /// The lines of the whole tables, as they were when all tables were last read.
    pub(super) known: KnownLines,
    /// The ranges that steps wrote after all tables were last read. The lines of `known` in these
    /// ranges no longer count as known, even if the rows return to their earlier values.
    rewritten: BTreeMap<&'static str, RewrittenRanges>,
}

impl FolderLines {
    pub(super) fn new(known: KnownLines) -> Self {
        Self { known, rewritten: BTreeMap::new() }
    }

    fn has(&self, table: &'static str, cut: Cut<'_>, checksum: u64) -> bool {
        let is_known = self.known.get(table).is_some_and(|known| known.contains(&checksum));
        is_known && !self.rewritten.get(table).is_some_and(|it| it.overlaps(cut))
    }
}

/// A step that is being written to `out`.
struct Sink<W> {
    out: W,
    lines: FolderLines,
    /// The lines of the whole tables; `None` for a step of some ranges.
    new: Option<KnownLines>,
    sum: StepSum,
}

impl<W: Write> Sink<W> {
    /// Accepts a line of a table, and writes the line if the folder lacks it.
    fn line(&mut self, table: &'static str, cut: Cut<'_>) -> io::Result<()> {
        let checksum = checksum(cut.line);
        let is_there = self.lines.has(table, cut, checksum);
        if let Some(new) = &mut self.new {
            new.entry(table).or_default().insert(checksum);
        }
        if is_there {
            return Ok(());
        }
        if self.new.is_none() {
            self.lines.rewritten.entry(table).or_default().insert(cut);
        }
        self.sum.add(cut.line);
        self.out.write_all(cut.line)?;
        self.out.write_all(b"\n")
    }

    /// Returns the lines that the folder has after the step.
    fn lines(self) -> FolderLines {
        match self.new {
            Some(new) => FolderLines::new(new),
            None => self.lines,
        }
    }
}

/// A receiver of rows that writes the segments that the folder lacks.
pub(super) struct Stepping {
    sink: Sink<BufWriter<File>>,
    path: PathBuf,
    cutter: Option<(&'static StoredTable, Cutter)>,
    /// The keys and sizes of all blobs, if all tables are read.
    blobs: Vec<(String, u64)>,
    /// The file error that ended the step, if any.
    failed: Arc<Mutex<Option<Failed>>>,
}

/// The outcome of a step whose last line is not written yet.
pub(super) struct Stepped {
    /// The lines that the folder has after the step.
    pub(super) lines: FolderLines,
    pub(super) sum: StepSum,
    /// The keys and sizes of all blobs, if all tables were read.
    pub(super) blobs: Vec<(String, u64)>,
}

impl Stepping {
    /// Begins a step of all tables, or of some ranges. A file error is stored in `failed`.
    pub(super) fn new(
        (path, file): (PathBuf, File),
        lines: FolderLines,
        is_of_all: bool,
        failed: Arc<Mutex<Option<Failed>>>,
    ) -> Self {
        let new = is_of_all.then(KnownLines::new);
        let sink = Sink { out: BufWriter::new(file), lines, new, sum: StepSum::default() };
        Self { sink, path, cutter: None, blobs: Vec::new(), failed }
    }

    /// Stores a file's error. Returns the error that makes the database stop reading.
    fn stop(&self, error: io::Error) -> StorageError {
        let failed = Failed::file(&self.path)(error);
        let told = StorageError::Full(failed.to_string());
        *self.failed.lock() = Some(failed);
        told
    }

    fn end_table(&mut self) -> StorageResult<()> {
        let Some((table, cutter)) = self.cutter.take() else { return Ok(()) };
        let ended = cutter.end(|cut| self.sink.line(table.name(), cut));
        ended.map_err(|error| self.stop(error))
    }

    /// Writes the remaining lines to the file.
    pub(super) fn finish(mut self) -> StorageResult<Stepped> {
        self.end_table()?;
        self.sink.out.flush().map_err(|error| self.stop(error))?;
        let sum = std::mem::take(&mut self.sink.sum);
        Ok(Stepped { lines: self.sink.lines(), sum, blobs: self.blobs })
    }
}

impl TakeTables for Stepping {
    fn begin(&mut self, table: &'static StoredTable) -> StorageResult<()> {
        self.begin_range(table, KeyRange::ALL)
    }
}

impl TakeRanges for Stepping {
    fn begin_range(&mut self, table: &'static StoredTable, range: KeyRange) -> StorageResult<()> {
        self.end_table()?;
        self.cutter = Some((table, Cutter::within(table, range)));
        Ok(())
    }
}

impl TakeRows for Stepping {
    fn row(&mut self, row: &[Cell<'_>]) -> StorageResult<()> {
        let Some((table, cutter)) = &mut self.cutter else { return Ok(()) };
        if table.name() == "blobs" {
            let value = |name: &str| {
                let place = table.columns().iter().position(|it| it.name == name)?;
                row.get(place)
            };
            if let (Some(Cell::Text(key)), Some(Cell::Int(bytes))) =
                (value("blob_key"), value("bytes"))
            {
                self.blobs.push((key.to_string(), bytes.unsigned_abs()));
            }
        }
        let name = table.name();
        let cut = cutter.row(row, |cut| self.sink.line(name, cut));
        cut.map_err(|error| self.stop(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "tags";

    /// Runs a step that reads one line, `text`: a whole table if `is_of_all`, else one row. Returns
    /// the text that the step wrote, and the lines that the folder has afterwards.
    fn step(lines: FolderLines, is_of_all: bool, text: &str) -> (String, FolderLines) {
        let new = is_of_all.then(KnownLines::new);
        let mut sink = Sink { out: Vec::new(), lines, new, sum: StepSum::default() };
        let (from, to) = ([Cell::Int(5)], [Cell::Int(6)]);
        let (from, to) = if is_of_all { (None, None) } else { (Some(&from[..]), Some(&to[..])) };
        sink.line(TABLE, Cut { from, to, line: text.as_bytes() }).unwrap();
        let written = String::from_utf8(std::mem::take(&mut sink.out)).unwrap();
        (written, sink.lines())
    }

    #[test]
    fn rows_that_become_what_they_were_are_written_again_after_a_step_that_had_them() {
        let (written, lines) = step(FolderLines::default(), true, "old");
        assert_eq!(written, "old\n");
        let (written, lines) = step(lines, true, "old");
        assert_eq!(written, "");
        let (written, lines) = step(lines, false, "new row");
        assert_eq!(written, "new row\n");
        let (written, lines) = step(lines, true, "old");
        assert_eq!(written, "old\n", "the folder has the new row");
        let (written, _) = step(lines, true, "old");
        assert_eq!(written, "");
    }
}
