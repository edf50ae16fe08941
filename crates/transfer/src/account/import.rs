//! The import of an account from a folder into a database that does not have the account.

use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::Path;

use bytes::Bytes;
use deskbell_app::accounts::{Readiness, TableRows};
use deskbell_app::files::{BlobKey, BlobsError};
use deskbell_app::{App, Error};
use deskbell_model::OrgId;
use deskbell_storage::tables::{self, StoredTable};
use deskbell_storage::{Error as StorageError, schema_version};

use super::adding::{Adding, is_of_rows, still};
use super::batches::{BYTES_AT_ONCE, Batches, ROWS_AT_ONCE};
use super::steps::{STEPS, Steps};
use super::{FILES, Failed, MANIFEST, MANIFEST_BYTES_MAX, Manifest, blob_file, cells, file_of};
use crate::Progress;
use crate::lines::{Line, Lines};

/// The number of bytes that are read from a file at once.
const PIECE_BYTES: usize = 256 * 1024;

/// The counts of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedAccount {
    /// The organization's domain.
    pub domain: String,
    /// The number of imported rows.
    pub rows: u64,
    /// The number of blobs that were written.
    pub files: u64,
}

/// Adds the account in a folder to a database that has no organization with its id or domain. After
/// an interruption, another import first removes the rows of the interrupted import.
///
/// # Errors
/// When the folder has no complete account of this schema, a line is bad, or the rows contradict
/// each other. Also when another process imports the account, or when the database fails or already
/// has the organization. No server finds the organization before all rows were added and checked.
pub async fn import(
    app: &App,
    folder: &Path,
    progress: &mut impl Progress,
) -> Result<ImportedAccount, Failed> {
    let manifest = read_manifest(folder)?;
    check_schema(folder, &manifest)?;
    let (org, domain) = (manifest.org, manifest.domain.clone());
    let steps = steps(folder)?;
    if manifest.files > 0 && !app.files.blobs.is_somewhere() {
        return Err(Error::from(BlobsError::Nowhere).into());
    }
    match app.accounts.begin(org, &domain).await? {
        Readiness::Ready => {}
        Readiness::Taken => return Err(Failed::Taken(format!("{org} or {domain}"))),
        Readiness::Busy => return Err(Failed::Busy),
    }
    let imported = add_all(app, folder, (&manifest, steps), progress).await;
    if imported.is_err() {
        // Without it, the next import would have to wait until this one is forgotten.
        let _ = app.accounts.give_up(org).await;
    }
    let (rows, files) = imported?;
    Ok(ImportedAccount { domain, rows, files })
}

/// Adds all rows and blobs of a folder. Returns the number of rows, and the number of written
/// blobs.
async fn add_all(
    app: &App,
    folder: &Path,
    (manifest, steps): (&Manifest, Option<Batches>),
    progress: &mut impl Progress,
) -> Result<(u64, u64), Failed> {
    let org = manifest.org;
    let all: u64 = manifest.rows.iter().map(|(_, rows)| rows).sum();
    let (mut done, mut adding) = (0, Adding::new(app, org));
    for table in tables::all() {
        let mut file = TableFile::open(folder, table, manifest)?;
        loop {
            let rows = file.rows()?;
            if rows.is_empty() {
                break;
            }
            done += rows.len() as u64;
            let added = adding.add(table, rows).await;
            still(added.map_err(|error| file.refused(error))?)?;
            progress.at(done.min(all), all, table.name());
        }
    }
    let mut all_files = manifest.files;
    if let Some(mut steps) = steps {
        adding.follow(&mut steps, progress).await?;
        all_files = steps.end().map_or(all_files, |end| end.files);
    }
    let files = copy_files(app, folder, (org, all_files), progress).await?;
    match app.accounts.finish(org, adding.last()).await {
        Err(Error::Storage(StorageError::Corrupt(finding))) => Err(Failed::Unsound(finding)),
        finished => {
            still(finished?)?;
            Ok((done, files))
        }
    }
}

/// Opens the file with the changes of an account that was followed after its export; `None` for an
/// account that was not followed.
fn steps(folder: &Path) -> Result<Option<Batches>, Failed> {
    let path = folder.join(STEPS);
    let open = || Steps::open(&path, open(folder, &path)?);
    match open() {
        Ok(removing) => Ok(Some(Batches::new(removing, open()?))),
        Err(Failed::File { error, .. }) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(failed) => Err(failed),
    }
}

/// Opens a file of an untrusted folder: follows no links out of the folder, and opens no devices.
pub(super) fn open(folder: &Path, path: &Path) -> Result<File, Failed> {
    for part in path.ancestors().take_while(|it| *it != folder) {
        let kind = part.symlink_metadata().map_err(Failed::file(part))?.file_type();
        if !(kind.is_file() || kind.is_dir()) {
            let why = "is no regular file or folder: replace it by what was exported".to_owned();
            return Err(Failed::NoAccount { path: part.to_owned(), why });
        }
    }
    File::open(path).map_err(Failed::file(path))
}

pub(super) fn read_manifest(folder: &Path) -> Result<Manifest, Failed> {
    let path = folder.join(MANIFEST);
    let mut text = String::new();
    let file = open(folder, &path)?;
    file.take(MANIFEST_BYTES_MAX).read_to_string(&mut text).map_err(Failed::file(&path))?;
    Manifest::parse(&text).map_err(|why| Failed::NoAccount { path, why })
}

fn check_schema(folder: &Path, manifest: &Manifest) -> Result<(), Failed> {
    let (found, known) = (manifest.schema, schema_version());
    if found == known {
        return Ok(());
    }
    let why = format!(
        "has an account of schema {found}, and this program has {known}: use the version that \
         exported it, and update afterwards"
    );
    Err(Failed::NoAccount { path: folder.join(MANIFEST), why })
}

/// The file of a table that is being read.
pub(super) struct TableFile {
    path: std::path::PathBuf,
    table: &'static StoredTable,
    lines: Lines,
    /// The number of rows that are not yet read, according to the manifest's count.
    left: u64,
}

impl TableFile {
    pub(super) fn open(
        folder: &Path,
        table: &'static StoredTable,
        manifest: &Manifest,
    ) -> Result<Self, Failed> {
        let path = file_of(folder, table.name());
        let lines = Lines::of_file(open(folder, &path)?).map_err(Failed::file(&path))?;
        let left = manifest.rows_of(table.name()).unwrap_or(0);
        let mut file = Self { path, table, lines, left };
        let names: Vec<_> = table.columns().iter().map(|it| it.name).collect();
        let heading = file.next()?.map(|line| serde_json::from_slice::<Vec<String>>(&line));
        match heading {
            Some(Ok(found)) if found == names => Ok(file),
            _ => Err(file.bad("it does not name the columns of the table")),
        }
    }

    fn bad(&self, why: impl ToString) -> Failed {
        let (path, line) = (self.path.clone(), self.lines.number);
        Failed::Line { path, line, why: why.to_string() }
    }

    /// Converts an error about the rows that were read to an error that names the file and the last
    /// line read.
    fn refused(&self, error: Error) -> Failed {
        match error {
            Error::Storage(error) if is_of_rows(&error) => {
                self.bad(format!("this row or one before it is refused: {error}"))
            }
            error => error.into(),
        }
    }

    fn next(&mut self) -> Result<Option<Vec<u8>>, Failed> {
        match self.lines.next().map_err(Failed::file(&self.path))? {
            None => Ok(None),
            Some(Line::Bytes(line)) => Ok(Some(line)),
            Some(Line::TooLong) => Err(self.bad("it is longer than any row")),
        }
    }

    /// Reads the next rows. The result is empty at the end of the file.
    pub(super) fn rows(&mut self) -> Result<TableRows, Failed> {
        let (mut rows, mut bytes) = (TableRows::new(), 0);
        while rows.len() < ROWS_AT_ONCE && bytes < BYTES_AT_ONCE {
            let Some(line) = self.next()? else { break };
            let cells = serde_json::from_slice::<Vec<cells::OfLine>>(&line);
            let cells = cells.map_err(|error| self.bad(error))?;
            if cells.len() != self.table.columns().len() {
                return Err(self.bad("it has more or fewer values than the table has columns"));
            }
            self.left = match self.left.checked_sub(1) {
                Some(left) => left,
                None => return Err(self.bad("the table has more rows than the manifest says")),
            };
            bytes += line.len();
            rows.push(cells::of_line(cells));
        }
        if rows.is_empty() && self.left > 0 {
            return Err(self.bad(format!("{} rows are missing after it", self.left)));
        }
        Ok(rows)
    }
}

/// Copies the blobs that the storage lacks from the folder to the storage. Returns the number of
/// written blobs. Fails if the storage has fewer than `all` blobs afterwards.
async fn copy_files(
    app: &App,
    folder: &Path,
    (org, all): (OrgId, u64),
    progress: &mut impl Progress,
) -> Result<u64, Failed> {
    let (mut copied, mut present) = (0, 0);
    let mut after = String::new();
    loop {
        let some = app.accounts.blobs(org, &after).await?;
        let Some(last) = some.last() else { break };
        after.clone_from(&last.key);
        for blob in some {
            still(app.accounts.keep(org).await?)?;
            let path = blob_file(folder, &blob.key);
            let Some(key) = BlobKey::parse(&blob.key) else { continue };
            let is_there = app.files.blobs.bytes(org, &key).await.map_err(Error::from)?;
            if is_there == Some(blob.bytes) {
                present += 1;
                continue;
            }
            let mut file = match open(folder, &path) {
                Ok(file) => file.take(blob.bytes.saturating_add(1)),
                Err(Failed::File { error, .. }) if error.kind() == ErrorKind::NotFound => continue,
                Err(failed) => return Err(failed),
            };
            let mut read_bytes = 0;
            // An interrupted import may have left a part.
            app.files.blobs.remove(org, &key).await.map_err(Error::from)?;
            let mut writer = app.files.blobs.begin(org, &key).await.map_err(Error::from)?;
            loop {
                let mut piece = vec![0; PIECE_BYTES];
                let read = file.read(&mut piece).map_err(Failed::file(&path))?;
                if read == 0 {
                    break;
                }
                read_bytes += read as u64;
                piece.truncate(read);
                writer.write(Bytes::from(piece)).await.map_err(Error::from)?;
            }
            if read_bytes != blob.bytes {
                let why = format!("does not have the {} bytes that were exported", blob.bytes);
                return Err(Failed::NoAccount { path, why });
            }
            writer.finish().await.map_err(Error::from)?;
            copied += 1;
            progress.at(copied + present, all.max(1), FILES);
        }
    }
    let found = copied + present;
    if found < all {
        let path = folder.join(FILES);
        let why = format!("has {found} of {all} files: copy the whole folder, and import it again");
        return Err(Failed::NoAccount { path, why });
    }
    Ok(copied)
}
