//! Exports in the exchange format to files in a folder.

use std::path::Path;

use deskbell_app::App;
use deskbell_model::OrgId;

use super::{BEGINNING, FILES};
use crate::Progress;
use crate::account::{Failed, make_folder};
use crate::packed::PackedFile;

/// The counts of an export.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExportedLines {
    /// The number of exported lines.
    pub lines: u64,
}

/// Writes an organization as lines of the exchange format: agents and departments, customers, and
/// chats with their messages, each kind to a separate file. Data may change during the export. Each
/// line shows its object's state at the time when the object was read.
///
/// # Errors
/// When a file cannot be written or exists already, or when the database fails.
pub async fn export_lines(
    app: &App,
    org: OrgId,
    folder: &Path,
    progress: &mut impl Progress,
) -> Result<ExportedLines, Failed> {
    make_folder(folder)?;
    let mut lines = 0;
    for (done, (name, what)) in (0..).zip(FILES) {
        let path = folder.join(name);
        let mut file = PackedFile::create(&path).map_err(Failed::file(&path))?;
        let mut after = Some(BEGINNING);
        while let Some(place) = after {
            let page = app.exports.page(org, what, place).await?;
            file.with(|out| out.extend_from_slice(&page.lines)).map_err(Failed::file(&path))?;
            lines += page.count;
            progress.at(done, FILES.len() as u64, name);
            after = page.next;
        }
        file.finish().map_err(Failed::file(&path))?;
    }
    Ok(ExportedLines { lines })
}
