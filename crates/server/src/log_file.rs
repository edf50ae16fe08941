//! The file of the log. A log rotator may rename or remove the file at any time without a signal.
//! Each line goes to the file that has the configured name at that moment.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

/// The mode of a new log file. Only the owner and the group may read the file, since the log has
/// addresses of clients.
const MODE: u32 = 0o640;

/// A file to which log lines are appended.
#[derive(Debug)]
pub(crate) struct LogFile {
    path: PathBuf,
    file: File,
    id: (u64, u64),
}

impl LogFile {
    /// Opens the log file, or creates it.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().create(true).append(true).mode(MODE).open(path)?;
        let found = file.metadata()?;
        Ok(Self { path: path.to_owned(), id: (found.dev(), found.ino()), file })
    }

    /// Opens the log file again if it was renamed or removed. If opening fails, the former file
    /// stays in use.
    fn follow(&mut self) {
        let is_same = match fs::metadata(&self.path) {
            Ok(found) => (found.dev(), found.ino()) == self.id,
            Err(error) => error.kind() != ErrorKind::NotFound,
        };
        if !is_same && let Ok(opened) = Self::open(&self.path) {
            *self = opened;
        }
    }
}

impl Write for LogFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.follow();
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_follow_the_name_of_a_file_that_is_renamed_removed_or_truncated() {
        let folder = tempfile::tempdir().unwrap();
        let (path, old) = (folder.path().join("log"), folder.path().join("log.1"));
        let mut log = LogFile::open(&path).unwrap();
        let read = |path: &Path| fs::read_to_string(path).unwrap();
        log.write_all(b"one\n").unwrap();
        fs::rename(&path, &old).unwrap();
        log.write_all(b"two\n").unwrap();
        assert_eq!((read(&old).as_str(), read(&path).as_str()), ("one\n", "two\n"));
        fs::remove_file(&path).unwrap();
        log.write_all(b"three\n").unwrap();
        assert_eq!(read(&path), "three\n");
        fs::write(&path, "").unwrap();
        log.write_all(b"four\n").unwrap();
        assert_eq!(read(&path), "four\n");
        assert_eq!(fs::metadata(&old).unwrap().mode() & 0o027, 0, "others read nothing");
    }
}
