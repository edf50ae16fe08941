//! The checks of the storage for files, and of the stored files.

use deskbell_app::files::{FileSettings, Place};
use deskbell_app::{App, Error};
use deskbell_model::OrgId;

use super::Finding;
use crate::boot::check_folder;

/// Checks that a storage for files is configured.
pub(super) fn place(settings: &FileSettings) -> Finding {
    match &settings.place {
        Place::Nowhere => Finding::warning(
            "files",
            "no place for files is set, so that they are refused",
            "set files.folder to a folder that all nodes share, or s3.bucket",
        ),
        Place::Folder(folder) => {
            // What is to be made in it, or it itself in the folder above.
            let path = if folder.exists() { folder.join("1") } else { folder.clone() };
            match check_folder(&path) {
                Ok(()) => Finding::ok("files", format!("{} can be written to", folder.display())),
                Err(why) => Finding::problem("files", why, "or set files.folder to another one"),
            }
        }
        Place::Bucket(bucket) => {
            let found = format!("they are kept in the bucket {}", bucket.bucket);
            Finding::ok("files", found)
        }
    }
}

/// Compares an organization's files with their stored bytes.
pub(super) async fn compared(app: &App, org: OrgId, name: &str) -> Result<Finding, Error> {
    if !app.files.blobs.is_somewhere() {
        return Ok(Finding::ok("files", format!("{name} has none")));
    }
    let found = match app.files.compare(org).await {
        Ok(found) => found,
        Err(Error::Files(why)) => {
            let hint = "see that the place for files can be reached";
            return Ok(Finding::problem("files", format!("{name}: {why}"), hint));
        }
        Err(error) => return Err(error),
    };
    let (unknown, missing) = (found.unknown.len(), found.missing);
    Ok(match (missing, unknown) {
        (0, 0) => {
            let all = format!("{} contents of {name} have their bytes", found.blobs);
            Finding::ok("files", all)
        }
        (0, n) => {
            let hint = "`deskbell files clear` removes them";
            Finding::warning("files", format!("{n} stored blobs of {name} have no file"), hint)
        }
        (n, _) => {
            let hint = "restore the folder or the bucket from a backup";
            Finding::problem("files", format!("{n} contents of {name} have lost bytes"), hint)
        }
    })
}
