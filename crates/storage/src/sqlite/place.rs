//! The identity of the database's file. SQLite derives the log's name from the file's name, so a
//! file that is opened under two names has two logs. Each log then lacks the content of the other
//! log.

use std::ffi::OsStr;
use std::fs::{File, Metadata, metadata};
use std::io::{ErrorKind, Read as _};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};

use crate::error::{Error, Result};

/// The largest number of file names in a folder that are read to find a write-ahead log whose
/// database file is gone.
const FILES_LOOKED_AT: usize = 10_000;

/// A database's file. Once opened, the file must keep its name.
#[derive(Debug)]
pub(crate) struct DatabaseFile {
    path: PathBuf,
    /// The device and inode of the file.
    file: OnceLock<(u64, u64)>,
    /// The names of the log and of the shared memory, each with its device and inode.
    beside: [(PathBuf, OnceLock<(u64, u64)>); 2],
}

impl DatabaseFile {
    /// Returns the file with this name, which need not exist yet.
    ///
    /// # Errors
    /// `Unavailable` when the file has several names, which would have different logs; when the log
    /// exists without the file; when the folder has a log whose database is missing.
    pub(crate) fn new(path: &Path) -> Result<Self> {
        let beside = ["-wal", "-shm"].map(|suffix| (named(path, suffix), OnceLock::new()));
        let place = Self { path: path.to_owned(), file: OnceLock::new(), beside };
        let found = metadata(path);
        if found.as_ref().map_or(0, Metadata::len) == 0 {
            place.refuse_log_of_nothing()?;
        }
        if let Ok(found) = &found {
            place.refuse_other_names(found)?;
            place.refuse_another_log()?;
        }
        Ok(place)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn log(&self) -> PathBuf {
        named(&self.path, "-wal")
    }

    /// Checks that the file's name still refers to the same file as at the first call of this
    /// function.
    ///
    /// # Errors
    /// `Unavailable` when the name refers to another file, or to no file, since writes would be
    /// lost.
    pub(crate) fn check(&self) -> Result<()> {
        let gone = |what: &str| Err(Error::Unavailable(format!("{} {what}", self.path.display())));
        match metadata(&self.path) {
            Ok(found) => {
                let found = (found.dev(), found.ino());
                if *self.file.get_or_init(|| found) == found {
                    return self.check_beside();
                }
                gone("is another file than the one that was opened: stop whatever has it open")
            }
            Err(error) if error.kind() == ErrorKind::NotFound && self.file.get().is_some() => {
                gone("is no longer there, but still open: move it back, or stop what has it open")
            }
            // The file does not exist yet or cannot be inspected. SQLite's own error will say more.
            Err(_) => Ok(()),
        }
    }

    /// Checks that the log and the shared memory are still the same files as at the first call of
    /// this function. Otherwise writes would be lost or overwritten later.
    fn check_beside(&self) -> Result<()> {
        for (path, known) in &self.beside {
            let found = match metadata(path) {
                Ok(found) => Some((found.dev(), found.ino())),
                Err(error) if error.kind() == ErrorKind::NotFound => None,
                Err(_) => continue,
            };
            let known = match found {
                Some(found) => Some(*known.get_or_init(|| found)),
                None => known.get().copied(),
            };
            if known != found {
                return Err(Error::Unavailable(format!(
                    "{} was removed or replaced while the database is open: stop the server \
                     without killing it, then what it holds is saved",
                    path.display()
                )));
            }
        }
        Ok(())
    }

    /// Refuses a log without its database's file, since SQLite would create the file and discard
    /// the log.
    fn refuse_log_of_nothing(&self) -> Result<()> {
        let log = self.log();
        if !metadata(&log).is_ok_and(|log| log.len() > 0) || !is_log(&log) {
            return Ok(());
        }
        Err(Error::Unavailable(format!(
            "{} is the log of a database that is not there: put that back as {}, or move the log \
             elsewhere",
            log.display(),
            self.path.display()
        )))
    }

    /// Refuses a file that was renamed without its log, since SQLite would open the file without
    /// the log's content.
    fn refuse_another_log(&self) -> Result<()> {
        let log = self.log();
        let folder = log.parent().unwrap_or(Path::new("."));
        if log.exists() {
            return Ok(());
        }
        let Some(alone) = log_alone(folder) else { return Ok(()) };
        Err(Error::Unavailable(format!(
            "{} is a log without its database: if {} was renamed, rename the log to {}, otherwise \
             move it elsewhere",
            alone.display(),
            self.path.display(),
            log.display()
        )))
    }

    fn refuse_other_names(&self, found: &Metadata) -> Result<()> {
        let shown = self.path.display();
        if found.is_file() && found.nlink() > 1 {
            let others = found.nlink() - 1;
            return Err(Error::Unavailable(format!(
                "{shown} has {others} more name(s) (hard links), each of which would have a log \
                 of its own: leave it one name"
            )));
        }
        if found.is_file() && is_mounted(&self.path) {
            return Err(Error::Unavailable(format!(
                "{shown} is mounted as a single file, and its log would stay outside of the \
                 mount: mount its folder"
            )));
        }
        Ok(())
    }
}

/// Returns SQLite's name for the log or the shared memory of a file.
fn named(path: &Path, suffix: &str) -> PathBuf {
    let mut named = path.canonicalize().unwrap_or_else(|_| path.to_owned()).into_os_string();
    named.push(suffix);
    named.into()
}

/// Finds, in a folder, a log whose database file is missing.
fn log_alone(folder: &Path) -> Option<PathBuf> {
    let names = std::fs::read_dir(folder).ok()?.take(FILES_LOOKED_AT);
    names.filter_map(|entry| Some(entry.ok()?.path())).find(|log| {
        let name = log.as_os_str().as_encoded_bytes();
        let Some(database) = name.strip_suffix(b"-wal") else { return false };
        let is_alone = !Path::new(OsStr::from_bytes(database)).exists();
        is_alone && metadata(log).is_ok_and(|log| log.len() > 0) && is_log(log)
    })
}

/// Returns whether a file starts like an SQLite log.
fn is_log(path: &Path) -> bool {
    let mut magic = [0; 3];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut magic));
    read.is_ok() && magic == [0x37, 0x7f, 0x06]
}

/// Returns whether the file of this name is itself a mount point.
fn is_mounted(path: &Path) -> bool {
    let asked = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    statx(CWD, &asked, AtFlags::empty(), StatxFlags::empty()).is_ok_and(|found| {
        found.stx_attributes_mask.contains(StatxAttributes::MOUNT_ROOT)
            && found.stx_attributes.contains(StatxAttributes::MOUNT_ROOT)
    })
}
