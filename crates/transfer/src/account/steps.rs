//! The file `follow.ndjson` in the folder of an exported account that is followed in steps. Each
//! step has the changes of the tables since the previous step: lines of
//! [`segments`](super::segments), then a line that ends the step. Lines after the last complete
//! step are ignored.

use std::fs::File;
use std::hash::Hasher as _;
use std::io::{self, BufRead as _, BufReader, Read as _, Take};
use std::path::{Path, PathBuf};

use deskbell_model::Seconds;
use deskbell_model::limits::IMPORT_LINE_BYTES_MAX;
use serde_json::{Value, json};
use twox_hash::XxHash3_64;

use super::Failed;
use super::segments::{Segment, checksum};

/// The name of the file to which the changes of a followed account are written, step by step.
pub(super) const STEPS: &str = "follow.ndjson";

/// The last line of a step, which is a set of changes since the previous step. A step without this
/// line is incomplete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct StepEnd {
    /// The number of the step among the steps of the followed account, from 1.
    pub(super) step: u64,
    /// The time of the step.
    pub(super) at: Seconds,
    /// The history of the last change: the sequence in which the change is numbered.
    pub(super) history: String,
    /// The number of the last change.
    pub(super) seq: i64,
    /// The number of lines of the step before this line.
    pub(super) lines: u64,
    /// The number of blobs in the folder that the step's rows need.
    pub(super) files: u64,
    /// The checksum of the step's lines before this line.
    pub(super) checksum: u64,
}

impl StepEnd {
    /// Returns the closing line of a step as text, with a line break.
    pub(super) fn line(&self) -> String {
        let Self { step, at, history, seq, lines, files, checksum } = self;
        let end = json!({
            "step": step,
            "at": at.get(),
            "history": history,
            "seq": seq,
            "lines": lines,
            "files": files,
            "checksum": format!("{checksum:016x}"),
        });
        format!("{end}\n")
    }

    fn parse(line: &[u8]) -> Option<Self> {
        let it: Value = serde_json::from_slice(line).ok()?;
        Some(Self {
            step: it["step"].as_u64()?,
            at: it["at"].as_i64().and_then(Seconds::from_i64)?,
            history: it["history"].as_str()?.to_owned(),
            seq: it["seq"].as_i64()?,
            lines: it["lines"].as_u64()?,
            files: it["files"].as_u64()?,
            checksum: u64::from_str_radix(it["checksum"].as_str()?, 16).ok()?,
        })
    }
}

/// The checksum of a step's lines.
#[derive(Default)]
pub(super) struct StepSum {
    hasher: XxHash3_64,
    lines: u64,
}

impl StepSum {
    pub(super) fn add(&mut self, line: &[u8]) {
        self.hasher.write(line);
        self.lines += 1;
    }

    pub(super) const fn lines(&self) -> u64 {
        self.lines
    }

    pub(super) fn get(&self) -> u64 {
        self.hasher.finish()
    }
}

/// A line of `follow.ndjson`: a part of a table, or the end of a step.
#[derive(Debug)]
pub(super) enum StepLine {
    /// A segment, with the checksum of its line.
    Segment(Segment, u64),
    End(StepEnd),
}

/// The reader of the complete steps in `follow.ndjson`. A step is a set of changes since the
/// previous step.
pub(super) struct Steps {
    path: PathBuf,
    reader: BufReader<Take<File>>,
    /// The size of the complete steps, in bytes.
    pub(super) bytes: u64,
    /// The number of bytes that were read.
    pub(super) read: u64,
    line: Vec<u8>,
    /// The number of the last line that was read, from 1.
    number: u64,
    /// The number of the last step whose end was read.
    step: u64,
    sum: StepSum,
}

impl Steps {
    /// Begins to read the steps in a file. Ignores lines after the last complete step.
    pub(super) fn open(path: &Path, file: File) -> Result<Self, Failed> {
        let copy = file.try_clone().map_err(Failed::file(path))?;
        let bytes = whole_bytes(copy).map_err(Failed::file(path))?;
        io::Seek::rewind(&mut &file).map_err(Failed::file(path))?;
        Ok(Self {
            path: path.to_owned(),
            reader: BufReader::new(file.take(bytes)),
            bytes,
            read: 0,
            line: Vec::new(),
            number: 0,
            step: 0,
            sum: StepSum::default(),
        })
    }

    /// Returns an error about the last line that was read.
    pub(super) fn bad(&self, why: impl ToString) -> Failed {
        let (path, line) = (self.path.clone(), self.number);
        Failed::Line { path, line, why: why.to_string() }
    }

    /// Reads the next line; `None` after the last complete step.
    pub(super) fn next(&mut self) -> Result<Option<StepLine>, Failed> {
        let read = read_line(&mut self.reader, &mut self.line);
        let read = read.map_err(Failed::file(&self.path))?;
        if read == 0 {
            return Ok(None);
        }
        self.read += read as u64;
        self.number += 1;
        if self.line.pop() != Some(b'\n') {
            return Err(self.bad("it is longer than any row"));
        }
        if self.line.first() != Some(&b'{') {
            self.sum.add(&self.line);
            let segment = Segment::parse(&self.line).map_err(|why| self.bad(why))?;
            return Ok(Some(StepLine::Segment(segment, checksum(&self.line))));
        }
        let end = StepEnd::parse(&self.line);
        let end = end.ok_or_else(|| self.bad("it does not say which step it ends"))?;
        let sum = std::mem::take(&mut self.sum);
        self.step += 1;
        if (end.step, end.lines, end.checksum) != (self.step, sum.lines(), sum.get()) {
            return Err(self.bad("the lines before it are not those that were written"));
        }
        Ok(Some(StepLine::End(end)))
    }
}

/// Reads a line with its line break, up to the size limit of lines. Returns the number of bytes
/// that were read.
fn read_line(reader: &mut impl io::BufRead, line: &mut Vec<u8>) -> io::Result<usize> {
    line.clear();
    reader.take(IMPORT_LINE_BYTES_MAX as u64 + 1).read_until(b'\n', line)
}

/// Returns the number of bytes up to the end of the last complete step.
fn whole_bytes(file: File) -> io::Result<u64> {
    let mut reader = BufReader::new(file);
    let (mut line, mut at, mut whole) = (Vec::new(), 0, 0);
    loop {
        let read = read_line(&mut reader, &mut line)? as u64;
        if read == 0 {
            return Ok(whole);
        }
        at += read;
        if line.starts_with(b"{") && line.ends_with(b"\n") && StepEnd::parse(&line).is_some() {
            whole = at;
        }
    }
}

/// Returns the text of a step with these lines, in the format of the file.
#[cfg(test)]
pub(super) fn step(step: u64, lines: &[impl AsRef<str>]) -> String {
    let (mut text, mut sum) = (String::new(), StepSum::default());
    for line in lines {
        sum.add(line.as_ref().as_bytes());
        text += &format!("{}\n", line.as_ref());
    }
    let (at, history) = (Seconds::new(7), "1-1".to_owned());
    let (lines, checksum) = (sum.lines(), sum.get());
    text + &StepEnd { step, at, history, seq: 3, lines, files: 0, checksum }.line()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const LINES: [&str; 3] = [
        "[\"tags\",null,[[1,\"a\",\"#fff\",1,null]],[5]]",
        "[\"tags\",[5],[],null]",
        "[\"heads\",null,[],null]",
    ];

    /// Returns the text of a `follow.ndjson` with these lines.
    fn text(steps: &[&[&str]]) -> String {
        (1..).zip(steps).map(|(number, lines)| step(number, lines)).collect()
    }

    /// Reads the text of a `follow.ndjson`; returns the number of steps that were read, or the
    /// error.
    fn read(text: &str) -> Result<u64, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(STEPS);
        fs::write(&path, text).unwrap();
        let mut steps = Steps::open(&path, File::open(&path).unwrap()).unwrap();
        let mut read = 0;
        while let Some(entry) = steps.next().map_err(|failed| failed.to_string())? {
            read += u64::from(matches!(entry, StepLine::End(_)));
        }
        Ok(read)
    }

    #[test]
    fn whole_steps_are_read_and_what_was_being_written_is_left_out() {
        let (one, two) = (text(&[&LINES[..1]]), text(&[&LINES[..1], &LINES[1..]]));
        assert_eq!(read(""), Ok(0));
        assert_eq!(read(&two), Ok(2));
        for cut in 0..two.len() {
            let whole = u64::from(cut >= one.len());
            assert_eq!(read(&two[..cut]), Ok(whole), "{cut}");
        }
        assert_eq!(read(&format!("{two}[\"tags\",nul")), Ok(2));
    }

    #[test]
    fn a_step_that_is_not_as_it_was_written_is_refused() {
        let whole = text(&[&LINES[..1], &LINES[1..]]);
        for (bad, why) in [
            (whole.replace("\"a\"", "\"b\""), "line 2: the lines before it"),
            (whole.replace(&format!("{}\n", LINES[1]), ""), "line 4: the lines before it"),
            (whole.replacen("\"step\":1", "\"step\":2", 1), "line 2: the lines before it"),
            (whole.replacen("\"seq\"", "\"sec\"", 1), "line 2: it does not say"),
            (whole.replacen("[\"tags\"", "(\"tags\"", 1), "line 1: "),
        ] {
            let found = read(&bad).unwrap_err();
            assert!(found.contains(why), "{why}: {found}");
        }
    }
}
