//! The version of the program, and what it was built from.

use std::sync::LazyLock;

/// The version.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");
/// The commit that the program was built from; `unknown` in a debug build.
pub(crate) const COMMIT: &str = env!("BUILT_COMMIT");

static LONG: LazyLock<String> = LazyLock::new(|| {
    let (target, features) = (env!("BUILT_TARGET"), env!("BUILT_FEATURES"));
    let sqlite = deskbell_storage::sqlite_version();
    format!("{VERSION}\ncommit: {COMMIT}\ntarget: {target}\nfeatures: {features}\nSQLite: {sqlite}")
});

/// The version with the commit, the target, the features and the version of SQLite, a line each.
pub(crate) fn long() -> &'static str {
    &LONG
}
