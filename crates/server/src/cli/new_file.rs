//! A file that gets its final name only when it is complete. Until then its name ends with
//! `.partial`.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};

/// A file that is being written. An unfinished file is removed when this value is dropped.
#[derive(Debug)]
pub(super) struct UnfinishedFile {
    path: PathBuf,
    partial: PathBuf,
    /// The lock that prevents two processes from writing the same file.
    _lock: File,
}

impl UnfinishedFile {
    /// Begins an empty file that only its owner can read. Overwrites a partial file of a killed
    /// process.
    pub(super) fn begin(path: &Path) -> Result<Self, String> {
        if path.symlink_metadata().is_ok() {
            return Err(taken(path));
        }
        Self::begin_beside(path)
    }

    /// Begins a file as [`UnfinishedFile::begin`] does, even if another file already has the final
    /// name.
    pub(super) fn begin_beside(path: &Path) -> Result<Self, String> {
        let partial = beside(path, ".partial");
        let failed = |error| format!("{} cannot be written: {error}", partial.display());
        let mut options = OpenOptions::new();
        options.create(true).write(true).truncate(false).mode(0o600);
        let file = options.open(&partial).map_err(failed)?;
        let busy = || format!("{} is being written by another process", path.display());
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => return Err(busy()),
            Err(TryLockError::Error(error)) => return Err(failed(error)),
            Ok(()) => {}
        }
        // The other process may have finished, and taken the name away, before this one locked it.
        let is_named = fs::metadata(&partial)
            .and_then(|found| Ok((found.ino(), found.dev()) == id(&file)?))
            .map_err(failed)?;
        if !is_named {
            return Err(busy());
        }
        file.set_len(0).map_err(failed)?;
        Ok(Self { path: path.to_owned(), partial, _lock: file })
    }

    /// Returns the path under which the file is written.
    pub(super) fn partial(&self) -> &Path {
        &self.partial
    }

    /// Renames the file to its final name, which must be free, and syncs the folder to disk. The
    /// file's content must be on disk already.
    pub(super) fn finish(self) -> Result<(), String> {
        let named = renameat_with(CWD, &self.partial, CWD, &self.path, RenameFlags::NOREPLACE);
        match named.map_err(std::io::Error::from) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                return Err(taken(&self.path));
            }
            Err(error) => return Err(format!("{}: {error}", self.path.display())),
            Ok(()) => {}
        }
        sync_folder(&self.path)
    }
}

impl Drop for UnfinishedFile {
    /// Removes an unfinished file while the lock is held.
    fn drop(&mut self) {
        for suffix in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(beside(&self.partial, suffix));
        }
    }
}

/// Syncs the folder that contains a file to disk, so that its entries survive a crash.
pub(super) fn sync_folder(path: &Path) -> Result<(), String> {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(|error| format!("{}: {error}", folder.display()))
}

/// Returns the path of a file with `suffix` appended to its name.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}

fn id(file: &File) -> std::io::Result<(u64, u64)> {
    file.metadata().map(|it| (it.ino(), it.dev()))
}

fn taken(path: &Path) -> String {
    format!("{} is there already: move it away, or choose another name", path.display())
}
