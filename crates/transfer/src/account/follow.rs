//! The following of an organization after the export of its account. Later changes are appended to
//! the folder, step by step.
//!
//! A step reads all tables as of one moment and writes the segments whose lines differ from the
//! previous step. So an account with all its steps is the account as of the last step. Written
//! lines are recognized by their checksums, which are computed again from the folder after an
//! interruption.

use std::collections::{BTreeMap, HashSet};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use deskbell_app::accounts::TakeTables;
use deskbell_app::files::BlobKey;
use deskbell_app::{App, Error};
use deskbell_model::{FeedPosition, OrgId, Organization};
use deskbell_storage::tables::{self, Cell, StoredTable, TakeRows};
use deskbell_storage::{Error as StorageError, Result as StorageResult, schema_version};
use parking_lot::Mutex;

use super::claim::ClaimedFolder;
use super::export::copy_file;
use super::import::{TableFile, open as open_part, read_manifest};
use super::segments::{Cutter, checksum};
use super::steps::{STEPS, StepEnd, StepLine, StepSum, Steps};
use super::{FILES, Failed, Manifest, PARTIAL, blob_file};

/// The checksums of the lines that the folder has, for each table.
type Known = BTreeMap<&'static str, HashSet<u64>>;

/// A step, a set of changes since the previous step, that was written to the folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrittenStep {
    /// The number of the step among the steps of the followed account, from 1.
    pub number: u64,
    /// The number of the last change of the feed.
    pub seq: i64,
    /// The number of changed segments, each of which has a few rows.
    pub changed: u64,
    /// The number of blobs whose bytes the storage for files lacks.
    pub missing: u64,
}

/// A follower of an organization, which appends the organization's changes to the folder of an
/// exported account.
#[derive(Debug)]
pub struct AccountFollower<'a> {
    app: &'a App,
    org: OrgId,
    folder: &'a Path,
    path: PathBuf,
    file: File,
    /// The size of the complete steps in the file, in bytes.
    whole: u64,
    known: Known,
    /// The keys of the blobs in the folder.
    blobs: HashSet<String>,
    /// The number of the last step that was written.
    step: u64,
    history: String,
    /// The position of the last change that the folder has; `None` before the first step.
    position: Option<FeedPosition>,
}

impl<'a> AccountFollower<'a> {
    /// Opens a folder that has the organization's complete account, and drops a step that was not
    /// written completely.
    ///
    /// # Errors
    /// [`Failed::Another`] when the folder has another history of the organization, or another
    /// schema; or when the folder is damaged, or the database fails.
    pub async fn open(
        app: &'a App,
        org: &Organization,
        folder: &'a ClaimedFolder,
    ) -> Result<Self, Failed> {
        let folder = folder.path();
        let manifest = read_manifest(folder)?;
        let another = |why: &str| Failed::Another { path: folder.to_owned(), why: why.to_owned() };
        if manifest.schema != schema_version() {
            return Err(another("was written by another version of Deskbell"));
        }
        if manifest.org != org.id {
            return Err(another("has another organization"));
        }
        // A database that does not answer is noticed before everything is read.
        let now = app.context.store.last_change(org.id).await.map_err(Error::from)?;
        let path = folder.join(STEPS);
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true).mode(0o600);
        let file = options.open(&path).map_err(Failed::file(&path))?;
        let mut steps = Steps::open(&path, open_part(folder, &path)?)?;
        let (known, last) = known(folder, &manifest, &mut steps)?;
        file.set_len(steps.bytes).map_err(Failed::file(&path))?;
        File::open(folder).and_then(|it| it.sync_all()).map_err(Failed::file(folder))?;
        let history = last.as_ref().map_or(manifest.history, |end| end.history.clone());
        let follower = Self {
            app,
            org: org.id,
            folder,
            path,
            file,
            whole: steps.bytes,
            known,
            blobs: blobs_of(folder)?,
            step: last.map_or(0, |end| end.step),
            history,
            position: None,
        };
        follower.is_of(now)?;
        Ok(follower)
    }

    async fn last_change(&self) -> Result<FeedPosition, Failed> {
        Ok(self.app.context.store.last_change(self.org).await.map_err(Error::from)?)
    }

    /// Refuses a position in the change feed that belongs to another history (sequence of changes)
    /// than the folder's changes.
    fn is_of(&self, now: FeedPosition) -> Result<(), Failed> {
        if now.history.to_string() == self.history {
            return Ok(());
        }
        let why = "has another history: the database was restored, or another server of \
                   PostgreSQL took over";
        Err(Failed::Another { path: self.folder.to_owned(), why: why.to_owned() })
    }

    /// Writes the changes since the previous step as a new step, which is on disk when the call
    /// ends. Returns `None` when nothing changed. Unless `is_forced`, reads the tables only if the
    /// change feed has new changes.
    ///
    /// # Errors
    /// [`Failed::Another`] when the database has another history now; or when the folder cannot be
    /// written or the database fails. The folder then has the previous steps, and must be opened
    /// again.
    pub async fn step(&mut self, is_forced: bool) -> Result<Option<WrittenStep>, Failed> {
        let now = self.last_change().await?;
        if !is_forced && self.position == Some(now) {
            return Ok(None);
        }
        let written = self.write_step().await;
        if written.is_err() {
            // A full disk has a little room again.
            let _ = self.file.set_len(self.whole);
        }
        written
    }

    async fn write_step(&mut self) -> Result<Option<WrittenStep>, Failed> {
        let file = self.file.try_clone().map_err(Failed::file(&self.path))?;
        let failed = Arc::default();
        let stepping = Stepping {
            sink: Sink {
                file: BufWriter::new(file),
                known: std::mem::take(&mut self.known),
                new: Known::new(),
                sum: StepSum::default(),
            },
            path: self.path.clone(),
            cutter: None,
            blobs: Vec::new(),
            failed: Arc::clone(&failed),
        };
        let at = self.app.context.now();
        let read = self.app.accounts.read(self.org, stepping).await;
        let ended = read.and_then(|(mut stepping, position)| {
            stepping.end_table()?;
            Ok((stepping, position))
        });
        let of_file = failed.lock().take();
        let (Stepping { sink, blobs, .. }, position) = match (ended, of_file) {
            (_, Some(failed)) => return Err(failed),
            (ended, None) => ended?,
        };
        self.is_of(position)?;
        let Sink { mut file, new, sum, .. } = sink;
        file.flush().map_err(Failed::file(&self.path))?;
        (self.known, self.position) = (new, Some(position));
        if sum.lines() == 0 {
            return Ok(None);
        }
        let all = blobs.len();
        let needed = self.copy_blobs(blobs).await?;
        let end = StepEnd {
            step: self.step + 1,
            at,
            history: self.history.clone(),
            seq: position.seq,
            lines: sum.lines(),
            files: needed.len() as u64,
            checksum: sum.get(),
        };
        self.append(&end).map_err(Failed::file(&self.path))?;
        self.step = end.step;
        for gone in self.blobs.difference(&needed) {
            let path = blob_file(self.folder, gone);
            fs::remove_file(&path).map_err(Failed::file(&path))?;
        }
        let missing = all.saturating_sub(needed.len()) as u64;
        self.blobs = needed;
        Ok(Some(WrittenStep { number: end.step, seq: end.seq, changed: end.lines, missing }))
    }

    /// Copies the bytes of the blobs that the folder lacks. Returns those keys of `blobs` that the
    /// folder then has.
    async fn copy_blobs(&self, blobs: Vec<(String, u64)>) -> Result<HashSet<String>, Failed> {
        let mut needed = HashSet::new();
        for (key, bytes) in blobs {
            let is_there = self.blobs.contains(&key)
                || copy_file(self.app, self.org, self.folder, (&key, bytes)).await?;
            if is_there {
                needed.insert(key);
            }
        }
        Ok(needed)
    }

    /// Writes the last line of a step, after all other lines of the step are on disk.
    fn append(&mut self, end: &StepEnd) -> io::Result<()> {
        self.file.sync_data()?;
        self.file.write_all(end.line().as_bytes())?;
        self.file.sync_data()?;
        self.whole = self.file.metadata()?.len();
        Ok(())
    }
}

/// Reads the present lines of each table in the folder. Returns their checksums and the end of the
/// last step.
fn known(
    folder: &Path,
    manifest: &Manifest,
    steps: &mut Steps,
) -> Result<(Known, Option<StepEnd>), Failed> {
    let mut all: BTreeMap<_, BTreeMap<Option<Vec<Cell<'static>>>, u64>> = BTreeMap::new();
    for table in tables::all() {
        let mut file = TableFile::open(folder, table, manifest)?;
        let (mut cutter, segments) = (Cutter::new(table), all.entry(table.name()).or_default());
        let mut take = |from: Option<&[Cell<'static>]>, line: &[u8]| {
            segments.insert(from.map(<[_]>::to_vec), checksum(line));
            Ok::<_, Failed>(())
        };
        loop {
            let rows = file.rows()?;
            if rows.is_empty() {
                break;
            }
            rows.iter().try_for_each(|row| cutter.row(row, &mut take))?;
        }
        cutter.end(take)?;
    }
    let mut last = None;
    while let Some(entry) = steps.next()? {
        match entry {
            StepLine::End(end) => last = Some(end),
            StepLine::Segment(segment, sum) => {
                let segments = all.entry(segment.table.name()).or_default();
                let (from, to) = (segment.range.from, segment.range.to);
                let is_before = |key: &Option<Vec<_>>| to.is_none() || *key < to;
                let inside = segments.range(from.clone()..).take_while(|(key, _)| is_before(key));
                let inside: Vec<_> = inside.map(|(key, _)| key.clone()).collect();
                for key in inside {
                    segments.remove(&key);
                }
                segments.insert(from, sum);
            }
        }
    }
    let sums = |segments: BTreeMap<_, u64>| segments.into_values().collect();
    Ok((all.into_iter().map(|(name, segments)| (name, sums(segments))).collect(), last))
}

/// Lists the keys of the blobs in a folder, and removes incomplete copies.
fn blobs_of(folder: &Path) -> Result<HashSet<String>, Failed> {
    let mut keys = HashSet::new();
    let files = folder.join(FILES);
    let parts = match fs::read_dir(&files) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(keys),
        parts => parts.map_err(Failed::file(&files))?,
    };
    for part in parts {
        let part = part.map_err(Failed::file(&files))?.path();
        for file in fs::read_dir(&part).map_err(Failed::file(&part))? {
            let path = file.map_err(Failed::file(&part))?.path();
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
            if BlobKey::parse(name).is_some() {
                keys.insert(name.to_owned());
            } else if name.strip_suffix(PARTIAL).and_then(BlobKey::parse).is_some() {
                fs::remove_file(&path).map_err(Failed::file(&path))?;
            }
        }
    }
    Ok(keys)
}

/// The file to which a step is being written, with the checksums of the tables' lines before and
/// after the step.
struct Sink {
    file: BufWriter<File>,
    known: Known,
    new: Known,
    sum: StepSum,
}

impl Sink {
    /// Accepts a line of a table, and writes the line if the folder lacks it.
    fn line(&mut self, table: &'static str, line: &[u8]) -> io::Result<()> {
        let checksum = checksum(line);
        self.new.entry(table).or_default().insert(checksum);
        if self.known.get(table).is_some_and(|known| known.contains(&checksum)) {
            return Ok(());
        }
        self.sum.add(line);
        self.file.write_all(line)?;
        self.file.write_all(b"\n")
    }
}

/// A receiver of rows that writes the segments that the folder lacks.
struct Stepping {
    sink: Sink,
    path: PathBuf,
    cutter: Option<(&'static StoredTable, Cutter)>,
    /// The keys and sizes of all blobs.
    blobs: Vec<(String, u64)>,
    /// The file error that ended the step, if any.
    failed: Arc<Mutex<Option<Failed>>>,
}

impl Stepping {
    /// Stores a file's error. Returns the error that makes the database stop reading.
    fn stop(&self, error: io::Error) -> StorageError {
        let failed = Failed::file(&self.path)(error);
        let told = StorageError::Full(failed.to_string());
        *self.failed.lock() = Some(failed);
        told
    }

    fn end_table(&mut self) -> StorageResult<()> {
        let Some((table, cutter)) = self.cutter.take() else { return Ok(()) };
        let ended = cutter.end(|_, line| self.sink.line(table.name(), line));
        ended.map_err(|error| self.stop(error))
    }
}

impl TakeTables for Stepping {
    fn begin(&mut self, table: &'static StoredTable) -> StorageResult<()> {
        self.end_table()?;
        self.cutter = Some((table, Cutter::new(table)));
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
        let cut = cutter.row(row, |_, line| self.sink.line(name, line));
        cut.map_err(|error| self.stop(error))
    }
}
