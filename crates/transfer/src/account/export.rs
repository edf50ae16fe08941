//! The export of an account to a folder.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use deskbell_app::accounts::TakeTables;
use deskbell_app::files::{BlobKey, BlobsError};
use deskbell_app::{App, Error};
use deskbell_model::{OrgId, Organization};
use deskbell_storage::tables::{self, Cell, StoredTable, TakeRows};
use deskbell_storage::{Error as StorageError, Result as StorageResult, schema_version};
use deskbell_wire::json;
use parking_lot::Mutex;

use super::claim::ClaimedFolder;
use super::{
    FILES, Failed, MANIFEST, MANIFEST_PARTIAL, Manifest, PARTIAL, TABLES, blob_file, cells, file_of,
};
use crate::Progress;
use crate::packed::PackedFile;

/// The counts of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExportedAccount {
    /// The number of exported rows.
    pub rows: u64,
    /// The number of blobs, the stored contents of files.
    pub files: u64,
    /// The number of blobs that were removed during the export.
    pub missing: u64,
}

/// A receiver of rows that writes each table to its file.
struct Writing<P> {
    folder: PathBuf,
    progress: P,
    file: Option<(PathBuf, PackedFile)>,
    rows: Vec<(String, u64)>,
    /// The file error that ended the export, if any.
    failed: Arc<Mutex<Option<Failed>>>,
}

impl<P: Progress> Writing<P> {
    /// Stores a file's error. Returns the error that makes the database stop reading.
    fn stop(&self, path: &Path, error: io::Error) -> StorageError {
        let failed = Failed::file(path)(error);
        let told = StorageError::Full(failed.to_string());
        *self.failed.lock() = Some(failed);
        told
    }

    fn end_table(&mut self) -> StorageResult<()> {
        let Some((path, file)) = self.file.take() else { return Ok(()) };
        file.finish().map_err(|error| self.stop(&path, error))
    }

    fn all(&self) -> u64 {
        self.rows.iter().map(|(_, rows)| rows).sum()
    }
}

impl<P: Progress + Send + 'static> TakeTables for Writing<P> {
    fn begin(&mut self, table: &'static StoredTable) -> StorageResult<()> {
        self.end_table()?;
        let (done, total) = (self.rows.len() as u64, tables::all().count() as u64);
        self.progress.at(done, total, table.name());
        let path = file_of(&self.folder, table.name());
        let mut file = PackedFile::create(&path).map_err(|error| self.stop(&path, error))?;
        let names = table.columns().iter().map(|it| it.name);
        let heading = file.with(|out| {
            json::array(out, names, json::string);
            out.push(b'\n');
        });
        heading.map_err(|error| self.stop(&path, error))?;
        self.file = Some((path, file));
        self.rows.push((table.name().to_owned(), 0));
        Ok(())
    }
}

impl<P: Progress + Send> TakeRows for Writing<P> {
    fn row(&mut self, row: &[Cell<'_>]) -> StorageResult<()> {
        let Some((path, file)) = &mut self.file else { return Ok(()) };
        let written = file.with(|out| {
            cells::write_all(out, row);
            out.push(b'\n');
        });
        if let Some((_, rows)) = self.rows.last_mut() {
            *rows += 1;
        }
        match written {
            Ok(()) => Ok(()),
            Err(error) => {
                let path = path.clone();
                // The thread that packs says what went wrong.
                self.end_table()?;
                Err(self.stop(&path, error))
            }
        }
    }
}

/// Writes an organization's account to a folder, which must be empty. The rows are as of one
/// moment.
///
/// # Errors
/// When the folder is not empty or cannot be written, or when the database fails. After an error,
/// the folder is incomplete and has no manifest.
pub async fn export(
    app: &App,
    org: &Organization,
    folder: &ClaimedFolder,
    progress: impl Progress + Send + 'static,
) -> Result<ExportedAccount, Failed> {
    folder.must_be_empty()?;
    let folder = folder.path();
    make_folder(&folder.join(TABLES))?;
    let exported_at = app.context.now();
    let failed = Arc::default();
    let writing = Writing {
        folder: folder.to_owned(),
        progress,
        file: None,
        rows: Vec::new(),
        failed: Arc::clone(&failed),
    };
    let read = app.accounts.read(org.id, writing).await;
    let ended = read.and_then(|(mut writing, position)| {
        writing.end_table()?;
        Ok((writing, position))
    });
    let of_file = failed.lock().take();
    let (mut writing, position) = match (ended, of_file) {
        (_, Some(failed)) => return Err(failed),
        (ended, None) => ended?,
    };
    let (files, missing) = copy_files(app, org, folder, &mut writing.progress).await?;
    let rows = writing.all();
    let manifest = Manifest {
        org: org.id,
        domain: org.domain.clone(),
        schema: schema_version(),
        exported_at,
        history: position.history.to_string(),
        rows: writing.rows,
        files,
    };
    write_manifest(folder, &manifest)?;
    Ok(ExportedAccount { rows, files, missing })
}

/// Creates a folder that only its owner can access, or accepts an empty folder.
pub(crate) fn make_folder(folder: &Path) -> Result<(), Failed> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(Failed::file(folder))?;
    let mut entries = fs::read_dir(folder).map_err(Failed::file(folder))?;
    match entries.next() {
        None => Ok(()),
        Some(_) => Err(Failed::NotEmpty(folder.to_owned())),
    }
}

/// Writes the manifest, which completes the account. The manifest gets its name after all files of
/// the account are on disk.
fn write_manifest(folder: &Path, manifest: &Manifest) -> Result<(), Failed> {
    let (path, partial) = (folder.join(MANIFEST), folder.join(MANIFEST_PARTIAL));
    write_whole(&partial, manifest.json().as_bytes()).map_err(Failed::file(&partial))?;
    sync_folder(&folder.join(TABLES))?;
    sync_folder(folder)?;
    fs::rename(&partial, &path).map_err(Failed::file(&path))?;
    sync_folder(folder)
}

/// Syncs the names in a folder to disk.
fn sync_folder(folder: &Path) -> Result<(), Failed> {
    File::open(folder).and_then(|it| it.sync_all()).map_err(Failed::file(folder))
}

/// Writes a small file that must not exist, and syncs it to disk.
fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = new_file(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn new_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

/// Copies the bytes of all files. Returns the numbers of copied blobs and of missing blobs.
async fn copy_files(
    app: &App,
    org: &Organization,
    folder: &Path,
    progress: &mut impl Progress,
) -> Result<(u64, u64), Failed> {
    let (mut copied, mut missing, mut after) = (0, 0, String::new());
    loop {
        let some = app.accounts.blobs(org.id, &after).await?;
        let Some(last) = some.last() else { return Ok((copied, missing)) };
        after.clone_from(&last.key);
        for blob in some {
            if copy_file(app, org.id, folder, (&blob.key, blob.bytes)).await? {
                copied += 1;
            } else {
                missing += 1;
            }
            progress.at(copied, copied + missing, FILES);
        }
    }
}

/// Copies the bytes of the blob with this key. Returns `false` when the bytes are missing. The file
/// gets its name when it is complete and on disk. Fails if no storage for files is configured.
pub(super) async fn copy_file(
    app: &App,
    org: OrgId,
    folder: &Path,
    (key, bytes): (&str, u64),
) -> Result<bool, Failed> {
    let Some(parsed) = BlobKey::parse(key) else { return Ok(false) };
    let mut reader = match app.files.blobs.read(org, &parsed, 0..bytes).await {
        Err(BlobsError::Missing(_)) => return Ok(false),
        reader => reader.map_err(Error::from)?,
    };
    let path = blob_file(folder, key);
    let parent = path.parent().unwrap_or(folder);
    if !parent.is_dir() {
        let made = DirBuilder::new().recursive(true).mode(0o700).create(parent);
        made.map_err(Failed::file(parent))?;
        sync_folder(&folder.join(FILES))?;
        sync_folder(folder)?;
    }
    let partial = parent.join(format!("{key}{PARTIAL}"));
    // An interrupted copy may have left a part.
    let _ = fs::remove_file(&partial);
    let mut file = new_file(&partial).map_err(Failed::file(&partial))?;
    while let Some(bytes) = reader.next().await.map_err(Error::from)? {
        file.write_all(&bytes).map_err(Failed::file(&partial))?;
    }
    file.sync_all().map_err(Failed::file(&partial))?;
    fs::rename(&partial, &path).map_err(Failed::file(&path))?;
    sync_folder(parent)?;
    Ok(true)
}
