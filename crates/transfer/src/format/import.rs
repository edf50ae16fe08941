//! Imports of lines of the exchange format.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use deskbell_app::actions::exchange::LineImport;
use deskbell_app::{App, Caller};
use deskbell_model::OrgId;
use deskbell_model::limits::IGNORED_KEYS_MAX;

use super::reading::{Behind, Part, parts};
use crate::{Progress, tell_left_out};

/// The endings of the names of the files that are read from a folder.
const ENDINGS: [&str; 2] = [".ndjson", ".ndjson.gz"];

/// The source of the lines to import.
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
        /// The file or folder that could not be read.
        path: PathBuf,
        /// The error of reading the file.
        error: io::Error,
    },
    /// A folder has no file in the exchange format.
    #[error("{} has no file that ends with .ndjson or .ndjson.gz", .0.display())]
    NoFiles(PathBuf),
    /// A line is invalid.
    #[error("{}line {line}: {why}", .file)]
    Line {
        /// The name of the file and a colon; empty for a single file.
        file: String,
        /// The number of the line, from 1.
        line: u64,
        /// The reason why the line is invalid.
        why: String,
    },
    /// An operation of the application failed.
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

struct Importing<'i, P> {
    app: &'i App,
    caller: Caller,
    of: LineImport,
    keeps_going: bool,
    progress: &'i mut P,
    report: Report,
    /// The name of the file and a colon; empty for a single file.
    file: String,
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

impl From {
    /// Checks that there are files to read.
    ///
    /// # Errors
    /// [`Failed::File`] or [`Failed::NoFiles`].
    pub fn check(&self) -> Result<(), Failed> {
        files(self).map(drop)
    }
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
        let parts = parts(path.map(Path::to_owned)).map_err(failed)?;
        loop {
            let ended = |_| failed(io::Error::other("the reading thread panicked"));
            let part = parts.recv().map_err(ended)?;
            let read = part.read;
            // What stands before a bad line is imported.
            let behind = self.take(part).await?;
            self.progress.at(read.0, read.1, &self.note());
            match behind {
                Behind::More => {}
                Behind::Bad(number, why) => self.bad(number, why)?,
                Behind::End => return Ok(()),
                Behind::Failed(error) => return Err(failed(error)),
            }
        }
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

    /// Imports the lines of a part, and returns the event that follows the lines.
    async fn take(&mut self, part: Part) -> Result<Behind, Failed> {
        let Part { lines, numbers, ignored, attachments, behind, .. } = part;
        self.report.attachments += attachments;
        self.ignore(ignored);
        if lines.is_empty() {
            return Ok(behind);
        }
        let lines = (lines, self.keeps_going);
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
                Err(refused) => self.bad(number, refused.to_string())?,
            }
        }
        Ok(behind)
    }

    /// Reports a bad line, which ends the import unless `keeps_going` is set.
    fn bad(&mut self, line: u64, why: String) -> Result<(), Failed> {
        let failed = Failed::Line { file: self.file.clone(), line, why };
        if !self.keeps_going {
            return Err(failed);
        }
        self.report.bad += 1;
        tell_left_out(self.progress, self.report.bad, &failed.to_string());
        Ok(())
    }
}
