//! The folder of an export. Only one process at a time writes to the folder, and only files of an
//! export are ever removed.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use super::import::read_manifest;
use super::{FILES, Failed, MANIFEST_PARTIAL, TABLES, is_account};

/// The name of the file that marks the folder of an export. This file is created first, in an empty
/// folder. The process that writes to the folder holds the file's lock.
const MARK: &str = ".deskbell-export";

/// A folder to which only this process exports, until this value is dropped.
#[derive(Debug)]
pub struct ClaimedFolder {
    path: PathBuf,
    _lock: File,
}

impl ClaimedFolder {
    /// Claims a folder that is missing or empty, has an account, or was claimed before.
    ///
    /// # Errors
    /// [`Failed::NotEmpty`] when the folder has other content, [`Failed::InUse`] when another
    /// process has claimed the folder. Other errors when the folder cannot be read or written.
    pub fn new(folder: &Path) -> Result<Self, Failed> {
        let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
        made.map_err(Failed::file(folder))?;
        let mark = folder.join(MARK);
        if !mark.symlink_metadata().is_ok_and(|it| it.is_file()) {
            if is_account(folder) {
                read_manifest(folder)?;
            } else if !names(folder)?.is_empty() {
                return Err(Failed::NotEmpty(folder.to_owned()));
            }
        }
        let mut options = OpenOptions::new();
        let lock = options.write(true).create(true).truncate(false).mode(0o600).open(&mark);
        let lock = lock.map_err(Failed::file(&mark))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path: folder.to_owned(), _lock: lock }),
            Err(fs::TryLockError::WouldBlock) => Err(Failed::InUse(folder.to_owned())),
            Err(fs::TryLockError::Error(error)) => Err(Failed::file(&mark)(error)),
        }
    }

    /// Returns the path of the folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Tells whether the folder has a complete account.
    #[must_use]
    pub fn is_account(&self) -> bool {
        is_account(&self.path)
    }

    /// Refuses a folder that has any file in addition to `MARK`, the mark of an export's folder.
    pub(super) fn must_be_empty(&self) -> Result<(), Failed> {
        if names(&self.path)?.iter().all(|name| name == MARK) {
            return Ok(());
        }
        Err(Failed::NotEmpty(self.path.clone()))
    }

    /// Removes the files that an interrupted export left in the folder.
    ///
    /// # Errors
    /// [`Failed::NotEmpty`] when the folder has other files or a complete account, which are not
    /// removed, or [`Failed::File`] when the folder cannot be read or emptied.
    pub fn forget_interrupted(&self) -> Result<(), Failed> {
        let names = names(&self.path)?;
        let is_own =
            |name: &OsString| [MARK, TABLES, FILES, MANIFEST_PARTIAL].iter().any(|own| name == own);
        // An export makes the tables first: files alone are not of an export.
        let has = |what: &str| names.iter().any(|name| name == what);
        if !names.iter().all(is_own) || (has(FILES) && !has(TABLES)) {
            return Err(Failed::NotEmpty(self.path.clone()));
        }
        // The tables go last, so that an interruption leaves them beside the files.
        for name in [MANIFEST_PARTIAL, FILES, TABLES] {
            let path = self.path.join(name);
            let is_folder = name != MANIFEST_PARTIAL;
            let gone = if is_folder { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            match gone {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                gone => gone.map_err(Failed::file(&path))?,
            }
        }
        Ok(())
    }
}

/// Tells whether an export to the folder began and has not ended.
#[must_use]
pub fn is_unfinished(folder: &Path) -> bool {
    folder.join(MARK).is_file() && !is_account(folder)
}

fn names(folder: &Path) -> Result<Vec<OsString>, Failed> {
    let entries = fs::read_dir(folder).map_err(Failed::file(folder))?;
    let names = entries.map(|entry| entry.map(|it| it.file_name()));
    names.collect::<io::Result<_>>().map_err(Failed::file(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_not_empty<T>(refused: Result<T, Failed>) -> bool {
        matches!(refused, Err(Failed::NotEmpty(_)))
    }

    #[test]
    fn a_folder_with_files_of_somebody_else_is_refused_and_keeps_them() {
        let place = tempfile::tempdir().unwrap();
        let (folder, blob) = (place.path(), place.path().join("files/ab/abcd"));
        fs::create_dir_all(blob.parent().unwrap()).unwrap();
        fs::write(&blob, "bytes").unwrap();
        assert!(is_not_empty(ClaimedFolder::new(folder)));
        assert!(!folder.join(MARK).exists());
        // Nor are they removed where an export left nothing but its mark.
        fs::write(folder.join(MARK), "").unwrap();
        let claimed = ClaimedFolder::new(folder).unwrap();
        assert!(is_not_empty(claimed.forget_interrupted()));
        fs::create_dir(folder.join(TABLES)).unwrap();
        fs::write(folder.join("desk.db"), "").unwrap();
        assert!(is_not_empty(claimed.forget_interrupted()));
        assert_eq!(fs::read(&blob).unwrap(), b"bytes");
        assert!(folder.join(TABLES).is_dir());
    }

    #[test]
    fn what_an_interrupted_export_left_is_removed_by_the_one_process_that_claims_the_folder() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("a/desk");
        let claimed = ClaimedFolder::new(&folder).unwrap();
        assert!(matches!(ClaimedFolder::new(&folder), Err(Failed::InUse(_))));
        for name in [TABLES, FILES] {
            fs::create_dir(folder.join(name)).unwrap();
            fs::write(folder.join(name).join("part"), "").unwrap();
        }
        fs::write(folder.join(MANIFEST_PARTIAL), "").unwrap();
        assert!(is_not_empty(claimed.must_be_empty()));
        drop(claimed);
        let claimed = ClaimedFolder::new(&folder).unwrap();
        claimed.forget_interrupted().unwrap();
        claimed.must_be_empty().unwrap();
        claimed.forget_interrupted().unwrap();
    }
}
