//! The integration tests of backups, restored backups, exports and imports.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod account;
mod answers;
mod authors;
mod backup;
mod broken_accounts;
mod converters;
mod exported;
mod exported_lines;
mod followed;
mod followed_changes;
mod forgotten;
mod helpcrunch;
mod lines;
#[path = "../it/process.rs"]
#[expect(dead_code, reason = "these tests need some of it")]
mod process;
mod restore;
mod tables;
mod traces;
