//! The exchange format: imports of its lines from files, folders and standard input, and exports to
//! a folder.

mod export;
mod html;
mod import;
mod reading;

use deskbell_app::exports::{ExportPlace, Exported};

pub use export::{ExportedLines, export_lines};
pub use import::{Failed, From, Report, import};

/// The files of an exported organization, in the order in which they are imported.
pub const FILES: [(&str, Exported); 3] = [
    ("1-team.ndjson.gz", Exported::Team),
    ("2-customers.ndjson.gz", Exported::Customers),
    ("3-chats.ndjson.gz", Exported::Chats),
];

/// The position in an export before the first object.
const BEGINNING: ExportPlace = ExportPlace { id: 0, seq: None };
