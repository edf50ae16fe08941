//! Imports of lines of the exchange format.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use deskbell_app::actions::exchange::{LineImport, LineRefused};
use deskbell_app::{App, Caller};
use deskbell_model::OrgId;
use deskbell_model::exchange::{ChatCustomer, ExchangeLine, MessageLine};
use deskbell_model::limits::{BULK_JOB_ROWS_MAX, IGNORED_KEYS_MAX, MESSAGE_TEXT_CHARS_MAX};
use deskbell_wire::exchange;

use super::html;
use crate::Progress;
use crate::lines::{Line as FileLine, Lines};

/// The endings of the names of the files that are read from a folder.
const ENDINGS: [&str; 2] = [".ndjson", ".ndjson.gz"];
/// The number of bad lines that are reported one by one. Further bad lines are only counted.
const TOLD_MAX: u64 = 100;

/// The source of the bytes of lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum From {
    /// A file, or a folder of files.
    Path(PathBuf),
    /// Standard input.
    Input,
}

/// The reason why an import ended early.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// A file could not be read.
    #[error("{}: {error}", .path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// The cause.
        error: io::Error,
    },
    /// A folder has no file of lines.
    #[error("{} has no file that ends with .ndjson or .ndjson.gz", .0.display())]
    NoFiles(PathBuf),
    /// A line is bad.
    #[error("{}line {line}: {why}", .file)]
    Line {
        /// The file and a colon; empty for a single file.
        file: String,
        /// The number of the line, from 1.
        line: u64,
        /// The reason.
        why: String,
    },
    /// The application failed.
    #[error("{0}")]
    App(#[from] deskbell_app::Error),
}

/// The counts of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The number of lines that created an object.
    pub new: u64,
    /// The number of lines whose object existed already.
    pub known: u64,
    /// The number of messages that were added.
    pub messages: u64,
    /// The number of attachments that became links.
    pub attachments: u64,
    /// The number of lines that were left out.
    pub bad: u64,
    /// The ignored keys that the format does not have, each with the number of its occurrences.
    pub ignored: BTreeMap<String, u64>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { new, known, messages, attachments, bad, .. } = self;
        write!(f, "{new} objects are new, {known} were known; {messages} messages added")?;
        if *attachments > 0 {
            write!(f, "; {attachments} attachments became links to where they are")?;
        }
        if *bad > 0 {
            write!(f, "; {bad} lines left out")?;
        }
        Ok(())
    }
}

/// The lines that wait to be imported in one job, each with its number.
#[derive(Default)]
struct Batch {
    lines: Vec<ExchangeLine>,
    numbers: Vec<u64>,
    rows: usize,
}

struct Importing<'i, P> {
    app: &'i App,
    caller: Caller,
    of: LineImport,
    keeps_going: bool,
    progress: &'i mut P,
    report: Report,
    /// The name of the file and a colon; empty for a single file.
    file: String,
    batch: Batch,
}

/// Imports the lines of files into an organization. A bad line ends the import after all lines
/// before it are imported. If `keeps_going`, a bad line is reported and skipped instead.
///
/// # Errors
/// When a file cannot be read, a line is bad, or the database fails.
pub async fn import(
    app: &App,
    org: OrgId,
    (from, source): (&From, &str),
    keeps_going: bool,
    progress: &mut impl Progress,
) -> Result<Report, Failed> {
    let files = files(from)?;
    let caller = Caller::command(org);
    let of = app.actions.begin_lines(caller, source.to_owned()).await?;
    let mut importing = Importing {
        app,
        caller,
        of,
        keeps_going,
        progress,
        report: Report::default(),
        file: String::new(),
        batch: Batch::default(),
    };
    let is_one = files.len() == 1;
    let mut outcome = Ok(());
    for file in &files {
        if !is_one && let Some(path) = file {
            importing.file = format!("{}, ", path.display());
        }
        outcome = importing.read(file.as_deref()).await;
        if outcome.is_err() {
            break;
        }
    }
    app.actions.end_import(Caller::import(org, importing.of.import)).await?;
    outcome.map(|()| importing.report)
}

/// Lists the files to read, in the order of their names; `None` means standard input.
fn files(from: &From) -> Result<Vec<Option<PathBuf>>, Failed> {
    let From::Path(path) = from else { return Ok(vec![None]) };
    if !path.is_dir() {
        return Ok(vec![Some(path.clone())]);
    }
    let failed = |error| Failed::File { path: path.clone(), error };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).map_err(failed)? {
        let file = entry.map_err(failed)?.path();
        let name = file.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
        if ENDINGS.iter().any(|it| name.ends_with(it)) {
            files.push(Some(file));
        }
    }
    files.sort();
    if files.is_empty() { Err(Failed::NoFiles(path.clone())) } else { Ok(files) }
}

impl<P: Progress> Importing<'_, P> {
    async fn read(&mut self, path: Option<&Path>) -> Result<(), Failed> {
        let shown = path.unwrap_or(Path::new("standard input"));
        let failed = |error| Failed::File { path: shown.to_owned(), error };
        let mut lines = match path {
            Some(path) => Lines::open(path),
            None => Lines::input(),
        }
        .map_err(failed)?;
        loop {
            let line = match lines.next() {
                Ok(line) => line,
                Err(error) => {
                    // What stands before is imported.
                    self.flush().await?;
                    return Err(failed(error));
                }
            };
            let Some(line) = line else { break };
            let number = lines.number;
            match parsed(line) {
                Ok(None) => {}
                Ok(Some((line, ignored, attachments))) => {
                    self.report.attachments += attachments;
                    self.ignore(ignored);
                    self.push(line, number);
                    if self.batch.rows >= BULK_JOB_ROWS_MAX {
                        self.flush().await?;
                        self.progress.at(lines.position(), lines.size, &self.note());
                    }
                }
                Err(why) => {
                    self.flush().await?;
                    self.bad(number, why)?;
                }
            }
        }
        self.flush().await?;
        self.progress.at(lines.size, lines.size, &self.note());
        Ok(())
    }

    fn note(&self) -> String {
        format!("{} objects", self.report.new + self.report.known)
    }

    fn ignore(&mut self, keys: Vec<String>) {
        for key in keys {
            let is_known = self.report.ignored.contains_key(&key);
            if is_known || self.report.ignored.len() < IGNORED_KEYS_MAX {
                *self.report.ignored.entry(key).or_default() += 1;
            }
        }
    }

    /// Adds the line with this number in its file to the batch.
    fn push(&mut self, line: ExchangeLine, number: u64) {
        let rows = rows(&line);
        self.batch.rows += rows;
        self.batch.lines.push(line);
        self.batch.numbers.push(number);
    }

    /// Imports the batch.
    async fn flush(&mut self) -> Result<(), Failed> {
        let Batch { lines, numbers, .. } = std::mem::take(&mut self.batch);
        if lines.is_empty() {
            return Ok(());
        }
        let outcomes = self.app.actions.import_lines(self.caller, &self.of, lines).await?;
        for (number, outcome) in numbers.into_iter().zip(outcomes) {
            match outcome {
                Ok(done) => {
                    self.report.messages += done.messages;
                    match done.is_new {
                        true => self.report.new += 1,
                        false => self.report.known += 1,
                    }
                }
                Err(refused) => self.bad(number, told(&refused))?,
            }
        }
        Ok(())
    }

    /// Reports a bad line, which ends the import unless `keeps_going` is set.
    fn bad(&mut self, line: u64, why: String) -> Result<(), Failed> {
        let failed = Failed::Line { file: self.file.clone(), line, why };
        if !self.keeps_going {
            return Err(failed);
        }
        self.report.bad += 1;
        if self.report.bad <= TOLD_MAX {
            self.progress.warn(&failed.to_string());
        }
        Ok(())
    }
}

fn told(refused: &LineRefused) -> String {
    refused.to_string()
}

/// A line with its ignored keys and the number of its attachments; `None` for a blank line.
type Parsed = Option<(ExchangeLine, Vec<String>, u64)>;

/// Parses a line, and makes the final texts of its messages.
fn parsed(line: FileLine) -> Result<Parsed, String> {
    let bytes = match line {
        FileLine::TooLong => return Err("it is longer than 16 MiB".into()),
        FileLine::Bytes(bytes) if bytes.trim_ascii().is_empty() => return Ok(None),
        FileLine::Bytes(bytes) => bytes,
    };
    let exchange::ReadLine { mut line, ignored } = exchange::read(&bytes)?;
    let messages = match &mut line {
        ExchangeLine::Chat(chat) => chat.messages.as_mut_slice(),
        ExchangeLine::Messages(line) => line.messages.as_mut_slice(),
        ExchangeLine::Agent(_) | ExchangeLine::Department(_) | ExchangeLine::Customer(_) => &mut [],
    };
    let mut attachments = 0;
    for (place, message) in messages.iter_mut().enumerate() {
        attachments += message.attachments.len() as u64;
        finish(message).map_err(|why| format!("message {}: {why}", place + 1))?;
    }
    Ok(Some((line, ignored, attachments)))
}

/// Replaces the HTML of a message by its text, and adds a line for each attachment.
fn finish(message: &mut MessageLine) -> Result<(), String> {
    if let Some(html) = message.html.take() {
        message.text = html::text(&html).ok_or("its HTML is nested too deeply")?;
    }
    for file in std::mem::take(&mut message.attachments) {
        if !message.text.is_empty() {
            message.text.push('\n');
        }
        let size = file.bytes.map(|bytes| format!(", {}", size(bytes))).unwrap_or_default();
        message.text += &match file.name {
            Some(name) => format!("{name}{size}: {}", file.url),
            None => format!("{}{size}", file.url),
        };
    }
    if message.text.chars().nth(MESSAGE_TEXT_CHARS_MAX).is_some() {
        return Err("its text has more than 65,536 characters".into());
    }
    Ok(())
}

/// Formats a size in bytes for people.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{} MB", bytes.div_ceil(1_000_000)),
    }
}

/// Returns the number of database rows that a line makes.
fn rows(line: &ExchangeLine) -> usize {
    match line {
        ExchangeLine::Agent(_) | ExchangeLine::Department(_) => 3,
        ExchangeLine::Customer(_) => 6,
        ExchangeLine::Chat(chat) => {
            let customer = if matches!(chat.customer, ChatCustomer::Whole(_)) { 6 } else { 0 };
            5 + customer + chat.messages.len()
        }
        ExchangeLine::Messages(line) => 3 + line.messages.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_and_attachments_become_the_text_of_a_message() {
        let line = r#"{"kind":"message","chat":"c","externalId":"m","from":"customer",
            "html":"<p>Hi <i>you</i></p>","createdAt":5,
            "attachments":[{"url":"https://a.example/b.pdf","name":"b.pdf","bytes":1234567},
                           {"url":"https://a.example/c"}]}"#
            .replace('\n', " ");
        let parsed = parsed(FileLine::Bytes(line.into_bytes())).unwrap().unwrap();
        let (ExchangeLine::Messages(line), ignored, 2) = parsed else { panic!("a message") };
        assert_eq!(ignored, [""; 0]);
        let text = "Hi you\nb.pdf, 2 MB: https://a.example/b.pdf\nhttps://a.example/c";
        assert_eq!(line.messages[0].text, text);
    }

    #[test]
    fn a_line_that_is_too_long_or_has_too_long_a_text_is_bad() {
        assert!(parsed(FileLine::TooLong).unwrap_err().contains("16 MiB"));
        let html = "x".repeat(MESSAGE_TEXT_CHARS_MAX + 1);
        let line = format!(
            r#"{{"kind":"message","chat":"c","externalId":"m","from":"agent","createdAt":5,
                "html":"{html}"}}"#
        );
        let why = parsed(FileLine::Bytes(line.into_bytes())).unwrap_err();
        assert_eq!(why, "message 1: its text has more than 65,536 characters");
        assert_eq!(parsed(FileLine::Bytes(b" \r".to_vec())), Ok(None));
    }
}
