//! A reader of the lines of a plain or gzip text file, with a size limit for each line.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::rc::Rc;

use deskbell_model::limits::IMPORT_LINE_BYTES_MAX;
use flate2::bufread::MultiGzDecoder;

/// The first bytes of every gzip file (RFC 1952).
const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// The mark that some editors write at the beginning of a UTF-8 file.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// A file that counts the bytes read from it.
struct Counted<R> {
    inner: R,
    read: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.read.set(self.read.get() + read as u64);
        Ok(read)
    }
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// The line's bytes, without the end of line.
    Bytes(Vec<u8>),
    /// The line is longer than the limit, and was skipped.
    TooLong,
}

pub(crate) struct Lines {
    reader: Box<dyn BufRead>,
    read: Rc<Cell<u64>>,
    /// The file's size in bytes; 0 when it is unknown.
    pub(crate) size: u64,
    /// The number of the last line that was read, from 1.
    pub(crate) number: u64,
}

impl Lines {
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        Self::of_file(File::open(path)?)
    }

    pub(crate) fn of_file(file: File) -> io::Result<Self> {
        let size = file.metadata()?.len();
        Self::of(file, size)
    }

    /// Creates a reader of standard input, whose size is unknown.
    pub(crate) fn input() -> io::Result<Self> {
        Self::of(io::stdin(), 0)
    }

    fn of(input: impl Read + 'static, size: u64) -> io::Result<Self> {
        let read = Rc::new(Cell::new(0));
        let mut raw = BufReader::new(Counted { inner: input, read: Rc::clone(&read) });
        let reader: Box<dyn BufRead> = if raw.fill_buf()?.starts_with(&GZIP_MAGIC) {
            Box::new(BufReader::new(MultiGzDecoder::new(raw)))
        } else {
            Box::new(raw)
        };
        Ok(Self { reader, read, size, number: 0 })
    }

    /// Returns the number of bytes read from the file.
    pub(crate) fn position(&self) -> u64 {
        self.read.get()
    }

    /// Reads the next line; `None` at the end.
    pub(crate) fn next(&mut self) -> io::Result<Option<Line>> {
        let mut line = Vec::new();
        let limit = IMPORT_LINE_BYTES_MAX as u64 + 1;
        let read = self.reader.by_ref().take(limit).read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(None);
        }
        self.number += 1;
        if self.number == 1 && line.starts_with(BYTE_ORDER_MARK) {
            line.drain(..BYTE_ORDER_MARK.len());
        }
        if line.last() == Some(&b'\n') {
            line.pop();
        } else if read > IMPORT_LINE_BYTES_MAX {
            self.skip()?;
            return Ok(Some(Line::TooLong));
        }
        Ok(Some(Line::Bytes(line)))
    }

    /// Skips the rest of a line.
    fn skip(&mut self) -> io::Result<()> {
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                return Ok(());
            }
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let passed = end.map_or(buffer.len(), |end| end + 1);
            self.reader.consume(passed);
            if end.is_some() {
                return Ok(());
            }
        }
    }
}
