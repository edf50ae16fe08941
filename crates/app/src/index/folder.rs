//! The folder of saved indexes: one file for each organization. A file gets its final name only
//! when it is complete and on disk.

use std::fs::{self, DirBuilder, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::os::unix::fs::{
    DirBuilderExt as _, FileExt as _, OpenOptionsExt as _, PermissionsExt as _,
};
use std::path::{Path, PathBuf};
use std::time::Instant;

use deskbell_index::Source;
use deskbell_model::OrgId;

use crate::index::limits::{INDEX_SYNC_BYTES, INDEX_WRITE_BYTES};

/// The extension of a saved index's file.
const SAVED: &str = "index";
const WRITING: &str = "writing";

/// A folder for saved indexes.
#[derive(Clone, Debug)]
pub(super) struct Folder(PathBuf);

#[derive(Debug)]
pub(super) struct SavedFile(File);

impl Source for SavedFile {
    fn read(&self, offset: u64, into: &mut [u8]) -> io::Result<()> {
        self.0.read_exact_at(into, offset)
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) struct WriteLimits {
    /// The largest size of the file, in bytes.
    pub(super) bytes: u64,
    /// The time at which writing is aborted.
    pub(super) until: Instant,
}

/// A writer that enforces the limits of a file.
struct Limited {
    to: BufWriter<File>,
    limits: WriteLimits,
    written: u64,
    /// The number of written bytes that may not be on disk yet.
    unsynced: usize,
}

impl Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if Instant::now() > self.limits.until {
            return Err(io::Error::new(ErrorKind::TimedOut, "writing takes too long"));
        }
        let part = &bytes[..bytes.len().min(INDEX_WRITE_BYTES)];
        if self.written + part.len() as u64 > self.limits.bytes {
            return Err(io::Error::new(ErrorKind::FileTooLarge, "index.memory_mib are written"));
        }
        let written = self.to.write(part)?;
        self.written += written as u64;
        self.unsynced += written;
        if self.unsynced >= INDEX_SYNC_BYTES {
            // Regular syncs spread the wait for the disk, so that the last sync is short.
            self.to.flush()?;
            self.to.get_ref().sync_data()?;
            self.unsynced = 0;
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Converts the error for a missing file to `None`.
fn if_there<T>(found: io::Result<T>) -> io::Result<Option<T>> {
    match found {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        found => found.map(Some),
    }
}

impl Folder {
    pub(super) const fn at(path: PathBuf) -> Self {
        Self(path)
    }

    fn path(&self, org: OrgId, end: &str) -> PathBuf {
        self.0.join(format!("{}.{end}", org.get()))
    }

    /// Opens the file of an organization, and returns its length; `None` for a missing file.
    pub(super) fn open(&self, org: OrgId) -> io::Result<Option<(SavedFile, u64)>> {
        self.check()?;
        let path = self.path(org, SAVED);
        let Some(found) = if_there(fs::symlink_metadata(&path))? else { return Ok(None) };
        if !found.is_file() {
            return Err(io::Error::other("it is no regular file"));
        }
        let Some(file) = if_there(File::open(path))? else { return Ok(None) };
        let length = file.metadata()?.len();
        Ok(Some((SavedFile(file), length)))
    }

    /// Removes the file of an organization durably. A program that has the file open can still read
    /// it.
    pub(super) fn remove(&self, org: OrgId) -> io::Result<()> {
        match if_there(fs::remove_file(self.path(org, SAVED)))? {
            Some(()) => self.sync(),
            None => Ok(()),
        }
    }

    /// Makes created, renamed and removed file names durable.
    pub(super) fn sync(&self) -> io::Result<()> {
        File::open(&self.0)?.sync_all()
    }

    /// Lists the files that this program wrote, each with its path and length. For an incomplete
    /// file, the organization is `None`.
    fn files(&self) -> io::Result<Vec<(PathBuf, u64, Option<OrgId>)>> {
        let Some(entries) = if_there(fs::read_dir(&self.0))? else { return Ok(Vec::new()) };
        let mut files = Vec::new();
        for entry in entries {
            let entry = entry?;
            let path = entry.path();
            let number = path.file_stem().and_then(|stem| stem.to_str()?.parse().ok());
            let end = path.extension().and_then(|end| end.to_str());
            let Some(org) = number.and_then(OrgId::new) else { continue };
            if end == Some(SAVED) || end == Some(WRITING) {
                // Another process may have removed the file meanwhile.
                let Some(found) = if_there(entry.metadata())? else { continue };
                let length = found.len();
                let org = (end == Some(SAVED)).then_some(org);
                files.push((path, length, org));
            }
        }
        Ok(files)
    }

    /// Lists the organizations that have a file, in order, and removes incomplete files.
    pub(super) fn organizations(&self) -> io::Result<Vec<OrgId>> {
        let mut found = Vec::new();
        for (path, _, org) in self.files()? {
            match org {
                Some(org) => found.push(org),
                None => drop(if_there(fs::remove_file(path))?),
            }
        }
        found.sort_unstable();
        Ok(found)
    }

    pub(super) fn clear(&self) -> io::Result<()> {
        let files = self.files()?;
        let is_empty = files.is_empty();
        for (path, ..) in files {
            if_there(fs::remove_file(path))?;
        }
        if is_empty { Ok(()) } else { self.sync() }
    }

    /// Returns the total size of all files, in bytes.
    pub(super) fn bytes(&self) -> io::Result<u64> {
        Ok(self.files()?.iter().map(|(_, length, _)| length).sum())
    }

    /// Creates the folder, unless it exists. Only the server's user can access the folder.
    pub(super) fn make(&self) -> io::Result<()> {
        match DirBuilder::new().mode(0o700).create(&self.0) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists && self.0.is_dir() => {
                self.check()
            }
            made => made,
        }
    }

    /// Checks that no other user can write to an existing folder, since checksums detect damage but
    /// no forgery.
    fn check(&self) -> io::Result<()> {
        let Some(found) = if_there(fs::metadata(&self.0))? else { return Ok(()) };
        match found.permissions().mode() & 0o022 {
            0 => Ok(()),
            _ => Err(io::Error::new(
                ErrorKind::PermissionDenied,
                format!(
                    "others can write to {shown}: chmod go-w {shown}",
                    shown = self.0.display()
                ),
            )),
        }
    }

    /// Writes the file of an organization, and returns its length. After an error the file does not
    /// exist.
    pub(super) fn write(
        &self,
        org: OrgId,
        limits: WriteLimits,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<u64> {
        self.remove(org)?;
        let path = self.path(org, WRITING);
        let written = write_file(&path, limits, write)
            .and_then(|length| fs::rename(&path, self.path(org, SAVED)).map(|()| length));
        if written.is_err() {
            if_there(fs::remove_file(&path))?;
        }
        written
    }
}

fn write_file(
    path: &Path,
    limits: WriteLimits,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<u64> {
    if_there(fs::remove_file(path))?;
    // The file must be new, so that no link that somebody else made is followed and no file is
    // overwritten.
    let file = File::options().write(true).create_new(true).mode(0o600).open(path)?;
    let to = BufWriter::with_capacity(INDEX_WRITE_BYTES, file);
    let mut limited = Limited { to, limits, written: 0, unsynced: 0 };
    write(&mut limited)?;
    limited.flush()?;
    limited.to.get_ref().sync_all()?;
    Ok(limited.written)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;
    use std::time::Duration;

    use super::*;

    fn limits(bytes: u64) -> WriteLimits {
        WriteLimits { bytes, until: Instant::now() + Duration::from_secs(600) }
    }

    fn org(id: i64) -> OrgId {
        OrgId::new(id).unwrap()
    }

    fn names(path: &Path) -> Vec<String> {
        let name = |entry: io::Result<fs::DirEntry>| entry.unwrap().file_name();
        let names = fs::read_dir(path).unwrap().map(|it| name(it).into_string().unwrap());
        let mut names: Vec<_> = names.collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_complete_or_not_there() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("a.db.index");
        let folder = Folder::at(path.clone());
        assert!(folder.organizations().unwrap().is_empty());
        folder.make().unwrap();
        folder.make().unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o700);
        let bytes = vec![7; 3 * INDEX_WRITE_BYTES + 5];
        let length = bytes.len() as u64;
        let write = |limits| folder.write(org(3), limits, |to| to.write_all(&bytes));
        assert_eq!(write(limits(length)).unwrap(), length);
        let mode = fs::metadata(path.join("3.index")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(folder.open(org(3)).unwrap().unwrap().1, length);
        assert_eq!(folder.bytes().unwrap(), length);
        // The failed write also removes the previous file, which is outdated.
        let why = write(limits(length - 1)).unwrap_err();
        assert_eq!(why.kind(), ErrorKind::FileTooLarge);
        assert!(names(&path).is_empty());
        let past = WriteLimits { until: Instant::now(), ..limits(length) };
        assert_eq!(write(past).unwrap_err().kind(), ErrorKind::TimedOut);
        assert!(names(&path).is_empty());
    }

    #[test]
    fn a_disk_that_is_too_slow_or_full_ends_the_writing_and_keeps_no_part() {
        let folder = tempfile::tempdir().unwrap();
        let saved = Folder::at(folder.path().to_owned());
        let until = Instant::now() + Duration::from_millis(20);
        let late = saved.write(org(1), WriteLimits { until, ..limits(u64::MAX) }, |to| {
            loop {
                to.write_all(b"x")?;
            }
        });
        assert_eq!(late.unwrap_err().kind(), ErrorKind::TimedOut);
        let full = saved.write(org(1), limits(9), |to| {
            to.write_all(b"half")?;
            Err(ErrorKind::StorageFull.into())
        });
        assert_eq!(full.unwrap_err().kind(), ErrorKind::StorageFull);
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn nothing_that_others_put_there_is_followed() {
        let parent = tempfile::tempdir().unwrap();
        let (path, other) = (parent.path().join("index"), parent.path().join("other"));
        let folder = Folder::at(path.clone());
        folder.make().unwrap();
        fs::write(&other, "theirs").unwrap();
        symlink(&other, path.join("1.writing")).unwrap();
        symlink(&other, path.join("2.index")).unwrap();
        folder.write(org(1), limits(9), |to| to.write_all(b"ours")).unwrap();
        assert_eq!(fs::read_to_string(&other).unwrap(), "theirs");
        assert!(folder.open(org(2)).is_err());
        fs::set_permissions(&path, fs::Permissions::from_mode(0o777)).unwrap();
        assert_eq!(folder.make().unwrap_err().kind(), ErrorKind::PermissionDenied);
        assert!(folder.open(org(1)).is_err());
    }

    #[test]
    fn only_own_files_are_removed() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["1.index", "2.writing", "x.index", "0.index", "3.db", "4"] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        let images = Folder::at(folder.path().to_owned());
        assert_eq!(images.organizations().unwrap(), [org(1)]);
        assert_eq!(names(folder.path()), ["0.index", "1.index", "3.db", "4", "x.index"]);
        images.clear().unwrap();
        images.remove(org(1)).unwrap();
        assert_eq!(names(folder.path()), ["0.index", "3.db", "4", "x.index"]);
    }
}
