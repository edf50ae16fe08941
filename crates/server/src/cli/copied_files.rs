//! The copy of a folder with the files that people sent. A file's name is unique and a file never
//! changes, so files that exist in the target are not copied again. A file is written under a
//! temporary name first.

use std::fs::{self, DirBuilder, File, Permissions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::Path;

use tokio::task::spawn_blocking;

use super::new_file::beside;
use super::signals::{STOPPED, Stopping};
use super::{Failure, print};

/// The number of levels below the folder: a folder for each organization, subfolders, and files.
const LEVELS: u32 = 3;
/// The extension of a file that is still being written.
const PART: &str = "part";
/// The number of copied files between two progress messages.
const TOLD_EVERY: u64 = 10_000;

/// Copies the files that the folder `to` lacks, and syncs them to disk. Returns the number of
/// copied files. A missing folder `from` counts as empty.
pub(super) async fn copy(from: &Path, to: &Path, stopping: &Stopping) -> Result<u64, Failure> {
    let (from, to, stopping) = (from.to_owned(), to.to_owned(), stopping.clone());
    let copied = spawn_blocking(move || {
        let mut count = 0;
        if from.is_dir() {
            level(&from, &to, (LEVELS, &stopping), &mut count)?;
        }
        Ok(count)
    });
    copied.await.map_err(|error| Failure::Failed(error.to_string()))?.map_err(Failure::Failed)
}

fn level(
    from: &Path,
    to: &Path,
    (levels, stopping): (u32, &Stopping),
    count: &mut u64,
) -> Result<(), String> {
    let failed = |path: &Path, error: &io::Error| format!("{}: {error}", path.display());
    let made = DirBuilder::new().recursive(true).mode(0o700).create(to);
    made.map_err(|error| failed(to, &error))?;
    for entry in fs::read_dir(from).map_err(|error| failed(from, &error))? {
        if stopping.is_asked() {
            return Err(STOPPED.into());
        }
        let entry = entry.map_err(|error| failed(from, &error))?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        let is_folder = entry.file_type().is_ok_and(|it| it.is_dir());
        if is_folder && levels > 1 {
            level(&from, &to, (levels - 1, stopping), count)?;
        } else if !is_folder && levels == 1 && from.extension().is_none_or(|it| it != PART) {
            match one(&from, &to) {
                Ok(true) => *count += 1,
                Ok(false) => continue,
                // It was deleted meanwhile.
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                Err(error) => return Err(failed(&from, &error)),
            }
            if count.is_multiple_of(TOLD_EVERY) {
                print::talk(&format!("{count} files copied"));
            }
        }
    }
    File::open(to).and_then(|it| it.sync_all()).map_err(|error| failed(to, &error))
}

/// Copies a file, unless the target exists and has the length of the file. Returns `true` if the
/// file was copied.
fn one(from: &Path, to: &Path) -> io::Result<bool> {
    let bytes = fs::metadata(from)?.len();
    if fs::metadata(to).is_ok_and(|it| it.len() == bytes) {
        return Ok(false);
    }
    let part = beside(to, ".part");
    fs::copy(from, &part)?;
    fs::set_permissions(&part, Permissions::from_mode(0o600))?;
    File::open(&part)?.sync_all()?;
    fs::rename(&part, to)?;
    Ok(true)
}
