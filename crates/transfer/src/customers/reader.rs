//! The rows of a file of comma-separated values: RFC 4180, with commas, semicolons or tabs, in
//! UTF-8. The length of a row is limited, so that an unclosed quote does not make the rest of the
//! file one row.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, ErrorKind, Read};
use std::path::Path;
use std::rc::Rc;

use csv::{ByteRecord, Reader, ReaderBuilder};

use super::quotes::Quotes;

/// The largest size of a row, in bytes, which far exceeds all fields of a customer together.
const ROW_BYTES_MAX: u64 = 1024 * 1024;
const COLUMNS_MAX: usize = 1_000;
const BUFFER_BYTES: usize = 64 * 1024;
/// The first bytes of files in UTF-16.
const UTF_16: [[u8; 2]; 2] = [[0xff, 0xfe], [0xfe, 0xff]];
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The reason why a file cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// The file does not exist, or its disk fails.
    #[error("it cannot be read: {0}")]
    Io(#[from] io::Error),
    /// The file is in UTF-16.
    #[error("it is UTF-16: make it UTF-8 by `iconv -f UTF-16 -t UTF-8 FILE > NEW`")]
    Utf16,
    /// The file has no first line.
    #[error("it has no line with the names of its columns")]
    Empty,
    /// The row that begins at this line does not end within the limit.
    #[error("the row at line {0} is longer than 1 MiB: is a quote missing?")]
    Endless(u64),
    /// The first line has too many columns.
    #[error("it has more than {COLUMNS_MAX} columns")]
    Columns,
}

/// A reader that fails when it must read past the position `end` in its file. `end` advances with
/// each row. The reader returns LF for each CR LF and for each CR alone.
struct Limited {
    file: BufReader<File>,
    /// The position of the first byte that must not be read yet.
    end: Rc<Cell<u64>>,
    /// The number of bytes that were read; `last` is the last byte.
    read: u64,
    last: u8,
    quotes: Quotes,
}

impl Limited {
    /// Removes each CR before an LF, since the CSV parser counts a line when it sees the LF, even
    /// before it consumes the LF. Turns each other CR into an LF, since the parser counts no CR.
    /// Returns the number of remaining bytes.
    fn without_returns(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut kept = 0;
        for at in 0..buffer.len() {
            let byte = buffer[at];
            let is_return = byte == b'\r'
                && match buffer.get(at + 1) {
                    Some(next) => *next == b'\n',
                    None => self.file.fill_buf()?.first() == Some(&b'\n'),
                };
            if !is_return {
                buffer[kept] = if byte == b'\r' { b'\n' } else { byte };
                kept += 1;
            }
        }
        Ok(kept)
    }
}

impl Read for Limited {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.end.get().saturating_sub(self.read)).unwrap_or(usize::MAX);
        if left == 0 {
            return Err(ErrorKind::FileTooLarge.into());
        }
        let length = buffer.len().min(left);
        loop {
            let read = self.file.read(&mut buffer[..length])?;
            let kept = self.without_returns(&mut buffer[..read])?;
            self.quotes.read(self.read, &buffer[..kept]);
            self.read += kept as u64;
            self.last = buffer[..kept].last().copied().unwrap_or(self.last);
            if kept > 0 || read == 0 {
                return Ok(kept);
            }
        }
    }
}

/// A reader of the rows after the first line.
#[derive(Debug)]
pub(super) struct CsvRows {
    reader: Reader<Limited>,
    end: Rc<Cell<u64>>,
    row: ByteRecord,
    /// The size of the file, in bytes.
    pub(super) size: u64,
}

impl std::fmt::Debug for Limited {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Limited").finish_non_exhaustive()
    }
}

/// The values of a row, or the reason why the row is invalid.
pub(super) type CsvRow = Result<Vec<String>, String>;

impl CsvRows {
    /// Opens a file. Returns the reader of its rows, and the names of its columns.
    pub(super) fn open(path: &Path) -> Result<(Self, Vec<String>), Unreadable> {
        let file = File::open(path)?;
        let size = file.metadata()?.len();
        let mut file = BufReader::with_capacity(BUFFER_BYTES, file);
        let start = file.fill_buf()?;
        if UTF_16.iter().any(|mark| start.starts_with(mark)) {
            return Err(Unreadable::Utf16);
        }
        let mark = if start.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
        let delimiter = delimiter(start);
        file.consume(mark);
        let end = Rc::new(Cell::new(0));
        let quotes = Quotes::new(delimiter);
        let limited = Limited { file, end: Rc::clone(&end), read: 0, last: b'\n', quotes };
        let mut builder = ReaderBuilder::new();
        builder.delimiter(delimiter).has_headers(false).flexible(true);
        let reader = builder.buffer_capacity(BUFFER_BYTES).from_reader(limited);
        let mut rows = Self { reader, end, row: ByteRecord::new(), size };
        let (_, header) = rows.next()?.ok_or(Unreadable::Empty)?;
        let header = header.map_err(|why| io::Error::new(ErrorKind::InvalidData, why))?;
        if header.len() > COLUMNS_MAX {
            return Err(Unreadable::Columns);
        }
        Ok((rows, header))
    }

    /// Reads the next row that is not empty, with the number of its first line; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<(u64, CsvRow)>, Unreadable> {
        loop {
            let ahead = ROW_BYTES_MAX + BUFFER_BYTES as u64;
            self.end.set(self.reader.position().byte() + ahead);
            let line = self.reader.position().line();
            let is_row =
                self.reader.read_byte_record(&mut self.row).map_err(|error| {
                    match error.into_kind() {
                        csv::ErrorKind::Io(error) if error.kind() == ErrorKind::FileTooLarge => {
                            Unreadable::Endless(line)
                        }
                        csv::ErrorKind::Io(error) => error.into(),
                        other => io::Error::other(format!("{other:?}")).into(),
                    }
                })?;
            if !is_row {
                return Ok(None);
            }
            let line = self.first_line();
            if let Some(why) = self.misquoted() {
                let why = format!("{why}; the row ends at line {}", self.last_line());
                return Ok(Some((line, Err(why))));
            }
            let text = |value: &[u8]| String::from_utf8(value.to_vec());
            let row: Result<Vec<_>, _> = self.row.iter().map(text).collect();
            let Ok(row) = row else {
                let why = "it is not UTF-8: make the file so, as by \
                           `iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW`";
                return Ok(Some((line, Err(why.into()))));
            };
            if row.iter().any(|value| !value.trim().is_empty()) {
                return Ok(Some((line, Ok(row))));
            }
        }
    }

    /// Returns the number of the line at which the last row begins. The CSV parser's own number is
    /// the number of the first empty line before the row.
    fn first_line(&self) -> u64 {
        let breaks = self.row.iter().flatten().filter(|byte| **byte == b'\n').count() as u64;
        let is_in_end = u64::from(self.is_unclosed() && self.ends_with_line());
        self.last_line().saturating_sub(breaks.saturating_sub(is_in_end))
    }

    /// Returns the number of the line at which the last row ends.
    fn last_line(&self) -> u64 {
        let is_last = self.reader.position().byte() == self.reader.get_ref().read;
        // The file's last line may have no end.
        let is_open = is_last && !self.ends_with_line();
        self.reader.position().line().saturating_sub(u64::from(!is_open))
    }

    /// Returns true if the bytes that were read end with LF.
    fn ends_with_line(&self) -> bool {
        self.reader.get_ref().last == b'\n'
    }

    /// Returns what is wrong with the quotes of the last row.
    fn misquoted(&mut self) -> Option<&'static str> {
        let end = self.reader.position().byte();
        if self.reader.get_mut().quotes.were_misplaced(end) {
            return Some(
                "a quote closes amid a cell: one is missing before it, or it stands for itself \
                 and must be doubled",
            );
        }
        self.is_unclosed().then_some(
            "its quote is never closed, so that the rest of the file counts as its text: close the \
             quote, and import the file again",
        )
    }

    /// Returns true if the file ended within quotes.
    fn is_unclosed(&self) -> bool {
        let Limited { read, quotes, .. } = self.reader.get_ref();
        self.reader.position().byte() == *read && quotes.are_open()
    }

    /// Returns the number of bytes of the rows that were read.
    pub(super) fn position(&self) -> u64 {
        self.reader.position().byte()
    }
}

/// Returns the delimiter that occurs most often in the first line, outside of quotes.
fn delimiter(start: &[u8]) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut is_quoted = false;
    for byte in start {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' | b'\r' if !is_quoted => break,
            byte if !is_quoted => {
                counts.iter_mut().filter(|(it, _)| it == byte).for_each(|(_, count)| *count += 1);
            }
            _ => {}
        }
    }
    // Of equal counts the first counts: a file of one column has commas.
    let [(mut most, mut count), rest @ ..] = counts;
    for (delimiter, times) in rest {
        if times > count {
            (most, count) = (delimiter, times);
        }
    }
    most
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn read(bytes: &[u8]) -> Result<Vec<(u64, CsvRow)>, Unreadable> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        let (mut rows, header) = CsvRows::open(file.path())?;
        let mut all = vec![(1, Ok(header))];
        while let Some(row) = rows.next()? {
            all.push(row);
        }
        Ok(all)
    }

    fn texts(row: &[&str]) -> CsvRow {
        Ok(row.iter().map(|it| (*it).to_owned()).collect())
    }

    #[test]
    fn commas_semicolons_and_tabs_are_told_apart_and_a_mark_is_passed_over() {
        for delimiter in [",", ";", "\t"] {
            let text = format!("\u{feff}a{delimiter}\"b,;\t\"\r\n\r\n1{delimiter}\"2\n\"\"3\"\r\n");
            let found = read(text.as_bytes()).unwrap();
            let expected = [(1, texts(&["a", "b,;\t"])), (3, texts(&["1", "2\n\"3"]))];
            assert_eq!(found, expected, "{delimiter:?}");
        }
    }

    #[test]
    fn lines_are_counted_over_breaks_within_cells_and_without_a_last_end() {
        let found = read(b"a\n\n\n\"1\n\n1\"\n2\n\n3").unwrap();
        let lines: Vec<_> = found.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [1, 4, 7, 9]);
    }

    #[test]
    fn lines_may_end_in_a_return_alone() {
        let found = read(b"name\rAnn\r\r\"Bob\rIII\"\rCy").unwrap();
        let rows = [(2, texts(&["Ann"])), (4, texts(&["Bob\nIII"])), (6, texts(&["Cy"]))];
        assert_eq!(found[1..], rows);
    }

    #[test]
    fn what_is_not_utf_8_is_told_with_its_line() {
        let found = read(b"name\nAnn\nJ\xfcrgen\nBob\n").unwrap();
        assert_eq!(found[1], (2, texts(&["Ann"])));
        assert!(found[2].1.as_ref().unwrap_err().contains("WINDOWS-1252"), "{found:?}");
        assert_eq!((found[2].0, &found[3]), (3, &(4, texts(&["Bob"]))));
        assert!(matches!(read(b"\xff\xfen\0a\0"), Err(Unreadable::Utf16)));
        assert!(matches!(read(b""), Err(Unreadable::Empty)));
    }

    #[test]
    fn a_quote_that_is_never_closed_is_told_with_its_line() {
        for text in ["name,city\nAnn,\"Rome\nBob,Oslo\n", "name,city\nAnn,\"Rome\nBob,Oslo"] {
            let found = read(text.as_bytes()).unwrap();
            let why = found[1].1.as_ref().unwrap_err();
            assert!(why.contains("never closed") && why.ends_with("at line 3"), "{found:?}");
            assert_eq!((found[1].0, found.len()), (2, 2));
        }
    }

    #[test]
    fn a_quote_that_closes_amid_a_cell_is_told_with_its_line_and_the_next_rows_are_read() {
        let found = read(b"name,city\nAnn,\"Rome\nBob,\"Oslo\"\nCy,Bern\n").unwrap();
        let why = found[1].1.as_ref().unwrap_err();
        assert!(why.contains("amid a cell") && why.ends_with("at line 3"), "{found:?}");
        assert_eq!((found[1].0, &found[2..]), (2, &[(4, texts(&["Cy", "Bern"]))][..]));
        let found = read(b"name,city\nAnn,\"Rome\nBob,\" Oslo\"\nCy,Bern\n").unwrap();
        assert!(found[1].1.as_ref().unwrap_err().contains("amid a cell"), "{found:?}");
        for (cell, value) in [
            ("\"Rome\nItaly\"\n", "Rome\nItaly"),
            ("\"Rome\n\"", "Rome\n"),
            ("\"Rome\n\"\r", "Rome\n"),
            ("\"a \"\"city\"\"\"", "a \"city\""),
            ("\"Rome\" ", "Rome "),
            ("5\" wide", "5\" wide"),
        ] {
            let found = read(format!("name,city\nAnn,{cell}\nBob,Oslo").as_bytes()).unwrap();
            let rows = [texts(&["Ann", value]), texts(&["Bob", "Oslo"])];
            assert_eq!(found[1..].iter().map(|it| &it.1).collect::<Vec<_>>(), rows.each_ref());
        }
    }

    #[test]
    fn a_quote_without_an_end_reads_no_more_than_a_row_may_have() {
        let mut text = b"name\nAnn\n\"".to_vec();
        text.extend(std::iter::repeat_n(b"line\n", 400_000).flatten());
        let error = read(&text).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the row at line 3 is longer than 1 MiB: is a quote missing?"
        );
    }
}
