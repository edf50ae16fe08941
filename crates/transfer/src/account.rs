//! The layout of an exported account in a folder: `manifest.json`, one file of lines for each table
//! in `account/`, and the bytes of files in `files/`. The manifest is written last, so a folder
//! without a manifest is incomplete.
//!
//! The first line of a table's file has the names of the columns. Each further line is a JSON array
//! with the values of one row. If the account is followed, `follow.ndjson` has the later changes.

mod adding;
mod batches;
mod cells;
mod claim;
mod export;
mod follow;
mod import;
mod rewritten;
mod segments;
mod stepping;
mod steps;

use std::io;
use std::path::{Path, PathBuf};

use deskbell_model::{OrgId, Seconds};
use serde_json::{Value, json};

pub use claim::{ClaimedFolder, is_unfinished};
pub(crate) use export::make_folder;
pub use export::{ExportedAccount, export};
pub use follow::{AccountFollower, Extent, WrittenStep};
pub use import::{ImportedAccount, import};

/// The name of the manifest, the file that describes an exported account.
const MANIFEST: &str = "manifest.json";
/// The name of the manifest while it is being written.
const MANIFEST_PARTIAL: &str = "manifest.json.partial";
/// The name of the folder with the tables.
const TABLES: &str = "account";
/// The name of the folder with the bytes of files.
const FILES: &str = "files";
/// The suffix of the name of a file that is being written.
const PARTIAL: &str = ".partial";
/// The text that progress reports show while the changes since an account's export are imported.
const STEPS_NOTE: &str = "what changed since";
/// The version of the folder's layout.
const VERSION: u64 = 1;
/// The size limit for a manifest, in bytes.
const MANIFEST_BYTES_MAX: u64 = 1024 * 1024;

/// The reason why an export or an import failed.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// A file could not be read or written.
    #[error("{}: {error}", .path.display())]
    File {
        /// The file or folder that could not be read or written.
        path: PathBuf,
        /// The error of reading or writing the file.
        error: io::Error,
    },
    /// The folder exists already and is not empty.
    #[error("{} is not empty: name a folder that is not there yet", .0.display())]
    NotEmpty(PathBuf),
    /// The folder has no complete account, or has an account that this program cannot read.
    #[error("{} {why}", .path.display())]
    NoAccount {
        /// The file that is missing or cannot be used.
        path: PathBuf,
        /// The reason why the file cannot be used, as the end of a sentence.
        why: String,
    },
    /// A line of a table's file is invalid.
    #[error("{}, line {line}: {why}", .path.display())]
    Line {
        /// The file of the table.
        path: PathBuf,
        /// The number of the line, from 1.
        line: u64,
        /// The reason why the line is invalid.
        why: String,
    },
    /// The database has the organization already.
    #[error("the database has an organization {0} already: an account goes into a new database")]
    Taken(String),
    /// Another process imports the account.
    #[error(
        "another import of this account is running: let it end; one that was killed is forgotten \
         after half a minute"
    )]
    Busy,
    /// The imported rows contradict each other. The account stays invisible to servers.
    #[error("what was exported is not sound, and was not imported: {0}")]
    Unsound(String),
    /// The export to the folder cannot be continued. The folder stays unchanged, and a new folder
    /// is needed.
    #[error("{} {why}", .path.display())]
    Another {
        /// The folder to which the account was exported.
        path: PathBuf,
        /// The reason why the export cannot be continued, as the end of a sentence.
        why: String,
    },
    /// Another process exports to the folder.
    #[error("another process exports to {}: stop it first", .0.display())]
    InUse(PathBuf),
    /// An operation of the application failed.
    #[error("{0}")]
    App(#[from] deskbell_app::Error),
}

impl Failed {
    pub(crate) fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |error| Self::File { path: path.to_owned(), error }
    }

    /// Tells whether another attempt may succeed, because the database did not answer.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        use deskbell_storage::Error::{Busy, Deadline, Unavailable, Unknown};
        let Self::App(deskbell_app::Error::Storage(error)) = self else { return false };
        matches!(error, Busy(_) | Deadline | Unavailable(_) | Unknown)
    }
}

/// The manifest: the description of the account in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Manifest {
    org: OrgId,
    domain: String,
    schema: i64,
    exported_at: Seconds,
    /// The history of the last change: the sequence in which the change is numbered.
    history: String,
    /// The number of rows of each table.
    rows: Vec<(String, u64)>,
    /// The number of blobs, the stored contents of files.
    files: u64,
}

impl Manifest {
    fn json(&self) -> String {
        let rows: serde_json::Map<_, _> =
            self.rows.iter().map(|(name, rows)| (name.clone(), json!(rows))).collect();
        let manifest = json!({
            "format": "deskbell account",
            "version": VERSION,
            "schema": self.schema,
            "exportedAt": self.exported_at.get(),
            "history": self.history,
            "organization": {"id": self.org.get(), "domain": self.domain},
            "rows": rows,
            "files": self.files,
        });
        format!("{manifest:#}\n")
    }

    /// Parses a manifest. The error is the reason why the text is not a valid manifest, as the end
    /// of a sentence.
    fn parse(text: &str) -> Result<Self, String> {
        let it: Value = serde_json::from_str(text).map_err(|why| format!("is no JSON: {why}"))?;
        if it["format"] != "deskbell account" {
            return Err("does not say that it is an account".into());
        }
        if it["version"] != VERSION {
            return Err(format!("has version {}, and this program reads {VERSION}", it["version"]));
        }
        let missing = |what: &'static str| move || format!("says nothing of `{what}`");
        let org = it["organization"]["id"].as_i64().and_then(OrgId::new);
        let at = it["exportedAt"].as_i64().and_then(Seconds::from_i64);
        let rows = it["rows"].as_object().ok_or_else(missing("rows"))?;
        let rows = rows.iter().map(|(name, rows)| Some((name.clone(), rows.as_u64()?)));
        Ok(Self {
            org: org.ok_or_else(missing("organization"))?,
            domain: it["organization"]["domain"]
                .as_str()
                .ok_or_else(missing("organization"))?
                .to_owned(),
            schema: it["schema"].as_i64().ok_or_else(missing("schema"))?,
            exported_at: at.ok_or_else(missing("exportedAt"))?,
            history: it["history"].as_str().ok_or_else(missing("history"))?.to_owned(),
            rows: rows.collect::<Option<_>>().ok_or_else(missing("rows"))?,
            files: it["files"].as_u64().ok_or_else(missing("files"))?,
        })
    }

    fn rows_of(&self, table: &str) -> Option<u64> {
        self.rows.iter().find(|(name, _)| name == table).map(|(_, rows)| *rows)
    }
}

/// Tells whether a folder has a complete exported account.
#[must_use]
pub fn is_account(folder: &Path) -> bool {
    folder.join(MANIFEST).is_file()
}

fn file_of(folder: &Path, table: &str) -> PathBuf {
    folder.join(TABLES).join(format!("{table}.ndjson.gz"))
}

/// Returns the path of the file with the bytes of the blob with this key.
fn blob_file(folder: &Path, key: &str) -> PathBuf {
    folder.join(FILES).join(key.get(..2).unwrap_or_default()).join(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_reads_back_and_another_file_is_told_why() {
        let manifest = Manifest {
            org: OrgId::new(3).unwrap(),
            domain: "a.example".into(),
            schema: 9,
            exported_at: Seconds::new(7),
            history: "1a-1".into(),
            rows: vec![("agents".into(), 2), ("chats".into(), 0)],
            files: 1,
        };
        let text = manifest.json();
        assert_eq!(Manifest::parse(&text), Ok(manifest));
        for (bad, why) in [
            ("{", "is no JSON"),
            ("{}", "does not say"),
            (&text.replace("\"version\": 1", "\"version\": 2"), "has version 2"),
            (&text.replace("\"chats\": 0", "\"chats\": -1"), "`rows`"),
            (&text.replace("\"id\": 3", "\"id\": 0"), "`organization`"),
        ] {
            let found = Manifest::parse(bad).unwrap_err();
            assert!(found.contains(why), "{bad}: {found}");
        }
    }
}
