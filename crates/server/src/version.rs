//! The version of the program, and the sources and options of its build.

use std::sync::LazyLock;

pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");
/// The commit from which the program was built; `unknown` in a debug build.
pub(crate) const COMMIT: &str = env!("BUILT_COMMIT");

static LONG: LazyLock<String> = LazyLock::new(|| {
    let (target, features) = (env!("BUILT_TARGET"), env!("BUILT_FEATURES"));
    let sqlite = deskbell_storage::sqlite_version();
    format!("{VERSION}\ncommit: {COMMIT}\ntarget: {target}\nfeatures: {features}\nSQLite: {sqlite}")
});

/// Returns the version, the commit, the target, the features and the version of SQLite, each on a
/// line.
pub(crate) fn long() -> &'static str {
    &LONG
}
