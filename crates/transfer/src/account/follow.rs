//! The following of an organization after the export of its account. Later changes are appended to
//! the folder, step by step.
//!
//! A step reads either all tables as of one moment, or only the rows of the objects that the change
//! feed names. The step writes the segments (parts of a table) whose lines the folder lacks. The
//! folder then has the account as of this step. Only the tables that the feed never names are
//! older: as of the last step that read all tables.
//!
//! Written lines are recognized by their checksums, which are computed again from the folder after
//! an interruption.

use std::collections::{BTreeMap, HashSet};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use deskbell_app::files::BlobKey;
use deskbell_app::{App, Error};
use deskbell_model::{FeedPosition, OrgId, Organization, Seconds};
use deskbell_storage::schema_version;
use deskbell_storage::tables::{self, Cell};

use super::claim::ClaimedFolder;
use super::export::copy_file;
use super::import::{TableFile, open as open_part, read_manifest};
use super::segments::{Cutter, Segment, checksum};
use super::stepping::{FolderLines, KnownLines, Stepped, Stepping};
use super::steps::{STEPS, StepEnd, StepLine, Steps};
use super::{FILES, Failed, Manifest, PARTIAL, blob_file};

/// The first key of a segment's range; `None` at the table's beginning.
type FirstKey = Option<Vec<Cell<'static>>>;

/// The checksums of a table's segments in the folder, by the first key of each segment. The
/// checksum is `None` if a later line replaced a part of the segment.
type Segments = BTreeMap<FirstKey, Option<u64>>;

/// The extent of a step: the rows or tables that the step reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// The rows of the objects that the change feed names. If the feed does not name all changed
    /// rows, no step is written.
    Changes,
    /// The rows of the objects that the change feed names, or all tables if the feed does not name
    /// all changed rows.
    ChangesOrEverything,
    /// All tables.
    Everything,
}

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
    lines: FolderLines,
    /// The keys of the blobs in the folder.
    blobs: HashSet<String>,
    /// The number of the last step that was written.
    step: u64,
    history: String,
    /// The position of the last change that the folder has, and the time of the last step; `None`
    /// before the first step.
    reached: Option<(FeedPosition, Seconds)>,
    /// The number of blobs whose bytes the storage lacked when all tables were last read.
    missing: u64,
    /// The number of times that all tables were read.
    readings: u64,
}

impl<'a> AccountFollower<'a> {
    /// Opens a folder that has the organization's complete account, and drops a step that was not
    /// written completely.
    ///
    /// # Errors
    /// [`Failed::Another`] when the folder has another history of the organization, or another
    /// schema. Other errors when the folder is damaged or the database fails.
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
            lines: FolderLines::new(known),
            blobs: blobs_of(folder)?,
            step: last.map_or(0, |end| end.step),
            history,
            reached: None,
            missing: 0,
            readings: 0,
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

    /// Returns the number of times that all tables were read.
    #[must_use]
    pub const fn readings(&self) -> u64 {
        self.readings
    }

    /// Writes the changes since the previous step as a new step, which is on disk when the call
    /// ends. The first step reads all tables. Returns `None` when nothing changed. Also returns
    /// `None` when `extent` is [`Extent::Changes`] and the feed does not name all changed rows. If
    /// the feed has no new changes, only [`Extent::Everything`] reads tables.
    ///
    /// # Errors
    /// [`Failed::Another`] when the database has another history now. Other errors when the folder
    /// cannot be written or the database fails. After an error, the folder has the previous steps
    /// and must be opened again.
    pub async fn step(&mut self, extent: Extent) -> Result<Option<WrittenStep>, Failed> {
        let now = self.last_change().await?;
        let is_new = self.reached.is_none_or(|(position, _)| position != now);
        if extent != Extent::Everything && !is_new {
            return Ok(None);
        }
        let written = self.write_step(extent).await;
        if written.is_err() {
            // A full disk has a little room again.
            let _ = self.file.set_len(self.whole);
        }
        written
    }

    async fn write_step(&mut self, extent: Extent) -> Result<Option<WrittenStep>, Failed> {
        let at = self.app.context.now();
        let after = self.reached.filter(|_| extent != Extent::Everything);
        let changed = match after {
            Some(after) => self.read(Some(after)).await?,
            None => None,
        };
        let (Stepped { lines, sum, blobs }, position, is_of_all) = match changed {
            Some((stepped, position)) => (stepped, position, false),
            None if extent == Extent::Changes && after.is_some() => return Ok(None),
            None => {
                self.readings += 1;
                let Some((stepped, position)) = self.read(None).await? else { return Ok(None) };
                (stepped, position, true)
            }
        };
        self.is_of(position)?;
        (self.lines, self.reached) = (lines, Some((position, at)));
        if sum.lines() == 0 {
            return Ok(None);
        }
        let mut needed = None;
        if is_of_all {
            let all = blobs.len();
            let there = self.copy_blobs(blobs).await?;
            self.missing = all.saturating_sub(there.len()) as u64;
            needed = Some(there);
        }
        let end = StepEnd {
            step: self.step + 1,
            at,
            history: self.history.clone(),
            seq: position.seq,
            lines: sum.lines(),
            files: needed.as_ref().unwrap_or(&self.blobs).len() as u64,
            checksum: sum.get(),
        };
        self.append(&end).map_err(Failed::file(&self.path))?;
        self.step = end.step;
        if let Some(needed) = needed {
            for gone in self.blobs.difference(&needed) {
                let path = blob_file(self.folder, gone);
                fs::remove_file(&path).map_err(Failed::file(&path))?;
            }
            self.blobs = needed;
        }
        let missing = self.missing;
        Ok(Some(WrittenStep { number: end.step, seq: end.seq, changed: end.lines, missing }))
    }

    /// Reads all tables, or the rows that changed after a position, and writes the lines that the
    /// folder lacks. Returns the position of the last change at the moment of the read; `None` when
    /// the feed does not name all rows that changed.
    async fn read(
        &mut self,
        after: Option<(FeedPosition, Seconds)>,
    ) -> Result<Option<(Stepped, FeedPosition)>, Failed> {
        let file = self.file.try_clone().map_err(Failed::file(&self.path))?;
        let failed = Arc::default();
        let (lines, opened) = (std::mem::take(&mut self.lines), (self.path.clone(), file));
        let stepping = Stepping::new(opened, lines, after.is_none(), Arc::clone(&failed));
        let accounts = &self.app.accounts;
        let read = match after {
            Some(after) => accounts.read_changed(self.org, after, stepping).await,
            None => {
                let read = accounts.read(self.org, stepping).await;
                read.map(|(stepping, position)| (stepping, Some(position)))
            }
        };
        let ended = read.and_then(|(stepping, position)| Ok((stepping.finish()?, position)));
        let of_file = failed.lock().take();
        let (stepped, position) = match (ended, of_file) {
            (_, Some(failed)) => return Err(failed),
            (ended, None) => ended?,
        };
        let Some(position) = position else {
            self.lines = stepped.lines;
            return Ok(None);
        };
        Ok(Some((stepped, position)))
    }

    /// Copies the bytes of the blobs that the folder lacks. Returns the keys of the `blobs` that
    /// the folder has afterwards.
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

/// Reads the exported lines and all steps in the folder. Returns the checksums of each table's
/// present lines, and the end of the last step.
fn known(
    folder: &Path,
    manifest: &Manifest,
    steps: &mut Steps,
) -> Result<(KnownLines, Option<StepEnd>), Failed> {
    let mut all: BTreeMap<_, Segments> = BTreeMap::new();
    for table in tables::all() {
        let mut file = TableFile::open(folder, table, manifest)?;
        let (mut cutter, segments) = (Cutter::new(table), all.entry(table.name()).or_default());
        let mut take = |from: Option<&[Cell<'static>]>, line: &[u8]| {
            segments.insert(from.map(<[_]>::to_vec), Some(checksum(line)));
            Ok::<_, Failed>(())
        };
        loop {
            let rows = file.rows()?;
            if rows.is_empty() {
                break;
            }
            rows.iter().try_for_each(|row| cutter.row(row, |cut| take(cut.from, cut.line)))?;
        }
        cutter.end(|cut| take(cut.from, cut.line))?;
    }
    let mut last = None;
    while let Some(entry) = steps.next()? {
        match entry {
            StepLine::End(end) => last = Some(end),
            StepLine::Segment(segment, sum) => {
                let segments = all.entry(segment.table.name()).or_default();
                replace(segments, segment, sum);
            }
        }
    }
    let sums = |segments: Segments| segments.into_values().flatten().collect();
    Ok((all.into_iter().map(|(name, segments)| (name, sums(segments))).collect(), last))
}

/// Inserts a segment with its line's checksum. Earlier segments within its range are removed. An
/// earlier segment that lies only partly within the range stays, without a checksum.
fn replace(segments: &mut Segments, segment: Segment, sum: u64) {
    let (from, to) = (segment.range.from, segment.range.to);
    if to.is_some() {
        // What is left behind the range is no line.
        segments.entry(to.clone()).or_insert(None);
    }
    if !segments.contains_key(&from)
        && let Some((_, before)) = segments.range_mut::<FirstKey, _>(..&from).next_back()
    {
        *before = None;
    }
    let is_before = |key: &FirstKey| to.is_none() || *key < to;
    let inside = segments.range::<FirstKey, _>(&from..).take_while(|(key, _)| is_before(key));
    let inside: Vec<_> = inside.map(|(key, _)| key.clone()).collect();
    for key in inside {
        segments.remove(&key);
    }
    segments.insert(from, Some(sum));
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
